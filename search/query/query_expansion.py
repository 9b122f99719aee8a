"""Under which names a topic is looked for.

A topic is a conjunction of facets: "hate crime satisfaction" is *hate crime* and *satisfaction*.
Each facet has alternative names, from the asker's own words, the glossary, the archive's own
definitions, or the reader; each name knows where it comes from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from corpus.glossary import Glossary, Thing
from corpus.model import Definition
from search.query.namings import (
    STRENGTH_LAY,
    STRENGTH_RELATED,
    Facet,
    Naming,
    in_one_sentence,
    is_short,
    phrase,
    respelled,
    without,
    written_as_one,
    written_words,
)
from search.query.spelling_variants import Counted, Terms, expression, variants
from search.query.word_spellings import Spelling
from search.results import Name
from search.tokens import content_terms, terms, terms_with_spans

_REMEMBERED = 4096
"""Phrases and words of which it is remembered how the archive writes them."""
MOST_ALTERNATIVES = 20
"""More things than this in one breath are a text, not a list."""
_QUOTED = re.compile(r"(\"[^\"]+\"|“[^”]+”)")


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the dictionary holds under one sequence of terms."""

    things: list[Thing] = field(default_factory=list)
    lay: list[Thing] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)


_DIVIDING = re.compile(r"[,;]|\bor\b", re.IGNORECASE)
"""What parts one topic from the next, where it does not stand inside a name."""

_LONGEST_RESPELLED = 4
"""Terms of a typed name that is also known under another spelling."""


def _unheard(sequence: Terms) -> int:
    return 0


class Namer:
    """Finds the names of topics; made once for an index.

    ``together`` counts the passages of the index in which terms follow each other.
    """

    def __init__(
        self,
        glossary: Glossary,
        definitions: Iterable[Definition],
        together: Counted = _unheard,
    ) -> None:
        self._together = lru_cache(_REMEMBERED)(together)
        self._weak = frozenset(t for word in glossary.weak for t in terms(word))
        self._entries: dict[Terms, _Entry] = {}
        self._longest = 1
        self._divided: set[Terms] = set()
        for thing in glossary.things:
            for text in thing.names + thing.welsh + thing.short:
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
        if _DIVIDING.search(text):
            self._divided.add(key)
        return self._entries.setdefault(key, _Entry())

    def alternatives(self, topic: str) -> list[str]:
        """'DVPNs and DVPOs' are two topics where both sides are names of something."""
        sides = re.split(r"\s+(?:and|&|/)\s+", topic, flags=re.IGNORECASE)
        whole = tuple(terms(topic))
        if not 2 <= len(sides) <= MOST_ALTERNATIVES or whole in self._entries:
            return [topic]
        if _QUOTED.search(topic):
            return [topic]
        known = all(tuple(terms(side)) in self._entries for side in sides)
        return sides if known else [topic]

    def undivided(self, text: str) -> list[tuple[int, int]]:
        """Spans of names in a text that hold what parts topics elsewhere, a comma or "or".

        "Evidential difficulties; victim does not support police action" is one name.
        """
        if not _DIVIDING.search(text):
            return []
        tokens = terms_with_spans(text)
        sequence = [term for term, _, _ in tokens]
        found = []
        for at in range(len(sequence)):
            for length in range(min(self._longest, len(sequence) - at), 1, -1):
                if tuple(sequence[at : at + length]) in self._divided:
                    found.append((tokens[at][1], tokens[at + length - 1][2]))
                    break
        return found

    def facets(self, topic: str, off: Sequence[str] = ()) -> list[Facet]:
        """The facets of a topic, left to right; at least one where there is any term."""
        switched_off = {tuple(terms(text)) for text in off}
        found = [
            facet
            for quoted, piece in _pieces(topic)
            for facet in ([phrase(piece)] if quoted else self._split(piece))
        ]
        if found and all(facet.weak for facet in found):
            found = [replace(facet, weak=False) for facet in found]
        once: dict[Terms, Facet] = {}
        for facet in found:
            once.setdefault(facet.words, without(respelled(facet, self._together), switched_off))
        return list(once.values())

    def _split(self, text: str) -> Iterator[Facet]:
        """Known names first, the longest at each place; what is left, word by word."""
        tokens = terms_with_spans(text)
        sequence = [term for term, _, _ in tokens]
        content = set(content_terms(sequence))
        written = [text[start:end] for _, start, end in tokens]
        at = 0
        while at < len(sequence):
            for length in range(min(self._longest, len(sequence) - at), 0, -1):
                key = tuple(sequence[at : at + length])
                entry = self._entries.get(key) or self._respelt(written[at : at + length])
                if entry and set(key) & content:
                    yield self._facet(key, entry, " ".join(written[at : at + length]))
                    at += length
                    break
            else:
                length = expression(text, tokens, at, self._together)
                if length > 1:
                    yield written_as_one(text, tokens[at : at + length])
                    at += length
                    continue
                term = sequence[at]
                if term in content:
                    name = Name(written[at], "asked", "the words asked for")
                    yield Facet((term,), (Naming(name, ((term,),)),), weak=term in self._weak)
                at += 1

    def _respelt(self, words: Sequence[str]) -> _Entry | None:
        """What the dictionary holds under another spelling of these words."""
        if len(words) > _LONGEST_RESPELLED:
            return None
        for spelling in _ruled(" ".join(words)):
            entry = self._entries.get(tuple(terms(spelling.text)))
            if entry:
                return entry
        return None

    def _facet(self, key: Terms, entry: _Entry, asked: str) -> Facet:
        """A known thing under all its names, those asked for first."""
        typed = Naming(Name(asked, "asked", "the words asked for"), (key,))
        names: dict[tuple[Terms, ...], Naming] = {typed.pieces: typed}
        sets: list[Naming] = []
        definitions = list(entry.definitions)
        for thing in entry.things + entry.lay:
            # Lay words only point at the thing: its names then are what was meant, perhaps.
            meant = 1.0 if thing in entry.things else STRENGTH_LAY
            for naming in self._of_thing(thing, meant):
                names.setdefault(naming.pieces, naming)
                if naming.name.text in thing.names:
                    definitions += self._entries[naming.terms].definitions
            for words in thing.together:
                pieces = tuple(filter(None, (tuple(terms(word)) for word in words)))
                sets.append(in_one_sentence(words, pieces, "glossary", thing.source))
        for (short, long), documents in _grouped(definitions).items():
            for naming in self._of_definition(short, long, documents):
                names.setdefault(naming.pieces, naming)
            sets += self._parts_of(short, long, documents)
        for naming in sets:
            names.setdefault(naming.pieces, naming)
        weak = set(key) <= self._weak
        return Facet(key, tuple(names.values()), weak=weak, known=not weak)

    def _of_thing(self, thing: Thing, meant: float) -> Iterator[Naming]:
        """The names of a thing; a short form only with documents that define it so."""
        for text, strength in _texts(thing):
            sequence = tuple(terms(text))
            if not sequence:
                continue
            defined: list[Definition] = []
            if text in thing.short:
                held = self._entries[sequence].definitions
                defined = [d for d in held if _same_sense(d, thing)]
                if not defined:
                    continue
            origin = thing.source if strength == 1.0 else f"lies beside it; {thing.source}"
            yield Naming(
                Name(text, "glossary", origin),
                (sequence,),
                strength * meant,
                capital=is_short(text),
                documents=frozenset(d.document for d in defined),
            )

    def _of_definition(self, short: str, long: str, documents: Sequence[str]) -> Iterator[Naming]:
        origin = _defined(short, long, documents)
        for text in (long, short):
            sequence = tuple(terms(text))
            if not sequence:
                continue
            senses = {tuple(terms(d.long)) for d in self._entries[sequence].definitions}
            ambiguous = text == short and len(senses) > 1
            yield Naming(
                Name(text, "archive", origin),
                (sequence,),
                capital=text == short and is_short(text),
                documents=frozenset(documents) if ambiguous else frozenset(),
            )

    def _parts_of(self, short: str, long: str, documents: Sequence[str]) -> Iterator[Naming]:
        """A long form that begins with a thing of its own is also said in two pieces.

        "serious and organised crime joint action group" is "joint action groups to address SOC".
        """
        sequence = tuple(terms(long))
        for length in range(len(sequence) - 2, 1, -1):
            entry = self._entries.get(sequence[:length])
            if entry:
                rest = " ".join(written_words(long)[length:])
                begins = [text for thing in entry.things for text in thing.names + thing.short]
                for text in begins + [other.short for other in entry.definitions]:
                    pieces = tuple(terms(text)), sequence[length:]
                    if all(pieces):
                        yield in_one_sentence(
                            (text, rest), pieces, "archive", _defined(short, long, documents)
                        )
                return


