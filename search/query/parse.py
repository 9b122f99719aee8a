"""What was asked: the topic, what is left out, dates, kinds of document. No language to learn.

Everything that was read out of the words is listed in ``Asked.recognised``, so that a reader can
see it and take it back; what stands in quotation marks is never read as anything but words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

from corpus.errors import BadQuery
from search.index import NO_FILTER, Filter
from search.query.alternatives import MOST_ALTERNATIVES
from search.query.facets import QUOTED
from search.query.filters import narrow, without, written
from search.query.question_kind import SAID_OF_IT, framed_topic
from search.query.voices import People, voices
from search.results import Asked, Recognised
from search.tokens import says_nothing, terms

LONGEST = 4_000
"""Code points; more than this is no question, and a mistake in a script more often than not."""
MOST_WORDS = 200
"""Different words of one query: each of them is looked for."""
_LONGEST_EXCLUDED = 12
"""Terms of what is left out; more is prose, not a name."""
_MOST_QUOTED = 1000
_PRIVATE = 0xE000

_SIGNS = re.compile(f"[{chr(_PRIVATE)}-{chr(_PRIVATE + _MOST_QUOTED)}]")

_QUESTION = re.compile(
    r"\?\s*$|^\s*(?:who|what|when|where|why|how|which|whose|whom|is|are|was|were|do|does|did|has|"
    r"have|had|can|could|should|would|will)\b",
    re.IGNORECASE,
)
_EXCLUDING = re.compile(r"\s(?:(?i:but not|and not|except(?: for)?|excluding)|NOT)\s")
_NO_OR = re.compile(r"^\s*or\b|\bor\s*$", re.IGNORECASE)
_DIVIDING = re.compile(r"(?<!\d),|,(?!\d)|;|\sor\s", re.IGNORECASE)


Undivided = Callable[[str], Sequence[tuple[int, int]]]


def intent_of(text: str) -> Literal["search", "every", "ask"]:
    """Which of the three a person means who types ``text`` into the one box."""
    shielded = _shielded(text[:LONGEST])[0]
    try:
        bare = without(shielded, list(written(shielded)))
    except BadQuery:
        bare = shielded
    if framed_topic(_excluded(bare)[0]) is not None:
        return "every"
    return "ask" if _QUESTION.search(bare) else "search"


def read(
    text: str,
    intent: Literal["search", "every", "ask"],
    where: Filter,
    undivided: Undivided = lambda text: (),
    people: People = tuple,
) -> Asked:
    """Understand a query. ``where`` is what was asked outside the words; both must hold.

    A question keeps its dates as words: what was said in June about May answers it as well; only
    whose words are wanted is read out of it. What stands in quotation marks is only ever words.
    ``undivided`` gives the spans of names in a text that hold a comma or "or" themselves,
    ``people`` everybody whose words may be asked for.

    Raises BadQuery for a text that is empty, too long, without a word or without a topic, and for
    dates that there are not; BadFilter where both filters together leave nothing.
    """
    clean = re.sub(r"\s{2,}", " ", text.encode("utf-8", "replace").decode("utf-8")).strip()
    if not clean:
        raise BadQuery("Nothing was asked. Type a topic, a question or some words.")
    if len(clean) > LONGEST:
        raise BadQuery(
            f"The query is {len(clean):,} characters long; the longest that is read is "
            f"{LONGEST:,}. Ask for less at once."
        )
    words = terms(clean)
    if len(set(words)) > MOST_WORDS:
        raise BadQuery(
            f"The query has {len(set(words)):,} different words; at most {MOST_WORDS} are looked "
            "for at once. Ask for less."
        )
    if not words:
        raise BadQuery("There is no word in the query that could be looked for. Type some words.")
    asked = narrow(where, NO_FILTER)
    shielded, quoted = _shielded(clean)
    found = list(voices(shielded, people))[:1]
    if intent == "ask":
        topic = _restored(without(shielded, found), quoted) if found else ""
        if not terms(topic):
            return Asked(text=clean, intent=intent, where=asked, topics=(clean,))
        asked = narrow(asked, found[0].where)
        return Asked(clean, intent, asked, (topic,), recognised=(found[0].recognised,))
    found += [
        one
        for one in written(shielded)
        if not any(one.start < by.end and by.start < one.end for by in found)
    ]
    if shielded.startswith("NOT "):
        raise BadQuery(
            "Only what to leave out was given. Say first what to look for: "
            f"SOMETHING {' '.join(clean.split())[:40]}"
        )
    kept, left_out, leaving_out = _excluded(without(shielded, found))
    if intent == "every":
        kept = _unframed(kept)
    if not _says(kept):
        # Nothing but a date or a kind: then these words are the topic after all.
        kept, found, left_out, leaving_out = shielded, [], "", ""
    for read_ in found:
        asked = narrow(asked, read_.where)
    if says_nothing(terms(kept)) and not _SIGNS.search(kept):
        raise BadQuery(
            f"{kept!r} stands nearly everywhere. Add a word that says what to look for, or put it "
            "in quotation marks to look for it as it stands."
        )
    restored = partial(_restored, quoted=quoted)
    excluded = tuple(map(restored, _topics(_unframed(left_out), undivided))) if left_out else ()
    topics = _topics(kept, undivided) if intent == "every" else (kept,)
    recognised = [read_.recognised for read_ in found]
    recognised += [Recognised("phrase", q, q[1:-1]) for q in quoted if _says(q)]
    if excluded:
        recognised.append(Recognised("without", restored(leaving_out), " or ".join(excluded)))
    return Asked(
        text=clean,
        intent=intent,
        where=asked,
        topics=tuple(map(restored, topics)),
        excluded=excluded,
        recognised=tuple(recognised),
    )


def _shielded(text: str) -> tuple[str, list[str]]:
    """The text on one line with a sign for each quotation, and the quotations, marks included.

    The signs are characters for private use, which no word holds.
    """
    quoted: list[str] = []

    def sign(match: re.Match[str]) -> str:
        if len(quoted) == _MOST_QUOTED or not terms(match.group()):
            return f" {match.group()[1:-1]} "
        quoted.append(match.group())
        return chr(_PRIVATE + len(quoted) - 1)

    line = " ".join(_SIGNS.sub(" ", text).split())
    return " ".join(QUOTED.sub(sign, line).split()), quoted


def _restored(text: str, quoted: Sequence[str]) -> str:
    return _SIGNS.sub(lambda sign: quoted[ord(sign.group()) - _PRIVATE], text)


def _says(text: str) -> bool:
    """Whether there is anything in it to look for."""
    return bool(_SIGNS.search(text) or terms(text))


def _unframed(text: str) -> str:
    """The topic without what frames it, and without what is said to have been done with it."""
    topic = framed_topic(text)
    bare = text if topic is None else topic
    return SAID_OF_IT.sub("", bare).strip()


def _excluded(text: str) -> tuple[str, str, str]:
    """The topic, what stands after the first 'but not', 'except', 'excluding' or NOT in capitals,
    and both words and topic as they are written. Nothing is left out by a long piece of prose.
    """
    found = _EXCLUDING.search(text)
    if not found or not _says(text[: found.start()]):
        return text, "", ""
    dropped = text[found.end() :].strip(" ,;?.!")
    if not _says(dropped) or len(terms(dropped)) > _LONGEST_EXCLUDED:
        return text, "", ""
    return text[: found.start()].strip(" ,;"), dropped, text[found.start() :].strip()


def _topics(text: str, undivided: Undivided) -> tuple[str, ...]:
    """Alternatives: 'or', commas and semicolons divide them where they are no part of a name.

    A text with too many of them is no list but prose, and one topic.
    """
    whole = undivided(text)
    pieces, start = [], 0
    for mark in _DIVIDING.finditer(text):
        if not any(low <= mark.start() and mark.end() <= high for low, high in whole):
            pieces.append(text[start : mark.start()])
            start = mark.end()
    pieces.append(text[start:])
    kept = tuple(dict.fromkeys(p for piece in pieces if _says(p := _NO_OR.sub("", piece).strip())))
    return kept if 0 < len(kept) <= MOST_ALTERNATIVES else (text,)
