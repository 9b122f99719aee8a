"""Periods that papers report on, as people write them."""

from __future__ import annotations

import pytest

from corpus.reporting_periods import find, inside, name


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("during 2016/17", "2016-04/2017-03"),
        ("in 2019-2020", "2019-04/2020-03"),
        ("by 23/24", "2023-04/2024-03"),
        ("from 2018/19 to 2021/22", "2018-04/2022-03"),
        ("Q3 2020/21", "2020-10/2020-12"),
        ("the second quarter of 2018/19", "2018-07/2018-09"),
        ("2022/23 Q1", "2022-04/2022-06"),
        ("the twelve months to June 2019", "2018-07/2019-06"),
        ("the year ending 31 March 2022", "2021-04/2022-03"),
        ("six months to the end of September 2020", "2020-04/2020-09"),
        ("April to June 2021", "2021-04/2021-06"),
        ("on 4 May 2018", "2018-05-04"),
        ("in 2017", "2017"),
        ("in November", "2019-11"),
        ("October to December", "2019-10/2019-12"),
        ("in June and July", "2019-06/2019-07"),
        ("In December and January the line was down", "2019-12/2020-01"),
        ("the first half of 2018/19", "2018-04/2018-09"),
        ("in the second six months of the financial year 2018/19", "2018-10/2019-03"),
        ("H2 2017/18", "2017-10/2018-03"),
        ("so far in 2019/20 (Apr – Jun 19) it fell", "2019-04/2019-06"),
        ("2018/19 (October to March 2019)", "2018-10/2019-03"),
    ],
)
def test_a_period_is_read_as_the_days_it_means(text: str, iso: str) -> None:
    assert [one.iso for one in find(text, "2020-02-11")] == [iso]


@pytest.mark.parametrize("text", ["24/7", "1/2", "2018/20", "ref 12/345", "£2,019", "20.19%"])
def test_what_is_no_period_is_not_read_as_one(text: str) -> None:
    assert not find(text)


def test_months_that_do_not_follow_each_other_are_two_periods() -> None:
    assert [one.iso for one in find("in May and November", "2020-02-11")] == ["2019-05", "2019-11"]


def test_a_quarter_of_a_calendar_year_may_be_either_and_is_left_open() -> None:
    (one,) = find("Q1 2018")
    assert one.iso is None


def test_a_month_without_a_year_stays_open_where_nothing_is_dated() -> None:
    (one,) = find("in November")
    assert one.iso is None


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2017-04/2018-03", "2017/18"),
        ("2018-04/2022-03", "2018/19 to 2021/22"),
        ("2018-01/2018-03", "Q4 2017/18"),
        ("2018-05", "May 2018"),
        ("2017-07/2018-06", "July 2017 to June 2018"),
    ],
)
def test_a_period_is_told_as_people_write_it(iso: str, words: str) -> None:
    assert name(iso) == words


@pytest.mark.parametrize(
    ("words", "around", "iso"),
    [
        ("Q2", "2021-04/2022-03", "2021-07/2021-09"),
        ("February", "2024-01/2024-03", "2024-02"),
        ("July", "2024-01/2024-03", None),
        ("Q2", "2021", None),
        ("Total", "2021-04/2022-03", None),
    ],
)
def test_the_head_of_a_column_is_read_in_the_period_of_its_paper(
    words: str, around: str, iso: str | None
) -> None:
    assert inside(words, around) == iso
