"""Passages to an answer in their own sentences, or none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from made import Line, document, vector_of, write

from corpus.glossary import Glossary
from search.answer.answer import VETO, VETOING, WEIGHED, Found, Judge, answer, fits, judge, look
from search.answer.cite import cite
from search.index import Index, open_index
from search.query.facets import Facet
from search.query.query_expansion import Namer
from search.reader.reading import Reading
from search.results import Citation, Hit

SURE = dict.fromkeys((*WEIGHED, *VETOING), 1.0)
LINES = [
    Line("Calls were answered late. Nine in ten were answered within 10 seconds.", "2018-05"),
    Line("The station was sold for £1.2m.", "2019"),
    Line("nine in ten were answered within 10 seconds", "2020"),
    Line("…"),
]


@pytest.fixture
def index(tmp_path: Path) -> Index:
    write(tmp_path, [document("a.txt", LINES)])
    return open_index(tmp_path)


def encode(texts: Sequence[str]) -> np.ndarray:
    return np.array([vector_of(text) for text in texts])


def looked(
    index: Index,
    question: str,
    ordinals: Sequence[int] = (0, 1, 2),
    read: Sequence[Reading] = (),
) -> Found | None:
    hits = [Hit(p, 1.0 - n / 10) for n, p in enumerate(index.fetch(ordinals))]
    facets: list[Facet] = Namer(Glossary((), frozenset()), []).facets(question)
    return look(question, encode([question])[0], hits, facets, index, encode, read)


def citing(index: Index):  # type: ignore[no-untyped-def]
    def quoted(hit: Hit) -> Citation:
        return cite(hit, index.document(hit.passage.document.id))

    return quoted


ALWAYS = Judge((0.0,) * len(WEIGHED), 10.0, 0.5)
NEVER = Judge((0.0,) * len(WEIGHED), -10.0, 0.5)
QUESTION = "How many calls were answered within ten seconds?"


def test_an_answer_is_sentences_of_the_source_each_with_its_citation(index: Index) -> None:
    given = answer(looked(index, QUESTION), citing(index), ALWAYS)
    assert not given.abstained
    assert given.statements[0].text == "Nine in ten were answered within 10 seconds."
    for statement in given.statements:
        assert statement.text in statement.citation.quote
        text = index.document(statement.citation.document).text
        assert text[statement.citation.start : statement.citation.end] == statement.citation.quote


def test_a_sentence_that_several_passages_print_is_said_once(index: Index) -> None:
    found = looked(index, QUESTION)
    assert found is not None
    said = [s.text.casefold().rstrip(".") for s in found.sentences]
    assert len(said) == len(set(said)) == 3


def test_what_is_about_the_question_must_be_surer_to_answer_it(index: Index) -> None:
    def odds(*read: Reading) -> float:
        found = looked(index, QUESTION, read=read)
        assert found is not None
        return found.signs["reader"]

    near, far = (
        Reading(rank=6.0, answers=1.0, about=0.0),
        Reading(rank=-2.0, answers=1.0, about=0.0),
    )
    assert odds(near) < odds(far)
    assert odds(Reading(rank=6.0, answers=4.0, about=0.0)) > odds(far)
    assert odds(near, far) == odds(far, near)
    untold = Reading(rank=6.0, answers=None, about=0.0)
    assert odds(untold) == odds() == 0.0


def test_what_is_not_sure_enough_is_no_answer(index: Index) -> None:
    given = answer(looked(index, QUESTION), citing(index), NEVER)
    assert given.abstained
    assert 0 <= given.confidence < 0.5


def test_passages_without_a_sentence_give_no_answer(index: Index) -> None:
    assert looked(index, QUESTION, [3]) is None
    assert answer(None, citing(index), ALWAYS).abstained


def test_what_is_asked_for_and_not_found_is_a_veto() -> None:
    sure = ALWAYS.confidence(SURE)
    for name in VETOING:
        assert ALWAYS.confidence(SURE | {name: 0.0}) == pytest.approx(VETO * sure)
        assert ALWAYS.confidence(SURE | {name: 0.5}) == sure


def test_a_sentence_that_supports_an_answer_by_itself_makes_it_surer() -> None:
    doubtful = Judge((0.0,) * len(WEIGHED), 0.0, 0.5)
    assert doubtful.confidence(SURE | {"supported": 1.0}) > doubtful.confidence(SURE)
    # A veto is stronger: what is asked for was not found.
    assert doubtful.confidence(SURE | {"supported": 1.0, "year": 0.0}) < VETO


def test_confidence_lies_between_0_and_1_and_grows_with_each_sign_that_speaks_for_it() -> None:
    learnt = judge()
    assert len(learnt.weights) == len(WEIGHED)
    for weight, name in zip(learnt.weights, WEIGHED, strict=True):
        low, high = (learnt.confidence(SURE | {name: value}) for value in (0.2, 0.9))
        assert 0 <= low <= 1
        assert (high - low) * weight >= 0


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("How many calls were lost?", "Some 1,250 of them were lost.", 1.0),
        ("How many calls were lost?", "Half of them were lost.", 1.0),
        ("How many calls were lost?", "A lot of 999 calls in 2018 under OC16.", 0.0),
        ("When will it open?", "It will open in spring.", 1.0),
        ("When will it open?", "It will open soon.", 0.0),
        ("Who opened it?", "It was opened by the mayor in 2018.", 1.0),
        ("Who opened it?", "It was opened in 2018.", 0.0),
    ],
)
def test_a_sentence_fits_that_holds_the_kind_of_thing_asked_for(
    question: str, sentence: str, expected: float
) -> None:
    assert fits(question, sentence) == expected


def test_a_year_that_is_asked_for_is_looked_for_in_the_best_passages(index: Index) -> None:
    def year(question: str) -> float:
        found = looked(index, question)
        assert found is not None
        return found.signs["year"]

    assert year("How many calls were answered in 2018?") == 1.0
    assert year("How many calls were answered in 2003?") == 0.0
    assert year("How many calls were answered?") == 0.5
