"""The actions of an archive as they are compared: in order of time, with terms and numbers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.model import Action, Passage, Understanding
from indexer.entities.action_owners import LED
from search.tokens import TermsOf, content_terms, terms

_REFERENCE = re.compile(
    r"^\W*(?:(?i:actions?|ref|no|item)\b[.:]? ?)?"
    r"(?P<code>[A-Z]{1,5}[/-]?\d{1,4}(?:[/.-]\d{1,4})+|\d{2,4}/\d{1,4}|[A-Z]{2,5}/\d{1,4})(?![\w/])"
)
_LEADING = re.compile(r"^\W*(?:\(?[\dA-Za-z]{1,3}(?:\.\d+)*[.)]\s+)?")
_WORD = re.compile(r"\w+")

Item = tuple[int, int, tuple[str, ...]]
"""The document, the part and the numbered headings of an item of an agenda."""


@dataclass(slots=True)
class Entry:
    """One printed action: which document (``place`` in the archive) and which passages hold it.

    ``first`` and ``last`` are places in the document's passages; ``key`` are its words as compared,
    ``terms`` those that carry meaning, ``topic`` those of the item it stands under.
    """

    place: int
    action: Action
    understood: Understanding
    first: int
    last: int
    words: str
    key: tuple[str, ...]
    terms: frozenset[str]
    topic: frozenset[str]
    reference: str

    @property
    def passage(self) -> Passage:
        return self.understood.passages[self.first]

    @property
    def said_on(self) -> str | None:
        return self.action.said_on

    @property
    def item(self) -> Item:
        """The document and the section of the agenda's item that it stands in."""
        return item(self.place, self.passage)


def entries(archive: Sequence[Understanding], terms_of: TermsOf = terms) -> list[Entry]:
    """Every action of every document, in the order of time and of the archive; those without a
    date come last."""
    made = [one for place, held in enumerate(archive) for one in _of(place, held, terms_of)]
    made.sort(
        key=lambda one: (one.said_on is None, one.said_on or "", one.place, one.action.span.start)
    )
    return made


def _of(place: int, held: Understanding, terms_of: TermsOf) -> Iterator[Entry]:
    if not held.actions:
        return
    starts = [passage.span.start for passage in held.passages]
    for action in held.actions:
        first = max(0, bisect_right(starts, action.span.start) - 1)
        last = first
        while last + 1 < len(starts) and starts[last + 1] < action.span.end:
            last += 1
        if first >= len(starts):
            continue
        words = " ".join(held.document.text[action.span.start : action.span.end].split())
        passage = held.passages[first]
        bare = LED.sub(" ", words)
        reference = _REFERENCE.match(words)
        headings = passage.section.headings
        yield Entry(
            place,
            action,
            held,
            first,
            last,
            words,
            tuple(_WORD.findall(_LEADING.sub("", bare).casefold())),
            frozenset(content_terms(terms_of(bare))),
            frozenset(content_terms(terms_of(" ".join(headings[-2:]))))
            if headings
            else frozenset(),
            reference["code"] if reference else "",
        )


_NUMBERED = re.compile(r"^\W*(?:\d|[a-z][\s.)]|[A-Z]\.?\d|ITEM\b)")


def item(place: int, passage: Passage) -> Item:
    """The item of the agenda that a passage stands in: equal for all sections of one item."""
    path = passage.section.headings
    last = max((at for at, one in enumerate(path) if _NUMBERED.match(one)), default=0)
    return place, passage.part.number, path[: last + 1]


def later(one: str | None, other: str | None) -> bool:
    """Whether ``one`` was certainly said after ``other``; never for a missing date."""
    if not one or not other:
        return False
    first, second = one.split("/")[0], other.split("/")[-1]
    shared = min(len(first), len(second))
    return first[:shared] > second[:shared]
