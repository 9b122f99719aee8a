"""The lines of a list of people: which is an entry, and which only goes on with the one before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.entities.people import person_names
from indexer.language import attendance_keys, lexicon, patterns, titles


def joined(lines: Sequence[str]) -> list[str]:
    """The entries of a list by its lines: one that breaks off goes on in the next."""
    made: list[str] = []
    for line in filter(None, map(str.strip, lines)):
        if made and _breaks_off(made[-1], line):
            made[-1] = f"{made[-1]} {line}"
        else:
            made.append(line)
    return made


def _opens_key(line: str) -> bool:
    """Whether a line begins a list of its own: 'Apologies: …', 'Invited Ada Quill'."""
    key, colon, _ = line.partition(":")
    if colon and len(key) < 60:
        return attendance_keys.zone(key) is not None
    tokens = line.split()
    return any(
        attendance_keys.zone(" ".join(tokens[:count])) is not None
        and (
            len(tokens) == count
            or person_names.read(re.split(r"[,(;]", " ".join(tokens[count:]))[0])
        )
        for count in (1, 2, 3)
        if count <= len(tokens)
    )


def _breaks_off(line: str, after: str) -> bool:
    if _opens_key(after):
        return False
    if line.count("(") > line.count(")") or line.endswith((",", ";", " and", "&", " -", " –", "/")):
        return True
    if after[:1] in "(," or lexicon.dangling(line) or after.startswith(("and ", "& ")):
        return True
    tail = re.split(r"[,;)]|\. | and ", line)[-1].strip(" .:")
    head = re.split(r"[,;(.]| and | [-–—] ", after)[0].strip()
    if after[:1].islower():
        return titles.plain(after.split()[0]) not in ("o", "e")
    if person_names.read(head) or ":" in after[:30]:
        return False
    if re.search(r"\b(?:and|the|&) \w+$", line) or line.count(",") + line.count("(") > 2:
        return True
    whole = f"{tail} {head}"
    split = 0 < len(tail.split()) < 4 and tail != line.strip(" .:") and bool(head)
    if split and not person_names.read(tail) and not person_names.names_office(tail):
        return person_names.read(whole) is not None
    # A role that fills its line goes on in the next.
    return (
        len(line) > 60
        and not patterns.ENDED.search(line)
        and person_names.names_office(tail)
        and len(after) < 60
    )
