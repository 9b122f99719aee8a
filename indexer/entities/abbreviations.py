"""Abbreviations as a document defines them: 'Long Form (SHORT)' and 'SHORT (long form)'.

Every letter of the short form is found in the long one, in order, the first at the head of a word
and most of the others too (the idea of Schwartz and Hearst, PSB 2003). Plurals, hyphens, '&' for
'and', and small words that lend no letter are allowed for.

A thing's own name is read beside what the thing is: 'the lamp counting system, Beacon, …'.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus import dates
from corpus.model import Definition, Document, Span
from indexer.entities.people import person_names
from indexer.language import patterns, phrases

_BRACKET = re.compile(r"\(([^()\n]{2,120}(?:\n[^()\n]{0,80})?)\)")
_SHORT = re.compile(r"[A-Z][A-Za-z0-9&.-]{0,12}[A-Za-z0-9](?:['’]?s)?")
_TOKEN = re.compile(r"[A-Za-z0-9][\w’'.]*|&")
_NAMED = re.compile(r"([A-Z]{2,5}) [A-Z][a-z]+")
_CLIP = re.compile(r"[A-Z][a-z]{1,4}")
_STOP = re.compile(r"[.;:!?](?=\s)|\n\s*\n|\t|[()\[\]•·]")
_SMALL = frozenset(
    ["of", "and", "the", "for", "in", "to", "on", "a", "an", "at", "by", "with", "&"]
)
_WINDOW = 160

_CALLED = phrases.either("names", "called")
_BESIDE = phrases.either("names", "beside")
_OPEN = re.compile(r"(?:new|old|current|existing|proposed|present|first|second|same|other)\s+")
_LINKS = frozenset(
    [
        "of",
        "the",
        "for",
        "in",
        "to",
        "on",
        "a",
        "an",
        "at",
        "by",
        "with",
        "from",
        "is",
        "was",
        "that",
    ]
)
_NAMES_KEPT = 6


def definitions(document: Document) -> list[Definition]:
    """Every definition in order of the text; the same pair is given once for each place."""
    return sorted([*_definitions(document), *_named(document)], key=lambda one: one.span)


def _named(document: Document) -> list[Definition]:
    """Things named beside what they are, each pair once, only the first few of a document."""
    made: dict[tuple[str, str], Definition] = {}
    found = [(one, False) for one in _CALLED.finditer(document.text)]
    found += [(one, True) for one in _BESIDE.finditer(document.text)]
    for match, beside in sorted(found, key=lambda one: one[0].start()):
        name = " ".join(match["name"].split())
        opening = _OPEN.match(match["long"])
        start = match.start("long") + (opening.end() if opening else 0)
        words = document.text[start : match.end("long")].split()
        if not 2 <= len(words) <= 5 or not _LINKS.isdisjoint(words):
            continue
        if {one.casefold() for one in name.split()} & {*dates.MONTHS, *dates.WEEKDAYS, *_SMALL}:
            continue
        if beside and person_names.is_name(name):
            continue
        one = _made(document, name, Span(start, match.end("long")), Span(start, match.end("name")))
        made.setdefault((one.short, one.long), one)
    return list(made.values())[:_NAMES_KEPT]


def _definitions(document: Document) -> Iterator[Definition]:
    text = document.text
    for match in _BRACKET.finditer(text):
        inner = match[1].strip().strip("“”\"'‘’")
        named = _NAMED.fullmatch(inner)
        if named:
            inner = named[1]
        clipped = _clipped(text, match, inner)
        if clipped is not None:
            short = " ".join(re.sub(r"['’]?s$", "", one) for one in inner.split())
            yield _made(document, short, clipped, Span(clipped.start, match.end()))
            continue
        if is_short(inner):
            start = max(0, match.start() - _WINDOW)
            stops = [stop.end() for stop in _STOP.finditer(text, start, match.start())]
            start = stops[-1] if stops else start
            if text[start : match.start()].strip() == "":
                continue
            long = _before(text, start, match.start(), _letters(inner))
            if long is not None:
                yield _made(document, inner, long, Span(long.start, match.end()))
            continue
        before = re.search(
            r"([A-Z][\w&/.-]{1,12}(?:['’]?s)?)\s*$",
            text[max(0, match.start() - 16) : match.start()],
        )
        if before and is_short(before[1]) and len(inner.split()) > 1:
            start = match.start() + 1 + text[match.start() + 1 : match.end()].index(inner)
            long = _after(text, start, start + len(inner), _letters(before[1]))
            if long is not None:
                whole = Span(max(0, match.start() - 16) + before.start(1), match.end())
                yield _made(document, before[1], long, whole)


def _clipped(text: str, match: re.Match[str], inner: str) -> Span | None:
    """'superintendents (Supts)': words cut short, each the beginning letters of one word."""
    short = [re.sub(r"['’]?s$", "", one) for one in inner.split()]
    if not 1 <= len(short) <= 3 or not all(_CLIP.fullmatch(one) for one in short):
        return None
    start = max(0, match.start() - 80)
    tokens = [Span(one.start(), one.end()) for one in _TOKEN.finditer(text, start, match.start())]
    run = tokens[-len(short) :]
    if len(run) < len(short) or text[run[-1].end : match.start()].strip():
        return None
    for clip, span in zip(short, run, strict=True):
        word = text[span.start : span.end].casefold()
        if word[0] != clip[0].casefold() or len(word) < len(clip) + 3:
            return None
        if not _within(word[1:], clip[1:].casefold()):
            return None
    return Span(run[0].start, run[-1].end)


def _made(document: Document, short: str, long: Span, span: Span) -> Definition:
    words = " ".join(patterns.TAG.sub(" ", document.text[long.start : long.end]).split())
    return Definition(singular(short), words.strip("*_‘“\"'"), document.id, span)


def is_short(words: str) -> bool:
    """Whether words look like an abbreviation: one token, two capitals or more, mostly capitals."""
    if not _SHORT.fullmatch(words):
        return False
    bare = singular(words)
    capitals = sum(char.isupper() for char in bare)
    return capitals >= 2 and capitals * 2 >= sum(char.isalpha() for char in bare)


def singular(short: str) -> str:
    """An abbreviation without the 's' of its plural or genitive."""
    bare = re.sub(r"['’]s?$", "", short)
    if len(bare) > 2 and bare.endswith("s") and bare[:-1].isupper():
        bare = bare[:-1]
    return bare.rstrip(".-/")


def _letters(short: str) -> str:
    return "".join(char for char in singular(short) if char.isalnum()).casefold()


def _before(text: str, start: int, end: int, letters: str) -> Span | None:
    """The shortest run of words that ends at ``end`` and spells ``letters``; one that begins with
    a small word ('of the Treasury' for 'OT') only where none with a word of weight does."""
    tokens = [Span(one.start(), one.end()) for one in _TOKEN.finditer(text, start, end)]
    if not tokens or text[tokens[-1].end : end].strip(" \n*_,\"'”’") or not letters:
        return None
    most = min(len(tokens), 3 * len(letters) + 2)
    small: Span | None = None
    for count in range(1, most + 1):
        run = tokens[-count:]
        if text[run[0].start].casefold() == letters[0] and _spells(text, run, letters):
            found = Span(run[0].start, run[-1].end)
            if text[run[0].start : run[0].end] not in _SMALL:
                return found
            small = small or found
    return small


def _after(text: str, start: int, end: int, letters: str) -> Span | None:
    tokens = [Span(one.start(), one.end()) for one in _TOKEN.finditer(text, start, end)]
    most = min(len(tokens), 3 * len(letters) + 2)
    for count in range(2, most + 1):
        run = tokens[:count]
        following = text[run[-1].end : end].lstrip()
        if following and following[0].isalnum():
            continue
        if text[run[0].start].casefold() == letters[0] and _spells(text, run, letters):
            return Span(run[0].start, run[-1].end)
    return None


def _spells(text: str, run: list[Span], letters: str) -> bool:
    """Whether the words give the letters in order, at least two thirds from the heads of words.

    No word of weight in front of the last letter's word may stand idle for more than one word.
    """
    words = [text[span.start : span.end].casefold().replace("’", "'") for span in run]
    return _fits(words, letters, 0, 0, 0, 0)


def _fits(words: list[str], letters: str, at: int, used: int, inner: int, idle: int) -> bool:
    if used == len(letters):
        rest = [word for word in words[at:] if word not in _SMALL]
        return len(rest) <= 3 and inner * 3 <= len(letters) and idle <= 1
    if at == len(words) or inner * 3 > len(letters) or idle > 1:
        return False
    word = words[at]
    if word == "&":
        word = "and"
    if word[0] == letters[used]:
        for extra in range(min(3, len(word) - 1), -1, -1):
            # One word may give several letters: 'CEx', 'CCTV' from 'closed-circuit'.
            more = letters[used + 1 : used + 1 + extra]
            if len(more) < extra or not _within(word[1:], more):
                continue
            if _fits(words, letters, at + 1, used + 1 + extra, inner + extra, idle):
                return True
    small = word in _SMALL or word == "and"
    return at > 0 and _fits(words, letters, at + 1, used, inner, idle + (0 if small else 1))


def _within(word: str, letters: str) -> bool:
    place = -1
    for letter in letters:
        place = word.find(letter, place + 1)
        if place < 0:
            return False
    return True
