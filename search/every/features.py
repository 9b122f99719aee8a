"""What speaks for a passage being about a topic: one row of numbers for each candidate.

Words find: names of the topic's facets in the passage and in its headings. Meaning proposes:
the vector of the topic, what resembles the certain hits, and what stands beside them. Nothing
here decides; ``threshold`` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from search.every.surroundings import around, in_reach, in_section, merged, next_to, values_at
from search.index import Index, Ints, Ranked, Vector, document_of
from search.query.facets import (
    STRENGTH_BESIDE,
    STRENGTH_LAY,
    STRENGTH_TOGETHER,
    Facet,
    Naming,
)
from search.query.name_matches import Standing
from search.ranking.document_choice import Choice
from search.results import STANDINGS
from search.tokens import content_terms, terms

FEATURES = (
    "cover",  # share of the topic, by weight of its facets, named in the passage
    "full",  # the whole topic stands in the passage under names of its own
    "heading",  # share of the topic named in its headings and column heads
    "both",  # share named in passage or headings together
    "beside",  # share of the topic of which a broader name, or one that lies beside, stands in it
    "near",  # the same share in the passage before or after, under the same heading
    "section",  # share of its section's other passages that speak of the topic
    "around",  # the same share, fading with distance, over the passages on both sides
    "meaning",  # cosine of the topic to the passage in its place
    "feedback",  # cosine to the mean of the certain hits
    "words",  # BM25, over the best one
    "length",  # of the passage, natural logarithm of code points
    "cover_behind",  # how far these are behind the topic's best passage, 0 or less
    "both_behind",
    "meaning_behind",
    "feedback_behind",
)

_AROUND = 0.15
"""From which on a passage that names nothing is a candidate for what stands about it."""
_NEAR = 0.5
"""Share of the topic beside a passage from which on it is one for the same reason."""
_PROPOSED = 300
"""Passages that each of vectors and BM25 may propose, besides all that names find."""
_FEEDBACK = 50
"""Certain hits whose mean is taken for feedback."""
_FULL = 0.8
"""Share of a topic from which on a passage counts as naming the whole of it."""
_HALF = 0.4
"""Share from which on it counts as speaking of it, for its section's sake."""
_WEAK = 0.12
"""Weight of a word like "performance" beside one that names a thing."""
_BESIDE_KNOWN = 1.0
"""Weight of a single word beside a thing that has a name: "emergency" beside "response time"."""
_MOST_FACETS = 64
"""Things of one topic that are looked for by name; of a longer text, the rarest."""
NEAR_IN_MEANING = 0.35
"""Cosine from which on a passage is near to what is asked though it holds no word of it."""
_TITLE = 0.8
"""Share of a document's passages from which on what stands over them is its title."""
_SHORT = 30
"""Passages of a document up to which all of it is about what its title names."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Evidence:
    """``ordinals`` ascending, shape (n,); ``rows`` shape (n, len(FEATURES)).

    ``facets`` are those that were looked for. Which names stand in a passage is not kept: it is
    read again from the few that are shown. ``known`` says whether any word or name of the topic
    stands anywhere in the index;
    ``area`` which documents were searched, where the topic's area or body chose them.
    """

    ordinals: Ints
    rows: Floats
    facets: tuple[Facet, ...]
    known: bool = True
    area: Choice | None = None

    @property
    def full(self) -> NDArray[np.bool_]:
        """Which passages name the whole topic; shape (n,)."""
        return np.asarray(self.rows[:, FEATURES.index("full")] > 0)

    def only(self, kept: NDArray[np.bool_]) -> Evidence:
        """Of these passages alone."""
        return replace(self, ordinals=self.ordinals[kept], rows=self.rows[kept])


def standing_of(rows: Floats) -> NDArray[np.int8]:
    """For each row the place in ``STANDINGS`` of how much of the topic is named; shape (n,)."""
    cover, heading, both = (rows[:, FEATURES.index(n)] for n in ("cover", "heading", "both"))
    found = np.full(len(rows), STANDINGS.index("meaning"), dtype=np.int8)
    found[heading > 0] = STANDINGS.index("heading")
    found[cover > 0] = STANDINGS.index("part")
    # A conjunction is met in the passage and its own heading together, never by the heading alone.
    found[(cover > 0) & (both >= _FULL)] = STANDINGS.index("whole")
    return found


def beside(row: Floats) -> bool:
    """Whether what stands about a passage, by its evidence, speaks of the topic."""
    near, section, around = (row[FEATURES.index(name)] for name in ("near", "section", "around"))
    return bool(near >= _NEAR or section > 0 or around >= _AROUND)


@dataclass(frozen=True, slots=True)
class _Shares:
    """How much of the topic is named in the passages ``ordinals``, ascending; shape (n,) each."""

    ordinals: Ints
    cover: Floats
    heading: Floats
    both: Floats
    beside: Floats

    def at(self, ordinals: Ints) -> _Shares:
        """The same of other passages, ascending; of those in which nothing is named, nothing."""
        named = (self.cover, self.heading, self.both, self.beside)
        return _Shares(ordinals, *(values_at(ordinals, self.ordinals, values) for values in named))


def gather(standing: Standing, vector: Vector, topic: str, facets: Sequence[Facet]) -> Evidence:
    """Collect the evidence for one topic. ``vector``: the topic's, shape (d,), unit length."""
    index, where = standing.index, standing.where
    facets = _rarest(index, facets)
    named = _shares(standing, facets)
    lexical = index.lexical(_words(topic, facets), _PROPOSED, where)
    nearest = index.dense(vector, _PROPOSED, where)
    proposed = np.array([r.ordinal for r in (*lexical, *nearest)], dtype=np.int64)
    half = named.cover >= _HALF
    speaking, cover = named.ordinals[half], named.cover[half]
    lent_to, lent = around(index, speaking, cover)
    beside = np.isin(lent_to, np.concatenate([speaking - 1, speaking + 1]))
    standing_near = lent_to[(lent >= _AROUND) | beside]
    chosen = merged(named.ordinals, standing_near, proposed)
    layout, shares = index.layout(chosen), named.at(chosen)
    near = next_to(chosen, np.where(shares.cover >= _HALF, shares.cover, 0), layout.section)
    around_ = values_at(chosen, lent_to, lent)
    section = in_section(chosen, shares.cover >= _HALF, layout)
    speaks = (shares.cover > 0) | (shares.heading > 0) | (near >= _NEAR) | (around_ >= _AROUND)
    # Headings with passages under them: evidence for these, but nothing said themselves.
    only_leads = layout.heading & (layout.in_section > 1)
    kept = (speaks | np.isin(chosen, proposed)) & ~only_leads
    if where:
        kept[kept] = index.satisfying(chosen[kept], where)
    chosen, shares = chosen[kept], named.at(chosen[kept])
    full = shares.cover >= _FULL
    meaning, feedback = _meaning(index, chosen, vector, full, shares.both)
    rows = np.stack(
        [
            shares.cover,
            full.astype(np.float32),
            shares.heading,
            shares.both,
            shares.beside,
            near[kept],
            section[kept],
            around_[kept],
            np.maximum(meaning, _scores(chosen, nearest, -1.0)),
            feedback,
            _words_share(chosen, lexical, shares.cover),
            np.log1p(layout.length[kept]),
        ],
        axis=1,
    ).astype(np.float32)
    known = bool((named.both > 0).any()) or any(
        index.phrase_count([word], where) for word in _words(topic, facets)
    )
    if not known:
        close = rows[:, FEATURES.index("meaning")] >= NEAR_IN_MEANING
        chosen, rows = chosen[close], rows[close]
    return Evidence(chosen, np.hstack([rows, _behind(rows)]), tuple(facets), known)


