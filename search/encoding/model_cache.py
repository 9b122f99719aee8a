"""Where exported models lie: ``<cache>/encoders/<key>/``, each whole or not there at all, and
``<cache>/rerankers/<key>/`` for what reads passages again.

An export is a folder with ``meta.json`` beside ``model.onnx``, ``weights.bin`` and
``tokenizer.json``. It is written under another name and renamed, and read only when every file
has the digest that ``meta.json`` gives. This file knows no model library.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from corpus.errors import EncoderUnavailable
from search.encoding import default_model
from search.settings import Settings
from search.stamps import Stamps, digest

RECIPE = 1
"""Raised whenever an export made by this code would give other vectors: indexes hold it."""
EIGHT_RECIPE = 1
"""The same of vectors made in eight bits."""
SHAPE = 3
"""Raised whenever it would have other files: exports are made again, indexes stay valid."""

EXPLAINED = 3
"""Exit status of an exporter that says on its last line what is wrong and what to do."""

Form = Literal["onnx-fp32", "onnx-int8", "sentence-transformers"]
Kind = Literal["encoders", "rerankers"]
"""What is exported, and the folder of the cache that it lies in."""
_EXPORTERS: Mapping[Kind, str] = {
    "encoders": "search.encoding.export",
    "rerankers": "search.reader.export",
}


@dataclass(frozen=True, slots=True)
class Source:
    """A model as set. ``folder`` is None for a model of the Hugging Face hub."""

    model: str
    folder: Path | None
    key: str

    @property
    def pinned(self) -> bool:
        """It comes with the product: its weights are known, it is never looked for elsewhere."""
        return default_model.own_name(self.model) is not None


@dataclass(frozen=True, slots=True)
class Export:
    """What ``meta.json`` says. ``limit`` is in tokens, special ones included.

    ``form`` is "sentence-transformers" for a model that cannot be exported, for ``reason``; then
    ``dimension`` and ``limit`` are 0 and there are no files. ``prompts`` are what the model wants
    in front of a ``query`` and of a ``document``. ``files`` maps names to sha256. ``eight`` is the
    fingerprint of vectors made in eight bits, '' of a model that has no such form.
    """

    form: Form
    fingerprint: str
    dimension: int = 0
    limit: int = 0
    prompts: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    eight: str = ""

    def fingerprint_of(self, passage_bits: int) -> str:
        """Of an index whose passages are embedded in so many bits; in 32 where there is no other
        form."""
        return (self.eight if passage_bits == 8 else "") or self.fingerprint

    @classmethod
    def read(cls, folder: Path) -> Export | None:
        """The export in a folder, None where there is none that can be understood."""
        try:
            raw = json.loads((folder / "meta.json").read_text("utf-8"))
            export = cls(**raw)
            whole = isinstance(export.fingerprint, str) and isinstance(export.files, dict)
            return export if whole and all((folder / n).is_file() for n in export.files) else None
        except (OSError, ValueError, TypeError):
            return None

    def write(self, folder: Path) -> None:
        """Into ``meta.json``, flushed to the disk, as the last file of an export."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        with (folder / "meta.json").open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())

    def whole(self, folder: Path, anew: bool = False) -> bool:
        """Whether every file has its digest. What was hashed before and has not changed since is
        not hashed again, unless ``anew``: 90 MB take about 50 ms."""
        stamps = Stamps(folder / "stamps.json")
        told = digest if anew else stamps.digest
        try:
            same = all(told(folder / name) == sha for name, sha in self.files.items())
        except OSError:
            return False
        if same:
            stamps.keep()
        return same


def locate(model: str) -> Source:
    """What ``settings.model`` names; reads no model. Raises EncoderUnavailable."""
    if own := default_model.own_name(model):
        folder = default_model.model_folder()
        sizes = [(name, size) for name, size, _ in _listing(folder)]
        adapter = default_model.ADAPTERS[own]
        added = [digest(adapter)] if adapter and adapter.is_file() else []
        return Source(model, folder, _key(own, default_model.WEIGHTS_SHA256, sizes, *added))
    path = Path(model).expanduser()
    if path.is_dir():
        if not any((path / name).is_file() for name in ("modules.json", "config.json")):
            raise EncoderUnavailable(
                f"{model!r} holds no model: there is neither modules.json nor config.json in it. "
                "Give the folder that a sentence-transformers model was saved to."
            )
        path = path.resolve()
        return Source(model, path, _key(path.name, str(path), _listing(path)))
    if not re.fullmatch(r"[\w.-]+(/[\w.-]+)?", model) or model.startswith("."):
        raise EncoderUnavailable(
            f"There is no model folder {model!r}. Give a folder that a sentence-transformers "
            "model was saved to, or a model's name."
        )
    return Source(model, None, _key(model, "hub"))


