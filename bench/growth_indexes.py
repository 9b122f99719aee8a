"""The second table of ``bench.growth``: made-up indexes of any size, opened and asked.

Passages are those of ``bench.index``, 2,000 of them, spread evenly, name the topic. Its vectors
lie in clusters; a question's vector lies near one of them, as a question does that has an answer.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.every import FixedEncoder
from bench.index import DIMENSION, asked, clustered, noise, passages, write_made_up
from search.index import Vector

TOPIC = "body worn video"
NAMED = 2_000
QUERIES = 40
BEST = 100
HEAD = (
    "passages", "written in", "on disk", "open", "two words p50, p95", "hybrid p50, p95",
    "nearest vectors p50, p95", f"of the best {BEST}", f"`every` of {NAMED:,} p50, p95",
    "memory: own, mapped",
)  # fmt: skip


class DigestEncoder(FixedEncoder):
    """A unit vector out of each text's digest: different texts lie apart, equal ones together."""

    def encode(
        self,
        texts: Sequence[str],
        progress: Callable[[int], None] | None = None,
        query: bool = False,
    ) -> Vector:
        rows = np.empty((len(texts), DIMENSION), dtype=np.float32)
        for number, text in enumerate(texts):
            rows[number] = _chance(text).standard_normal(DIMENSION, dtype=np.float32)
            if progress is not None and number % 64 == 0:
                progress(number)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows


class NearEncoder(FixedEncoder):
    """A vector that lies near one of these rows: which one, the text's digest says."""

    def __init__(self, rows: Vector) -> None:
        self._rows = rows

    def encode(
        self,
        texts: Sequence[str],
        progress: Callable[[int], None] | None = None,
        query: bool = False,
    ) -> Vector:
        chances = [_chance(text) for text in texts]
        near = [self._rows[chance.integers(len(self._rows))] + noise(chance, 1, 0.3)[0]
                for chance in chances]  # fmt: skip
        rows = np.array(near, dtype=np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows


def _chance(text: str) -> np.random.Generator:
    seed = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return np.random.Generator(np.random.SFC64(int.from_bytes(seed[:8], "little")))


def row(work: Path, size: int, step: Callable[..., dict[str, Any]]) -> tuple[str, ...]:
    """An index of so many made-up passages; ``step`` runs one of ``STEPS`` in a new process."""
    index = work / f"made-up-{size}"
    shutil.rmtree(index, ignore_errors=True)
    made = step("make", str(index), str(size))
    try:
        on_disk = sum(path.stat().st_size for path in index.rglob("*") if path.is_file())
        opened = step("open", str(index))
        found = step("ask", str(index))
    finally:
        shutil.rmtree(index, ignore_errors=True)
    pairs = {name: f"{found[name][0]:.1f}, {found[name][1]:.1f} ms"
             for name in ("two", "hybrid", "nearest")}  # fmt: skip
    return (
        f"{size:,}",
        f"{made['seconds']:.0f} s",
        f"{on_disk / 1e6:,.0f} MB",
        f"{opened['seconds'] * 1e3:.0f} ms",
        *pairs.values(),
        f"{found['recall']:.3f}",
        f"{found['every'][0]:.0f}, {found['every'][1]:.0f} ms",
        f"{found['own'] / 1e6:.0f}, {found['mapped'] / 1e6:.0f} MB",
    )


def make(index: str, size: str, real: bool) -> dict[str, Any]:
    """Write an index; the topic stands in as many of its passages as are named, evenly spread."""
    texts = passages(int(size))
    for text in texts[:: max(1, len(texts) // NAMED)][:NAMED]:
        text[:3] = TOPIC.split()
    vectors = clustered(len(texts))
    began = time.process_time()
    write_made_up(Path(index), texts, vectors)
    return {"seconds": time.process_time() - began}


def opened(index: str, real: bool) -> dict[str, Any]:
    """From a location to a first ranking, all libraries loaded; the least of three."""
    import sqlite3  # noqa: F401 — loaded before the clock starts, as the two below

    import Stemmer  # noqa: F401
    import tantivy  # noqa: F401

    from search.index import open_index

    least = float("inf")
    for _ in range(3):
        began = time.process_time()
        with_words = open_index(Path(index))
        with_words.lexical(["panel"], 1)
        least = min(least, time.process_time() - began)
        with_words.close()
    return {"seconds": least}


def ask(index: str, real: bool) -> dict[str, Any]:
    """Milliseconds of processor time, median and 95th of a hundred, and what memory it took.

    ``recall``: of the best so many vectors, the share that is found without comparing all.
    """
    from search.engine import Engine
    from search.index import open_index, ordinal_of
    from search.settings import Settings

    words = asked(passages(5_000), 2)[:QUERIES]
    held = open_index(Path(index))
    numbers = [int(number) for one in held.documents_by("document").values() for number in one]
    some = numbers[:: max(1, len(numbers) // 1_000)]
    encoder = NearEncoder(
        held.vectors([ordinal_of(number, at % 100) for at, number in enumerate(some)])
    )
    engine = Engine(held, Settings(), encoder=encoder)
    probes = encoder.encode([f"probe {number}" for number in range(QUERIES)])
    found: dict[str, Any] = {
        "two": milliseconds([lambda w=two: held.lexical(w, BEST) for two in words]),
        "hybrid": milliseconds([lambda w=two: engine.search(" ".join(w)) for two in words]),
        "nearest": milliseconds([lambda p=probe: held.dense(p, BEST) for probe in probes]),
    }
    found["every"] = milliseconds([lambda: engine.every(TOPIC) for _ in range(12)])
    told = dict(re.findall(r"(Rss\w+):\s+(\d+)", Path("/proc/self/status").read_text()))
    found |= {"own": int(told["RssAnon"]) * 1024, "mapped": int(told["RssFile"]) * 1024}
    compared = open_index(Path(index), exact=True)
    shared = [
        len({r.ordinal for r in held.dense(probe, BEST)}
            & {r.ordinal for r in compared.dense(probe, BEST)})
        for probe in probes
    ]  # fmt: skip
    return {**found, "recall": sum(shared) / len(shared) / BEST}


def milliseconds(asks: Sequence[Callable[[], object]]) -> tuple[float, float]:
    """Median and 95th of a hundred, the first one, which opens files, left out."""
    spent = []
    for one in (asks[0], *asks):
        began = time.process_time()
        one()
        spent.append((time.process_time() - began) * 1e3)
    spent = sorted(spent[1:])
    return spent[len(spent) // 2], spent[min(len(spent) - 1, int(len(spent) * 0.95))]


STEPS: dict[str, Callable[..., dict[str, Any]]] = {"make": make, "open": opened, "ask": ask}
