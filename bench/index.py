"""What the index costs: words, phrases and vectors, beside what else could have been taken.

    python -m bench.index [--sizes 10000 100000] [--vectors 1000000]

Prints the tables of bench/README.md. The passages are made up: words as unevenly frequent as those
of a language, 5 to 120 a passage, 43 on average; the vectors lie in clusters, as those of texts do.
Times are medians over 50 queries, on one thread; opening is measured in a process of its own, with
the files in the page cache.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

from corpus.model import Document, Part, Passage, Section, SourceFile, Span, Understanding
from search.index import Filter, Index, open_index
from search.index_writer import Embedded, open_writer
from search.local import dense

Vectors = NDArray[np.float32]
QUERIES = 50
DIMENSION = 384
A_DOCUMENT = 250
COMMON = ["word3", "word7"]
"""Two words that stand side by side in many passages."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--vectors", type=int, help="one more size for the vectors alone")
    options = parser.parse_args()
    rows: list[tuple[str, ...]] = []
    compared: list[tuple[str, ...]] = []
    for size in options.sizes:
        texts = passages(size)
        vectors = clustered(size)
        with tempfile.TemporaryDirectory(prefix="minuted-bench-") as folder:
            location = Path(folder) / "index"
            began = time.perf_counter()
            write_made_up(location, texts, vectors)
            built = time.perf_counter() - began
            rows += whole_index(size, location, texts, vectors, built)
        rows += rank_bm25(size, texts)
        compared += alternatives(vectors)
    if options.vectors:
        compared += alternatives(clustered(options.vectors))
    table(WORDS, rows)
    table(VECTORS, compared)


WORDS = (
    "passages", "engine", "build", "on disk", "cold open", "two words", "eight words",
    "eight words, filtered", "phrase", "all matches (n)", "dense", "dense, filtered",
)  # fmt: skip
VECTORS = ("vectors", "kept as", "size", "build", "query", "filtered to 10 %", "recall@100")
FACTS = {"model": "bench", "encoder": "bench", "archive": "bench"}


