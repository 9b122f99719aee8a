"""``minuted doctor``: settings, model, index, and what is missing, without loading a model."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from api.views import wording
from api.views.serialise import Json
from api.views.statuses import outcome
from api.views.version import version
from corpus import extras
from corpus.errors import MinutedError
from search import home
from search.settings import HOME, Settings


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting; ``set`` where it comes from the environment."""

    name: str
    value: str
    set: bool


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is not there; everything else works without it."""

    what: str
    used_for: str
    cure: str


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found. ``troubles`` keep answers from being given; ``exit`` is that of the first."""

    settings: tuple[Setting, ...]
    model: str
    index: home.Held | None
    others: tuple[home.Held, ...]
    troubles: tuple[str, ...]
    missing: tuple[Lack, ...]
    exit: int

    def to_json(self) -> Json:
        """Plain JSON values."""
        return {
            "version": version(),
            "python": platform.python_version(),
            "settings": [asdict(one) for one in self.settings],
            "model": self.model,
            "index": _held(self.index) if self.index else None,
            "other_indexes": [_held(one) for one in self.others],
            "troubles": list(self.troubles),
            "missing": [asdict(one) for one in self.missing],
        }

    def lines(self) -> Iterator[str]:
        """For people."""
        yield f"Minuted {version()}, Python {platform.python_version()}, {platform.platform()}"
        yield "Settings"
        for one in self.settings:
            yield f"  {one.name}: {one.value}{'' if one.set else ' (as it comes)'}"
        yield f"Model: {self.model}"
        yield f"Index: {_told(self.index) if self.index else 'none that can be used'}"
        for other in self.others:
            yield f"  also {_told(other)}"
        yield "Troubles" if self.troubles else "Nothing keeps answers from being given."
        yield from (f"  {trouble}" for trouble in self.troubles)
        yield "Not installed; the rest works without" if self.missing else "Nothing is missing."
        for lack in self.missing:
            yield f"  {lack.what}, for {lack.used_for}: {lack.cure}"


def examined(settings: Settings, archive: Path | None = None) -> Examination:
    """Look at everything; nothing is built, exported or fetched."""
    troubles: list[MinutedError] = []
    model = _model(settings, troubles)
    location, held = _index(settings, archive, troubles)
    others = [one for one in home.held_in(HOME) if one.location != location]
    return Examination(
        settings=tuple(_settings(settings)),
        model=model,
        index=held,
        others=tuple(others),
        troubles=tuple(map(str, troubles)),
        missing=tuple(_missing()),
        exit=outcome(troubles[0]).exit if troubles else 0,
    )


def _settings(settings: Settings) -> Iterator[Setting]:
    for field in fields(settings):
        name = f"MINUTED_{field.name.upper()}"
        value = str(getattr(settings, field.name))
        if not field.repr and value:
            value = "set, not shown"
        yield Setting(name, value or "none", bool(os.environ.get(name)))


def _model(settings: Settings, troubles: list[MinutedError]) -> str:
    from search.encoding.encoder import known_fingerprint
    from search.encoding.model_cache import locate

    try:
        locate(settings.model)
    except MinutedError as error:
        troubles.append(error)
        return f"{settings.model} cannot be used"
    if known_fingerprint(settings):
        return f"{settings.model}, ready in {settings.cache_folder}"
    return f"{settings.model}, made ready in {settings.cache_folder} when it is first used"


def _index(
    settings: Settings, archive: Path | None, troubles: list[MinutedError]
) -> tuple[Path | None, home.Held | None]:
    """Where the index lies, and what it is of, if it can be opened: its checksums are compared."""
    from search.index import open_index

    location = None
    try:
        location = home.located(settings, archive)
        open_index(location, settings.model).close()
    except MinutedError as error:
        troubles.append(error)
        return location, None
    return location, home.held_at(location)


def _missing() -> Iterator[Lack]:
    from api import fetch_assets
    from indexer.readers import ocr
    from indexer.readers.office import libreoffice

    for parcel, folder, used_for in fetch_assets.worn():
        if not all((folder / name).is_file() for _, name in parcel.keep):
            cure = "install npm, then run python -m api.fetch_assets"
            yield Lack(parcel.name, used_for, cure)
    if not ocr.find_program():
        yield Lack("OCRmyPDF", "scanned pages (minuted index --ocr)", "install ocrmypdf")
    if not libreoffice.find_program():
        yield Lack("LibreOffice", "older Office formats", "install libreoffice")
    for extra, used_for in extras.EXTRAS.items():
        if not extras.installed(extra):
            yield Lack(f"the extra {extra}", used_for, extras.cure(extra))


def _held(held: home.Held) -> Json:
    return asdict(held) | {"location": str(held.location)}


def _told(held: home.Held) -> str:
    return (
        f"{held.location}, of {held.archive}: {wording.count(held.documents, 'document')}, "
        f"{wording.count(held.passages, 'passage')}, built {held.built_at}"
    )
