"""Who has the floor: headings that are the names of those who speak, and where their turn ends.

A name looks like any two words in capitals, so a name at the head of a text counts only with the
person in evidence: listed among those present, or written with a title in the text ('Mr Redding').
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.model import Part
from indexer.entities.people import person_names
from indexer.language import patterns, phrases
from indexer.layout.blocks import Piece

_BRACKET = re.compile(r"(?<!\s)\s*\([^()]{2,120}\)$", re.DOTALL)
_TITLED = re.compile(
    r"\b(?:Mrs?|Ms|Miss|Dr|Cllr|Councillor|Sir|Dame|Professor)\.?\s+([A-Z][\w’'-]+)"
)
_CHAIR = phrases.either("attendance", "chair")


def speakers(text: str, part: Part, made: Sequence[Piece]) -> frozenset[int]:
    """Places of the headings among ``made`` that are names of speakers, each above their words.

    Names that follow one another as headings stand or fall together: at least half of the row
    must be in evidence.
    """
    named = {at: name for at, piece in enumerate(made) if (name := _name(text, piece))}
    if not named:
        return frozenset()
    known = {person.name.split()[-1].casefold() for person in part.people}
    known |= {one.casefold() for one in _TITLED.findall(text, part.span.start, part.span.end)}
    found: set[int] = set()
    row: list[int] = []
    headings = [at for at, piece in enumerate(made) if piece.role == "heading"]
    for at in [*headings, -1]:
        if at in named:
            row.append(at)
            continue
        if 2 * sum(named[one].split()[-1].casefold() in known for one in row) >= len(row):
            found.update(row)
        row = []
    return frozenset(found)


def chair_resumes(text: str, piece: Piece) -> bool:
    """Whether a paragraph is the chair's own words, with which a speaker's turn is over."""
    return piece.role == "paragraph" and bool(_CHAIR.match(text, piece.span.start, piece.span.end))


def _name(text: str, piece: Piece) -> str:
    """The name that a heading consists of, without the bracket after it; '' for any other."""
    if piece.role != "heading" or piece.label or piece.style or len(piece.span) > 200:
        return ""
    words = text[piece.span.start : piece.span.end].strip("*_ \n")
    name = " ".join(_BRACKET.sub("", words).split())
    return name if patterns.NAME_LINE.match(name) and person_names.is_name(name) else ""
