"""The messages in one mail: its own words, and those of the mails that it quotes.

Three things part them: the header of a mail repeated in the text ("From: … Sent: … Subject: …"),
a line that says who wrote on which day, and the marks of quotation (``>``, or a page's own). What
is said of a quoted message there dates it; without that it has no date, never that of the mail.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

from corpus import dates, periods

# Names of header fields: RFC 5322 (From, Date, Subject, To, Cc), what Outlook writes above a reply
# (Sent), and both of these programs in Welsh.
_WHO = frozenset({"from", "oddi wrth"})
_WHEN = frozenset({"sent", "date", "anfonwyd", "dyddiad"})
_SUBJECT = frozenset({"subject", "pwnc"})
_FIELD = re.compile(r"[*_]{0,2}([A-Za-z][A-Za-z -]{1,18}?)\s?:[*_]{0,2}(?:\s+(.*)|)$")
# A line of dashes with or without words (Outlook, Gmail), or the words of Apple's Mail.
_RULE = re.compile(r"\s*(?:[-_=*]{3,}[^-_=*\n]{0,80}[-_=*]*|Begin forwarded message:)\s*$")
_MARKS = re.compile(r"(?:>[ \t]?)+")
_WROTE = re.compile(r"\b(?:wrote|writes|ysgrifennodd)\s*:$", re.IGNORECASE)
_CLOCK_OF_TWELVE = re.compile(r"\d\s*[AaPp]\.?[Mm]\b")
_NUMERIC = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}\b")

_HEADER_LINES = 12
_SAID_AT_MOST = 400
"""Characters of a line, or three, that says who wrote when."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the body. ``depth`` is how deep it is quoted, marks taken off; ``block`` numbers
    the block of a page that it is of; ``solid`` is a block that has no lines (a table)."""

    text: str
    depth: int = 0
    block: int = 0
    solid: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a message: where that stands is told in ``evidence``."""

    title: str = ""
    said_on: str | None = None
    evidence: str = ""
    sender: str = ""


@dataclass(slots=True)
class Turn:
    """A stretch of one message: the numbers of its lines."""

    head: Head
    lines: list[int] = field(default_factory=list)


UNKNOWN = Head()


def unquoted(text: str) -> Line:
    """A line of plain text with its marks of quotation counted and taken off."""
    marks = _MARKS.match(text)
    if marks is None:
        return Line(text)
    return Line(text[marks.end() :], marks.group().count(">"))


def turns(lines: Sequence[Line], own: Head) -> list[Turn]:
    """The mail as stretches of messages, in order; ``own`` is the head of the mail itself.

    Lines that only tell of a message are in none of them. A quoted message that would be younger
    than the mail has no date.
    """
    heads: dict[int, Head] = {0: own}
    found: list[Turn] = [Turn(own)]
    depth = 0
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line.solid and not line.text.strip():
            found[-1].lines.append(at)
            at += 1
            continue
        if line.depth != depth:
            depth = line.depth
            found.append(Turn(heads.setdefault(depth, UNKNOWN)))
        told, after = _header(lines, at) or _attribution(lines, at) or (None, at)
        if told is None:
            found[-1].lines.append(at)
            at += 1
            continue
        below = _next(lines, after)
        level = below.depth if below is not None else depth
        head = _no_younger(told, own)
        if level > depth:
            heads[level] = head
        else:
            heads = {above: known for above, known in heads.items() if above < depth}
            heads[depth] = head
            found.append(Turn(head))
        at = after
    return _merged(found, lines)


def _merged(found: Sequence[Turn], lines: Sequence[Line]) -> list[Turn]:
    """Neighbouring stretches of one message as one; none without words."""
    kept: list[Turn] = []
    for turn in found:
        if not any(lines[n].solid or lines[n].text.strip() for n in turn.lines):
            continue
        if kept and kept[-1].head is turn.head:
            kept[-1].lines += turn.lines
        else:
            kept.append(turn)
    return kept


def _next(lines: Sequence[Line], at: int) -> Line | None:
    return next((one for one in lines[at : at + 6] if one.solid or one.text.strip()), None)


