"""Under which names a topic is looked for."""

from __future__ import annotations

import pytest

from corpus.glossary import Glossary, Thing
from corpus.model import Definition, Span
from search.query.alternatives import MOST_ALTERNATIVES
from search.query.facets import Facet, Naming, added
from search.query.query_expansion import Namer
from search.tokens import terms

GLOSSARY = Glossary(
    things=(
        Thing(
            ("OC16", "Outcome 16", "Evidential difficulties; victim does not support action"),
            broader=("evidential difficulties",),
            together=(("victim", "withdrew", "support"),),
            source="Home Office",
        ),
        Thing(("body worn video", "BWV"), lay=("police cameras",), source="College"),
        Thing(("Chief Constable",), short=("CC",), source="Act 1996"),
        Thing(("hate crime",), source="CPS"),
        Thing(("killed or seriously injured",), short=("KSI",), source="DfT"),
        Thing(("DVPN",), source="Act 2010"),
        Thing(("DVPO",), source="Act 2010"),
    ),
    weak=frozenset({"performance", "update"}),
)


def definition(short: str, long: str, document: str = "a.txt") -> Definition:
    return Definition(short, long, document, Span(0, 1))


NAMER = Namer(
    GLOSSARY,
    [
        definition("CC", "Chief Constable"),
        definition("CC", "County Council", "b.txt"),
        definition("OCC", "Operations and Communications Centre"),
        definition("OCC", "Operations & Communications Centre", "b.txt"),
        definition("HCAG", "hate crime action group"),
    ],
)


def names(facet: Facet) -> dict[str, Naming]:
    return {naming.name.text: naming for naming in facet.names}


def only(topic: str, off: tuple[str, ...] = ()) -> Facet:
    (facet,) = NAMER.facets(topic, off)
    return facet


def test_a_topic_is_cut_into_the_longest_known_names_and_single_words() -> None:
    facets = NAMER.facets("hate crime satisfaction in the north")
    assert [facet.words for facet in facets] == [("hate", "crime"), ("satisfact",), ("north",)]
    assert [facet.known for facet in facets] == [True, False, False]


def test_each_name_says_where_it_comes_from() -> None:
    found = names(only("outcome 16"))
    assert found["outcome 16"].name.source == "asked"
    assert found["OC16"].name.source == "glossary"
    assert found["OC16"].name.origin == "Home Office"
    assert found["evidential difficulties"].strength < 1
    assert "beside" in found["evidential difficulties"].name.origin
    assert "Outcome 16" not in found  # the same terms as what was typed


def test_words_that_say_it_in_one_sentence_are_a_name_in_pieces() -> None:
    said = names(only("OC16"))["victim … withdrew … support"]
    assert said.pieces == (("victim",), ("withdrew",), ("support",))
    assert said.terms == ("victim", "withdrew", "support")
    assert 0.5 < said.strength < 1
    assert "one sentence" in said.name.origin


def test_what_the_archive_defines_is_a_name_and_its_spellings_are_one() -> None:
    found = names(only("OCC"))
    long = found["Operations and Communications Centre"]
    assert long.name.source == "archive"
    assert "a.txt, b.txt" in long.name.origin
    assert "Operations & Communications Centre" not in found


def test_an_ambiguous_short_form_is_used_only_where_the_document_means_that_sense() -> None:
    short = names(only("chief constable"))["CC"]
    assert short.documents == {"a.txt"}
    assert short.capital
    assert "CC" not in names(Namer(GLOSSARY, []).facets("chief constable")[0])
    assert "KSI" not in names(only("killed or seriously injured"))


def test_a_short_form_of_one_sense_is_used_everywhere_in_capitals() -> None:
    short = names(only("operations and communications centre"))["OCC"]
    assert short.documents == frozenset()
    assert short.capital


def test_lay_words_point_at_the_thing_with_less_strength() -> None:
    assert 0.5 < names(only("police cameras"))["body worn video"].strength < 1
    assert "police cameras" not in names(only("body worn video"))


def test_a_definition_that_begins_with_a_thing_is_also_said_in_two_pieces() -> None:
    assert names(only("HCAG"))["hate crime … action group"].pieces == (
        ("hate", "crime"),
        ("action", "group"),
    )


def test_weak_words_are_weak_only_beside_others() -> None:
    assert [facet.weak for facet in NAMER.facets("OC16 performance")] == [False, True]
    assert [facet.weak for facet in NAMER.facets("performance update")] == [False, False]


def test_a_word_asked_twice_is_one_facet() -> None:
    assert [f.words for f in NAMER.facets("north OC16 north oc16")] == [("north",), ("oc16",)]


