"""Sections: the heading path a reader would cite, over each stretch of a part.

A heading in the margin that lands inside a sentence begins its section where its own text begins;
a figure, or the last of a row of short lettered items, gives the text after it back to the
heading above.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Part, Section, Span
from indexer.entities import speaker_turns
from indexer.language import lexicon, patterns
from indexer.layout import heading_stack
from indexer.layout.blocks import Piece
from indexer.layout.heading_detection import Contents
from indexer.layout.heading_stack import Open, Tree
from indexer.layout.table_units import WHOLE
from indexer.layout.tables import Row

_STOPS = (
    "the and for with that this from was were are has had have been its his her their of to in on "
    "a an by at as is it be or not into outside report meeting panel previous"
)
_STOPWORDS = frozenset(_STOPS.split())
_FIGURE = re.compile(r"(?:figure|chart|graph|map|image|table)\s+\d+\b", re.IGNORECASE)
_SOURCE = re.compile(r"(?:source|note|notes|for further|see|\*|key)\b", re.IGNORECASE)
_SAID = re.compile(r"[a-z]{3}\.$")
"""The end of a sentence."""
_FIRST = frozenset(["1", "a", "A", "i", "I"])


@dataclass(frozen=True, slots=True)
class _Start:
    start: int
    path: tuple[str, ...]
    label: str | None
    level: int
    heading: Span | None


def sections(
    text: str, part: Part, made: Sequence[Piece], listed: Contents, title: Span | None
) -> list[Section]:
    """Sections of one part, in order; together they tile its span. ``made`` are its pieces."""
    starts = [_Start(part.span.start, (), None, 0, title)]
    open_ = Tree()
    back = _gives_back(made)
    spoken = speaker_turns.speakers(text, part, made)
    body_size = _body_size(part)
    bare, figure, body = True, False, False
    for at, piece in enumerate(made):
        named = title is not None and title.start <= piece.span.start < title.end
        if named and body and piece.role == "heading":
            # What stands below the first sentences heads what follows, whatever it names besides.
            starts[0] = _Start(part.span.start, (), None, 0, None)
            named = False
        if piece.role == "furniture" or (piece.role == "heading" and named):
            continue
        if piece.role == "heading":
            larger = _larger(part, piece, body_size)
            starts.append(_heading(text, made, at, open_, listed, bare, at in spoken, larger))
            figure = bool(_FIGURE.match(text, piece.outer))
            bare = True
            continue
        if piece.role == "row":
            for row in piece.rows:
                _row(text, row, open_, starts, bool(piece.level))
        elif open_.open and open_.open[-1].rank >= heading_stack.TABLE:
            open_.close(heading_stack.TABLE)
            starts.append(_start(piece.outer, open_, None, None))
        elif open_.turn and speaker_turns.chair_resumes(text, piece):
            open_.open.pop()
            starts.append(_start(piece.outer, open_, None, None))
        elif _resumes(text, piece, open_, figure, at in back):
            open_.close(heading_stack.LEAD_IN if at in back else open_.open[-1].rank)
            figure = False
            starts.append(_start(piece.outer, open_, None, None))
        if piece.role == "paragraph" and (piece.label or piece.lead):
            starts.append(_paragraph(text, piece, open_))
        elif piece.role == "paragraph" and _leads_in(text, made, at):
            words = clean(text, piece.span)
            open_.put_numbered(Open(heading_stack.LEAD_IN, shorten(words), "lead-in"), True, False)
            starts.append(_start(piece.outer, open_, None, piece.span))
        bare = False
        body = body or bool(_SAID.search(text, piece.span.start, piece.span.end))
    return _tiled(part, starts)


def _body_size(part: Part) -> float:
    """The size of most of a part's text, in points; 0 where the file does not tell."""
    sizes: Counter[float] = Counter()
    for line in part.document.lines_in(part.span.start, part.span.end):
        sizes[line.size or 0.0] += len(line.span)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _larger(part: Part, piece: Piece, body_size: float) -> float:
    """A heading's size in sizes of the body; 1 where one of them is not told."""
    lines = part.document.lines_in(piece.outer, piece.span.end)
    size = lines[0].size if lines else None
    return size / body_size if size and body_size else 1.0


def _tiled(part: Part, starts: Sequence[_Start]) -> list[Section]:
    ordered = sorted(starts, key=lambda one: one.start)
    ends = [*(one.start for one in ordered[1:]), part.span.end]
    return [
        Section(part, number, Span(one.start, end), one.path, one.label, one.level, one.heading)
        for number, (one, end) in enumerate(zip(ordered, ends, strict=True))
        if one.start < end
    ]


