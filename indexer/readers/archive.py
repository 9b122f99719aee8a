"""An archive's files to documents. Whatever a file holds, it ends in exactly one Reading."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from corpus.errors import ArchiveMissing
from corpus.model import Document, SourceFile
from indexer.readers import media_types
from indexer.readers.manifest import NAME as MANIFEST
from indexer.readers.manifest import Entry, read_manifest
from indexer.readers.ocr import ABSENT, TRIED, find_program
from indexer.readers.pdf_pages import Extras, PageRead, compose
from indexer.readers.sandbox import Limits, isolate
from indexer.readers.worker import BYTES_AT_MOST, PRELOAD, Fault, ReadTask, Step, steps
from search.settings import Settings

PATIENCE = 40
"""The time that one file may take in all, in times of ``Settings.file_seconds``."""
WORKERS_AT_MOST = 8

_LEFT_OUT_FOLDERS = frozenset({"__MACOSX", "__pycache__", "node_modules", "$RECYCLE.BIN"})
_LEFT_OUT_FILES = frozenset({"thumbs.db", "desktop.ini", "icon\r"})
_OCR = "build again with --ocr"


@dataclass(frozen=True, slots=True)
class Reading:
    """How one file's reading ended.

    ``ok``: all of it is in the document. ``partial``: some of it; ``detail`` names what is missing.
    ``empty``: it holds no text. ``failed``: it could not be read. ``detail`` is a fact, ``cure``
    what to do about it; both may be '' when all is well. ``document`` is there when there is text.
    """

    source: SourceFile
    status: Literal["ok", "partial", "empty", "failed"]
    detail: str = ""
    cure: str = ""
    document: Document | None = None


def find_files(root: Path) -> list[SourceFile]:
    """The documents-to-be under ``root``, sorted by path; a file as root is an archive of one.

    Regular files only, and links to regular files under the root. Left out: hidden files, the
    manifest, what operating systems and browsers leave beside documents, and an index of ours.
    A name that is no UTF-8 or holds control characters is spelled with ``\\xNN``. Raises
    ArchiveMissing when there is no such folder or nothing in it, BadManifest for a bad line.
    """
    if not root.exists():
        raise ArchiveMissing(f"There is no {root}. Name a folder that holds documents.")
    if not (root.is_dir() or root.is_file()):
        raise ArchiveMissing(f"{root} is neither folder nor file. Name a folder of documents.")
    base = root.resolve()
    found: list[SourceFile] = []
    if base.is_file():
        found.append(_source(base, _spelled(base.name), Entry()))
    else:
        manifest = read_manifest(base)
        for path in _regular_files(base):
            name = _spelled(path.relative_to(base).as_posix())
            found.append(_source(path, name, manifest.get(name, Entry())))
    if not found:
        raise ArchiveMissing(
            f"{root} holds no document. Put PDF, DOCX, HTML or text files into it."
        )
    return sorted(found, key=lambda source: source.path)


def read_archive(
    root: Path, sources: Sequence[SourceFile], settings: Settings, ocr: bool = False
) -> Iterator[Reading]:
    """One Reading for each source, in their order, each file read in a process with limits.

    ``settings.file_seconds`` is how long a page may be silent, ``file_memory`` the MiB a process
    may take; 0 sets no limit. Raises BadManifest, and nothing for a bad file.
    """
    base = root.resolve()
    manifest: Mapping[str, Entry] = read_manifest(base) if base.is_dir() else {}
    program = find_program() if ocr else None
    tasks = [ReadTask(str(_locate(base, source)), source, program) for source in sources]
    cores = settings.threads or os.cpu_count() or 1
    limits = Limits(
        silence=settings.file_seconds,
        total=settings.file_seconds * PATIENCE,
        memory=settings.file_memory,
        workers=max(1, min(cores, WORKERS_AT_MOST, len(tasks))),
    )
    outcomes = isolate(steps, tasks, limits, PRELOAD)
    for source, outcome in zip(sources, outcomes, strict=True):
        entry = manifest.get(source.path, Entry())
        yield _conclude(source, outcome.steps, outcome.trouble, outcome.detail, entry, settings)


def _regular_files(base: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(base, followlinks=False):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if not _is_left_out(here, name, set(names)))
        for name in names:
            path = here / name
            plain = name.lower()
            if plain in _LEFT_OUT_FILES or plain.startswith((".", "~$")):
                continue
            if (here == base and name == MANIFEST) or not _is_regular(path, base):
                continue
            yield path


def _is_left_out(here: Path, name: str, files: set[str]) -> bool:
    """Hidden and system folders, the parts of a saved web page, and an index."""
    if name.startswith(".") or name in _LEFT_OUT_FOLDERS:
        return True
    stem = name.removesuffix("_files")
    if stem != name and (f"{stem}.html" in files or f"{stem}.htm" in files):
        return True
    current = here / name / "CURRENT"
    return current.is_file() and any((here / name).glob("*/meta.json"))


def _is_regular(path: Path, base: Path) -> bool:
    """A regular file, or a link to one under ``base``; pipes, devices and outward links are not."""
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            target = path.resolve(strict=True)
            return target.is_relative_to(base) and stat.S_ISREG(target.stat().st_mode)
    except (OSError, RuntimeError):
        return False
    return stat.S_ISREG(status.st_mode)


def _source(path: Path, name: str, entry: Entry) -> SourceFile:
    """The file's digest and kind; a file that cannot be opened has neither, and fails later."""
    digest = hashlib.sha256()
    kind, size = "application/octet-stream", 0
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
            size = os.fstat(file.fileno()).st_size
            head, tail = file.read(media_types.HEAD), b""
            digest.update(head)
            # A file too large to be read is only told apart by its size and first bytes.
            while size <= BYTES_AT_MOST and (block := file.read(2**20)):
                digest.update(block)
                tail = (tail + block)[-media_types.TAIL :]
        kind = media_types.media_type(head, tail, path.name)
    except OSError:
        pass
    digest.update(b"" if size <= BYTES_AT_MOST else str(size).encode())
    return SourceFile(name, digest.hexdigest(), kind, size, entry.url, entry.published_on)


