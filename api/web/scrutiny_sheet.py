"""The pages of the scrutiny sheet: shown, changed, downloaded, saved as a file and opened again.

A change to the sheet is a form with all of it in, so nothing that was typed is lost without
JavaScript; between pages the browser keeps which passages are on it in a cookie.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.responses import JSONResponse, RedirectResponse, Response

from api.desk import sheet as sheets
from api.desk.sheet import Entry, Sheet
from api.export import citation_styles, docx_export, references
from api.http.live_index import Snapshot
from api.http.serving import address_of, snapshots
from api.views import request as reading
from api.views import wording
from api.views.permalinks import permalink
from api.views.request import Wanted
from api.web import hit_view, rendering
from corpus.errors import BadFilter, BadQuery, PassageMissing
from indexer.readers.media_types import DOCX
from search.results import Hit

router = APIRouter()

TITLE = "Scrutiny sheet"
_LARGEST_FILE = 4_000_000


@dataclass(frozen=True, slots=True)
class Pick:
    """An entry whose passage is there, ready for the page."""

    card: hit_view.Card
    entry: Entry


@router.get("/sheet")
def sheet(request: Request) -> Response:
    """The sheet in the address; without one, the sheet that the browser keeps."""
    fields = dict(request.query_params.multi_items())
    held = sheets.read(request.query_params.getlist("p"), fields)
    kept = rendering.picked(request)
    if not held.entries and kept:
        return RedirectResponse(replace(held, entries=_entries(kept)).address(), status_code=303)
    return _page(request, held, kept == held.ids)


@router.post("/sheet")
async def change(request: Request) -> Response:
    """The sheet as the form has it, with one passage moved or taken off; kept in the browser."""
    form = await request.form()
    held = _of_form(form)
    for name, by in (("up", -1), ("down", 1)):
        for passage in _values(form, name):
            held = held.moved(passage, by)
    for passage in _values(form, "remove"):
        held = held.without(passage)
    return await run_in_threadpool(_changed, request, held)


@router.post("/sheet/add")
async def add(request: Request) -> Response:
    """Put the ticked passages and draft questions on the sheet."""
    form = await request.form()
    ids = sheets.ids([*rendering.picked(request), *_values(form, "p")])
    held = Sheet(entries=_entries(ids))
    for passages, question in sheets.drafts(_values(form, "draft")):
        held = held.asking(passages, question)
    return _keeping(RedirectResponse(held.address(), status_code=303), held)


@router.post("/sheet/pick")
async def pick(request: Request) -> Response:
    """Put one passage on the sheet or take it off, and go on where the reader was."""
    form = await request.form()
    added, dropped = sheets.ids(_values(form, "add")), set(_values(form, "drop"))
    picks = [p for p in sheets.ids([*rendering.picked(request), *added]) if p not in dropped]
    held = Sheet(entries=_entries(picks))
    if "application/json" in request.headers.get("accept", ""):
        return _keeping(JSONResponse({"size": len(picks)}), held)
    at = next(iter([*added, *sorted(dropped)]), "")
    back = _own(next(iter(_values(form, "back")), ""))
    address = back if back.startswith("/figures") else f"{back}#{quote(f'h-{at}')}"
    return _keeping(RedirectResponse(address, status_code=303), held)


def _own(address: str) -> str:
    """An address of these pages; the sheet for any other."""
    return address if re.match(r"/(?:search|ask|every|figures)\?", address) else "/sheet"


@router.post("/sheet/open")
async def open_file(request: Request) -> Response:
    """A sheet that was saved as a file."""
    async with request.form() as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise BadQuery("No file was chosen. Choose a sheet that was saved as a file.")
        body = await file.read(_LARGEST_FILE + 1)
    if len(body) > _LARGEST_FILE:
        raise BadQuery("The file is too large to be a scrutiny sheet. Choose another.")
    held = sheets.loaded(body.decode("utf-8", "replace"))
    return await run_in_threadpool(_changed, request, held)


@router.post("/sheet.json")
async def save(request: Request) -> Response:
    """The sheet as a file that can be sent and opened again."""
    form = await request.form()
    held = _of_form(form)
    if not held.entries:
        raise BadQuery("The sheet is empty. Add passages from a list of results first.")
    text = await run_in_threadpool(_dumped, request, held)
    return Response(
        text,
        media_type="application/json",
        headers={"content-disposition": 'attachment; filename="scrutiny-sheet.json"'},
    )


@router.post("/sheet.docx")
async def download(request: Request) -> Response:
    """The sheet as a document, with what was written beside each passage."""
    form = await request.form()
    return await run_in_threadpool(_document, request, _of_form(form))


@router.get("/sheet.docx")
def download_plain(request: Request) -> Response:
    """The same from an address."""
    fields = dict(request.query_params.multi_items())
    return _document(request, sheets.read(request.query_params.getlist("p"), fields))


@router.get("/sheet.ris")
@router.get("/sheet.bib")
@router.get("/sheet.csl.json")
def download_references(request: Request) -> Response:
    """The sheet for a reference manager, as the address's ending says."""
    ending = request.url.path.partition(".")[2]
    form, base = references.FORMS[ending], address_of(request)
    with snapshots(request).use() as snapshot:
        found, _ = _passages(snapshot, sheets.read(request.query_params.getlist("p"), {}))
        lines = form.lines(
            (pick.card.citation, permalink(pick.card.passage, base)) for pick in found
        )
        headers = {"content-disposition": f'attachment; filename="scrutiny-sheet.{ending}"'}
        return Response("".join(lines), media_type=form.media_type, headers=headers)


