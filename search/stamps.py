"""Digests of files that are hashed again only when a file is no longer the one that was hashed.

A file is taken for the same while its size, inode and both its times are. The time of its last
change (ctime) cannot be set by who writes to it, so nothing is overlooked but a disk that loses
bits by itself: ``minuted check`` reads every byte.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from pathlib import Path

from search.disk import put

_SETTLED = 2_000_000_000
"""Nanoseconds. A file changed less long ago may change again without its times telling."""

Facts = list[int]


def digest(path: Path) -> str:
    """sha256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Stamps:
    """What was hashed before, kept in one small file of its own. Safe to share between threads.

    Where that file cannot be read, or not be written, everything is hashed.
    """

    def __init__(self, kept: Path) -> None:
        self._kept = kept
        self._known = _read(kept)
        self._found: dict[str, tuple[Facts, str]] = {}

    def digest(self, path: Path) -> str:
        """sha256 of a file, in hex; raises OSError."""
        key, facts = str(path.resolve()), _facts(path)
        if (known := self._known.get(key)) and known[0] == facts:
            return known[1]
        found = digest(path)
        if _facts(path) == facts and max(facts[2:]) < time.time_ns() - _SETTLED:
            self._found[key] = facts, found
        return found

    def knows(self, path: Path) -> bool:
        """Whether a file is still the one that was hashed before."""
        try:
            known = self._known.get(str(path.resolve()))
            return known is not None and known[0] == _facts(path)
        except OSError:
            return False

    def keep(self) -> None:
        """Write down what was hashed, for the next time."""
        if not self._found:
            return
        both = self._known | self._found
        held = {key: list(value) for key, value in both.items() if os.path.exists(key)}
        put(self._kept, json.dumps([held, _sum(held)]).encode())


def _facts(path: Path) -> Facts:
    found = path.stat()
    return [found.st_size, found.st_ino, found.st_mtime_ns, found.st_ctime_ns]


def _sum(held: object) -> str:
    return hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()


def _read(kept: Path) -> dict[str, tuple[Facts, str]]:
    """Nothing, where what was kept is torn."""
    try:
        held, signed = json.loads(kept.read_text("utf-8"))
        if signed != _sum(held):
            return {}
        return {key: (facts, found) for key, (facts, found) in held.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
