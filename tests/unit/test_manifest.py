"""An archive's manifest lends what its keeper knows; a bad line is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from indexer.readers.manifest import Entry, faults, read_manifest


def test_a_folder_without_a_manifest_lends_nothing(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) == {}


def test_rows_lend_what_they_say_and_other_keys_are_ignored(tmp_path: Path) -> None:
    (tmp_path / "manifest.jsonl").write_text(
        '{"path": "a/b.pdf", "title": " June pack ", "kind": "agenda_pack", "labels": [1],'
        ' "published_on": "2018-06", "url": "https://example.org/b.pdf"}\n\n{"path": "c.txt"}\n',
        encoding="utf-8",
    )
    assert read_manifest(tmp_path) == {
        "a/b.pdf": Entry("June pack", "agenda_pack", None, "2018-06", "https://example.org/b.pdf"),
        "c.txt": Entry(),
    }


def test_the_manifest_of_another_program_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "manifest.jsonl").write_text('{"file": "a.pdf", "licence": "OGL"}\n')
    assert read_manifest(tmp_path) == {}
    assert faults(tmp_path) == ()


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[1]",
        '{"title": "no path"}',
        '{"path": "a.txt", "kind": "minutes of a kind"}',
        '{"path": "a.txt", "published_on": "5 June 2018"}',
        '{"path": "a.txt", "published_on": "2018-02-30"}',
        '{"path": "a.txt", "url": "javascript:alert(1)"}',
        '{"path": "a.txt", "title": 7}',
        '{"path": "a.txt", "title": "half \\ud800"}',
        '{"path": "ok.txt"}',
    ],
)
def test_a_bad_line_costs_itself_and_is_named_with_its_number(tmp_path: Path, line: str) -> None:
    rows = ['{"path": "ok.txt"}', line, '{"path": "fine.txt", "title": "Fine"}']
    (tmp_path / "manifest.jsonl").write_text("\n".join(rows))
    assert read_manifest(tmp_path) == {"ok.txt": Entry(), "fine.txt": Entry("Fine")}
    (told,) = faults(tmp_path)
    assert re.fullmatch(r"manifest.jsonl, line 2: .+ Correct it or remove it\.", told)


def test_a_manifest_that_is_no_text_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "manifest.jsonl").write_bytes(b"\xff\xfe\x00{")
    assert read_manifest(tmp_path) == {}
    assert "save it as UTF-8" in faults(tmp_path)[0]
    (tmp_path / "manifest.jsonl").write_text("{\n{\n")
    assert [line[:22] for line in faults(tmp_path)] == [
        "manifest.jsonl, line 1",
        "manifest.jsonl, line 2",
    ]
