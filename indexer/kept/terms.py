"""The terms of passages, kept by their text from one build to the next.

Making them is most of what a build does with a passage that has not changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib import metadata

import numpy as np

from search.tokens import TOKENISER, terms

_RECORD = np.dtype([("text", "V16"), ("length", "<u4")])
"""The digest of a text, and how many bytes its terms are, joined by spaces."""


class KeptTerms:
    """``terms`` of texts, made once; ``made`` counts those that were new."""

    def __init__(self, kept: bytes = b"") -> None:
        """``kept`` is what ``to_bytes`` gave; what another version gave is as nothing."""
        self._known: dict[bytes, bytes] = {}
        self._needed: Iterable[bytes] = ()
        self._asked: dict[bytes, bytes] = {}
        self.made = 0
        head, _, body = kept.partition(b"\n")
        version, _, count = head.rpartition(b" ")
        if version == _version():
            size = int(count) * _RECORD.itemsize
            records = np.frombuffer(body[:size], dtype=_RECORD)
            ends = np.cumsum(records["length"], dtype=np.int64) + size
            starts = ends - records["length"]
            places = zip(records["text"].tolist(), starts.tolist(), ends.tolist(), strict=True)
            self._known = {text: body[start:end] for text, start, end in places}

    def __call__(self, text: str) -> list[str]:
        """As ``search.tokens.terms``."""
        digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        joined = self._asked.get(digest)
        if joined is None:
            joined = self._known.get(digest)
            if joined is None:
                self.made += 1
                joined = " ".join(terms(text)).encode("utf-8", "surrogatepass")
            self._asked[digest] = joined
        return joined.decode("utf-8", "surrogatepass").split(" ") if joined else []

    def keep(self, texts: Iterable[bytes]) -> None:
        """Keep what is known of these texts, by their digests, though nobody asks for it now."""
        self._needed = texts

    def to_bytes(self) -> bytes:
        """Those that were asked for or are to be kept, for ``__init__`` of a later build."""
        for text in self._needed:
            if text in self._known:
                self._asked.setdefault(text, self._known[text])
        records = np.zeros(len(self._asked), dtype=_RECORD)
        records["text"] = np.frombuffer(b"".join(self._asked), dtype="V16")
        records["length"] = [len(joined) for joined in self._asked.values()]
        head = _version() + f" {len(records)}\n".encode()
        return head + records.tobytes() + b"".join(self._asked.values())


def _version() -> bytes:
    """Of all that shapes the terms of a text."""
    return f"terms 1 {TOKENISER} PyStemmer {metadata.version('PyStemmer')}".encode()
