"""Amounts in sentences and cells, and numbers that are none."""

from __future__ import annotations

import time

import pytest

from search.figures.amounts import cell, find


def amounts(text: str) -> list[tuple[float, str]]:
    return [(one.value, one.unit) for one in find(text, "2021-05-04")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The reserve stood at £12,450.", [(12450, "GBP")]),
        ("Grants of £3.25 million were paid.", [(3_250_000, "GBP")]),
        ("Overtime cost £640k, £0.2bn nationally.", [(640_000, "GBP"), (200_000_000, "GBP")]),
        ("A fee of 45p was charged.", [(0.45, "GBP")]),
        ("Sickness fell by 1.2 percentage points.", [(1.2, "percentage points")]),
        ("Detections reached 18.5 per cent.", [(18.5, "%")]),
        ("Sixty-two per cent of callers were content.", [(62, "%")]),
        ("Two thirds of victims agreed.", [(66.7, "%")]),
        ("One in five of the cases was closed.", [(20, "%")]),
        ("There were nil complaints.", [(0, "count")]),
        ("Nineteen complaints were upheld.", [(19, "count")]),
        ("The median wait was 4 minutes 30 seconds.", [(4.5, "minutes")]),
        ("An average of 9.4 days was lost to sickness.", [(9.4, "days")]),
        ("Marlow answered 1,204 calls and 88 letters.", [(1204, "count"), (88, "count")]),
        ("Crews reached 71% within 15 minutes.", [(71, "%")]),
        ("Visits are to take place within 15 days.", [(15, "days")]),
        ("The unit took on 101 trainees.", [(101, "count")]),
        ("Some 2019 residents signed, over 2000 people in all.", [(2000, "count")]),
        ("It fell from 82 to 64 minutes.", [(82, "minutes"), (64, "minutes")]),
    ],
)
def test_amounts_are_read_with_their_unit(text: str, wanted: list[tuple[float, str]]) -> None:
    assert amounts(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The Panel met on 14 March 2019 at 10.30 am.",
        "In 2018/19 and 2019/20 the plan was revised.",
        "4.2 The Deputy Clerk read paragraph 17 of page 203.",
        "See Figure 9, Table 4 and Appendix 2.",
        "Outcome 16 and AFI3 were discussed, as was Operation Larch 2.",
        "Ring 101, or 999 in an emergency.",
        "The 999 service is staffed 24 hours a day, 24/7.",
        "Young people aged 11 to 17 and under 18s were asked.",
        "It was put off twice in the last 12 months.",
        "Six months ago the A449 was closed.",
        "The plan runs for over three years.",
        "Telephone 01632 960983.",
        "Write to Fernhill House, ZZ99 3WZ.",
        "Minute 118 was agreed; item 7 was not.",
        "The review¹² was welcomed.[14]",
        "The Licensing Act 2003 applies.",
        "(1) Chair to write. (2) Clerk to file.",
        "The serial number is 4450917.",
        "A target date of June 18 was set, and Apr – Jun 23 was quiet.",
        "It is to report for the next 12 to 18 months.",
        "The report was read again one year on.",
    ],
)
def test_what_is_no_amount_is_not_read_as_one(text: str) -> None:
    assert not find(text, "2021-05-04")


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("Between 40% and 45% replied.", 40, 45, "%"),
        ("It would cost £2m-£3m.", 2_000_000, 3_000_000, "GBP"),
        ("Some 12 to 15 officers attend.", 12, 15, "count"),
    ],
)
def test_a_range_is_one_amount_with_two_ends(text: str, low: float, high: float, unit: str) -> None:
    (one,) = find(text)
    assert (one.value, one.high, one.unit) == (low, high, unit)


def test_a_count_in_brackets_behind_its_period_is_one() -> None:
    text = "There were more barges stopped in Q4 (61) than in the previous quarter (44)."
    assert [one.value for one in find(text)] == [61, 44]


def test_a_part_of_a_whole_is_one_amount() -> None:
    (one,) = find("Files were complete in 17 of 20 cases.")
    assert (one.value, one.of) == (17, 20)


@pytest.mark.parametrize("about", ["over", "just under", "approximately", "in excess of"])
def test_what_is_said_before_an_amount_is_kept(about: str) -> None:
    (one,) = find(f"The fund holds {about} £900.")
    assert one.about == about


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,482", 1482),
        ("(3.5)", -3.5),
        ("nil", 0),
        ("63.1%*", 63.1),
        ("212²", 212),
        ("2.490 (1.16%)", 2.49),
        ("87.5% (first given as 89.0%)", 87.5),
        ("n/a", None),
        ("–", None),
        ("2018/19", None),
        ("2021", None),
        ("31 May 2020", None),
        ("999 calls", None),
    ],
)
def test_a_cell_is_an_amount_or_none(text: str, value: float | None) -> None:
    found = cell(text)
    assert (found.value if found else None) == value


@pytest.mark.parametrize("piece", ["1 2 ", "from 1 to ", "the the ", "10% ", "£1m and ", "(1 "])
def test_long_crafted_lines_take_time_in_proportion(piece: str) -> None:
    began = time.thread_time()
    find(piece * 20_000)
    assert time.thread_time() - began < 6
