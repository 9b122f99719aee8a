"""Under which names a topic is looked for.

A topic is a conjunction of facets: "hate crime satisfaction" is *hate crime* and *satisfaction*.
Each facet has alternative names, from the asker's own words, the glossary, the archive's own
definitions, or the reader; each name knows where it comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from corpus.glossary import Glossary, Thing
from corpus.model import Definition
from search.query.alternatives import AND, DIVIDING, phrases, sides
from search.query.definitions import defined_in, grouped, same_sense, several_senses
from search.query.facets import (
    QUOTED,
    STRENGTH_BESIDE,
    STRENGTH_LAY,
    Facet,
    Naming,
    Terms,
    WeakWords,
    in_one_sentence,
    is_short,
    names_with_strength,
    phrase,
    unlisted,
    without,
    written_words,
)
from search.query.respelling import respelled, written_as_one
from search.query.spelling_variants import Counted, by_rule, expression, variants
from search.results import Name
from search.tokens import TermsOf, content_terms, terms, terms_with_spans

_REMEMBERED = 4096
"""Phrases and words of which it is remembered how the archive writes them."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the dictionary holds under one sequence of terms."""

    things: list[Thing] = field(default_factory=list)
    lay: list[Thing] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)


_LONGEST_RESPELLED = 4
"""Terms of a typed name that is also known under another spelling."""
_MOST_RESPELLED = 48
"""Terms of a topic whose other spellings are looked for; a longer text is no topic."""
_LONGEST_COMPOUND = 4
"""Terms of a compound that no dictionary knows."""
_STANDS_TOGETHER = 2
"""Passages in which words must follow each other to be one name."""
_SHARE_TOGETHER = 0.1
"""The same as a share of the passages that hold the rarest of them."""


def _unheard(sequence: Terms) -> int:
    return 0


