"""The files of the archive, handed out as they are, and only those that the index lists."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from starlette.responses import FileResponse, Response, StreamingResponse

from corpus.errors import DocumentMissing
from corpus.model import Document
from indexer.readers.archive import holder, taken_out
from search.settings import Settings
from search.stamps import digest

# What a browser may show; the rest is a download. Pages of other sites are shown as text, so that
# nothing in them runs here.
_SHOWN = {
    "application/pdf": "application/pdf",
    "text/plain": "text/plain; charset=utf-8",
    "text/markdown": "text/plain; charset=utf-8",
    "text/html": "text/plain; charset=utf-8",
    "application/xhtml+xml": "text/plain; charset=utf-8",
}


def _held(document: Document, archive: str) -> tuple[Path, str] | None:
    """Where the file lies: a regular file under the archive, reached through no link; and, for a
    file inside a mail or a ZIP archive, its path in there."""
    root = Path(archive)
    found = holder(root, document.source.path)
    if found is None:
        return None
    try:
        inside = found[0].resolve(strict=True).is_relative_to(root.resolve(strict=True))
    except OSError:
        return None
    return found if inside else None


def there(document: Document, archive: str) -> bool:
    """Whether the file can be handed out."""
    return bool(archive) and _held(document, archive) is not None


@lru_cache(maxsize=256)
def _digest(path: Path, changed: int, size: int) -> str:
    """Hashed again only where the times or the size of the file have changed."""
    return digest(path)


def unchanged(document: Document, archive: str) -> bool:
    """Whether the file is there and as large as the one that was read; its words are not read."""
    held = _held(document, archive) if archive else None
    return held is not None and (bool(held[1]) or held[0].stat().st_size == document.source.size)


@contextmanager
def opened(document: Document, archive: str) -> Iterator[Path]:
    """Where the file can be read for a while; raises DocumentMissing where it is gone or is no
    longer the one that was read. Nothing of a file inside a mail or a ZIP archive stays on the
    disk."""
    held = _held(document, archive) if archive else None
    if held is None:
        raise _gone(document)
    path, inner = held
    with tempfile.TemporaryDirectory(prefix="minuted-") as folder:
        if inner:
            out = taken_out(path, inner, Path(folder), Settings.from_environment())
            if out is None:
                raise _gone(document)
            path = out
        state = path.stat()
        if _digest(path, state.st_mtime_ns, state.st_size) != document.source.sha256:
            raise _changed(document)
        yield path


def response(document: Document, archive: str) -> Response:
    """The file; raises DocumentMissing where it is gone or is no longer the one that was read."""
    media = document.source.media_type.partition(";")[0].strip().lower()
    shown = _SHOWN.get(media)
    name = quote(document.source.path.rpartition("/")[2])
    kind = "inline" if shown else "attachment"
    headers = {"content-disposition": f"{kind}; filename*=UTF-8''{name}"}
    if media == "application/pdf":
        # The browser's own viewer wants its styles; a PDF runs nothing of ours.
        headers["content-security-policy"] = (
            "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'"
        )
    else:
        headers["content-security-policy"] = "default-src 'none'; sandbox"
    media = shown or "application/octet-stream"
    with opened(document, archive) as path:
        if path.is_relative_to(archive):
            return FileResponse(path, media_type=media, headers=headers)
        file = path.open("rb")  # it was taken out of a mail or a ZIP archive, and goes when read
        headers["content-length"] = str(path.stat().st_size)
    return StreamingResponse(_blocks(file), media_type=media, headers=headers)


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while block := file.read(2**18):
            yield block


def _gone(document: Document) -> DocumentMissing:
    return DocumentMissing(
        f"The file {document.source.path} is no longer in the archive's folder. "
        "What it said is still on the document's page."
    )


def _changed(document: Document) -> DocumentMissing:
    return DocumentMissing(
        f"The file {document.source.path} has changed since it was read. "
        "Build the index again: minuted index ARCHIVE."
    )