def _header(lines: Sequence[Line], at: int) -> tuple[Head, int] | None:
    """A repeated header that begins at this line, perhaps with a rule above; and what follows it.

    It names who and when; a notice of a meeting has a date and a place, and no sender.
    """
    depth = lines[at].depth
    start = at
    if _RULE.match(lines[at].text):
        start = at + 1
        while start < len(lines) and start < at + 3 and not lines[start].text.strip():
            start += 1
    fields: dict[str, str] = {}
    last = ""
    end = start
    while end < len(lines) and end < start + _HEADER_LINES:
        line = lines[end]
        match = None if line.solid or line.depth != depth else _FIELD.match(line.text.strip())
        name = match[1].lower().strip() if match else ""
        if match and name not in fields:
            fields[name] = (match[2] or "").strip("* ")
            last = name
        elif last and not match and _goes_on(line, depth, fields[last]):
            fields[last] = f"{fields[last]} {line.text.strip()}".strip()
        else:
            break
        end += 1
    who = next((fields[name] for name in fields if name in _WHO), "")
    when = next((fields[name] for name in fields if name in _WHEN), "")
    if not who or not (when or len(fields) > 2):
        return None
    if list(fields).index(next(name for name in fields if name in _WHO)) > 1:
        return None
    title = next((fields[name] for name in fields if name in _SUBJECT), "")
    day = day_of(when)
    evidence = f"the quoted message's own header '{when}'" if day else ""
    return Head(title, day, evidence, who), end


def _goes_on(line: Line, depth: int, before: str) -> bool:
    """Whether a line is the rest of a field: addresses that wrap, a value below its name."""
    if line.solid or line.depth != depth or not line.text.strip():
        return False
    return not before or line.text[:1] in " \t" or before.endswith((";", ","))


def _attribution(lines: Sequence[Line], at: int) -> tuple[Head, int] | None:
    """A line, or up to three, that says who wrote on which day; and the line that follows."""
    first = lines[at]
    depth = first.depth
    joined = ""
    for end in range(at, min(at + 3, len(lines))):
        line = lines[end]
        if line.solid or line.depth != depth or line.block != first.block or not line.text.strip():
            return None
        joined = f"{joined} {line.text.strip()}".strip()
        if len(joined) > _SAID_AT_MOST or joined.endswith((".", "!", "?", ";")):
            return None
        if not joined.endswith(":"):
            continue
        # The day stands in the first of the lines: before it are words of the mail itself.
        found = dates.find(first.text)
        below = _next(lines, end + 1)
        quoted = below is not None and below.depth > depth
        if not found or not (quoted or _WROTE.search(joined)):
            return None
        day = day_of(joined)
        evidence = f"the line above it, '{joined}'" if day else ""
        return Head("", day, evidence, _writer(joined)), end + 1
    return None


_SENDER = re.compile(
    r"[,\d]\s++([^,<\d:][^,<:]{0,80}?)(?<!\s)\s*(?:<[^<>]{1,200}>\s*)?(?:wrote|writes)\s*:$"
)


def _writer(words: str) -> str:
    found = _SENDER.search(words)
    return found[1].strip() if found else ""


def day_of(written: str) -> str | None:
    """The one day that a header's date gives, in ISO; ``None`` for none and for two.

    Programs set to American English write the month first: a date in figures beside a clock of
    twelve hours is read only where it can be but one day.
    """
    if _CLOCK_OF_TWELVE.search(written):
        for one in _NUMERIC.finditer(written):
            if int(one[1]) <= 12 and int(one[2]) <= 12 and one[1] != one[2]:
                return None
    found = {one.iso for one in dates.find(written)}
    if not found and (stamp := dates.stamped(written)):
        return stamp
    days = {iso for iso in found if iso and periods.is_day(iso)}
    return days.pop() if len(days) == 1 and len(found) == 1 else None


def sent_on(written: str) -> str | None:
    """The day in a mail's own ``Date``, by the sender's clock; ``None`` where it cannot be one."""
    try:
        sent = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError, OverflowError):
        return day_of(written)
    named = written.strip()[:3].lower()
    weekdays = [name[:3] for name in dates.WEEKDAYS]
    if named in weekdays and weekdays.index(named) != sent.weekday():
        return None
    # A clock that was never set gives the first day of its count.
    return sent.date().isoformat() if sent.year >= _FIRST_YEAR else None


_FIRST_YEAR = 1982
"""RFC 822, the form of these headers."""


def _no_younger(head: Head, own: Head) -> Head:
    if head.said_on and own.said_on and head.said_on > own.said_on:
        return Head(head.title, None, "", head.sender)
    return head
