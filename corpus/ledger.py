"""What was promised and what became of it: one record a matter, whoever prints it how often.

A record says nothing that is not printed: its words, its owner and its day are the source's, its
status is read from the last passage that tells one, and where nothing returns to it, that is what
the status says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.model import Span

Status = Literal[
    "open", "carried_forward", "moved", "done", "superseded", "no_later_mention"
]  # fmt: skip
Relation = Literal["update", "renewed", "reference", "progress", "later"]

STATUSES: dict[Status, str] = {
    "open": "open",
    "carried_forward": "carried forward",
    "moved": "moved to another day",
    "done": "done",
    "superseded": "superseded",
    "no_later_mention": "no later mention found",
}
"""The statuses and what people call them. ``open``: something returns to it, and nothing says that
it is over."""

UNFINISHED: frozenset[Status] = frozenset(["open", "carried_forward", "moved", "no_later_mention"])
"""What may still be asked about: nothing held says that it is done or superseded."""

RELATIONS: dict[Relation, str] = {
    "update": "the update printed under it",
    "renewed": "asked for again",
    "reference": "names it by its number",
    "progress": "tells how it went on",
    "later": "later words on the same matter",
}

EXPECTATION = "expectation"
"""The kind of a forecast, which nobody owes and which is shown apart."""


@dataclass(frozen=True, slots=True)
class Return:
    """A later passage that returns to a matter: one or more paragraphs, ``span`` in ``document``.

    ``passage`` is the id of the first of them; ``said_on`` when it was said, never guessed.
    """

    document: str
    span: Span
    passage: str
    relation: Relation
    said_on: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a matter is printed again; ``words`` where these are others than its own."""

    document: str
    span: Span
    passage: str
    said_on: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """One action, promise, request, recommendation or expectation of the archive.

    ``id`` is stable as long as its first passage is; ``words`` are verbatim, with white space made
    one; ``heading`` is the item it stands under. ``owner`` is printed so, ``person`` the one person
    whom the list of its meeting means by it, ``office`` what that list calls them. ``told`` is the
    place among ``returns`` of the passage that the status is read from, -1 where it is read from
    the matter's own words (a row of a tracker) or from nothing. ``copies`` are reprints, and
    where the same matter is recorded in other words (a promise and the line 'Action:' below it, a
    row of a tracker), in order of time.
    """

    id: str
    kind: str
    words: str
    document: str
    span: Span
    passage: str
    part: str = ""
    heading: str = ""
    body: str = ""
    owner: str | None = None
    person: str = ""
    office: str = ""
    due: str | None = None
    due_on: str | None = None
    said_on: str | None = None
    status: Status = "no_later_mention"
    told: int = -1
    returns: tuple[Return, ...] = ()
    copies: tuple[Place, ...] = ()

    def overdue(self, today: str) -> bool:
        """Whether its day is before ``today`` (an ISO date) and nothing says that it is over."""
        return bool(self.due_on) and str(self.due_on) < today and self.status in UNFINISHED
