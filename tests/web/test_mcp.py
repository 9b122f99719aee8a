"""The MCP server, as a client of the protocol sees it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp", reason="the extra mcp is not installed")

import anyio
from mcp.client.client import Client

from api.cli import main
from api.mcp.server import server
from corpus import extras
from corpus.errors import QuoteMismatch
from search.results import Answer, Handover, Remark

ROOT = Path(__file__).parents[2]


def called(engine: Any, name: str, **given: Any) -> tuple[bool, Any]:
    """Whether a tool refused, and what it said: JSON where it did not."""

    async def call() -> tuple[bool, Any]:
        async with Client(server(engine)) as client:
            result = await client.call_tool(name, given)
            text = "".join(block.text for block in result.content)
            return bool(result.is_error), text if result.is_error else json.loads(text)

    return anyio.run(call)


def given(engine: Any, name: str, **arguments: Any) -> Any:
    refused, told = called(engine, name, **arguments)
    assert not refused, told
    return told


def test_the_tools_tell_what_they_take(engine: Any) -> None:
    async def listed() -> dict[str, Any]:
        async with Client(server(engine)) as client:
            return {tool.name: tool for tool in (await client.list_tools()).tools}

    tools = anyio.run(listed)
    assert set(tools) == {"search", "every", "ask", "read"}
    assert {"q", "since", "until", "kind", "body"} <= set(tools["every"].input_schema["properties"])
    assert all(tool.annotations.read_only_hint for tool in tools.values())
    assert "does not say" in tools["ask"].description


def test_every_quotation_that_leaves_is_the_documents_text(engine: Any) -> None:
    found = given(engine, "search", q="999 calls")
    assert found["total"] == 6
    for one in found["passages"]:
        length = one["end"] - one["start"]
        read = given(engine, "read", document=one["document"], start=one["start"], length=length)
        assert read["text"] == one["quote"]


def test_a_quotation_that_the_source_does_not_hold_does_not_leave(
    engine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(hit: Any) -> Any:
        raise QuoteMismatch("The source does not hold the words.")

    monkeypatch.setattr(engine, "cite", refused)
    for tool in ("search", "every", "ask"):
        stopped, told = called(engine, tool, q="999 calls")
        assert stopped
        assert "does not hold" in told
        assert "Nine in ten" not in told


def test_a_long_list_is_read_on_under_a_true_total(engine: Any) -> None:
    first = given(engine, "every", q="999 calls", limit=4)
    assert (first["total"], first["next"], len(first["passages"])) == (6, 4, 4)
    rest = given(engine, "every", q="999 calls", limit=4, offset=first["next"])
    assert rest["next"] is None
    ids = [one["passage"] for one in first["passages"] + rest["passages"]]
    assert len(set(ids)) == 6


def test_a_question_that_the_archive_does_not_answer_is_told_so(engine: Any) -> None:
    found = given(engine, "ask", q="zebra?")
    assert found["abstained"]
    assert found["text"] == "The archive does not say."
    answered = given(engine, "ask", q="999 calls?")
    assert answered["statements"][0]["text"] in answered["statements"][0]["citation"]["quote"]


def test_what_corrects_an_answer_and_what_answers_better_are_given_too(
    engine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = engine.ask("999 calls?")
    first, second = plain.answer.statements
    remarked = Answer((first,), 0.8, remarks=(Remark("corrects", 0, second),))
    monkeypatch.setattr(engine, "ask", lambda *_: replace(plain, answer=remarked))
    (remark,) = given(engine, "ask", q="999 calls?")["remarks"]
    assert remark["kind"] == "corrects"
    assert remark["by"]["text"] in remark["by"]["citation"]["quote"]
    handed = Answer((), 0.0, handover=Handover("every", "999 calls"))
    monkeypatch.setattr(engine, "ask", lambda *_: replace(plain, answer=handed))
    found = given(engine, "ask", q="every time 999 calls came up?")
    assert not found["abstained"]
    assert found["text"] == "Use the tool every with q='999 calls'."
    # A list that no tool gives is told so; no tool that answers something else is named for it.
    for topic, told in (("vetting", "every with q='vetting'"), ("", "stands on Minuted's")):
        handed = Answer((), 0.0, handover=Handover("actions", topic))
        monkeypatch.setattr(engine, "ask", lambda *_, of=handed: replace(plain, answer=of))
        found = given(engine, "ask", q="which actions are open?")
        assert not found["abstained"]
        assert told in found["text"]
        assert "which actions" not in found["text"]


@pytest.mark.parametrize(
    "path",
    [
        "../archive/notes/2021-01.txt",
        "/etc/passwd",
        "notes/../../secret",
        "file:///etc/passwd",
        "notes/2021-01.txt\x00",
        "",
        "x" * 5000,
    ],
)
def test_a_path_outside_the_archive_is_refused(engine: Any, path: str) -> None:
    refused, told = called(engine, "read", document=path)
    assert refused
    assert "no document of this archive" in told
    assert len(told) < 600


def test_a_document_is_read_in_stretches_to_its_end(engine: Any) -> None:
    text, start = "", 0
    while start is not None:
        piece = given(engine, "read", document="panel/2021-06-21.pdf", start=start, length=50)
        text, start = text + piece["text"], piece["next"]
    assert text == engine.index.document("panel/2021-06-21.pdf").text
    beyond = given(engine, "read", document="panel/2021-06-21.pdf", start=10**6)
    assert beyond["text"] == ""
    assert beyond["start"] == beyond["end"] == beyond["length"] == len(text)


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("search", {"q": ""}, "no question yet"),
        ("search", {"q": "x", "from": "2020"}, "from"),
        ("every", {"q": "x", "since": "soon"}, "no date"),
        ("every", {"q": "x", "kind": ["leaflet"]}, "leaflet"),
        ("ask", {"q": "x", "limit": 1000}, "limit"),
        ("read", {"document": "notes/2021-01.txt", "start": -1}, "start"),
        ("read", {"document": "notes/2021-01.txt", "length": 10**12}, "length"),
        ("read", {"document": ["notes/2021-01.txt"]}, "document"),
        ("search", {"q": 17}, "q"),
        ("search", {"q": "x", "offset": -1}, "offset"),
        ("search", {}, "q"),
        ("every", {"q": "x", "body": ["Nobody"]}, "No paper here is by"),
    ],
)
def test_what_cannot_be_understood_is_refused_and_named(
    engine: Any, tool: str, arguments: dict[str, Any], told: str
) -> None:
    refused, said = called(engine, tool, **arguments)
    assert refused
    assert told in said


def test_without_the_extra_the_command_names_it(
    engine: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def none(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(extras, "import_module", none)
    monkeypatch.setattr(extras, "installed", lambda extra: False)
    assert main.main(["mcp", "--index", str(tmp_path / "none")]) == 10
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "'.[mcp]'" in told


def test_the_command_says_in_one_line_that_there_is_no_index(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "api.cli.main", "mcp", "--index", str(tmp_path / "none")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 4
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
