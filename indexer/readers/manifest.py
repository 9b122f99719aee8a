"""``manifest.jsonl`` in an archive's folder: what its keeper knows about each file. Optional.

One JSON object a line: ``path`` (relative, with ``/``) and any of ``title``, ``kind``, ``body``,
``published_on``, ``url``. Other keys are ignored, and so is a file in which no line has a ``path``:
it belongs to another program.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus import periods
from corpus.kinds import NAMES, Kind

NAME = "manifest.jsonl"
_KINDS = frozenset(NAMES)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the manifest says of one file; ``None`` where it says nothing."""

    title: str | None = None
    kind: Kind | None = None
    body: str | None = None
    published_on: str | None = None
    url: str | None = None


def read_manifest(root: Path) -> dict[str, Entry]:
    """Path → entry; empty where there is no manifest. A bad line is left out (``faults``)."""
    return _read(root)[0]


def faults(root: Path) -> tuple[str, ...]:
    """What is wrong with a manifest, one line for each of its lines that is not used."""
    return _read(root)[1]


class _Fault(ValueError):
    """What is wrong with one line."""


def _read(root: Path) -> tuple[dict[str, Entry], tuple[str, ...]]:
    place = root / NAME
    if not place.is_file():
        return {}, ()
    try:
        lines = place.read_bytes().decode("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        return {}, (f"{NAME} cannot be read ({error}), nothing of it is used; save it as UTF-8.",)
    rows: list[tuple[int, Mapping[str, object] | _Fault]] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            rows.append((number, _object(line)))
    objects = [row for _, row in rows if not isinstance(row, _Fault)]
    if objects and not any("path" in row for row in objects):
        return {}, ()
    entries: dict[str, Entry] = {}
    told: list[str] = []
    for number, row in rows:
        try:
            if isinstance(row, _Fault):
                raise row
            path, entry = _path(row, entries), _entry(row)
            entries[path] = entry
        except _Fault as fault:
            left_out = "the line is not used. Correct it or remove it."
            told.append(f"{NAME}, line {number}: {fault}; {left_out}")
    return entries, tuple(told)


def _path(row: Mapping[str, object], entries: Mapping[str, Entry]) -> str:
    path = row.get("path")
    if not isinstance(path, str) or not path:
        raise _Fault("it has no 'path'")
    if path in entries:
        raise _Fault(f"it is the second one for {path!r}")
    return path


def _object(line: str) -> Mapping[str, object] | _Fault:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return _Fault(f"it is not JSON ({error})")
    return row if isinstance(row, dict) else _Fault("it is not a JSON object")


def _entry(row: Mapping[str, object]) -> Entry:
    kind = _text(row, "kind")
    if kind is not None and kind not in _KINDS:
        raise _Fault(f"the kind {kind!r} is none of {', '.join(sorted(_KINDS))}")
    day = _text(row, "published_on")
    if day is not None and (periods.days(day) is None or periods.is_stretch(day)):
        raise _Fault(f"published_on {day!r} is not a date such as 2018-05-29 or 2018-05")
    url = _text(row, "url")
    if url is not None and not re.match(r"https?://[^\s/]", url):
        raise _Fault(f"the url {url!r} does not begin with https://")
    return Entry(
        title=_text(row, "title"),
        kind=kind,
        body=_text(row, "body"),
        published_on=day,
        url=url,
    )


def _text(row: Mapping[str, object], key: str) -> str | None:
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise _Fault(f"its {key!r} is not text")
    if not value.isprintable():  # a line break or half a surrogate pair has no place in a name
        raise _Fault(f"its {key!r} holds characters that cannot be printed")
    return value.strip() or None
