"""What every implementation of the Index protocol promises; run over each that there is."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from made import FakeEncoder, Line, document, embedded_of, everything, ordinals, vector_of, write
from shards import ShardedIndex, write_shards

from corpus.errors import (
    BadFilter,
    DocumentMissing,
    IndexUnavailable,
    ModelMismatch,
    PassageMissing,
)
from corpus.model import Understanding
from search.engine import Engine
from search.index import NO_FILTER, Filter, Index, Ranked, document_of, open_index, ordinal_of
from search.index_writer import Embedded, Sentences
from search.ledger import MatterFilter
from search.settings import Settings
from search.tokens import terms

Opener = Callable[..., Index]


@pytest.fixture(params=["local", "shards"])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Makes an index of understandings, in each of the places that there are."""
    opened: list[Index] = []

    def make(
        understood: Sequence[Understanding], embedded: Embedded | None = None, **how: int
    ) -> Index:
        location = tmp_path / f"{request.param}{len(opened)}"
        if request.param == "shards":
            write_shards(location, understood, embedded, **how)
            opened.append(ShardedIndex(location, model="made-up"))
        else:
            write(location, understood, embedded, **how)
            opened.append(open_index(location, model="made-up"))
        return opened[-1]

    yield make
    for index in opened:
        index.close()


PAPERS = [
    document(
        "a.txt",
        [
            Line("Answer times for 999 calls rose.", "2018-02-06", "Ann Other", "Calls"),
            Line("The Chief Constable was asked about OC16.", "2018-02-06", "Bo Chief", "Crime"),
            Line("Calls calls calls about 999 times.", "2018-02-06", "", "Crime"),
        ],
        title="Minutes of February",
    ),
    document(
        "b.txt",
        [
            Line("Outcome Code 16 was used in 12.5% of cases.", "2018-05", "Ann Other"),
            Line("No further action was taken.", "2018"),
        ],
        kind="letter",
        body="North Force",
    ),
    document(
        "c.txt",
        [Line("Times, they said, of 999 answer calls."), Line("Calls.")],
        kind="report",
        body="",
    ),
]


def blank(papers: Sequence[Understanding]) -> Embedded:
    """No vectors: they take longer to make than all else."""
    size = sum(len(one.passages) for one in papers)
    nothing = np.zeros((0, 4), dtype=np.float32)
    return Embedded(nothing, np.zeros(0, dtype=np.int32), np.zeros((size, 32), dtype=np.uint8))


@pytest.fixture
def index(opener: Opener) -> Index:
    return opener(PAPERS)


def numbers(index: Index, found: Iterable[Ranked | int]) -> list[int]:
    """Which of all passages, from 0, were found."""
    number = {ordinal: n for n, ordinal in enumerate(ordinals(index))}
    return [number[one.ordinal if isinstance(one, Ranked) else int(one)] for one in found]


def phrase(index: Index, *asked: Any, **how: Any) -> list[int]:
    found = index.phrase(*asked, **how)
    assert index.phrase_count(*asked, **how) == len(found)
    return numbers(index, found)


def test_ordinals_run_through_documents_in_order_and_name_the_passages(index: Index) -> None:
    ids = [passage.id for one in PAPERS for passage in one.passages]
    everything_ = ordinals(index)
    assert everything_ == sorted(set(everything_))
    assert [passage.id for passage in index.fetch(everything_)] == ids
    assert [index.ordinal(one) for one in ids] == everything_
    assert list(index.ordinals_of("b.txt")) == everything_[3:5]
    # A passage's neighbours in the index are those on the page, and no document ends in another.
    assert [
        ordinal_of(n, place) for n, count in enumerate((3, 2, 2)) for place in range(count)
    ] == (everything_)
    assert index.names_of(document_of(np.array(everything_[2:4]))) == ["a.txt", "b.txt"]
    assert index.document_ids() == ["a.txt", "b.txt", "c.txt"]
    assert (index.meta.documents, index.meta.passages) == (3, len(ids))


def test_what_is_understood_comes_back_whole(opener: Opener) -> None:
    papers = [everything(), *PAPERS]
    index = opener(papers)
    for paper in papers:
        assert index.understanding(paper.document.id) == paper
        assert index.document(paper.document.id) == paper.document
    assert list(index.definitions()) == [d for paper in papers for d in paper.definitions]


