"""A quotation cut into pieces loses nothing and marks only what matched."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.views.highlighting import pieces, quoted

TEXT = st.text(alphabet="ab<>/pr \t\n&é", max_size=60)
MARKS = st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=6)


@given(TEXT, MARKS, st.integers(0, 5))
def test_the_pieces_of_a_quote_put_together_are_the_quote(
    text: str, marks: list[tuple[int, int]], start: int
) -> None:
    assert "".join(piece.text for piece in pieces(text, start, marks)) == text


@given(TEXT, MARKS)
def test_only_characters_inside_a_mark_are_marked(text: str, marks: list[tuple[int, int]]) -> None:
    place = 0
    for piece in pieces(text, 0, marks):
        for offset in range(place, place + len(piece.text)):
            inside = any(low <= offset < high for low, high in marks)
            assert inside or piece.kind != "mark"
        place += len(piece.text)


def test_tags_that_the_source_prints_are_breaks() -> None:
    found = pieces("first<p>second<br/>third", 10)
    assert [piece.kind for piece in found] == ["text", "break", "text", "break", "text"]
    assert quoted("first<p>second\nline<br/>third\tcell") == "first\nsecond line\nthird | cell"


def test_a_mark_over_a_break_marks_both_sides_of_it() -> None:
    found = pieces("one<br>two", 0, [(0, 10)])
    assert [(piece.kind, piece.text) for piece in found] == [
        ("mark", "one"),
        ("break", "<br>"),
        ("mark", "two"),
    ]


def test_other_tags_stay_what_they_are_text() -> None:
    assert [piece.kind for piece in pieces("<script>x</script><pre>")] == ["text"]
