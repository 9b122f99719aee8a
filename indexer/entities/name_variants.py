"""One person, one name: misspellings and initials made one across an archive, cautiously.

Two names are one person's when the first names are equal, the surnames differ by one letter, and
both hold the same office; or when one gives only initials and the same document lists exactly one
person whom they fit. Anything less certain stays apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.model import Part, Passage, Person, Section, Understanding
from indexer.entities import speaker_attribution

_SHORTEST = 6
"""Surnames of fewer letters are not compared by edits: 'Jones' and 'Janes' are two people."""


def unify(understandings: Sequence[Understanding]) -> list[Understanding]:
    """The same understandings with each person under the one spelling that is printed most."""
    counts: Counter[str] = Counter()
    offices: dict[str, set[str]] = defaultdict(set)
    changes: dict[str, dict[str, str]] = {}
    for one in understandings:
        for part in one.parts:
            for person in part.people:
                counts[person.name] += 1
                offices[person.name] |= speaker_attribution.keys(person.role)
    everywhere = _misspelt(counts, offices)
    for one in understandings:
        here = {person.name for part in one.parts for person in part.people}
        changes[one.document.id] = {**_initials(here), **everywhere}
    return [_renamed(one, changes[one.document.id]) for one in understandings]


def _misspelt(counts: Counter[str], offices: Mapping[str, set[str]]) -> dict[str, str]:
    from rapidfuzz.distance import DamerauLevenshtein

    by_first: dict[str, list[str]] = defaultdict(list)
    for name in counts:
        words = name.split()
        if len(words) > 1:
            by_first[words[0].casefold()].append(name)
    renamed: dict[str, str] = {}
    for names in by_first.values():
        # The commoner spelling first: it is the one the others are mistaken for.
        ordered = sorted(names, key=lambda name: (-counts[name], name))
        for at, kept in enumerate(ordered):
            for other in ordered[at + 1 :]:
                if other in renamed or kept in renamed:
                    continue
                one, two = kept.split()[-1].casefold(), other.split()[-1].casefold()
                if min(len(one), len(two)) < _SHORTEST or one == two:
                    continue
                near = DamerauLevenshtein.distance(one, two, score_cutoff=1) == 1
                if near and offices[kept] & offices[other]:
                    renamed[other] = kept
    return renamed


def _initials(here: set[str]) -> dict[str, str]:
    """'M Johnson' is 'Mike Johnson' where the document lists no other Johnson beginning with M."""
    renamed = {}
    for name in here:
        words = name.split()
        if len(words) < 2 or any(len(word.rstrip(".")) > 1 for word in words[:-1]):
            continue
        fits = [
            other
            for other in here
            if other != name
            and other.split()[-1] == words[-1]
            and other.startswith(words[0][0])
            and len(other.split()[0].rstrip(".")) > 1
        ]
        if len(fits) == 1:
            renamed[name] = fits[0]
    return renamed


def _renamed(one: Understanding, changes: Mapping[str, str]) -> Understanding:
    spoken = any(passage.speaker in changes for passage in one.passages)
    listed = any(person.name in changes for part in one.parts for person in part.people)
    if not (spoken or listed):
        return one
    parts = tuple(_part(part, changes) for part in one.parts)
    sections: list[Section] = []
    numbers: dict[int, Section] = {}
    for section in one.sections:
        fresh = replace(section, part=parts[section.part.number])
        sections.append(fresh)
        numbers[section.number] = fresh
    passages: list[Passage] = [
        replace(
            passage,
            section=numbers[passage.section.number],
            speaker=changes.get(passage.speaker, passage.speaker),
        )
        for passage in one.passages
    ]
    return replace(one, parts=parts, sections=tuple(sections), passages=tuple(passages))


def _part(part: Part, changes: Mapping[str, str]) -> Part:
    kept: dict[str, Person] = {}
    for person in part.people:
        name = changes.get(person.name, person.name)
        kept.setdefault(name, replace(person, name=name))
    return replace(part, people=tuple(kept.values()))
