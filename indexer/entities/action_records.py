"""An action as a record: when it was said, by when it is due, what became of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus import dates, periods
from corpus.model import Action, Passage, Span
from corpus.sentences import starts
from indexer.entities import action_owners, undertakings
from indexer.entities.item_paths import item_path
from indexer.language import lexicon

_NUMBERED = re.compile(r"\d|[a-z]\s|[A-Z]\.?\d")
_Item = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Updates:
    """``below``: passages under 'Update' by the item they stand in; ``leads``: the words that lead
    in the points of a list, by the number of each of their passages."""

    below: Mapping[_Item, Sequence[Span]]
    leads: Mapping[int, str]


_BY = re.compile(r"\b(?:by|before|(?:no|not) later than|on or before|until)(?: the)?\s+$")
_DUE = re.compile(
    rf"\b(?:by the end of|by|before|in|at|to|for|from) (?:the |its |their )?(?:next meeting|"
    rf"(?:{dates.MONTH_IN_FULL})\b(?: 20\d\d)?(?: [\w ]{{0,30}}?meeting)?|"
    r"next (?:month|quarter|week|year)|end of the (?:financial )?year|coming year|near future|"
    rf"end of (?:{dates.MONTH_IN_FULL})\b(?: 20\d\d)?|20\d\d/\d\d(?:\d\d)?)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\W*(?:It|This|He|She|They|[A-Z]{2,4}) (?:was |were |had )?(?:also|further|then)\b"
)
_STATED = re.compile(
    rf"\b(?:raised|discussed|agreed|stated|reported|asked|set|told|promised) (?:\w+ )?in (?:the )?"
    rf"(?P<month>{dates.MONTH_IN_FULL})(?: (?P<year>20\d\d))?\b",
    re.IGNORECASE,
)
_MEETING_OF = re.compile(
    rf"(?:\bthe|’s|'s) (?P<month>{dates.MONTH_IN_FULL}) (?:\w+ ){{0,4}}meeting\b", re.IGNORECASE
)
_NOW = re.compile(
    rf"\W*(?:new |further )?actions?(?: (?:arising|agreed))?\W*|{lexicon.RETURNS.pattern}",
    re.IGNORECASE,
)
"""Headings under which a meeting speaks, below what an older one asked for."""

_EARLIER = re.compile(
    rf"\b(?:from|at|in) the (?P<month>{dates.MONTH_IN_FULL})(?: (?P<year>20\d\d))?\b",
    re.IGNORECASE,
)


def updates(found: Sequence[Passage]) -> Updates:
    """Passages under 'Update' and 'Findings' by their item, and what leads in each list."""
    below: dict[_Item, list[Span]] = {}
    leads: dict[int, str] = {}
    lead: Passage | None = None
    for passage in found:
        path = passage.section.headings
        if path and lexicon.RETURNS.match(path[-1]):
            below.setdefault(item(passage), []).append(passage.span)
        if passage.kind == "paragraph":
            lead = passage if passage.text.rstrip().endswith(":") else None
        elif lead is not None and passage.kind == "item" and passage.section is lead.section:
            leads[passage.number] = " ".join(lead.text.split())
    return Updates(below, leads)


def item(passage: Passage) -> _Item:
    """The part and the numbered headings over a passage: its item on the agenda."""
    return passage.part.number, item_path(passage, _NUMBERED)


def record(text: str, passage: Passage, span: Span, kind: str, updates: Updates) -> Action:
    words = " ".join(text[span.start : span.end].split())
    path = passage.section.headings
    part = passage.part
    told = part.kind in undertakings.TELLING
    before = " ".join(text[passage.span.start : span.start].split())
    lead = updates.leads.get(passage.number, "")
    if told:
        said_on = _told(text, passage, span)
    else:
        said_on = _said(words, path, part.said_on, before if _GOES_ON.match(words) else "", lead)
    due = _due(words)
    older = bool(said_on) and said_on != part.said_on
    later = updates.below.get(item(passage), ()) if older and not told else []
    return Action(
        span,
        part.number,
        kind,
        action_owners.owner(words, part, before),
        due,
        due_on(due, said_on) if due else None,
        said_on,
        tuple(one for one in later if one.start >= span.end),
    )


def _due(words: str) -> str | None:
    """By when, as printed: a day after 'by', else a month, a meeting or a year."""
    for one in dates.find(words):
        before = _BY.search(words[: one.span.start])
        if one.iso and before:
            return words[before.start() : one.span.end]
    due = _DUE.search(words)
    earlier = _EARLIER.search(words[:60])
    if due and earlier and due.start() <= earlier.start() < due.end():
        due = _DUE.search(words, due.end())
    return due.group() if due else None


def _told(text: str, passage: Passage, span: Span) -> str | None:
    """A paper that tells of an older meeting: the last full date before the end of the sentence,
    else the month whose meeting it names."""
    said_on = passage.part.said_on
    found = [one.iso for one in dates.find(text, passage.span.start, span.end) if one.iso]
    before = [iso for iso in found if not said_on or iso < said_on]
    meeting = _MEETING_OF.search(" ".join(text[passage.span.start : span.end].split()))
    if before or meeting is None:
        return max(before, default=None)
    return periods.latest_month(dates.month_number(meeting["month"]), said_on)


def _said(
    words: str, path: Sequence[str], said_on: str | None, before: str, lead: str
) -> str | None:
    """The day of the older meeting that the heading, the sentence, the one that it goes on from
    (``before``) or what leads in its list names, else the part's."""
    ours = max((at for at, one in enumerate(path) if _NOW.fullmatch(one)), default=-1)
    older = max((at for at, one in enumerate(path) if _EARLIER.search(one)), default=-1)
    # Below what an older meeting asked for stands what this one asks for.
    places = (words[:60],) if ours > older else (*path, words[:60])
    for place in (*places, *_sentences_of_months(before)):
        match = _EARLIER.search(place)
        meeting = re.search(r"\bmeeting|\barising", place, re.IGNORECASE)
        if match and meeting and (found := _month_of(match, said_on)):
            return found
    stated = _STATED.search(lead)
    return (_month_of(stated, said_on) if stated else None) or said_on


def _sentences_of_months(before: str) -> Iterator[str]:
    """The beginnings of the sentences of a text, the last one first."""
    for start in reversed([0, *starts(before)] if before else []):
        yield before[start : start + 60]


def _month_of(match: re.Match[str], said_on: str | None) -> str | None:
    month = dates.month_number(match["month"])
    return f"{match['year']}-{month:02d}" if match["year"] else periods.latest_month(month, said_on)


def due_on(words: str, said_on: str | None) -> str | None:
    """A month that is due, in the year after the meeting in which it next comes."""
    found = dates.find(words)
    if found and found[0].iso:
        iso = found[0].iso
        # What is due by the end of a month is due on its last day.
        last = "end of" in words.casefold() or periods.is_stretch(iso)
        return periods.last_day(iso) if last else iso
    match = re.search(rf"\b({dates.MONTH_IN_FULL})\b", words, re.IGNORECASE)
    return periods.next_month(dates.month_number(match[1]), said_on) if match else None
