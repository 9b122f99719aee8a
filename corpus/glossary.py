"""Other names for one thing, each with its relation and its source.

The words too weak to tell things apart and the outcome codes stand in ``glossary.toml``, the
things in ``things/*.toml``, one file an area.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing and what it is called.

    ``names`` are the same thing: where one of them stands, the thing is spoken of. ``welsh`` are
    its Welsh names, as good as those. ``narrower`` are kinds or parts of it and count as it, not
    the other way round. ``broader`` hold it and more, ``beside`` lie next to it: neither ever
    counts as the thing, both can be offered as "see also". ``lay`` is what people outside the
    field say for it: understood when asked; those that are also in ``sought`` are looked for as
    well. ``together`` are sets of words that say it when they stand in one sentence, ``short``
    are short forms with other meanings too, used where a document defines this sense.
    """

    names: tuple[str, ...]
    narrower: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    lay: tuple[str, ...] = ()
    sought: tuple[str, ...] = ()
    welsh: tuple[str, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    short: tuple[str, ...] = ()
    source: str = ""

    @property
    def found(self) -> tuple[str, ...]:
        """The names that count as the thing wherever they stand: same, Welsh, narrower."""
        return tuple(dict.fromkeys(self.names + self.welsh + self.narrower))

    @property
    def see_also(self) -> tuple[str, ...]:
        """The names that never count as the thing."""
        return self.broader + self.beside


FIELDS = ("narrower", "broader", "beside", "lay", "sought", "welsh", "short")
"""The fields of a thing in TOML that are lists of names and may be missing."""


@dataclass(frozen=True, slots=True)
class Glossary:
    """All things, and the words too weak to tell one thing from another."""

    things: tuple[Thing, ...]
    weak: frozenset[str]


@cache
def glossary() -> Glossary:
    """The glossary that comes with the product."""
    return read(sources())


def sources() -> list[str]:
    """What is written in ``glossary.toml`` and in the files of ``things``, in order."""
    home = files("corpus")
    things = sorted(home.joinpath("things").iterdir(), key=lambda path: path.name)
    held = [home.joinpath("glossary.toml"), *(path for path in things if path.name[-5:] == ".toml")]
    return [path.read_text("utf-8") for path in held]


def read(texts: Sequence[str]) -> Glossary:
    """The glossary out of its files, the one without things first."""
    data, *more = (tomllib.loads(text) for text in texts)
    return parse({**data, "thing": [row for table in more for row in table["thing"]]})


def parse(data: Mapping[str, Any]) -> Glossary:
    """A glossary out of its TOML tables; outcome codes are spelled out by their forms.

    A narrower name that is the first name of another thing stands for all names of that thing.
    Raises ``ValueError`` on a field that is not known.
    """
    things = [_thing(row) for row in data.get("thing", ())] + _outcomes(data.get("outcomes", {}))
    by_name = {thing.names[0]: thing for thing in things}
    spelled = [replace(thing, narrower=_spelled_out(thing, by_name)) for thing in things]
    return Glossary(tuple(spelled), frozenset(data["weak"]))


def _thing(row: Mapping[str, Any]) -> Thing:
    unknown = row.keys() - {"names", "together", "source", *FIELDS}
    if unknown:
        raise ValueError(f"unknown field of a thing: {', '.join(sorted(unknown))}")
    lists = {field: tuple(row.get(field, ())) for field in FIELDS}
    lists["lay"] += lists["sought"]
    return Thing(
        names=tuple(row["names"]),
        together=_sets(row.get("together", ())),
        source=row["source"],
        **lists,
    )


def _outcomes(data: Mapping[str, Any]) -> list[Thing]:
    """One thing for each outcome code: its coded forms, then its official names.

    Forms that mean other things too at some numbers are short forms there.
    """
    ambiguous = data.get("ambiguous", {"numbers": (), "forms": ()})
    made = []
    for number, titles in data.get("titles", {}).items():
        lists = {field: tuple(data.get(field, {}).get(number, ())) for field in FIELDS}
        unsure = ambiguous["forms"] if number in ambiguous["numbers"] else ()
        sure = [form for form in data["forms"] if form not in unsure]
        lists["short"] += tuple(form.format(n=number) for form in unsure)
        made.append(
            Thing(
                names=tuple(form.format(n=number) for form in sure) + tuple(titles),
                together=_sets(data.get("together", {}).get(number, ())),
                source=data["source"],
                **lists,
            )
        )
    return made


def _spelled_out(thing: Thing, by_name: Mapping[str, Thing]) -> tuple[str, ...]:
    """The narrower names, those of things that are narrower still among them."""
    found: dict[str, None] = {}
    waiting, seen = list(thing.narrower), {thing.names[0]}
    while waiting:
        text = waiting.pop(0)
        if text in seen:
            continue
        seen.add(text)
        other = by_name.get(text)
        names: Iterable[str] = other.names + other.welsh if other else (text,)
        found.update(dict.fromkeys(names))
        if other:
            waiting += other.narrower
    return tuple(text for text in found if text not in thing.names + thing.welsh)


def _sets(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in rows)
