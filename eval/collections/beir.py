"""BEIR folders: ``corpus.jsonl``, ``queries.jsonl`` and ``qrels/<split>.tsv``, read as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import BadLabels
from eval.jsonl import json_rows, numbered

SPLITS = ("test", "dev", "train")
"""Which qrels are taken when none is asked for: the first of these that is there."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a corpus. ``title`` may be empty, ``text`` too when there is a title."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class BeirSet:
    """A retrieval set. ``queries`` are those that ``qrels`` judge, in the order of their file."""

    name: str
    split: str
    rows: tuple[Row, ...]
    queries: Mapping[str, str]
    qrels: Mapping[str, Mapping[str, int]]

    def only(self, queries: Sequence[str]) -> BeirSet:
        """The same rows, asked those queries alone."""
        return replace(
            self,
            queries={query: self.queries[query] for query in queries},
            qrels={query: self.qrels[query] for query in queries},
        )


def read_beir(folder: Path, split: str | None = None) -> BeirSet:
    """Read and check a folder: every id once, every judgement about a row and a query held.

    Raises BadLabels with file and line.
    """
    corpus = folder / "corpus.jsonl"
    rows: dict[str, Row] = {}
    for row in json_rows(corpus):
        name = row.text("_id")
        if name in rows:
            row.bad(f"the id {name!r} is there twice.")
        title = row.text("title", empty=True) if row.values.get("title") is not None else ""
        rows[name] = Row(name, title, row.text("text", empty=True))
    queries: dict[str, str] = {}
    for row in json_rows(folder / "queries.jsonl"):
        name = row.text("_id")
        if name in queries:
            row.bad(f"the id {name!r} is there twice.")
        queries[name] = row.text("text")
    chosen = _split(folder / "qrels", split)
    qrels = _qrels(folder / "qrels" / f"{chosen}.tsv", rows, queries)
    asked = {name: text for name, text in queries.items() if name in qrels}
    return BeirSet(folder.resolve().name, chosen, tuple(rows.values()), asked, qrels)


def _split(folder: Path, split: str | None) -> str:
    held = sorted(path.stem for path in folder.glob("*.tsv"))
    if not held:
        raise BadLabels(f"{folder} holds no .tsv file with judgements.")
    if split is not None and split not in held:
        raise BadLabels(f"{folder} holds no split {split!r}; there are: {', '.join(held)}.")
    return split or next((name for name in SPLITS if name in held), held[0])


def _qrels(
    path: Path, rows: Mapping[str, Row], queries: Mapping[str, str]
) -> dict[str, dict[str, int]]:
    """``query-id  corpus-id  score`` under a header line; judgements of 0 are kept as 0."""
    qrels: dict[str, dict[str, int]] = {}
    for number, line in numbered(path):
        columns = line.split("\t") if line.count("\t") == 2 else line.split()
        place = f"{path}, line {number}"
        if len(columns) != 3:
            raise BadLabels(f"{place}: {len(columns)} columns; a line of this file has 3.")
        query, document, score = (column.strip() for column in columns)
        if number == 1 and score == "score":
            continue
        if query not in queries:
            raise BadLabels(f"{place}: the query {query!r} is not in queries.jsonl.")
        if document not in rows:
            raise BadLabels(f"{place}: the document {document!r} is not in corpus.jsonl.")
        judged = qrels.setdefault(query, {})
        if document in judged:
            raise BadLabels(f"{place}: {document!r} is judged twice for query {query!r}.")
        try:
            judged[document] = int(score)
        except ValueError:
            raise BadLabels(f"{place}: the score {score!r} is not a whole number.") from None
    if not qrels:
        raise BadLabels(f"{path} holds no judgement.")
    return qrels
