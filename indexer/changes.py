"""Which files must be read, and which are known from the build before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import ArchiveMissing
from corpus.model import SourceFile
from indexer import fingerprint
from indexer.readers.manifest import Entry, faults, read_manifest
from indexer.readers.office.libreoffice import find_program
from indexer.readers.worker import CONTAINERS
from indexer.report import BuildReport, FileLine
from search.settings import HOME, Settings


@dataclass(frozen=True, slots=True)
class Plan:
    """``keys`` are by path, in order; ``kept`` are the lines of files that need not be read, of
    those inside a mail or a ZIP archive too: a container is read again with all that it holds.
    ``faults`` are those of the manifest."""

    sources: tuple[SourceFile, ...]
    keys: dict[str, str]
    kept: dict[str, FileLine]
    gone: tuple[str, ...]
    limits: str
    faults: tuple[str, ...] = ()

    @property
    def unread(self) -> list[SourceFile]:
        return [source for source in self.sources if source.path not in self.kept]

    @property
    def nothing_to_do(self) -> bool:
        return not self.unread and not self.gone


def plan(
    archive: Path,
    sources: Sequence[SourceFile],
    earlier: BuildReport | None,
    settings: Settings,
    ocr: bool,
) -> Plan:
    """Compare the files found with those of the build before."""
    entries = read_manifest(archive) if archive.is_dir() else {}
    keys = {one.path: fingerprint.file_shape(one, *_entries(one, entries)) for one in sources}
    inside: dict[str, list[FileLine]] = {}
    lines: dict[str, FileLine] = {}
    for line in earlier.files if earlier else ():
        if line.within:
            inside.setdefault(line.within, []).append(line)
        else:
            lines[line.path] = line
    office = ", LibreOffice" if find_program() else ""
    bounds = f"{settings.file_seconds:g} s, {settings.file_memory} MiB{office}"
    with_ocr = f"{bounds}, OCR"
    limits = with_ocr if ocr else bounds
    kept: dict[str, FileLine] = {}
    for path, key in keys.items():
        held = [lines[path], *inside.get(path, ())] if path in lines else []
        # Other limits, a program more, or OCR, can only help a file that was not read whole.
        if held and all(
            one.key == key and (one.whole or one.limits in (limits, with_ocr)) for one in held
        ):
            kept |= {one.path: replace(one, unchanged=True) for one in held}
    lost = [path for path in inside if path not in keys]
    within = {one.path for path in lost for one in inside[path]}
    gone = tuple(sorted((set(lines) - set(keys)) | within))
    return Plan(tuple(sources), keys, kept, gone, limits, faults(archive))


def _entries(source: SourceFile, entries: Mapping[str, Entry]) -> list[Entry | None]:
    """What the archive's keeper says of a file, and of the files in it."""
    inner = f"{source.path}/"
    held = source.media_type in CONTAINERS
    inside = [path for path in sorted(entries) if held and path.startswith(inner)]
    return [entries.get(source.path), *(entries[path] for path in inside)]


def outside(sources: Sequence[SourceFile], archive: Path, index: Path) -> list[SourceFile]:
    """Without the files of indexes that lie inside the archive: its own, and those of others in the
    folder where each archive has one. Raises ArchiveMissing."""
    base = archive.resolve()
    own = tuple(
        inner.relative_to(base).as_posix() + "/"
        for inner in (index.resolve(), HOME.resolve())
        if inner.is_relative_to(base) and inner != base
    )
    kept = [source for source in sources if not source.path.startswith(own)]
    if not kept:
        raise ArchiveMissing(f"{archive} holds nothing but the index. Put documents into it.")
    return kept
