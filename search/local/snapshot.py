"""Folders, checksums, locks and the pointer: how a build appears whole or not at all.

    INDEX/CURRENT                    the name of the live build and the sha256 of its meta.json
    INDEX/<build>/meta.json          format, counts, and size and sha256 of every other file
    INDEX/.lock                      held by the process that builds
    INDEX/.vectors                   what a build that was stopped had embedded until then
    INDEX/.stamps                    which files were found whole, and when they last changed

A build's folder is written, synced with its folders, read back, and only then named in CURRENT,
which is replaced in one step. It never changes afterwards. A reader holds a shared lock on the
meta.json that it opened; a build that is no longer live is removed once nobody holds it.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.errors import (
    IndexBusy,
    IndexDamaged,
    IndexForeign,
    IndexMissing,
    IndexUnusable,
    StorageFailed,
)
from search.disk import storage, sync, write
from search.stamps import Stamps, digest

FORMAT = 7
META = "meta.json"
POINTER = "CURRENT"
LOCK = ".lock"
STAMPS = ".stamps"
KEPT = ".vectors"
"""What a builder keeps here of a build that is not published yet (``indexer.kept.vectors``)."""

_BUILD = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")


@dataclass(slots=True)
class Snapshot:
    """One build, held open: as long as ``descriptor`` is, its folder is not removed."""

    folder: Path
    meta: Mapping[str, Any]
    descriptor: int

    def close(self) -> None:
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1


def cure(location: Path, archive: object = None) -> str:
    """What to do about an index that cannot be used."""
    return f"Build it again: minuted index {archive or 'ARCHIVE'} --index {location} --rebuild"


def hold(location: Path) -> Snapshot:
    """The live build, its checksums compared. Raises IndexMissing, IndexForeign, IndexDamaged."""
    for _ in range(1000):
        name, digest = _pointer(location)
        folder = location / name
        try:
            descriptor = os.open(folder / META, os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            if isinstance(error, FileNotFoundError) and _pointer(location)[0] != name:
                continue  # replaced and removed since: look again
            if isinstance(error, PermissionError):
                raise _unreadable(location, error) from None
            raise damaged(location, f"{name}/{META} cannot be read ({error.strerror})") from None
        try:
            with suppress(OSError):  # a file system without locks keeps its old builds all the same
                fcntl.flock(descriptor, fcntl.LOCK_SH)
            if not _same(folder / META, descriptor):
                continue
            meta = _meta(location, folder, digest)
            compare(location, folder, meta)
            held, descriptor = descriptor, -1
            return Snapshot(folder, meta, held)
        finally:
            if descriptor >= 0:
                os.close(descriptor)
    raise IndexBusy(f"The index at {location} is replaced all the time; try again in a moment.")


def compare(location: Path, folder: Path, meta: Mapping[str, Any], anew: bool = False) -> None:
    """Every file against its size and sha256; raises IndexDamaged naming the first that differs.

    What was hashed before and has not changed since is not hashed again, unless ``anew``.
    """
    listed: Mapping[str, Mapping[str, Any]] = meta["files"]
    stamps = Stamps(location / STAMPS)
    told = digest if anew else stamps.digest

    def fault(name: str) -> str:
        try:
            size = (folder / name).stat().st_size
            if size != listed[name]["size"]:
                return f"{name} has {size:,} bytes instead of {listed[name]['size']:,}"
            whole = told(folder / name) == listed[name]["sha256"]
            return "" if whole else f"{name} has changed"
        except OSError as error:
            return f"{name} cannot be read ({error.strerror})"

    largest_first = sorted(listed, key=lambda name: -listed[name]["size"])
    if not anew and stamps.knows(folder / largest_first[0]):  # then most are, of one build
        faults = [fault(name) for name in largest_first]
    else:
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
            faults = list(pool.map(fault, largest_first))
    if found := next(filter(None, faults), ""):
        raise damaged(location, found, meta.get("archive"))
    stamps.keep()


@contextmanager
def building(location: Path) -> Iterator[None]:
    """Be the only builder here, with the remains of builds that did not end cleared away.

    Raises IndexBusy naming the process that builds already, IndexForeign for a folder that holds
    something else, StorageFailed where nothing can be written.
    """
    _refuse_foreign(location)
    with storage(location):
        location.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(location / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        with storage(location):
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip()
                raise IndexBusy(
                    f"The index at {location} is being built by process {holder or 'unknown'}; "
                    "wait until it has ended."
                ) from None
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        sweep(location)
        yield
    finally:
        os.close(descriptor)


def begin(location: Path) -> Path:
    """A new, empty build folder."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    folder = location / f"{stamp}-{secrets.token_hex(4)}"
    folder.mkdir()
    return folder


