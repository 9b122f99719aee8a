"""OpenDocument, RTF and older office files: what shows is read, what is taken back is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from compound import compound
from office_files import LIMITS, WORD, opendocument, understood

from indexer.changes import plan
from indexer.readers.archive import find_files
from indexer.readers.office import libreoffice

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
