"""What a reader wants, as it stands in an address, a request body or on a command line.

All three doors read their input here, so that a filter means the same and fails the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from api.views.shows import SHOWS, Show
from corpus import periods, typed_dates
from corpus.errors import BadFilter, BadQuery
from corpus.fields import FIELD_NAMES, FIELDS
from search.index import NO_FILTER, Filter
from search.results import SORTS, Sort

MOST_NAMES = 50
"""Names that a reader adds, each of which is looked for; or switches off, each with a link."""
LONGEST_ADDRESS = 8_000
"""Characters of the address that a request amounts to: every link of a page repeats it, and more
is refused by proxies on its way."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One request for passages. ``page`` counts from 1; ``line`` lies in 0..1.

    ``off`` and ``added`` are names switched off and added, ``right`` and ``wrong`` the ids of
    passages the reader has marked, ``by`` the step of the timeline.
    """

    text: str = ""
    where: Filter = NO_FILTER
    sort: Sort = "relevance"
    page: int = 1
    off: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    line: float | None = None
    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    show: Show = "all"
    by: str = ""

    @property
    def marks(self) -> dict[str, bool]:
        """Passage id to right (true) or wrong (false)."""
        return dict.fromkeys(self.wrong, False) | dict.fromkeys(self.right, True)

    def pairs(self) -> list[tuple[str, str]]:
        """The address's parameters, in one fixed order; what is unset is left out."""
        found: list[tuple[str, str]] = [("q", self.text)] if self.text else []
        for name, value in (("since", self.where.since), ("until", self.where.until)):
            if value:
                found.append((name, value))
        many = {name: self.where[name] for name in FIELD_NAMES} | {
            "off": self.off,
            "add": self.added,
            "right": self.right,
            "wrong": self.wrong,
        }
        found += [(name, value) for name, values in many.items() for value in values]
        if self.sort != "relevance":
            found.append(("sort", self.sort))
        if self.line is not None:
            found.append(("line", f"{self.line:g}"))
        if self.show != "all":
            found.append(("show", self.show))
        if self.by:
            found.append(("by", self.by))
        if self.page > 1:
            found.append(("page", str(self.page)))
        return found

    def with_(self, **changes: Any) -> Wanted:
        """The same with something else in it."""
        return replace(self, **changes)

    def bare(self) -> Wanted:
        """The same words without filters, from the first page."""
        return replace(self, where=NO_FILTER, page=1)

    def within(self, spelt: Sequence[str], since: str, until: str) -> Filter:
        """The filter narrowed to one period, and one body in all the ways it is spelt."""
        bodies = tuple(way for way in spelt if way) or self.where["body"]
        return Filter.of(since, until, **dict(self.where.chosen) | {"body": bodies})

    def unmarked(self, passage: str) -> Wanted:
        """The same without the reader's mark on one passage."""
        return replace(
            self,
            right=tuple(mark for mark in self.right if mark != passage),
            wrong=tuple(mark for mark in self.wrong if mark != passage),
        )

    def address(self, path: str, *extra: tuple[str, str]) -> str:
        """The permalink under ``path``."""
        pairs = [*self.pairs(), *extra]
        return f"{path}?{urlencode(pairs)}" if pairs else path


_ONE = ("q", "since", "until", "sort", "page", "line", "show", "by")
_MANY = (*FIELD_NAMES, "off", "add", "right", "wrong")


