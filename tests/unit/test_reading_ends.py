"""How a reading ends when its process did not: what was read is kept and the rest is named."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from indexer.readers import archive
from indexer.readers.archive import Reading, find_files, read_archive
from indexer.readers.endings import allowed
from indexer.readers.file_work import FileTask
from indexer.readers.pdf_pages import PageRead
from indexer.readers.printed.words import Line
from indexer.readers.sandbox import Limits, Outcome
from search.settings import Settings

FIRST = PageRead(1, "text", (Line("The panel met.", 11.0),))
SCAN = PageRead(2, "image")


def ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outcome: Outcome, settings: Settings
) -> Reading:
    """The reading of a PDF whose process ended with ``outcome``."""

    def isolated(work: Any, tasks: Sequence[FileTask], *rest: object) -> Iterator[Outcome]:
        """A second process puts together what the first one told."""
        return iter([outcome if one.ended is None else Outcome(tuple(work(one))) for one in tasks])

    monkeypatch.setattr(archive, "isolate", isolated)
    (tmp_path / "pack.pdf").write_bytes(b"%PDF-1.7")
    (found,) = read_archive(tmp_path, find_files(tmp_path), settings)
    return found


def test_pages_read_before_a_silence_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = Outcome((9, FIRST, SCAN), "silent", "7")
    found = ended(tmp_path, monkeypatch, outcome, Settings(file_seconds=7))
    assert found.status == "partial"
    assert found.document is not None
    assert found.document.text == "The panel met."
    assert found.detail == (
        "pages 1-2 of 9 were read, then it was silent for 7 s; page 2 has no text, only an image"
    )
    assert "MINUTED_FILE_SECONDS" in found.cure


def test_labels_lost_after_the_last_page_cost_no_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = ended(tmp_path, monkeypatch, Outcome((1, FIRST), "crashed", "SIGSEGV"), Settings())
    assert found.status == "partial"
    assert found.detail == "all pages were read, then the reader crashed on it (SIGSEGV)"


@pytest.mark.parametrize(
    ("trouble", "detail", "fact", "cure"),
    [
        ("silent", "30", "silent for 30 s", "MINUTED_FILE_SECONDS"),
        ("long", "120", "more than 120 s", "MINUTED_FILE_SECONDS"),
        ("memory", "", "more than 1,536 MiB", "MINUTED_FILE_MEMORY"),
        ("crashed", "SIGABRT", "may have wanted more than 1,536 MiB", "print it"),
        ("crashed", "exit 3", "crashed on it (exit 3)", "print it"),
    ],
)
def test_a_file_of_which_nothing_was_read_has_failed(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    trouble: str,
    detail: str,
    fact: str,
    cure: str,
) -> None:
    found = ended(tmp_path, monkeypatch, Outcome((9,), trouble, detail), Settings())
    assert (found.status, found.document) == ("failed", None)
    assert fact in found.detail
    assert cure in found.cure


def test_settings_become_limits_and_zero_sets_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Limits] = []

    def isolated(work: object, tasks: object, limits: Limits, *rest: object) -> Iterator[Outcome]:
        seen.append(limits)
        return iter([Outcome()])

    monkeypatch.setattr(archive, "isolate", isolated)
    (tmp_path / "a.txt").write_text("x")
    sources = find_files(tmp_path)
    list(read_archive(tmp_path, sources, Settings(file_seconds=3, file_memory=99, threads=5)))
    list(read_archive(tmp_path, sources, Settings(file_seconds=0, file_memory=0)))
    assert (seen[0].silence, seen[0].total, seen[0].memory, seen[0].workers) == (3, 12, 99, 1)
    assert (seen[1].silence, seen[1].total, seen[1].memory) == (0, 0, 0)


UNDERSTANDING = """
import os, time


def then(document, known):
    if "hang" in document.text:
        time.sleep(600)
    if "die" in document.text:
        os.abort()
    if "eat" in document.text:
        hoard = [bytearray(2**20) for _ in range(100_000)]
    if "break" in document.text:
        raise ZeroDivisionError("oh")
    return document.text.upper(), os.getpid()
"""


def test_a_document_that_hangs_or_dies_while_understood_is_one_line_of_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "understanding_in_trouble.py").write_text(UNDERSTANDING)
    monkeypatch.syspath_prepend(str(tmp_path))
    then = importlib.import_module("understanding_in_trouble").then
    papers = tmp_path / "papers"
    papers.mkdir()
    for words in ("fine", "hang", "die", "eat", "break", "fine too"):
        (papers / f"{words}.txt").write_text(f"The panel would {words}.")
    settings = Settings(file_seconds=2, file_memory=512, threads=2)
    found = read_archive(papers, find_files(papers), settings, then=then)
    ended = {reading.source.path.removesuffix(".txt"): reading for reading in found}
    del sys.modules["understanding_in_trouble"]
    assert len(ended) == 6
    for words in ("fine", "fine too"):
        made, process = ended[words].made
        assert (ended[words].status, made) == ("ok", f"THE PANEL WOULD {words.upper()}.")
        assert process != os.getpid()
    for words, fact in {
        "hang": "understanding it took more than 2 s",
        "die": "understanding it crashed on it (SIGABRT)",
        "eat": "understanding it took more than 512 MiB",
        "break": "it could not be understood (ZeroDivisionError: oh)",
    }.items():
        assert (ended[words].status, ended[words].document) == ("failed", None)
        assert fact in ended[words].detail
        assert "report it to the makers of Minuted" in ended[words].cure


def test_time_is_given_by_bytes_and_pages_and_not_for_pages_that_cannot_be_there() -> None:
    settings = Settings(file_seconds=30)
    assert allowed(settings, size=35_000, pages=20) < 35
    assert allowed(settings, size=100 * 2**20, pages=500) > 1800
    assert allowed(Settings(file_seconds=0), size=2**30, pages=9, letters=10**6) == 0
