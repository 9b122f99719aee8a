"""Numbers in a row at one indent are the agenda, whatever else stands on their lines."""

import time

import pytest

from corpus.model import Document, Page, SourceFile, Understanding
from indexer.analyse import analyse
from indexer.layout import agenda_runs

HEAD = "Minutes of the Quay Wardens\n\nTuesday, 4 June 2019\n\n"


def read(text: str, pages: tuple[Page, ...] = ()) -> Understanding:
    source = SourceFile("quay.txt", "0" * 64, "text/plain", len(text))
    return analyse(Document("quay.txt", source, text, pages=pages))


def path(found: Understanding, words: str) -> tuple[str, ...]:
    return next(one.section.headings for one in found.passages if words in one.text)


SAME_LINE = HEAD + (
    "1. Welcome by the Warden: Ada Quill welcomed everybody and spoke of the new lamps.\n\n"
    "2. Apologies for absence: Bo Tamsin.\n\n"
    "3. Minutes of the last meeting held on 7 May 2019. They were signed as a true record.\n\n"
    "4. Matters arising: None.\n\n"
    "5. Oil: forty barrels were left, and the price had doubled since the winter.\n\n"
    "6. Any other business allowed by the Warden.\n\n"
    "The bell is to be mended before the regatta.\n\n"
    "7. Date of next meeting: Thursday 4 July 2019.\n"
)


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        ("Bo Tamsin", "2 Apologies for absence"),
        ("signed as a true record", "3 Minutes of the last meeting held on 7 May 2019"),
        ("forty barrels", "5 Oil"),
        ("bell is to be mended", "6 Any other business allowed by the Warden"),
        ("4 July", "7 Date of next meeting"),
    ],
)
def test_an_item_is_one_though_text_follows_or_a_stop_ends_its_title(
    words: str, heading: str
) -> None:
    assert path(read(SAME_LINE), words) == (heading,)


def test_titles_that_end_in_a_stop_are_items_where_they_are_those_of_every_meeting() -> None:
    found = read(
        HEAD
        + "1.  Apologies.  Mr Bo Tamsin.\n2.  Minutes of the last meeting.  They were signed.\n"
        "3.  Oil.  The keeper said that forty barrels were left.\n"
        "4.  Date of next meeting.  Tuesday 2 July 2019.\n\nThe meeting closed at nine.\n"
    )
    assert path(found, "forty barrels") == ("3 Oil",)
    assert path(found, "2 July") == ("4 Date of next meeting",)
    listed = read(
        HEAD + "1. Lamps.  Nine of them.\n2. Oil.  Forty barrels.\n3. Rope.  None was left.\n"
    )
    assert path(listed, "Forty barrels") == ()


def test_a_title_that_a_bare_number_and_a_stopped_one_share_a_row_with() -> None:
    text = HEAD + (
        "1 Minutes of the last meeting\n1.1 They were accepted as a true record of the day.\n\n"
        "2. Matters arising\n2.1 No matters arising.\n\n"
        "3 Election of a treasurer\n3.1 Cyrus Penhale offered to keep the books for a year.\n\n"
        "4 Lamps\n4.1 Nine lamps were lit on every night of the month but two.\n"
    )
    found = read(text)
    assert path(found, "No matters arising") == ("2 Matters arising",)
    assert path(found, "true record") == ("1 Minutes of the last meeting",)


def test_an_item_that_runs_into_the_paragraph_above_it_is_cut_out_of_it() -> None:
    text = HEAD + (
        "1. Welcome: the Warden welcomed all of the members who had come out in such a wind.\n"
        "2. Lamps: a new lamp stands at the end of the north mole, and it is lit at dusk by the\n"
        "harbour master, who was thanked for it. It was paid for by the fishermen of the town.\n"
        "3. Harbour meetings. Anyone who wishes to come should get a form from the clerk as soon\n"
        "as possible. The Warden will go on behalf of the wardens.\n"
        "4. Money: there were nine pounds in the box, and nobody could say where they came from.\n"
    )
    assert path(read(text), "get a form from the clerk") == ("3 Harbour meetings",)


def test_a_title_that_is_the_last_line_of_a_page_is_an_item() -> None:
    first = (
        HEAD + "1. Welcome\n\nAll were welcome to the first meeting of the year.\n\n2. Lamps\n\n"
    )
    second = (
        "They had been counted twice, and the two counts agreed for once.\n\n"
        "3. Oil\n\nThere was enough of it to last until the spring.\n"
    )
    pages = (Page(1, 0, len(first)), Page(2, len(first), len(first) + len(second)))
    assert path(read(first + second, pages), "counted twice") == ("2 Lamps",)


def test_a_list_inside_an_item_is_no_agenda() -> None:
    text = HEAD + (
        "4. Priorities for the year\n\n"
        "1. Continue to light the harbour as the charter of the town says that it must be lit.\n"
        "2. Build a shelter\n"
        "3. Make the change to the new oil and see to it that nobody is the worse for it.\n"
        "4. Buy a bell\n"
        "5. Work within the money\n\n"
        "5. How the wardens will know\n\nThe wardens will count the lamps every quarter.\n"
    )
    found = read(text)
    assert path(found, "Build a shelter") == ("4 Priorities for the year",)
    assert path(found, "count the lamps") == ("5 How the wardens will know",)


def test_questions_that_are_numbered_head_nothing() -> None:
    text = HEAD + (
        "1. Can the master say how many lamps were dark in May, and for how long?\n\n"
        "2. What further steps are being taken by the master to keep them lit?\n\n"
        "Findings:\n\nThe wardens asked for a count of the lamps that were dark in May.\n"
    )
    assert not [one for one in read(text).sections if one.label == "1" and one.heading]


def test_a_number_that_the_agenda_lacks_is_told() -> None:
    text = HEAD + "".join(
        f"{number}. {title}\n\nThe wardens spoke of it at some length and agreed to wait.\n\n"
        for number, title in ((1, "Welcome"), (2, "Lamps"), (4, "Oil"), (5, "Bells"))
    )
    assert agenda_runs.missing(read(text).sections) == (
        "items missing from the numbering: 3 after “2 Lamps”"
    )
    assert not agenda_runs.missing(read(SAME_LINE).sections)


def test_rows_of_numbers_take_time_linear_in_their_length() -> None:
    def seconds(count: int) -> float:
        text = HEAD + "".join(f"{n % 997 + 1}. Lamp\n\n" for n in range(count))
        began = time.process_time()
        read(text)
        return time.process_time() - began

    seconds(50)
    assert seconds(2000) < 12 * max(seconds(400), 0.02)