def _start(start: int, open_: Tree, label: str | None, heading: Span | None) -> _Start:
    level = len(open_.open) + (0 if heading else 1)
    return _Start(start, open_.path, label, level, heading)


def _heading(
    text: str,
    made: Sequence[Piece],
    at: int,
    open_: Tree,
    listed: Contents,
    bare: bool,
    speaks: bool,
    larger: float,
) -> _Start:
    piece = made[at]
    words = clean(text, piece.span)
    if _FIGURE.match(text, piece.outer):
        open_.put(Open(heading_stack.RUN_IN, clean(text, Span(piece.outer, piece.span.end))))
    elif piece.label and piece.style != "bullet":
        # A running line repeats the number of a paper that names itself: 'Appendix 1', once.
        title = words if words.startswith(f"{piece.label}:") else f"{piece.label} {words}"
        title = title.rstrip(" .")
        one = Open(heading_stack.number_rank(piece.style), title, piece.style)
        open_.put_numbered(one, piece.label in _FIRST, bare)
    else:
        name = patterns.words(text[piece.span.start : piece.span.end])
        raw = text[piece.span.start : piece.span.end].rstrip("* ")
        rank = heading_stack.rank(
            piece, raw, name in listed.listed, name in listed.chapters, larger
        )
        rank = heading_stack.GROUP if _over_groups(made, at) else rank
        if speaks:
            # Where the format gives its levels, half a level below the topic of the same level.
            rank = rank + 0.5 if piece.level else heading_stack.SPEAKER
        indent = piece.indent if piece.style == "bullet" else -1
        open_.put(Open(rank, words, heading_stack.TURN if speaks else "", indent), bare)
    start = _body_start(text, made, at)
    return _start(start, open_, piece.label or None, Span(piece.outer, piece.span.end))


def _paragraph(text: str, piece: Piece, open_: Tree) -> _Start:
    """A numbered paragraph, or one that begins with its own name ('AFI1. The force …')."""
    label = piece.label if any(map(str.isdigit, piece.label)) or len(piece.label) == 1 else None
    if piece.agenda:
        named = Span(piece.span.start, piece.span.start + (piece.lead or len(piece.span)))
        title = f"{piece.label} {shorten(clean(text, named).rstrip(' .–-'))}"
        one = Open(heading_stack.number_rank(piece.style), title, piece.style)
        open_.put_numbered(one, piece.label in _FIRST, False)
        heading = named if piece.lead else Span(piece.outer, piece.span.start)
        return _start(piece.outer, open_, label, heading)
    if not piece.lead:
        if (
            open_.open
            and open_.open[-1].rank == heading_stack.RUN_IN
            and open_.open[-1].style == piece.style
        ):
            open_.close(heading_stack.RUN_IN)
        return _start(piece.outer, open_, label, None)
    heading = Span(piece.span.start, piece.span.start + piece.lead)
    words = clean(text, heading).rstrip(" .–-")
    numbered = label if label and label not in words else None
    title = f"{numbered} {words}" if numbered else words
    one = Open(heading_stack.number_rank(piece.style), title, piece.style)
    beside = [held for held in open_.open if (held.rank, held.style) == (one.rank, one.style)]
    if numbered and beside:
        # '2. Accounts: To receive …' stands beside item 1, whose name fills its line; where no
        # item does, paragraphs are counted through and stand under the headings between them.
        open_.put_numbered(one, False, False)
    else:
        open_.put(Open(heading_stack.RUN_IN, title, piece.style))
    return _start(piece.outer, open_, label, heading)


def _resumes(text: str, piece: Piece, open_: Tree, figure: bool, back: bool) -> bool:
    """Whether a piece belongs to the heading above the innermost open one."""
    if not open_.open:
        return False
    if back:
        return open_.open[-1].rank == heading_stack.LETTER
    if open_.open[-1].rank == heading_stack.RUN_IN and lexicon.ATTENDANCE.match(
        open_.open[-1].title
    ):
        # 'Apologies: …' heads its own line; what the meeting then says stands above it.
        return piece.role == "paragraph" and not piece.lead
    words = text[piece.span.start : min(piece.span.end, piece.span.start + 200)]
    if figure:
        ended = len(piece.span) > 120 and bool(patterns.ENDED.search(text[: piece.span.end][-20:]))
        return ended and not _SOURCE.match(words)
    return 0 <= piece.indent <= open_.open[-1].indent and piece.role == "paragraph"


