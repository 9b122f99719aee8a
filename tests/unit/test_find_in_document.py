"""Find in this document: what is typed is found as people see it, and counted truly."""

from __future__ import annotations

import pytest
from made import Line, document

from api.web.reading import find_in_document, pagination
from api.web.reading.find_in_document import Finding, find, snippet


def finding(wanted: str, *lines: str) -> Finding:
    made = document("a.txt", [Line(line) for line in lines])
    return find(made.document.text, wanted, pagination.cut(made))


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("tolls", "The TOLLS were waived."),
        ("were waived", "The tolls were\nwaived."),
        ("  were   waived ", "The tolls were waived."),
        ("wasn't", "It wasn’t so."),
        ('"no"', "He said “no” twice."),
        ("2019-20", "In 2019–20 it fell."),
        ("Mill Lane 97", "Mill Lane\t97"),
        ("one two", "one<br>two"),
        ("(a+", "It is (a+b)."),
        ("7", "There were 7 of them."),
    ],
)
def test_what_is_typed_is_found_as_people_see_it(wanted: str, text: str) -> None:
    found = finding(wanted, text)
    assert len(found.spans) == 1
    assert not found.error


def test_every_place_is_counted_and_numbers_stay_within_them() -> None:
    found = finding("ferry", "The ferry and the ferry.", "No boat.", "Ferry!")
    assert len(found.spans) == len(found.leaves) == 3
    assert [found.number(written) for written in (None, "2", "9", "0", "x", "²")] == [
        1,
        2,
        3,
        1,
        1,
        1,
    ]
    assert finding("gull", "The ferry.").number("1") == 0


@pytest.mark.parametrize(("wanted", "told"), [("e", "two characters"), ("x" * 201, "at most 200")])
def test_what_cannot_be_found_is_told(wanted: str, told: str) -> None:
    found = finding(wanted, "The ferry.")
    assert told in found.error
    assert not found.spans


def test_nothing_typed_is_no_error() -> None:
    assert finding("   ", "The ferry.") == Finding("")


def test_of_very_many_places_it_is_said_that_there_are_more() -> None:
    found = finding("no", *["no no no no no"] * 1100)
    assert found.more
    assert len(found.spans) == find_in_document.MOST
    assert len(found.on(1)) <= find_in_document.MARKED


def test_a_snippet_has_whole_words_around_the_place() -> None:
    text = "Aldous said that the committee had been\nwaiting for the ferry since the gulls came."
    start = text.index("ferry")
    before, words, behind = snippet(text, (start, start + 5))
    assert words == "ferry"
    assert f"{before}{words}{behind}" in " ".join(text.split())
    assert not before.startswith("ldous")


def test_time_grows_no_faster_than_the_text() -> None:
    import time

    began = time.thread_time()
    finding("a a a a a a a a b", *["a " * 900] * 300)
    assert time.thread_time() - began < 2
