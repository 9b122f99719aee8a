"""A list of hits is read a page at a time and is a list all the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import everything

from search.results import Hit, Hits

PASSAGE = everything().passages[0]


class Made:
    """Hits told apart by their score; counts what is made."""

    def __init__(self, size: int) -> None:
        self.made = 0
        self.hits = Hits(size, self._make)

    def _make(self, start: int, stop: int) -> list[Hit]:
        self.made += stop - start
        return [Hit(PASSAGE, float(place)) for place in range(start, stop)]


ends = st.none() | st.integers(-20, 20)


@given(st.integers(0, 15), ends, ends, st.sampled_from([None, 1, 2, -1, -3]))
def test_a_slice_is_that_of_a_list(
    size: int, start: int | None, stop: int | None, step: int | None
) -> None:
    scores = [hit.score for hit in Made(size).hits[start:stop:step]]
    assert scores == [float(n) for n in range(size)][start:stop:step]


def test_a_page_makes_only_its_own_hits_however_long_the_list() -> None:
    made = Made(1_000_000)
    assert [hit.score for hit in made.hits[500_000:500_003]] == [500_000, 500_001, 500_002]
    assert made.hits[-1].score == 999_999
    assert len(made.hits) == 1_000_000
    assert made.made == 4


def test_reading_on_makes_a_page_at_a_time() -> None:
    made = Made(1000)
    first = next(iter(made.hits))
    assert first.score == 0
    assert made.made < 1000
    assert [hit.score for hit in made.hits] == list(range(1000))


@pytest.mark.parametrize("place", [3, -4, 10**9])
def test_a_place_beyond_the_end_is_none(place: int) -> None:
    with pytest.raises(IndexError):
        Made(3).hits[place]
