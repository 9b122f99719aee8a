"""What an ISO date of any precision may mean, and how two of them compare."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import periods

ISO = st.builds(
    lambda day, pieces: "-".join(day.isoformat().split("-")[:pieces]),
    st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)),
    st.integers(1, 3),
)


@pytest.mark.parametrize(
    ("iso", "first", "last"),
    [
        ("2018-05-29", "2018-05-29", "2018-05-29"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2018-12", "2018-12-01", "2018-12-31"),
        ("2018", "2018-01-01", "2018-12-31"),
    ],
)
def test_a_date_may_mean_each_of_its_days(iso: str, first: str, last: str) -> None:
    found = periods.days(iso)
    assert found is not None
    assert [day.isoformat() for day in found] == [first, last]
    assert periods.last_day(iso) == last


@pytest.mark.parametrize(
    "iso", [None, "", "0000", "2018-13", "2018-00", "2018-02-30", "2018-5", "May 2018", "٢٠١٨"]
)
def test_what_no_calendar_holds_means_no_day(iso: str | None) -> None:
    assert periods.days(iso) is None
    if iso:
        assert periods.told(iso) == iso
        with pytest.raises(ValueError, match="no ISO date"):
            periods.day_after(iso)


@pytest.mark.parametrize(
    ("iso", "before", "after"),
    [
        ("2018-03-01", "2018-02-28", "2018-03-02"),
        ("2018-05", "2018-04-30", "2018-06-01"),
        ("2018", "2017-12-31", "2019-01-01"),
    ],
)
def test_the_day_beside_a_date_lies_outside_all_that_it_may_mean(
    iso: str, before: str, after: str
) -> None:
    assert (periods.day_before(iso), periods.day_after(iso)) == (before, after)


def test_dates_are_told_as_they_are_known() -> None:
    assert periods.told("2018-02-06") == "6 February 2018"
    assert periods.told("2018-03") == "March 2018"
    assert periods.told("2018") == "2018"


def test_a_date_gives_its_year_its_month_and_its_day_where_it_has_them() -> None:
    assert (periods.year_of("2018-05"), periods.year_of(None)) == ("2018", "")
    assert [periods.month_of(iso) for iso in ("2018-05-29", "2018-05", "2018", None)] == [
        "2018-05", "2018-05", None, None,
    ]  # fmt: skip
    assert [periods.is_day(iso) for iso in ("2018-05-29", "2018-05", None)] == [True, False, False]
    assert periods.first_month("2018") == "2018-01"


def test_months_are_counted_over_years() -> None:
    assert periods.months_later("2018-11", 3) == "2019-02"
    assert periods.months_between("2018-11", "2019-02") == 3


@pytest.mark.parametrize(
    ("number", "iso", "latest", "following"),
    [
        (5, "2018-05-29", "2018-05", "2018-05"),
        (12, "2018-05", "2017-12", "2018-12"),
        (1, "2018-05", "2018-01", "2019-01"),
        (1, "2018", None, None),
        (1, None, None, None),
    ],
)
def test_a_month_without_a_year_is_the_nearest_on_its_side(
    number: int, iso: str | None, latest: str | None, following: str | None
) -> None:
    assert periods.latest_month(number, iso) == latest
    assert periods.next_month(number, iso) == following


@given(ISO, ISO)
def test_dates_compare_as_the_days_they_may_mean(one: str, other: str) -> None:
    first, second = periods.days(one), periods.days(other)
    assert first is not None
    assert second is not None
    assert periods.crossed(one, other) == (first[0] > second[1])
    assert periods.within(one, other) == (second[0] <= first[0] and first[1] <= second[1])
    assert periods.opening(one) == first[0].isoformat()
    assert (periods.closing(one) < periods.closing(other)) <= (first[1] <= second[1])


@pytest.mark.parametrize(
    ("stretch", "holding", "told"),
    [
        ("2018-06-12/2018-06-13", "2018-06", "12 to 13 June 2018"),
        ("2018-06-30/2018-07-01", "2018", "30 June to 1 July 2018"),
        ("2018-12-28/2019-01-04", None, "28 December 2018 to 4 January 2019"),
        ("2018-01/2018-03", "2018", "January to March 2018"),
    ],
)
def test_a_stretch_is_held_by_a_month_or_year_and_told_by_its_ends(
    stretch: str, holding: str | None, told: str
) -> None:
    first, last = stretch.split("/")
    assert periods.holding(stretch) == holding
    assert periods.told(stretch) == told
    assert (periods.opening(stretch), periods.closing(stretch)) == (
        periods.opening(first),
        periods.closing(last),
    )
    found = periods.days(stretch)
    assert found is not None
    assert periods.first_and_last(stretch) == tuple(day.isoformat() for day in found)
    assert periods.within(first, stretch)
    assert not periods.within(stretch, first)
    assert holding is None or periods.within(stretch, holding)
    assert not periods.is_day(stretch)


def test_a_day_is_held_by_itself_and_no_stretch() -> None:
    assert periods.holding("2018-06-12") == "2018-06-12"
    assert periods.first_and_last("2018-06-12") == (None, None)
    assert periods.days("2018-06-13/2018-06-12") is None
