"""Who was there as tables tell it: a person a row, marks in columns, lists side by side."""

from pathlib import Path

import docx
import pytest
from reading import read_file

from indexer.analyse import analyse
from indexer.readers.archive import find_files

TABLES = {
    "names and roles": (
        "Present",
        [
            ["Name", "Role", "Organisation"],
            ["Cllr Ada Quill", "Chair", "Wexmoor Council"],
            ["Bo Tamsin", "Chief Constable", "Wexmoor Police"],
            ["Dr Cy Penhale-Rowe", "Independent Member", ""],
        ],
        [
            ("present", "Ada Quill", "Chair, Wexmoor Council"),
            ("present", "Bo Tamsin", "Chief Constable, Wexmoor Police"),
            ("present", "Cy Penhale-Rowe", "Independent Member"),
        ],
    ),
    "ticks under present and apologies": (
        "Attendance",
        [
            ["Member", "Present", "Apologies", "Absent"],
            ["Ada Quill (Chair)", "✓", "", ""],
            ["Bo Tamsin", "", "✓", ""],
            ["Cy Penhale", "", "", "x"],
        ],
        [
            ("present", "Ada Quill", "Chair"),
            ("apologies", "Bo Tamsin", ""),
            ("absent", "Cy Penhale", ""),
        ],
    ),
    "a word says it": (
        "Attendance",
        [
            ["Name", "Position", "Attendance"],
            ["Ada Quill", "Commissioner", "Present"],
            ["Bo Tamsin", "Chief Constable", "Apologies"],
        ],
        [
            ("present", "Ada Quill", "Commissioner"),
            ("apologies", "Bo Tamsin", "Chief Constable"),
        ],
    ),
    "two lists side by side": (
        "",
        [
            ["MEMBERS PRESENT", "OFFICERS PRESENT"],
            ["Councillor Quill", "Ms B. Tamsin, City Clerk"],
            ["The Speaker, Councillor Vane", "Mr C. Penhale, Chief Administrative Officer"],
            ["Councillor Orme", ""],
        ],
        [
            ("present", "Quill", ""),
            ("present", "B. Tamsin", "City Clerk"),
            ("present", "Vane", "The Speaker"),
            ("present", "C. Penhale", "Chief Administrative Officer"),
            ("present", "Orme", ""),
        ],
    ),
    "keys in the first column": (
        "",
        [
            ["Present:", "Ada Quill (Chair), Bo Tamsin (Treasurer)"],
            ["In attendance:", "Cy Penhale (Clerk)"],
            ["Apologies:", "Di Vane"],
        ],
        [
            ("present", "Ada Quill", "Chair"),
            ("present", "Bo Tamsin", "Treasurer"),
            ("present", "Cy Penhale", "Clerk"),
            ("apologies", "Di Vane", ""),
        ],
    ),
    "the role first": (
        "In attendance",
        [
            ["Commissioner", "Ada Quill"],
            ["Chief Constable", "Bo Tamsin"],
        ],
        [("present", "Ada Quill", "Commissioner"), ("present", "Bo Tamsin", "Chief Constable")],
    ),
    "a list in each column": (
        "",
        [
            ["Present", "Apologies"],
            ["Ada Quill (Chair)", "Di Vane"],
            ["Bo Tamsin, Clerk", "Cy Orme (CO)"],
            ["Ed Penhale", ""],
        ],
        [
            ("present", "Ada Quill", "Chair"),
            ("apologies", "Di Vane", ""),
            ("present", "Bo Tamsin", "Clerk"),
            ("apologies", "Cy Orme", "CO"),
            ("present", "Ed Penhale", ""),
        ],
    ),
    "not a list of people": (
        "Performance",
        [
            ["Measure", "Quarter 1", "Quarter 2"],
            ["Lamps Lit", "12", "14"],
        ],
        [],
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_people_are_read_from_tables(tmp_path: Path, name: str) -> None:
    heading, rows, right = TABLES[name]
    made = docx.Document()
    made.add_heading("Wexmoor Ethics Board", 1)
    made.add_paragraph("Minutes of the meeting held on 4 June 2019")
    if heading:
        made.add_heading(heading, 2)
    table = made.add_table(0, len(rows[0]))
    for cells in rows:
        for cell, words in zip(table.add_row().cells, cells, strict=True):
            cell.text = words
    made.add_heading("1. Lamps", 2)
    made.add_paragraph("The lamps of the north quay were discussed at length by everybody there.")
    made.save(str(tmp_path / "a.docx"))
    document = read_file(tmp_path, find_files(tmp_path)[0]).document
    assert document is not None
    found = analyse(document).parts[0].people
    assert [(one.attendance, one.name, one.role) for one in found] == right
