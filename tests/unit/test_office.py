"""Sheets, slides, OpenDocument, RTF: what shows is read, what is hidden or taken back is not."""

from __future__ import annotations

import datetime
import io
import os
import time
import zipfile
from pathlib import Path

import pytest
from compound import compound
from openpyxl import Workbook
from openpyxl.styles import Font
from pptx import Presentation
from pptx.util import Inches

from api.views import wording
from corpus.model import Understanding
from indexer.analyse import analyse
from indexer.changes import plan
from indexer.readers.archive import find_files, read_archive
from indexer.readers.endings import Reading
from indexer.readers.office import libreoffice
from indexer.readers.office.number_formats import shown
from search.settings import Settings

LIMITS = Settings(file_seconds=20, file_memory=900)


def reading(folder: Path, name: str, data: bytes) -> Reading:
    (folder / name).write_bytes(data)
    (found,) = read_archive(folder, find_files(folder), LIMITS)
    return found


def understood(folder: Path, name: str, data: bytes) -> Understanding:
    found = reading(folder, name, data)
    assert found.document is not None, found
    return analyse(found.document)


def saved(made: object) -> bytes:
    file = io.BytesIO()
    made.save(file)  # type: ignore[attr-defined]
    return file.getvalue()


# Sheets


@pytest.mark.parametrize(
    ("value", "code", "words"),
    [
        (1250000, '"£"#,##0', "£1,250,000"),
        (1310500.5, "[$£-809]#,##0.00", "£1,310,500.50"),
        (-4200, "#,##0;[Red](#,##0)", "(4,200)"),
        (-4200, '_-"£"* #,##0_-;-"£"* #,##0_-', "-£ 4,200"),
        (0.701, "0.0%", "70.1%"),
        (0.005, "0%", "1%"),
        (2.675, "0.00", "2.68"),
        (2.5, "0", "3"),
        (46.6, "General", "46.6"),
        (47.0, "General", "47"),
        (0.1 + 0.2, "General", "0.3"),
        (12, '0" calls"', "12 calls"),
        (1234567, '#,##0.0,,"m"', "1.2m"),
        (0.5, "# ?/?", "0.5"),
        (12345.678, "0.00E+00", "12345.678"),
        (3.5, "0.##", "3.5"),
        (True, "General", "TRUE"),
        (datetime.datetime(2019, 3, 4), "dd/mm/yyyy", "4 March 2019"),
        (datetime.datetime(2019, 3, 4), "mm-dd-yy", "4 March 2019"),
        (datetime.datetime(2019, 3, 4, 14, 30), "dd/mm/yyyy hh:mm", "4 March 2019 14:30"),
        (datetime.datetime(2019, 3, 1), "mmm-yy", "March 2019"),
        ("as it is", "0.00", "as it is"),
        (None, "0", ""),
        (1e300, "0.00", "1e+300"),
    ],
)
def test_a_cell_says_what_the_sheet_shows(value: object, code: str, words: str) -> None:
    assert shown(value, code) == words


def workbook() -> Workbook:
    book = Workbook()
    sheet = book.active
    sheet.title = "Budget"
    sheet["A1"] = "Budget of the Vale Panel"
    sheet["A1"].font = Font(bold=True)
    sheet["A3"], sheet["B3"], sheet["C3"] = "Cost centre", "Budget", "Change"
    for row in (("Roads", 1250000, 0.0484), ("Custody", 90000, -0.5), ("Secret", 5, 0.1)):
        sheet.append(row)
    for row in (4, 5, 6):
        sheet.cell(row, 2).number_format = '"£"#,##0'
        sheet.cell(row, 3).number_format = "0.0%"
    sheet.row_dimensions[6].hidden = True
    sheet["G4"] = "a hidden column"
    sheet.column_dimensions["G"].hidden = True
    hidden = book.create_sheet("Old")
    hidden["A1"] = "a hidden sheet"
    hidden.sheet_state = "hidden"
    book.create_sheet("Nothing")
    words = book.create_sheet("Notes")
    words.append(["Ref", "Point raised"])
    words.append(["1", "The panel asked when the new station in Thornby would open."])
    words.append(["2", "The panel asked for the figures of the last three winters."])
    words["XFD1048576"] = "far away"
    words["A2000"] = "A line below."
    return book