def test_a_passage_holds_its_section_part_and_document(index: Index) -> None:
    first, second = index.fetch([ordinal_of(0), ordinal_of(0, 2)])
    assert first == PAPERS[0].passages[0]
    assert first.document is second.document
    assert second.section.headings == ("Crime",)


def test_passages_come_in_the_order_asked_for_and_as_often(index: Index) -> None:
    assert [p.id for p in index.fetch([ordinal_of(1, 1), 0, ordinal_of(1, 1)])] == [
        "b.txt#1",
        "a.txt#0",
        "b.txt#1",
    ]
    assert index.fetch([]) == []


def test_what_is_not_there_is_said_to_be_missing(index: Index) -> None:
    for missing in (99, ordinal_of(1, 2), ordinal_of(7)):
        for ask_of in (index.fetch, index.layout, index.vectors):
            with pytest.raises(PassageMissing, match=f"number {missing}"):
                ask_of([0, missing])
    with pytest.raises(DocumentMissing, match="7"):
        index.names_of([0, 7])
    with pytest.raises(PassageMissing, match="zz"):
        index.ordinal("zz")
    for ask in (index.document, index.understanding, index.ordinals_of):
        with pytest.raises(DocumentMissing, match="zz"):
            ask("zz")


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


def test_facets_count_what_was_given(index: Index) -> None:
    held = ordinals(index)
    assert index.facets([held[n] for n in (0, 1, 3, 5, 6)]) == {
        "year": {"2018": 3, "undated": 2},
        "body": {"Vale Panel": 2, "North Force": 1},
        "kind": {"panel_minutes": 2, "report": 2, "letter": 1},
        "person": {"Ann Other": 2, "Bo Chief": 1},
        "document": {"a.txt": 2, "b.txt": 1, "c.txt": 2},
        "language": {},
    }
    nothing = {"year": {}, "body": {}, "kind": {}, "person": {}, "document": {}, "language": {}}
    assert index.facets([]) == nothing
    assert index.facets(NO_FILTER) == index.facets(held)
    assert index.values("body") == ["North Force", "Vale Panel"]
    assert index.values("document") == ["a.txt", "b.txt", "c.txt"]
    by = {body: numbers.tolist() for body, numbers in index.documents_by("body").items()}
    assert by == {"North Force": [1], "Vale Panel": [0]}
    assert list(index.documents_by("document")) == ["a.txt", "b.txt", "c.txt"]


def test_the_layout_tells_how_passages_lie_together(opener: Opener) -> None:
    papers = [PAPERS[0], everything()]
    index = opener(papers)
    layout = index.layout(ordinals(index))
    assert layout.in_document.tolist() == [3] * 6
    assert layout.section.tolist() == [0, 1, 1, 0, 0, 1]
    assert layout.in_section.tolist() == [1, 2, 2, 2, 2, 1]
    assert numbers(index, layout.group) == [0, 1, 2, 3, 3, 5]
    assert layout.length.tolist() == [len(p.text) for paper in papers for p in paper.passages]
    assert layout.heading.tolist() == [False, False, False, True, False, False]
    assert date.fromordinal(int(layout.first[0])) == date(2018, 2, 6)
    assert index.last_day() == date(2018, 2, 6).toordinal()
    backwards = index.layout(ordinals(index)[::-1])
    assert backwards.length.tolist() == layout.length.tolist()[::-1]


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


def test_an_index_of_nothing_answers_with_nothing(opener: Opener) -> None:
    index = opener([document("a.txt", [])])
    assert index.lexical(["call"], 5) == []
    assert index.dense(vector_of("call"), 5) == []
    assert phrase(index, ["call"]) == []
    assert index.count() == 0
    assert index.last_day() is None
    assert index.document_ids() == ["a.txt"]
    assert index.layout([]).group.tolist() == []


def test_what_several_documents_print_has_one_group(opener: Opener) -> None:
    first, *others = [document(f"{n}.txt", [Line(f"own {n}"), Line("the same")]) for n in range(5)]
    same = first.passages[1].id
    printed = [
        replace(one, passages=(one.passages[0], replace(one.passages[1], group=same)))
        for one in others
    ]
    index = opener([first, *printed])
    assert numbers(index, index.layout(ordinals(index)).group) == [0, 1, 2, 1, 4, 1, 6, 1, 8, 1]


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


