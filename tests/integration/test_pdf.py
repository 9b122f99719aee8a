"""PDFs made here, read as an archive's files are."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle
from reading import read_file
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from corpus.model import Document
from indexer.readers.archive import Reading, find_files, read_archive
from search.settings import Settings


def drawn(path: Path, *pages: Callable[[Canvas], None], title: str = "") -> Path:
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setTitle(title)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return path


def lines(*texts: str, size: int = 11, top: int = 780) -> Callable[[Canvas], None]:
    """Lines 14 points apart; an empty text leaves a gap."""

    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", size)
        for number, text in enumerate(texts):
            canvas.drawString(72, top - 14 * number, text)

    return page


def picture(canvas: Canvas) -> None:
    from PIL import Image

    data = BytesIO()
    Image.new("RGB", (60, 80), (200, 10, 10)).save(data, "PNG")
    canvas.drawImage(ImageReader(data), 0, 0, *A4)


def shapes(canvas: Canvas) -> None:
    for number in range(60):
        canvas.circle(100 + number * 5, 400, 3)


def blank(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 11)


def only(path: Path, ocr: bool = False) -> Reading:
    (source,) = find_files(path)
    return read_file(path, source, ocr)


def document(reading: Reading) -> Document:
    assert reading.document is not None
    return reading.document


def test_paragraphs_headings_labels_outline_and_title_are_read(tmp_path: Path) -> None:
    def first(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 18)
        canvas.drawString(72, 800, "Minutes of the panel")
        lines("The panel met on", "a Monday.", "", "It noted the report.")(canvas)

    path = drawn(tmp_path / "made.pdf", first, lines("Second page."), title="min5may.doc")
    writer = PdfWriter(clone_from=PdfReader(path))
    writer.set_page_label(0, 0, style=PageLabelStyle.LOWERCASE_ROMAN)
    writer.set_page_label(1, 1, style=PageLabelStyle.DECIMAL)
    part = writer.add_outline_item(title="Minutes", page_number=0)
    writer.add_outline_item(title="Item 2", page_number=1, parent=part)
    writer.write(path)
    read = document(only(path))
    assert read.text == (
        "Minutes of the panel\n\nThe panel met on\na Monday.\n\n"
        "It noted the report.\n\nSecond page."
    )
    assert [(page.number, page.label) for page in read.pages] == [(1, "i"), (2, "1")]
    assert read.text[read.pages[1].start : read.pages[1].end] == "Second page."
    assert [(o.title, o.page, o.level) for o in read.outline] == [
        ("Minutes", 1, 1),
        ("Item 2", 2, 2),
    ]
    assert read.title == "Minutes of the panel"
    assert [read.text[s.start : s.end] for s in read.emphasis] == ["Minutes of the panel"]


def test_a_page_that_is_turned_reads_as_the_others_do(tmp_path: Path) -> None:
    def turned(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.translate(560, 60)
        canvas.rotate(90)
        lines("Row one", "row two", "", "row three", top=400)(canvas)

    read = document(only(drawn(tmp_path / "turned.pdf", turned)))
    assert read.text == "Row one\nrow two\n\nrow three"


def test_pages_without_text_are_named_by_what_they_show(tmp_path: Path) -> None:
    path = drawn(tmp_path / "mixed.pdf", lines("Words here."), picture, shapes, blank)
    reading = only(path)
    assert reading.status == "partial"
    assert reading.detail == (
        "page 2 has no text, only an image; "
        "page 3 has no text, only letters drawn as shapes; page 4 has nothing on it"
    )
    assert reading.cure == "build again with --ocr"
    assert [page.image_only for page in document(reading).pages] == [False, True, True, False]


def test_a_document_of_pictures_is_empty_and_asks_for_ocr(tmp_path: Path) -> None:
    reading = only(drawn(tmp_path / "scan.pdf", picture, picture))
    assert (reading.status, reading.document) == ("empty", None)
    assert reading.cure == "build again with --ocr"


def test_a_document_of_blank_pages_is_empty_without_hope_of_ocr(tmp_path: Path) -> None:
    reading = only(drawn(tmp_path / "blank.pdf", blank))
    assert (reading.status, reading.detail) == ("empty", "page 1 has nothing on it")
    assert "--ocr" not in reading.cure


def test_a_picture_with_a_few_words_is_remarked_on(tmp_path: Path) -> None:
    def cover(canvas: Canvas) -> None:
        picture(canvas)
        lines("18")(canvas)

    reading = only(drawn(tmp_path / "cover.pdf", cover))
    assert (reading.status, document(reading).text) == ("ok", "18")
    assert "mostly an image" in reading.detail


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_an_empty_password_opens_and_another_is_asked_for(tmp_path: Path, algorithm: str) -> None:
    plain = drawn(tmp_path / "plain.pdf", lines("Confidential to nobody."))
    for name, password in (("open.pdf", ""), ("shut.pdf", "secret")):
        writer = PdfWriter(clone_from=PdfReader(plain))
        writer.encrypt(user_password=password, owner_password="owner", algorithm=algorithm)
        writer.write(tmp_path / name)
    assert document(only(tmp_path / "open.pdf")).text == "Confidential to nobody."
    shut = only(tmp_path / "shut.pdf")
    assert (shut.status, shut.detail) == ("failed", "the PDF wants a password")
    assert shut.cure == "save a copy without the password"


def test_a_file_cut_short_is_named_or_read_never_raised(tmp_path: Path) -> None:
    whole = drawn(tmp_path / "whole.pdf", *(lines(f"Page {n}") for n in range(5))).read_bytes()
    archive = tmp_path / "cut"
    archive.mkdir()
    for share in range(0, 100, 7):
        (archive / f"{share:02d}.pdf").write_bytes(whole[: len(whole) * share // 100])
    for source in find_files(archive):
        reading = read_file(archive, source)
        assert (reading.status in ("ok", "partial")) == (reading.document is not None)
        assert reading.document is not None or (reading.detail and reading.cure)


FAKE_OCR = """#!/bin/sh
for last; do :; done
case "$*" in *--pages\\ 2,4*) cp {made} "$last";; *) echo "wrong pages: $*" >&2; exit 3;; esac
"""


def test_scanned_pages_are_read_by_ocr_where_it_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = drawn(tmp_path / "scan.pdf", lines("One."), picture, lines("Three."), picture)
    names = ("not this", "Two, read.", "nor this", "Four, read.")
    made = drawn(tmp_path / "made.pdf", *(lines(name) for name in names))
    program = tmp_path / "bin" / "ocrmypdf"
    program.parent.mkdir()
    program.write_text(FAKE_OCR.format(made=made))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    reading = only(path, ocr=True)
    assert reading.status == "ok"
    assert document(reading).text == "One.\n\nTwo, read.\n\nThree.\n\nFour, read."
    assert reading.detail == "pages 2, 4: read from its picture by OCR; words may be wrong"
    apart = list(read_archive(path, find_files(path), Settings(), ocr=True))
    assert apart == [reading]


def test_ocr_that_fails_or_is_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = drawn(tmp_path / "scan.pdf", picture)
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    missing = only(path, ocr=True)
    assert (missing.status, missing.cure) == (
        "empty",
        "install OCRmyPDF and build again with --ocr",
    )
    shell = shutil.which("sh", path="/usr/bin:/bin")
    (folder / "ocrmypdf").write_text(f"#!{shell}\necho 'tesseract is gone' >&2\nexit 3\n")
    (folder / "ocrmypdf").chmod(0o755)
    failed = only(path, ocr=True)
    assert "OCRmyPDF could not read page 1 (tesseract is gone)" in failed.detail
    assert failed.cure == "read these pages in the file itself"


def test_each_line_keeps_how_it_is_set_up_to_the_analysis(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 16)
        canvas.drawString(72, 800, "A head of its own")
        lines("The panel met in the town hall.")(canvas)

    made = document(only(drawn(tmp_path / "set.pdf", page)))
    head, body = made.lines
    assert made.text[head.span.start : head.span.end] == "A head of its own"
    assert (head.font, head.size, head.bold, head.page) == ("Helvetica-Bold", 16, True, 1)
    assert (body.font, body.size, body.bold, body.page) == ("Helvetica", 11, False, 1)
    assert head.box is not None
    assert body.box is not None
    assert head.box[1] > body.box[3]  # above it, and apart
    (sheet,) = made.pages
    assert sheet.size == (595.3, 841.9)
    assert (head.box[0], round(head.box[2])) == (72, 204)
    assert made.lines_in(head.span.end, body.span.end) == (body,)
