"""Where quoted words stand on a page: repeated, broken, noted, turned, in columns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from api.web.reading.quoted_places import WHOLE, Places, find
from indexer.readers.printed.page_picture import (
    GRAIN,
    PIXELS_AT_MOST,
    SIDE_AT_MOST,
    Letters,
    Picture,
    PictureTask,
    scale_for,
    work,
)

Draw = Callable[[Canvas], None]


def drawn(folder: Path, draw: Draw, size: tuple[float, float] = A4) -> Path:
    canvas = Canvas(str(folder / "made.pdf"), pagesize=size, invariant=1)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return folder / "made.pdf"


def letters(path: Path) -> Letters:
    made = next(work(PictureTask(str(path), 1)))
    assert isinstance(made, Letters)
    return made


def placed(path: Path, text: str, quote: str, nth: int = 0) -> Places:
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    return find(text, start, start + len(quote), letters(path))


def lines(*rows: tuple[float, float, str]) -> Draw:
    def draw(canvas: Canvas) -> None:
        for x, y, text in rows:
            canvas.drawString(x, y, text)

    return draw


def test_of_two_places_that_say_the_same_the_right_one_is_marked(tmp_path: Path) -> None:
    rows = (
        (72, 700, "Tolls were waived."),
        (72, 500, "The ferry ran."),
        (72, 300, "Tolls were waived."),
    )
    path = drawn(tmp_path, lines(*rows))
    text = "\n\n".join(row for _, _, row in rows)
    (first,), (second,) = (placed(path, text, "Tolls were waived.", n).boxes for n in (0, 1))
    assert first[1] < GRAIN / 2 < second[1]


def test_a_word_broken_at_a_line_end_and_a_raised_mark_do_not_matter(tmp_path: Path) -> None:
    path = drawn(
        tmp_path, lines((72, 700, "Patrols by boat were sus-"), (72, 686, "pended1 in June."))
    )
    found = placed(path, "Patrols by boat were suspended in June.", "boat were suspended in June.")
    assert found.share >= WHOLE
    assert len(found.boxes) == 2


def test_signs_beside_the_words_are_marked_with_them(tmp_path: Path) -> None:
    path = drawn(tmp_path, lines((72, 700, "It cost (£71,000).")))
    bare = placed(path, "It cost (£71,000).", "71,000")
    whole = placed(path, "It cost (£71,000).", "(£71,000).")
    assert whole.boxes == bare.boxes


def test_cells_that_are_printed_in_another_order_than_read_are_found(tmp_path: Path) -> None:
    path = drawn(
        tmp_path,
        lines(
            (72, 700, "Harbour Street"), (72, 680, "Mill Lane"), (300, 700, "412"), (300, 680, "97")
        ),
    )
    found = placed(path, "Harbour Street\t412\nMill Lane\t97", "Mill Lane\t97")
    assert found.share >= WHOLE
    assert [box[0] > GRAIN / 3 for box in found.boxes] == [False, True]


def test_words_that_are_not_on_the_page_are_not_marked(tmp_path: Path) -> None:
    path = drawn(tmp_path, lines((72, 700, "The ferry ran on time.")))
    found = placed(path, "Nobody said anything about gulls.", "anything about gulls")
    assert found == Places()


def test_half_of_the_words_is_told_apart_from_all(tmp_path: Path) -> None:
    path = drawn(tmp_path, lines((72, 700, "The ferry ran on time.")))
    text = "The ferry ran on time.\nNobody said anything about gulls."
    assert 0 < placed(path, text, text).share < WHOLE


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_is_marked_where_it_is_shown(tmp_path: Path, turn: int) -> None:
    path = drawn(tmp_path, lines((72, 760, "The ferry ran."), (72, 100, "Gulls were seen.")))
    writer = PdfWriter(clone_from=PdfReader(path))
    writer.pages[0].rotate(turn)
    writer.write(tmp_path / "turned.pdf")
    found = placed(tmp_path / "turned.pdf", "The ferry ran.\nGulls were seen.", "Gulls were seen.")
    left, top, right, bottom = found.boxes[0]
    middle = (left + right) / 2 / GRAIN, (top + bottom) / 2 / GRAIN
    near = {0: (0.2, 0.88), 90: (0.12, 0.2), 180: (0.8, 0.12), 270: (0.88, 0.8)}[turn]
    assert abs(middle[0] - near[0]) < 0.1
    assert abs(middle[1] - near[1]) < 0.1


@pytest.mark.parametrize("size", [(595, 842), (14_400, 14_400), (14_400, 3), (3, 14_400), (0, 0)])
def test_a_page_of_absurd_size_is_a_bounded_picture(size: tuple[float, float]) -> None:
    scale = scale_for(*size, 1600)
    across, down = max(size[0], 1) * scale, max(size[1], 1) * scale
    assert across * down <= PIXELS_AT_MOST * 1.01
    assert max(across, down) <= SIDE_AT_MOST * 1.01


def test_a_page_is_drawn_as_wide_as_it_was_asked_for(tmp_path: Path) -> None:
    path = drawn(tmp_path, lines((72, 700, "The ferry ran on time.")))
    made = next(work(PictureTask(str(path), 1, 400)))
    assert isinstance(made, Picture)
    assert abs(made.width - 400) <= 1
    assert made.data[8:12] == b"WEBP"