def test_a_quoted_phrase_is_looked_for_as_it_stands() -> None:
    facets = NAMER.facets('"hate crime performance" north')
    assert facets[0].words == ("hate", "crime", "perform")
    assert [naming.name.origin for naming in facets[0].names] == ["the exact phrase asked for"]
    assert facets[1].words == ("north",)
    assert only("“BWV”").names[0].pieces == (("bwv",),)


def test_unbalanced_or_empty_quotation_marks_are_passed_over() -> None:
    assert only('"north').words == ("north",)
    assert only('north ""').words == ("north",)
    assert NAMER.facets('"" " "') == []


def test_names_switched_off_stay_listed_and_are_off() -> None:
    found = names(only("OC16", off=("outcome 16", "victim … withdrew … support", "unknown")))
    assert not found["Outcome 16"].name.on
    assert not found["victim … withdrew … support"].name.on
    assert found["OC16"].name.on


def test_two_names_joined_by_and_are_two_topics() -> None:
    assert NAMER.alternatives("DVPNs and DVPOs") == ["DVPNs", "DVPOs"]
    assert NAMER.alternatives("DVPNs & DVPOs") == ["DVPNs", "DVPOs"]
    assert NAMER.alternatives("DVPNs and overtime") == ["DVPNs", "overtime"]
    for topic in ("DVPNs and performance", "DVPNs and the rest", '"DVPNs and DVPOs"', "OC16"):
        assert NAMER.alternatives(topic) == [topic]


def archive(**counts: int) -> Namer:
    """A namer over an archive in which words follow each other so often; others never do."""
    known = {tuple(terms(text.replace("_", " "))): n for text, n in counts.items()}
    return Namer(GLOSSARY, [], lambda sequence: known.get(tuple(sequence), 0), str.isupper)


def test_what_the_archive_says_in_one_breath_is_one_topic() -> None:
    namer = archive(drug_and_alcohol=4, drug=9, alcohol=7)
    assert namer.alternatives("drug and alcohol") == ["drug and alcohol"]
    assert archive(drug=9, alcohol=7).alternatives("drug and alcohol") == ["drug", "alcohol"]


def test_words_that_stand_together_in_the_archive_are_one_name() -> None:
    namer = archive(alternative_provision=5, alternative=6, provision=20)
    one, other = namer.facets("alternative provision funding")
    assert one.words == tuple(terms("alternative provision"))
    assert [len(name.pieces) for name in one.names] == [1, 2]
    assert other.words == ("fund",)
    assert len(archive(alternative=6, provision=20).facets("alternative provision")) == 2


def test_a_word_written_as_a_name_is_looked_for_as_it_is_written() -> None:
    namer = Namer(GLOSSARY, [], proper=lambda word: word == "Drive")
    drive, scheme = namer.facets("Drive perpetrators")
    assert drive.names[0].capital
    assert drive.known
    assert not scheme.names[0].capital
    many = " and ".join(["DVPN"] * (MOST_ALTERNATIVES + 1))
    assert NAMER.alternatives(many) == [many]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("people killed or seriously injured, OC16", ["killed or seriously injured"]),
        (
            "evidential difficulties; victim does not support action or BWV",
            ["evidential difficulties; victim does not support action"],
        ),
        ("hate crime, OC16 or BWV", []),
        ("hate crime, OC16 and BWV", []),
        ("what is done: hate crime, the DVPN and BWV", []),
        (
            "shops, cafes and other firms against hate crime, Borchester",
            ["shops, cafes and other firms against hate crime"],
        ),
        (
            "BWV; youth work, schools and health pulling together",
            [" youth work, schools and health pulling together"],
        ),
        ("closing or selling police stations, OC16", [" or "]),
        ("children at risk or in custody", [" or "]),
        ("training or recruiting", []),
        ("drones or body worn video in cars", []),
        ("\ue000, \ue001 and BWV", []),
        ("killed", []),
    ],
)
def test_names_and_phrases_that_hold_a_comma_or_or_are_not_divided(
    text: str, spans: list[str]
) -> None:
    assert [text[start:end] for start, end in NAMER.undivided(text)] == spans


def test_a_name_that_a_reader_adds_stands_for_the_whole_topic() -> None:
    (facet,) = added(["new records system", "", "?"])
    assert facet.names[0].name.source == "reader"
    assert facet.names[0].pieces == (("new", "record", "system"),)


def test_a_text_of_signs_has_no_facets_and_one_of_stop_words_has() -> None:
    assert NAMER.facets("?!") == []
    assert [facet.words for facet in NAMER.facets("to be")] == [("to",), ("be",)]
