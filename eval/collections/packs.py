"""Packs merged out of real papers, whose true starts and dates are therefore known.

``pack_papers.tsv`` lists the papers: file, publisher, side (``train`` or ``test``, a publisher is
wholly on one), the day that the paper itself says it was said, and where it says so. A pack is five
to eight of them in an order drawn from a seed, put together in one of the ways of ``VARIANTS``.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, RectangleObject

from corpus.errors import BadLabels
from corpus.model import Document
from eval.collections.typeset import typeset
from indexer.readers.archive import find_files, read_archive
from search.settings import Settings

Variant = Literal[
    "outline", "no outline", "fonts unified", "plain text", "shuffled kinds", "alone", "text alone"
]
Side = Literal["train", "test"]

VARIANTS: tuple[Variant, ...] = (
    "outline",
    "no outline",
    "fonts unified",
    "plain text",
    "shuffled kinds",
    "alone",
    "text alone",
)
"""``outline``: PDFs behind one another, each named in the outline; ``no outline``: without it
(what chapters a paper lists for itself stays); ``fonts unified``: one name for every font and one
size for every sheet, no outline at all; ``plain text``: their texts behind one
another; ``shuffled kinds``: Word files and web pages, typeset, among the PDFs;
``alone``, ``text alone``: one paper, in which nothing begins."""

NEAR = 200
"""Characters by which a start may differ from the true one and still be it."""
LEAST, MOST = 5, 8
UNIFIED, SHEET = NameObject("/Unified"), (595, 842)


@dataclass(frozen=True, slots=True)
class Paper:
    """One real paper. ``said_on``: an ISO date, a range of days ``a/b``, '' where it says none."""

    file: str
    publisher: str
    side: Side
    said_on: str

    def path(self, data: Path) -> Path:
        """Where it lies: under ``data``, or in the specimen archive that is part of the project."""
        inside = Path(__file__).parents[2] / self.file
        return inside if self.file.startswith("corpus/") else data / self.file

    @property
    def is_pdf(self) -> bool:
        return self.file.endswith(".pdf")


@dataclass(frozen=True, slots=True)
class Start:
    """Where a paper begins in a pack: on ``page`` from 1 (0 in plain text), or at ``offset``."""

    paper: Paper
    page: int
    offset: int


@dataclass(frozen=True, slots=True)
class Pack:
    """One merged file: its bytes, and its papers in order."""

    name: str
    variant: Variant
    content: bytes
    starts: tuple[Start, ...]

    def offsets(self, document: Document) -> list[int]:
        """Where the papers begin in the text that was read; as long as ``starts``."""
        if not self.starts[0].page:
            return [start.offset for start in self.starts]
        first = {page.number: page.start for page in document.pages}
        return [first.get(start.page, len(document.text)) for start in self.starts]


def papers(side: Side | None = None) -> list[Paper]:
    """The papers of the list, of one side or all. Raises BadLabels for a publisher on both."""
    path = Path(__file__).with_name("pack_papers.tsv")
    found: list[Paper] = []
    sides: dict[str, str] = {}
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        file, publisher, of, said_on, _ = line.split("\t")
        if of not in ("train", "test") or sides.setdefault(publisher, of) != of:
            raise BadLabels(f"{path}: {publisher} is on both sides, or on none.")
        found.append(Paper(file, publisher, "train" if of == "train" else "test", said_on))
    return [paper for paper in found if side in (None, paper.side)]


def chosen(held: Sequence[Paper], count: int, seed: int, only_pdf: bool) -> list[list[Paper]]:
    """The papers of ``count`` packs, in order.

    Half of them are drawn by publisher, half by paper: else one publisher's reports were nearly all
    that is measured, or none of its packs held two minutes of one body behind one another.
    """
    dice = random.Random(seed)
    pool = sorted(
        (paper for paper in held if paper.is_pdf or not only_pdf), key=lambda one: one.file
    )
    packs: list[list[Paper]] = []
    for _ in range(count):
        taken: list[Paper] = []
        for place in range(dice.randint(LEAST, MOST)):
            left = [paper for paper in pool if paper not in taken]
            if place % 2:
                publisher = dice.choice(sorted({paper.publisher for paper in left}))
                left = [paper for paper in left if paper.publisher == publisher]
            taken.append(dice.choice(left))
        dice.shuffle(taken)
        packs.append(taken)
    return packs


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes packs out of the files under ``data``; ``texts`` is what was read of each paper."""

    data: Path
    texts: Mapping[str, str]

    def pack(self, name: str, variant: Variant, held: Sequence[Paper]) -> Pack:
        """The papers put together; raises OSError where a file of theirs is not there."""
        if variant in ("plain text", "text alone"):
            return self._joined(name, variant, held)
        writer = PdfWriter()
        starts: list[Start] = []
        for paper in held:
            first = len(writer.pages)
            writer.append(io.BytesIO(self._as_pdf(paper)), import_outline=variant == "no outline")
            starts.append(Start(paper, first + 1, 0))
            if variant == "outline":
                writer.add_outline_item(title=_title(paper), page_number=first)
        if "/PageLabels" in writer.root_object:
            del writer.root_object["/PageLabels"]
        if variant == "fonts unified":
            _unify(writer)
        file = io.BytesIO()
        writer.write(file)
        return Pack(name, variant, file.getvalue(), tuple(starts))

    def _joined(self, name: str, variant: Variant, held: Iterable[Paper]) -> Pack:
        text = ""
        starts: list[Start] = []
        for paper in held:
            text += "\n\n" if text else ""
            starts.append(Start(paper, 0, len(text)))
            text += self.texts[paper.file].strip()
        return Pack(name, variant, text.encode(), tuple(starts))

    def _as_pdf(self, paper: Paper) -> bytes:
        if paper.is_pdf:
            return paper.path(self.data).read_bytes()
        return typeset(self.texts[paper.file], seed=paper.file)


