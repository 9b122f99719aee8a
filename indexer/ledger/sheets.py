"""What the ledger knows of each paper: made once, and kept from one build to the next.

A sheet holds the paper's actions and those of its passages that may return to an action, as
numbers: whoever follows the actions of an archive reads the sheets of all its papers, and no paper
that has not changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from importlib import metadata
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.ledger import Relation, Return
from corpus.model import Span, Understanding
from indexer.ledger import cues
from indexer.ledger.entries import Entry, entry, printed
from indexer.ledger.returns import Inside, Named, named
from search.tokens import TOKENISER, TermsOf, content_terms, terms

ROW = np.dtype(
    [
        ("number", "<i4"),
        ("start", "<i4"),
        ("end", "<i4"),
        ("part", "<i4"),
        ("day", "<i4"),
        ("body", "<i4"),
        ("own", "<i4"),
        ("over", "<i4"),
        ("reviews", "?"),
        ("says", "?"),
    ]
)
"""A passage: its place in the document, its span, the number of its part, which of the sheet's
``days`` and ``bodies`` are its own, how many terms it says itself, how many only the headings over
it; whether it stands where a meeting goes through older actions, and whether it says that it
returns to something."""

_VERSION = b"1"
"""Of all that shapes a sheet beside the paper; raised by hand."""

_LISTS = frozenset(["agenda", "glossary"])
_SHORTEST = 40
"""Characters; a passage of fewer returns to nothing."""

Terms = NDArray[np.uint64]


@dataclass(slots=True)
class Sheet:
    """One paper. ``own`` are the terms of the rows one after the other, ascending in each, and
    ``over`` those that only the headings over them say; ``ids`` are the passages', ``months`` the
    months (ISO) that a row names, where it names any."""

    document: str
    rows: NDArray[np.void]
    own: Terms
    over: Terms
    days: list[str | None]
    bodies: list[str]
    ids: list[str]
    months: dict[int, list[str]]
    entries: list[Entry] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)

    def back(self, row: int, told: bool) -> Return:
        """A row as a return; ``told`` where it says of itself that it is one."""
        one = self.rows[row]
        span = Span(int(one["start"]), int(one["end"]))
        relation: Relation = "progress" if told else "later"
        return Return(self.document, span, self.ids[row], relation, self.days[int(one["day"])])


@lru_cache(maxsize=2**17)
def _number(term: str) -> int:
    told = blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(told, "little")


def numbers(told: Iterable[str]) -> list[int]:
    """Terms as numbers of 64 bits, the same ones in every build."""
    return [_number(term) for term in told]


def sheet(held: Understanding, terms_of: TermsOf = terms) -> Sheet:
    """The sheet of a paper, whose reprints are grouped and whose names are made one."""
    document = held.document
    days: dict[str | None, int] = {}
    bodies: dict[str, int] = {}
    rows: list[tuple[Any, ...]] = []
    own: list[int] = []
    over: list[int] = []
    ids: list[str] = []
    months: dict[int, list[str]] = {}
    for number, passage in enumerate(held.passages):
        if passage.kind == "heading" or passage.copy or len(passage.span) < _SHORTEST:
            continue
        if passage.part.kind in _LISTS or passage.text.isupper():
            continue
        said = set(numbers(content_terms(terms_of(passage.text))))
        only = _topic(passage.section.headings[-2:]) - said
        named_months = cues.months(passage.text, passage.said_on)
        if named_months:
            months[len(rows)] = named_months
        body = (passage.part.body or document.body).casefold()
        rows.append(
            (
                number,
                passage.span.start,
                passage.span.end,
                passage.part.number,
                days.setdefault(passage.said_on, len(days)),
                bodies.setdefault(body, len(bodies)),
                len(said),
                len(only),
                cues.reviews(passage),
                cues.says_so(passage.text),
            )
        )
        own += sorted(said)
        over += sorted(only)
        ids.append(passage.id)
    actions = list(printed(held, terms_of))
    inside = Inside(actions)
    return Sheet(
        document.id,
        np.array(rows, dtype=ROW),
        np.array(own, dtype=np.uint64),
        np.array(over, dtype=np.uint64),
        list(days),
        list(bodies),
        ids,
        months,
        [
            entry(one, numbers, inside.under(one), inside.today(one), inside.telling(one))
            for one in actions
        ],
        list(named(held)),
    )


@lru_cache(maxsize=1024)
def _topic(headings: tuple[str, ...]) -> frozenset[int]:
    if not headings:
        return frozenset()
    return frozenset(numbers(content_terms(terms(" ".join(headings)))))


def to_bytes(sheets: Sequence[Sheet]) -> bytes:
    """For ``from_bytes`` of a later build."""
    told = json.dumps([_plain(one) for one in sheets], separators=(",", ":")).encode()
    arrays = [_joined([one.rows for one in sheets], ROW)]
    arrays += [_joined([one.own for one in sheets], np.uint64)]
    arrays += [_joined([one.over for one in sheets], np.uint64)]
    head = b" ".join([_version(), *(b"%d" % size for size in (len(told), *map(len, arrays)))])
    return b"".join([head, b"\n", told, *(one.tobytes() for one in arrays)])


def from_bytes(kept: bytes) -> dict[str, Sheet]:
    """The sheets that ``to_bytes`` was given, by document; what another version gave is none."""
    head, _, body = kept.partition(b"\n")
    version, *sizes = head.rsplit(b" ", 4)
    if version != _version():
        return {}
    told, rows, own, over = map(int, sizes)
    plain = json.loads(body[:told])
    at = told
    table = np.frombuffer(body, ROW, rows, at)
    at += table.nbytes
    of_own = np.frombuffer(body, np.uint64, own, at)
    of_over = np.frombuffer(body, np.uint64, over, at + of_own.nbytes)
    found: dict[str, Sheet] = {}
    row = first = above = 0
    for one in plain:
        here = table[row : row + len(one["ids"])]
        end, top = first + int(here["own"].sum()), above + int(here["over"].sum())
        found[one["document"]] = _sheet(one, here, of_own[first:end], of_over[above:top])
        row, first, above = row + len(here), end, top
    return found


def _plain(one: Sheet) -> dict[str, Any]:
    return {
        "document": one.document,
        "days": one.days,
        "bodies": one.bodies,
        "ids": one.ids,
        "months": list(one.months.items()),
        "entries": [_entry_plain(entry) for entry in one.entries],
        "named": [[each.codes, each.at, each.body, _return_plain(each.back)] for each in one.named],
    }


def _sheet(plain: dict[str, Any], rows: NDArray[np.void], own: Terms, over: Terms) -> Sheet:
    return Sheet(
        plain["document"],
        rows,
        own,
        over,
        plain["days"],
        plain["bodies"],
        plain["ids"],
        dict(plain["months"]),
        [_entry(one) for one in plain["entries"]],
        [Named(tuple(codes), at, body, _return(back)) for codes, at, body, back in plain["named"]],
    )


_OF_RETURNS = ("under", "today", "telling")


def _entry_plain(one: Entry) -> dict[str, Any]:
    plain = {name: getattr(one, name) for name in Entry.__slots__ if name != "place"}
    plain["terms"], plain["topic"] = sorted(one.terms), sorted(one.topic)
    for name in _OF_RETURNS:
        plain[name] = [_return_plain(back) for back in plain[name]]
    return plain


def _entry(plain: dict[str, Any]) -> Entry:
    plain["terms"], plain["topic"] = frozenset(plain["terms"]), frozenset(plain["topic"])
    plain["path"] = tuple(plain["path"])
    for name in _OF_RETURNS:
        plain[name] = tuple(_return(back) for back in plain[name])
    return Entry(**plain)


def _return_plain(one: Return) -> list[Any]:
    return [one.document, one.span.start, one.span.end, one.passage, one.relation, one.said_on]


def _return(plain: list[Any]) -> Return:
    document, start, end, passage, relation, said_on = plain
    return Return(document, Span(start, end), passage, relation, said_on)


def _joined(arrays: Sequence[NDArray[Any]], kind: Any) -> NDArray[Any]:
    return np.concatenate([np.zeros(0, dtype=kind), *arrays])


def _version() -> bytes:
    return b"sheets %s " % _VERSION + f"{TOKENISER} {metadata.version('PyStemmer')}".encode()
