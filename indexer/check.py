"""Is an index what it says it is? All of it is read; for ``minuted check``."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.errors import IndexDamaged, QuoteMismatch
from corpus.model import Understanding
from indexer.progress import Progress, silent
from search.answer.cite import cite_passage
from search.local import snapshot
from search.local.reader import LocalIndex
from search.local.store import StoreError
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
    index = LocalIndex.open(location)
    try:
        quotes = 0
        snapshot.compare(location, index.folder, index.facts, anew=True)
        fault = _counts(index) or _vectors(index)
        ids = index.document_ids()
        for done, document_id in enumerate(ids, 1):
            if fault:
                break
            understood = index.understanding(document_id)
            quotes += len(understood.passages)
            fault = next(_document(index, understood), "")
            progress("checking", done, len(ids))
        if fault:
            archive = index.meta.archive
            raise IndexDamaged(
                f"The index at {location} is damaged: {fault}. {snapshot.cure(location, archive)}"
            )
        listed = index.facts["files"]
        return CheckReport(
            build=index.meta.build,
            built_at=index.meta.built_at,
            model=index.meta.model,
            documents=index.meta.documents,
            passages=index.meta.passages,
            windows=index.windows.windows,
            files=len(listed),
            size=sum(entry["size"] for entry in listed.values()),
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


def _counts(index: LocalIndex) -> str:
    promised = (index.meta.documents, index.meta.passages)
    try:
        if not index.store.sound():
            return "SQLite finds its file torn"
        held = index.store.counts()
    except StoreError as error:
        return f"SQLite cannot read its file ({error})"
    if held != promised:
        return f"{held} documents and passages are stored instead of {promised}"
    if index.words.passages != index.meta.passages:
        return f"{index.words.passages:,} passages have words instead of {index.meta.passages:,}"
    return ""


def _vectors(index: LocalIndex) -> str:
    rows, owners = index.windows.all_rows()
    if len(rows) != index.facts["windows"] or len(owners) != len(rows):
        return f"{len(rows):,} vectors are stored instead of {index.facts['windows']:,}"
    lengths = np.linalg.norm(rows, axis=1)
    if not np.all(np.isfinite(lengths)) or np.any(np.abs(lengths - 1) > 0.01):
        return "a vector is not of unit length"
    return ""


def _document(index: LocalIndex, understood: Understanding) -> Iterator[str]:
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
