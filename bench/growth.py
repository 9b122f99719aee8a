"""What an archive costs as it grows: building, going on, changing, opening, asking, memory.

    python -m bench.growth [--papers FOLDER] [--copies 1 4 16] [--passages 100000 1000000]
                           [--encoder] [--work DIR]

Prints the two tables of bench/README.md. The first is of archives: the papers of FOLDER as text,
and copies of them in which every third longer word is another in each copy, so that none is a near
duplicate; where there is no such folder, papers are made up. Without ``--encoder`` every text has a
vector made of its digest, so that what is measured is the build's own work and not the model's. A
build is stopped with SIGKILL when half of the texts are embedded, and done again: ``kept`` is the
share of texts that the second one does not embed again. The second table is of made-up indexes
(``bench.growth_indexes``).

Everything is measured in a process of its own, as its processor time, so that what else the machine
does counts little. The sandboxed processes that read and understand papers are not in it: they are
started beside the builder and their work follows the number of papers read. Memory is what a
process holds for itself (RssAnon) and of files that are mapped (RssFile); of a
build it is the most that the builder held.

A small run: ``--copies 1 2 --papers corpus/documents --passages 10000``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bench import growth_indexes
from bench.growth_indexes import DigestEncoder
from bench.index import passages, table

PAPERS = Path("../shared/data/inspections")
ARCHIVES = (
    "papers", "passages", "build", "a thousand passages", "most memory", "one paper changed",
    "of it reading", "stopped half-way, done again", "kept", "open",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=Path, default=PAPERS)
    parser.add_argument("--copies", type=int, nargs="*", default=[1, 4, 16])
    parser.add_argument("--passages", type=int, nargs="*", default=[100_000, 1_000_000])
    parser.add_argument("--encoder", action="store_true", help="with the model's own vectors")
    parser.add_argument("--work", type=Path, help="where archives and indexes are kept")
    parser.add_argument("--step", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        name, *rest = options.step
        print(json.dumps(STEPS[name](*rest, real=options.encoder)))
        return
    work = options.work or Path(tempfile.mkdtemp(prefix="minuted-growth-"))
    try:
        rows = [archive(work, options.papers, copies, options) for copies in options.copies]
        table(ARCHIVES, rows)
        table(growth_indexes.HEAD, [growth_indexes.row(work, n, step) for n in options.passages])
    finally:
        if not options.work:
            shutil.rmtree(work, ignore_errors=True)


# Archives ---------------------------------------------------------------------------------------


def archive(work: Path, papers: Path, copies: int, options: Any) -> tuple[str, ...]:
    """One row: an archive of so many copies, built, changed, stopped and built again."""
    folder, index = work / f"papers-{copies}", work / f"index-{copies}"
    shutil.rmtree(index, ignore_errors=True)
    count = write_papers(folder, papers, copies)
    more = ["--encoder"] if options.encoder else []
    first = step("build", str(folder), str(index), *more)
    opened = step("open", str(index))
    changed = sorted(folder.iterdir())[count // 2]
    words = changed.read_text("utf-8")
    try:
        changed.write_text(f"{words}\n\nThe Panel noted that one line was added.\n", "utf-8")
        second = step("build", str(folder), str(index), *more)
    finally:
        changed.write_text(words, "utf-8")
    shutil.rmtree(index)
    step("stopped", str(folder), str(index), *more, fails=True)
    third = step("build", str(folder), str(index), *more)
    kept = 1 - third["embedded"] / max(1, first["embedded"])
    return (
        f"{count:,}",
        f"{first['passages']:,}",
        f"{first['seconds']:.1f} s",
        f"{first['seconds'] / first['passages'] * 1e3:.2f} s",
        f"{first['memory'] / 1e6:.0f} MB",
        f"{second['seconds']:.2f} s",
        f"{second['reading']:.2f} s",
        f"{third['seconds']:.1f} s",
        f"{kept:.0%}",
        f"{opened['seconds'] * 1e3:.0f} ms",
    )


def write_papers(folder: Path, papers: Path, copies: int) -> int:
    """The archive; how many papers are in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    texts = list(texts_of(papers)) if papers.is_dir() else list(made_up_papers())
    for name, text in texts:
        for copy in range(copies):
            told = altered(text, copy) if copy else text
            (folder / f"{name}-{copy}.txt").write_text(told, "utf-8")
    return len(texts) * copies


