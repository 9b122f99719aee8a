"""The ZIP packages that office programs write: weighed before they are opened, parsed safely."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

from corpus.errors import FileDamaged, FileEncrypted, FileHostile
from indexer.readers.text_repair import one_line

PARTS_AT_MOST = 5_000
UNPACKED_AT_MOST = 256 * 1024 * 1024
RATIO_AT_MOST = 200
"""Unpacked over packed bytes of one part, for parts of more than a few megabytes."""


def damaged(error: Exception, kind: str, cure: str) -> FileDamaged:
    """A library's own error on a broken package; raises MemoryError where it hides one."""
    if any(entry.type_name == "ERR_NO_MEMORY" for entry in getattr(error, "error_log", ())):
        raise MemoryError from None
    return FileDamaged(f"it cannot be read as {kind} ({one_line(str(error))[:100]})", cure)


def weigh(path: Path, kind: str, cure: str) -> None:
    """Looks at the package's own list before anything is unpacked.

    Raises FileDamaged, FileEncrypted, or FileHostile for what is too large or packed too tightly.
    """
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise damaged(error, kind, cure) from None
    if any(part.flag_bits & 1 for part in parts):
        raise FileEncrypted("parts of it are locked with a password", "save a copy without it")
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > PARTS_AT_MOST or unpacked > UNPACKED_AT_MOST:
        raise FileHostile(
            f"it unpacks to {unpacked // 2**20:,} MiB in {len(parts):,} parts",
            "save it again without its pictures, or as PDF",
        )
    for part in parts:
        if part.file_size > 2**23 and part.file_size > RATIO_AT_MOST * max(part.compress_size, 1):
            raise FileHostile(
                f"one of its parts unpacks to {part.file_size // max(part.compress_size, 1):,} "
                "times its size",
                cure,
            )


def parsed(data: bytes) -> Any:
    """A part's XML; entities stay unresolved. Raises what lxml raises."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(data, parser)
