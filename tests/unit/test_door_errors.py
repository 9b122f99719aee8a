"""Every error has a place in the table that browsers and shells are told by."""

from __future__ import annotations

import inspect

import pytest

from api.views.statuses import OUTCOMES, outcome
from corpus import errors


def leaves() -> list[type[errors.MinutedError]]:
    tree = [
        found
        for _, found in inspect.getmembers(errors, inspect.isclass)
        if issubclass(found, errors.MinutedError)
    ]
    return [one for one in tree if not one.__subclasses__()]


@pytest.mark.parametrize("leaf", leaves(), ids=lambda leaf: leaf.__name__)
def test_every_leaf_of_the_error_tree_has_a_status_and_an_exit_code(
    leaf: type[errors.MinutedError],
) -> None:
    assert leaf in OUTCOMES
    assert 400 <= OUTCOMES[leaf].status < 600
    assert 1 < OUTCOMES[leaf].exit < 130


def test_the_table_names_nothing_that_is_not_in_the_tree() -> None:
    assert set(OUTCOMES) == set(leaves())


def test_a_branch_that_is_raised_itself_has_an_outcome_too() -> None:
    for branch in (errors.MinutedError, errors.BadInput, errors.NotFound, errors.IndexUnusable):
        assert outcome(branch("said")).status >= 400