_ODD = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def _spelled(name: str) -> str:
    """A file name that can be printed, stored and sent: odd bytes as ``\\xNN``."""
    return _ODD.sub(lambda match: f"\\x{ord(match[0]) & 0xFF:02x}", name)


def _locate(base: Path, source: SourceFile) -> Path:
    """Where a source lies, its spelling undone if need be."""
    if base.is_file():
        return base
    path = base / source.path
    if "\\x" in source.path and not path.exists():
        raw = re.sub(
            rb"\\x([0-9a-f]{2})",
            lambda match: bytes((int(match[1], 16),)),
            source.path.encode(),
        )
        return base / os.fsdecode(raw)
    return path


def _conclude(
    source: SourceFile,
    told: Sequence[Step],
    trouble: str,
    detail: str,
    entry: Entry,
    settings: Settings,
) -> Reading:
    """All that was told of a file as one Reading."""
    fact, cure = _trouble(trouble, detail, source, settings)
    fault = next((step for step in told if isinstance(step, Fault)), None)
    if fault is not None and not fact:
        fact, cure = fault.fact, fault.cure
    whole = next((step for step in told if isinstance(step, Document)), None)
    if whole is not None:
        document = _finished(whole, entry)
        return Reading(source, "ok", "; ".join(document.notes), "", document)
    read = {step.number: step for step in told if isinstance(step, PageRead)}
    if not read:
        status = fault.status if fault is not None and not trouble else "failed"
        return Reading(source, status, fact or "nothing could be read", cure)
    count = next((step for step in told if isinstance(step, int)), len(read))
    return _conclude_pages(source, [read[n] for n in sorted(read)], count, told, fact, cure, entry)


def _conclude_pages(
    source: SourceFile,
    pages: Sequence[PageRead],
    count: int,
    told: Sequence[Step],
    fact: str,
    cure: str,
    entry: Entry,
) -> Reading:
    found = [step for step in told if isinstance(step, Extras)]
    first = found[0] if found else Extras()
    notes = tuple(note for extras in found for note in extras.notes)
    document = _finished(compose(source, pages, replace(first, notes=notes)), entry)
    shows = any(page.state in ("image", "drawn", "garbled") for page in pages)
    gaps = shows or any(page.state == "lost" for page in pages)
    ocr = f"install OCRmyPDF and {_OCR}" if ABSENT in notes else _OCR
    if any(note.startswith(TRIED) for note in notes):
        ocr = "read these pages in the file itself"
    details = list(document.notes)
    if fact:
        read = (
            f"pages 1-{len(pages)} of {count} were read"
            if len(pages) < count
            else "all pages were read"
        )
        details.insert(0, f"{read}, then {fact}")
    if not document.text.strip():
        lost = bool(fact) or (gaps and not shows)
        cure = cure or (ocr if shows else _PRINT if lost else "leave it out, or fetch it again")
        return Reading(source, "failed" if lost else "empty", "; ".join(details), cure)
    if fact or gaps:
        return Reading(
            source, "partial", "; ".join(details), cure or (ocr if shows else _PRINT), document
        )
    return Reading(source, "ok", "; ".join(details), "", document)


_PRINT = "open it in a PDF viewer and print it to a new PDF"


def _trouble(trouble: str, detail: str, source: SourceFile, settings: Settings) -> tuple[str, str]:
    """An early end as a fact and its cure; two empty strings for none."""
    seconds, memory = settings.file_seconds, settings.file_memory
    again = _PRINT if source.media_type == media_types.PDF else "save it as PDF"
    match trouble:
        case "":
            return "", ""
        case "silent":
            return f"it was silent for {seconds:g} s", f"{again}, or raise MINUTED_FILE_SECONDS"
        case "long":
            return (
                f"it took more than {seconds * PATIENCE:g} s",
                "split it, or raise MINUTED_FILE_SECONDS",
            )
        case "memory":
            return (
                f"it took more than {memory:,} MiB of memory",
                f"{again}, or raise MINUTED_FILE_MEMORY",
            )
        case _:
            tight = detail in ("SIGABRT", "SIGTRAP", "SIGILL") and memory
            why = f"{detail}; it may have wanted more than {memory:,} MiB" if tight else detail
            return f"the reader crashed on it ({why})", again


def _finished(document: Document, entry: Entry) -> Document:
    """The document with what the manifest and the file's name add."""
    source = document.source
    odd = media_types.misnamed(source.media_type, source.path)
    return replace(
        document,
        title=entry.title or document.title,
        kind=entry.kind or document.kind,
        body=entry.body or document.body,
        published_on=source.published_on or document.published_on,
        notes=(odd, *document.notes) if odd else document.notes,
    )
