"""What the encoder's graph costs and keeps: ``python -m bench.encoder ARCHIVE``.

Prints a Markdown table (or JSON). The yardstick is the model as sentence-transformers runs it,
beside the graph in 32 bits (what eight do, says ``bench.encoder_forms``):
least and mean cosine of the vectors to its own, and the share of queries whose ten nearest
passages, as a set, are the same. One thread; rates and waits are processor time, so that what else
the machine does counts little; opening is the clock's, from nothing imported to a first vector.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from search.encoding.encoder import OnnxEncoder, Vectors, open_encoder, unit
from search.encoding.model_cache import Export, Source, folder_of, locate
from search.encoding.torch_loading import load
from search.settings import PACKAGED_MODEL, Settings

Encode = Callable[[list[str]], Vectors]
OPEN = """
import time
begun = time.perf_counter()
if {folder!r}:
    from pathlib import Path
    from search.encoding.encoder import OnnxEncoder
    from search.encoding.model_cache import Export
    folder = Path({folder!r})
    OnnxEncoder("", Export.read(folder), folder, 1).encode(["x"])
else:
    from search.encoding.torch_loading import load
    from search.encoding.model_cache import locate
    load(locate({model!r}), 1)[0].encode("x", show_progress_bar=False)
print(time.perf_counter() - begun)
"""


def passages_of(archive: Path, limit: int) -> list[str]:
    """The lines of an archive's text files that say something, each once, evenly thinned."""
    lines: dict[str, None] = {}
    for path in sorted([*archive.rglob("*.txt"), *archive.rglob("*.md")]):
        for line in path.read_text("utf-8", errors="replace").splitlines():
            text = " ".join(line.split())
            if len(text) >= 20:
                lines[text] = None
    found = list(lines)
    return found[:: max(1, -(-len(found) // limit))] if limit else found


def queries_of(path: Path) -> list[str]:
    """The texts of a file of queries, one JSON object to a line."""
    return [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines() if line]


def row(
    form: str, encode: Encode, texts: list[str], queries: list[str], yard: Any
) -> dict[str, Any]:
    """One line of the table. ``yard`` is the yardstick's (passages, queries), None for itself."""
    encode(queries[:2])
    begun = time.process_time()
    vectors = encode(texts)
    rate = len(texts) / (time.process_time() - begun)
    waits, asked = [], []
    for query in queries:
        begun = time.process_time()
        asked.append(encode([query])[0])
        waits.append(time.process_time() - begun)
    ours = (vectors, np.array(asked, np.float32))
    theirs = ours if yard is None else yard
    cosines = np.concatenate([(a * b).sum(axis=1) for a, b in zip(ours, theirs, strict=True)])
    tops = [np.argsort(-(q @ p.T), axis=1, kind="stable")[:, :10] for p, q in (ours, theirs)]
    same = [set(a) == set(b) for a, b in zip(*(top.tolist() for top in tops), strict=True)]
    shared = [
        len(set(a) & set(b)) / len(b) for a, b in zip(*(t.tolist() for t in tops), strict=True)
    ]
    return {
        "form": form,
        "passages_per_second": round(rate, 1),
        "query_ms": round(statistics.median(waits) * 1000, 1),
        "open_ms": 0,
        "cosine_min": round(float(cosines.min()), 5),
        "cosine_mean": round(float(cosines.mean()), 5),
        "same_top_ten": round(statistics.mean(same), 3),
        "top_ten_shared": round(statistics.mean(shared), 3),
        "vectors": ours,
    }


def open_ms(folder: Path | None, model: str) -> float:
    """From nothing imported to the first vector, in a process of its own; the best of five."""
    code = OPEN.format(folder=str(folder) if folder else "", model=model)
    run = [sys.executable, "-W", "ignore", "-c", code]
    quiet = os.environ | {"HF_HUB_DISABLE_PROGRESS_BARS": "1"}
    times = [
        float(subprocess.run(run, env=quiet, capture_output=True, text=True, check=True).stdout)
        for _ in range(5)
    ]
    return min(times) * 1000


def measure(
    settings: Settings, texts: list[str], queries: list[str], opening: bool
) -> list[dict[str, Any]]:
    """One row for the yardstick, one for the graph; one thread."""
    open_encoder(settings)
    source: Source = locate(settings.model)
    folder = folder_of(settings, source)
    export = Export.read(folder)
    assert export is not None
    encoder = OnnxEncoder("", export, folder, 1)
    model, _ = load(source, 1)
    # Longer texts are another matter (the model cuts them, we do not): the same texts for both.
    texts = [text for text in texts if len(encoder.windows(text)) == 1]

    def torch(batch: list[str]) -> Vectors:
        return unit(model.encode(batch, batch_size=32, show_progress_bar=False))

    rows = [row("sentence-transformers", torch, texts, queries, None)]
    rows.append(row("ONNX", encoder.encode, texts, queries, rows[0]["vectors"]))
    for line, where in zip(rows, (None, folder), strict=True):
        del line["vectors"]
        if opening:
            line["open_ms"] = round(open_ms(where, settings.model))
    return rows


def table(rows: list[dict[str, Any]]) -> str:
    """The rows as Markdown."""
    heads = list(rows[0])
    lines = ["| " + " | ".join(head.replace("_", " ") for head in heads) + " |"]
    lines.append("| --- " + "| ---: " * (len(heads) - 1) + "|")
    lines += ["| " + " | ".join(str(line[head]) for head in heads) + " |" for line in rows]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table; exit status 0."""
    parser = argparse.ArgumentParser(prog="python -m bench.encoder", description=__doc__)
    parser.add_argument("archive", type=Path, help="a folder with .txt or .md files")
    parser.add_argument("--queries", type=Path, required=True, help="a .jsonl file with texts")
    parser.add_argument("--limit", type=int, default=0, help="no more passages than this")
    parser.add_argument("--no-opening", action="store_true", help="do not time cold opens")
    parser.add_argument("--json", action="store_true", help="JSON instead of a table")
    given = parser.parse_args(arguments)
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    texts, queries = passages_of(given.archive, given.limit), queries_of(given.queries)
    if not texts:
        parser.error(f"{given.archive} holds no .txt or .md file with lines to measure on")
    # As published: sentence-transformers, which the graph is compared with, knows no adapter.
    settings = replace(Settings.from_environment(), model=PACKAGED_MODEL)
    rows = measure(settings, texts, queries, not given.no_opening)
    print(json.dumps(rows) if given.json else table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
