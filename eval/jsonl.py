"""JSON lines, read loudly: whatever is wrong is said with its file and line; and written."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from corpus.errors import BadLabels


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a file: what it holds, and where it stands (``line`` counts from 1)."""

    path: Path
    line: int
    values: Mapping[str, Any]

    def bad(self, fact: str) -> NoReturn:
        """Raise BadLabels about this line."""
        raise BadLabels(f"{self.path}, line {self.line}: {fact}")

    def text(self, name: str, *, empty: bool = False) -> str:
        """A string that must be there, and hold something unless ``empty`` may be."""
        value = self._wanted(name)
        if not isinstance(value, str):
            self.bad(f"{name!r} is {value!r}; it must be a string.")
        if not empty and not value.strip():
            self.bad(f"{name!r} is empty; it must hold something.")
        return value

    def whole(self, name: str) -> int:
        """A whole number that must be there."""
        value = self._wanted(name)
        if not isinstance(value, int) or isinstance(value, bool):
            self.bad(f"{name!r} is {value!r}; it must be a whole number.")
        return value

    def number(self, name: str) -> float:
        """A finite number that must be there."""
        value = self._wanted(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.bad(f"{name!r} is {value!r}; it must be a number.")
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if not math.isfinite(number):
            self.bad(f"{name!r} is {number}; it must be finite to be ranked by.")
        return number

    def rows(self, name: str) -> list[Row]:
        """A list of objects; an absent one is empty."""
        value = self.values.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.bad(f"{name!r} must be a list of objects.")
        return [Row(self.path, self.line, item) for item in value]

    def _wanted(self, name: str) -> Any:
        if name not in self.values:
            self.bad(f"{name!r} is missing; found {', '.join(sorted(self.values)) or 'nothing'}.")
        return self.values[name]


def numbered(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a UTF-8 file that hold something, numbered from 1; raises BadLabels."""
    try:
        with path.open(encoding="utf-8-sig") as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise BadLabels(f"{path} is not UTF-8 ({error.reason}); save it as UTF-8.") from None
    except OSError as error:
        raise BadLabels(
            f"{path} cannot be read ({error.strerror or 'unreadable'}); check the path."
        ) from None


def json_rows(path: Path) -> Iterator[Row]:
    """The objects of a JSON Lines file. Blank lines count as lines but hold nothing."""
    for number, line in numbered(path):
        try:
            value = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            reason = error.msg if isinstance(error, json.JSONDecodeError) else "too deep"
            raise BadLabels(f"{path}, line {number}: not JSON ({reason}).") from None
        if not isinstance(value, dict):
            raise BadLabels(f"{path}, line {number}: must be an object, not {value!r}.")
        yield Row(path, number, value)


def text_of(rows: Iterable[Any]) -> str:
    """Rows as the text of a file of JSON lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
