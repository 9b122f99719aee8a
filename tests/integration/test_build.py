"""What a build makes of an archive, what it tells, and what it leaves when it does not end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from built import folders, texts
from made import FakeEncoder, build, lines_understood, ordinals, write

from corpus.errors import ArchiveMissing, EncoderUnavailable, IndexDamaged, IndexForeign
from corpus.model import Document, SourceFile
from indexer.check import check
from indexer.readers.archive import Reading
from indexer.report import BuildReport
from search.index import open_index
from search.ranking.context import placed_text
from search.settings import Settings


def test_an_archive_becomes_an_index(archive: Path, settings: Settings) -> None:
    encoder = FakeEncoder()
    report = build(archive, settings, encoder)
    assert (report.written, report.complete) == (True, True)
    assert (report.documents, report.passages, report.embedded) == (3, 6, len(encoder.asked))
    assert [line.path for line in report.files] == ["a.txt", "b.txt", "c.txt"]
    assert texts(settings)[:2] == ["First of a.txt.", "Second of a.txt."]
    with closing(open_index(settings.index)) as index:
        assert index.meta.archive == str(archive)
        assert index.meta.encoder == encoder.fingerprint
        fourth = ordinals(index)[3]
        [passage] = index.fetch([fourth])
        assert placed_text(passage) in encoder.asked
        assert passage.text in encoder.asked
        [best] = index.dense(encoder.encode([placed_text(passage)])[0], 1)
        assert best.ordinal == fourth


def test_words_that_are_printed_twice_are_embedded_once(archive: Path, settings: Settings) -> None:
    (archive / "b.txt").write_text((archive / "a.txt").read_text())
    encoder = FakeEncoder()
    build(archive, settings, encoder)
    assert len(encoder.asked) == len(set(encoder.asked)) == 10


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_indexed(
    archive: Path, settings: Settings
) -> None:
    (archive / "b.txt").write_text("!it wants a password")
    report = build(archive, settings)
    assert not report.complete
    assert "b.txt: failed: it wants a password; mend it" in report.lines()
    assert len(texts(settings)) == 4
    with closing(open_index(settings.index)) as index:
        [line] = [one for one in index.report()["files"] if one["status"] != "ok"]
        assert (line["path"], line["detail"], line["document"]) == (
            "b.txt",
            "it wants a password",
            None,
        )
        assert BuildReport.from_json(index.report()).files == report.files
    assert check(settings.index).unread == ("b.txt: failed: it wants a password",)


def test_an_archive_that_cannot_be_read_at_all_does_not_cost_the_index(
    archive: Path, settings: Settings
) -> None:
    build(archive, settings)
    for name in ("a.txt", "b.txt", "c.txt"):
        (archive / name).write_text("!permission denied")
    report = build(archive, settings)
    assert not report.written
    assert "the index before it stays" in report.lines()[-1]
    assert len(texts(settings)) == 6


def test_a_bad_line_of_the_manifest_costs_one_line_of_the_report(
    archive: Path, settings: Settings
) -> None:
    rows = ['{"path": "a.txt", "published_on": "2018-05"}', "{", '{"path": "c.txt", "kind": "x"}']
    (archive / "manifest.jsonl").write_text("\n".join(rows))
    report = build(archive, settings)
    assert (report.documents, report.complete, len(report.manifest)) == (3, False, 2)
    assert report.lines()[0].startswith("manifest.jsonl, line 2: it is not JSON")
    with closing(open_index(settings.index)) as index:
        assert BuildReport.from_json(index.report()).manifest == report.manifest
    again = build(archive, settings)
    assert (again.written, again.manifest) == (False, report.manifest)
    assert check(settings.index).unread == report.manifest


def test_nothing_readable_makes_no_index(archive: Path, settings: Settings) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (archive / name).write_text("!permission denied")
    report = build(archive, settings)
    assert (report.written, report.build) == (False, "")
    assert "there is no index yet" in report.lines()[-1]


def test_an_interrupted_build_leaves_the_index_before(archive: Path, settings: Settings) -> None:
    build(archive, settings)
    before = folders(settings)
    (archive / "a.txt").write_text("Changed.\n")

    def interrupted(*_: object) -> Iterator[Reading]:
        raise KeyboardInterrupt

    def unavailable(_: Settings) -> FakeEncoder:
        raise EncoderUnavailable("no model")

    for error, changed in (
        (KeyboardInterrupt, {"read_archive": interrupted}),
        (KeyboardInterrupt, {"compare": interrupted}),
        (EncoderUnavailable, {"open_encoder": unavailable}),
    ):
        with pytest.raises(error):
            build(archive, settings, **changed)
        assert folders(settings) == before
    assert texts(settings)[0] == "First of a.txt."


def test_an_index_inside_the_archive_is_not_indexed(archive: Path, settings: Settings) -> None:
    inside = replace(settings, index=archive / "made" / "index")
    build(archive, inside)
    (inside.index / "20200101T000000Z-00000000").mkdir()  # the remains of a killed build
    (inside.index / "20200101T000000Z-00000000" / "report.json").write_text("{}")
    (inside.index / "CURRENT").unlink()
    report = build(archive, inside)
    assert [line.path for line in report.files] == ["a.txt", "b.txt", "c.txt"]


def test_no_index_is_made_of_an_archive_that_is_not_there(
    tmp_path: Path, settings: Settings
) -> None:
    with pytest.raises(ArchiveMissing):
        build(tmp_path / "nowhere", settings)
    assert not settings.index.exists()


def test_an_index_is_not_written_over_something_else(archive: Path, settings: Settings) -> None:
    with pytest.raises(IndexForeign):
        build(archive, replace(settings, index=archive))
    assert sorted(path.name for path in archive.iterdir()) == ["a.txt", "b.txt", "c.txt"]


def test_progress_tells_each_step(archive: Path, settings: Settings) -> None:
    told: list[tuple[str, int, int]] = []
    build(archive, settings, progress=lambda *one: told.append(one))
    assert list(dict.fromkeys(step for step, _, _ in told)) == [
        "looking for files",
        "reading",
        "looking for reprints",
        "following what was promised",
        "opening the model",
        "embedding",
        "writing",
    ]
    assert ("reading", 3, 3) in told
    assert ("embedding", 12, 12) in told
    assert told[-1] == ("writing", 6, 6)


def test_a_check_reads_all_of_an_index(archive: Path, settings: Settings) -> None:
    build(archive, settings)
    found = check(settings.index)
    assert (found.documents, found.passages, found.quotes, found.windows) == (3, 6, 6, 12)
    folder = settings.index / found.build
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    assert found.size == sum(sizes) - (folder / "meta.json").stat().st_size


def test_a_check_finds_what_checksums_cannot(tmp_path: Path) -> None:
    made = lines_understood(Document("a.txt", SourceFile("a.txt", "", "", 1), "one\ntwo"))
    [section] = made.sections
    short = replace(section, span=made.passages[0].span)  # the second passage lies outside
    passages = tuple(replace(one, section=short) for one in made.passages)
    write(tmp_path / "wrong", [replace(made, sections=(short,), passages=passages)])
    with pytest.raises(IndexDamaged, match=r"in a\.txt passage a\.txt#1 .*section.*--rebuild"):
        check(tmp_path / "wrong")
