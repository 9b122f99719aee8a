"""Who signs a letter or a report, and to whom a letter is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus import dates
from corpus.model import Person
from indexer.entities.people import attendance, people_lists, person_names
from indexer.language import lexicon, patterns, titles
from indexer.layout.blocks import Piece

_DEAR = re.compile(r"(?:dear|annwyl)\b[ ,]*(?P<who>[^,\n]{0,80})", re.IGNORECASE)
COPIES = re.compile(r"(?:cc|c\.c\.|copy(?: to)?|copies(?: to)?|enc(?:s|l|losures?)?|bcc)\b", re.I)
_FROM = re.compile(r"(?:from|sender|by)\s*:", re.IGNORECASE)
_TO = re.compile(
    r"(?:to|f\.?a\.?o\.?|for the attention of|for attention)(?:\s*[:.]\s+|\s+)(?=[A-Z])", re.I
)
_MOST_SIGNING = 24
_MOST_ADDRESS = 30


def signed(text: str, made: Sequence[Piece], letter: bool = True) -> tuple[Person, ...]:
    """Who signs: names with the office under each, after a letter's greeting at the end, or at
    the head or the end of a report."""
    closing = [
        at
        for at, piece in enumerate(made)
        if len(piece.span) < 60 and lexicon.SIGNED.match(text[piece.outer : piece.span.end])
    ]
    if closing and letter:
        lines = [*_after(text, made[closing[-1] : closing[-1] + _MOST_SIGNING])]
        people = [*_pairs(lines, alone=True)]
    else:
        ends = [*made[:10], *made[-16:]] if len(made) > 26 else made
        lines = []
        for piece in made[closing[-1] + 1 : closing[-1] + 6] if closing else ends:
            words = text[piece.outer : piece.span.end]
            lines += [one.strip(" *_") for one in words.split("\n")] if len(words) < 200 else [""]
        people = [*_pairs(lines, alone=False)]
    return attendance.once([replace(one, attendance="author") for one in people])


def _after(text: str, made: Sequence[Piece]) -> Iterator[str]:
    """The lines under a letter's last greeting, up to what is copied to whom and to notes."""
    for number, piece in enumerate(made):
        words = text[piece.outer : piece.span.end]
        if number and (len(words) > 300 or COPIES.match(words)):
            return
        if piece.role != "furniture":
            lines = re.split(r"[\n\t]", words)
            yield from (one.strip(" *_\t") for one in (lines[1:] if number == 0 else lines))
            yield ""


def _pairs(lines: Sequence[str], alone: bool) -> Iterator[Person]:
    """Names with the office on the line under each or after a comma; with ``alone`` the first
    name of all may stand without one."""
    filled = [line for line in lines if line]
    found = False
    for at, line in enumerate(filled):
        if COPIES.match(line) or patterns.numbered(line):
            continue
        opening = re.split(r",| [-–—] |\(", line)[0]
        if person_names.read(opening) is None or len(line) > 120:
            continue
        here = people_lists.read(line, "author", lines=True)
        if len(here) != 1:
            continue
        person = here[0]
        office = filled[at + 1] if at + 1 < len(filled) else ""
        under = _office(office) and len(office) < 90 and not COPIES.match(office)
        if not person.role and under and not person_names.read(office):
            person = replace(person, role=" ".join(office.split()))
        if _office(person.role) or (alone and not found and not lexicon.tells(line)):
            found = True
            yield person


def _office(words: str) -> bool:
    """Whether words name an office, or are those of an inspector: 'HMI Constabulary'."""
    first = words.split(" ", 1)[0]
    return bool(lexicon.OFFICE.search(words)) or (first.isupper() and titles.rank(first))


def addressed(text: str, made: Sequence[Piece]) -> tuple[Person, ...]:
    """To whom a letter is written: the names above 'Dear', else the one that it greets."""
    at, greeted = _greeting(text, made)
    if at is None:
        return ()
    lines: list[str] = []
    for piece in made[max(0, at - _MOST_ADDRESS) : at]:
        if piece.role == "furniture" or len(piece.span) > 1500:
            continue
        lines += [one.strip(" *_\t") for one in text[piece.outer : piece.span.end].split("\n")]
        lines.append("")
    found = [*_address(lines)]
    named = person_names.read(greeted)
    if not found and named is not None and named.titled:
        found = [Person(named.name, named.rank, "addressee", " ".join(greeted.split()))]
    return attendance.once(found)


def _greeting(text: str, made: Sequence[Piece]) -> tuple[int | None, str]:
    for at, piece in enumerate(made[: 2 * _MOST_ADDRESS]):
        match = _DEAR.match(text[piece.outer : min(piece.span.end, piece.outer + 120)])
        if match is not None and piece.role != "furniture":
            return at, match["who"].strip()
    return None, ""


def _address(lines: Sequence[str]) -> Iterator[Person]:
    """People of an address block: each name opens an entry, its office beside or under it."""
    entries: list[str] = []
    filled = [line for line in lines if line]
    last = ""
    for line, after in zip(filled, [*filled[1:], ""], strict=False):
        before, last = last, ""
        if _FROM.match(line) or dates.find(line):
            continue
        bare = _TO.sub("", line)
        opening = re.split(r",| [-–—] |\(", bare)[0]
        named = person_names.read(opening)
        told = named is not None and (named.titled or bool(named.office) or opening != bare)
        if told or (named is not None and _office(after)):
            entries.append(bare)
            last = line
        elif not before or lexicon.KEYED.match(line) or any(map(str.isdigit, line)):
            continue
        elif _office(line) and "," not in entries[-1]:
            entries[-1] = f"{entries[-1]}, {line}"
            last = line
        elif len(before) > 50:
            # An entry that fills its line goes on in the next.
            entries[-1] = f"{entries[-1]} {line}"
    for entry in entries:
        yield from people_lists.read(entry, "addressee", lines=True)[:1]
