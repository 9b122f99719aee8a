"""What a question costs, with what reads passages again and without it.

    python -m bench.ask --index DIR [--queries eval/specimen/asked.jsonl] [--most 40]

Prints a table: processor time of an answer, median and 95th of a hundred, all loaded; and of the
whole command from a cold start (median of five), interpreter and imports included, its modules
compiled before, as an installation has them. Below it, what the reader takes for fifty passages.
One thread.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from bench.index import table
from search.engine import Engine
from search.ranking.context import place_in_words
from search.reader.reader import open_reader
from search.settings import BUILT_IN, Settings

COLUMNS = ("passages are read again", "answer p50", "answer p95", "cold command")
READ = 50
READERS = {BUILT_IN: "yes", "none": "no"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--queries", type=Path, default=Path("eval/specimen/asked.jsonl"))
    parser.add_argument("--most", type=int, default=40, help="questions asked (default 40)")
    options = parser.parse_args()
    lines = options.queries.read_text("utf-8").splitlines()
    questions = [str(json.loads(line)["text"]) for line in lines][: options.most]
    settings = replace(Settings.from_environment(), index=options.index, threads=1)
    rows = []
    with tempfile.TemporaryDirectory(prefix="minuted-compiled-") as compiled:
        for reader, told in READERS.items():
            spent = answers(replace(settings, reranker=reader), questions)
            p95 = spent[min(len(spent) - 1, int(len(spent) * 0.95))]
            _, *runs = (command(options.index, reader, questions[0], compiled) for _ in range(6))
            cold = f"{statistics.median(runs):.2f} s"
            rows.append((told, f"{statistics.median(spent):.0f} ms", f"{p95:.0f} ms", cold))
    table(COLUMNS, rows)
    reading = read(settings, questions)
    print(f"\n{READ} passages are read in {reading:.0f} ms at the median.")


def answers(settings: Settings, questions: list[str]) -> list[float]:
    """Milliseconds of processor time of each, sorted."""
    engine = Engine.open(settings.index, settings)
    engine.warm()
    engine.ask(questions[-1])
    spent = []
    for question in questions:
        began = time.process_time()
        engine.ask(question)
        spent.append((time.process_time() - began) * 1e3)
    engine.close()
    return sorted(spent)


def read(settings: Settings, questions: list[str]) -> float:
    """Milliseconds of processor time that the reader takes for the first passages of a question's
    ranking, the median."""
    engine = Engine.open(settings.index, settings)
    reader = open_reader(settings)
    assert reader is not None
    spent = []
    for question in questions:
        hits = engine.candidates(question, limit=READ)
        shown = [(place_in_words(hit.passage), hit.passage.text) for hit in hits]
        began = time.process_time()
        reader.read(question, shown)
        if len(shown) == READ:
            spent.append((time.process_time() - began) * 1e3)
    engine.close()
    return statistics.median(spent or [float("nan")])


def command(index: Path, reader: str, question: str, compiled: str) -> float:
    """Seconds of processor time of ``minuted ask`` in a new process; ``compiled`` is where its
    modules are kept once they are compiled."""
    asked = [sys.executable, "-m", "api.cli.main", "ask", question, "--index", str(index)]
    before = _children()
    subprocess.run(
        asked, stdout=subprocess.DEVNULL, check=True,
        env={
            **os.environ, "MINUTED_RERANKER": reader, "MINUTED_THREADS": "1",
            "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": compiled,
        },
    )  # fmt: skip
    return _children() - before


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
