"""A build on top of another: documents that are given by their ids alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from made import FACTS, Line, document, embedded_of, ordinals, write

from corpus.fields import FIELD_NAMES
from corpus.ledger import Matter
from corpus.model import Span
from search.index import Filter, Index, open_index
from search.index_writer import open_writer
from search.ledger import MatterFilter

FIRST = document("a.txt", [Line("The north met.", "2018-05", "Ann")], body="North Board")
BEFORE = document("b.txt", [Line("Calls were answered.", "2018", "THE CHAIR")], body="SOUTH BOARD")
AFTER = document(
    "b.txt", [Line("A new line."), Line("Calls were answered.", "2019", "Bob")], body="West Board"
)
LAST = document("c.txt", [Line("The south met."), Line("Calls.", None, "The Chair")])
SOUTH = document("d.txt", [Line("South.", "2020", "Cid")], body="South Board")

ASKED, SENT, DONE = (
    Matter(f"m{n}", "action", f"Ann to write letter {n}.", name, Span(0, 9), f"{name}#0")
    for n, name in enumerate(("a.txt", "c.txt", "d.txt"))
)


def told(index: Index) -> list[object]:
    every = ordinals(index)
    found: list[object] = [index.fetch(every), index.document_ids(), index.last_day()]
    found += [index.values(name) for name in FIELD_NAMES]
    found += [index.facets(every), index.vectors(every).tobytes(), list(index.definitions())]
    where = Filter.of(body=["south board"])
    found += [index.count(where), index.count(Filter.of(person=["the chair"]))]
    place = {ordinal: n for n, ordinal in enumerate(every)}
    found += [index.matters(MatterFilter(), 9), index.matters_in("c.txt")]
    found += [[place[one] for one in index.phrase(["south"], where).tolist()]]
    found += [[(place[one.ordinal], one.score) for one in index.lexical(["call"], 9)]]
    return found


@pytest.fixture
def again(tmp_path: Path) -> Iterator[Index]:
    papers = [FIRST, BEFORE, LAST, SOUTH]
    with open_writer(tmp_path / "index") as writer:
        writer.write(papers, embedded_of(papers), FACTS, matters=[ASKED, SENT])
    with open_writer(tmp_path / "index") as writer:
        given = ["a.txt", AFTER, "c.txt", "d.txt"]
        writer.write(given, embedded_of([AFTER]), FACTS, matters=["m1", DONE])
    with closing(open_index(tmp_path / "index")) as index:
        yield index


def test_it_answers_as_one_written_from_nothing(again: Index, tmp_path: Path) -> None:
    write(tmp_path / "fresh", [FIRST, AFTER, LAST, SOUTH], matters=[SENT, DONE])
    with closing(open_index(tmp_path / "fresh")) as fresh:
        assert told(again) == told(fresh)


def test_a_label_is_spelt_as_where_it_stands_first_now(again: Index) -> None:
    assert again.values("body") == ["North Board", "South Board", "Vale Panel", "West Board"]
    assert again.values("person") == ["Ann", "Bob", "Cid", "The Chair"]


def test_a_document_that_is_not_there_cannot_be_taken(tmp_path: Path) -> None:
    with open_writer(tmp_path / "index") as writer:
        writer.write([FIRST], embedded_of([FIRST]), FACTS)
    with open_writer(tmp_path / "index") as writer, pytest.raises(KeyError, match=r"z\.txt"):
        writer.write(["a.txt", "z.txt"], embedded_of([]), FACTS)
    with open_writer(tmp_path / "index") as writer, pytest.raises(KeyError, match="m7"):
        writer.write(["a.txt"], embedded_of([]), FACTS, matters=["m7"])
    with closing(open_index(tmp_path / "index")) as index:
        assert index.document_ids() == ["a.txt"]
