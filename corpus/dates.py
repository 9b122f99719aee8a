"""Months, and dates as people write them, to ISO at the precision given; day first, and strictly.

A string that could be two dates, or that no calendar holds, is no date. ``find`` gives every date
in a text (which of them dates a document is a question of testimony, and answered in the indexer),
``stamped`` the one that a machine wrote; what a person types is read by ``corpus.typed_dates``.
A stretch of days is an ISO 8601 interval, ``2018-06-12/2018-06-13``. The names of months, English
and Welsh, stand here and nowhere else; what an ISO date may mean is told by ``corpus.periods``.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.model import Span

_SPELT = (
    "January Jan,February Feb,March Mar,April Apr,May,June Jun,July Jul,August Aug,"
    "September Sept Sep,October Oct,November Nov,December Dec"
)
_NAMES = tuple(tuple(names.split()) for names in _SPELT.split(","))
MONTH_NAMES = tuple(names[0] for names in _NAMES)
"""The twelve in full, January at 0."""

MONTH_ABBREVIATIONS = tuple(short for names in _NAMES for short in names[1:])
"""``Jan``, ``Sept``, ``Sep``, …; a month that has none is not among them."""

MONTHS = {name.lower(): number for number, names in enumerate(_NAMES, start=1) for name in names}
"""Every English spelling in small letters → 1 to 12."""

_WELSH_SPELT = (
    "Ionawr,Chwefror,Mawrth Fawrth,Ebrill,Mai Fai,Mehefin Fehefin,Gorffennaf Orffennaf Ngorffennaf,"
    "Awst,Medi Fedi,Hydref,Tachwedd Dachwedd Nhachwedd,Rhagfyr Ragfyr"
)
"""In full, and as a word before them changes them: 'o Fawrth', 'yng Ngorffennaf'."""
_WELSH = {
    name.lower(): number
    for number, names in enumerate(_WELSH_SPELT.split(","), start=1)
    for name in names.split()
}

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_SHORT_DAYS = "Mon,Tue Tues,Wed Weds,Thu Thur Thurs,Fri,Sat,Sun"
_WELSH_DAYS = "Llun Lun,Mawrth Fawrth,Mercher Fercher,Iau,Gwener Wener,Sadwrn,Sul"
"""After 'dydd' or 'nos': 'Mawrth' alone is a month."""
_WEEKDAYS = {name: number for number, name in enumerate(WEEKDAYS)} | {
    name.lower(): number
    for spelt in (_SHORT_DAYS, _WELSH_DAYS)
    for number, names in enumerate(spelt.split(","))
    for name in names.split()
}
"""Every spelling in small letters → 0 for Monday."""

MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
"""Alternatives of a pattern that ignores case: every English spelling, the longest first."""

MONTH_IN_FULL = "|".join(MONTH_NAMES)
"""Alternatives of a pattern: the full names, with their capital."""

_ALL_MONTHS = "|".join(sorted((*MONTHS, *_WELSH), key=len, reverse=True))
_MONTH = rf"(?P<month>{_ALL_MONTHS})(?![a-z])\.?"
_DAY_NAME = (
    "|".join((*WEEKDAYS, *sorted(_SHORT_DAYS.replace(",", " ").split(), key=len, reverse=True)))
    + rf"|(?:d?dydd|nos)\s+(?:{'|'.join(_WELSH_DAYS.replace(',', ' ').split())})"
)
_WEEKDAY = (
    rf"(?:(?P<weekday>{_DAY_NAME})(?![a-z])\.?(?:\s+(?:morning|afternoon|evening))?\)?"
    r"(?:[\s,–-]{1,12}(?:the\s+|y\s+)?|(?=\d)))?"
)
_TH = r"(?:\s{0,3}(?:<sup>)?(?:st|nd|rd|th|ˢᵗ|ⁿᵈ|ʳᵈ|ᵗʰ|af|ail|il|ydd|fed|ed|eg|ain)(?:</sup>)?)"
_DAY = rf"(?P<day>\d{{1,2}}){_TH}?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d|[/.]\d|[-–]\d\d(?!\d|[/.:]|\s?[ap]m))"
# A year of two digits after an apostrophe, or where nothing follows that would make it an hour.
_SHORT = (
    r"(?:[’'‘`](?P<short>\d\d)(?!\w)"
    r"|(?P<bare>\d\d)(?=[ ]*(?:$|[\n\t\r)\]|;(*_]|,(?!\s*\d)|\.(?!\d)|[-–—](?!\s*\d)"
    r"|[ ](?:at|in|from|time|commencing|starting)\b|[ ][ ]))"
    r"|(?<=[a-z.][-–])(?P<dashed>\d\d)(?![\w:]|\.\d))"
)
_TO_MONTH = r"(?:[\s,]{0,12}(?:(?:day\s+)?of\s+|o\s+|mis\s+)?|\s?[-–./]\s?)"
_TO_YEAR = r"(?:[\s,]{0,12}|\s?[-–./]\s?)"
_AFTER = rf"(?:\s?[,(]\s?(?P<after>{_DAY_NAME})(?![a-z]))?"
"""The weekday behind its date: '3 December 2019 (Tuesday)'."""

_WRITTEN = re.compile(
    rf"(?<![\w.])(?<!\d{{4}}/)(?<![a-z]/){_WEEKDAY}{_DAY}{_TO_MONTH}{_MONTH}"
    rf"(?:{_TO_YEAR}(?:{_YEAR}|{_SHORT}))?(?!\w){_AFTER}",
    re.IGNORECASE | re.MULTILINE,
)
_AMERICAN = re.compile(
    rf"(?<![\w/.]){_WEEKDAY}{_MONTH}\s{{1,12}}(?:the\s+)?{_DAY}"
    rf"(?:\s?(?:to|and|&|[-–])\s?(?P<last>\d{{1,2}}){_TH}?)?"
    rf"[\s,]{{1,12}}(?:{_YEAR}|[’'‘](?P<short>\d\d))(?!\w){_AFTER}",
    re.IGNORECASE,
)
_ISO = re.compile(
    rf"(?<![\w/.-]){_WEEKDAY}(?P<year>(?:19|20)\d\d)(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep)"
    r"(?P<day>\d{1,2})(?![\w-]|[/.]\d)",
    re.IGNORECASE,
)
_NUMERIC = re.compile(
    rf"(?<![\w/.-]){_WEEKDAY}(?P<day>\d{{1,2}})(?P<sep>\s?[/.-]\s?)(?P<month>\d{{1,2}})(?P=sep)"
    r"(?:(?P<year>(?:19|20)\d\d)|(?P<short>\d\d))(?![\w/:]|\.\d|-(?!\s?\d{1,2}[/.]))",
    re.IGNORECASE,
)
# A day spelt out ('this fourth day of March 2019') is read to its month.
_MONTHLY = re.compile(
    rf"(?<![\w/.])(?:(?:(?:{_DAY_NAME})[\s,]+)?(?:(?:this|the)\s+)?(?:[a-z]{{3,7}}[ -])?"
    r"(?:first|second|third|[a-z]{3,9}th)\s+day\s+of\s+)?"
    rf"{_MONTH}(?:{_TO_YEAR}{_YEAR}|\s?[’'‘](?P<short>\d\d))(?!\w)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\b(?:sections?|paragraphs?|paras?|items?|clauses?|nos?|numbers?|versions?|tables?|figures?|"
    r"minute|pages?|refs?|references?|see|rules?|steps?|parts?|chapters?|regulations?|annex|"
    r"appendix|v)\.?\s*$|[\d§]\s*(?:(?:,|and|to|[-–&])\s*)?$",
    re.IGNORECASE,
)
"""Before '3.4.19': it is a number of the paper's own and no day; or words after it at its line."""
_HEADED = re.compile(r"[ \t*_.)]+(?!(?:at|from|in)\b)[A-Za-z]", re.IGNORECASE)

