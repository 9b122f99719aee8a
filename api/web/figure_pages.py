"""Figures as series: a table with a plot beside it, and the same for spreadsheets and scripts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.desk import figure_plot, figure_records
from api.desk.figure_records import Cited
from api.export import lists
from api.http.live_index import Snapshot
from api.http.serving import every_of, figures_of_topic, snapshots, stream, topic_of
from api.views.request import Wanted
from api.web import hit_view, list_controls, rendering
from api.web.mistakes import Question, answered
from api.web.result_page import result_page
from search.figures.reading import Figure
from search.figures.series import Point, Series
from search.results import Citation

router = APIRouter()

PER_PAGE = 10
"""Series on a page."""
_QUOTED = 3
"""Papers that are quoted for one value; the rest is counted, and in the downloads."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """What one paper says: ``pieces`` are the sentence, or of a cell what its row and column are
    called and the cell; ``href`` is where it stands."""

    pieces: tuple[str, ...]
    href: str
    name: str
    when: str
    page: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Line:
    """One value of a series as a row of its table."""

    id: str
    point: Point
    period: str
    value: str
    role: str
    said: tuple[Quotation, ...]
    more: int
    correction: Quotation | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A series made ready for a page."""

    number: int
    series: Series
    unit: str
    lines: tuple[Line, ...]
    plot: figure_plot.Plot | None
    topic: bool


@router.get("/figures")
def figures(request: Request) -> Response:
    """The series of a topic, those that measure it first."""
    return answered(request, "figures", _figures)


def _figures(request: Request, snapshot: Snapshot, question: Question) -> Response:
    want = question.want
    found = figures_of_topic(snapshot, want)
    first = (want.page - 1) * PER_PAGE
    cited = Cited(snapshot.engine)
    topical = len(found.series)
    shown = [
        drawn(n, one, cited, want, n <= topical)
        for n, one in enumerate(found.all[first : first + PER_PAGE], first + 1)
    ]
    result = every_of(snapshot, want)
    return result_page(
        request,
        snapshot,
        question,
        "figures",
        result,
        result.facets,
        found=found,
        shown=shown,
        pages=list_controls.pages(want, "/figures", len(found.all), PER_PAGE, snapshot.build),
    )


def drawn(number: int, one: Series, cited: Cited, want: Wanted, topic: bool = True) -> Drawn:
    """A series made ready for a page. Raises QuoteMismatch."""
    lines = tuple(
        _line(f"s{number}-{place}", point, cited, want) for place, point in enumerate(one.points)
    )
    return Drawn(number, one, figure_records.unit(one), lines, figure_plot.draw(one), topic)


def _line(name: str, point: Point, cited: Cited, want: Wanted) -> Line:
    right = point.corrected_by
    return Line(
        id=name,
        point=point,
        period=figure_records.period(point.period),
        value=figure_records.value(point),
        role=figure_records.ROLES[point.role],
        said=tuple(_quotation(figure, cited, want) for figure in point.said[:_QUOTED]),
        more=max(0, len(point.said) - _QUOTED),
        correction=_quotation(right, cited, want) if right else None,
    )


def _quotation(figure: Figure, cited: Cited, want: Wanted) -> Quotation:
    citation = cited(figure)
    return Quotation(
        pieces=figure_records.pieces(figure),
        href=hit_view.address(figure.passage, want, "every"),
        name=citation.part or citation.title or citation.document,
        when=figure_records.when(figure),
        page=figure_records.page(citation),
        citation=citation,
    )


@router.get("/figures.csv")
def figures_csv(request: Request) -> Response:
    """Every quotation of every value, for a spreadsheet."""
    want = topic_of(request)

    def lines(snapshot: Snapshot) -> Iterator[str]:
        found = figures_of_topic(snapshot, want)
        return lists.figure_lines(figure_records.records(snapshot.engine, found))

    return stream(request, lines, "text/csv; charset=utf-8", "figures.csv")


@router.get("/figures.jsonl")
def figures_jsonl(request: Request) -> Response:
    """The same for a script."""
    want = topic_of(request)

    def lines(snapshot: Snapshot) -> Iterator[str]:
        found = figures_of_topic(snapshot, want)
        return lists.json_lines(figure_records.records(snapshot.engine, found))

    return stream(request, lines, "application/x-ndjson", "figures.jsonl")


@router.get("/figures.svg")
def figures_svg(request: Request) -> Response:
    """The picture of one series, by its number on the page (``n``), as a file of its own."""
    want = topic_of(request)
    number = request.query_params.get("n", "1")
    with snapshots(request).use() as snapshot:
        found = figures_of_topic(snapshot, want)
        place = int(number) if number.isdecimal() and len(number) < 6 else 0
        if not 0 < place <= len(found.all) or figure_plot.draw(found.all[place - 1]) is None:
            return rendering.error_page(
                request,
                404,
                "No such picture",
                f"There is no series {number[:20]!r} with two periods here. "
                "Take the address from the page of figures.",
            )
        one = drawn(place, found.all[place - 1], Cited(snapshot.engine), want)
        text = rendering.environment().get_template("figures.svg").render(one=one, want=want)
        return Response(
            text,
            media_type="image/svg+xml",
            headers={
                "content-disposition": 'attachment; filename="figures.svg"',
                "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
            },
        )
