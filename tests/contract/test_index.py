"""What every implementation of the Index protocol promises of what it holds and hands out."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from asked_index import PAPERS, Opener, numbers, phrase
from made import FakeEncoder, Line, document, everything, ordinals, vector_of, write
from shards import ShardedIndex, write_shards

from corpus.errors import (
    DocumentMissing,
    IndexUnavailable,
    ModelMismatch,
    PassageMissing,
)
from search.engine import Engine
from search.index import NO_FILTER, Filter, Index, document_of, open_index, ordinal_of
from search.ledger import MatterFilter
from search.settings import Settings


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
