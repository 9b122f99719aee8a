"""Which printed actions are one matter, and which passages say that they return to one."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from corpus.ledger import Matter
from corpus.model import Document, SourceFile, Span, Understanding
from indexer.analyse import analyse
from indexer.ledger import cues, status
from indexer.ledger.matters import ledger
from indexer.structure import near_duplicates
from search.ledger import MatterFilter
from search.local import matters as kept

HEAD = """\
Minutes of the Ferry Board

{date}

Present: Ada Quill (Chair), Bo Tamsin (Treasurer), Cyrus Penhale (Chief Constable, CC),
Ivo Marl (Deputy Chief Constable, DCC)

"""


def paper(name: str, date: str, *items: str) -> Understanding:
    body = "\n\n".join(f"{n}. {words}" for n, words in enumerate(items, 1))
    text = f"{HEAD.format(date=date)}{body}\n\n{len(items) + 1}. Close\n\nClosed.\n"
    return analyse(Document(name, SourceFile(name, "0" * 64, "text/plain", len(text)), text))


def matters(*papers: Understanding) -> list[Matter]:
    return ledger(near_duplicates.group(papers))


def one_of(found: list[Matter], words: str) -> Matter:
    [one] = [
        matter
        for matter in found
        if words in matter.words or any(words in copy.words for copy in matter.copies)
    ]
    return one


@pytest.mark.parametrize(
    ("promise", "line"),
    [
        (
            "The CC will bring options for a new slipway crane in the autumn.",
            "Action: CC to bring options for the slipway crane to the October meeting.",
        ),
        (
            "The Treasurer undertook to write to the mooring holders about the deposit.",
            "ACTION – Treasurer to write to all mooring holders on deposits by 1 May 2020.",
        ),
    ],
)
def test_a_promise_and_the_line_that_records_it_are_one_matter(promise: str, line: str) -> None:
    found = matters(paper("a.txt", "Tuesday, 4 June 2019", f"The quay\n\n{promise}\n\n{line}"))
    [one] = found
    assert one.words == line
    assert [copy.words for copy in one.copies] == [promise]


def test_a_promise_of_another_person_or_of_another_thing_stays_its_own_matter() -> None:
    line = "Action: CC to bring options for the slipway crane to the October meeting."
    for other in (
        "The DCC will bring options for the slipway crane to the Trust.",
        "The CC will ask the coroner for the file on the drowned dog.",
    ):
        found = matters(paper("a.txt", "Tuesday, 4 June 2019", f"The quay\n\n{other}\n\n{line}"))
        assert len(found) == 2


def test_what_a_later_meeting_asks_for_again_in_other_words_is_one_matter() -> None:
    first = paper(
        "a.txt",
        "Tuesday, 4 June 2019",
        "The quay\n\nAction: CC to publish the audit of mooring fees with its appendix.",
    )
    second = paper(
        "b.txt",
        "Tuesday, 3 September 2019",
        "The quay\n\nAction: CC to publish the audit of mooring fees, appendix included.",
    )
    one = one_of(matters(first, second), "audit")
    assert [copy.document for copy in one.copies] == ["b.txt"]
    assert "b.txt" in [back.document for back in one.returns]


def test_actions_of_two_people_of_one_name_are_two_matters() -> None:
    head = HEAD.replace("Cyrus Penhale (Chief Constable, CC)", "Bo Tamsin (Harbour Master)")
    words = "to publish the audit of mooring fees with its full appendix"
    one = head.format(date="Tuesday, 4 June 2019") + (
        f"1. The quay\n\nAction: Treasurer {words}.\n\n"
        f"2. The pier\n\nAction: Harbour Master {words} now.\n"
    )
    read = analyse(Document("a.txt", SourceFile("a.txt", "0" * 64, "text/plain", len(one)), one))
    found = matters(read)
    assert sorted(matter.owner or "" for matter in found) == ["Harbour Master", "Treasurer"]


def test_what_stands_under_actions_from_earlier_meetings_returns_to_the_likest() -> None:
    first = paper(
        "a.txt",
        "Tuesday, 4 June 2019",
        "Crane\n\nAction: DCC to rewrite the leaflet on crane hire with the users' group.",
        "Nets\n\nAction: CC to count the nets that were cut loose in the spring.",
    )
    second = paper(
        "b.txt",
        "Tuesday, 3 September 2019",
        "Actions from earlier meetings\n\nThe rewritten leaflet for crane users is in use since "
        "August. The action is complete.\n\nCut nets: 31 were counted. Still awaited from Orsay.",
        "Weather\n\nA leaflet on the weather was handed round.",
    )
    found = matters(first, second)
    leaflet, nets = one_of(found, "leaflet"), one_of(found, "nets")
    assert [back.relation for back in leaflet.returns] == ["progress"]
    assert (leaflet.status, nets.status) == ("done", "carried_forward")


def test_the_status_of_one_matter_is_not_read_from_a_sentence_about_another() -> None:
    words = "Turnover was 18%. The action is closed. Options for cranes are taken under item 3."
    assert status.told(status.about({"turnov"}, words)) == "done"
    assert status.told(status.about({"option", "crane"}, words)) is None


@pytest.mark.parametrize(
    ("action", "words", "told"),
    [
        ("The DCC to confirm how many posts are empty.", "The DCC confirmed that 11 are.", "done"),
        ("Clerk to write to the bank.", "The Clerk wrote to the bank in May.", "done"),
        ("Clerk to write to the bank.", "The Clerk had not yet wrote to it.", None),
        ("Clerk to tidy the store.", "The store was full of rope.", None),
    ],
)
def test_what_was_to_be_done_and_is_told_in_the_past_is_done(
    action: str, words: str, told: str | None
) -> None:
    assert status.kept(action, words) == told


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("Nil arrears on 30 April, as promised.", True),
        ("The leaflet requested in November 2019 has been printed.", True),
        ("At the March meeting the CC undertook to have it read.", True),
        ("It was agreed to keep the crane.", False),
        ("The crane is painted.", False),
        ("as promised " + "and so on " * 60, False),
    ],
)
def test_words_say_of_themselves_that_they_return_to_something(words: str, says: bool) -> None:
    assert cues.says_so(words) is says


def test_a_month_without_a_year_is_the_last_one_before() -> None:
    assert cues.months("asked for in November", "2020-01-27") == ["2019-11"]
    assert cues.months("asked for in November 2018, and in March", "2020-01-27") == [
        "2018-11",
        "2019-03",
    ]
    assert cues.months("asked for in November", None) == []


def test_a_row_that_names_its_columns_is_no_action() -> None:
    rows = "Ref\tPromise\tWhat we will do\tBy when\tWho\nA1\tQuay\tPaint\tMay\tClerk"
    assert matters(paper("a.txt", "Tuesday, 4 June 2019", f"The plan\n\n{rows}")) == []


def test_a_page_of_fifty_thousand_actions_is_read_at_once() -> None:
    one = Matter("m0", "action", "Clerk to count the nets.", "a.txt", Span(0, 9), "p0")
    connection = sqlite3.connect(":memory:")
    connection.executescript(kept.SCHEMA)
    many = (
        replace(one, id=f"m{n}", said_on=f"20{n % 20:02d}-05-04", body=f"Board {n % 7}")
        for n in range(50_000)
    )
    kept.write(connection, many)

    def rows(query: str, values: Sequence[Any]) -> list[Any]:
        return connection.execute(query, values).fetchall()

    began = time.process_time()
    found = kept.read(rows, MatterFilter(since="2010"), 50, 100)
    assert time.process_time() - began < 2
    assert (found.total, len(found.matters)) == (25_000, 50)
    assert found.counts == {"no_later_mention": 25_000}
