"""The ledger: every action of an archive once, with what came of it.

The list, to be read from top to bottom: collect what is printed, in order of time → one record for
what is printed several times → what returns to it where it stands, by its number, or in other words
elsewhere → the status that the last of these tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.ledger import EXPECTATION, Matter, Place, Return, Status
from corpus.model import Span, Understanding
from indexer.entities.speaker_attribution import Offices
from indexer.ledger import entries as entries_of
from indexer.ledger import status
from indexer.ledger.entries import Entry, later
from indexer.ledger.mentions import Mentions
from indexer.ledger.returns import Returns, of_mention

LEAST_WORDS = 7
"""Fewer words are no reprint: 'Respond to the suggestion' is asked for at every meeting."""
_ROW = "row"


@dataclass(slots=True)
class _Group:
    """One matter: the entry that printed it first, and those that print it again."""

    first: Entry
    again: list[Entry] = field(default_factory=list)


def ledger(archive: Sequence[Understanding]) -> list[Matter]:
    """The matters of an archive, in order of time; those without a date last.

    ``archive`` is all that was understood, its reprints grouped (``near_duplicates``).
    """
    held = entries_of.entries(archive)
    returns, mentions = Returns(archive, held), Mentions(archive)
    return [_matter(archive, group, returns, mentions) for group in _groups(held)]


def _groups(held: Sequence[Entry]) -> list[_Group]:
    """One group for the same words, as printed by one body: entries come in order of time."""
    made: list[_Group] = []
    known: dict[tuple[object, ...], _Group] = {}
    for entry in held:
        keys = _keys(entry)
        group = next((known[key] for key in keys if key in known), None)
        if group is None:
            group = _Group(entry)
            made.append(group)
        else:
            group.again.append(entry)
        for key in keys:
            known.setdefault(key, group)
    return made


def _keys(entry: Entry) -> list[tuple[object, ...]]:
    """What makes two printed actions one: the same words of one body, the same words in passages
    that are reprints of one another, or the same number."""
    passage, keys = entry.passage, list[tuple[object, ...]]()
    if len(entry.key) >= LEAST_WORDS:
        keys.append(("words", entry.action.kind == EXPECTATION, entry.key))
    keys.append(("copy", passage.group or passage.id, entry.key))
    if entry.reference:
        body = passage.part.body or entry.understood.document.body
        keys.append(("number", body, entry.reference))
    return keys


def _matter(
    archive: Sequence[Understanding], group: _Group, returns: Returns, mentions: Mentions
) -> Matter:
    first = group.first
    everyone = [first, *group.again]
    found: list[Return] = []
    for entry in everyone:
        found += returns.of(entry)
    if first.action.kind != EXPECTATION:
        found += [of_mention(archive[one.place], one.number) for one in mentions.of(first)]
    kept = _in_order(found, everyone)
    said, told = _status(archive, everyone, kept)
    action, passage = first.action, first.passage
    owed = next((one for one in everyone if one.action.owner), None)
    person, office = _meant(owed) if owed else ("", "")
    headings = passage.section.headings
    return Matter(
        id=f"{passage.id}-{action.span.start - passage.span.start}",
        kind=action.kind,
        words=first.words,
        document=first.understood.document.id,
        span=action.span,
        passage=passage.id,
        part=passage.part.title,
        heading=headings[-1] if headings else "",
        body=passage.part.body or first.understood.document.body,
        owner=owed.action.owner if owed else None,
        person=person,
        office=office,
        due=next((one.action.due for one in everyone if one.action.due), None),
        due_on=next((one.action.due_on for one in everyone if one.action.due_on), None),
        said_on=action.said_on,
        status=said,
        told=told,
        returns=tuple(kept),
        copies=tuple(_place(one) for one in group.again),
    )


def _meant(entry: Entry) -> tuple[str, str]:
    """Whom the list of its own meeting means by an owner, and what it calls them; '' where it
    lists nobody, or two, who may be meant."""
    people = entry.passage.part.people
    who = Offices(people, entry.understood.definitions).who(entry.action.owner or "")
    listed = [one for one in people if one.name == who]
    if len(listed) == 1:
        return who, listed[0].role
    return "", who if who.casefold() != (entry.action.owner or "").casefold() else ""


def _place(entry: Entry) -> Place:
    return Place(
        entry.understood.document.id,
        entry.action.span,
        entry.passage.id,
        entry.passage.said_on,
    )


def _in_order(found: Sequence[Return], everyone: Sequence[Entry]) -> list[Return]:
    """Returns in order of time, each place once, without the places of the matter itself."""
    own = [(one.understood.document.id, one.action.span) for one in everyone]
    kept: dict[tuple[str, Span], Return] = {}
    for one in found:
        if any(
            document == one.document and 2 * span.overlap(one.span) >= len(one.span)
            for document, span in own
        ):
            continue
        near = [key for key in kept if key[0] == one.document and key[1].overlap(one.span)]
        if not near:
            kept[one.document, one.span] = one
    return sorted(kept.values(), key=lambda one: (one.said_on or "", one.document, one.span.start))


def _status(
    archive: Sequence[Understanding], everyone: Sequence[Entry], kept: Sequence[Return]
) -> tuple[Status, int]:
    """The status that the last telling passage tells, and its place among the returns; -1 where
    the last printing of the matter tells it itself."""
    texts = {one.document.id: one.document.text for one in archive} if kept else {}
    own: Status | None = None
    own_day: str | None = None
    for entry in everyone:
        row = entry.passage.kind == _ROW
        tell = status.of_row(entry.passage.text) if row else status.of_action(entry.words)
        if tell is not None:
            own, own_day = tell, entry.passage.said_on
    for at in range(len(kept) - 1, -1, -1):
        one = kept[at]
        if own is not None and not later(one.said_on, own_day):
            continue
        if one.relation == "renewed":
            return "carried_forward", at
        found = status.told(texts[one.document][one.span.start : one.span.end])
        if found is not None and (one.relation != "later" or found == "done"):
            return found, at
    if own is not None:
        return own, -1
    return ("open", -1) if kept else ("no_later_mention", -1)
