"""Runs of one printed line to its words: raised marks told apart, wide gaps remembered.

A raised mark may come on a line of its own, before or after the words that it belongs to: its
place says where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from indexer.readers.note_marks import raised
from indexer.readers.printed.runs import Run
from indexer.readers.printed.words import BROKEN_WORD, Piece

_SMALLER = 0.85
_LIFT = (0.1, 0.9)
"""How far above the line a raised mark stands, in sizes of the line's face."""
_WIDE = 0.9
"""The gap between two runs, in sizes, from which columns may lie between them."""


def pieces(lines: Sequence[Sequence[Run]]) -> list[Piece]:
    """One piece for each printed line; a word broken at its end keeps ``BROKEN_WORD`` there."""
    return [
        made for stretch in _with_marks(list(_stretches(lines))) if (made := _piece(stretch)).text
    ]


def _stretches(lines: Sequence[Sequence[Run]]) -> Iterator[list[Run]]:
    """The runs of each printed line: the engine goes on over a broken word."""
    for line in lines:
        stretch: list[Run] = []
        for run in line:
            while BROKEN_WORD in run.text[:-1]:
                stop = run.text.index(BROKEN_WORD) + 1
                stretch.append(run.part(0, stop, run.x, run.right))
                yield stretch
                stretch, run = [], run.part(stop, len(run.text), run.x, run.right)
            stretch.append(run)
            if run.text.endswith(BROKEN_WORD):
                yield stretch
                stretch = []
        if stretch:
            yield stretch


def _main(stretch: Sequence[Run]) -> Run:
    """The run that says how a line is set: the longest."""
    if len(stretch) == 1:
        return stretch[0]
    return max(stretch, key=lambda run: (len(run.text.strip()), run.size))


def _is_raised(run: Run, main: Run) -> bool:
    if not run.size or run.size > _SMALLER * main.size or run.turn != main.turn:
        return False
    return _LIFT[0] * main.size < run.y - main.y < _LIFT[1] * main.size


def _with_marks(stretches: list[list[Run]]) -> list[list[Run]]:
    """Marks that came apart from their words put back beside them."""
    made: list[list[Run]] = []
    main: Run | None = None
    for stretch in stretches:
        here = _main(stretch)
        if main is not None and made:
            last = made[-1][-1]
            gap = stretch[0].x - last.right
            near = -0.2 * main.size < gap < 0.6 * main.size
            mark = all(_is_raised(run, main) for run in stretch)
            level = abs(here.y - main.y) < 0.1 * main.size and stretch[0].x > made[-1][0].x
            if near and (mark or (level and _is_raised(last, main))):
                if gap > 0.1 * main.size and not mark:
                    made[-1].append(Run(" ", first=-1))
                made[-1].extend(stretch)
                main = _main(made[-1])
                continue
            before = made[-1]
            gap = here.x - before[-1].right
            lone = all(_is_raised(run, here) for run in before)
            if lone and -0.2 * here.size < gap < here.size and stretch[0] is here:
                before.append(Run(" "))
                before.extend(stretch)
                main = here
                continue
        made.append(list(stretch))
        main = here
    return made


def _piece(stretch: Sequence[Run]) -> Piece:
    main = _main(stretch)
    if len(stretch) == 1:
        words = main.text.strip()
        return Piece(words, main.size, main.bold, main.x, main.y, main.right, main.font, main.turn)
    told = [run for run in stretch if run.text.strip() and not _is_raised(run, main)]
    placed = [run for run in stretch if run.size]
    apart = list(_apart(stretch, main))
    return Piece(
        _words(stretch, main).strip(),
        main.size,
        all(run.bold for run in told),
        min((run.x for run in placed), default=0.0),
        main.y,
        max((run.right for run in placed), default=0.0),
        main.font,
        main.turn,
        [_piece(some) for some in apart] if len(apart) > 1 else [],
    )


def _words(stretch: Sequence[Run], main: Run) -> str:
    """The words of a line, its raised marks told apart."""
    if not any(_is_raised(run, main) for run in stretch):
        return "".join(run.text for run in stretch)
    text = ""
    groups = [
        (high, "".join(run.text for run in some))
        for high, some in groupby(stretch, lambda run: _is_raised(run, main))
    ]
    for at, (high, words) in enumerate(groups):
        after = groups[at + 1][1] if at + 1 < len(groups) else ""
        text += raised(text, words, after) if high else words
    return text


def _apart(stretch: Sequence[Run], main: Run) -> Iterator[list[Run]]:
    """The runs of a line between its wide gaps."""
    some: list[Run] = []
    right: float | None = None
    for run in stretch:
        if right is not None and run.size and run.x - right > _WIDE * main.size:
            yield some
            some = []
        some.append(run)
        right = run.right if run.size else right
    yield some
