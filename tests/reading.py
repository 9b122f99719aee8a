"""One file read in this process, without a worker: what tests of readers look at."""

from __future__ import annotations

from pathlib import Path

from corpus.model import Document, SourceFile
from eval.labels.gold import Texts
from indexer.analyse import analyse
from indexer.readers import archive, endings
from indexer.readers.endings import Reading
from indexer.readers.manifest import Entry, read_manifest
from indexer.readers.ocr import find_program
from indexer.readers.worker import ReadTask, Step, steps
from search.settings import Settings


def read_file(root: Path, source: SourceFile, ocr: bool = False) -> Reading:
    """As ``read_archive`` reads it, but for the limits of a process."""
    program = find_program() if ocr else None
    told: list[Step] = []
    trouble = ""
    try:
        path = archive._locate(root.resolve(), source)
        told.extend(steps(ReadTask(str(path), source, program)))
    except MemoryError:
        trouble = "memory"
    entry = read_manifest(root).get(source.path, Entry()) if root.is_dir() else Entry()
    return endings.conclude(source, told, endings.Spent(trouble), entry, Settings())


def folder_texts(folder: Path) -> Texts:
    """The text files of a folder, by the end of their path: what labels are checked against."""

    def text(name: str) -> str | None:
        found = (path for path in sorted(folder.rglob("*.txt")) if path.as_posix().endswith(name))
        path = next(found, None)
        return None if path is None else path.read_bytes().decode("utf-8")

    return text


def listed(text: str, head: str = "Minutes of the meeting held on 4 June 2019") -> list[str]:
    """'name | role' of those present; another attendance stands before it with a colon."""
    words = f"Wexmoor Ethics Board\n\n{head}\n\n{text}\n\n7. Lamps\n\nLamps were discussed.\n"
    source = SourceFile("a.txt", "0" * 64, "text/plain", len(words))
    found = analyse(Document("a.txt", source, words)).parts[0].people
    return [
        ("" if one.attendance == "present" else f"{one.attendance}: ")
        + one.name
        + (f" | {one.role}" if one.role else "")
        for one in found
    ]
