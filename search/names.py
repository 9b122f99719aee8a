"""Under which names a topic is looked for.

A topic is a conjunction of facets: "hate crime satisfaction" is *hate crime* and *satisfaction*.
Each facet has alternative names, from the asker's own words, the glossary, the archive's own
definitions, or the reader; each name knows where it comes from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus.glossary import Glossary, Thing
from corpus.model import Definition
from search.results import Name
from search.tokens import content_terms, terms

Terms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Naming:
    """One name of a facet as terms. ``strength`` is 1 for the thing itself, less beside it.

    ``capital``: a short form that counts only where it is written with a capital letter.
    ``documents``: where the short form means this sense; empty means anywhere.
    """

    name: Name
    terms: Terms
    strength: float = 1.0
    capital: bool = False
    documents: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing a topic speaks of. ``weak`` words say how it is looked at, not what it is."""

    words: Terms
    names: tuple[Naming, ...]
    together: tuple[tuple[Terms, ...], ...] = ()
    weak: bool = False
    known: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the dictionary holds under one sequence of terms."""

    things: list[Thing] = field(default_factory=list)
    lay: list[Thing] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)


STRENGTH_RELATED = 0.5
STRENGTH_LAY = 0.7
STRENGTH_TOGETHER = 0.85


class Namer:
    """Finds the names of topics; made once for an index."""

    def __init__(self, glossary: Glossary, definitions: Iterable[Definition]) -> None:
        self._weak = frozenset(t for word in glossary.weak for t in terms(word))
        self._entries: dict[Terms, _Entry] = {}
        self._definitions: dict[str, list[Definition]] = {}
        self._longest = 1
        for thing in glossary.things:
            for text in thing.names + thing.short:
                self._entry(text).things.append(thing)
            for text in thing.lay:
                self._entry(text).lay.append(thing)
        for definition in definitions:
            for text in (definition.short, definition.long):
                self._entry(text).definitions.append(definition)
        self._entries.pop((), None)

    def _entry(self, text: str) -> _Entry:
        key = tuple(terms(text))
        self._longest = max(self._longest, len(key))
        return self._entries.setdefault(key, _Entry())

    def alternatives(self, topic: str) -> list[str]:
        """'DVPNs and DVPOs' are two topics where both sides are names of something."""
        sides = re.split(r"\s+(?:and|&|/)\s+", topic, flags=re.IGNORECASE)
        whole = tuple(terms(topic))
        if len(sides) < 2 or whole in self._entries:
            return [topic]
        known = all(tuple(terms(side)) in self._entries for side in sides)
        return sides if known else [topic]

    def facets(self, topic: str, off: Sequence[str] = ()) -> list[Facet]:
        """The facets of a topic, left to right; at least one where there is any term."""
        switched_off = {tuple(terms(text)) for text in off}
        found = [
            facet
            for phrase, piece in _pieces(topic)
            for facet in ([_phrase(piece)] if phrase else self._split(piece))
        ]
        if found and all(facet.weak for facet in found):
            found = [replace(facet, weak=False) for facet in found]
        return [_without(facet, switched_off) for facet in found]

    def _split(self, text: str) -> Iterator[Facet]:
        """Known names first, the longest at each place; what is left, word by word."""
        sequence = terms(text)
        content = set(content_terms(sequence))
        written = _written(text)
        at = 0
        while at < len(sequence):
            for length in range(min(self._longest, len(sequence) - at), 0, -1):
                key = tuple(sequence[at : at + length])
                entry = self._entries.get(key)
                if entry and set(key) & content:
                    yield self._facet(key, entry, " ".join(written[at : at + length]))
                    at += length
                    break
            else:
                term = sequence[at]
                if term in content:
                    name = Naming(Name(written[at], "asked", "the words asked for"), (term,))
                    yield Facet((term,), (name,), weak=term in self._weak)
                at += 1

    def _facet(self, key: Terms, entry: _Entry, asked: str) -> Facet:
        names: dict[Terms, Naming] = {key: Naming(Name(asked, "asked", "the words asked for"), key)}
        together: list[tuple[Terms, ...]] = []
        definitions = list(entry.definitions)
        for thing in entry.things + entry.lay:
            # Lay words only point at the thing: its names then are what was meant, perhaps.
            meant = 1.0 if thing in entry.things else STRENGTH_LAY
            for text, strength in _texts(thing):
                short = text in thing.short
                sequence = tuple(terms(text))
                defined = [
                    d
                    for d in (self._entries[sequence].definitions if short else ())
                    if _same_sense(d, thing)
                ]
                if short and not defined and sequence != key:
                    continue
                names.setdefault(
                    sequence,
                    Naming(
                        Name(text, "glossary", thing.source),
                        sequence,
                        strength * meant,
                        capital=_is_short(text),
                        documents=frozenset(d.document for d in defined),
                    ),
                )
                if sequence in self._entries and strength == 1.0 and not short:
                    definitions += self._entries[sequence].definitions
            together += [tuple(tuple(terms(w)) for w in words) for words in thing.together]
        for definition, documents in _grouped(definitions).items():
            short_form, long_form = definition
            origin = f"defined in {_listed(documents)}: {long_form} ({short_form})"
            for text in (long_form, short_form):
                sequence = tuple(terms(text))
                if not sequence:
                    continue
                is_short = text == short_form
                senses = {_key(d.long) for d in self._entries[sequence].definitions}
                only = frozenset(documents) if is_short and len(senses) > 1 else frozenset()
                names.setdefault(
                    sequence,
                    Naming(
                        Name(text, "archive", origin),
                        sequence,
                        1.0,
                        capital=is_short and _is_short(text),
                        documents=only,
                    ),
                )
        for defined_as in definitions:
            together += self._parts_of(defined_as)
        weak = set(key) <= self._weak
        return Facet(key, tuple(names.values()), tuple(together), weak=weak, known=not weak)

    def _parts_of(self, definition: Definition) -> Iterator[tuple[Terms, ...]]:
        """A long form that begins with a thing of its own is also said in two pieces.

        "serious and organised crime joint action group" is "joint action groups to address SOC".
        """
        sequence = tuple(terms(definition.long))
        for length in range(len(sequence) - 2, 1, -1):
            entry = self._entries.get(sequence[:length])
            if entry:
                rest = sequence[length:]
                for thing in entry.things:
                    for text in thing.names + thing.short:
                        yield tuple(terms(text)), rest
                for other in entry.definitions:
                    yield tuple(terms(other.short)), rest
                return


def added(texts: Sequence[str]) -> list[Facet]:
    """Names that a reader adds: each stands for the whole topic."""
    return [
        Facet(key, (Naming(Name(text, "reader", "added by the reader"), key),), known=True)
        for text in texts
        if (key := tuple(terms(text)))
    ]


def _phrase(text: str) -> Facet:
    key = tuple(terms(text))
    name = Naming(Name(text, "asked", "the exact phrase asked for"), key)
    return Facet(key, (name,) if key else (), known=True)


def _pieces(topic: str) -> Iterator[tuple[bool, str]]:
    """The topic cut at quotation marks: (is a phrase, text)."""
    for piece in re.split(r"(\"[^\"]+\"|“[^”]+”)", topic):
        quoted = piece[:1] in '"“' and len(piece) > 2
        text = piece[1:-1] if quoted else piece
        if terms(text):
            yield quoted, text


def _texts(thing: Thing) -> Iterator[tuple[str, float]]:
    for text in thing.names + thing.short:
        yield text, 1.0
    for text in thing.related:
        yield text, STRENGTH_RELATED


def _written(text: str) -> list[str]:
    """The words of a text, one for each of its terms, as they are written."""
    from search.tokens import terms_with_spans

    return [text[start:end] for _, start, end in terms_with_spans(text)]


def _is_short(text: str) -> bool:
    """An abbreviation: one word, mostly capitals, no digit (digits tell it apart by themselves)."""
    capitals = sum(c.isupper() for c in text)
    return " " not in text and capitals >= 2 and not any(c.isdigit() for c in text)


def _same_sense(definition: Definition, thing: Thing) -> bool:
    long = tuple(terms(definition.long))
    return any(tuple(terms(name)) == long for name in thing.names)


def _grouped(definitions: Iterable[Definition]) -> Mapping[tuple[str, str], list[str]]:
    groups: dict[tuple[Terms, Terms], tuple[tuple[str, str], list[str]]] = {}
    for d in definitions:
        _pair, documents = groups.setdefault((_key(d.short), _key(d.long)), ((d.short, d.long), []))
        if d.document not in documents:
            documents.append(d.document)
    return dict(groups.values())


def _key(text: str) -> Terms:
    return tuple(terms(text))


def _listed(documents: Sequence[str]) -> str:
    shown = ", ".join(documents[:2])
    return shown if len(documents) <= 2 else f"{shown} and {len(documents) - 2} more"


def _without(facet: Facet, off: set[Terms]) -> Facet:
    """Switched-off names stay listed, but find nothing."""
    names = tuple(
        replace(n, name=replace(n.name, on=False)) if n.terms in off else n for n in facet.names
    )
    return replace(facet, names=names)
