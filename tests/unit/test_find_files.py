"""What counts as a document of an archive, and what a folder may hold beside them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from reading import read_file

from corpus.errors import ArchiveMissing
from indexer.readers.archive import find_files, holder
from indexer.readers.containers import names


def paths(root: Path) -> list[str]:
    return [source.path for source in find_files(root)]


def put(path: Path, text: str = "The panel met.") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_files_come_sorted_by_path_with_their_digest_and_kind(tmp_path: Path) -> None:
    put(tmp_path / "b" / "x.txt")
    put(tmp_path / "a.md", "# Notes")
    first, second = find_files(tmp_path)
    assert (first.path, first.media_type) == ("a.md", "text/markdown")
    assert (second.path, second.size) == ("b/x.txt", 14)
    assert second.sha256 == hashlib.sha256(b"The panel met.").hexdigest()


def test_the_digest_of_a_long_file_is_that_of_all_its_bytes(tmp_path: Path) -> None:
    data = b"minutes " * 500_000
    (tmp_path / "long.txt").write_bytes(data)
    assert find_files(tmp_path)[0].sha256 == hashlib.sha256(data).hexdigest()


def test_what_is_no_document_is_left_out(tmp_path: Path) -> None:
    put(tmp_path / "minutes.txt")
    put(tmp_path / "page.html", "<html><p>x")
    for name in (
        ".hidden",
        ".git/config",
        "__MACOSX/minutes.txt",
        "Thumbs.db",
        "~$minutes.docx",
        "page_files/style.css",
        "index/b1/meta.json",
        "index/CURRENT",
    ):
        put(tmp_path / name)
    put(tmp_path / "manifest.jsonl", "")
    assert paths(tmp_path) == ["minutes.txt", "page.html"]


def test_pipes_devices_and_links_that_lead_out_are_left_out(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    put(root / "minutes.txt")
    put(tmp_path / "secret.txt", "not of the archive")
    os.mkfifo(root / "pipe.txt")
    (root / "device").symlink_to("/dev/zero")
    (root / "out.txt").symlink_to(tmp_path / "secret.txt")
    (root / "loop").symlink_to(root)
    (root / "gone.txt").symlink_to(root / "nowhere")
    (root / "again.txt").symlink_to(root / "minutes.txt")
    assert paths(root) == ["again.txt", "minutes.txt"]


def test_a_link_as_root_and_a_file_as_root_are_archives(tmp_path: Path) -> None:
    put(tmp_path / "archive" / "minutes.txt")
    (tmp_path / "link").symlink_to(tmp_path / "archive")
    assert paths(tmp_path / "link") == ["minutes.txt"]
    one = tmp_path / "archive" / "minutes.txt"
    (source,) = find_files(one)
    assert source.path == "minutes.txt"
    assert read_file(one, source).status == "ok"


ODD = (
    b"caf\xe9.txt",
    b"two\nlines.txt",
    b"two\\x0alines.txt",
    b"plain \\x41.txt",
    b"\\.txt",
    b"two\\x5cx0alines.txt",
    b"caf\\xe9.txt",
    "caf\u00e9.txt".encode(),
    b"cafe\xcc\x81.txt",
)


def test_odd_names_can_be_printed_and_no_two_files_are_one(tmp_path: Path) -> None:
    for number, name in enumerate(ODD):
        (tmp_path / os.fsdecode(name)).write_text(f"The panel met {number}.")
    found = find_files(tmp_path)
    paths = [source.path for source in found]
    assert len(set(paths)) == len(ODD)
    assert all(path.isprintable() and path.encode() for path in paths)
    assert {"caf\\xe9.txt", "two\\x0alines.txt", "two\\x5cx0alines.txt"} <= set(paths)
    assert {os.fsencode(names.unspelled(path)) for path in paths} == set(ODD)
    texts = {source.path: read_file(tmp_path, source).document for source in found}
    for number, name in enumerate(ODD):
        path = names.spelled(os.fsdecode(name))
        held = texts[path]
        assert held is not None
        assert held.text == f"The panel met {number}."
        assert holder(tmp_path, path) == (tmp_path / os.fsdecode(name), "")


@pytest.mark.parametrize("path", ["\\x2e\\x2e/a.txt", "..\\x2fa.txt", "../a.txt"])
def test_no_spelling_of_a_name_leads_out_of_the_archive(tmp_path: Path, path: str) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "a.txt").write_text("Not of the archive.")
    assert holder(tmp_path / "papers", path) is None


def test_no_folder_and_a_folder_without_documents_are_said_so(tmp_path: Path) -> None:
    with pytest.raises(ArchiveMissing, match="There is no"):
        find_files(tmp_path / "nowhere")
    with pytest.raises(ArchiveMissing, match="holds no document"):
        find_files(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ArchiveMissing, match="neither folder nor file"):
        find_files(tmp_path / "pipe")


def test_the_manifest_lends_title_kind_body_date_and_address(tmp_path: Path) -> None:
    put(tmp_path / "a.txt")
    put(
        tmp_path / "manifest.jsonl",
        '{"path": "a.txt", "title": "Minutes", "kind": "panel_minutes", "body": "The Panel",'
        ' "published_on": "2018-06-19", "url": "https://example.org/a"}',
    )
    (source,) = find_files(tmp_path)
    assert (source.url, source.published_on) == ("https://example.org/a", "2018-06-19")
    document = read_file(tmp_path, source).document
    assert document is not None
    assert (document.title, document.kind, document.body) == (
        "Minutes",
        "panel_minutes",
        "The Panel",
    )
    assert document.published_on == "2018-06-19"
    put(tmp_path / "manifest.jsonl", "nonsense")
    assert [one.path for one in find_files(tmp_path)] == ["a.txt"]
