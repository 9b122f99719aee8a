"""What passages are compared by; a build keeps it for the next one.

MinHash over runs of three words (datasketch), in bands: two passages that share a band may print
the same words (locality-sensitive hashing).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence

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

VERSION = b"3"
"""Of all that shapes a row; raised by hand."""

SKETCH = np.dtype([("text", "V16"), ("words", "V16"), ("count", "<u2"), ("bands", "<u8", (BANDS,))])
"""Digests of a passage's text and of its words as compared, how many these are, and its bands."""

_PAIR = np.dtype([("words", "V32"), ("likeness", "<f8")])
"""The digests of the words of two passages, and how alike an alignment found them."""

Rows = NDArray[np.void]


def spoken(text: str) -> tuple[str, ...]:
    """The words of a passage as compared: without tags, marks and capitals."""
    bare = patterns.TAG.sub(" ", text).casefold().replace("’", "'")
    return tuple(_WORD.findall(bare)[:_MOST_WORDS])


class Likenesses:
    """How alike alignments found passages; what is no longer asked for is forgotten."""

    def __init__(self, kept: bytes = b"") -> None:
        """``kept`` is what ``to_bytes`` gave; what another version gave is as nothing."""
        head, _, body = kept.partition(b"\n")
        self._aligned: dict[bytes, float] = {}
        self._asked: dict[bytes, float] = {}
        if head == VERSION:
            pairs = np.frombuffer(body, dtype=_PAIR)
            found = zip(pairs["words"].tolist(), pairs["likeness"].tolist(), strict=True)
            self._aligned = dict(found)
        self.made = 0

    def of(self, words: bytes, other: bytes, aligned: Callable[[], float]) -> float:
        """What ``aligned`` tells of two passages, by the digests of their words; asked once."""
        pair = words + other
        if pair not in self._asked:
            known = self._aligned.get(pair)
            self.made += known is None
            self._asked[pair] = aligned() if known is None else known
        return self._asked[pair]

    def to_bytes(self) -> bytes:
        """All of it that was asked for, for ``__init__`` of a later build."""
        pairs = np.zeros(len(self._asked), dtype=_PAIR)
        pairs["words"] = np.frombuffer(b"".join(self._asked), dtype="V32")
        pairs["likeness"] = list(self._asked.values())
        return VERSION + b"\n" + pairs.tobytes()


def sketched(texts: Sequence[str]) -> Rows:
    """One row for each text."""
    made = np.zeros(len(texts), dtype=SKETCH)
    if not texts:
        return made
    from datasketch import MinHash

    words = [spoken(text) for text in texts]
    hashed = MinHash.generator(map(_runs, words), num_perm=_PERMUTATIONS, scheme="affine32")
    for place, (text, own, one) in enumerate(zip(texts, words, hashed, strict=True)):
        values = one.hashvalues.astype(np.uint64).reshape(BANDS + 2, _ROWS)[:BANDS]
        made[place] = (digest_of(text), digest_of("\0".join(own)), len(own), _mixed(values))
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


def digest_of(text: str) -> bytes:
    """What a text is known by."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
