"""An index is the old one or the new one whenever the disk or a person stops its making."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from built import NEW, OLD, builds, holds, live
from made import write

from corpus.errors import (
    StorageFailed,
)
from search import stamps
from search.local import snapshot

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, MemoryError])
def test_an_interruption_leaves_the_index_before(place: Path, error: type[BaseException]) -> None:
    write(place, OLD)

    def told(done: int) -> None:
        raise error

    with pytest.raises(error):
        write(place, NEW, told=told)  # type: ignore[arg-type]
    assert holds(place) == "old"
    assert builds(place) == [live(place)]


class Disk:
    """Stands in for os.fsync: fails from the n-th call on, and counts."""

    def __init__(self, fails_from: int, number: int) -> None:
        self.calls, self.fails_from, self.number = 0, fails_from, number
        self.sync = os.fsync

    def __call__(self, descriptor: int) -> None:
        self.calls += 1
        if self.calls > self.fails_from:
            raise OSError(self.number, os.strerror(self.number))
        self.sync(descriptor)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_a_disk_that_fails_at_any_moment_leaves_the_index_before(
    place: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    count = Disk(1000, number)
    monkeypatch.setattr(os, "fsync", count)
    write(place, OLD)
    for when in range(0, count.calls - 1, 4):
        monkeypatch.setattr(os, "fsync", Disk(when, number))
        with pytest.raises(StorageFailed, match=f"{os.strerror(number)}.*untouched"):
            write(place, NEW)
        assert holds(place) == "old"
        assert builds(place) == [live(place)]
    monkeypatch.setattr(os, "fsync", count)
    write(place, NEW)
    assert holds(place) == "new"


def test_a_disk_that_does_not_confirm_the_swap_is_not_trusted_and_nothing_is_lost(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = Disk(1000, errno.EIO)
    monkeypatch.setattr(os, "fsync", count)
    write(place, OLD)
    monkeypatch.setattr(os, "fsync", Disk(count.calls - 1, errno.EIO))
    with pytest.raises(StorageFailed, match="did not confirm"):
        write(place, NEW)
    assert holds(place) == "new"
    assert len(builds(place)) == 2  # what a power cut may bring back is still there


def test_what_the_disk_did_not_keep_is_noticed_before_it_is_published(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(place, OLD)
    digest = stamps.digest

    def forgetful(path: Path) -> str:
        return "0" * 64 if path.name == "vectors.faiss" else digest(path)

    monkeypatch.setattr(snapshot, "digest", forgetful)
    with pytest.raises(StorageFailed, match=r"vectors\.faiss does not hold what was written"):
        write(place, NEW)
    monkeypatch.undo()
    assert holds(place) == "old"


FULL = """
import resource, sys
from pathlib import Path
sys.path.insert(0, "tests")
from made import Line, document, write
from corpus.errors import StorageFailed
from search.local import lexical_writer, store_writer

def fill() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))

def full_after(writer) -> None:
    finish = writer.finish
    def finish_and_fill(self):
        found = finish(self)
        fill()
        return found
    writer.finish = finish_and_fill

papers = [document("a.txt", [Line(f"new w{n} w{n * 7}") for n in range(3000)])]
match sys.argv[2]:
    case "at once": fill()
    case "after the text": full_after(store_writer.StoreWriter)
    case "after the words": full_after(lexical_writer.LexicalWriter)
try:
    write(Path(sys.argv[1]), papers)
except StorageFailed as error:
    print(error)
    sys.exit(7)
"""


@pytest.mark.parametrize(
    ("when", "limit"),
    [
        ("at once", 100_000),
        ("after the text", 100),
        ("after the text", 20_000),
        ("after the words", 100_000),
        ("after the words", 170_000),
    ],
)
def test_a_full_disk_is_one_line_whoever_wrote(place: Path, when: str, limit: int) -> None:
    write(place, OLD)
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(place), when, str(limit)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 7, done.stderr
    assert "could not be written" in done.stdout
    assert len(done.stdout.splitlines()) == 1
    assert holds(place) == "old"
    assert builds(place) == [live(place)]


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageFailed, match="could not be written"):
        write(tmp_path / "file" / "index", OLD)
