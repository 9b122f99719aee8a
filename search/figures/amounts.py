"""The amounts in a stretch of text: per cent, money, lengths of time, counts; and what is none.

Dates, years, numbers of paragraphs, pages, figures, outcome codes and roads, telephone numbers,
ages, times of day and the marks of footnotes are no amounts. Nor is the length in a standard
("90% within ten seconds") an amount of its own where the standard has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from corpus.model import Span
from search.figures.no_amounts import AFTER_PERIOD, REFERENCE, no_amounts
from search.query import number_words

Unit = Literal["%", "percentage points", "GBP", "seconds", "minutes", "hours", "days", "weeks",
               "months", "years", "count"]  # fmt: skip

Role = Literal["", "target", "comparison", "plan"]
"""What an amount is given as: what came of something, what is to be met, what another is held
against, what is planned."""

LONGEST = 4000
"""Code points of one sentence that are read; what is longer is no sentence."""

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_WORTH = {"k": 10**3, "thousand": 10**3, "hundred": 100, "m": 10**6, "mn": 10**6, "million": 10**6}
_WORTH |= {"mill": 10**6, "bn": 10**9, "billion": 10**9, "’000": 10**3, "'000": 10**3}
_SCALE = r"(?:\s?(?P<scale>million|thousand|billion|hundred|mill|mn|bn|k|m|['’]000)(?![a-z]))?"
_TIME = r"seconds?|secs?|s|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?"
_UNIT = (
    r"(?:\s?(?P<percent>%|per\s?cent(?:age)?(?!\w))(?P<points>[\s-]?(?:age\s)?(?:points?|pts?)\b)?"
    r"|\s(?P<points_alone>(?:percentage|per\scent)[\s-]points?)\b"
    rf"|[\s-](?:working\s|calendar\s|full\s)?(?P<time>{_TIME})\b"
    r"|(?P<pence>p)(?![\w.]))?"
)
_AMOUNT = re.compile(
    rf"(?<![\w.,/£$€:#])(?:(?<![A-Za-z][-–])|(?=£))(?<!\d{{4}}[-–])(?P<sign>(?<!\d)[+\-–−±](?=[£\d.]))?(?P<money>£|GBP\s?)?"
    rf"(?P<number>{_NUMBER}){_SCALE}(?!\d|[.,/:]\d|st\b|nd\b|rd\b|th\b){_UNIT}"
    r"(?![A-Za-z])",
    re.IGNORECASE,
)
_SMALL = "two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_IN_WORDS = re.compile(
    rf"\b(?P<word>(?:{_TENS})(?:[-\s](?:one|{_SMALL}))?|{_TEENS}|{_SMALL}|one|a)"
    rf"(?P<hundred>\s(?:hundred|thousand|million))?{_UNIT}(?![\w-])",
    re.IGNORECASE,
)
_NIL = re.compile(
    r"\b(?P<nil>nil|zero)\b(?![\s-](?:tolerance|hours?\b|carbon|emission))", re.IGNORECASE
)
_PARTS = {"half": 50.0, "third": 100 / 3, "quarter": 25.0}
_FRACTION = re.compile(
    r"\b(?P<part>(?:half|(?:a|one)[\s-]third|(?:a|one)[\s-]quarter|two[\s-]thirds|"
    r"three[\s-]quarters)(?=\s(?:of|the)\b(?!\san?\b|\s(?:the\s)?(?:year|day|month|hour|\d)))|"
    r"(?:1|one)\sin\s(?:three|four|five|ten|\d{1,2})(?!\w|[.,]\d))",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?P<about>over|more than|almost|nearly|(?:just |slightly |well )?(?:under|over|below|above)|"
    r"around|about|approximately|approx\.?|circa|c\.|roughly|some|at least|up to|in excess of|"
    r"as many as|fewer than|less than|an estimated|estimated|~|>|<)\s*(?:the\s)?(?:a\s)?$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s?(?:[-–—]|to)\s?", re.IGNORECASE)
_BOTH = re.compile(r"\s?and\s?", re.IGNORECASE)

_YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d\b(?![.,]\d|\s?[%£])")
_IDENTIFIER = re.compile(r"0\d|\d{6,}")
"""A bare number that begins with 0, or that nobody parted by commas: of a thing, and no count."""
_SPELL = re.compile(
    r"\b(?:last|past|previous|next|first|every|each|these|preceding|coming|following|another|final|"
    r"latest|rolling|over|for|during|per|of|than|the)\s"
    r"(?:(?:last|past|previous|next|first|a|an|the|over)\s){0,4}(?:\d+|\w+)(?:\s(?:to|or)\s\w+)?[\s-](?:months?|years?|weeks?|days?|hours?)\b",
    re.IGNORECASE,
)
_SPELL_AFTER = re.compile(
    r"\s(?:ago|on|old|earlier|later|to(?!\s\d)|up\sto|ending|ended|strategy|plan|programme|period|anniversary|"
    r"contract|review|term|sentence)\b|[’']",
    re.IGNORECASE,
)
_AVERAGE = re.compile(r"\b(?:average|mean|median|total)\s(?:of\s|time\s)?(?:\w+\s)?$", re.I)
_STANDARD = re.compile(
    r"\b(?:within|inside|in|under|than|of|every|after)\s(?:the\s|a\s|an\s)?(?:first\s)?$", re.I
)
_OUT_OF = re.compile(r"\s(?:out\sof|of\s(?:the|these|those|all|our|their)|of)\s(?:the\s)?", re.I)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount written at ``span`` of its text.

    ``value`` is in pounds, per cent, the unit of time, or a count; ``high`` the upper end of a
    range; ``about`` what is said before it ("over", "around"); ``of`` the whole it is a part of
    ("17 of 18").
    """

    span: Span
    value: float
    unit: Unit
    written: str
    about: str = ""
    high: float | None = None
    of: float | None = None


