"""Raised marks and unseen words of HTML and DOCX; heads and page numbers of plain text."""

from __future__ import annotations

import time
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Document, SourceFile
from indexer.analyse import analyse
from indexer.layout.lines import lines
from indexer.readers.docx import read_docx
from indexer.readers.html import read_html
from indexer.readers.note_marks import raised, referenced, taken
from indexer.readers.text_repair import closed_up


def source(name: str) -> SourceFile:
    return SourceFile(name, "", "", 1)


def page(tmp_path: Path, body: str, head: str = "") -> Document:
    path = tmp_path / "page.html"
    path.write_text(f"<html><head>{head}</head><body>{body}</body></html>", encoding="utf-8")
    return read_html(path, source("page.html"))


@pytest.mark.parametrize(
    ("before", "mark", "after", "shown"),
    [
        ("waited 31", "2", " minutes", "waited 31 minutes"),
        ("waited 31", "1, 2", " minutes", "waited 31 minutes"),
        ("the plan", "[7]", ".", "the plan."),
        ("the plan ", "3", ".", "the plan."),
        ("the plan", "b", " and", "the plan and"),
        ("crime†", "†", " fell", "crime† fell"),
        ("officers", "4", "and staff", "officers and staff"),
        ("the 2", "nd", " time", "the 2nd time"),
        ("y 3", "ydd", " tro", "y 3ydd tro"),
        ("N", "o", " 12", "No 12"),
        ("Mc", "c", "Dee", "MccDee"),
        ("40 km", "2", " of moor", "40 km2 of moor"),
        ("CO", "2", " fell", "CO2 fell"),
        ("4 × 10", "6", " litres", "4 × 10⁶ litres"),
        ("took 1", "1", "/2 days", "took 1 1/2 days"),
        ("", "5", "Without leave.", "[5] Without leave."),
        ("", "th", "", "th"),
        ("see ", "a long remark in small type", ".", "see a long remark in small type."),
    ],
)
def test_a_raised_mark_belongs_to_its_word_or_refers_to_a_note(
    before: str, mark: str, after: str, shown: str
) -> None:
    assert taken(before + raised(before, mark, after) + after)[0] == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("It took 52³ days.", "It took 52 days."),
        ("It is 52 m² large, and 3 km² wide.", "It is 52 m² large, and 3 km² wide."),
        ("the force’s plan.⁴ Then", "the force’s plan. Then"),
        ("3 × 10⁶", "3 × 10⁶"),
        ("plain", "plain"),
    ],
)
def test_raised_figures_of_unicode_are_told_alike(text: str, shown: str) -> None:
    assert taken(referenced(text))[0] == shown


@given(st.text(), st.text(alphabet="0123456789abc*\ufdd0\ufdd1 []", max_size=20), st.text())
def test_no_noncharacter_is_left_in_a_text(before: str, mark: str, after: str) -> None:
    text, found = taken(before + raised(before, mark, after) + after)
    assert "\ufdd0" not in text
    assert "\ufdd1" not in text
    assert all(0 <= at <= len(text) for at, _ in found)


def test_marks_take_time_in_proportion() -> None:
    def spent(count: int) -> float:
        text = "47¹ " * count + "\ufdd0" * count + "m" * count
        begun = time.thread_time()
        taken(referenced(text))
        return time.thread_time() - begun

    spent(100)
    assert spent(40_000) < 100 * max(spent(2_000), 0.005)


def test_references_of_a_web_page_stand_beside_its_text(tmp_path: Path) -> None:
    made = page(
        tmp_path,
        '<h1>Fleet<sup>1</sup></h1><p>It took 61<sup><a href="#n2">2</a></sup> days'
        '<span style="vertical-align: super">3</span> and 9<a href="#n4">4</a> men, see item '
        '<a href="#i">4</a>.</p><p><sup>2</sup> Without leave.</p>'
        "<table><caption>Vans<sup>5</sup></caption><tr><td>Ashby</td><td>1,204<sup>a</sup></td>"
        "</tr></table>",
    )
    assert made.title == "Fleet"
    assert made.text.split("\n\n") == [
        "Fleet",
        "It took 61 days and 9 men, see item 4.",
        "[2] Without leave.",
        "Vans",
        "Ashby\t1,204",
    ]
    marks = [(one.mark, made.text[max(0, one.at - 5) : one.at]) for one in made.references]
    assert marks == [
        ("1", "Fleet"),
        ("2", "ok 61"),
        ("3", " days"),
        ("4", "and 9"),
        ("5", "\nVans"),
        ("a", "1,204"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "<del>81</del>",
        "<s>81</s>",
        "<strike>81</strike>",
        '<span style="text-decoration: line-through">81</span>',
        '<span class="out">81</span>',
        '<span style="display:none">81</span>',
        '<span style="font-size:0">81</span>',
        '<span style="font-size: 1px">81</span>',
        '<span style="opacity: 0">81</span>',
        '<span style="color:#ffffff">81</span>',
        "<span hidden>81</span>",
    ],
)
def test_what_a_page_takes_back_or_hides_is_not_read(tmp_path: Path, words: str) -> None:
    style = "<style>b {color: red} p.none, .out {text-decoration: line-through}</style>"
    made = page(tmp_path, f"<p>The fee is £{words}<ins>93</ins> a year.</p>", style)
    assert made.text == "The fee is £93 a year."


@pytest.mark.parametrize(
    "words",
    [
        '<span style="font-size:1.2em">93</span>',
        '<span style="opacity: 0.9">93</span>',
        '<span style="color:#fff;background:#000">93</span>',
        '<span class="paper">93</span>',
        "<u>93</u>",
    ],
)
def test_what_a_page_shows_is_read(tmp_path: Path, words: str) -> None:
    style = "<style>@media print {.paper {display: none} .x {color: red}}</style>"
    assert page(tmp_path, f"<p>It is £{words}.</p>", style).text == "It is £93."


