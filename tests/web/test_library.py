"""``minuted.open`` for scripts and notebooks."""

from __future__ import annotations

import importlib
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import minuted
from corpus import extras
from corpus.errors import (
    BadFilter,
    BadQuery,
    BadSetting,
    DocumentMissing,
    IndexMissing,
    PartMissing,
    QuoteMismatch,
)
from minuted.archive import Archive
from search.results import Answer, Handover, Remark


@pytest.fixture
def papers(engine: Any) -> Archive:
    return Archive(engine)


def test_every_time_is_citations_and_a_table_of_them(papers: Archive) -> None:
    found = papers.every("999 calls")
    assert len(found) == found.total == 6
    assert found.names == ("999 calls", "OCC")
    assert [one.said_on for one in found[:2]] == ["2021-01-12", "2021-01-12"]
    table = found.to_pandas()
    assert list(table.columns[:4]) == ["document", "title", "kind", "body"]
    assert list(table["quote"]) == [one.quote for one in found]
    assert list(table["level"]) == [record["level"] for record in found.records()]


def test_every_quotation_is_the_text_at_its_offsets(papers: Archive) -> None:
    for one in papers.search("999 calls", limit=50):
        assert papers.read(one.document)[one.start : one.end] == one.quote


def test_a_quotation_that_the_source_does_not_hold_is_refused(
    papers: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = papers.search("999 calls")

    def refused(hit: Any) -> Any:
        raise QuoteMismatch("The source does not hold it.")

    monkeypatch.setattr(papers._engine, "cite", refused)
    with pytest.raises(QuoteMismatch):
        list(found)


def test_an_answer_is_text_with_citations_or_says_that_there_is_none(papers: Archive) -> None:
    answer = papers.ask("999 calls?")
    assert not answer.abstained
    assert answer.text.startswith("Nine in ten 999 calls")
    assert list(answer.to_pandas()["statement"]) == list(answer.statements)
    none = papers.ask("zebra?")
    assert none.abstained
    assert none.text == ""
    assert {"statement", "quote"} <= set(none.to_pandas().columns)
    assert len(none.to_pandas()) == 0


def test_an_answer_carries_what_corrects_it_and_what_answers_better(
    engine: Any, papers: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = engine.ask("999 calls?")
    first, second = plain.answer.statements
    handover, remark = Handover("figures", "999 calls"), Remark("corrects", 0, second)
    made = iter([Answer((first,), 0.8, remarks=(remark,)), Answer((), 0.0, handover=handover)])
    monkeypatch.setattr(engine, "ask", lambda *_: replace(plain, answer=next(made)))
    assert papers.ask("999 calls?").remarks == (remark,)
    handed = papers.ask("999 calls?")
    assert handed.handover == handover
    assert not handed.abstained


def test_filters_are_those_of_every_door_and_a_misspelt_one_is_refused(papers: Archive) -> None:
    assert {one.kind for one in papers.search("999 calls", kind="panel_minutes")} == {
        "panel_minutes"
    }
    assert all(one.said_on <= "2021-02" for one in papers.every("999 calls", until="2021-01"))
    with pytest.raises(TypeError, match="there are body, kind"):
        papers.search("999 calls", knd="letter")
    with pytest.raises(BadFilter, match="The kinds are"):
        papers.search("999 calls", kind="leaflet")
    with pytest.raises(BadFilter, match="Those that there are"):
        papers.search("999 calls", body="Nobody")
    with pytest.raises(BadQuery):
        papers.ask("  ")
    with pytest.raises(BadSetting):
        papers.search("x", limit=0)
    with pytest.raises(DocumentMissing):
        papers.read("../secret.txt")


def test_pandas_is_asked_for_only_by_to_pandas_and_named_where_it_is_missing(
    papers: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(extras, "import_module", none)
    monkeypatch.setattr(extras, "installed", lambda extra: False)
    found = papers.search("999 calls")
    assert len(found) == 6
    with pytest.raises(PartMissing, match=r"extra 'pandas'.*\[pandas\]"):
        found.to_pandas()


def test_an_extra_that_is_there_and_broken_is_no_missing_part(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(name: str) -> Any:
        raise ImportError("libstdc++ is too old")

    monkeypatch.setattr(extras, "import_module", broken)
    with pytest.raises(ImportError, match="libstdc"):
        extras.needed("pandas")


def test_an_archive_without_an_index_is_told_how_to_get_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "papers").mkdir()
    with pytest.raises(IndexMissing, match="minuted index papers"):
        minuted.open("papers")
    with pytest.raises(IndexMissing, match="minuted index gone"):
        minuted.open("gone")


def test_an_archive_is_opened_by_its_own_folder_or_by_its_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from api.cli import main

    monkeypatch.chdir(tmp_path)
    paper = "letters/2021-01-14-panel-to-commissioner.txt"
    source = Path(__file__).parents[2] / "corpus" / "documents" / paper
    (tmp_path / "papers").mkdir()
    shutil.copy(source, tmp_path / "papers" / "letter.txt")
    assert main.main(["index", "papers"]) == 0
    for place in ("papers", "build/indexes/papers", tmp_path / "papers"):
        with minuted.open(place) as papers:
            assert papers.documents() == ["letter.txt"]
            assert papers.read("letter.txt") == source.read_bytes().decode()
            json.dumps(list(papers.search("police station").records()))
            assert "<1 document, " in repr(papers)


def test_importing_the_library_imports_neither_pandas_nor_a_model() -> None:
    import subprocess
    import sys

    code = "import minuted, sys; print([n for n in ('pandas', 'torch', 'fastapi', 'openai') "
    done = subprocess.run(
        [sys.executable, "-c", code + "if n in sys.modules])"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
    assert importlib.import_module("minuted").open is minuted.open
