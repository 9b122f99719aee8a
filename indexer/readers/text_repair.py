"""Repairs to text that Minuted composes itself (PDF, HTML, DOCX); never to a .txt or .md file.

They happen once, while reading, so that a quotation and its source agree for ever after: ligatures
are spelled out (ﬁ → fi), soft hyphens, control characters, zero-width and text-direction marks
removed, kinds of space made plain spaces, symbol-font bullets made "•", letters composed (NFC).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

MARKS_IN_A_ROW = 16
"""Combining marks kept in a row; the composition of long rows takes time squared."""
MARKS_REFUSED = 1000
"""A longer row in a plain text file, which is never altered, makes it unreadable."""

_LIGATURES = {
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "ﬅ": "st",
    "ﬆ": "st",
}
# Bullets of the Symbol and Wingdings fonts, which PDF and DOCX hand over as private characters.
_SYMBOL_BULLETS = "\uf0b7\uf06e\uf06c\uf0a7\uf0d8\uf0fc\uf076\uf071\uf06f\uf075\uf0a8\uf0e0\uf09f"
_TABLE = (
    {ord(k): v for k, v in _LIGATURES.items()}
    | dict.fromkeys(map(ord, _SYMBOL_BULLETS), "•")
    | dict.fromkeys(map(ord, "\u00a0\u1680\u202f\u205f\u3000"), " ")
    | dict.fromkeys(range(0x2000, 0x200B), " ")
    | dict.fromkeys((0x00AD, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF), None)
    | dict.fromkeys((0x200B, 0x200E, 0x200F), None)
    | dict.fromkeys(range(0x202A, 0x202F), None)
    | dict.fromkeys(range(0x2066, 0x206A), None)
    | dict.fromkeys((c for c in range(32) if c not in (9, 10)), None)
    | dict.fromkeys(range(0x7F, 0xA0), None)
    | dict.fromkeys(range(0xD800, 0xE000), None)
)
_HIGH = re.compile(rf"[^\x00-\u02ff]{{{MARKS_IN_A_ROW + 1},}}")


def tidy(text: str) -> str:
    """``text`` with the repairs above; ``\\n`` and tabs stay, every other control goes."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _HIGH.sub(_cap_marks, text))


def longest_marks(text: str) -> int:
    """The longest row of combining marks in ``text``, if it is over ``MARKS_IN_A_ROW``, else 0."""
    longest = 0
    for match in _HIGH.finditer(text):
        row = 0
        for char in match.group():
            row = row + 1 if unicodedata.combining(char) else 0
            longest = max(longest, row)
    return longest if longest > MARKS_IN_A_ROW else 0


def _cap_marks(match: re.Match[str]) -> str:
    kept: list[str] = []
    row = 0
    for char in match.group():
        row = row + 1 if unicodedata.combining(char) else 0
        if row <= MARKS_IN_A_ROW:
            kept.append(char)
    return "".join(kept)


def one_line(text: str) -> str:
    """``text`` tidied, with every run of space and breaks as one space."""
    return " ".join(tidy(text).split())


def junk_share(text: str) -> float:
    """The share of visible characters that no reader could read: private, unassigned, replaced.

    Fonts without a mapping to letters give such text; it is worse than none.
    """
    visible = "".join(text.split())
    if not visible or (visible.isprintable() and visible.isascii()):
        return 0.0
    bad = sum(
        count
        for char, count in Counter(visible).items()
        if char not in _SYMBOL_BULLETS
        and (char == "\ufffd" or unicodedata.category(char) in ("Co", "Cn", "Cs", "Cc"))
    )
    return bad / len(visible)
