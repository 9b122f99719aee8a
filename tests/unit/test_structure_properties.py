"""Whatever a text holds: parts and sections tile it, and passages lie in one section."""

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Document, OutlineEntry, Page, SourceFile, Span, Understanding
from indexer.analyse import analyse

LINES = st.sampled_from(
    [
        "",
        "",
        "1. Welcome",
        "1. The Chairman welcomed everyone to the meeting of the Panel today.",
        "2.1 f Call handling",
        "b Satisfaction",
        "• The PCC asked why. The CC responded that it was late.",
        "- broken off in the middle of the",
        "sentence, which goes on here.",
        "**247 Lamps and\nQuays**",
        "Ref\tPlan\tProgress",
        "A.1\tLight the lamps\t(A1.1) Count them\t<p>one</p> <p>two</p>",
        "\t\tlower case goes on",
        "--\t--\t--",
        "This page is intentionally left blank",
        "Present:",
        "Cllr Ann Birch (Chairman), Cllr Carl Dean and Mrs Effie Ford",
        "Apologies: Dora Vane",
        "**HARBOUR PANEL\n19 JUNE 2018****A REPORT**",
        "Recommendation",
        "Background Papers",
        "Appendix 1",
        "Dear Max,",
        "Yours sincerely",
        "Contents",
        "Foreword.....\t3",
        "Figure 1: Lamps",
        "Date: Tuesday 29 May 2018",
        "Date: Wednesday 30 May 2019",
        "ACTION: CC to share the plans by the end of March 2021",
        "ACTION: AB",
        "AB",
        "Action",
        "Actions:",
        "Ann Birch will write to the Board. ACTION: Ann to send it. AB would then report.",
        "Ref\tAction\tOwner\tDue",
        "1/19\tCount the lamps\tAnn Birch\t30 May 2019",
        "It was agreed that the report would be brought back in November.",
        "\x0c",
        "an ordinary line of words (a bracket that never closes",
        "££££ 12% 3.94% 2017/18",
        "\ud800 \u0301\u0301 \u202e",
    ]
)


