"""The encoder as it runs: the default model exported, others by their folder."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from corpus.errors import EncoderUnavailable
from search.encoding.encoder import Encoder, OnnxEncoder, known_fingerprint, open_encoder
from search.encoding.model_cache import Export, folder_of, locate
from search.settings import Settings

HEAVY = ("torch", "transformers", "sentence_transformers", "huggingface_hub", "onnx")
SHARED = Path(__file__).parents[2] / "../shared"
needs_models = pytest.mark.skipif(
    not find_spec("sentence_transformers"),
    reason="sentence-transformers, an extra (minuted[models]), is not installed",
)


@pytest.fixture(scope="module")
def settings() -> Settings:
    """The machine's own cache, so that the model is exported once and not for each run."""
    return Settings.from_environment()


@pytest.fixture(scope="module")
def encoder(settings: Settings) -> Encoder:
    return open_encoder(settings)


def test_vectors_have_length_one_and_the_order_of_their_texts(encoder: Encoder) -> None:
    texts = [f"Item {i}: " + "the panel noted the report " * (i % 7) for i in range(40)]
    vectors = encoder.encode(texts)
    assert vectors.shape == (40, 384) == (40, encoder.dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    for i in (0, 13, 39):
        assert np.abs(vectors[i] - encoder.encode([texts[i]])[0]).max() < 1e-5


def test_nothing_to_encode_gives_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_meaning_is_nearer_than_words(encoder: Encoder) -> None:
    asked, near, far = encoder.encode(
        ["burglary and theft", "houses broken into and property stolen", "and, and, and thrift"]
    )
    assert asked @ near > asked @ far + 0.2


STRANGE = {
    "empty": "",
    "blank": "  ",
    "stop words": "and of the",
    "emoji": "😀😀😀",
    "script": "警察と犯罪",
    "controls": "\x00\x07",
    "surrogate": "a\ud800b",
    "one word": "x" * 5000,
    "5000 characters": "why? " * 1000,
    "punctuation": ".,;" * 1000,
    "marks": "e\u0301\u0323" * 2000,
}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_any_text_at_all_has_a_vector(encoder: Encoder, text: str) -> None:
    vectors = encoder.encode([text, "beside it"], query=True)
    assert np.isfinite(vectors).all()
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)


def test_a_text_longer_than_the_model_is_cut_into_windows_that_each_fit(
    encoder: Encoder, settings: Settings
) -> None:
    text = "The Panel noted the report on call handling (see Appendix 3). " * 60
    pieces = encoder.windows(text)
    assert " ".join(pieces).split() == text.split()
    assert all(piece.endswith("3).") for piece in pieces)
    tokenizer = Tokenizer.from_file(
        str(folder_of(settings, locate(settings.model)) / "tokenizer.json")
    )
    assert 3 <= len(pieces) <= 6
    assert all(len(tokenizer.encode(piece).ids) <= 256 for piece in pieces)
    assert encoder.windows("Short.") == ["Short."]
    assert encoder.windows(" \n") == []


def test_the_end_of_a_long_text_is_not_cut_off(encoder: Encoder) -> None:
    start = "The Panel noted the report on call handling. " * 40
    end = "Knife crime among young people rose. " * 40
    whole, topic = encoder.encode([start + end, "knife crime and youth"])
    (alone,) = encoder.encode([start])
    assert whole @ topic > alone @ topic + 0.1


def test_progress_counts_every_text_once(encoder: Encoder) -> None:
    told: list[int] = []
    encoder.encode(["word " * (i * 5) for i in range(30)], told.append)
    assert told == sorted(told)
    assert told[-1] == 30
    assert len(told) > 1


def test_opening_and_asking_imports_no_torch(encoder: Encoder) -> None:
    code = (
        "import sys; from search.settings import Settings;"
        "from search.encoding.encoder import open_encoder;"
        "open_encoder(Settings.from_environment()).encode(['hate crime'], query=True);"
        f"print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_the_fingerprint_is_known_without_opening_the_model(
    encoder: Encoder, settings: Settings
) -> None:
    assert known_fingerprint(settings) == encoder.fingerprint
    assert encoder.name == settings.model


def test_an_export_that_the_runtime_refuses_is_told_with_the_cure(
    encoder: Encoder, settings: Settings, tmp_path: Path
) -> None:
    folder = folder_of(settings, locate(settings.model))
    export = Export.read(folder)
    assert export is not None
    (tmp_path / "tokenizer.json").write_bytes((folder / "tokenizer.json").read_bytes())
    (tmp_path / "model.onnx").write_bytes(b"not a graph")
    with pytest.raises(EncoderUnavailable, match="Remove that folder"):
        OnnxEncoder("x", export, tmp_path)


@needs_models
@pytest.mark.slow
def test_the_export_keeps_the_models_vectors_and_top_tens(encoder: Encoder) -> None:
    queries = SHARED / "gold/dev/queries.jsonl"
    if not (SHARED / "archive").is_dir() or not queries.is_file():
        pytest.skip("../shared/archive and ../shared/gold are not beside the project")
    command = ["-W", "ignore", "-m", "bench.encoder", str(SHARED / "archive"), "--json"]
    command += ["--queries", str(queries), "--limit", "200", "--no-opening"]
    run = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=True)
    _, ours = json.loads(run.stdout)
    assert ours["cosine_min"] >= 0.99
    assert ours["same_top_ten"] >= 0.95


WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "panel", "noted", "report", "crime", "."]


def write_tokenizer(folder: Path) -> None:
    tokenizer = Tokenizer(models.WordPiece({w: i for i, w in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    names = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    (folder / "tokenizer_config.json").write_text(
        json.dumps({"tokenizer_class": "BertTokenizerFast", "model_max_length": 64, **names})
    )


def write_modules(folder: Path, *kinds: str) -> None:
    listed = [
        {
            "idx": i,
            "name": str(i),
            "path": f"{i}_{kind}" if i else "",
            "type": f"sentence_transformers.models.{kind}",
        }
        for i, kind in enumerate(kinds)
    ]
    (folder / "modules.json").write_text(json.dumps(listed))


def write_small_bert(folder: Path) -> None:
    """A one-layer BERT with weights of chance, pooled by its first token and not normalised."""
    width, wide = 16, 32
    config = {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": width,
        "intermediate_size": wide,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "vocab_size": len(WORDS),
        "max_position_embeddings": 64,
    }
    (folder / "config.json").write_text(json.dumps(config))
    chance = np.random.default_rng(7)
    layer = "encoder.layer.0"
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (len(WORDS), width),
        "embeddings.position_embeddings.weight": (64, width),
        "embeddings.token_type_embeddings.weight": (2, width),
        "pooler.dense.weight": (width, width),
        "pooler.dense.bias": (width,),
        f"{layer}.intermediate.dense.weight": (wide, width),
        f"{layer}.intermediate.dense.bias": (wide,),
        f"{layer}.output.dense.weight": (width, wide),
        f"{layer}.output.dense.bias": (width,),
    }
    for part in ("self.query", "self.key", "self.value", "output.dense"):
        shapes[f"{layer}.attention.{part}.weight"] = (width, width)
        shapes[f"{layer}.attention.{part}.bias"] = (width,)
    weights = {n: chance.normal(size=s).astype(np.float32) for n, s in shapes.items()}
    for norm in ("embeddings", f"{layer}.attention.output", f"{layer}.output"):
        weights[f"{norm}.LayerNorm.weight"] = np.ones(width, np.float32)
        weights[f"{norm}.LayerNorm.bias"] = np.zeros(width, np.float32)
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    write_tokenizer(folder)
    write_modules(folder, "Transformer", "Pooling")
    (folder / "1_Pooling").mkdir()
    pooling = {"word_embedding_dimension": width, "pooling_mode_cls_token": True}
    pooling["pooling_mode_mean_tokens"] = False
    (folder / "1_Pooling/config.json").write_text(json.dumps(pooling))
    (folder / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": 40}))
    (folder / "config_sentence_transformers.json").write_text(
        json.dumps({"prompts": {"query": "crime ", "document": ""}})
    )


@needs_models
@pytest.mark.slow
def test_another_model_given_by_its_folder_is_exported_with_its_own_pooling_and_prompts(
    tmp_path: Path,
) -> None:
    model = tmp_path / "small"
    model.mkdir()
    write_small_bert(model)
    settings = Settings(model=str(model), cache=tmp_path / "cache", threads=1)
    encoder = open_encoder(settings)
    assert isinstance(encoder, OnnxEncoder)
    assert encoder.dimension == 16
    assert len(encoder.windows("the panel noted . " * 30)) > 2
    plain, prompted, asked = (
        encoder.encode(["the report"])[0],
        encoder.encode(["crime the report"])[0],
        encoder.encode(["the report"], query=True)[0],
    )
    assert np.allclose(prompted, asked, atol=1e-5)
    assert not np.allclose(plain, asked, atol=1e-2)


@needs_models
@pytest.mark.slow
def test_a_model_that_cannot_be_exported_is_run_by_sentence_transformers_with_one_note(
    tmp_path: Path,
) -> None:
    model = tmp_path / "static"
    model.mkdir()
    write_tokenizer(model)
    write_modules(model, "StaticEmbedding")
    weights = np.random.default_rng(7).normal(size=(len(WORDS), 8)).astype(np.float32)
    save_file({"embedding.weight": weights}, model / "model.safetensors")
    settings = Settings(model=str(model), cache=tmp_path / "cache", threads=1)
    # A process of its own: sentence-transformers stays loaded in the one that uses it.
    code = (
        "import json, sys; from pathlib import Path; from search.settings import Settings;"
        "from search.encoding.encoder import open_encoder;"
        f"e = open_encoder(Settings(model={str(model)!r}, cache=Path({str(settings.cache)!r})));"
        "v = e.encode(['the panel', 'crime', '', 'a\\ud800', 'the . ' * 4000]);"
        "print(json.dumps([type(e).__name__, e.dimension, v.tolist(), e.windows('the report')]))"
    )
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True
    )
    kind, dimension, vectors, windows = json.loads(run.stdout)
    assert (kind, dimension, windows) == ("TorchEncoder", 8, ["the report"])
    expected = weights[WORDS.index("crime")]
    assert vectors[1] == pytest.approx(expected / np.linalg.norm(expected), abs=1e-4)
    notes = [line for line in run.stderr.splitlines() if "run by sentence-transformers" in line]
    assert len(notes) == 1
    assert "StaticEmbedding" in notes[0]
    assert known_fingerprint(settings) is not None
