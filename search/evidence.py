"""What speaks for a passage being about a topic: one row of numbers for each candidate.

Words find: names of the topic's facets in the passage and in its headings. Meaning proposes:
the vector of the topic, what resembles the certain hits, and what stands beside them. Nothing
here decides; ``line`` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from search.index import Filter, Index, Layout, Vector
from search.names import STRENGTH_TOGETHER, Facet, Naming, Terms
from search.sentences import sentences
from search.tokens import content_terms, terms

FEATURES = (
    "cover",  # share of the topic, by weight of its facets, named in the passage
    "full",  # the whole topic stands in the passage under names of its own
    "heading",  # share of the topic named in its headings and column heads
    "both",  # share named in passage or headings together
    "near",  # the same share in the passage before or after, under the same heading
    "section",  # share of its section's other passages that speak of the topic
    "around",  # the same share, fading with distance, over the passages on both sides
    "meaning",  # cosine of the topic to the passage in its place
    "feedback",  # cosine to the mean of the certain hits
    "words",  # BM25, over the best one
)

_REACH = 8
"""Passages on either side that lend to ``around``, each a step less."""
_AROUND = 0.15
"""From which on a passage that names nothing is a candidate for what stands about it."""
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
_BESIDE_KNOWN = 0.4
"""Weight of a single word beside a thing that has a name: "emergency" beside "response time"."""
_CHECKED = 4000
"""Passages read again to see whether a short form is written in capitals."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Evidence:
    """``ordinals`` ascending, shape (n,); ``rows`` shape (n, len(FEATURES)).

    ``matched`` holds for each ordinal the names found in the passage's own words, ``above`` those
    in its headings. ``counts`` are passages per name (by its terms).
    """

    ordinals: Ints
    rows: Floats
    matched: dict[int, list[Naming]]
    above: dict[int, list[Naming]]
    counts: dict[Terms, int]
    ranks: dict[str, dict[int, int]] = field(default_factory=dict)


def gather(
    index: Index, vector: Vector, topic: str, facets: Sequence[Facet], where: Filter
) -> Evidence:
    """Collect the evidence for one topic. ``vector``: the topic's, shape (d,), unit length."""
    size = index.meta.passages
    layout = index.layout()
    matched: dict[int, list[Naming]] = {}
    above: dict[int, list[Naming]] = {}
    counts: dict[Terms, int] = {}
    weights = np.zeros(len(facets), dtype=np.float32)
    in_body = np.zeros((len(facets), size), dtype=np.float32)
    in_head = np.zeros((len(facets), size), dtype=np.float32)
    for n, facet in enumerate(facets):
        for naming in facet.names:
            found = _written(index, naming, where)
            counts[naming.terms] = len(found)
            if not naming.name.on:
                continue
            in_body[n, found] = np.maximum(in_body[n, found], naming.strength)
            for ordinal in found:
                matched.setdefault(int(ordinal), []).append(naming)
            if naming.strength < 1.0:
                continue
            placed = np.asarray(index.phrase(naming.terms, where, heading=True), dtype=np.int64)
            in_head[n, placed] = 1.0
            for ordinal in placed:
                above.setdefault(int(ordinal), []).append(naming)
        if any(naming.name.on for naming in facet.names):
            for words in facet.together:
                said = _together(index, words, where)
                in_body[n, said] = np.maximum(in_body[n, said], STRENGTH_TOGETHER)
        known = int((in_body[n] >= STRENGTH_TOGETHER).sum())
        # Squared, so that "police" beside "public confidence" decides next to nothing.
        weights[n] = np.log((size + 1.0) / (known + 0.5)) ** 2
        if facet.weak:
            weights[n] *= _WEAK
        elif not facet.known and any(f.known for f in facets):
            weights[n] *= _BESIDE_KNOWN
    total = float(weights.sum()) or 1.0
    cover = weights @ in_body / total
    heading = weights @ in_head / total
    both = weights @ np.maximum(in_body, in_head) / total
    full = cover >= _FULL
    lexical = index.lexical(content_terms(terms(topic)), _PROPOSED, where)
    nearest = index.dense(vector, _PROPOSED, where)
    near = _beside(cover, layout.section)
    around = _around(cover, layout.document)
    named = np.flatnonzero(
        (cover > 0) | (heading > 0) | (near >= 0.5) | (around >= _AROUND)
    ).astype(np.int64)
    chosen = np.union1d(named, [r.ordinal for r in (*lexical, *nearest)]).astype(np.int64)
    if where:
        chosen = np.intersect1d(chosen, index.allowed(where))
    chosen = chosen[~_only_leads(layout)[chosen]]
    vectors = index.vectors(chosen) if len(chosen) else np.zeros((0, len(vector)), np.float32)
    meaning = vectors @ vector
    by_vector = {r.ordinal: r.score for r in nearest}
    for i, ordinal in enumerate(chosen):
        meaning[i] = max(meaning[i], by_vector.get(int(ordinal), -1.0))
    best = lexical[0].score if lexical else 1.0
    by_words = {r.ordinal: r.score / best for r in lexical} if best > 0 else {}
    rows = np.stack(
        [
            cover[chosen],
            full[chosen].astype(np.float32),
            heading[chosen],
            both[chosen],
            near[chosen],
            _share(cover >= _HALF, layout.section)[chosen],
            around[chosen],
            meaning,
            _feedback(vectors, full[chosen], both[chosen]),
            np.array([by_words.get(int(o), 0.0) for o in chosen], dtype=np.float32),
        ],
        axis=1,
    ).astype(np.float32)
    ranks = {
        "bm25": {r.ordinal: place for place, r in enumerate(lexical, start=1)},
        "vectors": {r.ordinal: place for place, r in enumerate(nearest, start=1)},
    }
    return Evidence(chosen, rows, matched, above, counts, ranks)


