"""Real public files beside the project: read as people would, the broken ones named."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from corpus.model import Document, SourceFile
from indexer.readers.archive import Reading, find_files, read_archive
from search.settings import Settings

SHARED = Path(__file__).parents[2] / "../shared"
FILES = SHARED / "data" / "files"


def folder(path: Path) -> Path:
    if not path.is_dir():
        pytest.skip(f"../shared/{path.relative_to(SHARED)} is not beside the project")
    return path


def some(root: Path, *names: str) -> list[SourceFile]:
    found = {source.path: source for source in find_files(folder(root))}
    return [found[name] for name in names]


def readings(root: Path, sources: Sequence[SourceFile]) -> dict[str, Reading]:
    settings = Settings(file_seconds=30)
    return {reading.source.path: reading for reading in read_archive(root, sources, settings)}


def text_of(reading: Reading) -> Document:
    assert reading.document is not None, reading.detail
    return reading.document


def test_the_real_archive_is_read_to_the_last_character() -> None:
    root = folder(SHARED / "archive")
    for name, reading in readings(root, find_files(root)).items():
        assert reading.status == "ok"
        assert text_of(reading).text.encode() == (root / name).read_bytes()


def test_minutes_as_pdf_keep_lines_paragraphs_and_numbers() -> None:
    root = FILES / "minutes"
    sources = some(
        root,
        "suffolk__2015-05-05-fohcl-minutes.pdf",
        "suffolk__2016-11-22-fohcl-minutes.pdf",
        "suffolk__library-services-contract-schedules-public-version.pdf",
        "jtai__80539_portsmouth__joint-area-child-protection-inspection-31-january-2020.pdf",
    )
    first, second, long, letter = map(text_of, readings(root, sources).values())
    assert (
        "\n\n1.2 DT requested names and contact details for all Trustees.\nACTION: MS" in first.text
    )
    assert first.title.endswith("Meeting of 5th May 2015")
    assert "MINUTES OF THE TRUSTEES" in second.text
    assert any("gives some letters wrongly" in note for note in second.notes)
    assert len(long.pages) == 448
    assert "Adapter T48-5.2-65OR-3 1\n" in long.text
    assert "emotional well-being\nneeds of children" in letter.text
    for document in (first, second, long, letter):
        assert "\t" not in document.text
        assert document.pages[-1].end == len(document.text)


def test_pages_without_text_are_flagged_exactly() -> None:
    root = FILES / "scanned"
    found = readings(
        root,
        some(
            root,
            "inquiry__PostOfficeHorizon-IT-Inquiry-Response.pdf",
            "paperless__multi-page-mixed.pdf",
            "ocrmypdf__multipage.pdf",
            "ocrmypdf__blank.pdf",
            "ocrmypdf__skew.pdf",
            "jtai__80522_medway__joint-area-child-protection-inspection-03-august-2018.pdf",
        ),
    )
    drawn, mixed, multipage, blank, skew, letter = found.values()
    assert (drawn.status, drawn.detail[:11]) == ("empty", "pages 1-16 ")
    assert (mixed.status, mixed.detail[:10]) == ("partial", "pages 1-3 ")
    assert (multipage.status, multipage.detail[:15]) == ("partial", "pages 1-3, 5-6 ")
    assert (blank.status, skew.status) == ("empty", "empty")
    assert "--ocr" in skew.cure
    assert "--ocr" not in blank.cure
    assert letter.detail == "page 18: an image with hardly any text"


def test_word_and_web_versions_of_the_same_minutes_agree() -> None:
    web, word = FILES / "html", FILES / "docx"
    (page,) = readings(web, some(web, "winnipeg__disposition-2015-09-30.html")).values()
    (paper,) = readings(word, some(word, "winnipeg__DISPOSITION-2015-09-30.docx")).values()
    for reading in (page, paper):
        text = " ".join(text_of(reading).text.split())
        assert "CentreVenture Development Corporation" in text
        assert "Mr. R. Kachur, City Clerk" in text
        assert "navigation" not in text.lower() or reading is page
    kinds = {block.kind for block in text_of(page).blocks}
    assert kinds >= {"heading", "item", "row", "cell", "paragraph"}
    heads = {block.header for block in text_of(page).blocks if block.kind == "row"}
    assert "# | Title | Disposition" in heads


def test_hostile_files_each_end_in_a_named_line() -> None:
    root = folder(FILES / "hostile")
    sources = find_files(root)[::8]
    found = readings(root, sources)
    assert list(found) == [source.path for source in sources]
    for reading in found.values():
        if reading.document is None:
            assert reading.status in ("failed", "empty")
            assert reading.detail
            assert reading.cure
        else:
            assert reading.status in ("ok", "partial")
            reading.document.text.encode("utf-8")


def test_locked_files_ask_for_a_copy_without_the_password() -> None:
    manifest = folder(FILES) / "manifest.jsonl"
    text = manifest.read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = [json.loads(line) for line in text.splitlines()]
    names = [row["file"] for row in rows if row.get("needs_password")]
    assert names
    locked = {name.partition("/")[2] for name in names}
    root = FILES / "hostile"
    sources = [source for source in find_files(root) if source.path in locked]
    for reading in readings(root, sources).values():
        # One file locks its attachment only; its page may be read.
        if reading.document is None:
            assert reading.detail == "the PDF wants a password"


@pytest.mark.slow
def test_ten_gigabytes_in_a_thousand_bytes_are_refused(tmp_path: Path) -> None:
    for packed in sorted(folder(FILES / "hostile").glob("*.gz")):
        (tmp_path / packed.stem).write_bytes(gzip.decompress(packed.read_bytes()))
    (tmp_path / "minutes.txt").write_text("The panel met.")
    settings = Settings(file_seconds=20, file_memory=700)
    *bombs, minutes = sorted(
        read_archive(tmp_path, find_files(tmp_path), settings),
        key=lambda reading: reading.source.media_type == "text/plain",
    )
    assert bombs
    assert all(reading.status == "failed" and reading.cure for reading in bombs)
    assert minutes.status == "ok"


def test_reading_twice_gives_the_same_text() -> None:
    root = FILES / "minutes"
    sources = some(root, "suffolk__suffolk-libraries-agm-minutes-2015.pdf")
    digests = {
        hashlib.sha256(text_of(reading).text.encode()).hexdigest()
        for _ in range(2)
        for reading in readings(root, sources).values()
    }
    assert len(digests) == 1
