"""An index appears whole or not at all, and says so in one line when it is not what it was."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from built import NEW, OLD, builds, holds, live
from made import write

from corpus.errors import (
    IndexBusy,
    IndexDamaged,
    IndexForeign,
    IndexMissing,
    IndexUnusable,
)
from search.index import Index, open_index
from search.local import lexical, snapshot

ROOT = Path(__file__).parents[2]


def files_of(place: Path) -> list[Path]:
    return sorted(path for path in place.rglob("*") if path.is_file() and path.name != ".lock")


def test_a_changed_byte_in_any_file_is_refused_with_the_cure(place: Path) -> None:
    write(place, OLD)
    names = files_of(place)
    assert len(names) > 10
    for path in names:
        whole = path.read_bytes()
        for at in {0, len(whole) // 2, len(whole) - 1}:
            changed = bytearray(whole)
            changed[at] ^= 0x04
            path.write_bytes(changed)
            with pytest.raises(IndexDamaged) as refused:
                open_index(place)
            assert f"minuted index somewhere --index {place} --rebuild" in str(refused.value) or (
                f"minuted index ARCHIVE --index {place} --rebuild" in str(refused.value)
            )
            assert "\n" not in str(refused.value)
        path.write_bytes(whole)
    assert holds(place) == "old"


def test_a_file_that_is_cut_or_gone_is_named(place: Path) -> None:
    write(place, OLD)
    for path in files_of(live(place)):
        whole = path.read_bytes()
        path.write_bytes(whole[:-1])
        with pytest.raises(IndexDamaged, match=r"bytes instead of|has changed"):
            open_index(place)
        path.unlink()
        with pytest.raises(IndexDamaged, match=path.name):
            open_index(place)
        path.write_bytes(whole)
    shutil.rmtree(live(place))
    with pytest.raises(IndexDamaged, match=r"meta\.json cannot be read"):
        open_index(place)


def test_no_index_is_told_from_something_else(place: Path, tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="minuted index ARCHIVE --index"):
        open_index(place)
    place.mkdir()
    with pytest.raises(IndexMissing):
        open_index(place)
    (place / "letter.pdf").write_bytes(b"dear")
    with pytest.raises(IndexForeign, match="is not an index"):
        open_index(place)
    with pytest.raises(IndexForeign, match="is not an index"):
        write(place, OLD)
    with pytest.raises(IndexForeign, match="is not an index"):
        open_index(place / "letter.pdf")
    assert [path.name for path in place.iterdir()] == ["letter.pdf"]


def test_another_format_is_refused_with_the_cure(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "FORMAT", 9999)
    write(place, OLD)
    monkeypatch.undo()
    with pytest.raises(IndexForeign, match=r"format 9999.*--rebuild"):
        open_index(place)


def test_words_made_by_another_version_are_refused_with_the_cure(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(place, OLD)
    monkeypatch.setattr("search.local.reader.TOKENISER", "other")
    with pytest.raises(IndexForeign, match=r"another version.*--rebuild"):
        open_index(place)


def test_opening_changes_nothing_in_the_build(place: Path) -> None:
    write(place, OLD)
    before = {path: path.stat().st_mtime_ns for path in [live(place), *live(place).rglob("*")]}
    assert holds(place) == "old"
    after = {path: path.stat().st_mtime_ns for path in [live(place), *live(place).rglob("*")]}
    assert before == after


def test_other_users_may_read_what_the_umask_lets_them(place: Path) -> None:
    mask = os.umask(0o022)
    try:
        write(place, OLD)
    finally:
        os.umask(mask)
    assert {path.stat().st_mode & 0o777 for path in files_of(place)} == {0o644}


def test_a_reader_keeps_its_build_and_the_old_one_goes_when_nobody_reads(place: Path) -> None:
    write(place, OLD)
    first = open_index(place)
    write(place, NEW)
    second = open_index(place)
    assert (first.fetch([0])[0].text, second.fetch([0])[0].text) == ("old words", "new words")
    assert first.phrase(["old"]).tolist() == [0, 1]
    assert len(builds(place)) == 2
    write(place, OLD)
    assert len(builds(place)) == 3  # both readers still read
    first.close()
    second.close()
    write(place, NEW)
    assert builds(place) == [live(place)]


def test_two_builders_do_not_meet(place: Path) -> None:
    with (
        snapshot.building(place),
        pytest.raises(IndexBusy, match=f"process {os.getpid()}; wait until it has ended"),
    ):
        write(place, NEW)
    write(place, OLD)
    assert holds(place) == "old"


def test_a_killed_builder_leaves_no_lock(place: Path) -> None:
    code = f"""
import os, signal
from pathlib import Path
from search.local import snapshot
with snapshot.building(Path({str(place)!r})):
    snapshot.begin(Path({str(place)!r}))
    os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(builds(place)) == 1  # its remains
    with pytest.raises(IndexMissing):
        open_index(place)
    write(place, OLD)
    assert builds(place) == [live(place)]


def test_a_pointer_that_names_nothing_is_damage_and_rebuilt_over(place: Path) -> None:
    write(place, OLD)
    (place / "CURRENT").write_text("../../etc x\n")
    with pytest.raises(IndexDamaged, match="CURRENT"):
        open_index(place)
    write(place, NEW)
    assert holds(place) == "new"
    assert builds(place) == [live(place)]


def test_what_is_not_ours_in_the_folder_is_left_alone(place: Path) -> None:
    write(place, OLD)
    (place / "notes").mkdir()
    (place / "notes" / "mine.txt").write_text("keep")
    write(place, NEW)
    assert (place / "notes" / "mine.txt").read_text() == "keep"


def test_a_folder_of_links_is_not_left_behind(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(place, OLD)
    passing = tmp_path / "passing"
    passing.mkdir()
    monkeypatch.setattr(lexical.tempfile, "tempdir", str(passing))
    opened: list[Index] = [open_index(place) for _ in range(5)]
    assert list(passing.iterdir()) == []
    for index in opened:
        assert index.phrase(["old"]).tolist() == [0, 1]
        index.close()


def test_an_index_that_may_not_be_read_says_so(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(place, OLD)
    opening = os.open

    def refusing(path: object, *how: int, **more: int) -> int:
        if str(path).endswith("meta.json"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return opening(path, *how, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refusing)
    with pytest.raises(IndexUnusable, match=r"Permission denied\. Make it readable"):
        open_index(place)


def test_the_meta_file_tells_what_the_build_is(place: Path) -> None:
    name = write(place, OLD)
    meta = json.loads((place / name / "meta.json").read_text())
    assert meta["build"] == name
    assert (meta["documents"], meta["passages"], meta["windows"]) == (1, 2, 2)
    assert meta["model"] == "made-up"
    held = {path.relative_to(place / name).as_posix() for path in files_of(place / name)}
    assert set(meta["files"]) == held - {"meta.json"}
