"""Which short lines are headings, and which numbers number something.

A number counts when it belongs to a row of numbers; a line without a number is a heading when it
looks like one (short, no stop) and body text follows it, or when it is set strong, stands in the
table of contents, comes again, or is one of the words under which papers of this kind are ordered.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.model import Document, Span
from indexer.language import lexicon, patterns
from indexer.layout import agenda_runs, enumeration, families
from indexer.layout.amounts import figures
from indexer.layout.blocks import Piece
from indexer.layout.heading_rules import ASSIGNED, Candidate, Page, is_heading

_ENTRY = re.compile(r"(?:[^\s.…]|(?<![ \t.…])[.…])[ \t.…]++\d{1,3}$", re.MULTILINE)
_LEADER = re.compile(r"(.{3,120}?)(?<![ .…])(?=[ .…]*(?:\.{3}|…|\t))[ .…]*+\t?[ .…]*+(\d{1,4})$")
_LOOSE = re.compile(r"(?:[\d.]{1,12} )?(.{3,140}?)(?<![ .…\t])[ .…\t]++(\d{1,4})$")
_ANNEX = ("annex", "appendix", "appendices", "glossary", "bibliography", "references")
_RUN_IN = re.compile(r"\*\*[^*\n]{3,80}\*\*(?=\s?[:–-])|[A-Z][^:.;?!\n]{2,80}:(?=\s+[A-Z0-9“‘'\"])")
_ACTION = re.compile(r"actions?\b|note\b|resolved\b|recommendation\b|[QA]\d*:", re.IGNORECASE)
_APART_RUN_INS = 12
_ADDRESS_LINES = 5
"""Lines at most of an address above its postcode."""


def judge(document: Document, made: Sequence[Piece], known: Collection[str] = ()) -> list[Piece]:
    """The same pieces, those that are headings told so, and numbers that number nothing undone.

    ``known`` is what the archive knows of the paper's family (``layout.families``).
    """
    text = document.text
    current = _listing(text, enumeration.settle_rows(enumeration.settle(text, made)))
    names = [_name(text, piece) for piece in current]
    gaps = [piece.gap for piece in current if piece.role != "furniture"]
    page = Page(
        text,
        contents(text, current).listed,
        frozenset(),
        frozenset(_quiet(text, current, names)),
        frozenset(_addresses(text, current)),
        sum(gap > 0 for gap in gaps) * 10 >= 3 * len(gaps),
        len(document.emphasis) > max(3, len(document.pages) // 2),
    )
    first = _pass(current, names, page)
    counts = Counter(names)
    again = frozenset(
        name
        for name, piece in zip(names, first, strict=True)
        if name and piece.role == "heading" and not piece.label and counts[name] > 1
    )
    again |= {name for name in names if name and families.heads(name, known)}
    if again:
        first = _pass(current, names, replace(page, confirmed=again))
    return agenda_runs.settle(document, _run_ins(text, _once(first, names)))


def _listing(text: str, made: Sequence[Piece]) -> list[Piece]:
    """The lines of a table of contents are no headings: they lose their numbers here."""
    result = list(made)
    inside = 0
    for at, piece in enumerate(made):
        words = text[piece.outer : min(piece.span.end, piece.outer + 200)]
        name = patterns.words(words).strip(" :.")
        if name in ("contents", "table of contents", "index"):
            inside = 4
        elif inside and piece.role != "furniture" and piece.role != "row":
            if len(piece.span) < 200 and _ENTRY.search(words):
                whole = Span(piece.outer, piece.span.end)
                result[at] = replace(piece, span=whole, role="paragraph", label="", style="entry")
                inside = 4
            else:
                inside -= 1
    return result


def _once(made: Sequence[Piece], names: Sequence[str]) -> list[Piece]:
    """The pieces without a heading's words again, straight under it: the one head of a table that
    has no other, or a title that is printed twice."""
    result = list(made)
    above = -1
    for at, piece in enumerate(made):
        if piece.role == "furniture":
            continue
        again = above >= 0 and piece.role == "heading" and made[above].role == "heading"
        if again and names[at] and names[at] == names[above] and not piece.label:
            result[at] = replace(piece, role="furniture")
            continue
        above = at
    return result


def _name(text: str, piece: Piece) -> str:
    return patterns.words(text[piece.outer : piece.span.end]) if len(piece.span) < 400 else ""


def _pass(made: Sequence[Piece], names: Sequence[str], page: Page) -> list[Piece]:
    result = list(made)
    for at in range(len(result) - 1, -1, -1):
        piece = result[at]
        if piece.role not in ("paragraph", "item") or piece.cell:
            continue
        after = next((one for one in result[at + 1 : at + 5] if one.role != "furniture"), None)
        before = result[at - 1] if at else None
        if piece.role == "item" and piece.label:
            heading = _numbered_item(page.text, piece, after)
        elif piece.role == "item":
            heading = _bullet(page.text, piece, after)
        else:
            heading = is_heading(Candidate(page, piece, names[at], before, after, at))
        if heading:
            result[at] = replace(piece, role="heading")
    return result


def _numbered_item(text: str, piece: Piece, after: Piece | None) -> bool:
    """An item that the file numbers and sets strong or in capitals: the name of what follows."""
    words = text[piece.span.start : piece.span.end].strip("*_ ")
    if after is None or len(words) > 150 or lexicon.sentence(words) or figures(words):
        return False
    if ASSIGNED.match(words) or lexicon.KEYED.match(words) or words.endswith((";", ",")):
        return False
    return piece.strong or (words.isupper() and len(words) > 5)


def _bullet(text: str, piece: Piece, after: Piece | None) -> bool:
    """A bullet that is no more than a name, with its paragraphs set in under it."""
    words = text[piece.span.start : piece.span.end]
    if after is None or piece.style != "bullet" or len(words) > 80:
        return False
    if ASSIGNED.match(words) or lexicon.KEYED.match(words):
        return False
    if patterns.ENDED.search(words) and (not words.endswith(":") or len(words) > 60):
        return False
    if after.role != "paragraph" or after.label or not after.gap or lexicon.sentence(words):
        return False
    rest = text[after.span.start : after.span.start + 1]
    return not rest.islower() and (after.indent > piece.indent or piece.strong)


def _run_ins(text: str, made: Sequence[Piece]) -> list[Piece]:
    """Paragraphs that begin with a name of their own, where at least three near ones do."""
    result = list(made)
    waiting: list[tuple[int, int]] = []
    for at, piece in enumerate(made):
        if waiting and (piece.role == "heading" or at - waiting[-1][0] > _APART_RUN_INS):
            _lead(result, waiting)
            waiting = []
        if piece.role != "paragraph" or piece.lead or len(piece.span) < 40:
            continue
        match = lexicon.ASKS.match(text, piece.span.start, piece.span.start + 100)
        if match is not None and not piece.label:
            result[at] = replace(piece, lead=match.end() - piece.span.start)
            continue
        match = _RUN_IN.match(text, piece.span.start, piece.span.start + 100)
        if len(piece.span) < 60 or match is None or lexicon.KEYED.match(match.group()):
            continue
        name = match.group().strip("* –-")
        plain = not match.group().startswith("**")
        if lexicon.sentence(name) or (plain and not name.endswith(":")) or _ACTION.match(name):
            continue
        if not plain:
            result[at] = replace(piece, lead=match.end() - piece.span.start)
            continue
        waiting.append((at, match.end() - piece.span.start))
    _lead(result, waiting)
    return result


def _lead(result: list[Piece], waiting: Sequence[tuple[int, int]]) -> None:
    if len(waiting) > 2:
        for at, length in waiting:
            result[at] = replace(result[at], lead=length)


def _quiet(text: str, made: Sequence[Piece], names: Sequence[str]) -> set[int]:
    """Places where short lines are names and addresses: those present, signatures, contacts."""
    quiet: set[int] = set()
    until = -1
    page = 0
    zone = ""
    for at, piece in enumerate(made):
        words = text[piece.span.start : min(piece.span.end, piece.span.start + 200)]
        bare = words.strip("*_ ")
        name = names[at].rstrip(":. ")
        if piece.role == "furniture" or piece.strong or piece.role == "row":
            zone = zone if piece.role == "furniture" else ""
        if lexicon.CLOSING.fullmatch(name):
            zone = "closing"
        elif lexicon.ATTENDANCE.match(bare) and len(piece.span) < 160:
            zone = "attendance"
        elif lexicon.KNOWN.fullmatch(name) or bare.isupper() or bare.startswith("Dear "):
            zone = ""
        elif zone:
            numbered = bool(piece.label) and piece.role == "paragraph" and len(piece.span) < 200
            ended = len(words) > 60 and bool(patterns.ENDED.search(words))
            if numbered or (zone == "attendance" and ended and not bare.endswith(":")):
                zone = ""
            else:
                quiet.add(at)
        if lexicon.SIGNED.match(bare) and len(piece.span) < 60:
            until = at + 10
        elif (
            lexicon.KNOWN.fullmatch(name) or (bare.isupper() and piece.strong) or piece.page > page
        ):
            until = -1
        page = piece.page
        if at <= until:
            quiet.add(at)
    return quiet


def _addresses(text: str, made: Sequence[Piece]) -> set[int]:
    """Places of the lines of addresses: short ones close above a line that ends in a postcode."""
    found: set[int] = set()
    for at, piece in enumerate(made):
        words = text[piece.outer : min(piece.span.end, piece.outer + 300)]
        if piece.role == "row" or not patterns.POSTCODE.search(words):
            continue
        found.add(at)
        for above in range(at - 1, max(-1, at - 1 - _ADDRESS_LINES), -1):
            one = made[above]
            line = text[one.span.start : one.span.end]
            if one.label or one.role != "paragraph" or len(line) > 60 or line[-1] in ".:":
                break
            if made[above + 1].gap > 1 or lexicon.KNOWN.fullmatch(patterns.words(line)):
                break
            found.add(above)
    return found


@dataclass(frozen=True, slots=True)
class Contents:
    """The titles that tables of contents name, and those of them that are chapters of others."""

    listed: frozenset[str] = frozenset()
    chapters: frozenset[str] = frozenset()


def contents(text: str, made: Sequence[Piece]) -> Contents:
    """What tables of contents name: lines and rows that end in leaders and a page number.

    An entry on the page of the next one is the chapter that the next one opens, and where there
    are chapters, so are annexes.
    """
    entries: list[tuple[str, int]] = []
    for piece in made:
        spans = [row.span for row in piece.rows] or [piece.span]
        for span in spans:
            words = text[span.start : min(span.end, span.start + 160)]
            pattern = _LOOSE if piece.style == "entry" else _LEADER
            match = pattern.match(words) if len(span) < 150 else None
            title = patterns.words(match[1].strip(" .…")) if match else ""
            if match and len(title) > 3 and "\t" not in match[1]:
                entries.append((title, int(match[2])))
    chapters = {one for (one, page), (_, after) in pairwise(entries) if page == after}
    chapters -= {after for (one, page), (after, other) in pairwise(entries) if page == other}
    if chapters:
        chapters |= {title for title, _ in entries if title.startswith(_ANNEX)}
    return Contents(frozenset(title for title, _ in entries), frozenset(chapters))
