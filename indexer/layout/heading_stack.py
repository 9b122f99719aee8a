"""The open headings above a place in a text: which a new heading closes, and which it stands under.

Headings are ranked: numbers by their depth, then chapters, capitals, bold, plain lines, and last
run-in names and labels ('Findings:'). A heading closes every open one of its rank or a later one;
a number closes the numbers of its own form, and stands under the heading at which its row begins.
"""

from __future__ import annotations

from dataclasses import dataclass

from indexer.layout.blocks import Piece

GROUP = 0.3
"""Rank of a group of rows in a table; one that ends in a colon stands one step deeper."""
SUBGROUP = 0.6
LEAD_IN = 3.5
LETTER = 4.0
INNER = 5.0
CHAPTER = 19.0
LISTED = 20.0
SPEAKER = 45.0
"""Rank of a speaker's name: under the topic spoken to, however both are set."""
TURN = "turn"
"""Style of a speaker's name."""
RUN_IN = 50.0
LABEL = 60.0
TABLE = 70.0
"""From this rank on a name holds inside its table only: a group of rows, then a row of it."""
TABLE_ROW = 75.0
_STEPS = 4.0
"""How far a heading of twice the body's size rises above one that is only bold."""
_CAPITALS, _STRONG, _PLAIN, _MARKED, _ODD = 30.0, 35.0, 40.0, 10.0, 7.0

_NUMBER = {"N": 1, "A": 2, "N.N": 2, "A.N": 2, "Na": 3, "N.Na": 3, "N.N.N": 3, "A.N.N": 3}


@dataclass(frozen=True, slots=True)
class Open:
    """A heading whose text goes on. ``indent`` is the place of its bullet, -1 without one."""

    rank: float
    title: str
    style: str = ""
    indent: int = -1


class Tree:
    """The headings open at the place reached, outermost first."""

    def __init__(self) -> None:
        self.open: list[Open] = []

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(one.title for one in self.open)

    @property
    def turn(self) -> bool:
        """Whether the innermost open heading is a speaker's name."""
        return bool(self.open) and self.open[-1].style == TURN

    def close(self, rank: float) -> None:
        """Close every heading of ``rank`` or a later one."""
        while self.open and self.open[-1].rank >= rank:
            self.open.pop()

    def put(self, one: Open, bare: bool = False) -> None:
        """Open a heading without a number, or a number of a table.

        A label with a heading straight under it ('Action arising from May:') stays open over it.
        """
        if not (bare and self.open and self.open[-1].rank == LABEL and one.rank < LABEL):
            self.close(one.rank)
        self.open.append(one)

    def put_numbered(self, one: Open, first: bool, bare: bool) -> None:
        """Open a numbered heading. ``first``: its row of numbers begins with it; ``bare``: no text
        stands between it and the heading above."""
        same = [at for at, held in enumerate(self.open) if held.style == one.style]
        if same:
            del self.open[same[-1] :]
        else:
            keep = first and (bare or one.rank >= LETTER)
            while self.open:
                top = self.open[-1]
                numbered = top.rank < _ODD
                if (numbered and top.rank < one.rank) or (not numbered and keep):
                    break
                self.open.pop()
        self.open.append(one)


def number_rank(style: str) -> float:
    """The rank of a number by its form: '2.' before '2.1' before 'a'."""
    bare = style.lstrip("(").rstrip("().")
    if bare in ("a", "i", "I", "A"):
        return LETTER
    return float(_NUMBER.get(bare, 3 if bare.startswith("N.N") else _ODD - 1))


def rank(piece: Piece, words: str, listed: bool, chapter: bool, larger: float = 1.0) -> float:
    """The rank of a heading without a number; ``larger`` is its size in sizes of the body."""
    if piece.level and piece.style != "bullet":
        return _MARKED + piece.level
    if words.rstrip().endswith(":") or piece.style == "bullet":
        return LABEL
    if chapter or listed:
        return CHAPTER if chapter else LISTED
    if words.isupper():
        return _CAPITALS
    if piece.strong:
        # A heading set larger stands over those that are no more than bold.
        return _STRONG - min(_STEPS, max(0.0, round(larger - 1.0, 2)) * _STEPS)
    return _PLAIN