def test_a_workbook_is_read_sheet_by_sheet(tmp_path: Path) -> None:
    found = understood(tmp_path, "a.xlsx", saved(workbook()))
    rows = [(p.text, p.columns, p.page_label) for p in found.passages if p.kind == "row"]
    assert rows == [
        ("Roads\t£1,250,000\t4.8%", "Cost centre | Budget | Change", "sheet Budget"),
        ("Custody\t£90,000\t-50.0%", "Cost centre | Budget | Change", "sheet Budget"),
        (
            "1\tThe panel asked when the new station in Thornby would open.",
            "Ref | Point raised",
            "sheet Notes",
        ),
        (
            "2\tThe panel asked for the figures of the last three winters.",
            "Ref | Point raised",
            "sheet Notes",
        ),
    ]
    document = found.document
    assert document.title == "Budget of the Vale Panel"
    assert document.notes == ("hidden sheets: 1",)
    assert [page.label for page in document.pages] == [
        "sheet Budget",
        "sheet Nothing",
        "sheet Notes",
    ]
    assert "idden" not in document.text
    assert "A line below." in document.text
    assert wording.page(1, "sheet Budget") == "sheet Budget"


def test_two_rows_of_heads_stand_over_their_columns(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    for row in (
        ["", "April 2020", "", "May 2020", ""],
        ["District", "Number", "Share", "Number", "Share"],
        ["Thornby", 131, 0.4, 142, 0.6],
    ):
        sheet.append(row)
    for cell in (*sheet[1], *sheet[2]):
        cell.font = Font(bold=True)
    sheet.merge_cells("B1:C1")
    sheet.merge_cells("D1:E1")
    found = understood(tmp_path, "a.xlsx", saved(book))
    (row,) = [p for p in found.passages if p.kind == "row" and "Thornby" in p.text]
    assert "April 2020 › Number" in row.columns
    assert "May 2020 › Number" in row.columns


# Slides


def test_a_presentation_is_read_slide_by_slide(tmp_path: Path) -> None:
    show = Presentation()
    first = show.slides.add_slide(show.slide_layouts[1])
    first.shapes.title.text = "Rural crime update"
    frame = first.placeholders[1].text_frame
    frame.text = "Quad bikes stolen fell to 14"
    below = frame.add_paragraph()
    below.text, below.level = "in two of the districts", 1
    first.notes_slide.notes_text_frame.text = "words that nobody was shown"
    second = show.slides.add_slide(show.slide_layouts[5])
    second.shapes.title.text = "Figures"
    table = second.shapes.add_table(3, 2, Inches(1), Inches(1), Inches(4), Inches(2)).table
    for row, cells in enumerate((("Month", "Thefts"), ("May", "41"), ("June", "37"))):
        for column, words in enumerate(cells):
            table.cell(row, column).text = words
    third = show.slides.add_slide(show.slide_layouts[5])
    third.shapes.title.text = "A hidden slide"
    third._element.set("show", "0")
    found = understood(tmp_path, "b.pptx", saved(show))
    told = [(p.text, p.section.headings, p.columns, p.page_label) for p in found.passages]
    assert told == [
        ("Quad bikes stolen fell to 14", (), "", "slide 1"),
        ("in two of the districts", (), "", "slide 1"),
        ("May\t41", ("Figures",), "Month | Thefts", "slide 2"),
        ("June\t37", ("Figures",), "Month | Thefts", "slide 2"),
    ]
    assert found.document.title == "Rural crime update"
    assert found.document.notes == ("hidden slides: 1",)


# RTF

RTF = rb"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}{\stylesheet{\s1 heading 1;}}
{\info{\title A property}{\author X}}{\header A running head\par}
\pard\outlinelevel0\b Minutes of 4 March 2019\b0\par
\pard The cost was \'a3450 for 19\~vans\super 1\nosupersub . It was the 14{\super th} of May.\par
{\v hidden words}{\strike struck words}{\deleted deleted words}Words that were kept.\par
\trowd\cellx100\cellx200\intbl\b Month\cell Thefts\b0\cell\row
\trowd\intbl December\cell 41\cell\row\trowd\intbl June\cell 4\cell\row\pard
{\listtext\pard\plain 1.\tab}\ls1 First thing that was said.\par\pard
It\u8217\'92s raining \u-10179?\u-8704? on the hill, as the officer told the panel at length
{\super\chftn{\footnote \pard A note of theirs, which is told behind all the rest.}}.\par
{\object{\*\objdata d0cf11}{\result an object}}{\field{\*\fldinst HYPERLINK "x"}{\fldrslt A link}}
 ends it.\par}"""


def test_rtf_is_read_as_it_shows(tmp_path: Path) -> None:
    found = understood(tmp_path, "c.rtf", RTF)
    document = found.document
    assert (document.title, document.said_on) == ("Minutes of 4 March 2019", "2019-03-04")
    told = [(p.kind, p.text) for p in found.passages]
    assert told == [
        ("paragraph", "The cost was £450 for 19 vans. It was the 14th of May."),
        ("paragraph", "Words that were kept."),
        ("row", "December\t41"),
        ("row", "June\t4"),
        ("item", "First thing that was said."),
        ("paragraph", "It’s raining on the hill, as the officer told the panel at length."),
        ("paragraph", "A link ends it."),
        ("paragraph", "[1] A note of theirs, which is told behind all the rest."),
    ]
    assert "Month | Thefts" in {p.columns for p in found.passages}


# OpenDocument

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "fo": "xsl-fo-compatible",
        "draw": "drawing",
        "presentation": "presentation",
    }.items()
)
STYLES = (
    '<style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="S" style:parent-style-name="B">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="U">'
    '<style:text-properties style:text-position="super 58%"/></style:style>'
    '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="T"><style:table-properties table:display="false"/></style:style>'
)


def opendocument(kind: str, body: str, *, styles: str = STYLES, head: str = "") -> bytes:
    inner = f"<office:{kind}>{body}</office:{kind}>"
    content = (
        f'<?xml version="1.0"?>{head}<office:document-content {NAMES}><office:automatic-styles>'
        f"{styles}</office:automatic-styles><office:body>{inner}</office:body>"
        "</office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        mime = f"application/vnd.oasis.opendocument.{kind}"
        package.writestr(zipfile.ZipInfo("mimetype"), mime)
        package.writestr("content.xml", content)
    return made.getvalue()


TEXT = (
    "<text:tracked-changes><text:changed-region><text:deletion><text:p>deleted words</text:p>"
    "</text:deletion></text:changed-region></text:tracked-changes>"
    "<text:table-of-content><text:index-body><text:p>a line of contents 1</text:p>"
    "</text:index-body></text:table-of-content>"
    '<text:h text:outline-level="1">Minutes of 4 March 2019</text:h>'
    '<text:p>The<text:s text:c="3"/>cost was £450 for 19 vans'
    '<text:span text:style-name="U">1</text:span>.'
    '<text:span text:style-name="S">struck words</text:span>'
    '<text:span text:style-name="H">hidden words</text:span><text:note>'
    "<text:note-citation>1</text:note-citation><text:note-body><text:p>A note of theirs.</text:p>"
    "</text:note-body></text:note></text:p>"
    "<text:list><text:list-item><text:p>One point was made.</text:p><text:list><text:list-item>"
    "<text:p>A point of it, too.</text:p></text:list-item></text:list></text:list-item></text:list>"
    "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Month"
    '</text:p></table:table-cell><table:table-cell table:number-columns-repeated="999999999">'
    "<text:p>Thefts</text:p></table:table-cell></table:table-row></table:table-header-rows>"
    '<table:table-row table:number-rows-repeated="999999999"><table:table-cell><text:p>June'
    "</text:p></table:table-cell><table:table-cell><text:p>41</text:p></table:table-cell>"
    "</table:table-row></table:table><text:p>The end of it all.<draw:frame><draw:text-box>"
    "<text:p>Words in a box.</text:p></draw:text-box></draw:frame></text:p>"
)


def test_an_opendocument_text_is_read_as_it_shows(tmp_path: Path) -> None:
    found = understood(tmp_path, "d.odt", opendocument("text", TEXT))
    assert found.document.said_on == "2019-03-04"
    assert [(p.kind, p.text) for p in found.passages] == [
        ("paragraph", "The cost was £450 for 19 vans."),
        ("item", "One point was made."),
        ("item", "A point of it, too."),
        ("row", "June\t41"),
        ("paragraph", "The end of it all."),
        ("paragraph", "Words in a box."),
        ("paragraph", "[1] A note of theirs."),
    ]


def test_sheets_and_slides_of_opendocument_are_pages(tmp_path: Path) -> None:
    def sheet(name: str, style: str = "") -> str:
        cells = "".join(
            f"<table:table-cell><text:p>{words}</text:p></table:table-cell>"
            for words in (f"Roads of {name}", "£1,250")
        )
        return (
            f'<table:table table:name="{name}" table:style-name="{style}"><table:table-row>'
            f"{cells}</table:table-row></table:table>"
        )

    book = opendocument("spreadsheet", sheet("May") + sheet("June") + sheet("Old", "T"))
    found = understood(tmp_path, "a.ods", book)
    assert [(p.text, p.page_label) for p in found.passages if p.kind == "row"] == [
        ("Roads of May\t£1,250", "sheet May"),
        ("Roads of June\t£1,250", "sheet June"),
    ]
    assert found.document.notes == ("sheet Old is hidden",)
    (tmp_path / "a.ods").unlink()
    slides = "".join(
        f'<draw:page><draw:frame presentation:class="title"><draw:text-box><text:p>Slide {n}'
        f"</text:p></draw:text-box></draw:frame><draw:frame><draw:text-box><text:p>Words {n}."
        "</text:p></draw:text-box></draw:frame><presentation:notes><draw:frame><draw:text-box>"
        "<text:p>spoken</text:p></draw:text-box></draw:frame></presentation:notes></draw:page>"
        for n in (1, 2)
    )
    shown_ = understood(tmp_path, "a.odp", opendocument("presentation", slides))
    assert "spoken" not in shown_.document.text
    told = [(p.text, p.page_label) for p in shown_.passages if p.kind == "paragraph"]
    assert told == [("Words 1.", "slide 1"), ("Words 2.", "slide 2")]


# Older ones


WORD = compound({"WordDocument": b"\xec\xa5" + b"\0" * 600})


def test_an_old_office_file_is_named_with_the_cure_where_libreoffice_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    for stream, name in {
        "WordDocument": "Word",
        "Workbook": "Excel",
        "PowerPoint Document": "PowerPoint",
    }.items():
        (tmp_path / "old").write_bytes(compound({stream: b"\0" * 600}))
        with pytest.raises(Exception, match="LibreOffice is not installed") as told:
            list(libreoffice.read(tmp_path / "old", None))  # type: ignore[arg-type]
        assert name in str(told.value)
        assert "install LibreOffice" in str(told.value)


def test_libreoffice_turns_it_and_its_own_reader_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import docx

    made = docx.Document()
    made.add_paragraph("The panel met in the old hall.")
    made.save(str(tmp_path / "made.docx"))
    programs = tmp_path / "bin"
    programs.mkdir()
    soffice = programs / "soffice"
    soffice.write_text(
        '#!/bin/sh\nfor one; do last="$one"; done\ncase "$last" in *.doc) ;; *) exit 3;; esac\n'
        f'while [ "$1" != --outdir ]; do shift; done\nmkdir -p "$2"\n'
        f'cp {tmp_path}/made.docx "$2/file.docx"\n'
    )
    soffice.chmod(0o755)
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "old.doc").write_bytes(WORD)
    sources = find_files(archive)
    before = plan(archive, sources, None, LIMITS, False).limits
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    after = plan(archive, sources, None, LIMITS, False).limits
    if before != after:  # where it is installed anyway, nothing changes
        assert after.endswith("LibreOffice")
    steps = list(libreoffice.read(archive / "old.doc", sources[0]))
    assert steps[-1].text == "The panel met in the old hall."
    assert steps[-1].source.path == "old.doc"
    soffice.write_text("#!/bin/sh\necho it is no document >&2\nexit 1\n")
    with pytest.raises(Exception, match=r"could not read .it is no document"):
        list(libreoffice.read(archive / "old.doc", sources[0]))


# Hostile ones


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
