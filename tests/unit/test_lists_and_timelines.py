"""A long list is merged, sliced and counted without being fetched."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.views import timeline
from api.views.coverage import HeldDocument, HeldPart, Holdings
from api.views.hit_list import Listed
from api.views.request import Wanted
from api.web.list_controls import line_stops, pages
from search.index import NO_DAY
from search.results import Hits


def result(discussed: list[int], named: list[int], fetched: list[int]) -> Any:
    """A result of bare numbers in the place of hits; ``fetched`` notes what was asked for."""

    def hits(ordinals: list[int]) -> Hits:
        def make(start: int, stop: int) -> Any:
            fetched.extend(ordinals[start:stop])
            return ordinals[start:stop]

        return Hits(len(ordinals), make, ordinals, [n / 1000 for n in ordinals])

    below = hits([])
    return SimpleNamespace(discussed=hits(discussed), named=hits(named), below=below, below_total=0)


def index(days: list[int]) -> Any:
    return SimpleNamespace(layout=lambda asked: SimpleNamespace(first=np.array(days)[asked]))


@given(st.sets(st.integers(0, 199), max_size=60), st.integers(0, 70), st.integers(0, 70))
def test_a_slice_of_two_merged_lists_is_that_slice_of_them_sorted(
    chosen: set[int], start: int, size: int
) -> None:
    days = [(n * 37) % 11 for n in range(200)]
    order = sorted(chosen, key=lambda n: (days[n], n))
    discussed, named = [n for n in order if n % 3], [n for n in order if not n % 3]
    fetched: list[int] = []
    rows = Listed(index(days), result(discussed, named, fetched))
    assert fetched == []
    assert rows.ordinals == order
    expected = [("discussed" if n % 3 else "named", n) for n in order]
    assert rows[start : start + size] == expected[start : start + size]
    assert len(fetched) == len(expected[start : start + size])
    assert list(rows) == expected


def test_how_many_more_or_fewer_could_be_shown_is_counted_without_fetching() -> None:
    fetched: list[int] = []
    found = result([900, 800, 450], [300, 250], fetched)
    found.line = 0.25
    assert [(stop.line, stop.above, stop.on) for stop in line_stops(found)] == [
        (0.9, 1, False),
        (0.8, 2, False),
        (0.4, 3, False),
        (0.3, 4, False),
        (0.25, 5, True),
    ]
    assert fetched == []


def holdings(*months: str) -> Holdings:
    parts = tuple(HeldPart("d", n, "", "minutes", "Panel", f"{m}-10") for n, m in enumerate(months))
    document = HeldDocument("d", "", "other", "Panel", None, None, 0, 0, (), (), parts)
    return Holdings((document,), (), ())


def test_a_period_is_discussed_or_held_or_not_held() -> None:
    said = Counter({("Panel", "2021-01-10"): 3, ("Panel", "2021-04"): 1, ("Panel", None): 2})
    made = timeline.build(said, holdings("2021-01", "2021-03", "2021-04"))
    assert made.unit == "month"
    assert [(c.count, c.held) for c in made.cells] == [(3, True), (0, False), (0, True), (1, True)]
    assert (made.undated, made.coarse, made.tallest) == (2, 0, 3)


def test_a_date_too_coarse_for_the_picture_is_told_and_not_spread() -> None:
    said = Counter({("Panel", "2021"): 4, ("Panel", "2021-02"): 1})
    made = timeline.build(said, holdings("2021-01", "2021-12"))
    assert (made.coarse, sum(cell.count for cell in made.cells)) == (4, 1)
    by_year = timeline.build(said, holdings("2021-01", "2021-12"), "year")
    assert (by_year.coarse, by_year.cells[0].count) == (0, 5)


def test_capitals_alone_do_not_make_another_body() -> None:
    said = Counter({("The Panel And Co", "2021-01"): 1, ("The Panel and Co", "2021-01"): 2})
    made = timeline.build(said, holdings("2021-01"))
    assert [(lane.body, lane.total) for lane in made.lanes] == [("The Panel and Co", 3)]
    assert set(made.lanes[0].spelt) == {"The Panel And Co", "The Panel and Co"}


@pytest.mark.parametrize(
    ("last", "unit"), [("2021-06", "month"), ("2026-06", "quarter"), ("2051-06", "year")]
)
def test_the_longer_the_time_the_longer_the_periods(last: str, unit: str) -> None:
    made = timeline.build(Counter({("Panel", "2021-01"): 1}), holdings("2021-01", last))
    assert made.unit == unit


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["A", "B"]), st.dates(date(2015, 1, 1), date(2030, 1, 1))),
        st.integers(1, 900),
        min_size=1,
        max_size=12,
    )
)
def test_every_dated_passage_is_in_exactly_one_bar_inside_the_picture(
    found: dict[tuple[str, date], int],
) -> None:
    said: Counter[tuple[str, str | None]] = Counter(
        {(body, day.isoformat()): n for (body, day), n in found.items()}
    )
    made = timeline.build(said, holdings("2020-01"))
    picture = timeline.draw(made)
    bars = [bar for row in picture.rows for bar in row.bars]
    assert sum(bar.cell.count for bar in bars) == sum(said.values())
    for row in picture.rows:
        for bar in row.bars:
            assert 0 <= bar.x < bar.x + bar.width <= picture.width
            assert row.top < bar.y <= row.base


def test_bodies_that_hold_papers_and_say_nothing_of_it_are_told() -> None:
    held = holdings("2021-01", "2021-02")
    parts = [HeldPart("e", 0, "", "letter", "", "2021-03-01")]
    silent = replace(held.documents[0], id="e", body="", parts=tuple(parts))
    every = replace(held, documents=(*held.documents, silent))
    made = timeline.build(Counter({("panel", "2021-01"): 1}), every)
    assert made.silent == (("", 1),)
    undated = timeline.build(Counter({("panel", "2021-01"): 1, ("", None): 1}), every)
    assert undated.silent == (("", 1),)


def test_nothing_dated_makes_no_picture() -> None:
    made = timeline.build(Counter({("", None): 3}), Holdings((), (), ()))
    assert (made.lanes, made.undated) == ((), 3)
    assert timeline.draw(made).rows == ()


def test_pages_lead_to_the_first_the_last_and_the_neighbours() -> None:
    made = pages(Wanted(text="x", page=5), "/search", 200, 20, "b1")
    assert [number for number, _ in made.numbers] == [1, 3, 4, 5, 6, 7, 10]
    assert "page=4" in made.before
    assert "page=6" in made.after
    assert "page" not in made.numbers[0][1].replace("/search", "")


@given(st.lists(st.integers(0, 9), max_size=40), st.booleans())
def test_newest_first_is_the_dated_part_turned_round_and_undated_stay_last(
    days: list[int], both: bool
) -> None:
    first = [day if day else NO_DAY for day in days]
    cut = len(days) // 2 if both else len(days)
    found = result(list(range(cut)), list(range(cut, len(days))), [])
    rows = Listed(index(first), found, newest=True)
    seen = [first[ordinal] for ordinal in rows.ordinals]
    dated = [day for day in seen if day != NO_DAY]
    assert dated == sorted(dated, reverse=True)
    assert seen == dated + [NO_DAY] * (len(seen) - len(dated))
    assert sorted(rows.ordinals) == list(range(len(days)))