def _behind(rows: Floats) -> Floats:
    """How far each passage is behind the best one of the topic; shape (n, 4).

    A topic in lay words is near to nothing and one in the field's own to much: the nearest still
    is what is meant.
    """
    columns = rows[:, [FEATURES.index(n) for n in ("cover", "both", "meaning", "feedback")]]
    return np.asarray(columns - columns.max(axis=0, initial=0.0), dtype=np.float32)


def _rarest(index: Index, facets: Sequence[Facet]) -> Sequence[Facet]:
    """All facets of a topic; of a text that is longer than any topic, those with rare words."""
    if len(facets) <= _MOST_FACETS:
        return facets
    known = index.frequency([term for facet in facets for term in facet.words])
    often = [min(known[term] or index.meta.passages for term in facet.words) for facet in facets]
    kept = sorted(sorted(range(len(facets)), key=lambda n: often[n])[:_MOST_FACETS])
    return [facets[n] for n in kept]


def _words(topic: str, facets: Sequence[Facet]) -> list[str]:
    """The topic's own words, without those of names that are switched off."""
    off = {
        term
        for facet in facets
        for naming in facet.names
        if naming.name.source == "asked" and not naming.name.on
        for term in naming.terms
    }
    return [term for term in content_terms(terms(topic)) if term not in off]


def _shares(standing: Standing, facets: Sequence[Facet]) -> _Shares:
    """One facet after the other, so that memory does not grow with their number."""
    index, size = standing.index, standing.index.meta.passages
    looked_for = [facet for facet in facets if any(n.name.on for n in facet.names)]
    ordinals = _named(standing, looked_for)
    cover, heading, both, aside = (np.zeros(len(ordinals), dtype=np.float32) for _ in range(4))
    total = 0.0
    beside_known = any(facet.known for facet in looked_for)
    for facet in looked_for:
        body, head, kin, brief = (np.zeros(len(ordinals), dtype=np.float32) for _ in range(4))
        for naming in facet.names:
            if naming.strength == STRENGTH_BESIDE:
                found = np.searchsorted(ordinals, standing.said(naming))
                kin[found] = 1.0
                brief[found] = np.maximum(brief[found], _shortens(naming, facet))
            elif naming.name.on:
                found = np.searchsorted(ordinals, standing.said(naming))
                body[found] = np.maximum(body[found], naming.strength)
                if naming.strength >= 1.0:
                    over = _not_everywhere(index, standing.over(naming))
                    head[np.searchsorted(ordinals, over)] = 1.0
        named = body >= STRENGTH_TOGETHER
        # Where the whole name stands near, a part of it is short for it: "satisfaction".
        meant = (brief > 0) & in_reach(ordinals, ordinals[named])
        body[meant] = np.maximum(body[meant], STRENGTH_LAY)
        known = int(named.sum())
        weight = _weight(facet, size, known, beside_known)
        total += weight
        cover += weight * body
        heading += weight * head
        both += weight * np.maximum(body, head)
        aside += weight * kin
    total = total or 1.0
    return _Shares(ordinals, cover / total, heading / total, both / total, aside / total)


