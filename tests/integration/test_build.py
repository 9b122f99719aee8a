"""What a build does again and what not; what it tells; what it leaves when it does not end."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from made import FakeEncoder, build, lines_understood, ordinals, read_lines, vector_of, write

from corpus.errors import ArchiveMissing, EncoderUnavailable, IndexDamaged, IndexForeign
from corpus.model import Document, SourceFile
from indexer import fingerprint
from indexer.check import check
from indexer.papers import Paper
from indexer.readers.archive import Reading
from indexer.report import BuildReport
from indexer.structure.near_duplicates import Groups
from indexer.structure.sketches import Likenesses
from search.index import Filter, open_index
from search.ranking.context import placed_text
from search.settings import Settings


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        (folder / name).write_text(f"First of {name}.\nSecond of {name}.\n")
    return folder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(index=tmp_path / "index", model="made-up")


def texts(settings: Settings) -> list[str]:
    with closing(open_index(settings.index, model=settings.model)) as index:
        return [passage.text for passage in index.fetch(ordinals(index))]


def folders(settings: Settings) -> list[str]:
    return sorted(path.name for path in settings.index.iterdir() if path.is_dir())


class Reader:
    """``read_lines`` that tells what it was asked to read."""

    def __init__(self) -> None:
        self.paths: list[str] = []

    def __call__(self, root: Path, sources: Sequence[SourceFile], *how: Any) -> Iterator[Reading]:
        self.paths += [source.path for source in sources]
        return read_lines(root, sources, *how)


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


def test_what_did_not_change_costs_nothing_and_no_model_is_opened(
    archive: Path, settings: Settings
) -> None:
    first = build(archive, settings)

    def never(*_: object) -> FakeEncoder:
        raise AssertionError("asked for again")

    again = build(archive, settings, FakeEncoder())  # a new encoder of the same fingerprint
    third = build(
        archive, settings, read_archive=never, understand=never, compare=never, open_encoder=never
    )
    for report in (again, third):
        assert not report.written
        assert report.build == first.build
        assert (report.documents, report.passages, report.embedded) == (3, 6, 0)
        assert all(line.unchanged for line in report.files)
    assert folders(settings) == [first.build]


def test_only_what_changed_is_read_and_embedded(archive: Path, settings: Settings) -> None:
    build(archive, settings)
    (archive / "b.txt").write_text("First of b.txt.\nAnother line.\n")
    (archive / "d.txt").write_text("A new file.\n")
    reader, encoder = Reader(), FakeEncoder()
    report = build(archive, settings, encoder, read_archive=reader)
    assert reader.paths == ["b.txt", "d.txt"]
    assert {text.split("\n")[-1] for text in encoder.asked} == {"Another line.", "A new file."}
    assert (report.embedded, report.reused) == (4, 10)
    assert [line.path for line in report.files if line.unchanged] == ["a.txt", "c.txt"]
    assert texts(settings)[2:4] == ["First of b.txt.", "Another line."]
    assert len(folders(settings)) == 1


def test_a_touched_file_with_the_same_bytes_is_not_read_again(
    archive: Path, settings: Settings
) -> None:
    build(archive, settings)
    os.utime(archive / "a.txt", (1, 1))
    assert not build(archive, settings).written


def test_a_deleted_file_disappears(archive: Path, settings: Settings) -> None:
    build(archive, settings)
    (archive / "b.txt").unlink()
    report = build(archive, settings)
    assert report.removed == ("b.txt",)
    assert (report.documents, report.embedded) == (2, 0)
    with closing(open_index(settings.index)) as index:
        assert index.document_ids() == ["a.txt", "c.txt"]
        assert index.phrase_count(["b.txt"]) == 0
        assert index.count(Filter.of(document=("b.txt",))) == 0


def test_an_index_built_in_steps_is_the_index_built_at_once(
    archive: Path, settings: Settings, tmp_path: Path
) -> None:
    build(archive, settings)
    (archive / "a.txt").write_text("Quite other.\nSecond of a.txt.\n")
    (archive / "0.txt").write_text("In front of all.\n")
    (archive / "c.txt").unlink()
    build(archive, settings)
    fresh = replace(settings, index=tmp_path / "fresh")
    build(archive, fresh)
    with (
        closing(open_index(settings.index)) as one,
        closing(open_index(fresh.index)) as other,
    ):
        assert one.document_ids() == other.document_ids()
        for document in one.document_ids():
            assert one.understanding(document) == other.understanding(document)
        assert (one.vectors(ordinals(one)) == other.vectors(ordinals(other))).all()
        assert one.lexical(["second", "a"], 9) == other.lexical(["second", "a"], 9)


def test_a_new_manifest_entry_reads_its_file_again(archive: Path, settings: Settings) -> None:
    build(archive, settings)
    (archive / "manifest.jsonl").write_text('{"path": "c.txt", "title": "The third"}\n')
    reader = Reader()
    build(archive, settings, read_archive=reader)
    assert reader.paths == ["c.txt"]


def test_a_new_reader_reads_everything_again_and_embeds_nothing(
    archive: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(archive, settings)
    monkeypatch.setattr(fingerprint, "reading_shape", lambda: "newer")
    reader, encoder = Reader(), FakeEncoder()
    report = build(archive, settings, encoder, read_archive=reader)
    assert len(reader.paths) == 3
    assert (report.embedded, encoder.asked) == (0, [])


def test_a_new_writer_writes_again_without_reading(
    archive: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build(archive, settings)
    monkeypatch.setattr(fingerprint, "writing_shape", lambda: "newer")
    reader = Reader()
    report = build(archive, settings, read_archive=reader)
    assert report.written
    assert report.build != first.build
    assert reader.paths == []


def test_another_encoder_embeds_everything_again(archive: Path, settings: Settings) -> None:
    build(archive, settings)
    other = FakeEncoder(name="other", fingerprint="other 1")
    report = build(archive, replace(settings, model="other"), other)
    assert (report.embedded, report.reused) == (12, 0)
    assert texts(replace(settings, model="other"))


def test_an_encoder_that_turns_out_to_be_another_shares_no_vectors(
    archive: Path, settings: Settings
) -> None:
    build(archive, settings)
    (archive / "d.txt").write_text("A new file.\n")
    exported_anew = FakeEncoder(fingerprint="made-up 2")
    report = build(archive, settings, exported_anew, known_fingerprint=lambda settings: "made-up 1")
    assert (report.embedded, report.reused) == (14, 0)
    with closing(open_index(settings.index)) as index:
        assert index.meta.encoder == "made-up 2"


def test_words_that_are_printed_twice_are_embedded_once(archive: Path, settings: Settings) -> None:
    (archive / "b.txt").write_text((archive / "a.txt").read_text())
    encoder = FakeEncoder()
    build(archive, settings, encoder)
    assert len(encoder.asked) == len(set(encoder.asked)) == 10


def test_long_passages_have_several_windows_and_keep_them(
    archive: Path, settings: Settings
) -> None:
    (archive / "long.txt").write_text("word " * 200 + "\nshort\n")
    build(archive, settings)
    with closing(open_index(settings.index)) as index:
        long = next(iter(index.ordinals_of("long.txt")))
        asked = vector_of("word " * 40)
        before = index.dense(asked, 1)
    (archive / "c.txt").write_text("changed\n")
    second = build(archive, settings)
    assert second.embedded == 2
    with closing(open_index(settings.index)) as index:
        assert index.ordinal("long.txt#0") == long
        [best] = index.dense(asked, 1)
    assert (best.ordinal, best.score) == (long, before[0].score)
    assert best.score == pytest.approx(1, abs=1e-5)
    assert check(settings.index).windows > 2 * check(settings.index).passages


def test_sentences_are_embedded_once_and_kept_with_their_passage(
    archive: Path, settings: Settings
) -> None:
    said = ("The first fell.", "Dr. Hay said so!", "Why it rose is not known.")
    (archive / "a.txt").write_text(f"One by itself.\n{'  '.join(said)}\n")
    build(archive, settings, encoder := FakeEncoder())
    assert [encoder.asked.count(text) for text in ("One by itself.", *said)] == [1, 1, 1, 1]
    (archive / "b.txt").unlink()
    build(archive, settings, again := FakeEncoder())
    assert again.asked == []
    with closing(open_index(settings.index)) as index:
        held = ordinals(index)
        for passage, rows in zip(index.fetch(held), index.sentences(held), strict=True):
            told = said if passage.text.startswith(said[0]) else (passage.text,)
            assert np.allclose(rows, [vector_of(text) for text in told], atol=1e-3)


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


def test_a_bad_file_is_not_read_again_until_something_could_help(
    archive: Path, settings: Settings
) -> None:
    (archive / "b.txt").write_text("!silent")
    build(archive, settings)
    again = build(archive, settings)
    assert not again.written
    assert "--rebuild reads it again" in again.lines()[0]
    for changed, ocr in ((replace(settings, file_seconds=99.0), False), (settings, True)):
        reader = Reader()
        build(archive, changed, read_archive=reader, ocr=ocr)
        assert reader.paths == ["b.txt"]
    reader = Reader()  # what OCR did not help is not tried again without it
    build(archive, settings, read_archive=reader)
    assert reader.paths == []


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


def test_rebuilding_takes_nothing_over_and_heals_damage(archive: Path, settings: Settings) -> None:
    first = build(archive, settings)
    path = settings.index / first.build / "vectors.faiss"
    content = bytearray(path.read_bytes())
    content[60] ^= 1
    path.write_bytes(content)
    with pytest.raises(IndexDamaged, match="--rebuild"):
        build(archive, settings)
    reader = Reader()
    report = build(archive, settings, read_archive=reader, rebuild=True)
    assert len(reader.paths) == 3
    assert report.embedded == 12
    assert folders(settings) == [report.build]


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


def test_groups_are_made_anew_for_all_documents(archive: Path, settings: Settings) -> None:
    def first_is_all(papers: list[Paper], _: Likenesses) -> list[Paper]:
        first = papers[0].abstract.ids[0]
        for one in papers:
            groups: Groups = dict.fromkeys(range(one.count), (first, "exact"))
            one.abstract = replace(one.abstract, groups=groups)
        return papers

    build(archive, settings, compare=first_is_all)
    (archive / "0.txt").write_text("Now this is first.\n")
    build(archive, settings, compare=first_is_all)
    with closing(open_index(settings.index)) as index:
        assert set(index.layout(ordinals(index)).group.tolist()) == {0}
        assert {p.group for p in index.fetch(ordinals(index))} == {"0.txt#0"}


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
