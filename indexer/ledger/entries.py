"""The actions of an archive as they are compared: in order of time, with terms and numbers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from corpus.ledger import Return, Status
from corpus.model import Action, Passage, Understanding
from indexer.entities.action_owners import LED
from indexer.entities.item_paths import item_path
from indexer.entities.speaker_attribution import Offices
from indexer.ledger import status
from search.tokens import TermsOf, content_terms

_REFERENCE = re.compile(
    r"^\W*(?:(?i:actions?|ref|no|item)\b[.:]? ?)?"
    r"(?P<code>[A-Z]{1,5}[/-]?\d{1,4}(?:[/.-]\d{1,4})+|\d{2,4}/\d{1,4}|[A-Z]{2,5}/\d{1,4})(?![\w/])"
)
_LEADING = re.compile(r"^\W*(?:\(?[\dA-Za-z]{1,3}(?:\.\d+)*[.)]\s+)?")
_WORD = re.compile(r"\w+")

Item = tuple[int, int, tuple[str, ...]]
"""The document, the part and the numbered headings of an item of an agenda."""

Numbers = Callable[[Iterable[str]], list[int]]
"""Terms as numbers (``indexer.ledger.sheets``)."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One action as its paper prints it.

    ``first`` and ``last`` are the places of the passages that hold it, ``bare`` its words without
    who is to do it; ``terms`` are those that carry meaning, ``topic`` those of the item it stands
    under.
    """

    action: Action
    understood: Understanding
    first: int
    last: int
    words: str
    bare: str
    terms: frozenset[str]
    topic: frozenset[str]

    @property
    def passage(self) -> Passage:
        return self.understood.passages[self.first]

    @property
    def said_on(self) -> str | None:
        return self.action.said_on


@dataclass(slots=True)
class Entry:
    """What is known of one printed action without its paper; all of it can be kept.

    ``first`` and ``last`` are places in the document's passages, ``start`` and ``end`` in its text;
    ``passage`` is the first one's id, ``begins`` where that begins, ``printed_on`` when it was
    said, ``group`` the passage whose words it prints again. ``key`` are the words as compared,
    ``terms`` those that carry meaning, as numbers, ``topic`` those of the item it stands under,
    ``path`` the item's numbered headings. ``tell`` is the status that it tells itself. ``person``
    and ``office`` are whom the list of its own meeting means by the owner ('' where it lists
    nobody, or two, who may be meant). The returns are ``under`` it and in its item, later
    ``today``, and in the paper that tells of the meeting. ``place`` is its document's in the
    archive.
    """

    document: str
    first: int
    last: int
    start: int
    end: int
    kind: str
    owner: str | None
    due: str | None
    due_on: str | None
    said_on: str | None
    words: str
    key: str
    reference: str
    passage: str
    begins: int
    printed_on: str | None
    group: str
    part: int
    part_title: str
    part_kind: str
    part_body: str
    body: str
    heading: str
    path: tuple[str, ...]
    tell: Status | None
    person: str
    office: str
    terms: frozenset[int]
    topic: frozenset[int]
    under: tuple[Return, ...]
    today: tuple[Return, ...]
    telling: tuple[Return, ...]
    place: int = field(default=-1, compare=False)

    @property
    def item(self) -> Item:
        """The document and the section of the agenda's item that it stands in."""
        return self.place, self.part, self.path

    @property
    def meant(self) -> tuple[str, str]:
        return self.person, self.office


def printed(held: Understanding, terms_of: TermsOf) -> Iterator[Printed]:
    """Every action of a document that stands in a passage, in the document's order."""
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
        bare = LED.sub(" ", words)
        headings = held.passages[first].section.headings
        yield Printed(
            action,
            held,
            first,
            last,
            words,
            bare,
            frozenset(content_terms(terms_of(bare))),
            frozenset(content_terms(terms_of(" ".join(headings[-2:]))))
            if headings
            else frozenset(),
        )


def entry(
    one: Printed,
    numbers: Numbers,
    under: Iterable[Return],
    today: Iterable[Return],
    telling: Iterable[Return],
) -> Entry:
    """What is kept of a printed action, with what returns to it in its own paper."""
    action, passage, document = one.action, one.passage, one.understood.document
    part, headings = passage.part, passage.section.headings
    reference = _REFERENCE.match(one.words)
    row = passage.kind == "row"
    person, office = _meant(one)
    return Entry(
        document=document.id,
        first=one.first,
        last=one.last,
        start=action.span.start,
        end=action.span.end,
        kind=action.kind,
        owner=action.owner,
        due=action.due,
        due_on=action.due_on,
        said_on=action.said_on,
        words=one.words,
        key=" ".join(_WORD.findall(_LEADING.sub("", one.bare).casefold())),
        reference=reference["code"] if reference else "",
        passage=passage.id,
        begins=passage.span.start,
        printed_on=passage.said_on,
        group=passage.group,
        part=part.number,
        part_title=part.title,
        part_kind=part.kind,
        part_body=part.body,
        body=part.body or document.body,
        heading=headings[-1] if headings else "",
        path=item_path(passage, least=1),
        tell=status.of_row(passage.text) if row else status.of_action(one.words),
        person=person,
        office=office,
        terms=frozenset(numbers(one.terms)),
        topic=frozenset(numbers(one.topic)),
        under=tuple(under),
        today=tuple(today),
        telling=tuple(telling),
    )


def in_order(held: Iterable[Entry]) -> list[Entry]:
    """In the order of time and of the archive; those without a date come last."""

    def moment(one: Entry) -> tuple[bool, str, int, int]:
        return one.said_on is None, one.said_on or "", one.place, one.start

    return sorted(held, key=moment)


def _meant(one: Printed) -> tuple[str, str]:
    """Whom the list of its own meeting means by an owner, and what it calls them; '' where it
    lists nobody, or two, who may be meant."""
    people, owner = one.passage.part.people, one.action.owner or ""
    who = Offices(people, one.understood.definitions).who(owner)
    listed = [person for person in people if person.name == who]
    if len(listed) == 1:
        return who, listed[0].role
    return "", who if who.casefold() != owner.casefold() else ""


def later(one: str | None, other: str | None) -> bool:
    """Whether ``one`` was certainly said after ``other``; never for a missing date."""
    if not one or not other:
        return False
    first, second = one.split("/")[0], other.split("/")[-1]
    shared = min(len(first), len(second))
    return first[:shared] > second[:shared]
