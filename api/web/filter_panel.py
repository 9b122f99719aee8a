"""The filters beside a list: their values, counts and addresses; and what was searched."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace

from api.http.live_index import Snapshot
from api.views import wording
from api.views.request import Wanted
from corpus.fields import FIELDS
from search.index import Filter


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, with how many passages of the list have it."""

    value: str
    label: str
    count: int
    on: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Choices of one kind; ``name`` is the parameter, ``more`` how many are not shown."""

    name: str
    title: str
    choices: tuple[Choice, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Year:
    """A year with its count, as a link."""

    year: str
    count: int
    href: str
    on: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """All there is to narrow a list by: choices beside it, years, and menus."""

    groups: tuple[Group, ...]
    years: tuple[Year, ...]
    menus: tuple[Group, ...]


def groups(snapshot: Snapshot, want: Wanted, counts: Mapping[str, Mapping[str, int]]) -> Filters:
    """The filters for a list whose passages are counted in ``counts``."""
    titles = {
        document.id: document.title
        for document in (snapshot.known.documents if snapshot.known else ())
    }
    found, menus = [], []
    for field in FIELDS:
        on = want.where[field.name]
        values = {**dict.fromkeys(on, 0), **counts.get(field.name, {})}
        labels = titles if field.name == "document" else dict(field.labels)
        if not field.shown:
            if offered := _choices(sorted(values.items()), on, labels):
                menus.append(Group(field.name, field.label, offered))
            continue
        ordered = sorted(values.items(), key=lambda pair: (pair[0] not in on, -pair[1], pair[0]))
        offered = _choices(ordered[: field.shown], on, labels)
        if len(offered) > 1 or on:
            more = max(0, len(ordered) - field.shown)
            found.append(Group(field.name, field.label, offered, more))
    return Filters(tuple(found), tuple(_years(want, counts.get("year", {}))), tuple(menus))


def _choices(
    values: Iterable[tuple[str, int]], on: Container[str], labels: Mapping[str, str]
) -> tuple[Choice, ...]:
    return tuple(
        Choice(value, labels.get(value) or value, number, value in on)
        for value, number in values
        if value
    )


def _years(want: Wanted, counts: Mapping[str, int]) -> list[Year]:
    found = []
    for year in sorted(counts):
        if len(year) != 4 or not year.isdigit():
            continue
        on = want.where.since == year and want.where.until == year
        dates = (None, None) if on else (year, year)
        where = replace(want.where, since=dates[0], until=dates[1])
        href = replace(want, where=where, page=1).address("")
        found.append(Year(year, counts[year], href or "?", on))
    return found


def searched(snapshot: Snapshot, where: Filter) -> str:
    """What was searched, in words: how many passages, of when."""
    meta = snapshot.engine.index.meta
    passages = snapshot.engine.index.count(where)
    words = f"{wording.count(passages, 'passage')} in {wording.count(meta.documents, 'document')}"
    dates = snapshot.known.dates if snapshot.known else []
    if where:
        return f"{wording.count(passages, 'passage')} that the filters leave of {meta.passages:,}"
    if dates:
        words += f", said between {wording.date(dates[0])} and {wording.date(dates[-1])}"
    return words
