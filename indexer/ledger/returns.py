"""Passages that return to an action where it stands: under it, in its item, by its number.

A return is a stretch: the paragraphs under one 'Update' are one answer to what stands over them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus import dates
from corpus.ledger import Relation, Return
from corpus.model import Span, Understanding
from indexer.entities.item_paths import item_path
from indexer.entities.undertakings import TELLING
from indexer.ledger import status
from indexer.ledger.entries import Entry, Printed, later
from search.tokens import content_terms, terms

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


class Inside:
    """What returns to the actions of one paper in that paper."""

    def __init__(self, actions: Sequence[Printed]) -> None:
        self._by_item: Mapping[object, list[Printed]] = defaultdict(list)
        in_time = sorted(
            actions,
            key=lambda one: (one.said_on is None, one.said_on or "", one.action.span.start),
        )
        for one in in_time:
            self._by_item[_item(one)].append(one)

    def under(self, entry: Printed) -> list[Return]:
        """In the order of the text: the update under it, and what its item asks for again."""
        return [*self._under(entry), *self._again(entry)]

    def _under(self, entry: Printed) -> Iterator[Return]:
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

    def _again(self, entry: Printed) -> Iterator[Return]:
        """What an item that begins with an older action asks for at its end."""
        part = entry.passage.part
        if not later(part.said_on, entry.said_on):
            return
        for other in self._by_item[_item(entry)]:
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

    def today(self, entry: Printed) -> Iterator[Return]:
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

    def telling(self, entry: Printed) -> Iterator[Return]:
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


def _names_the_day(entry: Printed, words: str) -> bool:
    """Whether a sentence names the month that an action was due in."""
    due = entry.action.due_on
    found = [one.iso for one in dates.find(words) if one.iso]
    return bool(due) and any(one[:7] == str(due)[:7] for one in found)


_PARTED = re.compile(r"[/.-]\d")
"""What every number of an action has in it (``entries``)."""
_CODE = re.compile(r"[A-Z]{0,5}[/-]?\d{1,4}(?:[/.-]\d{1,4})*")


@dataclass(frozen=True, slots=True)
class Named:
    """Numbers such as actions have (``codes``) in one passage, which is the ``back`` to them."""

    codes: tuple[str, ...]
    at: int
    body: str
    back: Return


def named(held: Understanding) -> Iterator[Named]:
    """The passages of a paper that name a number."""
    for at, passage in enumerate(held.passages):
        if passage.kind != "heading" and _PARTED.search(passage.text):
            found = {one.group() for one in _CODE.finditer(passage.text)}
            codes = tuple(sorted(code for code in found if _PARTED.search(code)))
            if codes:
                yield Named(codes, at, passage.part.body, _return(held, at, at, "reference"))


class ByNumber:
    """Where in an archive the numbers of its actions stand."""

    def __init__(self, papers: Sequence[Sequence[Named]], entries: Sequence[Entry]) -> None:
        wanted = {entry.reference for entry in entries if entry.reference}
        self._where: dict[str, list[tuple[int, Named]]] = defaultdict(list)
        for place, passages in enumerate(papers if wanted else ()):
            for one in passages:
                for code in wanted.intersection(one.codes):
                    self._where[code].append((place, one))

    def of(self, entry: Entry) -> Iterator[Return]:
        """Every passage said later, of the same body, that names an action by its number."""
        body = entry.part_body
        for place, one in self._where.get(entry.reference, ()) if entry.reference else ():
            elsewhere = place != entry.place or not entry.first <= one.at <= entry.last
            same = not body or not one.body or one.body == body
            if elsewhere and same and later(one.back.said_on, entry.said_on):
                yield one.back


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


def _item(entry: Printed) -> object:
    return entry.passage.part.number, item_path(entry.passage, least=1)