def publish(folder: Path, facts: Mapping[str, Any], expected: Mapping[str, str]) -> None:
    """Make a written build the live one. ``expected`` are digests known from writing.

    Raises OSError or StorageFailed, before the pointer has moved: then nothing has changed.
    """
    location = folder.parent
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    mode = folder.stat().st_mode & 0o666
    listed: dict[str, dict[str, Any]] = {}
    for path in files:
        path.chmod(mode)  # some writers make files that only their owner can read
        sync(path)
        name = path.relative_to(folder).as_posix()
        listed[name] = {"sha256": digest(path), "size": path.stat().st_size}
        if expected.get(name, listed[name]["sha256"]) != listed[name]["sha256"]:
            raise StorageFailed(
                f"{path} does not hold what was written to it. Look at the disk and run again; an "
                "index that was there before is untouched."
            )
    meta = json.dumps({"format": FORMAT, "build": folder.name, **facts, "files": listed}, indent=1)
    meta_digest = write(folder / META, meta.encode())
    for inner in [path for path in folder.rglob("*") if path.is_dir()]:
        sync(inner)
    sync(folder)
    sync(location)
    following = location / f"{POINTER}.next"
    write(following, f"{folder.name} {meta_digest}\n".encode())
    os.replace(following, location / POINTER)
    try:
        sync(location)
    except OSError as error:
        raise StorageFailed(
            f"The new index at {location} is in place, but the disk did not confirm it "
            f"({error.strerror}). Look at the disk and run again."
        ) from error


def is_live(folder: Path) -> bool:
    """Whether the pointer names this build."""
    try:
        return _pointer(folder.parent)[0] == folder.name
    except (IndexMissing, IndexUnusable):
        return False


def sweep(location: Path) -> None:
    """Remove the builds that are not live and that nobody holds; only called by the builder.

    Where the pointer cannot be read, a finished build stays: it may be all there is.
    """
    try:
        live = _pointer(location)[0]
    except (IndexMissing, IndexUnusable):
        live = ""
    for folder in location.iterdir():
        if folder.name == live or not _BUILD.fullmatch(folder.name) or not folder.is_dir():
            continue
        if live or not (folder / META).exists():
            _remove(folder)
    with suppress(OSError):
        (location / f"{POINTER}.next").unlink()


def _pointer(location: Path) -> tuple[str, str]:
    """The name of the live build and the digest of its meta.json."""
    try:
        words = (location / POINTER).read_bytes().decode("ascii").split()
    except (FileNotFoundError, NotADirectoryError):
        _refuse_foreign(location)
        raise IndexMissing(
            f"There is no index at {location}. Make one: minuted index ARCHIVE --index {location}"
        ) from None
    except UnicodeDecodeError:
        raise damaged(location, f"{POINTER} has changed") from None
    except OSError as error:
        raise _unreadable(location, error) from None
    if len(words) != 2 or not _BUILD.fullmatch(words[0]):
        raise damaged(location, f"{POINTER} does not name a build")
    return words[0], words[1]


def _meta(location: Path, folder: Path, digest: str) -> Mapping[str, Any]:
    content = (folder / META).read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise damaged(location, f"{META} has changed")
    meta: Mapping[str, Any] = json.loads(content)
    if meta.get("format") != FORMAT:
        raise IndexForeign(
            f"The index at {location} has format {meta.get('format')}, this Minuted reads format "
            f"{FORMAT}. {cure(location, meta.get('archive'))}"
        )
    return meta


def _refuse_foreign(location: Path) -> None:
    """Raises IndexForeign for a file, or a folder that holds something and no index."""
    if location.is_dir():
        if (location / POINTER).exists():
            return
        names = {path.name for path in location.iterdir()}
        own = {LOCK, STAMPS, KEPT, f"{KEPT}.next", f"{POINTER}.next"}
        if all(name in own or _BUILD.fullmatch(name) for name in names):
            return
    elif not location.exists():
        return
    raise IndexForeign(
        f"{location} is not an index of Minuted. Give the folder of one, or a new folder."
    )


def damaged(location: Path, fault: str, archive: object = None) -> IndexDamaged:
    """The error for a fault that was found, with its cure."""
    return IndexDamaged(f"The index at {location} is damaged: {fault}. {cure(location, archive)}")


def _unreadable(location: Path, error: OSError) -> IndexUnusable:
    return IndexUnusable(
        f"The index at {location} cannot be read: {error.strerror}. Make it readable for this user."
    )


def _same(path: Path, descriptor: int) -> bool:
    try:
        there, here = path.stat(), os.fstat(descriptor)
    except OSError:
        return False
    return (there.st_ino, there.st_dev) == (here.st_ino, here.st_dev)


def _remove(folder: Path) -> None:
    """Remove a build folder, unless a reader holds it."""
    descriptor = -1
    with suppress(OSError):
        if (folder / META).exists():
            descriptor = os.open(folder / META, os.O_RDONLY | os.O_CLOEXEC)
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            (folder / META).unlink()
        shutil.rmtree(folder)
    if descriptor >= 0:
        os.close(descriptor)
