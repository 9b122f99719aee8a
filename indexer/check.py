"""Is an index what it says it is? All of it is read; for ``minuted check``."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import QuoteMismatch
from corpus.model import Understanding
from indexer.progress import Progress, silent
from search.answer.cite import cite_passage
from search.index import Index
from search.index_writer import damaged, open_verified
from search.tokens import terms

_PROBED = 24
"""Terms of one passage of each document that the word index must find again as a phrase."""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was found to agree. ``unread`` names the lines of the manifest
    that the last build did not use, and the files that it did not read whole."""

    build: str
    built_at: str
    model: str
    documents: int
    passages: int
    windows: int
    files: int
    size: int
    quotes: int
    unread: tuple[str, ...]
    seconds: float


def check(location: Path, progress: Progress = silent) -> CheckReport:
    """Compare checksums, counts, spans, quotations, words and vectors of the live build.

    Raises IndexDamaged naming the first thing that does not agree, with the cure; IndexMissing and
    IndexForeign as for opening.
    """
    began = time.monotonic()
    index, stored = open_verified(location)
    try:
        quotes = 0
        ids = index.document_ids()
        for done, document_id in enumerate(ids, 1):
            understood = index.understanding(document_id)
            quotes += len(understood.passages)
            if fault := next(_document(index, understood), ""):
                raise damaged(location, fault, index.meta.archive)
            progress("checking", done, len(ids))
        return CheckReport(
            build=index.meta.build,
            built_at=index.meta.built_at,
            model=index.meta.model,
            documents=index.meta.documents,
            passages=index.meta.passages,
            windows=stored.windows,
            files=stored.files,
            size=stored.size,
            quotes=quotes,
            unread=(
                *index.report().get("manifest", ()),
                *(
                    f"{line['path']}: {line['status']}: {line['detail']}"
                    for line in index.report().get("files", ())
                    if line["status"] != "ok"
                ),
            ),
            seconds=round(time.monotonic() - began, 3),
        )
    finally:
        index.close()


def _document(index: Index, understood: Understanding) -> Iterator[str]:
    """What does not agree within one document."""
    document = understood.document
    where = f"in {document.id} "
    ordinals = index.ordinals_of(document.id)
    if len(ordinals) != len(understood.passages):
        yield where + "passages are missing"
    end = 0
    for part in understood.parts:
        if part.span.start < end or part.span.end > len(document.text):
            yield where + f"part {part.number} does not lie beside the one before it"
        end = part.span.end
    for passage in understood.passages:
        section, part = passage.section, passage.part
        if section.span.overlap(passage.span) != len(passage.span):
            yield where + f"passage {passage.id} does not lie in its section"
        if part.span.overlap(section.span) != len(section.span):
            yield where + f"section {section.number} does not lie in its part"
        try:
            cite_passage(passage, document)
        except QuoteMismatch:
            yield where + f"passage {passage.id} quotes what is not there"
    if understood.passages and (words := terms(understood.passages[0].text)[:_PROBED]):
        if ordinals.start not in index.phrase(words):
            yield where + "the first passage is not found by its own words"
        if index.ordinal(understood.passages[0].id) != ordinals.start:
            yield where + "the first passage is not found by its id"
