"""What was asked: the topic, what is left out, dates, kinds of document. No language to learn.

Everything that was read out of the words is listed in ``Asked.recognised``, so that a reader can
see it and take it back.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.errors import BadQuery
from search.index import Filter
from search.results import Asked, Recognised

LONGEST = 20_000
"""Code points; more than this is no question, and a mistake in a script more often than not."""

_NOTHING = "\0nothing"
"""A value that no passage has."""

MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if n} | {
    name.lower(): n for n, name in enumerate(calendar.month_abbr) if n
}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DATE = (
    rf"(?:(?:(\d{{1,2}})(?:st|nd|rd|th)?\s+)?({_MONTH})\.?,?\s+)?((?:19|20)\d\d)(?![\d/–-])"
    r"|((?:19|20)\d\d)-(\d\d)(?:-(\d\d))?"
)

_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"inspection reports?|inspectors' reports?", ("inspection_report",)),
    (r"panel minutes|minutes of the panel", ("panel_minutes",)),
    (r"holding[- ]to[- ]account (?:notes|meetings?)", ("holding_to_account_notes",)),
    (r"(?:meeting )?minutes", ("panel_minutes", "minutes", "holding_to_account_notes")),
    (r"annual reports?", ("annual_report",)),
    (r"letters?", ("letter",)),
    (r"delivery plans?", ("delivery_plan",)),
    (r"covering reports?", ("covering_report",)),
    (r"performance (?:reports?|summar(?:y|ies))", ("performance_report", "performance_summary")),
)

_EVERY_FRAMES = (
    r"^(?:please\s+)?(?:find|list|show|give)?\s*(?:me\s+)?(?:every|each|all(?: the)?)\s+"
    r"(?:time|times|mentions?|discussions?|references?|occasions?)\s*(?:that|when|where|of|to)?\s+"
    r"(?P<topic>.+?)(?:\s+(?:was|were|is|are|has been|have been|came up|got)"
    r"(?:\s+(?:discussed|mentioned|raised|said|talked about|brought up))?)?\s*[?.!]*$",
    r"^when\s+(?:was|were|is|are|did)\s+(?P<topic>.+?)\s+"
    r"(?:discussed|mentioned|raised|brought up|come up)\s*[?.!]*$",
    r"^how (?:often|many times)\s+(?:was|were|is|are|did|has)\s+(?P<topic>.+?)\s+"
    r"(?:been\s+)?(?:discussed|mentioned|raised|brought up|come up)\s*[?.!]*$",
)
_QUESTION = re.compile(
    r"\?\s*$|^\s*(?:who|what|when|where|why|how|which|whose|whom|is|are|was|were|do|does|did|has|"
    r"have|had|can|could|should|would|will)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Read:
    """Something found in the words: where it stands, and what it asks of the filter."""

    start: int
    end: int
    recognised: Recognised
    where: Filter


def intent_of(text: str) -> Literal["search", "every", "ask"]:
    """Which of the three a person means who types ``text`` into the one box."""
    if any(re.match(frame, text.strip(), re.IGNORECASE) for frame in _EVERY_FRAMES):
        return "every"
    return "ask" if _QUESTION.search(text) else "search"


def read(
    text: str,
    intent: Literal["search", "every", "ask"],
    where: Filter,
    undivided: Callable[[str], Sequence[tuple[int, int]]] = lambda text: (),
) -> Asked:
    """Understand a query. ``where`` is what was asked outside the words; both must hold.

    A question keeps its dates as words: what was said in June about May answers it as well.
    Raises BadQuery for a text that is empty, too long or has no letter or digit in it.
    """
    clean = text.encode("utf-8", "replace").decode("utf-8").strip()
    if not clean:
        raise BadQuery("Nothing was asked. Type a topic, a question or some words.")
    if len(clean) > LONGEST:
        raise BadQuery(
            f"The query is {len(clean):,} characters long; the longest that is read is "
            f"{LONGEST:,}. Ask for less at once."
        )
    if not any(character.isalnum() for character in clean):
        raise BadQuery("There is no word in the query that could be looked for.")
    if intent == "ask":
        return Asked(text=clean, intent=intent, where=where, topics=(clean,))
    topic = _without_frame(clean) if intent == "every" else clean
    found = list(_filters(topic))
    asked = where
    for read_ in found:
        asked = narrow(asked, read_.where)
    rest = _cut(topic, found)
    rest, excluded = _excluded(rest)
    if not any(character.isalnum() for character in rest):
        # Nothing but a date or a kind: then these words are the topic after all.
        rest, found, asked, excluded = topic, [], where, ()
    return Asked(
        text=clean,
        intent=intent,
        where=asked,
        topics=_topics(rest) if intent == "every" else (rest,),
        excluded=excluded,
        recognised=tuple(r.recognised for r in found)
        + tuple(Recognised("without", f"not {words}", words) for words in excluded),
    )


def narrow(one: Filter, other: Filter) -> Filter:
    """Both filters at once. Lists with nothing in common leave nothing to be found."""

    def both(mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
        if not mine or not theirs:
            return mine or theirs
        return tuple(value for value in theirs if value in mine) or (_NOTHING,)

    return Filter(
        since=max((d for d in (one.since, other.since) if d), default=None),
        until=min((d for d in (one.until, other.until) if d), default=None),
        kinds=both(one.kinds, other.kinds),
        bodies=both(one.bodies, other.bodies),
        documents=both(one.documents, other.documents),
        people=both(one.people, other.people),
    )


def _without_frame(text: str) -> str:
    for frame in _EVERY_FRAMES:
        found = re.match(frame, text, re.IGNORECASE)
        if found:
            return found["topic"].strip()
    return text


def _iso(match: re.Match[str], first: int) -> str | None:
    """The date of a ``_DATE`` match whose groups begin at ``first``, as precise as written."""
    day, month, year, y, m, d = match.groups()[first : first + 6]
    numbers = (year, str(MONTHS[month.lower()]) if month else None, day) if year else (y, m, d)
    try:
        if numbers[1] and not 1 <= int(numbers[1]) <= 12:
            return None
        last = calendar.monthrange(int(numbers[0]), int(numbers[1] or 1))[1]
        if numbers[2] and not 1 <= int(numbers[2]) <= last:
            return None
    except ValueError:
        return None
    return "-".join(f"{int(n):02d}" for n in numbers if n)


def _bound(kind: str, date: str) -> Filter:
    """What a preposition before a date asks for; 'since' and 'until' hold the date itself."""
    match kind:
        case "since" | "from" | "as of":
            return Filter(since=date)
        case "after":
            return Filter(since=_beside(date, 1))
        case "before":
            return Filter(until=_beside(date, -1))
        case "until" | "till" | "up to":
            return Filter(until=date)
        case _:
            return Filter(since=date, until=date)


def _beside(date: str, step: int) -> str:
    """The last day before (-1) or the first day after (+1) a date of any precision."""
    year, month, day = (int(n) for n in (date + "-00-00").split("-")[:3])
    first = datetime.date(year, month or 1, day or 1)
    if step < 0:
        return (first - datetime.timedelta(days=1)).isoformat()
    last_month = month or 12
    last = datetime.date(year, last_month, day or calendar.monthrange(year, last_month)[1])
    return (last + datetime.timedelta(days=1)).isoformat()


def _filters(text: str) -> Iterator[_Read]:
    """Dates and kinds written in the text, from left to right, never overlapping."""
    taken: list[tuple[int, int]] = []
    for found in _all_filters(text):
        if not any(found.start < end and start < found.end for start, end in taken):
            taken.append((found.start, found.end))
            yield found


def _all_filters(text: str) -> Iterator[_Read]:
    between = rf"\b(?:between|from)\s+(?:{_DATE})\s+(?:and|to|until|till|-|–)\s+(?:{_DATE})"
    for m in re.finditer(between, text, re.IGNORECASE):
        first, second = _iso(m, 0), _iso(m, 6)
        if first and second:
            value = Recognised("between", m.group(), f"{first} to {second}")
            yield _Read(m.start(), m.end(), value, Filter(since=first, until=second))
    words = r"since|from|as of|after|before|until|till|up to|in|during|of|for"
    for m in re.finditer(rf"\b({words})\s+(?:the year\s+)?(?:{_DATE})", text, re.IGNORECASE):
        date = _iso(m, 1)
        if date is not None:
            kind = m.group(1).lower()
            yield _Read(m.start(), m.end(), Recognised(kind, m.group(), date), _bound(kind, date))
    for words, kinds in _KINDS:
        for m in re.finditer(rf"\b(?:in|from)\s+(?:the\s+|all\s+)?(?:{words})\b", text, re.I):
            value = Recognised("kind", m.group(), ", ".join(kinds))
            yield _Read(m.start(), m.end(), value, Filter(kinds=kinds))


def _cut(text: str, found: list[_Read]) -> str:
    for read_ in sorted(found, key=lambda r: -r.start):
        text = text[: read_.start] + " " + text[read_.end :]
    return re.sub(r"\s+", " ", text).strip(" ,;")


def _excluded(text: str) -> tuple[str, tuple[str, ...]]:
    """What stands after 'but not', 'except', 'excluding', or in capitals NOT."""
    parts = re.split(r"\s+(?:but not|and not|NOT|except(?: for)?|excluding)\s+", text, flags=0)
    kept = parts[0].strip()
    dropped = tuple(p.strip(' ,;"“”') for p in parts[1:])
    return (kept, tuple(d for d in dropped if d)) if kept else (text, ())


def _topics(text: str) -> tuple[str, ...]:
    """Alternatives: 'or', commas and semicolons outside quotation marks divide them."""
    pieces: list[str] = []
    current = ""
    for token in re.split(r"(\"[^\"]*\"|“[^”]*”|\s+or\s+|[,;])", text, flags=re.IGNORECASE):
        if re.fullmatch(r"\s+or\s+|[,;]", token, re.IGNORECASE):
            pieces.append(current)
            current = ""
        else:
            current += token
    pieces.append(current)
    kept = tuple(dict.fromkeys(p.strip() for p in pieces if any(c.isalnum() for c in p)))
    return kept or (text,)
