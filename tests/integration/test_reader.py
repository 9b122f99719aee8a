"""The reader that is shipped: what it reads in a passage, and how its graph is made and kept."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from made import FakeEncoder, Line, document, write
from tokenizers import Tokenizer

from corpus.errors import EncoderUnavailable
from eval.training import reader_inputs
from eval.training.reader_inputs import Data, Inputs, Item
from search.engine import Engine
from search.index import open_index
from search.reader import graph, pairs, reader
from search.reader.reader import Reader, open_reader
from search.settings import Settings
from search.stamps import digest

QUESTION = "How quickly were detainees seen by a nurse?"
PLACE = "inspection report › Custody › Health"
SENTENCES = (
    "The station had four doctors on duty.",
    "Nine in ten detained people were seen by a nurse within an hour.",
    "The kitchen was clean.",
)
ANSWERS = " ".join(SENTENCES)
SHARES_WORDS = "A nurse asked how detainees were, and how quickly the detainees were seen to leave."
FILLER = "The panel noted the report on the fleet of vehicles and thanked the officers for it. "


@pytest.fixture(scope="module")
def settings() -> Settings:
    """The machine's own cache, so that the graph is made once and not for each run."""
    return Settings.from_environment()


@pytest.fixture(scope="module")
def shipped(settings: Settings) -> Reader:
    made = open_reader(settings)
    assert made is not None
    return made


def test_a_passage_that_answers_stands_above_one_that_shares_words(shipped: Reader) -> None:
    words, answer, neither = shipped.read(
        QUESTION, [(PLACE, SHARES_WORDS), (PLACE, ANSWERS), (PLACE, FILLER)]
    )
    assert answer.rank > words.rank > neither.rank
    assert answer.answers > max(words.answers, neither.answers)


def test_a_long_passage_is_read_to_its_last_part(shipped: Reader) -> None:
    long = FILLER * 25 + SENTENCES[1]
    with_it, without = shipped.read(QUESTION, [(PLACE, long), (PLACE, FILLER * 26)])
    assert with_it.rank > without.rank
    assert with_it.answers > without.answers


@pytest.mark.parametrize("question", ["", QUESTION, "why " * 500, "\ud800", "[SEP] [CLS] \x00"])
def test_whatever_it_is_given_it_reads(shipped: Reader, question: str) -> None:
    odd = [
        ("", ""),
        (PLACE, ""),
        ("", " \n"),
        (PLACE * 40, "x"),
        (PLACE, "a \ud800 b"),
        ("\udfff", "[SEP] 警察 😀 \x00"),
        (PLACE, "w" * 9000),
        (PLACE, FILLER * 100),
    ]
    found = shipped.read(question, odd)
    assert len(found) == len(odd)
    assert np.isfinite([(one.rank, one.answers, one.about) for one in found]).all()


def test_no_passages_give_no_readings(shipped: Reader) -> None:
    assert shipped.read(QUESTION, []) == []


def test_what_is_read_in_a_passage_does_not_hang_on_those_beside_it(shipped: Reader) -> None:
    passages = [(PLACE, ANSWERS), (PLACE, FILLER), ("", "x"), (PLACE, SHARES_WORDS)] * 3
    together = shipped.read(QUESTION, passages)
    for passage, read in zip(passages, together, strict=True):
        assert shipped.read(QUESTION, [passage]) == [read]


def test_the_graph_is_made_once_and_whole(tmp_path: Path) -> None:
    open_reader(Settings(cache=tmp_path))
    (kept,) = (tmp_path / "readers").iterdir()
    assert sorted(path.name for path in kept.iterdir()) == [
        "reader.onnx", "tokenizer.json", "weights.bin",
    ]  # fmt: skip
    made = (kept / "reader.onnx").stat()
    reader._opened.cache_clear()
    open_reader(Settings(cache=tmp_path))
    assert (kept / "reader.onnx").stat().st_mtime_ns == made.st_mtime_ns


@pytest.mark.parametrize("left", [(), ("whole.onnx",)], ids=["empty", "without its graph"])
def test_a_half_made_folder_is_made_again(tmp_path: Path, left: tuple[str, ...]) -> None:
    key = f"{reader._RECIPE}-{digest(graph.weights_path())[:16]}"
    folder = tmp_path / "readers" / key
    folder.mkdir(parents=True)
    for name in left:
        (folder / name).write_bytes(b"half")
    made = open_reader(Settings(cache=tmp_path))
    assert made is not None
    assert made.read(QUESTION, [(PLACE, ANSWERS)])[0].answers > 0
    assert [path.name for path in folder.parent.iterdir()] == [key]


