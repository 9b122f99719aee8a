"""Later passages that speak of the same matter in their own words, in whatever document.

An action and a passage are held against each other by the terms that carry meaning, the rare ones
more than the common ones, in the words and in the headings over them. What is proposed are only
passages that share several rare terms; most of an action's weight must be found again, less of it
where the passage says of itself that it returns to something agreed before (``cues``).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from corpus import periods
from corpus.ledger import EXPECTATION
from corpus.model import Passage, Understanding
from indexer.ledger import cues
from indexer.ledger.entries import Entry, later
from search.tokens import TermsOf, content_terms, terms

MOST_POSTINGS = 400
"""A term that stands in more passages proposes none: it only weighs."""

ENOUGH = 0.5
"""The share of an action's weight that must be found in a passage and over it."""

_TOLD = {"says": 0.34, "month": 0.2}
"""The same where the passage speaks of what was agreed before, or names the month of it."""

_RARE = 0.01
"""A term is rare that stands in at most this share of the passages, and in three at least."""
_LEAST_RARE = 2
_LEAST_SAID = 3
"""Terms of an action that a passage must say that says of itself that it returns to something."""
_LEAST = min(_TOLD.values())
_HEADING = 0.5
"""What a term weighs that only a heading says, of the action or of the passage."""
REVIEWED = 0.18
"""How like an action what stands under 'Actions from earlier meetings' must be, as a cosine."""
MUTUAL = 0.38
"""The same of any passage that is likest to an action, and the action to it."""
_REVIEWED_FOR = 24
"""Months after which no meeting goes through an action any more."""
_LISTS = frozenset(["agenda", "glossary"])
_BEST = 6
"""Returns kept for one action, the likest first."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A passage by the place of its document and its own, and how much of the action it tells;
    ``told`` where it says of itself that it returns to something."""

    place: int
    number: int
    score: float
    told: bool = False


@dataclass(frozen=True, slots=True)
class _Held:
    place: int
    number: int
    said_on: str | None
    own: frozenset[str]
    over: frozenset[str]
    passage: Passage
    reviews: bool


