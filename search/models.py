"""The encoder and the reader of one engine, loaded when they are first needed."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np

from corpus.errors import ModelMismatch
from search.encoding.encoder import Encoder, open_encoder
from search.index import Meta, Vector
from search.reader.reader import open_reader
from search.reader.reading import PassageReader
from search.settings import Settings

_REMEMBERED = 256
"""Vectors of queries that are kept; a page asks for the same one several times."""


class Models:
    """Safe to share between threads.

    ``patient``: whether who asks while another thread loads the reader waits for it.
    """

    def __init__(
        self, settings: Settings, meta: Meta, encoder: Encoder | None = None, patient: bool = True
    ) -> None:
        self._settings = settings
        self._meta = meta
        self._encoder = encoder
        self._patient = patient
        self._encoding, self._reading = threading.Lock(), threading.Lock()
        self._vectors: dict[str, Vector] = {}
        self._opened: tuple[PassageReader | None] | None = None

    @property
    def ready(self) -> bool:
        """Whether the encoder is loaded."""
        return self._encoder is not None

    def warm(self) -> None:
        """Load both; raises EncoderUnavailable and ModelMismatch."""
        with self._reading:
            self.encoder()
            self._opened = (open_reader(self._settings),)

    def encoder(self) -> Encoder:
        """Raises EncoderUnavailable, or ModelMismatch when it is another than the index was built
        with."""
        if self._encoder is None:
            with self._encoding:
                if self._encoder is None:
                    encoder = open_encoder(self._settings, self._meta.encoder)
                    if encoder.fingerprint != self._meta.encoder:
                        raise ModelMismatch(
                            "The index was built with another export of the model "
                            f"{self._meta.model!r}. Build it again: minuted index "
                            f"{self._meta.archive} --rebuild."
                        )
                    self._encoder = encoder
        return self._encoder

    def reader(self) -> tuple[PassageReader | None, bool]:
        """The reader, None where the settings want none; and whether it is not to be had yet, which
        only who is not patient is told. Raises EncoderUnavailable."""
        # Whoever asks beside others must not take their look at it for its being loaded.
        if self._opened is None:
            if not self._reading.acquire(blocking=self._patient):
                return None, True
            try:
                self._opened = (open_reader(self._settings),)
            finally:
                self._reading.release()
        return self._opened[0], False

    def encode(self, texts: Sequence[str]) -> Vector:
        """Unit vectors, shape (n, d)."""
        return self.encoder().encode(texts)

    def vector(self, text: str) -> Vector:
        """The vector of what is asked, shape (d,)."""
        known = self._vectors.get(text)
        if known is None:
            known = np.asarray(self.encoder().encode([text], query=True)[0])
            if len(self._vectors) >= _REMEMBERED:
                self._vectors.clear()
            self._vectors[text] = known
        return known
