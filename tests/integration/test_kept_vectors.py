"""A build that is stopped at any moment goes on from there: nothing is embedded twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from made import FakeEncoder, build, ordinals

from indexer import embed
from indexer.kept import vectors as kept_vectors
from indexer.kept.vectors import KeptVectors, digest_of
from search.index import open_index
from search.local.snapshot import KEPT
from search.settings import Settings

ROOT = Path(__file__).parents[2]
STOPPED = """
import os, signal, sys
from pathlib import Path
from made import FakeEncoder, build, ordinals
from indexer import embed
from search.settings import Settings

embed.AT_ONCE = 4

class Stopped(FakeEncoder):
    def encode(self, texts, progress=None, query=False):
        if len(self.asked) >= int(sys.argv[3]):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().encode(texts, progress, query)

build(Path(sys.argv[1]), Settings(index=Path(sys.argv[2]), model="made-up"), Stopped())
"""


def stopped(archive: Path, settings: Settings, after: int) -> None:
    """A build whose process is killed once it has embedded ``after`` texts."""
    done = subprocess.run(
        [sys.executable, "-c", STOPPED, str(archive), str(settings.index), str(after)],
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr[-2000:]


@dataclass
class Interrupted(FakeEncoder):
    """Is stopped when it has embedded this many texts."""

    after: int = 0

    def encode(
        self, texts: Sequence[str], progress: object = None, query: bool = False
    ) -> np.ndarray:
        if len(self.asked) >= self.after:
            raise KeyboardInterrupt
        return super().encode(texts, progress, query)


def everything(settings: Settings) -> list[bytes]:
    index = open_index(settings.index)
    try:
        return [row.tobytes() for row in index.vectors(ordinals(index))]
    finally:
        index.close()


def test_a_killed_build_goes_on_where_it_was(archive: Path, settings: Settings) -> None:
    stopped(archive, settings, after=8)
    assert (settings.index / KEPT).exists()
    encoder = FakeEncoder()
    report = build(archive, settings, encoder)
    assert (report.embedded, report.reused, len(encoder.asked)) == (4, 8, 4)
    assert not (settings.index / KEPT).exists()
    fresh = replace(settings, index=settings.index.with_name("fresh"))
    build(archive, fresh)
    assert everything(settings) == everything(fresh)


def test_many_stops_and_a_changed_archive_cost_each_text_once(
    archive: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embed, "AT_ONCE", 2)
    asked: list[str] = []
    for stop in range(4):
        encoder = Interrupted(after=2)
        with pytest.raises(KeyboardInterrupt):
            build(archive, settings, encoder, rebuild=stop == 2)
        asked += encoder.asked
    (archive / "d.txt").write_text("A new file.\n")
    encoder = FakeEncoder()
    report = build(archive, settings, encoder)
    asked += encoder.asked
    assert len(asked) == len(set(asked)) == 14
    assert report.embedded == len(encoder.asked) == 6
    (archive / "a.txt").write_text("First of a.txt.\nAnother line.\n")
    assert build(archive, settings).embedded == 2


def test_vectors_of_another_encoder_are_not_taken(
    archive: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embed, "AT_ONCE", 4)
    with pytest.raises(KeyboardInterrupt):
        build(archive, settings, Interrupted(after=8))
    other = FakeEncoder(fingerprint="made-up 2")
    assert build(archive, settings, other).embedded == len(other.asked) == 12


TEXTS = [digest_of(f"text {number}") for number in range(6)]
ROWS = np.arange(24, dtype=np.float32).reshape(6, 4)


def keep(place: Path, needed: Sequence[bytes] = TEXTS) -> KeptVectors:
    return KeptVectors(place / KEPT, "made-up 1", 4, needed)


def test_what_a_stop_has_torn_is_cut_off_and_the_rest_is_taken(tmp_path: Path) -> None:
    with keep(tmp_path) as kept:
        kept.add(TEXTS[:4], ROWS[:4])
        kept.add(TEXTS[4:], ROWS[4:])
    file = tmp_path / KEPT
    whole = file.read_bytes()
    record = (len(whole) - 50) // 6
    for cut in (*range(0, 60, 7), 50, 50 + record, len(whole) - 1, len(whole) - record - 3):
        file.write_bytes(whole[:cut])
        with keep(tmp_path) as kept:
            sound = max(0, (cut - 50) // record)
            assert [kept.holds(text) for text in TEXTS] == [at < sound for at in range(6)]
            kept.add(TEXTS[sound:], ROWS[sound:])
            assert np.array_equal(kept.at(kept.rows(TEXTS[::-1])), ROWS[::-1])
        assert file.read_bytes() == whole
    for at in range(50, len(whole), 11):  # blocks that a power cut left unwritten, or a bad bit
        torn = bytearray(whole)
        torn[at] ^= 1
        file.write_bytes(torn)
        with keep(tmp_path) as kept:
            assert sum(map(kept.holds, TEXTS)) == (at - 50) // record


def test_what_no_archive_needs_any_more_does_not_grow_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_vectors, "_SPARE", 2)
    with keep(tmp_path) as kept:
        kept.add(TEXTS, ROWS)
    with keep(tmp_path, TEXTS[2:]) as kept:
        assert kept.holds(TEXTS[0])
    with keep(tmp_path, TEXTS[5:]) as kept:
        assert not kept.holds(TEXTS[0])
        assert np.array_equal(kept.at(kept.rows(TEXTS[5:])), ROWS[5:])
    assert sorted(path.name for path in tmp_path.iterdir()) == [KEPT]
