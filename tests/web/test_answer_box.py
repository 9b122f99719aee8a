"""The answer box: what was asked for is shown, how sure it is, what other papers say, who knows
better."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.cli import terminal
from api.views import answer_words
from corpus.model import Person
from search.index import NO_FILTER, Filter
from search.results import Answer, AskResult, Handover, Meant, Remark, Sure


def reply(engine: Any, monkeypatch: pytest.MonkeyPatch, change: Callable[[Answer], Answer]) -> None:
    """The engine's own answers, changed."""
    own = engine.ask

    def ask(text: str, where: Filter = NO_FILTER, limit: int = 10) -> AskResult:
        found = own(text, where, limit)
        return replace(found, answer=change(found.answer))

    monkeypatch.setattr(engine, "ask", ask, raising=False)


def test_the_figure_asked_for_is_in_bold_and_beside_it_stands_how_sure_it_is(
    engine: Any, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def figure(answer: Answer) -> Answer:
        first = replace(answer.statements[0], point=(0, 4))
        return replace(answer, statements=(first,), sure=Sure("unsure", 38, 70))

    reply(engine, monkeypatch, figure)
    page = client.get("/ask?q=999 calls?").text
    assert "<strong>" in page
    assert "Not sure. Of 70 answers like this one that were checked, 38 were right" in page
    answer = client.get("/v1/ask?q=999 calls?").json()["answer"]
    assert answer["statements"][0]["point"] == [0, 4]
    assert answer["sure"] == {"level": "unsure", "right": 38, "of": 70}


@pytest.mark.parametrize(
    ("question", "missing", "told"),
    [
        ("999 calls?", ("gondolas",),
         "No passage searched has the word “gondolas”: this may answer something else."),
        ("zebra?", ("zebra",), "No passage searched has the word “zebra”.</p>"),
        ("How often do gondolas and 999 calls sink?", ("often", "gondolas", "sink"),
         "No passage searched has the words “gondolas” or “sink”"),
        ("999 calls? a b c d e f", ("a", "b", "c", "d", "e", "f"), "“d” or 2 other words"),
        ("999 calls?", (), ""),
    ],
)  # fmt: skip
def test_words_of_a_question_that_stand_nowhere_are_told_beside_its_answer(
    engine: Any,
    client: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    question: str,
    missing: tuple[str, ...],
    told: str,
) -> None:
    own = engine.ask

    def ask(text: str, where: Filter = NO_FILTER, limit: int = 10) -> AskResult:
        return replace(own(text, where, limit), meant=Meant(missing=missing))

    monkeypatch.setattr(engine, "ask", ask, raising=False)
    page = client.get("/ask", params={"q": question}).text
    assert (told or "</main>") in page
    assert ("No passage searched" in page) == bool(told)
    words = "\n".join(terminal.ask(engine, ask(question)))
    assert ("No passage searched" in words) == bool(told)


def test_who_did_it_is_told_by_name_and_office(
    engine: Any, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody = (Person("Ada Birch", "Chief Constable (CC)"),)
    reply(
        engine,
        monkeypatch,
        lambda a: replace(a, statements=(replace(a.statements[0], people=somebody),)),
    )
    assert "Ada Birch, Chief Constable (CC)" in client.get("/ask?q=999 calls?").text


def test_what_another_paper_says_stands_under_the_statement_with_its_source(
    engine: Any, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply(
        engine,
        monkeypatch,
        lambda a: replace(a, remarks=(Remark("corrects", 0, a.statements[1]),)),
    )
    page = client.get("/ask?q=999 calls?").text
    assert "Corrected by another passage" in page
    assert client.get("/v1/ask?q=999 calls?").json()["answer"]["remarks"][0]["of"] == 0


@pytest.mark.parametrize(
    ("over", "address", "words"),
    [
        (Handover("every", "hate crime"), "/every?q=hate+crime", "Every time “hate crime”"),
        (Handover("actions", "vetting"), "/actions?q=vetting", "Actions and promises about"),
        (Handover("figures", "999 calls"), "/figures?q=999+calls", "Figures for “999 calls”"),
    ],
)
def test_a_question_that_a_list_answers_is_handed_over_and_not_denied(
    engine: Any,
    client: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    over: Handover,
    address: str,
    words: str,
) -> None:
    reply(engine, monkeypatch, lambda a: Answer((), 0.0, handover=over))
    page = client.get("/ask?q=999 calls?").text
    assert address in page
    assert words in page
    assert "does not say" not in page


def test_the_terminal_says_all_of_it_too(engine: Any) -> None:
    found = engine.ask("999 calls?")
    first, second = found.answer.statements[:2]
    answer = replace(
        found.answer,
        statements=(replace(first, people=(Person("Ada Birch", "Chief Constable"),)),),
        remarks=(Remark("differs", 0, second),),
        sure=Sure("likely", 17, 20),
        handover=Handover("actions", "999 calls"),
    )
    told = " ".join(" ".join(terminal.ask(engine, replace(found, answer=answer))).split())
    assert "Ada Birch, Chief Constable" in told
    assert "Another passage says otherwise" in told
    assert "Probably right. Of 20 answers like this one that were checked, 17 were right." in told
    assert 'minuted every "999 calls"' in told


def test_the_terminal_names_the_command_with_its_day() -> None:
    over = Handover("changes", "", "the meeting of May 2024")
    told = " ".join(terminal.handed(over, ("every", "changes")))
    assert "minuted changes --since 2024-05" in " ".join(told.split())
    assert "minuted" not in " ".join(terminal.handed(over, ("every",)))


def test_nothing_measured_is_nothing_said() -> None:
    assert answer_words.sure(None) == ""
    assert answer_words.sure(Sure("likely", 0, 0)) == ""


def test_an_answer_given_while_the_reader_is_loaded_says_so_and_is_not_kept(
    engine: Any, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, loading = engine.ask, [True]

    def ask(text: str, where: Filter = NO_FILTER, limit: int = 10) -> AskResult:
        return replace(own(text, where, limit), unread=loading[0])

    monkeypatch.setattr(engine, "ask", ask, raising=False)
    told = "is still being loaded, so this was chosen by the ranking alone"
    assert told in client.get("/ask?q=999 calls?").text
    assert client.get("/v1/ask?q=999 calls?").json()["reader_loading"] is True
    nothing = client.get("/ask?q=zeppelins?").text
    assert "No answer yet" in nothing
    assert "The archive does not say" not in nothing
    loading[0] = False
    assert "The archive does not say" in client.get("/ask?q=zeppelins?").text
    assert told not in client.get("/ask?q=999 calls?").text
    assert client.get("/v1/ask?q=999 calls?").json()["reader_loading"] is False
