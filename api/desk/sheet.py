"""The scrutiny sheet: passages in an order, under sections, with the reader's notes and questions.

It is held by whoever reads it: in the form of the page, in the address, in the browser, or in a
file that can be sent and opened again. Nothing of it is kept here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from api.views.request import clean
from corpus.errors import BadQuery

MOST = 120
"""Passages of one sheet."""
LONGEST = 20_000
"""Code points of one note, and of one question."""
_LONGEST_LINE = 300
KIND = "minuted scrutiny sheet"
_VERSION = 1
# Whatever else an id may hold, a cookie could not carry.
_ID = re.compile(r"[!#-+\--:<-\[\]-{}~]{1,200}")
HEAD = ("title", "meeting", "date", "to")
"""What stands over a sheet: its title, the meeting, its day, and to whom it goes."""
_OWN = ("section", "note", "question")
"""What a reader writes beside a passage; ``section`` is the heading that begins above it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage on the sheet. ``said`` is its citation in words, for the day it is gone."""

    passage: str
    section: str = ""
    note: str = ""
    question: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet. Each passage stands on it once."""

    title: str = ""
    meeting: str = ""
    date: str = ""
    to: str = ""
    entries: tuple[Entry, ...] = ()

    @property
    def ids(self) -> list[str]:
        return [entry.passage for entry in self.entries]

    def without(self, passage: str) -> Sheet:
        """The sheet without one passage and what is written beside it."""
        return replace(self, entries=tuple(e for e in self.entries if e.passage != passage))

    def moved(self, passage: str, by: int) -> Sheet:
        """The sheet with one passage a place up (-1) or down (+1), as far as that goes."""
        held = list(self.entries)
        place = next((n for n, entry in enumerate(held) if entry.passage == passage), None)
        if place is None or not 0 <= place + by < len(held):
            return self
        held[place], held[place + by] = held[place + by], held[place]
        return replace(self, entries=tuple(held))

    def asking(self, passages: Sequence[str], question: str) -> Sheet:
        """The sheet with passages added and a question beside the first of them."""
        entries = {entry.passage: entry for entry in self.entries}
        for passage in passages:
            entries.setdefault(passage, Entry(passage))
        first = passages[0]
        written = [part for part in (entries[first].question, question) if part]
        asked = "\n".join(dict.fromkeys(written))
        entries[first] = replace(entries[first], question=asked)
        return replace(self, entries=tuple(entries.values())[:MOST])

    def address(self) -> str:
        """An address that holds all of it."""
        pairs = [("p", passage) for passage in self.ids]
        pairs += [(name, value) for name in HEAD if (value := getattr(self, name))]
        for entry in self.entries:
            pairs += [
                (f"{name}.{entry.passage}", value)
                for name in _OWN
                if (value := getattr(entry, name))
            ]
        return f"/sheet?{urlencode(pairs)}" if pairs else "/sheet"


def ids(raw: Iterable[str]) -> list[str]:
    """The ids of passages, each once; what could not be one is dropped."""
    sound = [one for one in (written.strip() for written in raw) if _ID.fullmatch(one)]
    return list(dict.fromkeys(sound))[:MOST]


def read(passages: Iterable[str], fields: Mapping[str, str]) -> Sheet:
    """A sheet out of the fields of a form or an address: ``note.ID`` stands beside ``ID``."""
    head = {name: _line(fields.get(name, "")) for name in HEAD}
    entries = tuple(
        Entry(
            passage,
            section=_line(fields.get(f"section.{passage}", "")),
            note=_text(fields.get(f"note.{passage}", "")),
            question=_text(fields.get(f"question.{passage}", "")),
        )
        for passage in ids(passages)
    )
    return Sheet(**head, entries=entries)


def drafts(raw: Iterable[str]) -> list[tuple[list[str], str]]:
    """Draft questions as the page of a briefing sends them: ``ID,ID|QUESTION``."""
    found = []
    for written in raw:
        named, _, question = written.partition("|")
        passages = ids(named.split(","))
        if passages and _text(question):
            found.append((passages, _text(question)))
    return found


def dumped(sheet: Sheet) -> str:
    """The sheet as a file."""
    plain = {
        "kind": KIND,
        "version": _VERSION,
        **{name: getattr(sheet, name) for name in HEAD},
        "entries": [
            {name: getattr(entry, name) for name in ("passage", *_OWN, "said")}
            for entry in sheet.entries
        ],
    }
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def loaded(text: str) -> Sheet:
    """The sheet of a file; raises BadQuery for a file that is none."""
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError):
        plain = None
    if not isinstance(plain, dict) or plain.get("kind") != KIND:
        raise BadQuery(
            "This file is no scrutiny sheet. Choose one that “Save as a file” on the page of a "
            "sheet has made."
        )
    if plain.get("version") != _VERSION:
        raise BadQuery("This sheet was saved by another version of Minuted. Save it again there.")
    rows = plain.get("entries")
    held = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    entries = {passage: row for row in held for passage in ids([_plain(row, "passage")])}
    return Sheet(
        **{name: _line(_plain(plain, name)) for name in HEAD},
        entries=tuple(
            Entry(
                passage,
                _line(_plain(row, "section")),
                _text(_plain(row, "note")),
                _text(_plain(row, "question")),
                _line(_plain(row, "said"))[: 5 * _LONGEST_LINE],
            )
            for passage, row in list(entries.items())[:MOST]
        ),
    )


def _plain(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name, "")
    return value if isinstance(value, str) else ""


def _line(text: str) -> str:
    return " ".join(clean(text[: 10 * _LONGEST_LINE]).split())[:_LONGEST_LINE]


def _text(text: str) -> str:
    return clean(text[:LONGEST].replace("\r\n", "\n")).strip()
