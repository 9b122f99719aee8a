"""A list that answers: the items under the sentence that leads into them, or the rows beside one
that are alike in what was asked."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import Passage
from search.index import Index
from search.tokens import terms

MOST = 10
"""Items of an answer; a longer list is read in its paper."""
_REACH = 24
"""Passages on either side that are looked at."""


def members(question: str, best: Passage, index: Index) -> list[Passage]:
    """The items that belong together with the passage that answers best, in order; empty where it
    is no part of a list."""
    around = _section(best, index)
    at = next(n for n, passage in enumerate(around) if passage.id == best.id)
    if best.kind == "row":
        return _rows(question, best, around)
    if best.text.rstrip().endswith((":", ": -", "–")):
        return _run(around, at + 1)
    if best.kind == "item":
        first = at
        while first > 0 and around[first - 1].kind == "item" and _leads(around, first) is False:
            first -= 1
        return _run(around, first)
    return []


def _section(best: Passage, index: Index) -> list[Passage]:
    own = index.ordinal(best.id)
    all_of = index.ordinals_of(best.document.id)
    near = range(max(all_of.start, own - _REACH), min(all_of.stop, own + _REACH + 1))
    return [
        passage
        for passage in index.fetch(near)
        if passage.section.number == best.section.number
        and (passage.kind != "heading" or passage.id == best.id)
    ]


def _leads(around: Sequence[Passage], first: int) -> bool:
    """Whether the item before ``first`` leads into a list of its own."""
    return around[first - 1].text.rstrip().endswith(":")


def _run(around: Sequence[Passage], first: int) -> list[Passage]:
    """The items from ``first`` on, of one kind, as far as they run."""
    run: list[Passage] = []
    for passage in around[first:]:
        if passage.kind != "item" or (run and passage.text.rstrip().endswith(":")):
            break
        run.append(passage)
    return run if len(run) > 1 else []


def _rows(question: str, best: Passage, around: Sequence[Passage]) -> list[Passage]:
    """Rows that hold what the best row holds of the question."""
    asked = set(terms(question)) & set(terms(best.text))
    alike = [
        passage for passage in around if passage.kind == "row" and asked <= set(terms(passage.text))
    ]
    return alike if asked and len(alike) > 1 else []
