"""What every implementation of the Index protocol promises; run over each that there is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from made import Line, document, embedded_of, everything, vector_of, write

from corpus.errors import BadFilter, DocumentMissing, ModelMismatch, PassageMissing
from corpus.model import Understanding
from search.index import NO_FILTER, Filter, Index, open_index
from search.local.writer import Embedded
from search.tokens import terms

Opener = Callable[..., Index]


@pytest.fixture(params=["local"])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Makes an index of understandings, in each of the places that there are."""
    opened: list[Index] = []

    def make(
        understood: Sequence[Understanding], embedded: Embedded | None = None, **how: int
    ) -> Index:
        location = tmp_path / f"{request.param}{len(opened)}"
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


@pytest.fixture
def index(opener: Opener) -> Index:
    return opener(PAPERS)


def ordinals(found: Sequence[object]) -> list[int]:
    return [one.ordinal for one in found]  # type: ignore[attr-defined]


def test_ordinals_run_through_documents_in_order_and_name_the_passages(index: Index) -> None:
    ids = [passage.id for one in PAPERS for passage in one.passages]
    assert [passage.id for passage in index.fetch(range(len(ids)))] == ids
    assert [index.ordinal(one) for one in ids] == list(range(len(ids)))
    assert index.ordinals_of("b.txt") == range(3, 5)
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
    first, second = index.fetch([0, 2])
    assert first == PAPERS[0].passages[0]
    assert first.document is second.document
    assert second.section.headings == ("Crime",)


def test_passages_come_in_the_order_asked_for_and_as_often(index: Index) -> None:
    assert [p.id for p in index.fetch([4, 0, 4])] == ["b.txt#1", "a.txt#0", "b.txt#1"]
    assert index.fetch([]) == []


def test_what_is_not_there_is_said_to_be_missing(index: Index) -> None:
    with pytest.raises(PassageMissing, match="number 99"):
        index.fetch([0, 99])
    with pytest.raises(PassageMissing, match="zz"):
        index.ordinal("zz")
    for ask in (index.document, index.understanding, index.ordinals_of):
        with pytest.raises(DocumentMissing, match="zz"):
            ask("zz")


def test_words_rank_the_passages_that_hold_them(index: Index) -> None:
    found = index.lexical(terms("999 calls"), 10, heading=0)
    assert set(ordinals(found)) == {0, 2, 5, 6}
    assert found == sorted(found, key=lambda one: (-one.score, one.ordinal))
    assert index.lexical(terms("999 calls"), 2, heading=0) == found[:2]
    assert index.lexical(terms("zebra"), 10) == []
    assert index.lexical([], 10) == []
    assert index.lexical(terms("calls"), 0) == []


def test_the_place_of_a_passage_lends_it_score(index: Index) -> None:
    assert 0 not in ordinals(index.lexical(terms("february"), 10, heading=0))
    with_place = index.lexical(terms("february"), 10, heading=0.5)
    assert ordinals(with_place) == [0, 1, 2]
    doubled = index.lexical(terms("february"), 10, heading=1)
    assert doubled[0].score == pytest.approx(2 * with_place[0].score, abs=1e-3)


def test_stop_words_are_dropped_unless_nothing_else_is_left(index: Index) -> None:
    assert index.lexical(terms("was the zebra"), 10, heading=0) == []
    assert ordinals(index.lexical(terms("was the"), 10, heading=0))


def test_equal_scores_are_in_order_of_ordinal_also_at_the_cut(opener: Opener) -> None:
    same = [document(f"d{n:03}.txt", [Line("the same words")], title="T") for n in range(150)]
    index = opener(same)
    vector = embedded_of(same).vectors[0]
    for limit in (1, 7, 100):
        assert ordinals(index.lexical(terms("same words"), limit)) == list(range(limit))
        assert ordinals(index.dense(vector, limit)) == list(range(limit))


