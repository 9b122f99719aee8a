"""The figures reached on the labelled archive beside the project, held from below."""

import json
from functools import cache
from pathlib import Path

import pytest

from corpus.model import Document, SourceFile, Understanding
from eval.measures.structure import score_structure
from indexer.analyse import analyse
from indexer.structure.near_duplicates import group

SHARED = Path(__file__).parents[2] / "../shared"
ARCHIVE = SHARED / "archive"
GOLD = SHARED / "gold/dev"


@pytest.fixture(autouse=True)
def archive() -> None:
    if not ARCHIVE.is_dir() or not GOLD.is_dir():
        pytest.skip("../shared/archive and its labels are not beside the project")


@cache
def understood(name: str) -> Understanding | None:
    path = ARCHIVE / name
    if not path.is_file():
        return None
    text = path.read_bytes().decode("utf-8")
    source = SourceFile(name, "0" * 64, "text/plain", len(text))
    return analyse(Document(name, source, text))


def test_structure_reaches_what_was_asked_on_the_labels() -> None:
    score = score_structure(GOLD / "structure", understood)
    assert score["parts"]["f1"] >= 0.99
    assert score["said_on"]["right"] >= 0.99
    assert score["said_on"]["wrong"] == 0.0
    assert score["headings"]["f1"] >= 0.95
    assert score["actions"]["f1"] >= 0.85


def test_nearly_every_labelled_span_is_one_passage_of_its_own_date() -> None:
    rows = [json.loads(line) for line in (GOLD / "spans.jsonl").read_text("utf-8").splitlines()]
    spans = {(row["doc"], row["start"], row["end"]): row["said_on"] for row in rows}
    covered, ratios, dated, right = 0, [], 0, 0
    for (name, start, end), said_on in spans.items():
        found = understood(name)
        assert found is not None
        best = max(
            found.passages, key=lambda one: min(one.span.end, end) - max(one.span.start, start)
        )
        shared = min(best.span.end, end) - max(best.span.start, start)
        if 2 * shared >= end - start:
            covered += 1
            ratios.append(len(best.span) / (end - start))
        if said_on:
            dated += 1
            right += (best.said_on or "").startswith(said_on)
    assert covered >= 0.99 * len(spans)
    assert sorted(ratios)[len(ratios) // 2] <= 1.05
    assert right == dated


def test_the_pack_is_cut_into_all_of_its_thirteen_papers() -> None:
    name = next(path.name for path in ARCHIVE.glob("003_*.txt"))
    found = understood(name)
    assert found is not None
    assert len(found.parts) == 13
    assert {part.kind for part in found.parts} == {
        "agenda",
        "panel_minutes",
        "covering_report",
        "annual_report",
        "inspection_report",
        "letter",
        "performance_report",
        "other",  # the delivery plan: only one publisher calls a paper so, and the rule is off
        "glossary",
        "performance_summary",
    }
    assert not [one for one in found.passages if "intentionally left blank" in one.text]


def test_a_page_without_a_date_is_not_given_one() -> None:
    name = next(path.name for path in ARCHIVE.glob("004_*.txt"))
    found = understood(name)
    assert found is not None
    assert [part.said_on for part in found.parts] == [None]


def test_paragraphs_that_a_report_repeats_from_a_letter_are_grouped() -> None:
    name = next(path.name for path in ARCHIVE.glob("003_*.txt"))
    found = understood(name)
    assert found is not None
    [grouped] = group([found])
    kinds = {one.id: one.part.kind for one in grouped.passages}
    pairs = {(kinds[one.group], one.part.kind) for one in grouped.passages if one.copy == "near"}
    assert ("covering_report", "letter") in pairs
    assert ("covering_report", "inspection_report") in pairs
