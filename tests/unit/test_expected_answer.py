"""What a question wants an answer to hold: amounts, dates, periods."""

from __future__ import annotations

import pytest

from search.query.expected_answer import Period, fits, of_another_period, periods


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("How many calls were abandoned?", "Some 340 calls were given up.", 1.0),
        ("How many calls were abandoned?", "Calls were abandoned in 2019/20.", 0.0),
        ("How many calls were abandoned?", "999 performance fell on 3 May 2019.", 0.0),
        ("How many calls were abandoned?", "Half of them were.", 1.0),
        ("What percentage of crimes was charged?", "It was 9.1%.", 1.0),
        ("When will the station open?", "It will open in the spring.", 1.0),
        ("When will the station open?", "It will open once it is built.", 0.0),
        ("When will the station open?", "Monday, 27/01/20 at 2 pm (station).", 1.0),
        ("Who opened the station?", "The Mayor did.", 1.0),
        ("What is in the station?", "The Mayor is.", 0.5),
    ],
)
def test_an_amount_or_a_date_is_seen_only_where_one_stands(
    question: str, sentence: str, expected: float
) -> None:
    assert fits(question, sentence) == expected


def test_a_financial_year_is_named_by_its_first_year_and_said_in_either() -> None:
    (asked,) = periods("How many were there in 2016/17?")
    assert asked == Period(2016, 2017)
    assert asked.holds("in 2016/17 there were nine", None)
    assert asked.holds("nine", "2017-02-01")
    assert not asked.holds("it closed in 2017", "2019-01-01")


def test_a_month_is_told_of_in_papers_of_the_months_after_it() -> None:
    (asked,) = periods("What was it in July 2020?")
    assert asked.holds("nothing named", "2020-09-30")
    assert asked.holds("figures for July", "2021-06-01")
    assert not asked.holds("nothing named", "2020-05-01")
    assert not asked.holds("nothing named", None)


def test_a_question_without_a_year_asks_for_no_period() -> None:
    assert periods("How many calls are there?") == ()


@pytest.mark.parametrize(
    ("question", "clause", "other"),
    [
        ("What was it in 2018/19?", "£9 in 17/18", True),
        ("What was it in 2018/19?", "£9 in 18/19", False),
        ("What was it in 2018/19?", "£9 in 2019-20", True),
        ("What was it in 2018/19?", "£9 in 2019", False),
        ("What was it in 2018?", "£9 in 2017/18", False),
        ("What was it in 2018?", "£9 in 2016", True),
        ("What was it in May 2018?", "£9", False),
        ("What was it in May 2018?", "20.17% of 3,016 at £20.18", False),
    ],
)
def test_what_a_clause_gives_to_another_year_is_told(
    question: str, clause: str, other: bool
) -> None:
    assert of_another_period(periods(question), clause) == other
