"""A pack cut into what it consists of: agenda, minutes, covering reports, letters, appendices.

A part begins where a document begins: with the head of minutes, with a body, a date and a title
over a recommendation, with an address over 'Dear', with a title over contents, with an appendix
after a report has closed. Its date is the date in that place and no other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus import dates
from corpus.model import Document
from indexer.language import lexicon, patterns, phrases
from indexer.layout.blocks import Piece
from indexer.structure import boundary_places, outline_boundaries

_APPENDIX = phrases.either("boundaries", "appendix")
_REPORT_OF = phrases.either("boundaries", "report_of")
_ISSUED = phrases.either("boundaries", "issued")
_PERIOD = re.compile(r"\b(?:ending|ended|end|to|until|from|between|since)\s*$", re.IGNORECASE)
_DEAR = phrases.either("boundaries", "dear")
_DATE_LINE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{dates.MONTH_IN_FULL})\s+(?:19|20)\d\d\b",
    re.IGNORECASE,
)

_SAME = 300
"""Characters within which two signs tell of one beginning."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a part begins (the place of its first piece), what the place says it is, and the title
    it has in the pack's own list, if any. From the piece ``doubt`` on another paper may have begun:
    the part's date does not reach there."""

    first: int
    form: str
    title: str = ""
    doubt: int | None = None


def cuts(document: Document, made: Sequence[Piece]) -> list[Cut]:
    """The places where parts begin, in order; the first is always the first piece."""
    text = document.text
    names = [
        patterns.words(text[one.outer : one.span.end]).rstrip(":. ") if len(one.span) < 400 else ""
        for one in made
    ]
    forms: dict[int, str] = {}
    reports = [at for at in range(len(made)) if _report_head(text, made, names, at)]
    for at in reports:
        forms[_back(text, made, at, 1) if not made[at].strong else at] = "report"
    for at, piece in enumerate(made):
        words = text[piece.span.start : min(piece.span.end, piece.span.start + 200)]
        if _DEAR.match(words) and len(piece.span) < 70 and _said(made, at):
            opens = at <= 26 and not any(_sentences(text, one) for one in made[:at])
            forms.setdefault(0 if opens else _back(text, made, at, 30), "letter")
        elif at > 8 and lexicon.PRESENT.match(words):
            first = _back(text, made, at, 5)
            head = text[made[first].outer : piece.span.start]
            if re.search(r"\b(?:minutes|notes)\b", head, re.IGNORECASE) and _DATE_LINE.search(head):
                forms.setdefault(first, "minutes")
        elif names[at] == "contents" and at > 8 and reports:
            forms.setdefault(_back(text, made, at, 8), "titled")
        elif reports and _APPENDIX.match(words) and len(piece.span) < 30 and piece.gap:
            if at + 1 < len(made) and not names[at + 1].startswith(("appendix", "annex")):
                forms.setdefault(at, "appendix")
        elif reports and names[at].startswith("glossary") and piece.role == "heading":
            forms.setdefault(at, "glossary")
    listed = outline_boundaries.starts(document, made)
    for at, title in listed.items():
        near = [other for other in forms if abs(made[other].outer - made[at].outer) < 300]
        known = [forms.pop(other) for other in near]
        forms[at] = known[0] if known else _form(text, made, names, at, title)
    learnt = boundary_places.find(document, made)
    _add(text, made, names, forms, learnt.starts)
    for at in reports:
        place = _after_close(text, made, names, at, forms)
        if place is not None:
            forms.setdefault(place, "appendix")
    first = next((at for at, one in enumerate(made) if one.role != "furniture"), 0)
    own = set(learnt.starts)
    ordered = sorted(
        (at, form)
        for at, form in forms.items()
        if at > first + 2 or (at in own and made[at].page > made[first].page)
    )
    result = [Cut(first, forms.get(first, forms.get(0, "front")))]
    for at, form in ordered:
        # Two signs of one beginning stand close together: the first is the beginning.
        if at - result[-1].first > 1 or form != "titled":
            result.append(Cut(at, form, listed.get(at, "")))
    # Covering reports say of a pack what it consists of: no doubt is left inside it.
    return result if reports else _doubted(made, result, learnt.doubts)


def _add(
    text: str,
    made: Sequence[Piece],
    names: Sequence[str],
    forms: dict[int, str],
    starts: Sequence[int],
) -> None:
    """Take in what the model found: one start with what the lines near it already told."""
    for at in starts:
        near = [
            other
            for other in forms
            if abs(made[other].outer - made[at].outer) < _SAME and abs(other - at) < 6
        ]
        if not near:
            forms[at] = _form(text, made, names, at, "")
        elif at not in near and made[at].page != made[max(0, at - 1)].page:
            # A paper begins with its page, whatever stands above its title.
            form = forms.pop(min(near))
            forms[at] = form


