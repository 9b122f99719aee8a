"""Office files of before 2007 (.doc, .xls, .ppt), turned into those of today by LibreOffice.

It stays a program of its own, run without a window and with a profile of its own, in which no macro
runs. What it writes is read as any DOCX, XLSX or PPTX is, and the document is still the old file.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from corpus.errors import FileDamaged, FileEncrypted, SourceUnreadable
from corpus.model import SourceFile
from indexer.readers.office.programs import run

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 180
MEMORY = 4096
"""MiB that LibreOffice may take"""

_TURNED = (
    ("WordDocument", "a Word file of before 2007 (.doc)", "docx", "indexer.readers.docx"),
    ("Workbook", "an Excel file of before 2007 (.xls)", "xlsx", "indexer.readers.office.sheets"),
    ("Book", "an Excel file of before 2007 (.xls)", "xlsx", "indexer.readers.office.sheets"),
    (
        "PowerPoint Document",
        "a PowerPoint file of before 2007 (.ppt)",
        "pptx",
        "indexer.readers.office.slides",
    ),
)
"""the stream that tells the format, what it is called, what it is turned into and who reads that"""


def find_program() -> str:
    """Where LibreOffice is installed, '' if it is not."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), "")


def read(path: Path, source: SourceFile, ocr: str | None = None) -> Iterator[Any]:
    """The steps of the reader of what LibreOffice made of it.

    Raises SourceUnreadable with the cure where LibreOffice is not installed, and FileDamaged or
    FileEncrypted.
    """
    what, ending, reader = _format(path)
    program = find_program()
    if not program:
        raise SourceUnreadable(
            f"it is {what}, and LibreOffice is not installed",
            "install LibreOffice and build again, or save it as DOCX or PDF",
        )
    with tempfile.TemporaryDirectory(prefix="minuted-office-") as name:
        folder = Path(name)
        profile = (folder / "profile").as_uri()
        made = folder / "made"
        copy = folder / f"file.{'doc' if ending == 'docx' else ending[:3]}"
        shutil.copyfile(path, copy)
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore"]
        command += ["--nolockcheck", "--convert-to", ending, "--outdir", str(made), str(copy)]
        reason = yield from run(command, folder, SECONDS, MEMORY)
        result = made / f"file.{ending}"
        if reason or not result.is_file():
            raise FileDamaged(
                f"it is {what}, which LibreOffice could not read ({reason or 'it wrote nothing'})",
                "save it as DOCX or PDF",
            )
        yield from import_module(reader).read(result, source, ocr)


def _format(path: Path) -> tuple[str, str, str]:
    import olefile

    try:
        with olefile.OleFileIO(str(path)) as opened:
            if opened.exists("EncryptedPackage") or opened.exists("EncryptionInfo"):
                raise FileEncrypted("it wants a password", "save a copy without the password")
            for stream, what, ending, reader in _TURNED:
                if opened.exists(stream):
                    return what, ending, reader
    except (OSError, ValueError, IndexError, TypeError) as error:
        raise FileDamaged(
            f"it is an old Office file that cannot be opened ({type(error).__name__})",
            "open it in the program that made it and save it as DOCX or PDF",
        ) from None
    raise FileDamaged(
        "it is an old Office file of no known kind",
        "open it in the program that made it and save it as DOCX or PDF",
    )