def test_a_torn_graph_is_said_to_be_one(tmp_path: Path) -> None:
    key = f"{reader._RECIPE}-{digest(graph.weights_path())[:16]}"
    folder = tmp_path / "readers" / key
    folder.mkdir(parents=True)
    (folder / "reader.onnx").write_bytes(b"torn")
    with pytest.raises(EncoderUnavailable, match="Remove that folder"):
        open_reader(Settings(cache=tmp_path))


def test_another_base_than_it_was_trained_beside_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph, "BASE_SHA256", "0" * 64)
    with pytest.raises(EncoderUnavailable, match="MINUTED_RERANKER=none"):
        open_reader(Settings(cache=tmp_path))
    assert not list(tmp_path.rglob("*.onnx"))


def test_a_cache_that_cannot_be_written_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(EncoderUnavailable, match="MINUTED_CACHE"):
        open_reader(Settings(cache=tmp_path / "file"))


def test_without_the_reader_the_ranking_alone_is_the_answer(
    tmp_path: Path, settings: Settings
) -> None:
    lines = [Line(SHARES_WORDS), Line(FILLER.strip()), Line(ANSWERS), Line("Cells were cold.")]
    write(tmp_path, [document("a.txt", lines)])
    index = open_index(tmp_path)
    none = Settings.from_environment({"MINUTED_RERANKER": "none"})
    assert open_reader(none) is None
    alone, together = (Engine(index, one, encoder=FakeEncoder()) for one in (none, settings))
    ranked = [hit.passage.id for hit in alone.candidates(QUESTION)]
    hits = alone.ask(QUESTION).hits
    assert [hit.passage.id for hit in hits] == ranked
    assert not any("reader" in hit.ranks for hit in hits)
    read = together.ask(QUESTION).hits
    assert [hit.ranks["reader"] for hit in read] == list(range(1, len(ranked) + 1))
    assert [hit.score for hit in read] == sorted((hit.score for hit in read), reverse=True)
    assert [hit.passage.id for hit in together.candidates(QUESTION)] == ranked


PAIRS = {
    "short": (QUESTION, PLACE, ANSWERS),
    "no place": (QUESTION, "", ANSWERS),
    "nothing": (QUESTION, PLACE, ""),
    "long in all": ("why were they late " * 40, PLACE * 20, FILLER * 12),
    "long passage": (QUESTION, PLACE, FILLER * 25),
}


def laid_out(question: str, place: str, words: str) -> Inputs:
    tokenizer = Tokenizer.from_file(str(graph.tokenizer_path()))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    item = Item("q", "here", "question", question, 0, [(0, 2, None)])
    return Inputs(tokenizer, Data([item], ["p"], [place], [words]))


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_a_pair_is_laid_out_as_it_was_in_training(
    shipped: Reader, pair: tuple[str, str, str]
) -> None:
    for name in ("QUESTION_TOKENS", "PLACE_TOKENS"):
        assert getattr(reader, name) == getattr(reader_inputs, name)
    assert reader.room is reader_inputs.room  # which alone knows the most tokens
    inputs, (question, place, words) = laid_out(*pair), pair
    asked = shipped._ids(question).ids[: reader.QUESTION_TOKENS]
    jobs = shipped._jobs(asked, place, words)
    assert len(jobs) == min(reader.WINDOWS, inputs.windows(question, 0))
    for window, job in enumerate(jobs):
        ids, second, _ = inputs.row(question, 0, None, window)
        assert (job.ids, job.second) == (ids, second)
        assert len(ids) <= pairs.MOST_TOKENS


@pytest.mark.skipif(
    not (find_spec("torch") and find_spec("transformers")),
    reason="torch and transformers, which train the reader, are not installed",
)
def test_the_graph_computes_what_was_trained() -> None:
    import onnxruntime
    import torch

    from eval.training.reader_training import build, tensors

    trained = build(graph.base_path(), graph.weights_path()).eval()
    made = graph.build(graph.tensors(graph.weights_path(), graph.base_path()))
    session = onnxruntime.InferenceSession(
        made.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    for pair in PAIRS.values():
        ids, types, mask, _ = tensors([laid_out(*pair).row(pair[0], 0, None)], "cpu")
        with torch.inference_mode():
            heads = trained(ids, types, mask)[0].numpy()
        inside = mask.numpy()[0] == 1  # ours is given no padding
        fed = {"ids": ids.numpy()[:, inside], "types": types.numpy()[:, inside]}
        (ours,) = session.run(["heads"], fed)
        assert np.abs(ours - heads).max() < 1e-3
