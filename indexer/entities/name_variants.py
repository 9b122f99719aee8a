"""One person, one name, and one body: spellings made one across an archive, cautiously.

Two names are one person's when the first names are equal, the surnames differ by one letter, and
both hold the same office; or when one gives only initials, or no first name, and the same document
lists exactly one person whom it fits. Two bodies are one when only '&', 'the', capitals or stops
differ, or when a paper says that the one is short for the other. What is less certain stays apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from corpus.model import Part, Passage, Person, Section, Understanding
from indexer.entities import bodies, speaker_attribution

_SHORTEST = 6
"""Surnames of fewer letters are not compared by edits: 'Jones' and 'Janes' are two people."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names that one paper prints: its body and those of its parts, each listing of a person
    with the office, who speaks, and what is short for what."""

    body: str
    bodies: tuple[str, ...]
    people: tuple[tuple[str, str], ...]
    speakers: tuple[str, ...]
    short: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Spelling:
    """How the people and bodies of one paper are spelt, of those that it prints otherwise."""

    people: Mapping[str, str] = field(default_factory=dict)
    bodies: Mapping[str, str] = field(default_factory=dict)


def names(one: Understanding) -> Names:
    listed = [person for part in one.parts for person in part.people]
    return Names(
        one.document.body,
        tuple(part.body for part in one.parts),
        tuple((person.name, person.role) for person in listed),
        tuple(dict.fromkeys(passage.speaker for passage in one.passages)),
        tuple((defined.short, defined.long) for defined in one.definitions),
    )


def unify(understandings: Sequence[Understanding]) -> list[Understanding]:
    """The same understandings with each person and each body under the spelling printed most."""
    spelt = spellings([names(one) for one in understandings])
    return [respelt(one, how) for one, how in zip(understandings, spelt, strict=True)]


def spellings(papers: Sequence[Names]) -> list[Spelling]:
    """For each paper how it is to be spelt."""
    counts: Counter[str] = Counter()
    offices: dict[str, set[str]] = defaultdict(set)
    for one in papers:
        for name, role in one.people:
            counts[name] += 1
            offices[name] |= speaker_attribution.keys(role)
    everywhere = _misspelt(counts, offices)
    bodies_known = _bodies(papers)
    made = []
    for one in papers:
        here = {name for name, _ in one.people}
        changes = {**_initials(here), **everywhere}
        made.append(
            Spelling(
                _of(changes, (*sorted(here), *one.speakers)),
                _of(bodies_known, (one.body, *one.bodies)),
            )
        )
    return made


def _of(changes: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    return {name: changes[name] for name in names if name in changes}


def respelt(one: Understanding, how: Spelling) -> Understanding:
    """An understanding, as its paper prints it, with its names spelt so."""
    return _rehoused(_renamed(one, how.people), how.bodies)


def printed(one: Understanding) -> dict[str, Any]:
    """The names of an understanding as its paper prints them, as plain JSON values."""
    return {
        "body": one.document.body,
        "bodies": [part.body for part in one.parts],
        "people": [
            [
                [person.name, person.role, person.attendance, person.written]
                for person in part.people
            ]
            for part in one.parts
        ],
        "speakers": [passage.speaker for passage in one.passages],
    }


def as_printed(one: Understanding, names: Mapping[str, Any]) -> Understanding:
    """The understanding with the names that ``printed`` told of it, before they were made one."""
    document = replace(one.document, body=names["body"])
    parts = tuple(
        replace(
            part,
            document=document,
            body=body,
            people=tuple(Person(*person) for person in people),
        )
        for part, body, people in zip(one.parts, names["bodies"], names["people"], strict=True)
    )
    spoken = zip(one.passages, names["speakers"], strict=True)
    passages = tuple(replace(passage, speaker=speaker) for passage, speaker in spoken)
    return _rebuilt(replace(one, document=document, passages=passages), parts, {})


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
    """'M Johnson' is 'Mike Johnson' where the document lists no other Johnson beginning with M,
    'Johnson' where it lists no other Johnson at all."""
    renamed = {}
    for name in here:
        words = name.split()
        if any(len(word.rstrip(".")) > 1 for word in words[:-1]):
            continue
        fits = [
            other
            for other in here
            if other != name
            and other.split()[-1] == words[-1]
            and (len(words) == 1 or other.startswith(words[0][0]))
            and len(other.split()) > 1
            and len(other.split()[0].rstrip(".")) > 1
        ]
        if len(fits) == 1:
            renamed[name] = fits[0]
    return renamed


def _bodies(papers: Sequence[Names]) -> dict[str, str]:
    """Each spelling of a body to the one that is printed most, of those that are the same."""
    counts: Counter[str] = Counter()
    same: dict[str, str] = {}
    for one in papers:
        counts.update(name for name in (*one.bodies, one.body) if name)
        for short, long in one.short:
            same[bodies.key(short)] = bodies.key(long)
    spelt: dict[str, list[str]] = defaultdict(list)
    for name in counts:
        spelt[same.get(bodies.key(name), bodies.key(name))].append(name)
    best = {
        key: min(names, key=lambda name: (-counts[name], name.isupper(), name))
        for key, names in spelt.items()
    }
    return {name: best[key] for key, names in spelt.items() for name in names if name != best[key]}


def _rehoused(one: Understanding, changes: Mapping[str, str]) -> Understanding:
    """An understanding with its bodies respelt, in the document and in all that refers to it."""
    if not ({one.document.body, *(part.body for part in one.parts)} & changes.keys()):
        return one
    document = replace(one.document, body=changes.get(one.document.body, one.document.body))
    parts = tuple(
        replace(part, document=document, body=changes.get(part.body, part.body))
        for part in one.parts
    )
    return _rebuilt(replace(one, document=document), parts, {})


def _renamed(one: Understanding, changes: Mapping[str, str]) -> Understanding:
    spoken = any(passage.speaker in changes for passage in one.passages)
    listed = any(person.name in changes for part in one.parts for person in part.people)
    if not (spoken or listed):
        return one
    return _rebuilt(one, tuple(_part(part, changes) for part in one.parts), changes)


def _rebuilt(
    one: Understanding, parts: tuple[Part, ...], speakers: Mapping[str, str]
) -> Understanding:
    """Sections and passages of an understanding over new ``parts``, their speakers respelt."""
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
            speaker=speakers.get(passage.speaker, passage.speaker),
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
