"""What papers of one publisher share: lines at one place of their pages, endings, names of parts.

A paper of two pages cannot show what its pages repeat; the papers beside it in the archive can. A
*trace* says what stands where in one paper, the words as a digest. ``traces`` reads them off a
paper, ``Families`` counts them over all papers, and ``Families.known`` gives a paper those of its
own traces that many papers share: all that its layout needs to know of the others. No publisher is
named: whoever prints a line at its place is of its family.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, takewhile, zip_longest

from corpus.model import Box, Document, PrintedLine, Span
from indexer.language import lexicon, patterns
from indexer.layout.lines import Line, lines

FEWEST = 4
"""Papers that make a family; of a line that one of them repeats on its pages, one less."""

_ZONE = 0.14
"""The share of a page's height, at each end, in which edges stand."""
_LEVEL = 4.0
"""Points of a page's height that are one place."""
_EDGE_OF_TEXT = 2
"""Lines at each end of a page, in a text whose pages are parted by form feeds."""
_LONGEST = 160
_ENDING = 40
"""Lines at a paper's end in which what all papers of a family end with is looked for."""
_NAME = 90
_MOST = 300
"""Names at most that are told of one paper."""

_NOTE = re.compile(r"(?:[\[(]\d{1,3}[\])]|[*†‡§]|\d{1,3}(?=(?:\s+\S+){6}))\s*\S")
_CONTACT = re.compile(
    r"(?<![\w-])[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][ABD-HJLNP-UW-Z]{2}(?![\w-])"
    r"|www\.\S|https?:|\S@\w[\w-]*\.\w|©|(?<!\d)\+?\(?0\d{2,4}\)?[ -]?\d{3}[ -]?\d{3,4}(?!\d)"
)
"""What only an imprint or an address holds: a postcode, a page of the web, a mail box, a sign of
copyright, a telephone's number."""


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line near the edge of its page: ``line`` is its place among the lines, ``far`` its place
    from the edge in steps of ``_LEVEL`` (in a text: in lines), ``plain`` no title by its type."""

    line: int
    page: int
    edge: str
    far: int
    plain: bool
    contact: bool

    def trace(self, kind: str, words: str) -> str:
        return f"{kind}{self.edge}{_digest(patterns.unnumbered(words))}:{self.far}"


def traces(document: Document) -> tuple[str, ...]:
    """What one paper shows its family, as it alone tells it."""
    found = lines(document)
    told: dict[str, None] = {}
    for one in document.furniture:
        if any(map(str.isalpha, one.text)):
            told[f"F{one.edge[0]}{_digest(patterns.unnumbered(one.text))}"] = None
    for kind, edge in _edges_shown(document, found):
        told[edge.trace(kind, found[edge.line].text)] = None
    told |= dict.fromkeys(_ending_trace(found[at]) for block in _ending(found) for at in block)
    names = dict.fromkeys(_names(document, found))
    told |= dict.fromkeys([*names][:_MOST])
    return tuple(told)


@dataclass(frozen=True, slots=True)
class Families:
    """How many papers of an archive show each trace; ``levels`` are the places of an edge's
    words, by how many papers have them there."""

    papers: Mapping[str, int]
    levels: Mapping[str, Mapping[int, int]]

    @classmethod
    def of(cls, papers: Iterable[Sequence[str]]) -> Families:
        """Count the traces of each paper of an archive."""
        counts: Counter[str] = Counter()
        levels: dict[str, Counter[int]] = defaultdict(Counter)
        for shown in papers:
            counts.update(one for one in shown if one[0] != "E")
            for words, group in groupby(
                sorted(one.split(":") for one in shown if one[0] == "E"), lambda one: one[0]
            ):
                levels[words].update({int(far) for _, far in group})
        return cls(counts, levels)

    def known(self, shown: Sequence[str]) -> tuple[str, ...]:
        """Those of a paper's traces that its family shares, and that tell something new of it."""
        endings = (one for one in shown if one[0] == "Z")
        held = [one for one in shown if one[0] != "Z" and self._shared(one)]
        return (*held, *takewhile(self._shared, endings))

    def _shared(self, trace: str) -> bool:
        match trace[0]:
            case "E":
                words, far = trace.split(":")
                levels = self.levels[words]
                here = max(levels.get(int(far) + aside, 0) for aside in (-1, 0, 1))
                repeated = self.papers.get(f"F{words[1:]}", 0)
                return here + repeated >= FEWEST - bool(repeated)
            case "O":
                return self.papers.get(f"F{trace[1:].split(':')[0]}", 0) >= FEWEST - 1
            case "Z":
                return self.papers[trace] >= FEWEST
            case "P":
                strong = self.papers.get(f"S{trace[1:]}", 0)
                return strong >= max(FEWEST, self.papers[trace])
            case _:
                return False


