"""The glossary is read once, and then taken from the cache as long as it is the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.glossary import glossary, sources
from search import known_names
from search.known_names import Known, called
from search.tokens import terms


def known(folder: Path) -> Known:
    """As a new process reads it."""
    known_names.known.cache_clear()
    return known_names.known(folder)


def read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the tables are read for what is known."""
    reads: list[object] = []
    with monkeypatch.context() as patched:
        patched.setattr(known_names, "read", lambda texts: reads.append(texts) or glossary())
        assert known(folder).glossary == glossary()
    return bool(reads)


def test_what_was_kept_is_the_glossary_and_the_terms_of_its_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_again(tmp_path, monkeypatch)
    assert not read_again(tmp_path, monkeypatch)
    found = known(tmp_path)
    assert all(
        list(found.terms(name)) == terms(name)
        for thing in glossary().things
        for name in called(thing)
    )
    assert found.terms("unheard-of names") == terms("unheard-of names")


def test_another_glossary_or_another_tokeniser_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(known_names, "TOKENISER", "another")
        assert read_again(tmp_path, monkeypatch)
    known(tmp_path)
    monkeypatch.setattr(known_names, "sources", lambda: [*sources(), ""])
    assert read_again(tmp_path, monkeypatch)


@pytest.mark.parametrize("torn", [0, 10, 200, -1])
def test_what_is_torn_is_read_again(
    tmp_path: Path, torn: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes()[:torn])
    assert read_again(tmp_path, monkeypatch)
    assert not read_again(tmp_path, monkeypatch)


def test_where_nothing_can_be_kept_it_is_read(tmp_path: Path) -> None:
    nowhere = tmp_path / "file"
    nowhere.write_text("no folder")
    assert known(nowhere / "cache").glossary == glossary()
