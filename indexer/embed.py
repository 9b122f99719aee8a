"""Vectors for all passages: taken from the build before where the text is the same.

What is made is kept at once (``indexer.kept.vectors``): a build that is stopped goes on from there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.model import Passage
from indexer.kept.vectors import Digest, KeptVectors, digest_of
from indexer.progress import Progress
from search.encoding.encoder import Encoder
from search.index import Vector
from search.index_writer import EarlierBuild, Embedded, Sentences
from search.ranking.context import embedded_sentences, embedded_texts

Row = TypeVar("Row", bound=np.floating[Any])
_Texts = tuple[tuple[str, ...], tuple[str, ...]]
"""What windows are made of, and sentences."""

AT_ONCE = 256
"""Texts that are embedded before their vectors are kept: what a stop can cost."""


@dataclass(frozen=True, slots=True)
class Known:
    """Vectors of passages that were embedded before, by the sha256 of their texts.

    ``rows`` (n, d) are of windows, ``said`` (m, d) float16 of sentences; ``places`` tells which of
    either, first and one past the last, are a passage's.
    """

    rows: Vector
    said: NDArray[np.float16]
    places: dict[Digest, tuple[tuple[int, int], tuple[int, int]]]


NOTHING_KNOWN = Known(np.zeros((0, 0), np.float32), np.zeros((0, 0), np.float16), {})


def known_of(earlier: EarlierBuild, fingerprint: str) -> Known:
    """What an earlier build holds, if it was made by the same encoder."""
    held = earlier.embedded()
    if earlier.meta.encoder != fingerprint or held.sentences is None:
        return NOTHING_KNOWN
    ends = np.searchsorted(held.owners, np.arange(len(held.texts)), side="right").tolist()
    said = held.sentences.ends.tolist()
    spans = zip(pairwise([0, *ends]), pairwise([0, *said]), strict=True)
    texts = _digests(held.texts)
    return Known(held.vectors, held.sentences.rows, dict(zip(texts, spans, strict=True)))


def texts_of(earlier: EarlierBuild, documents: Iterable[str]) -> set[Digest]:
    """The texts of documents that an earlier build holds."""
    table = earlier.embedded().texts
    return {text for one in documents for text in _digests(table[earlier.rows_of(one)])}


def embed(
    passages: Sequence[Passage],
    known: Known,
    taken: Set[Digest],
    encoder: Callable[[], Encoder],
    progress: Progress,
    aside: Path,
) -> tuple[Embedded, int, int]:
    """The vectors, how many texts were embedded for them, and how many vectors were known.

    Those are of ``known``, or kept in the file ``aside`` by a build that was stopped. ``taken`` are
    texts of passages beside these, whose vectors the index keeps.
    ``encoder`` is called only when there is a text that is not known, or nothing known at all.
    """
    digests: list[Digest] = []
    fresh: dict[Digest, _Texts] = {}
    for passage in passages:
        whole, said = embedded_texts(passage), embedded_sentences(passage)
        digest = digest_of("\0".join((*whole, *said)))
        digests.append(digest)
        if digest not in known.places:
            fresh[digest] = whole, said
    made, embedded, found = NOTHING_KNOWN, 0, 0
    if fresh:
        made, embedded, found = _encoded(fresh, encoder(), progress, aside)
    width = (made if fresh else known).rows.shape[1] or encoder().dimension
    new = [digest in fresh for digest in digests]
    spans = [(made if digest in fresh else known).places[digest] for digest in digests]
    vectors, counts = _gathered(known.rows, made.rows, new, [of for of, _ in spans], width)
    spoken, each = _gathered(known.said, made.said, new, [of for _, of in spans], width)
    owners = np.repeat(np.arange(len(digests), dtype=np.int32), counts)
    needed = {*taken, *digests}
    kept = sum(end - first for one, ((first, end), _) in known.places.items() if one in needed)
    sentences = Sentences(spoken, np.cumsum(each))
    return Embedded(vectors, owners, _table(digests), sentences), embedded, kept + found


def _gathered(
    known: NDArray[Row],
    made: NDArray[Row],
    new: Sequence[bool],
    spans: Sequence[tuple[int, int]],
    width: int,
) -> tuple[NDArray[Row], NDArray[np.int64]]:
    """The rows in these spans, of ``made`` where they are ``new``, else of ``known``, shape (n,
    width); and how many each span has."""
    counts = np.array([end - first for first, end in spans], dtype=np.int64)
    total = int(counts.sum())
    wanted = np.fromiter((row for span in spans for row in range(*span)), np.int64, total)
    of_made = np.repeat(np.array(new, dtype=np.bool_), counts)
    rows = np.empty((total, width), dtype=known.dtype)
    for source, here in ((known, ~of_made), (made, of_made)):
        if here.any():
            rows[here] = source[wanted[here]]
    return rows, counts


def _encoded(
    fresh: dict[Digest, _Texts], encoder: Encoder, progress: Progress, aside: Path
) -> tuple[Known, int, int]:
    """Vectors of the fresh texts, how many different ones were embedded for them, and how many were
    found kept."""
    windows: list[Digest] = []
    spoken: list[Digest] = []
    texts: dict[Digest, str] = {}
    places: dict[Digest, tuple[tuple[int, int], tuple[int, int]]] = {}
    for digest, (whole, said) in fresh.items():
        first, first_said = len(windows), len(spoken)
        for text in whole:
            for one in encoder.windows(text):
                # A reprint has the same words in another place: those are embedded once.
                windows.append(digest_of(one))
                texts.setdefault(windows[-1], one)
        for one in said:
            # The only sentence of a passage is the passage's own words, and one window of it.
            spoken.append(digest_of(one))
            texts.setdefault(spoken[-1], one)
        places[digest] = (first, len(windows)), (first_said, len(spoken))
    with KeptVectors(aside, encoder.fingerprint, encoder.dimension, texts) as kept:
        missing = [digest for digest in texts if not kept.holds(digest)]
        found, total = len(texts) - len(missing), len(texts)
        # Texts of one length go through the model together with least padding.
        missing.sort(key=lambda digest: len(texts[digest]))
        progress("embedding", found, total)
        for start in range(0, len(missing), AT_ONCE):
            some, before = missing[start : start + AT_ONCE], found + start

            def told(done: int, before: int = before) -> None:
                progress("embedding", before + done, total)

            kept.add(some, encoder.encode([texts[digest] for digest in some], told))
        of_sentences = kept.vectors(spoken).astype(np.float16)
        return Known(kept.vectors(windows), of_sentences, places), len(missing), found


def _digests(table: NDArray[np.uint8]) -> list[Digest]:
    """The rows of ``_table``."""
    size = hashlib.sha256().digest_size
    joined = table.tobytes()
    return [joined[at : at + size] for at in range(0, len(joined), size)]


def _table(digests: Iterable[Digest]) -> NDArray[np.uint8]:
    joined = b"".join(digests)
    return np.frombuffer(joined, dtype=np.uint8).reshape(-1, hashlib.sha256().digest_size)