def _gives_back(made: Sequence[Piece]) -> set[int]:
    """Places after the last of three or more lettered headings of one paragraph each."""
    back: set[int] = set()
    counts: list[int] = []
    second = -1
    style = ""
    for at, piece in enumerate([*made, None]):
        letter = piece is not None and piece.role == "heading" and piece.label
        if (
            letter
            and piece is not None
            and heading_stack.number_rank(piece.style) == heading_stack.LETTER
        ):
            if piece.style != style or piece.label in _FIRST:
                counts, style = [], piece.style
            counts.append(0)
            second = -1
        elif counts and (piece is None or piece.role in ("heading", "row")):
            if len(counts) > 2 and set(counts[:-1]) == {1} and counts[-1] > 2 and second >= 0:
                back.add(second)
            counts = []
        elif counts and piece is not None and piece.role != "furniture":
            counts[-1] += 1
            if counts[-1] == 2:
                second = at
    return back


def _leads_in(text: str, made: Sequence[Piece], at: int) -> bool:
    """Whether a paragraph opens a row of lettered headings: '… three areas of improvement:'."""
    piece = made[at]
    if text[piece.span.end - 1] != ":" or len(piece.span) > 300:
        return False
    after = next((one for one in made[at + 1 : at + 3] if one.role != "furniture"), None)
    if after is None or after.role != "heading" or after.label not in _FIRST:
        return False
    return heading_stack.number_rank(after.style) == heading_stack.LETTER


def _row(text: str, row: Row, open_: Tree, starts: list[_Start], marked: bool) -> None:
    """Sections that begin in a table: groups of rows, numbered rows, numbers inside a cell.

    ``marked``: the file format says where the table begins and ends, so that its names stand under
    the heading above it and end with it.
    """
    if row.kind == "group":
        rank = heading_stack.SUBGROUP if text[row.span.end - 1] == ":" else heading_stack.GROUP
        rank = heading_stack.TABLE + rank if marked else rank
        open_.put(Open(rank, clean(text, row.span)))
        starts.append(_start(row.span.start, open_, None, row.span))
        return
    if row.label and row.title is not None:
        title = f"{row.label} {shorten(clean(text, row.title))}"
        within = marked and any(row.heads)
        rank = heading_stack.TABLE_ROW if within else heading_stack.number_rank(row.style)
        open_.put(Open(rank, title, row.style))
        starts.append(_start(row.span.start, open_, row.label, row.title))
    if row.inner is not None:
        label, place = row.inner
        open_.put(Open(heading_stack.INNER, label))
        start = row.span.start if len(row.span) <= WHOLE else place.start
        if starts[-1].start == start:
            starts.pop()
        starts.append(_start(start, open_, label, place))


def clean(text: str, span: Span) -> str:
    """A heading's words on one line, without marks of emphasis and tags."""
    words = patterns.TAG.sub(" ", text[span.start : span.end])
    bare = " ".join(words.replace("*", " ").strip(" _#").split())
    return bare.lstrip(patterns.BULLETS + " ").rstrip(":").strip()


def shorten(words: str) -> str:
    """A heading fit to be cited: its first sentence when it is long, else its first words."""
    if len(words) <= 120:
        return words
    stop = re.search(r"[.;:] ", words[:120])
    if stop and stop.start() > 20:
        return words[: stop.start()]
    return words[:100].rsplit(" ", 1)[0] + " …"


def _over_groups(made: Sequence[Piece], at: int) -> bool:
    """Whether a heading stands over a table that opens with a group of rows, and so is one."""
    after = next((one for one in made[at + 1 : at + 3] if one.role != "furniture"), None)
    return after is not None and bool(after.rows) and after.rows[0].kind == "group"


def _body_start(text: str, made: Sequence[Piece], at: int) -> int:
    """Where the words under a heading begin.

    A heading in the margin lands inside a sentence of the item before it, and that item goes on:
    its own body begins with the first paragraph that takes up the heading's words.
    """
    piece = made[at]
    before = max((one.span.end for one in made[max(0, at - 3) : at]), default=0)
    if before <= piece.outer:
        return piece.outer
    later = [one for one in made[at + 1 : at + 40] if one.role != "furniture"]
    heading = _terms(text[piece.span.start : piece.span.end])
    for one in later:
        if one.role == "heading" and one.style == piece.style:
            break
        if one.role != "paragraph" or one.outer < before:
            continue
        opening = _terms(text[one.span.start : min(one.span.end, one.span.start + 260)])
        if heading and len(heading & opening) >= max(2, len(heading) // 3):
            return one.outer
    following = [one.outer for one in later if one.outer >= before]
    return min(following, default=before)


def _terms(words: str) -> set[str]:
    found = re.findall(r"[a-z0-9][a-z0-9/]+", words.casefold())
    return {word.rstrip("s") for word in found if word not in _STOPWORDS and len(word) > 2}
