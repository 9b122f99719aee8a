"""Errors as ``application/problem+json`` for scripts, and as a page for people."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.views.request import clean
from api.views.statuses import outcome
from corpus.errors import MinutedError

log = logging.getLogger("minuted")

Page = Callable[[Request, int, str, str], Response]
"""What draws an error for people: request, status, title, detail."""

_SCRIPTS = ("/v1/", "/healthz", "/readyz", "/openapi.json")


def problem(status: int, title: str, detail: str, **more: Any) -> Response:
    """RFC 9457; plain ASCII on the wire, so that no half character can break it."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": clean(detail)}
    return Response(
        json.dumps(body | more, ensure_ascii=True, allow_nan=False),
        status_code=status,
        media_type="application/problem+json",
        headers={"Retry-After": "5"} if status == 503 else None,
    )


def answer(page: Page, request: Request, status: int, title: str, detail: str) -> Response:
    """An error in the form that suits who asked."""
    if request.url.path.startswith(_SCRIPTS):
        return problem(status, title, detail)
    return page(request, status, title, clean(detail))


def fault(page: Page, request: Request, error: BaseException) -> Response:
    """What nobody expected: in the log with where it came from, and without it to who asked."""
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return answer(
        page,
        request,
        500,
        "Something went wrong in Minuted",
        "This is a fault in the program, not in what was asked. It is in the server's log.",
    )


def install(app: FastAPI, page: Page) -> None:
    """Answer every expected error; ``fault`` is for the rest."""

    async def expected(request: Request, error: Exception) -> Response:
        assert isinstance(error, MinutedError)
        found = outcome(error)
        return answer(page, request, found.status, found.title, str(error))

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return answer(page, request, 400, "The request cannot be understood", said(error.errors()))

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        title = HTTPStatus(error.status_code).phrase
        detail = str(error.detail)
        if error.status_code == 404 and detail == title:
            detail = "There is nothing at this address. Start from the first page."
        return answer(page, request, error.status_code, title, detail)

    app.add_exception_handler(MinutedError, expected)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, refused)


def said(errors: Sequence[Any]) -> str:
    """What is wrong with a request, without repeating what was sent (it may be anything)."""
    found = []
    for error in errors[:5]:
        place = ".".join(str(step) for step in error.get("loc", ())[1:])
        message = str(error.get("msg", "is wrong"))
        if error.get("type") == "extra_forbidden":
            message = "there is no such parameter"
        found.append(f"{place}: {message}" if place else message)
    return ("; ".join(found) or "The request is wrong") + "."
