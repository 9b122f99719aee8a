"""Other names for one thing, with where each comes from (the data stand in ``glossary.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing and what it is called.

    ``names`` are the same thing, ``related`` lie beside it, ``together`` are sets of words that
    say it when they stand in one sentence, ``short`` are short forms with other meanings too,
    ``lay`` is what people outside the field say for it when they ask.
    """

    names: tuple[str, ...]
    related: tuple[str, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    short: tuple[str, ...] = ()
    lay: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Glossary:
    """All things, and the words too weak to tell one thing from another."""

    things: tuple[Thing, ...]
    weak: frozenset[str]


@cache
def glossary() -> Glossary:
    """The glossary that comes with the product."""
    return parse(tomllib.loads(files("corpus").joinpath("glossary.toml").read_text("utf-8")))


def parse(data: Mapping[str, Any]) -> Glossary:
    """A glossary out of its TOML tables; outcome codes are spelled out by their forms."""
    things = [
        Thing(
            names=tuple(row["names"]),
            related=tuple(row.get("related", ())),
            together=_sets(row.get("together", ())),
            short=tuple(row.get("short", ())),
            lay=tuple(row.get("lay", ())),
            source=row["source"],
        )
        for row in data.get("thing", ())
    ]
    return Glossary(tuple(things + _outcomes(data.get("outcomes", {}))), frozenset(data["weak"]))


def _outcomes(data: Mapping[str, Any]) -> list[Thing]:
    """One thing for each outcome code: its coded forms, then its official names."""
    return [
        Thing(
            names=tuple(form.format(n=number) for form in data["forms"]) + tuple(titles),
            related=tuple(data.get("related", {}).get(number, ())),
            together=_sets(data.get("together", {}).get(number, ())),
            source=data["source"],
        )
        for number, titles in data.get("titles", {}).items()
    ]


def _sets(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in rows)