def document(text: str, paged: bool = False) -> Document:
    source = SourceFile("x.txt", "0" * 64, "text/plain", len(text))
    pages: tuple[Page, ...] = ()
    outline: tuple[OutlineEntry, ...] = ()
    emphasis: tuple[Span, ...] = ()
    if paged and len(text) > 3:
        cuts = sorted({0, len(text) // 3, 2 * len(text) // 3, len(text)})
        pages = tuple(
            Page(number, start, end, str(99 - number))
            for number, (start, end) in enumerate(pairwise(cuts), start=1)
        )
        titles = ("Agenda", "Minutes of the last meeting", "Appendix A")
        outline = tuple(OutlineEntry(title, at + 1, 1) for at, title in enumerate(titles))
        emphasis = (Span(0, 2), Span(len(text) // 2, len(text) // 2 + 1))
    return Document("x.txt", source, text, pages=pages, outline=outline, emphasis=emphasis)


def holds(found: Understanding) -> None:
    """Every promise that an understanding makes."""
    text = found.document.text
    for one, two in pairwise(found.parts):
        assert one.span.end == two.span.start
    for part in found.parts:
        own = [section for section in found.sections if section.part == part]
        assert own[0].span.start == part.span.start
        assert own[-1].span.end == part.span.end
        for first, second in pairwise(own):
            assert first.span.end == second.span.start
    assert [section.number for section in found.sections] == list(range(len(found.sections)))
    last = 0
    for number, passage in enumerate(found.passages):
        assert passage.number == number
        assert passage.span.start >= last
        assert passage.text.strip() == passage.text != ""
        assert passage.section.span.start <= passage.span.start
        assert passage.span.end <= passage.section.span.end
        assert passage.section in found.sections
        last = passage.span.end
    assert len({passage.id for passage in found.passages}) == len(found.passages)
    for one, two in pairwise(found.actions):
        assert one.span.end <= two.span.start
    for action in found.actions:
        assert action.span.end <= len(text)
        assert found.parts[action.part].span.overlap(action.span) == len(action.span)
    for defined in found.definitions:
        assert text[defined.span.start : defined.span.end].strip()


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, max_size=40), st.booleans())
def test_any_lines_in_any_order_keep_every_promise(lines: list[str], paged: bool) -> None:
    holds(analyse(document("\n".join(lines), paged)))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.booleans())
def test_any_text_at_all_keeps_every_promise(text: str, paged: bool) -> None:
    holds(analyse(document(text, paged)))


@settings(max_examples=30, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=30))
def test_understanding_is_the_same_every_time(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert analyse(document(text)) == analyse(document(text))


def test_a_text_without_words_has_no_parts() -> None:
    for text in ("", " \n\n\t", "\x0c\x0c"):
        found = analyse(document(text))
        assert (found.parts, found.sections, found.passages) == ((), (), ())


def test_an_id_stays_when_other_text_moves_the_words() -> None:
    before = analyse(document("One thing was said.\n\nAnother thing was said."))
    after = analyse(document("A new start was made.\n\nOne thing was said.\n\nMore was to come."))
    assert before.passages[0].id == after.passages[1].id


def test_the_same_words_twice_have_two_ids() -> None:
    found = analyse(document("The report was noted.\n\nThe report was noted."))
    assert len({passage.id for passage in found.passages}) == 2


def test_two_dates_of_one_rank_are_no_date() -> None:
    text = (
        "Minutes of the Lamp Board\n\n3 May 2019\n\n4 May 2019\n\n1. Welcome\n\nAll were welcome."
    )
    assert analyse(document(text)).parts[0].said_on is None


@pytest.mark.parametrize(
    ("line", "said_on"),
    [
        ("Date: Wednesday 28th October, 10 am", "2020-10-28"),
        ("Date: Tuesday 28th October, 10 am", None),
        ("Date: Wednesday 28th November, 10 am", None),
    ],
)
def test_a_year_is_taken_from_the_title_only_when_month_and_weekday_agree(
    line: str, said_on: str | None
) -> None:
    text = f"Lamp Meeting October 2020 – Meeting Notes\n\n{line}\n\n1. Welcome\n\nAll were welcome."
    found = analyse(document(text)).parts[0].said_on
    # The title's own month is left when the day cannot be told.
    assert found in ({said_on} if said_on else {None, "2020-10"})


def test_the_day_of_the_next_meeting_dates_nothing() -> None:
    text = (
        "Minutes of the Lamp Board\n\n1. Welcome\n\nAll were welcome to the lamps.\n\n"
        "2. Date of next meeting\n\nTuesday 26 June 2018"
    )
    assert analyse(document(text)).parts[0].said_on is None


def test_an_agenda_whose_page_numbers_lie_moves_no_part() -> None:
    front = (
        "Lamp Board\n\nAgenda\n\nTuesday, 19 June 2018\n\nItem No\tSubject\tPage No\n"
        "1\tReport on the oil of lamps\t1 - 2\n2\tReport on the glass of lamps\t2 - 3\n"
        "3\tReport on wicks of lamps\t3 - 4\n\n"
    )
    other = "Something else entirely is said on this page of the paper, and at some length.\n\n"
    text = front + other * 12
    size = len(front)
    pages = (
        Page(1, 0, size, None),
        Page(2, size, size + 4 * len(other), "1"),
        Page(3, size + 4 * len(other), size + 8 * len(other), "2"),
        Page(4, size + 8 * len(other), len(text), "3"),
    )
    source = SourceFile("x.pdf", "0" * 64, "application/pdf", len(text))
    found = analyse(Document("x.pdf", source, text, pages=pages))
    assert len(found.parts) == 1


def test_running_heads_and_page_numbers_are_no_words_of_the_paper() -> None:
    body = "It was page {0} of the report, and line {1} told the reader all about lamp {0}{1}.\n"
    pages, text = [], ""
    for number in range(1, 7):
        start = len(text)
        lines = "".join(body.format(number, line) for line in "abc")
        text += f"Lamp Board, 19 June 2018\n\n{lines}\n{number}\n"
        pages.append(Page(number, start, len(text), None))
    source = SourceFile("x.pdf", "0" * 64, "application/pdf", len(text))
    found = analyse(Document("x.pdf", source, text, pages=tuple(pages)))
    quotes = [passage.text for passage in found.passages]
    assert sum("19 June 2018" in quote for quote in quotes) <= 1
    assert not [quote for quote in quotes if quote.strip().isdigit()]
    assert found.passages[-1].page == 6


def test_a_long_text_is_read_whole_and_shuffled_text_without_complaint() -> None:
    paragraph = (
        "{0}. The Board considered lamp {0} and agreed that it would be reviewed in May.\n\n"
    )
    text = "".join(paragraph.format(number) for number in range(4000))
    found = analyse(document(text))
    assert len(found.passages) == 4000
    words = text.split()
    random.Random(7).shuffle(words)
    holds(analyse(document(" ".join(words))))
