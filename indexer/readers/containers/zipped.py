"""A ZIP archive as the folder it is: its documents are read as if they lay beside the others.

Its own list is looked at before anything is unpacked: how many files, how large, how tightly
packed. What the list promises is not believed: unpacking stops at the same limits.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from corpus.errors import FileDamaged, FileEmpty, FileEncrypted, FileHostile
from corpus.model import SourceFile
from indexer.readers.containers.room import SPLIT, Member, Room

RATIO_AT_MOST = 200
"""Unpacked over packed bytes, of one file of more than a few megabytes and of all together."""
SMALL = 2**23

_BLOCK = 2**20
_AGAIN = "fetch it again, or unpack it and put its documents into the folder"


def read(path: Path, source: SourceFile, room: Room) -> Iterator[Member]:
    """A Member for every file but those left out of any folder.

    Raises FileDamaged, FileEmpty, FileEncrypted or FileHostile.
    """
    try:
        package = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FileDamaged(f"its list of files cannot be read ({error})", _AGAIN) from None
    with package:
        listed = [entry for entry in package.infolist() if not entry.is_dir()]
        _weigh(listed, room)
        if listed and all(entry.flag_bits & 1 for entry in listed):
            raise FileEncrypted("its files are locked with a password", SPLIT)
        told = 0
        for entry in listed:
            member = _member(package, entry, room)
            if member is not None:
                told += 1
                yield member
        if not told and not room.only:
            raise FileEmpty("there is no document in it", "leave it out")


def _weigh(listed: list[zipfile.ZipInfo], room: Room) -> None:
    """Raises FileHostile for what would go over the limits by its own list."""
    if len(listed) > 4 * room.files:
        raise FileHostile(f"it lists {len(listed):,} files", SPLIT)
    unpacked = sum(entry.file_size for entry in listed)
    packed = sum(entry.compress_size for entry in listed)
    if unpacked > room.size:
        raise FileHostile(f"it unpacks to {unpacked // 2**20:,} MiB", SPLIT)
    for large, small in ((unpacked, packed), *((e.file_size, e.compress_size) for e in listed)):
        if large > SMALL and large > RATIO_AT_MOST * max(small, 1):
            raise FileHostile(f"it unpacks to {large // max(small, 1):,} times its size", SPLIT)
    if _overlap(listed):
        raise FileHostile("its files lie upon one another", SPLIT)


def _overlap(listed: list[zipfile.ZipInfo]) -> bool:
    """Whether two files share bytes of the archive, as in a bomb that is built of one kernel."""
    end = 0
    for entry in sorted(listed, key=lambda one: one.header_offset):
        if entry.header_offset < end:
            return True
        end = entry.header_offset + 30 + entry.compress_size
    return False


def _member(package: zipfile.ZipFile, entry: zipfile.ZipInfo, room: Room) -> Member | None:
    label = room.label(entry.filename)
    if label is None:
        return None
    if entry.flag_bits & 1:
        return Member(label, "", "it is locked with a password", SPLIT)
    if entry.external_attr >> 28 == 0o12:
        return Member(label, "", "it is a link and no file", "put the file itself there")
    try:
        return room.lay(label, _blocks(package, entry))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        return Member(label, "", f"it cannot be unpacked ({_plain(error)})", _AGAIN)
    except (NotImplementedError, RuntimeError) as error:
        return Member(label, "", f"it is packed in an unknown way ({_plain(error)})", SPLIT)


def _blocks(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    left = entry.file_size
    with package.open(entry) as file:
        while block := file.read(_BLOCK):
            left -= len(block)
            if left < 0:
                raise FileHostile("a file in it is larger than its list says", SPLIT)
            yield block


def _plain(error: BaseException) -> str:
    return " ".join(str(error).split())[:100] or type(error).__name__
