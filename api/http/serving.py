"""What the routes share: the snapshot of a request, results worked out once, streams."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

from fastapi import Request
from starlette.responses import JSONResponse, StreamingResponse

from api.http.live_index import Snapshot, Snapshots
from api.views.hit_list import Listed
from api.views.request import Wanted, from_pairs, query
from search.briefing.collect import before, brief
from search.briefing.pieces import Briefing
from search.every.adjustments import Adjustments
from search.figures.collect import FiguresFound, figures_of
from search.results import AskResult, EveryResult, Hit, SearchResult
from search.settings import Settings
from search.writing import writer
from search.writing.writer import Written

PER_PAGE = 20


def snapshots(request: Request) -> Snapshots:
    """The app's holder of snapshots."""
    return cast(Snapshots, request.app.state.snapshots)


def address_of(request: Request) -> str:
    """The address that readers reach the service by, for links in what leaves it: the setting,
    else as the page was asked. Without a slash at its end."""
    settings = cast(Settings, request.app.state.settings)
    return (settings.address or str(request.base_url)).rstrip("/")


def topic_of(request: Request) -> Wanted:
    """What an address asks of a topic; raises BadQuery where it names none."""
    want = from_pairs(request.query_params.multi_items())
    query(want.text)
    return want


def json_of(snapshot: Snapshot, body: Any) -> JSONResponse:
    """JSON, and the build that it is of."""
    return JSONResponse(body, headers={"minuted-build": snapshot.build})


def every_of(snapshot: Snapshot, want: Wanted) -> EveryResult:
    """Every time, worked out once for all its pages, exports and pictures."""
    key = ("every", *_list(want))
    return cast(
        EveryResult,
        snapshot.remember(
            key,
            lambda: snapshot.engine.every(
                want.text,
                want.where,
                Adjustments(want.off, want.added, want.line, want.marks),
            ),
        ),
    )


def figures_of_topic(snapshot: Snapshot, want: Wanted) -> FiguresFound:
    """The figures of a topic, worked out once for page and downloads."""
    key = ("figures", *_list(want))
    return cast(
        FiguresFound,
        snapshot.remember(key, lambda: figures_of(snapshot.engine.index, every_of(snapshot, want))),
    )


def _list(want: Wanted) -> tuple[Hashable, ...]:
    """What a list of every time hangs on."""
    return want.text, want.where, want.off, want.added, want.line, want.right, want.wrong


def briefing_of(snapshot: Snapshot, want: Wanted, day: str) -> Briefing:
    """The briefing on a topic before the meeting of a day ('' for all that is held)."""
    held = replace(want, where=before(want.where, day))
    key = ("brief", held.text, held.where, day)
    return cast(
        Briefing,
        snapshot.remember(key, lambda: brief(snapshot.engine.index, every_of(snapshot, held), day)),
    )


def listed_of(snapshot: Snapshot, want: Wanted, show: str = "") -> Listed:
    """The list of every time, in its order."""
    found = every_of(snapshot, want)
    return Listed(snapshot.engine.index, found, show or want.show, want.sort == "newest")


def said_of(snapshot: Snapshot, want: Wanted, show: str = "all") -> Counter[tuple[str, str | None]]:
    """How many passages of a list each body said when, without fetching a long one."""
    rows = listed_of(snapshot, want, show)
    if rows.ordinals:
        return snapshot.holdings.said(rows.ordinals)
    passages = [found.passage for _, found in rows]
    return Counter((p.part.body or p.document.body, p.said_on) for p in passages)


def search_of(snapshot: Snapshot, want: Wanted, limit: int = PER_PAGE) -> SearchResult:
    """One page of passages."""
    key = ("search", want.text, want.where, want.sort, want.page, limit)
    return cast(
        SearchResult,
        snapshot.remember(
            key,
            lambda: snapshot.engine.search(
                want.text, want.where, limit, (want.page - 1) * limit, want.sort
            ),
        ),
    )


def ask_of(snapshot: Snapshot, want: Wanted, limit: int = 10) -> AskResult:
    """The answer and its passages. One that was given while the reader was loaded is not kept."""

    def work() -> AskResult:
        found = snapshot.engine.ask(want.text, want.where, limit)
        if found.unread:
            raise _ForNow(found)
        return found

    key = ("ask", want.text, want.where, limit)
    return cast(AskResult, _kept(snapshot, key, work))


def written_of(
    snapshot: Snapshot, want: Wanted, settings: Settings, hits: Sequence[Hit]
) -> Written:
    """The answer as the language model of the settings writes it. What it wrote is kept like other
    results; its trouble is not."""

    def work() -> Written:
        found = writer.write(settings, want.text, hits, snapshot.engine.cite)
        if found.trouble:
            raise _ForNow(found)
        return found

    shown = tuple(hit.passage.id for hit in hits)
    return cast(Written, _kept(snapshot, ("written", want.text, want.where, shown), work))


def _kept(snapshot: Snapshot, key: Hashable, work: Callable[[], object]) -> object:
    try:
        return snapshot.remember(key, work)
    except _ForNow as passing:
        return passing.found


class _ForNow(Exception):
    """What is found now and may be another thing in a moment: it is not kept."""

    def __init__(self, found: object) -> None:
        super().__init__("not kept")
        self.found = found


def stream(
    request: Request, lines: Callable[[Snapshot], Iterator[str]], media: str, name: str
) -> StreamingResponse:
    """Lines as a download. The first is made before the answer begins, so that an error is told
    as an error and not as a torn file; the snapshot is held until the last.
    """
    holding = snapshots(request).use()
    snapshot = holding.__enter__()
    try:
        source = lines(snapshot)
        first = next(source, "")
    except BaseException:
        holding.__exit__(None, None, None)
        raise

    def all_lines() -> Iterator[str]:
        try:
            yield first
            yield from source
        finally:
            holding.__exit__(None, None, None)

    return StreamingResponse(
        all_lines(),
        media_type=media,
        headers={
            "content-disposition": f'attachment; filename="{name}"',
            "minuted-build": snapshot.build,
        },
    )
