"""Find in this document: the words as they are typed, wherever they stand in its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from api.web.reading import pagination

LONGEST = 200
MOST = 5_000
"""Places that are counted; of more it is said that they are more."""
LISTED = 40
MARKED = 400
"""Places that are marked on one page of ours."""
_AROUND = 60
_GAP = r"(?:\s|</?(?:p|br|div)\s*/?>)+"
_ALIKE = ("'‘’`", '"“”', "-‐‑–—")
"""Characters that nobody tells apart who types them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was typed, where it stands (offsets, in order), or what is wrong with it.

    ``leaves`` are the leaves that the places stand on; ``more`` is whether there are more than were
    counted.
    """

    text: str
    spans: tuple[tuple[int, int], ...] = ()
    leaves: tuple[int, ...] = ()
    error: str = ""
    more: bool = False

    def number(self, written: str | None) -> int:
        """Which place is looked at, from 1; 0 where there is none."""
        asked = int(written[:6]) if written and written.isascii() and written.isdigit() else 1
        return min(max(asked, 1), len(self.spans)) if self.spans else 0

    def on(self, leaf: int) -> list[tuple[int, int]]:
        """The places on a leaf that are marked."""
        here = (span for span, on in zip(self.spans, self.leaves, strict=True) if on == leaf)
        return list(islice(here, MARKED))


def find(text: str, wanted: str, leaves: Sequence[pagination.Leaf]) -> Finding:
    """Every place that says ``wanted``: in capitals or not, over the end of a line."""
    wanted = " ".join(wanted.split())
    if not wanted:
        return Finding("")
    if len(wanted) < 2 and not wanted.isdigit():
        return Finding(wanted, error="Type at least two characters to find.")
    if len(wanted) > LONGEST:
        return Finding(wanted[:LONGEST], error=f"Type at most {LONGEST} characters to find.")
    pattern = re.compile(_GAP.join(map(_word, wanted.split())), re.IGNORECASE)
    found = list(islice((match.span() for match in pattern.finditer(text)), MOST + 1))
    shown = pagination.placed(leaves, found[:MOST])
    return Finding(
        wanted,
        tuple(span for span, _ in shown),
        tuple(leaf for _, leaf in shown),
        more=len(found) > MOST,
    )


def _word(word: str) -> str:
    return "".join(
        next((f"[{re.escape(some)}]" for some in _ALIKE if character in some), re.escape(character))
        for character in word
    )


def snippet(text: str, span: tuple[int, int]) -> tuple[str, str, str]:
    """The words before a place, those at it, and those behind it, each on one line."""
    low, high = max(0, span[0] - _AROUND), min(len(text), span[1] + _AROUND)
    before = text[low : span[0]].partition(" ")[2] if low else text[: span[0]]
    behind = text[span[1] : high]
    behind = behind.rpartition(" ")[0] or behind if high < len(text) else behind
    return _flat(before), _flat(text[span[0] : span[1]]).strip(), _flat(behind)


def _flat(text: str) -> str:
    words = " ".join(text.split())
    head = " " if text[:1].isspace() else ""
    tail = " " if text[-1:].isspace() and words else ""
    return head + words + tail
