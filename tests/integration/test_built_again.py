"""What a build does again when something has changed, and what it takes over."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from built import Reader, folders, texts
from made import FakeEncoder, build, ordinals, vector_of

from corpus.errors import IndexDamaged
from indexer import fingerprint
from indexer.check import check
from indexer.papers import Paper
from indexer.structure.near_duplicates import Groups
from indexer.structure.sketches import Likenesses
from search.index import Filter, open_index
from search.settings import Settings


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
