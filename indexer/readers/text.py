"""Plain text and Markdown: the file's own characters; and how bytes become characters.

Offsets into plain text are offsets into the file decoded: no newline, tab or space is changed but
in tables whose columns are set by spaces (``tables.spaced``). Of Markdown the marks inside lines go
(``website.markdown``), as the tags of HTML do.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from corpus.errors import FileDamaged, FileEmpty, FileHostile
from corpus.model import Document, SourceFile, Span
from indexer.readers.media_types import MARKDOWN
from indexer.readers.tables import spaced
from indexer.readers.text_repair import (
    MARKS_REFUSED,
    closed_up,
    junk_share,
    longest_marks,
    one_line,
)
from indexer.readers.website import markdown
from indexer.readers.website.front_matter import PUBLISHED, day, front_matter

BYTES_AT_MOST = 64 * 1024 * 1024

_BOMS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8 with a byte order mark"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16 (little endian)"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16 (big endian)"),
)
_CP1252 = "decoded as Windows-1252"


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """Characters of ``data`` and a remark on how they were read, '' for plain UTF-8.

    The byte order mark decides, then UTF-8, then the encoding the file declares, then
    Windows-1252; nothing is guessed from the words. Raises FileDamaged for broken UTF-16.
    """
    for mark, encoding, name in _BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), f"decoded as {name}"
            except UnicodeDecodeError as error:
                raise FileDamaged(
                    f"it begins as {name} but breaks off at byte {error.start}",
                    "save it as UTF-8",
                ) from None
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        pass
    if declared and declared.lower() not in ("utf-8", "utf8", "iso-8859-1", "latin-1", "us-ascii"):
        try:
            codec = codecs.lookup(declared)
            if codec._is_text_encoding:
                return data.decode(codec.name), f"decoded as {declared}, as it declares"
        except (LookupError, UnicodeDecodeError):
            pass
    try:
        return data.decode("cp1252"), _CP1252
    except UnicodeDecodeError:
        # Five bytes mean nothing in Windows-1252; Latin-1 gives each one a character of its own.
        lost = sum(data.count(byte) for byte in (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d"))
        text = "".join(
            chr(byte) if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes((byte,)).decode("cp1252")
            for byte in range(256)
        )
        return codecs.charmap_decode(data, "strict", text)[0], (
            f"{_CP1252}; bytes that mean nothing there: {lost}"
        )


def read(path: Path, source: SourceFile, ocr: str | None = None) -> Iterator[Document]:
    """The one step of this format: its document; raises as ``read_text``."""
    yield read_text(path, source)


def read_text(path: Path, source: SourceFile) -> Document:
    """The file's text as it is, or Markdown's. Raises FileEmpty, FileDamaged or FileHostile."""
    with path.open("rb") as file:
        data = file.read(BYTES_AT_MOST + 1)
    if len(data) > BYTES_AT_MOST:
        raise FileHostile(
            f"it has more than {BYTES_AT_MOST // 2**20} MiB of plain text",
            "split it into smaller files",
        )
    text, note = decode(data)
    if not text.strip():
        raise FileEmpty(
            "it holds no text", "remove it, or put the file that was meant in its place"
        )
    if junk_share(text[:200_000]) > 0.1:
        raise FileDamaged("its bytes are not text", "save it as UTF-8, PDF or DOCX")
    if (marks := longest_marks(text)) > MARKS_REFUSED:
        raise FileHostile(f"it has {marks:,} combining marks in a row", "remove them")
    block = front_matter(text)
    title = one_line(block.get("title")) if block else ""
    begins = block.span.end if block else 0
    emphasis: tuple[Span, ...] = ()
    if source.media_type == MARKDOWN or markdown.is_markdown(text):
        text, emphasis = markdown.without_marks(text, begins)
    text, blocks = spaced.told(text, begins)
    return Document(
        id=source.path,
        source=source,
        text=text,
        title=title[:200] or _title(text[begins:]),
        blocks=blocks,
        emphasis=emphasis,
        published_on=day(block.fields, PUBLISHED) if block else None,
        notes=(note,) if note else (),
        properties=block.fields if block else (),
        data=(block.span,) if block else (),
    )


def _title(text: str) -> str:
    """The first heading of Markdown, else the first line that holds words, if it is short."""
    for line in text[:2000].split("\n"):
        words = line.strip().lstrip("#").strip().strip("*_").strip()
        if any(char.isalpha() for char in words):
            return " ".join(closed_up(words).split()) if len(words) <= 120 else ""
    return ""
