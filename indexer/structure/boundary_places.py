"""The places of a document at which a paper may begin, each with its signs and its probability."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.model import Document
from indexer.layout.blocks import Piece
from indexer.structure import page_evidence
from indexer.structure.boundary_score import Where, model
from indexer.structure.text_evidence import Evidence

APART = 1500
"""Characters within which only one start is told from the words of a text alone."""
PARTED = 0.95
"""The share of names that change on both sides of a place from which no date reaches over it."""
SLOT, MOST = 250, 8
"""Of so many characters, so many lines are looked at: a list of short lines holds no papers."""
HEAD = 4
"""Pieces that the head of a meeting takes: its lines begin no second one."""


@dataclass(frozen=True, slots=True)
class Place:
    """Place ``at`` of a piece, the top of a page or a line of a text without pages."""

    at: int
    where: Where
    signs: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Found:
    """Places of pieces at which papers begin, and at which they may."""

    starts: tuple[int, ...]
    doubts: tuple[int, ...]


def places(
    document: Document, made: Sequence[Piece], evidence: Evidence | None = None
) -> Iterator[Place]:
    """Every place but the first: tops of pages, in a document without pages its short lines."""
    evidence = evidence or Evidence(document, made)
    if len(document.pages) > 1:
        pages = page_evidence.signs(document)
        named = _outlined(document)
        for number, at in first_pieces(document, made).items():
            if number in pages:
                outlined = {"outlined": float(number in named)}
                yield Place(at, "page", {**pages[number], **outlined, **evidence.signs(at)})
        return
    tried: Counter[int] = Counter()
    for at in evidence.real[1:]:
        slot = made[at].outer // SLOT
        if evidence.candidate(at) and (tried[slot] < MOST or evidence.again(at)):
            tried[slot] += 1
            yield Place(at, "text", evidence.signs(at))


def first_pieces(document: Document, made: Sequence[Piece]) -> dict[int, int]:
    """Page number to the place of the first piece on it."""
    found: dict[int, int] = {}
    at = 0
    for page in document.pages:
        while at < len(made) and made[at].outer < page.start:
            at += 1
        if at < len(made) and page.start <= made[at].outer < page.end:
            found[page.number] = at
    return found


def _outlined(document: Document) -> frozenset[int]:
    """The pages that the entries of the outline's highest level point at, if it has several."""
    top = min((entry.level for entry in document.outline), default=0)
    pages = frozenset(entry.page for entry in document.outline if entry.level == top)
    return pages if len(pages) > 1 else frozenset()


def find(document: Document, made: Sequence[Piece]) -> Found:
    """Where papers begin by their signs, in order."""
    evidence = Evidence(document, made)
    scored = [
        (model(place.where).probability(place.signs), place)
        for place in places(document, made, evidence)
    ]
    parted = {place.at for _, place in scored if place.where == "text" and _parted(place.signs)}
    if len(document.pages) <= 1:
        scored = list(_greatest(scored, made))
    starts = {one.at for score, one in scored if score >= model(one.where).at}
    again = set(_meetings_again(evidence))
    # What is written tells where a meeting begins better than what is spoken of around it.
    starts = again | {one for one in starts if not _near(made, one, again)}
    doubts = {
        one.at for score, one in scored if model(one.where).doubt <= score < model(one.where).at
    }
    if starts:
        # In a text that is a pack, a paper may begin without a head: where all names change, or
        # behind the end of a meeting.
        doubts |= parted
    return Found(tuple(sorted(starts)), tuple(sorted(doubts - starts)))


def _parted(signs: Mapping[str, float]) -> bool:
    return signs["closed"] > 0 or (signs["break_top"] > 0 and signs["names_break"] >= PARTED)


def _meetings_again(evidence: Evidence) -> Iterator[int]:
    """Where the head of a meeting comes again with another day, and its numbers begin anew."""
    last = evidence.real[0] if evidence.real else 0
    for at in evidence.real[1:]:
        if at - last < HEAD or not evidence.again(at):
            continue
        signs = evidence.signs(at)
        if signs["kind_named"] and (signs["numbers_restart"] or signs["meeting_head"]):
            yield at
            last = at


def _near(made: Sequence[Piece], one: int, others: Collection[int]) -> bool:
    return any(abs(made[one].outer - made[other].outer) < APART for other in others)


def _greatest(
    scored: Sequence[tuple[float, Place]], made: Sequence[Piece]
) -> Iterator[tuple[float, Place]]:
    """The best of those that stand close together."""
    taken = [made[0].outer] if made else []
    for score, place in sorted(scored, key=lambda one: -one[0]):
        if score < model(place.where).doubt:
            return
        outer = made[place.at].outer
        turn = bisect_left(taken, outer)
        if all(abs(outer - other) >= APART for other in taken[max(0, turn - 1) : turn + 1]):
            taken.insert(turn, outer)
            yield score, place
