"""What a long list costs: every time a topic was discussed, where every passage discusses it.

    python -m bench.every [--sizes 500 5000 50000]

Prints a table: the seconds until the list stands, then until its first page of 20, its page in the
middle and all of it are read; the first byte of ``/v1/every`` with 20 passages and of the web page
once the list stands; and the most memory that Python and its arrays took for the list and for
reading all of it, once more with ten marks. The passages and vectors are those of ``bench.index``,
each passage with the topic's name in it, so that each is a certain hit: the worst that a topic can
do. One process for each size.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from bench.index import DIMENSION, clustered, passages, table, write_made_up
from search.engine import Engine
from search.every.adjustments import Adjustments
from search.index import Vector, open_index
from search.settings import Settings

TOPIC = "body worn video"
COLUMNS = (
    "passages in the list", "list stands", "page 1", "page in the middle", "all of it",
    "/v1/every", "/every", "with ten marks", "memory",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[500, 5000, 50_000])
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print("\t".join(measured(options.measure)))
        return
    rows = []
    for size in options.sizes:
        with tempfile.TemporaryDirectory(prefix="minuted-bench-") as folder:
            build(Path(folder), size)
            command = [sys.executable, "-m", "bench.every", "--measure", folder]
            told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            rows.append(tuple(told.splitlines()[-1].split("\t")))
    table(COLUMNS, rows)


def build(location: Path, size: int) -> None:
    """An index of ``size`` passages, the topic in each."""
    texts = [[*TOPIC.split(), *text] for text in passages(size)]
    write_made_up(location, texts, clustered(size))


class FixedEncoder:
    """Gives every text the same vector: what the model costs is measured elsewhere."""

    name, fingerprint, dimension = "bench", "bench", DIMENSION

    def windows(self, text: str) -> list[str]:
        return [text]

    def encode(
        self,
        texts: Sequence[str],
        progress: Callable[[int], None] | None = None,
        query: bool = False,
    ) -> Vector:
        rows = np.ones((len(texts), DIMENSION), dtype=np.float32)
        return rows / np.float32(DIMENSION**0.5)


def measured(location: Path) -> tuple[str, ...]:
    """One row of the table."""
    engine = Engine(open_index(location), Settings(), encoder=FixedEncoder())
    engine.search(TOPIC, limit=1)
    began = time.perf_counter()
    found = engine.every(TOPIC)
    stands = time.perf_counter() - began
    longer = max(found.discussed, found.named, key=len)
    middle = len(longer) // 2
    pages = [
        spent(lambda: longer[:20]),
        spent(lambda: longer[middle : middle + 20]),
        spent(lambda: sum(1 for _ in longer)),
    ]
    marks = {hit.passage.id: n % 2 == 0 for n, hit in enumerate(longer[:10])}
    marked = spent(lambda: engine.every(TOPIC, adjust=Adjustments(marks=marks)))
    plain, with_marks = peak(engine, {}), peak(engine, marks)
    doors = first_bytes(engine)  # closes the engine when it is done
    return (
        f"{len(found.discussed) + len(found.named):,}",
        f"{stands:.2f} s",
        *(f"{seconds * 1e3:.0f} ms" if seconds < 1 else f"{seconds:.1f} s" for seconds in pages),
        *(f"{seconds * 1e3:.0f} ms" for seconds in doors),
        f"{marked:.2f} s",
        f"{plain / 1e6:.0f} MB, {with_marks / 1e6:.0f} MB",
    )


def first_bytes(engine: Engine) -> list[float]:
    """Seconds until the service and the page have answered, once the list stands."""
    from fastapi.testclient import TestClient

    from api.http.app import create_app

    with TestClient(create_app(engine)) as client:
        seconds = []
        for path in (f"/v1/every?q={TOPIC}&limit=20", f"/every?q={TOPIC}"):
            client.get(path).raise_for_status()
            seconds.append(spent(lambda path=path: client.get(path)))  # type: ignore[misc]
        return seconds


def spent(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def peak(engine: Engine, marks: dict[str, bool]) -> int:
    """The most bytes held at once while a list is made and read to its end."""
    tracemalloc.start()
    found = engine.every(TOPIC, adjust=Adjustments(marks=marks))
    for hits in (found.discussed, found.named):
        for _ in hits:
            pass
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
