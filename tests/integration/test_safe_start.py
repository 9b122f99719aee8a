"""Each archive has an index of its own, and replacing one is said before it is done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest
from made import FACTS, Line, document, write

from api.cli import main
from corpus.errors import BadSetting, IndexMissing
from search import home
from search.settings import DEFAULT_MODEL, HOME, Settings

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder without an index in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MINUTED_INDEX", raising=False)
    return tmp_path


def archive(path: str) -> Path:
    folder = Path(path)
    folder.mkdir(parents=True)
    (folder / "note.txt").write_text(f"The panel of {path} met.")
    return folder


def index_of(archive: Path, location: Path) -> None:
    """An index of one made-up document that says it is of the archive."""
    facts = {"archive": str(archive.resolve()), "model": DEFAULT_MODEL}
    with mock.patch.dict(FACTS, facts):
        write(location, [document("a.txt", [Line("old words")])])


def test_an_index_is_named_after_its_archive() -> None:
    assert home.own(archive("somewhere/Panel papers"), HOME) == HOME / "Panel papers"


def test_two_archives_of_one_name_have_two_indexes_and_keep_them() -> None:
    first, second = archive("north/papers"), archive("south/papers")
    index_of(first, home.own(first, HOME))
    other = home.own(second, HOME)
    assert other.parent == HOME
    assert other.name.startswith("papers-")
    index_of(second, other)
    assert home.own(first, HOME) == HOME / "papers"
    (HOME / "papers" / "CURRENT").unlink()
    assert home.own(second, HOME) == other


def test_the_only_index_is_meant_where_none_is_named() -> None:
    with pytest.raises(IndexMissing, match="minuted index ARCHIVE"):
        home.located(Settings())
    one = archive("one")
    index_of(one, home.own(one, HOME))
    assert home.located(Settings()) == HOME / "one"


def test_of_several_indexes_none_is_guessed() -> None:
    for name in ("one", "two"):
        index_of(archive(name), HOME / name)
    with pytest.raises(BadSetting, match=r"one \(of .*two \(of .*--archive"):
        home.located(Settings())
    assert home.located(Settings(), Path("two")) == HOME / "two"
    assert home.located(Settings(index=HOME / "one")) == HOME / "one"


def test_an_index_of_another_archive_than_the_one_named_is_refused() -> None:
    index_of(archive("one"), Path("kept"))
    with pytest.raises(BadSetting, match="not of two"):
        home.located(Settings(index=Path("kept")), archive("two"))


def test_what_cannot_be_read_is_no_index_and_no_fault(folder: Path) -> None:
    assert home.held_at(folder / "none") is None
    (folder / "CURRENT").write_text("")
    assert home.held_at(folder) is None
    assert home.held_in(folder / "none") == []


def test_replacing_the_index_of_another_archive_is_said_first(
    capsys: pytest.CaptureFixture[str],
) -> None:
    index_of(archive("one"), Path("kept"))
    archive("two")
    assert main.main(["index", "two", "--index", "kept"]) == 0
    told = capsys.readouterr()
    first, *after = told.err.splitlines()
    assert "of another archive" in first
    assert "/one (1 document)" in first
    assert "looking for files" in after
    assert "The index of two lies in kept." in told.out
    assert main.main(["index", "two", "--index", "kept"]) == 0
    assert "another archive" not in capsys.readouterr().err


def test_the_indexes_of_other_archives_are_no_documents(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = archive("one")
    index_of(one, home.own(one, HOME))
    assert main.main(["index", "."]) == 0
    assert "1 files (1 read now" in capsys.readouterr().out


def test_an_archive_that_is_not_there_replaces_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    index_of(archive("one"), Path("kept"))
    assert main.main(["index", "gone", "--index", "kept"]) == 4
    assert "another archive" not in capsys.readouterr().err
    assert home.held_at(Path("kept"))


def test_doctor_names_settings_model_index_and_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    index_of(archive("one"), HOME / "one")
    monkeypatch.setenv("MINUTED_PORT", "8123")
    assert main.main(["doctor"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "MINUTED_PORT: 8123 " in told
    assert "MINUTED_PORT: 8123 (as" not in told
    assert "MINUTED_HOST: 127.0.0.1 (as it comes)" in told
    assert "build/indexes/one, of " in told
    assert "1 document, 1 passage" in told
    assert main.main(["doctor", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["index"]["location"] == "build/indexes/one"
    assert all({"what", "used_for", "cure"} == set(lack) for lack in found["missing"])


def test_doctor_gives_the_exit_code_of_the_trouble_it_finds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["doctor"]) == 4
    assert "Make one: minuted index ARCHIVE" in capsys.readouterr().out
    index_of(archive("one"), HOME / "one")
    (path,) = HOME.glob("one/*/meta.json")
    path.write_text(path.read_text() + " ")
    assert main.main(["doctor", "--index", str(HOME / "one")]) == 5
    monkeypatch.setenv("MINUTED_MODEL", "/no/such/model")
    assert main.main(["doctor"]) == 8
    assert "Traceback" not in capsys.readouterr().out


def test_make_run_says_which_archive_and_obeys_the_settings() -> None:
    def made(*words: str, **environment: str) -> str:
        done = subprocess.run(
            ["make", "--dry-run", "--assume-old", ".venv/.runs", "run", *words],
            cwd=ROOT,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    assert "--index" not in made(MINUTED_INDEX="elsewhere")
    told = made("ARCHIVE=my papers")
    assert 'index "my papers"' in told
    assert 'serve --archive "my papers"' in told
    assert made("INDEX=my index").count('--index "my index"') == 2


def test_version_is_told_without_anything_heavy() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "api.cli.main", "--version"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("Minuted ")
