"""Which printed actions are one matter.

The same words of one body are, and so are the same number, a promise and the line 'Action:' that
records it below, and what a later paper asks for again in nearly the same words. Two people of one
name are not: an action of the one is never that of the other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from corpus.kinds import MEETINGS
from corpus.ledger import EXPECTATION
from indexer.entities.action_owners import LED
from indexer.ledger.entries import Entry, Item, later
from indexer.ledger.mentions import Mentions

LEAST_WORDS = 7
"""Fewer words are no reprint: 'Respond to the suggestion' is asked for at every meeting."""
NEAR = 4
"""Passages between a promise and the line that records it."""
SHARED = 0.3
"""The share of the weight of the one with less that both say, of a promise and its record."""
AGAIN = 0.6
"""The same of what a later paper prints in other words, of the one with more."""
_LEAST_SHARED = 2
_MOST_ALIKE = 60
"""Later entries that say a term; a term of more proposes none."""


@dataclass(slots=True)
class Group:
    """One matter: the entry that printed it first, those that print it again, and those that
    record it in other words."""

    first: Entry
    again: list[Entry] = field(default_factory=list)
    told: list[Entry] = field(default_factory=list)


def groups_of(held: Sequence[Entry]) -> list[Group]:
    """One group for the same words, as printed by one body: entries come in order of time."""
    made: list[Group] = []
    known: dict[tuple[object, ...], Group] = {}
    for entry in held:
        keys = _keys(entry)
        group = next((known[key] for key in keys if key in known), None)
        if group is None:
            group = Group(entry)
            made.append(group)
        else:
            group.again.append(entry)
        for key in keys:
            known.setdefault(key, group)
    return made


def _keys(entry: Entry) -> list[tuple[object, ...]]:
    """What makes two printed actions one: the same words of one body, the same words in passages
    that are reprints of one another, or the same number."""
    keys = list[tuple[object, ...]]()
    if entry.key.count(" ") + 1 >= LEAST_WORDS:
        keys.append(("words", entry.kind == EXPECTATION, entry.key))
    keys.append(("copy", entry.group or entry.passage, entry.key))
    if entry.reference:
        keys.append(("number", entry.body, entry.reference))
    return keys


def one_each(groups: Sequence[Group], mentions: Mentions) -> list[Group]:
    """The groups, with those that record the same matter in other words put into one."""
    folded: set[int] = set()
    for line, promise in _recorded(groups, mentions):
        if line not in folded and promise not in folded:
            _fold(groups[line], groups[promise])
            folded.add(promise)
    for first, second in _asked_again(groups, mentions):
        if first not in folded and second not in folded:
            _fold(groups[first], groups[second])
            folded.add(second)
    return [group for at, group in enumerate(groups) if at not in folded]


def _fold(kept: Group, other: Group) -> None:
    kept.told += [other.first, *other.again, *other.told]


def _recorded(groups: Sequence[Group], mentions: Mentions) -> Iterable[tuple[int, int]]:
    """The line 'Action:' and the promise above it in the same item, by their places."""
    items: dict[Item, list[int]] = defaultdict(list)
    for at, group in enumerate(groups):
        if group.first.kind != EXPECTATION:
            items[group.first.item].append(at)
    for places in items.values():
        for line in places:
            record = groups[line].first
            if not LED.match(record.words):
                continue
            above = [
                at
                for at in places
                if at != line
                and not LED.match(groups[at].first.words)
                and 0 <= record.first - groups[at].first.last <= NEAR
                and groups[at].first.start < record.start
                and one_owner(record, groups[at].first)
            ]
            scored = [(_alike(record, groups[at].first, mentions, least=True), at) for at in above]
            best = max(scored, default=(0.0, -1))
            if best[0] >= SHARED:
                yield line, best[1]


def _asked_again(groups: Sequence[Group], mentions: Mentions) -> Iterable[tuple[int, int]]:
    """What one paper asks for and a later one again in other words, by their places."""
    postings: dict[int, list[int]] = defaultdict(list)
    for at, group in enumerate(groups):
        for term in group.first.terms:
            postings[term].append(at)
    bodies = [group.first.body.casefold() for group in groups]
    for at, group in enumerate(groups):
        one = group.first
        if one.kind == EXPECTATION or len(one.terms) < _LEAST_SHARED + 1:
            continue
        few = (postings[term] for term in one.terms)
        counts = Counter(chain.from_iterable(some for some in few if len(some) <= _MOST_ALIKE))
        for other in sorted(counts):
            if counts[other] < _LEAST_SHARED:
                continue
            second = groups[other].first
            if (
                bodies[at] == bodies[other]
                and second.kind != EXPECTATION
                and later(second.said_on, one.said_on)
                and one.part_kind in MEETINGS
                and _alike(one, second, mentions, least=False) >= AGAIN
                and one_owner(one, second)
            ):
                yield at, other


def _alike(one: Entry, other: Entry, mentions: Mentions, least: bool) -> float:
    """The share of the weight of the lighter (``least``) or the heavier that both say."""
    both = one.terms & other.terms
    if len(both) < _LEAST_SHARED:
        return 0.0
    weights = [sum(map(mentions.weight, each.terms)) for each in (one, other)]
    whole = min(weights) if least else max(weights)
    return sum(map(mentions.weight, both)) / whole if whole else 0.0


def one_owner(one: Entry, other: Entry) -> bool:
    """Whether two actions may be owed by the same: nobody is said of one of them, or it is the same
    person or office. Two whom a meeting lists under one name are two."""
    if not one.owner or not other.owner:
        return True
    (person, office), (second, second_office) = one.meant, other.meant
    if person and second and person == second:
        return not office or not second_office or office.casefold() == second_office.casefold()
    names = {one.owner.casefold().strip(" .:"), other.owner.casefold().strip(" .:")}
    if len(names) == 1 and bool(person) == bool(second):
        return True
    offices = {
        words.split("(")[0].split(",")[0].strip().casefold()
        for words in (office or one.owner, second_office or other.owner)
    }
    return len(offices) == 1
