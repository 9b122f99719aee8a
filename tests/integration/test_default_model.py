"""The graphs of the models that come along, made without torch, against the models' own vectors.

``tests/vectors/<model>.npy`` holds what sentence-transformers made of TEXTS, in their order, with
the adapter added by torch where there is one; where it is installed, it is asked again. Beside
them, in ``<model>-eight.npy``, what our own graph in eight bits made of them where it was recorded:
processors round the steps between the products differently. To record all of them anew:
``PYTHONPATH=. python tests/integration/test_default_model.py`` where sentence-transformers is.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import EncoderUnavailable
from search.encoding import default_model
from search.encoding.encoder import OnnxEncoder, open_encoder
from search.settings import DEFAULT_MODEL, PACKAGED_MODEL, Settings

RECORDED = Path(__file__).parents[1] / "vectors"
BOTH = pytest.mark.parametrize("model", [DEFAULT_MODEL, PACKAGED_MODEL])
TEXTS = (
    "Hate crime",
    "What was said about the time it takes to answer 999 calls?",
    "The Panel noted that 87.3% of emergency calls were answered within ten seconds in 2017/18, "
    "against a target of 90%, and asked for a further report to the meeting on 6 February 2018.",
    "letter | 3 March 2021 | Victims' services\nThe Commissioner wrote that £1.2 million was held.",
    "and of the",
    "",
    "Prüfung der Ausgaben für 1.250 € 😀 — 警察と犯罪",
    "How many officers left the force, and why, in the year that ended in March?",
    "The nearest passages stand beside one another in the order of the page. " * 11,
)
ASK = """
import sys, numpy
from safetensors import safe_open
from sentence_transformers import SentenceTransformer
from search.encoding.default_model import ADAPTERS, model_folder
sys.path.insert(0, "tests/integration")
from test_default_model import TEXTS
model = SentenceTransformer(str(model_folder()), device="cpu")
if adapter := ADAPTERS[sys.argv[2]]:
    layers = dict(model[0].auto_model.named_parameters())
    with safe_open(str(adapter), framework="pt") as told:
        for name in [name for name in told.keys() if "lora_A" in name]:
            down, up = (told.get_tensor(n).float() for n in (name, name.replace("_A.", "_B.")))
            weight = name.split("base_model.model.")[1].replace("lora_A.", "")
            layers[weight].data += float(told.metadata()["scale"]) * up @ down
