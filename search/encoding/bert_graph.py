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
_PAIR = 127
"""What two neighbouring weights of a column are together in eight bits, at most, before they are
rounded. Processors without VNNI add the products of two neighbours in 16 bits: 255 · 128 fits
there, so that every processor has the same sums."""


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

    ``eight``: products with weights are of whole numbers, a token's states rounded to 8 bits by
    their own largest, so that nothing hangs on what stands beside it, and a column of weights by
    its own. Residual steps are apart. ``largest`` tells how large each channel of the states gets
    that a step of ``inputs`` takes: one that is far larger than the others would leave them little.
    """

    def __init__(
        self,
        weights: Mapping[str, Array],
        apart: bool = False,
        eight: bool = False,
        largest: Mapping[str, Array] | None = None,
    ) -> None:
        self.weights = weights
        self.apart = apart or eight
        self.eight = eight
        self.inputs: dict[str, str] = {}
        self._largest = largest or {}
        self._rounded: dict[str, tuple[str, str, str]] = {}
        self._nodes: list[Any] = []
        self._initialisers: list[Any] = []
        self._count = 0

    def constant(self, array: NDArray[Any] | np.generic) -> str:
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
        product = self.product(states, self.turned(name))
        return self.add("Add", product, self.constant(self.weights[f"{name}.bias"]))

    def turned(self, name: str) -> Array:
        """Wᵀ of a linear step."""
        return self.weights[f"{name}.weight"].T

    def product(self, states: str, weights: Array) -> str:
        """states (n, s, k) · weights (k, m), in eight bits where the graph is; k is even."""
        if not self.eight:
            return self.add("MatMul", states, self.constant(weights))
        whole, scale, shape = self._in_eight(states, len(weights))
        pairs = np.abs(weights).reshape(-1, 2, weights.shape[1]).sum(axis=1)
        steps = np.maximum(pairs.max(axis=0) / _PAIR, 1e-12).astype(np.float32)
        product = self.add(
            "MatMulIntegerToFloat",
            whole,
            self.constant(np.rint(weights / steps).astype(np.int8)),
            self.constant(np.float32(1)),
            self.constant(steps),
            self.constant(np.uint8(128)),
            domain="com.microsoft",
        )
        wide = self.constant(np.array([weights.shape[1]], np.int64))
        product = self.add("Reshape", product, self.add("Concat", shape, wide, axis=0))
        return self.add("Mul", product, scale)

    def evened(
        self, step: str, states: str, weights: Sequence[Array]
    ) -> tuple[str, Sequence[Array]]:
        """The states (n, s, k) that a step takes and the weights (k, m) it multiplies them by.

        Where it is told how large the channels get, the largest are made smaller and their weights
        larger, by powers of two, so that both keep about as much (Xiao et al. 2023, SmoothQuant).
        """
        self.inputs[step] = states
        if step not in self._largest:
            return states, weights
        across = np.abs(np.concatenate(weights, axis=1)).max(axis=1)
        share = np.sqrt(self._largest[step] / np.maximum(across, np.float32(1e-9)))
        by = np.exp2(np.rint(np.log2(np.maximum(share / np.median(share), 1)))).astype(np.float32)
        smaller = self.add("Mul", states, self.constant(1 / by))
        return smaller, [by[:, None] * one for one in weights]

    def _in_eight(self, states: str, width: int) -> tuple[str, str, str]:
        """States (n, s, width) as whole numbers (n · s, width) around 128, what a step of them is
        worth (n, s, 1), and (n, s) itself: once for all products of theirs."""
        if states not in self._rounded:
            largest = self.add("ReduceMax", self.add("Abs", states), axes=[-1], keepdims=1)
            least = self.constant(np.float32(1e-9))
            share = self.constant(np.float32(1 / 127))
            scale = self.add("Mul", self.add("Max", largest, least), share)
            flat = self.constant(np.array([-1], np.int64))
            each = self.add("Reshape", scale, flat)
            middle = self.constant(np.array([128], np.uint8))
            whole = self.add(
                "QuantizeLinear",
                self.add("Reshape", states, self.constant(np.array([-1, width], np.int64))),
                each,
                self.add("Expand", middle, self.add("Shape", each)),
                axis=0,
            )
            shape = _part(self, self.add("Shape", states), 0, 2, axis=0)
            self._rounded[states] = whole, scale, shape
        return self._rounded[states]

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
    taken = [graph.turned(f"{asks}{part}") for part in ("query", "key", "value")]
    states, (query_weights, *both) = graph.evened(asks, before, taken)
    query = graph.product(_part(graph, states, 0, 1, axis=1), query_weights)
    found = graph.product(states, np.concatenate(both, axis=1))
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
    asks = f"{name}attention.self."
    parts = [f"{asks}{part}" for part in ("query", "key", "value")]
    bias = graph.constant(np.concatenate([graph.weights[f"{part}.bias"] for part in parts]))
    states, taken = graph.evened(asks, before, [graph.turned(part) for part in parts])
    if graph.eight:
        kind, inputs = "MultiHeadAttention", [graph.product(states, one) for one in taken]
    else:
        kind, inputs = "Attention", [states, graph.constant(np.concatenate(taken, axis=1))]
    attended = graph.add(kind, *inputs, bias, mask, domain="com.microsoft", num_heads=heads)
    return _after_attention(graph, attended, before, name)


def _after_attention(graph: Graph, attended: str, before: str, name: str) -> str:
    between = _residual(graph, attended, before, f"{name}attention.output")
    step = f"{name}intermediate.dense"
    states, (taken,) = graph.evened(step, between, [graph.turned(step)])
    inner = graph.product(states, taken)
    inner = graph.add(
        "BiasGelu",
        inner,
        graph.constant(graph.weights[f"{step}.bias"]),
        domain="com.microsoft",
    )
    return _residual(graph, inner, between, f"{name}output")


def _residual(graph: Graph, inner: str, before: str, name: str) -> str:
    made = graph.product(inner, graph.turned(f"{name}.dense"))
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
