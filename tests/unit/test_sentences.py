"""Where sentences begin and end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import breaks, sentences, starts


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rose. It fell.", ["It rose.", "It fell."]),
        ("Mr. Smith and J. Campbell met Cllr. Hay. They left.", None),
        ("It cost £1.5m. £2m was held.", ["It cost £1.5m.", "£2m was held."]),
        ("Why? “Nobody knows.” He left!", ["Why?", "“Nobody knows.”", "He left!"]),
        ("No stop at the end", ["No stop at the end"]),
        ("A heading\n\nits text", ["A heading", "its text"]),
        ("wrapped over\ntwo lines. Yes.", ["wrapped over\ntwo lines.", "Yes."]),
        ("<p>It rose.</p><p>it fell</p>", ["It rose.", "it fell"]),
        ("see para. 4 and e.g. No. 7", ["see para. 4 and e.g. No. 7"]),
        ("Fell by 5.\n• Rose by 6.", ["Fell by 5.", "• Rose by 6."]),
        ("It was <5% of calls>", ["It was <5% of calls>"]),
        ("...", []),
        ("", []),
    ],
)
def test_a_text_is_cut_where_a_reader_would(text: str, expected: list[str] | None) -> None:
    if expected is None:
        expected = [text[: text.index(" They")], "They left."]
    assert cut(text) == expected


pieces = st.sampled_from(
    ["It rose", "fell", ".", "?!", "...", " ", "\n", "\n\n", "<p>", "</p>", "<br/>", "<", ">",
     "Mr.", "J.", "£5", "”", "(", "•", "é", "½", "e.g.", '"', "9.5%"]
)  # fmt: skip


@given(st.lists(pieces | st.text(alphabet='eG1. \n<>"', max_size=6), max_size=20).map("".join))
def test_sentences_hold_every_letter_and_digit_in_order_and_apart(text: str) -> None:
    spans = sentences(text)
    edge = 0
    outside = []
    for start, end in spans:
        assert edge <= start < end <= len(text)
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        assert any(c.isalnum() for c in text[start:end])
        outside.append(text[edge:start])
        edge = end
    outside.append(text[edge:])
    for tag in ("</p>", "<p>", "<br/>", "<br>"):
        outside = [piece.replace(tag, "") for piece in outside]
    assert not any(c.isalnum() for piece in outside for c in piece)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rose. It fell.", ["It rose. ", "It fell."]),
        ("Why?! “Nobody knows.” He left!", ["Why?! ", "“Nobody knows.” ", "He left!"]),
        ("Fell by 5.\n• Rose by 6.", ["Fell by 5.\n", "• Rose by 6."]),
        ("see para. 4 and e.g. this", ["see para. 4 and e.g. this"]),
        ("", [""]),
    ],
)
def test_running_text_is_parted_where_a_capital_or_a_bullet_follows(
    text: str, expected: list[str]
) -> None:
    edges = [0, *starts(text), len(text)]
    assert [text[a:b] for a, b in pairwise(edges)] == expected


def test_starts_look_at_nothing_outside_the_piece() -> None:
    text = "It rose. It fell. It stood."
    assert list(starts(text, 8, 18)) == []
    assert list(starts(text, 7, 26)) == [9, 18]


def test_a_window_may_end_in_any_script_and_at_blank_lines() -> None:
    assert list(breaks("one. two… three\n\nfour。five")) == [5, 10, 17, 22]
