"""The figures of a topic: read from the passages that are about it, as series.

Nothing is kept in the index for it: what is read are the passages that ``every`` found, and of a
row whose heads are not known the rows above it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.glossary import glossary
from corpus.model import Passage
from search.figures.corrections import corrections
from search.figures.reading import Figure, figures
from search.figures.same_measure import words_of
from search.figures.series import Series, series
from search.index import Index
from search.query.facets import WeakWords
from search.results import Asked, EveryResult, Hit
from search.tokens import terms_with_spans

MOST = 3000
"""Passages of a topic that are read for figures, the latest said; no page shows more."""
_ABOVE = 12
"""Rows above a row among which the heads of its table are looked for."""


@dataclass(frozen=True, slots=True)
class FiguresFound:
    """``series`` measure the topic itself, ``beside`` other things in passages about it.

    ``read`` is the number of passages read, ``left`` how many of the topic were not.
    """

    asked: Asked
    series: tuple[Series, ...]
    beside: tuple[Series, ...]
    read: int
    left: int

    @property
    def all(self) -> tuple[Series, ...]:
        return self.series + self.beside


def figures_of(index: Index, result: EveryResult) -> FiguresFound:
    """The figures in what was found about a topic."""
    hits = [*_latest(result.discussed), *_latest(result.named)][:MOST]
    total = len(result.discussed) + len(result.named)
    found: list[Figure] = []
    for hit in hits:
        found += _of_passage(index, hit.passage)
    corrected = list(corrections(found))
    topics = [words for name in _names(result.asked) if (words := _said(name))]
    about = [
        one for one in found if any(t <= words_of(f"{one.measure} {one.area}") for t in topics)
    ]
    held = {id(one) for one in about}
    beside = [one for one in found if id(one) not in held]
    return FiguresFound(
        result.asked,
        tuple(series(about, corrected)),
        tuple(series(beside, corrected)),
        len(hits),
        total - len(hits),
    )


def _latest(hits: Sequence[Hit]) -> Sequence[Hit]:
    """The last of a list that is in order of date."""
    return hits[max(0, len(hits) - MOST) :]


def _names(asked: Asked) -> Iterator[str]:
    yield from asked.topics
    yield from (name.text for name in asked.names if name.on and not name.beside and name.count)


def _said(name: str) -> frozenset[str]:
    """The words of a name without those too weak to tell one thing from another."""
    weak = WeakWords(glossary().weak)
    kept = [name[start:end] for _, start, end in terms_with_spans(name)]
    return words_of(" ".join(word for word in kept if word not in weak))


def _of_passage(index: Index, passage: Passage) -> list[Figure]:
    if not any(char.isdigit() or char == "%" for char in passage.text) and len(passage.text) > 2000:
        return []
    run = [passage]
    if "\t" in passage.text and not passage.columns:
        first = index.ordinals_of(passage.document.id).start
        place = index.ordinal(passage.id)
        above = index.fetch(range(max(first, place - _ABOVE), place))
        run = [one for one in above if one.section.number == passage.section.number] + run
    return [one for one in figures(run) if one.passage.id == passage.id]
