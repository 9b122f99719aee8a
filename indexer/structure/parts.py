"""The parts of a pack put together: what each is called, and what the papers say of one another.

A covering report says what its appendices are, and sometimes how far they reach ('the latest
update available to the end of May 2018'); the agenda says which item a paper belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from corpus import dates, periods
from corpus.kinds import Kind
from corpus.model import Document, Part, Person, Span
from corpus.sentences import starts
from indexer.entities import bodies
from indexer.entities.people import attendance, correspondents, teams
from indexer.layout.blocks import Piece
from indexer.structure import agenda, part_kinds, sections
from indexer.structure.agenda import Agenda, Item
from indexer.structure.front_matter import Head

_LISTED = re.compile(r"appendix\s+(?P<key>[\dA-Z]{1,2})\s*[–:.-]+\s*(?P<title>[^\n]{3,200})", re.I)
_KEY = re.compile(r"(?:appendix|annex|enclosure)\s+([\dA-Z]{1,3})\b", re.IGNORECASE)
_AS_OF = re.compile(
    r"\b(?:updated?s?|information|data|position|progress|correct|figures)\b[^.]{0,60}\b"
    r"(?:to the end of|up to(?: the end of)?|as (?:at|of)(?: the end of)?)\s+"
    r"(?=(?P<date>[^.]{4,40}))",
    re.IGNORECASE,
)
_DRAFT = re.compile(
    r"\bdraft\b[^.]{0,160}\battached\b|\battached\b[^.]{0,120}\bdraft\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A part before it is one: how it begins, its pieces, and what its head says.

    From ``doubt``, an offset, on another paper may have begun.
    """

    form: str
    span: Span
    made: list[Piece]
    head: Head
    listed: str = ""
    doubt: int | None = None


@dataclass(frozen=True, slots=True)
class _Attached:
    """What a covering report says of one appendix."""

    title: str
    said_on: str | None
    evidence: str


def assemble(document: Document, drafts: Sequence[Draft]) -> list[Part]:
    """Parts with kinds, titles, dates and agenda items, in order."""
    text = document.text
    front = drafts[0]
    contents = agenda.read(text, front.made) if len(drafts) > 1 else Agenda()
    meeting = _day(text, front)
    held: list[Part] = []
    place = -1
    told: list[_Attached] = []
    turn = 0
    for number, draft in enumerate(drafts):
        title = sections.clean(text, draft.head.title) if draft.head.title else ""
        title = draft.listed or title
        said_on, evidence = draft.head.said_on, draft.head.evidence
        found = (
            agenda.match(contents, f"{title} {draft.head.words[:200]}", said_on, place)
            if number
            else None
        )
        if draft.form in ("report", "minutes"):
            place = found if found is not None else place
            told, turn = _attachments(text, draft, contents, meeting), 0
        extra: _Attached | None = None
        if draft.form in ("appendix", "titled", "letter"):
            # An appendix is told by its number, else by its turn.
            key = _KEY.match(title)
            turn = int(key[1]) if key and key[1].isdigit() else turn + 1
        if draft.form in ("appendix", "titled", "glossary") and 0 < turn <= len(told):
            extra = told[turn - 1]
            if said_on is None:
                said_on, evidence = extra.said_on, extra.evidence
        if said_on is None and draft.form == "report" and found is not None and meeting:
            # A covering report is said to the meeting on whose agenda it stands.
            said_on = meeting
            evidence = (
                f"item {contents.items[found].number} of the agenda for {periods.told(meeting)}"
            )
        item = contents.items[place] if place >= 0 and number else None
        called = part_kinds.kind_of(draft.head, f"{title} {extra.title if extra else ''}")
        listed = _people(text, draft, called)
        kind = part_kinds.by_deed(text, draft.made, draft.head, called, listed)
        if kind == "minutes" and _holds_to_account(draft, [one.role for one in listed]):
            kind = called = "holding_to_account_notes"
        own = item if found is not None and draft.form == "report" else None
        held.append(
            Part(
                document,
                number,
                draft.span,
                _title(title, kind if kind == called else "other", said_on, own, extra),
                kind,
                _body(text, draft, document, kind, listed, len(drafts) == 1),
                said_on,
                evidence,
                item.number if item else None,
                (item.pages or None) if item else None,
                listed,
            )
        )
    return held


def _people(text: str, draft: Draft, kind: Kind) -> tuple[Person, ...]:
    """Who was there, or who writes to whom; an agenda can only tell who belongs to its meeting."""
    if draft.form == "letter" or kind == "letter":
        written = correspondents.signed(text, draft.made)
        authors = {one.name for one in written}
        to = correspondents.addressed(text, draft.made)
        return (*written, *(one for one in to if one.name not in authors))
    if kind == "annual_report":
        return correspondents.signed(text, draft.made, letter=False)
    listed = attendance.listed(text, draft.made)
    if kind == "agenda":
        return tuple(
            replace(one, attendance="membership") if one.attendance == "present" else one
            for one in listed
        )
    if kind in ("inspection_report", "report"):
        return attendance.once([*listed, *teams.named(text, draft.made)])
    return listed


