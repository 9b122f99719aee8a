"""Why a passage was found, read again from the passage itself before it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.model import Passage
from search.names import Facet, Naming
from search.results import Name, Why
from search.standing import Spans, Standing, in_passage, merged, over_passage
from search.tokens import content_terms, terms


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
    inside = in_passage(passage, namings) or in_passage(passage, words)
    # A single word that lies beside the thing says little over a passage: "attendance".
    thing = [naming for naming in namings if naming.strength >= 1.0 or len(naming.terms) > 1]
    over = over_passage(passage, thing) or ([] if inside else over_passage(passage, words))
    why: list[Why] = []
    if any(naming.name.source == "asked" for naming, _ in inside):
        why.append("words")
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
    """Without names that stand only inside longer ones: "call" in "call handling".

    Those that were typed stay: a reader looks for them.
    """
    others = [spans for naming, spans in inside if naming.name.source != "asked"]

    def within(span: tuple[int, int]) -> bool:
        start, end = span
        return any(
            low <= start and end <= high and (low, high) != span
            for spans in others
            for low, high in spans
        )

    return [
        naming
        for naming, spans in inside
        if naming.name.source == "asked" or not all(map(within, spans))
    ]


def sought(facets: Iterable[Facet], weak: bool = False) -> list[Naming]:
    """Every name that is looked for, once; those of weak words only where they are wanted."""
    kept = (naming for facet in facets if weak or not facet.weak for naming in facet.names)
    return list(dict.fromkeys(naming for naming in kept if naming.name.on))


def mere_words(text: str) -> list[Naming]:
    """The words of a query, each for itself."""
    return [
        Naming(Name(term, "asked", "the words asked for"), ((term,),))
        for term in dict.fromkeys(content_terms(terms(text)))
    ]


def counted(standing: Standing, facets: Iterable[Facet]) -> tuple[Name, ...]:
    """The names of facets, each with the passages that hold it; what was typed comes first.

    Two that are one to the index are listed once. Those in several pieces are listed where they
    were found, there being too many that were not.
    """
    found: dict[tuple[tuple[str, ...], ...], Name] = {}
    for facet in facets:
        for naming in () if facet.weak else facet.names:
            count = len(standing.said(naming))
            if naming.pieces in found or (len(naming.pieces) > 1 and not count):
                continue
            name = naming.name
            found[naming.pieces] = Name(name.text, name.source, name.origin, count, name.on)
    return tuple(sorted(found.values(), key=_place))


def _place(name: Name) -> tuple[int, int, str]:
    return ("asked", "reader", "archive", "glossary").index(name.source), -name.count, name.text
