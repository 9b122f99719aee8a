"""Write into README.md what commands print: ``python -m bench.readme [--index SPECIMEN]``.

A block begins with ``<!-- made: WHAT -->`` and ends with ``<!-- end -->``. Without an index the
blocks that show answers are left as they are.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from unittest import mock

from api.views.statuses import OUTCOMES
from eval import recorded
from search.settings import Settings

README = Path(__file__).parents[1] / "README.md"
BLOCK = re.compile(
    r"(?P<head><!-- (?:made|eval): (?P<what>[^\n]+?) -->\n)(?P<body>.*?)(?P<foot><!-- end -->)",
    re.DOTALL,
)
SHOWN = 24
"""Lines of an answer that are shown."""


def filled(text: str, index: Path | None = None) -> str:
    """``text`` with every block made anew; those that need an index only when one is given."""

    def made(block: re.Match[str]) -> str:
        new = _made(block["what"], index)
        return block[0] if new is None else f"{block['head']}{new}\n{block['foot']}"

    return BLOCK.sub(made, text)


def _made(what: str, index: Path | None) -> str | None:
    if what == "settings":
        return "\n".join(_settings())
    if what == "errors":
        return "\n".join(_errors())
    if what.startswith("minuted "):
        words = shlex.split(what)[1:]
        if "--help" not in words and index is None:
            return None
        shown = words if "--help" in words else [*words, "--index", str(index)]
        lines = printed(shown).rstrip().split("\n")
        cut = [*lines[:SHOWN], "…"] if len(lines) > SHOWN and "--help" not in words else lines
        return "\n".join(["```console", f"$ {what}", *cut, "```"])
    sections = {section.name: section for section in recorded.load()}
    if what in sections:
        return "\n\n".join(table.markdown() for table in sections[what].tables)
    return None


def _settings() -> Iterator[str]:
    yield "| name | default | what |"
    yield "| --- | --- | --- |"
    source = Path(__file__).parents[1].joinpath("search/settings.py").read_text("utf-8")
    for field in fields(Settings):
        told = re.search(rf'\n    {field.name}: [^\n]+\n    """(.+?)"""', source, re.DOTALL)
        words = " ".join(told[1].split()) if told else ""
        yield f"| `MINUTED_{field.name.upper()}` | `{field.default}` | {words} |"


def _errors() -> Iterator[str]:
    yield "| error | what | exit code | HTTP status |"
    yield "| --- | --- | ---: | ---: |"
    for error, outcome in OUTCOMES.items():
        yield f"| `{error.__name__}` | {outcome.title} | {outcome.exit} | {outcome.status} |"


def printed(words: list[str]) -> str:
    """What ``minuted`` prints for these words, as wide as the README shows it."""
    from api.cli.main import main

    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="utf-8")
    wide = {"COLUMNS": "90", "NO_COLOR": "1"}
    with (
        contextlib.redirect_stdout(out),
        contextlib.suppress(SystemExit),
        mock.patch.dict(os.environ, wide),
        mock.patch("sys.argv", ["minuted"]),
    ):
        main(words)
    out.flush()
    return raw.getvalue().decode("utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, help="an index of the specimen archive")
    README.write_text(filled(README.read_text("utf-8"), parser.parse_args().index), "utf-8")


if __name__ == "__main__":
    main()
