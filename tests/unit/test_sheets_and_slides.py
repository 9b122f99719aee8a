"""Sheets and slides: what shows is read, what is hidden is not."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from office_files import saved, understood
from openpyxl import Workbook
from openpyxl.styles import Font
from pptx import Presentation
from pptx.util import Inches

from api.views import wording
from indexer.readers.office.number_formats import shown

# Sheets


@pytest.mark.parametrize(
    ("value", "code", "words"),
    [
        (1250000, '"£"#,##0', "£1,250,000"),
        (1310500.5, "[$£-809]#,##0.00", "£1,310,500.50"),
        (-4200, "#,##0;[Red](#,##0)", "(4,200)"),
        (-4200, '_-"£"* #,##0_-;-"£"* #,##0_-', "-£ 4,200"),
        (0.701, "0.0%", "70.1%"),
        (0.005, "0%", "1%"),
        (2.675, "0.00", "2.68"),
        (2.5, "0", "3"),
        (46.6, "General", "46.6"),
        (47.0, "General", "47"),
        (0.1 + 0.2, "General", "0.3"),
        (12, '0" calls"', "12 calls"),
        (1234567, '#,##0.0,,"m"', "1.2m"),
        (0.5, "# ?/?", "0.5"),
        (12345.678, "0.00E+00", "12345.678"),
        (3.5, "0.##", "3.5"),
        (True, "General", "TRUE"),
        (datetime.datetime(2019, 3, 4), "dd/mm/yyyy", "4 March 2019"),
        (datetime.datetime(2019, 3, 4), "mm-dd-yy", "4 March 2019"),
        (datetime.datetime(2019, 3, 4, 14, 30), "dd/mm/yyyy hh:mm", "4 March 2019 14:30"),
        (datetime.datetime(2019, 3, 1), "mmm-yy", "March 2019"),
        ("as it is", "0.00", "as it is"),
        (None, "0", ""),
        (1e300, "0.00", "1e+300"),
    ],
)
def test_a_cell_says_what_the_sheet_shows(value: object, code: str, words: str) -> None:
    assert shown(value, code) == words


def workbook() -> Workbook:
    book = Workbook()
    sheet = book.active
    sheet.title = "Budget"
    sheet["A1"] = "Budget of the Vale Panel"
    sheet["A1"].font = Font(bold=True)
    sheet["A3"], sheet["B3"], sheet["C3"] = "Cost centre", "Budget", "Change"
    for row in (("Roads", 1250000, 0.0484), ("Custody", 90000, -0.5), ("Secret", 5, 0.1)):
        sheet.append(row)
    for row in (4, 5, 6):
        sheet.cell(row, 2).number_format = '"£"#,##0'
        sheet.cell(row, 3).number_format = "0.0%"
    sheet.row_dimensions[6].hidden = True
    sheet["G4"] = "a hidden column"
    sheet.column_dimensions["G"].hidden = True
    hidden = book.create_sheet("Old")
    hidden["A1"] = "a hidden sheet"
    hidden.sheet_state = "hidden"
    book.create_sheet("Nothing")
    words = book.create_sheet("Notes")
    words.append(["Ref", "Point raised"])
    words.append(["1", "The panel asked when the new station in Thornby would open."])
    words.append(["2", "The panel asked for the figures of the last three winters."])
    words["XFD1048576"] = "far away"
    words["A2000"] = "A line below."
    return book


def test_a_workbook_is_read_sheet_by_sheet(tmp_path: Path) -> None:
    found = understood(tmp_path, "a.xlsx", saved(workbook()))
    rows = [(p.text, p.columns, p.page_label) for p in found.passages if p.kind == "row"]
    assert rows == [
        ("Roads\t£1,250,000\t4.8%", "Cost centre | Budget | Change", "sheet Budget"),
        ("Custody\t£90,000\t-50.0%", "Cost centre | Budget | Change", "sheet Budget"),
        (
            "1\tThe panel asked when the new station in Thornby would open.",
            "Ref | Point raised",
            "sheet Notes",
        ),
        (
            "2\tThe panel asked for the figures of the last three winters.",
            "Ref | Point raised",
            "sheet Notes",
        ),
    ]
    document = found.document
    assert document.title == "Budget of the Vale Panel"
    assert document.notes == ("hidden sheets: 1",)
    assert [page.label for page in document.pages] == [
        "sheet Budget",
        "sheet Nothing",
        "sheet Notes",
    ]
    assert "idden" not in document.text
    assert "A line below." in document.text
    assert wording.page(1, "sheet Budget") == "sheet Budget"


def test_two_rows_of_heads_stand_over_their_columns(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    for row in (
        ["", "April 2020", "", "May 2020", ""],
        ["District", "Number", "Share", "Number", "Share"],
        ["Thornby", 131, 0.4, 142, 0.6],
    ):
        sheet.append(row)
    for cell in (*sheet[1], *sheet[2]):
        cell.font = Font(bold=True)
    sheet.merge_cells("B1:C1")
    sheet.merge_cells("D1:E1")
    found = understood(tmp_path, "a.xlsx", saved(book))
    (row,) = [p for p in found.passages if p.kind == "row" and "Thornby" in p.text]
    assert "April 2020 › Number" in row.columns
    assert "May 2020 › Number" in row.columns


# Slides


def test_a_presentation_is_read_slide_by_slide(tmp_path: Path) -> None:
    show = Presentation()
    first = show.slides.add_slide(show.slide_layouts[1])
    first.shapes.title.text = "Rural crime update"
    frame = first.placeholders[1].text_frame
    frame.text = "Quad bikes stolen fell to 14"
    below = frame.add_paragraph()
    below.text, below.level = "in two of the districts", 1
    first.notes_slide.notes_text_frame.text = "words that nobody was shown"
    second = show.slides.add_slide(show.slide_layouts[5])
    second.shapes.title.text = "Figures"
    table = second.shapes.add_table(3, 2, Inches(1), Inches(1), Inches(4), Inches(2)).table
    for row, cells in enumerate((("Month", "Thefts"), ("May", "41"), ("June", "37"))):
        for column, words in enumerate(cells):
            table.cell(row, column).text = words
    third = show.slides.add_slide(show.slide_layouts[5])
    third.shapes.title.text = "A hidden slide"
    third._element.set("show", "0")
    found = understood(tmp_path, "b.pptx", saved(show))
    told = [(p.text, p.section.headings, p.columns, p.page_label) for p in found.passages]
    assert told == [
        ("Quad bikes stolen fell to 14", (), "", "slide 1"),
        ("in two of the districts", (), "", "slide 1"),
        ("May\t41", ("Figures",), "Month | Thefts", "slide 2"),
        ("June\t37", ("Figures",), "Month | Thefts", "slide 2"),
    ]
    assert found.document.title == "Rural crime update"
    assert found.document.notes == ("hidden slides: 1",)
