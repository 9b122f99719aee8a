"""Whether a confidence means what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.model import Span
from eval.labels.gold import Gold, GoldSpan, Query
from eval.measures.reliability import Bin, bins, calibration_error, given
from eval.run import RunAnswer, RunHit, RunLine

SPAN = Span(10, 60)
GOLD = Gold(
    Path("gold"),
    (Query("a", "question", "Who?"), Query("b", "question", "When?"),
     Query("u", "unanswerable", "Why?"), Query("m", "mention", "crime")),
    {"a": (GoldSpan("a", "x.txt", SPAN, 2, "", None),),
     "b": (GoldSpan("b", "x.txt", SPAN, 2, "", None),), "u": (), "m": ()},
    {},
    "",
)  # fmt: skip


def line(query: str, sure: float, at: Span | None) -> RunLine:
    cited = (RunHit("x.txt", at),) if at else ()
    return RunLine(query, "ask", (), RunAnswer(at is None, sure, "", cited))


def test_an_answer_is_right_that_cites_what_answers_and_wrong_where_nothing_does() -> None:
    run = {
        "a": line("a", 0.9, SPAN),
        "b": line("b", 0.6, Span(100, 150)),
        "u": line("u", 0.4, SPAN),
    }
    assert list(given(GOLD, run)) == [(0.9, True), (0.6, False), (0.4, False)]


def test_what_was_refused_or_never_asked_is_no_answer() -> None:
    assert list(given(GOLD, {"a": line("a", 0.1, None)})) == []


def test_answers_are_counted_by_how_sure_they_were() -> None:
    told = bins([(0.9, True), (1.0, True), (0.8, False), (0.7, True), (0.1, False)])
    assert told == (
        Bin(0.0, 0.3, 1, 0.1, 0.0),
        Bin(0.7, 0.85, 2, pytest.approx(0.75), 0.5),
        Bin(0.85, 1.0, 2, pytest.approx(0.95), 1.0),
    )
    assert calibration_error(told) == pytest.approx((0.1 + 2 * 0.25 + 2 * 0.05) / 5)


def test_without_answers_there_is_no_error_to_speak_of() -> None:
    assert calibration_error(bins([])) is None
