"""A ranking of passages as what is shown: each with why it was found, and its copies."""

from __future__ import annotations

from collections.abc import Sequence

from search.every.explain import mere_words, reasons, sought
from search.index import Index
from search.query.facets import Facet
from search.ranking.hybrid import Ranks
from search.results import Hit


def hits_of(
    index: Index,
    folded: Sequence[Sequence[int]],
    ranks: Ranks,
    text: str,
    facets: Sequence[Facet],
) -> list[Hit]:
    """One hit for each group of copies in ``folded``, in their order; ``text`` was asked."""
    scores = {r.ordinal: r.score for r in ranks.fused}
    names, words = sought(facets, weak=True), mere_words(text)
    wanted = [ordinal for group in folded for ordinal in group]
    passages = dict(zip(wanted, index.fetch(wanted), strict=True))
    hits = []
    for first, *others in folded:
        passage = passages[first]
        because = reasons(passage, names, words)
        hits.append(
            Hit(
                passage=passage,
                score=max(0.0, min(1.0, scores[first])),
                why=because.why,
                matched=because.matched,
                marks=because.marks,
                ranks={
                    part: places[first] for part, places in ranks.parts.items() if first in places
                },
                copies=tuple(passages[other] for other in others),
            )
        )
    return hits