def from_pairs(pairs: Iterable[tuple[str, str]]) -> Wanted:
    """Read an address; unknown parameters are left alone, bad values raise BadFilter or BadQuery.

    Of a parameter given twice that can stand only once, the last counts; empty ones count as unset.
    Raises BadQuery where the whole is longer than an address may be.
    """
    one: dict[str, str] = {}
    many: dict[str, list[str]] = {name: [] for name in _MANY}
    for name, value in pairs:
        value = clean(value)
        if name in _ONE:
            one[name] = value if name == "q" else value.strip()
        elif name in many and value.strip() and value.strip() not in many[name]:
            many[name].append(value.strip())
    wrong = [mark for mark in many["wrong"] if mark not in many["right"]]
    want = Wanted(
        text=one.get("q", "").strip(),
        where=where(one.get("since"), one.get("until"), many),
        sort=_choice("sort", one.get("sort"), SORTS),  # type: ignore[arg-type]
        page=_page(one.get("page")),
        off=tuple(many["off"]),
        added=tuple(many["add"]),
        line=line(one.get("line")),
        right=tuple(many["right"]),
        wrong=tuple(wrong),
        show=_choice("show", one.get("show"), SHOWS),  # type: ignore[arg-type]
        by=_choice("by", one.get("by"), ("", "month", "quarter", "year")),
    )
    for names, done in ((want.added, "added"), (want.off, "left out")):
        if len(names) > MOST_NAMES:
            raise BadFilter(f"{len(names)} names are {done}; at most {MOST_NAMES} can be.")
    length = len(want.address(""))
    if length > LONGEST_ADDRESS:
        raise BadQuery(
            f"What is asked makes an address of {length:,} characters; the longest that can be "
            f"followed has {LONGEST_ADDRESS:,}. Ask with fewer words, names or marks."
        )
    return want


def where(since: str | None, until: str | None, chosen: Mapping[str, Sequence[str]]) -> Filter:
    """The filter, each value checked; raises BadFilter saying what would be understood.

    ``chosen`` may hold more than the fields there are to filter by.
    """
    for field in FIELDS:
        for value in chosen.get(field.name, ()):
            if field.values and value not in field.values:
                raise BadFilter(
                    f"{value!r} is no {field.name} of document. "
                    f"The {field.name}s are: {', '.join(field.values)}."
                )
    first, last = iso(since, "since"), iso(until, "until", last=True)
    if first and last and periods.crossed(first, last):
        raise BadFilter(f"Nothing can be since {first} and until {last}. Swap the two dates.")
    return Filter.of(first, last, **{name: chosen.get(name, ()) for name in FIELD_NAMES})


def iso(written: str | None, name: str = "date", last: bool = False) -> str | None:
    """A day, month or year as people write it, as ISO; the day comes before the month.

    Of a financial year or its quarter the first month, or the ``last``. ``None`` where nothing is
    written; raises BadFilter naming ``name`` for what is no date.
    """
    text = (written or "").strip()
    if not text:
        return None
    date = typed_dates.read(text)
    if date is None and (months := typed_dates.period(text)):
        date = months[1 if last else 0]
    if date is None:
        raise BadFilter(f"{name} is {text[:40]!r}, which is no date. {_no_date(text)}")
    return date


def _no_date(text: str) -> str:
    if typed_dates.is_bare_quarter(text):
        return f"Say of which year: Q4 2022/23 begins in {periods.told('2023-01')}."
    return "Write a year, a month or a day: 2018, May 2018, 29 May 2018 or 2018/19."


def line(written: str | None) -> float | None:
    """Where the reader has put the line, in 0..1."""
    if not written:
        return None
    try:
        value = float(written)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise BadFilter(f"line is {written[:20]!r}; it must be a number from 0 to 1.")
    return value


def _page(written: str | None) -> int:
    if not written:
        return 1
    if not (written.isascii() and written.isdigit()) or not 1 <= int(written[:9]) < 10**6:
        raise BadFilter(f"page is {written[:20]!r}; pages count from 1.")
    return int(written)


def _choice(name: str, written: str | None, known: tuple[str, ...]) -> str:
    if not written:
        return known[0]
    if written not in known:
        raise BadFilter(
            f"{name} is {written[:40]!r}; it must be one of {', '.join(k for k in known if k)}."
        )
    return written


def clean(text: str) -> str:
    """The text without what no document holds: half characters and control characters."""
    whole = text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text
    return "".join(" " if (ord(c) < 32 and c not in "\n\t") or ord(c) == 127 else c for c in whole)


def query(text: str) -> str:
    """A query that may be asked; raises BadQuery for an empty one."""
    if not text.strip():
        raise BadQuery("There is no question yet. Write a question, a topic or a few words.")
    return text
