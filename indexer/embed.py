"""Vectors for all passages: taken from the build before where the text is the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.model import Passage
from indexer.progress import Progress
from search.encoding.encoder import Encoder
from search.index import Vector
from search.local.reader import LocalIndex
from search.local.writer import Embedded
from search.ranking.context import embedded_texts

Digest = bytes


@dataclass(frozen=True, slots=True)
class Known:
    """Vectors of texts that were embedded before, by the sha256 of the text.

    ``rows`` (n, d); ``places`` tells which of them, first and one past the last, are a text's.
    """

    rows: Vector
    places: dict[Digest, tuple[int, int]]


NOTHING_KNOWN = Known(np.zeros((0, 0), dtype=np.float32), {})


def known_of(index: LocalIndex, fingerprint: str) -> Known:
    """What an earlier build holds, if it was made by the same encoder."""
    if index.meta.encoder != fingerprint:
        return NOTHING_KNOWN
    rows, owners = index.windows.all_rows()
    texts = index.windows.texts()
    firsts = np.searchsorted(owners, np.arange(len(texts)), side="left").tolist()
    ends = np.searchsorted(owners, np.arange(len(texts)), side="right").tolist()
    return Known(
        rows,
        {
            text.tobytes(): (first, end)
            for text, first, end in zip(texts, firsts, ends, strict=True)
        },
    )


def embed(
    passages: Sequence[Passage],
    known: Known,
    encoder: Callable[[], Encoder],
    progress: Progress,
) -> tuple[Embedded, int, int]:
    """The vectors, how many texts were embedded for them, and how many vectors were known.

    ``encoder`` is called only when there is a text that is not known, or nothing known at all.
    """
    digests: list[Digest] = []
    fresh: dict[Digest, tuple[str, ...]] = {}
    for passage in passages:
        texts = embedded_texts(passage)
        joined = "\0".join(texts).encode("utf-8", "surrogatepass")
        digest = hashlib.sha256(joined).digest()
        digests.append(digest)
        if digest not in known.places:
            fresh[digest] = texts
    made, embedded = _encoded(fresh, encoder(), progress) if fresh else (NOTHING_KNOWN, 0)
    sources = [(made if digest in fresh else known) for digest in digests]
    counts = np.zeros(len(digests), dtype=np.int64)
    pieces: list[Vector] = []
    for place, (digest, source) in enumerate(zip(digests, sources, strict=True)):
        first, end = source.places[digest]
        counts[place] = end - first
        pieces.append(source.rows[first:end])
    width = (made if fresh else known).rows.shape[1] or encoder().dimension
    vectors = np.concatenate([np.zeros((0, width), dtype=np.float32), *pieces])
    owners = np.repeat(np.arange(len(digests), dtype=np.int32), counts)
    needed = set(digests)
    kept = sum(end - first for digest, (first, end) in known.places.items() if digest in needed)
    return Embedded(vectors, owners, _table(digests)), embedded, kept


def _encoded(
    fresh: dict[Digest, tuple[str, ...]], encoder: Encoder, progress: Progress
) -> tuple[Known, int]:
    """Vectors of the fresh texts, and how many different windows were embedded for them."""
    windows: list[int] = []
    numbers: dict[str, int] = {}
    places: dict[Digest, tuple[int, int]] = {}
    for digest, texts in fresh.items():
        first = len(windows)
        for text in texts:
            # A reprint has the same words in another place: those are embedded once.
            windows += [numbers.setdefault(one, len(numbers)) for one in encoder.windows(text)]
        places[digest] = (first, len(windows))
    if not windows:
        return Known(np.zeros((0, encoder.dimension), dtype=np.float32), places), 0
    total = len(numbers)
    progress("embedding", 0, total)
    rows = encoder.encode(list(numbers), lambda done: progress("embedding", done, total))
    return Known(rows[windows], places), total


def _table(digests: Iterable[Digest]) -> NDArray[np.uint8]:
    joined = b"".join(digests)
    return np.frombuffer(joined, dtype=np.uint8).reshape(-1, hashlib.sha256().digest_size)