def test_a_phrase_finds_every_passage_with_the_terms_in_this_order(index: Index) -> None:
    assert index.phrase(terms("999 calls")) == [0]
    assert index.phrase(terms("999")) == [0, 2, 5]
    assert index.phrase(terms("Outcome Code 16")) == [3]
    assert index.phrase(terms("12.5 per cent")) == [3]
    assert index.phrase(terms("of the")) == []
    assert index.phrase([]) == []
    assert index.phrase(["zebra", "call"]) == []


def test_a_phrase_has_no_cut_off(opener: Opener) -> None:
    index = opener([document("a.txt", [Line(f"line {n} of many") for n in range(3000)])])
    assert index.phrase(terms("of many")) == list(range(3000))


def test_a_phrase_can_be_looked_for_in_the_place_and_not_over_its_pieces(index: Index) -> None:
    assert index.phrase(terms("Minutes of February"), heading=True) == [0, 1, 2]
    assert index.phrase(terms("February 2018"), heading=True) == [0, 1, 2]
    assert index.phrase(terms("May 2018"), heading=True) == [3]
    assert index.phrase(terms("Minutes of February"), heading=False) == []
    # "... Minutes of February | Calls": the end of one piece and the beginning of the next.
    assert index.phrase(terms("February Calls"), heading=True) == []
    assert index.phrase(terms("Calls"), heading=True) == [0]


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
    assert index.allowed(where).tolist() == expected
    everything_ = terms("answer times 999 calls chief outcome action said taken")
    assert sorted(ordinals(index.lexical(everything_, 100, where))) == expected
    assert sorted(ordinals(index.dense(vector_of("calls"), 100, where))) == expected
    for heading in (False, True):
        for phrase in (["call"], ["999"], ["2018"], ["panel", "minut"]):
            free = index.phrase(phrase, heading=heading)
            assert index.phrase(phrase, where, heading) == [n for n in free if n in expected]


def test_a_filter_is_applied_before_the_cut(index: Index) -> None:
    where = Filter.of(document=("c.txt",))
    assert ordinals(index.lexical(terms("calls 999"), 1, where)) == [5]
    best = ordinals(index.dense(vector_of("OC16"), 1, where))
    assert best in ([5], [6])


@pytest.mark.parametrize("value", ["yesterday", "2018-13", "2018-02-30", "06/02/2018", "", "0000"])
def test_a_filter_with_a_date_that_is_none_is_refused(index: Index, value: str) -> None:
    for where in (Filter(since=value), Filter(until=value)):
        asks = (
            lambda where=where: index.allowed(where),
            lambda where=where: index.lexical(["call"], 5, where),
            lambda where=where: index.dense(vector_of("call"), 5, where),
            lambda where=where: index.phrase(["call"], where),
        )
        for ask in asks:
            with pytest.raises(BadFilter, match="2018-05-29"):
                ask()


