"""Another model in the reader's place: MINUTED_RERANKER."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from made import FakeEncoder, Line, document, write

from corpus import extras
from corpus.errors import EncoderUnavailable
from search.engine import Engine
from search.index import open_index
from search.reader.reader import open_reader
from search.settings import Settings

QUESTION = "How quickly were detainees seen by a nurse?"
PASSAGES = [
    ("report", "Nine in ten detained people were seen by a nurse within an hour."),
    ("report", "The kitchen was clean."),
    ("", "A long passage, so that the others are padded beside it. " * 90),
]

models = pytest.mark.skipif(
    not extras.installed("models"), reason="needs torch and sentence-transformers: minuted[models]"
)


def cross_encoder(folder: Path, labels: int = 1) -> Path:
    """A small BERT with weights of chance that scores pairs, as its library saves one."""
    import torch
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    from search.reader import graph

    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=30522, hidden_size=32, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=64, max_position_embeddings=512, num_labels=labels,
        initializer_range=0.3,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    AutoTokenizer.from_pretrained(graph.base_path().parent).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cross_encoder(tmp_path_factory.mktemp("cross-encoder"))


def settings(folder: Path, model: Path | str) -> Settings:
    return Settings.from_environment(
        {"MINUTED_RERANKER": str(model), "MINUTED_CACHE": str(folder), "MINUTED_THREADS": "1"}
    )


@models
def test_a_cross_encoder_scores_as_its_library_does(small: Path, tmp_path: Path) -> None:
    import torch
    from sentence_transformers import CrossEncoder

    made = open_reader(settings(tmp_path, small))
    assert made is not None
    ours = [one.rank for one in made.read(QUESTION, PASSAGES)]
    texts = [f"{place}. {words}" if place else words for place, words in PASSAGES]
    theirs: Any = CrossEncoder(str(small), device="cpu").predict(
        [(QUESTION, text) for text in texts], activation_fn=torch.nn.Identity()
    )
    assert ours == pytest.approx(theirs.tolist(), abs=1e-3)
    assert len({round(score, 3) for score in ours}) == len(ours)


@models
def test_its_order_is_the_order_of_the_answer(small: Path, tmp_path: Path) -> None:
    lines = [Line(words) for _, words in PASSAGES[:2]]
    write(tmp_path / "index", [document("a.txt", [*lines, Line("Cells were cold in winter.")])])
    index = open_index(tmp_path / "index")
    chosen = settings(tmp_path / "cache", small)
    result = Engine(index, chosen, encoder=FakeEncoder()).ask(QUESTION)
    assert sorted(hit.ranks["reader"] for hit in result.hits) == [1, 2, 3]
    # Made once: the second opening finds it in the cache.
    (kept,) = (tmp_path / "cache" / "rerankers").glob("*/model.onnx")
    before = kept.stat().st_mtime_ns
    open_reader(settings(tmp_path / "cache", small))
    assert kept.stat().st_mtime_ns == before


@models
def test_a_model_with_more_scores_than_one_is_refused(tmp_path: Path) -> None:
    many = cross_encoder(tmp_path / "many", labels=3)
    with pytest.raises(EncoderUnavailable, match="3 scores instead of one"):
        open_reader(settings(tmp_path / "cache", many))


@models
def test_an_encoder_is_no_reranker(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match="no CrossEncoder"):
        open_reader(settings(tmp_path / "cache", "all-MiniLM-L6-v2"))


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match="no model folder"):
        open_reader(settings(tmp_path, "/nowhere/reranker"))


def test_without_the_extra_the_error_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINUTED_CACHE", str(tmp_path))
    from search.encoding import torch_loading
    from search.encoding.model_cache import Source

    monkeypatch.setattr(extras, "installed", lambda _: False)
    with pytest.raises(EncoderUnavailable, match="MINUTED_RERANKER unset"):
        torch_loading.load(Source("a/model", None, ""), 0, "CrossEncoder")
