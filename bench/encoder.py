"""What the forms of the encoder cost and keep: ``python -m bench.encoder ARCHIVE``.

Prints a Markdown table (or JSON). The yardstick is the model as sentence-transformers runs it:
least and mean cosine of the vectors to its own, and the share of queries whose ten nearest
passages, as a set, are the same. One thread; rates and waits are processor time, so that what else
the machine does counts little; opening is the clock's, from nothing imported to a first vector.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import statistics
import subprocess
import sys
import tempfile
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
FORMS = {
    "torch": "sentence-transformers, fp32",
    "onnx": "ONNX, fp32",
    "int8": "ONNX, int8 dynamic, per channel",
    "blocks": "ONNX, int8 in blocks of 32",
}
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


def eight_bits(exported: Path, into: Path) -> None:
    """The usual recipe: weights by channel, activations by tensor, both at run time."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    # It advises a step that the export has had already.
    logging.disable(logging.WARNING)
    quantize_dynamic(
        exported / "model.onnx",
        into / "model.onnx",
        weight_type=QuantType.QInt8,
        per_channel=True,
        # The built graph holds operators of onnxruntime's own, whose types it does not infer.
        extra_options={"DefaultTensorType": 1},
    )
    logging.disable(logging.NOTSET)


def eight_bits_in_blocks(exported: Path, into: Path, block: int = 32) -> None:
    """Weights and activations each with a scale for every 32 numbers, which keeps far more.

    The operator is onnxruntime's MatMulNBits: weights as (columns, blocks, 32) unsigned bytes
    around 128, one scale per block, activations rounded likewise (accuracy level 4).
    """
    import onnx
    from onnx import helper, numpy_helper

    model = onnx.load(exported / "model.onnx")
    graph = model.graph
    weights = {w.name: w for w in graph.initializer}
    for node in graph.node:
        if node.op_type != "MatMul" or node.input[1] not in weights:
            continue
        name = node.input[1]
        weight = numpy_helper.to_array(weights[name])
        inner, columns = weight.shape
        blocks = np.pad(weight, ((0, -inner % block), (0, 0))).T.reshape(columns, -1, block)
        scales = np.maximum(np.abs(blocks).max(axis=2) / 127, 1e-12).astype(np.float32)
        rounded = np.clip(np.rint(blocks / scales[..., None]) + 128, 0, 255).astype(np.uint8)
        graph.initializer.append(numpy_helper.from_array(rounded, name + "_eight"))
        graph.initializer.append(numpy_helper.from_array(scales.ravel(), name + "_scales"))
        made = helper.make_node(
            "MatMulNBits",
            [node.input[0], name + "_eight", name + "_scales"],
            list(node.output),
            domain="com.microsoft",
            **{"K": inner, "N": columns, "bits": 8, "block_size": block, "accuracy_level": 4},
        )
        graph.initializer.remove(weights.pop(name))
        node.CopyFrom(made)
    model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    onnx.save(model, into / "model.onnx")


def variant(form: str, exported: Path, into: Path) -> Path:
    """A folder with another form of an export beside the same tokenizer."""
    into.mkdir()
    (into / "tokenizer.json").write_bytes((exported / "tokenizer.json").read_bytes())
    {"int8": eight_bits, "blocks": eight_bits_in_blocks}[form](exported, into)
    export = Export.read(exported)
    assert export is not None
    replace(export, files={}, fingerprint=form).write(into)
    return into


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
        "form": FORMS[form],
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
    settings: Settings, texts: list[str], queries: list[str], forms: Sequence[str], opening: bool
) -> list[dict[str, Any]]:
    """One row for each form, the yardstick always first; one thread."""
    open_encoder(settings)
    source: Source = locate(settings.model)
    exported = folder_of(settings, source)
    model, _ = load(source, 1)
    # Longer texts are another matter (the model cuts them, we do not): the same texts for both.
    fitting = OnnxEncoder("", Export.read(exported) or Export("onnx-fp32", ""), exported, 1)
    texts = [text for text in texts if len(fitting.windows(text)) == 1]

    def torch(batch: list[str]) -> Vectors:
        return unit(model.encode(batch, batch_size=32, show_progress_bar=False))

    rows = [row("torch", torch, texts, queries, None)]
    folders: dict[str, Path | None] = {"torch": None}
    with tempfile.TemporaryDirectory() as scratch:
        for form in forms:
            if form == "torch":
                continue
            folder = exported if form == "onnx" else variant(form, exported, Path(scratch) / form)
            export = Export.read(folder)
            assert export is not None
            encoder = OnnxEncoder(form, export, folder, 1)
            folders[form] = folder
            rows.append(row(form, encoder.encode, texts, queries, rows[0]["vectors"]))
        if opening:
            for line, folder_or_none in zip(rows, folders.values(), strict=True):
                line["open_ms"] = round(open_ms(folder_or_none, settings.model))
    for line in rows:
        del line["vectors"]
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
    parser.add_argument("--forms", default=",".join(FORMS), help="which, parted by commas")
    parser.add_argument("--limit", type=int, default=0, help="no more passages than this")
    parser.add_argument("--no-opening", action="store_true", help="do not time cold opens")
    parser.add_argument("--json", action="store_true", help="JSON instead of a table")
    given = parser.parse_args(arguments)
    forms = given.forms.split(",")
    if odd := [form for form in forms if form not in FORMS]:
        parser.error(f"no form is called {odd[0]!r}; there are {', '.join(FORMS)}")
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    texts, queries = passages_of(given.archive, given.limit), queries_of(given.queries)
    if not texts:
        parser.error(f"{given.archive} holds no .txt or .md file with lines to measure on")
    # As published: sentence-transformers, which the forms are compared with, knows no adapter.
    settings = replace(Settings.from_environment(), model=PACKAGED_MODEL)
    rows = measure(settings, texts, queries, forms, not given.no_opening)
    print(json.dumps(rows) if given.json else table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
