"""What a heading is not: an amount, a row of figures, an address; and how files mark theirs."""

from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reading import read_file
from reportlab.pdfgen.canvas import Canvas

from corpus.model import Document, Page, SourceFile, Span, Understanding
from indexer.analyse import analyse
from indexer.layout.amounts import figures
from indexer.readers.docx import read_docx

SAID = (
    "The wardens agreed that the lamps of the north mole be lit at dusk on every day of the year."
)


def read(text: str, name: str = "quay.txt", emphasis: tuple[str, ...] = ()) -> Understanding:
    source = SourceFile(name, "0" * 64, "text/plain", len(text))
    strong = tuple(Span(text.index(one), text.index(one) + len(one)) for one in emphasis)
    return analyse(Document(name, source, text, emphasis=strong))


def headings(found: Understanding) -> set[str]:
    return {one.headings[-1] for one in found.sections if one.headings}


@pytest.mark.parametrize(
    "words",
    [
        "Lamp oil £138.00",
        "Clerk's wage (April) €346.75",
        "Boats in harbour 142 131 120",
        "Satisfaction of skippers 68.0% 69.5% 70.1%",
        "Total fees £1.2m",
        "Nets mended 1,204",
    ],
)
def test_a_line_that_ends_in_figures_is_no_heading_and_can_be_quoted(words: str) -> None:
    found = read(f"Notes of the Quay Board\n\n1. Money\n\n{words}\n\n{SAID}\n\n2. Oil\n\n{SAID}\n")
    assert words not in headings(found)
    assert any(words in one.text for one in found.passages)


@pytest.mark.parametrize(
    "words",
    ["Budget 2018/19", "999 calls", "Accounts for 2019", "Covid-19", "Operation 40", "Phase 2"],
)
def test_a_year_or_a_name_with_a_number_may_be_a_heading(words: str) -> None:
    assert not figures(words)


@pytest.mark.parametrize(
    "words",
    [
        "Date of next meeting 26th January 2016, 17:45",
        "Dates and times of the next meetings 3 May and 7 June at 6pm",
        "DATE AND PLACE OF NEXT MEETING: 4 March 2021 at the Mole Inn",
    ],
)
def test_a_line_that_tells_when_the_next_meeting_is_heads_nothing(words: str) -> None:
    text = f"Notes of the Quay Board\n\n1. Money\n\n{SAID}\n\n{words}\n\nThe tide table is shown.\n"
    found = read(text, emphasis=(words,))
    assert words not in headings(found)
    assert any(words in one.text for one in found.passages)


def test_two_sentences_behind_a_number_are_a_paragraph() -> None:
    lines = (
        "Notes of the Quay Board of 4 May 2021",
        "3 Matters arising",
        "3.1 BH tabled a plan of the slip and asked if it could be sent round. AGREED",
        f"3.2 {SAID}",
        "4 Ropes",
        f"4.1 {SAID}",
    )
    found = read("\n\n".join(lines))
    assert not any("BH tabled" in one for one in headings(found))
    assert any("BH tabled a plan" in one.text for one in found.passages)


def test_a_heading_whose_words_head_the_table_under_it_is_one_heading() -> None:
    again = "Areas for repair"
    text = f"Notes of the Quay Board\n\n{SAID}\n\n{again}\n\n{again}\n\n{SAID}\n\n{SAID}\n"
    strong = [Span(at, at + len(again)) for at in (text.index(again), text.rindex(again))]
    source = SourceFile("quay.txt", "0" * 64, "text/plain", len(text))
    found = analyse(Document("quay.txt", source, text, emphasis=tuple(strong)))
    assert [one.headings for one in found.sections if one.headings] == [(again,)]


def test_the_lines_of_an_address_head_nothing() -> None:
    lines = ("Harbour Office", "9 Mole Street", "Thornby", "QX4 7ZD")
    text = (
        f"Notes of the Quay Board\n\n{SAID}\n\nLamps\n\n{SAID}\n\n"
        + "\n".join(lines)
        + f"\n\n{SAID}\n"
    )
    assert headings(read(text, emphasis=("Lamps", "QX4 7ZD"))) == {"Lamps"}


def test_a_postcode_is_no_number_and_a_title() -> None:
    found = read(
        f"Notes of the Quay Board\n\nLamps\n\n{SAID}\n\nM1 2WD\n\n{SAID}\n", emphasis=("Lamps",)
    )
    assert not [one for one in found.sections if one.label == "M1"]


def test_a_long_question_set_strong_is_a_heading() -> None:
    asked = (
        "What is it like to be the skipper of a small boat with a family to feed in the harbour "
        "of Thornby?"
    )
    found = read(
        f"Report on the harbour\n\n{SAID}\n\n{asked}\n\n{SAID}\n\n{SAID} Again.\n",
        emphasis=(asked,),
    )
    assert asked in headings(found)


MARKDOWN = f"""\
# Quay Board

## 1. Lamps

{SAID}

#### The pilot told of the winter.

Nine boats were lost, and eight of them were found again.

Money
-----

There was none to speak of, and there had been none for a year.

2\\. Oil

There was enough of it to last until the spring of the year.

3\\. Bells

None of them had rung since the winter before the last one.
"""


