"""Text to vectors: what everybody else sees of the model.

Asking never imports torch or sentence-transformers, which cost seconds and half a gigabyte: the
model is exported once (``search.encoding.model_cache``, ``search.encoding.export``) and run by
onnxruntime.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from corpus.errors import EncoderUnavailable
from search.encoding.model_cache import Export, export, folder_of, locate
from search.encoding.session import batches, open_session, open_tokenizer
from search.encoding.vectors import Vectors, unit
from search.encoding.windows import cut, readable
from search.settings import Settings

Progress = Callable[[int], None]

# Padded tokens that go through the model together. More leave the processor's caches: passages in
# a second of one thread were 187 with 512, 156 with 1,024, 118 with 4,096 and 75 with 16,384.
BATCH_TOKENS = 512
# Texts that are tokenised and sorted by length together; bounds the memory of a long run.
BATCH_TEXTS = 2048

# A text longer than this many characters is not tokenised whole to see whether it fits.
PREVIEW = 20_000


class Encoder(Protocol):
    """A model. ``fingerprint`` changes with anything that would change its vectors.

    Those of questions may be made in another form than those of passages; then the fingerprint is
    of the latter, and both may be compared.
    """

    name: str
    fingerprint: str
    dimension: int

    def windows(self, text: str) -> list[str]:
        """Pieces of ``text`` that each fit the model, cut at sentence ends, else at words.

        A text that fits is its own only piece; blank text has none; no word is left out.
        """
        ...

    def encode(
        self, texts: Sequence[str], progress: Progress | None = None, query: bool = False
    ) -> Vectors:
        """Unit vectors, shape (n, dimension), in the order given.

        A text too long for the model gets the mean direction of its windows. ``progress`` is told
        how many of the texts are done. ``query`` matters to models that want questions marked, and
        to those whose passages are embedded in fewer bits.
        """
        ...


def open_encoder(settings: Settings, made: str = "") -> Encoder:
    """The encoder that ``settings.model`` names, exported first where that was not done yet.

    ``made`` is the fingerprint that an index was made with: where the model has passages in that
    form, they are, whatever ``settings.passage_bits`` says. Raises EncoderUnavailable when there is
    no such model, it cannot be loaded or fetched, or the export cannot be kept.
    """
    source = locate(settings.model)
    folder = folder_of(settings, source)
    found = Export.read(folder)
    if found is None or not found.whole(folder):
        folder, found = export(settings, source)
    if found.form == "sentence-transformers":
        from search.encoding.torch_encoder import TorchEncoder

        logging.getLogger(__name__).warning(
            "The model %s is run by sentence-transformers, which starts slowly: %s.",
            settings.model,
            found.reason,
        )
        return TorchEncoder(source, found, settings.threads)
    bits = settings.passage_bits
    if made in (found.fingerprint, found.eight):
        bits = 8 if made == found.eight else 32
    return OnnxEncoder(settings.model, found, folder, settings.threads, bits)


def known_fingerprint(settings: Settings) -> str | None:
    """The fingerprint of the encoder that is set, without loading it; None if never exported."""
    try:
        found = Export.read(folder_of(settings, locate(settings.model)))
    except EncoderUnavailable:
        return None
    return found.fingerprint_of(settings.passage_bits) if found else None


class OnnxEncoder:
    """An exported model, run by onnxruntime. Safe to share between threads.

    Questions are in 32 bits. So are passages, unless ``passage_bits`` are 8 and the model has that
    form: by ``bench.encoder_forms`` no worse, at a third of the time.
    """

    def __init__(
        self, name: str, exported: Export, folder: Path, threads: int = 0, passage_bits: int = 32
    ) -> None:
        """Raises EncoderUnavailable when onnxruntime refuses the export."""
        self.name = name
        self.fingerprint = exported.fingerprint_of(passage_bits)
        self.dimension = exported.dimension
        self._limit = exported.limit
        self._prompts = exported.prompts
        self._folder, self._threads = folder, threads
        self._tokenizer = self._opened(lambda: open_tokenizer(folder / "tokenizer.json"))
        self._questions = self._graph("model.onnx")
        # Who only asks never opens it.
        self._passages = None if exported.eight and passage_bits == 8 else self._questions
        self._lock = threading.Lock()
        prompts = ["", *self._prompts.values()]
        self._room = self._limit - max(len(self._tokenizer.encode(p).ids) for p in prompts)

    def _opened(self, opening: Callable[[], Any]) -> Any:
        try:
            return opening()
        except Exception as error:
            # They raise bare Exception types of their own for a file they cannot use.
            raise EncoderUnavailable(
                f"The exported encoder in {self._folder} cannot be used "
                f"({' '.join(str(error).split())}). Remove that folder; it is made again."
            ) from error

    def _graph(self, name: str) -> Any:
        return self._opened(lambda: open_session(self._folder / name, self._threads))

    def _session(self, query: bool) -> Any:
        if query:
            return self._questions
        with self._lock:
            if self._passages is None:
                self._passages = self._graph("eight.onnx")
            return self._passages

    def windows(self, text: str) -> list[str]:
        """As promised by Encoder."""
        return cut(readable(text), self._spans, self._room)

    def encode(
        self, texts: Sequence[str], progress: Progress | None = None, query: bool = False
    ) -> Vectors:
        """As promised by Encoder; raises EncoderUnavailable where the form that is needed first now
        cannot be used."""
        session = self._session(query)
        prompt = self._prompts.get("query" if query else "document", "")
        out = np.zeros((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), BATCH_TEXTS):
            chunk = texts[start : start + BATCH_TEXTS]
            jobs = [
                (start + i, ids) for i, text in enumerate(chunk) for ids in self._ids(text, prompt)
            ]
            jobs.sort(key=lambda job: len(job[1]))
            done = 0
            for batch in batches(jobs, lambda job: len(job[1]), BATCH_TOKENS):
                # add.at, because two windows of one text may share a batch.
                np.add.at(out, [i for i, _ in batch], _run(session, [ids for _, ids in batch]))
                done += len(batch)
                if progress is not None:
                    progress(start + len(chunk) * done // len(jobs))
        return unit(out)

    def _ids(self, text: str, prompt: str) -> list[list[int]]:
        """Token ids of a text, or of each of its windows."""
        ids: list[int] = self._tokenizer.encode(prompt + readable(text[:PREVIEW])).ids
        if len(ids) <= self._limit and len(text) <= PREVIEW:
            return [ids]
        pieces = [self._tokenizer.encode(prompt + piece).ids for piece in self.windows(text)]
        return [piece[: self._limit] for piece in pieces or [ids]]

    def _spans(self, text: str) -> Sequence[tuple[int, int]]:
        offsets: Sequence[tuple[int, int]] = self._tokenizer.encode(
            text, add_special_tokens=False
        ).offsets
        return offsets


def _run(session: Any, batch: Sequence[Sequence[int]]) -> Vectors:
    """Unit vectors of token ids that go through the model together, shape (n, d)."""
    width = max(1, max(len(ids) for ids in batch))
    tokens = np.zeros((len(batch), width), np.int64)
    mask = np.zeros_like(tokens)
    for row, ids in enumerate(batch):
        tokens[row, : len(ids)] = ids
        mask[row, : len(ids)] = 1
    vectors = session.run(None, {"input_ids": tokens, "attention_mask": mask})[0]
    return unit(vectors.astype(np.float32, copy=False))
