"""Passages that return to an action where it stands: under it, in its item, by its number.

A return is a stretch: the paragraphs under one 'Update' are one answer to what stands over them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from corpus import dates
from corpus.ledger import Relation, Return
from corpus.model import Span, Understanding
from indexer.entities.undertakings import TELLING
from indexer.language import phrases
from indexer.ledger import status
from indexer.ledger.entries import Entry, later
from search.tokens import content_terms, terms

_RETURNS = phrases.either("actions", "returns")
_NEAR = 3
"""Passages below an action that a paper tells of, in which it says how it went on."""
_SHARED = 2
_BINDING = frozenset(["action", "agreement", "tasking", "request"])
_FURTHER = re.compile(r"\b(?:actions? arising|new actions?|further actions?)\b", re.IGNORECASE)
_LATER_TODAY = re.compile(
    r"\b(?:during|in|under|as part of) the (?:\w+ )?(?:discussion|debate|item)\b|"
    r"\blater (?:in|on) the (?:meeting|agenda)\b|\b(?:under|at) item \d",
    re.IGNORECASE,
)
_WENT_ON = re.compile(r"\b(?:was|were|had|has|have|now)\b")


class Returns:
    """What stands in each item, and which passages name an action's number."""

    def __init__(self, archive: Sequence[Understanding], entries: Sequence[Entry]) -> None:
        self._archive = archive
        self._by_item: Mapping[object, list[Entry]] = defaultdict(list)
        for entry in entries:
            self._by_item[entry.item].append(entry)
        wanted = {entry.reference for entry in entries if entry.reference}
        self._named = _named(archive, wanted) if wanted else {}

    def of(self, entry: Entry) -> list[Return]:
        """In the order of the text: the update under it, what its item asks for again, and every
        passage elsewhere that names it by its number."""
        found = [*self._under(entry), *self._again(entry), *self._by_number(entry)]
        found += self._in_the_meeting(entry)
        if not found:
            found = list(self._told_on(entry))
        return found

    def _under(self, entry: Entry) -> Iterator[Return]:
        """The stretch under 'Update', or the lines of status straight below."""
        passages = entry.understood.passages
        after = range(entry.last + 1, len(passages)) if entry.action.followed_up else ()
        below = [
            at
            for at in after
            if any(passages[at].span.overlap(span) for span in entry.action.followed_up)
        ]
        if below:
            yield from _stretches(entry.understood, below, "update")
            return
        for passage in passages[entry.last + 1 : entry.last + 2]:
            same = passage.part.number == entry.action.part and passage.kind != "heading"
            if same and status.is_line(passage.text):
                yield _return(entry.understood, entry.last + 1, entry.last + 1, "update")

    def _again(self, entry: Entry) -> Iterator[Return]:
        """What an item that begins with an older action asks for at its end."""
        part = entry.passage.part
        if not later(part.said_on, entry.said_on):
            return
        for other in self._by_item[entry.item]:
            path = other.passage.section.headings
            if (
                other.first > entry.last
                and other.action.kind in _BINDING
                and path
                and _FURTHER.search(path[-1])
                and not dates.find(path[-1])
                and (other.terms | other.topic) & (entry.terms | entry.topic)
            ):
                yield _return(other.understood, other.first, other.last, "renewed")

    def _by_number(self, entry: Entry) -> Iterator[Return]:
        body = entry.passage.part.body
        for place, at in self._named.get(entry.reference, ()) if entry.reference else ():
            held = self._archive[place]
            passage = held.passages[at]
            elsewhere = place != entry.place or not entry.first <= at <= entry.last
            same = not body or not passage.part.body or passage.part.body == body
            if elsewhere and same and later(passage.said_on, entry.said_on):
                yield _return(held, at, at, "reference")

    def _in_the_meeting(self, entry: Entry) -> Iterator[Return]:
        """Where its owner comes to it, of what was put off to later in the same meeting."""
        if not _LATER_TODAY.search(entry.words) or not entry.action.owner:
            return
        passages = entry.understood.passages
        for at in range(entry.last + 1, len(passages)):
            passage = passages[at]
            if passage.part.number != entry.action.part:
                return
            shared = entry.terms & frozenset(content_terms(terms(passage.text)))
            if len(shared) > _SHARED and entry.action.owner in passage.text[:80]:
                yield _return(entry.understood, at, at, "progress")
                return

    def _told_on(self, entry: Entry) -> Iterator[Return]:
        """The words near below in which a paper that tells of a meeting says how it went on."""
        part = entry.passage.part
        if part.kind not in TELLING or not later(part.said_on, entry.said_on):
            return
        passages, text = entry.understood.passages, entry.understood.document.text
        for at in range(entry.last, min(len(passages), entry.last + 1 + _NEAR)):
            passage = passages[at]
            start = max(passage.span.start, entry.action.span.end)
            start += len(text[start : passage.span.end]) - len(
                text[start : passage.span.end].lstrip()
            )
            same = passage.section.headings == entry.passage.section.headings
            if not same or passage.kind == "heading" or start >= passage.span.end:
                continue
            words = text[start : passage.span.end]
            shared = entry.terms & frozenset(content_terms(terms(words)))
            if _names_the_day(entry, words) or (_WENT_ON.search(words) and len(shared) >= _SHARED):
                document, span = entry.understood.document.id, Span(start, passage.span.end)
                yield Return(document, span, passage.id, "progress", passage.said_on)
                return


def _names_the_day(entry: Entry, words: str) -> bool:
    """Whether a sentence names the month that an action was due in."""
    due = entry.action.due_on
    found = [one.iso for one in dates.find(words) if one.iso]
    return bool(due) and any(one[:7] == str(due)[:7] for one in found)


_PARTED = re.compile(r"[/.-]\d")
"""What every number of an action has in it (``entries``)."""


def _named(
    archive: Sequence[Understanding], wanted: Iterable[str]
) -> Mapping[str, list[tuple[int, int]]]:
    """Where the numbers of actions stand: number to document and passage, in order."""
    known = set(wanted)
    parts = re.compile(r"[A-Z]{0,5}[/-]?\d{1,4}(?:[/.-]\d{1,4})*")
    made: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for place, held in enumerate(archive):
        for at, passage in enumerate(held.passages):
            if passage.kind != "heading" and _PARTED.search(passage.text):
                for code in {found.group() for found in parts.finditer(passage.text)} & known:
                    made[code].append((place, at))
    return made


def _stretches(held: Understanding, below: Sequence[int], relation: Relation) -> Iterator[Return]:
    """Runs of passages as returns; headings between them and gaps part them."""
    first = before = below[0]
    for at in below[1:]:
        if (
            at != before + 1
            or held.passages[at].section.number != held.passages[first].section.number
        ):
            yield _return(held, first, before, relation)
            first = at
        before = at
    yield _return(held, first, before, relation)


def _return(held: Understanding, first: int, last: int, relation: Relation) -> Return:
    begin, end = held.passages[first], held.passages[last]
    return Return(
        held.document.id,
        Span(begin.span.start, end.span.end),
        begin.id,
        relation,
        begin.said_on,
    )


def of_mention(held: Understanding, number: int, told: bool = False) -> Return:
    """A passage elsewhere that speaks of the same matter; ``told`` where it says that it does."""
    return _return(held, number, number, "progress" if told else "later")
