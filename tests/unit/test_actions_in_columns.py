"""Actions in tables and beside owners' marks, and undertakings of the people a part lists."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import pytest
from reading import read_file

from corpus.model import Action, Document, SourceFile
from indexer.analyse import analyse
from indexer.entities import undertakings
from indexer.entities.action_owners import Known
from indexer.readers.archive import find_files

HEAD = """\
Wexmoor Ethics Board

Minutes of the meeting held on 4 June 2019

Present: Ada Quill (AQ) (Chair), Bo Tamsin (BT) (Treasurer), Cllr Cy Penhale (CP), Supt Di Vane, \
Edwin Orme-Hay (EOH)

"""


def _tabled(made: Any, rows: list[list[str]]) -> None:
    """The rows as a table at the end of a DOCX."""
    table = made.add_table(0, len(rows[0]))
    for cells in rows:
        for cell, words in zip(table.add_row().cells, cells, strict=True):
            cell.text = words


def _told(text: str, found: Sequence[Action]) -> list[tuple[str | None, str]]:
    return [(one.owner, " ".join(text[one.span.start : one.span.end].split())) for one in found]


def actions_of(words: str) -> list[tuple[str | None, str]]:
    """Owner and words of every action in minutes that go on with ``words``."""
    text = f"{HEAD}{words}\n\n9. Close\n\nThe meeting closed at noon.\n"
    source = SourceFile("a.txt", "0" * 64, "text/plain", len(text))
    return _told(text, analyse(Document("a.txt", source, text)).actions)


def test_a_column_of_owners_pairs_each_with_the_paragraph_that_names_it() -> None:
    words = (
        "Action\n1. Apologies\nNone\n\n2. Declarations of interest\n"
        "There were no declarations of interest.\n\n3. Matters arising\n\n"
        "a) Lamps: AQ will write to the harbour office and send\nthe letter to the Board.\n"
        "b) Oil: the policy had been published.\nc) Wicks: BT to circulate the figures.\n\n"
        "AQ\n\nBT\n\n4. Date of next meeting\n21st July 2019"
    )
    assert actions_of(words) == [
        ("AQ", "Lamps: AQ will write to the harbour office and send the letter to the Board."),
        ("BT", "Wicks: BT to circulate the figures."),
    ]


def test_a_mark_straight_below_its_paragraph_owns_it_and_no_other() -> None:
    words = (
        "1. Lamps\n\nThe lamps were counted. It was agreed that they would be counted again.\n\n"
        "AQ/BT\n\n2. Oil\n\nThe oil was praised.\n\nCP"
    )
    assert actions_of(words) == [
        ("AQ/BT", "It was agreed that they would be counted again."),
    ]


def test_bare_marks_without_anything_to_do_are_nobody_s_action() -> None:
    words = "1. Lamps\n\nThe lamps were lit.\n\nAQ\n\n2. Oil\n\n• AQ + BT\n\n• The oil was praised."
    assert actions_of(words) == []


def test_an_assignment_below_a_heading_without_text_owns_the_item() -> None:
    words = "1. Lamps – put off until the next meeting\nACTION: BT\n\n2. Oil\n\nOil was praised."
    [(owner, said)] = actions_of(words)
    assert owner == "BT"
    assert "put off" in said


def test_an_assignment_is_the_owner_of_the_sentence_that_it_covers() -> None:
    words = (
        "1. Lamps\n\nThe lift was broken. Lamps will be repaired. Orme-Hay will ask for a price.\n"
        "ACTION: EOH\n"
    )
    owners = {said: owner for owner, said in actions_of(words)}
    assert owners.get("Lamps will be repaired.") in (None, "EOH")
    assert "EOH" in owners.values()


@pytest.mark.parametrize(
    ("words", "owner"),
    [
        ("AQ will shortly publish the list.", "AQ"),
        ("Ada would then also collate the answers.", "Ada"),
        ("Cllr Penhale will, in due course, visit both quays.", "Cllr Penhale"),
        ("Supt Vane to visit the north quay before Easter.", "Supt Vane"),
        ("Lamps: BT to find two more.", "BT"),
        ("The Treasurer will personally chase the bill.", "Treasurer"),
        ("Edwin Orme-Hay is to measure the wicks.", "Edwin Orme-Hay"),
    ],
)
def test_an_undertaking_is_of_anybody_listed_with_any_adverb_and_verb(
    words: str, owner: str
) -> None:
    assert actions_of(f"1. Lamps\n\n{words}") == [(owner, words)]


@pytest.mark.parametrize(
    "words",
    [
        "AQ will be in Thornby next year.",
        "Ada would like the lamps to be brighter.",
        "BT would have counted them.",
        "If BT will pay for it nobody minds.",
        "The list, which AQ will know, is long.",
        "Nobody knew whether Cllr Penhale would attend.",
        "The tide will turn on its own.",
        "Harbour Light will open its doors in May.",
    ],
)
def test_how_somebody_is_or_thinks_is_nothing_to_be_done(words: str) -> None:
    assert actions_of(f"1. Lamps\n\n{words}") == []


TABLES: dict[str, tuple[list[list[str]], list[tuple[str | None, str | None]]]] = {
    "owner and due": (
        [
            ["Ref", "Action", "Owner", "Due"],
            ["19/1", "Count the lamps", "Ms Quill", "31 October 2019"],
            ["19/2", "Write to the harbour office", "The Chair", "30 November 2019"],
        ],
        [("Ms Quill", "31 October 2019"), ("The Chair", "30 November 2019")],
    ),
    "by whom and when": (
        [
            ["Item", "What", "By whom", "By when"],
            ["4", "Publish the list of lamps", "BT", "June 2019"],
        ],
        [("BT", "June 2019")],
    ),
    "action last": (
        [
            ["Lead officer", "Deadline", "Action required"],
            ["Clerk", "1 July 2019", "Send the bill again"],
        ],
        [("Clerk", "1 July 2019")],
    ),
    "no column of owners": (
        [["Measure", "2018", "2019"], ["Lamps lit", "12", "14"]],
        [],
    ),
}


def _docx(path: Path, rows: list[list[str]], banner: str = "") -> None:
    made = docx.Document()
    made.add_heading("Wexmoor Ethics Board", 1)
    made.add_paragraph("Minutes of the meeting held on 4 June 2019")
    made.add_heading("Actions", 1)
    tables = [rows[:1], rows[1:]] if banner else [rows]
    for number, block in enumerate(tables):
        if number:
            made.add_paragraph(banner)
        table = made.add_table(0, len(block[0]))
        for cells in block:
            for cell, words in zip(table.add_row().cells, cells, strict=True):
                cell.text = words
    made.save(str(path))


@pytest.mark.parametrize("banner", ["", "Carried forward from March 2019: lamps on the A417"])
@pytest.mark.parametrize("name", TABLES)
def test_a_row_of_a_table_of_actions_gives_owner_and_day(
    tmp_path: Path, name: str, banner: str
) -> None:
    rows, right = TABLES[name]
    _docx(tmp_path / "a.docx", rows, banner)
    document = read_file(tmp_path, find_files(tmp_path)[0]).document
    assert document is not None
    found = analyse(document).actions
    assert [(one.owner, one.due) for one in found] == right
    assert not [one for one in found if "Owner" in document.text[one.span.start : one.span.end]]


def test_minutes_in_a_table_have_what_is_to_be_done_or_by_whom_in_the_last_column(
    tmp_path: Path,
) -> None:
    made = docx.Document()
    made.add_heading("Wexmoor Ethics Board", 1)
    made.add_paragraph("Minutes of the meeting held on 4 June 2019")
    made.add_paragraph("Present: Ada Quill (AQ), Bo Tamsin (BT)")
    rows = [
        ["Item", "Discussion", "Action"],
        ["3.1", "The lamps were dim, and had been dim for years.", "AQ to ask for a price"],
        ["3.2", "Oil was bought. It was agreed that a report would be brought back.", "BT"],
        ["3.3", "Nothing was said about the wicks of either quay.", ""],
    ]
    _tabled(made, rows)
    made.save(str(tmp_path / "a.docx"))
    document = read_file(tmp_path, find_files(tmp_path)[0]).document
    assert document is not None
    assert _told(document.text, analyse(document).actions) == [
        ("AQ", "AQ to ask for a price"),
        ("BT", "It was agreed that a report would be brought back."),
    ]


def test_a_column_headed_action_by_marks_its_lines() -> None:
    words = (
        "Item\tAction by\n1. Lamps\t\nThe Chair would write about the lamps.\tAQ\n"
        "The policy had been published.\t\nFigures on oil to be circulated.\tBT"
    )
    owners = [owner for owner, _ in actions_of(words)]
    assert owners == ["AQ", "BT"]


def test_numbered_lines_under_actions_are_actions_and_a_date_is_none() -> None:
    words = (
        "Actions\n\n1. AQ to write to the harbour office\n2. BT to buy oil by 31 October 2019\n"
        "3. 21 July 2019\n4. None"
    )
    assert [owner for owner, _ in actions_of(words)] == ["AQ", "BT"]


def test_a_bracket_at_the_end_of_a_paragraph_names_its_owner() -> None:
    assert actions_of("1. Lamps\n\nThe wicks were short. [Action BT]") == [
        ("BT", "The wicks were short. [Action BT]")
    ]


LETTER = """\
Ms Ada Quill
Chief Executive
Wexmoor Council
Thornby

