"""The other half of the protocol: how an index is written and looked over.

``search.index`` is what may be asked of an index, this is what may be done to one. A build is made
whole or not at all: until ``IndexWriter.write`` has returned, who opens the index finds the build
before. CLUSTER.md says how another implementation would do it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexDamaged
from corpus.ledger import Matter
from corpus.model import Understanding
from search.index import Index, Meta, Vector
from search.opener import implementation
from search.tokens import TermsOf, terms

REPORT = "report.json"
"""The name of the extra that ``Index.report`` reads."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A document that is read when it is written: its id, and how many passages it has."""

    id: str
    passages: int
    read: Callable[[], Understanding]


@dataclass(frozen=True, slots=True)
class Sentences:
    """Vectors of the sentences of all passages (``embedded_sentences``), in order.

    ``rows`` (sentences, d) float16; ``ends`` (passages,) int64: one past each passage's last row.
    """

    rows: NDArray[np.float16]
    ends: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Embedded:
    """Unit vectors of all passages, in order.

    ``vectors`` (windows, d) float32, of a large build that is opened float16; ``owners`` (windows,)
    int32, ascending: the passage that each window belongs to, counted from 0; ``texts``
    (passages, 32) uint8: the sha256 of the texts that were embedded. Without
    ``sentences`` these are embedded by who asks for them.
    """

    vectors: Vector
    owners: NDArray[np.int32]
    texts: NDArray[np.uint8]
    sentences: Sentences | None = None


@dataclass(frozen=True, slots=True)
class Streamed:
    """Vectors of documents, put together for one at a time when it is written: ``of`` gives them by
    its id. ``dimension``, and how many ``windows`` and ``sentences`` all have together."""

    dimension: int
    windows: int
    sentences: int
    of: Callable[[str], Embedded]


class EarlierBuild(Protocol):
    """The live build, as the one that follows it sees it: what need not be made again."""

    @property
    def meta(self) -> Meta: ...

    @property
    def facts(self) -> Mapping[str, Any]:
        """What was given as ``facts`` when it was written, and what was counted then."""
        ...

    def report(self) -> Mapping[str, Any]:
        """See ``search.index.Index``."""
        ...

    def extra(self, name: str) -> bytes:
        """What was given as one of ``extras``; empty where it was not."""
        ...

    def understanding(self, document_id: str) -> Understanding:
        """Raises DocumentMissing."""
        ...

    def embedded(self) -> Embedded:
        """All vectors that it holds."""
        ...

    def rows_of(self, document_id: str) -> slice:
        """Which of the passages of ``embedded`` are of a document; raises DocumentMissing."""
        ...


class IndexWriter(Protocol):
    """The only builder of one index, from ``with`` on and until it is left."""

    @property
    def earlier(self) -> EarlierBuild | None:
        """The live build; none where there is none, or nothing shall be taken from it."""
        ...

    @property
    def kept(self) -> Path:
        """A file of the builder's own on its machine, for what it has made of a build that is not
        published: it outlives a stop. Not there until the builder makes it."""
        ...

    def write(
        self,
        documents: Sequence[Understanding | Unread | str],
        embedded: Embedded | Streamed,
        facts: Mapping[str, Any],
        extras: Mapping[str, Callable[[], bytes]] | None = None,
        matters: Sequence[Matter | str] = (),
        told: Callable[[int], None] = lambda passages: None,
        terms_of: TermsOf = terms,
    ) -> str:
        """Write, check and publish a build; its name.

        ``documents`` are all that the index shall hold, in order; an id stands for one that is in
        every respect as ``earlier`` holds it. ``embedded`` are the vectors of the others.
        ``facts`` are what the index says of itself beside what is counted here: model, encoder,
        archive, settings. ``extras`` are made last, for ``EarlierBuild.extra`` of the next build;
        ``matters`` are the ledger over all documents, an id again for one that is as ``earlier``
        holds it. ``told`` hears how many
        passages are written, ``terms_of`` gives the terms of a passage's text.

        Raises StorageFailed, and KeyError for an id that ``earlier`` lacks; whatever is raised, the
        live build stays.
        """
        ...

    def __enter__(self) -> IndexWriter: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Stored:
    """What lies where an index is: ``files``, their ``size`` in bytes, and how many vectors."""

    files: int
    size: int
    windows: int


def open_writer(location: str | Path, rebuild: bool = False) -> IndexWriter:
    """What writes the index at a location; to be used by ``with``.

    With ``rebuild`` nothing is taken from the live build, which may be damaged or foreign then.
    ``with`` raises IndexBusy where somebody builds already, IndexForeign where something else lies,
    IndexUnusable for a live build that cannot be read, StorageFailed where nothing can be written.
    """
    module, place = implementation(location)
    writer: IndexWriter = module.open_writer(place, rebuild)
    return writer


def open_verified(location: str | Path) -> tuple[Index, Stored]:
    """Open the live build after reading all that is stored of it.

    Raises IndexDamaged naming the first thing that does not agree, IndexMissing, IndexForeign.
    """
    module, place = implementation(location)
    found: tuple[Index, Stored] = module.open_verified(place)
    return found


def damaged(location: str | Path, fault: str, archive: str) -> IndexDamaged:
    """The error for an index in which a fault was found, with its cure."""
    module, place = implementation(location)
    error: IndexDamaged = module.damaged(place, fault, archive)
    return error
