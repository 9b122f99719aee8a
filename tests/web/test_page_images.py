"""Pictures of pages: drawn on demand, kept within a size, and never a fault of the service."""

from __future__ import annotations

import hashlib
import io
import os
import time
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
)
from reportlab.pdfgen.canvas import Canvas

from api.http.app import create_app
from api.web.reading import page_images
from api.web.reading.picture_cache import PictureCache
from corpus.model import Document, Page, SourceFile, Understanding
from indexer.readers.printed.page_picture import PIXELS_AT_MOST
from search.settings import Settings

PAPER = "/page/panel/2021-06-21.pdf"


def never(*arguments: object) -> Any:
    raise AssertionError("nothing is to be drawn")


def test_a_page_is_drawn_when_it_is_asked_for_and_kept(
    client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not (tmp_path / "cache/pages").exists()
    page = client.get(f"{PAPER}?n=2")
    assert (page.status_code, page.headers["content-type"]) == (200, "image/webp")
    assert "immutable" in page.headers["cache-control"]
    assert Image.open(io.BytesIO(page.content)).width == 800
    assert Image.open(io.BytesIO(client.get(f"{PAPER}?n=2&size=large").content)).width == 1600
    assert len(list((tmp_path / "cache/pages").iterdir())) == 2
    monkeypatch.setattr(page_images, "isolate", never)
    assert client.get(f"{PAPER}?n=2").content == page.content


@pytest.mark.parametrize(
    "asked", ["n=0", "n=99", "n=-1", "n=x", "n=²", "n=2&size=huge", "n=9999999999999"]
)
def test_a_page_that_is_not_there_is_a_note_and_no_fault(client: Any, asked: str) -> None:
    page = client.get(f"{PAPER}?{asked}")
    assert page.status_code == 404
    assert page.headers["content-type"] == "image/svg+xml"
    assert "no such page" in page.text


def test_a_document_that_has_no_pages_to_draw_has_no_pictures(client: Any) -> None:
    assert client.get("/page/notes/2021-01.txt?n=1").status_code == 404
    assert client.get("/page/none?n=1").status_code == 404
    assert "<img" not in client.get("/documents/notes/2021-01.txt").text


def test_pdfs_that_are_gone_leave_their_text_and_a_clear_note(client: Any, tmp_path: Path) -> None:
    address = "/documents/panel/2021-06-21.pdf"
    assert 'loading="lazy"' in client.get(address).text
    (tmp_path / "archive/panel/2021-06-21.pdf").unlink()
    text = client.get(address).text
    assert "no longer in the archive’s folder, so its pages cannot be shown" in text
    assert "The Panel asked why 999 calls went unanswered." in text
    assert "<img" not in text
    page = client.get(f"{PAPER}?n=1")
    assert page.status_code == 404
    assert "is no longer in the" in page.text


def test_a_pdf_that_has_changed_is_not_shown_as_what_was_read(client: Any, tmp_path: Path) -> None:
    file = tmp_path / "archive/panel/2021-06-21.pdf"
    file.write_bytes(file.read_bytes() + b"\n% changed")
    assert "has changed since it was read" in client.get("/documents/panel/2021-06-21.pdf").text
    assert client.get(f"{PAPER}?n=1").status_code == 404


def test_the_quoted_words_are_marked_on_the_picture_and_it_is_said(
    client: Any, engine: Any
) -> None:
    passage = next(p for p in engine.index.passages if "went unanswered" in p.text)
    text = client.get(f"/documents/{passage.document.id}?at={passage.id}").text
    assert text.count("<rect ") == 1
    assert "The quoted words are marked." in text
    elsewhere = client.get(f"/documents/{passage.document.id}").text
    assert "<rect " not in elsewhere


def test_the_words_found_in_the_document_are_marked_on_the_picture(client: Any) -> None:
    text = client.get("/documents/panel/2021-06-21.pdf?find=went+unanswered").text
    assert text.count("<rect ") == 1
    assert "The words found are marked." in text
    assert "<rect " not in client.get("/documents/panel/2021-06-21.pdf?find=zebra").text


def test_every_page_of_the_file_is_shown_also_one_without_text(client: Any) -> None:
    text = client.get("/documents/panel/2021-06-21.pdf").text
    assert text.count("<img ") == 4
    assert "No text was read from this page." in text


@pytest.fixture
def of_one(client_over: Any, tmp_path: Path) -> Any:
    """Makes the app over an archive of one PDF of one page, of which no text was read."""

    def made(file: bytes, **page: Any) -> Any:
        folder = tmp_path / "one"
        folder.mkdir()
        (folder / "a.pdf").write_bytes(file)
        source = SourceFile("a.pdf", hashlib.sha256(file).hexdigest(), "application/pdf", len(file))
        document = Document("a.pdf", source, "", "A", pages=(Page(1, 0, 0, **page),))
        return client_over([Understanding(document, (), (), ())], folder)

    return made


def pdf(width: float = 595, height: float = 842) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(width, height), invariant=1)
    canvas.rect(10, 10, 100, 100, fill=1)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_of_a_scan_the_picture_is_the_page(of_one: Any) -> None:
    with of_one(pdf(), image_only=True) as client:
        text = client.get("/documents/a.pdf").text
        assert "This page is a picture: no text could be read from it." in text
        assert 'src="/page/a.pdf?n=1' in text
        assert client.get("/page/a.pdf?n=1").status_code == 200


