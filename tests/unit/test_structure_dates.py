"""Dates as people write them: day first, strictly, never more precise than the words."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import dates, periods, typed_dates


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
    assert dates.in_year(found, 2020) == "2020-10-28"
    assert dates.in_year(found, 2019) is None


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("6 auguſt 2018", "2018-08-06"),
        ("5 APRİL 2018", "2018-04-05"),
        ("5 Aprıl 2018", "2018-04-05"),
        ("Tueſday, 6 February 2018", "2018-02-06"),
    ],
)
def test_letters_that_a_pattern_takes_for_an_s_or_an_i_are_those(words: str, iso: str) -> None:
    assert [one.iso for one in dates.find(words)] == [iso]


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("2018", "2018"),
        ("2018-5-9", "2018-05-09"),
        ("29TH May, 2018", "2018-05-29"),
        ("Sept. 2018", "2018-09"),
        ("Febr 2018", "2018-02"),
        ("3/4/2018", "2018-04-03"),
        ("3.4.2018", "2018-04-03"),
        ("٢٠١٨", "2018"),
    ],
)
def test_a_typed_date_is_read_whole(typed: str, iso: str) -> None:
    assert typed_dates.read(typed) == iso


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2022/23", "2022-04", "2023-03"),
        ("FY 2022-23", "2022-04", "2023-03"),
        ("financial year 2022/2023", "2022-04", "2023-03"),
        ("1999/00", "1999-04", "2000-03"),
        ("Q4 2022/23", "2023-01", "2023-03"),
        ("quarter one of 2022-23", "2022-04", "2022-06"),
        ("2022/23 Q2", "2022-07", "2022-09"),
        ("third quarter of the financial year 2022/23", "2022-10", "2022-12"),
    ],
)
def test_a_financial_year_begins_in_april_and_its_fourth_quarter_in_january(
    typed: str, first: str, last: str
) -> None:
    assert typed_dates.period(typed) == (first, last)
    assert typed_dates.is_period(typed)


@pytest.mark.parametrize(
    "typed",
    ["2022", "2022/24", "2009-10", "2017-2018", "Q5 2022/23", "Q4 2022", "Q4", "in 2022/23"],
)
def test_what_may_be_another_period_is_none(typed: str) -> None:
    assert typed_dates.period(typed) is None


@pytest.mark.parametrize(
    "typed",
    ["", "tomorrow", "mat 2018", "0 May 2018", "31 February 2018", "2018-00", "2018-13", "0000",
     "2017/18", "29 May", "on 29 May 2018"],
)  # fmt: skip
def test_words_that_are_more_or_less_than_a_date_are_none(typed: str) -> None:
    assert typed_dates.read(typed) is None


def test_a_time_stamp_begins_with_its_day() -> None:
    assert dates.stamped(" 2018-05-29T10:30:00Z") == "2018-05-29"
    assert dates.stamped("2018-02-30") is None
    assert dates.stamped("2018-05-291") is None
    assert dates.stamped("on 2018-05-29") is None


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)), st.integers(1, 3))
def test_what_is_told_is_read_and_found_again(day: datetime.date, pieces: int) -> None:
    iso = "-".join(day.isoformat().split("-")[:pieces])
    assert typed_dates.read(periods.told(iso)) == iso
    assert [one.iso for one in dates.find(periods.told(iso))] == ([iso] if pieces > 1 else [])
