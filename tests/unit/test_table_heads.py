"""A cell knows the heads of its column, of one row or two, and the name of its row."""

from collections.abc import Sequence
from pathlib import Path

import docx
import pytest

from corpus.model import Document, SourceFile
from indexer.readers.docx import read_docx
from indexer.readers.html import read_html

LONG = "The warden reported that every lamp on the north mole had been lit since the winter. " * 3


def html(tmp_path: Path, table: str) -> Document:
    path = tmp_path / "table.html"
    path.write_text(f"<html><body><h1>Quay</h1>{table}</body></html>", "utf-8")
    return read_html(path, SourceFile(path.name, "0" * 64, "text/html", 1))


def rows(document: Document) -> list[tuple[int, str, str]]:
    return [
        (one.level, one.header, document.text[one.span.start : one.span.end])
        for one in document.blocks
        if one.kind == "row"
    ]


def word(
    tmp_path: Path, cells: Sequence[Sequence[str]], **merged: tuple[int, int, int, int]
) -> Document:
    made = docx.Document()
    table = made.add_table(len(cells), len(cells[0]))
    for row, line in enumerate(cells):
        for column, words in enumerate(line):
            table.cell(row, column).text = words
    for top, left, bottom, right in merged.values():
        whole = table.cell(top, left).merge(table.cell(bottom, right))
        whole.text = whole.text.strip()
    path = tmp_path / "table.docx"
    made.save(str(path))
    return read_docx(path, SourceFile(path.name, "0" * 64, "docx", 1))


def test_two_rows_of_heads_in_a_page_give_each_column_both(tmp_path: Path) -> None:
    found = html(
        tmp_path,
        "<table><caption>Lamps by quarter</caption>"
        "<thead><tr><th rowspan=2>Mole</th><th colspan=2>Lit</th><th colspan=2>Dark</th></tr>"
        "<tr><th>Spring</th><th>Autumn</th><th>Spring</th><th>Autumn</th></tr></thead>"
        "<tr><th scope=row>North</th><td>9</td><td>8</td><td>1</td><td>2</td></tr></table>",
    )
    head = "Mole | Lit › Spring | Lit › Autumn | Dark › Spring | Dark › Autumn"
    assert rows(found)[-1] == (0, head, "North\t9\t8\t1\t2")
    assert [level for level, _, _ in rows(found)] == [1, 1, 0]


def test_two_rows_of_heads_that_nothing_marks_are_heads_over_figures(tmp_path: Path) -> None:
    cells = [
        ["Harbour", "Easter", "", "Midsummer", ""],
        ["", "Boats", "Share", "Boats", "Share"],
        ["North", "14", "3%", "31", "8%"],
        ["South", "15", "4%", "29", "7%"],
    ]
    found = word(tmp_path, cells, a=(0, 0, 1, 0), b=(0, 1, 0, 2), c=(0, 3, 0, 4))
    head = "Harbour | Easter › Boats | Easter › Share | Midsummer › Boats | Midsummer › Share"
    assert rows(found)[2:] == [
        (0, head, "North\t14\t3%\t31\t8%"),
        (0, head, "South\t15\t4%\t29\t7%"),
    ]


def test_a_banner_names_the_rows_below_it_and_is_no_row(tmp_path: Path) -> None:
    cells = [
        ["Ref", "Action", "Owner", "Due"],
        ["Left over from May: the harbour lamps", "", "", ""],
        ["20/1", "Count the lamps", "Ms Vale", "31/10/20"],
        ["New", "", "", ""],
        ["20/2", "Write to the pilot", "The Chair", "30/11/20"],
    ]
    found = word(tmp_path, cells, a=(1, 0, 1, 3), b=(3, 0, 3, 3))
    assert [(level, text.split("\t")[0]) for level, _, text in rows(found)] == [
        (1, "Ref"),
        (2, "Left over from May: the harbour lamps"),
        (0, "20/1"),
        (2, "New"),
        (0, "20/2"),
    ]
    assert {header for level, header, _ in rows(found) if not level} == {
        "Ref | Action | Owner | Due"
    }


def test_a_cell_merged_downwards_names_the_rows_beside_it(tmp_path: Path) -> None:
    found = html(
        tmp_path,
        "<table><tr><th>Mole</th><th>Year</th><th>Lamps</th></tr>"
        "<tr><td rowspan=2>North</td><td>2018</td><td>40</td></tr>"
        "<tr><td>2019</td><td>44</td></tr></table>",
    )
    assert rows(found)[-1] == (0, "North › Year | North › Lamps", "2019\t44")


def test_the_paragraphs_of_a_long_cell_stand_under_the_name_of_their_row(tmp_path: Path) -> None:
    found = html(
        tmp_path,
        "<table><tr><th>Aim</th><th>Progress</th></tr>"
        f"<tr><td>More light</td><td><p>{LONG}</p><p>{LONG}</p></td></tr></table>",
    )
    heads = [one.header for one in found.blocks if one.span.end - one.span.start > 200]
    assert heads == ["More light › Progress"] * 2


@pytest.mark.parametrize(
    "cells",
    [
        [["North", "14", "3%"], ["South", "15", "4%"]],
        [["Date", "4 May 2019"], ["Place", "The harbour office"], ["Time", "10 am"]],
        [["Ada Quill", "Warden"], ["Bo Tamsin", "Clerk"], ["Cyrus Penhale", "Pilot"]],
    ],
)
def test_a_table_without_heads_gets_none(tmp_path: Path, cells: list[list[str]]) -> None:
    assert [(level, header) for level, header, _ in rows(word(tmp_path, cells))] == [(0, "")] * len(
        cells
    )


def test_a_head_printed_again_on_the_next_page_is_no_row(tmp_path: Path) -> None:
    head = "<tr><th>Mole</th><th>Lamps</th></tr>"
    body = "<tr><td>{}</td><td>{}</td></tr>"
    table = head + body.format("North", 9) + head.replace("th", "td") + body.format("South", 8)
    assert [level for level, _, _ in rows(html(tmp_path, f"<table>{table}</table>"))] == [
        1,
        0,
        1,
        0,
    ]


def test_three_rows_of_heads_and_a_banner_between_the_rows(tmp_path: Path) -> None:
    found = html(
        tmp_path,
        "<table><tr><th></th><th colspan=4>2021</th></tr>"
        "<tr><th></th><th colspan=2>Spring</th><th colspan=2>Autumn</th></tr>"
        "<tr><th>Mole</th><th>Lit</th><th>Dark</th><th>Lit</th><th>Dark</th></tr>"
        "<tr><td>North</td><td>5</td><td>1</td><td>6</td><td>2</td></tr>"
        "<tr><td colspan=5>Private moorings</td></tr>"
        "<tr><td>Old quay</td><td>7</td><td>3</td><td>8</td><td>4</td></tr></table>",
    )
    head = (
        "Mole | 2021 › Spring › Lit | 2021 › Spring › Dark | 2021 › Autumn › Lit | "
        "2021 › Autumn › Dark"
    )
    assert [(level, text) for level, header, text in rows(found) if header == head] == [
        (0, "North\t5\t1\t6\t2"),
        (0, "Old quay\t7\t3\t8\t4"),
    ]
    assert (2, "", "Private moorings") in rows(found)
