"""Numbers of documents: what stays keeps its own, and order is kept."""

from __future__ import annotations

import random
from itertools import pairwise

from search.local.numbers import SPREAD, numbered


def test_a_first_build_leaves_room_between_documents() -> None:
    assert numbered(["a", "b", "c"], {}) == [0, SPREAD, 2 * SPREAD]
    assert numbered(["a", "b", "c"], {}, spread=1) == [0, 1, 2]
    assert numbered([], {}) == []


def test_what_stays_keeps_its_number_and_what_comes_stands_between() -> None:
    before = {"a": 0, "c": SPREAD, "e": 2 * SPREAD}
    a, b, c, d, f = numbered(["a", "b", "c", "d", "f"], before)
    assert (a, c) == (0, SPREAD)
    assert a < b < c < d < f
    assert numbered(["b", "c"], before)[1] == SPREAD


def test_where_there_is_no_room_all_are_numbered_anew() -> None:
    assert numbered(["a", "b", "c"], {"a": 0, "c": 1}) == [0, SPREAD, 2 * SPREAD]
    assert numbered(["0", "a"], {"a": 0}) == [0, SPREAD]
    assert numbered(["b", "a"], {"a": 0, "b": SPREAD}) == [0, SPREAD]


def test_many_papers_in_order_of_time_find_room_in_one_place() -> None:
    names = ["a", "z"]
    known = dict(zip(names, numbered(names, {}), strict=True))
    for month in range(60):
        names.insert(-1, f"m{month:02}")
        made = dict(zip(names, numbered(names, known), strict=True))
        assert known.items() <= made.items()
        known = made


def test_whatever_comes_and_goes_numbers_ascend() -> None:
    chance = random.Random(3)
    known: dict[str, int] = {}
    for _ in range(300):
        names = sorted({f"{chance.randrange(200):03}" for _ in range(chance.randrange(60))})
        numbers = numbered(names, known)
        assert all(one < other for one, other in pairwise(numbers))
        assert all(0 <= one < 2**31 for one in numbers)
        known = dict(zip(names, numbers, strict=True))