class Mentions:
    """The passages of an archive by their rare terms."""

    def __init__(
        self,
        archive: Sequence[Understanding],
        entries: Sequence[Entry] = (),
        terms_of: TermsOf = terms,
    ) -> None:
        self._held: list[_Held] = []
        self._reviewing: list[int] = []
        self._said: dict[int, bool] = {}
        self._afters: dict[str | None, NDArray[np.bool_]] = {}
        self._squares: dict[tuple[frozenset[str], frozenset[str]], float] = {}
        self._sizes: dict[tuple[int, int], float] = {}
        postings: dict[str, list[int]] = defaultdict(list)
        for place, one in enumerate(archive):
            for number, passage in enumerate(one.passages):
                if passage.kind == "heading" or passage.copy or len(passage.span) < 40:
                    continue
                if passage.part.kind in _LISTS or passage.text.isupper():
                    continue
                held = _held(place, number, passage, terms_of)
                for term in held.own:
                    postings[term].append(len(self._held))
                if held.reviews:
                    self._reviewing.append(len(self._held))
                self._held.append(held)
        self._count = max(1, len(self._held))
        self._weight = {
            term: math.log(self._count / len(found)) for term, found in postings.items()
        }
        self._rarest = math.log(self._count)
        self._few = max(3, int(_RARE * self._count))
        self._postings = {
            term: np.array(found, dtype=np.int64)
            for term, found in postings.items()
            if len(found) <= MOST_POSTINGS
        }
        days = {day: number for number, day in enumerate({held.said_on for held in self._held})}
        self._days = list(days)
        self._place = _column([held.place for held in self._held])
        self._number = _column([held.number for held in self._held])
        self._day = _column([days[held.said_on] for held in self._held])

        self._told_best = self._reviewed(entries)
        for number, mention in self._mutual(entries).items():
            self._told_best[number].append(mention)

    def of(self, entry: Entry) -> list[Mention]:
        """The later passages that return to an action, the likest first, no more than a few."""
        wanted = {term: self._weight.get(term, 0.0) for term in entry.terms}
        for term in entry.topic - entry.terms:
            wanted[term] = _HEADING * self._weight.get(term, 0.0)
        whole = sum(wanted.values())
        if not whole:
            return []
        found = []
        for at, shared in self._sharing(entry, wanted, self._few):
            # Nearly all share one term and say nothing of themselves: what costs more comes last.
            if shared < _LEAST_RARE and not self._says(at):
                continue
            held = self._held[at]
            score = self._told(wanted, held) / whole
            if score < _LEAST:
                continue
            told = self._says(at) and _tells(entry, held, score)
            if told or (score >= ENOUGH and shared >= _LEAST_RARE):
                found.append(Mention(held.place, held.number, score, told))
        known = {(one.place, one.number) for one in found}
        found += [one for one in self._told_best[id(entry)] if (one.place, one.number) not in known]
        found.sort(key=lambda one: (-one.score, one.place, one.number))
        return found[:_BEST]

    def weight(self, term: str) -> float:
        """What a term weighs: the more, the fewer passages say it."""
        return self._weight.get(term, self._rarest)

    def _reviewed(self, entries: Sequence[Entry]) -> dict[int, list[Mention]]:
        """Of what stands under 'Actions from earlier meetings', what is likest to which action."""
        postings: dict[str, list[int]] = defaultdict(list)
        for number, entry in enumerate(entries):
            for term in entry.terms | entry.topic if entry.action.kind != EXPECTATION else ():
                postings[term].append(number)
        made: dict[int, list[Mention]] = defaultdict(list)
        for at in self._reviewing:
            held = self._held[at]
            few = (postings[term] for term in held.own if term in postings)
            counts = Counter(chain.from_iterable(one for one in few if len(one) <= MOST_POSTINGS))
            scored = [
                (self._cosine(entry, held), -entry.place, id(entry))
                for entry, shared in ((entries[number], n) for number, n in counts.items())
                if shared >= _LEAST_RARE
                and self._after(entry, held)
                and not _beside(entry, held)
                and _lately(entry, held)
                and _body(entry.passage) == _body(held.passage)
            ]
            score, _, number = max(scored, default=(0.0, 0, 0))
            if score >= REVIEWED:
                made[number].append(Mention(held.place, held.number, score, True))
        return made

    def _mutual(self, entries: Sequence[Entry]) -> dict[int, Mention]:
        """Of each action the passage that is likest to it, where no action is likelier to that."""
        best: dict[int, tuple[float, int]] = {}
        of: dict[int, tuple[float, int]] = {}
        for entry in entries:
            if entry.action.kind == EXPECTATION:
                continue
            for at, _ in self._sharing(entry, entry.terms, MOST_POSTINGS, _LEAST_RARE):
                held = self._held[at]
                if len(entry.terms & held.own) < _LEAST_SAID:
                    continue
                score = self._cosine(entry, held)
                best[id(entry)] = max(best.get(id(entry), (0.0, 0)), (score, at))
                of[at] = max(of.get(at, (0.0, 0)), (score, id(entry)))
        return {
            number: Mention(self._held[at].place, self._held[at].number, score)
            for number, (score, at) in best.items()
            if score >= MUTUAL and of[at][1] == number
        }

    def _sharing(
        self, entry: Entry, wanted: Iterable[str], most: int, least: int = 1
    ) -> Iterator[tuple[int, int]]:
        """Passages said after an action, and how many of the terms that at most ``most`` passages
        say each of them says; at least ``least``."""
        few = [self._postings[term] for term in wanted if term in self._postings]
        few = [one for one in few if len(one) <= most]
        if not few:
            return iter(())
        found, counts = np.unique(np.concatenate(few), return_counts=True)
        found, counts = found[counts >= least], counts[counts >= least]
        numbers = self._number[found]
        own = (numbers >= entry.first) & (numbers <= entry.last)
        own &= self._place[found] == entry.place
        kept = self._after_day(entry.said_on)[self._day[found]] & ~own
        return zip(found[kept].tolist(), counts[kept].tolist(), strict=True)

    def _after_day(self, day: str | None) -> NDArray[np.bool_]:
        """Which of ``_days`` come after one, for certain."""
        if day not in self._afters:
            self._afters[day] = np.array([later(one, day) for one in self._days], dtype=np.bool_)
        return self._afters[day]

    def _says(self, at: int) -> bool:
        """Whether a passage says of itself that it returns to something agreed before."""
        said = self._said.get(at)
        if said is None:
            said = self._said[at] = cues.says_so(self._held[at].passage.text)
        return said

    def _cosine(self, entry: Entry, held: _Held) -> float:
        key, place = (entry.terms, entry.topic), (held.place, held.number)
        if key not in self._squares:
            self._squares[key] = self._square(*key)
        if place not in self._sizes:
            self._sizes[place] = self._square(held.own, held.over)
        over, other = entry.topic - entry.terms, held.over - held.own
        both = self._sum(entry.terms & held.own) + _HEADING**2 * self._sum(over & other)
        both += _HEADING * (self._sum(entry.terms & other) + self._sum(over & held.own))
        size = self._squares[key] * self._sizes[place]
        return both / math.sqrt(size) if size else 0.0

    def _square(self, own: frozenset[str], over: frozenset[str]) -> float:
        """The square of the length of a text with its place, as a vector."""
        return self._sum(own) + _HEADING**2 * self._sum(over - own)

    def _sum(self, terms: Iterable[str]) -> float:
        return sum([self.weight(term) ** 2 for term in terms])

    def _told(self, wanted: dict[str, float], held: _Held) -> float:
        return sum(
            weight if term in held.own else _HEADING * weight if term in held.over else 0.0
            for term, weight in wanted.items()
        )

    def _after(self, entry: Entry, held: _Held) -> bool:
        return later(held.said_on, entry.said_on) and not (
            held.place == entry.place and entry.first <= held.number <= entry.last
        )


