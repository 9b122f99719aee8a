"""An archive's files to documents. Whatever a file holds, it ends in exactly one Reading."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path, PurePosixPath

from corpus.errors import ArchiveMissing
from corpus.model import Document, SourceFile
from indexer.readers import media_types
from indexer.readers.containers import names
from indexer.readers.containers.room import DEPTH_AT_MOST, Budget, Member, Room
from indexer.readers.endings import FILE, Reading, Spent, conclude, given_up
from indexer.readers.file_work import FileTask, Then, work
from indexer.readers.manifest import NAME as MANIFEST
from indexer.readers.manifest import Entry, read_manifest
from indexer.readers.ocr import find_program
from indexer.readers.pdf_pages import PageRead
from indexer.readers.sandbox import Limits, Outcome, isolate
from indexer.readers.worker import BYTES_AT_MOST, CONTAINERS, PRELOAD, ReadTask, steps
from search.settings import Settings


def find_files(root: Path) -> list[SourceFile]:
    """The documents-to-be under ``root``, sorted by path; a file as root is an archive of one.

    Regular files only, and links to regular files under the root. Left out: hidden files, the
    manifest, what operating systems and browsers leave beside documents, and an index of ours.
    A name that is no UTF-8 or holds control characters is spelled with ``\\xNN``. Raises
    ArchiveMissing when there is no such folder or nothing in it.
    """
    if not root.exists():
        raise ArchiveMissing(f"There is no {root}. Name a folder that holds documents.")
    if not (root.is_dir() or root.is_file()):
        raise ArchiveMissing(f"{root} is neither folder nor file. Name a folder of documents.")
    base = root.resolve()
    found: list[SourceFile] = []
    if base.is_file():
        found.append(_source(base, names.spelled(base.name), Entry()))
    else:
        manifest = read_manifest(base)
        for path in _regular_files(base):
            name = names.spelled(path.relative_to(base).as_posix())
            found.append(_source(path, name, manifest.get(name, Entry())))
    if not found:
        raise ArchiveMissing(
            f"{root} holds no document. Put PDF, office, mail, HTML or text files into it."
        )
    return sorted(found, key=lambda source: source.path)


def read_archive(
    root: Path,
    sources: Sequence[SourceFile],
    settings: Settings,
    ocr: bool = False,
    then: Then | None = None,
    known: Mapping[str, Sequence[str]] | None = None,
) -> Iterator[Reading]:
    """One Reading for each source, in their order, each file read in a process with limits; behind
    a mail or a ZIP archive one for each file in it, as ``mail.eml/report.pdf``.

    ``settings.file_seconds`` is how long a page may be silent, ``file_memory`` the MiB that reading
    may take beside what the process holds when it begins; 0 sets no limit. As many are read at once
    as there are cores, or ``threads``. ``then`` is done with a document in the process that read
    it, and with what is ``known`` by its path, and gives ``Reading.made``: a function of a module,
    known by its name. A
    bad file raises nothing.
    """
    base = root.resolve()
    manifest: Mapping[str, Entry] = read_manifest(base) if base.is_dir() else {}
    program = find_program() if ocr else None
    with tempfile.TemporaryDirectory(prefix="minuted-") as folder:
        reader = _Reader(settings, manifest, Path(folder), then, known or {})
        tasks = [ReadTask(str(_locate(base, one)), one, program) for one in sources]
        yield from reader.read(tasks)


@dataclass(slots=True)
class _Reader:
    """Reads files, and the files that lie in them. ``folder`` is where those are laid down."""

    settings: Settings
    manifest: Mapping[str, Entry]
    folder: Path
    then: Then | None
    known: Mapping[str, Sequence[str]]
    _rooms: int = 0

    def read(self, tasks: Sequence[ReadTask]) -> Iterator[Reading]:
        """Several at once, but for ZIP archives: what those unpack to fills the disk."""
        for zipped, batch in groupby(tasks, lambda task: task.source.media_type == media_types.ZIP):
            for each in ([task] for task in batch) if zipped else (list(batch),):
                yield from self._batch([self._with_room(task) for task in each], Budget(), ())

    def _with_room(self, task: ReadTask, budget: Budget | None = None) -> ReadTask:
        if task.source.media_type not in CONTAINERS:
            return task
        self._rooms += 1
        left = budget or Budget()
        room = Room(self.folder / str(self._rooms), left.files, left.size)
        return replace(task, room=room)

    def _batch(
        self, tasks: Sequence[ReadTask], budget: Budget, around: tuple[SourceFile, ...]
    ) -> Iterator[Reading]:
        outermost = around[0].path if around else ""
        work_of = [self._work_of(task) for task in tasks]
        for task, outcome in zip(work_of, self._isolate(work_of), strict=True):
            source, room = task.read.source, task.read.room
            ended = self._ended(task, outcome)
            yield replace(ended, within=outermost)
            if room is None:
                continue
            if ended.status != "failed":
                left = budget if around else Budget()
                members = [step for step in outcome.steps if isinstance(step, Member)]
                yield from self._inside(members, task.read, left, (*around, source))
            shutil.rmtree(room.folder, ignore_errors=True)

    def _work_of(self, task: ReadTask) -> FileTask:
        path = task.source.path
        known = tuple(self.known.get(path, ()))
        return FileTask(task, self.manifest.get(path, Entry()), self.settings, self.then, known)

    def _isolate(self, tasks: Sequence[FileTask]) -> Iterator[Outcome]:
        settings = self.settings
        limits = Limits(
            silence=settings.file_seconds,
            total=settings.file_seconds * FILE,
            memory=settings.file_memory,
            workers=max(1, min(settings.threads or os.cpu_count() or 1, len(tasks))),
        )
        return isolate(work, tasks, limits, PRELOAD)

    def _ended(self, task: FileTask, outcome: Outcome) -> Reading:
        """The reading of a file, whatever its process came to."""
        found = [step for step in outcome.steps if isinstance(step, Reading)]
        ended = Spent(outcome.trouble, outcome.detail)
        if found and ended.trouble:
            return given_up(found[0], ended, self.settings)
        if found:
            return found[-1]
        content = any(isinstance(step, PageRead | Document) for step in outcome.steps)
        if content and task.ended is None:
            # What it told before it ended is put together and understood by another process.
            again = replace(task, told=outcome.steps, ended=ended)
            return self._ended(again, next(iter(self._isolate([again]))))
        told = () if content else outcome.steps
        return conclude(task.read.source, told, task.ended or ended, task.entry, self.settings)

    def _inside(
        self,
        members: Sequence[Member],
        task: ReadTask,
        budget: Budget,
        around: tuple[SourceFile, ...],
    ) -> Iterator[Reading]:
        """The files in a file; containers among them one after another, on what is left."""
        plain: list[ReadTask] = []
        deeper: list[ReadTask] = []
        for member in members:
            name = f"{task.source.path}/{member.name}"
            entry = self.manifest.get(name, Entry())
            path = Path(member.path)
            source = SourceFile(name, "", "application/octet-stream", 0, entry.url)
            fact, cure = member.fact, member.cure
            if not fact:
                source = _source(path, name, entry)
                fact, cure = budget.take(source, around)
            if fact:
                yield Reading(source, "failed", fact, cure, within=around[0].path)
            elif source.media_type in CONTAINERS:
                deeper.append(ReadTask(str(path), source, task.ocr))
            else:
                plain.append(ReadTask(str(path), source, task.ocr))
        if plain:
            yield from self._batch(plain, budget, around)
        for one in deeper:
            yield from self._batch([self._with_room(one, budget)], budget, around)


def holder(root: Path, path: str) -> tuple[Path, str] | None:
    """The file under ``root`` in which a path of the index lies, and its path in there ('' for a
    file that lies in a folder); ``None`` where there is none, or only through a link."""
    here = root
    names_left = path.split("/")
    if root.is_file():
        own = names.unspelled(names_left[0]) == root.name
        return (root, "/".join(names_left[1:])) if own else None
    while names_left and names_left[0] not in ("", ".", ".."):
        here = here / names.unspelled(names_left.pop(0))
        if here.is_symlink():
            return None
        if here.is_file():
            return here, "/".join(names_left)
    return None


def taken_out(held: Path, inner: str, folder: Path, settings: Settings) -> Path | None:
    """A file inside a mail or a ZIP archive, laid down in ``folder``; ``None`` if it is not there.

    Read as while building: in a process with limits.
    """
    limits = Limits(settings.file_seconds, settings.file_seconds, settings.file_memory, 1)
    name = held.name
    for level in range(DEPTH_AT_MOST + 1):
        source = _source(held, name, Entry())
        if source.media_type not in CONTAINERS:
            return None
        room = Room(folder / str(level), only=inner)
        task = ReadTask(str(held), source, None, room)
        outcome = next(iter(isolate(steps, [task], limits, PRELOAD)))
        members = (step for step in outcome.steps if isinstance(step, Member) and step.path)
        found = next((one for one in members if f"{inner}/".startswith(f"{one.name}/")), None)
        if found is None:
            return None
        held, inner, name = Path(found.path), inner[len(found.name) + 1 :], found.name
        if not inner:
            return held
    return None


def _regular_files(base: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(base, followlinks=False):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if not _is_left_out(here, name, set(files)))
        for name in files:
            path = here / name
            if names.is_left_out(name):
                continue
            if (here == base and name == MANIFEST) or not _is_regular(path, base):
                continue
            yield path


def _is_left_out(here: Path, name: str, files: set[str]) -> bool:
    """Hidden and system folders, the parts of a saved web page, and an index."""
    if name.startswith(".") or name in names.LEFT_OUT_FOLDERS:
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
        kind = media_types.media_type(head, tail, PurePosixPath(name).name)
    except OSError:
        pass
    digest.update(b"" if size <= BYTES_AT_MOST else str(size).encode())
    return SourceFile(name, digest.hexdigest(), kind, size, entry.url, entry.published_on)


def _locate(base: Path, source: SourceFile) -> Path:
    """Where a source lies, its spelling undone if need be."""
    if base.is_file():
        return base
    return base / names.unspelled(source.path)
