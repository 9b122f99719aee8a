"""Office files that are crafted to cost time or memory, torn, or no office files at all."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

from compound import compound
from office_files import LIMITS, WORD, opendocument, saved
from openpyxl import Workbook
from pptx import Presentation
from pptx.util import Inches

from indexer.readers.archive import find_files, read_archive


def _package(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return made.getvalue()


def _changed(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """A package with one part changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        files = {name: package.read(name) for name in package.namelist()}
    assert old in files[part], files[part][:400]
    files[part] = files[part].replace(old, new, 1)
    return _package(files)


def _small(sheets: int = 1) -> bytes:
    book = Workbook()
    book.active["A1"] = "The panel met."
    for number in range(sheets - 1):
        book.create_sheet(f"s{number}")
    return saved(book)


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x ['
    + b'<!ENTITY a "' + b"ha" * 50 + b'">'
    + b"".join(
        b'<!ENTITY %c "%s">' % (c, b"&%c;" % (c - 1) * 50) for c in range(ord("b"), ord("k"))
    )
    + b"]>"
)  # fmt: skip
SHEET = "xl/worksheets/sheet1.xml"


def hostile() -> dict[str, bytes]:
    plain = _small()
    show = Presentation()
    show.slides.add_slide(show.slide_layouts[5]).shapes.title.text = "Words"
    slides = saved(show)
    laughing = LAUGHS.decode()
    return {
        "entities.odt": opendocument("text", "<text:p>&j;</text:p>", head=laughing[21:]),
        "entities.xlsx": _changed(
            _changed(plain, SHEET, b"The panel met.", b"&j;"),
            SHEET,
            b"<worksheet",
            LAUGHS[21:] + b"<worksheet",
        ),
        "merged.xlsx": _changed(
            plain,
            SHEET,
            b"</sheetData>",
            b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        ),
        "bomb.xlsx": _package({"xl/workbook.xml": b"x" * 60_000_000, "[Content_Types].xml": b"x"}),
        "torn.xlsx": plain[: len(plain) // 2],
        "noise.xlsx": _package({"xl/workbook.xml": b"no xml", "[Content_Types].xml": b"no xml"}),
        "sheets.xlsx": _package({"xl/workbook.xml": b"x", **{f"{n}": b"" for n in range(10_000)}}),
        "nothing.xlsx": saved(Workbook()),
        "noise.pptx": _package({"ppt/presentation.xml": b"no xml", "[Content_Types].xml": b"no"}),
        "torn.pptx": slides[: len(slides) // 2],
        "no title.pptx": _changed(slides, "ppt/slides/slide1.xml", b"Words", b""),
        "deep.odt": opendocument("text", "<text:section>" * 5_000 + "</text:section>" * 5_000),
        "noise.odt": _package({"content.xml": b"no", "META-INF/manifest.xml": b"no"}),
        "noise.rtf": b"{\\rtf1" + bytes(range(1, 256)).replace(b"}", b"") * 0 + b"}",
        "deep.rtf": b"{\\rtf1 " + b"{" * 100_000,
        "pictures.rtf": b"{\\rtf1 {\\pict " + b"00ff" * 500_000 + b"}}",
        "objects.rtf": b"{\\rtf1 {\\object\\objupdate{\\*\\objdata " + b"d0cf" * 500_000 + b"}}}",
        "binary.rtf": b"{\\rtf1 \\bin999999999 words}",
        "macros.doc": compound({"WordDocument": b"\0" * 600, "Macros/VBA/dir": b"\0" * 600}),
        "torn.doc": WORD[:900],
        "loop.xls": WORD[:512] + b"\0" * 4_000,
    }


def test_a_hostile_office_file_is_one_line(tmp_path: Path) -> None:
    files = hostile()
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "minutes.txt").write_text("The panel met.")
    found = {one.source.path: one for one in read_archive(tmp_path, find_files(tmp_path), LIMITS)}
    assert set(found) == {*files, "minutes.txt"}
    for name in files:
        assert found[name].status in ("failed", "empty"), found[name]
        assert found[name].detail, name
        assert found[name].cure, name
        assert "\n" not in found[name].detail + found[name].cure, name


def test_many_sheets_and_wide_spans_are_read_within_limits(tmp_path: Path) -> None:
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[5])
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(1), Inches(4), Inches(2)).table
    table.cell(0, 0).text, table.cell(1, 1).text = "Wide", "Words"
    table.cell(0, 0)._tc.set("gridSpan", "2000000000")
    (tmp_path / "wide.pptx").write_bytes(saved(show))
    (tmp_path / "many.xlsx").write_bytes(_small(300))
    found = list(read_archive(tmp_path, find_files(tmp_path), LIMITS))
    assert [one.status for one in found] == ["ok", "ok"]


def test_crafted_rtf_takes_time_in_proportion(tmp_path: Path) -> None:
    from indexer.readers.office.rtf import _Reader

    for crafted in (
        b"{\\rtf1 " + b"\\'a3" * 200_000,
        b"{\\rtf1 " + b"\\u8217" * 100_000,
        b"{\\rtf1 " + b"\\super 1 " * 50_000,
        b"{\\rtf1 " + b"\\intbl x\\cell" * 50_000,
        b"{\\rtf1 " + b"\\" * 200_000,
        b"{\\rtf1 " + b"{\\footnote x}" * 50_000,
    ):
        began = time.process_time()
        for _ in _Reader().blocks(crafted):
            pass
        assert time.process_time() - began < 4, crafted[:20]
