"""Passages in another language than the question were not searched, and no denial says so."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from made import FakeEncoder, Line, document, write

from api.cli import terminal
from api.views import serialise, wording
from corpus import languages
from corpus.model import Document, SourceFile, Understanding
from indexer.analyse import analyse
from search.engine import Engine
from search.every.adjustments import Adjustments
from search.index import Filter, open_index
from search.results import AskResult, EveryResult
from search.settings import Settings

WELSH = (
    "Dywedodd y Comisiynydd fod nifer y cwynion wedi gostwng yn ystod y flwyddyn.",
    "Nododd y Panel yr adroddiad ar y gyllideb.",
    "Gofynnodd yr aelodau pryd y byddai'r orsaf newydd yn agor.",
    "Bydd cyfarfod nesaf y Panel yn y neuadd.",
    "Cytunwyd y dylai'r Prif Gwnstabl ysgrifennu at y cyngor.",
)
ENGLISH = (
    "The Commissioner said that complaints had fallen during the year.",
    "The Panel noted the report on the budget.",
    "Members asked when the new station at Llanfair would open.",
    "Heddlu Aber said it would write to Cyngor Bro Hafren about the sign.",
    "It was agreed.",
)


@pytest.mark.parametrize(("texts", "code"), [(WELSH, "cy"), (ENGLISH, "en")])
def test_the_language_of_a_passage_is_told(texts: Sequence[str], code: str) -> None:
    assert {languages.tell(text) for text in texts} <= {code, ""}
    assert sum(languages.tell(text) == code for text in texts) >= 4
    assert languages.of_document("\n\n".join(texts)) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Tha an aithisg seo aig a' bhòrd agus bha e air aontachadh", "gd"),
        ("Bhí an cruinniú ar siúl agus níl aon tuairisc ag an gcoiste", "ga"),
        ("Komisarz nie był na spotkaniu, które się odbyło w czerwcu", "pl"),
        ("Le rapport est présenté par les membres dans une réunion", "fr"),
        ("Der Bericht wurde nicht von dem Ausschuss für das Jahr gelesen", "de"),
        ("Thornby 12 £4,500 3.4%", ""),
        ("", ""),
        ("Llanelli, Pontypridd, Rhondda", ""),
    ],
)
def test_other_languages_are_told_apart_and_names_tell_nothing(text: str, code: str) -> None:
    assert languages.tell(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Faint o gwynion a dderbyniwyd?", "cy"),
        ("Pryd mae'r cyfarfod nesaf?", "cy"),
        ("How many officers does Heddlu Dyffryn have in Llanelwy?", "en"),
        ("When is the meeting?", "en"),
        ("overtime", ""),
        ("Heddlu Dyffryn", ""),
        ("school pupil patrol", ""),
        ("bureau", ""),
    ],
)
def test_the_language_of_a_question_is_told_by_little(text: str, code: str) -> None:
    assert languages.asked(text) == code


def test_a_text_in_two_languages_has_each_passage_in_its_own() -> None:
    text = "\n\n".join((*WELSH, *ENGLISH))
    source = SourceFile("both.txt", "0" * 64, "text/plain", len(text))
    found = analyse(Document("both.txt", source, text))
    told = {one.text: one.language for one in found.passages}
    assert all(told[text] == "cy" for text in WELSH)
    assert all(told[text] == "en" for text in ENGLISH[:3])
    assert found.document.language == ""


def test_a_short_passage_is_in_the_language_of_its_document() -> None:
    text = "\n\n".join((*WELSH, "Dim.\n\nCytunwyd."))
    source = SourceFile("cy.txt", "0" * 64, "text/plain", len(text))
    found = analyse(Document("cy.txt", source, text))
    assert found.document.language == "cy"
    assert {one.language for one in found.passages} == {"cy"}


def paper(name: str, lines: Sequence[str], code: str) -> Understanding:
    made = document(name, [Line(line, "2020-01-07") for line in lines])
    return replace(made, passages=tuple(replace(one, language=code) for one in made.passages))


def opened(location: Path, *papers: Understanding) -> Engine:
    write(location, list(papers))
    index = open_index(location, "made-up")
    return Engine(index, Settings(reranker="none"), encoder=FakeEncoder())  # type: ignore[arg-type]


def lines_of(engine: Engine, result: AskResult | EveryResult) -> str:
    if isinstance(result, AskResult):
        return "\n".join(terminal.ask(engine, result))
    return "\n".join(terminal.every(engine, result, ()))


QUESTIONS = ("zebra crossings", "How many zebra crossings are there?")


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_paper_in_another_language_is_not_searched(tmp_path: Path, question: str) -> None:
    engine = opened(tmp_path / "index", paper("cy.txt", WELSH, "cy"))
    for result in (engine.ask(question), engine.every(question)):
        told = lines_of(engine, result)
        assert "Not searched in this language" in told
        assert "5 passages in Welsh were not searched" in told
        assert "No passage names" not in told
        assert "does not say" not in told
        assert result.unsearched == {"cy": 5}
        assert result.searched == 0
    assert serialise.ask(engine, engine.ask(question))["not_searched_in"] == {"cy": 5}
    head = serialise.every_head(engine.every(question))
    assert (head["not_searched_in"], head["documents"]) == ({"cy": 5}, [])
    engine.close()


@pytest.mark.parametrize("question", QUESTIONS)
def test_of_papers_in_two_languages_only_what_was_searched_is_denied(
    tmp_path: Path, question: str
) -> None:
    engine = opened(
        tmp_path / "index", paper("cy.txt", WELSH, "cy"), paper("en.txt", ENGLISH, "en")
    )
    found = engine.every(question)
    assert (found.searched, found.documents, found.unsearched) == (5, ("en.txt",), {"cy": 5})
    assert wording.denial(found) == "No passage names it in the language of the question"
    assert wording.denial(engine.ask(question)).startswith("Nothing answers it")
    only = engine.every(question, Filter.of(language=("en",)))
    assert (only.unsearched, wording.denial(only)) == ({}, "No passage names it")
    engine.close()


def test_what_was_found_tells_of_the_passages_that_could_not_be(tmp_path: Path) -> None:
    english = (*ENGLISH, "Zebra crossings were painted in Thornby.")
    engine = opened(
        tmp_path / "index", paper("cy.txt", WELSH, "cy"), paper("en.txt", english, "en")
    )
    found = engine.every("zebra crossings", adjust=Adjustments(line=0.0))
    assert len(found.discussed) + len(found.named)
    assert found.unsearched == {"cy": 5}
    assert "5 passages in Welsh were looked through for the same words only" in lines_of(
        engine, found
    )
    engine.close()


def test_a_welsh_question_is_not_denied_by_english_papers(tmp_path: Path) -> None:
    engine = opened(tmp_path / "index", paper("en.txt", ENGLISH, "en"))
    found = engine.every("Faint o sebras sydd yno?")
    assert found.unsearched == {"en": 5}
    assert wording.denial(found) == "Not searched in this language"
    engine.close()


def test_papers_in_the_language_of_the_question_are_denied_as_ever(tmp_path: Path) -> None:
    engine = opened(tmp_path / "index", paper("en.txt", ENGLISH, "en"))
    found = engine.every("zebra crossings")
    assert wording.denial(found) == "No passage names it"
    assert wording.denial(engine.ask("How many zebras are there?")) == "The archive does not say"
    assert found.documents == ("en.txt",)
    engine.close()


def test_crafted_texts_take_time_in_proportion() -> None:
    for text in ("ŵ" * 400_000, "a'" * 200_000, "\n \n" * 130_000, "y " * 200_000):
        began = time.process_time()
        languages.tell(text)
        languages.of_document(text)
        assert time.process_time() - began < 2, text[:4]
