"""Who a report names as its makers: the list under 'Inspection team', by rows, cells or lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.model import Person
from indexer.entities.people import attendance, people_lists, person_names
from indexer.language import lexicon, patterns
from indexer.layout.blocks import Piece

_TEAM = re.compile(
    r"(?:the )?(?:[\w’'&-]+ ){0,3}(?:teams?|inspectors|reviewers|assessors|auditors)(?: members)?",
    re.IGNORECASE,
)
_MOST = 24
_LONGEST = 400
_SECOND = re.compile(r"(?<=[A-Za-z] )(?=(?:[A-Z][a-z’'-]+ ){1,2}[A-Z][A-Za-z’'-]*[a-z], )")
"""Where a second person may begin on a line whose columns came out as one."""


def named(text: str, made: Sequence[Piece]) -> tuple[Person, ...]:
    """Everybody that stands in a list under the heading of a team, each name once."""
    found: list[Person] = []
    for at, piece in enumerate(made):
        words = text[piece.span.start : piece.span.end].strip("*_: \n")
        if len(words) < 50 and piece.role in ("heading", "paragraph") and _TEAM.fullmatch(words):
            found += _members(text, made[at + 1 : at + 1 + _MOST])
    return attendance.once(found)


def _members(text: str, made: Sequence[Piece]) -> Iterator[Person]:
    """The people of the pieces below the heading, up to another heading or a paragraph."""
    for piece in made:
        if piece.role == "furniture":
            continue
        people = [one for words in _entries(text, piece) for one in _read(words)]
        whole = text[piece.span.start : piece.span.end]
        # The heads of two columns, or whose people they are, name nobody.
        label = len(whole) < 60 and not patterns.ENDED.search(whole) and piece.role != "heading"
        if not people and not label:
            return
        yield from people


def _entries(text: str, piece: Piece) -> Iterator[str]:
    if len(piece.span) > _LONGEST and piece.role != "row":
        return
    cells = [cell for row in piece.rows for cell in row.cells if cell is not None]
    words = [text[one.start : one.end] for one in cells] or [text[piece.outer : piece.span.end]]
    for line in (line for one in words for line in re.split(r"[\n\t]", one)):
        yield from _apart(line.strip(" *_" + patterns.BULLETS))


def _apart(line: str) -> Iterator[str]:
    """The entries of one line: 'Ada Quill, lead inspector Bo Hall, inspector' are two."""
    begun = 0
    for match in _SECOND.finditer(line):
        start = match.start()
        stop = line.index(",", start)
        while start < stop and person_names.office_word(line[start:stop].split(" ", 1)[0]):
            start += len(line[start:stop].split(" ", 1)[0]) + 1
        if start > begun and person_names.is_name(line[start:stop]):
            yield line[begun:start].strip()
            begun = start
    yield line[begun:].strip()


def _read(words: str) -> tuple[Person, ...]:
    """The one person of an entry who is named with an office."""
    if lexicon.tells(words):
        return ()
    people = people_lists.read(words, "membership", lines=True)
    return people if len(people) == 1 and people[0].role else ()
