"""``/v1``: the questions of scripts. Text and offsets in JSON, never HTML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response, StreamingResponse

from api.export import lists
from api.http import answer_examples
from api.http import cursor as cursors
from api.http.live_index import Snapshot
from api.http.origin import wanted_here
from api.http.schemas import (
    AskRequest,
    EveryRequest,
    SearchRequest,
    answers,
)
from api.http.serving import address_of, every_of, json_of, snapshots, stream, written_of
from api.views import document_tree, known_values, serialise
from api.views.hit_list import Listed
from corpus.errors import BadFilter

router = APIRouter(prefix="/v1", tags=["questions"])
library = APIRouter(prefix="/v1", tags=["archive"])

_STREAMS = ("text/csv", "application/x-ndjson")


@router.get("/search", summary="Passages, best first", responses=answers(answer_examples.SEARCH))
def search(request: Request, question: Annotated[SearchRequest, Query()]) -> Response:
    """Words and meaning together, with the filters applied before the cut."""
    with snapshots(request).use() as snapshot:
        want = question.wanted()
        known_values.checked(snapshot.engine.index, want.where)
        found = snapshot.engine.search(
            want.text, want.where, question.limit, question.offset, question.sort
        )
        return json_of(snapshot, serialise.search(snapshot.engine, found))


@router.post("/search", summary="The same, sent as JSON", responses=answers(answer_examples.SEARCH))
def search_sent(request: Request, question: SearchRequest) -> Response:
    """As GET, for texts too long for an address."""
    return search(request, question)


@router.get(
    "/ask", summary="An answer in the source's own words", responses=answers(answer_examples.ASK)
)
def ask(request: Request, question: Annotated[AskRequest, Query()]) -> Response:
    """Statements with their citations; ``abstained`` means that the archive does not say."""
    with snapshots(request).use() as snapshot:
        want = question.wanted()
        known_values.checked(snapshot.engine.index, want.where)
        found = snapshot.engine.ask(want.text, want.where, question.limit)
        body = serialise.ask(snapshot.engine, found)
        if question.written:
            if not wanted_here(request.headers):
                raise HTTPException(403, "No answer is written at the wish of another site's page.")
            settings = request.app.state.settings
            body["written"] = serialise.written(written_of(snapshot, want, settings, found.hits))
        return json_of(snapshot, body)


@router.post("/ask", summary="The same, sent as JSON", responses=answers(answer_examples.ASK))
def ask_sent(request: Request, question: AskRequest) -> Response:
    """As GET, for texts too long for an address."""
    return ask(request, question)


@router.get(
    "/every",
    summary="Every time it was discussed",
    responses=answers(answer_examples.EVERY, *_STREAMS),
)
def every(request: Request, question: Annotated[EveryRequest, Query()]) -> Response:
    """All of it, by date. JSON is paged by cursor under a true total; jsonl and csv stream."""
    want = question.wanted()
    want = replaced(want, question)
    holder = snapshots(request)
    if question.format != "json":
        return _every_stream(request, question, want)
    with holder.use() as snapshot:
        known_values.checked(snapshot.engine.index, want.where)
        result = every_of(snapshot, want)
        good_for = cursors.key(snapshot.build, (want, question.show, question.sort))
        start = cursors.read(question.cursor, good_for)
        rows = Listed(snapshot.engine.index, result, question.show, question.sort == "newest")
        shown = rows[start : start + question.limit]
        after = start + len(shown)
        body = serialise.every_head(result)
        body["shown_of"] = len(rows)
        body["next"] = cursors.write(good_for, after) if after < len(rows) else None
        body["hits"] = list(serialise.every(snapshot.engine, shown, address_of(request)))
        return json_of(snapshot, body)


@router.post(
    "/every", summary="The same, sent as JSON", responses=answers(answer_examples.EVERY, *_STREAMS)
)
def every_sent(request: Request, question: EveryRequest) -> Response:
    """As GET, for many marks and names."""
    return every(request, question)


def replaced(want: Any, question: EveryRequest) -> Any:
    """``want`` with the names, the line and the marks of the request."""
    from dataclasses import replace

    from api.views.request import clean

    both = set(question.right) & set(question.wrong)
    if both:
        raise BadFilter("A passage is said both to belong and not to. Say one of the two.")
    return replace(
        want,
        off=tuple(map(clean, question.off)),
        added=tuple(map(clean, question.add)),
        line=question.line,
        right=tuple(map(clean, question.right)),
        wrong=tuple(map(clean, question.wrong)),
    )


def _every_stream(request: Request, question: EveryRequest, want: Any) -> StreamingResponse:
    def lines(snapshot: Snapshot) -> Iterator[str]:
        known_values.checked(snapshot.engine.index, want.where)
        result = every_of(snapshot, want)
        rows = Listed(snapshot.engine.index, result, question.show, question.sort == "newest")
        found = serialise.every(snapshot.engine, rows, address_of(request))
        yield from lists.csv_lines(found) if question.format == "csv" else lists.json_lines(found)

    media = "text/csv; charset=utf-8" if question.format == "csv" else "application/x-ndjson"
    return stream(request, lines, media, f"every.{question.format}")


@library.get("/documents", summary="What is held", responses=answers())
def documents(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """Documents in the order of their ids, with kind, body and dates."""
    with snapshots(request).use() as snapshot:
        held = snapshot.holdings.documents
        rows = [document_tree.held(document) for document in held[offset : offset + limit]]
        return json_of(snapshot, {"total": len(held), "offset": offset, "documents": rows})


@library.get(
    "/documents/{document:path}/text",
    summary="A document's text, or a span of it",
    responses=answers(),
)
def text(
    request: Request,
    document: str,
    start: Annotated[int, Query(ge=0)] = 0,
    end: Annotated[int | None, Query(ge=0)] = None,
) -> Response:
    """Offsets are code points; ``text`` is exactly the document's ``[start:end]``."""
    with snapshots(request).use() as snapshot:
        whole = snapshot.engine.index.document(document).text
        last = min(len(whole), len(whole) if end is None else end)
        if start > last:
            raise BadFilter(f"start is {start}, but the span ends at {last}.")
        body = {"document": document, "start": start, "end": last, "length": len(whole)}
        return json_of(snapshot, body | {"text": whole[start:last]})


@library.get(
    "/documents/{document:path}",
    summary="What was understood of a document",
    responses=answers(),
)
def tree_of(
    request: Request,
    document: str,
    passages: Annotated[bool, Query(description="List the passages too.")] = False,
) -> Response:
    """Parts with their dates and people, sections with their headings, actions."""
    with snapshots(request).use() as snapshot:
        return json_of(
            snapshot, document_tree.tree(snapshot.engine.index.understanding(document), passages)
        )


@library.get(
    "/passages/{passage:path}", summary="One passage with its citation", responses=answers()
)
def passage(request: Request, passage: str) -> Response:
    """The citation, the words before and after it, and where the same words stand again."""
    with snapshots(request).use() as snapshot:
        return json_of(snapshot, document_tree.passage(snapshot.engine, passage))
