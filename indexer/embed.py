"""Vectors for all passages: taken from the build before where the text is the same.

What is made is kept at once (``indexer.kept.vectors``): a build that is stopped goes on from there.
Neither all texts nor all vectors are held in memory: those of a paper are put together when it is
written.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.model import Passage
from indexer.kept.texts import Texts
from indexer.kept.vectors import Digest, KeptVectors, digest_of
from indexer.progress import Progress
from search.encoding.encoder import Encoder
from search.index import Vector
from search.index_writer import EarlierBuild, Embedded, Sentences, Streamed
from search.ranking.context import embedded_sentences, embedded_texts

Row = TypeVar("Row", bound=np.floating[Any])
Ints = NDArray[np.int64]
Paper = tuple[str, Callable[[], Sequence[Passage]]]
"""A document's id, and what gives its passages."""

AT_ONCE = 256
"""Texts that are embedded before their vectors are kept: what a stop can cost."""


@dataclass(frozen=True, slots=True)
class Lists:
    """A list of rows for each of several passages: passage n has those from ``ends[n]`` on and
    before ``ends[n + 1]``."""

    rows: Ints
    ends: Ints


@dataclass(frozen=True, slots=True)
class Known:
    """Vectors of passages that were embedded before.

    ``rows`` (n, d) are of windows, ``said`` (m, d) float16 of sentences; ``places`` tells by the
    sha256 of its texts which passage has them, ``of_windows`` and ``of_said`` where the rows of
    each passage begin and, one further, end.
    """

    rows: Vector
    said: NDArray[np.float16]
    places: dict[Digest, int]
    of_windows: Ints
    of_said: Ints

    def counted(self, texts: Iterable[Digest]) -> int:
        """How many windows there are of these texts, of each once."""
        passages = [self.places[text] for text in set(texts) if text in self.places]
        return int(np.diff(self.of_windows)[np.array(passages, dtype=np.int64)].sum())


_NO_LISTS = np.zeros(1, dtype=np.int64)
NOTHING_KNOWN = Known(
    np.zeros((0, 0), np.float32), np.zeros((0, 0), np.float16), {}, _NO_LISTS, _NO_LISTS
)


def known_of(earlier: EarlierBuild, fingerprint: str) -> Known:
    """What an earlier build holds, if it was made by the same encoder."""
    held = earlier.embedded()
    if earlier.meta.encoder != fingerprint or held.sentences is None:
        return NOTHING_KNOWN
    texts = _digests(held.texts)
    return Known(
        held.vectors,
        held.sentences.rows,
        {text: place for place, text in enumerate(texts)},
        np.searchsorted(held.owners, np.arange(len(texts) + 1)).astype(np.int64),
        np.concatenate([_NO_LISTS, held.sentences.ends]),
    )


def texts_of(earlier: EarlierBuild, documents: Iterable[str]) -> Iterator[Digest]:
    """The texts of documents that an earlier build holds."""
    table = earlier.embedded().texts
    return (text for one in documents for text in _digests(table[earlier.rows_of(one)]))


def embed(
    papers: Iterable[Paper],
    known: Known,
    taken: Iterable[Digest],
    encoder: Callable[[], Encoder],
    progress: Progress,
    aside: Path,
) -> tuple[Streamed, int, int]:
    """The vectors of papers, how many texts were embedded for them, and how many vectors were
    known.

    Those are of ``known``, or kept in the file ``aside`` by a build that was stopped, which must
    stay until the vectors are written. ``taken`` are texts of passages beside these papers', whose
    vectors the index keeps. ``encoder`` is called only when there is a text that is not known, or
    nothing known at all. Raises StorageFailed.
    """
    asked = _Asked(known)
    made: Made = _nothing
    embedded = found = 0
    with Texts() as texts:
        for name, passages in papers:
            asked.ask(name, passages(), texts, encoder)
        if len(texts):
            made, embedded, found = _encoded(texts, encoder(), progress, aside)
    width = known.rows.shape[1] or encoder().dimension
    streamed = _Streamed(known, asked, made, width)
    kept = known.counted((*taken, *_digests(asked.digests)))
    return streamed.all(), embedded, kept + found


Made = Callable[[Ints], Vector]
"""Gives the vectors of texts by their numbers."""


def _nothing(numbers: Ints) -> Vector:
    raise LookupError(numbers)


def _encoded(
    texts: Texts, encoder: Encoder, progress: Progress, aside: Path
) -> tuple[Made, int, int]:
    """What gives the vectors of texts, how many were embedded, and how many were found kept."""
    digests = texts.digests
    with KeptVectors(aside, encoder.fingerprint, encoder.dimension, digests) as kept:
        missing = [number for number, digest in enumerate(digests) if not kept.holds(digest)]
        found, total = len(digests) - len(missing), len(digests)
        # Texts of one length go through the model together with least padding.
        missing.sort(key=texts.lengths.__getitem__)
        progress("embedding", found, total)
        for start in range(0, len(missing), AT_ONCE):
            some, before = missing[start : start + AT_ONCE], found + start

            def told(done: int, before: int = before) -> None:
                progress("embedding", before + done, total)

            vectors = encoder.encode([texts.text(number) for number in some], told)
            kept.add([digests[number] for number in some], vectors)
        rows = kept.rows(digests)
    return lambda numbers: kept.at(rows[numbers]), len(missing), found


