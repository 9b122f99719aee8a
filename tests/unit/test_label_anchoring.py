"""Labels kept as quotations, cut into offsets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadLabels
from corpus.model import Document, Page, SourceFile
from eval.labels.label_anchoring import Searcher, resolve_parts, resolve_sections, resolve_spans


def held(text: str, pages: tuple[Page, ...] = ()) -> Document:
    return Document("a.txt", SourceFile("a.txt", "0" * 64, "text/plain", 1), text, pages=pages)


def written(folder: Path, *rows: dict[str, object]) -> Path:
    path = folder / "quotes.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_quotation_is_found_over_line_breaks_bullets_and_table_rules() -> None:
    text = "before • one two\n  three\tfour after"
    span = Searcher(text).find("one two three | four")
    assert span is not None
    assert text[span.start : span.end] == "one two\n  three\tfour"


def test_a_quotation_broken_by_a_page_holds_what_stands_between() -> None:
    text = "The first half of it\n12\nRunning head\nand then the second half. More."
    span = Searcher(text).find("The first half of it and then the second half.")
    assert span is not None
    assert text[span.start : span.end].endswith("second half.")
    assert text[span.start : span.end].startswith("The first half")


def test_the_second_occurrence_is_told_from_the_first() -> None:
    text = "Update: a. Update: b."
    searcher = Searcher(text)
    first, second = searcher.find("Update:"), searcher.find("Update:", occurrence=2)
    assert (first and first.start, second and second.start) == (0, 11)
    assert searcher.find("Update:", occurrence=3) is None
    assert searcher.find("Update:", after=1) == second


def test_words_that_are_not_there_are_named_with_file_and_line(tmp_path: Path) -> None:
    row = {"query": "Q1", "doc": "a.txt", "quote": "never said at all", "grade": 2}
    with pytest.raises(BadLabels, match=r"line 1: a\.txt does not hold 'never said"):
        resolve_spans(written(tmp_path, row), lambda _: held("something else"))


def test_a_quotation_on_another_page_than_labelled_is_refused(tmp_path: Path) -> None:
    pages = (Page(1, 0, 6), Page(2, 6, 12))
    row = {"query": "Q1", "doc": "a.txt", "quote": "world", "grade": 2, "page": 1}
    with pytest.raises(BadLabels, match="on page 2, not 1"):
        resolve_spans(written(tmp_path, row), lambda _: held("hello world.", pages))


def test_a_document_that_is_not_held_is_named(tmp_path: Path) -> None:
    row = {"query": "Q1", "doc": "b.txt", "quote": "x", "grade": 2}
    with pytest.raises(BadLabels, match=r"'b\.txt' is not held"):
        resolve_spans(written(tmp_path, row), lambda _: None)


def test_a_part_begins_at_the_top_of_its_page_and_ends_at_the_next(tmp_path: Path) -> None:
    pages = (Page(1, 0, 11), Page(2, 11, 30))
    rows = [
        {"doc": "a.txt", "id": "1", "begins": "First"},
        {"doc": "a.txt", "id": "2", "begins": "Second"},
    ]
    text = "First part\nHead\nSecond part..."
    made = resolve_parts(written(tmp_path, *rows), lambda _: held(text, pages))
    assert [(one["start"], one["end"]) for one in made] == [(0, 11), (11, 30)]


def test_a_section_ends_where_one_of_its_level_begins(tmp_path: Path) -> None:
    rows = [
        {"doc": "a.txt", "heading": "1 One", "level": 1},
        {"doc": "a.txt", "heading": "Findings:", "level": 2},
        {"doc": "a.txt", "heading": "2 Two", "level": 1},
        {"doc": "a.txt", "heading": "Findings:", "level": 2},
    ]
    text = "1 One\nFindings:\nx\n2 Two\nFindings:\ny"
    made = resolve_sections(written(tmp_path, *rows), lambda _: held(text))
    assert [(one["start"], one["end"]) for one in made] == [(0, 18), (6, 18), (18, 35), (24, 35)]


@given(st.text("ab \n•|", min_size=1), st.integers(0, 20), st.integers(1, 20))
def test_every_piece_of_a_text_is_found_with_the_same_letters(
    text: str, start: int, length: int
) -> None:
    def bare(words: str) -> str:
        return "".join(char for char in words if char in "ab")

    piece = text[start : start + length]
    span = Searcher(text).find(piece)
    if not bare(piece):
        assert span is None
    else:
        assert span is not None
        assert bare(text[span.start : span.end]) == bare(piece)
