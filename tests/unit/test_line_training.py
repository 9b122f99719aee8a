"""Where the line of every is laid, and by what."""

from __future__ import annotations

import numpy as np
import pytest

from eval.training.threshold_training import Model, Topic, figures, lay

BY_FIRST = Model(np.array([1.0]), 0.0)
"""The logit is the only feature."""


def topic(odds: list[float], right: list[bool], within: bool = False) -> Topic:
    rows = np.array([[np.log(o / (1 - o))] for o in odds], dtype=np.float32)
    marks = np.array(right)
    return Topic("t", "t", "g", within, rows, 2 * marks.astype(np.int64), marks, np.diag(marks))


def test_what_is_returned_is_counted_over_labels_and_passages() -> None:
    one = topic([0.9, 0.5, 0.3], [True, False, True])
    recall, precision, returned = figures(one, BY_FIRST, 0.4)
    assert (recall, precision, returned) == (pytest.approx(1 / 3), 0.5, 2)


def test_of_lines_that_cannot_be_told_apart_the_one_with_the_shortest_lists_is_laid() -> None:
    plain = topic([0.9, 0.8, 0.55], [True, True, True])
    assert lay([plain], {"g": BY_FIRST}) == 0.55


def test_a_line_under_which_wrong_passages_would_come_is_not_laid() -> None:
    mixed = topic([0.9, 0.5, 0.4, 0.35, 0.3], [True, True, False, False, False])
    assert lay([mixed], {"g": BY_FIRST}) == 0.5


def test_topics_within_documents_weigh_as_much_together_as_those_over_archives() -> None:
    archive = topic([0.9, 0.5], [True, False])
    inside = [topic([0.9, 0.5], [True, True], within=True)] * 9
    assert lay([archive, *inside], {"g": BY_FIRST}) == 0.5
    assert lay([archive], {"g": BY_FIRST}) == 0.625
