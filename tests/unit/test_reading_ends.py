"""How a reading ends when its process did not: what was read is kept and the rest is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from indexer.readers import archive
from indexer.readers.archive import Reading, find_files, read_archive
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

    def isolated(work: object, tasks: Sequence[Any], *rest: object) -> Iterator[Outcome]:
        return iter([outcome for _ in tasks])

    monkeypatch.setattr(archive, "isolate", isolated)
    (tmp_path / "pack.pdf").write_bytes(b"%PDF-1.7")
    (found,) = read_archive(tmp_path, find_files(tmp_path), settings)
    return found


def test_pages_read_before_a_silence_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = Outcome((9, FIRST, SCAN), "silent")
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
        ("silent", "", "silent for 30 s", "MINUTED_FILE_SECONDS"),
        ("long", "", "more than 1200 s", "MINUTED_FILE_SECONDS"),
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
    assert (seen[0].silence, seen[0].total, seen[0].memory, seen[0].workers) == (3, 120, 99, 1)
    assert (seen[1].silence, seen[1].total, seen[1].memory) == (0, 0, 0)
