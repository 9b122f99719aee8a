"""The glossary: data that can be trusted, and read."""

from __future__ import annotations

import pytest

from corpus.glossary import FIELDS, Thing, glossary, parse
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
        words = thing.found + thing.see_also + thing.short + thing.lay
        assert all(map(terms, words)), thing
        for together in thing.together:
            assert all(map(terms, together)), thing


def test_a_short_form_with_other_meanings_is_not_given_as_a_name_as_well() -> None:
    for thing in THINGS:
        assert not set(thing.short) & set(thing.names), thing.names[0]


@pytest.mark.parametrize("field", ["names", *FIELDS])
def test_no_thing_says_the_same_twice(field: str) -> None:
    for thing in THINGS:
        written = [text.casefold() for text in getattr(thing, field)]
        assert len(set(written)) == len(written), thing.names[0]


def test_a_name_has_one_relation_to_its_thing() -> None:
    for thing in THINGS:
        fields = (thing.names, thing.welsh, thing.narrower, thing.broader, thing.beside, thing.lay)
        written = [{tuple(terms(text)) for text in each} for each in fields]
        assert sum(map(len, written)) == len(set().union(*written)), thing.names[0]


def test_weak_words_are_single_words() -> None:
    assert all(len(terms(word)) == 1 for word in glossary().weak)


def test_a_glossary_is_read_from_its_tables() -> None:
    read = parse(
        {
            "weak": ["update"],
            "thing": [
                {
                    "names": ["Lantern"],
                    "narrower": ["Lantern Web"],
                    "broader": ["software"],
                    "beside": ["Candle"],
                    "lay": ["the records system"],
                    "sought": ["the lamp"],
                    "welsh": ["Llusern"],
                    "together": [["crime", "recording", "system"]],
                    "short": ["LN"],
                    "source": "made up",
                }
            ],
            "outcomes": {
                "source": "elsewhere",
                "forms": ["OC{n}", "Outcome {n}"],
                "titles": {"99": ["Nothing came of it"]},
                "broader": {"99": ["nothing"]},
                "together": {"99": [["came", "to", "nothing"]]},
            },
        }
    )
    assert read.weak == {"update"}
    lantern = Thing(
        ("Lantern",),
        narrower=("Lantern Web",),
        broader=("software",),
        beside=("Candle",),
        lay=("the records system", "the lamp"),
        sought=("the lamp",),
        welsh=("Llusern",),
        together=(("crime", "recording", "system"),),
        short=("LN",),
        source="made up",
    )
    nothing = Thing(
        ("OC99", "Outcome 99", "Nothing came of it"),
        broader=("nothing",),
        together=(("came", "to", "nothing"),),
        source="elsewhere",
    )
    assert read.things == (lantern, nothing)
    assert lantern.found == ("Lantern", "Llusern", "Lantern Web")
    assert lantern.see_also == ("software", "Candle")


def thing(*names: str, narrower: tuple[str, ...] = ()) -> dict[str, object]:
    return {"names": names, "narrower": narrower, "source": "made up"}


def test_a_narrower_thing_counts_under_all_its_names_and_what_is_narrower_still() -> None:
    rows = [
        thing("vehicle", narrower=("car", "barge")),
        thing("car", "motor car", narrower=("taxi",)),
        thing("taxi", "cab", narrower=("vehicle",)),  # a circle ends
    ]
    vehicle, car, taxi = parse({"weak": [], "thing": rows}).things
    assert vehicle.narrower == ("car", "motor car", "barge", "taxi", "cab")
    assert car.narrower == ("taxi", "cab", "vehicle", "barge")
    assert "cab" not in taxi.narrower


def test_a_field_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="related"):
        parse({"weak": [], "thing": [thing("car") | {"related": ["van"]}]})
