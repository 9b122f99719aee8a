"""Where names stand, in one passage and in the whole index, by one rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import Line, document, ordinals, write

from search.index import NO_FILTER, Filter, open_index, ordinal_of
from search.query import name_matches as under_test
from search.query.facets import Facet, Naming
from search.query.name_matches import (
    Standing,
    in_passage,
    merged,
    naming_whole,
    over_passage,
    spans_of,
)
from search.results import Name
from search.tokens import terms, terms_with_spans


def naming(text: str, strength: float = 1.0, capital: bool = False, *documents: str) -> Naming:
    pieces = tuple(tuple(terms(piece)) for piece in text.split(" … "))
    return Naming(Name(text, "asked"), pieces, strength, capital, frozenset(documents))


def marks_in(text: str, offset: int, namings: Sequence[Naming]) -> tuple[tuple[int, int], ...]:
    """Where the names stand, as a hit marks them."""
    return merged((span for one in namings for span in spans_of(one, text)), offset)


def found(text: str, *namings: Naming) -> list[str]:
    return [text[start:end] for start, end in marks_in(text, 0, namings)]


def test_a_name_is_marked_as_the_text_writes_it() -> None:
    text = "Victims' satisfaction fell; a victim’s satisfaction, and satisfied victims."
    assert found(text, naming("victim satisfaction")) == [
        "Victims' satisfaction",
        "victim’s satisfaction",
    ]


def test_marks_of_names_that_meet_are_one() -> None:
    text = "999 call handling and call-handling"
    assert found(text, naming("999 call"), naming("call handling")) == [
        "999 call handling",
        "call-handling",
    ]


def test_a_name_in_pieces_stands_only_where_one_sentence_holds_all() -> None:
    name = naming("victim … support … police action")
    text = (
        "Some did not support police action. Victims left. No victim would support a police action."
    )
    assert found(text, name) == ["victim", "support", "police action"]
    assert found("The victim left. Others support police action.", name) == []


@pytest.mark.parametrize(
    ("name", "text", "there"),
    [
        ("children … missing … care", "Children were missing from foster care.", True),
        ("children … missing … care", "Children in care missed school.", False),
        ("children … missing … care", "A missed chance to protect children in care.", False),
        ("attend … vacancies", "They attended to each vacancy.", True),
        ("charge … offences", "Charging for an offence is slow.", True),
        ("detained … child", "The child’s stay: detained overnight.", True),
        ("detained … child", "Detaining the child was wrong.", False),
        (
            "victim … support",
            "The victim was told of the date, the place, the name of the judge and how to get "
            "there, and staff had support.",
            False,
        ),
    ],
)
def test_pieces_are_inflected_but_no_other_words_and_near_each_other(
    name: str, text: str, there: bool
) -> None:
    asked = naming(name)
    assert found(text, asked)  # the asker's own words, in any form
    assert bool(found(text, replace(asked, name=Name(name, "glossary")))) is there


def test_a_short_form_stands_only_where_it_is_written_in_capitals() -> None:
    short = naming("SOC", capital=True)
    text = "SOC, the SOC’s plan, SOCs; a soc, ASOC and SOCIAL"
    assert found(text, short) == ["SOC", "SOC’s", "SOCs"]


def test_a_thing_of_one_word_is_no_other_word_of_its_stem() -> None:
    thing = replace(naming("confidence"), exact=True)
    assert found("confident of its confidence", thing) == ["confidence"]
    assert found("confident of its confidence", naming("confidence")) == [
        "confident",
        "confidence",
    ]


words = st.lists(
    st.sampled_from("call calls handling 999 the victim's SOC soc . ! ? £ é \n\n <p>".split(" ")),
    max_size=25,
).map(" ".join)
some_names = st.lists(
    st.sampled_from(
        [
            naming("call handling"),
            naming("999"),
            naming("SOC", capital=True),
            naming("call", 0.5),
            naming("victim … call"),
            naming("the the"),
        ]
    ),
    max_size=4,
)


@given(words, some_names, st.integers(0, 1000))
def test_marks_lie_in_the_text_in_order_apart_and_begin_and_end_at_words(
    text: str, namings: list[Naming], offset: int
) -> None:
    marks = marks_in(text, offset, namings)
    edge = offset - 1
    for start, end in marks:
        assert edge < start < end <= offset + len(text)
        marked = text[start - offset : end - offset]
        assert marked == marked.strip()
        assert set(terms(marked)) & {term for one in namings for term in one.terms}
        edge = end


spans = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)).map(lambda s: (s[0], sum(s))))


@given(spans)
def test_merging_spans_keeps_every_place_and_adds_none(given_spans: list[tuple[int, int]]) -> None:
    def held(of: object) -> set[int]:
        return {n for start, end in of for n in range(start, end)}  # type: ignore[attr-defined]

    assert held(merged(given_spans)) == held(given_spans)


PAPERS = [
    document(
        "a.txt",
        [
            Line("The CC said that 999 calls rose.", "2018-02-06", heading="Call handling"),
            Line("A cc of the letter went to the victim. Support rose.", "2018-02-06"),
            Line("No victim would support the Chief Constable.", "2018-03"),
        ],
    ),
    document("b.txt", [Line("The CC of the county met."), Line("Calls and confident talk")]),
]


@pytest.fixture
def standing(tmp_path: Path) -> Standing:
    write(tmp_path, PAPERS)
    return Standing(open_index(tmp_path), NO_FILTER)


NAMES = (
    naming("CC"),
    naming("CC", 1.0, True),
    naming("CC", 1.0, True, "a.txt", "gone.txt"),
    naming("calls"),
    naming("confidence", 0.5),
    naming("victim … support"),
    naming("nowhere"),
)


@pytest.mark.parametrize("name", NAMES, ids=lambda name: f"{name.name.text}-{name.capital}")
def test_the_index_and_the_passage_agree_on_where_a_name_stands(
    standing: Standing, name: Naming
) -> None:
    held = ordinals(standing.index)
    passages = list(zip(held, standing.index.fetch(held), strict=True))
    by_reading = [
        n for n, passage in passages if in_passage(passage, [name], terms_with_spans(passage.text))
    ]
    assert standing.said(name).tolist() == by_reading
    over = [n for n, passage in passages if over_passage(passage, [name])]
    assert standing.over(name).tolist() == over


def test_a_filter_narrows_where_a_name_stands(standing: Standing) -> None:
    narrow = Standing(standing.index, Filter.of(document=("b.txt",)))
    assert narrow.said(naming("CC")).tolist() == [ordinal_of(1)]
    assert narrow.said(naming("calls")).tolist() == [ordinal_of(1, 1)]


def test_a_name_with_more_passages_than_are_read_again_is_believed(
    standing: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(under_test, "_CHECKED", 1)
    monkeypatch.setattr(under_test, "_PARSED", 1)
    assert standing.said(naming("CC", 1.0, True)).tolist() == [0, 1, ordinal_of(1)]
    assert standing.said(naming("victim … support")).tolist() == [1, 2]
    # What a document means by it is known without reading.
    assert standing.said(naming("CC", 1.0, True, "b.txt")).tolist() == [ordinal_of(1)]


def test_the_whole_is_named_where_each_thing_is_under_any_strong_name(standing: Standing) -> None:
    calls = Facet(("call",), (naming("calls"), naming("talk", 0.5)))
    chief = Facet(("cc",), (naming("CC", 1.0, True), naming("Chief Constable")))
    weak = Facet(("perform",), (naming("performance"),), weak=True)
    assert naming_whole(standing, [calls, chief, weak], 0.85).tolist() == [0]
    assert naming_whole(standing, [chief], 0.85).tolist() == [0, 2, ordinal_of(1)]
    assert naming_whole(standing, [weak], 0.85).tolist() == []
