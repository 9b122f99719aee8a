"""The specimen archive: rebuilt from its sources, described by its manifest, labelled exactly."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from reading import read_file

from corpus.kinds import NAMES
from corpus.model import Document
from corpus.specimen.build import DOCUMENTS, TOOLS, manifest_line, render, tools
from corpus.specimen.source import SOURCES, parse, read_sources
from eval.jsonl import text_of
from eval.labels.gold import read_gold
from eval.labels.label_anchoring import SPECIMEN, resolve_all
from indexer.readers.archive import find_files

SAME_TOOLS = json.loads(TOOLS.read_text(encoding="utf-8")) == tools()
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January February March April May June July August September October November December"
).split()


def manifest() -> list[dict[str, Any]]:
    text = (DOCUMENTS / "manifest.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@cache
def document(name: str) -> Document | None:
    """A document as the archive's own reader reads it."""
    found = {source.path: source for source in find_files(DOCUMENTS)}
    return read_file(DOCUMENTS, found[name]).document if name in found else None


def text(name: str) -> str | None:
    held = document(name)
    return held.text if held else None


@pytest.mark.parametrize("source", read_sources(), ids=lambda source: source.path)
def test_sources_rebuild_to_the_committed_bytes(source: Any, tmp_path: Path) -> None:
    data = render(source)
    if SAME_TOOLS or source.suffix not in ("pdf", "docx"):
        assert data == (DOCUMENTS / source.path).read_bytes()
        return
    # Another version of a library may write other bytes; the words must be the same.
    (tmp_path / Path(source.path).name).write_bytes(data)
    rebuilt = read_file(tmp_path, find_files(tmp_path)[0]).document
    assert (rebuilt.text if rebuilt else None) == text(source.path)


def test_the_manifest_names_every_document_with_its_digest() -> None:
    held = {path.relative_to(DOCUMENTS).as_posix() for path in DOCUMENTS.rglob("*.*")}
    assert {line["path"] for line in manifest()} == held - {"manifest.jsonl"}
    for line, source in zip(manifest(), read_sources(), strict=True):
        data = (DOCUMENTS / line["path"]).read_bytes()
        assert line == manifest_line(source, data)
        assert line["sha256"] == hashlib.sha256(data).hexdigest()
        assert line["kind"] in NAMES


def test_there_are_25_to_30_documents_in_all_formats_and_small() -> None:
    formats = Counter(line["path"].rpartition(".")[2] for line in manifest())
    assert 25 <= sum(formats.values()) <= 30
    assert set(formats) == {"pdf", "docx", "html", "txt", "md"}
    sizes = [path.stat().st_size for path in DOCUMENTS.rglob("*.*")]
    assert max(sizes) < 2**19
    assert sum(sizes) < 3 * 2**20


def test_every_weekday_in_the_sources_belongs_to_its_date() -> None:
    pattern = rf"({'|'.join(WEEKDAYS)}),? (\d+)(?:st|nd|rd|th)? ({'|'.join(MONTHS)}),? (\d{{4}})"
    found = 0
    for path in SOURCES.rglob("*.txt"):
        for day, number, month, year in re.findall(pattern, path.read_text(encoding="utf-8")):
            real = date(int(year), MONTHS.index(month) + 1, int(number))
            assert WEEKDAYS[real.weekday()] == day, f"{path.name}: {day} {real}"
            found += 1
    assert found > 30


def test_the_printed_page_numbers_of_a_pack_differ_from_its_pages() -> None:
    pack = document("panel/2022-06-21-agenda-pack.pdf")
    assert pack is not None
    assert [page.label for page in pack.pages[:5]] == ["i", "ii", "iii", "1", "2"]


def test_one_page_is_a_picture_and_holds_no_text() -> None:
    assert document("letters/2020-11-03-quay-street-letter-scan.pdf") is None


def test_the_same_minutes_stand_in_two_documents_and_nearly_in_a_third() -> None:
    words = "She accepted that somebody should have telephoned."
    page = text("panel/2020-12-08-minutes.html") or ""
    pack = " ".join((text("panel/2021-02-02-agenda-pack.pdf") or "").split())
    draft = text("panel/2020-12-08-draft-minutes.txt") or ""
    assert "£1.15 million without conditions" in page
    assert "£1.15 million without conditions" in pack
    assert "£1.51 million without conditions" in draft
    assert words in page
    assert words not in draft


def test_labels_stand_where_they_say_and_quote_what_stands_there() -> None:
    gold = read_gold(SPECIMEN, text)
    assert not gold.unheld
    kinds = Counter(query.kind for query in gold.queries)
    assert kinds == {"mention": 10, "question": 40, "unanswerable": 10}
    assert all(query.reason for query in gold.queries)
    assert set(gold.answers) == {query.id for query in gold.of_kind("question")}
    for query in gold.of_kind("question"):
        assert any(label.grade == 2 for label in gold.spans[query.id]), query.id


def test_offsets_are_those_that_the_quotations_give_today() -> None:
    for name, rows in resolve_all(SPECIMEN, document).items():
        held = (SPECIMEN / name).read_text(encoding="utf-8")
        assert held == text_of(rows), (
            f"{name} is out of date; run: python -m eval.labels.label_anchoring"
        )


def test_copies_of_the_same_words_carry_the_same_label() -> None:
    labelled: dict[tuple[str, str], set[int]] = {}
    for line in (SPECIMEN / "quotes" / "spans.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        labelled.setdefault((row["query"], row["quote"]), set()).add(row["grade"])
    assert all(len(grades) == 1 for grades in labelled.values())


def test_the_markup_splits_blocks_and_keeps_tables_whole() -> None:
    source = (
        "# Head\ntext goes\non\n- one\n  more\n!table 1,2 split\n| a | b |\n| c | d\ne |\n!page"
    )
    blocks = parse(source)
    assert [block.kind for block in blocks] == [
        "heading",
        "paragraph",
        "bullet",
        "table",
        "directive",
    ]
    assert blocks[1].text == "text goes on"
    assert blocks[2].text == "one more"
    assert blocks[3].rows == (("a", "b"), ("c", "d e"))
