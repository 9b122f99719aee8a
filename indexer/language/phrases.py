"""The rules that were learnt from papers: data in ``rules/*.toml``, each with its witnesses.

A file is a topic, a table array in it a group, an entry a rule: ``pattern`` (or ``words``, matched
to the letter), whether it is ``on``, an outside ``source``, an ``example`` of ours, and the
``publishers`` in whose papers it was counted. One publisher is no witness: such a rule is off
unless something outside the papers vouches for it. Order is the order of the file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "rules"
_ABOUT = ("groups", "fragments")
_FRAGMENT = re.compile(r"(?<!\(\?P)<(\w+)>")
"""A fragment's name in a pattern; '(?P<who>' is the name of a group."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``unit`` and ``at`` say on what a group is tried: a sentence, a line, a heading,
    what stands before a date; anywhere in it, at its start, or on the whole of it."""

    id: str
    pattern: re.Pattern[str]
    kind: str
    on: bool
    source: str
    example: str
    counter: str
    unit: str
    at: str
    publishers: Mapping[str, int] = field(default_factory=dict)

    def fires(self, words: str) -> bool:
        """Whether the rule fits words of its unit, tried as its group is tried."""
        if self.at == "start":
            return self.pattern.match(words) is not None
        if self.at == "whole":
            return self.pattern.fullmatch(words) is not None
        return self.pattern.search(words) is not None


def topics() -> tuple[str, ...]:
    """The names of all files of rules."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def every(topic: str) -> Mapping[str, tuple[Rule, ...]]:
    """All rules of a file by group, those that are off included."""
    data = tomllib.loads((FOLDER / f"{topic}.toml").read_text("utf-8"))
    fragments = data.get("fragments", {})
    return {
        group: tuple(
            _rule(f"{topic}.{group}", data["groups"][group], one, fragments) for one in entries
        )
        for group, entries in data.items()
        if group not in _ABOUT
    }


def in_force(topic: str, group: str) -> tuple[Rule, ...]:
    """The rules of a group that are on."""
    return tuple(rule for rule in every(topic)[group] if rule.on)


def either(topic: str, group: str) -> re.Pattern[str]:
    """One pattern for a whole group: any of its rules that are on."""
    found = in_force(topic, group)
    joined = "|".join(f"(?:{one.pattern.pattern})" for one in found)
    return re.compile(joined or r"(?!)", found[0].pattern.flags if found else 0)


def _rule(
    group: str, about: Mapping[str, Any], entry: Mapping[str, Any], fragments: Mapping[str, str]
) -> Rule:
    words = str(entry.get("words", ""))
    pattern = re.escape(words) if words else _filled(entry["pattern"], fragments)
    # What all rules of a group stand in: a colon after a key, the end of the line.
    framed = str(about.get("frame", "<rule>")).replace("<rule>", f"(?:{pattern})")
    return Rule(
        id=f"{group}.{entry.get('id', words.replace(' ', '-'))}",
        pattern=re.compile(framed, 0 if about.get("case") else re.IGNORECASE),
        kind=entry.get("kind", ""),
        on=entry.get("on", True),
        source=entry.get("source", ""),
        example=entry.get("example", str(about.get("example", "<rule>")).replace("<rule>", words)),
        counter=entry.get("counter", ""),
        unit=about["unit"],
        at=about.get("at", "anywhere"),
        publishers=entry.get("publishers", {}),
    )


def _filled(pattern: str, fragments: Mapping[str, str]) -> str:
    """A pattern with its named fragments, '<doing>', put in; a fragment may hold others."""

    def put(name: re.Match[str]) -> str:
        return f"(?:{_filled(fragments[name[1]], fragments)})"

    return _FRAGMENT.sub(put, pattern)