def find(text: str, said_on: str | None = None) -> list[Amount]:
    """Every amount of a sentence, in order. ``said_on`` is what its months are read against."""
    text = text[:LONGEST]
    hidden = no_amounts(text, said_on)
    found = [one for one in _raw(text) if not any(one.span.overlap(span) for span in hidden)]
    found = _ranges(text, _together(text, sorted(found, key=lambda one: one.span)))
    found = _of_wholes(text, found)
    found = [one for one in found if not _spell_of_time(text, one)]
    return [one for one in found if not _in_standard(text, one, found)]


def cell(text: str) -> Amount | None:
    """The amount that a cell of a table holds, alone or with a remark; brackets mean below 0."""
    bare = text.strip().strip("*").rstrip("¹²³⁰⁴⁵⁶⁷⁸⁹*†‡ ")
    held = bare[1:-1] if bare.startswith("(") and bare.endswith(")") else bare
    found = _cell(held)
    if found is None or held is bare:
        return found
    return replace(found, value=-found.value, written=bare)


def _cell(text: str) -> Amount | None:
    nil = re.fullmatch(r"(?:nil|zero|none|nought)[.*]*", text, re.IGNORECASE)
    if nil:
        return Amount(Span(0, max(1, len(text))), 0.0, "count", text)
    if _YEAR.match(text) or _IDENTIFIER.fullmatch(text):
        return None
    first = next(iter(find(text)), None)
    if first is None or first.span.start > 1 or first.about:
        return None
    rest = text[first.span.end :].strip()
    return first if not rest or rest[0] in "([+-–−*" else None


def _raw(text: str) -> Iterator[Amount]:
    taken: list[Span] = []
    for match in _FRACTION.finditer(text):
        value = _share(match["part"].lower())
        if value is None:
            continue
        taken.append(Span(*match.span("part")))
        yield Amount(taken[-1], round(value, 1), "%", match["part"], _about(text, match.start()))
    for match in _AMOUNT.finditer(text):
        if any(Span(*match.span("number")).overlap(span) for span in taken):
            continue
        before = text[max(0, match.start() - 60) : match.start()]
        bare = not any(match[name] for name in ("money", "percent", "points_alone", "time"))
        named = REFERENCE.search(before) and not AFTER_PERIOD.search(before)
        if bare and (named or _IDENTIFIER.match(match["number"])):
            continue
        yield replace(_read(match), about=_about(text, match.start()))
    for match in _IN_WORDS.finditer(text):
        value = _worded(match["word"], match["hundred"])
        large = value is not None and value >= 10
        united = match["percent"] or match["points_alone"] or match["time"]
        if (
            value is None
            or not (united or large)
            or any(Span(*match.span()).overlap(t) for t in taken)
        ):
            continue
        yield replace(_amount(match, value), about=_about(text, match.start()))
    for match in _NIL.finditer(text):
        yield Amount(Span(*match.span()), 0.0, "count", match.group())


def _share(part: str) -> float | None:
    """Per cent of "half", "two thirds", "1 in 5"."""
    first, *rest = re.split(r"[\s-]+", part)
    if "in" in rest:
        whole = rest[-1] if rest[-1].isdigit() else number_words.words_of(rest[-1])
        return 100 / int(whole) if whole.isdigit() and int(whole) else None
    times = {"two": 2, "three": 3}.get(first, 1)
    return times * _PARTS[(rest[-1] if rest else first).removesuffix("s")]


def _about(text: str, at: int) -> str:
    found = _ABOUT.search(text, max(0, at - 24), at)
    return " ".join(found["about"].lower().split()) if found else ""


def _worded(word: str, hundred: str | None) -> float | None:
    small = word.lower().replace("-", " ").split()
    figure = "1" if small[0] in ("one", "a") else number_words.words_of(small[0])
    if len(small) == 2:
        figure = number_words.figures(small) or ""
    if not figure or (small == ["a"] and not hundred):
        return None
    times = {"hundred": 100, "thousand": 1000, "million": 10**6}
    return float(figure) * times[hundred.strip().lower()] if hundred else float(figure)


