"""Whether two measures are one: the words of each by their stems, a thing under any name of it."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from corpus.glossary import glossary
from search.query import number_words
from search.tokens import content_terms, terms

_FRAMING = frozenset(terms(
    "change percentage proportion rate number total figure level amount increase decrease "
    "reduction rise fall per cent year average overall performance"
))  # fmt: skip
"""Words that say how something is counted and not what."""
_RATE = re.compile(
    r"\b(?:per|for every|for each)\s(?:head|[\d,]+)(?:\s(?:of\s)?\w+)?", re.IGNORECASE
)
"""What a rate is taken of; officers and crimes for every 1,000 people are two things."""
_LONGEST_NAME = 12


@cache
def _things() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Names of things by their first term, the longest first, each with the thing's own name."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for thing in glossary().things:
        own = f"={thing.names[0]}"
        for name in dict.fromkeys(thing.names + thing.short):
            key = tuple(content_terms(terms(name)))
            if 0 < len(key) <= _LONGEST_NAME:
                found.setdefault(key[0], []).append((key, own))
    for names in found.values():
        names.sort(key=lambda one: -len(one[0]))
    return found


@lru_cache(maxsize=4096)
def words_of(measure: str) -> frozenset[str]:
    """The content of a measure: its terms, and for the names of known things one sign each
    (``=`` and the thing's first name) in place of their terms."""
    held = content_terms(terms(_RATE.sub(" ", measure)) or terms(measure))
    kept: set[str] = set()
    loose: list[str] = []
    at = 0
    while at < len(held):
        for key, own in _things().get(held[at], ()):
            if tuple(held[at : at + len(key)]) == key:
                kept.add(own)
                at += len(key)
                break
        else:
            loose.append(held[at])
            at += 1
    content = {_numeral(term) for term in loose if term not in _FRAMING}
    return frozenset(kept | content) or frozenset(held)


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """How alike two measures are, in 0..1: the share of their words that both have; 0 where each
    holds a number that the other has not ("within 10 seconds", "within 30 seconds")."""
    shared = one & other
    numbers = [
        {word for word in words if word.isdigit()} for words in (one - shared, other - shared)
    ]
    if not shared or all(numbers):
        return 0.0
    return len(shared) / len(one | other)


def _numeral(term: str) -> str:
    """A number in figures, also where it is written in words."""
    other = number_words.words_of(term)
    return other if other.isdigit() else term
