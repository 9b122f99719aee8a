"""The command line over a real index of a few papers of the specimen archive."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import docx
import pytest
from plain_words import old

from api.cli import main

PAPERS = (
    "commissioner/2019-03-26-holding-to-account.txt",
    "letters/2021-01-14-panel-to-commissioner.txt",
    "panel/2020-12-08-minutes.html",
)
ARCHIVE = Path(__file__).parents[2] / "corpus" / "documents"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Three papers, and one that is no paper at all."""
    folder = tmp_path_factory.mktemp("archive")
    for name in PAPERS:
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(ARCHIVE / name, folder / name)
    (folder / "torn.pdf").write_bytes(b"%PDF-1.7\n%torn off here")
    location = tmp_path_factory.mktemp("index") / "index"
    assert main.main(["index", str(folder), "--index", str(location)]) == 3
    return str(location)


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_indexed(
    index: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["check", "--index", index]) == 0
    told = capsys.readouterr().out
    assert "is whole" in told
    assert "documents: 3" in told
    assert "torn.pdf" in told


def test_every_time_is_told_by_day_with_the_reason(
    index: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["every", "OC16", "--index", index]) == 0
    told = capsys.readouterr().out
    assert "26 March 2019\n-------------" in told
    assert "2019-03-26-holding-to-account.txt · says “OC16”" in told
    assert all(len(line) <= 100 for line in told.splitlines())


@pytest.mark.parametrize(
    "command",
    [
        ["every", "OC16"],
        ["every", "OC16", "--show", "below"],
        ["every", "zebra"],
        ["search", "victims"],
        ["ask", "Is OC16 used only where it should be?"],
        ["ask", "who won the football world cup?"],
        ["show", PAPERS[0], "--passages"],
        ["check"],
    ],
)
def test_the_terminal_speaks_plain_english(
    index: str, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main([*command, "--index", index]) == 0
    assert old(capsys.readouterr().out) == []


def test_every_time_leaves_in_each_form_with_the_same_passages(
    index: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    common = ["every", "OC16", "--index", index]
    assert main.main([*common, "--json"]) == 0
    hits = json.loads(capsys.readouterr().out)["hits"]
    assert main.main([*common, "--format", "jsonl"]) == 0
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == hits
    target = tmp_path / "list.csv"
    assert main.main([*common, "--format", "csv", "--out", str(target)]) == 0
    text = target.read_text(encoding="utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(text, newline="")) if row["passage"]]
    assert [row["passage"] for row in rows] == [hit["passage"] for hit in hits]
    target = tmp_path / "list.docx"
    assert main.main([*common, "--format", "docx", "--out", str(target)]) == 0
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(target)).paragraphs)
    assert text.count(f", {PAPERS[0]}") == sum(hit["document"] == PAPERS[0] for hit in hits)


def test_every_citation_is_exact(index: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["search", "victims", "--json", "--limit", "50", "--index", index]) == 0
    hits = json.loads(capsys.readouterr().out)["hits"]
    assert hits
    for hit in hits:
        if hit["document"].endswith(".txt"):
            text = (ARCHIVE / hit["document"]).read_bytes().decode()
            assert text[hit["start"] : hit["end"]] == hit["quote"]


def test_a_question_without_an_answer_is_told_so(
    index: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["ask", "who won the football world cup?", "--index", index]) == 0
    assert "The archive does not say." in capsys.readouterr().out


def test_an_answer_explains_how_its_passages_were_ordered(
    index: str, capsys: pytest.CaptureFixture[str]
) -> None:
    question = "Is OC16 used only where it should be?"
    assert main.main(["ask", question, "--explain", "--limit", "3", "--index", index]) == 0
    head, *rows, sure = capsys.readouterr().out.splitlines()[-5:]
    assert head.split() == ["passage", "words", "meaning", "both", "read"]
    assert [row.split()[0] for row in rows] == ["1", "2", "3"]
    assert [row.split()[-1] for row in rows] == ["1", "2", "3"]
    assert sure.startswith("How sure the answer is: 0.")


def test_the_tree_of_a_document_is_shown(index: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["show", PAPERS[0], "--index", index]) == 0
    told = capsys.readouterr().out
    assert "2019-03-26" in told
    assert "passages" in told
    assert main.main(["show", PAPERS[0], "--json", "--index", index]) == 0
    assert json.loads(capsys.readouterr().out)["parts"][0]["said_on"] == "2019-03-26"


def test_a_filter_that_nothing_has_is_refused_with_what_there_is(
    index: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["search", "victims", "--body", "Nobody", "--index", index]) == 2
    assert "Those that there are:" in capsys.readouterr().err
    assert main.main(["search", "victims", "--document", "x", "--index", index]) == 2
    assert main.main(["show", "x", "--index", index]) == 4
