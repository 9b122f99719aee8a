"""What was agreed to be done: by whom, by when, said when, each with its span.

An action is a paragraph under a heading that says 'Action', a sentence that begins with it, or a
sentence in which somebody undertakes, is tasked with, or is asked for something. Only the records
of meetings, and papers that tell of them, are read for sentences: a plan is not an agreement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus import dates, periods
from corpus.model import Action, Part, Passage, Section, Span
from corpus.sentences import starts
from indexer.entities import person_names
from indexer.language import lexicon, phrases

_PHRASES = phrases.in_force("commitments", "phrases")
_NOT_DONE = phrases.either("commitments", "not_done")
_OWNERS = phrases.in_force("commitments", "owners")

_MEETINGS = frozenset(["holding_to_account_notes", "panel_minutes", "minutes"])
_TELLING = frozenset(["covering_report", "performance_report", "report"])

_HEADING = phrases.either("actions", "headed")
_NO_HEADING = phrases.either("actions", "not_headed")
_LED = re.compile(
    r"\b(?:ACTIONS?|Actions?)\b(?: [Pp]oints?)?(?: [\w/+&’'-]{1,20}){0,3}\s?"
    r"(?::|[–-](?=\s))\s*(?=\S)"
)
_LED_BY = re.compile(
    r"(?:ACTIONS?|Actions?)\b(?: [Pp]oints?)?(?: for| by)?\s*(?P<who>[^:\d]{0,50}):"
)
_EVERYBODY = frozenset(
    [
        "all",
        "trustees",
        "members",
        "chair",
        "chairman",
        "clerk",
        "secretary",
        "treasurer",
        "officers",
    ]
)
_NOBODY = frozenset(
    ["it", "this", "that", "he", "she", "they", "there", "we", "i", "these", "those", "who"]
)
_NONE = re.compile(r"(?:none|nil|n/?a|no actions?|not applicable)\W*", re.IGNORECASE)
_BODY = re.compile(
    r"\b(?:panel|committee|board|council|force|team|office|trust|police|service|friends|trustees|"
    r"members|officers|staff|supts?|superintendents|inspectors|treasurer|group|partnership|unit|"
    r"everyone|everybody|all)\b",
    re.IGNORECASE,
)
_PRONOUN = frozenset(["he", "she", "they", "i", "we"])
_SUBJECT = re.compile(
    r"[\W_]*(?:[Tt]he )?(?P<who>[A-Z][\w’'&/-]*(?: (?:[A-Z][\w’'&/-]*|of(?: the)?(?= [A-Z]))){0,5})"
    r" (?:also |then |had |has )?[a-z]{3,}"
)
_RETURNS = phrases.either("actions", "returns")
_NUMBERED = re.compile(r"\d|[a-z]\s|[A-Z]\.?\d")
_Item = tuple[int, tuple[str, ...]]

_TAG = re.compile(r"</?p>|<br ?/?>", re.IGNORECASE)
_DUE = re.compile(
    rf"\b(?:by the end of|by|before|in|at|to|for|from) (?:the |its |their )?(?:next meeting|"
    rf"(?:{dates.MONTH_IN_FULL})\b(?: 20\d\d)?(?: [\w ]{{0,30}}?meeting)?|"
    r"next (?:month|quarter|week|year)|end of the (?:financial )?year|coming year|near future|"
    rf"end of (?:{dates.MONTH_IN_FULL})\b(?: 20\d\d)?|20\d\d/\d\d(?:\d\d)?)",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    rf"\b(?:from|at|in) the (?P<month>{dates.MONTH_IN_FULL})(?: (?P<year>20\d\d))?\b",
    re.IGNORECASE,
)


def actions(text: str, found: Sequence[Passage]) -> list[Action]:
    """The actions that passages hold, in order of the text; spans are disjoint."""
    made: list[Action] = []
    updates = _updates(found)
    before: Passage | None = None
    for passage in found:
        part, section = passage.part, passage.section
        if part.kind not in _MEETINGS | _TELLING or passage.kind == "heading":
            continue
        column = passage.kind == "cell" and bool(_HEADING.search(passage.columns))
        headed = column or _headed(section)
        owner = _assigned(passage.text, part)
        if owner and part.kind in _MEETINGS and before is not None:
            if before.section.part is part and not (made and made[-1].span == before.span):
                made.append(
                    replace(_action(text, before, before.span, "action", updates), owner=owner)
                )
            before = passage
            continue
        before = passage
        if headed and part.kind in _MEETINGS:
            if not _NONE.fullmatch(passage.text.strip()):
                made.append(_action(text, passage, passage.span, "action", updates))
            continue
        for span in sentences(text, passage.span):
            words = " ".join(text[span.start : span.end].split())
            kind = kind_of(words, part)
            if kind:
                made.append(_action(text, passage, span, kind, updates))
    return made


def _assigned(words: str, part: Part) -> str:
    """'ACTION: MS' says who owes what the paragraph above tells; '' for any other words."""
    led = _LED.match(words)
    named = _LED_BY.match(words)
    rest = words[led.end() :].strip(" .") if led else ""
    if not rest or len(rest) > 40 or (named and named["who"].strip()):
        return ""
    known = {one.casefold() for person in part.people for one in person.name.split()}
    tokens = [one for one in re.split(r"[\s/&,+]+|\band\b", rest) if one]
    initials = [one for one in tokens if len(one) < 6 and sum(map(str.isupper, one)) > 1]
    named_only = all(
        one in initials or one.casefold() in known or one.casefold() in _EVERYBODY for one in tokens
    )
    return rest if tokens and named_only else ""


def kind_of(words: str, part: Part) -> str:
    """What kind of action a sentence is, '' when none."""
    led = _LED.search(words)
    if led and led.start() < 4:
        return "action"
    if _NOT_DONE.search(words):
        return ""
    for rule in _PHRASES:
        if rule.pattern.search(words):
            if part.kind in _TELLING and rule.kind not in ("agreement", "request"):
                continue
            return rule.kind
    return ""


def sentences(text: str, span: Span) -> Iterator[Span]:
    """The sentences of a passage; 'Action:' inside one begins another."""
    start = span.start
    cuts = [*starts(text, span.start, span.end)]
    cuts += [tag.end() for tag in _TAG.finditer(text, span.start, span.end)]
    cuts += [led.start() for led in _LED.finditer(text, span.start, span.end)]
    for cut in [*sorted(set(cuts) - {start}), span.end]:
        first, last = start, cut
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if last - first > 15:
            yield Span(first, last)
        start = cut


def _headed(section: Section) -> bool:
    """Whether the heading over a passage says 'Action', and no later one 'Update'."""
    for heading in reversed(section.headings):
        if _NO_HEADING.search(heading):
            return False
        if _HEADING.search(heading):
            return True
    return False


def _updates(found: Sequence[Passage]) -> dict[_Item, list[Span]]:
    """Passages under 'Update' and 'Findings', by the item they stand in."""
    made: dict[_Item, list[Span]] = {}
    for passage in found:
        path = passage.section.headings
        if path and _RETURNS.match(path[-1]):
            made.setdefault(_item(passage), []).append(passage.span)
    return made


def _item(passage: Passage) -> _Item:
    """The part and the numbered headings over a passage: its item on the agenda."""
    path = passage.section.headings
    last = max((at for at, one in enumerate(path) if _NUMBERED.match(one)), default=-1)
    return passage.part.number, path[: last + 1]


def _action(
    text: str, passage: Passage, span: Span, kind: str, updates: dict[_Item, list[Span]]
) -> Action:
    words = " ".join(text[span.start : span.end].split())
    path = passage.section.headings
    part = passage.part
    told = part.kind in _TELLING
    said_on = _told(text, passage, span) if told else _said(words, path, part.said_on)
    due = _DUE.search(words)
    earlier = _EARLIER.search(words[:60])
    if due and earlier and due.start() <= earlier.start() < due.end():
        due = _DUE.search(words, due.end())
    older = bool(said_on) and said_on != part.said_on
    later = updates.get(_item(passage), []) if older and not told else []
    return Action(
        span,
        part.number,
        kind,
        _owner(words, part, " ".join(text[passage.span.start : span.start].split())),
        due.group() if due else None,
        _due_on(due.group(), said_on) if due else None,
        said_on,
        tuple(one for one in later if one.start >= span.end),
    )


def _told(text: str, passage: Passage, span: Span) -> str | None:
    """A paper that tells of an older meeting: the last full date before the end of the sentence."""
    found = [one.iso for one in dates.find(text, passage.span.start, span.end) if one.iso]
    before = [iso for iso in found if not passage.part.said_on or iso < passage.part.said_on]
    return max(before, default=None)


def _owner(words: str, part: Part, before: str) -> str | None:
    """Who owes it, a person or an office; ``before`` is the passage up to it: it says who 'he' is.

    'Letters to go out' and 'In July' name nobody: without an owner is better than with a wrong one.
    """
    led = _LED.match(words)
    named = _LED_BY.match(words)
    if named and named["who"].strip() and named["who"].strip()[:1].isupper():
        return named["who"].strip()
    bare = words[led.end() :] if led else words
    for rule in _OWNERS:
        match = rule.pattern.search(bare)
        who = match["who"].strip(" ,") if match else ""
        if not 0 < len(who) < 60:
            continue
        first = who.split()[0].casefold()
        if first in _PRONOUN:
            return _meant(before, part)
        if first not in _NOBODY:
            return who if _somebody(who, part) else None
    return None


def _somebody(who: str, part: Part) -> bool:
    """Whether words name a person or an office: by their form, their words, or those present."""
    if person_names.is_name(who) or lexicon.OFFICE.search(who) or _BODY.search(who):
        return True
    known = {one.casefold() for person in part.people for one in person.name.split()}
    tokens = re.findall(r"[\w’'/]+", who)
    short = any(sum(map(str.isupper, one)) > 1 for one in tokens)
    return short or (bool(tokens) and tokens[0].casefold() in known)


def _meant(before: str, part: Part) -> str | None:
    """Whom a pronoun means: the subject of the nearest sentence before it that names one."""
    end = len(before)
    for start in reversed([0, *starts(before)]):
        subject = _SUBJECT.match(before, start, end)
        end = start
        if subject is None:
            return None
        who = subject["who"]
        if who.split()[0].casefold() not in _NOBODY:
            return who if _somebody(who, part) else None
    return None


def _said(words: str, path: Sequence[str], said_on: str | None) -> str | None:
    """The day of the older meeting that the heading or the sentence names, else the part's."""
    for place in (*path, words[:60]):
        match = _EARLIER.search(place)
        if match is None or not re.search(r"\bmeeting|\barising", place, re.IGNORECASE):
            continue
        month = dates.month_number(match["month"])
        if match["year"]:
            return f"{match['year']}-{month:02d}"
        if latest := periods.latest_month(month, said_on):
            return latest
    return said_on


def _due_on(words: str, said_on: str | None) -> str | None:
    """A month that is due, in the year after the meeting in which it next comes."""
    found = dates.find(words)
    if found and found[0].iso:
        iso = found[0].iso
        # What is due by the end of a month is due on its last day.
        return periods.last_day(iso) if "end of" in words.casefold() else iso
    match = re.search(rf"\b({dates.MONTH_IN_FULL})\b", words, re.IGNORECASE)
    return periods.next_month(dates.month_number(match[1]), said_on) if match else None