def whole_index(
    size: int, location: Path, texts: Sequence[Sequence[str]], vectors: Vectors, built: float
) -> Iterator[tuple[str, ...]]:
    """One row for Minuted's own index."""
    # A filter to a tenth of the documents.
    tenth = tuple(f"{n}" for n in range(max(1, size // A_DOCUMENT // 10)))
    where = Filter.of(document=tenth)
    two, eight, phrases = asked(texts, 2), asked(texts, 8), neighbours(texts)
    chance = np.random.default_rng(3)
    probes = vectors[chance.integers(size, size=QUERIES)] + noise(chance, QUERIES, 0.3)
    total = sum(path.stat().st_size for path in location.rglob("*") if path.is_file())
    whole, bare = opening(location)
    index: Index = open_index(location)
    index.dense(probes[0], 1)
    yield (
        f"{size:,}",
        "Tantivy, FAISS, SQLite",
        f"{built:.1f} s",
        f"{total / 1e6:.0f} MB",
        f"{bare:.0f} ms, with checksums {whole:.0f} ms",
        median(lambda q: index.lexical(q, 100), two),
        median(lambda q: index.lexical(q, 100), eight),
        median(lambda q: index.lexical(q, 100, where), eight),
        median(lambda q: index.phrase(q), phrases),
        f"{median(lambda q: index.phrase(q), [COMMON] * 20)} ({len(index.phrase(COMMON)):,})",
        median(lambda q: index.dense(q, 100), probes),
        median(lambda q: index.dense(q, 100, where), probes),
    )
    index.close()


def write_made_up(location: Path, texts: Sequence[Sequence[str]], vectors: Vectors) -> None:
    """An index of made-up passages."""
    with open_writer(location, rebuild=True) as writer:
        writer.write(papers(texts), embedded(vectors), FACTS)


def rank_bm25(size: int, texts: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """One row for rank_bm25: it opens by counting all words, and has no phrases."""
    began = time.perf_counter()
    ranker = BM25Okapi(texts, k1=1.2, b=0.75)
    opened = time.perf_counter() - began

    def best(query: Sequence[str]) -> Any:
        return np.argsort(-ranker.get_scores(query), kind="stable")[:100]

    yield (
        f"{size:,}", "rank-bm25", "–", "–", f"{opened * 1e3:,.0f} ms",
        median(best, asked(texts, 2)[:20]), median(best, asked(texts, 8)[:10]),
        "–", "–", "–", "–", "–",
    )  # fmt: skip


def alternatives(vectors: Vectors) -> Iterator[tuple[str, ...]]:
    """Ways to keep the vectors; recall@100 is against the exact answer."""
    import faiss as library

    faiss: Any = library
    faiss.omp_set_num_threads(1)
    size = len(vectors)
    chance = np.random.default_rng(5)
    probes = vectors[chance.integers(size, size=QUERIES)] + noise(chance, QUERIES, 0.3)
    quantised = faiss.ScalarQuantizer
    metric = faiss.METRIC_INNER_PRODUCT
    makers: list[tuple[str, Callable[[], Any]]] = [
        ("flat, exact", lambda: faiss.IndexFlatIP(DIMENSION)),
        ("16 bits", lambda: faiss.IndexScalarQuantizer(DIMENSION, quantised.QT_fp16, metric)),
        ("8 bits (SQ8)", lambda: faiss.IndexScalarQuantizer(DIMENSION, quantised.QT_8bit, metric)),
        ("HNSW, M=32, ef=128", lambda: faiss.IndexHNSWFlat(DIMENSION, 32, metric)),
    ]
    tenth = chance.random(size) < 0.1
    mask = np.packbits(tenth, bitorder="little")
    exact: Any = None
    for name, make in makers:
        if "HNSW" in name and size > 200_000:
            continue  # half an hour to build
        began = time.perf_counter()
        index = make()
        index.train(vectors[:50_000])
        index.add(vectors)
        built = time.perf_counter() - began
        selector = faiss.IDSelectorBitmap(mask)
        some = faiss.SearchParameters(sel=selector)
        free = None
        if "HNSW" in name:
            some = faiss.SearchParametersHNSW(sel=selector, efSearch=128)
            free = faiss.SearchParametersHNSW(efSearch=128)
        found = index.search(probes, 100, params=free)[1]
        exact = found if exact is None else exact
        shared = [len(np.intersect1d(a, b)) for a, b in zip(found, exact, strict=True)]
        yield (
            f"{size:,}",
            name + (", kept so here" if kept(name, size) else ""),
            f"{faiss.serialize_index(index).nbytes / 1e6:,.0f} MB",
            f"{built:.1f} s",
            median(lambda q, i=index, p=free: i.search(q[None], 100, params=p), probes),
            median(lambda q, i=index, p=some: i.search(q[None], 100, params=p), probes),
            f"{statistics.mean(shared) / 100:.4f}",
        )
    yield in_lists(vectors, probes, tenth, exact)


def in_lists(
    vectors: Vectors, probes: Vectors, mask: NDArray[np.bool_], exact: NDArray[np.int64]
) -> tuple[str, ...]:
    """As Minuted keeps many: in lists by nearness, what they propose scored with 16 bits."""
    with tempfile.TemporaryDirectory(prefix="minuted-bench-") as folder:
        began = time.perf_counter()
        dense.write_vectors(Path(folder), [vectors], exact=0)
        built = time.perf_counter() - began
        np.save(Path(folder) / dense.OWNERS, np.arange(len(vectors), dtype=np.int32))
        total = sum(path.stat().st_size for path in Path(folder).iterdir())
        held = dense.Dense(Path(folder))
        found = [held.ranking(q, 100, None).rows for q in probes]
        shared = [len(np.intersect1d(a, b)) for a, b in zip(found, exact, strict=True)]
        name = "lists (IVF, 8 bits) and 16 bits"
        return (
            f"{len(vectors):,}",
            name + (", kept so here" if kept(name, len(vectors)) else ""),
            f"{total / 1e6:,.0f} MB",
            f"{built:.1f} s",
            median(lambda q: held.ranking(q, 100, None), probes),
            median(lambda q: held.ranking(q, 100, mask), probes),
            f"{statistics.mean(shared) / 100:.4f}",
        )


def kept(name: str, size: int) -> bool:
    return name.startswith("flat") if size <= dense.EXACT else name.startswith("lists")


def passages(size: int) -> list[list[str]]:
    """Passages as terms."""
    chance = random.Random(1)
    words = [f"word{n}" for n in range(40_000)]
    cumulated = list(itertools.accumulate(1 / (n + 2.7) for n in range(len(words))))
    lengths = [min(120, max(5, round(chance.lognormvariate(3.6, 0.6)))) for _ in range(size)]
    return [chance.choices(words, cum_weights=cumulated, k=length) for length in lengths]


def papers(texts: Sequence[Sequence[str]]) -> list[Understanding]:
    """The passages in documents of 250, in sections of ten."""
    made = []
    for number, start in enumerate(range(0, len(texts), A_DOCUMENT)):
        lines = [" ".join(text) for text in texts[start : start + A_DOCUMENT]]
        text = "\n".join(lines)
        source = SourceFile(f"{number}", "", "text/plain", len(text))
        document = Document(f"{number}", source, text, kind="minutes")
        said_on = f"{2000 + number % 25}-{number % 12 + 1:02}"
        whole = Span(0, len(text))
        part = Part(document, 0, whole, f"Minutes {number}", "minutes", said_on=said_on)
        sections = [Section(part, n, whole, (f"Item {n}",)) for n in range((len(lines) + 9) // 10)]
        found, at = [], 0
        for n, line in enumerate(lines):
            span = Span(at, at + len(line))
            at = span.end + 1
            found.append(
                Passage(f"{number}#{n}", sections[n // 10], span, number=n, said_on=said_on)
            )
        made.append(Understanding(document, (part,), tuple(sections), tuple(found)))
    return made


def clustered(size: int) -> Vectors:
    chance = np.random.default_rng(2)
    centres = noise(chance, max(50, size // 100), 1.0)
    rows = centres[chance.integers(len(centres), size=size)] + noise(chance, size, 0.8)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def noise(chance: np.random.Generator, count: int, length: float) -> Vectors:
    rows = chance.standard_normal((count, DIMENSION), dtype=np.float32)
    rows *= np.float32(length / DIMENSION**0.5)
    return rows


def embedded(vectors: Vectors) -> Embedded:
    size = len(vectors)
    texts = np.zeros((size, 32), dtype=np.uint8)
    return Embedded(vectors, np.arange(size, dtype=np.int32), texts)


def asked(texts: Sequence[Sequence[str]], count: int) -> list[list[str]]:
    """Queries of words that stand in one passage."""
    chance = random.Random(count)
    long = [text for text in texts[:5000] if len(set(text)) >= 12]
    return [chance.sample(sorted(set(text)), count) for text in chance.sample(long, QUERIES)]


def neighbours(texts: Sequence[Sequence[str]]) -> list[list[str]]:
    chance = random.Random(8)
    return [list(text[1:3]) for text in chance.sample(list(texts), QUERIES)]


def median(ask: Callable[[Any], Any], queries: Sequence[Any]) -> str:
    spent = []
    for query in queries:
        began = time.perf_counter()
        ask(query)
        spent.append(time.perf_counter() - began)
    return f"{statistics.median(spent) * 1e3:.2f} ms"


_OPEN = """
import sys, time
from pathlib import Path
from search.index import open_index
from search.local import snapshot
from search.local.reader import LocalIndex
import tantivy, Stemmer, sqlite3
began = time.perf_counter()
open_index(sys.argv[1]).lexical(["word9"], 1)
whole = time.perf_counter() - began
snapshot.compare = lambda *_: None
began = time.perf_counter()
open_index(sys.argv[1]).lexical(["word9"], 1)
print(whole * 1e3, (time.perf_counter() - began) * 1e3)
"""


def opening(location: Path) -> tuple[float, float]:
    """Milliseconds from nothing to the first answer: with checksums, and without."""
    command = [sys.executable, "-c", _OPEN, str(location)]
    told = [subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(5)]
    pairs = [[float(number) for number in one.stdout.split()] for one in told]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    print("| " + " | ".join(head) + " |")
    print("|" + " --- |" * len(head))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
