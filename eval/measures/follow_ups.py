"""What returns to an action, against labels: see ``eval.measures.structure``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from corpus.ledger import EXPECTATION, Matter, Return
from corpus.model import Span
from eval.jsonl import Row
from eval.measures.spans import harmonic

_BESIDE = frozenset(["same_topic"])
"""Relations of labels that are no return: the same topic, but not later."""


def score(
    actions: Mapping[str, Sequence[Row]],
    ranges: Mapping[str, Sequence[Span]],
    matters: Callable[[str], Sequence[Matter]],
    misses: list[str],
) -> dict[str, Any]:
    """``precision``, ``recall``, ``f1``, ``labelled`` and ``understood`` of follow-ups.

    ``actions`` are labelled rows by document, ``ranges`` what is labelled of each document,
    ``matters`` gives the records printed in one; a line for every miss is added to ``misses``.
    """
    wanted = found = given = right = 0
    for name, rows in actions.items():
        held = matters(name)
        for row in rows:
            if row.values.get("recorded_in") or row.values.get("kind") == EXPECTATION:
                continue
            span = Span(row.whole("start"), row.whole("end"))
            labels = _labels(row)
            returns = [
                one
                for matter in held
                if _same(name, span, matter)
                for one in matter.returns
                if _labelled(one, ranges)
            ]
            counted = [label for label in labels if label[2] not in _BESIDE]
            missed = [one for one in counted if not any(_covers(two, one) for two in returns)]
            extra = [two for two in returns if not any(_covers(two, one) for one in labels)]
            wanted, found = wanted + len(counted), found + len(counted) - len(missed)
            given, right = given + len(returns), right + len(returns) - len(extra)
            start = f"{name} {span.start}-{span.end}"
            misses += [f"{start} missed: {of} {at.start}-{at.end} {how}" for of, at, how in missed]
            misses += [
                f"{start} extra: {two.document} {two.span.start}-{two.span.end} {two.relation}"
                for two in extra
            ]
    recall = found / wanted if wanted else 0.0
    precision = right / given if given else 0.0
    return {
        "precision": precision,
        "recall": recall,
        "f1": harmonic(recall, precision),
        "labelled": wanted,
        "understood": given,
    }


def _labels(row: Row) -> list[tuple[str, Span, str]]:
    """Document, span and relation of what is labelled to return to an action."""
    return [
        (str(one["doc"]), Span(int(one["start"]), int(one["end"])), str(one.get("relation", "")))
        for one in row.values.get("followed_up") or ()
    ]


def _same(name: str, span: Span, matter: Matter) -> bool:
    """Whether a matter is the labelled action, where it is printed first or again."""
    places = [(matter.document, matter.span)]
    places += [(copy.document, copy.span) for copy in matter.copies]
    return any(
        document.endswith(name) and 2 * span.overlap(at) >= min(len(span), len(at))
        for document, at in places
    )


def _labelled(one: Return, ranges: Mapping[str, Sequence[Span]]) -> bool:
    return any(
        one.document.endswith(name) and any(part.overlap(one.span) for part in parts)
        for name, parts in ranges.items()
    )


def _covers(one: Return, label: tuple[str, Span, str]) -> bool:
    document, span, _ = label
    shorter = min(len(span), len(one.span))
    return one.document.endswith(document) and 2 * span.overlap(one.span) >= shorter