def of_papers(shown: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Of each paper that shows its family something new, what that is; ``shown`` are its traces."""
    families = Families.of(shown.values())
    found = {name: families.known(one) for name, one in shown.items()}
    return {name: known for name, known in found.items() if known}


def digest(known: Collection[str]) -> str:
    """What tells whether a paper is to be understood anew; '' where nothing is known."""
    return _digest(" ".join(sorted(known))) if known else ""


def told(document: Document, found: Sequence[Line], known: Collection[str]) -> list[Line]:
    """The lines, those told to be furniture that are in all of the family: of its pages, or the
    imprint at the end."""
    if not known:
        return list(found)
    shared = {
        edge.line
        for kind, edge in _edges_shown(document, found)
        if edge.trace(kind, found[edge.line].text) in known
    }
    taken = _imprint(found, known)
    for _, some in groupby(_edges(document, found), lambda one: (one.page, one.edge)):
        # What no other paper shares parts the body from what lies beyond it.
        taken |= {one.line for one in takewhile(lambda one: one.line in shared, some)}
    return [replace(line, furniture=True) if at in taken else line for at, line in enumerate(found)]


def heads(name: str, known: Collection[str]) -> bool:
    """Whether a name, as ``patterns.words`` gives it, heads sections in the paper's family."""
    return f"P{_digest(name)}" in known


def _edges_shown(document: Document, found: Sequence[Line]) -> Iterator[tuple[str, _Edge]]:
    """Edges with the kind of their trace: E on most of the pages where they may stand, or an
    address at a foot; O a foot of few pages."""
    pages = max(len({line.page for line in found}), len(document.pages))
    held = list(_edges(document, found))
    on: dict[tuple[str, str], set[int]] = defaultdict(set)
    for one in held:
        on[one.edge, patterns.unnumbered(found[one.line].text)].add(one.page)
    for one in held:
        text = found[one.line].text
        if len(text) > _LONGEST or sum(map(str.isalpha, text)) < 3 or lexicon.SIGNED.match(text):
            continue
        if one.edge == "h" and (one.page == 0 or not one.plain):
            continue  # the head of a first page is the paper's own, and so is a title
        there = len(on[one.edge, patterns.unnumbered(text)] - ({0} if one.edge == "h" else set()))
        most = 2 * there >= pages - (one.edge == "h")
        if most or (one.contact and one.edge == "f"):
            yield "E", one
        elif one.edge == "f":
            yield "O", one


def _edges(document: Document, found: Sequence[Line]) -> Iterator[_Edge]:
    """The lines at the edges of the pages, page by page and edge by edge, from the edge inwards."""
    pages = [
        (page, [at for at in places if not found[at].furniture])
        for page, places in groupby(range(len(found)), lambda at: found[at].page)
    ]
    body = _body(document)
    rows = sorted(block.span for block in document.blocks)
    for page, places in pages:
        size = document.pages[page].size if page < len(document.pages) else None
        if size is not None and document.lines:
            printed = [
                (at, line, line.box)
                for at in places
                for line in document.lines_in(found[at].start, found[at].end)[:1]
                if line.box is not None and not _within(rows, found[at])
            ]
            for edge in "hf":
                yield from _placed(found, _Sheet(page, size[1], body, edge), printed)
        elif len(pages) > 1 and not document.blocks:
            yield from _counted(found, page, places)


def _counted(found: Sequence[Line], page: int, places: Sequence[int]) -> Iterator[_Edge]:
    """The first and the last lines of a page of which no more is known than its lines."""
    if len(places) <= 2 * _EDGE_OF_TEXT:
        return
    for edge, some in (("h", places[:_EDGE_OF_TEXT]), ("f", places[: -_EDGE_OF_TEXT - 1 : -1])):
        for far, at in enumerate(some):
            text = found[at].text
            # One or two words at the head of a page may be the heading of what it holds.
            named = len(text.split()) > 2 or bool(patterns.FIGURES.search(text))
            yield _Edge(at, page, edge, far, named, bool(_CONTACT.search(text)))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One edge of a page; ``height`` and ``body``, the size of most of the letters, in points."""

    page: int
    height: float
    body: float
    edge: str

    def far(self, box: Box) -> float:
        return self.height - box[3] if self.edge == "h" else box[1]

    def white(self, box: Box, inner: Box) -> float:
        return box[1] - inner[3] if self.edge == "h" else inner[1] - box[3]


def _placed(
    found: Sequence[Line], sheet: _Sheet, printed: Sequence[tuple[int, PrintedLine, Box]]
) -> Iterator[_Edge]:
    """The lines at one edge of a page, as far as white parts them from its body."""
    ordered = sorted(printed, key=lambda one: sheet.far(one[2]))
    block: list[_Edge] = []
    for (at, line, box), (_, _, inner) in pairwise(ordered):
        if sheet.far(box) >= _ZONE * sheet.height or _NOTE.match(found[at].text):
            return  # a note at the foot, and what goes on with it, is the paper's own
        size = line.size or 0.0
        title = size > 1.05 * sheet.body or bool(line.bold and size >= sheet.body)
        far = round(sheet.far(box) / _LEVEL)
        contact = bool(_CONTACT.search(found[at].text))
        block.append(_Edge(at, sheet.page, sheet.edge, far, not title, contact))
        if sheet.white(box, inner) >= 0.5 * size:
            yield from block
            block = []


def _body(document: Document) -> float:
    letters: Counter[float] = Counter()
    for line in document.lines:
        letters[line.size or 0.0] += len(line.span)
    return max(letters, key=lambda size: letters[size], default=0.0)


def _within(rows: Sequence[Span], line: Line) -> bool:
    at = bisect_right(rows, line.start, key=lambda span: span.start) - 1
    return at >= 0 and rows[at].end > line.start


def _ending(found: Sequence[Line]) -> list[list[int]]:
    """The blocks of lines at a paper's end, the last line and the last block first, up to who signs
    or to a note; none where nothing in them could be of an imprint."""
    kept = [at for at, line in enumerate(found) if not line.furniture]
    # A short paper does not end in all that it says.
    last = kept[: len(kept) // 3 : -1][:_ENDING]
    blocks: list[list[int]] = []
    block: list[int] = []
    for at, above in zip_longest(last, last[1:]):
        block.append(at)
        if above is not None and not any(line.gap for line in found[above + 1 : at + 1]):
            continue
        if _own([found[one].text for one in reversed(block)]):
            break
        blocks.append(block)
        block = []
    held = any(_CONTACT.search(found[at].text) for block in blocks for at in block)
    return blocks if held else []


def _ending_trace(line: Line) -> str:
    text = (
        patterns.unnumbered(line.text)
        if "©" in line.text
        else " ".join(line.text.casefold().split())
    )
    return f"Z{_digest(text)}"


def _imprint(found: Sequence[Line], known: Collection[str]) -> set[int]:
    """The lines of the imprint: of what all papers of the family end with the whole blocks, from
    the first that holds an address: a sentence above it may be what they all say."""
    run = [
        *takewhile(
            lambda block: all(_ending_trace(found[at]) in known for at in block), _ending(found)
        )
    ]
    while run and not any(_CONTACT.search(found[at].text) for at in run[-1]):
        del run[-1]
    return {at for block in run for at in block}


def _own(texts: Sequence[str]) -> bool:
    """Whether a block is a note, or somebody who signs: the paper's own, however many papers end
    so."""
    if any(lexicon.SIGNED.match(text) or _NOTE.match(text) for text in texts):
        return True
    return any(
        patterns.NAME_LINE.match(name) and lexicon.OFFICE.search(office)
        for name, office in pairwise(texts)
    )


def _names(document: Document, found: Sequence[Line]) -> Iterator[str]:
    """Traces of the short lines that stand alone: S set like a heading, P plain."""
    strong = sorted(
        [*document.emphasis, *(one.span for one in document.blocks if one.kind == "heading")]
    )
    starts = [span.start for span in strong]
    for line in found:
        if line.furniture or len(line.text) > _NAME or "\t" in line.text:
            continue
        words = line.text.lstrip("#").strip("* ")
        number = patterns.numbered(words)
        name = patterns.words(words[number.length :] if number else words)
        if len(name) < 4 or name[-1] in ".;," or sum(map(str.isalpha, name)) * 2 < len(name):
            continue
        if patterns.NAME_LINE.match(words):
            continue  # or the name of somebody
        at = bisect_left(starts, line.end) - 1
        marked = line.text.startswith(("#", "**"))
        if marked or (at >= 0 and strong[at].end > line.start):
            yield f"S{_digest(name)}"
        elif line.gap and number is None:
            yield f"P{_digest(name)}"


def _digest(words: str) -> str:
    return hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
