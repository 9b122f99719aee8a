"""Draft questions: each from a pattern of evidence, none without; and what a briefing reads."""

from __future__ import annotations

import made
import pytest

from corpus.ledger import Status
from corpus.model import Passage, Span
from corpus.periods import opening
from search.briefing.collect import before
from search.briefing.drafts import drafts
from search.briefing.exchanges import unanswered
from search.briefing.pieces import Draft, Exchange, Owed, Own, Quoted
from search.figures.reading import figures
from search.figures.series import Series, series
from search.index import Filter

MEETING = "2022-03-10"


def passage(text: str, said_on: str = "2021-06-15", kind: str = "panel_minutes") -> Passage:
    line = made.Line(text, said_on)
    return made.document(f"papers/{said_on}.txt", [line], kind=kind).passages[0]


def quoted(text: str, said_on: str = "2021-06-15", kind: str = "panel_minutes") -> Quoted:
    held = passage(text, said_on, kind)
    return Quoted(held, held.span)


def owed(
    due_on: str | None, status: Status = "no_later_mention", said_on: str = "2021-06-15"
) -> Owed:
    return Owed(
        quoted("The Clerk to write to the Trust.", said_on), "Clerk", due_on, due_on, status
    )


def measured(*texts: str) -> list[Series]:
    return series([one for text in texts for one in figures([passage(text)])])


def patterns(found: list[Draft]) -> list[str]:
    return [one.pattern for one in found]


def asked(
    held: list[Series] | None = None,
    promised: list[Owed] | None = None,
    inspected: list[Quoted] | None = None,
    exchanges: list[Exchange] | None = None,
) -> list[Draft]:
    return drafts(held or [], promised or [], inspected or [], exchanges or [], MEETING)


def test_without_evidence_there_is_no_draft_question() -> None:
    assert not asked()
    with pytest.raises(ValueError, match="evidence"):
        Draft("fell", (Own("It fell."),), "Why?")


def test_a_promise_past_its_date_without_a_return_is_asked_for() -> None:
    (one,) = asked(promised=[owed("2021-09-30")])
    assert one.pattern == "overdue"
    assert "30 September 2021" in one.question
    assert one.quotations[0].text == "The Clerk to write to the Trust."


@pytest.mark.parametrize(
    "promise",
    [
        owed("2021-09-30", status="done"),
        owed("2022-03-31"),
        owed(None, said_on="2022-02-20"),
        owed(None, said_on="2009-02-20"),
    ],
)
def test_what_was_returned_to_or_is_not_due_or_is_long_past_is_not_asked_for(
    promise: Owed,
) -> None:
    assert not asked(promised=[promise])


def test_a_figure_that_fell_is_asked_about_with_both_values() -> None:
    (one,) = asked(
        measured(
            "Confidence in the force was 71% in 2019/20.",
            "Confidence in the force was 64% in 2020/21.",
        )
    )
    assert one.pattern == "fell"
    assert [piece.text for piece in one.quotations] == [
        "Confidence in the force was 71% in 2019/20.",
        "Confidence in the force was 64% in 2020/21.",
    ]
    assert "from 71% to 64%" in one.question


def test_a_rise_is_asked_about_only_where_less_is_better() -> None:
    better = (
        "Confidence in the force was 64% in 2019/20.",
        "Confidence in the force was 71% in 2020/21.",
    )
    worse = ("Calls abandoned were 9% in 2019/20.", "Calls abandoned were 15% in 2020/21.")
    assert not asked(measured(*better))
    assert patterns(asked(measured(*worse))) == ["rose"]


def test_a_quarter_is_not_held_against_a_year_nor_one_area_against_another() -> None:
    assert not asked(
        measured(
            "Confidence in the force was 71% in 2019/20.",
            "Confidence in the force was 64% in the first quarter of 2020/21.",
        )
    )
    assert not asked(
        measured(
            "Confidence in the force was 71% in 2019/20.",
            "Confidence in the force across Elmshire was 64% in 2020/21.",
        )
    )


def test_a_value_short_of_the_standard_that_its_paper_names_is_asked_about() -> None:
    found = asked(
        measured(
            "In 2019/20 78% of letters were answered.",
            "In 2020/21 81% of letters were answered, against a target of 90%.",
        )
    )
    assert patterns(found) == ["standard"]


def test_a_finding_is_asked_about_where_no_action_came_after_it() -> None:
    finding = quoted("The force should train its call takers.", "2021-01-20", "inspection_report")
    assert patterns(asked(inspected=[finding])) == ["finding"]
    assert not asked(inspected=[finding], promised=[owed("2022-06-30")])


def test_a_question_is_unanswered_only_where_nothing_stands_below_it_or_the_paper_says_so() -> None:
    question = quoted("Cllr Marsh asked why the hub was late.")
    silent = Exchange(question, None)
    refused = Exchange(question, quoted("The Chief was not able to say."))
    answered = Exchange(question, quoted("The Chief blamed the supplier."))
    assert unanswered(silent)
    assert unanswered(refused)
    assert not unanswered(answered)
    assert patterns(asked(exchanges=[silent, answered])) == ["unanswered"]


def test_no_pattern_fills_the_list_alone() -> None:
    assert len(asked(promised=[owed("2021-09-30")] * 9)) == 2


def test_only_what_was_said_before_the_meeting_is_read() -> None:
    assert before(Filter(), "2022-03-10") == Filter.of(until="2022-03-09")
    assert before(Filter(), "") == Filter()
    narrower = Filter.of(until="2021")
    assert before(narrower, "2022-03-10") == narrower


def test_a_quotation_is_the_source_s_own_words() -> None:
    held = passage("It was late. It was dear.")
    one = Quoted(held, Span(held.span.start + 13, held.span.end))
    assert one.text == "It was dear."
    assert opening("2021-06-15") == held.said_on
