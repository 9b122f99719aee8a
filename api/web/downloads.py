"""The list of every time, to take along: for spreadsheets, scripts, papers, reference managers."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.export import docx_export, lists, references
from api.http.live_index import Snapshot
from api.http.serving import address_of, every_of, listed_of, said_of, snapshots, stream, topic_of
from api.views import serialise, timeline
from api.views.permalinks import permalink
from api.web import hit_view, rendering
from indexer.readers.media_types import DOCX
from search.results import EveryResult

router = APIRouter()


def names(result: EveryResult) -> list[str]:
    """The names that were looked for and stand somewhere, else the topics themselves."""
    found = [name.text for name in result.asked.names if name.on and name.count]
    return found or list(result.asked.topics)


@router.get("/every.csv")
def every_csv(request: Request) -> Response:
    """The whole list for a spreadsheet."""
    want = topic_of(request)

    def lines(snapshot: Snapshot) -> Iterator[str]:
        rows = listed_of(snapshot, want)
        return lists.csv_lines(serialise.every(snapshot.engine, rows, address_of(request)))

    return stream(request, lines, "text/csv; charset=utf-8", "every-time.csv")


@router.get("/every.jsonl")
def every_jsonl(request: Request) -> Response:
    """The whole list for a script."""
    want = topic_of(request)

    def lines(snapshot: Snapshot) -> Iterator[str]:
        rows = listed_of(snapshot, want)
        return lists.json_lines(serialise.every(snapshot.engine, rows, address_of(request)))

    return stream(request, lines, "application/x-ndjson", "every-time.jsonl")


@router.get("/every.labels.jsonl")
def every_labels(request: Request) -> Response:
    """The reader's marks as labels for ``minuted eval``."""
    want = topic_of(request)

    def lines(snapshot: Snapshot) -> Iterator[str]:
        engine = snapshot.engine
        rows = (
            serialise.hit(engine, found)
            for show in ("all", "below")
            for _, found in listed_of(snapshot, want, show)
            if found.passage.id in want.marks
        )
        return lists.label_lines(want.text, want.marks, rows)

    return stream(request, lines, "application/x-ndjson", "marks.jsonl")


@router.get("/every.ris")
@router.get("/every.bib")
@router.get("/every.csl.json")
def every_references(request: Request) -> Response:
    """The whole list for a reference manager, as the address's ending says."""
    want = topic_of(request)
    ending = request.url.path.partition(".")[2]
    form = references.FORMS[ending]

    def lines(snapshot: Snapshot) -> Iterator[str]:
        base = address_of(request)
        rows = listed_of(snapshot, want)
        return form.lines(
            (snapshot.engine.cite(found), permalink(found.passage, base)) for _, found in rows
        )

    return stream(request, lines, form.media_type, f"every-time.{ending}")


@router.get("/every.docx")
def every_docx(request: Request) -> Response:
    """The whole list as a document to edit."""
    want = topic_of(request)
    with snapshots(request).use() as snapshot:
        result = every_of(snapshot, want)
        base = address_of(request)
        rows = (
            (level, snapshot.engine.cite(found), permalink(found.passage, base))
            for level, found in listed_of(snapshot, want)
        )
        body = docx_export.every_document(f"Every time: {want.text}", names(result), rows)
        return Response(
            body,
            media_type=DOCX,
            headers={"content-disposition": 'attachment; filename="every-time.docx"'},
        )


@router.get("/every/print")
def every_print(request: Request) -> Response:
    """The whole list on one plain page."""
    want = topic_of(request)
    with snapshots(request).use() as snapshot:
        result = every_of(snapshot, want)
        shown = [
            hit_view.card(snapshot.engine, found, number, want, "every", level, result.asked)
            for number, (level, found) in enumerate(listed_of(snapshot, want), 1)
        ]
        return rendering.render(
            request,
            "print.html",
            snapshot,
            want=want,
            mode="every",
            result=result,
            names=names(result),
            days=hit_view.by_day(shown),
            total=len(shown),
        )


@router.get("/every.svg")
def every_svg(request: Request) -> Response:
    """The timeline as a picture of its own."""
    want = topic_of(request)
    with snapshots(request).use() as snapshot:
        line = timeline.build(said_of(snapshot, want), snapshot.holdings, want.by)
        text = (
            rendering.environment()
            .get_template("timeline.svg")
            .render(timeline=line, picture=timeline.draw(line), want=want)
        )
        return Response(
            text,
            media_type="image/svg+xml",
            headers={
                "content-disposition": 'attachment; filename="timeline.svg"',
                "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
            },
        )
