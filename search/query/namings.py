"""The facets of a topic and their names: what a topic is looked for by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from search.query.spelling_variants import Counted, Terms, Token, variants
from search.results import Name
from search.tokens import terms, terms_with_spans

STRENGTH_BESIDE = 0.0
"""What is broader, or lies beside a thing, is never the thing: it is told, and finds nothing."""
STRENGTH_LAY = 0.7
STRENGTH_TOGETHER = 0.85

_SPELT = "another spelling of "


@dataclass(frozen=True, slots=True)
class Naming:
    """One name of a facet as terms. ``strength`` is 1 for the thing itself, less beside it.

    ``pieces`` is the whole name in one piece, or several that say it when they stand in one
    sentence, in any order. ``capital``: it counts only where its capitals are written: a short
    form, or a word that is a name. ``exact``: of one word, no other word of its stem counts.
    ``documents``: where the short form means this sense; empty means anywhere.
    """

    name: Name
    pieces: tuple[Terms, ...]
    strength: float = 1.0
    capital: bool = False
    exact: bool = False
    documents: frozenset[str] = frozenset()

    @property
    def terms(self) -> Terms:
        """All terms of the name, in the order of its text."""
        return self.pieces[0] if len(self.pieces) == 1 else sum(self.pieces, ())


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing a topic speaks of. ``weak`` words say how it is looked at, not what it is; an
    ``exact`` one stands in quotation marks."""

    words: Terms
    names: tuple[Naming, ...]
    weak: bool = False
    known: bool = False
    exact: bool = False


def added(texts: Sequence[str]) -> list[Facet]:
    """Names that a reader adds: each stands for the whole topic."""
    return [
        Facet(key, (Naming(Name(text, "reader", "added by the reader"), (key,)),), known=True)
        for text in texts
        if (key := tuple(terms(text)))
    ]


def phrase(text: str) -> Facet:
    """Words in quotation marks: one name, looked for as it stands."""
    key = tuple(terms(text))
    name = Name(text.strip(), "asked", "the exact phrase asked for")
    return Facet(key, (Naming(name, (key,)),), known=True, exact=True)


def written_as_one(text: str, tokens: Sequence[Token]) -> Facet:
    """Words that their writing makes one: hyphened, with stops, a number with its unit."""
    start, end = tokens[0][1], tokens[-1][2]
    start -= text[:start].endswith(("£", "$", "€"))
    key = tuple(term for term, _, _ in tokens)
    return Facet(key, (Naming(Name(text[start:end], "asked", "the words asked for"), (key,)),))


def in_one_sentence(
    words: Sequence[str],
    pieces: tuple[Terms, ...],
    source: Literal["asked", "glossary", "archive"],
    origin: str,
) -> Naming:
    name = Name(" … ".join(words), source, f"said in one sentence; {origin}")
    return Naming(name, pieces, STRENGTH_TOGETHER)


def respelled(facet: Facet, stands: Counted) -> Facet:
    """With those other spellings of its names that stand in the archive."""
    names = {(naming.pieces, naming.exact): naming for naming in facet.names}
    for naming in () if facet.exact else facet.names:
        if not _respellable(naming):
            continue
        # Words are joined and parted only for what was typed: a thing has many names.
        typed = naming.name.source == "asked"
        for spelling in variants(naming.name.text, stands, joined=typed):
            key = (tuple(terms(spelling.text)),)
            name = replace(naming.name, text=spelling.text, origin=_SPELT + naming.name.text)
            exact = spelling.exact and len(key[0]) == 1
            other = replace(naming, name=name, pieces=key, capital=spelling.capital, exact=exact)
            held = names.get((key, exact))
            if held is None or held.strength < other.strength:
                names[key, exact] = other
    return replace(facet, names=tuple(names.values()))


def _respellable(naming: Naming) -> bool:
    """Not what lies beside, nor what is said apart or is a proper name."""
    proper = naming.capital and not is_short(naming.name.text)
    whole = len(naming.pieces) == 1 and not naming.documents
    return whole and naming.name.on and naming.strength >= STRENGTH_LAY and not proper


def without(facet: Facet, off: set[Terms]) -> Facet:
    """Switched-off names stay listed, but find nothing."""
    names = tuple(
        replace(n, name=replace(n.name, on=False)) if n.terms in off else n for n in facet.names
    )
    return replace(facet, names=names)


def written_words(text: str) -> list[str]:
    """The words of a text, one for each of its terms, as they are written."""
    return [text[start:end] for _, start, end in terms_with_spans(text)]


def is_short(text: str) -> bool:
    """An abbreviation: one word, mostly capitals, no digit (digits tell it apart by themselves)."""
    capitals = sum(c.isupper() for c in text)
    return " " not in text and capitals >= 2 and not any(c.isdigit() for c in text)
