"""The reader's graph, made by ``onnx`` alone out of weights: no torch when it is asked.

What training changed lies here (``weights.safetensors``, 16 bits); the word embeddings are those
of the packaged all-MiniLM-L6-v2, held to their digest. The graph is a BERT encoder of as many
layers as there are weights of (``search.encoding.bert_graph``) with a linear layer on the first
token. The marks of sentences that training gives too (``sentence``) are left out: no answer uses
them, and with them all of the last layer would be needed.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from search.encoding import default_model
from search.encoding.bert_graph import Array, Graph, first_state, read_weights

WEIGHTS = "weights.safetensors"
BASE_SHA256 = default_model.WEIGHTS_SHA256
"""Of the packaged model's weights, which the reader was trained beside."""
HEADS = 12


def weights_path() -> Path:
    """The reader's own weights, as installed."""
    return Path(str(files("search.reader").joinpath(WEIGHTS)))


def base_path() -> Path:
    """The packaged model's weights; raises EncoderUnavailable where they are not installed."""
    return default_model.model_folder() / default_model.WEIGHTS


def tokenizer_path() -> Path:
    """The packaged model's tokeniser."""
    return base_path().with_name("tokenizer.json")


def tensors(path: Path, base: Path) -> dict[str, Array]:
    """All weights by name, in 32 bits."""
    words = "embeddings.word_embeddings.weight"
    return read_weights(path) | {f"bert.{words}": read_weights(base, only=[words])[words]}


def build(weights: dict[str, Array]) -> Any:
    """The ONNX model: ``ids`` and ``types`` (n, s), without padding, to ``heads`` (n, 3)."""
    graph = Graph(weights, apart=True)
    layers = sum(name.endswith("attention.self.query.weight") for name in weights)
    first = first_state(graph, "bert.", layers, HEADS, "ids", "", "types")
    only = graph.add("Squeeze", first, graph.constant(np.array([1], np.int64)))
    graph.name(graph.linear(only, "heads"), "heads")
    return graph.model("reader", {"ids": "INT64", "types": "INT64"}, {"heads": ["n", 3]})
