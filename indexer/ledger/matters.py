"""The ledger: every action of an archive once, with what came of it.

The list, to be read from top to bottom: collect what is printed, in order of time → one record for
what is printed several times or in other words → what returns to it where it stands, by its number,
or in other words elsewhere → the status that the last of these tells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from hashlib import blake2b

from corpus.ledger import EXPECTATION, Matter, Place, Return, Status
from corpus.model import Span, Understanding
from indexer.ledger import status
from indexer.ledger.entries import Entry, in_order, later
from indexer.ledger.identity import Group, groups_of, one_each
from indexer.ledger.mentions import Mentions
from indexer.ledger.returns import ByNumber
from indexer.ledger.sheets import Sheet, numbers, sheet
from search.tokens import TermsOf, terms

_SAME = 2
"""Terms of a matter that what asks for it again must say, for it to be still open."""

Texts = Callable[[str], str]
"""The text of a document, by its id."""


@dataclass(frozen=True, slots=True)
class Before:
    """The ledger of an earlier build: the digest of what each matter was made of, by its id, and
    the documents that are as they were then."""

    made_of: Mapping[str, str] = field(default_factory=dict)
    same: AbstractSet[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ledger:
    """The matters of an archive, in order of time; those without a date last. An id stands for one
    that is as the earlier build holds it. ``made_of``: for ``Before`` of the next build."""

    matters: list[Matter | str]
    made_of: dict[str, str]


def ledger(archive: Sequence[Understanding], terms_of: TermsOf = terms) -> list[Matter]:
    """The matters of an archive, in order of time; those without a date last.

    ``archive`` is all that was understood, its reprints grouped (``near_duplicates``); ``terms_of``
    gives the terms of a passage's text.
    """
    texts = {one.document.id: one.document.text for one in archive}
    papers = [sheet(one, terms_of) for one in archive]
    made = follow(papers, texts.__getitem__, terms_of)
    return [one for one in made.matters if isinstance(one, Matter)]


def follow(
    papers: Sequence[Sheet], text_of: Texts, terms_of: TermsOf = terms, before: Before | None = None
) -> Ledger:
    """The ledger of papers in the order of the archive. What is made of the same as ``before``, and
    of papers that have not changed since, is not made again."""
    for place, paper in enumerate(papers):
        for entry in paper.entries:
            entry.place = place
    held = in_order(entry for paper in papers for entry in paper.entries)
    if not held:
        return Ledger([], {})
    followed = _Followed(
        {id(one): at for at, one in enumerate(held)},
        ByNumber([paper.named for paper in papers], held),
        Mentions(papers, held),
        text_of,
        terms_of,
    )
    made = Ledger([], {})
    before = before or Before()
    groups = one_each(groups_of(held), followed.mentions)
    ids = [_id(group) for group in groups]
    for name, group in zip(ids, groups, strict=True):
        everyone = [group.first, *group.again, *group.told]
        kept = followed.returns(group)
        digest = _digest(group, kept)
        told_in = {one.document for one in everyone} | {one.document for one in kept}
        same = before.made_of.get(name) == digest and told_in <= before.same
        made.matters.append(name if same else followed.matter(name, group, kept))
        made.made_of[name] = digest
    return made


def _id(group: Group) -> str:
    return f"{group.first.passage}-{group.first.start - group.first.begins}"


def _digest(group: Group, kept: Sequence[Return]) -> str:
    """Of which entries and returns make a matter; what they say is their papers' own."""
    printed = [
        [(one.document, one.start, one.end) for one in some]
        for some in ([group.first], group.again, group.told)
    ]
    back = [(one.document, one.span.start, one.span.end, one.relation) for one in kept]
    told = repr((printed, back)).encode("utf-8", "surrogatepass")
    return blake2b(told, digest_size=16).hexdigest()


@dataclass(slots=True)
class _Followed:
    """What returns to the entries of an archive, wherever it stands. ``places`` are those of the
    entries in order of time, by identity."""

    places: Mapping[int, int]
    by_number: ByNumber
    mentions: Mentions
    text_of: Texts
    terms_of: TermsOf

    def returns(self, group: Group) -> list[Return]:
        """Of one matter, in order of time."""
        first = group.first
        everyone = [first, *group.again, *group.told]
        found: list[Return] = []
        for entry in everyone:
            beside = [*entry.under, *self.by_number.of(entry), *entry.today]
            found += beside or entry.telling
        if first.kind != EXPECTATION:
            for entry in (first, *group.told):
                told = self.mentions.of(self.places[id(entry)])
                found += [self.mentions.back(one) for one in told]
        return _in_order(found, [one for one in everyone if not later(one.said_on, first.said_on)])

    def matter(self, name: str, group: Group, kept: Sequence[Return]) -> Matter:
        first = group.first
        everyone = [first, *group.again, *group.told]
        said, told = self._status(everyone, kept)
        owed = next((one for one in everyone if one.owner), None)
        person, office = owed.meant if owed else ("", "")
        return Matter(
            id=name,
            kind=first.kind,
            words=first.words,
            document=first.document,
            span=Span(first.start, first.end),
            passage=first.passage,
            part=first.part_title,
            heading=first.heading,
            body=first.body,
            owner=owed.owner if owed else None,
            person=person,
            office=office,
            due=next((one.due for one in everyone if one.due), None),
            due_on=next((one.due_on for one in everyone if one.due_on), None),
            said_on=first.said_on,
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

    def _status(self, everyone: Sequence[Entry], kept: Sequence[Return]) -> tuple[Status, int]:
        """The status that the last telling passage tells, and its place among the returns; -1 where
        the last printing of the matter tells it itself."""
        wanted = everyone[0].terms
        own: Status | None = None
        own_day: str | None = None
        for entry in everyone:
            if entry.tell is not None:
                own, own_day = entry.tell, entry.printed_on
        for at in range(len(kept) - 1, -1, -1):
            one = kept[at]
            if own is not None and not later(one.said_on, own_day):
                continue
            words = self.text_of(one.document)[one.span.start : one.span.end]
            if one.relation == "renewed":
                if len(wanted.intersection(self._numbers(words))) < _SAME:
                    continue
                return "carried_forward", at
            if one.relation != "update":
                words = status.about(wanted, words, self._numbers)
            found = status.told(words)
            if found is None and one.relation != "later":
                found = status.kept(everyone[0].words, words)
            if found is not None and (one.relation != "later" or found == "done"):
                return found, at
        if own is not None:
            return own, -1
        return ("open", -1) if kept else ("no_later_mention", -1)

    def _numbers(self, words: str) -> list[int]:
        return numbers(self.terms_of(words))


def _place(entry: Entry, words: str = "") -> Place:
    span = Span(entry.start, entry.end)
    return Place(entry.document, span, entry.passage, entry.printed_on, words)


def _in_order(found: Sequence[Return], everyone: Sequence[Entry]) -> list[Return]:
    """Returns in order of time, each place once, without the places of the matter itself."""
    own = [(one.document, Span(one.start, one.end)) for one in everyone]
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
