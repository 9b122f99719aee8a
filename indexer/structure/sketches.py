"""What passages are compared by, kept by their text from one build to the next.

MinHash over runs of three words (datasketch), in bands: two passages that share a band may print
the same words (locality-sensitive hashing).
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.language import patterns

BANDS = 14
_ROWS = 4
_PERMUTATIONS = 64
"""14 bands of 4 are what datasketch finds best for a likeness of 0.5 with 64 permutations."""

_RUN = 3
_MOST_WORDS = 1500
_WORD = re.compile(r"[^\W_]+(?:['’.,/-][^\W_]+)*")

_VERSION = b"2"
"""Of all that shapes a row; raised by hand."""

_SKETCH = np.dtype(
    [("text", "V16"), ("words", "V16"), ("count", "<u2"), ("bands", "<u8", (BANDS,))]
)
"""Digests of a passage's text and of its words as compared, how many these are, and its bands."""

_PAIR = np.dtype([("words", "V32"), ("likeness", "<f8")])
"""The digests of the words of two passages, and how alike an alignment found them."""

Rows = NDArray[np.void]


def spoken(text: str) -> tuple[str, ...]:
    """The words of a passage as compared: without tags, marks and capitals."""
    bare = patterns.TAG.sub(" ", text).casefold().replace("’", "'")
    return tuple(_WORD.findall(bare)[:_MOST_WORDS])


class Sketches:
    """One row for each text that a build has asked for; ``made`` counts those that were new."""

    def __init__(self, kept: bytes = b"") -> None:
        """``kept`` is what ``to_bytes`` gave; what another version gave is as nothing."""
        head, _, body = kept.partition(b"\n")
        self._rows: Rows = np.zeros(0, dtype=_SKETCH)
        self._aligned: dict[bytes, float] = {}
        self._asked: dict[bytes, float] = {}
        if head == _VERSION:
            file = io.BytesIO(body)
            self._rows = np.load(file, allow_pickle=False)
            pairs = np.load(file, allow_pickle=False)
            found = zip(pairs["words"].tolist(), pairs["likeness"].tolist(), strict=True)
            self._aligned = dict(found)
        self.made = 0

    def of(self, texts: Sequence[str]) -> Rows:
        """The rows of these texts; what is no longer asked for is forgotten."""
        digests = [_digest(text) for text in texts]
        known = {row: place for place, row in enumerate(self._rows["text"].tolist())}
        pairs = zip(digests, texts, strict=True)
        fresh = {digest: text for digest, text in pairs if digest not in known}
        known.update({digest: place for place, digest in enumerate(fresh, len(self._rows))})
        self.made += len(fresh)
        rows: Rows = np.concatenate([self._rows, _sketched(fresh)])
        places = np.array([known[digest] for digest in digests], dtype=np.int64)
        self._rows = rows[np.unique(places)]
        asked: Rows = rows[places]
        return asked

    def likeness(self, words: bytes, other: bytes, aligned: Callable[[], float]) -> float:
        """What ``aligned`` tells of two passages, by the digests of their words; asked once."""
        pair = words + other
        if pair not in self._asked:
            known = self._aligned.get(pair)
            self._asked[pair] = aligned() if known is None else known
        return self._asked[pair]

    def texts(self) -> list[bytes]:
        """The digests of the texts of which it holds a row."""
        held: list[bytes] = self._rows["text"].tolist()
        return held

    def to_bytes(self) -> bytes:
        """All of it that was asked for, for ``__init__`` of a later build."""
        pairs = np.zeros(len(self._asked), dtype=_PAIR)
        pairs["words"] = np.frombuffer(b"".join(self._asked), dtype="V32")
        pairs["likeness"] = list(self._asked.values())
        buffer = io.BytesIO()
        np.save(buffer, self._rows, allow_pickle=False)
        np.save(buffer, pairs, allow_pickle=False)
        return _VERSION + b"\n" + buffer.getvalue()


def _sketched(texts: Mapping[bytes, str]) -> Rows:
    made = np.zeros(len(texts), dtype=_SKETCH)
    if not texts:
        return made
    from datasketch import MinHash

    words = [spoken(text) for text in texts.values()]
    hashed = MinHash.generator(map(_runs, words), num_perm=_PERMUTATIONS, scheme="affine32")
    for place, (digest, own, one) in enumerate(zip(texts, words, hashed, strict=True)):
        values = one.hashvalues.astype(np.uint64).reshape(BANDS + 2, _ROWS)[:BANDS]
        made[place] = (digest, _digest("\0".join(own)), len(own), _mixed(values))
    return made


def _runs(words: Sequence[str]) -> list[bytes]:
    runs = {" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
    return [run.encode(errors="surrogatepass") for run in runs]


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """One number for the values of each band, (bands, rows) to (bands,)."""
    mixed = np.zeros(len(values), dtype=np.uint64)
    for column in values.T:
        mixed = (mixed ^ column) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return mixed


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