def _title(paper: Paper) -> str:
    return Path(paper.file).stem.split("__")[-1].replace("-", " ").replace("_", " ")


def _unify(writer: PdfWriter) -> None:
    """Give every font of the file one name and every page one size; what they draw stays."""
    for page in writer.pages:
        page.mediabox = page.cropbox = RectangleObject((0, 0, *SHEET))
    for item in list(writer._objects):
        held: Any = item.get_object() if item is not None else None
        if not isinstance(held, DictionaryObject):
            continue
        for key in ("/BaseFont", "/FontName"):
            if key in held:
                held[NameObject(key)] = UNIFIED


def made(
    maker: Maker, side: Side, count: int, seed: int, told: Callable[[str], None] = lambda name: None
) -> list[Pack]:
    """``count`` packs of one side in each way of ``VARIANTS``; those of PDFs hold the same papers,
    as do their plain texts."""
    found: list[Pack] = []
    held = papers(side)
    short = [one for one in held if one.file in maker.texts]
    for variant in VARIANTS:
        told(f"{side}, {variant}")
        drawn = chosen(short, count, seed, only_pdf=variant != "shuffled kinds")
        if variant.endswith("alone"):
            drawn = [[one] for one in short if one.is_pdf or variant == "text alone"]
        end = "txt" if "text" in variant else "pdf"
        for number, some in enumerate(drawn):
            name = f"{side}-{variant.replace(' ', '-')}-{number:03d}.{end}"
            found.append(maker.pack(name, variant, some))
    return found


def texts(data: Path, side: Side) -> dict[str, str]:
    """File to text of the papers of one side, as far as they are there and hold one."""
    found: dict[str, str] = {}
    wanted = {paper.path(data).resolve(): paper.file for paper in papers(side)}
    for root in sorted({path.parent for path in wanted}):
        if root.is_dir():
            sources = [one for one in find_files(root) if (root / one.path).resolve() in wanted]
            for reading in read_archive(root, sources, Settings()):
                if reading.document is not None:
                    file = wanted[(root / reading.source.path).resolve()]
                    found[file] = reading.document.text
    return found


def read(made: Sequence[Pack], folder: Path) -> list[tuple[Pack, Document]]:
    """The packs as they are read back from files in ``folder``; one that was not read is left
    out."""
    for pack in made:
        (folder / pack.name).write_bytes(pack.content)
    names = {pack.name: pack for pack in made}
    sources = [one for one in find_files(folder) if one.path in names]
    return [
        (names[reading.source.path], reading.document)
        for reading in read_archive(folder, sources, Settings())
        if reading.document is not None
    ]
