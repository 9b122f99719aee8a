"""The glossary: data that can be trusted, and read."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

import corpus.glossary
from corpus.glossary import FIELDS, Thing, glossary, parse
from search.tokens import terms

THINGS = glossary().things


def key(text: str) -> tuple[str, ...]:
    return tuple(terms(text))


def test_every_home_office_outcome_has_its_codes_and_its_official_name() -> None:
    for number in range(1, 23):
        (thing,) = [thing for thing in THINGS if f"OC{number}" in thing.names]
        assert f"Outcome {number}" in thing.names + thing.short
        assert f"Outcome Code {number}" in thing.names
        titles = [name for name in thing.names if str(number) not in name]
        assert titles, f"outcome {number} has no title"
        assert "Home Office" in thing.source


def test_the_glossary_holds_the_whole_field() -> None:
    assert len(THINGS) >= 600
    assert sum(bool(thing.welsh) for thing in THINGS) >= 50
    assert sum(bool(thing.lay) for thing in THINGS) >= 250


def test_every_file_of_things_is_loaded() -> None:
    written = [
        row["names"][0]
        for path in Path(corpus.glossary.__file__).parent.glob("things/*.toml")
        for row in tomllib.loads(path.read_text("utf-8"))["thing"]
    ]
    assert set(written) <= {thing.names[0] for thing in THINGS}
    assert len(set(written)) == len(written), "two things have the same first name"


def test_every_name_has_words_and_every_thing_a_source() -> None:
    for thing in THINGS:
        assert len(thing.source) > 4, thing.names[0]
        words = thing.found + thing.see_also + thing.short + thing.lay
        assert all(map(terms, words)), thing
        for together in thing.together:
            assert len(together) > 1, thing
            assert all(map(terms, together)), thing


def test_a_name_is_the_name_of_one_thing_only() -> None:
    owners = Counter(
        name for thing in THINGS for name in {key(text) for text in thing.names + thing.welsh}
    )
    assert [name for name, number in owners.items() if number > 1] == []


def test_a_short_form_with_other_meanings_is_no_name_of_anything() -> None:
    names = {key(name) for thing in THINGS for name in thing.names + thing.welsh}
    for thing in THINGS:
        assert not names & set(map(key, thing.short)), thing.names[0]


def within(short: str, name: str) -> bool:
    """Whether the letters of a short form stand in a name in their order."""
    rest = iter(name.casefold())
    return all(letter in rest for letter in short.casefold() if letter.isalpha())


def test_an_abbreviation_is_one_of_a_name_of_its_thing() -> None:
    """Defined in a paper as that name, it means the thing there."""
    for thing in THINGS:
        for short in thing.short:
            if short.upper() == short and any(letter.isalpha() for letter in short):
                assert any(within(short, name) for name in thing.names), (thing.names[0], short)


def test_lay_words_are_no_names_of_things() -> None:
    names = {key(name) for thing in THINGS for name in thing.names + thing.welsh}
    for thing in THINGS:
        assert not names & set(map(key, thing.lay)), thing.names[0]


@pytest.mark.parametrize("field", ["names", *FIELDS])
def test_no_thing_says_the_same_twice(field: str) -> None:
    for thing in THINGS:
        written = [key(text) for text in getattr(thing, field)]
        if field == "narrower":  # names of other things stand there as these write them
            written = [(text,) for text in thing.narrower]
        assert len(set(written)) == len(written), thing.names[0]


def test_a_name_has_one_relation_to_its_thing() -> None:
    for thing in THINGS:
        fields = (thing.names, thing.welsh, thing.narrower, thing.broader, thing.beside, thing.lay)
        written = [{key(text) for text in each} for each in fields]
        assert sum(map(len, written)) == len(set().union(*written)), thing.names[0]


def test_nothing_is_narrower_both_ways() -> None:
    narrower = {thing.names[0]: set(thing.narrower) for thing in THINGS}
    for name, held in narrower.items():
        assert not [other for other in held & narrower.keys() if name in narrower[other]], name


ORDINARY = """
section sections office officer special prevent prevention channel commission commissioner build
building purchase computer nick kill killed cut cuts loan book project street public force power
powers level order community people children young old new work working home house school family
support help care health safe safety serious high low rate number time day year plan meeting panel
question member chair report action update review present past future change improve lead public
act law court case file record system data training team unit service partner local area county
town city road vehicle car bus phone line call contact response demand priority risk harm threat
outcome target trend figure increase decrease reduce money cost fund grant budget tax pay
"""


def test_ordinary_words_name_nothing_by_themselves() -> None:
    """A word of every paper that was a name by its stem would turn any topic into another."""
    keys = {key(name) for thing in THINGS for name in thing.names + thing.short + thing.lay}
    assert [word for word in ORDINARY.split() if key(word) in keys] == []


@pytest.mark.parametrize(
    ("short", "meanings"),
    [
        ("OCC", 1), ("PPU", 2), ("FCR", 2), ("SAR", 2), ("NPS", 2), ("L&D", 1), ("PND", 2),
        ("CBO", 1), ("DCC", 1), ("LPA", 1),
    ],
)  # fmt: skip
def test_an_abbreviation_with_other_meanings_is_used_only_where_it_is_defined(
    short: str, meanings: int
) -> None:
    assert sum(short in thing.short for thing in THINGS) == meanings
    assert not [thing for thing in THINGS if short in thing.found]


@pytest.mark.parametrize(
    ("first", "field", "text"),
    [
        # What holds more, or lies beside, has once counted as the thing.
        ("child sexual exploitation", "broader", "sexual exploitation"),
        ("101 call", "broader", "call handling"),
        ("precept", "broader", "council tax"),
        ("sexual offence", "narrower", "rape"),
        ("homicide", "narrower", "murder"),
        ("OC16", "broader", "evidential difficulties"),
        ("domestic abuse", "narrower", "DVPN"),
        ("police custody", "narrower", "appropriate adult"),
        ("police pay", "beside", "pay award"),
        ("perpetrator programme", "narrower", "Drive project"),
        ("suicide", "narrower", "suicide prevention"),
        ("dangerous driving", "beside", "careless driving"),
        ("public protection notice", "broader", "safeguarding referral"),
        ("public confidence", "broader", "confidence"),
    ],
)
def test_relations_that_were_wrong_once(first: str, field: str, text: str) -> None:
    (thing,) = [thing for thing in THINGS if thing.names[0] == first]
    assert text in getattr(thing, field)


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
