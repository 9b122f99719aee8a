"""What a sentence must hold to answer by itself, and which of several sentences is taken."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from made import Line, document, vector_of, write

from corpus.glossary import Glossary
from corpus.model import Document, Part, Passage, Person, Section, SourceFile, Span
from search.answer.answer import WEIGHED, Found, Judge, answer, look
from search.answer.cite import cite
from search.answer.latest import saying
from search.answer.shapes import people
from search.answer.support import numbers, supported
from search.index import Index, open_index
from search.query.expected_answer import fits, places
from search.query.query_expansion import Namer
from search.query.question_kind import recognise
from search.results import Citation, Hit
from search.tokens import content_terms, terms

PEOPLE = (
    Person("Ilse Varga", "Chief Constable (CC)"),
    Person("Tom Ashby", "Vetting Manager (VM)"),
)


def passage(text: str, heading: str = "", speaker: str = "") -> Passage:
    paper = Document("m.txt", SourceFile("m.txt", "0", "text/plain", 1), text)
    part = Part(paper, 0, Span(0, len(text)), "Notes", "panel_minutes", people=PEOPLE)
    section = Section(part, 0, Span(0, len(text)), (heading,) if heading else ())
    return Passage("p", section, Span(0, len(text)), speaker=speaker)


@pytest.mark.parametrize(
    ("question", "text", "heading", "holds"),
    [
        # Who did it stands before the question's verb, with the question's figure.
        ("Who said that the backlog had come down to 214?",
         "The VM said that the backlog had come down from 390 to 214.", "Vetting", True),
        ("Who said that the backlog had come down to 190?",
         "The VM said that the backlog had come down from 390 to 214.", "Vetting", False),
        ("Who opened the depot at Marl?", "The depot at Marl was opened by a guest.", "", False),
        # A day, an amount of the right kind, a place that the question does not name itself.
        ("When did the Marl depot open?", "The Marl depot opened on 3 May 2021.", "", True),
        ("When did the Marl depot open?", "The Marl depot opened late.", "", False),
        ("How many vans did the force hire?", "The force hired 31 vans in the spring.", "", True),
        ("How many vans did the force hire?", "The force hired vans for £9,000.", "", False),
        ("Where did the flood of March reach the road?",
         "On the 4th it stood a metre deep in Upper Wold.", "The flood of March: the road", False),
        ("Where did the flood reach the road?",
         "The flood reached the road in Upper Wold.", "", True),
        ("Where did the flood reach the road?",
         "The flood reached the road in Upper Wold and in Harrow End.", "", False),
        # The shape alone is no support, nor are the words alone.
        ("How many vans did the force hire?", "The panel has 31 members.", "", False),
        ("Why did the force hire vans?", "The force did hire vans.", "", False),
        ("Is the depot at Marl open?", "The depot at Marl is open.", "", False),
    ],
)  # fmt: skip
def test_a_sentence_supports_an_answer_that_holds_the_thing_and_the_words(
    question: str, text: str, heading: str, holds: bool
) -> None:
    weights = dict.fromkeys(content_terms(terms(question)), 1.0)
    one = passage(text, heading)
    assert supported(question, recognise(question), text, one, weights) == holds


def test_what_stands_only_in_the_place_counts_half() -> None:
    weights = {"flood": 1.0, "march": 1.0, "reach": 1.0}
    question, text = "Where did the flood of March reach?", "It was a metre deep in Upper Wold."
    asked = recognise(question)
    assert supported(question, asked, text, passage(text, "The reach of the flood, March"), weights)
    assert not supported(question, asked, text, passage(text, "Roads"), weights)


def test_years_and_numbers_to_call_are_no_figures_of_a_question() -> None:
    assert numbers("How many 999 calls were there in 2022/23, or in May 2021?") == frozenset()
    assert numbers("Who said the queue of 214 was 7.5% shorter?") == {"214", "7.5%"}


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("A trial was held in Upper Wold.", [("Upper Wold", True)]),
        ("It was the first for Priority Two of the Service.", [("Priority Two", False)]),
        ("Vans were seen across Marl.", [("Marl", True)]),
        ("The trial in October was short.", []),
        ("It was raised at Panel and in Police circles.", []),
        ("Venue: Old Mill Hall, Marl, ML1 2AB", [("Old Mill Hall", True)]),
        ("Place Marl Town Hall", [("Marl Town Hall", True)]),
    ],
)
def test_a_place_is_a_name_behind_a_word_that_places(
    sentence: str, told: list[tuple[str, bool]]
) -> None:
    found = places("Where was the trial held?", sentence)
    assert [(sentence[start:end], sure) for start, end, sure in found] == told


@pytest.mark.parametrize(
    ("sentence", "gives"),
    [
        ("No date can be set as agreeing the measures with partners takes time.", 1.0),
        ("It was dropped as there was no money for it.", 1.0),
        ("The report was agreed as well as the plan.", 0.5),
        ("Vans such as the long ones are dear.", 0.5),
        ("He acted as chair.", 0.5),
    ],
)
def test_a_reason_may_follow_as(sentence: str, gives: float) -> None:
    assert fits("Why was no date set?", sentence) == gives


@pytest.mark.parametrize(
    ("question", "text", "speaker", "names"),
    [
        # Initials are those of the one person who has them, and of nobody where an office has.
        ("Who reported on the fair?", "TA reported on the fair.", "", ["Tom Ashby"]),
        ("Who reported on the fair?", "TA reported on the fair.", "Ilse Varga", ["Tom Ashby"]),
        ("Who reported on the fair?", "XY reported on the fair.", "Ilse Varga", []),
        ("Who reported on the fair?", "The fair was reported on.", "Ilse Varga", ["Ilse Varga"]),
        # Whom the paper does not list, with an office behind the name.
        ("Who gave a speech?", "Una Holt, novelist and broadcaster, gave a speech.", "",
         ["Una Holt"]),
        ("Who presented the accounts?", "Rob Lyle (Honorary Secretary) presented them.", "",
         ["Rob Lyle"]),
        ("Who was thanked?", "Police Authority, the old body, was thanked.", "", []),
    ],
)  # fmt: skip
def test_somebody_is_told_by_initials_and_by_an_office_behind_a_name(
    question: str, text: str, speaker: str, names: list[str]
) -> None:
    assert [one.name for one in people(question, text, passage(text, speaker=speaker))] == names


def test_a_reason_is_said_with_what_came_of_it(tmp_path: Path) -> None:
    words = "Two vans were sold. As a result, the night round was dropped."
    write(tmp_path, [document("a.txt", [Line(words, "2021-01-01")])])
    index = open_index(tmp_path)
    found = looked(index, "Why was the night round dropped?", 1)

    def quoted(hit: Hit) -> Citation:
        return cite(hit, index.document(hit.passage.document.id))

    sure = Judge((0.0,) * len(WEIGHED), 10.0, 0.5)
    said = [one.text for one in answer(found, quoted, sure).statements]
    assert said == ["Two vans were sold.", "As a result, the night round was dropped."]


def test_whom_the_question_names_is_nobody_that_was_asked_for() -> None:
    question = "Who became Chief Constable after Ilse Varga?"
    assert fits(question, "The Chief Constable at the time was Ilse Varga.") == 0.0
    assert fits(question, "Pia Moss became Chief Constable in May.") == 1.0


LINES = [
    Line("The share of lost calls was 12.0% in the year to March 2019.", "2019-05-01"),
    Line("The share of lost calls was 8.1%.", "2023-06-01"),
    Line("Lost calls were discussed at length.", "2024-02-01"),
    Line("Lost calls came to 7.4% in May.", "2024-03-01"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("index")
    write(folder, [document("a.txt", LINES)])
    return open_index(folder)


def looked(index: Index, question: str, number: int = len(LINES)) -> Found:
    ordinals = list(index.ordinals_of("a.txt"))[:number]
    hits = [Hit(p, 1.0 - n / 10) for n, p in enumerate(index.fetch(ordinals))]
    facets = Namer(Glossary((), frozenset()), []).facets(question)

    def encode(texts: Sequence[str]) -> np.ndarray:
        return np.array([vector_of(text) for text in texts])

    found = look(question, encode([question])[0], hits, facets, index, encode, [])
    assert found is not None
    return found


def test_of_like_sentences_the_one_of_the_period_that_was_asked_for_answers(index: Index) -> None:
    best = looked(index, "What share of calls was lost in 2023/24?").sentences[0]
    assert best.text == "The share of lost calls was 8.1%."
    first = looked(index, "What share of calls was lost in 2019?").sentences[0]
    assert "12.0%" in first.text


def test_of_what_names_the_topic_only_a_figure_tells_the_latest_figure(index: Index) -> None:
    naming = list(index.ordinals_of("a.txt"))[2:4]
    assert saying(naming, "What was last said about lost calls?", index) == set(naming)
    assert saying(naming, "What is the latest figure for lost calls?", index) == {naming[1]}
    assert saying([], "What is the latest figure for lost calls?", index) == frozenset()