def _page(request: Request, held: Sheet, kept: bool, fresh: bool = False) -> Response:
    """``fresh``: the fields were just sent by the reader, and go before what the browser keeps."""
    with snapshots(request).use() as snapshot:
        found, gone = _passages(snapshot, held)
        return rendering.render(
            request,
            "sheet.html",
            snapshot,
            sheet=held,
            picks=found,
            gone=gone,
            default_title=TITLE,
            kept=kept,
            fresh=fresh,
            references=urlencode([("p", pick.entry.passage) for pick in found]),
        )


def _changed(request: Request, held: Sheet) -> Response:
    return _keeping(_page(request, held, True, fresh=True), held)


def _document(request: Request, held: Sheet) -> Response:
    with snapshots(request).use() as snapshot:
        found, _ = _passages(snapshot, held)
        if not found:
            raise BadQuery("The sheet is empty. Add passages from a list of results first.")
        base = address_of(request)
        picks = [
            docx_export.Pick(
                pick.card.citation,
                pick.entry.note,
                pick.entry.question,
                pick.entry.section,
                base + pick.card.href,
            )
            for pick in found
        ]
        paper = docx_export.Paper(
            held.title or TITLE, held.meeting, _day(held.date), held.to, tuple(picks)
        )
        return Response(
            docx_export.sheet_document(paper),
            media_type=DOCX,
            headers={"content-disposition": 'attachment; filename="scrutiny-sheet.docx"'},
        )


def _day(written: str) -> str:
    """A day as people write it; what is no date stays as it is."""
    try:
        return wording.date(reading.iso(written)) if written else ""
    except BadFilter:
        return written


def _dumped(request: Request, held: Sheet) -> str:
    with snapshots(request).use() as snapshot:
        found, _ = _passages(snapshot, held)
        said = {pick.entry.passage: citation_styles.text(pick.card.citation) for pick in found}
        entries = tuple(replace(e, said=said.get(e.passage, e.said)) for e in held.entries)
        return sheets.dumped(replace(held, entries=entries))


def _passages(snapshot: Snapshot, held: Sheet) -> tuple[list[Pick], list[Entry]]:
    """The entries whose passages are still there, and those whose passages are not."""
    index = snapshot.engine.index
    found: list[Pick] = []
    gone: list[Entry] = []
    for entry in held.entries:
        try:
            passage = index.fetch([index.ordinal(entry.passage)])[0]
        except PassageMissing:
            gone.append(entry)
            continue
        hit = Hit(passage, 1.0)
        card = hit_view.card(snapshot.engine, hit, len(found) + 1, Wanted(), "")
        found.append(Pick(card, entry))
    return found, gone


def _keeping(response: Response, held: Sheet) -> Response:
    if held.entries:
        response.set_cookie(
            rendering.COOKIE, "|".join(held.ids), max_age=90 * 86400, httponly=True, samesite="lax"
        )
    else:
        response.delete_cookie(rendering.COOKIE)
    return response


def _entries(ids: list[str]) -> tuple[Entry, ...]:
    return tuple(Entry(passage) for passage in ids)


def _of_form(form: FormData) -> Sheet:
    fields = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    return sheets.read(_values(form, "p"), fields)


def _values(form: FormData, name: str) -> list[str]:
    values: list[Any] = form.getlist(name)
    return [value for value in values if isinstance(value, str)]
