"""The exporter: a model, once, to a graph that onnxruntime runs.

Run by ``search.encoding.model_cache`` as
``python -m search.encoding.export MODEL FOLDER INTO THREADS``.
The graph is the whole model, its own pooling and normalisation included, in the weights' own
precision. The default model's is built (``search.encoding.default_model``), and beside it one in
eight bits, for passages (``bench.encoder_forms``); any other is traced by torch, and a graph that
does not repeat its model on a set of trial texts is not used.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from corpus.errors import EncoderUnavailable
from search.encoding import default_model
from search.encoding.model_cache import EIGHT_RECIPE, EXPLAINED, RECIPE, Export, Form, Source
from search.encoding.session import JOINS, save_tokenizer, settle
from search.encoding.torch_loading import load, prompts
from search.settings import DEFAULT_MODEL
from search.stamps import digest

GRAPH, WEIGHTS, TOKENIZER = "model.onnx", "weights.bin", "tokenizer.json"
EIGHT, EIGHT_WEIGHTS = "eight.onnx", "eight.bin"
"""The graph in eight bits, of a model that has one."""
FILES = (GRAPH, WEIGHTS, TOKENIZER, EIGHT, EIGHT_WEIGHTS)
MADE = "made.onnx"
EXPORTABLE = ("Transformer", "Pooling", "Normalize")
LEAST_COSINE = 0.9999


class NotExportable(Exception):
    """The model works, but not as a graph; the message says why."""


def run(source: Source, into: Path, threads: int) -> None:
    """Write an export of the model into an empty folder; raises EncoderUnavailable."""
    if source.pinned and source.folder is not None:
        default_model.check_weights(source.folder)
        _built(source, source.folder, into).write(into)
        return
    modules = _modules(source.folder)
    odd = [name for name in modules if name not in EXPORTABLE]
    if odd:
        reason = f"it has a module of the kind {odd[0]}"
        _plain(source.folder, reason).write(into)
        return
    model, folder = load(source, threads)
    try:
        export = _export(model, folder, into, threads)
    except NotExportable as error:
        for left in into.iterdir():
            left.unlink()
        export = _plain(folder, str(error))
    export.write(into)


def _built(source: Source, folder: Path, into: Path) -> Export:
    """Write the graph, weights and tokenizer of a model of our own, without torch."""
    import onnx
    from tokenizers import Tokenizer

    own = default_model.own_name(source.model) or ""
    adapter = default_model.ADAPTERS[own]
    made = default_model.graph(folder, adapter)
    _check_room(into, (folder / default_model.WEIGHTS).stat().st_size)
    onnx.save(made, into / MADE)
    settle(into / MADE, into / GRAPH, WEIGHTS)
    eight = ""
    if own == DEFAULT_MODEL:
        onnx.save(default_model.graph(folder, adapter, eight=True), into / MADE)
        settle(into / MADE, into / EIGHT, EIGHT_WEIGHTS, without=JOINS)
        eight = fingerprint(folder, "onnx-int8", adapter)
    save_tokenizer(Tokenizer.from_file(str(folder / TOKENIZER)), into / TOKENIZER)
    finish(into)
    return Export(
        form="onnx-fp32",
        fingerprint=fingerprint(folder, "onnx-fp32", adapter),
        dimension=int(made.graph.output[0].type.tensor_type.shape.dim[1].dim_value),
        limit=default_model.limit(folder),
        prompts={"query": "", "document": ""},
        files=files_of(into),
        eight=eight,
    )


def _check_room(into: Path, weights: int) -> None:
    """Raises OSError where the disk has no room for what is made of weights of so many bytes."""
    if shutil.disk_usage(into).free < 2.5 * weights:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def files_of(into: Path) -> dict[str, str]:
    """The names of an export's files to their sha256."""
    return {name: digest(into / name) for name in FILES if (into / name).is_file()}


def finish(into: Path) -> None:
    """Onto the disk with what is an export's; what else was written is removed."""
    for path in into.iterdir():
        if path.name not in FILES:
            path.unlink()
            continue
        with path.open("rb") as file:
            os.fsync(file.fileno())


def _modules(folder: Path | None) -> list[str]:
    """The kinds of a saved model's modules, in order; empty where the folder does not say."""
    try:
        listed = json.loads((folder / "modules.json").read_text("utf-8")) if folder else []
        return [str(module["type"]).rpartition(".")[2] for module in listed]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _export(model: Any, folder: Path, into: Path, threads: int) -> Export:
    """Write graph, weights and tokenizer; raises NotExportable."""
    odd = [name for name in (type(module).__name__ for module in model) if name not in EXPORTABLE]
    if odd:
        raise NotExportable(f"it has a module of the kind {odd[0]}")
    wanted = prompts(model)
    if any(wanted.values()) and not getattr(model[1], "include_prompt", True):
        raise NotExportable("its pooling leaves out the prompt")
    limit = write_traced(model, into, _trace)
    export = Export(
        form="onnx-fp32",
        fingerprint=fingerprint(folder, "onnx-fp32"),
        dimension=int(model.encode("x").shape[0]),
        limit=limit,
        prompts=wanted,
        files=files_of(into),
    )
    finish(into)
    _compare(model, export, into, threads)
    return export


