"""Merged packs: their papers, their true starts, and what is counted of them."""

import json
from importlib.resources import files
from pathlib import Path

import pytest

from corpus.model import Document, Page, Part, Passage, PrintedLine, Section, SourceFile, Span
from corpus.model import Understanding as Understood
from eval.collections import packs
from eval.measures.boundaries import matched, taken_apart
from indexer.structure import page_evidence
from indexer.structure.boundary_score import AGAINST, SIGNS, model


def _specimen() -> list[packs.Paper]:
    return [one for one in packs.papers("train") if one.file.startswith("corpus/")]


def test_no_publisher_is_on_both_sides() -> None:
    train = {one.publisher for one in packs.papers("train")}
    test = {one.publisher for one in packs.papers("test")}
    assert len(train) > 5
    assert len(test) > 5
    assert not train & test


def test_the_same_seed_draws_the_same_packs_and_no_paper_twice() -> None:
    held = packs.papers("test")
    drawn = packs.chosen(held, 6, 7, only_pdf=False)
    assert drawn == packs.chosen(list(reversed(held)), 6, 7, only_pdf=False)
    assert all(len(set(one)) == len(one) for one in drawn)
    assert all(packs.LEAST <= len(one) <= packs.MOST for one in drawn)


def test_the_starts_of_a_pack_are_where_its_papers_begin(tmp_path: Path) -> None:
    held = [one for one in _specimen() if one.file.endswith((".pdf", ".txt"))][:4]
    texts = {one.file: f"Paper number {place}\n\nIt says a thing.\n" * 9
             for place, one in enumerate(held)}  # fmt: skip
    maker = packs.Maker(tmp_path, texts)
    made = [maker.pack("a.txt", "plain text", held), maker.pack("b.pdf", "fonts unified", held)]
    for pack, document in packs.read(made, tmp_path):
        offsets = pack.offsets(document)
        assert len(offsets) == 4
        assert offsets == sorted(set(offsets))
        if pack.variant == "plain text":
            assert [document.text[at : at + 14] for at in offsets] == [
                f"Paper number {place}" for place in range(4)
            ]


def _understood(starts: list[int], said: list[str | None]) -> Understood:
    source = SourceFile("a.txt", "0" * 64, "text/plain", 4000)
    document = Document("a.txt", source, "x" * 4000)
    parts, passages = [], []
    for number, (start, day) in enumerate(zip(starts, said, strict=True)):
        end = [*starts, 4000][number + 1]
        part = Part(document, number, Span(start, end), "", "other", said_on=day)
        parts.append(part)
        for at in range(start, end, 1000):
            section = Section(part, 0, Span(start, end))
            span = Span(at, min(at + 1000, end))
            passages.append(Passage(f"{at}", section, span, said_on=day))
    return Understood(document, tuple(parts), (), tuple(passages))


def test_a_date_that_reaches_into_the_next_paper_is_wrong() -> None:
    taken = taken_apart(_understood([0], ["2019-06-04"]), [0, 2000], ["2019-06-04", "2020-01-07"])
    assert (taken.starts, taken.found, taken.made) == (1, 0, 0)
    assert (taken.right, taken.wrong, taken.dated) == (2000, 2000, 4000)


def test_where_a_paper_states_no_day_only_another_papers_is_wrong() -> None:
    over = taken_apart(_understood([0], ["2019-06-04"]), [0, 2000], ["2019-06-04", ""])
    assert over.wrong == 2000
    own = taken_apart(_understood([0, 2000], ["2019-06-04", "2018"]), [0, 2000], ["2019-06-04", ""])
    assert (own.wrong, own.found, own.made) == (0, 1, 1)


@pytest.mark.parametrize(
    ("given", "right"), [("2024-03-12", True), ("2024", True), ("2023", False)]
)
def test_a_day_within_a_stated_range_is_right(given: str, right: bool) -> None:
    taken = taken_apart(_understood([0], [given]), [0], ["2024-03-11/2024-03-15"])
    assert bool(taken.right) == right


def test_each_part_finds_one_start_at_most() -> None:
    assert matched([100], [50, 120]) == {50: 100}


def test_every_shipped_weight_has_the_sign_that_its_evidence_stands_for() -> None:
    for where in ("page", "text"):
        held = model(where)  # type: ignore[arg-type]
        assert held.weights.keys() <= set(SIGNS)
        assert all((weight < 0) == (name in AGAINST) for name, weight in held.weights.items())
        assert 0 < held.doubt < held.at < 1


def test_what_ships_says_what_it_was_learnt_on() -> None:
    text = files("indexer.structure").joinpath("boundaries.json").read_text("utf-8")
    assert all(held["learnt"]["starts"] > 50 for held in json.loads(text).values())


def _paged(fonts: list[str], sheets: list[tuple[float, float]], feet: list[str]) -> Document:
    text, pages, lines = "", [], []
    for number, (font, sheet, foot) in enumerate(zip(fonts, sheets, feet, strict=True), 1):
        start = len(text)
        for at in range(6):
            begin = len(text)
            text += f"Line {at} of some page or other\n"
            box = (72.0, 700.0 - 14 * at, 300.0, 711.0 - 14 * at)
            span = Span(begin, len(text) - 1)
            lines.append(PrintedLine(span, font, 11.0, False, number, box))
        text += f"{foot}\n\n"
        pages.append(Page(number, start, len(text) - 2, size=sheet))
    source = SourceFile("a.pdf", "0" * 64, "application/pdf", len(text))
    return Document("a.pdf", source, text, pages=tuple(pages), lines=tuple(lines))


def test_pages_that_share_no_face_or_sheet_are_told_apart() -> None:
    sheets = [(595.0, 842.0)] * 2 + [(612.0, 792.0)] * 2
    document = _paged(["Arial", "Arial", "Times", "Times"], sheets, ["1", "2", "1", "2"])
    found = page_evidence.signs(document)
    assert [found[page]["fonts_none"] for page in (2, 3, 4)] == [0, 1, 0]
    assert [found[page]["sheet_apart"] for page in (2, 3, 4)] == [0, 1, 0]
    assert [found[page]["number_restarts"] for page in (2, 3, 4)] == [0, 1, 0]
    assert [found[page]["number_counts"] for page in (2, 3, 4)] == [1, 0, 1]


def test_a_page_number_that_changes_sides_counts_on() -> None:
    feet = ["Lantern Survey 7", "8 Lantern Survey", "Lantern Survey 9"]
    document = _paged(["Arial"] * 3, [(595.0, 842.0)] * 3, feet)
    found = page_evidence.signs(document)
    assert [found[page]["number_counts"] for page in (2, 3)] == [1, 1]
    assert [found[page]["runs_on"] for page in (2, 3)] == [1, 1]


def test_a_page_on_its_side_is_no_other_sheet() -> None:
    sheets = [(595.0, 842.0), (842.0, 595.0)]
    found = page_evidence.signs(_paged(["Arial"] * 2, sheets, ["1", "2"]))
    assert found[2]["sheet_apart"] == 0
