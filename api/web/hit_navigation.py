"""Where a document stands in the list its reader comes from: what to mark, what is next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from api.http.live_index import Snapshot
from api.http.serving import PER_PAGE, ask_of, listed_of, search_of
from api.views import wording
from api.views.hit_list import Listed
from api.views.request import Wanted
from api.web import hit_view
from api.web.list_controls import EVERY_PER_PAGE, shown_as
from api.web.reading.blocks import Marking
from corpus.model import Passage, Understanding
from search.index import Index
from search.results import Hit


@dataclass(frozen=True, slots=True)
class Occurrences:
    """``inside`` are the hits that this document prints, by their place among ``rows``, from 0.

    ``total`` counts the list, of which ``rows`` are all or one page; ``page_of`` tells on which
    page of it a hit stands, ``first`` what is before ``rows``.
    """

    rows: Listed | Sequence[Hit]
    inside: dict[int, Hit]
    total: int
    page_of: Callable[[Hit], int]
    first: int = 0

    def passage(self, place: int) -> Passage | None:
        """What stands at a place of the list."""
        if not 0 <= place < len(self.rows):
            return None
        row = self.rows[place]
        return row.passage if isinstance(row, Hit) else row[1].passage


def find(
    snapshot: Snapshot, want: Wanted, mode: str, understanding: Understanding
) -> Occurrences | None:
    """The list the reader comes from; ``None`` where there is none, or none can be made yet."""
    if not want.text or not snapshot.ready or mode not in ("every", "search", "ask"):
        return None
    here = understanding.document.id
    if mode == "every":
        rows = listed_of(snapshot, want, "all")
        index = snapshot.engine.index
        places = _places(index, rows.ordinals, here) if rows.ordinals else range(len(rows))
        pairs = list(zip(places, rows.at(places), strict=True))
        shown = listed_of(snapshot, want, shown_as(want))

        def page_of(hit: Hit) -> int:
            ordinal = index.ordinal(hit.passage.id)
            place = shown.ordinals.index(ordinal) if ordinal in shown.ordinals else 0
            return place // EVERY_PER_PAGE + 1

        inside = {n: hit for n, hit in pairs if _prints(hit, here)}
        return Occurrences(rows, inside, len(rows), page_of)
    hits, before, total = _ranked(snapshot, want, mode)
    inside = {n: hit for n, hit in enumerate(hits) if _prints(hit, here)}
    return Occurrences(hits, inside, total, lambda hit: want.page, before)


def _ranked(snapshot: Snapshot, want: Wanted, mode: str) -> tuple[Sequence[Hit], int, int]:
    """A page of results, how many are before it, and how many there are in all."""
    if mode == "ask":
        hits = ask_of(snapshot, want).hits
        return hits, 0, len(hits)
    found, before = search_of(snapshot, want), (want.page - 1) * PER_PAGE
    return found.hits, before, max(found.total, before + len(found.hits))


def _places(index: Index, ordinals: Sequence[int], document: str) -> list[int]:
    """Which places of a long list this document prints, itself or as a copy."""
    mine = np.unique(index.layout(index.ordinals_of(document)).group)
    return [int(n) for n in np.flatnonzero(np.isin(index.layout(ordinals).group, mine))]


def _prints(hit: Hit, document: str) -> bool:
    return any(one.document.id == document for one in (hit.passage, *hit.copies))


def marking(found: Occurrences | None, document: str, cited: Passage | None) -> Marking:
    """What to mark in the document: matched words, numbers of occurrences, the cited passage."""
    marks: dict[str, list[tuple[int, int]]] = {}
    numbers: dict[str, int] = {}
    first = found.first if found else 0
    for place, hit in found.inside.items() if found else ():
        for passage in (hit.passage, *hit.copies):
            if passage.document.id != document:
                continue
            numbers[passage.id] = first + place + 1
            # An exact copy has the same words at the same distance from its beginning.
            if passage is hit.passage or passage.text == hit.passage.text:
                shift = passage.span.start - hit.passage.span.start
                marks[passage.id] = [(low + shift, high + shift) for low, high in hit.marks]
    return Marking(marks, numbers, cited.id if cited else "")


_ORDERS = {"relevance": "best first", "oldest": "oldest first", "newest": "newest first"}


@dataclass(frozen=True, slots=True)
class Around:
    """Where the reader stands in the list: ``number`` of ``total`` things that are each ``one``, in
    an ``order`` in words; ``here`` in this document, None where not all of the list is known."""

    one: str
    order: str
    number: int | None
    total: int
    here: int | None
    before: str
    after: str
    before_label: str
    after_label: str
    back: str


def around(
    found: Occurrences | None, cited: Passage | None, want: Wanted, mode: str
) -> Around | None:
    """The neighbours of the cited passage in the list; without one, the first of this document."""
    if found is None or not len(found.rows):
        return None
    at = cited.id if cited else None
    place = next(
        (n for n, hit in found.inside.items() if at in {p.id for p in (hit.passage, *hit.copies)}),
        None,
    )
    before = found.passage(place - 1) if place else None
    onward = next(iter(found.inside), -1) if place is None else place + 1
    after = found.passage(onward)
    one, order = ("occurrence", "oldest") if mode == "every" else ("result", "relevance")
    return Around(
        one=one,
        order=_ORDERS[order if want.sort == "relevance" or mode == "ask" else want.sort],
        number=None if place is None else found.first + place + 1,
        total=found.total,
        here=len(found.inside) if found.total == len(found.rows) else None,
        before=hit_view.address(before, want, mode) if before else "",
        after=hit_view.address(after, want, mode) if after else "",
        before_label=wording.date(before.said_on) if before else "",
        after_label=wording.date(after.said_on) if after else "",
        back=_back(found, None if place is None else found.inside[place], want, mode),
    )


def _back(found: Occurrences, hit: Hit | None, want: Wanted, mode: str) -> str:
    """The list at the passage that the reader stands at, on whichever page of it that is."""
    if hit is None:
        return want.address(f"/{mode}")
    at = want.with_(page=found.page_of(hit)).address(f"/{mode}")
    return f"{at}#{hit_view.anchor(hit.passage)}"