def test_vectors_agree_with_brute_force(opener: Opener) -> None:
    numbers = np.random.default_rng(7)
    papers = [document(f"{n}.txt", [Line(f"w{i}") for i in range(20)]) for n in range(20)]
    rows = numbers.standard_normal((400, 24)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    plain = embedded_of(papers)
    index = opener(papers, Embedded(rows, plain.owners, plain.texts))
    where = Filter.of(document=("3.txt", "11.txt", "12.txt"))
    allowed = set(index.allowed(where).tolist())
    for query in rows[:20] + numbers.standard_normal((20, 24)).astype(np.float32) / 9:
        scores = rows @ query
        order = np.argsort(-scores, kind="stable").tolist()
        assert ordinals(index.dense(query, 50)) == order[:50]
        found = index.dense(query, 50, where)
        assert ordinals(found) == [n for n in order if n in allowed][:50]
        assert [one.score for one in found] == pytest.approx(
            [scores[n] for n in ordinals(found)], abs=1e-5
        )
    assert np.allclose(index.vectors([399, 0, 7]), rows[[399, 0, 7]], atol=1e-6)
    assert index.vectors([]).shape == (0, 24)


def test_a_long_passage_is_as_near_as_its_nearest_window(opener: Opener) -> None:
    papers = [document("a.txt", [Line("one"), Line("two"), Line("three"), Line("blank")])]
    rows = np.eye(4, 8, dtype=np.float32)  # "one" has two windows, "blank" none
    owners = np.array([0, 0, 1, 2], dtype=np.int32)
    index = opener(papers, Embedded(rows, owners, embedded_of(papers).texts))
    query = np.array([0.1, 0.9, 0.5, 0.2, 0, 0, 0, 0], dtype=np.float32)
    found = index.dense(query, 10)
    assert ordinals(found) == [0, 1, 2]
    assert [one.score for one in found] == pytest.approx([0.9, 0.5, 0.2])
    assert ordinals(index.dense(query, 1)) == [0]
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
    assert index.facets([0, 1, 3, 5, 6]) == {
        "year": {"2018": 3, "undated": 2},
        "body": {"Vale Panel": 2, "North Force": 1},
        "kind": {"panel_minutes": 2, "report": 2, "letter": 1},
        "person": {"Ann Other": 2, "Bo Chief": 1},
        "document": {"a.txt": 2, "b.txt": 1, "c.txt": 2},
        "language": {},
    }
    nothing = {"year": {}, "body": {}, "kind": {}, "person": {}, "document": {}, "language": {}}
    assert index.facets(iter(())) == nothing


def test_the_layout_tells_how_passages_lie_together(opener: Opener) -> None:
    papers = [PAPERS[0], everything()]
    layout = opener(papers).layout()
    assert layout.document.tolist() == [0, 0, 0, 1, 1, 1]
    assert layout.section.tolist() == [0, 1, 1, 2, 2, 3]
    assert layout.group.tolist() == [0, 1, 2, 3, 3, 5]
    assert layout.length.tolist() == [len(p.text) for paper in papers for p in paper.passages]
    assert layout.heading.tolist() == [False, False, False, True, False, False]


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
    assert index.phrase([text]) == []
    assert index.phrase([text, "call"]) == []
    assert index.frequency([text]) == {text: 0}


@pytest.mark.parametrize("term", ["\ud800", "\x00", "a b", "", "x" * 70_000])
def test_a_term_that_no_text_has_is_only_not_found(index: Index, term: str) -> None:
    assert index.lexical([term, "call"], 10) == index.lexical(["call"], 10)
    assert index.phrase([term]) == []
    assert index.phrase(["999", term, "call"]) == []


def test_five_thousand_terms_are_answered(index: Index) -> None:
    many = [f"w{n}" for n in range(5000)] + terms("OC16 calls")
    assert ordinals(index.lexical(many, 1, heading=0)) == [1]
    assert ordinals(index.lexical(["call"] * 5000, 10)) == ordinals(index.lexical(["call"], 10))
    assert index.phrase(["call"] * 5000) == []
    assert index.phrase(["call"] * 5000, heading=True) == []


def test_an_index_of_nothing_answers_with_nothing(opener: Opener) -> None:
    index = opener([document("a.txt", [])])
    assert index.lexical(["call"], 5) == []
    assert index.dense(vector_of("call"), 5) == []
    assert index.phrase(["call"]) == []
    assert index.allowed(NO_FILTER).tolist() == []
    assert index.document_ids() == ["a.txt"]
    assert index.layout().group.tolist() == []


def test_several_threads_may_ask_at_once(index: Index) -> None:
    expected = (index.lexical(["call"], 9), index.fetch([0, 3, 5]), index.phrase(["999"]))
    wrong: list[object] = []

    def ask() -> None:
        for _ in range(20):
            got = (index.lexical(["call"], 9), index.fetch([0, 3, 5]), index.phrase(["999"]))
            if got != expected:
                wrong.append(got)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_an_index_is_not_opened_for_another_model(tmp_path: Path) -> None:
    write(tmp_path / "index", PAPERS)
    with pytest.raises(ModelMismatch, match="MINUTED_MODEL=made-up"):
        open_index(tmp_path / "index", model="another")
    with closing(open_index(f"file://{tmp_path}/index")) as index:
        assert index.meta.model == "made-up"
