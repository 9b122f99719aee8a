"""Write into the pages for readers what commands print: ``python -m bench.readme [--index INDEX]``.

The pages are README.md and those of ``eval`` and ``bench``. A block begins with
``<!-- made: WHAT -->`` or ``<!-- eval: SECTION -->`` and ends with ``<!-- end -->``; sections are
those of ``eval/results.json``. Without an index of the specimen archive the blocks that show
answers are left as they are.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from unittest import mock

from api.views.statuses import OUTCOMES
from eval import recorded
from search.settings import Settings

ROOT = Path(__file__).parents[1]
PAGES = (ROOT / "README.md", ROOT / "eval/README.md", ROOT / "bench/README.md")
BLOCK = re.compile(
    r"(?P<head><!-- (?:made|eval): (?P<what>[^\n]+?) -->\n)(?P<body>.*?)(?P<foot><!-- end -->)",
    re.DOTALL,
)
PRINTED = re.compile(r"(?P<command>minuted .+?)(?:, first (?P<lines>\d+) lines)?")
"""A block that shows a command: the whole of what it prints, or its beginning."""


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
    if asked := PRINTED.fullmatch(what):
        return _shown(asked["command"], int(asked["lines"] or 0), index)
    sections = {section.name: section for section in recorded.load()}
    if what == "headline":
        return "\n".join(_headline(sections))
    return "\n\n".join(table.markdown() for table in sections[what].tables)


def _shown(command: str, first: int, index: Path | None) -> str | None:
    words = shlex.split(command)[1:]
    if "--help" not in words:
        if index is None:
            return None
        words += ["--index", str(index)]
    lines = printed(words).rstrip().split("\n")
    cut = [*lines[:first], "…"] if first and len(lines) > first else lines
    return "\n".join(["```console", f"$ {command}", *cut, "```"])


def _settings() -> Iterator[str]:
    yield "| name | default | what |"
    yield "| --- | --- | --- |"
    source = ROOT.joinpath("search/settings.py").read_text("utf-8")
    for field in fields(Settings):
        told = re.search(rf'\n    {field.name}: [^\n]+\n    """(.+?)"""', source, re.DOTALL)
        words = " ".join(told[1].split()) if told else ""
        yield f"| `MINUTED_{field.name.upper()}` | {_default(field.default)} | {words} |"


def _default(value: object) -> str:
    return f"`{value}`" if value != "" else "none"


def _errors() -> Iterator[str]:
    yield "| error | what | exit code | HTTP status |"
    yield "| --- | --- | ---: | ---: |"
    for error, outcome in OUTCOMES.items():
        yield f"| `{error.__name__}` | {outcome.title} | {outcome.exit} | {outcome.status} |"


def _headline(sections: Mapping[str, recorded.Section]) -> Iterator[str]:
    """The few figures of the front page, each with what it was tuned on."""

    def figure(section: str, row: str, column: str) -> str:
        for table in sections[section].tables:
            for cells in table.rows:
                if cells[0] == row and column in table.columns:
                    return cells[table.columns.index(column)]
        raise KeyError(f"{section}: {row}, {column}")

    def compared(measure: str) -> tuple[str, str]:
        plain, ours = sections["compare-dev"].tables[0].columns[1:3]
        return figure("compare-dev", measure, ours), figure("compare-dev", measure, plain)

    def ranked(section: str) -> tuple[str, str]:
        alone = [figure(section, part, "nDCG@10") for part in ("BM25", "vectors")]
        return figure(section, "hybrid", "nDCG@10"), max(alone)

    topics = figure("score-dev", "every.recall", "n")
    unseen = len(sections["learn"].tables[0].rows) - 1
    questions = figure("score-dev", "answer.right", "n")
    refused = figure("learn", "unanswerable", "number")
    recall, precision = compared("every.recall"), compared("every.precision")
    best = compared("question.success@10")
    rows = (
        (
            f"every time, {topics} topics: recall, precision",
            f"{recall[0]}, {precision[0]}",
            f"{recall[1]}, {precision[1]}",
            "yes",
        ),
        (
            f"every time, {unseen} topics, each at a line learnt without it: recall, precision",
            f"{figure('learn', 'mean', 'recall unseen')}, "
            f"{figure('learn', 'mean', 'precision unseen')}",
            "",
            "all but the line",
        ),
        (f"{questions} questions: a right passage among the first ten", *best, "yes"),
        (
            f"{questions} questions: answered rightly, wrongly",
            f"{figure('score-dev', 'answer.right', 'mean')}, "
            f"{figure('score-dev', 'answer.wrong', 'mean')}",
            "",
            "yes",
        ),
        (
            f"{refused} questions that the archive cannot answer: answered all the same",
            figure("learn", "unanswerable", "answered"),
            "",
            "all but the refusal",
        ),
        ("ConditionalQA: nDCG@10", *ranked("beir-conditionalqa-passages"), "one weight"),
        ("Vaswani: nDCG@10", *ranked("beir-vaswani"), "nothing known"),
    )
    yield "| what | Minuted | plain | tuned on it |"
    yield "| --- | ---: | ---: | --- |"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    days = sorted({section.measured_on for section in sections.values()})
    yield ""
    yield f"Measured {' to '.join(dict.fromkeys((days[0], days[-1])))}."


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
    index = parser.parse_args().index
    for page in PAGES:
        page.write_text(filled(page.read_text("utf-8"), index), "utf-8")


if __name__ == "__main__":
    main()
