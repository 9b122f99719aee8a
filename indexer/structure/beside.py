"""What a file says of its paper beside the text: evidence of what it is and when, never quoted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.model import Document
from indexer.readers.website.front_matter import MET, day

_HEADER_AT_MOST = 1_000
"""Characters of page headers that are looked at."""
_FIRST_PAGES = (None, 1, 2)
"""Pages whose heads tell of the paper that begins the file; ``None`` is a head of them all."""


@dataclass(frozen=True, slots=True)
class Apart:
    """``place`` is the words' name for a reader, "page header" or "front matter"; ``words`` may be
    lines."""

    place: str
    words: str


def apart(document: Document) -> tuple[Apart, ...]:
    """The heads of the first pages, and the title and day of the block of data."""
    return tuple(_told(document))


def _told(document: Document) -> Iterator[Apart]:
    heads = [
        one.text for one in document.furniture if one.edge == "head" and one.page in _FIRST_PAGES
    ]
    words = "\n".join(dict.fromkeys(heads))[:_HEADER_AT_MOST]
    if words:
        yield Apart("page header", words)
    held = dict(reversed(document.properties))
    met = day(document.properties, MET)
    lines = [held.get("title", ""), f"Meeting date: {met}" if met else ""]
    if told := "\n".join(filter(None, lines)):
        yield Apart("front matter", told)
