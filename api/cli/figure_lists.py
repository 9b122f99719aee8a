"""Figures as a person reads them in a terminal: a series, and under it a line a value."""

from __future__ import annotations

from collections.abc import Iterator

from api.cli.terminal import place, safe, wrapped
from api.desk import figure_records
from api.desk.figure_records import Cited
from api.views import wording
from api.views.serialise import Citing
from search.figures.collect import FiguresFound
from search.figures.series import Point, Series

_BESIDE = 5
"""Series of other things that are shown below those of the topic."""


def figures(engine: Citing, found: FiguresFound) -> Iterator[str]:
    """The series of a topic, each value with its period and the words that give it."""
    cited = Cited(engine)
    read = wording.count(found.read, "passage")
    if not found.all:
        yield f"No figures found. Read {read} about it."
        return
    yield f"{wording.count(len(found.series), 'series', 'series')} of it, read from {read}"
    for one in found.series:
        yield from series_told(cited, one)
    if found.beside:
        yield ""
        yield f"{len(found.beside):,} more in passages about it:"
    for one in found.beside[:_BESIDE]:
        yield from series_told(cited, one)
    if len(found.beside) > _BESIDE:
        yield ""
        yield f"and {len(found.beside) - _BESIDE:,} more: --format csv has them all"


def series_told(cited: Cited, one: Series, last: int = 0) -> Iterator[str]:
    """A series and its values, or the ``last`` few of those of a period."""
    yield ""
    yield from wrapped(f"{wording.sentence(one.measure)} ({figure_records.unit(one)})")
    for point in one.plotted[-last:] if last else one.points:
        yield from _point(cited, point)


def _point(cited: Cited, point: Point) -> Iterator[str]:
    period = figure_records.period(point.period) or "period not said"
    remarks = [figure_records.ROLES[point.role], "papers differ" if point.differs else ""]
    if point.corrected_by:
        right = point.corrected_by
        written = " ".join(right.written.split())
        remarks.append(f"corrected to {written}: {place(cited(right))}")
    told = "; ".join(filter(None, remarks))
    yield from wrapped(
        f"{period}: {figure_records.value(point)}" + (f" ({told})" if told else ""), "  "
    )
    first = point.first
    citation = cited(first)
    more = (
        f", and {wording.count(len(point.said) - 1, 'more place')}" if len(point.said) > 1 else ""
    )
    yield from wrapped(f"“{figure_records.said(first)}” {place(citation)}{more}", "      ")
    yield safe(f"      {citation.document} [{first.span.start}:{first.span.end}]")
