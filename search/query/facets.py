"""The facets of a topic: the things it speaks of, each with the names it is looked for under."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.glossary import Thing
from search.results import APART, Name
from search.tokens import terms, terms_with_spans

Terms = tuple[str, ...]
QUOTED = re.compile(r"(\"[^\"]+\"|“[^”]+”)")
"""Words in quotation marks, marks included: looked for as they stand."""

STRENGTH_BESIDE = 0.0
"""What is broader, or lies beside a thing, is never the thing: it is told, and finds nothing."""
STRENGTH_LAY = 0.7
STRENGTH_TOGETHER = 0.85


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
    documents: frozenset[str] = frozenset()
    exact: bool = False

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


def in_one_sentence(
    words: Sequence[str],
    pieces: tuple[Terms, ...],
    source: Literal["asked", "glossary", "archive"],
    origin: str,
) -> Naming:
    name = Name(APART.join(words), source, f"said in one sentence; {origin}")
    return Naming(name, pieces, STRENGTH_TOGETHER)


def added(texts: Sequence[str]) -> list[Facet]:
    """Names that a reader adds: each stands for the whole topic."""
    return [
        Facet(key, (Naming(Name(text, "reader", "added by the reader"), (key,)),), known=True)
        for text in texts
        if (key := tuple(terms(text)))
    ]


def phrase(text: str) -> Facet:
    key = tuple(terms(text))
    name = Name(text.strip(), "asked", "the exact phrase asked for")
    return Facet(key, (Naming(name, (key,)),), known=True, exact=True)


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


def unlisted(key: Terms, written: Sequence[str], content: Container[str]) -> Facet:
    """Words that are one name though no dictionary has them; said apart in one sentence, they
    mean the same more often than not."""
    whole = Naming(Name(" ".join(written), "asked", "the words asked for"), (key,))
    apart = tuple((term,) for term in key if term in content)
    words = [word for term, word in zip(key, written, strict=True) if term in content]
    pieces = in_one_sentence(words, apart, "asked", "the words asked for")
    return Facet(key, (whole, pieces))


class WeakWords(Container[str]):
    """Words too weak to tell one thing from another, in any number and case.

    By their letters, not their stem: "plan" says little, "planning" a great deal.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(word.casefold() for word in words)

    def __contains__(self, word: object) -> bool:
        bare = str(word).casefold()
        plurals = (("ies", "y"), ("es", ""), ("s", ""))
        singular = {bare.removesuffix(end) + put for end, put in plurals if bare.endswith(end)}
        return not self._words.isdisjoint({bare, *singular})


def names_with_strength(thing: Thing) -> Iterator[tuple[str, float]]:
    """All names of a thing with how far each is the thing itself."""
    for text in thing.found + thing.short:
        yield text, 1.0
    for text in thing.sought:
        yield text, STRENGTH_LAY
    for text in thing.see_also:
        yield text, STRENGTH_BESIDE
