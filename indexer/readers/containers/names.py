"""Names of files as they can be printed, stored and sent; and which files are no documents."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

LEFT_OUT_FOLDERS = frozenset({"__MACOSX", "__pycache__", "node_modules", "$RECYCLE.BIN"})
LEFT_OUT_FILES = frozenset({"thumbs.db", "desktop.ini", "icon\r"})

COMPONENT_AT_MOST = 200
"""Characters of one name that are kept; its ending stays."""

_ODD = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]|\\(?=x[0-9a-f]{2})")
_SPELLING = re.compile(rb"\\x([01][0-9a-f]|5c|7f|[89a-f][0-9a-f])")
_DRIVE = re.compile(r"^[A-Za-z]:(?=[/\\]|$)")


def spelled(name: str) -> str:
    """A file name that can be printed, stored and sent: odd bytes as ``\\xNN``.

    No two names are spelled alike: what looks like such a spelling has its stroke spelled too.
    """
    return _ODD.sub(lambda match: f"\\x{ord(match[0]) & 0xFF:02x}", name)


def unspelled(name: str) -> str:
    """The name that ``spelled`` was given, as the file system has it."""
    raw = _SPELLING.sub(lambda match: bytes((int(match[1], 16),)), os.fsencode(name))
    return os.fsdecode(raw)


def is_left_out(name: str) -> bool:
    """Whether a file is one that operating systems and programs leave beside documents."""
    plain = name.lower()
    return plain in LEFT_OUT_FILES or plain.startswith((".", "~$"))


def inner(name: str) -> tuple[str, ...]:
    """The components of a name as an archive or a mail gives it; ``..`` among them stays.

    Drives, leading strokes and dots are dropped, both kinds of stroke part folders.
    """
    bare = _DRIVE.sub("", name.replace("\\", "/"))
    parts = (spelled(part.strip()) for part in bare.split("/"))
    return tuple(_short(part) for part in parts if part not in ("", "."))


def holds_nothing(parts: Sequence[str]) -> bool:
    """Whether a file inside a container is left out as it would be in a folder."""
    folders = parts[:-1]
    hidden = any(part[:1] == "." != part[1:2] or part in LEFT_OUT_FOLDERS for part in folders)
    return hidden or not parts or is_left_out(parts[-1])


def _short(name: str) -> str:
    if len(name) <= COMPONENT_AT_MOST:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 8:
        return name[:COMPONENT_AT_MOST]
    return stem[: COMPONENT_AT_MOST - len(ending) - 1] + "." + ending