def _read(match: re.Match[str]) -> Amount:
    value = Decimal(match["number"].replace(",", ""))
    value *= _WORTH.get((match["scale"] or "").lower(), 1)
    if (match["sign"] or "").strip() in ("-", "–", "−") and match["sign"]:
        value = -value
    if match["pence"]:
        return Amount(Span(*match.span()), float(value / 100), "GBP", match.group().strip())
    if match["money"]:
        return Amount(Span(*match.span()), float(value), "GBP", match.group().strip())
    return _amount(match, float(value))


_UNITS: dict[str, Unit] = {"s": "seconds", "mi": "minutes", "h": "hours", "d": "days"}
_UNITS |= {"w": "weeks", "mo": "months", "y": "years"}


def _amount(match: re.Match[str], value: float) -> Amount:
    unit: Unit = "count"
    if match["points"] or match["points_alone"]:
        unit = "percentage points"
    elif match["percent"]:
        unit = "%"
    elif match["time"]:
        time = match["time"].lower()
        unit = _UNITS.get(time[:2]) or _UNITS[time[0]]
    return Amount(Span(*match.span()), value, unit, match.group().strip())


_SIZES: dict[str, float] = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}


def _together(text: str, found: Sequence[Amount]) -> list[Amount]:
    """ "11 minutes 50 seconds" is one length of time, told in its larger unit; what a length goes
    from ("from 71 to 48 minutes") is of the same unit."""
    made: list[Amount] = []
    for one in found:
        last = made[-1] if made else None
        gap = text[last.span.end : one.span.start] if last else "."
        size, part = _SIZES.get(last.unit if last else "", 0), _SIZES.get(one.unit, 0)
        if last and size > part > 0 and gap.strip() in ("", "and", ","):
            span = Span(last.span.start, one.span.end)
            value = last.value + one.value * part / size
            made[-1] = replace(last, span=span, value=value, written=text[span.start : span.end])
            continue
        lead = text[max(0, last.span.start - 6) : last.span.start] if last else ""
        ranged = gap.strip() == "to" and lead.strip().lower().endswith("from")
        if last and ranged and last.unit == "count" != one.unit:
            made[-1] = replace(last, unit=one.unit)
        made.append(one)
    return made


def _ranges(text: str, found: Sequence[Amount]) -> list[Amount]:
    """Two amounts that are the ends of one: "10-15%", "between £400k and £500k"."""
    made: list[Amount] = []
    for one in found:
        last = made[-1] if made else None
        gap = text[last.span.end : one.span.start] if last else ""
        before = text[max(0, last.span.start - 12) : last.span.start].lower() if last else ""
        joined = _RANGE.fullmatch(gap) and not before.rstrip().endswith("from")
        joined = joined or (_BOTH.fullmatch(gap) and before.rstrip().endswith("between"))
        united = last is not None and last.unit in (one.unit, "count") and last.high is None
        if last and joined and united and one.value > last.value:
            span = Span(last.span.start, one.span.end)
            written = text[span.start : span.end]
            made[-1] = replace(last, span=span, high=one.value, unit=one.unit, written=written)
            continue
        made.append(one)
    return made


def _of_wholes(text: str, found: Sequence[Amount]) -> list[Amount]:
    """A part and its whole are one amount: "17 of 18", "3 out of 5"."""
    made: list[Amount] = []
    for one in found:
        last = made[-1] if made else None
        if (
            last
            and last.unit == one.unit == "count"
            and _OUT_OF.fullmatch(text, last.span.end, one.span.start)
            and last.value <= one.value
        ):
            made[-1] = replace(last, of=one.value, written=text[last.span.start : one.span.end])
            continue
        made.append(one)
    return made


def _is_time(one: Amount) -> bool:
    return one.unit in _UNITS.values()


def _spell_of_time(text: str, one: Amount) -> bool:
    """ "the last 12 months", "over three years", "six months ago": when, not how much."""
    if not _is_time(one):
        return False
    if _SPELL_AFTER.match(text, one.span.end):
        return True
    if one.unit in ("seconds", "minutes"):
        return False
    start = max(0, one.span.start - 40)
    spelt = _SPELL.finditer(text, start, one.span.end)
    if not any(m.start() < one.span.start and m.end() >= one.span.end - 1 for m in spelt):
        return False
    return not _AVERAGE.search(text, start, one.span.start)


def _in_standard(text: str, one: Amount, all_of_it: Sequence[Amount]) -> bool:
    """The length in a standard that is met by an amount: "90% within ten seconds"."""
    if not _is_time(one):
        return False
    others = [other for other in all_of_it if not _is_time(other)]
    return bool(others) and bool(
        _STANDARD.search(text[max(0, one.span.start - 24) : one.span.start])
    )
