"""Indexes that a measurement is made on, with the encoder they were built with."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from corpus.errors import BadLabels
from corpus.model import Understanding
from eval.run import counter
from search.encoding.encoder import Encoder, open_encoder
from search.home import located
from search.index import Index, open_index
from search.settings import Settings


def settings_of(options: argparse.Namespace) -> Settings:
    """The environment's settings, with the index that an option names, else the one there is."""
    settings = Settings.from_environment()
    return replace(settings, index=options.index or located(settings))


@contextmanager
def opened(settings: Settings) -> Iterator[tuple[Index, Encoder]]:
    """An index and the encoder it was built with; raises ModelMismatch."""
    from search.engine import Engine

    index = open_index(settings.index, settings.model)
    try:
        Engine(index, settings).warm()
        yield index, open_encoder(settings, index.meta.encoder)
    finally:
        index.close()


@contextmanager
def collection(
    kept: Path | None, understood: Iterable[Understanding], name: str, model: str | None = None
) -> Iterator[tuple[Index, Encoder]]:
    """An index of a test collection: the one that is kept there, else a new one; ``model`` is
    the encoder, if not the one that is set."""
    from eval.collections.collection_adapters import write_index

    with tempfile.TemporaryDirectory(prefix="minuted-eval-") as folder:
        location = kept or Path(folder) / "index"
        settings = replace(Settings.from_environment(), index=location)
        settings = replace(settings, model=model or settings.model)
        if not (location / "CURRENT").is_file():
            encoder = open_encoder(settings)
            write_index(location, understood, encoder, name, counter("texts embedded"))
        with opened(settings) as (index, encoder):
            if index.meta.archive != name:
                raise BadLabels(
                    f"{location} holds an index of {index.meta.archive}, not of {name}; "
                    "give --index another folder."
                )
            yield index, encoder
