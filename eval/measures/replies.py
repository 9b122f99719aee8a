"""Replies to questions of twelve kinds: right, wrong, and wrong while it was said to be likely.

Where one thing is asked for (a figure, a person, a day, a place, the latest) the first sentence
must say it, and of people the likeliest named must be who did it; otherwise one of the sentences
must. Handing over is right where it is expected, about what was asked. A refusal is not right; it
is wrong with confidence only where sentences are given as likely to be right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.labels.asked import ALONE, HALVES, Asked, digest
from eval.report import Table
from eval.run import RunAnswer, RunLine

ONE_THING = ("how_many", "who", "when", "where", "latest")


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of one question. ``handed``: right because it was handed over."""

    asked: Asked
    right: bool
    handed: bool
    refused: bool
    confident: bool

    @property
    def confidently_wrong(self) -> bool:
        return self.confident and not self.right


def judged(questions: Iterable[Asked], run: Mapping[str, RunLine]) -> list[Judged]:
    """Each question; one that the run does not hold was refused."""
    return [_judged(asked, line.answer if (line := run.get(asked.id)) else None)
            for asked in questions]  # fmt: skip


def _judged(asked: Asked, answer: RunAnswer | None) -> Judged:
    if answer is None:
        return Judged(asked, False, False, True, False)
    to, topic = answer.handover
    handed = to in asked.expect and all(w.casefold() in topic.casefold() for w in asked.topic)
    said = ALONE in asked.expect and _said(asked, answer)
    refused = answer.abstained and not to
    return Judged(asked, handed or said, handed and not said, refused, answer.sure == "likely")


def _said(asked: Asked, answer: RunAnswer) -> bool:
    told = answer.statements[:1] if asked.asks in ONE_THING else answer.statements
    if not any(point.said_by(statement) for point in asked.points for statement in told):
        return False
    if not asked.people:
        return True
    first = answer.people[0] if answer.people else ""
    return first in asked.people or digest(first.casefold()) in asked.people


def table(found: Sequence[Judged]) -> Table:
    """By half and kind: how many, how many right, handed over, refused, confidently wrong."""
    rows = []
    for half in (*HALVES, ""):
        of = [one for one in found if half in ("", one.asked.half)]
        if of:
            rows.append(_row(half or "all", of))
    kinds = dict.fromkeys(one.asked.asks for one in found)
    rows += [_row(kind, [one for one in found if one.asked.asks == kind]) for kind in kinds]
    wrong = ", ".join(one.asked.id for one in found if not one.right)
    return Table(
        "Questions of twelve kinds",
        ("questions", "number", "right", "of it handed over", "refused", "confidently wrong"),
        tuple(rows),
        (f"Not right: {wrong or 'none'}.",),
    )


def _row(name: str, of: Sequence[Judged]) -> tuple[str, ...]:
    return (
        name,
        str(len(of)),
        *(
            f"{sum(values) / len(of):.3f}"
            for values in (
                [one.right for one in of],
                [one.handed for one in of],
                [one.refused for one in of],
                [one.confidently_wrong for one in of],
            )
        ),
    )


def to_json(found: Sequence[Judged]) -> dict[str, object]:
    """Shares over all, and what came of each question."""
    number = len(found) or 1
    return {
        "questions": len(found),
        "right": round(sum(one.right for one in found) / number, 4),
        "confidently_wrong": round(sum(one.confidently_wrong for one in found) / number, 4),
        "each": {
            one.asked.id: {"half": one.asked.half, "asks": one.asked.asks, "right": one.right,
                           "handed_over": one.handed, "refused": one.refused,
                           "confidently_wrong": one.confidently_wrong}
            for one in found
        },
    }  # fmt: skip
