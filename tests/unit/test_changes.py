"""What is new since a day, and what the one box hands over for it."""

from __future__ import annotations

import pytest

from api.desk.changes import reaches


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
