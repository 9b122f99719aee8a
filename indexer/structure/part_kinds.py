"""What kind of paper a part is: by its title and head, then by what its words do.

A page of one agenda item that reports what the Panel said is minutes whatever it is called; a
letter in which inspectors report their findings is an inspection report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast

from corpus.kinds import Kind
from corpus.model import Person, SectionKind
from indexer.entities import speaker_attribution
from indexer.language import lexicon, patterns, phrases, titles
from indexer.layout.blocks import Piece
from indexer.structure.front_matter import Head

_KINDS = phrases.in_force("boundaries", "kinds")
_FINDINGS = phrases.either("boundaries", "findings")
_SECTIONS = phrases.in_force("boundaries", "sections")
_MINUTES = re.compile(r"(?:draft )?minutes:?", re.IGNORECASE)
_TO_DO = re.compile(r"(?:to|that) [a-z]+\b", re.IGNORECASE)
_PAST = re.compile(
    r"\b(?:was|were|had|said|told|gave|drew|thought|felt|spoke|made|[a-z]{2,}ed)\b", re.IGNORECASE
)
_INSPECTION = re.compile(r"\binspections?\b", re.IGNORECASE)
_REPLY = re.compile(
    r"\b(?:respon[ds]|repl(?:y|ies))\w*\b.{0,80}\binspection", re.IGNORECASE | re.DOTALL
)
_INSPECTOR = re.compile(r"\binspect(?:or|orate)", re.IGNORECASE)
_LONG = 60
"""Characters from which a paragraph says something."""

_CAME = frozenset(["present", "apologies", "absent"])
_NOT_MINUTES = frozenset(["agenda", "other", "report", "performance_report", "agenda_pack"])


def kind_of(head: Head, title: str) -> Kind:
    """What a part is: from its title, the lines at its head, and the form it begins with."""
    name, shown, words = title.casefold(), head.shown.casefold(), head.words.casefold()
    if head.form == "letter":
        return "letter"
    if head.form == "agenda":
        return "agenda"
    if head.form == "report":
        performance = "performance" in name and "inspection" not in name
        return "performance_report" if performance else "covering_report"
    if name.startswith("glossary"):
        return "glossary"
    if head.form == "minutes":
        return _minutes(words)
    for where in (name, shown, words):
        for rule in _KINDS:
            if where is words and rule.kind in ("minutes", "agenda"):
                continue
            if rule.pattern.search(where):
                return _minutes(words) if rule.kind == "minutes" else rule.kind
    return "other"


def by_deed(
    text: str, made: Sequence[Piece], head: Head, kind: Kind, listed: Sequence[Person]
) -> Kind:
    """The kind again, where what the part's words do says more than its title."""
    if kind in _NOT_MINUTES and head.form != "report" and _reports(text, made):
        words = " ".join(text[one.outer : one.span.end] for one in made[:12])
        return _minutes(f"{head.words} {words}".casefold())
    if kind == "other" and sum(one.attendance in _CAME for one in listed) > 2:
        return _minutes(head.words.casefold())  # who lists those present records a meeting
    if kind == "letter" and _inspects(text, made, head, listed):
        return "inspection_report"
    return kind


def section_kind(headings: Sequence[str]) -> SectionKind:
    """What a section is by the nearest of its headings that tells; '' where none does."""
    for heading in reversed(headings):
        number = patterns.numbered(heading)
        words = patterns.words(heading[number.length :] if number else heading)
        for rule in _SECTIONS:
            if rule.pattern.match(words):
                return cast(SectionKind, rule.kind)
    return ""


def _minutes(words: str) -> Kind:
    return "panel_minutes" if "panel" in words else "minutes"


def _reports(text: str, made: Sequence[Piece]) -> bool:
    """Whether a part tells what was said: under its own 'Minutes:', or in most paragraphs."""
    said = paragraphs = 0
    nobody = speaker_attribution.Offices((), ())
    for at, piece in enumerate(made):
        if piece.role in ("furniture", "row"):
            continue
        words = " ".join(text[piece.span.start : piece.span.end].split()).strip("*_ ")
        if not piece.label and _MINUTES.fullmatch(words) and at and _told(text, made[at + 1 :]):
            return True
        if len(words) > _LONG and piece.role != "heading":
            paragraphs += 1
            who, voice = speaker_attribution.speaker(words, nobody)
            said += bool(who) and voice != "written" and bool(_PAST.search(words))
    return said > 2 and 2 * said > paragraphs


def _told(text: str, after: Sequence[Piece]) -> bool:
    """Whether the words under a label tell what happened and not what is to be done."""
    below = next((one for one in after if one.role != "furniture"), None)
    if below is None or below.role in ("heading", "row"):
        return False
    words = text[below.span.start : below.span.end]
    return not _TO_DO.match(words) and bool(_PAST.search(words)) and lexicon.tells(words)


def _inspects(text: str, made: Sequence[Piece], head: Head, signed: Sequence[Person]) -> bool:
    """Whether a letter is a report of those who inspected: its subject is an inspection and no
    reply to one, an inspector signs, or its headings are those of findings."""
    subject = text[head.title.start : head.title.end] if head.title is not None else ""
    if not _INSPECTION.search(subject) or _REPLY.search(subject):
        return False
    inspectors = any(
        _INSPECTOR.search(one.role) or titles.plain(one.role.split(" ")[0]) == "hmi"
        for one in signed
        if one.role
    )
    headed = {
        name
        for one in made
        if one.role == "heading"
        and _FINDINGS.match(name := patterns.words(text[one.span.start : one.span.end]))
    }
    return inspectors or len(headed) > 1
