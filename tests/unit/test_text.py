"""Plain text is the file's own; how its bytes became characters is said."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import read_file

from indexer.readers.archive import Reading, find_files
from indexer.readers.text import decode
from indexer.readers.text_repair import MARKS_IN_A_ROW, junk_share, longest_marks, one_line, tidy


def reading(tmp_path: Path, data: bytes, name: str = "minutes.txt") -> Reading:
    (tmp_path / name).write_bytes(data)
    (source,) = find_files(tmp_path)
    return read_file(tmp_path, source)


def test_text_and_its_newlines_are_untouched(tmp_path: Path) -> None:
    text = "  Title\r\n\r\n• one\ttwo \n\x0c\nﬁn e\u0301\u00a0£1,250\r"
    result = reading(tmp_path, text.encode())
    assert result.document is not None
    assert result.document.text == text
    assert result.document.notes == ()


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8-sig", "UTF-8 with a byte order mark"),
        ("utf-16", "UTF-16 (little endian)"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_an_odd_encoding_is_decoded_and_said_so(tmp_path: Path, encoding: str, note: str) -> None:
    text = "The cost was £1,250 – “as agreed”.\r\n"
    result = reading(tmp_path, text.encode(encoding))
    assert result.document is not None
    assert result.document.text == text
    assert result.status == "ok"
    assert note in result.detail


def test_big_endian_text_is_read_and_broken_utf_16_is_named(tmp_path: Path) -> None:
    data = b"\xfe\xff" + "Minutes".encode("utf-16-be")
    assert decode(data)[0] == "Minutes"
    result = reading(tmp_path, data[:-1])
    assert (result.status, result.document) == ("failed", None)
    assert "breaks off at byte" in result.detail
    assert result.cure == "save it as UTF-8"


def test_bytes_that_mean_nothing_in_windows_1252_each_stay_one_character() -> None:
    text, note = decode(b"\x81 \xa3 \x8d")
    assert text == "\x81 £ \x8d"
    assert note.endswith("bytes that mean nothing there: 2")


def test_a_page_may_declare_another_encoding_but_not_a_codec_of_python() -> None:
    assert decode("Привет".encode("koi8-r"), "koi8-r")[0] == "Привет"
    assert decode(b"\xa3", "rot13")[0] == "£"
    assert decode(b"\xa3", "no such thing")[0] == "£"


@given(st.binary(max_size=200))
def test_any_bytes_become_text_or_one_clear_error(data: bytes) -> None:
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text, _ = decode(data)
        assert isinstance(text, str)


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n"])
def test_a_file_without_words_is_empty(tmp_path: Path, data: bytes) -> None:
    result = reading(tmp_path, data)
    assert (result.status, result.document) == ("empty", None)
    assert result.detail
    assert result.cure


def test_a_row_of_combining_marks_is_refused_and_a_few_are_not(tmp_path: Path) -> None:
    hostile = reading(tmp_path, ("e" + "\u0301\u0327" * 5000).encode())
    assert hostile.status == "failed"
    assert "combining marks" in hostile.detail
    assert reading(tmp_path, ("e" + "\u0301\u0327" * 5).encode()).status == "ok"


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    assert reading(tmp_path, bytes(range(1, 32)) * 9).status == "failed"


def test_the_title_is_the_first_short_line(tmp_path: Path) -> None:
    result = reading(tmp_path, b"\n\n## Panel  minutes\n\nText", "notes.md")
    assert result.document is not None
    assert result.document.title == "Panel minutes"


def test_composed_text_is_repaired_once() -> None:
    assert tidy("o\ufb03ce\u00ad \u00a0\uf0b7\u200bx\x00\r\ny") == "office  •x\ny"
    assert tidy("e\u0301") == "é"
    assert one_line(" a \n b ") == "a b"


@given(st.text(max_size=60))
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    once.encode("utf-8")


def test_rows_of_marks_are_capped_before_they_are_composed() -> None:
    tidied = tidy("e" + "\u0301\u0327" * 50_000)
    assert len(tidied) <= MARKS_IN_A_ROW + 1
    assert longest_marks("e" + "\u0301" * 40) == 40
    assert longest_marks("e\u0301") == 0
    assert unicodedata.is_normalized("NFC", tidied)


def test_junk_is_told_from_words() -> None:
    assert junk_share("\ue001\ue002 \ufffd") == 1.0
    assert junk_share("£ 5 “naïve” привет") == 0.0
    assert junk_share("") == 0.0
