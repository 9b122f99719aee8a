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
from corpus.errors import BadManifest
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
    """Path → entry; empty where there is no manifest. Raises BadManifest naming file and line."""
    place = root / NAME
    if not place.is_file():
        return {}
    try:
        lines = place.read_bytes().decode("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadManifest(f"{NAME} cannot be read ({error}); save it as UTF-8.") from None
    rows: list[tuple[int, Mapping[str, object]]] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            rows.append((number, _object(number, line)))
    if not any("path" in row for _, row in rows):
        return {}
    entries: dict[str, Entry] = {}
    for number, row in rows:
        path = row.get("path")
        if not isinstance(path, str) or not path:
            raise _bad(number, "it has no 'path'")
        if path in entries:
            raise _bad(number, f"it is the second one for {path!r}")
        entries[path] = _entry(number, row)
    return entries


def _object(number: int, line: str) -> Mapping[str, object]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _bad(number, f"it is not JSON ({error})") from None
    if not isinstance(row, dict):
        raise _bad(number, "it is not a JSON object")
    return row


def _entry(number: int, row: Mapping[str, object]) -> Entry:
    kind = _text(number, row, "kind")
    if kind is not None and kind not in _KINDS:
        raise _bad(number, f"the kind {kind!r} is none of {', '.join(sorted(_KINDS))}")
    day = _text(number, row, "published_on")
    if day is not None and (periods.days(day) is None or periods.is_stretch(day)):
        raise _bad(number, f"published_on {day!r} is not a date such as 2018-05-29 or 2018-05")
    url = _text(number, row, "url")
    if url is not None and not re.match(r"https?://[^\s/]", url):
        raise _bad(number, f"the url {url!r} does not begin with https://")
    return Entry(
        title=_text(number, row, "title"),
        kind=kind,
        body=_text(number, row, "body"),
        published_on=day,
        url=url,
    )


def _text(number: int, row: Mapping[str, object], key: str) -> str | None:
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise _bad(number, f"its {key!r} is not text")
    if not value.isprintable():  # a line break or half a surrogate pair has no place in a name
        raise _bad(number, f"its {key!r} holds characters that cannot be printed")
    return value.strip() or None


def _bad(number: int, fault: str) -> BadManifest:
    return BadManifest(f"{NAME}, line {number}: {fault}. Correct the line or remove it.")