def texts_of(papers: Path) -> Iterator[tuple[str, str]]:
    """The papers of a folder as Minuted reads them."""
    from indexer.readers.archive import find_files, read_archive
    from search.settings import Settings

    for number, reading in enumerate(read_archive(papers, find_files(papers), Settings())):
        if reading.document is not None:
            text = reading.document.text.encode("utf-8", "replace").decode()
            yield f"{number:03}", text.replace("\r\n", "\n")


def made_up_papers(count: int = 60) -> Iterator[tuple[str, str]]:
    """Minutes with items and paragraphs of made-up words."""
    texts = iter(passages(count * 100))
    for number in range(count):
        items = [f"Minutes of the meeting on {number % 27 + 1}/03/{2000 + number % 25}"]
        for item in range(20):
            items.append(f"{item + 1}. {' '.join(next(texts)[:4]).capitalize()}")
            items += [f"{' '.join(next(texts)).capitalize()}." for _ in range(4)]
        yield f"{number:03}", "\n\n".join(items)


_LONGER = re.compile(r"[^\W\d_]{5,}")


def altered(text: str, copy: int) -> str:
    """Every third longer word is another, the same one wherever it stands in this copy."""

    def another(word: re.Match[str]) -> str:
        told = hashlib.sha256(f"{copy} {word[0].casefold()}".encode()).digest()
        if told[0] % 3:
            return word[0]
        made = "".join("bdfgklmnprst"[n % 12] + "aeiou"[n % 5] for n in told[1:4])
        return made.capitalize() if word[0][0].isupper() else made

    return _LONGER.sub(another, text)


# Steps: each in a process of its own ----------------------------------------------------------


def step(name: str, *told: str, fails: bool = False) -> dict[str, Any]:
    """What a step prints, run in a new process."""
    command = [sys.executable, "-m", "bench.growth", "--step", name]
    command += [one for one in told if one != "--encoder"]
    command += [one for one in told if one == "--encoder"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=not fails)
    found: dict[str, Any] = {} if fails else json.loads(done.stdout.splitlines()[-1])
    return found


def _spent() -> float:
    """Processor time of this process and of those that it has ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _most_memory() -> int:
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(one).ru_maxrss for one in who) * 1024


def step_build(folder: str, index: str, real: bool, half: bool = False) -> dict[str, Any]:
    """Bring the index up to date. With ``half`` the process kills itself at half of the texts."""
    from indexer import build
    from search.settings import Settings

    parts: dict[str, float] = {}
    began, last = _spent(), ["", _spent()]

    def told(what: str, done: int, of: int) -> None:
        if what != last[0]:
            now = _spent()
            parts[str(last[0])] = parts.get(str(last[0]), 0.0) + now - float(last[1])
            last[:] = [what, now]
        if half and what == "embedding" and of and done * 2 >= of:
            os.kill(os.getpid(), signal.SIGKILL)

    settings = replace(Settings.from_environment(), index=Path(index))
    with _encoder(real):
        report = build.build_index(Path(folder), settings, progress=told)
    told("", 0, 0)
    spent = _spent() - began
    return {
        "seconds": spent,
        "reading": parts.get("reading", 0.0),
        "passages": report.passages,
        "embedded": report.embedded,
        "memory": _most_memory(),
    }


def step_stopped(folder: str, index: str, real: bool) -> dict[str, Any]:
    """A build that is killed when half of its texts are embedded."""
    return step_build(folder, index, real, half=True)


@contextmanager
def _encoder(real: bool) -> Iterator[None]:
    """The model's encoder, or the one of digests where builds open theirs."""
    from indexer import build

    if real:
        yield
        return
    made = DigestEncoder()
    with (
        patch.object(build, "open_encoder", lambda *_: made),
        patch.object(build, "known_fingerprint", lambda *_: made.fingerprint),
    ):
        yield


STEPS: dict[str, Callable[..., dict[str, Any]]] = {
    "build": step_build,
    "stopped": step_stopped,
    **growth_indexes.STEPS,
}

if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
