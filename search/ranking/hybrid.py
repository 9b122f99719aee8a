"""Words and meaning into one ranking of passages, with what stands beside them lending a little."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from corpus.periods import year_of
from search.index import Filter, Index, Ints, Ranked, Vector, in_order
from search.query.facets import Facet
from search.query.name_matches import Standing
from search.ranking.fusion import best_first, normalised, reciprocal_rank
from search.ranking.weights import Ranking
from search.tokens import content_terms, terms

_YEAR = re.compile(r"\b((?:19|20)\d\d)(?:[/–-](\d\d))?\b")


@dataclass(frozen=True, slots=True)
class Ranks:
    """The fused ranking, the places in its parts, from 1, and the cosines that vectors found."""

    fused: list[Ranked]
    parts: dict[str, dict[int, int]]
    cosines: Mapping[int, float] = field(default_factory=dict)

    @property
    def ordinals(self) -> set[int]:
        """All that is ranked."""
        return {entry.ordinal for entry in self.fused}

    def before(self, others: Ranks) -> Ranks:
        """These, and after them with lower scores those of ``others`` that are not here."""
        held = self.ordinals
        last = self.fused[-1].score if self.fused else 1.0
        after = [entry for entry in others.fused if entry.ordinal not in held]
        top = max((entry.score for entry in after), default=0.0) or 1.0
        shares = [max(entry.score, 0.0) / top for entry in after]
        lower = [
            Ranked(e.ordinal, last - abs(last) * (1 - share))  # falling below 0 as well
            for e, share in zip(after, shares, strict=True)
        ]
        parts = {
            name: places | {o: n for o, n in others.parts.get(name, {}).items() if o not in held}
            for name, places in self.parts.items()
        }
        return Ranks([*self.fused, *lower], parts)


def rank(
    index: Index,
    text: str,
    vector: Vector,
    facets: Sequence[Facet],
    where: Filter,
    ranking: Ranking,
    standing: Standing | None = None,
) -> Ranks:
    """Rank passages for a query; ``vector`` has shape (d,) and unit length.

    ``standing`` may be given where the same names are looked up for something else as well.
    """
    standing = standing or Standing(index, where)
    words = _words(text, facets, standing, ranking) if ranking.bm25 else []
    nearest = index.dense(vector, ranking.deep, standing.where) if ranking.vectors else []
    meaning = _meaning(nearest, vector, words, standing, ranking) if ranking.vectors else []
    rankings = {"bm25": words, "vectors": meaning}
    weights = {"bm25": ranking.bm25 * _brevity(text, ranking), "vectors": ranking.vectors}
    fuse = normalised if ranking.fusion == "normalised" else reciprocal_rank
    scores = fuse(rankings, weights)
    _adjust(index, scores, text, ranking)
    places = {
        name: {ordinal: place for place, (ordinal, _) in enumerate(entries, start=1)}
        for name, entries in rankings.items()
    }
    return Ranks(best_first(scores), places, dict(nearest))


def _brevity(text: str, ranking: Ranking) -> float:
    """1 for a query of up to ``ranking.brief`` different words that say something, then less."""
    said = len(set(content_terms(terms(text))))
    return min(1.0, ranking.brief / said) if said else 1.0


def _words(
    text: str, facets: Sequence[Facet], standing: Standing, ranking: Ranking
) -> list[Ranked]:
    """BM25, and for every passage the best of the other names that stand in it.

    A name counts its inverse document frequency, as a term of BM25 at saturation would.
    """
    index = standing.index
    size = index.meta.passages
    asked = content_terms(terms(text))
    found = index.lexical(asked, ranking.deep, standing.where, ranking.heading)
    lending: list[tuple[float, Ints]] = []
    for facet in facets if ranking.names else ():
        for naming in facet.names:
            typed = naming.name.source == "asked" and not facet.exact
            if typed or not naming.name.on or len(naming.pieces) > 1:
                continue
            for share, there in ((1.0, standing.said(naming)), (0.5, standing.over(naming))):
                if len(there):
                    value = share * naming.strength * np.log(1 + size / len(there))
                    lending.append((value, there))
    if not lending:
        return found
    ranked = np.array([entry.ordinal for entry in found], dtype=np.int64)
    some = np.unique(np.concatenate([ranked, *(there for _, there in lending)]))
    lent = np.zeros(len(some))
    for value, there in lending:
        places = np.searchsorted(some, there)
        lent[places] = np.maximum(lent[places], value)
    scores = ranking.names * lent
    scores[np.searchsorted(some, ranked)] += [entry.score for entry in found]
    return in_order(some, scores)[: ranking.deep]


def _meaning(
    found: Sequence[Ranked],
    vector: Vector,
    words: Sequence[Ranked],
    standing: Standing,
    ranking: Ranking,
) -> list[Ranked]:
    """Cosines for all that either ranking puts forward, smoothed over neighbours."""
    index = standing.index
    nearest = dict(found)
    missing = [ordinal for ordinal, _ in words if ordinal not in nearest]
    if missing:
        cosines = index.cosines(missing, [vector])[:, 0]
        nearest.update(zip(missing, cosines.tolist(), strict=True))
    if not ranking.neighbours:
        return best_first(nearest)
    smoothed = dict(nearest)
    close = [one for one in nearest if one - 1 in nearest or one + 1 in nearest]
    section = dict(zip(close, index.layout(close).section.tolist(), strict=True))
    for ordinal in close:
        for beside in (ordinal - 1, ordinal + 1):
            if beside in section and section[beside] == section[ordinal]:
                smoothed[beside] += ranking.neighbours * nearest[ordinal]
    return best_first(smoothed)


def _adjust(index: Index, scores: dict[int, float], text: str, ranking: Ranking) -> None:
    """Headings alone answer nothing; a year that is asked for favours what was said in it."""
    if not scores:
        return
    ordinals = list(scores)
    if ranking.headings_last:
        for at in np.flatnonzero(index.layout(ordinals).heading).tolist():
            scores[ordinals[at]] -= ranking.headings_last
    years = asked_years(text)
    if years and ranking.dates:
        for ordinal, passage in zip(ordinals, index.fetch(ordinals), strict=True):
            said = year_of(passage.said_on)
            if said in years or any(year in passage.text for year in years):
                scores[ordinal] += ranking.dates
            elif said:
                scores[ordinal] -= ranking.dates


def asked_years(text: str) -> frozenset[str]:
    """Years named in a text; "2017/18" names both."""
    years: set[str] = set()
    for first, second in _YEAR.findall(text):
        years.add(first)
        if second:
            years.add(first[:2] + second)
    return frozenset(years)
