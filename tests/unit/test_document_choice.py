"""Names that stand in few documents choose among them; the rest of a question ranks inside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from made import FakeEncoder, Line, document, write

from search.engine import Engine
from search.index import NO_FILTER, Filter, Index, Ranked, open_index
from search.ranking.document_choice import Choice, DocumentChooser
from search.ranking.hybrid import Ranks
from search.settings import Settings

PLACES = ("Bexley", "Camborne", "Dunwich", "Evesham", "Fordham", "Grantley")
SAID = (
    "Inspectors visited {} in the spring of that year.",
    "Of the children in {} who went missing, nine were seen within a day.",
    "The council of {} keeps too few records of missing children.",
    "Leaders of the Constabulary in {} meet each month.",
    "Plans for {} were late.",
    "Carers told inspectors that {} listens.",
)
ONLY_HERE = "The stables are swept by a farrier."


def file_of(place: str) -> str:
    return f"{place.lower()}.txt"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """A document a place; "farrier" stands in one of them only, and often, but is no name."""
    where = tmp_path_factory.mktemp("places")
    documents = []
    for place in PLACES:
        lines = [Line(said.format(place)) for said in SAID]
        if place == "Dunwich":
            lines += [Line(f"{ONLY_HERE} It was so in week {n}.") for n in range(8)]
        documents.append(document(file_of(place), lines, title=f"Report on {place}"))
    write(where, documents)
    made = open_index(where)
    yield made
    made.close()


@pytest.fixture(scope="module")
def engine(index: Index) -> Engine:
    return Engine(index, Settings(reranker="none"), encoder=FakeEncoder())


def chosen(index: Index, text: str) -> Choice | None:
    return DocumentChooser(index).choose(text)


@pytest.mark.parametrize("place", PLACES)
def test_a_name_in_few_documents_chooses_them_and_leaves_the_question(
    index: Index, place: str
) -> None:
    choice = chosen(index, f"How many children were missing in {place}?")
    assert choice is not None
    assert choice.documents == (file_of(place),)
    assert len(choice.names) == 1
    assert choice.rest == "How many children were missing in ?"


def test_two_names_choose_the_documents_of_both(index: Index) -> None:
    choice = chosen(index, "Were more children missing in Bexley or in Evesham?")
    assert choice is not None
    assert set(choice.documents) == {"bexley.txt", "evesham.txt"}
    assert "Bexley" not in choice.rest
    assert "Evesham" not in choice.rest


def test_how_a_name_is_typed_makes_no_difference(index: Index) -> None:
    typed, written = (
        chosen(index, f"missing children in {name}") for name in ("bexley", "BEXLEY'S")
    )
    assert typed == written is not None


def test_a_word_that_is_no_name_chooses_nothing(index: Index) -> None:
    assert index.phrase_count(["farrier"]) == 8
    assert chosen(index, "What does the Farrier sweep?") is None


def test_a_name_in_most_documents_chooses_nothing(index: Index) -> None:
    assert chosen(index, "When do leaders of the Constabulary meet?") is None


@pytest.mark.parametrize("text", ["Bexley", "Bexley, Evesham", "What is in Bexley?", "", "?!"])
def test_a_question_of_nothing_but_names_chooses_nothing(index: Index, text: str) -> None:
    assert chosen(index, text) is None


def test_a_name_that_stands_nowhere_chooses_nothing(index: Index) -> None:
    assert chosen(index, "How many children were missing in Atlantis?") is None


def test_a_name_said_once_in_passing_chooses_nothing(tmp_path: Path) -> None:
    lines = [Line("Children were missing."), Line("It was so in Bexley too."), Line("It ended.")]
    named = document("a.txt", lines)
    write(tmp_path, [named, *(document(f"{n}.txt", [Line("All is well.")]) for n in range(3))])
    assert chosen(open_index(tmp_path), "How many children were missing in Bexley?") is None


QUESTION = "How many children were missing in Evesham?"


def of_documents(engine: Engine, where: Filter) -> list[str]:
    return [hit.passage.document.id for hit in engine.candidates(QUESTION, where)]


def test_passages_of_the_chosen_document_come_first_and_the_others_after(engine: Engine) -> None:
    found = of_documents(engine, NO_FILTER)
    inside = found.count("evesham.txt")
    assert inside
    assert set(found[:inside]) == {"evesham.txt"}
    assert len(set(found)) > 1


def test_a_filter_on_documents_is_kept_whatever_the_question_names(engine: Engine) -> None:
    where = Filter.of(document=["bexley.txt", "dunwich.txt"])
    assert set(of_documents(engine, where)) == {"bexley.txt", "dunwich.txt"}
    asked = engine.ask(QUESTION, where)
    assert {hit.passage.document.id for hit in asked.hits} <= {"bexley.txt", "dunwich.txt"}


def ranks(*scored: tuple[int, float]) -> Ranks:
    places = {ordinal: place for place, (ordinal, _) in enumerate(scored, start=1)}
    return Ranks([Ranked(*one) for one in scored], {"bm25": places})


FIRST = ranks((4, 0.9), (2, 0.6), (7, 0.3))
OTHERS = ranks((1, 1.0), (2, 0.8), (3, 0.5), (7, 0.4), (5, -0.1))


@pytest.mark.parametrize(
    ("these", "others"),
    [
        (FIRST, OTHERS),
        (ranks((4, 0.2), (9, -0.3)), OTHERS),
        (ranks((4, 0.0)), OTHERS),
        (FIRST, ranks((1, -0.1), (3, -0.2))),
        (FIRST, ranks()),
        (ranks(), OTHERS),
        (ranks(), ranks()),
    ],
    ids=["plain", "ends below 0", "at 0", "below 0", "nothing after", "nothing before", "nothing"],
)
def test_one_ranking_before_another_loses_and_doubles_nothing_and_its_scores_fall(
    these: Ranks, others: Ranks
) -> None:
    both = these.before(others)
    order: Sequence[int] = [entry.ordinal for entry in both.fused]
    assert len(order) == len(set(order))
    assert set(order) == these.ordinals | others.ordinals
    assert both.fused[: len(these.fused)] == these.fused
    after = [entry.ordinal for entry in others.fused if entry.ordinal not in these.ordinals]
    assert order[len(these.fused) :] == after
    assert all(first.score >= second.score for first, second in pairwise(both.fused))
    assert both.parts["bm25"].keys() == both.ordinals
    assert all(both.parts["bm25"][o] == place for o, place in these.parts["bm25"].items())


@pytest.mark.parametrize(
    ("topic", "rest"),
    [
        ("missing children in Dunwich", "missing children"),
        ("Dunwich constabulary records", "constabulary records"),
        ("Dunwich's records of children", "records of children"),
        ("late plans, Dunwich", "late plans"),
        ("missing children in dunwich", "missing children"),
    ],
)
def test_an_area_in_a_topic_chooses_its_documents_and_is_no_evidence(
    index: Index, topic: str, rest: str
) -> None:
    choice = DocumentChooser(index).place(topic)
    assert choice is not None
    assert choice.documents == (file_of("Dunwich"),)
    assert choice.rest == rest
    assert [name.casefold().removesuffix("'s") for name in choice.names] == ["dunwich"]


@pytest.mark.parametrize(
    "topic",
    [
        "Dunwich",  # nothing else is asked
        "missing children",
        '"Dunwich" records',  # words, not a place
        "the farrier of the stables",  # in one document, but over none
        "dunwich records",  # no capital, and nothing that says where
        "",
    ],
)
def test_what_is_no_area_chooses_nothing(index: Index, topic: str) -> None:
    assert DocumentChooser(index).place(topic) is None


@pytest.mark.parametrize(
    ("topics", "joined"),
    [
        (("late plans", "Dunwich"), ("late plans, Dunwich",)),
        (("late plans", "records", "Fordham"), ("late plans, Fordham", "records, Fordham")),
        (("late plans", "Dunwich report"), ("late plans, Dunwich report",)),
        (("late plans", "Dunwich carers"), ("late plans", "Dunwich carers")),
        (("Dunwich", "Fordham"), ("Dunwich", "Fordham")),
        (("late plans", '"Dunwich"'), ("late plans", '"Dunwich"')),
        (("Dunwich",), ("Dunwich",)),
    ],
)
def test_an_area_behind_a_comma_says_where_and_is_no_topic_of_its_own(
    index: Index, topics: tuple[str, ...], joined: tuple[str, ...]
) -> None:
    assert DocumentChooser(index).joined(topics) == joined


def test_a_year_beside_an_area_chooses_the_paper_of_that_year(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    where = tmp_path_factory.mktemp("years")
    names = ["dunwich-2016.txt", "dunwich-2023.txt", "fordham-2016.txt"]
    write(where, [document(n, [Line(f"It was so in {n[:7].title()}.")] * 3) for n in names])
    index = open_index(where)
    try:
        choice = DocumentChooser(index).place("late plans, Dunwich 2016")
        assert choice == Choice(("dunwich-2016.txt",), ("Dunwich 2016",), "late plans")
        both = DocumentChooser(index).place("late plans of 2016, Dunwich")
        assert both is not None
        assert (len(both.documents), both.rest) == (2, "late plans of 2016")
    finally:
        index.close()


def test_a_list_about_an_area_holds_its_documents_alone(engine: Engine) -> None:
    found = engine.every("missing children in Dunwich")
    hits = [*found.discussed, *found.named]
    assert hits
    assert {hit.passage.document.id for hit in hits} == {file_of("Dunwich")}
    assert [(one.kind, one.text) for one in found.asked.recognised] == [("area", "Dunwich")]
