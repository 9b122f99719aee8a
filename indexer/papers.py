"""The papers of an archive while an index is made of them: each is read when it is asked for.

What the archive must know of all papers at once are their abstracts. What was understood of a paper
lies aside until it is asked for, or in the build before: of the papers that are not asked for, none
is read.
"""

from __future__ import annotations

import pickle
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from corpus.model import Passage, Understanding
from indexer.entities.name_variants import as_printed, printed, respelt, spellings
from indexer.kept.abstracts import Abstract
from indexer.kept.private_file import PrivateFile
from indexer.structure.near_duplicates import Compared, groups, regrouped
from indexer.structure.sketches import Likenesses

_AT_HAND = 20_000
"""Passages of the papers that are held in memory together, or one paper."""


class Aside:
    """What was understood of papers, in a private file. The last ones that were asked for are at
    hand. Raises StorageFailed."""

    def __init__(self) -> None:
        self._at_hand: OrderedDict[object, Understanding] = OrderedDict()
        self._held = 0
        self._file = PrivateFile()

    def __enter__(self) -> Aside:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._at_hand.clear()

    def add(self, one: Understanding) -> Callable[[], Understanding]:
        """Lay one aside; what gives it back."""
        told = pickle.dumps(one, pickle.HIGHEST_PROTOCOL)
        place = self._file.add(told)
        return partial(self.at_hand, place, partial(self._get, place, len(told)))

    def at_hand(self, key: object, read: Callable[[], Understanding]) -> Understanding:
        """What ``read`` gives, read once while it stays at hand."""
        if key not in self._at_hand:
            self._at_hand[key] = one = read()
            self._held += len(one.passages)
            while self._held > _AT_HAND and len(self._at_hand) > 1:
                self._held -= len(self._at_hand.popitem(last=False)[1].passages)
        self._at_hand.move_to_end(key)
        return self._at_hand[key]

    def _get(self, place: int, size: int) -> Understanding:
        one: Understanding = pickle.loads(self._file.read(place, size))
        return one


@dataclass(slots=True)
class Paper:
    """One paper. ``before`` is its abstract in the build before, of one that was not read now;
    ``held`` gives what was understood of it, of such a one as that build holds it."""

    abstract: Abstract
    held: Callable[[], Understanding]
    before: Abstract | None = None

    @property
    def id(self) -> str:
        return self.abstract.document

    @property
    def count(self) -> int:
        """How many passages it has."""
        return len(self.abstract.ids)

    def passages(self) -> Sequence[Passage]:
        return self.read().passages

    @property
    def same(self) -> bool:
        """Neither it nor a group or a spelling of it has changed since the build before."""
        return self.before is not None and self.abstract == self.before

    def read(self) -> Understanding:
        """What is understood of it, its reprints grouped and its names spelt as all spell them."""
        one, own = self.held(), self.abstract
        if self.before is None or own.spelt != self.before.spelt:
            one = respelt(self._printed(one), own.spelt)
        return regrouped(one, own.groups)

    def as_printed(self) -> Understanding:
        """The same with its names as the paper prints them."""
        return self._printed(self.held())

    def _printed(self, one: Understanding) -> Understanding:
        told = self.before.printed if self.before else None
        return as_printed(one, told) if told else one


def compare(papers: list[Paper], likenesses: Likenesses) -> list[Paper]:
    """Find reprints and make names one over all papers, given in the order of the archive."""
    found = groups([_compared(one) for one in papers], likenesses)
    spelt = spellings([one.abstract.names for one in papers])
    for one, own, how in zip(papers, found, spelt, strict=True):
        told = one.before.printed if one.before and how == one.before.spelt else None
        if told is None and (how.people or how.bodies):
            told = printed(one.as_printed())
        one.abstract = replace(one.abstract, groups=own, spelt=how, printed=told)
    return papers


def _compared(one: Paper) -> Compared:
    return Compared(
        one.abstract.ids, one.abstract.rows, lambda place: one.held().passages[place].text
    )