def _body(
    text: str,
    draft: Draft,
    document: Document,
    kind: Kind,
    people: Sequence[Person],
    alone: bool,
) -> str:
    """Whose paper it is: as its head says; papers of the meeting itself are the meeting's, an
    inspection report is the inspectors', a letter its writer's."""
    lines = [text[one.outer : one.span.end] for one in draft.made[:12] if len(one.span) < 200]
    if alone and document.body and document.body != draft.head.body:
        return document.body  # given by a list beside the archive
    if kind == "inspection_report":
        return bodies.publisher(text, draft.made, lines)
    if kind == "letter":
        writes = [one.role for one in people if one.attendance == "author"]
        signed = next((name for role in writes if (name := bodies.named(role))), "")
        to = {one.written for one in people if one.attendance == "addressee"}
        above = takewhile(lambda line: not any(one in line for one in to), lines)
        return signed or (bodies.first(map(bodies.whole, above)) if to else "")
    if draft.form in ("front", "report", "minutes"):
        own = draft.head.body
        if draft.form == "report":
            # 'Report of the Task Group' says who wrote it, and not whose paper it is.
            own = bodies.first(map(bodies.whole, lines))
        meeting = bodies.key(document.body)
        return document.body if meeting.endswith(bodies.key(own)) else own or document.body
    return draft.head.body


def _day(text: str, front: Draft) -> str | None:
    """The day of the meeting that an agenda is for: the one day its title gives."""
    days = {
        one.iso
        for piece in front.made[:8]
        if not agenda.issue(text, [piece])[0]
        for one in dates.find(text, piece.outer, piece.span.end)
        if one.iso and one.day and not one.stretch and len(piece.span) < 200
    }
    return next(iter(days)) if len(days) == 1 else None


def _attachments(
    text: str, report: Draft, contents: Agenda, meeting: str | None
) -> list[_Attached]:
    told: list[_Attached] = []
    as_of: dict[str, tuple[str, str]] = {}
    drafted: set[str] = set()
    for piece in report.made:
        paragraph = " ".join(text[piece.span.start : piece.span.end].split())
        keys = _KEY.findall(paragraph)
        if len(set(keys)) != 1 or len(paragraph) > 1500:
            continue
        match = _AS_OF.search(paragraph)
        found = dates.find(match["date"]) if match else []
        if match and found and found[0].iso and found[0].span.start == 0:
            stop = match.end("date")
            sentence = paragraph[max(starts(paragraph, 0, stop), default=0) : stop]
            as_of.setdefault(keys[0], (found[0].iso, f"covering report '… {sentence[-90:]}'"))
        if _DRAFT.search(paragraph):
            drafted.add(keys[0])
    issued = contents.issued
    for piece in report.made:
        match = _LISTED.match(text, piece.outer, piece.span.end)
        if match is None or len(piece.span) > 300:
            continue
        key = match["key"]
        said_on, evidence = as_of.get(key, (None, ""))
        month = periods.month_of(issued)
        if said_on is None and key in drafted and month and month == periods.month_of(meeting):
            # A draft put before a meeting is as old as the pack: to the month, no closer.
            said_on = month
            evidence = f"undated draft, issued with the agenda '{contents.issued_words}'"
        told.append(_Attached(" ".join(match["title"].split()).strip(" '‘’\""), said_on, evidence))
    return told


def _holds_to_account(draft: Draft, roles: Sequence[str]) -> bool:
    """Notes of a meeting at which a commissioner and a chief constable sit are of that kind."""
    head = draft.head.words.casefold()
    if "holding to account" in head or ("assurance" in head and "accountability" in head):
        return True
    offices = " | ".join(roles).casefold()
    commissioner = bool(re.search(r"(?<!deputy )police and crime commissioner", offices))
    return commissioner and bool(re.search(r"(?:^|\| )chief constable", offices))


def _title(
    title: str, kind: Kind, said_on: str | None, item: Item | None, extra: _Attached | None
) -> str:
    if item is not None:
        return sections.shorten(item.subject)
    if kind in ("panel_minutes", "minutes") and said_on and periods.is_day(said_on):
        return f"Minutes of {periods.told(said_on)}"
    if kind == "letter":
        named = f"Letter of {periods.told(said_on)}" if said_on else "Letter"
        told = "letter" in title.casefold()
        return sections.shorten(title) if told else f"{named}: {title}" if title else named
    if extra is not None and extra.title and len(title) < 14:
        return extra.title
    return sections.shorten(title)