numpy.save(sys.argv[1], model.encode(list(TEXTS), normalize_embeddings=True, batch_size=1))
"""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def made(cache: Path, model: str, bits: int = 32) -> OnnxEncoder:
    """Made from the installed weights, by a process that may not import torch."""
    found = open_encoder(Settings(model=model, cache=cache, threads=1, passage_bits=bits))
    assert isinstance(found, OnnxEncoder)
    return found


def ask_the_model(model: str, into: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-c", ASK, str(into), model]
    subprocess.run(command, check=True, capture_output=True, cwd=Path(__file__).parents[2])


@BOTH
def test_the_graph_gives_the_recorded_vectors(model: str, cache: Path) -> None:
    recorded = np.load(RECORDED / f"{model}.npy", allow_pickle=False)
    assert recorded.shape == (len(TEXTS), 384)
    assert np.abs(made(cache, model).encode(TEXTS) - recorded).max() < 1e-5


def test_passages_in_eight_bits_have_the_recorded_vectors(cache: Path) -> None:
    # Of an emulated Haswell, without VNNI, the least cosine to these was 0.99997.
    recorded = np.load(RECORDED / f"{DEFAULT_MODEL}-eight.npy", allow_pickle=False)
    made_now = made(cache, DEFAULT_MODEL, bits=8).encode(TEXTS)
    assert (made_now * recorded).sum(axis=1).min() > 0.9999


def test_passages_in_eight_bits_are_near_to_those_in_32(cache: Path) -> None:
    encoder = made(cache, DEFAULT_MODEL, bits=8)
    exact = encoder.encode(TEXTS, query=True)
    assert 0.98 < (encoder.encode(TEXTS) * exact).sum(axis=1).min() < 0.9999


def test_a_question_is_in_32_bits_whatever_passages_are(cache: Path) -> None:
    eight, exact = made(cache, DEFAULT_MODEL, bits=8), made(cache, DEFAULT_MODEL)
    assert np.array_equal(eight.encode(TEXTS, query=True), exact.encode(TEXTS, query=True))


def test_a_passage_has_the_same_vector_alone_and_among_others(cache: Path) -> None:
    encoder = made(cache, DEFAULT_MODEL, bits=8)
    texts = [*TEXTS, *(f"Item {n}: {'the Panel noted it, ' * n}" for n in range(24))]
    together = encoder.encode(texts)
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    assert np.abs(together - alone).max() < 1e-6


def test_an_index_is_of_one_of_the_two_models_and_of_one_form(cache: Path) -> None:
    # The first is the fingerprint of the export that torch traced; indexes hold it.
    packaged = made(cache, PACKAGED_MODEL).fingerprint
    assert packaged == "388f9d6b32176bb0c0e927258c3c9f42"
    assert made(cache, PACKAGED_MODEL, bits=8).fingerprint == packaged
    both = [made(cache, DEFAULT_MODEL, bits).fingerprint for bits in (8, 32)]
    assert len({packaged, *both}) == 3


@pytest.mark.parametrize("bits", [8, 32])
def test_passages_are_embedded_as_those_of_the_index_are(cache: Path, bits: int) -> None:
    of_index = made(cache, DEFAULT_MODEL, bits).fingerprint
    other = Settings(cache=cache, threads=1, passage_bits=40 - bits)
    assert open_encoder(other, of_index).fingerprint == of_index
    assert open_encoder(other).fingerprint != of_index
    assert open_encoder(other, "of another model").fingerprint != of_index


@BOTH
@pytest.mark.slow
@pytest.mark.skipif(
    not find_spec("sentence_transformers"),
    reason="sentence-transformers, an extra (minuted[models]), is not installed",
)
def test_sentence_transformers_gives_the_recorded_vectors(model: str, tmp_path: Path) -> None:
    ask_the_model(model, tmp_path / "now.npy")
    now = np.load(tmp_path / "now.npy", allow_pickle=False)
    recorded = np.load(RECORDED / f"{model}.npy", allow_pickle=False)
    assert np.abs(now - recorded).max() < 1e-5


def test_a_damaged_adapter_is_told(tmp_path: Path) -> None:
    (tmp_path / "adapter.safetensors").write_bytes(b"others")
    with pytest.raises(EncoderUnavailable, match="missing or damaged"):
        default_model.tuned({}, tmp_path / "adapter.safetensors")


def test_the_default_model_is_made_and_asked_where_there_is_no_torch(tmp_path: Path) -> None:
    # A folder in front of the path, whose torch cannot be imported.
    for name in ("torch", "transformers", "sentence_transformers"):
        (tmp_path / f"{name}.py").write_text("raise ImportError('it is not here')")
    code = (
        "from pathlib import Path; from search.settings import Settings;"
        "from search.encoding.encoder import open_encoder;"
        f"e = open_encoder(Settings(cache=Path({str(tmp_path / 'cache')!r}), threads=1));"
        "print(e.encode(['hate crime']).shape)"
    )
    root = Path(__file__).parents[2]
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path,
        env={"PYTHONPATH": f"{tmp_path}:{root}", "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
    )  # fmt: skip
    assert run.stdout.strip() == "(1, 384)", run.stderr[-2000:]


def test_weights_that_are_not_the_published_ones_are_not_used(tmp_path: Path) -> None:
    (tmp_path / default_model.WEIGHTS).write_bytes(b"others")
    with pytest.raises(EncoderUnavailable, match="not the published one"):
        default_model.check_weights(tmp_path)


if __name__ == "__main__":
    RECORDED.mkdir(exist_ok=True)
    for one in (DEFAULT_MODEL, PACKAGED_MODEL):
        ask_the_model(one, RECORDED / f"{one}.npy")
    with tempfile.TemporaryDirectory() as scratch:
        eight = made(Path(scratch), DEFAULT_MODEL, bits=8).encode(TEXTS)
        np.save(RECORDED / f"{DEFAULT_MODEL}-eight.npy", eight)