class Namer:
    """Finds the names of topics; made once for an index.

    ``together`` counts the passages of the index in which terms follow each other, and ``proper``
    says of a word, as it is typed, whether the archive writes it as a name. ``terms_of`` may know
    the terms of the glossary's names already.
    """

    def __init__(
        self,
        glossary: Glossary,
        definitions: Iterable[Definition],
        together: Counted = _unheard,
        proper: Callable[[str], bool] = lambda word: False,
        terms_of: TermsOf = terms,
    ) -> None:
        self._together = lru_cache(_REMEMBERED)(together)
        self._proper = lru_cache(_REMEMBERED)(proper)
        self._terms = terms_of
        self._weak = WeakWords(glossary.weak)
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
        key = tuple(self._terms(text))
        self._longest = max(self._longest, len(key))
        if DIVIDING.search(text):
            self._divided.add(key)
        return self._entries.setdefault(key, _Entry())

    def alternatives(self, topic: str) -> list[str]:
        """'DVPNs and DVPOs' are two topics where both sides are names of something, known here or
        not; "drug and alcohol services" is one, because the archive says it in one breath."""
        whole = tuple(terms(topic))
        if whole in self._entries or QUOTED.search(topic):
            return [topic]
        if any(self._in_one_breath(*pair) for pair in pairwise(AND.split(topic))):
            return [topic]
        return sides(topic, self._is_name)

    def _in_one_breath(self, left: str, right: str) -> bool:
        """Whether the archive itself writes "and" between these words."""
        before, after = terms(left)[-1:], terms(right)[:1]
        pair = (*before, "and", *after)
        return len(pair) == 3 and self._together(pair) >= _STANDS_TOGETHER

    def _is_name(self, side: str) -> bool:
        """A known name, a word that is no weak one, or words that stand together in the archive."""
        key = tuple(terms(side))
        if key in self._entries or self._respelt(written_words(side)):
            return True
        if content_terms(key) != list(key) or all(
            word in self._weak for word in written_words(side)
        ):
            return False
        return len(key) == 1 or self._compound(key)

    def _compound(self, key: Terms) -> bool:
        rarest = min(self._together((term,)) for term in key)
        return self._together(key) >= max(_STANDS_TOGETHER, _SHARE_TOGETHER * rarest)

    def senses(self, topic: str) -> tuple[str, ...]:
        """What a short form stands for in the archive, where it stands for several things."""
        entry = self._entries.get(tuple(terms(topic)))
        return several_senses(topic, entry.definitions) if entry else ()

    def undivided(self, text: str) -> list[tuple[int, int]]:
        """Spans that hold what parts topics elsewhere, a comma or "or", and are one topic.

        "Evidential difficulties; victim does not support police action" is one name.
        """
        if not DIVIDING.search(text):
            return []
        tokens = terms_with_spans(text)
        sequence = [term for term, _, _ in tokens]
        found = list(phrases(text, self._is_name))
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
        if len(found) <= _MOST_RESPELLED:
            found = [respelled(facet, self._together) for facet in found]
        once: dict[Terms, Facet] = {}
        for facet in found:
            once.setdefault(facet.words, without(facet, switched_off))
        return list(once.values())

    def _split(self, text: str) -> Iterator[Facet]:
        """Known names first, the longest at each place; what is left, word by word."""
        tokens = terms_with_spans(text)
        sequence = [term for term, _, _ in tokens]
        content = set(content_terms(sequence))
        written = [text[start:end] for _, start, end in tokens]
        topical = len(tokens) <= _MOST_RESPELLED
        at = 0
        while at < len(sequence):
            for length in range(min(self._longest, len(sequence) - at), 0, -1):
                key = tuple(sequence[at : at + length])
                entry = self._entries.get(key)
                if entry is None and topical:
                    entry = self._respelt(written[at : at + length])
                if entry and set(key) & content:
                    yield self._facet(key, entry, " ".join(written[at : at + length]))
                    at += length
                    break
            else:
                as_one = expression(text, tokens, at, self._together) if topical else 1
                length = self._run(sequence[at : at + _LONGEST_COMPOUND], written[at:], content)
                if as_one > 1 and as_one >= length:
                    length = as_one
                    yield written_as_one(text, tokens[at : at + length])
                elif length > 1:
                    key = tuple(sequence[at : at + length])
                    yield unlisted(key, written[at : at + length], content)
                elif sequence[at] in content:
                    yield self._word(sequence[at], written[at])
                at += length

    def _run(self, ahead: Sequence[str], written: Sequence[str], content: Container[str]) -> int:
        """How many terms from here on are one name by the archive's own use; at least 1."""
        if ahead[0] not in content:
            return 1
        for length in range(len(ahead), 1, -1):
            key = tuple(ahead[:length])
            known = any(
                key[n:end] in self._entries
                for n in range(1, length)
                for end in range(n + 1, length + 1)
            )
            strong = [
                term
                for term, word in zip(key, written, strict=False)
                if term in content and word not in self._weak
            ]
            if key[-1] in content and strong and not known and self._compound(key):
                return length
        return 1

    def _word(self, term: str, written: str) -> Facet:
        """One word; a name as it is written, where the archive writes it so."""
        proper = written[:1].isupper() and not written.isupper() and self._proper(written)
        name = Name(written, "asked", "the words asked for")
        naming = Naming(name, ((term,),), capital=proper, exact=proper)
        return Facet((term,), (naming,), weak=written in self._weak, known=proper)

    def _respelt(self, words: Sequence[str]) -> _Entry | None:
        """What the dictionary holds under another spelling of these words."""
        if len(words) > _LONGEST_RESPELLED:
            return None
        text = " ".join(words)
        spellings = list(by_rule(text))
        if not all(self._together((term,)) for term in terms(text)):
            # A word that stands nowhere may be written in two: "bodyworn video".
            spellings += variants(text, self._together)
        for spelling in spellings:
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
        for (short, long), documents in grouped(definitions).items():
            for naming in self._of_definition(short, long, documents):
                names.setdefault(naming.pieces, naming)
            sets += self._parts_of(short, long, documents)
        for naming in sets:
            names.setdefault(naming.pieces, naming)
        weak = all(word in self._weak for word in asked.split())
        return Facet(key, tuple(names.values()), weak=weak, known=not weak)

    def _of_thing(self, thing: Thing, meant: float) -> Iterator[Naming]:
        """The names of a thing; a short form only with documents that define it so."""
        for text, strength in names_with_strength(thing):
            sequence = tuple(terms(text))
            if not sequence:
                continue
            defined: list[Definition] = []
            if text in thing.short:
                held = self._entries[sequence].definitions
                defined = [d for d in held if same_sense(d, thing)]
                if not defined:
                    continue
            beside = strength == STRENGTH_BESIDE
            origin = f"lies beside it; {thing.source}" if beside else thing.source
            yield Naming(
                Name(text, "glossary", origin, on=not beside, beside=beside),
                (sequence,),
                strength * meant,
                capital=is_short(text),
                exact=len(sequence) == 1,
                documents=frozenset(d.document for d in defined),
            )

    def _of_definition(self, short: str, long: str, documents: Sequence[str]) -> Iterator[Naming]:
        origin = defined_in(short, long, documents)
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
                exact=len(sequence) == 1,
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
                            (text, rest), pieces, "archive", defined_in(short, long, documents)
                        )
                return


def _pieces(topic: str) -> Iterator[tuple[bool, str]]:
    """The topic cut at quotation marks: (is a phrase, text)."""
    for piece in QUOTED.split(topic):
        quoted = QUOTED.fullmatch(piece) is not None
        text = piece[1:-1] if quoted else piece
        if terms(text):
            yield quoted, text
