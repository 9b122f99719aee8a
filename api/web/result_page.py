"""The page of a list, whatever it lists: the box and its mistakes above, what was understood, the
filters beside it, and which of its passages are on the sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from starlette.responses import Response

from api.http.live_index import Snapshot
from api.web import filter_panel, list_controls, rendering
from api.web.mistakes import Question


def result_page(
    request: Request,
    snapshot: Snapshot,
    question: Question,
    mode: str,
    result: Any,
    counts: Mapping[str, Mapping[str, int]],
    **values: Any,
) -> Response:
    """The template of ``mode`` over a ``result`` of the engine, which holds what was ``asked``.

    ``counts`` are what the filters show; ``values`` what this list alone has.
    """
    want = question.want
    return rendering.render(
        request,
        f"{mode}.html",
        snapshot,
        status=question.status,
        mistakes=question.mistakes,
        want=want,
        mode=mode,
        result=result,
        understood=list_controls.understood(result.asked, want, mode),
        filters=filter_panel.groups(snapshot, want, counts),
        picked=set(rendering.picked(request)),
        **values,
    )
