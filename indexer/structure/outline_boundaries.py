"""Where a pack's own lists say its papers begin: the outline of the PDF, the agenda's page numbers.

Both are evidence only. An outline counts in a document that begins with an agenda; a page of the
agenda counts when the page with that number printed on it speaks of the item's subject.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import Document
from indexer.language import patterns
from indexer.layout.blocks import Piece
from indexer.structure import agenda
from indexer.structure.agenda import Item

_AGREES = 65
_OPENING = 700


def starts(document: Document, made: Sequence[Piece]) -> dict[int, str]:
    """Places of pieces at which papers of a pack begin, each with the title it is listed under."""
    if not document.pages:
        return {}
    first_of = _first_pieces(document, made)
    found = _outlined(document, made, first_of)
    items = agenda.read(document.text, _front(made)).items
    for item in items if len(items) > 2 else ():
        place = _labelled(document, made, first_of, item)
        if place is not None and not any(_same_page(made, place, other) for other in found):
            found.setdefault(place, item.subject)
    return found


def _front(made: Sequence[Piece]) -> Sequence[Piece]:
    return [piece for piece in made[:160] if piece.page < 4]


def _first_pieces(document: Document, made: Sequence[Piece]) -> dict[int, int]:
    """Page number to the place of the first piece on it that is no furniture."""
    found: dict[int, int] = {}
    at = 0
    for page in document.pages:
        while at < len(made) and (made[at].outer < page.start or made[at].role == "furniture"):
            at += 1
        if at < len(made) and page.start <= made[at].outer < page.end:
            found[page.number] = at
    return found


def _outlined(
    document: Document, made: Sequence[Piece], first_of: dict[int, int]
) -> dict[int, str]:
    if len(document.outline) < 3:
        return {}
    top = min(entry.level for entry in document.outline)
    entries = [entry for entry in document.outline if entry.level == top]
    if len(entries) < 3 or "agenda" not in entries[0].title.casefold():
        return {}
    found: dict[int, str] = {}
    for entry in entries[1:]:
        page = next((one for one in range(entry.page, entry.page + 2) if one in first_of), None)
        if page is None:
            continue
        place = _named(document.text, made, first_of[page], entry.title)
        if place not in found:
            found[place] = entry.title
    return found


def _named(text: str, made: Sequence[Piece], first: int, title: str) -> int:
    """The piece on a page that prints a title, when it stands below other words of the page."""
    from rapidfuzz import fuzz

    wanted = patterns.words(title)
    for at in range(first, min(first + 40, len(made))):
        if made[at].page != made[first].page:
            break
        words = patterns.words(text[made[at].outer : made[at].span.end])
        below = at > first + 3 and made[at].role == "heading"
        if below and fuzz.ratio(wanted, words) >= 80:
            return at
    return first


def _labelled(
    document: Document, made: Sequence[Piece], first_of: dict[int, int], item: Item
) -> int | None:
    """The first piece of the page an item's range begins on, when that page agrees."""
    from rapidfuzz import fuzz

    label = item.pages.split("-")[0]
    pages = [page for page in document.pages if label and page.label == label]
    if len(pages) != 1 or pages[0].number not in first_of:
        return None
    place = first_of[pages[0].number]
    opening = document.text[made[place].outer : made[place].outer + _OPENING]
    agrees = fuzz.token_set_ratio(patterns.words(item.subject), patterns.words(opening)) >= _AGREES
    return place if agrees and place > 3 else None


def _same_page(made: Sequence[Piece], one: int, other: int) -> bool:
    return made[one].page == made[other].page
