"""What was hashed is not hashed again until it is no longer what was hashed."""

import json
import os
from pathlib import Path

import pytest

from search import stamps
from search.stamps import Stamps, digest

LONG_AGO = 1_600_000_000_000_000_000


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if every file had been left alone for long enough."""
    monkeypatch.setattr(stamps, "_SETTLED", -(10**15))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "weights.bin"
    made.write_bytes(b"abc" * 1000)
    return made


def hashed(kept: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many files are hashed when this one is asked for, in a new process as it were."""
    counted: list[Path] = []

    def counting(path: Path) -> str:
        counted.append(path)
        return digest(path)

    with monkeypatch.context() as patched:
        patched.setattr(stamps, "digest", counting)
        told = Stamps(kept)
        assert told.digest(file) == digest(file)
        told.keep()
    return len(counted)


@pytest.mark.usefixtures("settled")
def test_a_file_is_hashed_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = file.with_name("stamps.json")
    assert [hashed(kept, file, monkeypatch) for _ in range(3)] == [1, 0, 0]
    assert sorted(path.name for path in kept.parent.iterdir()) == ["stamps.json", "weights.bin"]


@pytest.mark.usefixtures("settled")
def test_one_changed_byte_is_seen_though_size_and_time_are_put_back(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = file.with_name("stamps.json")
    os.utime(file, ns=(LONG_AGO, LONG_AGO))
    hashed(kept, file, monkeypatch)
    with file.open("r+b") as open_file:
        open_file.seek(7)
        open_file.write(b"X")
    os.utime(file, ns=(LONG_AGO, LONG_AGO))
    assert hashed(kept, file, monkeypatch) == 1


@pytest.mark.usefixtures("settled")
def test_another_file_in_its_place_is_hashed(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = file.with_name("stamps.json")
    hashed(kept, file, monkeypatch)
    other = file.with_name("other")
    other.write_bytes(b"abd" * 1000)
    os.replace(other, file)
    assert hashed(kept, file, monkeypatch) == 1


def test_a_file_that_changed_just_now_is_hashed_again(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = file.with_name("stamps.json")
    assert [hashed(kept, file, monkeypatch) for _ in range(2)] == [1, 1]
    assert not kept.exists()


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("damage", ["torn", "signed by nobody", "not a list", "a folder"])
def test_stamps_that_cannot_be_trusted_are_not(
    file: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    kept = file.with_name("stamps.json")
    hashed(kept, file, monkeypatch)
    held, signed = json.loads(kept.read_text())
    match damage:
        case "torn":
            kept.write_bytes(kept.read_bytes()[:40])
        case "signed by nobody":
            ((name, (facts, _)),) = held.items()
            kept.write_text(json.dumps([{name: [facts, "0" * 64]}, signed]))
        case "not a list":
            kept.write_text("3")
        case "a folder":
            kept.unlink()
            kept.mkdir()
    assert hashed(kept, file, monkeypatch) == 1
