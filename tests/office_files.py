"""Sheets, slides and OpenDocument files made in code, and what is understood of a file."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from compound import compound

from corpus.model import Understanding
from indexer.analyse import analyse
from indexer.readers.archive import find_files, read_archive
from indexer.readers.endings import Reading
from search.settings import Settings

LIMITS = Settings(file_seconds=20, file_memory=900)


def reading(folder: Path, name: str, data: bytes) -> Reading:
    (folder / name).write_bytes(data)
    (found,) = read_archive(folder, find_files(folder), LIMITS)
    return found


def understood(folder: Path, name: str, data: bytes) -> Understanding:
    found = reading(folder, name, data)
    assert found.document is not None, found
    return analyse(found.document)


def saved(made: object) -> bytes:
    file = io.BytesIO()
    made.save(file)  # type: ignore[attr-defined]
    return file.getvalue()


NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "fo": "xsl-fo-compatible",
        "draw": "drawing",
        "presentation": "presentation",
    }.items()
)
STYLES = (
    '<style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="S" style:parent-style-name="B">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="U">'
    '<style:text-properties style:text-position="super 58%"/></style:style>'
    '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="T"><style:table-properties table:display="false"/></style:style>'
)


def opendocument(kind: str, body: str, *, styles: str = STYLES, head: str = "") -> bytes:
    inner = f"<office:{kind}>{body}</office:{kind}>"
    content = (
        f'<?xml version="1.0"?>{head}<office:document-content {NAMES}><office:automatic-styles>'
        f"{styles}</office:automatic-styles><office:body>{inner}</office:body>"
        "</office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        mime = f"application/vnd.oasis.opendocument.{kind}"
        package.writestr(zipfile.ZipInfo("mimetype"), mime)
        package.writestr("content.xml", content)
    return made.getvalue()


WORD = compound({"WordDocument": b"\xec\xa5" + b"\0" * 600})