def word(tmp_path: Path, made: docx.document.Document) -> Document:  # type: ignore[name-defined]
    path = tmp_path / "made.docx"
    made.save(str(path))
    return read_docx(path, source("made.docx"))


def test_raised_runs_of_word_are_told_alike(tmp_path: Path) -> None:
    made = docx.Document()
    mark = made.styles.add_style("Mark", WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True
    paragraph = made.add_paragraph("It took 61")
    paragraph.add_run("4").font.superscript = True
    paragraph.add_run(" days, from the 3")
    paragraph.add_run("rd").font.superscript = True
    paragraph.add_run(" of May, for 12")
    paragraph.add_run("5", style="Mark")
    paragraph.add_run(" vans and 7")
    paragraph.add_run("6")._r.get_or_add_rPr().append(
        parse_xml(f'<w:position {nsdecls("w")} w:val="6"/>')
    )
    paragraph.add_run(" tonnes of CO")
    paragraph.add_run("2").font.subscript = True
    read = word(tmp_path, made)
    assert read.text == "It took 61 days, from the 3rd of May, for 12 vans and 7 tonnes of CO2"
    assert [one.mark for one in read.references] == ["4", "5", "6"]


def test_what_word_strikes_or_hides_is_not_read(tmp_path: Path) -> None:
    made = docx.Document()
    gone = made.styles.add_style("Gone", WD_STYLE_TYPE.CHARACTER)
    gone.font.strike = True
    paragraph = made.add_paragraph("The fee is ")
    paragraph.add_run("£70 ").font.strike = True
    paragraph.add_run("£71 ").font.double_strike = True
    paragraph.add_run("£72 ").font.hidden = True
    paragraph.add_run("£73 ", style="Gone")
    paragraph.add_run("£74 ").font.color.rgb = RGBColor(255, 255, 255)
    paragraph.add_run("£75 ").font.size = Pt(1)
    paragraph.add_run("£93", style="Gone").font.strike = False
    paragraph.add_run(" a year.")
    cell = made.add_table(1, 1).cell(0, 0).paragraphs[0].add_run("White on blue")
    cell.font.color.rgb = RGBColor(255, 255, 255)
    assert word(tmp_path, made).text == "The fee is £93 a year.\n\nWhite on blue"


def test_page_heads_of_word_stand_beside_the_text_and_fonts_are_known(tmp_path: Path) -> None:
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "Northmoor Board, 4 May 2021"
    made.sections[0].footer.paragraphs[0].text = "Draft"
    made.add_paragraph().add_run("Large").font.size = Pt(20)
    made.add_paragraph().add_run("Named").font.name = "Arial"
    read = word(tmp_path, made)
    assert read.text == "Large\n\nNamed"
    edges = [(one.text, one.edge, one.page) for one in read.furniture]
    assert edges == [("Northmoor Board, 4 May 2021", "head", None), ("Draft", "foot", None)]
    assert [one.size for one in read.lines] == [20, None]
    assert read.lines[1].font == "Arial"


def plain(text: str) -> Document:
    return Document("a.txt", source("a.txt"), text)


PAGES = (
    ("The board met in the old depot and", "heard how the vans were sold. It then"),
    ("turned to the fuel that they use. The", "treasurer had no figures, and was"),
    ("asked to bring some in June. Nobody", "else had anything to say."),
)


@pytest.mark.parametrize("feed", ["\f", "\n"])
@pytest.mark.parametrize(
    ("head", "foot"),
    [("Northmoor Board, notes of May", "Page {}"), ("", "{}"), ("Draft {}", "- {} -")],
)
def test_heads_and_numbers_between_pages_of_a_text_are_in_no_passage(
    feed: str, head: str, foot: str
) -> None:
    text = ""
    for number, body in enumerate(PAGES, 6):
        top = f"{head.format(number)}\n\n" if head else ""
        filler = "".join(f"Line {n} of the minutes, number {number}.\n" for n in range(20))
        text += f"{top}{filler}{body[0]}\n{body[1]}\n\n{foot.format(number)}\n{feed}"
    made = analyse(plain(text))
    for one in made.passages:
        assert "Northmoor" not in one.text
        assert "Draft" not in one.text
        assert "\n\n" not in one.text
        assert one.text not in (foot.format(6), foot.format(7), foot.format(8))
    assert any(one.text.startswith("turned to the fuel") for one in made.passages)


def test_the_numbers_of_items_are_no_page_numbers() -> None:
    items = ("Apologies", "Minutes of the last meeting", "Fleet", "Fuel", "Any other business")
    text = "\n\n".join(f"{number}\n\n{item}" for number, item in enumerate(items, 1))
    assert not any(line.furniture for line in lines(plain(text)))


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("N O T E S", "NOTES"),
        ("N O T E S   O F   T H E   B O A R D", "NOTES OF THE BOARD"),
        ("B O A R D \u00a0 P A P E R S", "BOARD PAPERS"),
        ("N O T E S O F T H E B O A R D", "N O T E S O F T H E B O A R D"),
        ("A B C", "A B C"),
        ("I A M E Smith", "I A M E Smith"),
    ],
)
def test_words_set_letter_by_letter_are_closed_up(line: str, shown: str) -> None:
    assert closed_up(line) == shown


def test_a_page_set_letter_by_letter_is_words(tmp_path: Path) -> None:
    made = page(tmp_path, "<h1>N O T E S &nbsp; O F &nbsp; M A Y</h1><p>All was well.</p>")
    assert made.text == "NOTES OF MAY\n\nAll was well."