_JOIN = re.compile(r"\s?(?:to|until|till|through|[-–—]|(?P<and>and|&))\s?(?:the\s)?", re.I)
_DAYS_BEFORE = re.compile(
    rf"(?<![\w/.:£-])(?:(?P<weekday>{_DAY_NAME})\s+)?(?P<first>\d{{1,2}}){_TH}?"
    rf"(?P<more>(?:\s?,\s?\d{{1,2}}{_TH}?){{0,6}}),?\s?"
    r"(?:(?P<to>to|until|till|through|[-–—])|and|&|/)\s?(?:the\s)?$",
    re.IGNORECASE,
)
"""Before a day with its month: '12th and ', 'Monday 4 to ', '4, 5 and '."""
_MONTH_BEFORE = re.compile(
    rf"(?<!\w)(?P<month>{_ALL_MONTHS})\.?\s?(?:to|until|till|and|&|[-–—/])\s?$", re.IGNORECASE
)
_REACH = 48
_DISAGREE = -1  # two weekdays about one date
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_STAMP = re.compile(r"\s*([0-9]{4})-([0-9]{2})-([0-9]{2})(?!\d)")

# What a pattern that ignores case takes for an s or an i, and ``lower`` does not.
_LETTERS = str.maketrans("ſıİ", "sii")