class _Asked:
    """Which passages papers have, and where the vectors of each will be.

    ``sources`` (passages,): the passage of ``known`` with the same texts, or -1 and less for the
    first, the second … new one; ``windows`` and ``said`` are the numbers of the texts of these.
    """

    def __init__(self, known: Known) -> None:
        self._known = known
        self._fresh: dict[Digest, int] = {}
        self._joined = bytearray()
        self._sources = array("q")
        self._windows, self._window_ends = array("q"), array("q", [0])
        self._said, self._said_ends = array("q"), array("q", [0])
        self.papers: dict[str, slice] = {}

    def ask(
        self,
        name: str,
        passages: Sequence[Passage],
        texts: Texts,
        encoder: Callable[[], Encoder],
    ) -> None:
        """The passages of one document; what of them is new goes to ``texts``."""
        first = len(self._sources)
        for passage in passages:
            whole, said = embedded_texts(passage), embedded_sentences(passage)
            digest = digest_of("\0".join((*whole, *said)))
            self._joined += digest
            source = self._known.places.get(digest)
            if source is None:
                number = self._fresh.setdefault(digest, len(self._fresh))
                source = -1 - number
                if number == len(self._said_ends) - 1:
                    pieces = (one for text in whole for one in encoder().windows(text))
                    self._windows.extend(map(texts.number, pieces))
                    self._window_ends.append(len(self._windows))
                    # The only sentence of a passage is the passage's own words, one window of it.
                    self._said.extend(map(texts.number, said))
                    self._said_ends.append(len(self._said))
            self._sources.append(source)
        self.papers[name] = slice(first, len(self._sources))

    @property
    def digests(self) -> NDArray[np.uint8]:
        """The sha256 of each passage's texts, shape (passages, 32)."""
        size = hashlib.sha256().digest_size
        return np.frombuffer(bytes(self._joined), dtype=np.uint8).reshape(-1, size)

    @property
    def sources(self) -> Ints:
        return np.array(self._sources, dtype=np.int64)

    @property
    def windows(self) -> Lists:
        return Lists(_ints(self._windows), _ints(self._window_ends))

    @property
    def said(self) -> Lists:
        return Lists(_ints(self._said), _ints(self._said_ends))


class _Streamed:
    """Puts the vectors of one paper together."""

    def __init__(self, known: Known, asked: _Asked, made: Made, width: int) -> None:
        self._known, self._made, self._width = known, made, width
        self._papers, self._digests, self._sources = asked.papers, asked.digests, asked.sources
        self._windows, self._said = asked.windows, asked.said

    def all(self) -> Streamed:
        windows = _spans(self._sources, self._known.of_windows, self._windows.ends)[1]
        said = _spans(self._sources, self._known.of_said, self._said.ends)[1]
        return Streamed(self._width, int(windows.sum()), int(said.sum()), self._of)

    def _of(self, name: str) -> Embedded:
        here = self._papers[name]
        known, sources = self._known, self._sources[here]
        rows, counts = self._gathered(
            sources, known.rows, known.of_windows, self._windows, np.float32
        )
        said, each = self._gathered(sources, known.said, known.of_said, self._said, np.float16)
        owners = np.repeat(np.arange(len(sources), dtype=np.int32), counts)
        sentences = Sentences(said, np.cumsum(each))
        return Embedded(rows, owners, self._digests[here], sentences)

    def _gathered(
        self,
        sources: Ints,
        known: NDArray[np.floating[Any]],
        of_known: Ints,
        new: Lists,
        kind: type[Row],
    ) -> tuple[NDArray[Row], Ints]:
        """The rows of some passages, shape (n, width), and how many each has."""
        firsts, counts = _spans(sources, of_known, new.ends)
        total = int(counts.sum())
        ends = np.cumsum(counts)
        wanted = np.arange(total) + np.repeat(firsts - (ends - counts), counts)
        fresh = np.repeat(sources < 0, counts)
        rows = np.empty((total, self._width), dtype=kind)
        if not fresh.all():
            rows[~fresh] = known[wanted[~fresh]]
        if fresh.any():
            rows[fresh] = self._made(new.rows[wanted[fresh]])
        return rows, counts


def _spans(sources: Ints, known: Ints, new: Ints) -> tuple[Ints, Ints]:
    """Where the rows of each source begin, in its own list, and how many there are."""
    old = sources >= 0
    firsts, counts = np.zeros(len(sources), np.int64), np.zeros(len(sources), np.int64)
    for here, ends, places in ((old, known, sources[old]), (~old, new, -1 - sources[~old])):
        firsts[here] = ends[places]
        counts[here] = ends[places + 1] - ends[places]
    return firsts, counts


def _ints(numbers: array[int]) -> Ints:
    return np.array(numbers, dtype=np.int64)


def _digests(table: NDArray[np.uint8]) -> list[Digest]:
    """The rows of a table of digests."""
    size = hashlib.sha256().digest_size
    joined = table.tobytes()
    return [joined[at : at + size] for at in range(0, len(joined), size)]