def _shortens(naming: Naming, facet: Facet) -> bool:
    """Whether a broader name is what the words of a name of the thing end in, its head."""
    short = naming.terms
    return any(
        len(name.terms) > len(short) > 0 and name.terms[-len(short) :] == short
        for name in facet.names
        if name.strength >= 1.0
    )


def _named(standing: Standing, facets: Sequence[Facet]) -> Ints:
    """Every passage in which or over which any name of the facets stands, ascending."""
    found = [np.zeros(0, dtype=np.int64)]
    for naming in (naming for facet in facets for naming in facet.names):
        if naming.name.on or naming.strength == STRENGTH_BESIDE:
            found.append(standing.said(naming))
        if naming.name.on and naming.strength >= 1.0:
            found.append(standing.over(naming))
    return merged(*found)


def _not_everywhere(index: Index, over: Ints) -> Ints:
    """Of the passages under a name, those in documents that are not under it as a whole: a title
    says what a long paper is about, and nothing of one passage more than of the next. A letter is
    about its subject from its first line to its last."""
    _, inverse, counts = np.unique(document_of(over), return_inverse=True, return_counts=True)
    held, sizes = counts[inverse], index.layout(over).in_document
    titled = (held >= _TITLE * sizes) & (sizes > _SHORT)
    return over[~titled]


def _weight(facet: Facet, size: int, known: int, beside_known: bool) -> float:
    """The rarer the heavier; squared, so that "police" beside "confidence" decides next to nothing.

    ``known``: passages that name the facet.
    """
    weight = float(np.log((size + 1.0) / (known + 0.5)) ** 2)
    if facet.weak:
        return weight * _WEAK
    return weight * _BESIDE_KNOWN if beside_known and not facet.known else weight


def _words_share(chosen: Ints, lexical: Sequence[Ranked], cover: Floats) -> Floats:
    """BM25 over the best one; shape (n,). Where more passages match than are ranked, one that
    names the topic has at least what the last of the ranked ones has."""
    if not lexical or lexical[0].score <= 0:
        return np.zeros(len(chosen), dtype=np.float32)
    least = lexical[-1].score if len(lexical) >= _PROPOSED else 0.0
    scores = np.maximum(_scores(chosen, lexical, 0.0), np.where(cover > 0, least, 0.0))
    return np.asarray(scores / lexical[0].score, dtype=np.float32)


def _scores(chosen: Ints, ranking: Sequence[Ranked], otherwise: float) -> Floats:
    """The ranking's scores of the chosen passages; shape (n,). All of a ranking are chosen."""
    scores = np.full(len(chosen), otherwise, dtype=np.float32)
    ordinals = np.array([r.ordinal for r in ranking], dtype=np.int64)
    values = np.array([r.score for r in ranking], dtype=np.float32)
    there = np.isin(ordinals, chosen)
    scores[np.searchsorted(chosen, ordinals[there])] = values[there]
    return scores


def _meaning(
    index: Index, chosen: Ints, vector: Vector, full: NDArray[np.bool_], both: Floats
) -> tuple[Floats, Floats]:
    """Cosine of each chosen passage to the topic, and to the mean of the certain hits; (n,) each.

    The mean is Rocchio's positive part; 0 without certain hits. A certain hit is left out of its
    own mean, or it would vouch for itself.
    """
    certain = np.flatnonzero(full)
    certain = np.sort(certain[np.argsort(-both[certain], kind="stable")[:_FEEDBACK]])
    held = index.vectors(chosen[certain])
    total = held.sum(axis=0)
    length = float(np.linalg.norm(total))
    if length > 1e-6:
        cosines = index.cosines(chosen, [vector, total / length])
        meaning, feedback = cosines[:, 0].copy(), cosines[:, 1].copy()
    else:
        meaning = index.cosines(chosen, [vector])[:, 0]
        feedback = np.zeros(len(chosen), dtype=np.float32)
    others = total - held
    lengths = np.linalg.norm(others, axis=1)
    own = np.einsum("ij,ij->i", others, held) / np.maximum(lengths, 1e-6)
    feedback[certain] = np.where(lengths > 1e-6, own, 0.0)
    return meaning, feedback
