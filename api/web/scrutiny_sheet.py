"""The scrutiny sheet: picked passages with room for a note and a question.

The picks are in the address, so a sheet can be sent to somebody; between pages the browser keeps
them in a cookie. Notes are the reader's own: they are sent only to be put into the document.
"""

from __future__ import annotations

import re
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api.export import docx_export
from api.http.live_index import Snapshot
from api.http.serving import snapshots
from api.views.request import Wanted, clean
from api.web import hit_view, rendering
from api.web.downloads import DOCX
from corpus.errors import BadQuery, PassageMissing
from search.results import Hit

router = APIRouter()

_TITLE = "Scrutiny sheet"
# Whatever else an id may hold, a cookie could not carry.
_ID = re.compile(r"[!#-+\--:<-\[\]-{}~]{1,200}")


@router.get("/sheet")
def sheet(request: Request) -> Response:
    """The sheet in the address; without one, the sheet that the browser keeps."""
    picks = _wanted(request.query_params.getlist("p"))
    kept = rendering.picked(request)
    if not picks and kept:
        return RedirectResponse(_address(kept), status_code=303)
    with snapshots(request).use() as snapshot:
        found, gone = _passages(snapshot, picks)
        return rendering.render(
            request,
            "sheet.html",
            snapshot,
            cards=found,
            gone=gone,
            title=clean(request.query_params.get("title", "")).strip()[:200],
            default_title=_TITLE,
            kept=kept == picks,
        )


@router.post("/sheet/add")
async def add(request: Request) -> Response:
    """Put the ticked passages on the sheet."""
    form = await request.form()
    picks = _wanted([*rendering.picked(request), *_values(form, "p")])
    return _keeping(request, picks)


@router.post("/sheet/keep")
async def keep(request: Request) -> Response:
    """Make this sheet the browser's own: the ticked ones stay, in this order."""
    form = await request.form()
    removed = set(_values(form, "remove"))
    return _keeping(request, [p for p in _wanted(_values(form, "p")) if p not in removed])


@router.post("/sheet.docx")
async def download(request: Request) -> Response:
    """The sheet as a document, with what was written beside each passage."""
    form = await request.form()
    picks = _wanted(_values(form, "p"))
    notes = {p: (_one(form, f"note.{p}"), _one(form, f"question.{p}")) for p in picks}
    title = _one(form, "title") or _TITLE
    return await run_in_threadpool(_document, request, picks, notes, title)


@router.get("/sheet.docx")
def download_plain(request: Request) -> Response:
    """The same from an address, without notes."""
    picks = _wanted(request.query_params.getlist("p"))
    return _document(request, picks, {}, _TITLE)


def _document(
    request: Request, picks: list[str], notes: dict[str, tuple[str, str]], title: str
) -> Response:
    with snapshots(request).use() as snapshot:
        found, _ = _passages(snapshot, picks)
        if not found:
            raise BadQuery("The sheet is empty. Tick passages on a page of results first.")
        rows = [docx_export.Pick(card.citation, *notes.get(card.id, ("", ""))) for card in found]
        return Response(
            docx_export.sheet_document(title, rows),
            media_type=DOCX,
            headers={"content-disposition": 'attachment; filename="scrutiny-sheet.docx"'},
        )


def _passages(snapshot: Snapshot, picks: list[str]) -> tuple[list[hit_view.Card], list[str]]:
    """The passages that are still there, and the ids of those that are not."""
    index = snapshot.engine.index
    found: list[hit_view.Card] = []
    gone: list[str] = []
    for pick in picks:
        try:
            passage = index.fetch([index.ordinal(pick)])[0]
        except PassageMissing:
            gone.append(pick)
            continue
        found.append(
            hit_view.card(snapshot.engine, Hit(passage, 1.0), len(found) + 1, Wanted(), "")
        )
    return found, gone


def _keeping(request: Request, picks: list[str]) -> Response:
    response = RedirectResponse(_address(picks), status_code=303)
    if picks:
        response.set_cookie(
            rendering.COOKIE, "|".join(picks), max_age=90 * 86400, httponly=True, samesite="lax"
        )
    else:
        response.delete_cookie(rendering.COOKIE)
    return response


def _address(picks: list[str]) -> str:
    return f"/sheet?{urlencode([('p', pick) for pick in picks])}" if picks else "/sheet"


def _wanted(raw: list[str]) -> list[str]:
    """The ids, each once; what could not be one is dropped."""
    sound = [pick for pick in (one.strip() for one in raw) if _ID.fullmatch(pick)]
    return list(dict.fromkeys(sound))[: rendering.MOST_PICKS]


def _values(form: FormData, name: str) -> list[str]:
    return [value for value in form.getlist(name) if isinstance(value, str)]


def _one(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return clean(value).strip()[:20_000] if isinstance(value, str) else ""
