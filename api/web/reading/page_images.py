"""The pages of PDFs as pictures, drawn when they are asked for, and where words stand on them.

A page is drawn in a process with limits, two at once at most; what was drawn is kept on disk within
a size, and what could not be drawn is not tried again for a while. Where there is no picture there
is a note in its place that says why.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Hashable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, cast
from xml.sax.saxutils import escape

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request
from starlette.responses import Response

from api.http.serving import snapshots
from api.web import source_files
from api.web.reading.picture_cache import PictureCache
from corpus.errors import DocumentMissing
from corpus.model import Document
from indexer.readers import media_types
from indexer.readers.printed.page_picture import Letters, Picture, PictureTask, work
from indexer.readers.sandbox import Limits, isolate
from indexer.readers.worker import PRELOAD
from search.settings import Settings

router = APIRouter()

WIDTHS = {"": 800, "large": 1600}
"""Pixels; an A4 page is drawn with 97 or 194 of them an inch."""
AT_ONCE = 2
SECONDS = 10.0
"""What drawing a page may take."""
SOON = 3.0
"""What looking for words on a page may take while a reader waits for its text."""
WAITING = 200
"""Pictures that may be waited for; who asks for one more is asked to come again."""
AGAIN = 600.0
"""Seconds after which a page that could not be drawn is tried again."""
_REMEMBERED = 32
"""Pages whose letters, or whose troubles, are kept in memory."""
_VERSION = "1"
"""Part of each picture's key: another way to draw is another picture."""


class NoPicture(Exception):
    """Why there is no picture, in a sentence for readers."""

    def __init__(self, words: str, status: int = 422) -> None:
        super().__init__(words)
        self.words = words
        self.status = status


class PageImages:
    """Draws pages and reads their letters for one service. Safe to share between threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._cache = PictureCache(settings.cache_folder / "pages", settings.page_cache * 2**20)
        self._letters: OrderedDict[Hashable, Letters] = OrderedDict()
        self._troubles: OrderedDict[Hashable, tuple[float, NoPicture]] = OrderedDict()
        self._lock = threading.Lock()
        self._processes = threading.BoundedSemaphore(AT_ONCE)
        self._limiter: CapacityLimiter | None = None

    @property
    def limiter(self) -> CapacityLimiter:
        """The threads that wait for pictures, so that no others do."""
        if self._limiter is None:
            self._limiter = CapacityLimiter(AT_ONCE)
        return self._limiter

    def picture(self, document: Document, archive: str, page: int, width: int) -> bytes:
        """A page, counted from 1, as WebP; raises NoPicture."""
        key = (document.source.sha256, page, width)
        name = hashlib.sha256(repr((_VERSION, *key)).encode()).hexdigest()
        with _file(document, archive) as path:
            kept = self._cache.get(name)
            if kept is not None:
                return kept
            self._refuse_again(key)
            made = self._work(key, PictureTask(str(path), page, width), SECONDS)
        data = cast(Picture, made).data
        self._cache.put(name, data)
        return data

    def letters(self, document: Document, archive: str, page: int) -> Letters:
        """The characters of a page; raises NoPicture, soon."""
        key = (document.source.sha256, page, 0)
        with self._lock:
            known = self._letters.get(key)
        if known is not None:
            return known
        self._refuse_again(key)
        with _file(document, archive) as path:
            made = cast(Letters, self._work(key, PictureTask(str(path), page), SOON))
        self._remember(self._letters, key, made)
        return made

    def _work(self, key: Hashable, task: PictureTask, seconds: float) -> Picture | Letters:
        if not self._processes.acquire(timeout=seconds):
            raise NoPicture("Too many pages are being drawn just now.", 503)
        try:
            memory = self._settings.file_memory or Limits().memory
            limits = Limits(seconds, seconds, memory, 1)
            outcome = next(iter(isolate(work, [task], limits, (*PRELOAD, work.__module__))))
        finally:
            self._processes.release()
        if outcome.steps:
            return cast("Picture | Letters", outcome.steps[0])
        told = {
            "silent": f"It takes more than {seconds:.0f} seconds to draw.",
            "long": f"It takes more than {seconds:.0f} seconds to draw.",
            "memory": f"It takes more than {memory:,} MiB of memory to draw.",
        }
        trouble = NoPicture(told.get(outcome.trouble, "The file's page is damaged."))
        self._remember(self._troubles, key, (time.monotonic(), trouble))
        raise trouble

    def _refuse_again(self, key: Hashable) -> None:
        with self._lock:
            since, trouble = self._troubles.get(key, (0.0, None))
        if trouble is not None and time.monotonic() - since < AGAIN:
            raise NoPicture(trouble.words)

    def _remember(self, held: OrderedDict[Hashable, Any], key: Hashable, what: object) -> None:
        with self._lock:
            held[key] = what
            held.move_to_end(key)
            while len(held) > _REMEMBERED:
                held.popitem(last=False)


@contextmanager
def _file(document: Document, archive: str) -> Iterator[Path]:
    """Where the file can be read for a while; raises NoPicture where it is gone or has changed."""
    with ExitStack() as stack:
        try:
            path = stack.enter_context(source_files.opened(document, archive))
        except DocumentMissing as error:
            raise NoPicture(str(error).partition(". ")[0] + ".", 404) from None
        yield path


def images(request: Request) -> PageImages:
    """The service's own."""
    return cast(PageImages, request.app.state.page_images)


def drawable(document: Document) -> bool:
    """Whether the file has pages that can be drawn."""
    media = document.source.media_type.partition(";")[0].strip().lower()
    return media == media_types.PDF and bool(document.pages)


@router.get("/page/{document:path}")
async def page(request: Request, document: str, n: str = "1", size: str = "") -> Response:
    """A page of a PDF as it is printed; where it cannot be drawn, a picture that says why."""
    drawn = images(request)
    if drawn.limiter.statistics().tasks_waiting >= WAITING:
        return _note("Too many pages are being drawn just now.", 503)
    return await to_thread.run_sync(_page, request, document, n, size, limiter=drawn.limiter)


def _page(request: Request, name: str, written: str, size: str) -> Response:
    with snapshots(request).use() as snapshot:
        index = snapshot.engine.index
        document = index.document(name)
        archive = index.meta.archive
    number = int(written[:6]) if written.isascii() and written.isdigit() else 0
    if not drawable(document) or not 0 < number <= len(document.pages) or size not in WIDTHS:
        return _note("The file has no such page.", 404)
    try:
        data = images(request).picture(document, archive, number, WIDTHS[size])
    except NoPicture as trouble:
        return _note(f"Page {number} cannot be shown as a picture. {trouble.words}", trouble.status)
    # The address holds the file's digest: another file is another address.
    headers = {"cache-control": "private, max-age=604800, immutable"}
    return Response(data, media_type="image/webp", headers=headers)


def _note(words: str, status: int) -> Response:
    """A picture of a few words, for the place where a picture was to be."""
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) > 44:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    told = "".join(
        f'<text x="24" y="{48 + 28 * number}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    text = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="440" height="220" viewBox="0 0 440 220" '
        'font-family="sans-serif" font-size="18" fill="#484f54">'
        f'<rect width="440" height="220" fill="#f3f5f6"/>{told}</svg>'
    )
    headers = {"cache-control": "no-store"} | ({"retry-after": "5"} if status == 503 else {})
    return Response(text, status, media_type="image/svg+xml", headers=headers)
