"""Where a reader of a long list stands. A cursor belongs to one build and one question."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json

from corpus.errors import BadFilter


def key(build: str, question: object) -> str:
    """What a cursor is good for; twelve characters."""
    return hashlib.sha256(f"{build}\0{question!r}".encode("utf-8", "replace")).hexdigest()[:12]


def write(good_for: str, offset: int) -> str:
    """An opaque cursor."""
    raw = json.dumps([good_for, offset]).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def read(cursor: str | None, good_for: str) -> int:
    """The offset; 0 without a cursor. Raises BadFilter for one of another list or build."""
    if not cursor:
        return 0
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        owner, offset = json.loads(base64.urlsafe_b64decode(padded))
        if not isinstance(offset, int) or offset < 0:
            raise ValueError
    except (ValueError, TypeError, binascii.Error, RecursionError):
        raise BadFilter("The cursor is not one of Minuted's. Start the list again.") from None
    if owner != good_for:
        raise BadFilter(
            "The cursor belongs to another question, or to a build that has been replaced. "
            "Start the list again."
        )
    return offset
