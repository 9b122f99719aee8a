"""Dates as people write them: day first, strictly, never more precise than the words."""

import pytest

from corpus import dates


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("Tuesday 29 May 2018 @ 10:30", "2018-05-29"),
        ("on the 2nd May 2005", "2005-05-02"),
        ("6th day of February 2018", "2018-02-06"),
        ("Monday, 11 June 2018", "2018-06-11"),
        ("03/04/2019", "2019-04-03"),
        ("21.03.2018", "2018-03-21"),
        ("2018-03-21", "2018-03-21"),
        ("September 30, 2015", "2015-09-30"),
        ("in March 2018", "2018-03"),
        ("28\nOctober 2020", "2020-10-28"),
    ],
)
def test_a_date_is_read_at_the_precision_given(words: str, iso: str) -> None:
    assert [one.iso for one in dates.find(words)] == [iso]


@pytest.mark.parametrize(
    "words",
    [
        "31 February 2019",
        "13/13/2019",
        "ref A12/03/2019x",
        "2018/19 budget",
        "version 1.2.2018.4",
        "Tuesday 28 October 2020",
        "may 5 of them",
    ],
)
def test_what_no_calendar_holds_is_no_date(words: str) -> None:
    assert [one.iso for one in dates.find(words) if one.iso] == []


def test_a_day_without_a_year_has_none_until_its_weekday_agrees() -> None:
    [found] = dates.find("Wednesday 28th October, 10 am")
    assert found.iso is None
    assert dates.with_year(found, 2020) == "2020-10-28"
    assert dates.with_year(found, 2019) is None


def test_dates_are_told_as_they_are_known() -> None:
    assert dates.told("2018-02-06") == "6 February 2018"
    assert dates.told("2018-03") == "March 2018"
    assert dates.told("2018") == "2018"
