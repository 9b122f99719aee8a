"""What is too little to be quoted joins what stands beside it; page numbers and signatures go."""

import pytest

from corpus.model import Document, SourceFile, Understanding
from indexer.analyse import analyse

SAID = (
    "The wardens agreed that the lamps of the north mole be lit at dusk on every day of the year."
)


def read(text: str) -> Understanding:
    source = SourceFile("quay.txt", "0" * 64, "text/plain", len(text))
    return analyse(Document("quay.txt", source, text))


def quotes(text: str) -> list[str]:
    return [" ".join(one.text.split()) for one in read(text).passages]


def test_short_lines_in_a_row_are_one_passage() -> None:
    lines = "North mole\n\nSouth mole\n\nHarbour office\n\nOld lighthouse\n\n"
    assert "North mole South mole Harbour office Old lighthouse" in quotes(f"{SAID}\n\n{lines}")


def test_a_lone_word_after_a_paragraph_is_part_of_it() -> None:
    assert f"{SAID} Agreed." in quotes(f"{SAID}\n\nAgreed.\n\n{SAID} Again.")


def test_a_word_under_its_heading_is_quoted_with_it() -> None:
    text = f"Notes of the Quay Board\n\n1. Apologies\n\nNone.\n\n2. Lamps\n\n{SAID}\n"
    assert "1. Apologies None." in quotes(text)


@pytest.mark.parametrize(
    "words", ["Yours sincerely", "Page 7", "- 12 -", "Signed ________", "Kind regards,", "3 of 14"]
)
def test_page_numbers_and_the_ends_of_letters_are_no_passages(words: str) -> None:
    assert quotes(f"{SAID}\n\n{words}\n\n{SAID} Again and again.") == [
        SAID,
        f"{SAID} Again and again.",
    ]


def test_a_figure_with_its_word_stays_a_passage() -> None:
    assert "Oil £40" in quotes(f"{SAID}\n\nOil £40\n\n{SAID} Again.")


def test_who_owes_an_action_stays_apart_from_what_is_owed() -> None:
    assert "ACTION: AQ" in quotes(f"{SAID}\n\nACTION: AQ\n\n{SAID} Again.")
