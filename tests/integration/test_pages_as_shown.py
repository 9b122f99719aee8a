"""Pages are drawn here in ways that real files use, and read back as a reader sees them."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from drawn import FILLER, at, document, drawn, paragraph, words
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from corpus.model import SourceFile
from corpus.specimen.pdf import Printer
from corpus.specimen.source import Source, parse
from indexer.analyse import analyse
from indexer.readers.pdf_pages import Extras, PageRead, compose
from indexer.readers.printed.order import ordered
from indexer.readers.printed.pieces import pieces
from indexer.readers.printed.runs import Run
from indexer.readers.printed.visible import Painted, seen
from indexer.readers.printed.words import BROKEN_WORD, Line, Piece

# Raised and lowered characters


@pytest.mark.parametrize(
    ("before", "mark", "after", "read"),
    [
        ("Callers waited 63", "4", " seconds in June.", "Callers waited 63 seconds in June."),
        ("It cost £1,905", "12", ", less than before.", "It cost £1,905, less than before."),
        ("Patrols of the fells", "a", " began.", "Patrols of the fells began."),
        ("Thefts rose by 8%", "*", " in Ashby.", "Thefts rose by 8% in Ashby."),
        ("They met on the 23", "rd", " of May.", "They met on the 23rd of May."),
        ("The yard is 300 m", "2", " in size.", "The yard is 300 m2 in size."),
        ("The 1", "st", " and last.", "The 1st and last."),
    ],
)
def test_a_raised_mark_is_no_part_of_the_figure_before_it(
    tmp_path: Path, before: str, mark: str, after: str, read: str
) -> None:
    def page(canvas: Canvas) -> None:
        end = at(canvas, 72, 700, before)
        end = at(canvas, end, 704.5, mark, 6.5)
        at(canvas, end, 700, after)

    made = drawn(tmp_path, page)
    assert words(made) == read
    held = [one.mark for one in made.references]
    assert held == ([] if mark in ("rd", "2", "st") else [mark])


def test_a_lowered_figure_belongs_to_its_formula(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        end = at(canvas, 72, 700, "Emissions of CO")
        end = at(canvas, end, 697, "2", 7)
        at(canvas, end, 700, " fell by a third.")

    assert words(drawn(tmp_path, page)) == "Emissions of CO2 fell by a third."


def test_the_number_of_a_note_stands_apart_from_its_words(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        paragraph(canvas, *FILLER)
        end = at(canvas, 72, 103, "2", 5)
        at(canvas, end + 1, 100, "Without the vans on loan.", 8)

    assert words(drawn(tmp_path, page)).endswith("repairs. [2] Without the vans on loan.")


def test_notes_at_the_foot_do_not_cut_the_sentence_that_runs_over_the_page(
    tmp_path: Path,
) -> None:
    def first(canvas: Canvas) -> None:
        paragraph(canvas, "Vehicles", *FILLER)
        paragraph(
            canvas, "Fuel for them cost 11 per cent more than in the year before, which", y=620
        )
        paragraph(canvas, "left the Board with a gap that the treasurer was asked to", y=606)
        at(canvas, 72, 90, "1 Bought under the regional contract.", 8)
        at(canvas, 72, 79, "2 At the prices of April.", 8)

    made = drawn(tmp_path, first, lambda canvas: paragraph(canvas, "close by Christmas.", y=770))
    assert "was asked to close by Christmas." in words(made)
    said = [one.text for one in analyse(made).passages]
    assert any("asked to\nclose by Christmas." in one for one in said)
    note = next(one for one in analyse(made).passages if "regional contract" in one.text)
    assert note.page == 1


def test_a_mark_that_is_drawn_after_all_else_is_told_by_its_place(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        at(canvas, 72, 720, "Repairs took 47  days in all.")
        paragraph(canvas, *FILLER)
        at(canvas, 72 + canvas.stringWidth("Repairs took 47", "Helvetica", 11), 724, "3", 6)

    made = drawn(tmp_path, page)
    assert words(made) == "Repairs took 47 days in all. " + " ".join(FILLER)
    assert [made.text[: one.at] for one in made.references] == ["Repairs took 47"]


# What nobody sees


def test_words_without_ink_are_not_read_beside_words_with_ink(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        paragraph(canvas, *FILLER)
        text = canvas.beginText(72, 600)
        text.setFont("Helvetica", 11)
        text.setTextRenderMode(3)
        text.textOut("Ignore this. Arson fell by 90 per cent.")
        text.setTextRenderMode(0)
        canvas.drawText(text)
        paragraph(canvas, "Arson fell by 9 per cent.", y=560)

    assert words(drawn(tmp_path, page)) == " ".join(FILLER) + " Arson fell by 9 per cent."


def test_what_ocr_wrote_under_a_picture_is_read(tmp_path: Path) -> None:
    from io import BytesIO

    from PIL import Image
    from reportlab.lib.utils import ImageReader

    data = BytesIO()
    Image.new("RGB", (60, 80), (250, 250, 240)).save(data, "PNG")

    def page(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(data), 0, 0, *A4)
        for number, line in enumerate(FILLER):
            text = canvas.beginText(72, 700 - 14 * number)
            text.setTextRenderMode(3)
            text.setFont("Helvetica", 11)
            text.textOut(line)
            canvas.drawText(text)

    assert words(drawn(tmp_path, page)) == " ".join(FILLER)


def test_white_words_are_read_on_a_dark_ground_only(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        paragraph(canvas, *FILLER)
        canvas.setFillColorRGB(1, 1, 1)
        at(canvas, 72, 560, "Nobody sees that it was 70 per cent.")
        canvas.setFillColorRGB(0.1, 0.2, 0.5)
        canvas.rect(60, 780, 400, 30, stroke=0, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
        at(canvas, 72, 790, "Fleet report", 16)

    made = words(drawn(tmp_path, page))
    assert "Fleet report" in made
    assert "70 per cent" not in made


def test_white_words_on_a_dark_ground_are_read_on_a_page_lying_on_its_side(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.rotate(90)
        canvas.translate(0, -A4[0])
        paragraph(canvas, *FILLER, y=300)
        canvas.rect(60, 390, 400, 30, stroke=0, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
        at(canvas, 72, 400, "Step 4 of the plan")

    assert "Step 4 of the plan" in words(drawn(tmp_path, page))


@pytest.mark.parametrize(("x", "y", "size"), [(72, 500, 0.8), (-400, 500, 11), (72, 1200, 11)])
def test_what_is_tiny_or_off_the_page_is_not_read(
    tmp_path: Path, x: float, y: float, size: float
) -> None:
    def page(canvas: Canvas) -> None:
        paragraph(canvas, *FILLER)
        at(canvas, x, y, "vans vans vans", size)

    assert words(drawn(tmp_path, page)) == " ".join(FILLER)


@pytest.mark.parametrize("aside", [0.0, 0.3, 1.2])
def test_words_drawn_twice_for_weight_or_shadow_are_read_once(tmp_path: Path, aside: float) -> None:
    def page(canvas: Canvas) -> None:
        at(canvas, 72, 760, "Quarterly fleet report", 16)
        at(canvas, 72 + aside, 760 - aside, "Quarterly fleet report", 16)
        paragraph(canvas, *FILLER)

    assert words(drawn(tmp_path, page)) == "Quarterly fleet report " + " ".join(FILLER)


def test_words_struck_out_by_a_line_are_not_read(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        paragraph(canvas, *FILLER)
        end = at(canvas, 72, 600, "The precept rises by ")
        last = at(canvas, end, 600, "£14 ")
        canvas.line(end, 603, last - 3, 603)
        at(canvas, last, 600, "£9 a year.")
        # One object, of which a part is struck; a rule below words strikes nothing.
        at(canvas, 72, 580, "Six seven posts were kept.")
        six = canvas.stringWidth("Six", "Helvetica", 11)
        canvas.rect(72, 582.6, six, 0.6, stroke=0, fill=1)
        canvas.line(72, 577, 300, 577)

    made = words(drawn(tmp_path, page))
    assert "The precept rises by £9 a year." in made
    assert made.endswith("seven posts were kept.")


def test_words_struck_out_by_an_annotation_are_not_read(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        paragraph(canvas, *FILLER)
        at(canvas, 72, 600, "The fee is £14 £9 a year.")

    drawn(tmp_path, page)
    left = 72 + stringWidth("The fee is ", "Helvetica", 11)
    right = left + stringWidth("£14 ", "Helvetica", 11)
    writer = PdfWriter(clone_from=PdfReader(tmp_path / "made.pdf"))
    corners = (left, 608, right, 608, left, 597, right, 597)
    note = {
        "/Type": NameObject("/Annot"),
        "/Subtype": NameObject("/StrikeOut"),
        "/Rect": ArrayObject(map(FloatObject, (left, 597, right, 608))),
        "/QuadPoints": ArrayObject(map(FloatObject, corners)),
    }
    struck = DictionaryObject({NameObject(key): value for key, value in note.items()})
    writer.add_annotation(0, struck)
    (tmp_path / "struck").mkdir()
    writer.write(tmp_path / "struck" / "made.pdf")
    assert words(document(tmp_path / "struck" / "made.pdf")).endswith("The fee is £9 a year.")


# A whole paper


SOURCE = """# Notes of the Northmoor Transport Board
Held on Tuesday 4 May 2021 in the old depot.
## 1. Fleet
{body}
- Eleven vans were sold in March.
- Two more are on loan from the county until the winter.
## 2. Fuel
{body}
!table 30,20,20
| Depot | Litres | Cost |
| Ashby | 4,100 | £5,330 |
| Coldwell | 3,870 | £5,031 |
{body}
"""


def test_a_paper_that_is_printed_and_read_back_says_what_its_source_says(tmp_path: Path) -> None:
    sentence = (
        "Members asked {n} times whether the vans could be shared with the neighbouring "
        "authorities, and the manager answered that they could, as long as each of them paid "
        "for the fuel that it used and brought them back by the evening. "
    )
    parts = SOURCE.split("{body}")
    text = parts[0]
    for place, part in enumerate(parts[1:]):
        said = "\n\n".join(
            (sentence * 3).replace("{n}", str(100 * place + number)).strip() for number in range(9)
        )
        text += said + part
    source = Source(
        "notes",
        {
            "path": "board/notes.pdf",
            "title": "Notes of the Northmoor Transport Board",
            "body": "Northmoor Transport Board",
            "head": "Northmoor Transport Board, 4 May 2021",
            "foot": "Page {}",
        },
        tuple(parse(text)),
    )
    (tmp_path / "notes.pdf").write_bytes(Printer(source).print())
    made = document(tmp_path / "notes.pdf")
    assert len(made.pages) > 3
    told = []
    for block in source.blocks:
        rows = [" ".join(row) for row in block.rows]
        told.append({"bullet": "• "}.get(block.kind, "") + (" ".join(rows) or block.text))
    assert words(made) == " ".join(" ".join(told).split())
    feet = [one.text for one in made.furniture if one.edge == "foot"]
    assert feet == [f"Page {number}" for number in range(1, len(made.pages) + 1)]
    for one in analyse(made).passages:
        assert made.text[one.span.start : one.span.end] == one.text


# Crafted pages


def test_pages_crafted_to_be_slow_are_read_in_time() -> None:
    many = [Run("word", 9, False, "A", 72 + n % 7, 500, 90, "clear", -1) for n in range(20_000)]
    small = [[Run("1", 5, False, "A", 72 + n / 10, 504, 72 + n / 10 + 2)] for n in range(5_000)]
    rows = [Piece(f"left {n} goes", 10, x=72, y=n * 12, right=200) for n in range(4_000)]
    begun = time.process_time()
    seen([many], Painted, lambda run: [])
    pieces([[Run("47", 11, False, "A", 60, 500, 72)], *small])
    ordered([one for row in rows for one in (row, replace(row, x=250, right=400))])
    page = PageRead(1, "text", (Line("a" * 500_000 + BROKEN_WORD + " b", 10), Line("c", 10)))
    compose(SourceFile("a.pdf", "", "", 1), [page], Extras())
    assert time.process_time() - begun < 8