@dataclass(frozen=True, slots=True)
class Found:
    """A date read at ``span``. ``iso`` is as precise as the words; without a year it is ``None``.

    ``month``, ``day``, ``weekday`` (0 is Monday) and ``year`` are what the words give, else
    ``None``; with a ``year`` and no ``iso`` no calendar holds the day. A ``stretch`` is of several
    days or months, its first ones in ``month`` and ``day``, its ``iso`` an interval, or their month
    where they are not all that lie between ('4 and 18 March').
    """

    span: Span
    iso: str | None
    month: int
    day: int | None = None
    weekday: int | None = None
    year: int | None = None
    stretch: bool = False


def month_number(name: str) -> int:
    """1 to 12 for what ``MONTH`` or ``MONTH_IN_FULL`` matched; raises KeyError for other words."""
    return MONTHS[small(name)]


def find(text: str, start: int = 0, end: int | None = None) -> list[Found]:
    """Every date in ``text[start:end]``, in order, none inside another."""
    end = len(text) if end is None else end
    found: list[Found] = []
    for one in sorted(_all(text, start, end), key=lambda one: (one.span.start, -one.span.end)):
        if not found or one.span.start >= found[-1].span.end:
            found.append(_stretched(text, start, one))
    return _joined(text, found)


def stamped(text: str) -> str | None:
    """The ISO day at the head of a time stamp (``2018-05-29T10:30:00Z``), ``None`` for none."""
    match = _STAMP.match(text)
    return exact(int(match[1]), int(match[2]), int(match[3])) if match else None


def exact(year: int, month: int, day: int, weekday: int | None = None) -> str | None:
    """The ISO day, or ``None`` when no calendar holds it. A weekday that disagrees voids it."""
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        return None
    if weekday is not None and date.weekday() != weekday:
        return None
    return date.isoformat()


def in_year(one: Found, year: int) -> str | None:
    """A day that lacks its year, in ``year``; its weekday, where given, must agree."""
    if one.year is not None or one.day is None or one.stretch:
        return None
    return exact(year, one.month, one.day, one.weekday)


def _all(text: str, start: int, end: int) -> Iterator[Found]:
    for pattern in (_WRITTEN, _AMERICAN, _ISO, _NUMERIC, _MONTHLY):
        for match in pattern.finditer(text, start, end):
            one = _found(text, start, match)
            if one is not None:
                yield one


def _found(text: str, start: int, match: re.Match[str]) -> Found | None:
    got = match.groupdict()
    month = int(got["month"]) if got["month"].isdigit() else _month(got["month"])
    span = Span(match.start(), match.end())
    year = _year(got)
    if not got.get("day"):
        return Found(span, f"{year:04d}-{month:02d}", month)
    if _no_day(text, start, match, got):
        return None
    day, weekday = int(got["day"]), _weekday(got)
    if year is None:
        return Found(span, None, month, day, weekday) if 1 <= day <= 31 else None
    # A day that no calendar holds still takes its place: its month and year date nothing alone.
    one = Found(span, exact(year, month, day, weekday), month, day, weekday, year)
    if weekday == _DISAGREE:
        return replace(one, iso=None)
    if last := got.get("last"):
        return _from_to(one, one.iso, exact(year, month, int(last)))
    return one


def _year(got: dict[str, str | None]) -> int | None:
    if year := got.get("year"):
        return int(year)
    short = got.get("short") or got.get("bare") or got.get("dashed")
    return None if short is None else int(short) + (2000 if int(short) < 50 else 1900)


def _weekday(got: dict[str, str | None]) -> int | None:
    named = {_weekday_number(got[name] or "") for name in ("weekday", "after") if got.get(name)}
    return None if not named else named.pop() if len(named) == 1 else _DISAGREE


def _weekday_number(name: str) -> int:
    return _WEEKDAYS[small(name).split()[-1]]


