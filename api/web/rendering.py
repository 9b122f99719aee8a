"""What every page shares: templates, style sheets, the sheet's cookie, the page of an error."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from api.export import citation_styles
from api.http.live_index import Snapshot
from api.views import plain_figures, wording
from api.views.request import Wanted
from api.views.serialise import said
from eval.measures.plain_names import plain

HERE = Path(__file__).parent
STATIC = HERE / "static"
VENDOR = HERE / "vendor"
COOKIE = "sheet"
MOST_PICKS = 120


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Everything a template prints is escaped; a name that is not given is an error."""
    found = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["date"] = wording.date
    found.filters["kind"] = wording.kind
    found.filters["said"] = said
    found.filters["path"] = lambda text: quote(str(text), safe="/")
    found.filters["measure"] = plain
    found.filters["figures_title"] = plain_figures.title
    found.filters["figures_about"] = plain_figures.about
    found.filters["caption"] = plain_figures.caption
    found.globals["count"] = wording.count
    found.globals["verb"] = wording.verb
    found.filters["opening"] = wording.sentence
    found.filters["named"] = wording.named
    found.globals["share"] = lambda share: f"{100 * share:.0f} of 100"
    found.globals["maybe"] = wording.maybe
    found.globals["found"] = wording.found
    found.globals["listed"] = wording.listed
    found.globals["plain_citation"] = citation_styles.text
    found.globals["source_of"] = citation_styles.source
    found.globals["said_of"] = citation_styles.said
    found.globals["heading_of"] = citation_styles.heading
    found.globals["denial"] = wording.denial
    found.globals["nothing_written"] = wording.nothing_written
    found.globals["left_out"] = wording.left_out
    found.globals["missing"] = wording.missing
    found.globals["undated"] = wording.undated
    found.globals["unsearched"] = wording.unsearched
    found.globals["page_of"] = lambda citation: wording.page(citation.page, citation.page_label)
    found.globals["page_line"] = wording.page_line
    found.globals["silent"] = wording.silent
    found.globals["asset"] = asset
    return found


def asset(name: str) -> str:
    """The address of a style sheet or script; empty where the vendor's is not installed."""
    folder, _, rest = name.partition("/")
    path = (STATIC if folder == "static" else VENDOR) / rest
    try:
        return f"/{name}?{int(path.stat().st_mtime)}"
    except OSError:
        return ""


def render(
    request: Request,
    template: str,
    snapshot: Snapshot | None = None,
    status: int = 200,
    **values: Any,
) -> Response:
    """A page. ``want`` is what the box at its top holds."""
    values.setdefault("want", Wanted())
    values.setdefault("mode", "")
    values.setdefault("mistakes", ())
    text = (
        environment()
        .get_template(template)
        .render(
            request_path=request.url.path,
            snapshot=snapshot,
            sheet_size=len(picked(request)),
            moved_on=_moved_on(request, snapshot),
            **values,
        )
    )
    headers = {"minuted-build": snapshot.build} if snapshot else {}
    if status == 503:
        headers["retry-after"] = "5"
    return HTMLResponse(text, status_code=status, headers=headers)


def error_page(request: Request, status: int, title: str, detail: str) -> Response:
    """An error for people: the fact, what to do, and the box with what was typed."""
    from api.views.request import clean

    typed = clean(request.query_params.get("q", ""))[:2000]
    return render(
        request, "error.html", status=status, title=title, detail=detail, want=Wanted(text=typed)
    )


def _moved_on(request: Request, snapshot: Snapshot | None) -> bool:
    """Whether the archive has been built again since the reader's list was begun."""
    begun = request.query_params.get("build")
    return bool(begun and snapshot and begun != snapshot.build)


def picked(request: Request) -> list[str]:
    """The passages on the reader's sheet, as the browser keeps them."""
    raw = request.cookies.get(COOKIE, "")
    return [pick for pick in dict.fromkeys(raw.split("|")) if pick][:MOST_PICKS]
