"""A BERT encoder (Devlin et al. 2019) as an ONNX graph, made by ``onnx`` alone out of its weights.

Of the encoder and of the reader alike: neither needs torch where it is asked. The operators are
onnxruntime's own for transformers, which run in half the time of their parts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

_EPSILON = 1e-12
_OPSET = 17


def read_weights(path: Path, only: Sequence[str] = ()) -> dict[str, Array]:
    """The weights of a safetensors file by name, or only some of them, in 32 bits."""
    from safetensors import safe_open

    with safe_open(str(path), framework="numpy") as stream:
        return {
            name: stream.get_tensor(name).astype(np.float32, copy=False)
            for name in only or stream.keys()
        }


class Graph:
    """Nodes and initialisers as they are added; names are made up in order.

    ``apart``: a residual step is added and normalised by nodes of its own. onnxruntime's own node
    for both takes twice their time; with it an encoder's vectors stay those of its indexes.
    """

    def __init__(self, weights: Mapping[str, Array], apart: bool = False) -> None:
        self.weights = weights
        self.apart = apart
        self._nodes: list[Any] = []
        self._initialisers: list[Any] = []
        self._count = 0

    def constant(self, array: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self._count += 1
        name = f"w{self._count}"
        self._initialisers.append(numpy_helper.from_array(np.asarray(array, order="C"), name))
        return name

    def add(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        from onnx import helper

        self._count += 1
        name = f"t{self._count}"
        self._nodes.append(helper.make_node(kind, inputs, [name], domain=domain, **attributes))
        return name

    def name(self, made: str, name: str) -> None:
        """Give an output of the graph its name."""
        (node,) = (node for node in self._nodes if node.output[0] == made)
        node.output[0] = name

    def linear(self, states: str, name: str) -> str:
        """states · Wᵀ + b."""
        product = self.add("MatMul", states, self.turned(name))
        return self.add("Add", product, self.constant(self.weights[f"{name}.bias"]))

    def turned(self, name: str) -> str:
        """Wᵀ of a linear step."""
        return self.constant(self.weights[f"{name}.weight"].T)

    def normal(self, name: str) -> tuple[str, str]:
        """Scale and shift of a layer normalisation."""
        return (
            self.constant(self.weights[f"{name}.weight"]),
            self.constant(self.weights[f"{name}.bias"]),
        )

    def model(
        self,
        name: str,
        inputs: Mapping[str, str],
        outputs: Mapping[str, Sequence[str | int]],
    ) -> Any:
        """The ONNX model. An input has the shape (n, s) and is of the kind that is told: "INT32"
        or "INT64"."""
        from onnx import TensorProto, helper

        taken = [
            helper.make_tensor_value_info(one, TensorProto.DataType.Value(kind), ["n", "s"])
            for one, kind in inputs.items()
        ]
        given = [
            helper.make_tensor_value_info(one, TensorProto.FLOAT, list(shape))
            for one, shape in outputs.items()
        ]
        made = helper.make_graph(self._nodes, name, taken, given, self._initialisers)
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid("com.microsoft", 1)]
        return helper.make_model(made, opset_imports=opsets, ir_version=8)


def encoder_states(
    graph: Graph, prefix: str, layers: int, heads: int, ids: str, mask: str, types: str | None
) -> str:
    """The last layer's states, shape (n, s, width), of weights whose names begin with ``prefix``.

    ``ids`` and ``types`` are inputs of 64-bit numbers (without ``types`` all is one segment),
    ``mask`` one of 32 bits, 1 where there is a token ('' where there is one everywhere).
    """
    found = _embedded(graph, f"{prefix}embeddings.", ids, types)
    for layer in range(layers):
        found = _layer(graph, found, f"{prefix}encoder.layer.{layer}.", heads, mask)
    return found


def first_state(
    graph: Graph, prefix: str, layers: int, heads: int, ids: str, mask: str, types: str | None
) -> str:
    """The first token's state in the last layer, shape (n, 1, width): what ``encoder_states`` has
    in that place, without the others, which cost most of a layer."""
    before = encoder_states(graph, prefix, layers - 1, heads, ids, mask, types)
    name = f"{prefix}encoder.layer.{layers - 1}."
    weights, asks = graph.weights, f"{name}attention.self."
    width = len(weights[f"{asks}query.bias"])
    query = graph.add("MatMul", _part(graph, before, 0, 1, axis=1), graph.turned(f"{asks}query"))
    both = [weights[f"{asks}{part}.weight"].T for part in ("key", "value")]
    found = graph.add("MatMul", before, graph.constant(np.concatenate(both, axis=1)))
    biases = [weights[f"{asks}{part}.bias"] for part in ("query", "key", "value")]
    attended = graph.add(
        "MultiHeadAttention",
        query,
        _part(graph, found, 0, width, axis=2),
        _part(graph, found, width, 2 * width, axis=2),
        graph.constant(np.concatenate(biases)),
        mask,
        domain="com.microsoft",
        num_heads=heads,
    )
    return _after_attention(graph, attended, _part(graph, before, 0, 1, axis=1), name)


def _part(graph: Graph, states: str, first: int, end: int, axis: int) -> str:
    edges = (graph.constant(np.array([at], np.int64)) for at in (first, end, axis))
    return graph.add("Slice", states, *edges)


def _embedded(graph: Graph, name: str, ids: str, types: str | None) -> str:
    """Words, places and segments, summed and normalised."""
    words = graph.add("Gather", graph.constant(graph.weights[f"{name}word_embeddings.weight"]), ids)
    kinds = graph.weights[f"{name}token_type_embeddings.weight"]
    if types is None:
        segments = graph.constant(kinds[0])
    else:
        segments = graph.add("Gather", graph.constant(kinds), types)
    length = graph.add(
        "Gather", graph.add("Shape", ids), graph.constant(np.array([1], np.int64)), axis=0
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


def _layer(graph: Graph, before: str, name: str, heads: int, mask: str) -> str:
    """Attention and a feed-forward step, each with its residual and normalisation."""
    parts = [f"{name}attention.self.{part}" for part in ("query", "key", "value")]
    packed = np.concatenate([graph.weights[f"{part}.weight"].T for part in parts], axis=1)
    bias = np.concatenate([graph.weights[f"{part}.bias"] for part in parts])
    attended = graph.add(
        "Attention",
        before,
        graph.constant(packed),
        graph.constant(bias),
        mask,
        domain="com.microsoft",
        num_heads=heads,
    )
    return _after_attention(graph, attended, before, name)


def _after_attention(graph: Graph, attended: str, before: str, name: str) -> str:
    between = _residual(graph, attended, before, f"{name}attention.output")
    inner = graph.add("MatMul", between, graph.turned(f"{name}intermediate.dense"))
    inner = graph.add(
        "BiasGelu",
        inner,
        graph.constant(graph.weights[f"{name}intermediate.dense.bias"]),
        domain="com.microsoft",
    )
    return _residual(graph, inner, between, f"{name}output")


def _residual(graph: Graph, inner: str, before: str, name: str) -> str:
    made = graph.add("MatMul", inner, graph.turned(f"{name}.dense"))
    scale, shift = graph.normal(f"{name}.LayerNorm")
    if graph.apart:
        bias = graph.constant(graph.weights[f"{name}.dense.bias"])
        total = graph.add("Add", graph.add("Add", made, bias), before)
        return graph.add("LayerNormalization", total, scale, shift, epsilon=_EPSILON)
    return graph.add(
        "SkipLayerNormalization",
        made,
        before,
        scale,
        shift,
        graph.constant(graph.weights[f"{name}.dense.bias"]),
        domain="com.microsoft",
        epsilon=_EPSILON,
    )
