"""Broken and hostile files beside good ones: each is named in one line, the good are all there."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from indexer.readers.archive import Reading, find_files, read_archive
from search.settings import Settings


def pdf(*objects: bytes, trailer: bytes = b"<</Root 1 0 R>>") -> bytes:
    """A PDF without a cross-reference table, which readers have to mend."""
    numbered = (b"%d 0 obj\n%s\nendobj\n" % (n, body) for n, body in enumerate(objects, 1))
    return b"%PDF-1.4\n" + b"".join(numbered) + b"trailer\n" + trailer + b"\n%%EOF"


def stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (extra, len(data), data)


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
FONT = b"<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources" + FONT + b">>"
WORDS = b"BT /F1 12 Tf 72 700 Td (The panel met.) Tj ET"

BOMB = zlib.compress(WORDS + b" " * (400 * 2**20))

HOSTILE: dict[str, bytes] = {
    "pages that hold themselves.pdf": pdf(CATALOG, b"<</Type/Pages/Count 9/Kids[2 0 R]>>"),
    "a page that is no page.pdf": pdf(CATALOG, PAGES, b"(nothing)"),
    "no root.pdf": pdf(CATALOG, trailer=b"<<>>"),
    "header only.pdf": b"%PDF-1.7",
    "no bytes.pdf": b"",
    "noise.pdf": b"%PDF-1.7" + bytes(range(256)) * 40,
    "an image.pdf": b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
    "nested arrays.pdf": pdf(CATALOG, PAGES, b"[" * 50_000 + b"]" * 50_000),
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
    "broken.docx": b"PK\x03\x04 word/document.xml and no more",
    "deep.html": b"<html><body>" + b"<div>" * 9_000,
    "marks.txt": ("e" + "\u0301\u0327" * 9_000).encode(),
    "half.txt": "Minutes".encode("utf-16")[:-1],
    "program": b"\x7fELF" + b"\0" * 64,
}


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> list[Reading]:
    root = tmp_path_factory.mktemp("archive")
    for name, data in HOSTILE.items():
        (root / name).write_bytes(data)
    (root / "bomb.pdf").write_bytes(pdf(CATALOG, PAGES, PAGE, stream(BOMB, b"/Filter/FlateDecode")))
    (root / "an error page.pdf").write_text("<!DOCTYPE html><title>Gone</title><p>Not found.</p>")
    (root / "mended.pdf").write_bytes(pdf(CATALOG, PAGES, PAGE, stream(WORDS)))
    (root / "minutes.txt").write_text("The panel met.")
    (root / "zzz.html").write_text("<html><p>The panel met again.</p>")
    settings = Settings(file_seconds=20, file_memory=700)
    sources = find_files(root)
    found = list(read_archive(root, sources, settings))
    assert [reading.source for reading in found] == sources
    return found


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_each_hostile_file_is_named_with_a_cure(name: str, readings: list[Reading]) -> None:
    (reading,) = (reading for reading in readings if reading.source.path == name)
    assert reading.status in ("failed", "empty")
    assert reading.document is None
    assert reading.detail
    assert reading.cure
    assert "\n" not in reading.detail + reading.cure


def test_what_else_the_archive_holds_is_all_there(readings: list[Reading]) -> None:
    texts = {r.source.path: r.document.text for r in readings if r.document is not None}
    assert texts.pop("bomb.pdf", "The panel met.") == "The panel met."
    assert texts == {
        "an error page.pdf": "Not found.",
        "mended.pdf": "The panel met.",
        "minutes.txt": "The panel met.",
        "zzz.html": "The panel met again.",
    }
    (named,) = (r.detail for r in readings if r.source.path == "an error page.pdf")
    assert named == "named .pdf, is HTML"


def test_a_process_without_room_is_a_line_of_the_report(tmp_path: Path) -> None:
    (tmp_path / "large.html").write_bytes(b"<html>" + b"<p>The panel met.</p>" * 1_500_000)
    (tmp_path / "small.txt").write_text("The panel met.")
    large, small = read_archive(tmp_path, find_files(tmp_path), Settings(file_memory=300))
    assert large.status == "failed"
    assert "MiB" in large.detail
    assert "MINUTED_FILE_MEMORY" in large.cure
    assert small.status == "ok"
