"""Pages composed to a document: spans tile, hyphens heal, headings show, gaps are named."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Document, OutlineEntry, SourceFile
from indexer.readers.pdf_lines import file_title, plain_lines, printed_lines
from indexer.readers.pdf_pages import (
    Extras,
    PageRead,
    PageState,
    compose,
    named_pages,
)
from indexer.readers.printed.words import BROKEN_WORD, Line, Piece

SOURCE = SourceFile("pack.pdf", "0" * 64, "application/pdf", 1)


def composed(*pages: PageRead, extras: Extras | None = None) -> Document:
    return compose(SOURCE, pages, extras or Extras())


def page(number: int, *lines: str | Line, state: PageState = "text") -> PageRead:
    made = tuple(Line(line, 11.0) if isinstance(line, str) else line for line in lines)
    return PageRead(number, state, made)


def test_lines_paragraphs_and_pages_are_joined_as_documented() -> None:
    document = composed(page(1, "One", Line("two", 11, gap=True)), page(2, "Three", "four"))
    assert document.text == "One\n\ntwo\n\nThree\nfour"
    assert [(p.start, p.end) for p in document.pages] == [(0, 10), (10, 20)]
    assert composed(page(1, "One"), page(2, "two")).text == "One\ntwo"  # one sentence


lines = st.lists(st.text(max_size=12).map(lambda text: Line(text, 11.0)), max_size=4)
reads = st.lists(st.tuples(st.sampled_from(("text", "image", "blank", "lost")), lines), max_size=6)


@given(reads)
def test_pages_tile_the_text_and_emphasis_lies_in_it(
    made: list[tuple[PageState, list[Line]]],
) -> None:
    document = composed(
        *(PageRead(n, state, tuple(found)) for n, (state, found) in enumerate(made, 1))
    )
    at = 0
    for found, (state, _) in zip(document.pages, made, strict=True):
        assert found.start == at
        assert found.end >= at
        assert state == "text" or found.start == found.end
        at = found.end
    assert at == len(document.text)
    for span in document.emphasis:
        assert document.text[span.start : span.end].strip()


def test_a_page_without_text_has_an_empty_span_and_a_note() -> None:
    document = composed(
        page(1, "One"), page(2, state="image"), page(3, state="drawn"), page(4, "Two")
    )
    assert [(p.start, p.end, p.image_only) for p in document.pages] == [
        (0, 5, False),
        (5, 5, True),
        (5, 5, True),
        (5, 8, False),
    ]
    assert document.notes == (
        "page 2 has no text, only an image",
        "page 3 has no text, only letters drawn as shapes",
    )
    assert document.page_at(6) == document.pages[3]


def test_a_hyphen_at_the_end_of_a_line_is_kept_unless_the_word_is_known_without() -> None:
    document = composed(
        page(1, f"multi{BROKEN_WORD}agency well{BROKEN_WORD}being chil{BROKEN_WORD}dren"),
        page(2, "Children and their wellbeing; well-being of children"),
    )
    assert document.text.startswith("multi-agency well-being children")


def test_larger_and_bolder_lines_stand_out() -> None:
    document = composed(
        page(1, Line("Agenda item 4", 14), "body text here", Line("Bold", 11, bold=True), "more")
    )
    stands = [document.text[span.start : span.end] for span in document.emphasis]
    assert stands == ["Agenda item 4", "Bold"]


def test_a_bold_document_has_no_bold_headings() -> None:
    document = composed(page(1, *(Line(f"line {n}", 11, bold=True) for n in range(5))))
    assert document.emphasis == ()


def test_the_title_of_the_file_counts_only_if_the_first_pages_bear_it_out() -> None:
    first = page(1, Line("Minutes of the panel", 18), "held in Worcester on Monday", "body " * 30)
    assert composed(first, extras=Extras(title="Report template")).title == "Minutes of the panel"
    assert composed(first, extras=Extras(title="Panel minutes")).title == "Panel minutes"
    plain = page(1, Line("Notes of May", 11, bold=True), "body text " * 20)
    assert composed(plain, extras=Extras(title="min5may")).title == "Notes of May"
    assert composed().title == ""


def test_labels_and_outline_are_taken_over() -> None:
    outline = (OutlineEntry("Item 1", 2, 1),)
    document = composed(page(1, "a"), page(2, "b"), extras=Extras(("i", "1"), outline))
    assert [p.label for p in document.pages] == ["i", "1"]
    assert document.outline == outline


def test_letters_that_a_font_gives_wrongly_are_remarked_on() -> None:
    document = composed(page(1, "maFers meeUng donaUon corecUons buFer " * 4))
    assert "capital inside" in document.notes[0]
    assert composed(page(1, "Mr McDonald said " * 5)).notes == ()


def test_page_numbers_are_written_as_people_do() -> None:
    assert named_pages([3]) == "page 3"
    assert named_pages([9, 3, 4, 5]) == "pages 3-5, 9"


def piece(text: str, x: float, y: float) -> Piece:
    return Piece(text, 10.0, False, x, y, y)


def test_a_larger_distance_than_lines_have_is_a_gap() -> None:
    made = printed_lines(
        [piece("a", 0, 100), piece("b", 0, 88), piece("c", 0, 76), piece("d", 0, 50)]
    )
    assert [line.gap for line in made] == [False, False, False, True]


def test_pieces_on_one_height_are_one_line() -> None:
    made = printed_lines([piece("3.", 0, 100), piece("Minutes", 40, 100), piece("next", 0, 88)])
    assert [line.text for line in made] == ["3. Minutes", "next"]


def test_a_column_that_begins_again_at_the_top_is_a_gap() -> None:
    column = [piece("a", 0, 100), piece("b", 0, 88), piece("c", 0, 76)]
    made = printed_lines([*column, piece("D", 300, 100)])
    assert [line.gap for line in made] == [False, False, False, True]
    assert not printed_lines([*column, piece("d", 300, 100)])[-1].gap  # the sentence goes on


def test_text_without_places_keeps_its_empty_lines_as_gaps() -> None:
    assert [(line.text, line.gap) for line in plain_lines("a\n\n b \nc")] == [
        ("a", False),
        ("b", True),
        ("c", False),
    ]
    assert plain_lines("\ue001\ue002\ue003") == ()


def test_file_names_are_no_titles() -> None:
    assert file_title("Microsoft Word - Panel Minutes") == "Panel Minutes"
    for name in ("minutes.doc", "C:\\papers\\June.pdf", "untitled", "", "Document1"):
        assert file_title(name) == ""
