"""No line, however it was crafted, costs a regular expression more than its length."""

from __future__ import annotations

import re
from collections.abc import Iterator

import expressions
import pytest
import slow_lines
from expressions import Expression


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    with slow_lines.patience():
        yield


def test_no_expression_takes_more_than_linear_time() -> None:
    found = {
        f"{one.place} ({one.way}): {one.pattern.pattern!r:.200}": attack
        for one in expressions.gathered()
        if (attack := slow_lines.slow(one)) is not None
    }
    told = [f"{attack.head!r} + n * {attack.body!r}: {name}" for name, attack in found.items()]
    assert not told, "\n".join(told)


@pytest.mark.parametrize(
    ("way", "pattern"),
    [
        ("search", r"\s+$"),
        ("match", r"(?:a+)+b"),
        ("finditer", r"\(.*?\)"),
        ("match", r"(.{3,120}?)[ .…]*(?:\.{3,}|…|\t)[ .…]*(\d{1,4})$"),
        ("search", r"\b[\w.]+@"),
        ("search", r"(?:where|when) (?P<topic>.+?) (?:was )?said$"),
    ],
)
def test_one_above_linear_is_seen(way: str, pattern: str) -> None:
    assert slow_lines.slow(Expression("here", re.compile(pattern), way)) is not None


@pytest.mark.parametrize(
    ("way", "pattern"),
    [
        ("search", r"(?<!\s)\s+$"),
        ("match", r"a+b"),
        ("finditer", r"\([^()]*\)"),
        ("search", r"\b(?:January|February|March|April|May|June)\s?\d{4}"),
        ("fullmatch", r".+? was said[ ?.!]{0,9}"),
    ],
)
def test_one_of_linear_time_is_let_pass(way: str, pattern: str) -> None:
    assert slow_lines.slow(Expression("here", re.compile(pattern), way)) is None


def test_expressions_are_gathered_from_constants_tables_functions_and_rules() -> None:
    found = {(one.place, one.way) for one in expressions.gathered()}
    assert ("corpus.sentences._START", "finditer") in found
    assert ("search.query.question_kind._EVERY_FRAMES", "match") in found
    assert any(place.startswith("dates.planned.") for place, _ in found)
    assert any(re.fullmatch(r"indexer\.structure\.sections:\d+", place) for place, _ in found)
    assert len(found) > 600
