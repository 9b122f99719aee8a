"""Test collections as the product's own index: rows that are documents, turns that are passages.

Nothing is understood of them, because there is nothing to understand: no parts, no dates, no
reprints. The same writer writes them and the same engine asks them, so that what is measured on
a collection is the index that readers use.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from corpus.model import Document, Part, Passage, Section, SourceFile, Span, Understanding
from eval.collections.beir import Row
from eval.collections.qmsum import Meeting
from search.encoding.encoder import Encoder
from search.ranking.context import embedded_texts

Progress = Callable[[int, int], None]


def from_row(row: Row) -> Understanding | None:
    """A document of one passage under its title; None for a row without any words."""
    if not row.text.strip() and not row.title.strip():
        return None
    headed = bool(row.text.strip())
    text = row.text if headed else row.title
    section = _whole(row.id, text, (row.title,) if headed and row.title.strip() else ())
    return _understood(section, [Passage(row.id, section, section.span, group=row.id)])


def from_meeting(meeting: Meeting) -> tuple[Understanding, tuple[int, ...]] | None:
    """A document with a passage for each turn that has words, and which turn each one is."""
    held = [number for number, turn in enumerate(meeting.turns) if turn.text.strip()]
    if not held:
        return None
    section = _whole(meeting.id, "\n".join(meeting.turns[number].text for number in held), ())
    passages: list[Passage] = []
    start = 0
    for place, number in enumerate(held):
        turn = meeting.turns[number]
        name = f"{meeting.id}#{number}"
        span = Span(start, start + len(turn.text))
        passages.append(
            Passage(name, section, span, number=place, speaker=turn.speaker, group=name)
        )
        start = span.end + 1
    return _understood(section, passages), tuple(held)


def _whole(name: str, text: str, headings: tuple[str, ...]) -> Section:
    """One section of one part over a whole document."""
    data = text.encode("utf-8", "surrogatepass")
    source = SourceFile(name, hashlib.sha256(data).hexdigest(), "text/plain", len(data))
    document = Document(name, source, text)
    span = Span(0, len(text))
    return Section(Part(document, 0, span, "", "other"), 0, span, headings)


def _understood(section: Section, passages: Sequence[Passage]) -> Understanding:
    return Understanding(section.part.document, (section.part,), (section,), tuple(passages))


def write_index(
    location: Path,
    understood: Iterable[Understanding],
    encoder: Encoder,
    archive: str,
    progress: Progress | None = None,
) -> None:
    """Embed and write an index of its own at ``location``; raises StorageFailed, IndexBusy."""
    from search.index_writer import Embedded, open_writer

    held = list(understood)
    texts = [embedded_texts(passage) for one in held for passage in one.passages]
    windows: list[str] = []
    owners: list[int] = []
    for ordinal, of_one in enumerate(texts):
        pieces = [piece for text in of_one for piece in encoder.windows(text) or [text]]
        windows.extend(pieces)
        owners.extend([ordinal] * len(pieces))
    told = (lambda done: progress(done, len(windows))) if progress is not None else None
    embedded = Embedded(
        encoder.encode(windows, told),
        np.array(owners, dtype=np.int32),
        np.array([list(_digest(of_one)) for of_one in texts], dtype=np.uint8).reshape(-1, 32),
    )
    facts = {"model": encoder.name, "encoder": encoder.fingerprint, "archive": archive}
    with open_writer(location, rebuild=True) as writer:
        writer.write(held, embedded, facts)


def _digest(texts: Sequence[str]) -> bytes:
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).digest()
