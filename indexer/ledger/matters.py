"""The ledger: every action of an archive once, with what came of it.

The list, to be read from top to bottom: collect what is printed, in order of time → one record for
what is printed several times or in other words → what returns to it where it stands, by its number,
or in other words elsewhere → the status that the last of these tells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.ledger import EXPECTATION, Matter, Place, Return, Status
from corpus.model import Span, Understanding
from indexer.ledger import entries as entries_of
from indexer.ledger import status
from indexer.ledger.entries import Entry, later
from indexer.ledger.identity import Group, groups_of, meant, one_each
from indexer.ledger.mentions import Mentions
from indexer.ledger.returns import Returns, of_mention
from search.tokens import TermsOf, terms

_ROW = "row"
_SAME = 2
"""Terms of a matter that what asks for it again must say, for it to be still open."""


def ledger(archive: Sequence[Understanding], terms_of: TermsOf = terms) -> list[Matter]:
    """The matters of an archive, in order of time; those without a date last.

    ``archive`` is all that was understood, its reprints grouped (``near_duplicates``); ``terms_of``
    gives the terms of a passage's text.
    """
    held = entries_of.entries(archive, terms_of)
    if not held:
        return []
    returns, mentions = Returns(archive, held), Mentions(archive, held, terms_of)
    groups = one_each(groups_of(held), mentions)
    texts = {one.document.id: one.document.text for one in archive}
    return [_matter(archive, texts, group, returns, mentions, terms_of) for group in groups]


def _matter(
    archive: Sequence[Understanding],
    texts: Mapping[str, str],
    group: Group,
    returns: Returns,
    mentions: Mentions,
    terms_of: TermsOf,
) -> Matter:
    first = group.first
    everyone = [first, *group.again, *group.told]
    found: list[Return] = []
    for entry in everyone:
        found += returns.of(entry)
    if first.action.kind != EXPECTATION:
        for entry in (first, *group.told):
            found += [
                of_mention(archive[one.place], one.number, one.told) for one in mentions.of(entry)
            ]
    kept = _in_order(found, [one for one in everyone if not later(one.said_on, first.said_on)])
    said, told = _status(texts, everyone, kept, terms_of)
    action, passage = first.action, first.passage
    owed = next((one for one in everyone if one.action.owner), None)
    person, office = meant(owed) if owed else ("", "")
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
        copies=tuple(
            sorted(
                (*map(_place, group.again), *(_place(one, one.words) for one in group.told)),
                key=lambda one: one.said_on or "",
            )
        ),
    )


def _place(entry: Entry, words: str = "") -> Place:
    return Place(
        entry.understood.document.id,
        entry.action.span,
        entry.passage.id,
        entry.passage.said_on,
        words,
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
    texts: Mapping[str, str],
    everyone: Sequence[Entry],
    kept: Sequence[Return],
    terms_of: TermsOf,
) -> tuple[Status, int]:
    """The status that the last telling passage tells, and its place among the returns; -1 where
    the last printing of the matter tells it itself. ``texts`` are those of documents by id."""
    wanted = everyone[0].terms
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
        words = texts[one.document][one.span.start : one.span.end]
        if one.relation == "renewed":
            if len(wanted & frozenset(terms_of(words))) < _SAME:
                continue
            return "carried_forward", at
        if one.relation != "update":
            words = status.about(wanted, words, terms_of)
        found = status.told(words)
        if found is None and one.relation != "later":
            found = status.kept(everyone[0].words, words)
        if found is not None and (one.relation != "later" or found == "done"):
            return found, at
    if own is not None:
        return own, -1
    return ("open", -1) if kept else ("no_later_mention", -1)
