"""QMSum: meetings with the turns that answer each query, and how soon a reader has read them.

The measure is reading: turns are read in the order of a ranking until a third of the meeting's
words are read (the last turn is cut where the third ends); what share of the words of the gold
turns was among them? One value a query, gold turns counted once each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import BadLabels
from eval.jsonl import json_rows

THIRD = 1 / 3

Ranker = Callable[["Meeting", str], Sequence[int]]
"""Turns of a meeting, best first, for a query's text; turns left out come last, in order."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker said in one go."""

    speaker: str
    text: str

    @property
    def words(self) -> int:
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Meeting:
    """``domain`` is what kind of meeting it was: ``committee/wales``, ``product/ami``."""

    id: str
    domain: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class MeetingQuery:
    """A query about one meeting. ``gold`` are the turns that answer it, ascending."""

    id: str
    meeting: str
    text: str
    gold: tuple[int, ...]


def read_qmsum(
    folder: Path, split: str = "val", domain: str = ""
) -> tuple[dict[str, Meeting], list[MeetingQuery]]:
    """Meetings whose domain begins with ``domain`` and their queries; raises BadLabels.

    A query about a meeting that is not held is an error; one of another domain is left out.
    """
    meetings: dict[str, Meeting] = {}
    for row in json_rows(folder / f"{split}.docs.jsonl"):
        name = row.text("id")
        if name in meetings:
            row.bad(f"the meeting {name!r} is there twice.")
        turns = tuple(
            Turn(turn.text("speaker", empty=True), turn.text("content", empty=True))
            for turn in row.rows("turns")
        )
        meetings[name] = Meeting(name, row.text("domain"), turns)
    queries: list[MeetingQuery] = []
    for row in json_rows(folder / f"{split}.queries.jsonl"):
        name, about = row.text("id"), row.text("meeting")
        if about not in meetings:
            row.bad(f"the meeting {about!r} is not in {split}.docs.jsonl.")
        meeting = meetings[about]
        gold: set[int] = set()
        spans = row.values.get("spans")
        if not isinstance(spans, list) or not spans:
            row.bad("'spans' is empty; it must list [first turn, last turn].")
        for span in spans:
            if not (isinstance(span, list) and [type(turn) for turn in span] == [int, int]):
                row.bad(f"{span!r} is not [first turn, last turn].")
            first, last = span
            if not 0 <= first <= last < len(meeting.turns):
                row.bad(f"turns {first}..{last} do not lie in a meeting of {len(meeting.turns)}.")
            gold.update(range(first, last + 1))
        if meeting.domain.startswith(domain):
            queries.append(MeetingQuery(name, about, row.text("text"), tuple(sorted(gold))))
    kept = {
        name: meeting for name, meeting in meetings.items() if meeting.domain.startswith(domain)
    }
    if not queries:
        raise BadLabels(f"No query of {folder} ({split}) is about a meeting of {domain!r}.")
    return kept, queries


def share_found(
    meeting: Meeting, gold: Sequence[int], order: Sequence[int], read: float = THIRD
) -> float:
    """The share of the gold turns' words among the first ``read`` of the meeting's words."""
    rest = [turn for turn in range(len(meeting.turns)) if turn not in set(order)]
    allowance = read * sum(turn.words for turn in meeting.turns)
    wanted, found = set(gold), 0.0
    total = sum(meeting.turns[turn].words for turn in wanted)
    for turn in (*dict.fromkeys(order), *rest):
        words = min(float(meeting.turns[turn].words), allowance)
        allowance -= words
        if turn in wanted:
            found += words
        if allowance <= 0:
            break
    return found / total if total else 1.0


def smoothed(scores: Sequence[float], width: float) -> list[float]:
    """Each turn's score plus what its neighbours lend: a Gaussian of ``width`` turns, sum 1.

    What was said stands beside what names it. Ends are not padded: there nobody lends.
    """
    import numpy as np

    if width <= 0 or not scores:
        return list(scores)
    reach = max(1, round(3 * width))
    offsets = np.arange(-reach, reach + 1)
    kernel = np.exp(-0.5 * (offsets / width) ** 2)
    padded = np.pad(np.asarray(scores, dtype=float), reach)
    return [float(v) for v in np.convolve(padded, kernel / kernel.sum(), mode="valid")]


def measure(
    meetings: Mapping[str, Meeting], queries: Sequence[MeetingQuery], ranker: Ranker
) -> dict[str, float]:
    """The share found, by query."""
    return {
        query.id: share_found(
            meetings[query.meeting], query.gold, ranker(meetings[query.meeting], query.text)
        )
        for query in queries
    }