@lru_cache(_REMEMBERED)
def _ruled(text: str) -> list[Spelling]:
    """The spellings that need no archive."""
    return variants(text)


def _pieces(topic: str) -> Iterator[tuple[bool, str]]:
    """The topic cut at quotation marks: (is a phrase, text)."""
    for piece in _QUOTED.split(topic):
        quoted = _QUOTED.fullmatch(piece) is not None
        text = piece[1:-1] if quoted else piece
        if terms(text):
            yield quoted, text


def _texts(thing: Thing) -> Iterator[tuple[str, float]]:
    for text in thing.found + thing.short:
        yield text, 1.0
    for text in thing.sought:
        yield text, STRENGTH_LAY
    for text in thing.see_also:
        yield text, STRENGTH_RELATED


def _same_sense(definition: Definition, thing: Thing) -> bool:
    long = tuple(terms(definition.long))
    return any(tuple(terms(name)) == long for name in thing.names)


def _grouped(definitions: Iterable[Definition]) -> Mapping[tuple[str, str], list[str]]:
    """The documents that give each short form each long one; the first spelling stands for all."""
    groups: dict[tuple[Terms, Terms], tuple[tuple[str, str], list[str]]] = {}
    for d in definitions:
        key = tuple(terms(d.short)), tuple(terms(d.long))
        _, documents = groups.setdefault(key, ((d.short, d.long), []))
        if d.document not in documents:
            documents.append(d.document)
    return dict(groups.values())


def _defined(short: str, long: str, documents: Sequence[str]) -> str:
    others = f" and {len(documents) - 2} more" if len(documents) > 2 else ""
    return f"defined in {', '.join(documents[:2])}{others}: {long} ({short})"