def test_several_threads_may_ask_at_once(index: Index) -> None:
    some = [ordinals(index)[n] for n in (0, 3, 5)]
    expected = (index.lexical(["call"], 9), index.fetch(some), phrase(index, ["999"]))
    wrong: list[object] = []

    def ask() -> None:
        for _ in range(20):
            got = (index.lexical(["call"], 9), index.fetch(some), phrase(index, ["999"]))
            if got != expected:
                wrong.append(got)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


ALL_SHARDS: dict[str, Callable[[Index], object]] = {
    "lexical": lambda index: index.lexical(["call"], 5),
    "dense": lambda index: index.dense(vector_of("calls"), 5),
    "phrase": lambda index: index.phrase(["call"]),
    "phrase_count": lambda index: index.phrase_count(["call"]),
    "frequency": lambda index: index.frequency(["call"]),
    "resembling": lambda index: index.resembling("calls", 5),
    "count": lambda index: index.count(Filter.of(kind=("report",))),
    "layout": lambda index: index.layout([0, ordinal_of(1)]),
    "vectors": lambda index: index.vectors([0, ordinal_of(1)]),
    "cosines": lambda index: index.cosines([ordinal_of(1)], [vector_of("calls")]),
    "satisfying": lambda index: index.satisfying([ordinal_of(1)], NO_FILTER),
    "fetch": lambda index: index.fetch([0, ordinal_of(1)]),
    "last_day": lambda index: index.last_day(),
    "document_ids": lambda index: index.document_ids(),
    "values": lambda index: index.values("body"),
    "documents_by": lambda index: index.documents_by("body"),
    "facets": lambda index: index.facets(NO_FILTER),
    "facets of passages": lambda index: index.facets([0, ordinal_of(1)]),
    "definitions": lambda index: list(index.definitions()),
    "matters": lambda index: index.matters(MatterFilter(), 5),
    "matters_in": lambda index: index.matters_in("a.txt"),
    "an id that none of the others has": lambda index: index.ordinal("b.txt#0"),
    "a document that none of the others has": lambda index: index.document("b.txt"),
}


def test_a_lost_shard_is_an_error_and_never_a_shorter_list(tmp_path: Path) -> None:
    write_shards(tmp_path, PAPERS, None)
    with closing(ShardedIndex(tmp_path)) as index:
        for ask in ALL_SHARDS.values():
            ask(index)
        index.lost.add(1)
        for name, ask in ALL_SHARDS.items():
            with pytest.raises(IndexUnavailable, match="Shard 1"):
                raise AssertionError(f"{name} answered {ask(index)}")
        assert index.document("a.txt") == PAPERS[0].document


def test_an_engine_over_shards_answers_as_one_over_one_index(tmp_path: Path) -> None:
    write(tmp_path / "one", PAPERS)
    write_shards(tmp_path / "shards", PAPERS, None)
    settings = Settings(index=tmp_path, model="made-up", reranker="none")
    engines = [
        Engine(index, settings, encoder=FakeEncoder())
        for index in (open_index(tmp_path / "one"), ShardedIndex(tmp_path / "shards"))
    ]
    for text in ("999 calls", "OC16", "no further action", "answer times since May 2018"):
        one, other = (engine.every(text) for engine in engines)
        assert list(one.discussed) == list(other.discussed)
        assert list(one.named) == list(other.named)
        assert (one.facets, one.searched) == (other.facets, other.searched)
        one_, other_ = (engine.search(text) for engine in engines)
        assert [hit.passage for hit in one_.hits] == [hit.passage for hit in other_.hits]
        assert one_.total == other_.total
    sharded = engines[1].index
    assert isinstance(sharded, ShardedIndex)
    sharded.lost.add(2)
    for ask in (engines[1].search, engines[1].every, engines[1].ask):
        with pytest.raises(IndexUnavailable):
            ask("999 calls")
    for engine in engines:
        engine.close()


def test_an_index_is_not_opened_for_another_model(tmp_path: Path) -> None:
    write(tmp_path / "index", PAPERS)
    with pytest.raises(ModelMismatch, match="MINUTED_MODEL=made-up"):
        open_index(tmp_path / "index", model="another")
    with closing(open_index(f"file://{tmp_path}/index")) as index:
        assert index.meta.model == "made-up"
