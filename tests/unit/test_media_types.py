"""A file is what its bytes say."""

from __future__ import annotations

import io
import zipfile

import pytest

from indexer.readers import media_types


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (b"%PDF-1.7\n", "minutes.pdf", media_types.PDF),
        (b"\xef\xbb\xbf junk before %PDF-1.4", "minutes.txt", media_types.PDF),
        (b"PK\x03\x04....word/document.xml", "notes", media_types.DOCX),
        (b"PK\x03\x04....word/document2.xml", "notes.zip", media_types.DOCX),
        (b"PK\x03\x04....xl/workbook.xml", "t.xlsx", media_types.XLSX),
        (b"PK\x03\x04....holiday.jpg", "t.docx", media_types.ZIP),
        (b"  <!DOCTYPE html><html>", "minutes.pdf", media_types.HTML),
        (b"<!-- saved --><html>", "page.txt", media_types.HTML),
        (b"Return-Path: <a@b>\r\nFrom: A\r\n folded\r\n\r\nHello", "m", media_types.EML),
        (b"From a@b Mon\nFrom: A\nDate: x\n\nHello", "m.eml", media_types.EML),
        (b"From: A\nTo: B\nSubject: C\n\nHello", "letter.txt", media_types.TEXT),
        (b"From: A\nTo: B\n\nHello", "letter", media_types.TEXT),
        (b"Panel papers: here\nand more", "m.eml", media_types.TEXT),
        (b"\xff\xfe<\x00h\x00t\x00m\x00l\x00>\x00", "page", media_types.HTML),
        (b"<div><p>One</p><p>Two</p></div>", "fragment", media_types.HTML),
        (b"<div><p>One</p><p>Two</p></div>", "readme.md", media_types.MARKDOWN),
        (b"The CC said that %d <b>is</b> fine.", "minutes.txt", media_types.TEXT),
        (b"Caf\xe9 minutes", "minutes", media_types.TEXT),
        (b"\xff\xfeM\x00i\x00n\x00", "minutes.txt", media_types.TEXT),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "minutes.doc", media_types.OLD_OFFICE),
        (b"{\\rtf1 hello}", "minutes.doc", media_types.RTF),
        (b"\x89PNG\r\n", "scan.pdf", "image"),
        (b"BMW was mentioned", "cars.txt", media_types.TEXT),
        (b"\x1f\x8b\x08", "a.pdf.gz", "application/gzip"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "p.mht", "multipart/related"),
        (b"<?xml version='1.0'?><rss>", "feed", "text/xml"),
        (b"\x7fELF\x00\x01", "program", "application/octet-stream"),
        (b"", "empty.pdf", media_types.EMPTY),
    ],
)
def test_a_file_is_what_its_bytes_say(head: bytes, name: str, kind: str) -> None:
    assert media_types.media_type(head, head, name) == kind


def test_a_zip_of_documents_is_no_document() -> None:
    inner, made = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as package:
        package.writestr("word/document.xml", "x")
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("papers/minutes.docx", inner.getvalue())
    for data, kind in ((inner, media_types.DOCX), (made, media_types.ZIP)):
        assert media_types.media_type(data.getvalue(), data.getvalue(), "x") == kind


def test_a_pdf_whose_header_is_lost_is_known_by_its_end() -> None:
    assert media_types.media_type(b"1 0 obj endobj", b"startxref 9", "x") == media_types.PDF


def test_an_office_file_with_a_password_is_told_from_an_old_one() -> None:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    assert media_types.media_type(head, b"", "minutes.docx") == "application/x-ole-encrypted"


def test_every_refused_kind_has_a_cure() -> None:
    assert all(what and cure for what, cure in media_types.REFUSED.values())
    for head in (b"\x00\x01", b"GIF89a"):
        assert media_types.media_type(head, head, "x") in media_types.REFUSED


@pytest.mark.parametrize(
    ("kind", "name", "remark"),
    [
        (media_types.HTML, "a/minutes.pdf", "named .pdf, is HTML"),
        (media_types.PDF, "minutes.txt", "named .txt, is PDF"),
        (media_types.HTML, "minutes.aspx", ""),
        (media_types.TEXT, "minutes.md", ""),
        (media_types.PDF, "minutes", ""),
    ],
)
def test_a_wrong_name_is_remarked_on(kind: str, name: str, remark: str) -> None:
    assert media_types.misnamed(kind, name) == remark
