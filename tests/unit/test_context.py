"""The place of a passage in words, for the index and never for a quotation."""

from __future__ import annotations

from dataclasses import replace

from made import Line, document, everything

from search.ranking.context import BREAK, heading_terms, place_of, placed_text
from search.tokens import terms


def test_the_place_stands_in_front_of_the_passage() -> None:
    passage = everything().passages[1]
    assert placed_text(passage) == (
        "panel minutes › February 2018 › One › Minutes › Month\nThe CC said £5 é \ud800 \x00 "
    )


def test_a_passage_without_a_place_is_only_itself() -> None:
    passage = document("a.txt", [Line("Words.")], kind="other", title=" ").passages[0]
    assert placed_text(passage) == "Words."
    assert heading_terms(passage) == []


def test_a_heading_does_not_repeat_itself() -> None:
    heading = everything().passages[0]
    assert heading.text == "Minutes"
    assert place_of(heading) == ["panel minutes", "6 February 2018", "One"]


def test_pieces_are_parted_by_what_no_text_can_say() -> None:
    passage = everything().passages[1]
    assert heading_terms(passage) == [
        "panel", "minut", BREAK, "februari", "2018", BREAK, "one", BREAK, "minut", BREAK, "month",
    ]  # fmt: skip
    assert terms(BREAK) == []


def test_a_heading_gone_astray_is_cut_for_the_index() -> None:
    passage = everything().passages[2]
    section = replace(passage.section, headings=("word " * 500,))
    assert len(placed_text(replace(passage, section=section))) < 400
