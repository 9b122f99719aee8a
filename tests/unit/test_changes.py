"""What is new since a day, and what the one box hands over for it."""

from __future__ import annotations

import pytest

from api.desk.changes import reaches
from search.query.ledger_questions import new_since


@pytest.mark.parametrize(
    ("day", "since", "new"),
    [
        ("2024-05-29", "2024-05", True),
        ("2024-05", "2024-05-10", True),
        ("2024-04-30", "2024-05", False),
        ("2024", "2024-12-31", True),
        (None, "2024", False),
    ],
)
def test_a_date_is_new_where_it_may_lie_on_or_after_the_day(
    day: str | None, since: str, new: bool
) -> None:
    assert reaches(day, since) is new


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("what is new since 29 May 2018?", ("29 May 2018", "")),
        ("What has changed since June 2023", ("June 2023", "")),
        ("what's new on vetting since 2024?", ("2024", "vetting")),
        ("what is new?", None),
        ("what has the force done since 2019?", None),
    ],
)
def test_a_question_of_what_is_new_is_told_from_others(
    text: str, found: tuple[str, str] | None
) -> None:
    assert new_since(text) == found
