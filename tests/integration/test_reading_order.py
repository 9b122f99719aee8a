"""Lines drawn in any order, and words that are broken, are read as a reader reads them."""

from __future__ import annotations

from pathlib import Path

import pytest
from drawn import FILLER, at, drawn, paragraph, words
from reportlab.pdfgen.canvas import Canvas

LEFT = (
    "Wardens walked every estate in the",
    "borough between March and June and",
    "spoke with more than nine hundred",
    "households about the things that",
    "worried them after dark. Lamps were",
    "named most often, and the council",
    "has since mended all of them.",
)
RIGHT = (
    "A second round of visits begins in",
    "the autumn. It will ask whether the",
    "lamps made people feel safer, and",
    "what else they would spend the",
    "money on. The answers are to be",
    "printed in the spring and sent to",
    "every house that was visited.",
)


@pytest.mark.parametrize("gutter", [290, 330])
def test_columns_drawn_row_by_row_are_read_one_after_the_other(
    tmp_path: Path, gutter: float
) -> None:
    def page(canvas: Canvas) -> None:
        at(canvas, 72, 760, "What wardens heard", 15, "Helvetica-Bold")
        for number, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
            at(canvas, 72, 720 - 14 * number, left)
            at(canvas, gutter, 720 - 14 * number, right)

    made = drawn(tmp_path, page)
    assert words(made) == " ".join(("What wardens heard", *LEFT, *RIGHT))


def test_three_columns_drawn_row_by_row_are_read_one_after_the_other(tmp_path: Path) -> None:
    third = tuple(line.replace("lamps", "benches") for line in RIGHT)

    def page(canvas: Canvas) -> None:
        for number, row in enumerate(zip(LEFT, RIGHT, third, strict=True)):
            for x, line in zip((40, 220, 400), row, strict=True):
                at(canvas, x, 720 - 12 * number, line, 9)

    assert words(drawn(tmp_path, page)) == " ".join((*LEFT, *RIGHT, *third))


def test_a_table_drawn_row_by_row_keeps_its_rows(tmp_path: Path) -> None:
    rows = (
        ("Measure", "Last year", "This year"),
        ("Calls answered in time", "81.2%", "84.9%"),
        ("Vans off the road for repairs", "14", "9"),
        ("Visits to schools by wardens", "207", "260"),
        ("Complaints closed in a month", "66%", "71%"),
    )

    def page(canvas: Canvas) -> None:
        for number, row in enumerate(rows):
            for x, cell in zip((72, 300, 400), row, strict=True):
                at(canvas, x, 700 - 16 * number, cell)

    assert drawn(tmp_path, page).text == "\n".join("\t".join(row) for row in rows)


def test_a_title_that_is_drawn_last_is_read_first(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        paragraph(canvas, *FILLER)
        at(canvas, 72, 780, "Northmoor Transport Board", 16)
        at(canvas, 72, 760, "Notes of the meeting of 4 May 2021")

    made = words(drawn(tmp_path, page))
    assert made.startswith("Northmoor Transport Board Notes of the meeting of 4 May 2021 The Board")


@pytest.mark.parametrize("spaces", [True, False])
def test_a_heading_set_letter_by_letter_is_words(tmp_path: Path, spaces: bool) -> None:
    def page(canvas: Canvas) -> None:
        if spaces:
            at(canvas, 72, 760, "N O T E S   O F   T H E   B O A R D", 14)
        else:
            text = canvas.beginText(72, 760)
            text.setFont("Helvetica", 14)
            text.setCharSpace(7)
            text.textOut("NOTES OF THE BOARD")
            text.setCharSpace(0)
            canvas.drawText(text)
        paragraph(canvas, *FILLER)

    assert words(drawn(tmp_path, page)) == "NOTES OF THE BOARD " + " ".join(FILLER)


# Broken words


@pytest.mark.parametrize(
    ("above", "below", "read"),
    [
        ("Officers searched the ware-", "house on Monday.", "the warehouse on"),
        ("The scheme is for neigh-", "bours of the yard.", "for neighbours of"),
        ("It rests on multi-", "agency work here.", "multi-agency work"),
        ("They plan both short-", "and long-term work.", "short- and long-term"),
        ("A day-to-", "day matter for them.", "day-to-day matter"),
        ("The Vice-", "Chairman was there.", "Vice-"),
    ],
)
def test_a_word_broken_at_the_end_of_a_line_is_whole_where_it_is_known(
    tmp_path: Path, above: str, below: str, read: str
) -> None:
    made = drawn(tmp_path, lambda canvas: paragraph(canvas, *FILLER, above, below))
    assert read in words(made)


def test_the_documents_own_spelling_decides(tmp_path: Path) -> None:
    kept = drawn(
        tmp_path, lambda canvas: paragraph(canvas, "An e-scooter; co-ordin-", "ated, co-ordinated.")
    )
    assert "co-ordinated, co-ordinated" in words(kept)


def test_short_columns_are_read_each_under_its_own_heading(tmp_path: Path) -> None:
    columns = (
        ("Nets", "Nets were mended by", "the wardens, and they", "hung dry by the evening."),
        ("Lamps", "Lamps went out on two", "of the nights, because", "of a gale in May."),
        ("Oil", "The oil came late in", "the year, and its price", "had gone up by a third."),
    )  # fmt: skip

    def page(canvas: Canvas) -> None:
        for number, row in enumerate(zip(*columns, strict=True)):
            for x, line in zip((60, 230, 400), row, strict=True):
                face = "Helvetica" if number else "Helvetica-Bold"
                at(canvas, x, 720 - 14 * number - 6 * bool(number), line, 11, face)

    assert words(drawn(tmp_path, page)) == " ".join(line for column in columns for line in column)
