"""The command line says in one line what is wrong, and imports only what it needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from api.cli import main, progress_bar
from api.cli.progress_bar import Progress, line

HEAVY = ("torch", "sentence_transformers", "numpy", "onnxruntime", "fastapi", "faiss", "tantivy")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "api.cli.main", *arguments],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        timeout=60,
        check=False,
    )


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom api.cli import main as cli\n"
        "try:\n    cli.main(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        timeout=60,
        check=True,
    )
    assert done.stderr.strip() == "[]"
    for command in ("index", "search", "every", "ask", "serve", "check", "show", "eval"):
        assert f"\n    {command} " in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["serch", "x"],
        ["search"],
        ["search", "x", "--nonsense"],
        ["search", "x", "--limit", "many"],
        ["search", "x", "--sort", "size"],
        ["every", "x", "--format", "pdf"],
        ["serve", "--port", "70000"],
        [],
    ],
)
def test_what_cannot_be_parsed_is_one_line_and_exit_code_two(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main.main(arguments)
    assert stopped.value.code == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert "--help" in told.err


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["search", "x", "--kind", "leaflet"], 2, "leaflet"),
        (["search", "x", "--since", "soon"], 2, "since"),
        (["search", "   "], 2, "no question"),
        (["every", "x", "--line", "2"], 2, "line"),
        (["every", "x", "--format", "docx"], 2, "--out"),
        (["every", "x", "--right", "a", "--wrong", "a"], 2, "both"),
        (["show", "x.pdf"], 4, "no index"),
        (["search", "x"], 4, "no index"),
        (["serve"], 4, "no index"),
        (["check"], 4, "no index"),
    ],
)
def test_an_expected_error_is_one_line_with_its_exit_code(
    arguments: list[str],
    code: int,
    told: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main.main([*arguments, "--index", str(tmp_path / "none")]) == code
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.count("\n") == 1
    assert told in output.err.lower() or told in output.err


def test_a_setting_that_cannot_be_one_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MINUTED_PORT", "high")
    assert main.main(["search", "x"]) == 2
    assert "MINUTED_PORT" in capsys.readouterr().err


def test_half_a_character_on_the_command_line_is_no_traceback(tmp_path: Path) -> None:
    done = run("search", "\udcff", "--index", str(tmp_path))
    assert done.returncode == 4
    assert "Traceback" not in done.stderr


def test_a_message_steers_no_terminal() -> None:
    assert main.one_line("a\x1b[31m\nb\x07") == "a [31m b"


class Looked:
    def __init__(self, looked: bool) -> None:
        self.looked = looked
        self.text = ""

    def isatty(self) -> bool:
        return self.looked

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def flush(self) -> None: ...


def told(looked: bool, *steps: tuple[str, int, int]) -> str:
    stream = Looked(looked)
    with Progress(stream) as progress:  # type: ignore[arg-type]
        for step in steps:
            progress(*step)
    return stream.text


def test_progress_redraws_one_line_on_a_terminal_and_clears_it_at_the_end() -> None:
    text = told(True, ("reading", 1, 3), ("reading", 3, 3))
    assert "\n" not in text
    assert text.endswith("\r\x1b[K")


def test_progress_in_a_pipe_is_a_line_as_a_step_begins_and_as_it_ends() -> None:
    counted = [("reading", done, 500) for done in range(501)]
    text = told(False, ("looking for files", 0, 0), *counted, ("reading", 500, 500))
    assert text.splitlines() == ["looking for files", "reading 0 of 500", "reading 500 of 500"]


def test_progress_in_a_pipe_is_a_line_now_and_then_while_a_step_lasts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = iter(range(1000))
    monkeypatch.setattr(progress_bar.time, "monotonic", lambda: float(next(clock)))
    text = told(False, *[("embedding", done, 1000) for done in range(0, 60)])
    assert 4 <= len(text.splitlines()) <= 7
    assert "a second" in text


def test_progress_has_counts_a_rate_and_the_time_left() -> None:
    assert line("reading", 12, 40, 4.0) == "reading 12 of 40, 3.0 a second, 9 s left"
    assert line("reading", 1, 40, 0.1) == "reading 1 of 40"
    assert line("embedding", 10, 36_010, 10.0).endswith("10.0 h left")