def _only_leads(layout: Layout) -> NDArray[np.bool_]:
    """Headings with passages under them: evidence for these, but nothing said themselves."""
    sizes = np.bincount(layout.section) if len(layout.section) else np.zeros(1, dtype=np.int64)
    return np.asarray(layout.heading & (sizes[layout.section] > 1), dtype=np.bool_)


def _written(index: Index, naming: Naming, where: Filter) -> Ints:
    """Where a name stands; a short form only where it is written as one and means this."""
    if not naming.terms:
        return np.zeros(0, dtype=np.int64)
    found = index.phrase(naming.terms, where)
    exact = naming.strength < 1.0 and len(naming.terms) == 1
    if not (naming.capital or naming.documents or exact) or len(found) > _CHECKED:
        return np.asarray(found, dtype=np.int64)
    kept = [
        ordinal
        for ordinal, passage in zip(found, index.fetch(found), strict=True)
        if (not naming.documents or passage.document.id in naming.documents)
        and (not naming.capital or _has_capital_form(passage.text, naming.name.text))
        # "confident" is no mention of confidence, though both have one stem.
        and (not exact or naming.name.text.lower() in passage.text.lower())
    ]
    return np.asarray(kept, dtype=np.int64)


def _has_capital_form(text: str, short: str) -> bool:
    """``short`` stands in the text in capitals, be it with a plural or possessive ending."""
    return short in text or short.upper() in text or short.rstrip("s") in text


def _together(index: Index, words: Sequence[Terms], where: Filter) -> Ints:
    """Where all these words stand in one sentence, in any order."""
    sets = [set(index.phrase(word, where)) for word in words]
    both = sorted(set.intersection(*sets)) if sets else []
    kept = [
        ordinal
        for ordinal, passage in zip(both, index.fetch(both), strict=True)
        if any(
            all(_holds(sequence, word) for word in words)
            for start, end in sentences(passage.text)
            for sequence in [terms(passage.text[start:end])]
        )
    ]
    return np.asarray(kept, dtype=np.int64)


def _holds(sequence: Sequence[str], phrase: Terms) -> bool:
    n = len(phrase)
    return any(tuple(sequence[i : i + n]) == phrase for i in range(len(sequence) - n + 1))


def _beside(values: Floats, section: NDArray[np.int32]) -> Floats:
    """The greater value of the passages before and after, where they share the section."""
    near = np.zeros_like(values)
    same = section[1:] == section[:-1]
    near[1:] = np.where(same, values[:-1], 0)
    near[:-1] = np.maximum(near[:-1], np.where(same, values[1:], 0))
    return near


def _around(cover: Floats, document: NDArray[np.int32]) -> Floats:
    """Mean cover of the ``_REACH`` passages on each side, a step less weight for each further."""
    total = np.zeros_like(cover)
    weight = np.zeros_like(cover)
    for step in range(1, min(_REACH, len(cover) - 1) + 1):
        share = 1.0 - (step - 1) / _REACH
        same = document[step:] == document[:-step]
        total[step:] += share * np.where(same, cover[:-step], 0)
        total[:-step] += share * np.where(same, cover[step:], 0)
        weight[step:] += share * same
        weight[:-step] += share * same
    return np.asarray(total / np.maximum(weight, 1.0), dtype=np.float32)


def _share(speaks: NDArray[np.bool_], section: NDArray[np.int32]) -> Floats:
    """For each passage, the share of the *other* passages of its section that speak of it.

    Two are added to the others, so that one neighbour alone proves little.
    """
    if not len(section):
        return np.zeros(0, dtype=np.float32)
    number = section.max() + 1
    hits = np.bincount(section, weights=speaks, minlength=number)[section] - speaks
    others = np.bincount(section, minlength=number)[section] + 1
    return (hits / others).astype(np.float32)


def _feedback(vectors: Vector, full: NDArray[np.bool_], both: Floats) -> Floats:
    """Cosine to the mean vector of the certain hits (Rocchio's positive part); 0 without any.

    A certain hit is left out of its own mean, or it would vouch for itself.
    """
    certain = np.flatnonzero(full)
    if len(certain) == 0:
        return np.zeros(len(vectors), dtype=np.float32)
    certain = certain[np.argsort(-both[certain], kind="stable")[:_FEEDBACK]]
    total = vectors[certain].sum(axis=0)
    sums = np.tile(total, (len(vectors), 1))
    sums[certain] -= vectors[certain]
    lengths = np.linalg.norm(sums, axis=1)
    dots: Floats = np.einsum("ij,ij->i", sums, vectors)
    return np.where(lengths > 1e-6, dots / np.maximum(lengths, 1e-6), 0.0).astype(np.float32)
