"""A CrossEncoder of sentence-transformers, once, to a graph that onnxruntime runs.

Run by ``search.encoding.model_cache`` as
``python -m search.reader.export MODEL FOLDER INTO THREADS``, as encoders are. It must score a pair
with one number; a graph that does not repeat the model on trial pairs is refused.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from corpus.errors import EncoderUnavailable
from search.encoding import export as exporter
from search.encoding.default_model import TRIALS
from search.encoding.export import MADE, NotExportable
from search.encoding.model_cache import Export, Source
from search.encoding.torch_loading import load

LEAST_ALIKE = 1e-3
"""How far the score of the graph may be from the model's, of a trial pair."""


def run(source: Source, into: Path, threads: int) -> None:
    """Write an export of the model into an empty folder; raises EncoderUnavailable."""
    _check(source)
    model, folder = load(source, threads, "CrossEncoder")
    try:
        _export(model, folder, into, threads).write(into)
    except NotExportable as error:
        raise EncoderUnavailable(
            f"The reranker {source.model!r} cannot be used: {error}. Give another CrossEncoder, or "
            "leave MINUTED_RERANKER unset."
        ) from error


def _check(source: Source) -> None:
    """An encoder would be loaded as well, with a score of chance; it is refused by what its folder
    says of itself."""
    if source.folder is None:
        return
    try:
        said = json.loads((source.folder / "config.json").read_text("utf-8"))["architectures"]
    except (OSError, ValueError, KeyError):
        said = []
    if not any(str(name).endswith("ForSequenceClassification") for name in said or ()):
        raise EncoderUnavailable(
            f"The model {source.model!r} scores no pairs of texts: it is no CrossEncoder. Set "
            "MINUTED_RERANKER to one, or leave it unset."
        )


def _export(model: Any, folder: Path, into: Path, threads: int) -> Export:
    if model.num_labels != 1:
        raise NotExportable(f"it gives a pair {model.num_labels} scores instead of one")
    limit = exporter.write_traced(model, into, _trace)
    made = Export(
        form="onnx-fp32",
        fingerprint=exporter.fingerprint(folder, "onnx-fp32"),
        dimension=1,
        limit=limit,
        files=exporter.files_of(into),
    )
    exporter.finish(into)
    _compare(model, made, into, threads)
    return made


def _trace(model: Any, into: Path) -> None:
    """The model as a graph from token ids, mask and, where it wants them, segments to logits."""
    import torch

    pairs = model.preprocess([(TRIALS[1], TRIALS[2]), (TRIALS[0], TRIALS[3])])
    names = [name for name in ("input_ids", "attention_mask", "token_type_ids") if name in pairs]
    inner = model.model
    if hasattr(inner, "set_attn_implementation"):
        # The fused attention chooses its path by the mask at hand, which tracing would freeze.
        inner.set_attn_implementation("eager")

    class Scores(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.inner = inner

        def forward(self, *inputs: Any) -> Any:
            return self.inner(**dict(zip(names, inputs, strict=True))).logits[:, 0]

    both = {0: "pairs", 1: "tokens"}
    with torch.no_grad():
        torch.onnx.export(
            Scores().eval(),
            tuple(pairs[name] for name in names),
            str(into / MADE),
            input_names=names,
            output_names=["scores"],
            dynamic_axes=dict.fromkeys(names, both) | {"scores": {0: "pairs"}},
            opset_version=17,
            dynamo=False,
        )


def _compare(model: Any, made: Export, into: Path, threads: int) -> None:
    """Score trial pairs by both; raises NotExportable where they differ."""
    import torch

    from search.reader.cross_encoder import CrossEncoder

    ours = CrossEncoder("trial", made, into, threads).scores(TRIALS[1], list(TRIALS[2:]))
    theirs = model.predict(
        [(TRIALS[1], text) for text in TRIALS[2:]],
        activation_fn=torch.nn.Identity(),
        show_progress_bar=False,
    )
    apart = max(abs(float(a) - float(b)) for a, b in zip(ours, theirs, strict=True))
    if not apart <= LEAST_ALIKE * max(1.0, float(abs(theirs).max())):
        raise NotExportable(f"its graph does not repeat it (apart by {apart:.4f})")


if __name__ == "__main__":
    sys.exit(exporter.main(sys.argv[1:], run))
