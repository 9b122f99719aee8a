"""PDF to pages of lines. The only file that knows pypdf and pypdfium2.

pdfium reads the text (``bench/pdf_engines.py`` measures why), pypdf the labels, the outline and
the title, and the text of a page on which pdfium finds none. Only what text needs is touched: no
images, forms, attachments, scripts. Text comes page by page, before anything that may fail later,
so that whoever waits keeps what was read so far.
"""

from __future__ import annotations

import ctypes
import logging
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as raw
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from corpus.errors import FileDamaged, FileEncrypted
from corpus.model import OutlineEntry
from indexer.readers.pdf_lines import (
    CHARACTERS_A_PAGE,
    Piece,
    file_title,
    plain_lines,
    printed_lines,
)
from indexer.readers.pdf_pages import Extras, Line, PageRead, PageState, is_garbled
from indexer.readers.text_repair import one_line

PAGES_AT_MOST = 20_000
OUTLINE_AT_MOST = 5_000
SAMPLE = 100
FEW_WORDS = 15
"""A page with fewer words and an image over most of it is remarked on."""
CONTENT_OF_NOTE = 200
"""Bytes of drawing commands from which a page is not blank, though no engine sees anything."""
OBJECTS_AT_MOST = 2_000
DRAWN_FROM = 20
"""Shapes on a page without text from which it is taken for drawn letters, not for ruled lines."""

# pypdf tells every oddity of a file to the log; here a file's faults are told once, as notes.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

_NO_PDF = "fetch it again, or open it in a PDF viewer and print it to a new PDF"


def read_pdf(path: Path) -> Iterator[int | PageRead | Extras]:
    """First the number of pages, then each page in order, then the extras.

    Raises FileEncrypted or FileDamaged before the first page, never after it.
    """
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise _locked() from None
        yield from _read_with_pypdf(path)
        return
    try:
        spare = _Spare(path)
        count = len(document)
        if count == 0:
            raise FileDamaged("the PDF has no pages", _NO_PDF)
        yield count
        for index in range(min(count, PAGES_AT_MOST)):
            yield _page(document, index, spare)
        yield _extras(spare, count)
    finally:
        document.close()


def _locked() -> FileEncrypted:
    return FileEncrypted("the PDF wants a password", "save a copy without the password")