def _doubted(made: Sequence[Piece], found: list[Cut], doubts: Sequence[int]) -> list[Cut]:
    """The same cuts, each with the first place in it at which another paper may begin."""
    ends = [*(cut.first for cut in found[1:]), len(made)]
    result: list[Cut] = []
    for cut, end in zip(found, ends, strict=True):
        inside = [
            at
            for at in doubts
            if cut.first < at < end
            and made[at].outer - made[cut.first].outer >= _SAME
            and made[-1].span.end - made[at].outer > _SAME
            and not made[at].label
        ]
        result.append(replace(cut, doubt=min(inside)) if inside else cut)
    return result


def _form(text: str, made: Sequence[Piece], names: Sequence[str], at: int, title: str) -> str:
    """How a paper begins, ``title`` as the pack's own list names it, if it does."""
    head = " ".join(text[one.outer : one.span.end] for one in made[at : at + 10])[:900]
    folded = title.casefold()
    if re.search(r"(?:^|\n| )Dear ", head):
        return "letter"
    if folded.startswith(("appendix", "annex")):
        return "appendix"
    if folded.startswith("glossary"):
        return "glossary"
    told = re.search(r"\bminutes\b", head if title else head[:200], re.IGNORECASE)
    if told and (not title or "minutes" in folded):
        return "minutes"
    opens = any(lexicon.OPENING.fullmatch(name) for name in names[at : at + 8])
    if opens or re.search(r"\breport (?:of|by|to|from) the\b", head, re.IGNORECASE):
        return "report"
    return "titled"


def _sentences(text: str, piece: Piece) -> bool:
    """Whether a piece is text and no more of an address."""
    words = text[piece.span.start : piece.span.end]
    return len(words) > 120 and bool(patterns.ENDED.search(words)) and lexicon.tells(words)


def _said(made: Sequence[Piece], at: int) -> bool:
    """Whether a letter says anything: a paragraph soon after its 'Dear'."""
    return any(len(one.span) > 90 for one in made[at + 1 : at + 6])


def _report_head(text: str, made: Sequence[Piece], names: Sequence[str], at: int) -> bool:
    piece = made[at]
    if piece.role not in ("heading", "paragraph") or len(piece.span) > 400:
        return False
    words = text[piece.outer : piece.span.end]
    date = _DATE_LINE.search(words)
    if date is None or _PERIOD.search(words[: date.start()]):
        return False
    if _REPORT_OF.match(words) and len(words) < 160 and at > 8:
        above = made[at - 1]
        return above.role == "heading" or above.strong
    capitals = sum(char.isupper() for char in words)
    small = sum(char.islower() for char in words)
    if capitals < 3 * small:
        return False
    return any(lexicon.OPENING.fullmatch(name) for name in names[at + 1 : at + 5])


def _back(text: str, made: Sequence[Piece], at: int, most: int) -> int:
    """The first of the short lines above piece ``at``: addresses, titles, dates."""
    first = at
    while first > 0 and at - first < most:
        above = made[first - 1]
        words = text[above.outer : above.span.end]
        if above.role in ("furniture", "row", "item") or len(words) > 260 or "](" in words:
            break
        if _ISSUED.match(words):
            break
        if len(words) > 110 and "\n" not in words:
            break
        if patterns.ENDED.search(words) and not patterns.LABEL.match(words) and len(words) > 40:
            break
        first -= 1
    return first


def _after_close(
    text: str, made: Sequence[Piece], names: Sequence[str], report: int, forms: dict[int, str]
) -> int | None:
    """The first piece after a report's closing headings that is not part of them."""
    closing = False
    seen = 0
    for at in range(report + 1, len(made)):
        if at in forms:
            return None
        piece = made[at]
        if piece.role == "heading" and lexicon.CLOSING.fullmatch(names[at]):
            closing = names[at].startswith("background")
            seen = 0
            continue
        if not closing or piece.role == "furniture":
            continue
        words = text[piece.span.start : piece.span.end]
        seen += 1
        if piece.role == "row" or (piece.gap >= 3 and seen > 1):
            return at
        if piece.role == "heading" and "](" in text[made[at - 1].outer : made[at - 1].span.end]:
            return at
        if len(words) > 400 or seen > 12:
            closing = False
    return None