def test_marked_headings_of_markdown_are_headings_whatever_they_say() -> None:
    found = read(MARKDOWN, "quay.md")
    over = {one.text[:9]: one.section.headings for one in found.passages}
    assert over["The warde"][-1] == "1 Lamps"
    assert over["Nine boat"][-1] == "The pilot told of the winter."
    assert over["There was"][-1] in ("Money", "2 Oil")
    assert over["None of t"][-1] == "3 Bells"


def test_a_line_of_markdown_that_a_page_prints_is_no_mark() -> None:
    text = f"Notes of the Quay Board\n\n# 4 lamps are dark and nobody has said why.\n\n{SAID}\n"
    source = SourceFile("quay.pdf", "0" * 64, "application/pdf", len(text))
    found = analyse(Document("quay.pdf", source, text, pages=(Page(1, 0, len(text)),)))
    assert not [one for one in found.sections if one.headings and "nobody" in one.headings[-1]]


def numbered(path: Path, bold: bool, capitals: bool) -> None:
    made = docx.Document()
    made.add_paragraph("Thornby Quay Board", style="Title")
    made.add_paragraph("Minutes of the meeting held on 4 June 2019")
    root = made.part.numbering_part.element
    level = (
        '<w:lvl w:ilvl="{}"><w:start w:val="{}"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="{}"/></w:lvl>'
    )
    levels = level.format(0, 31, "%1.") + level.format(1, 1, "%1.%2")
    root.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="88">{levels}</w:abstractNum>')
    )
    root.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="88"><w:abstractNumId w:val="88"/></w:num>')
    )
    for depth, words in (
        (0, "Lamps of the mole"), (1, "Nine lamps were lit in the month of May."),
        (0, "Oil and wicks"), (1, "The price of oil had doubled."),
        (1, "Wicks were lent to the pilot."),
        (0, "Bells and horns"), (1, "The bell is to be mended before the regatta."),
    ):  # fmt: skip
        paragraph = made.add_paragraph()
        run = paragraph.add_run(words.upper() if capitals and not depth else words)
        run.bold = bold and not depth
        properties = paragraph._p.get_or_add_pPr()
        properties.append(
            parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="88"/></w:numPr>'
            )
        )
    made.save(str(path))


@pytest.mark.parametrize(("bold", "capitals"), [(True, False), (False, True), (False, False)])
def test_titles_that_word_numbers_are_headings(tmp_path: Path, bold: bool, capitals: bool) -> None:
    path = tmp_path / "quay.docx"
    numbered(path, bold, capitals)
    found = analyse(read_docx(path, SourceFile(path.name, "0" * 64, "docx", 1)))
    labels = [one.label for one in found.sections if one.heading and one.label]
    assert labels == ["31", "32", "33"]
    lent = next(one for one in found.passages if "lent to the pilot" in one.text)
    assert lent.section.headings[0].casefold() == "32 oil and wicks"


def test_a_bold_line_of_word_is_a_heading(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("Thornby Quay Board", style="Title")
    made.add_paragraph().add_run("Lamps of the mole").bold = True
    made.add_paragraph(SAID)
    made.add_paragraph().add_run("Total £4,812").bold = True
    made.add_paragraph(SAID + " Again.")
    path = tmp_path / "quay.docx"
    made.save(str(path))
    found = analyse(read_docx(path, SourceFile(path.name, "0" * 64, "docx", 1)))
    assert headings(found) & {"Lamps of the mole", "Total £4,812"} == {"Lamps of the mole"}


def test_a_heading_set_larger_stands_over_those_that_are_only_bold(tmp_path: Path) -> None:
    path = tmp_path / "quay.pdf"
    canvas = Canvas(str(path))
    y = 780
    for font, size, words in (
        ("Helvetica-Bold", 18, "Inspection of the harbour"),
        ("Helvetica", 10, SAID),
        ("Helvetica-Bold", 13, "Areas for the wardens to mend"),
        ("Helvetica-Bold", 10, "Lamps of the mole"),
        ("Helvetica", 10, SAID),
        ("Helvetica-Bold", 10, "Oil and wicks"),
        ("Helvetica", 10, SAID.replace("lamps", "wicks")),
        ("Helvetica-Bold", 13, "What happens next"),
        ("Helvetica", 10, SAID.replace("lamps", "bells")),
    ):
        canvas.setFont(font, size)
        canvas.drawString(50, y, words)
        y -= 40
    canvas.save()
    document = read_file(tmp_path, SourceFile(path.name, "0" * 64, "application/pdf", 1)).document
    assert document is not None
    paths = {one.text[22:34]: one.section.headings for one in analyse(document).passages}
    assert paths["t the wicks "] == ("Areas for the wardens to mend", "Oil and wicks")
    assert paths["t the bells "] == ("What happens next",)


def test_a_heading_that_tells_an_amount_is_quoted_beside_what_stands_under_it() -> None:
    strong = ("Lamps", "Plan of £2.3m for the lamps")
    text = f"Report on the harbour\n\n{SAID}\n\n{strong[0]}\n\n{SAID}\n\n{strong[1]}\n\n{SAID}\n"
    found = read(text, emphasis=strong)
    quotes = [one.text for one in found.passages]
    assert strong[1] in headings(found)
    assert strong[1] in quotes
    assert strong[0] not in quotes
