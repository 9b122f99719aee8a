"""All the pages, and the style sheets they wear."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from api.web import (
    archive_pages,
    briefing_pages,
    document_page,
    downloads,
    figure_pages,
    help_pages,
    scrutiny_sheet,
    search_pages,
)
from api.web.desk import asked_page, changes_page, ledger_page
from api.web.reading import page_images
from api.web.rendering import STATIC, VENDOR

PAGES = (
    search_pages,
    figure_pages,
    briefing_pages,
    ledger_page,
    asked_page,
    changes_page,
    downloads,
    document_page,
    page_images,
    archive_pages,
    scrutiny_sheet,
    help_pages,
)


def install(app: FastAPI) -> None:
    """Add the pages and their style sheets to an app."""
    app.state.page_images = page_images.PageImages(app.state.settings)
    for page in PAGES:
        for route in page.router.routes:
            if isinstance(route, APIRoute) and route.methods and "GET" in route.methods:
                route.methods.add("HEAD")  # who checks links asks for the head of a page
        app.include_router(page.router, include_in_schema=False)
    app.mount("/static", Cached(directory=STATIC), name="static")
    # The look is fetched at install; without it the pages wear their own plain one.
    app.mount("/vendor", Cached(directory=VENDOR, check_dir=False), name="vendor")


class Cached(StaticFiles):
    """Files that a browser may keep; their address carries their date."""

    def file_response(self, *args: Any, **more: Any) -> Response:
        response = super().file_response(*args, **more)
        response.headers["cache-control"] = "public, max-age=86400"
        return response
