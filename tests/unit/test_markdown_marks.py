"""Markdown's marks are no words, as tags are none, and what is struck is not said."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from corpus.model import SourceFile
from indexer.analyse import analyse
from indexer.readers.text import read_text
from indexer.readers.website.markdown import LONGEST, is_markdown, without_marks


def told(tmp_path: Path, text: str, name: str = "notes.md") -> list[str]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    kind = "text/markdown" if name.endswith(".md") else "text/plain"
    document = read_text(path, SourceFile(name, "0" * 64, kind, len(text)))
    found = analyse(document).passages
    assert all(one.text == document.text[one.span.start : one.span.end] for one in found)
    return [one.text for one in found]


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("costs **rose to £91,000** in _rural_ wards", "costs rose to £91,000 in rural wards"),
        ("__Mr Lund__ *agreed*, ***at once***.", "Mr Lund agreed, at once."),
        ("by ~~March 2020~~ September 2020.", "by September 2020."),
        ("The lamps were lit ~~all of them~~.", "The lamps were lit."),
        ("<del>Nine</del> Eight <ins>new</ins> lamps", "Eight <ins>new</ins> lamps"),
        (
            "see the [joint plan](https://quay.example/a_b_c.pdf) of June",
            "see the joint plan of June",
        ),
        ("![chart](a.png)Lamps lit", "Lamps lit"),
        (
            "`call_log_v2`, 3 \\* 4 and file\\_name &amp; more",
            "call_log_v2, 3 * 4 and file_name & more",
        ),
        ("call_log_v2 and 2 * 3 * 4, **unclosed", "call_log_v2 and 2 * 3 * 4, **unclosed"),
        ("**Lamps\nand quays** were\r\n  *counted*", "Lamps\nand quays were\r\n  counted"),
        ("| a \\| b | **c** |", "| a \\| b | c |"),
        ("- ~~all of it~~\n- the rest\n3. ~~gone~~", "\n- the rest\n"),
        ("~~Closed the quay.~~\n\n## ~~Old~~\n\nLit.", "\n\n\n\nLit."),
    ],
)
def test_marks_inside_lines_go_and_leave_their_words(marked: str, plain: str) -> None:
    assert without_marks(marked)[0] == plain


def test_what_is_bold_is_known_by_its_place() -> None:
    text, strong = without_marks("One **two** ~~x~~ three\n\n__Four\nfive__ *six*")
    assert [text[one.start : one.end] for one in strong] == ["two", "Four", "five"]


def test_struck_words_are_never_quoted_and_quotes_are_without_marks(tmp_path: Path) -> None:
    found = told(
        tmp_path,
        "# Notes of the Quay Forum\n\n**Present:** Ada Quill, _Tom Reeve_\n\n## **Lamps**\n\n"
        "~~The Forum resolved to close the quay.~~\n\n"
        "Ms Quill said that lamps cost **£400** each, and not ~~£300~~ less.\n\n"
        "| Ward | **Lamps** |\n|---|---:|\n| North Quay | ~~11~~ 12 |\n",
    )
    assert "Ms Quill said that lamps cost £400 each, and not less." in found
    assert "Present: Ada Quill, Tom Reeve" in found
    assert any(one.split() == ["North", "Quay", "|", "12"] for one in found)
    assert not any("resolved" in one or "~" in one or "*" in one for one in found)


def test_a_plain_text_is_markdown_by_its_headings_and_marks(tmp_path: Path) -> None:
    text = "# Quay Forum\n\n## Lamps\n\nThe Forum asked for **nine** lamps, not ~~ten~~ more.\n"
    assert told(tmp_path, text, "notes.txt")[-1] == "The Forum asked for nine lamps, not more."
    plain = "QUAY FORUM\n\nThe Forum asked for **nine** lamps and _all_ of them by ~~June~~.\n"
    assert told(tmp_path, plain, "plain.txt")[-1] == plain.split("\n")[2]
    assert not is_markdown("# 1\n# 2\nfigures of a file_name_v2, 3 * 4 * 5\n")


def test_marks_take_time_in_proportion_whatever_is_written() -> None:
    began = time.process_time()
    for unit in ("[", "*a_", "`", "~~a", "![](", "&#"):
        run = unit * (LONGEST // len(unit))
        assert without_marks(f"{run}\n\n{run}")[0]
        assert without_marks(unit * 20_000)[0] == unit * 20_000
    assert without_marks(" " * 400_000)[0] == " " * 400_000
    assert time.process_time() - began < 5
