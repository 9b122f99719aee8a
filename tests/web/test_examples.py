"""The first page's examples are worth a click on the archive that they stand over."""

from __future__ import annotations

from typing import Any

import pytest
from made import Line, document

from api.views.coverage import read
from api.views.examples import Example, chosen, topics

COURTESIES = ("Welcome and introductions", "Apologies for absence", "Date of next meeting")


def meeting(number: int, said: str, kind: str = "panel_minutes") -> Any:
    day = f"202{number}-03-12"
    lines = [
        Line(f"{head}: all were glad to hear of it.", day, heading=head) for head in COURTESIES
    ]
    lines += [Line(said, day, heading="Performance"), Line("The boats were painted.", day)]
    return document(f"minutes/{number}.txt", lines, kind=kind)


SAID = (
    "Of 999 calls 91% were answered in ten seconds.",
    "89% of emergency calls were answered in ten seconds, and 999 calls rose.",
    "The Panel was told that 999 calls had risen to 41,250 in the year.",
    "999 calls cost £1.2 million.",
)


@pytest.fixture
def examples(engine: Any) -> list[Example]:
    class Asking(type(engine)):  # type: ignore[misc]
        """Looks for the topic of a question, and not for the words around it."""

        def ask(self, text: str, *more: Any) -> Any:
            return super().ask("999 calls?" if "999 calls" in text else text, *more)

    held = Asking([meeting(number, said) for number, said in enumerate(SAID)])
    return list(chosen(held, read(held.index)))


def test_what_has_figures_at_several_meetings_is_asked_about(examples: list[Example]) -> None:
    assert Example("999 calls", "every") in examples
    asked = [one.text for one in examples if one.mode == "ask"]
    assert asked
    assert all("999 calls" in text for text in asked)


def test_the_courtesies_of_a_meeting_are_no_examples(examples: list[Example]) -> None:
    told = " ".join(one.text for one in examples).casefold()
    for head in COURTESIES:
        assert head.casefold() not in told
    assert "next meeting" not in told


def test_a_topic_is_written_as_the_archive_writes_it_and_knows_its_other_names(
    engine: Any,
) -> None:
    held = type(engine)([meeting(number, said) for number, said in enumerate(SAID)])
    first = topics(held.index, read(held.index))[0]
    assert first.text == "999 calls"
    assert "emergency call" in first.names
    assert first.days == 4


def test_those_who_speak_are_no_topics(engine: Any) -> None:
    spoken = [
        document(f"{n}.txt", [Line(f"The Vale Panel spent {n}.5% more.", f"202{n}-01-09")])
        for n in range(1, 5)
    ]
    held = type(engine)(spoken)
    assert not topics(held.index, read(held.index))


def test_an_archive_of_one_paper_has_no_examples_and_no_fault(engine: Any) -> None:
    held = type(engine)([meeting(1, SAID[0])])
    assert not [one for one in chosen(held, read(held.index)) if one.mode != "search"]


def test_every_example_finds_something(engine: Any) -> None:
    for one in chosen(engine, read(engine.index)):
        if one.mode == "ask":
            assert engine.ask(one.text).answer.statements
        else:
            assert engine.search(one.text).total