def write_traced(model: Any, into: Path, trace: Callable[[Any, Path], None]) -> int:
    """Write tokenizer, graph and weights of a model; ``trace`` writes its graph to ``into / MADE``.

    Gives how many tokens the model reads, special ones included; raises NotExportable.
    """
    tokenizer = getattr(model.tokenizer, "backend_tokenizer", None)
    if tokenizer is None:
        raise NotExportable("its tokenizer is one of Python's, not of the tokenizers library")
    limit = _limit(model)
    # A disk that fills meanwhile looks to torch like a model that cannot be exported.
    _check_room(into, sum(p.numel() * p.element_size() for p in model.parameters()))
    save_tokenizer(tokenizer, into / TOKENIZER)
    try:
        trace(model, into)
        settle(into / MADE, into / GRAPH, WEIGHTS)
    except Exception as error:
        # torch.onnx raises errors of a dozen kinds for what it cannot trace.
        raise NotExportable(
            f"torch cannot export it: {' '.join(str(error).split())[:120]}"
        ) from error
    return limit


def _trace(model: Any, into: Path) -> None:
    """The model as an ONNX graph from token ids and mask to vectors."""
    import torch

    wants = model.preprocess(list(default_model.TRIALS[1:3]))
    tensors = {name for name, value in wants.items() if isinstance(value, torch.Tensor)}
    typed = "token_type_ids" in tensors
    if (
        not {"input_ids", "attention_mask"}
        <= tensors
        <= {"input_ids", "attention_mask"} | ({"token_type_ids"} if typed else set())
    ):
        raise ValueError(f"it takes {', '.join(sorted(tensors))}")

    class Whole(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.modules_in_order = torch.nn.ModuleList(list(model))

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            features = {"input_ids": input_ids, "attention_mask": attention_mask}
            if typed:
                features["token_type_ids"] = torch.zeros_like(input_ids)
            for module in self.modules_in_order:
                features = module(features)
            return features["sentence_embedding"]

    inner = getattr(model[0], "auto_model", None)
    if inner is not None and hasattr(inner, "set_attn_implementation"):
        # The fused attention chooses its path by the mask at hand, which tracing would freeze.
        inner.set_attn_implementation("eager")
    both = {0: "texts", 1: "tokens"}
    with torch.no_grad():
        torch.onnx.export(
            Whole().eval(),
            (wants["input_ids"], wants["attention_mask"]),
            str(into / MADE),
            input_names=["input_ids", "attention_mask"],
            output_names=["vectors"],
            dynamic_axes={"input_ids": both, "attention_mask": both, "vectors": {0: "texts"}},
            opset_version=17,
            dynamo=False,
        )


def _compare(model: Any, export: Export, into: Path, threads: int) -> None:
    """Run the trial texts through both; raises NotExportable when they differ."""
    import numpy as np

    from search.encoding.encoder import OnnxEncoder

    encoder = OnnxEncoder("trial", export, into, threads)
    texts = [text for text in default_model.TRIALS if len(encoder.windows(text)) <= 1]
    ours = encoder.encode(texts)
    prompt = export.prompts["document"]
    theirs = model.encode([prompt + t for t in texts], show_progress_bar=False, prompt="")
    theirs = theirs / np.linalg.norm(theirs, axis=1, keepdims=True)
    least = float((ours * theirs).sum(axis=1).min())
    if not least >= LEAST_COSINE:
        raise NotExportable(f"its graph does not repeat it (least cosine {least:.4f})")


def _limit(model: Any) -> int:
    """How many tokens the model reads, special ones included."""
    config = getattr(getattr(model[0], "auto_model", None), "config", None)
    told = (
        model.max_seq_length,
        getattr(model.tokenizer, "model_max_length", None),
        getattr(config, "max_position_embeddings", None),
    )
    # Tokenizers without a limit of their own say so with a number of thirty digits.
    limit = min((int(n) for n in told if n and n < 1_000_000), default=512)
    if limit < 32:
        raise NotExportable(f"it reads no more than {limit} tokens at a time")
    return limit


def fingerprint(folder: Path, form: Form, adapter: Path | None = None) -> str:
    """Digest of all that shapes the vectors: weights, what is added to them, tokenizer, module
    settings, and the form."""
    recipe = EIGHT_RECIPE if form == "onnx-int8" else RECIPE
    told = hashlib.sha256(f"{recipe} {form}\n".encode())
    if adapter is not None:
        told.update(f"adapter {digest(adapter)}\n".encode())
    paths = [path for path in [*folder.glob("*"), *folder.glob("*/*")] if _shapes(path, folder)]
    for path in sorted(paths):
        told.update(f"{path.relative_to(folder).as_posix()} {digest(path)}\n".encode())
    return told.hexdigest()[:32]


def _shapes(path: Path, folder: Path) -> bool:
    """Whether a file of a model takes part in what it computes."""
    modules = path.parent == folder or path.parent.name[:1].isdigit()
    kinds = (".safetensors", ".bin", ".json", ".txt", ".model")
    twice = path.suffix == ".bin" and any(path.parent.glob("*.safetensors"))
    told = path.name not in ("data_config.json", "README.txt")
    return modules and told and path.suffix in kinds and not twice and path.is_file()


def _plain(folder: Path | None, reason: str) -> Export:
    assert folder is not None
    form: Form = "sentence-transformers"
    return Export(form=form, fingerprint=fingerprint(folder, form), reason=reason)


def main(arguments: list[str], run: Callable[[Source, Path, int], None] = run) -> int:
    """Exit status 0, or EXPLAINED with one line on stderr."""
    model, folder, into, threads = arguments
    source = Source(model, Path(folder) if folder else None, "")
    try:
        run(source, Path(into), int(threads))
    except EncoderUnavailable as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        return EXPLAINED
    except OSError as error:
        print(
            f"The exported model cannot be written: {error.strerror or error}. Make room, or "
            "set MINUTED_CACHE to a folder that can be written.",
            file=sys.stderr,
        )
        return EXPLAINED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
