"""Words over a list of people that say how they were there: present, apologies, absent."""

from __future__ import annotations

import re

from corpus.model import Attendance
from indexer.language import phrases

_ZONES = phrases.in_force("attendance", "zones")
_OFFICES = re.compile(r"chair(?:man|woman|person|ed by)?|in the chair|clerk|cadeirydd", re.I)


def zone(words: str) -> Attendance | None:
    """What list words open: 'Members present (six)', 'Apologies for absence'; ``None`` for none."""
    bare = " ".join(words.replace("*", " ").strip(" :;.-–—_").split())
    for rule in _ZONES:
        if rule.pattern.fullmatch(bare):
            return rule.kind  # type: ignore[return-value]
    return None


def office(words: str) -> str:
    """The office that a key names with its list: 'Chair: Ada Quill'; '' for none."""
    found = _OFFICES.fullmatch(words.strip(" :;.-–—*_"))
    if found is None:
        return ""
    named = found.group().casefold()
    if "chair" in named:
        return "Chair" if named in ("chaired by", "in the chair") else named.capitalize()
    return named.capitalize()
