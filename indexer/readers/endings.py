"""How the reading of one file ended: all that its process told of it as one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from corpus.model import Document, SourceFile, digest_of_text
from indexer.readers import media_types
from indexer.readers.containers.room import Member
from indexer.readers.manifest import Entry
from indexer.readers.ocr import ABSENT, TRIED
from indexer.readers.pdf_pages import Extras, PageRead, compose
from indexer.readers.worker import Fault, Step
from search.settings import Settings

FILE = 4.0
A_MEBIBYTE = 0.5
A_PAGE = 0.05
A_MILLION = 2.0
"""The time that a file may take in all, for each MiB and for each page of it more, and that its
text may take to be understood for each million characters: in times of ``file_seconds``."""

_OCR = "build again with --ocr"


@dataclass(frozen=True, slots=True)
class Reading:
    """How one file's reading ended.

    ``ok``: all of it is in the document. ``partial``: some of it; ``detail`` names what is missing.
    ``empty``: it holds no text. ``failed``: it could not be read. ``detail`` is a fact, ``cure``
    what to do about it; both may be '' when all is well. ``document`` is there when there is text.
    ``within`` is the path of the file in the archive's folder that holds this one, '' for a file
    that lies there itself.
    """

    source: SourceFile
    status: Literal["ok", "partial", "empty", "failed"]
    detail: str = ""
    cure: str = ""
    document: Document | None = None
    within: str = ""
    made: Any = None
    """What was made of the document in the process that read it."""


@dataclass(frozen=True, slots=True)
class Spent:
    """How a process ended early, as ``sandbox.Outcome`` has it; '' when it did not."""

    trouble: str = ""
    detail: str = ""


def allowed(settings: Settings, size: int = 0, pages: int = 0, letters: int = 0) -> float:
    """The seconds that a file's bytes, its pages and its text may take beside ``FILE``."""
    times = A_MEBIBYTE * size / 2**20 + A_PAGE * pages + A_MILLION * letters / 1e6
    return settings.file_seconds * times


def conclude(
    source: SourceFile, told: Sequence[Step], ended: Spent, entry: Entry, settings: Settings
) -> Reading:
    """All that was told of a file as one Reading."""
    trouble = ended.trouble
    fact, cure = _trouble(ended, source, settings)
    fault = next((step for step in told if isinstance(step, Fault)), None)
    if fault is not None and not fact:
        fact, cure = fault.fact, fault.cure
    whole = next((step for step in told if isinstance(step, Document)), None)
    if whole is not None:
        document = _finished(whole, entry)
        details = "; ".join([*([fact] if fact else []), *document.notes])
        return Reading(source, "partial" if fact else "ok", details, cure, document)
    inside = sum(isinstance(step, Member) for step in told)
    if inside and not fact:
        held = f"{inside} file{'s' if inside > 1 else ''} in it"
        return Reading(source, "ok", held)
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


def not_understood(reading: Reading, error: str) -> Reading:
    """The reading of a file whose text broke what tells parts, passages and actions in it."""
    fact = f"it could not be understood ({error})"
    return replace(reading, status="failed", detail=fact, cure=_TELL, document=None)


def given_up(reading: Reading, ended: Spent, settings: Settings) -> Reading:
    """The reading of a file whose process ended while its text was being understood."""
    match ended.trouble:
        case "silent" | "long":
            fact, cure = f"took more than {ended.detail} s", "raise MINUTED_FILE_SECONDS, or "
        case "memory":
            fact = f"took more than {settings.file_memory:,} MiB of memory"
            cure = "raise MINUTED_FILE_MEMORY, or "
        case _:
            fact, cure = f"crashed on it ({ended.detail})", ""
    fact = f"it was read, but understanding it {fact}"
    return replace(reading, status="failed", detail=fact, cure=cure + _TELL, document=None)


_TELL = "report it to the makers of Minuted, with the file"


def _trouble(ended: Spent, source: SourceFile, settings: Settings) -> tuple[str, str]:
    """An early end as a fact and its cure; two empty strings for none."""
    trouble, detail = ended.trouble, ended.detail
    memory = settings.file_memory
    again = _PRINT if source.media_type == media_types.PDF else "save it as PDF"
    match trouble:
        case "":
            return "", ""
        case "silent":
            return f"it was silent for {detail} s", f"{again}, or raise MINUTED_FILE_SECONDS"
        case "long":
            return (
                f"it took more than {detail} s",
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
    """The document with what the manifest and the file's name add, and the digest of its text."""
    source = document.source
    odd = media_types.misnamed(source.media_type, source.path)
    return replace(
        document,
        title=entry.title or document.title,
        kind=entry.kind or document.kind,
        body=entry.body or document.body,
        published_on=source.published_on or document.published_on,
        notes=(odd, *document.notes) if odd else document.notes,
        text_sha256=digest_of_text(document.text),
    )
