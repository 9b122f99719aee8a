"""Figures of passages, and series of them: the same measure, papers that differ, corrections."""

from __future__ import annotations

import time
from dataclasses import replace

import made
import pytest

from corpus.model import Passage
from search.figures.corrections import corrections
from search.figures.reading import Figure, figures
from search.figures.series import Series, series


def passages(*texts: str, said_on: str = "2021-05-04", **more: str) -> list[Passage]:
    """Passages of one paper, in order."""
    name = more.pop("name", f"papers/{said_on}.txt")
    lines = [made.Line(text, said_on, heading=more.get("heading", "")) for text in texts]
    return list(made.document(name, lines, title=more.get("title", "")).passages)


def row(text: str, columns: str, said_on: str = "2021-05-04", **more: str) -> Passage:
    """One row of a table under its heads."""
    return replace(passages(text, said_on=said_on, **more)[0], kind="row", columns=columns)


def read(*held: Passage) -> list[Figure]:
    return [one for passage in held for one in figures([passage])]


def told(held: list[Figure]) -> list[Series]:
    return series(held, list(corrections(held)))


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("64% of burglary victims were content with the service.", "burglary victims"),
        ("Recorded arson has fallen by 8%.", "arson"),
        ("There was a 12% increase in thefts from farms.", "thefts from farms"),
        ("The force employed 1,250 special constables.", "special constables"),
        ("Confidence in the force stood at 71.5%.", "confidence in the force"),
        ("The net revenue budget was £88.2m.", "net revenue budget"),
        ("- £4,000 for the Riverside youth club", "riverside youth club"),
    ],
)
def test_what_is_measured_is_said_in_the_words_of_the_paper(text: str, measure: str) -> None:
    (one,) = read(*passages(text))
    assert measure in one.measure.casefold()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Recorded arson has fallen by 8%.", -8),
        ("There was a 12% increase in thefts from farms.", 12),
        ("Knife crime is up 4%.", 4),
        ("A drop of £2,000 in donations was noted.", -2000),
    ],
)
def test_a_rise_or_a_fall_is_told_by_its_sign(text: str, value: float) -> None:
    (one,) = read(*passages(text))
    assert one.value == value
    assert one.change


def test_a_target_a_plan_and_a_comparison_are_not_what_was_measured() -> None:
    held = read(
        *passages(
            "Answering fell to 81% against a target of 90%.",
            "Savings of £3m are planned.",
            "The clinic saw 540 people in 2019/20 compared with 480 in 2018/19.",
        )
    )
    assert [(one.value, one.role) for one in held] == [
        (81, ""),
        (90, "target"),
        (3_000_000, "plan"),
        (540, ""),
        (480, "comparison"),
    ]
    assert held[3].period == "2019-04/2020-03"
    assert held[4].period == "2018-04/2019-03"
    assert held[4].measure == held[3].measure


def test_a_sentence_that_says_only_this_speaks_of_the_one_before() -> None:
    held = read(*passages("The refuge took in 210 families. This is an increase of 5%."))
    assert held[1].measure == held[0].measure
    assert held[1].change == 1


def test_the_sentence_is_quoted_to_the_letter() -> None:
    passage = passages("It was noted. Some 45 visits\nwere made. Nothing else.")[0]
    (one,) = read(passage)
    assert one.quote == "Some 45 visits\nwere made."
    text = passage.document.text
    assert text[one.span.start : one.span.end] == one.quote
    assert text[one.at.start : one.at.end] == "45"


def test_a_row_gives_a_figure_for_each_column_with_its_head_and_period() -> None:
    held = read(row("Recorded arson\t1,210\t1,305", "Measure | 2018/19 | 2019/20"))
    assert [(one.value, one.period, one.measure) for one in held] == [
        (1210, "2018-04/2019-03", "Recorded arson"),
        (1305, "2019-04/2020-03", "Recorded arson"),
    ]


def test_bare_numbers_take_the_unit_of_their_heads() -> None:
    held = read(
        row("Pay\t80.5\t82.1", "£m | 2020/21 | 2021/22"),
        row("Calls abandoned\t7.5", "Measure | Share (%)"),
    )
    assert [(one.value, one.unit) for one in held] == [
        (80_500_000, "GBP"),
        (82_100_000, "GBP"),
        (7.5, "%"),
    ]


def test_numbers_of_pages_and_items_in_a_table_are_no_figures() -> None:
    assert not read(row("4\tBudget report\t17", "Item | Business | Page"))


def test_pages_of_a_table_of_contents_are_no_figures() -> None:
    assert not read(row("Mental health\t15", "Topic | Where", heading="Contents"))


def test_a_quarter_over_a_column_is_that_of_the_year_of_the_paper() -> None:
    held = read(row("Letters answered\t64\t71", "Measure | Q1 | Q2", heading="Results 2021/22"))
    assert [one.period for one in held] == ["2021-04/2021-06", "2021-07/2021-09"]


