"""Words and phrases: one Tantivy index of terms that are already made.

Tantivy gets the terms of ``search.tokens`` joined by spaces and parts them at spaces again; its
own query language is never used, so that no text can be read as syntax. BM25 has k1 = 1.2 and
b = 0.75 with idf = ln(1 + (N - n + 0.5) / (n + 0.5)); a passage's length is kept in one byte, so
that scores differ a little from those of an implementation that keeps it exactly.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from search.disk import remove
from search.index import Ints, Ranked, in_order
from search.local.columns import Bounds
from search.tokens import content_terms

FOLDER = "words"
WORDS = "words"
"""The field of a passage's own terms."""
PLACE = "place"
"""The field of the terms of where it stands."""

MOST_TERMS = 256
"""Of a longer query only this many of the rarest terms are looked for: the others cannot change
the order by much, and 5,000 terms over 100,000 passages would take 0.1 s and more."""

_NOTHING: Ints = np.zeros(0, dtype=np.int64)
_SPARE = 32


class Lexical:
    """Reads what ``lexical_writer`` wrote; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        import tantivy

        self._query = tantivy.Query
        self._must = tantivy.Occur.Must
        self._should = tantivy.Occur.Should
        self._ascending = tantivy.Order.Asc
        self._integer = tantivy.FieldType.Integer
        with _linked(folder / FOLDER) as links:
            index = tantivy.Index.open(str(links))
            index.config_reader("manual")
            self._schema = index.schema
            self._searcher = index.searcher()

    @property
    def passages(self) -> int:
        return int(self._searcher.num_docs)

    def ranking(
        self, terms: Sequence[str], limit: int, bounds: Bounds | None, heading: float
    ) -> list[Ranked]:
        """The best ``limit`` passages; ties by ordinal."""
        counted = self._countable(content_terms([term for term in terms if _sane(term)]), heading)
        if not counted or limit <= 0 or (bounds and bounds.impossible):
            return []
        clauses = []
        for term, count in counted:
            clauses.append(self._scored(WORDS, term, float(count)))
            if heading > 0:
                clauses.append(self._scored(PLACE, term, count * heading))
        query = self._filtered(self._query.boolean_query(clauses), bounds)
        wanted = limit + _SPARE
        while True:
            hits = self._searcher.search(query, limit=wanted, count=False).hits
            scores = np.round(np.array([score for score, _ in hits]), 4)
            # Equal passages on the cut's border: look on until all of them are seen.
            if len(hits) < wanted or scores[-1] < scores[limit - 1]:
                break
            wanted *= 8
        found = self._searcher.fast_field_values("ordinal", [address for _, address in hits])
        return in_order(np.array(found, dtype=np.int64), scores)[:limit]

    def holding(self, terms: Sequence[str], bounds: Bounds | None, field: str) -> Ints:
        """Every passage in whose ``field`` the terms stand in this order, ascending."""
        query = self._phrase(terms, bounds, field)
        count = self._count(query) if query else 0
        return self._in_order(query, count)

    def held(self, terms: Sequence[str], bounds: Bounds | None, field: str) -> int:
        """How many passages ``holding`` would find."""
        if bounds is None and len(terms) == 1 and _sane(terms[0]):
            return self._frequency(field, terms[0])
        query = self._phrase(terms, bounds, field)
        return self._count(query) if query else 0

    def within(self, bounds: Bounds) -> int:
        """How many passages satisfy a filter."""
        if bounds.impossible:
            return 0
        return self._count(self._filtered(self._query.all_query(), bounds))

    def resembling(self, term: str, limit: int, bounds: Bounds | None) -> Ints:
        """The first passages that hold a term at most two edits away, ascending."""
        if not _sane(term) or limit <= 0 or (bounds and bounds.impossible):
            return _NOTHING
        near = self._query.fuzzy_term_query(self._schema, WORDS, term, distance=2)
        return self._in_order(
            self._filtered(self._query.const_score_query(near, 1.0), bounds), limit
        )

    def _phrase(self, terms: Sequence[str], bounds: Bounds | None, field: str) -> Any:
        """A query for the terms in this order; None where nothing can hold them."""
        if not terms or not all(map(_sane, terms)) or (bounds and bounds.impossible):
            return None
        if min(self._frequency(field, term) for term in set(terms)) == 0:
            return None
        query = (
            self._query.term_query(self._schema, field, terms[0])
            if len(terms) == 1
            else self._query.phrase_query(self._schema, field, list(terms))
        )
        return self._filtered(self._query.const_score_query(query, 1.0), bounds)

    def _count(self, query: Any) -> int:
        return int(self._searcher.search(query, limit=1).count)

    def _in_order(self, query: Any, limit: int) -> Ints:
        """The first passages that a query finds, by ordinal."""
        if not limit:
            return _NOTHING
        hits = self._searcher.search(
            query, limit=limit, count=False, order_by_field="ordinal", order=self._ascending
        ).hits
        return np.fromiter((ordinal for ordinal, _ in hits), dtype=np.int64, count=len(hits))

    def frequency(self, terms: Iterable[str]) -> dict[str, int]:
        """In how many passages each term stands."""
        return {term: self._frequency(WORDS, term) if _sane(term) else 0 for term in terms}

    def _countable(self, terms: Sequence[str], heading: float) -> list[tuple[str, int]]:
        """The terms that the index knows, with how often they were asked for, rarest first."""
        known: list[tuple[int, str, int]] = []
        for term, count in Counter(terms).items():
            frequency = self._frequency(WORDS, term)
            if heading > 0:
                frequency = max(frequency, self._frequency(PLACE, term))
            if frequency:
                known.append((frequency, term, count))
        return [(term, count) for _, term, count in sorted(known)[:MOST_TERMS]]

    def _frequency(self, field: str, term: str) -> int:
        return int(self._searcher.doc_freq(field, term))

    def _scored(self, field: str, term: str, weight: float) -> tuple[Any, Any]:
        query = self._query.term_query(self._schema, field, term, "freq")
        return self._should, self._query.boost_query(query, weight) if weight != 1 else query

    def _filtered(self, query: Any, bounds: Bounds | None) -> Any:
        """The query and the filter's clauses, which add nothing to the score."""
        if bounds is None:
            return query
        within = [
            self._query.term_set_query(self._schema, field, list(numbers))
            for field, numbers in bounds.sets.items()
        ]
        if bounds.since is not None:
            within.append(self._range("last", lower_bound=bounds.since))
        if bounds.until is not None:
            within.append(self._range("first", upper_bound=bounds.until))
        clauses = [(self._must, self._query.const_score_query(each, 0.0)) for each in within]
        return self._query.boolean_query([(self._must, query), *clauses])

    def _range(self, field: str, **sides: int) -> Any:
        return self._query.range_query(self._schema, field, self._integer, **sides)


@contextmanager
def _linked(folder: Path) -> Iterator[Path]:
    """A passing folder of links to the files of another.

    Tantivy locks the folder that it opens by writing a file there. So a build is never touched, and
    may lie where it can only be read. The files are mapped when opened: then the links can go.
    """
    links = Path(tempfile.mkdtemp(prefix="minuted-"))
    try:
        for path in folder.resolve().iterdir():
            (links / path.name).symlink_to(path)
        yield links
    finally:
        remove(links)


def _sane(term: str) -> bool:
    """No term of any text is empty or holds what cannot be stored."""
    return bool(term) and term.isprintable()
