"""One thing, several spellings: a topic finds a paper that writes it otherwise, and no other."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.glossary import Glossary, Thing
from eval.training import spelling_check
from eval.training.spelling_check import found, standing_beside
from search.query.facets import Naming
from search.query.number_words import figures, words_of
from search.query.query_expansion import Namer
from search.query.spelling_variants import MOST, expression, variants
from search.tokens import terms, terms_with_spans

SHARED = Path(__file__).parents[3] / "shared" / "data" / "cases" / "spellings.tsv"

PAIRS = {
    "irregular plurals": """
        wife wives | shelf shelves | calf calves | life lives | policeman policemen |
        spokeswoman spokeswomen | foot feet | mouse mice | crisis crises | analysis analyses |
        criterion criteria | minibus minibuses | gas gases | referendum referenda |
        stadium stadia | index indices | appendix appendices | midwife midwives
    """,
    "British and other spellings": """
        authorisation authorization | prioritised prioritized | recognise recognize |
        centre center | colour color | harbour harbor | favourite favorite | licence license |
        defence defense | offence offense | grey gray | counselling counseling |
        travelling traveling | cancelled canceled | enrolment enrollment | fulfil fulfill |
        paedophile pedophile | catalogue catalog | adviser advisor | enquiry inquiry |
        judgement judgment | ageing aging | plough plow | theatre theater | neighbours neighbors |
        sceptical skeptical | victimised victimized | practise practice | analyse analyze
    """,
    "words joined, hyphened or parted": """
        e-bike ebike | e-learning elearning | on-line online | by-law bylaw | wi-fi wifi |
        hotspot hot-spot | speedwatch speed-watch | reoffending re-offending |
        pre-sentence presentence | multiagency multi-agency | night-time nighttime |
        flytipping fly-tipping | headquarters head-quarters | under-spend underspend |
        schoolchildren school-children | sub-committee subcommittee | quadbike quad-bike |
        cyberattack cyber-attack | X-ray xray | start-up startup | dashcam dash-cam
    """,
    "acts and who does them": """
        robber robbery | burglar burglary | murderer murder | fraudster fraud | rapist rape |
        terrorist terrorism | shoplifter shoplifting | smuggler smuggling | poacher poaching |
        trafficker trafficking | offender offending | cyclist cycling | vandal vandalism |
        hacker hacking | groomer grooming | trespassing trespasser
    """,
    "irregular verbs": """
        bought buy | sold sell | fought fight | driven drove | spent spend | sought seek |
        caught catching | written wrote | withdrew withdrawn | broken broke | chosen choose |
        taught teaching | shot shoot | swore sworn | hidden hide | begun began | struck strike
    """,
    "letters and figures": """
        30mph 30_mph | 60_mph 60mph | 5kg 5_kg | M5 M_5 | B_4084 B4084 | G20 G_20 |
        Covid19 Covid-19 | £1.5m £1.5_million | £1.5_million £1,500,000 | £2,300,000 £2.3m |
        £75k £75,000 | £75,000 75_thousand | £12bn £12_billion | £0.6m £600,000 |
        £1,250 1250 | 250,000 250k | $4m $4_million | two_million 2_million
    """,
    "numbers in words": """
        thirty 30 | 99 ninety-nine | forty-two 42 | 7 seven | twelve 12 | third 3rd |
        21st twenty-first | 5th fifth | eleventh 11th | stage_one stage_1 | step_1 step_one |
        three_officers 3_officers | two_hundred 200 | 300 three_hundred | 50_per_cent half
    """,
    "short forms with stops": """
        PCC P.C.C. | N.H.S. NHS | U.K. UK | EU E.U. | A.S.B. ASB | HMICFRS H.M.I.C.F.R.S. |
        R.N.L.I RNLI
    """,
}


def pairs() -> Iterator[tuple[str, str]]:
    for lines in PAIRS.values():
        for pair in lines.split("|"):
            topic, other = (word.replace("_", " ") for word in pair.split())
            yield topic, other
            yield other, topic


@pytest.mark.parametrize(("topic", "other"), list(pairs()))
def test_a_topic_finds_the_paper_that_writes_it_otherwise(topic: str, other: str) -> None:
    assert found(topic, other)


@pytest.mark.parametrize(
    ("topic", "other"),
    [
        ("organized crime", "organised crime"),
        ("antisocial behavior", "anti-social behaviour"),
        ("anti-social behavior orders", "antisocial behaviour orders"),
        ("unauthorized encampments", "unauthorised encampment"),
        ("knives in schools", "a knife in a school"),
        ("theft of £40,000", "thefts of £40k"),
        ("20 mph limits", "a 20mph limit"),
        ("cybercrime", "cyber-crime"),
        ("cctv", "C.C.T.V"),
        ("GBP30k", "30,000"),
        ("phase two", "phase 2"),
    ],
)
def test_a_spelling_counts_in_a_topic_of_several_words(topic: str, other: str) -> None:
    assert found(topic, other)


@pytest.mark.parametrize(
    ("topic", "other"),
    [
        # A word by its stem only: the variant counts as it is written.
        ("authorise", "an author"),
        ("wilful", "she will"),
        ("organisation", "an organ"),
        ("victimised", "the victim"),
        ("customised", "a custom"),
        ("hypothesis", "these"),
        # Words parted by chance, and words of few letters that end alike.
        ("notable", "it was not able to"),
        ("therapist", "the rapist"),
        ("overtime", "over time"),
        ("cooper", "co-operated"),
        ("everything", "every thin thing"),
        ("tour", "the tor"),
        ("four", "for"),
        ("prise", "a prize of the"),
        # Two words of one rule that are two things.
        ("device", "devise"),
        ("advice", "advise"),
        ("officer", "offing"),
        ("letting", "a letter"),
        ("number", "numbing"),
        ("building", "builders' yard"),
        ("leave", "a leaf"),
        ("use", "us"),
        ("find", "founded"),
        ("dealer", "a good deal"),
        # Numbers that are not the amount, and those that are pronouns or years.
        ("quarter", "25%"),
        ("1", "one of them"),
        ("2018", "twenty eighteen"),
        ("450", "450k"),
        ("10k", "10,500"),
        ("£1.2m", "£1.2bn"),
        # Letters with stops are a short form and stand in capitals.
        ("M.A.S.H.", "mash"),
        ("DA", "a D, A"),
        ("A417", "a 41 7"),
    ],
)
def test_what_only_looks_alike_is_not_found(topic: str, other: str) -> None:
    assert not found(topic, other)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared cases lie beside a full checkout only")
def test_the_shared_cases_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert spelling_check.main(["--cases", str(SHARED)]) == 0
    told = capsys.readouterr().out.split()
    assert int(told[-4]) >= 84  # of 86


def always(sequence: tuple[str, ...]) -> int:
    return 1


def test_no_variant_has_the_terms_of_the_name_itself() -> None:
    for topic, _ in pairs():
        for spelling in variants(topic, always):
            assert terms(spelling.text) != terms(topic)


def test_without_an_archive_no_word_is_joined_or_parted() -> None:
    assert [one.text for one in variants("carjacking", always)]
    assert variants("carjacking", lambda sequence: 0) == []
    assert not [one for one in variants("postcode") if " " in one.text]
    assert variants("post code", always, joined=False) == []


def test_a_parted_word_must_stand_in_the_archive() -> None:
    standing = {("car", "jack")}
    told = [one.text for one in variants("carjacking", lambda key: tuple(key) in standing)]
    assert told == ["car jacking"]


@pytest.mark.parametrize(
    ("text", "at", "length"),
    [
        ("e-mail fraud", 0, 2),
        ("fraud by e-mail", 2, 2),
        ("M.A.S.H. referrals", 0, 4),
        ("20 mph limits", 0, 2),
        ("£1.2 million of savings", 0, 2),
        ("the A 417 at night", 1, 2),
        ("twenty six officers", 0, 2),
        ("anti-social-behaviour", 0, 3),
        ("2017-18", 0, 1),
        ("hate crime", 0, 1),
        ("school, children", 0, 1),
    ],
)
def test_what_is_written_as_one_is_one(text: str, at: int, length: int) -> None:
    assert expression(text, terms_with_spans(text), at, lambda sequence: 0) == length


def test_two_words_that_the_archive_writes_as_one_are_one() -> None:
    tokens = terms_with_spans("post code checks")
    assert expression("post code checks", tokens, 0, lambda key: key == ("postcod",)) == 2
    assert expression("post code checks", tokens, 1, lambda key: key == ("postcod",)) == 1


def test_numbers_are_read_both_ways() -> None:
    for number in range(1, 100):
        word = words_of(str(number))
        assert word
        assert words_of(word) or figures(word.split()) == str(number)
    assert words_of("22nd") == "twenty second"
    assert words_of("12th") == "twelfth"
    assert words_of("officer") == ""
    assert figures(("twenty", "first")) == "21st"
    assert figures(("six", "twenty")) is None


def test_a_long_or_crafted_name_costs_little() -> None:
    crafted = ["1" * 5000 + "a", "e-" * 3000, "£" + "1," * 4000, "A." * 4000, "knife " * 2000]
    began = time.process_time()
    for text in crafted:
        assert len(variants(text, always)) <= MOST
        tokens = terms_with_spans(text)
        for at in range(0, len(tokens), 50):
            expression(text, tokens, at, always)
    assert time.process_time() - began < 3


def test_variants_that_stand_in_texts_are_listed() -> None:
    texts = ["The organisation wrote to the organization about a knife.", "Two knives, one organ."]
    listed = set(standing_beside(texts))
    assert ("organisation", "organization") in listed
    assert ("knives", "knife") in listed
    assert not [pair for pair in listed if "organ" in pair]


GLOSSARY = Glossary(
    things=(
        Thing(("organised crime",), short=("OC",), beside=("centre of crime",), source="made up"),
        Thing(("CCTV", "closed circuit television"), lay=("street cameras",), source="made up"),
    ),
    weak=frozenset(),
)


def named(topic: str, *standing: str) -> dict[str, Naming]:
    held = {tuple(terms(text)) for text in standing}
    namer = Namer(GLOSSARY, [], lambda sequence: int(tuple(sequence) in held))
    (facet,) = namer.facets(topic)
    return {naming.name.text: naming for naming in facet.names}


def test_a_thing_is_known_under_another_spelling_of_its_name() -> None:
    assert "organised crime" in named("organized crime")
    assert "closed circuit television" in named("cctv")
    parted = named("closedcircuit television", "closed circuit television")
    assert "CCTV" in parted


def test_only_spellings_that_stand_in_the_archive_are_names() -> None:
    assert list(named("knife")) == ["knife"]
    found = named("knife", "knives")
    assert list(found) == ["knife", "knives"]
    assert found["knives"].exact
    assert found["knives"].name.origin == "another spelling of knife"
    assert found["knives"].name.source == "asked"


def test_what_lies_beside_is_not_respelled_and_letters_with_stops_stand_in_capitals() -> None:
    assert "center of crime" not in named("organised crime", "center of crime")
    assert named("CCTV", "C.C.T.V")["C.C.T.V"].capital


def test_a_quoted_phrase_and_a_proper_name_are_not_respelled() -> None:
    assert list(named('"knife"', "knives")) == ["knife"]
    held = {("knive",), ("wolf",), ("wolv",)}
    namer = Namer(GLOSSARY, [], lambda key: int(tuple(key) in held), lambda word: True)
    assert [n.name.text for n in namer.facets("Wolf")[0].names] == ["Wolf"]


def test_words_written_as_one_are_one_facet() -> None:
    (facet,) = Namer(GLOSSARY, []).facets("£1.2 million")
    assert [naming.name.text for naming in facet.names] == ["£1.2 million"]
    assert facet.words == ("1.2", "million")
    facets = Namer(GLOSSARY, []).facets("e-mail scams")
    assert [facet.words for facet in facets] == [("e", "mail"), ("scam",)]
