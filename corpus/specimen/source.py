"""The sources' small markup, read into blocks. README.md beside this file explains it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

SOURCES = Path(__file__).parent / "sources"

BlockKind = Literal[
    "heading",
    "paragraph",
    "bullet",
    "numbered",
    "minute",
    "strong",
    "centred",
    "facts",
    "table",
    "directive",
]

_NUMBERED = re.compile(r"\+ (\S+) (.*)", re.S)


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a source. ``level`` is the depth of a heading or bullet, from 1.

    ``label`` is the number of a numbered paragraph or minute, the name of a directive, or the
    widths given for a table; ``rows`` the cells of a table (the first row its heads) or facts.
    """

    kind: BlockKind
    text: str = ""
    level: int = 0
    label: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One document's source: its front matter, and its blocks or (TXT, Markdown) its very text."""

    name: str
    matter: dict[str, str] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()
    verbatim: str = ""

    @property
    def path(self) -> str:
        """Where the document lies in the archive."""
        return self.matter["path"]

    @property
    def suffix(self) -> str:
        """The document's format, by the suffix of its path."""
        return self.path.rpartition(".")[2]


def read_source(path: Path) -> Source:
    """Read one source file; raises ValueError where front matter or markup is wrong."""
    head, separator, rest = path.read_text(encoding="utf-8").partition("\n---\n")
    if not separator:
        raise ValueError(f"{path.name} has no line '---' after its front matter.")
    matter = {}
    for line in head.splitlines():
        key, colon, value = line.partition(": ")
        if not colon:
            raise ValueError(f"{path.name}: {line!r} is not 'key: value'.")
        matter[key] = value.strip()
    if matter["path"].endswith((".txt", ".md")):
        return Source(path.name, matter, verbatim=rest)
    return Source(path.name, matter, blocks=tuple(parse(rest)))


def read_sources(folder: Path = SOURCES) -> list[Source]:
    """All documents' sources in the order of their paths in the archive."""
    return sorted((read_source(path) for path in folder.glob("*.txt")), key=lambda s: s.path)


def parse(text: str) -> list[Block]:
    """Markup to blocks; ``!include NAME`` is replaced by the blocks of that file."""
    blocks: list[Block] = []
    for chunk in _chunks(text):
        if chunk.startswith("!include "):
            included = SOURCES / "shared" / chunk.split(maxsplit=1)[1]
            blocks.extend(parse(included.read_text(encoding="utf-8")))
        else:
            blocks.append(_block(chunk))
    return blocks


def _chunks(text: str) -> list[str]:
    """Blocks as strings: split at blank lines, before openers of blocks, after one-liners."""
    chunks: list[str] = []
    for group in re.split(r"\n\s*\n", text.strip("\n")):
        current: list[str] = []
        table = False
        for line in group.splitlines():
            row = line.startswith(("| ", ": "))
            opens = bool(re.match(r"(#{1,4}|-{1,2}|\+|@|&|\^|!\w+) ?", line)) and not row
            alone = bool(current) and re.match(r"#|\^|&|!(?!table)", current[-1]) is not None
            if current and (opens or alone or (row and not table)):
                chunks.append("\n".join(current))
                current = []
            current.append(line)
            table = row or line.startswith("!table")
        if current:
            chunks.append("\n".join(current))
    return [chunk for chunk in chunks if chunk.strip()]


def _block(chunk: str) -> Block:
    if chunk.startswith(("!table", "| ")):
        return _table(chunk)
    if chunk.startswith(": "):
        facts = [line[2:] for line in chunk.splitlines()]
        return Block("facts", rows=tuple(_cells(line) for line in facts))
    text = " ".join(line.strip() for line in chunk.splitlines())
    if text.startswith("!"):
        name, _, rest = text[1:].partition(" ")
        return Block("directive", rest, label=name)
    if text.startswith("#"):
        marks, _, rest = text.partition(" ")
        return Block("heading", rest, level=len(marks))
    if text.startswith("-"):
        marks, _, rest = text.partition(" ")
        return Block("bullet", rest, level=len(marks))
    if text.startswith("@ "):
        label, _, rest = text[2:].partition(" ")
        return Block("minute", rest, label=label)
    if found := _NUMBERED.fullmatch(text):
        return Block("numbered", found[2], label=found[1])
    if text.startswith("& "):
        return Block("strong", text[2:])
    if text.startswith("^ "):
        return Block("centred", text[2:])
    return Block("paragraph", text)


def _table(chunk: str) -> Block:
    lines = chunk.splitlines()
    label = lines.pop(0).removeprefix("!table").strip() if lines[0].startswith("!table") else ""
    rows: list[tuple[str, ...]] = []
    for line in lines:
        if line.startswith("| "):
            rows.append(_cells(line.strip().strip("|")))
        else:
            # A row may go on over several lines; the words belong to its last cell.
            *before, last = rows[-1]
            rows[-1] = (*before, f"{last} {line.strip().rstrip('|').strip()}")
    if len({len(row) for row in rows}) != 1:
        raise ValueError(f"A table's rows differ in length: {rows[0]!r}")
    return Block("table", label=label, rows=tuple(rows))


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.split("|"))