4 June 2019

Dear Ms Quill

Inspection of lamps in Wexmoor

{0}

The lamps of the north quay and those of the south quay had been counted by two of us in the spring.

Yours sincerely

Bo Tamsin
Harbour Master
"""


@pytest.mark.parametrize(
    ("words", "kind", "owner", "due_on"),
    [
        (
            "The council should send its written statement to the office by 23 October 2019.",
            "duty",
            None,
            "2019-10-23",
        ),
        ("I will visit both quays again in the autumn.", "promise", "Bo Tamsin", None),
        ("We agreed that the council would review the lamps.", "agreement", None, None),
    ],
)
def test_a_letter_holds_duties_promises_and_agreements(
    words: str, kind: str, owner: str | None, due_on: str | None
) -> None:
    text = LETTER.format(words)
    source = SourceFile("a.txt", "0" * 64, "text/plain", len(text))
    [one] = analyse(Document("a.txt", source, text)).actions
    assert (one.kind, one.due_on, one.said_on) == (kind, due_on, "2019-06-04")
    assert owner is None or one.owner == owner
    assert text[one.span.start : one.span.end] == words


def test_a_letter_that_only_tells_holds_no_action() -> None:
    text = LETTER.format("You asked for information on the lamps, and they will surely burn.")
    source = SourceFile("a.txt", "0" * 64, "text/plain", len(text))
    assert analyse(Document("a.txt", source, text)).actions == ()


def test_sentences_are_read_in_time_linear_in_their_length() -> None:
    people = Known(frozenset(["AQ"]), frozenset(["ada", "quill"]))
    for unit in (
        "I will also ",
        "Ada Quill and ",
        "A B ",
        "The Chair should ",
        "sent by ",
        "Ada to ",
    ):
        spent = []
        for count in (400, 1600):
            began = time.thread_time()
            undertakings.kind_of(unit * count, people)
            undertakings.kind_in_writing(unit * count, True)
            undertakings.subject(unit * count, people)
            spent.append(time.thread_time() - began)
        assert spent[1] < 12 * spent[0] + 0.05, unit


def test_rows_of_minutes_with_a_name_under_action_by_are_that_persons(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_heading("Wexmoor Volunteers Forum", 1)
    made.add_paragraph("Notes of the meeting held on 4 June 2019")
    rows = [
        ["Item", "Notes of discussion", "Action by"],
        ["1. Welcome", "The Chair welcomed everybody.", ""],
        ["2. Lamps", "The rota is thin. It is to be shared with the wards.", "Ada Quill"],
    ]  # fmt: skip
    _tabled(made, rows)
    made.save(str(tmp_path / "a.docx"))
    document = read_file(tmp_path, find_files(tmp_path)[0]).document
    assert document is not None
    assert [one.owner for one in analyse(document).actions] == ["Ada Quill"]
