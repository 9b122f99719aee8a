"""A small engine that answers by words, over an index that is only lists."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np

from corpus.errors import BadQuery, DocumentMissing, PassageMissing
from corpus.model import (
    Definition,
    Document,
    Passage,
    Span,
    Understanding,
)
from indexer.ledger.matters import ledger
from search.answer.cite import cite
from search.every.adjustments import UNCHANGED, Adjustments
from search.index import NO_FILTER, Filter, Meta
from search.ledger import MatterFilter, Matters
from search.results import (
    Answer,
    Asked,
    AskResult,
    Citation,
    EveryResult,
    Hit,
    Name,
    Recognised,
    SearchResult,
    Statement,
)
from search.tokens import terms


class SmallIndex:
    """The questions of ``search.index.Index`` that pages ask, over a handful of documents."""

    def __init__(self, held: list[Understanding], folder: str = "", build: str = "b1") -> None:
        self.held = {one.document.id: one for one in held}
        self.passages = [p for one in held for p in one.passages]
        self.meta = Meta(
            1, build, "m", "e", 4, "t", len(held), len(self.passages), "2024-01-02T03:04", folder
        )

    def document_ids(self) -> list[str]:
        return list(self.held)

    def understanding(self, document_id: str) -> Understanding:
        if document_id not in self.held:
            raise DocumentMissing(f"The index holds no document {document_id!r}.")
        return self.held[document_id]

    def document(self, document_id: str) -> Document:
        return self.understanding(document_id).document

    def definitions(self) -> Iterator[Definition]:
        yield Definition("OCC", "Operations and Communications Centre", "a", Span(0, 3))

    def phrase(self, sequence: Sequence[str], where: Any = None, heading: bool = False) -> Any:
        wanted, n = list(sequence), len(sequence)
        found = []
        for place, passage in enumerate(self.passages):
            said = terms(passage.text)
            if any(said[at : at + n] == wanted for at in range(len(said) - n + 1)):
                found.append(place)
        return np.array(found, np.int64)

    def matters(self, where: MatterFilter, limit: int, offset: int = 0) -> Matters:
        held = [
            one
            for one in reversed(ledger(list(self.held.values())))
            if (one.kind == "expectation") == where.forecasts
            and (not where.bodies or one.body in where.bodies)
            and all(term in one.words.casefold() for term in where.terms)
            and all(term in (one.owner or "").casefold() for term in where.owner)
        ]
        kept = [one for one in held if not where.statuses or one.status in where.statuses]
        counts = Counter(one.status for one in held)
        return Matters(len(kept), tuple(kept[offset : offset + limit]), counts)

    def ordinal(self, passage_id: str) -> int:
        for place, passage in enumerate(self.passages):
            if passage.id == passage_id:
                return place
        raise PassageMissing(f"The index holds no passage {passage_id!r}.")

    def fetch(self, ordinals: Sequence[int]) -> list[Passage]:
        return [self.passages[place] for place in ordinals]

    def ordinals_of(self, document_id: str) -> range:
        places = [n for n, p in enumerate(self.passages) if p.document.id == document_id]
        return range(places[0], places[-1] + 1)

    def layout(self, ordinals: Sequence[int]) -> Any:
        """No passage is a reprint of another."""
        return SimpleNamespace(group=np.array(ordinals, np.int64))

    def count(self, where: Filter) -> int:
        return sum(fits(passage, where) for passage in self.passages)

    def values(self, field: str) -> list[str]:
        held = self.facets(range(len(self.passages))).get(field, {})
        return sorted({*held, *(self.document_ids() if field == "document" else ())})

    def facets(self, ordinals: Sequence[int]) -> Mapping[str, Mapping[str, int]]:
        found: dict[str, dict[str, int]] = {
            name: {} for name in ("year", "body", "kind", "person", "document")
        }
        for passage in self.fetch(ordinals):
            row = {
                "year": (passage.said_on or "")[:4],
                "body": passage.part.body,
                "kind": passage.part.kind,
                "person": passage.speaker,
                "document": passage.document.id,
            }
            for name, value in row.items():
                if value:
                    found[name][value] = found[name].get(value, 0) + 1
        return found

    def close(self) -> None: ...


def fits(passage: Passage, where: Filter) -> bool:
    said = passage.said_on
    if where.since and (not said or said < where.since):
        return False
    if where.until and (not said or said[: len(where.until)] > where.until):
        return False
    return all(
        not wanted or value in wanted
        for wanted, value in (
            (where["kind"], passage.part.kind),
            (where["body"], passage.part.body),
            (where["document"], passage.document.id),
        )
    )


class SmallEngine:
    """Finds the passages that hold every word of the query."""

    def __init__(self, held: list[Understanding], folder: str = "", build: str = "b1") -> None:
        self.index = SmallIndex(held, folder, build)
        self.ready = True
        self.closed = False

    def warm(self) -> None: ...

    def close(self) -> None:
        self.closed = True

    def intent(self, text: str) -> str:
        if text.startswith("every"):
            return "every"
        return "ask" if text.endswith("?") else "search"

    def understand(self, text: str, intent: Any, where: Filter = NO_FILTER) -> Asked:
        if not re.search(r"\w", text):
            raise BadQuery("There is no word in the query that could be looked for.")
        found = re.search(r"since (\d{4})", text)
        read = (Recognised("since", found.group(), found[1]),) if found else ()
        topic = text.replace(found.group(), "").strip() if found else text
        names = (Name(topic, "asked", "your own words", 3), Name("OCC", "glossary", "glossary", 1))
        return Asked(text, intent, where, (topic,), (), read, names)

    def _hits(self, asked: Asked, extra: Sequence[str] = ()) -> list[Hit]:
        words = re.findall(r"\w+", asked.topics[0].lower())
        hits = []
        for passage in self.index.passages:
            if not fits(passage, asked.where):
                continue
            low = passage.text.lower()
            added = [name for name in extra if name.lower() in low]
            if not (words and all(word in low for word in words)) and not added:
                continue
            marks = [
                (passage.span.start + m.start(), passage.span.start + m.end())
                for word in words
                for m in re.finditer(re.escape(word), low)
            ]
            score = 0.9 - 0.05 * len(hits)
            hits.append(Hit(passage, score, ("words",), (asked.topics[0],), tuple(marks)))
        return hits

    def search(
        self, text: str, where: Filter = NO_FILTER, limit: int = 20, offset: int = 0, sort: Any = ""
    ) -> SearchResult:
        asked = self.understand(text, "search", where)
        hits = self._hits(asked)
        if sort not in ("", "relevance"):
            hits.sort(key=lambda hit: hit.passage.said_on or "", reverse=sort == "newest")
            hits.sort(key=lambda hit: not hit.passage.said_on)
        facets = self.index.facets([self.index.ordinal(hit.passage.id) for hit in hits])
        return SearchResult(asked, tuple(hits[offset : offset + limit]), len(hits), facets)

    def every(
        self,
        text: str,
        where: Filter = NO_FILTER,
        adjust: Adjustments = UNCHANGED,
    ) -> EveryResult:
        asked = self.understand(text, "every", where)
        names = tuple(replace(name, on=name.text not in adjust.names_off) for name in asked.names)
        asked = replace(asked, names=names)
        hits = [] if asked.topics[0] in adjust.names_off else self._hits(asked, adjust.names_added)
        wrong = {passage for passage, right in adjust.marks.items() if not right}
        place = 0.4 if adjust.line is None else adjust.line
        above = [h for h in hits if h.score >= place and h.passage.id not in wrong]
        below = [h for h in hits if h not in above]
        facets = self.index.facets([self.index.ordinal(hit.passage.id) for hit in above])
        return EveryResult(
            asked, tuple(above[:-1]), tuple(above[-1:]), tuple(below), len(below), place, facets, 9
        )

    def ask(self, text: str, where: Filter = NO_FILTER, limit: int = 10) -> AskResult:
        asked = self.understand(text, "ask", where)
        hits = self._hits(Asked(text, "ask", where, (text.strip("?"),)))[:limit]
        statements = tuple(Statement(h.passage.text, self.cite(h)) for h in hits[:2])
        return AskResult(asked, Answer(statements, 0.8), tuple(hits), len(self.index.passages))

    def cite(self, hit: Hit) -> Citation:
        return cite(hit, self.index.document(hit.passage.document.id))
