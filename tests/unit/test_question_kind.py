"""How a question is put tells what shape its answer has, and what it is about."""

from __future__ import annotations

import pytest

from search.answer.reply import answers_alone, hand_over
from search.query.amounts import amounts, asked_for
from search.query.question_kind import recognise


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("How many special constables resigned in 2021?", "how_many"),
        ("What proportion of burglaries was solved?", "how_many"),
        ("What did the new custody suite cost?", "how_many"),
        ("cost of the custody suite", "how_many"),
        ("Who signed the lease on Harbour House?", "who"),
        ("As the clerk I wonder who else was asked", "who"),
        ("When does the drone trial end?", "when"),
        ("By what date must the review be finished?", "when"),
        ("Where will the new hub stand?", "where"),
        ("Which district had the most thefts?", "where"),
        ("Why were the interviews put off?", "why"),
        ("What caused the delay to the app?", "why"),
        ("What were the reasons given for closing the counter?", "why"),
        ("Did the board approve the lease?", "yes_no"),
        ("Is there a waiting list for vetting?", "yes_no"),
        ("What is the latest on the drone trial?", "latest"),
        ("Most recent figure for 101 calls?", "latest"),
        ("What is currently known about the drone trial?", "latest"),
        ("How has knife crime changed since 2019?", "changed"),
        ("How did the waiting time develop?", "changed"),
        ("What has changed since March 2021?", "changed"),
        ("What's new on road safety since June 2020?", "changed"),
        ("What did the superintendent promise about e-scooters?", "promised"),
        ("What has the board undertaken to do about flooding?", "promised"),
        ("Which actions are still open?", "still_open"),
        ("What recommendations have not yet been implemented?", "still_open"),
        ("List the outstanding actions on fraud", "still_open"),
        ("Has the action on e-scooters been completed?", "still_open"),
        ("What is outstanding?", "still_open"),
        ("List the partners of the scheme", "list"),
        ("Which stations were closed?", "list"),
        ("What are the aims of the plan?", "list"),
        ("Every time e-scooters were mentioned", "every_time"),
        ("Find all discussions of e-scooters", "every_time"),
        ("Show me all the papers that discuss flooding", "every_time"),
        ("How often has flooding come up?", "every_time"),
        ("Where was flooding mentioned?", "every_time"),
        ("What does the strategy say of e-scooters?", "other"),
        ("What happens to recordings that nobody needs?", "other"),
        ("How do victims who are kept up to date rate the force?", "other"),
    ],
)
def test_a_kind_is_told_by_how_a_question_is_put(text: str, kind: str) -> None:
    assert recognise(text).kind == kind


@pytest.mark.parametrize(
    ("text", "topic", "since"),
    [
        ("Every time e-scooters were mentioned", "e-scooters", ""),
        ("What is still outstanding on vetting?", "vetting", ""),
        ("Which actions about the drone trial are still open?", "drone trial", ""),
        ("Which actions are still open?", "", ""),
        ("What has changed since the meeting of March 2021?", "", "the meeting of March 2021"),
        ("What is new on road safety since June 2020?", "road safety", "June 2020"),
        ("How has the number of thefts changed?", "thefts", ""),
        ("What did the superintendent promise about e-scooters?", "e-scooters", ""),
        ("What is the latest figure for abandoned calls?", "abandoned calls", ""),
    ],
)
def test_what_is_handed_over_is_the_topic_without_the_words_that_ask(
    text: str, topic: str, since: str
) -> None:
    asked = recognise(text)
    assert (asked.topic, asked.since) == (topic, since)


@pytest.mark.parametrize(
    ("text", "to", "alone"),
    [
        ("Every time e-scooters were mentioned", "every", True),
        ("Which promises have not been kept?", "actions", True),
        ("What has changed since March 2021?", "changes", True),
        ("How has knife crime changed?", "figures", False),
        ("What did the superintendent promise about e-scooters?", "actions", False),
    ],
)
def test_a_list_takes_over_where_it_answers_better(text: str, to: str, alone: bool) -> None:
    asked = recognise(text)
    over = hand_over(asked)
    assert over is not None
    assert over.to == to
    assert answers_alone(asked) is alone


def test_most_questions_are_handed_to_nobody() -> None:
    assert hand_over(recognise("How many thefts were there?")) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("On 101, 7.9% of callers hung up first.", [("7.9%", "share")]),
        ("In 2021/22 there were 1,126 of them, on 3 May 2022 none.",
         [("1,126", "count"), ("none", "count")]),
        ("It was sold for £1.15 million in 72 hours.",
         [("£1.15 million", "money"), ("72 hours", "time")]),
        ("One in nine did not match.", [("One in nine", "share")]),
        ("(3) Outcome 16, item 4, page 7, Q2, OC16 and 999.", []),
        ("12. The Panel met at 10:30.", []),
        ("It met four times a year.", [("four times", "times")]),
        ("Fuel rose from 19/20 to 20/21 by 2%, with 24/7 cover.", [("2%", "share")]),
        ("4.2\tMore lamp wardens\t(1) Print a poster (2) Hold a fair\tSee D4.2", []),
        ("(4.2.1)\tLamps\t12 wardens were found", [("12", "count")]),
        ("More lamps broke in 2020/21 (31), than in 2019/20 (28) of them.",
         [("31", "count"), ("28", "count")]),
        ("Lamps\t310\t288", [("310", "count"), ("288", "count")]),
    ],
)  # fmt: skip
def test_amounts_are_neither_years_nor_references_nor_numbers_of_items(
    text: str, found: list[tuple[str, str]]
) -> None:
    assert [(text[one.start : one.end], one.kind) for one in amounts(text)] == found


def test_the_amount_asked_for_is_of_a_kind() -> None:
    assert asked_for("What percentage was it?") == ("share",)
    assert asked_for("How many unpaid hours were worked?") == ("time", "count")
    assert asked_for("How many were sold for days?") == ("count", "share")
    assert asked_for("How long did they wait?") == ("time",)
    assert "money" in asked_for("How much did it cost?")
    assert asked_for("What is the figure?") == ()
