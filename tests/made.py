"""Understandings, vectors and builds made up for tests: small, quick and wholly known."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from corpus.model import (
    Action,
    Block,
    Definition,
    Document,
    Furniture,
    MarkedPart,
    NoteReference,
    OutlineEntry,
    Page,
    Part,
    Passage,
    Person,
    PrintedLine,
    Section,
    SourceFile,
    Span,
    Understanding,
    digest_of_text,
)
from indexer.analyse import Understood
from indexer.build import build_index
from indexer.layout import families
from indexer.progress import Progress
from indexer.readers.archive import Reading
from indexer.report import BuildReport
from indexer.structure.sketches import SKETCH
from search.index import Index
from search.index_writer import Embedded
from search.local import dense
from search.local.writer import LocalWriter
from search.ranking.context import placed_text
from search.settings import Settings

DIMENSION = 16


@dataclass(frozen=True)
class Line:
    """One passage to be: its words and what is known of them."""

    text: str
    said_on: str | None = None
    speaker: str = ""
    heading: str = ""


def document(
    name: str,
    lines: Sequence[Line],
    kind: str = "panel_minutes",
    body: str = "Vale Panel",
    title: str = "",
) -> Understanding:
    """One document of one part, with a section for each heading and a passage for each line."""
    text = "\n".join(line.text for line in lines)
    source = SourceFile(name, hashlib.sha256(text.encode()).hexdigest(), "text/plain", len(text))
    whole = Document(name, source, text, title or f"Title of {name}", kind, body)  # type: ignore[arg-type]
    said_on = lines[0].said_on if lines else None
    parts = (
        Part(whole, 0, Span(0, max(1, len(text))), title or f"Part of {name}", kind, body, said_on),
    )  # type: ignore[arg-type]
    sections: list[Section] = []
    passages: list[Passage] = []
    start = 0
    for number, line in enumerate(lines):
        span = Span(start, start + len(line.text))
        start = span.end + 1
        if not sections or sections[-1].headings != (line.heading,) * bool(line.heading):
            headings = (line.heading,) if line.heading else ()
            sections.append(Section(parts[0], len(sections), span, headings))
        section = sections[-1] = replace(sections[-1], span=Span(sections[-1].span.start, span.end))
        passages.append(
            Passage(
                f"{name}#{number}",
                section,
                span,
                number=number,
                said_on=line.said_on,
                speaker=line.speaker,
                group=f"{name}#{number}",
            )
        )
    final = {section.number: section for section in sections}
    return Understanding(
        whole,
        parts,
        tuple(sections),
        tuple(replace(one, section=final[one.section.number]) for one in passages),
    )


def everything() -> Understanding:
    """A document in which every field of every type has a value of its own."""
    text = "Minutes\nThe CC said £5 é \ud800 \x00 😀 it was so.\nAction: CC to report by May.\nOCC"
    source = SourceFile("a/b.pdf", "ab" * 32, "application/pdf", 99, "https://x.test/b", "2018-06")
    whole = Document(
        "a/b.pdf",
        source,
        text,
        "The title",
        "agenda_pack",
        "A Panel",
        "2018",
        "2018-06-19",
        (Page(1, 0, 20, "i", size=(595.3, 841.9)), Page(2, 20, 20, None, True)),
        (Block(Span(0, 7), "heading", 2), Block(Span(8, 12), "cell", 0, "Month | Calls")),
        (OutlineEntry("Minutes", 1, 1),),
        (Span(0, 7), Span(8, 9)),
        ("decoded as cp1252",),
        (("title", "The title"),),
        (Span(0, 3),),
        (MarkedPart(Span(0, 30), "One", "email", "2018-02-06", "e", (Person("Ann Other"),)),),
        "en",
        (NoteReference(12, "1"),),
        (Furniture("Page 1 of 2", "foot", 1),),
        (PrintedLine(Span(0, 7), "Arial", 11.5, True, 1, (62.0, 700.5, 180.0, 712.0)),),
        digest_of_text(text),
    )
    people = (Person("Ann Other", "Chair", "apologies", "Cllr A Other"), Person("B"))
    first = Part(
        whole, 0, Span(0, 30), "One", "panel_minutes", "B", "2018-02-06", "e", "3", "1-2", people
    )
    second = Part(whole, 1, Span(30, len(text)), "Two", "letter")
    one = Section(first, 0, Span(0, 30), ("Minutes",), "247", 1, Span(0, 7))
    two = Section(
        second, 1, Span(30, len(text)), ("Minutes", "Actions"), None, 2, kind="recommendations"
    )
    passages = (
        Passage("p0", one, Span(0, 7), "heading", 0, "2018-02-06", 1, "i", group="p0"),
        Passage(
            "p1",
            one,
            Span(8, 29),
            "cell",
            1,
            "2018-02",
            1,
            "i",
            "Month",
            "Ann Other",
            "said",
            "p0",
            "near",
            "cy",
        ),
        Passage("p2", two, Span(31, 60), "item", 2, voice="asked"),
    )
    actions = (
        Action(
            Span(31, 60),
            1,
            "agreed",
            "CC",
            "by May",
            "2018-05",
            "2018-02",
            (Span(61, 62), Span(62, 63)),
        ),
        Action(Span(31, 40), 0, "noted"),
    )
    definitions = (
        Definition("OCC", "Operations and Communications Centre", "a/b.pdf", Span(60, 63)),
    )
    return Understanding(whole, (first, second), (one, two), passages, actions, definitions)


def vector_of(text: str) -> np.ndarray:
    """A unit vector in which texts that share words lie close: no model, always the same."""
    total = np.zeros(DIMENSION, dtype=np.float32)
    for word in re.findall(r"\w+", text.lower()) or [text]:
        seed = int.from_bytes(hashlib.sha256(word.encode("utf-8", "replace")).digest()[:8], "big")
        total += np.random.default_rng(seed).standard_normal(DIMENSION).astype(np.float32)
    return total / np.linalg.norm(total)


def embedded_of(understood: Sequence[Understanding]) -> Embedded:
    """One window for each passage."""
    texts = [placed_text(passage) for one in understood for passage in one.passages]
    rows = [vector_of(text) for text in texts]
    digests = b"".join(hashlib.sha256(t.encode("utf-8", "surrogatepass")).digest() for t in texts)
    return Embedded(
        np.array(rows, dtype=np.float32).reshape(-1, DIMENSION),
        np.arange(len(texts), dtype=np.int32),
        np.frombuffer(digests, dtype=np.uint8).reshape(-1, 32),
    )


FACTS = {"model": "made-up", "encoder": "made-up 1", "archive": "somewhere"}


def write(
    location: Path,
    understood: Sequence[Understanding],
    embedded: Embedded | None = None,
    exact: int = dense.EXACT,
    **how: Any,
) -> str:
    """An index of made-up understandings."""
    with LocalWriter(location, rebuild=True, exact=exact, spread=1) as writer:
        return writer.write(understood, embedded or embedded_of(understood), FACTS, **how)


def ordinals(index: Index) -> list[int]:
    """The ordinals of all passages, ascending."""
    return [one for name in index.document_ids() for one in index.ordinals_of(name)]


@dataclass
class FakeEncoder:
    """Counts what it is asked; cuts texts at 200 characters."""

    name: str = "made-up"
    fingerprint: str = "made-up 1"
    dimension: int = DIMENSION
    asked: list[str] = field(default_factory=list)

    def windows(self, text: str) -> list[str]:
        return [text[at : at + 200] for at in range(0, len(text), 200)] if text.strip() else []

    def encode(
        self, texts: Sequence[str], progress: object = None, query: bool = False
    ) -> np.ndarray:
        for text in texts:
            self.asked.append(text)
            if callable(progress):
                progress(len(self.asked))
        return np.array([vector_of(text) for text in texts], dtype=np.float32)


def read_lines(
    root: Path,
    sources: Sequence[SourceFile],
    settings: Settings,
    ocr: bool,
    then: Callable[[Document, Sequence[str]], Understood],
    known: Mapping[str, Sequence[str]],
) -> Iterator[Reading]:
    """Text files, one passage a line; a file that begins with a bang cannot be read."""
    for source in sources:
        text = (root / source.path).read_text()
        if text.startswith("!"):
            yield Reading(source, "failed", text[1:].strip(), "mend it")
        else:
            whole = Document(source.path, source, text)
            yield Reading(
                source, "ok", document=whole, made=then(whole, known.get(source.path, ()))
            )


def understand_lines(whole: Document, known: Sequence[str] = ()) -> Understood:
    """With sketches of nothing: nobody looks for reprints."""
    one = lines_understood(whole)
    rows = np.zeros(len(one.passages), dtype=SKETCH)
    return Understood(one, family=families.digest(known), rows=rows)


def lines_understood(whole: Document) -> Understanding:
    lines = [Line(line) for line in whole.text.split("\n") if line]
    made = document(whole.id, lines)
    place = {"document": replace(made.document, source=whole.source)}
    part = replace(made.parts[0], **place)
    sections = tuple(replace(one, part=part) for one in made.sections)
    passages = tuple(
        replace(one, section=sections[one.section.number], group="") for one in made.passages
    )
    return Understanding(place["document"], (part,), sections, passages)


def build(
    archive: Path,
    settings: Settings,
    encoder: FakeEncoder | None = None,
    *,
    ocr: bool = False,
    rebuild: bool = False,
    progress: Progress | None = None,
    **changed: object,
) -> BuildReport:
    """``build_index`` with quick ones in the place of the reader and the model.

    ``changed`` are other names of ``indexer.build`` to put something in the place of.
    """
    used = encoder or FakeEncoder()
    quick: dict[str, object] = {
        "read_archive": read_lines,
        "understand": understand_lines,
        "compare": lambda papers, likenesses: papers,
        "known_fingerprint": lambda settings: used.fingerprint,
        "open_encoder": lambda settings: used,
    }
    with patch.multiple("indexer.build", **quick | changed):
        return build_index(archive, settings, ocr=ocr, rebuild=rebuild, progress=progress)
