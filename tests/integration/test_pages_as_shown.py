"""Pages are drawn here in ways that real files use, and read back as a reader sees them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject
from reading import read_file
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from corpus.model import Document, SourceFile
from corpus.specimen.pdf import Printer
from corpus.specimen.source import Source, parse
from indexer.analyse import analyse
from indexer.readers.archive import find_files
from indexer.readers.pdf_pages import Extras, PageRead, compose
from indexer.readers.printed.flow import flow
from indexer.readers.printed.order import ordered
from indexer.readers.printed.pieces import pieces
from indexer.readers.printed.runs import Run
from indexer.readers.printed.visible import Painted, seen
from indexer.readers.printed.words import BROKEN_WORD, Line, Piece

Draw = Callable[[Canvas], None]


def document(path: Path) -> Document:
    (source,) = find_files(path)
    made = read_file(path, source).document
    assert made is not None
    return made


def drawn(folder: Path, *pages: Draw, size: tuple[float, float] = A4) -> Document:
    canvas = Canvas(str(folder / "made.pdf"), pagesize=size, invariant=1)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return document(folder / "made.pdf")


def words(made: Document) -> str:
    return " ".join(made.text.split())


def at(
    canvas: Canvas, x: float, y: float, text: str, size: float = 11, face: str = "Helvetica"
) -> float:
    """Draws ``text`` and says where it ends."""
    canvas.setFont(face, size)
    canvas.drawString(x, y, text)
    return x + float(canvas.stringWidth(text, face, size))


def paragraph(canvas: Canvas, *lines: str, x: float = 72, y: float = 700) -> None:
    for number, line in enumerate(lines):
        at(canvas, x, y - 14 * number, line)


FILLER = (
    "The Board heard that the fleet of vans had been renewed in the autumn and",
    "that the old ones were sold at auction, which paid for two of the new ones.",
    "Drivers were pleased with them, and fewer had been off the road for repairs.",
)


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


# Order

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


# What the pages repeat


def framed(*body: str, head: str = "", foot: str = "", mirrored: bool = False) -> Draw:
    def page(canvas: Canvas) -> None:
        number = canvas.getPageNumber()
        if head:
            at(canvas, 350 if mirrored and number % 2 else 72, 805, head.format(number), 9)
        paragraph(canvas, *body, y=760)
        if foot:
            at(canvas, 280, 30, foot.format(number), 9)

    return page


@pytest.mark.parametrize(
    ("head", "foot", "mirrored"),
    [
        ("Northmoor Transport Board, 4 May 2021", "{}", False),
        ("Item 6, appendix B", "Page {} of 4", False),
        ("", "- {} -", False),
        ("Fleet strategy 2021 to 2025", "", True),
        ("Restricted until published", "NTB/21/{}", False),
    ],
)
def test_running_heads_feet_and_page_numbers_stand_beside_the_text(
    tmp_path: Path, head: str, foot: str, mirrored: bool
) -> None:
    bodies = [
        ("The chairman opened the meeting and", "said that the vans were to be"),
        ("sold before the summer. Nobody asked", "why it had not been done in the"),
        ("winter. The treasurer would look into", "it and write to all of the"),
        ("members by the end of May.", "The meeting closed at noon."),
    ]
    pages = [framed(*body, head=head, foot=foot, mirrored=mirrored) for body in bodies]
    made = drawn(tmp_path, *pages)
    assert words(made) == " ".join(line for body in bodies for line in body)
    held = {(one.edge, one.page) for one in made.furniture}
    assert held == {
        (edge, page)
        for edge, shown in (("head", head), ("foot", foot))
        if shown
        for page in range(1, 5)
    }
    assert any("were to be\nsold before the summer." in p.text for p in analyse(made).passages)


def test_table_heads_that_come_again_on_each_page_stay_in_the_text(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        at(canvas, 72, 790, "Ward   Calls   Visits")
        for number in range(12):
            at(canvas, 72, 776 - 14 * number, f"Ward {canvas.getPageNumber()}{number:02d} 4 7")

    made = drawn(tmp_path, page, page, page)
    assert made.text.count("Ward Calls Visits") == 3
    assert made.furniture == ()


def test_pages_that_hold_one_like_line_each_are_no_furniture(tmp_path: Path) -> None:
    pages = [lambda canvas, n=n: at(canvas, 72, 800, f"Certificate {n}") for n in (1, 2, 3)]
    assert words(drawn(tmp_path, *pages)) == "Certificate 1 Certificate 2 Certificate 3"  # type: ignore[arg-type]


def test_a_foot_that_stands_higher_on_one_page_is_the_foot_of_that_page_too(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        number = canvas.getPageNumber()
        paragraph(canvas, *FILLER, f"On sheet {number} there is more of it.", y=600 + number)
        high = 60 if number == 4 else 30
        at(canvas, 72, high, f"Visit to the depots, {number + 1} to 9 May 2021    {number}", 9)

    made = drawn(tmp_path, page, page, page, page, page)
    assert {one.page for one in made.furniture} == {1, 2, 3, 4, 5}
    assert "Visit to the depots" not in made.text


def test_a_page_lying_on_its_side_has_its_own_head_and_foot(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.rotate(90)
        canvas.translate(0, -A4[0])
        at(canvas, 60, A4[0] - 20, "Northmoor accounts 2021", 9)
        paragraph(canvas, f"Sheet {canvas.getPageNumber() * 7} tells of the vans.", x=60, y=400)
        canvas.restoreState()

    made = drawn(tmp_path, page, page, page)
    assert [one.text for one in made.furniture] == ["Northmoor accounts 2021"] * 3
    assert words(made).count("Northmoor") == 0
    (box,) = {line.box[1] for line in made.lines if line.box}
    assert 390 < box < 400
    assert made.pages[0].size == (841.9, 595.3)


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


@given(
    st.lists(
        st.lists(
            st.tuples(
                st.sampled_from(["Head 1", "Head 2", "4", "5", "Words of the body", "so"]),
                st.sampled_from([20.0, 30.0, 31.0, 60.0, 400.0, 800.0, 815.0]),
                st.sampled_from([8.0, 11.0]),
            ),
            max_size=5,
        ),
        max_size=5,
    )
)
def test_whatever_stands_on_the_pages_is_text_or_furniture(
    made: list[list[tuple[str, float, float]]],
) -> None:
    pages = {
        number: [Line(text, size, box=(72, y, 300, y + size)) for text, y, size in lines]
        for number, lines in enumerate(made, 1)
    }
    shown = flow(pages, dict.fromkeys(pages, A4), 11.0)
    told = [one.line.text for one in shown.lines] + [one.text for one in shown.furniture]
    assert sorted(told) == sorted(text for lines in made for text, _, _ in lines)


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
