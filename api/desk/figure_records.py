"""Figures as records for scripts, and as words for people: the same on page, terminal and in files.

A record is one quotation of one point: what it measures, the value, the period, and the citation of
the passage that says it, with the sentence or cell in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from api.views import wording
from api.views.highlighting import quoted
from api.views.serialise import Citing, Json
from corpus import reporting_periods
from corpus.model import Passage
from corpus.periods import days, first_and_last
from search.figures.collect import FiguresFound
from search.figures.reading import Figure
from search.figures.series import Point, Series
from search.results import Citation, Hit


class InPassage(Protocol):
    """What stands in a passage: a figure, a quotation."""

    @property
    def passage(self) -> Passage: ...


class Cited:
    """Citations of figures, each passage read again in its source once. Raises QuoteMismatch."""

    def __init__(self, engine: Citing) -> None:
        self._engine = engine
        self._known: dict[str, Citation] = {}

    def __call__(self, one: InPassage) -> Citation:
        found = self._known.get(one.passage.id)
        if found is None:
            found = self._engine.cite(Hit(one.passage, 1.0))
            self._known[one.passage.id] = found
        return found


def records(engine: Citing, found: FiguresFound) -> Iterator[Json]:
    """Every quotation of every point, series by series."""
    cited = Cited(engine)
    for topic, held in ((True, found.series), (False, found.beside)):
        for one in held:
            for point in one.points:
                for figure in point.said:
                    yield _record(cited, one, point, figure) | {"topic": topic}


def _record(cited: Cited, one: Series, point: Point, figure: Figure) -> Json:
    first, last = _ends(figure.period)
    record: Json = {
        "measure": one.measure,
        "named": figure.measure,
        "value": round(figure.value, 6),
        "high": figure.high,
        "unit": one.unit,
        "change": one.change,
        "written": " ".join(figure.written.split()),
        "about": figure.about,
        "period": period(figure.period),
        "period_first": first,
        "period_last": last,
        "period_from": figure.period_from,
        "area": figure.area,
        "role": figure.role or "measured",
        "differs": point.differs,
        "corrected_by": _correction(point.corrected_by),
        "sentence": said(figure),
        "at": [figure.at.start, figure.at.end],
    }
    return record | cited(figure).to_json()


def _correction(right: Figure | None) -> Json | None:
    if right is None:
        return None
    return {
        "value": round(right.value, 6),
        "written": " ".join(right.written.split()),
        "document": right.passage.document.id,
        "passage": right.passage.id,
        "start": right.span.start,
        "end": right.span.end,
    }


def _ends(iso: str | None) -> tuple[str | None, str | None]:
    first, last = first_and_last(iso)
    held = days(iso)
    if first or held is None:
        return first, last
    return held[0].isoformat(), held[1].isoformat()


def pieces(figure: Figure) -> tuple[str, ...]:
    """The sentence on one line; of a row what the row and the column are called, and the cell."""
    if not figure.name:
        return (quoted(figure.quote),)
    written = " ".join(figure.written.split())
    return tuple(filter(None, [figure.name, figure.head, written]))


def said(figure: Figure) -> str:
    """The same as one line: the cells of a table as ``row | column | cell``."""
    return " | ".join(pieces(figure))


def period(iso: str | None) -> str:
    """A period as people write it; '' for none."""
    return reporting_periods.name(iso) if iso else ""


def value(point: Point) -> str:
    """The value as the first paper writes it: "just under 400", "£4.7m", "92.9%"."""
    one = point.first
    written = " ".join(one.written.split())
    if one.unit == "%" and not any(sign in written for sign in "%") and written[-1:].isdigit():
        written += "%"
    elif one.unit not in ("%", "GBP", "count") and written[-1:].isdigit():
        written += f" {one.unit}"
    elif one.unit == "GBP" and written[-1:].isdigit() and "£" not in written:
        written = f"£{one.value:,.0f}" if abs(one.value) >= 1000 else f"£{one.value:,.2f}"
    if point.first.change:
        written = f"{'up' if point.first.change > 0 else 'down'} {written}"
    return f"{one.about} {written}".strip()


ROLES = {"target": "target", "comparison": "for comparison", "plan": "planned", "": ""}
"""What a value is given as, in words; what was measured needs none."""

UNITS = {"%": "per cent", "GBP": "pounds", "count": "number"}
"""Units that need words; the others are their own."""


def unit(one: Series) -> str:
    """The unit of a series in words: "per cent", "pounds, change"."""
    words = UNITS.get(one.unit, one.unit)
    return f"{words}, change" if one.change else words


def when(figure: Figure) -> str:
    """When the paper said it, and that it is a later print where it is one."""
    return wording.when(figure.passage)


def page(citation: Citation) -> str:
    """The page it stands on; '' without pages."""
    return wording.page(citation.page, citation.page_label)
