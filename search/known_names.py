"""The glossary and the terms of its names, kept in the cache once they were read.

To read its tables and make terms of its names takes a tenth of what a command needs that asks one
question. What is kept is of these tables and this tokeniser, or it is made again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpus.glossary import Glossary, Thing, read, sources
from search.disk import put
from search.tokens import TOKENISER, terms

_FILE = "glossary.json"
_RECIPE = "1"
"""Raised whenever what is kept is read otherwise."""


@dataclass(frozen=True, slots=True)
class Known:
    """The glossary, and the terms of everything that it calls a thing by."""

    glossary: Glossary
    names: Mapping[str, Sequence[str]]

    def terms(self, text: str) -> Sequence[str]:
        """As ``search.tokens.terms``."""
        found = self.names.get(text)
        return terms(text) if found is None else found


@cache
def known(folder: Path) -> Known:
    """The glossary that comes with the product; ``folder`` is where it is kept, if it can be."""
    written = sources()
    kept, key = folder / _FILE, _digest(_RECIPE, TOKENISER, *written)
    found = _kept(kept, key)
    if found is None:
        glossary = read(written)
        names = {name: terms(name) for thing in glossary.things for name in called(thing)}
        found = Known(glossary, names)
        body = json.dumps([sorted(glossary.weak), [*map(asdict, glossary.things)], names])
        put(kept, f"{key} {_digest(body)}\n{body}".encode())
    return found


def called(thing: Thing) -> tuple[str, ...]:
    """Whatever a question may call it by."""
    return thing.names + thing.welsh + thing.short + thing.lay


def _kept(path: Path, key: str) -> Known | None:
    """What was kept of the tables with this digest; None where there is none, or it is torn."""
    try:
        head, body = path.read_text("utf-8").split("\n", 1)
        if head != f"{key} {_digest(body)}":
            return None
        weak, things, names = json.loads(body)
        return Known(Glossary(tuple(map(_thing, things)), frozenset(weak)), names)
    except (OSError, ValueError, TypeError):
        return None


def _thing(row: Mapping[str, Any]) -> Thing:
    lists = {name: tuple(held) for name, held in row.items() if name not in ("together", "source")}
    return Thing(**lists, together=tuple(map(tuple, row["together"])), source=row["source"])


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()
