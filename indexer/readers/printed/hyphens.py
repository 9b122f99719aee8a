"""Words broken by a hyphen at the end of a line, made whole where the whole word is known.

The document's own words decide; where it has neither form, a dictionary of English does. A hyphen
that waits for a word further on ("short- and long-term") is no break.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from indexer.readers.printed.words import BROKEN_WORD

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN = re.compile(rf"([^\W_]*){BROKEN_WORD}\s?([^\W_]*)")
_WAITS = frozenset(("and", "or", "to", "nor", "but", "as", "a", "neu"))
"""What follows a hyphen that waits; no word is broken before them."""
_PREFIXES = frozenset(("anti", "non", "co", "self", "multi", "cross", "semi", "pan", "pre", "post"))
"""What keeps its hyphen before a whole word, as most papers write it."""
_COMMON = 300
"""How often the dictionary met a word whose halves are words too, from which it is one word."""
_SPELLINGS = (
    ("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("our", "or"), ("lling", "ling"),
    ("lled", "led"), ("tre", "ter"), ("nce", "nse"), ("ogue", "og"), ("ae", "e"),
)  # fmt: skip
"""British endings and the American ones that the dictionary holds."""


def words(texts: Iterable[str]) -> frozenset[str]:
    """The words of a document in small letters, whole ones and those with hyphens."""
    return frozenset(_WORD.findall("\n".join(texts).lower()))


def whole(left: str, right: str, known: frozenset[str], before: str = "") -> str | None:
    """The word whose halves stand at the end of a line and at the beginning of the next.

    ``before`` is what stands before its first half: "day-to-" goes on with a hyphen.
    ``None`` where they are two words and the hyphen waits for a third.
    """
    if right.lower() in _WAITS or not right:
        return None
    hyphened, plain = f"{left}-{right}", left + right
    if not (left.isalpha() and right.isalpha()):
        return hyphened
    small = plain.lower()
    if before.endswith("-"):  # "day-to-" and "day", or "co-ordin-" and "ated"
        compound = before.rpartition(" ")[2].lower() + small
        closed = compound in known or _is_word(compound.replace("-", ""))
        return plain if closed else hyphened
    if hyphened.lower() in known:
        return hyphened
    if small in known:
        return plain
    if left[:1].isupper() and right[:1].isupper():
        return hyphened
    ends = [half.lower() in known or _is_word(half.lower()) for half in (left, right)]
    if left.lower() in _PREFIXES and ends[1] and len(right) > 4:
        return hyphened
    return plain if not all(ends) or _is_word(small, _COMMON) else hyphened


def mended(text: str, known: frozenset[str]) -> str:
    """A line's text with broken words inside it whole."""
    if BROKEN_WORD not in text:
        return text

    def join(match: re.Match[str]) -> str:
        left, right = match.groups()
        word = whole(left, right, known, text[: match.start()])
        return word if word is not None else f"{left}- {right}".rstrip()

    return _BROKEN.sub(join, text)


def _is_word(word: str, seen: int = 1) -> bool:
    """Whether the dictionary holds a word, met at least ``seen`` times where it was made."""
    held = _dictionary()
    if len(word) < 2 or held.get(word, 0) >= seen:
        return len(word) >= 2
    return any(
        british in word and held.get(word.replace(british, american), 0) >= seen
        for british, american in _SPELLINGS
    )


@lru_cache(maxsize=1)
def _dictionary() -> Mapping[str, int]:
    from spellchecker import SpellChecker  # heavy: loaded for the first word that needs it

    held: Mapping[str, int] = SpellChecker(language="en", distance=1).word_frequency.dictionary
    return held
