"""An index is of passages in eight bits or in 32: asked either way, and never of both."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from made import build

from indexer.report import BuildReport
from search.encoding.encoder import known_fingerprint, open_encoder
from search.engine import Engine
from search.index import Index, open_index
from search.settings import Settings

TEXT = "The Panel asked about burglary.\nHouses were broken into less often.\n"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    folder.joinpath("a.txt").write_text(TEXT)
    return folder


def settings(tmp_path: Path, bits: int) -> Settings:
    """With the machine's own cache, so that the model is made ready once and not for each test."""
    made = Settings.from_environment()
    return replace(made, index=tmp_path / "index", threads=1, reranker="none", passage_bits=bits)


def built(archive: Path, used: Settings) -> BuildReport:
    encoder = {"open_encoder": open_encoder, "known_fingerprint": known_fingerprint}
    return build(archive, used, **encoder)


def vectors(index: Index) -> np.ndarray:
    return np.concatenate(index.sentences([0, 1]))


@pytest.mark.parametrize("bits", [8, 32])
def test_an_index_of_the_other_form_answers_as_it_did(
    archive: Path, tmp_path: Path, bits: int
) -> None:
    built(archive, settings(tmp_path, bits))
    found = []
    for asked_with in (bits, 40 - bits):
        with closing(open_index(tmp_path / "index")) as index:
            engine = Engine(index, settings(tmp_path, asked_with))
            hits = engine.search("houses broken into").hits
            found.append([(hit.passage.text, hit.score) for hit in hits])
    assert found[0] == found[1]
    assert found[0][0][0] == "Houses were broken into less often."


def test_an_index_of_the_other_form_is_embedded_anew_and_never_mixed(
    archive: Path, tmp_path: Path
) -> None:
    exact, eight = settings(tmp_path, 32), settings(tmp_path, 8)
    first = built(archive, exact)
    assert built(archive, exact).embedded == 0
    archive.joinpath("b.txt").write_text("Knife crime rose.")
    second = built(archive, eight)
    assert (second.embedded > first.embedded, second.reused) == (True, 0)
    with closing(open_index(tmp_path / "index")) as index:
        assert index.meta.encoder == known_fingerprint(eight) != known_fingerprint(exact)
        made = open_encoder(eight).encode(TEXT.splitlines())
        assert np.abs(vectors(index) - made).max() < 1e-3
    assert built(archive, eight).embedded == 0
