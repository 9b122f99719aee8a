"""Whose words are wanted is read out of a query, where the archive knows the person."""

from __future__ import annotations

import pytest

from search.index import NO_FILTER
from search.query.parse import read

PEOPLE = (
    "Ada Quill", "Cllr Ben Marsh", "Marsh", "Jo Tarn", "Kit Tarn", "Chief Constable",
    "Home Office", "Members",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "topic", "people"),
    [
        ("vetting said by Ada Quill", "vetting", ("Ada Quill",)),
        ("vetting raised by ada quill since 2021", "vetting", ("Ada Quill",)),
        ("call handling in the words of Ada Quill", "call handling", ("Ada Quill",)),
        ("what was asked by Cllr Marsh about vetting", "what about vetting",
         ("Cllr Ben Marsh", "Marsh")),
        # Two of one surname, an office, a word that is no name: words like others.
        ("vetting said by Mr Tarn", "vetting said by Mr Tarn", ()),
        ("vetting said by the Chief Constable", "vetting said by the Chief Constable", ()),
        ("calls answered by members", "calls answered by members", ()),
        ("thefts by Ada Quill", "thefts by Ada Quill", ()),
        ("vetting said by Marsh", "vetting said by Marsh", ()),
        ('"said by Ada Quill"', '"said by Ada Quill"', ()),
        ("said by Ada Quill", "said by Ada Quill", ()),
    ],
)  # fmt: skip
def test_a_person_after_said_by_is_a_filter(text: str, topic: str, people: tuple[str, ...]) -> None:
    asked = read(text, "search", NO_FILTER, people=lambda: PEOPLE)
    assert asked.topics == (topic,)
    assert asked.where["person"] == people
    assert [one.value for one in asked.recognised if one.kind == "person"] == (
        [", ".join(people)] if people else []
    )


def test_a_question_keeps_its_dates_and_gives_up_whose_words_are_wanted() -> None:
    text = "According to Ada Quill, how many calls were late in May 2021?"
    asked = read(text, "ask", NO_FILTER, people=lambda: PEOPLE)
    assert asked.topics == ("how many calls were late in May 2021?",)
    assert asked.where["person"] == ("Ada Quill",)
    assert asked.where.since is None
    assert asked.text == text
    whole = "Who is meant by Ada Quill?"
    assert read(whole, "ask", NO_FILTER, people=lambda: PEOPLE).topics == (whole,)
