"""The periods that papers report on, as people write them: "2017/18", "Q4 2017/18", "the twelve
months to December 2018", "April to June 2019", "October".

A financial year runs from April to March and is written as an ISO stretch of months,
``2017-04/2018-03``; its quarters likewise. A quarter of a calendar year ("Q1 2018") may be either
kind, so it is a period that cannot be told: ``iso`` is ``None``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus import dates
from corpus.model import Span
from corpus.periods import days, first_and_last, latest_month, month_of, months_later, told, within

_YEARS = r"(?:(?P<whole>(?:19|20)\d\d)\s?[/–—-]\s?(?:20)?|(?P<short>[0-4]\d)/)(?P<next>\d\d)"
_FINANCIAL = re.compile(rf"(?<![\d/.£,]){_YEARS}(?![\d/%]|[.,]\d)")
_ORDINAL = {"first": 1, "one": 1, "second": 2, "two": 2, "third": 3, "three": 3, "fourth": 4}
_ORDINAL |= {"four": 4, "last": 4, "final": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_QUARTER = re.compile(
    r"\bQ(?:tr|uarter)?\s?(?P<short>[1-4])\b|\bquarter\s(?P<number>[1-4]|one|two|three|four)\b"
    r"|\b(?P<word>first|second|third|fourth|last|final|1st|2nd|3rd|4th)\squarter\b",
    re.IGNORECASE,
)
_HALF = re.compile(
    r"\b(?:H(?P<short>[12])|(?P<word>first|second|1st|2nd|last) (?:half|six months))"
    r",?(?: of| in)?(?: the)?(?: financial year)?,? $",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:(?:\(?of|in|,|-|–|\()\s*)?", re.IGNORECASE)
_TO = re.compile(r"\s?(?:to|and|[-–—]|until)\s?", re.IGNORECASE)
_ROLLING = re.compile(
    r"\b(?:(?P<count>\d{1,2}|twelve|six|three|nine|two)[\s-]+months?|(?P<year>year))\s+"
    r"(?:(?:up\s)?to(?:\sthe\send\sof)?|end(?:ing|ed)(?:\s(?:in|on))?)\s+$",
    re.IGNORECASE,
)
_COUNTS = {"two": 2, "three": 3, "six": 6, "nine": 9, "twelve": 12}
_MONTH_ALONE = re.compile(
    r"\b(?i:in|during|for|to|since|by|at|until|of|and|from)\s(?:(?:early|late|mid|the\send\sof)\s)?"
    rf"(?P<month>{dates.MONTH_IN_FULL})(?![\w’'-]|\s(?:\d{{1,2}}(?![.,]?\d|\s?%)|\d{{4}}))"
)
_MONTHS_ALONE = re.compile(
    rf"\b(?P<first>{dates.MONTH_IN_FULL})\s?(?:to|[-–—])\s?(?P<last>{dates.MONTH_IN_FULL})"
    r"(?![\w’'-]|\s\d{4})"
)
_IN_BRACKETS = re.compile(r"\s?\(\s?")
_BRACKETED = re.compile(
    rf"(?<=\()(?P<first>{dates.MONTH})\.?\s?(?:to|[-–—])\s?(?P<last>{dates.MONTH})\.?,?\s"
    r"(?P<year>[’']?(?:20)?\d\d)(?=\))",
    re.IGNORECASE,
)
_BOTH_MONTHS = re.compile(
    rf"\b(?:In|in|during|During|for|For) (?P<first>{dates.MONTH_IN_FULL}) and "
    rf"(?P<last>{dates.MONTH_IN_FULL})(?![\w’'-]|\s(?:\d{{4}}|\d{{1,2}}(?![.,]?\d|\s?%)))"
)
_YEAR_ALONE = re.compile(r"(?<![\d/.£,–-])(?P<year>(?:19|20)\d\d)(?![\d/%]|[.,]\d|[–-]\d|\w)")


@dataclass(frozen=True, slots=True)
class Reported:
    """A period read at ``span``; ``iso`` is ``None`` where the words leave it open."""

    span: Span
    iso: str | None


def find(text: str, said_on: str | None = None) -> list[Reported]:
    """Every period in ``text``, in order, none inside another.

    A month without its year is the last one of that name before ``said_on``.
    """
    found: list[Reported] = []
    for one in (*_years(text), *_dated(text), *_months(text, said_on), *_bare_years(text)):
        if not any(one.span.overlap(other.span) for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.span)


def financial_year(first: int) -> str:
    """``2017-04/2018-03`` for 2017."""
    return f"{first:04d}-04/{first + 1:04d}-03"


def inside(words: str, around: str | None) -> str | None:
    """The quarter or month that ``words`` name alone ("Q3", "January") in the year or the quarter
    ``around``; ``None`` for other words, and where there is no such period."""
    if around is None or days(around) is None:
        return None
    bare = words.strip(" ()*:").removesuffix(".")
    first, _, last = around.partition("/")
    if quarter := _QUARTER.fullmatch(bare):
        whole = first.endswith("-04") and last == f"{int(first[:4]) + 1}-03"
        return _quarter(int(first[:4]), _number(quarter)) if whole else None
    if bare.lower() not in dates.MONTHS or len(first) != 7 or len(last) != 7:
        return None
    month = latest_month(dates.month_number(bare), last)
    return month if month and first <= month <= last else None


def is_part(words: str) -> bool:
    """Whether words are a quarter or a month without its year and nothing else."""
    return bool(_QUARTER.fullmatch(words)) or words.lower() in dates.MONTHS


def name(iso: str) -> str:
    """A period as people write it: "2017/18", "Q4 2017/18", "May 2018", "April to May 2019"."""
    first, _, last = iso.partition("/")
    if len(first) == 7 and len(last) == 7 and first.endswith("-04") and last.endswith("-03"):
        began, ended = int(first[:4]), int(last[:4])
        if ended == began + 1:
            return f"{began}/{ended % 100:02d}"
        return f"{began}/{(began + 1) % 100:02d} to {ended - 1}/{ended % 100:02d}"
    if len(first) == 7 and len(last) == 7 and months_later(first, 2) == last:
        quarter, rest = divmod(int(first[5:]) - 4, 3)
        if not rest:
            year = int(first[:4]) - (quarter < 0)
            return f"Q{quarter % 4 + 1} {year}/{(year + 1) % 100:02d}"
    return told(iso)


def ending(iso: str) -> str:
    """The last day of a period; raises ValueError for what is none."""
    held = days(iso)
    if held is None:
        raise ValueError(f"{iso!r} is no period")
    return held[1].isoformat()


def _quarter(year: int, number: int) -> str:
    first = months_later(f"{year:04d}-04", 3 * (number - 1))
    return f"{first}/{months_later(first, 2)}"


def _first_year(match: re.Match[str]) -> int | None:
    """The year in which a financial year begins; ``None`` where the two are no neighbours."""
    first = int(match["whole"] or f"20{match['short']}")
    return first if (first + 1) % 100 == int(match["next"]) else None


def _years(text: str) -> Iterator[Reported]:
    """Financial years, their quarters, and stretches of years."""
    years = [
        (match, first)
        for match in _FINANCIAL.finditer(text)
        if (first := _first_year(match)) is not None
    ]
    quarters = [(match, _number(match)) for match in _QUARTER.finditer(text)]
    narrower = list(_in_brackets(text)) if years else []
    skipped = -1
    for place, (match, first) in enumerate(years):
        if place == skipped:
            continue
        start, end, iso = match.start(), match.end(), financial_year(first)
        for quarter, number in quarters:
            if _BETWEEN.fullmatch(text, quarter.end(), start) or _BETWEEN.fullmatch(
                text, end, quarter.start()
            ):
                iso = _quarter(first, number)
                start, end = min(start, quarter.start()), max(end, quarter.end())
                break
        if half := _HALF.search(text, max(0, start - 60), start):
            later = half["short"] == "2" or (half["word"] or "")[:1].lower() in ("s", "2", "l")
            months = months_later(f"{first:04d}-04", 6 * later)
            start, iso = half.start(), f"{months}/{months_later(months, 5)}"
        if place + 1 < len(years):
            after, last = years[place + 1]
            if last > first and _TO.fullmatch(text, end, after.start()):
                joined = text[end : after.start()].strip()
                if joined != "and":
                    iso, end, skipped = f"{first:04d}-04/{last + 1:04d}-03", after.end(), place + 1
        inner = next((one for one in narrower if _IN_BRACKETS.fullmatch(text, end, one[0])), None)
        if inner is not None and text[inner[1] : inner[1] + 1] == ")" and within(inner[2], iso):
            end, iso = inner[1], inner[2]
        yield Reported(Span(start, end), iso)
    for quarter, _ in quarters:
        year = _YEAR_ALONE.match(text, _after(text, quarter.end()))
        if year:
            yield Reported(Span(quarter.start(), year.end()), None)


def _in_brackets(text: str) -> Iterator[tuple[int, int, str]]:
    """Where months stand in brackets, and what they mean: '2023/24 (Apr - Jun 23)'."""
    for match in _BRACKETED.finditer(text):
        last = dates.month_number(match["last"])
        first = dates.month_number(match["first"])
        year = int(match["year"][-2:]) + 2000
        iso = f"{year - (first > last):04d}-{first:02d}/{year:04d}-{last:02d}"
        yield match.start("first"), match.end("year"), iso


def _after(text: str, at: int) -> int:
    gap = _BETWEEN.match(text, at)
    return gap.end() if gap else at


def _number(match: re.Match[str]) -> int:
    written = (match["short"] or match["number"] or match["word"]).casefold()
    return _ORDINAL.get(written) or int(written)


def _dated(text: str) -> Iterator[Reported]:
    """Days, months, stretches of them, and months that end on one."""
    for one in dates.find(text):
        if one.iso is None:
            yield Reported(one.span, None)
            continue
        before = _ROLLING.search(text, max(0, one.span.start - 60), one.span.start)
        last = month_of(first_and_last(one.iso)[1] or one.iso)
        if before and last:
            count = before["count"]
            length = 12 if count is None else _COUNTS.get(count.casefold()) or int(count)
            iso = f"{months_later(last, 1 - length)}/{last}"
            yield Reported(Span(before.start(), one.span.end), iso)
        else:
            yield Reported(one.span, one.iso)


def _months(text: str, said_on: str | None) -> Iterator[Reported]:
    for match in _MONTHS_ALONE.finditer(text):
        last = latest_month(dates.month_number(match["last"]), said_on)
        first = latest_month(dates.month_number(match["first"]), last)
        yield Reported(Span(*match.span()), f"{first}/{last}" if first and last else None)
    for match in _BOTH_MONTHS.finditer(text):
        last = latest_month(dates.month_number(match["last"]), said_on)
        first = latest_month(dates.month_number(match["first"]), last)
        if first and last and months_later(first, 1) == last:
            yield Reported(Span(match.start("first"), match.end("last")), f"{first}/{last}")
    for match in _MONTH_ALONE.finditer(text):
        month = dates.month_number(match["month"])
        yield Reported(Span(*match.span("month")), latest_month(month, said_on))


def _bare_years(text: str) -> Iterator[Reported]:
    for match in _YEAR_ALONE.finditer(text):
        yield Reported(Span(*match.span("year")), match["year"])
