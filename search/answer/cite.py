"""Passage to Citation. The source is read again, and a quote that it does not hold is refused."""

from __future__ import annotations

from corpus.errors import QuoteMismatch
from corpus.model import Document, Part, Passage
from search.results import Citation, Hit


def cite(hit: Hit, source: Document) -> Citation:
    """The citation of a hit, its quote re-read from ``source``.

    Raises QuoteMismatch when the source no longer holds the passage's words at its span, or is no
    longer the text that was read.
    """
    return cite_passage(hit.passage, source, hit.score, hit.matched)


def cite_passage(
    passage: Passage, source: Document, score: float = 1.0, matched: tuple[str, ...] = ()
) -> Citation:
    """As ``cite``, for a passage that was not found by a query."""
    span, part = passage.span, passage.part
    if not source.is_as_read():
        raise QuoteMismatch(
            f"The text of {source.id} is not the one that was read: the index has changed since it "
            "was built. Build it again: minuted index ARCHIVE --rebuild."
        )
    quote = source.text[span.start : span.end]
    if source.id != passage.document.id or not quote.strip() or quote != passage.text:
        raise QuoteMismatch(
            f"{passage.document.id} does not hold the words of passage {passage.id} at "
            f"{span.start}..{span.end}. Build the index again: minuted index ARCHIVE --rebuild."
        )
    return Citation(
        document=source.id,
        title=source.title,
        kind=part.kind,
        body=_body(part, source),
        part=part.title,
        headings=passage.section.headings,
        said_on=passage.said_on,
        published_on=source.published_on,
        page=passage.page,
        page_label=passage.page_label,
        start=span.start,
        end=span.end,
        quote=quote,
        passage=passage.id,
        score=round(score, 6),
        matched=matched,
        url=source.source.url,
        columns=tuple(passage.columns.split(" | ")) if passage.columns else (),
        publisher=source.body,
    )


def _body(part: Part, source: Document) -> str:
    """Who published the part: not who bound it into a pack, where it does not say who."""
    whole = part.kind == source.kind or len(part.span) >= len(source.text.strip())
    return part.body or (source.body if whole else "")