@pytest.mark.parametrize("size", [(14_400, 14_400), (14_400, 4), (4, 14_400)])
def test_a_page_of_absurd_size_is_drawn_small(of_one: Any, size: tuple[int, int]) -> None:
    with of_one(pdf(*size), size=(float(size[0]), float(size[1]))) as client:
        page = client.get("/page/a.pdf?n=1&size=large")
        assert page.status_code == 200
        shown = Image.open(io.BytesIO(page.content))
        assert shown.width * shown.height <= 1.02 * PIXELS_AT_MOST
        assert len(page.content) < 1_000_000


def test_a_damaged_file_is_a_note_and_is_not_tried_again_and_again(
    of_one: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with of_one(b"%PDF-1.7 and nothing more") as client:
        assert "damaged" in client.get("/page/a.pdf?n=1").text
        monkeypatch.setattr(page_images, "isolate", never)
        assert client.get("/page/a.pdf?n=1").status_code == 422


def test_a_page_that_takes_too_long_is_given_up(
    of_one: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_images, "SECONDS", 0.001)
    with of_one(pdf()) as client:
        page = client.get("/page/a.pdf?n=1")
        assert page.status_code == 422
        assert "seconds to draw" in page.text


def test_a_page_of_two_hundred_megabytes_is_bounded(of_one: Any) -> None:
    side = 9_000  # an image of so many pixels each way, in colour, unpacks to 243 MB
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    image = StreamObject()
    image._data = zlib.compress(bytes(3 * side * side), 1)
    names = {"/Type": "/XObject", "/Subtype": "/Image", "/ColorSpace": "/DeviceRGB"}
    for name, value in (names | {"/Filter": "/FlateDecode"}).items():
        image[NameObject(name)] = NameObject(value)
    for name, number in (("/Width", side), ("/Height", side), ("/BitsPerComponent", 8)):
        image[NameObject(name)] = NumberObject(number)
    content = DecodedStreamObject()
    content.set_data(b"q 595 0 0 842 0 0 cm /I Do Q")
    page[NameObject("/Contents")] = writer._add_object(content)
    shown = DictionaryObject({NameObject("/I"): writer._add_object(image)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): shown})
    buffer = io.BytesIO()
    writer.write(buffer)
    with of_one(buffer.getvalue(), image_only=True) as client:
        began = time.monotonic()
        answer = client.get("/page/a.pdf?n=1")
        assert answer.status_code in (200, 422)
        assert time.monotonic() - began < page_images.SECONDS + 5
        assert len(answer.content) < 1_000_000
        assert client.get("/documents/a.pdf").status_code == 200


def test_the_cache_forgets_what_was_not_asked_for_longest(tmp_path: Path) -> None:
    cache = PictureCache(tmp_path / "pages", 1000)
    for number in range(9):
        cache.put(f"k{number}", bytes(100))
        os.utime(tmp_path / f"pages/k{number}", (number, number))
    assert cache.get("k0") == bytes(100)
    cache.put("k9", bytes(100))
    cache.put("more", bytes(100))
    held = {path.name for path in (tmp_path / "pages").iterdir()}
    assert "k0" in held
    assert "k1" not in held
    assert sum(path.stat().st_size for path in (tmp_path / "pages").iterdir()) <= 1000


def test_a_picture_larger_than_the_cache_and_a_folder_without_room_are_no_fault(
    tmp_path: Path,
) -> None:
    cache = PictureCache(tmp_path / "pages", 10)
    cache.put("a", bytes(11))
    assert cache.get("a") is None
    (tmp_path / "file").write_text("")
    full = PictureCache(tmp_path / "file" / "pages", 100)
    full.put("a", b"x")
    assert full.get("a") is None


def test_without_a_cache_pages_are_drawn_all_the_same(engine: Any, tmp_path: Path) -> None:
    settings = replace(Settings(), index=tmp_path / "i", cache=tmp_path / "cache", page_cache=0)
    with TestClient(create_app(engine, settings)) as client:
        assert client.get(f"{PAPER}?n=1").status_code == 200
    assert not (tmp_path / "cache").exists()
