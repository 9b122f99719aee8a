"""Any CrossEncoder of sentence-transformers in the reader's place: ``MINUTED_RERANKER``.

It says how well a passage fits a question, and not whether the passage answers at all. So refusal
rests on what of the question is named, and on what kind of thing is asked for, where such a model
reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.errors import EncoderUnavailable
from search.encoding.model_cache import Export, export, folder_of, locate
from search.encoding.session import batches, open_session
from search.encoding.windows import readable
from search.reader.reading import Reading
from search.settings import Settings

_BATCH_TOKENS = 1024


class CrossEncoder:
    """An exported model, run by onnxruntime. Safe to share between threads."""

    def __init__(self, name: str, exported: Export, folder: Path, threads: int = 0) -> None:
        """Raises EncoderUnavailable when onnxruntime refuses the export."""
        from tokenizers import Tokenizer

        self.name = name
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session = open_session(folder / "model.onnx", threads)
        except Exception as error:  # both raise bare types of their own
            raise EncoderUnavailable(
                f"The exported reranker in {folder} cannot be used. Remove that folder; it is made "
                "again."
            ) from error
        self._wanted = {one.name for one in self._session.get_inputs()}
        self._tokenizer.enable_truncation(exported.limit)

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        """One Reading for each (place, words), in their order, that says nothing of ``answers``."""
        texts = [f"{place}. {words}" if place else words for place, words in passages]
        return [Reading(score, None, score) for score in self.scores(question, texts)]

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """How well each text fits, logits; what of a pair is too long is cut."""
        pairs = [(readable(question), readable(text)) for text in texts]
        encoded = self._tokenizer.encode_batch(pairs)
        order = sorted(range(len(encoded)), key=lambda n: len(encoded[n].ids))
        found = np.zeros(len(encoded), np.float32)
        for batch in batches(order, lambda n: len(encoded[n].ids), _BATCH_TOKENS):
            width = max(len(encoded[n].ids) for n in batch)
            names = ("input_ids", "attention_mask", "token_type_ids")
            feed = {name: np.zeros((len(batch), width), np.int64) for name in names}
            for row, n in enumerate(batch):
                one = encoded[n]
                for name, values in zip(
                    names, (one.ids, one.attention_mask, one.type_ids), strict=True
                ):
                    feed[name][row, : len(values)] = values
            inputs = {name: values for name, values in feed.items() if name in self._wanted}
            found[batch] = self._session.run(["scores"], inputs)[0]
        return [float(score) for score in found]


def open_cross_encoder(settings: Settings) -> CrossEncoder:
    """The model that ``settings.reranker`` names, exported first where that was not done yet.

    Raises EncoderUnavailable when there is no such model, it is no CrossEncoder with one score, it
    cannot be loaded or fetched, or the export cannot be kept.
    """
    source = locate(settings.reranker)
    folder = folder_of(settings, source, "rerankers")
    found = Export.read(folder)
    if found is None or not found.whole(folder):
        folder, found = export(settings, source, "rerankers")
    return CrossEncoder(settings.reranker, found, folder, settings.threads)