class _Spare:
    """pypdf's view of the file, opened when first needed; ``None`` where it cannot open it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._reader: PdfReader | None = None
        self.fault = ""

    def reader(self) -> PdfReader | None:
        if self._reader is None and not self.fault:
            try:
                self._reader = _open_with_pypdf(self._path)
            except Exception as error:  # pypdf lets errors of every kind through on broken files
                self.fault = type(error).__name__
        return self._reader

    def has_content(self, index: int) -> bool:
        """Whether the file gives the page more to draw than an empty frame takes."""
        reader = self.reader()
        try:
            content = reader.pages[index].get_contents() if reader else None
            return content is not None and len(content.get_data()) > CONTENT_OF_NOTE
        except Exception:
            return True

    def text(self, index: int) -> str:
        """The text of a page, or '' whatever happens."""
        reader = self.reader()
        try:
            return reader.pages[index].extract_text() if reader else ""
        except Exception:
            return ""


def _open_with_pypdf(path: Path) -> PdfReader:
    reader = PdfReader(path, strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise _locked()
    return reader


def _read_with_pypdf(path: Path) -> Iterator[int | PageRead | Extras]:
    """The whole file by pypdf, for what pdfium will not open."""
    try:
        reader = _open_with_pypdf(path)
        count = len(reader.pages)
    except FileEncrypted:
        raise
    except Exception as error:
        reason = str(error) if isinstance(error, PyPdfError) else type(error).__name__
        raise FileDamaged(
            f"it cannot be read as a PDF ({one_line(reason)[:100]})", _NO_PDF
        ) from None
    if count == 0:
        raise FileDamaged("the PDF has no pages", _NO_PDF)
    yield count
    spare = _Spare(path)
    for index in range(min(count, PAGES_AT_MOST)):
        lines = plain_lines(spare.text(index))
        yield PageRead(index + 1, "text" if lines else "blank", lines)
    yield _extras(spare, count)


def _page(document: Any, index: int, spare: _Spare) -> PageRead:
    """One page by pdfium, and by pypdf where pdfium finds no text on it."""
    number = index + 1
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        lines = plain_lines(spare.text(index))
        return PageRead(number, "text" if lines else "lost", lines)
    try:
        lines, remark, garbled = _lines(page)
        extent = _extent(page)
        if garbled:
            return PageRead(number, "garbled", (), remark, extent)
        words = sum(len(line.text.split()) for line in lines)
        if words >= FEW_WORDS:
            return PageRead(number, "text", lines, remark, extent)
        shown = _shown(page)
        if words:
            if shown.image_share > 0.6:
                remark = "mostly an image; only the few words beside it were read"
            elif shown.images:
                remark = "an image with hardly any text"
            return PageRead(number, "text", lines, remark, extent)
        if shown.texts or not shown.objects:
            lines = plain_lines(spare.text(index))
        if lines:
            return PageRead(number, "text", lines)
        unseen = not shown.objects and spare.has_content(index)
        return PageRead(number, "lost" if unseen else shown.state)
    except pypdfium2.PdfiumError:
        return PageRead(number, "lost")
    finally:
        page.close()


def _extent(page: Any) -> tuple[float, float]:
    width, height = page.get_size()
    return round(width, 1), round(height, 1)


def _lines(page: Any) -> tuple[tuple[Line, ...], str, bool]:
    """The lines of a page, a remark if there is too much, and whether they are unreadable."""
    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        if count > CHARACTERS_A_PAGE:
            remark = f"{count:,} characters; only the first {CHARACTERS_A_PAGE:,} were read"
            text = text_page.get_text_range(0, CHARACTERS_A_PAGE)
        else:
            remark, text = "", text_page.get_text_range() if count > 0 else ""
        if is_garbled(text) or _has_unmapped_font(text_page, count):
            return (), remark, True
        pieces: list[Piece] = []
        at = 0
        for printed in text.split("\r\n"):
            stripped = printed.strip()
            if stripped:
                first = at + len(printed) - len(printed.lstrip())
                pieces.append(_piece(text_page, stripped, first))
            at += len(printed.encode("utf-16-le")) // 2 + 2
    finally:
        text_page.close()
    return printed_lines(pieces), remark, False


def _has_unmapped_font(text_page: Any, count: int) -> bool:
    """Whether most characters of a sample are in a font that does not say what they are."""
    sample = range(0, count, max(count // SAMPLE, 1))
    faults = sum(raw.FPDFText_HasUnicodeMapError(text_page, index) == 1 for index in sample)
    return bool(faults * 2 > len(sample))


def _piece(text_page: Any, text: str, first: int) -> Piece:
    """``text`` with the look of the character at ``first``; its look is unknown if pdfium errs."""
    at = raw.FPDFText_GetCharIndexFromTextIndex(text_page, first)
    matrix = raw.FS_MATRIX()
    if at < 0 or not raw.FPDFText_GetMatrix(text_page, at, matrix):
        return Piece(text)
    size = float(raw.FPDFText_GetFontSize(text_page, at)) * math.hypot(matrix.c, matrix.d)
    size = round(size, 1) if 0 < size < 500 else 0.0
    last = at + len(text) - 1
    fonts = [_font(text_page, index) for index in dict.fromkeys((at, (at + last) // 2, last))]
    x, y = _place(text_page, at, matrix)
    end_x, end = _place(text_page, last, matrix)
    right = end_x + _advance(text_page, last)
    bold = all(is_bold for _, is_bold in fonts)
    return Piece(text, size, bold, x, y, end, max(x, right), fonts[0][0])


def _place(text_page: Any, at: int, matrix: Any) -> tuple[float, float]:
    """Where a character stands, turned so that text runs to the right whatever the page does."""
    x, y = ctypes.c_double(), ctypes.c_double()
    length = math.hypot(matrix.a, matrix.b)
    if not raw.FPDFText_GetCharOrigin(text_page, at, x, y) or not length:
        return 0.0, 0.0
    along, across = matrix.a / length, matrix.b / length
    return x.value * along + y.value * across, y.value * along - x.value * across


_BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)


_SUBSET = re.compile(r"[A-Z]{6}\+")


def _font(text_page: Any, at: int) -> tuple[str, bool]:
    """The name of a character's face, and whether it is bold."""
    flags = ctypes.c_int()
    buffer = ctypes.create_string_buffer(96)
    raw.FPDFText_GetFontInfo(text_page, at, buffer, 96, flags)
    name = buffer.value.decode("latin-1")
    bold = bool(_BOLD_NAME.search(name)) or raw.FPDFText_GetFontWeight(text_page, at) >= 600
    return _SUBSET.sub("", name, count=1), bold


