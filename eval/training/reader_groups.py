"""Labelled questions and topics with the passages that our own ranking puts forward for each.

What the reader is trained on and judged by: ``groups.jsonl`` holds a line an item with its
candidates, ``passages.jsonl`` each passage once. Hard negatives are the ranking's own, most of
them from the right document, because that is where ``ask`` reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.model import Passage, Span
from eval.index_texts import within
from eval.jsonl import json_rows
from eval.labels.gold import Gold, GoldSpan
from search.engine import Engine
from search.index import Filter
from search.ranking.context import place_in_words

READ = 50
"""Candidates of an item."""


@dataclass(slots=True)
class Passages:
    """Passages by id, each with its place and its words, as the reader is shown them."""

    rows: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, of: str, passage: Passage) -> str:
        name = f"{of}/{passage.id}"
        if name not in self.rows:
            self.rows[name] = {
                "id": name,
                "document": passage.document.id,
                "place": place_in_words(passage),
                "text": passage.text,
            }
        return name


def answers_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Item to the span of the sentence that answers, where ``answers.jsonl`` says it."""
    path = folder / "answers.jsonl"
    if not path.is_file():
        return {}
    rows = ((row.values["id"], row.values.get("sentence")) for row in json_rows(path))
    return {str(name): (at[0], at[1]) for name, at in rows if at}


def groups(
    engine: Engine,
    gold: Gold,
    of: str,
    documents: Mapping[str, str],
    passages: Passages,
    sentences: Mapping[str, tuple[int, int]],
) -> Iterator[dict[str, Any]]:
    """One line an item: id, kind, text, its document, and its candidates, best first.

    ``documents`` names the document an item was written over, for what was labelled within one
    document only (its candidates are all of that document); others are asked of the whole index.
    A candidate is [passage, grade 0..2, score, sentence or null], the sentence as offsets into the
    passage. Labelled passages that the ranking does not put forward follow with score null.
    """
    for query in gold.queries:
        labels = gold.spans[query.id]
        where = Filter()
        if query.kind == "mention" and query.id in documents:
            where = within(engine.index, documents[query.id])
        found = engine.candidates(query.text, where, READ)
        rows = []
        seen: set[str] = set()
        for hit in found:
            grade, passage = _best(hit.passage, hit.copies, labels)
            seen |= {hit.passage.id, *(copy.id for copy in hit.copies)}
            at = _sentence(passage, sentences.get(query.id), labels) if grade == 2 else None
            rows.append([passages.add(of, passage), grade, round(hit.score, 5), at])
        for passage in _labelled(engine, labels):
            if passage.id not in seen:
                seen.add(passage.id)
                grade = _grade(passage, labels)
                at = _sentence(passage, sentences.get(query.id), labels) if grade == 2 else None
                rows.append([passages.add(of, passage), grade, None, at])
        yield {
            "id": query.id,
            "of": of,
            "kind": query.kind,
            "text": query.text,
            "document": documents.get(query.id, ""),
            "candidates": rows,
        }


def _grade(passage: Passage, labels: Sequence[GoldSpan]) -> int:
    """The greatest grade of a label that the passage holds half of, or that half of it lies in."""
    best = 0
    for label in labels:
        if passage.document.id.endswith(label.document):
            shared = passage.span.overlap(label.span)
            if shared >= 0.5 * len(label.span) or shared >= 0.5 * len(passage.span):
                best = max(best, label.grade)
    return best


def _best(
    passage: Passage, copies: Sequence[Passage], labels: Sequence[GoldSpan]
) -> tuple[int, Passage]:
    """The best graded of the places where the same words stand, the first of them in a tie."""
    return max(((_grade(one, labels), one) for one in (passage, *copies)), key=lambda pair: pair[0])


def _labelled(engine: Engine, labels: Sequence[GoldSpan]) -> Iterator[Passage]:
    index = engine.index
    by_document: dict[str, list[GoldSpan]] = {}
    for label in labels:
        by_document.setdefault(label.document, []).append(label)
    for document, mine in by_document.items():
        for name in index.document_ids():
            if name.endswith(document):
                for passage in index.fetch(list(index.ordinals_of(name))):
                    if passage.kind != "heading" and _grade(passage, mine):
                        yield passage


def _sentence(
    passage: Passage, at: tuple[int, int] | None, labels: Sequence[GoldSpan]
) -> list[int] | None:
    """The part of the sentence in the passage, where its document is the one the sentence is of:
    one with a label that answers at that place."""
    if at is None or not any(
        label.grade == 2
        and passage.document.id.endswith(label.document)
        and label.span.overlap(Span(*at))
        for label in labels
    ):
        return None
    start, end = max(at[0], passage.span.start), min(at[1], passage.span.end)
    return [start - passage.span.start, end - passage.span.start] if start < end else None
