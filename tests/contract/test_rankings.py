"""What every implementation of the Index protocol promises of its rankings."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from asked_index import Opener, blank, numbers, phrase
from made import Line, document, embedded_of, ordinals, vector_of

from corpus.errors import (
    BadFilter,
    ModelMismatch,
    PassageMissing,
)
from search.index import NO_FILTER, Filter, Index, ordinal_of
from search.index_writer import Embedded, Sentences
from search.tokens import terms


def test_words_rank_the_passages_that_hold_them(index: Index) -> None:
    found = index.lexical(terms("999 calls"), 10, heading=0)
    assert set(numbers(index, found)) == {0, 2, 5, 6}
    assert found == sorted(found, key=lambda one: (-one.score, one.ordinal))
    assert index.lexical(terms("999 calls"), 2, heading=0) == found[:2]
    assert index.lexical(terms("zebra"), 10) == []
    assert index.lexical([], 10) == []
    assert index.lexical(terms("calls"), 0) == []


def test_the_place_of_a_passage_lends_it_score(index: Index) -> None:
    assert 0 not in numbers(index, index.lexical(terms("february"), 10, heading=0))
    with_place = index.lexical(terms("february"), 10, heading=0.5)
    assert numbers(index, with_place) == [0, 1, 2]
    doubled = index.lexical(terms("february"), 10, heading=1)
    assert doubled[0].score == pytest.approx(2 * with_place[0].score, abs=1e-3)


def test_stop_words_are_dropped_unless_nothing_else_is_left(index: Index) -> None:
    assert index.lexical(terms("was the zebra"), 10, heading=0) == []
    assert numbers(index, index.lexical(terms("was the"), 10, heading=0))


def test_equal_scores_are_in_order_of_ordinal_also_at_the_cut(opener: Opener) -> None:
    same = [document(f"d{n:03}.txt", [Line("the same words")], title="T") for n in range(150)]
    index = opener(same)
    vector = embedded_of(same).vectors[0]
    for limit in (1, 7, 100):
        assert numbers(index, index.lexical(terms("same words"), limit)) == list(range(limit))
        assert numbers(index, index.dense(vector, limit)) == list(range(limit))


def test_a_phrase_finds_every_passage_with_the_terms_in_this_order(index: Index) -> None:
    assert phrase(index, terms("999 calls")) == [0]
    assert phrase(index, terms("999")) == [0, 2, 5]
    assert phrase(index, terms("Outcome Code 16")) == [3]
    assert phrase(index, terms("12.5 per cent")) == [3]
    assert phrase(index, terms("of the")) == []
    assert phrase(index, []) == []
    assert phrase(index, ["zebra", "call"]) == []


def test_a_phrase_has_no_cut_off(opener: Opener) -> None:
    papers = [
        document(f"{n}.txt", [Line("of many lines one")] * size)
        for n, size in enumerate((5000, 1, 5000))
    ]
    index = opener(papers, blank(papers))
    found = index.phrase(terms("of many"))
    assert found.tolist() == ordinals(index)
    assert len(found) == index.phrase_count(terms("of many")) == index.count() == 10_001
    assert index.frequency(["mani"]) == {"mani": 10_001}


def test_a_phrase_can_be_looked_for_in_the_place_and_not_over_its_pieces(index: Index) -> None:
    assert phrase(index, terms("Minutes of February"), heading=True) == [0, 1, 2]
    assert phrase(index, terms("February 2018"), heading=True) == [0, 1, 2]
    assert phrase(index, terms("May 2018"), heading=True) == [3]
    assert phrase(index, terms("Minutes of February"), heading=False) == []
    # "... Minutes of February | Calls": the end of one piece and the beginning of the next.
    assert phrase(index, terms("February Calls"), heading=True) == []
    assert phrase(index, terms("Calls"), heading=True) == [0]


FILTERS: dict[str, tuple[Filter, list[int]]] = {
    "nothing": (NO_FILTER, [0, 1, 2, 3, 4, 5, 6]),
    "since a day": (Filter(since="2018-03-01"), [3, 4]),
    "since a day of the passage's month": (Filter(since="2018-05-10"), [3, 4]),
    "since a day after it": (Filter(since="2018-06-01"), [4]),
    "until a day": (Filter(until="2018-02-06"), [0, 1, 2, 4]),
    "until the day before": (Filter(until="2018-02-05"), [4]),
    "until a month": (Filter(until="2018-02"), [0, 1, 2, 4]),
    "within a year": (Filter(since="2018", until="2018"), [0, 1, 2, 3, 4]),
    "another year": (Filter(since="2019"), []),
    "back to front": (Filter(since="2019", until="2018"), []),
    "a kind": (Filter.of(kind=("letter",)), [3, 4]),
    "two kinds": (Filter.of(kind=("letter", "report")), [3, 4, 5, 6]),
    "a body in other case": (Filter.of(body=("vale panel",)), [0, 1, 2]),
    "a person": (Filter.of(person=("Ann Other",)), [0, 3]),
    "documents": (Filter.of(document=("c.txt", "a.txt", "zz")), [0, 1, 2, 5, 6]),
    "a document that is not there": (Filter.of(document=("zz",)), []),
    "a kind that no passage has": (Filter.of(kind=("\0nothing",)), []),
    "several at once": (Filter.of(since="2018", kind=("letter",), person=("Ann Other",)), [3]),
}


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_means_the_same_in_every_ranking(index: Index, name: str) -> None:
    where, expected = FILTERS[name]
    assert index.count(where) == len(expected)
    which = index.satisfying(ordinals(index), where)
    assert numbers(index, np.array(ordinals(index))[which]) == expected
    assert index.facets(where) == index.facets(np.array(ordinals(index))[which])
    everything_ = terms("answer times 999 calls chief outcome action said taken")
    assert sorted(numbers(index, index.lexical(everything_, 100, where))) == expected
    assert sorted(numbers(index, index.dense(vector_of("calls"), 100, where))) == expected
    for heading in (False, True):
        for words in (["call"], ["999"], ["2018"], ["panel", "minut"]):
            free = phrase(index, words, heading=heading)
            assert phrase(index, words, where, heading) == [n for n in free if n in expected]
    near = index.resembling("calls", 9)
    assert index.resembling("calls", 9, where).tolist() == [
        n for n in near.tolist() if numbers(index, [n])[0] in expected
    ]


def test_a_filter_is_applied_before_the_cut(index: Index) -> None:
    where = Filter.of(document=("c.txt",))
    assert numbers(index, index.lexical(terms("calls 999"), 1, where)) == [5]
    best = numbers(index, index.dense(vector_of("OC16"), 1, where))
    assert best in ([5], [6])


@pytest.mark.parametrize("value", ["yesterday", "2018-13", "2018-02-30", "06/02/2018", "", "0000"])
def test_a_filter_with_a_date_that_is_none_is_refused(index: Index, value: str) -> None:
    for where in (Filter(since=value), Filter(until=value)):
        asks = (
            lambda where=where: index.count(where),
            lambda where=where: index.satisfying([0], where),
            lambda where=where: index.facets(where),
            lambda where=where: index.lexical(["call"], 5, where),
            lambda where=where: index.dense(vector_of("call"), 5, where),
            lambda where=where: phrase(index, ["call"], where),
        )
        for ask in asks:
            with pytest.raises(BadFilter, match="2018-05-29"):
                ask()


def test_vectors_agree_with_brute_force(opener: Opener) -> None:
    chance = np.random.default_rng(7)
    papers = [document(f"{n}.txt", [Line(f"w{i}") for i in range(20)]) for n in range(20)]
    rows = chance.standard_normal((400, 24)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    plain = embedded_of(papers)
    index = opener(papers, Embedded(rows, plain.owners, plain.texts))
    where = Filter.of(document=("3.txt", "11.txt", "12.txt"))
    held = ordinals(index)
    allowed = set(np.flatnonzero(index.satisfying(held, where)).tolist())
    for query in rows[:20] + chance.standard_normal((20, 24)).astype(np.float32) / 9:
        scores = rows @ query
        order = np.argsort(-scores, kind="stable").tolist()
        assert numbers(index, index.dense(query, 50)) == order[:50]
        found = index.dense(query, 50, where)
        assert numbers(index, found) == [n for n in order if n in allowed][:50]
        assert [one.score for one in found] == pytest.approx(
            [scores[n] for n in numbers(index, found)], abs=1e-5
        )
    some = [held[399], held[0], held[7]]
    assert np.allclose(index.vectors(some), rows[[399, 0, 7]], atol=1e-6)
    assert np.allclose(
        index.cosines(some, [rows[3], rows[5]]), rows[[399, 0, 7]] @ rows[[3, 5]].T, atol=1e-6
    )
    assert index.vectors([]).shape == (0, 24)
    assert index.cosines([], [rows[0]]).shape == (0, 1)


def test_vectors_of_sentences_come_with_their_passages(opener: Opener) -> None:
    papers = [document(f"{n}.txt", [Line("one"), Line("two"), Line("-")]) for n in range(4)]
    plain = embedded_of(papers)
    bare = opener(papers, plain)
    assert [len(rows) for rows in bare.sentences(ordinals(bare))] == [0] * 12
    counts = np.array([1, 3, 0] * 4)
    rows = np.random.default_rng(5).standard_normal((16, 24)).astype(np.float16)
    index = opener(papers, replace(plain, sentences=Sentences(rows, np.cumsum(counts))))
    held = ordinals(index)
    found = index.sentences([held[10], held[0], held[11], held[4]])
    for got, (first, end) in zip(found, ((13, 16), (0, 1), (16, 16), (5, 8)), strict=True):
        assert np.array_equal(got, rows[first:end])
    with pytest.raises(PassageMissing):
        index.sentences([ordinal_of(0, 3)])


def test_a_long_passage_is_as_near_as_its_nearest_window(opener: Opener) -> None:
    papers = [document("a.txt", [Line("one"), Line("two"), Line("three"), Line("blank")])]
    rows = np.eye(4, 8, dtype=np.float32)  # "one" has two windows, "blank" none
    owners = np.array([0, 0, 1, 2], dtype=np.int32)
    index = opener(papers, Embedded(rows, owners, embedded_of(papers).texts))
    query = np.array([0.1, 0.9, 0.5, 0.2, 0, 0, 0, 0], dtype=np.float32)
    found = index.dense(query, 10)
    assert numbers(index, found) == [0, 1, 2]
    assert [one.score for one in found] == pytest.approx([0.9, 0.5, 0.2])
    assert numbers(index, index.dense(query, 1)) == [0]
    assert np.array_equal(index.vectors([0, 3, 1]), np.stack([rows[0], np.zeros(8), rows[2]]))


def test_many_vectors_are_kept_smaller_and_rank_nearly_the_same(opener: Opener) -> None:
    papers = [document("a.txt", [Line(f"w{n}") for n in range(300)])]
    exact, smaller = opener(papers), opener(papers, exact=100)
    query = vector_of("w7")
    whole = {one.ordinal: one.score for one in exact.dense(query, 300)}
    found = smaller.dense(query, 20)
    assert all(one.score == pytest.approx(whole[one.ordinal], abs=2e-3) for one in found)
    assert np.allclose(smaller.vectors([5]), exact.vectors([5]), atol=2e-3)


def test_a_vector_of_another_dimension_is_refused(index: Index) -> None:
    with pytest.raises(ModelMismatch, match="dimensions"):
        index.dense(np.ones(3, dtype=np.float32), 5)


def test_frequencies_count_passages(index: Index) -> None:
    assert index.frequency(["call", "999", "zebra", ""]) == {"call": 4, "999": 3, "zebra": 0, "": 0}


@pytest.mark.parametrize(
    "text",
    [
        '"calls',
        "calls AND (",
        "body:calls",
        "calls~2 *",
        "/c.*/",
        "'; drop table passages; --",
        "{[^",
    ],
)
def test_no_text_is_read_as_syntax(index: Index, text: str) -> None:
    content = [term for term in terms(text) if term == "call"]
    assert index.lexical(terms(text), 10, heading=0)[:1] == index.lexical(content, 1, heading=0)
    assert index.lexical([text], 10) == []
    assert phrase(index, [text]) == []
    assert phrase(index, [text, "call"]) == []
    assert index.frequency([text]) == {text: 0}


@pytest.mark.parametrize("term", ["\ud800", "\x00", "a b", "", "x" * 70_000])
def test_a_term_that_no_text_has_is_only_not_found(index: Index, term: str) -> None:
    assert index.lexical([term, "call"], 10) == index.lexical(["call"], 10)
    assert phrase(index, [term]) == []
    assert phrase(index, ["999", term, "call"]) == []


def test_five_thousand_terms_are_answered(index: Index) -> None:
    many = [f"w{n}" for n in range(5000)] + terms("OC16 calls")
    assert numbers(index, index.lexical(many, 1, heading=0)) == [1]
    assert numbers(index, index.lexical(["call"] * 5000, 10)) == numbers(
        index, index.lexical(["call"], 10)
    )
    assert phrase(index, ["call"] * 5000) == []
    assert phrase(index, ["call"] * 5000, heading=True) == []


def test_scores_are_weighed_by_all_documents_wherever_they_lie(opener: Opener) -> None:
    """A word that one document alone holds is rare, and one in most of them is not."""
    papers = [
        document("0.txt", [Line("drones and lamps"), Line("lamps"), Line("lamps of the quay")]),
        document("1.txt", [Line("drones"), Line("drones flown"), Line("drones of the north quay")]),
        document("2.txt", [Line("drones in the park"), Line("drones"), Line("drones and lamps")]),
    ]
    index = opener(papers)
    said = [terms(passage.text) for one in papers for passage in one.passages]
    mean = sum(map(len, said)) / len(said)
    for term in ("drone", "lamp"):
        known = sum(term in one for one in said)
        idf = math.log(1 + (len(said) - known + 0.5) / (known + 0.5))
        expected = {
            n: idf * 2.2 / (1 + 1.2 * (0.25 + 0.75 * len(one) / mean))
            for n, one in enumerate(said)
            if term in one
        }
        found = index.lexical([term], 9, heading=0)
        scores = dict(zip(numbers(index, found), (one.score for one in found), strict=True))
        assert scores == pytest.approx(expected, abs=1e-3)