def _advance(text_page: Any, at: int) -> float:
    """How wide a character is, in points; 0 where pdfium does not say."""
    box = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(text_page, at, box):
        return 0.0
    return abs(float(box.right) - float(box.left))


@dataclass(frozen=True, slots=True)
class _Shown:
    """What stands on a page: counts, and the share of the page that its largest image covers."""

    objects: int
    texts: int
    shapes: int
    images: int
    image_share: float

    @property
    def state(self) -> PageState:
        """What a page on which nobody finds text is."""
        if self.shapes + self.texts >= DRAWN_FROM and self.image_share < 0.5:
            return "drawn"
        return "image" if self.images else "blank"


def _shown(page: Any) -> _Shown:
    width, height = page.get_size()
    area = max(width * height, 1.0)
    share = 0.0
    kinds: Counter[int] = Counter()
    for item in islice(page.get_objects(max_depth=4), OBJECTS_AT_MOST):
        kinds[item.type] += 1
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            share = max(share, abs((right - left) * (top - bottom)) / area)
    return _Shown(
        kinds.total(),
        kinds[raw.FPDF_PAGEOBJ_TEXT],
        kinds[raw.FPDF_PAGEOBJ_PATH],
        kinds[raw.FPDF_PAGEOBJ_IMAGE],
        share,
    )


def _extras(spare: _Spare, count: int) -> Extras:
    """Labels, outline and title by pypdf; what cannot be read is noted and left out."""
    reader = spare.reader()
    if reader is None:
        return Extras(notes=(f"page labels and outline could not be read ({spare.fault})",))
    notes: list[str] = []
    if count > PAGES_AT_MOST:
        notes.append(f"only the first {PAGES_AT_MOST:,} of {count:,} pages were read")
    labels: tuple[str, ...] = ()
    outline: tuple[OutlineEntry, ...] = ()
    title = ""
    try:
        if "/PageLabels" in reader.root_object and len(reader.pages) == count:
            labels = tuple(one_line(label)[:40] for label in reader.page_labels)
    except Exception as error:
        notes.append(f"page labels could not be read ({type(error).__name__})")
    try:
        outline = tuple(_outline(reader, reader.outline, 1))[:OUTLINE_AT_MOST]
    except Exception as error:
        notes.append(f"the outline could not be read ({type(error).__name__})")
    try:
        title = file_title(str(reader.metadata.title or "") if reader.metadata else "")
    except Exception:
        notes.append("the title could not be read")
    return Extras(labels, outline, title, tuple(notes))


def _outline(reader: PdfReader, entries: Any, level: int) -> Iterator[OutlineEntry]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _outline(reader, entry, level + 1)
            continue
        words = one_line(str(entry.title or ""))[:300]
        page = reader.get_destination_page_number(entry)
        if words and page is not None and page >= 0:
            yield OutlineEntry(words, page + 1, level)
