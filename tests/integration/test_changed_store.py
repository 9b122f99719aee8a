"""What is changed in the store after it was opened is never quoted; descriptors are not leaked."""

from __future__ import annotations

import os
import threading
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

import pytest
from made import FakeEncoder, Line, document, write

from corpus.errors import IndexUnavailable, QuoteMismatch
from indexer.build import build_index
from search.engine import Engine
from search.index import open_index
from search.local.reader import LocalIndex
from search.settings import Settings

SAID = "Of all 999 calls 87.3% were answered within ten seconds in the year to March."


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "notes.txt").write_text(
        f"Meeting of 3 March 2021\n\n{SAID}\n\nThe Panel noted it.\n"
    )
    settings = Settings(index=tmp_path / "index", reranker="none")
    quick = FakeEncoder()
    told = {"known_fingerprint": lambda _: quick.fingerprint, "open_encoder": lambda _: quick}
    with patch.multiple("indexer.build", **told):
        build_index(archive, settings)
    return settings


def changed(index: Path, old: bytes, new: bytes) -> int:
    """Every place in the store that holds these bytes, changed as a disk or a hand might."""
    (store,) = index.glob("*/passages.sqlite")
    content = store.read_bytes()
    with store.open("r+b") as file:
        file.write(content.replace(old, new))
    return content.count(old)


def forget(engine: Engine) -> None:
    """What SQLite and the store keep at hand, as in a store too large for it."""
    assert isinstance(engine.index, LocalIndex)
    for connection in engine.index.store._idle:
        connection.close()
    engine.index.store._idle.clear()
    engine.index.store._frames.clear()


def test_a_digit_changed_in_the_store_is_refused(settings: Settings) -> None:
    engine = Engine(open_index(settings.index), settings, encoder=FakeEncoder())
    with closing(engine):
        assert changed(settings.index, b"87.3%", b"97.3%") >= 1
        forget(engine)
        (hit, *_) = engine.search("999 calls answered").hits
        assert "97.3%" in hit.passage.text  # the store agrees with itself, and is wrong
        with pytest.raises(QuoteMismatch, match="not the one that was read"):
            engine.cite(hit)


def test_a_store_whose_disk_is_away_is_out_of_reach_and_not_a_fault(settings: Settings) -> None:
    engine = Engine(open_index(settings.index), settings, encoder=FakeEncoder())
    with closing(engine):
        (store,) = settings.index.glob("*/passages.sqlite")
        store.rename(store.with_suffix(".away"))
        forget(engine)
        with pytest.raises(IndexUnavailable, match="whether its disk is there"):
            engine.search("999 calls answered")
        store.with_suffix(".away").rename(store)
        assert engine.search("999 calls answered").hits


def test_an_unchanged_text_is_quoted(settings: Settings) -> None:
    engine = Engine(open_index(settings.index), settings, encoder=FakeEncoder())
    with closing(engine):
        (hit, *_) = engine.search("999 calls answered").hits
        assert "87.3%" in engine.cite(hit).quote


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="descriptors are counted in /proc")
def test_threads_that_come_and_go_leave_no_descriptor_behind(tmp_path: Path) -> None:
    write(tmp_path / "index", [document("a", [Line("The Panel noted it.")])])
    with closing(open_index(tmp_path / "index")) as index:
        assert isinstance(index, LocalIndex)
        counts = []
        for _ in range(6):
            threads = [threading.Thread(target=index.fetch, args=([0],)) for _ in range(40)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            counts.append(len(os.listdir("/proc/self/fd")))
        assert counts[-1] <= counts[0] + 8
        assert len(index.store._idle) <= 8
