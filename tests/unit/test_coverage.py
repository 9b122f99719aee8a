"""What is held, what a series leaves out, and where the bars of the timeline stand."""

from __future__ import annotations

from api.views import coverage, timeline
from api.views.coverage import HeldPart


def meetings(*months: str, body: str = "Panel", kind: str = "panel_minutes") -> list[HeldPart]:
    return [HeldPart("d", n, "", kind, body, f"{month}-10") for n, month in enumerate(months)]


def test_a_monthly_series_names_the_month_it_leaves_out() -> None:
    parts = meetings("2021-01", "2021-02", "2021-03", "2021-05", "2021-06")
    assert [(one.step, one.missing) for one in coverage.series(parts)] == [(1, ("2021-04",))]


def test_a_quarterly_series_over_the_new_year_names_each_meeting_left_out() -> None:
    parts = meetings("2020-01", "2020-04", "2020-07", "2021-04", "2021-07", "2021-10")
    assert coverage.series(parts)[0].missing == ("2020-10", "2021-01")


def test_too_few_or_too_uneven_meetings_are_no_series() -> None:
    assert coverage.series(meetings("2021-01", "2021-02", "2021-04")) == []
    uneven = meetings("2021-01", "2021-02", "2021-05", "2021-07", "2021-12", "2022-01")
    assert coverage.series(uneven) == []


def test_reports_and_dates_without_a_month_make_no_series() -> None:
    parts = [HeldPart("d", n, "", "minutes", "Panel", "2021") for n in range(9)]
    parts += meetings("2021-01", "2021-02", "2021-03", "2021-04", kind="letter")
    assert coverage.series(parts) == []


def test_a_small_delay_is_not_a_missing_meeting() -> None:
    parts = meetings("2020-01", "2020-04", "2020-08", "2020-10", "2021-01", "2021-04", "2021-07")
    assert coverage.series(parts)[0].missing == ()


def test_a_heading_without_its_number_is_the_words_of_it() -> None:
    assert coverage.bare("2.1 f Call handling") == "Call handling"
    assert coverage.bare("247 Police & Crime Plan") == "Police & Crime Plan"
    assert coverage.bare("a Confidence") == "Confidence"
    assert coverage.bare("A new approach") == "A new approach"
    assert coverage.bare("**242 Apologies**") == "Apologies"


def test_periods_are_named_as_people_name_them() -> None:
    assert timeline.label("2018-05", "month") == "May 2018"
    assert timeline.label("2018-04", "quarter") == "April to June 2018"
    assert timeline.label("2018-01", "year") == "2018"
