"""PDF to pages of lines. The only file that knows pypdf and pypdfium2.

pdfium reads the text (``bench/pdf_engines.py`` measures why), pypdf the labels, the outline and
the title, and the text of a page on which pdfium finds none. Only what text needs is touched: no
images, forms, attachments, scripts. Text comes page by page, before anything that may fail later,
so that whoever waits keeps what was read so far.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Literal

import pypdfium2
import pypdfium2.raw as raw
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from corpus.errors import FileDamaged, FileEncrypted
from corpus.model import OutlineEntry
from indexer.readers.pdf_lines import (
    CHARACTERS_A_PAGE,
    file_title,
    plain_lines,
    printed_lines,
)
from indexer.readers.pdf_pages import Extras, PageRead, PageState, is_garbled
from indexer.readers.printed.painted import painted
from indexer.readers.printed.pieces import pieces
from indexer.readers.printed.runs import Fonts, Glyphs, Run
from indexer.readers.printed.spacing import closed_up
from indexer.readers.printed.visible import seen
from indexer.readers.printed.words import Line
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
        spare, fonts = _Spare(path), Fonts()
        count = len(document)
        if count == 0:
            raise FileDamaged("the PDF has no pages", _NO_PDF)
        yield count
        for index in range(min(count, PAGES_AT_MOST)):
            yield _page(document, index, spare, fonts)
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


def _page(document: Any, index: int, spare: _Spare, fonts: Fonts) -> PageRead:
    """One page by pdfium, and by pypdf where pdfium finds no text on it."""
    number = index + 1
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        lines = plain_lines(spare.text(index))
        return PageRead(number, "text" if lines else "lost", lines)
    try:
        lines, remark, extent, unseen = _lines(page, fonts)
        if unseen == "garbled":
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
        if not unseen and (shown.texts or not shown.objects):
            lines = plain_lines(spare.text(index))
        if lines:
            return PageRead(number, "text", lines)
        lost = not shown.objects and spare.has_content(index)
        return PageRead(number, "lost" if lost else shown.state)
    except pypdfium2.PdfiumError:
        return PageRead(number, "lost")
    finally:
        page.close()


def _lines(
    page: Any, fonts: Fonts
) -> tuple[tuple[Line, ...], str, tuple[float, float], Literal["", "garbled", "hidden"]]:
    """The lines of a page, a remark if there is too much, its extent, and why there are none."""
    sheet = page.get_bbox()
    width, height = round(sheet[2] - sheet[0], 1), round(sheet[3] - sheet[1], 1)
    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        if count > CHARACTERS_A_PAGE:
            remark = f"{count:,} characters; only the first {CHARACTERS_A_PAGE:,} were read"
            text = text_page.get_text_range(0, CHARACTERS_A_PAGE)
        else:
            remark, text = "", text_page.get_text_range() if count > 0 else ""
        if is_garbled(text) or _has_unmapped_font(text_page, count):
            return (), remark, (width, height), "garbled"
        glyphs = Glyphs(text_page, fonts, sheet)
        runs: list[list[Run]] = []
        at = 0
        for printed in text.split("\r\n"):
            stripped = printed.strip()
            if stripped:
                first = at + len(printed) - len(printed.lstrip())
                runs.append(closed_up(glyphs.runs(stripped, first), glyphs.edges))
            at += len(printed.encode("utf-16-le")) // 2 + 2
        shown = pieces(seen(runs, cache(lambda: painted(page, sheet)), glyphs.edges))
    finally:
        text_page.close()
    if 2 * sum(len(one.text) for one in shown if abs(one.turn) == 90) > sum(
        len(one.text) for one in shown
    ):
        width, height = height, width  # most of the page is read with its side up
    hidden: Literal["", "hidden"] = "hidden" if runs and not shown else ""
    return printed_lines(shown), remark, (width, height), hidden


def _has_unmapped_font(text_page: Any, count: int) -> bool:
    """Whether most characters of a sample are in a font that does not say what they are."""
    sample = range(0, count, max(count // SAMPLE, 1))
    faults = sum(raw.FPDFText_HasUnicodeMapError(text_page, index) == 1 for index in sample)
    return bool(faults * 2 > len(sample))


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