def folder_of(settings: Settings, source: Source, kind: Kind = "encoders") -> Path:
    """Where the export of a model lies, or would."""
    return settings.cache_folder / kind / source.key


def check(settings: Settings) -> None:
    """Hash what was exported of the model that is set; raises EncoderUnavailable where it is not
    what was written. The next who opens it makes it again."""
    folder = folder_of(settings, locate(settings.model))
    found = Export.read(folder)
    if found is not None and not found.whole(folder, anew=True):
        raise EncoderUnavailable(
            f"The exported encoder in {folder} is damaged. Remove that folder; it is made again."
        )


def export(settings: Settings, source: Source, kind: Kind = "encoders") -> tuple[Path, Export]:
    """Export a model now, in a process of its own, and put the result in its place.

    What is there already and whole is kept: another process was quicker. Raises
    EncoderUnavailable when the model cannot be loaded or the cache not be written.
    """
    final = folder_of(settings, source, kind)
    try:
        final.parent.mkdir(parents=True, exist_ok=True)
        _sweep(final.parent)
        made = _aside(final.parent)
        made.mkdir()
    except OSError as error:
        raise _unwritable(settings, error) from None
    try:
        _make(settings, source, made, kind)
        _publish(made, final)
    except OSError as error:
        raise _unwritable(settings, error) from None
    finally:
        shutil.rmtree(made, ignore_errors=True)
    found = Export.read(final)
    if found is None:
        raise EncoderUnavailable(
            f"The exported model vanished from {final}. Is something clearing that folder? "
            "Set MINUTED_CACHE to one that stays."
        )
    return final, found


def _make(settings: Settings, source: Source, made: Path, kind: Kind) -> None:
    """Run the exporter into the folder ``made``; raises EncoderUnavailable with its reason."""
    if sys.stderr.isatty():
        long = "a few" if source.pinned and kind == "encoders" else "about 20"
        print(
            f"Preparing the model {source.model}, once on this machine: {long} seconds …",
            file=sys.stderr,
        )
    environment = dict(os.environ) | {
        "PYTHONPATH": os.pathsep.join(
            filter(None, [str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
        ),
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }
    if source.folder is not None:
        environment |= {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
    folder = str(source.folder) if source.folder else ""
    arguments = [source.model, folder, str(made), str(settings.threads)]
    # A process of its own: it takes half a gigabyte, or with torch one, and gives it back. Torch
    # writes to stderr as it likes and sets the offline switches when it is imported, for good.
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", _EXPORTERS[kind], *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )
    if run.returncode or Export.read(made) is None:
        said = (run.stderr.strip().splitlines() or [f"exit status {run.returncode}"])[-1]
        if run.returncode == EXPLAINED:
            raise EncoderUnavailable(said)
        raise EncoderUnavailable(
            f"Preparing the model {source.model!r} ended early ({said[:200]}). It takes about "
            "1 GB of memory and 0.3 GB of disk; try again with more room, or set another model."
        )


def _publish(made: Path, final: Path) -> None:
    """Rename an export to its place; one that is there is replaced only if it is torn."""
    for _ in range(5):
        try:
            os.replace(made, final)
            return
        except OSError as error:
            if not final.is_dir():
                raise error
        there = Export.read(final)
        if there is not None and there.whole(final):
            return
        torn = _aside(final.parent)
        # Somebody else may take the torn one away first; then the next turn sees what there is.
        with contextlib.suppress(OSError):
            os.replace(final, torn)
        shutil.rmtree(torn, ignore_errors=True)


def _aside(folder: Path) -> Path:
    """A name that nobody else uses, for what is not an export yet or no longer."""
    return folder / f".making-{os.getpid()}-{secrets.token_hex(4)}"


def _sweep(folder: Path) -> None:
    """Remove what exports that were killed have left for more than an hour."""
    for left in folder.glob(".making-*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > 3600:
                shutil.rmtree(left, ignore_errors=True)


def _listing(folder: Path) -> list[tuple[str, int, int]]:
    """Name, size and time of change of the files of a model, two levels deep."""
    found = []
    for path in sorted([*folder.glob("*"), *folder.glob("*/*")]):
        if path.is_file():
            stat = path.stat()
            found.append((path.relative_to(folder).as_posix(), stat.st_size, stat.st_mtime_ns))
    return found


def _key(name: str, *parts: object) -> str:
    told = hashlib.sha256(
        json.dumps([RECIPE, EIGHT_RECIPE, SHAPE, name, *parts]).encode()
    ).hexdigest()[:16]
    return f"{re.sub('[^A-Za-z0-9.-]+', '-', name)[:60]}-{told}"


def _unwritable(settings: Settings, error: OSError) -> EncoderUnavailable:
    return EncoderUnavailable(
        f"The model cannot be kept in {settings.cache_folder}: {error.strerror or error}. "
        "Make room there, or set MINUTED_CACHE to a folder that can be written."
    )
