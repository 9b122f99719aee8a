"""What pages repeat at their head and foot stands beside their text."""

from __future__ import annotations

from pathlib import Path

import pytest
from drawn import FILLER, Draw, at, drawn, paragraph, words
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from indexer.analyse import analyse
from indexer.readers.printed.flow import flow
from indexer.readers.printed.words import Line


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