def _column(numbers: Sequence[int]) -> NDArray[np.int64]:
    return np.array(numbers, dtype=np.int64)


def _held(place: int, number: int, passage: Passage, terms_of: TermsOf) -> _Held:
    return _Held(
        place,
        number,
        passage.said_on,
        frozenset(content_terms(terms_of(passage.text))),
        _topic(passage.section.headings[-2:]),
        passage,
        cues.reviews(passage),
    )


@lru_cache(maxsize=1024)
def _topic(headings: tuple[str, ...]) -> frozenset[str]:
    return frozenset(content_terms(terms(" ".join(headings)))) if headings else frozenset()


def _tells(entry: Entry, held: _Held, score: float) -> bool:
    """Whether a passage that says of itself that it returns to something means the action."""
    if score >= _TOLD["says"] and len(entry.terms & held.own) >= _LEAST_SAID:
        return True
    return cues.names_month(held.passage.text, held.said_on, entry.said_on)


def _lately(entry: Entry, held: _Held) -> bool:
    """Whether a meeting may still have gone through an action when a passage was said."""
    first, last = (periods.month_of(one) for one in (entry.said_on, held.said_on))
    return (
        first is not None
        and last is not None
        and (periods.months_between(first, last) <= _REVIEWED_FOR)
    )


def _beside(entry: Entry, held: _Held) -> bool:
    """Whether a passage stands in the paper that prints the action: its place tells what it is."""
    return held.place == entry.place and held.passage.part is entry.passage.part


def _body(passage: Passage) -> str:
    return (passage.part.body or passage.document.body).casefold()
