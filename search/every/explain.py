"""Why a passage was found, read again from the passage itself before it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.model import Passage
from search.query.facets import Facet, Naming
from search.query.name_matches import Spans, Standing, in_passage, merged, over_passage
from search.results import Name, Why
from search.tokens import content_terms, terms, terms_with_spans


@dataclass(frozen=True, slots=True)
class Reasons:
    """``matched`` are the names that stand in the passage or over it, ``marks`` the spans of those
    in it, in document offsets."""

    why: tuple[Why, ...]
    matched: tuple[str, ...]
    marks: tuple[tuple[int, int], ...]


def reasons(
    passage: Passage, namings: Sequence[Naming], words: Sequence[Naming] = (), beside: bool = False
) -> Reasons:
    """What of the names, else of the mere ``words``, stands in a passage or over it.

    ``beside`` says that without any of them the passage was found for what stands about it.
    """
    tokens = terms_with_spans(passage.text)
    inside = in_passage(passage, namings, tokens) or in_passage(passage, words, tokens)
    # A single word that lies beside the thing says little over a passage: "attendance".
    thing = [naming for naming in namings if naming.strength >= 1.0 or len(naming.terms) > 1]
    over = over_passage(passage, thing) or ([] if inside else over_passage(passage, words))
    why: list[Why] = []
    if any(naming.name.source == "asked" for naming, _ in inside):
        why.append("words")
    typed = [span for naming, spans in inside if naming.name.source == "asked" for span in spans]
    # What was typed, or a piece of it, is no other name of itself.
    inside = [
        (naming, spans)
        for naming, spans in inside
        if naming.name.source == "asked"
        or not all(any(low <= a and b <= high for low, high in typed) for a, b in spans)
    ]
    if any(naming.name.source != "asked" for naming, _ in inside):
        why.append("name")
    if over:
        why.append("heading")
    if not why:
        why.append("neighbour" if beside else "meaning")
    names = [naming.name.text for naming in (*_outermost(inside), *over)]
    return Reasons(
        tuple(why),
        tuple(dict.fromkeys(names)),
        merged((span for _, spans in inside for span in spans), passage.span.start),
    )


def _outermost(inside: Sequence[tuple[Naming, Spans]]) -> list[Naming]:
    """Without names that stand only inside longer ones ("call" in "call handling"), and without
    those in pieces that another holds whole.

    Those that were typed stay: a reader looks for them.
    """
    pieces = [set(spans) for _, spans in inside]

    def longer(span: tuple[int, int]) -> bool:
        return any(
            low <= span[0] and span[1] <= high and (low, high) != span
            for spans in pieces
            for low, high in spans
        )

    return [
        naming
        for mine, (naming, spans) in zip(pieces, inside, strict=True)
        if naming.name.source == "asked"
        or not (all(map(longer, spans)) or any(mine < other for other in pieces))
    ]


def sought(facets: Iterable[Facet], weak: bool = False) -> list[Naming]:
    """Every name that is looked for, once; those of weak words only where they are wanted."""
    kept = [facet for facet in facets if weak or not facet.weak]
    return [naming for naming in _once(kept) if naming.name.on]


def mere_words(text: str) -> list[Naming]:
    """The words of a query, each for itself; a letter alone stands for nothing beside others."""
    words = list(dict.fromkeys(content_terms(terms(text))))
    return [
        Naming(Name(term, "asked", "the words asked for"), ((term,),))
        for term in [term for term in words if len(term) > 1] or words
    ]


def counted(standing: Standing, facets: Iterable[Facet]) -> tuple[Name, ...]:
    """The names of facets, each with the passages that hold it; what was typed comes first.

    Two that are one to the index are listed once. Of those in several pieces, there being many,
    only such are listed as find what no name before them does.
    """
    found: list[Name] = []
    told: set[bytes] = set()
    namings = _once(facet for facet in facets if not facet.weak)
    compared = any(len(naming.pieces) > 1 for naming in namings)
    for naming in namings:
        if compared:
            there = standing.said(naming).tobytes()
            if len(naming.pieces) > 1 and (not there or there in told):
                continue
            told.add(there)
        found.append(replace(naming.name, count=standing.count(naming)))
    return tuple(sorted(found, key=_place))


def _once(facets: Iterable[Facet]) -> list[Naming]:
    """The names of facets; of those that are one to the index, the typed one stands for all."""
    namings = [naming for facet in facets for naming in facet.names]
    once: dict[tuple[tuple[str, ...], ...], Naming] = {}
    for naming in sorted(namings, key=lambda naming: naming.name.source != "asked"):
        once.setdefault(naming.pieces, naming)
    return list(once.values())


def _place(name: Name) -> tuple[int, int, str]:
    return ("asked", "reader", "archive", "glossary").index(name.source), -name.count, name.text
