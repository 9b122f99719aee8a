"""Vectors for all passages: taken from the build before where the text is the same.

What is made is kept at once (``indexer.kept.vectors``): a build that is stopped goes on from there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.model import Passage
from indexer.kept.vectors import Digest, KeptVectors, digest_of
from indexer.progress import Progress
from search.encoding.encoder import Encoder
from search.index import Vector
from search.index_writer import EarlierBuild, Embedded
from search.ranking.context import embedded_texts

AT_ONCE = 256
"""Texts that are embedded before their vectors are kept: what a stop can cost."""


@dataclass(frozen=True, slots=True)
class Known:
    """Vectors of texts that were embedded before, by the sha256 of the text.

    ``rows`` (n, d); ``places`` tells which of them, first and one past the last, are a text's.
    """

    rows: Vector
    places: dict[Digest, tuple[int, int]]


NOTHING_KNOWN = Known(np.zeros((0, 0), dtype=np.float32), {})


def known_of(earlier: EarlierBuild, fingerprint: str) -> Known:
    """What an earlier build holds, if it was made by the same encoder."""
    if earlier.meta.encoder != fingerprint:
        return NOTHING_KNOWN
    held = earlier.embedded()
    passages = np.arange(len(held.texts))
    firsts = np.searchsorted(held.owners, passages, side="left").tolist()
    ends = np.searchsorted(held.owners, passages, side="right").tolist()
    return Known(
        held.vectors,
        {
            text.tobytes(): (first, end)
            for text, first, end in zip(held.texts, firsts, ends, strict=True)
        },
    )


def embed(
    passages: Sequence[Passage],
    known: Known,
    encoder: Callable[[], Encoder],
    progress: Progress,
    aside: Path,
) -> tuple[Embedded, int, int]:
    """The vectors, how many texts were embedded for them, and how many vectors were known.

    Those are of ``known``, or kept in the file ``aside`` by a build that was stopped.
    ``encoder`` is called only when there is a text that is not known, or nothing known at all.
    """
    digests: list[Digest] = []
    fresh: dict[Digest, tuple[str, ...]] = {}
    for passage in passages:
        texts = embedded_texts(passage)
        digest = digest_of("\0".join(texts))
        digests.append(digest)
        if digest not in known.places:
            fresh[digest] = texts
    made, embedded, found = NOTHING_KNOWN, 0, 0
    if fresh:
        made, embedded, found = _encoded(fresh, encoder(), progress, aside)
    counts = np.zeros(len(digests), dtype=np.int64)
    rows: list[int] = []
    for place, digest in enumerate(digests):
        # The rows of what was made stand behind those that were known.
        source, behind = (made, len(known.rows)) if digest in fresh else (known, 0)
        first, end = source.places[digest]
        counts[place] = end - first
        rows.extend(range(behind + first, behind + end))
    width = (made if fresh else known).rows.shape[1] or encoder().dimension
    both = [one.rows.reshape(-1, width) for one in (known, made) if len(one.rows)]
    vectors = np.concatenate([np.zeros((0, width), dtype=np.float32), *both])[rows]
    owners = np.repeat(np.arange(len(digests), dtype=np.int32), counts)
    needed = set(digests)
    kept = sum(end - first for digest, (first, end) in known.places.items() if digest in needed)
    return Embedded(vectors, owners, _table(digests)), embedded, kept + found


def _encoded(
    fresh: dict[Digest, tuple[str, ...]], encoder: Encoder, progress: Progress, aside: Path
) -> tuple[Known, int, int]:
    """Vectors of the fresh texts, how many different windows were embedded for them, and how many
    were found kept."""
    windows: list[Digest] = []
    texts: dict[Digest, str] = {}
    places: dict[Digest, tuple[int, int]] = {}
    for digest, whole in fresh.items():
        first = len(windows)
        for text in whole:
            for one in encoder.windows(text):
                # A reprint has the same words in another place: those are embedded once.
                windows.append(digest_of(one))
                texts.setdefault(windows[-1], one)
        places[digest] = (first, len(windows))
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
        return Known(kept.vectors(windows), places), len(missing), found


def _table(digests: Iterable[Digest]) -> NDArray[np.uint8]:
    joined = b"".join(digests)
    return np.frombuffer(joined, dtype=np.uint8).reshape(-1, hashlib.sha256().digest_size)
