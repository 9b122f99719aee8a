"""Which language words are in: English, Welsh, and others that public papers here are also put in.

The words that every sentence needs ("the", "yn", "agus") tell, and for Welsh the endings and
letters that only its words have. Where they say too little no language is told.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Language:
    """``code`` is that of ISO 639-1, ``words`` those that its sentences cannot do without."""

    code: str
    label: str
    words: frozenset[str]


ENGLISH, WELSH = "en", "cy"

LANGUAGES = tuple(
    Language(one["code"], one["label"], frozenset(one["words"].split()))
    for one in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["languages"]
)

LABELS = {one.code: one.label for one in LANGUAGES}
CODES = tuple(LABELS)

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_WELSH = re.compile(
    r"[ŵŷ]|^(?:ll|rh|ngh|mh|nh|gwn|cyf|gyf|ddi|dd)|(?:iaeth|aeth|(?<!g)odd|wyd|ydd|edd|iau|(?<!e)au|"
    r"yddion|eddau|wyr)$"
)
"""Shapes that many Welsh words have and few of the other languages; a hint beside the words"""
_HINT = 0.4
_WORDS_AT_MOST = 20_000
_LOOKED_AT = 400_000
"""Characters of a document from which its language is told."""

_HOMES: dict[str, tuple[str, ...]] = {}
for _one in LANGUAGES:
    for _word in _one.words:
        _HOMES[_word] = (*_HOMES.get(_word, ()), _one.code)


def tell(text: str) -> str:
    """The language of a passage or a document, '' where its words are too few or of several."""
    scores, words = _scores(text)
    first, second = _two(scores)
    enough = first[1] >= max(2.0, 0.08 * words)
    return first[0] if enough and first[1] >= 2 * second[1] else ""


def asked(text: str) -> str:
    """The language of a question, by as little as one word; '' for names and single terms."""
    scores, _ = _scores(text)
    first, second = _two(scores)
    return first[0] if first[1] >= 2 * _HINT and first[1] > second[1] else ""


def of_document(text: str) -> str:
    """The language of most of a text, '' where no one is that of most; a text in two languages
    has it told passage by passage."""
    counts: Counter[str] = Counter()
    for paragraph in re.split(r"\n[ \t\r]*\n", text[:_LOOKED_AT]):
        if code := tell(paragraph):
            counts[code] += len(paragraph)
    if not counts:
        return tell(text[:_LOOKED_AT])
    best, most = counts.most_common(1)[0]
    return best if most >= 0.6 * counts.total() else ""


def _scores(text: str) -> tuple[dict[str, float], int]:
    """For each language how many of its words there are, shared ones in parts; and all words."""
    scores: dict[str, float] = {}
    count = 0
    for match in _WORD.finditer(text):
        count += 1
        if count > _WORDS_AT_MOST:
            break
        word = match[0].casefold().replace("’", "'")
        homes = _HOMES.get(word)
        if homes is None and len(word) > 3 and _WELSH.search(word):
            scores[WELSH] = scores.get(WELSH, 0.0) + _HINT
        for code in homes or ():
            scores[code] = scores.get(code, 0.0) + 1 / len(homes or ())
    return scores, count


def _two(scores: dict[str, float]) -> tuple[tuple[str, float], tuple[str, float]]:
    """The best and the second best."""
    ranked = [*sorted(scores.items(), key=lambda pair: -pair[1]), ("", 0.0), ("", 0.0)]
    return ranked[0], ranked[1]
