"""Actions and owners paired: by an assignment below, by a mark in a column beside the minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.model import Action, Part, Passage, Span
from indexer.entities import action_owners, action_records
from indexer.entities.action_owners import Known
from indexer.entities.action_records import Updates
from indexer.entities.action_tables import Table

Path = tuple[str, ...]


@dataclass(slots=True)
class Reading:
    """What is known while the passages of one part are read, in order.

    ``loose`` are the paragraphs of the item at hand that no owner's mark has followed yet, with
    the actions found in each; ``marks`` the owners' marks that wait to be paired with them.
    ``columns`` are the headings that only head a column; ``table`` and ``heads`` are of the table
    that is open.
    """

    text: str
    part: Part
    columns: frozenset[Path]
    updates: Updates
    people: Known = field(init=False)
    made: list[Action] = field(default_factory=list)
    table: Table | None = None
    heads: tuple[str, ...] = ()
    loose: list[tuple[Passage, Sequence[Action]]] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    before: Passage | None = None

    def __post_init__(self) -> None:
        self.people = action_owners.known(self.part)

    def record(self, passage: Passage, span: Span, kind: str) -> Action:
        """An action at ``span`` of a passage."""
        return action_records.record(self.text, passage, span, kind, self.updates)

    def leaves(self, passage: Passage) -> bool:
        """Whether a passage stands in another item than the one before it."""
        return self.before is not None and not self._beside(passage)

    def add(self, passage: Passage, found: Sequence[Action]) -> None:
        """A paragraph with the actions in it."""
        self.made.extend(found)
        self.loose.append((passage, found))
        self.before = passage

    def assign(self, passage: Passage, owner: str) -> None:
        """'ACTION: MS' owns what the paragraph above it in its item says, else the item itself."""
        heading = passage.section.heading
        if self.before is not None and self._beside(passage):
            self.own(self.before, owner)
        elif heading is not None and heading.start >= self.part.span.start:
            self.made.append(replace(self.record(passage, heading, "action"), owner=owner))
        self.loose.clear()
        self.marks.clear()

    def own(self, passage: Passage, owner: str) -> None:
        """Of a paragraph's actions those that name its owner are the owner's, else the last of
        them; where it holds none, it is one itself."""
        held = [at for at, one in enumerate(self.made) if one.span.overlap(passage.span)]
        mine = [at for at in held if self._names(self.made[at].span, owner)]
        for at in mine or held[-1:]:
            self.made[at] = replace(self.made[at], owner=owner)
        if not held:
            self.made.append(replace(self.record(passage, passage.span, "action"), owner=owner))

    def pair(self) -> None:
        """Owners' marks beside an item, each with the paragraph that names its owner.

        Without a head that says 'Action' a mark only owns what is an action of nobody.
        """
        free = [one for one in self.loose if all(two.owner is None for two in one[1])]
        for marks in self.marks:
            named = [one for one in free if self._names(one[0].span, marks)]
            told = [one for one in named if one[1]]
            if not told and self.columns:
                told = named[:1]
            if not told and len(self.marks) == 1 and sum(bool(one[1]) for one in self.loose) == 1:
                told = [one for one in free if one[1]]
            if told:
                free.remove(told[0])
                self.own(told[0][0], marks)
        self.loose.clear()
        self.marks.clear()

    def close(self) -> list[Action]:
        """All actions of the part, when its last passage is read."""
        self.pair()
        return self.made

    def _beside(self, passage: Passage) -> bool:
        before = self.before
        return before is not None and action_records.item(before) == action_records.item(passage)

    def _names(self, span: Span, owner: str) -> bool:
        return action_owners.names(self.text[span.start : span.end], owner, self.people)
