"""Every rule counted again over all that lies in ../shared: a rule of one paper is no rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.training.witnesses import ENOUGH, Units, count, read, units
from indexer.language import phrases

SHARED = Path(__file__).parents[2] / "../shared"


@pytest.fixture(scope="module")
def cut() -> Units:
    if not (SHARED / "archive").is_dir():
        pytest.skip("../shared is not beside the project: there is nothing to count in")
    return units(read(SHARED))


@pytest.mark.parametrize("topic", phrases.topics())
def test_what_a_rule_says_of_its_witnesses_is_what_is_counted(topic: str, cut: Units) -> None:
    for group in phrases.every(topic).values():
        for rule in group:
            found = count(rule, cut)
            assert found == rule.publishers, f"{rule.id}: run eval.training.witnesses --record"
            assert not rule.on or rule.source or len(found) >= ENOUGH, rule.id


def test_there_are_publishers_enough_for_a_second_witness_to_mean_something(cut: Units) -> None:
    assert len(cut["sentence"]) >= 10
