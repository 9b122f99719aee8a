"""Text to terms: what is one term, what is folded together, what is kept apart."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.tokens import LONGEST_TERM, content_terms, terms, terms_with_spans


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Holding-to-Account", "holding to account"),
        ("2017/18", "2017-18"),
        ("£1,250", "1250"),
        ("12.5%", "12.5 per cent"),
        ("12.5 %", "12.5 percent"),
        ("the victim's", "the victims"),
        ("the victim’s", "the victim's"),
        ("O’Brien", "O'BRIEN"),
        ("café", "CAFE"),
        ("cafe\u0301", "café"),
        ("Łódź", "lodz"),
        ("ﬁnance", "finance"),
        ("１２", "12"),
        ("Police & Crime Plan", "police and crime plans"),
        ("PCSOs", "PCSO"),
        ("perform\u00adance", "performance"),
        ("recording", "recorded"),
        ("Straße", "STRASSE"),
    ],
)
def test_two_spellings_of_one_thing_are_the_same_terms(one: str, other: str) -> None:
    assert terms(one) == terms(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("OC16, 999 and 12.5%", ["oc16", "999", "and", "12.5%"]),
        ("(A4.9) B2.6 10.30am", ["a4.9", "b2.6", "10.30am"]),
        ("1,2,3 and 247,999.", ["1", "2", "3", "and", "247999"]),
        ("1,250,000.50", ["1250000.50"]),
        ("R&D", ["r", "and", "d"]),
        ("Plan² of 5³", ["plan", "of", "5"]),
        ("snake_case", ["snake", "case"]),
        ("90 per centre", ["90", "per", "centr"]),
        ("a\u200bb", ["a", "b"]),
        ("東京都", ["東", "京", "都"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("😀 — … ' ’ \ud800 \x00", []),
        ("", []),
    ],
)
def test_what_one_term_is(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


def test_each_term_tells_which_words_it_was_made_of() -> None:
    text = "The Chief’s 12.5 per cent, £1,250 & café!"
    assert [text[start:end] for _, start, end in terms_with_spans(text)] == [
        "The", "Chief’s", "12.5 per cent", "1,250", "&", "café",
    ]  # fmt: skip


@given(st.text(max_size=200))
def test_terms_are_never_empty_and_have_no_space_and_their_spans_ascend(text: str) -> None:
    found = terms_with_spans(text)
    assert [term for term, _, _ in found] == terms(text)
    before = 0
    for term, start, end in found:
        assert before <= start < end <= len(text)
        assert term
        assert term == "".join(term.split())
        assert len(term) <= LONGEST_TERM + 1
        before = end


@given(st.text(max_size=60), st.text(max_size=60))
def test_terms_of_two_lines_are_the_terms_of_each(one: str, other: str) -> None:
    assert terms(f"{one}\n\n|\n{other}") == terms(one) + terms(other)


def test_runs_of_marks_and_endless_words_take_no_time_to_speak_of() -> None:
    marks = "a" + "\u0301\u0323" * 200_000 + "\u0591\u05b0" * 200_000
    assert terms(marks)[0].startswith("a")
    assert terms("x" * 1_000_000) == ["x" * LONGEST_TERM]
    assert len(terms("1." * 200_000)) >= 1
    assert len(terms("a'" * 200_000)) >= 1


def test_stop_words_are_dropped_only_beside_others() -> None:
    assert content_terms(terms("what was said about the OC16")) == ["said", "about", "oc16"]
    assert content_terms(terms("to be or not to be")) == ["not"]
    assert content_terms(terms("who was it")) == terms("who was it")
    assert content_terms([]) == []
    assert content_terms(terms("No further action in May")) == terms("no further action may")


def test_threads_get_the_same_terms() -> None:
    words = [f"recording{n} policies the officers' answering" for n in range(300)]
    expected = [terms(word) for word in words]
    wrong: list[str] = []

    def ask() -> None:
        wrong.extend(w for w, e in zip(words, expected, strict=True) if terms(w) != e)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_a_word_broken_at_the_end_of_a_line_is_found_whole_too() -> None:
    assert terms("thefts from the ware-\n  house rose") == [
        *terms("thefts from the ware house"),
        *terms("warehouse rose"),
    ]
    assert terms("short-\nand long-term plans") == terms("short and long term plans")
    assert terms("the ware-house") == terms("the ware house")
    (broken,) = [one for one in terms_with_spans("a ware-\nhouse") if one[0] == "warehous"]
    assert broken[1:] == (2, 13)
