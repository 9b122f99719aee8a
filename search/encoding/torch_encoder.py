"""Models that cannot be exported, run by sentence-transformers itself: slow to start, but right."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.encoding.model_cache import Export, Source
from search.encoding.torch_loading import load, prompts
from search.encoding.vectors import unit
from search.encoding.windows import cut, readable

CHUNK = 256


class TorchEncoder:
    """See Encoder for what is promised."""

    def __init__(self, source: Source, exported: Export, threads: int = 0) -> None:
        """Raises EncoderUnavailable."""
        self._model, _ = load(source, threads)
        self.name = source.model
        self.fingerprint = exported.fingerprint
        self._limit = _limit(self._model)
        self._tokenizer = _fast(self._model)
        self._prompts = prompts(self._model)
        self.dimension = int(self._model.encode("x", show_progress_bar=False).shape[0])

    def windows(self, text: str) -> list[str]:
        """Pieces that fit. Where the tokens cannot be asked for, a word counts as two of them."""
        if self._limit is None:
            return [readable(text)] if text.strip() else []
        if self._tokenizer is None:
            return cut(readable(text), _words, max(1, self._limit // 2))
        prompt = max(len(self._tokenizer.encode(p).ids) for p in self._prompts.values())
        return cut(readable(text), self._spans, max(1, self._limit - prompt))

    def encode(
        self,
        texts: Sequence[str],
        progress: Callable[[int], None] | None = None,
        query: bool = False,
    ) -> NDArray[np.float32]:
        """Unit vectors, shape (n, dimension); only a text of no known word at all has zeros."""
        out = np.zeros((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), CHUNK):
            chunk = texts[start : start + CHUNK]
            pieces = [(start + i, p) for i, t in enumerate(chunk) for p in self.windows(t) or [""]]
            vectors = self._model.encode(
                [piece for _, piece in pieces],
                prompt=self._prompts["query" if query else "document"],
                batch_size=16,
                show_progress_bar=False,
            )
            np.add.at(out, [i for i, _ in pieces], unit(np.nan_to_num(vectors)))
            if progress is not None:
                progress(start + len(chunk))
        return unit(out)

    def _spans(self, text: str) -> Sequence[tuple[int, int]]:
        assert self._tokenizer is not None
        offsets: Sequence[tuple[int, int]] = self._tokenizer.encode(
            text, add_special_tokens=False
        ).offsets
        return offsets


def _words(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(r"\S+", text)]


def _limit(model: Any) -> int | None:
    """How many tokens the model reads; None where it reads all."""
    told = getattr(model, "max_seq_length", None)
    return int(told) if told and told < 1_000_000 else None


def _fast(model: Any) -> Any:
    """The model's tokenizer, of its own, without limit or padding; None if of another kind."""
    from tokenizers import Tokenizer

    found = getattr(model.tokenizer, "backend_tokenizer", model.tokenizer)
    if not isinstance(found, Tokenizer):
        return None
    own = Tokenizer.from_str(found.to_str())
    own.no_truncation()
    own.no_padding()
    return own
