"""The files of the archive, handed out as they are, and only those that the index lists."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from starlette.responses import FileResponse, Response

from corpus.errors import DocumentMissing
from corpus.model import Document

# What a browser may show; the rest is a download. Pages of other sites are shown as text, so that
# nothing in them runs here.
_SHOWN = {
    "application/pdf": "application/pdf",
    "text/plain": "text/plain; charset=utf-8",
    "text/markdown": "text/plain; charset=utf-8",
    "text/html": "text/plain; charset=utf-8",
    "application/xhtml+xml": "text/plain; charset=utf-8",
}


def path_of(document: Document, archive: str) -> Path | None:
    """Where the file lies: a regular file under the archive, reached through no link."""
    root = Path(archive)
    path = root / document.source.path
    try:
        real = path.resolve(strict=True)
        inside = real.is_relative_to(root.resolve(strict=True))
    except OSError:
        return None
    return real if inside and real.is_file() and not path.is_symlink() else None


def there(document: Document, archive: str) -> bool:
    """Whether the file can be handed out."""
    return bool(archive) and path_of(document, archive) is not None


@lru_cache(maxsize=256)
def _digest(path: Path, changed: int, size: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def response(document: Document, archive: str) -> Response:
    """The file; raises DocumentMissing where it is gone or is no longer the one that was read."""
    path = path_of(document, archive) if archive else None
    if path is None:
        raise DocumentMissing(
            f"The file {document.source.path} is no longer in the archive's folder. "
            "What it said is still on the document's page."
        )
    state = path.stat()
    if _digest(path, state.st_mtime_ns, state.st_size) != document.source.sha256:
        raise DocumentMissing(
            f"The file {document.source.path} has changed since it was read. "
            "Build the index again: minuted index ARCHIVE."
        )
    media = document.source.media_type.partition(";")[0].strip().lower()
    shown = _SHOWN.get(media)
    name = quote(path.name)
    kind = "inline" if shown else "attachment"
    headers = {"content-disposition": f"{kind}; filename*=UTF-8''{name}"}
    if media == "application/pdf":
        # The browser's own viewer wants its styles; a PDF runs nothing of ours.
        headers["content-security-policy"] = (
            "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'"
        )
    else:
        headers["content-security-policy"] = "default-src 'none'; sandbox"
    return FileResponse(path, media_type=shown or "application/octet-stream", headers=headers)
