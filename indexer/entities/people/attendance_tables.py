"""Who was there by tables: a person a row, a mark in a column, two lists side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.model import Attendance, Person
from indexer.entities.people import people_lists, person_names
from indexer.language import attendance_keys
from indexer.layout.blocks import Piece
from indexer.layout.tables import Row

_NAMES = re.compile(r"(?:full )?names?|members?(?: name)?|attendees?|councillors?|who|person", re.I)
_OFFICES = re.compile(
    r"(?:role|title|job title|position|capacity|office|post|organi[sz]ation|representing|agency|"
    r"designation|ward|body|force)s?(?:\W.*)?",
    re.IGNORECASE,
)
_MARK = re.compile(r"[✓✔√☑●•xX✗]|[Yy](?:es)?|P|A|Ap")
_NOT = re.compile(r"[Nn]o?|-|–|✗")
_SAID = re.compile(
    r"present|attend(?:ed|ing)|apolog(?:y|ies)(?: sent| given)?|absent", re.IGNORECASE
)
_STATUS = {"p": "present", "a": "apologies", "ap": "apologies"}


Heads = tuple[str, ...]


def rows(
    text: str, piece: Piece, zone: Attendance | None, before: Heads
) -> tuple[list[Person], Attendance | None, Heads]:
    """People from the rows of a table, and the list and the heads that are open after them.

    ``before`` are the heads of the row before, where the format gives every row by itself.
    """
    found: list[Person] = []
    for row in piece.rows:
        cells = _cells(text, row)
        filled = [cell for cell in cells if cell]
        if not filled:
            continue
        if row.label:
            zone = None
            continue
        heads = tuple(map(_words, row.heads)) or before
        if len(filled) > 1 and _lists(filled):
            before = tuple(cells)
            continue
        if _lists(heads) and attendance_keys.zone(filled[0]) is None:
            for cell, head in zip(cells, heads, strict=False):
                here = attendance_keys.zone(head)
                found.extend(people_lists.read(cell, here, lines=True) if here and cell else ())
            continue
        if zone is None and _is_list(heads or cells):
            zone = "present"
        named = any(_NAMES.fullmatch(one) for one in filled)
        if named and len(filled) > 1 and all(map(_head, filled)):
            before = tuple(cells)
            continue
        opened = attendance_keys.zone(filled[0])
        if opened is not None:
            zone = opened
            while filled and attendance_keys.zone(filled[0]) is not None:
                filled = filled[1:]
        elif (keyed := _keyed(filled[0])) is not None:
            zone, rest = keyed
            filled[0] = rest
        if zone is not None and filled:
            here = _marked(cells, heads) or zone
            found.extend(_row([one for one in filled if not _mark(one)], here))
            zone = "present" if zone == "minutes" else zone
    return found, zone, before


def _head(cell: str) -> bool:
    """Whether a cell is the head of a column of such a table."""
    known = _NAMES.fullmatch(cell) or _OFFICES.fullmatch(cell)
    return bool(known) or attendance_keys.zone(cell) is not None


def _cells(text: str, row: Row) -> list[str]:
    """The cells of a row with the marks in them, which are no words."""
    start = text.rfind("\n", 0, row.span.start) + 1
    end = text.find("\n", row.span.end)
    line = text[start : end if end >= 0 else len(text)]
    raw = [_words(cell) for cell in line.split("\t")]
    if len(raw) == len(row.cells):
        return raw
    return [_words(text[cell.start : cell.end]) if cell else "" for cell in row.cells]


def _is_list(heads: Sequence[str]) -> bool:
    """Whether columns are a list of people: names beside their offices or their attendance."""
    named = any(_NAMES.fullmatch(head) for head in heads)
    beside = any(_OFFICES.fullmatch(head) or attendance_keys.zone(head) for head in heads)
    return named and beside and len(heads) > 1


def _lists(heads: Sequence[str]) -> bool:
    """Whether each column is a list of its own: 'Present' beside 'Apologies'."""
    zones = {attendance_keys.zone(head) for head in heads if head}
    return len(zones) > 1 and None not in zones


def _words(cell: str) -> str:
    return " ".join(re.sub(r"</?\w[^<>]{0,40}>", " ", cell).split()).rstrip(":")


def _keyed(cell: str) -> tuple[Attendance, str] | None:
    key, colon, rest = cell.partition(":")
    zone = attendance_keys.zone(key) if colon and rest.strip() else None
    return (zone, rest.strip()) if zone is not None else None


def _mark(cell: str) -> bool:
    return bool(_MARK.fullmatch(cell) or _NOT.fullmatch(cell) or _SAID.fullmatch(cell))


def _marked(cells: Sequence[str], heads: Sequence[str]) -> Attendance | None:
    """How somebody was there by a mark under 'Present' or 'Apologies', or by the word itself."""
    for at, cell in enumerate(cells):
        head = attendance_keys.zone(heads[at]) if at < len(heads) else None
        if at and _SAID.fullmatch(cell):
            return attendance_keys.zone(cell)
        if head is None or not cell:
            continue
        if cell.casefold() in _STATUS:
            return "apologies" if _STATUS[cell.casefold()] == "apologies" else "present"
        if _MARK.fullmatch(cell) and not _NOT.fullmatch(cell):
            return head
        if _NOT.fullmatch(cell) and head == "present":
            return "absent"
    return None


def _row(cells: Sequence[str], zone: Attendance) -> list[Person]:
    """The people of one row: each cell its own, or the first with its office beside it."""
    named = [person_names.read(cell.split(",")[0].split("(")[0]) for cell in cells]
    whose = [at for at, one in enumerate(named) if one is not None]
    if len(whose) == 1 and len(cells) > 1:
        at = whose[0]
        before = "" if at == 0 or not _short_office(cells[0]) else cells[0]
        beside = [cell for cell in cells[at + 1 :] if len(cell) < 160]
        if before and not beside:
            return [*people_lists.read(f"{before}: {cells[at]}", zone)]
        made = people_lists.read(cells[at], zone, lines=True)
        if len(made) != 1:
            return [*made]
        person = made[0]
        role = ", ".join(beside)
        told = f"{role} ({person.role})" if role and person.role else role or person.role
        return [Person(person.name, told, person.attendance, person.written)]
    return [one for cell in cells for one in people_lists.read(cell, zone, lines=True)]


def _short_office(cell: str) -> bool:
    return len(cell) < 80 and person_names.names_office(cell)
