"""What a leaf of a document shows around its text: pictures of its pages, ways to turn to others,
and the places that say what is looked for in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from api.views import wording
from api.views.request import Wanted
from api.web.reading import find_in_document, quoted_places
from api.web.reading.blocks import Sheet
from api.web.reading.find_in_document import Finding
from api.web.reading.page_images import NoPicture, PageImages, drawable
from api.web.reading.pagination import Leaf
from corpus.model import Document, Page, Passage, Span

_A4 = 842 / 595
_SHOWN_WIDTH = 440
_NEAR = 3
"""Leaves on each side whose numbers are offered."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of one document, for a reader who comes from a list."""

    document: str
    want: Wanted
    mode: str
    build: str
    find: str = ""

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What every address carries of the list that the reader comes from."""
        listed = [("mode", self.mode)] if self.want.text else []
        return [*self.want.pairs(), *listed, ("build", self.build)]

    @property
    def path(self) -> str:
        return f"/documents/{quote(self.document, safe='/')}"

    def leaf(self, number: int) -> str:
        """A leaf, counted from 1, with what was looked for."""
        found = [("find", self.find)] if self.find else []
        return f"{self.path}?{urlencode([*self.pairs, *found, ('leaf', str(number))])}"

    def place(self, number: int) -> str:
        """The n-th place, counted from 1, that says what was looked for."""
        pairs = [*self.pairs, ("find", self.find), ("n", str(number))]
        return f"{self.path}?{urlencode(pairs)}#found"

    @property
    def whole(self) -> str:
        """The document, with nothing looked for in it."""
        return f"{self.path}?{urlencode(self.pairs)}"


@dataclass(frozen=True, slots=True)
class Turning:
    """Where the reader is, and the leaves near by: label, address ('' for this one)."""

    told: str
    before: str
    after: str
    near: tuple[tuple[str, str], ...]


def turning(leaves: Sequence[Leaf], leaf: int, addresses: Addresses) -> Turning:
    """Leaves are named by the pages of the file that begin on them, else counted as pages."""
    last = len(leaves)
    names = [_pages(one) for one in leaves]
    paged = any(names)
    places = sorted({1, last, *range(max(1, leaf - _NEAR), min(last, leaf + _NEAR) + 1)})
    near = tuple((names[n - 1] or str(n), "" if n == leaf else addresses.leaf(n)) for n in places)
    total = max((unit.page.number for one in leaves for unit in one if unit.page), default=0)
    here = names[leaf - 1]
    many = "Pages" if "–" in here else "Page"
    return Turning(
        told=f"{many} {here} of {total:,}" if paged and here else f"Page {leaf:,} of {last:,}",
        before=addresses.leaf(leaf - 1) if leaf > 1 else "",
        after=addresses.leaf(leaf + 1) if leaf < last else "",
        near=near,
    )


def _pages(leaf: Leaf) -> str:
    numbers = [unit.page.number for unit in leaf if unit.page is not None]
    if not numbers:
        return ""
    first, last = min(numbers), max(numbers)
    return str(first) if first == last else f"{first}–{last}"


@dataclass(frozen=True, slots=True)
class Place:
    """A place that says what is looked for: where it is, its words between those around it."""

    where: str
    before: str
    words: str
    behind: str
    href: str


@dataclass(frozen=True, slots=True)
class Found:
    """The places of a document that say what is looked for; ``number`` is the one looked at."""

    number: int
    total: str
    before: str
    after: str
    places: tuple[Place, ...]
    unlisted: int


def found(document: Document, finding: Finding, number: int, addresses: Addresses) -> Found:
    """The neighbours of a place, and the first few of all."""
    spans = finding.spans
    more = "more than " if finding.more else ""
    return Found(
        number,
        more + wording.count(len(spans), "place"),
        addresses.place(number - 1) if number > 1 else "",
        addresses.place(number + 1) if number < len(spans) else "",
        tuple(
            Place(
                _where(document, span[0], leaf),
                *find_in_document.snippet(document.text, span),
                addresses.place(place),
            )
            for place, (span, leaf) in enumerate(
                zip(spans[: find_in_document.LISTED], finding.leaves, strict=False), 1
            )
        ),
        max(0, len(spans) - find_in_document.LISTED),
    )


def _where(document: Document, offset: int, leaf: int) -> str:
    page = document.page_at(offset)
    return wording.page(page.number, page.label) if page else f"page {leaf}"


@dataclass(frozen=True, slots=True)
class Picture:
    """A page of the file as a picture. ``boxes`` are left, top, width and height of what is marked
    on it, in parts of ``quoted_places.GRAIN``; ``height`` is what a picture of 440 pixels across
    is likely to need."""

    href: str
    large: str
    alt: str
    caption: str
    height: int
    boxes: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """What the reader came for: its span, and what it is called in a sentence."""

    span: Span
    told: str


def looked_at(cited: Passage | None, here: tuple[int, int] | None) -> Looked | None:
    """The cited passage, or the place that was found."""
    if cited is not None:
        return Looked(cited.span, "The quoted words")
    return Looked(Span(*here), "The words found") if here else None


def with_marked_pages(
    document: Document, sheets: Sequence[Sheet], looked: Looked | None
) -> list[Sheet]:
    """The sheets, and those on which what is looked at goes on, though they begin elsewhere."""
    held = {sheet.page.number for sheet in sheets if sheet.page}
    if looked is None or not held:
        return list(sheets)
    beyond = [page for page in _pages_of(document, looked) if page.number not in held]
    return [*sheets, *(Sheet(page, True, ()) for page in beyond)]


def _pages_of(document: Document, looked: Looked) -> list[Page]:
    span = looked.span
    return [page for page in document.pages if page.start < span.end and page.end > span.start]


def pictures(
    images: PageImages,
    document: Document,
    archive: str,
    sheets: Sequence[Sheet],
    looked: Looked | None,
) -> list[Picture | None]:
    """The picture of each sheet; on those that what is looked at stands on, its words marked."""
    marked = {page.number for page in _pages_of(document, looked)} if looked else set()
    return [
        _picture(
            images, document, archive, sheet.page, looked if sheet.page.number in marked else None
        )
        if sheet.page and drawable(document)
        else None
        for sheet in sheets
    ]


def _picture(
    images: PageImages, document: Document, archive: str, page: Page, looked: Looked | None
) -> Picture:
    version = document.source.sha256[:12]
    path = f"/page/{quote(document.id, safe='/')}?n={page.number}&v={version}"
    boxes, told = _marked(images, document, archive, page, looked) if looked else ((), "")
    across, down = page.size or (1.0, _A4)
    return Picture(
        path,
        f"{path}&size=large",
        f"Page {page.number} of the file as it is printed",
        told,
        min(max(round(_SHOWN_WIDTH * down / max(across, 1.0)), 40), 4 * _SHOWN_WIDTH),
        tuple((left, top, right - left, bottom - top) for left, top, right, bottom in boxes),
    )


def _marked(
    images: PageImages, document: Document, archive: str, page: Page, looked: Looked
) -> tuple[tuple[quoted_places.Box, ...], str]:
    """The boxes of the words on a page, and what is to be said of them."""
    if page.image_only:
        return (), ""
    try:
        letters = images.letters(document, archive, page.number)
    except NoPicture:
        return (), f"{looked.told} could not be marked."
    start = max(looked.span.start, page.start) - page.start
    end = min(looked.span.end, page.end) - page.start
    places = quoted_places.find(document.text[page.start : page.end], start, end, letters)
    if places.share >= quoted_places.WHOLE:
        return places.boxes, f"{looked.told} are marked."
    if places.boxes:
        return places.boxes, f"Not all of {looked.told.lower()} could be marked."
    return (), f"{looked.told} could not be marked."
