"""Tables of PDFs by geometry: a cell knows its row and its column, or there is no table."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from reading import read_file
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from corpus.model import Document, SourceFile
from indexer.analyse import analyse
from indexer.readers.tables import lines as table_lines
from indexer.readers.tables.segments import Segment

Draw = Callable[[Canvas], None]
XS = (72, 250, 340, 430)
TITLE = "Quarterly figures of the harbour"


def read(path: Path, *pages: Draw, size: tuple[float, float] = A4) -> Document:
    canvas = Canvas(str(path), pagesize=size)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    found = read_file(path.parent, SourceFile(path.name, "0" * 64, "application/pdf", 1)).document
    assert found is not None
    return found


def table(
    rows: Sequence[Sequence[str]],
    top: float = 700,
    ruled: bool = False,
    bold: int = 1,
    xs: Sequence[float] = XS,
    title: str = TITLE,
) -> Draw:
    """A table of lines 20 points apart, its first ``bold`` rows set bold, below a sentence."""

    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        if title:
            canvas.drawString(72, 780, title)
        for number, row in enumerate(rows):
            canvas.setFont("Helvetica-Bold" if number < bold else "Helvetica", 10)
            for x, words in zip(xs, row, strict=False):
                if words:
                    canvas.drawString(x, top - 20 * number, words)
        if ruled:
            low = top - 20 * len(rows) + 14
            for number in range(len(rows) + 1):
                y = top + 14 - 20 * number
                canvas.line(xs[0] - 4, y, xs[-1] + 80, y)
            for x in (*xs, xs[-1] + 84):
                canvas.line(x - 4, low, x - 4, top + 14)
        canvas.setFont("Helvetica", 10)

    return page


def rows(document: Document) -> list[tuple[int, str, str]]:
    return [
        (one.level, one.header, document.text[one.span.start : one.span.end])
        for one in document.blocks
        if one.kind == "row"
    ]


FIGURES = [
    ["Measure", "April 2020", "May 2020", "June 2020"],
    ["Boats moored", "81.2%", "79.6%", "77.3%"],
    ["Lamps lit", "142", "131", "120"],
    ["Nets mended", "1,204", "1,377", "1,490"],
]
HEAD = "Measure | April 2020 | May 2020 | June 2020"


@pytest.mark.parametrize("ruled", [False, True])
def test_figures_in_columns_are_rows_under_their_heads(tmp_path: Path, ruled: bool) -> None:
    found = read(tmp_path / "quay.pdf", table(FIGURES, ruled=ruled))
    assert rows(found) == [
        (1, "", "\t".join(FIGURES[0])),
        *((0, HEAD, "\t".join(row)) for row in FIGURES[1:]),
    ]
    passages = analyse(found).passages
    assert [one.columns for one in passages if "Lamps lit" in one.text] == [HEAD]
    assert not [one for one in analyse(found).sections if "Lamps" in "".join(one.headings)]


def test_a_page_read_with_its_side_up_has_tables_too(tmp_path: Path) -> None:
    def turned(canvas: Canvas) -> None:
        canvas.rotate(90)
        canvas.translate(0, -A4[0])
        table(FIGURES, top=400)(canvas)

    found = read(tmp_path / "quay.pdf", turned, size=A4)
    assert [header for level, header, _ in rows(found) if not level] == [HEAD] * 3
    wide = read(tmp_path / "wide.pdf", table(FIGURES, top=400), size=landscape(A4))
    assert [header for level, header, _ in rows(wide) if not level] == [HEAD] * 3


def test_two_rows_of_heads_and_a_head_over_two_columns(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        cells = [
            ["Harbour", "Easter", "", "Midsummer"],
            ["", "Boats", "Share", "Boats"],
            ["North", "14", "3%", "31"],
            ["South", "15", "4%", "29"],
        ]
        table(cells, ruled=True, bold=2)(canvas)
        canvas.setStrokeColorRGB(1, 1, 1)
        canvas.setStrokeColorRGB(0, 0, 0)

    found = read(tmp_path / "quay.pdf", page)
    head = [header for level, header, _ in rows(found) if not level]
    # The rule between the two columns is drawn: the head stands over the first of them only.
    assert head == ["Harbour | Easter › Boats | Share | Midsummer › Boats"] * 2


def test_heads_that_repeat_stand_under_the_name_to_their_left(tmp_path: Path) -> None:
    cells = [
        ["Harbour", "Easter", "", "Midsummer", ""],
        ["", "Boats", "Nets", "Boats", "Nets"],
        ["North", "14", "3", "31", "7"],
        ["South", "15", "4", "29", "9"],
    ]
    xs = (72, 160, 220, 300, 380)
    found = read(tmp_path / "quay.pdf", table(cells, ruled=True, bold=2, xs=xs))
    head = "Harbour | Easter › Boats | Easter › Nets | Midsummer › Boats | Midsummer › Nets"
    assert [header for level, header, _ in rows(found) if not level] == [head] * 2


def test_a_cell_that_reaches_to_the_next_is_cut_where_the_names_above_stand(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 11)
        canvas.drawString(72, 700, "Harbour office")
        canvas.drawString(256, 700, "Customs and Excise")
        canvas.setFont("Helvetica", 11)
        canvas.drawString(72, 680, "Ada Quill, warden and lead inspector")
        canvas.drawString(256, 680, "Di Vane, chief collector of duties")
        canvas.drawString(72, 660, "Bo Hay, warden")
        canvas.drawString(256, 660, "Ed Lunn, collector")
        canvas.drawString(72, 640, "Cy Orme, lamplighter")

    found = read(tmp_path / "quay.pdf", page)
    told = [words for level, _, words in rows(found) if not level]
    assert told == [
        "Ada Quill, warden and lead inspector\tDi Vane, chief collector of duties",
        "Bo Hay, warden\tEd Lunn, collector",
    ]


def test_a_table_goes_on_over_a_page_with_its_heads(tmp_path: Path) -> None:
    more = [
        ["Bells rung", "12", "14", "9"],
        ["Ropes spliced", "7", "8", "11"],
        ["Oil", "3", "4", "5"],
    ]
    found = read(
        tmp_path / "quay.pdf",
        table(FIGURES, ruled=True),
        table(more, top=780, ruled=True, bold=0, title=""),
    )
    assert [header for level, header, _ in rows(found) if not level] == [HEAD] * 6
    again = read(
        tmp_path / "again.pdf",
        table(FIGURES, ruled=True),
        table([FIGURES[0], *more], top=780, ruled=True, title=""),
    )
    assert [level for level, _, _ in rows(again)] == [1, 0, 0, 0, 1, 0, 0, 0]
    assert {header for level, header, _ in rows(again) if not level} == {HEAD}


def test_a_row_that_a_page_break_cuts_goes_on_under_its_heads(tmp_path: Path) -> None:
    """The rest of a long cell over one row more, in rules, without heads of its own."""
    first = [("Who", "What to do"), ("Harbour Board", "Mend the quay")]
    long = "The board and its neighbours should agree by the spring who pays for the dredger and "

    def second(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(250, 760, "where the ferry lands, so that nobody falls.")
        canvas.drawString(72, 735, "Sallowby Trust")
        for number in range(4):
            canvas.drawString(250, 735 - 13 * number, long[:60])
        for y in (772, 750, 680):
            canvas.line(68, y, 560, y)
        for x in (68, 246, 560):
            canvas.line(x, 680, x, 772)
        canvas.drawString(72, 600, "Nothing else was asked of anybody.")

    def page(canvas: Canvas) -> None:
        table(first, ruled=True, xs=(72, 250), title="What the board asks for", top=100)(canvas)

    made = read(tmp_path / "a.pdf", page, second)
    told = {" ".join(one.text.split()): one.columns for one in analyse(made).passages}
    (row,) = [words for words in told if "The board and its neighbours" in words]
    assert "falls" not in row
    assert told[row].endswith("What to do")


def test_a_table_of_actions_is_read_without_figures(tmp_path: Path) -> None:
    cells = [
        ["Ref", "Action", "Owner", "Due"],
        ["20/1", "Count lamps", "Ms Vale", "At once"],
        ["20/2", "Write home", "The Chair", "In May"],
    ]
    found = read(tmp_path / "quay.pdf", table(cells, ruled=True, xs=(72, 200, 320, 430)))
    assert {header for level, header, _ in rows(found) if not level} == {
        "Ref | Action | Owner | Due"
    }


def test_words_across_a_rule_are_no_table(tmp_path: Path) -> None:
    cells = [
        *FIGURES[:3],
        ["A line that runs on over the rule between two of its columns", "", "9", "4"],
    ]
    found = read(tmp_path / "quay.pdf", table(cells, ruled=True))
    assert not [one for one in rows(found) if "runs on" in one[2]]
    assert "A line that runs on over the rule between two of its columns" in found.text


def test_prose_in_a_frame_and_a_form_are_lines(tmp_path: Path) -> None:
    def framed(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for number in range(12):
            canvas.drawString(
                72, 700 - 14 * number, "The wardens said that the lamps were to be lit"
            )
            canvas.drawString(
                320, 700 - 14 * number, "at dusk, and nobody who was there disagreed."
            )
        for box in (
            (68, 530, 240, 184),
            (316, 530, 240, 184),
            (68, 480, 240, 50),
            (316, 480, 240, 50),
        ):
            canvas.rect(*box)

    assert not rows(read(tmp_path / "framed.pdf", framed))
    form = [["Title of meeting", "Ethics Board"], ["Place", "County Hall"], ["Clerk", "Ada Quill"]]
    assert not rows(read(tmp_path / "form.pdf", table(form, ruled=True, bold=0, xs=(72, 250))))


def test_entries_of_a_cell_pair_with_what_stands_on_their_height() -> None:
    def words(text: str, x: float, y: float, bold: bool = False) -> Segment:
        return Segment(text, x, x + 5 * len(text), y, 10.0, bold)

    page = [
        [words("Ref", 72, 700, True), words("What", 130, 700, True), words("When", 400, 700, True)],
        [words("A1", 72, 670), words("(A1.1) Lamps", 130, 670), words("June 2020", 400, 670)],
        [words("(A1.2) Oil for", 130, 656), words("March 2021", 400, 656)],
        [words("the whole winter", 130, 642)],
    ]
    box = [(68.0, 630.0, 560.0, 685.0), (68.0, 685.0, 560.0, 712.0)]
    down = [(x, 630.0, x + 0.5, 712.0) for x in (125.0, 395.0)]
    [found] = table_lines.found(page, [*box, *down])
    told = [row.text.replace(table_lines.BORDER, "|") for row in table_lines.rows_of(0, found)]
    assert [one.strip() for one in told[1:]] == [
        "A1 | (A1.1) Lamps | June 2020",
        "| (A1.2) Oil for the whole winter | March 2021",
    ]
    # A date for one of the two entries only: nobody can say for which.
    del page[1][2]
    assert not table_lines.found(page, [*box, *down])


def test_a_page_of_rules_takes_a_moment() -> None:
    cells = [
        [Segment("7", 10.0 + 12 * column, 14.0 + 12 * column, 800.0 - 9 * row, 8.0)]
        for row in range(80)
        for column in range(40)
    ]
    rules = [(8.0 + 12 * n, 20.0, 8.4 + 12 * n, 812.0) for n in range(41)]
    rules += [(8.0, 812.0 - 9 * n, 500.0, 812.4 - 9 * n) for n in range(82)]
    rules += [(8.0 + n % 480, 20.0 + n % 700, 9.0 + n % 480, 90.0 + n % 700) for n in range(2800)]
    began = time.thread_time()
    table_lines.found(cells, rules)
    assert time.thread_time() - began < 3