def test_a_figure_whose_period_nobody_says_has_none() -> None:
    (one,) = read(*passages("Visitors made 340 calls on detainees."))
    assert one.period is None


def test_a_sentence_that_goes_on_is_of_the_time_of_what_was_told_and_not_compared() -> None:
    text = "More barges were lost in 2020/21 (31) than in 2019/20 (27). 40% of all barges are oak."
    assert read(*passages(text))[-1].period == "2020-04/2021-03"


def test_what_is_so_now_is_so_in_the_month_it_was_said() -> None:
    (one,) = read(*passages("There are currently 62 vacancies."))
    assert (one.period, one.period_from) == ("2021-05", "now")


def test_a_measure_under_other_words_is_one_series_and_points_stand_by_period() -> None:
    (one,) = told(
        read(
            *passages("In 2019/20 86% of 999 calls were answered in ten seconds."),
            *passages(
                "90% of emergency calls were answered within 10 seconds in 2018/19.",
                said_on="2019-06-03",
            ),
        )
    )
    assert [point.value for point in one.points] == [90, 86]
    assert len(one.names) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("90% of 999 calls were answered in 10 seconds.", "74% of 101 calls were answered."),
        ("In 2018 60% of files were sent within 10 days.", "In 2019 70% were sent in 30 days."),
        ("Arson rose by 5% in 2019.", "Arson made up 5% of crime in 2018."),
    ],
)
def test_what_differs_in_a_number_or_a_kind_is_another_series(first: str, second: str) -> None:
    assert len(told(read(*passages(first), *passages(second, said_on="2020-01-02")))) == 2


def test_two_papers_that_differ_are_both_shown_and_marked() -> None:
    (one,) = told(
        read(
            *passages("Special constables numbered 360 in 2019/20."),
            *passages("Special constables numbered 402 in 2019/20.", said_on="2021-07-01"),
        )
    )
    assert [(point.value, point.differs) for point in one.points] == [(360, True), (402, True)]


def test_a_rounded_figure_does_not_differ_from_the_exact_one() -> None:
    (one,) = told(
        read(
            *passages("Confidence in the force was 76.8% in 2019/20."),
            *passages("Confidence in the force was 77% in 2019/20.", said_on="2021-07-01"),
        )
    )
    assert not any(point.differs for point in one.points)


@pytest.mark.parametrize(
    "correction",
    [
        "The attendance figure for 2019/20 was given as 84.1% and was in error; the correct figure "
        "is 79.6%.",
        "The share of calls attended in 2019/20 should have read 79.6%, not 84.1%.",
        "Calls attended in 2019/20 had been reported as 84.1%. This was wrong: the right figure "
        "was 79.6%.",
        "Erratum: calls attended in 2019/20 were 79.6% and not 84.1% as first printed.",
    ],
)
def test_a_correction_strikes_what_it_corrects_and_is_named(correction: str) -> None:
    held = read(
        *passages("84.1% of calls were attended in 2019/20.", said_on="2020-06-02"),
        *passages(correction, said_on="2021-05-04"),
    )
    struck = {
        figure.passage.document.id: point.corrected_by
        for one in told(held)
        for point in one.points
        for figure in point.said
        if point.value == 84.1
    }
    right = struck["papers/2020-06-02.txt"]
    assert right is not None
    assert right.value == 79.6
    assert right.said_on == "2021-05-04"


def test_minutes_agreed_as_a_correct_record_correct_no_figure() -> None:
    held = read(*passages("The minutes were a correct record. 84% of 90 calls were attended."))
    assert not list(corrections(held))


def test_a_series_of_one_point_is_a_series() -> None:
    (one,) = told(read(*passages("The kennels house 34 dogs.")))
    assert len(one.points) == 1
    assert not one.points[0].differs


def test_the_same_value_in_two_papers_is_one_point_with_both_quotations() -> None:
    (one,) = told(
        read(
            *passages("The budget for 2020/21 was £91m."),
            *passages("The budget for 2020/21 was £91 million.", said_on="2021-09-09"),
        )
    )
    (point,) = one.points
    assert [figure.said_on for figure in point.said] == ["2021-05-04", "2021-09-09"]


@pytest.mark.parametrize(
    "piece",
    [
        "the of in at ",
        "which is 5% ",
        "a rise of the ",
        "10% and ",
        "(4%) ",
        "was given as 3% and ",
        "x\t5\t",
    ],
)
def test_crafted_paragraphs_take_time_in_proportion(piece: str) -> None:
    began = time.perf_counter()
    held = read(*passages(piece * (20_000 // len(piece))))
    list(corrections(held))
    assert time.perf_counter() - began < 6