def _no_day(text: str, start: int, match: re.Match[str], got: dict[str, str | None]) -> bool:
    """Whether what looks like a day is none: a number of the paper's own, one on another line."""
    sep = (got.get("sep") or "").strip()
    if sep in (".", "-") and not got.get("year") and not got.get("weekday"):
        line = text.rfind("\n", start, match.start()) + 1 or start
        before = text[max(line, match.start() - _REACH) : match.start()].strip("*_( \t|")
        numbers = not before and _HEADED.match(text, match.end())
        return bool(numbers or _REFERENCE.search(before))
    year = next((name for name in ("bare", "dashed") if got.get(name)), "")
    if year and not got.get("weekday"):
        # '2 Mar-08' in a list is two of March 2008.
        gaps = (match.end("day"), match.start("month")), (match.end("month"), match.start(year))
        if len({"-" in text[first:last] for first, last in gaps}) > 1:
            return True
    if got.get("weekday") or not got["day"] or match.start("day") > match.start("month"):
        return False
    gap = text[match.end("day") : match.start("month")]
    parted = got.get("year") and "\n" in text[match.end("month") : match.start("year")]
    # A page number above 'March 2019' is no day of it; a date with a word a line is one.
    return bool(_BLANK_LINE.search(gap)) and not parted


def _stretched(text: str, start: int, one: Found) -> Found:
    """A date with the first days or months of its stretch, where they stand before it."""
    begin = max(start, one.span.start - _REACH)
    before = text[begin : one.span.start]
    if one.day is None:
        match = _MONTH_BEFORE.search(before)
        if match is None or one.iso is None or one.stretch:
            return one
        first = _month(match["month"])
        year = int(one.iso[:4]) - (first > one.month)
        span = Span(begin + match.start(), one.span.end)
        return replace(one, span=span, iso=f"{year:04d}-{first:02d}/{one.iso}", month=first,
                       stretch=True)  # fmt: skip
    match = _DAYS_BEFORE.search(before)
    first = int(match["first"]) if match else 0
    if match is None or one.stretch or not 0 < first < one.day:
        return one
    span = Span(begin + match.start(), one.span.end)
    weekday = _weekday_number(match["weekday"]) if match["weekday"] else None
    whole = replace(one, span=span, day=first, weekday=weekday, stretch=True)
    if one.year is None:
        return replace(whole, iso=None)
    began = exact(one.year, one.month, first, weekday)
    days = {int(day) for day in re.findall(r"\d+", match["more"])} | {first, one.day}
    if one.iso and began and not match["to"] and len(days) <= one.day - first:
        return replace(whole, iso=one.iso[:7])
    return _from_to(whole, began, one.iso)


def _joined(text: str, found: Sequence[Found]) -> list[Found]:
    """Two days or months with 'to' between them are one stretch, so are two days running."""
    made: list[Found] = []
    for one in found:
        last = made[-1] if made else None
        join = _JOIN.fullmatch(text[last.span.end : one.span.start][:12]) if last else None
        if last is None or join is None or last.stretch or one.stretch:
            made.append(one)
            continue
        both = _both(last, one, bool(join["and"]))
        made[-1:] = [last, one] if both is None else [both]
    return made


def _both(first: Found, last: Found, listed: bool) -> Found | None:
    """The stretch from one date to the other; ``None`` where they are two dates."""
    if (first.day is None) != (last.day is None) or last.iso is None:
        return None
    began = first.iso
    if first.day is not None and first.year is None and last.year is not None:
        year = last.year - ((first.month, first.day) > (last.month, last.day or 0))
        began = exact(year, first.month, first.day, first.weekday)
    if began is None or began >= last.iso:
        return None
    if listed and (first.day is None or _next_day(began) != last.iso):
        return None
    return _from_to(replace(first, span=Span(first.span.start, last.span.end)), began, last.iso)


def _from_to(one: Found, first: str | None, last: str | None) -> Found:
    iso = f"{first}/{last}" if first and last and first < last else None
    return replace(one, iso=iso, year=int(last[:4]) if last else one.year, stretch=True)


def _next_day(iso: str) -> str:
    return (datetime.date.fromisoformat(iso) + datetime.timedelta(days=1)).isoformat()


def _month(name: str) -> int:
    spelt = small(name)
    return MONTHS.get(spelt) or _WELSH[spelt]


def small(word: str) -> str:
    """Small letters, of what a pattern that ignores case takes for a letter too."""
    return word.translate(_LETTERS).lower()
