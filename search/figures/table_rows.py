"""A row of a table as cells: each amount with the name of its row and the heads it stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus import reporting_periods
from corpus.model import Passage, Span
from search.figures import amounts
from search.figures.amounts import Role, Unit
from search.tokens import content_terms, terms

_POUNDS = re.compile(
    r"(?P<sign>£)\s?(?P<scale>m(?:illion)?\b|k\b|bn\b|['’]?000s?|thousand)?", re.IGNORECASE
)
_SCALES = {"m": 10**6, "million": 10**6, "k": 10**3, "bn": 10**9, "000": 10**3, "000s": 10**3}
_SCALES |= {"thousand": 10**3, "": 1}
_NUMBERED = re.compile(
    r"^\W*(?:no|nos|ref|item|pages?|pg|pp|row|line|id|paragraph|para|agenda item|number|rank|date|"
    r"time|tel|telephone|postcode|year|q|question|minute|risk score|score|rag)\W*$",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"(?:in )?(?:year|quarter|month|to date|ytd|full year|latest|current|previous|last year|"
    r"this year|year to date)",
    re.IGNORECASE,
)
_STANDARD = re.compile(
    r"\b(?:targets?|standards?|thresholds?|benchmarks?|promise)\b", re.IGNORECASE
)
_CONTENTS = re.compile(r"\W*(?:table of )?contents\b|\W*(?:list of )?(?:figures|tables)\W*$", re.I)
_OF_ALL = re.compile(
    r"\(?(?:[£$€]\s?(?:m|k|bn|million|thousand|['’]?000s?)?|%|per\s?cent)\)?", re.I
)
"""A head over the names of rows that says in what all of the table is."""
_EARLIER = re.compile(
    r"\((?:first|originally|previously|initially|wrongly|earlier|was|not)\b", re.I
)
_REMARK = re.compile(r"\(.{0,200}?\)|[%£#]|\b(?:number|count|value|total)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """An amount at ``at`` of its passage; ``name`` is what its row is called, ``head`` what its
    column is; ``measure`` both without period and unit."""

    at: Span
    value: float
    unit: Unit
    written: str
    name: str
    head: str
    measure: str
    about: str = ""
    high: float | None = None
    role: Role = ""


def cells(passage: Passage, heads: Sequence[str] = ()) -> Iterator[Cell]:
    """The amounts of a row whose other cells name them; none of what is no row of figures.

    ``heads`` are those of a row above, for a table whose heads are not known otherwise.
    """
    text = passage.text
    if "\t" not in text and not (passage.kind == "cell" and passage.columns):
        return
    pieces = text.split("\t")
    told = passage.columns.split(" | ") if passage.columns else list(heads)
    if len(told) != len(pieces):
        told = list(heads) if len(heads) == len(pieces) else told if len(pieces) == 1 else []
    lettered = _lettered(pieces, told)
    if any(_CONTENTS.match(heading) for heading in passage.section.headings):
        return
    name = lettered or next(
        (" ".join(p.split()) for n, p in enumerate(pieces) if _is_name(p, n)), ""
    )
    of_all = told[0] if told and _OF_ALL.fullmatch(told[0].strip()) else ""
    if len(pieces) == 1 or (not name and not told):
        return
    at = 0
    for place, piece in enumerate(pieces):
        start, at = at, at + len(piece) + 1
        head = " ".join(told[place].split()) if place < len(told) else ""
        found = amounts.cell(piece)
        if found is None or _NUMBERED.match(head) or (place == 0 and not head):
            continue
        if place == 0 and (_is_name(piece, 0) or re.fullmatch(r"[\d.()\s]+", piece)):
            continue
        space = len(piece) - len(piece.lstrip())
        unit, scale = _unit(found.unit, head, name, of_all)
        measure = _measure(name, head, passage)
        yield Cell(
            Span(start + space, start + space + len(piece.strip())),
            found.value * scale,
            unit,
            found.written,
            name,
            head,
            measure,
            found.about,
            found.high,
            "target" if _STANDARD.search(head) else "",
        )
        for other in amounts.find(piece)[1:]:
            span = Span(start + other.span.start, start + other.span.end)
            beside = other.unit == "%" and found.unit != "%"
            if beside or (other.unit == found.unit and _EARLIER.search(piece)):
                role: Role = "" if beside else "comparison"
                yield Cell(
                    span, other.value, other.unit, other.written, name, head, measure, role=role
                )


def _lettered(pieces: Sequence[str], told: Sequence[str]) -> str:
    """The name of a row that is one letter or short code under a head: "Band D"."""
    first = pieces[0].strip()
    head = " ".join(told[0].split()) if told else ""
    short = 0 < len(first) <= 2 and first.isalpha()
    return f"{head} {first}" if short and head and len(head.split()) <= 3 else ""


def _is_name(piece: str, place: int) -> bool:
    """Whether a cell names its row: the first with words in it, else one that is no amount."""
    letters = sum(c.isalpha() for c in piece)
    return letters >= 3 and (place == 0 or amounts.cell(piece) is None)


def _unit(unit: Unit, *words: str) -> tuple[Unit, float]:
    """The unit of a bare number as its heads give it, and what to multiply it by."""
    if unit != "count":
        return unit, 1
    for head in words:
        if found := _POUNDS.search(head):
            return "GBP", _SCALES.get((found["scale"] or "").lower().strip("'’"), 1)
        if "%" in head or re.search(r"\bper\s?cent|\bpercentage\b", head, re.IGNORECASE):
            return "%", 1
        found_time = re.search(
            r"\b(seconds|minutes|hours|days|weeks|months)\b", head, re.IGNORECASE
        )
        if found_time and not re.search(r"\b(?:within|in)\s", head):
            return found_time[1].lower(), 1  # type: ignore[return-value]
    return unit, 1


def _measure(name: str, head: str, passage: Passage) -> str:
    """Row and column in words; a table of one measure has it in its heading."""
    kept = [words for raw in (name, head) if (words := _plain(raw))]
    if len(kept) < 2 and len(content_terms(terms(" ".join(kept)))) < 2 and passage.section.headings:
        kept = [*kept, _plain(passage.section.headings[-1])]
    return ", ".join(dict.fromkeys(kept))


def _plain(words: str) -> str:
    for one in reversed(reporting_periods.find(words)):
        words = f"{words[: one.span.start]} {words[one.span.end :]}"
    bare = " ".join(_REMARK.sub(" ", words).split()).strip(" ,;:–—-/›")
    return "" if _WHEN.fullmatch(bare) or reporting_periods.is_part(bare) else bare
