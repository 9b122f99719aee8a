"""The default model's graph, made without torch, against vectors that the model itself gave.

``tests/vectors/recorded.npy`` holds what sentence-transformers made of TEXTS, in their order; where
it is installed, it is asked again. To record them anew: ``python tests/integration/
test_default_model.py`` in an environment that has it.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import EncoderUnavailable
from search.encoding import default_model
from search.encoding.encoder import OnnxEncoder, open_encoder
from search.settings import Settings

RECORDED = Path(__file__).parents[1] / "vectors/recorded.npy"
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
from sentence_transformers import SentenceTransformer
from search.encoding.default_model import model_folder
sys.path.insert(0, "tests/integration")
from test_default_model import TEXTS
model = SentenceTransformer(str(model_folder()), device="cpu")
numpy.save(sys.argv[1], model.encode(list(TEXTS), normalize_embeddings=True, batch_size=1))
"""


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> OnnxEncoder:
    """Made anew from the installed weights, by a process that may not import torch."""
    made = open_encoder(Settings(cache=tmp_path_factory.mktemp("cache"), threads=1))
    assert isinstance(made, OnnxEncoder)
    return made


def ask_the_model(into: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-c", ASK, str(into)]
    subprocess.run(command, check=True, capture_output=True, cwd=Path(__file__).parents[2])


def test_the_graph_gives_the_recorded_vectors(encoder: OnnxEncoder) -> None:
    recorded = np.load(RECORDED, allow_pickle=False)
    assert recorded.shape == (len(TEXTS), 384)
    assert np.abs(encoder.encode(TEXTS) - recorded).max() < 1e-5


def test_indexes_that_were_built_before_stay_valid(encoder: OnnxEncoder) -> None:
    # The fingerprint of the export that torch traced; indexes hold it.
    assert encoder.fingerprint == "388f9d6b32176bb0c0e927258c3c9f42"


@pytest.mark.slow
@pytest.mark.skipif(
    not find_spec("sentence_transformers"),
    reason="sentence-transformers, an extra (minuted[models]), is not installed",
)
def test_sentence_transformers_gives_the_recorded_vectors(tmp_path: Path) -> None:
    ask_the_model(tmp_path / "now.npy")
    now = np.load(tmp_path / "now.npy", allow_pickle=False)
    assert np.abs(now - np.load(RECORDED, allow_pickle=False)).max() < 1e-5


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
    RECORDED.parent.mkdir(exist_ok=True)
    ask_the_model(RECORDED)
