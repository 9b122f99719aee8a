"""The glossary: data that can be trusted, and read."""

from __future__ import annotations

import pytest

from corpus.glossary import Thing, glossary, parse
from search.tokens import terms

THINGS = glossary().things


def test_every_home_office_outcome_has_its_codes_and_its_official_name() -> None:
    for number in range(1, 23):
        (thing,) = [thing for thing in THINGS if f"OC{number}" in thing.names]
        assert f"Outcome {number}" in thing.names
        assert f"Outcome Code {number}" in thing.names
        titles = [name for name in thing.names if str(number) not in name]
        assert titles, f"outcome {number} has no title"
        assert "Home Office" in thing.source


def test_every_name_has_words_and_every_thing_a_source() -> None:
    for thing in THINGS:
        assert thing.source
        words = thing.names + thing.related + thing.short + thing.lay
        assert all(map(terms, words)), thing
        for together in thing.together:
            assert all(map(terms, together)), thing


def test_a_short_form_with_other_meanings_is_not_given_as_a_name_as_well() -> None:
    for thing in THINGS:
        assert not set(thing.short) & set(thing.names), thing.names[0]


@pytest.mark.parametrize("field", ["names", "related", "short", "lay"])
def test_no_thing_says_the_same_twice(field: str) -> None:
    for thing in THINGS:
        written = [text.casefold() for text in getattr(thing, field)]
        assert len(set(written)) == len(written), thing.names[0]


def test_weak_words_are_single_words() -> None:
    assert all(len(terms(word)) == 1 for word in glossary().weak)


def test_a_glossary_is_read_from_its_tables() -> None:
    read = parse(
        {
            "weak": ["update"],
            "thing": [
                {
                    "names": ["Lantern"],
                    "lay": ["the records system"],
                    "together": [["crime", "recording", "system"]],
                    "source": "made up",
                }
            ],
            "outcomes": {
                "source": "elsewhere",
                "forms": ["OC{n}", "Outcome {n}"],
                "titles": {"99": ["Nothing came of it"]},
                "related": {"99": ["nothing"]},
                "together": {"99": [["came", "to", "nothing"]]},
            },
        }
    )
    assert read.weak == {"update"}
    assert read.things == (
        Thing(
            ("Lantern",),
            together=(("crime", "recording", "system"),),
            lay=("the records system",),
            source="made up",
        ),
        Thing(
            ("OC99", "Outcome 99", "Nothing came of it"),
            related=("nothing",),
            together=(("came", "to", "nothing"),),
            source="elsewhere",
        ),
    )
