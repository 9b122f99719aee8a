"""Which index is of which archive. Each archive has its own, named after it, in one folder.

HOME/papers/            the index of the archive whose folder is called papers
HOME/papers-3f2a1c/     of another archive of that name, told apart by its whole path
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import BadSetting, IndexMissing
from search.opener import implementation
from search.settings import HOME, Settings

_TOLD = 10


@dataclass(frozen=True, slots=True)
class Held:
    """An index as it says of itself; ``archive`` is a whole path, nothing is checked."""

    location: Path
    archive: str
    documents: int
    passages: int
    built_at: str


def is_index(location: Path) -> bool:
    """Whether an index lies here, whole or not."""
    module, place = implementation(location)
    return bool(module.is_index(place))


def held_at(location: Path) -> Held | None:
    """What the live build in a folder is of; ``None`` where there is none that can be read."""
    module, place = implementation(location)
    facts = module.facts_at(place)
    names = ("archive", "documents", "passages", "built_at")
    try:
        return Held(location, *(facts[name] for name in names)) if facts else None
    except (KeyError, TypeError):
        return None


def held_in(home: Path) -> list[Held]:
    """All indexes in a folder of them, by name."""
    try:
        folders = sorted(home.iterdir())
    except OSError:
        return []
    return [held for folder in folders if (held := held_at(folder)) is not None]


def own(archive: Path, home: Path) -> Path:
    """Where the index of an archive lies, or would lie, in a folder of indexes."""
    whole = str(archive.resolve())
    name = archive.resolve().name or "root"
    apart = home / f"{name}-{hashlib.sha256(whole.encode('utf-8', 'replace')).hexdigest()[:6]}"
    plain = held_at(home / name)
    return apart if apart.exists() or (plain and plain.archive != whole) else home / name


def named(settings: Settings) -> bool:
    """Whether the settings name one index, and not the folder in which each archive has its own."""
    return settings.index != HOME or is_index(settings.index)


def place_for(settings: Settings, archive: Path) -> Path:
    """Where to build the index of an archive."""
    return settings.index if named(settings) else own(archive, settings.index)


def located(settings: Settings, archive: Path | None = None) -> Path:
    """The index that is meant: the one that is named, the archive's own, or the only one there is.

    Raises BadSetting where ``settings`` name the index of another archive, or several could be
    meant, and IndexMissing where there is none.
    """
    home = settings.index
    if named(settings):
        found = held_at(home)
        if archive and found and found.archive != str(archive.resolve()):
            raise BadSetting(
                f"The index at {home} is of {found.archive}, not of {archive}. Leave one of the "
                "two unsaid: --index or MINUTED_INDEX, or the archive."
            )
        return home
    if archive:
        return own(archive, home)
    held = held_in(home)
    if not held:
        raise IndexMissing(f"There is no index in {home} yet. Make one: minuted index ARCHIVE")
    if len(held) > 1:
        told = "; ".join(f"{one.location.name} (of {one.archive})" for one in held[:_TOLD])
        more = f" and {len(held) - _TOLD} more" if len(held) > _TOLD else ""
        raise BadSetting(
            f"There are {len(held)} indexes in {home}: {told}{more}. "
            "Say which one: --archive FOLDER or --index DIR."
        )
    return held[0].location
