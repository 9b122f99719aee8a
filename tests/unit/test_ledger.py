"""One record a matter, with what returns to it and the status that the papers tell last."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.ledger import Matter
from corpus.model import Document, SourceFile, Understanding
from indexer.analyse import analyse
from indexer.entities import commitment_model
from indexer.ledger import status
from indexer.ledger.entries import later
from indexer.ledger.matters import ledger
from indexer.structure import near_duplicates

HEAD = """\
{title}

{date}

Present: Ada Quill (Chair), Bo Tamsin (Treasurer), Cyrus Penhale (Chief Constable)

"""


def paper(name: str, date: str, *items: str, title: str = "") -> Understanding:
    title = title or "Minutes of the Harbour Panel"
    body = "\n\n".join(f"{n}. {words}" for n, words in enumerate(items, 1))
    text = f"{HEAD.format(title=title, date=date)}{body}\n\n{len(items) + 1}. Close\n\nClosed.\n"
    return analyse(Document(name, SourceFile(name, "0" * 64, "text/plain", len(text)), text))


def matters(*papers: Understanding) -> list[Matter]:
    return ledger(near_duplicates.group(papers))


def one_of(found: list[Matter], words: str) -> Matter:
    [one] = [matter for matter in found if words in matter.words]
    return one


FIRST = paper(
    "a.txt",
    "Tuesday, 4 June 2019",
    "Lanterns\n\nThe Treasurer will bring a costed plan for the replacement of quayside lanterns.",
)


def test_a_ledger_of_one_meeting_says_that_nothing_returns_to_it() -> None:
    [one] = matters(FIRST)
    assert (one.owner, one.status, one.returns, one.copies) == (
        "The Treasurer",
        "no_later_mention",
        (),
        (),
    ) or (one.owner, one.status) == ("Treasurer", "no_later_mention")
    assert (one.person, one.said_on) == ("Bo Tamsin", "2019-06-04")


def test_an_archive_without_documents_has_an_empty_ledger() -> None:
    assert ledger([]) == []


def test_later_words_on_the_same_matter_in_another_paper_return_to_it() -> None:
    second = paper(
        "b.txt",
        "Tuesday, 3 September 2019",
        "Finance\n\nA costed plan for replacement of the quayside lanterns had been circulated.",
    )
    one = one_of(matters(FIRST, second), "costed plan")
    assert [(back.document, back.relation) for back in one.returns] == [("b.txt", "later")]
    assert (one.status, one.told) == ("done", 0)


def test_what_shares_a_single_rare_word_does_not_return_to_it() -> None:
    second = paper(
        "b.txt", "Tuesday, 3 September 2019", "Tides\n\nTwo lanterns fell off a boat in August."
    )
    assert one_of(matters(FIRST, second), "costed plan").returns == ()


def test_papers_without_dates_are_never_later_than_one_another() -> None:
    words = "Lanterns\n\nThe Treasurer will bring a costed plan for the quayside lanterns."
    back = "Lanterns\n\nThe costed plan for the quayside lanterns had been circulated."
    found = matters(paper("a.txt", "", words), paper("b.txt", "", back))
    assert one_of(found, "costed plan").returns == ()


def test_the_same_action_in_five_reprints_is_one_record() -> None:
    words = (
        "Lanterns\n\nACTION: Treasurer to bring a costed plan for the lanterns of the east quay."
    )
    days = ["4 June 2019", "2 July 2019", "6 August 2019", "3 September 2019", "1 October 2019"]
    found = matters(*(paper(f"{n}.txt", day, words) for n, day in enumerate(days)))
    assert len([one for one in found if "costed plan" in one.words]) == 1
    assert len(one_of(found, "costed plan").copies) == 4


def test_short_words_that_every_meeting_says_stay_apart() -> None:
    words = "Letters\n\nACTION: Treasurer to reply"
    found = matters(
        paper("a.txt", "Tuesday, 4 June 2019", words),
        paper("b.txt", "Tuesday, 2 July 2019", words + " tomorrow"),
    )
    assert len(found) == 2


def test_two_people_of_one_name_are_neither_of_them_meant() -> None:
    text = (
        HEAD.format(title="Minutes of the Harbour Panel", date="Tuesday, 4 June 2019").replace(
            "Cyrus Penhale", "Dan Quill"
        )
        + "1. Lanterns\n\nQuill will bring a costed plan for the quayside lanterns.\n\n2. Close\n"
    )
    read = analyse(Document("a.txt", SourceFile("a.txt", "0" * 64, "text/plain", len(text)), text))
    assert all(one.person == "" for one in ledger(near_duplicates.group([read])))


def test_an_update_under_an_older_action_returns_to_it_as_one_stretch() -> None:
    text = HEAD.format(title="Notes of the Harbour Panel", date="Tuesday, 3 September 2019") + (
        "1. Matters arising\n\nAction arising from the June 2019 meeting: lanterns\n\n"
        "The Treasurer to bring a costed plan for the lanterns.\n\nUpdate:\n\n"
        "• The plan had been circulated before the meeting.\n\n"
        "• It sets out the cost of each lantern on the quay.\n\n"
        "2. Close\n\nClosed.\n"
    )
    read = analyse(Document("a.txt", SourceFile("a.txt", "0" * 64, "text/plain", len(text)), text))
    one = one_of(ledger(near_duplicates.group([read])), "costed plan")
    [back] = one.returns
    assert (back.relation, one.status, one.said_on) == ("update", "done", "2019-06")
    assert "sets out the cost" in text[back.span.start : back.span.end]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Action complete", "done"),
        ("completed, circulated 2 October", "done"),
        ("The list has been sent to all members.", "done"),
        ("BLUE. Received 12 January.", "done"),
        ("Action carried forward", "carried_forward"),
        ("The item remained open because the data was late.", "carried_forward"),
        ("outstanding", "carried_forward"),
        ("AMBER. Depends on the new system.", "carried_forward"),
        ("OVERDUE, revised to 31 August", "moved"),
        ("The visit was postponed until the spring.", "moved"),
        ("Withdrawn, as it was overtaken by events.", "superseded"),
        ("To be completed by March.", None),
        ("The survey is not complete.", None),
        ("Members liked the lanterns.", None),
    ],
)
def test_a_status_is_read_as_registers_write_it(words: str, told: str | None) -> None:
    assert status.told(words) == told


def test_the_status_of_a_register_stands_in_its_row() -> None:
    row = "HB/24/03 | Mend the lanterns | B Tamsin | 31 Jul 2024 | BLUE. Mended in May."
    assert status.of_row(row) == "done"
    assert status.of_row("Lanterns | mended | 12") is None


@pytest.mark.parametrize(
    ("one", "other", "is_later"),
    [
        ("2019-07", "2019-06-04", True),
        ("2019-06", "2019-06-04", False),
        ("2020", "2019-12-31", True),
        ("2019-06-12/2019-06-13", "2019-06-12", False),
        (None, "2019", False),
        ("2019", None, False),
    ],
)
def test_later_is_said_only_of_what_is_certainly_later(
    one: str | None, other: str | None, is_later: bool
) -> None:
    assert later(one, other) is is_later


@pytest.mark.parametrize(
    "words",
    [
        "It is anticipated that the tide will be high in November.",
        "The fair will take place in the market hall on 4 October.",
        "The Treasurer expected that the rent would fall by March.",
    ],
)
def test_a_forecast_is_a_kind_of_its_own(words: str) -> None:
    found = matters(paper("a.txt", "Tuesday, 4 June 2019", f"Tides\n\n{words}"))
    assert [one.kind for one in found] == ["expectation"]


@pytest.mark.parametrize(
    "words",
    [
        "The Clerk was asked to write to the owner of the mill.",
        "Members asked that the ferry be put on the agenda for the spring.",
        "Dan agreed to look at the options for the slipway.",
        "It was agreed that a written answer would be sent within ten working days.",
        "Agreed to print fifty copies for the regatta.",
        "He undertook to raise it with the ferry company before Easter.",
    ],
)
def test_what_binds_somebody_is_found_in_words_of_other_publishers(words: str) -> None:
    found = matters(paper("a.txt", "Tuesday, 4 June 2019", f"The ferry\n\n{words}"))
    assert [one.words for one in found] == [words]
    assert all(one.kind != "expectation" for one in found)


@pytest.mark.parametrize(
    "words",
    [
        "The minutes were agreed as a correct record.",
        "Dan asked whether the ferry would run on Sundays.",
        "The ferry had run on Sundays since 1904.",
        "Thirty people would pay more for a ticket and forty would not.",
        "If the ferry were sold, the Council would lose the income from it.",
    ],
)
def test_what_binds_nobody_is_no_record(words: str) -> None:
    found = matters(paper("a.txt", "Tuesday, 4 June 2019", f"The ferry\n\n{words}"))
    assert [one.words for one in found if one.kind != "expectation"] == []


SENTENCES = st.lists(
    st.sampled_from(
        [
            "The Treasurer will send the list to all members.",
            "ACTION: Ada Quill to report in May.",
            "Agreed.",
            "It is expected that rents will fall by June.",
            "It was agreed that the plan would be brought back in November.",
            "ACTION: BT",
            "Members asked that the ferry be put on the agenda.",
            "• Bo will write. ACTION: Bo to write again. Ada would then report.",
            "Nothing was said.",
        ]
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None)
@given(SENTENCES)
def test_no_two_actions_share_a_character(lines: list[str]) -> None:
    read = paper("a.txt", "Tuesday, 4 June 2019", "Ferries\n\n" + "\n\n".join(lines))
    assert all(one.span.end <= two.span.start for one, two in pairwise(read.actions))


def test_every_sign_of_the_model_has_its_weight() -> None:
    ours = commitment_model.model()
    assert len(ours.weights) == len(commitment_model.NAMES)
    assert 0.5 < ours.meeting <= ours.paper < 1


def test_a_ledger_grows_no_faster_than_its_archive() -> None:
    read = paper(
        "a.txt",
        "Tuesday, 4 June 2019",
        *(f"Quay {n}\n\nThe Treasurer will send plan {n} of berth {n * 7}." for n in range(60)),
    )
    [held] = near_duplicates.group([read])

    def seconds(copies: int) -> float:
        archive = [
            replace(held, document=replace(held.document, id=f"{n}.txt")) for n in range(copies)
        ]
        began = time.process_time()
        ledger(archive)
        return time.process_time() - began

    seconds(4)
    assert seconds(80) < 60 * max(seconds(4), 0.02)
