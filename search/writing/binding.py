"""Does a sentence that a language model wrote say only what its quotations say?

A sentence is kept when it shortens and joins words of the papers, and no more:

- each quotation that it gives stands word for word in the passage that it names;
- each clause takes its words from one sentence of the papers, in that order, with nothing added
  but words that mean nothing alone and the heading the passage stands under;
- a figure keeps the words of its own clause, so that it is not the figure of something else; what
  has too few words to stand alone ("up from 80%") keeps the clause before it as well;
- what limits the papers' sentence (not, would, if, target, about) is not left out.

What is dropped may well be true; what is kept may still mislead by what it leaves out, which is why
its quotations are always shown under it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.dates import MONTHS
from corpus.sentences import sentences
from search.results import Citation
from search.tokens import content_terms, says_nothing, terms

LONGEST_SENTENCE = 600
"""Code points of a written sentence."""
LEAST_WORDS = 3
"""Of a quotation: a word or two stand everywhere."""

_CLAUSE = re.compile(
    r"[,;:.!?](?=\s|$)|[\u2013\u2014]|\b(?:and|but|or|while|whereas|although|which|who)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?:|www\.|@", re.IGNORECASE)
"""An answer needs none, and a document that gives orders to a model mostly has one."""
_EDGES = ".,;:!?()\"'\u2018\u2019\u201c\u201d"
_MARKS = {"'": "['\u2018\u2019]", '"': '["\u201c\u201d]', "-": "[-\u2010\u2011\u2013]"}

_LIMITS = frozenset(
    terms(
        "no not never nor neither none without cannot fail failed unable denied rejected refused "
        "would will could may might should shall must if unless until subject provided except only "
        "plan planned proposed intend intended expected likely hope aim consider considered "
        "alleged claimed suggested believed about around approximately nearly almost over under "
        "least most up than more less fewer half target forecast budget estimate estimated average "
        "maximum minimum limit threshold standard previously formerly "
        "say says said tell told claim claims state stated states argue argued suggest report "
        "reported explain explained note noted confirm confirmed assure assured ask asked hear "
        "heard advise advised inform informed believe think thought felt hoped warn warned deny"
    )
)
"""Terms that change what stands beside them, and words of saying: a sentence that leaves one out
says something else, or says itself what somebody else said."""
_MONTHS = frozenset(term for name in MONTHS for term in terms(name))


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a passage, at ``start`` of its document; raises ValueError for other words."""

    words: str
    start: int
    citation: Citation

    def __post_init__(self) -> None:
        place = self.start - self.citation.start
        if place < 0 or not self.citation.quote.startswith(self.words, place):
            raise ValueError("a quotation must be part of what it cites")


class Unbound(ValueError):
    """A sentence that is not kept; the message says why, for a reader."""


def bound(
    text: str, quoted: Iterable[tuple[int, str]], passages: Sequence[Citation]
) -> tuple[Quotation, ...]:
    """The quotations that carry a sentence; ``quoted`` are places in ``passages`` with words.

    Raises Unbound naming the first thing that none of them says.
    """
    if not text.strip() or says_nothing(terms(text)):
        raise Unbound("it says nothing")
    if _ADDRESS.search(text):
        raise Unbound("it holds an address")
    if len(text) > LONGEST_SENTENCE:
        raise Unbound("it is longer than a sentence")
    found = [
        quotation
        for place, words in quoted
        if 0 <= place < len(passages) and (quotation := stands(words, passages[place])) is not None
    ]
    if not found:
        raise Unbound("it quotes nothing that stands in the passages")
    sources = [_Source(one) for one in dict.fromkeys(found)]
    before: list[str] = []
    for clause in clauses(text):
        before = _carried(clause, before, sources)
    said = set(terms(text))
    for source in sources:
        if lost := source.limits(said):
            bare = lost.strip(_EDGES)
            raise Unbound(f"it leaves out “{bare}”, which stands beside its quotation")
    return tuple(dict.fromkeys(found))


def stands(words: str, citation: Citation) -> Quotation | None:
    """These words where they stand in a passage, white space and kinds of quotation marks aside."""
    asked = words.strip().strip('"\u201c\u201d').split()
    if len(asked) < LEAST_WORDS or len(words) > len(citation.quote) + 100:
        return None
    spelt = (
        "".join(_MARKS.get(_plain(character), re.escape(character)) for character in word)
        for word in asked
    )
    place = re.search(r"\s+".join(spelt), citation.quote)
    if place is None:
        return None
    return Quotation(place[0], citation.start + place.start(), citation)


def clauses(text: str) -> Iterator[str]:
    """A text in its clauses, cut at punctuation and at words that join; empty ones are left out."""
    start = 0
    for cut in _CLAUSE.finditer(text):
        yield from filter(str.strip, [text[start : cut.start()]])
        start = cut.end()
    yield from filter(str.strip, [text[start:]])


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence as far as it is quoted, or a cell of a row with its row's name and its column's
    head: its terms in order, and those of each clause."""

    said: list[str]
    clauses: list[set[str]]

    def figures(self, wanted: set[str], led: set[str]) -> bool:
        """Whether one clause says all of this; ``led`` may stand in the clause before one that
        does not stand alone."""
        for place, clause in enumerate(self.clauses):
            if wanted <= clause:
                leading = place and not _stands_alone(clause)
                if led <= clause or (leading and led <= self.clauses[place - 1]):
                    return True
        return False


class _Source:
    """A quotation as what may be said from it. ``around`` are the words of every clause that it
    touches, whole: nothing may be cut out of one."""

    def __init__(self, quotation: Quotation) -> None:
        citation = quotation.citation
        first = quotation.start - citation.start
        last = first + len(quotation.words)
        heads = {term for head in citation.headings[-1:] for term in terms(head)}
        self.place = {term for term in heads if not _is_free(term)}
        if "\t" in citation.quote:
            self.units = list(_cells(citation, first, last))
            self.around: list[str] = []
            return
        self.units = []
        self.around = []
        for start, end in sentences(citation.quote):
            inside = citation.quote[max(start, first) : min(end, last)]
            if start < last and end > first and inside.strip():
                parts = [set(terms(clause)) for clause in clauses(inside)]
                self.units.append(_Unit(terms(inside), parts))
                self.around += _touched(citation.quote[start:end], first - start, last - start)

    def carries(self, asked: Sequence[str], before: Sequence[str]) -> bool:
        """Whether one of its units says these terms in this order, figures and months wherever.

        ``before`` is the clause before, where these terms do not stand alone.
        """
        words = [term for term in asked if term not in self.place]
        free = {term for term in words if _is_free(term)}
        plain = [term for term in words if term not in free]
        wanted = set(words)
        led = {term for term in before if term not in self.place}
        return any(
            _in_order(plain, unit.said) and (not free or unit.figures(wanted, led))
            for unit in self.units
        )

    def knows(self) -> set[str]:
        """Every term that it says or stands under."""
        return self.place.union(*(unit.said for unit in self.units))

    def limits(self, said: set[str]) -> str:
        """The first word around it that limits it and is not said."""
        return next(
            (word for word in self.around if any(t in _LIMITS - said for t in terms(word))), ""
        )


def _cells(citation: Citation, first: int, last: int) -> Iterator[_Unit]:
    """The cells of a row that are quoted, each as "name of the row, head of the column, cell"."""
    cells = citation.quote.split("\t")
    name, start = terms(cells[0]), 0
    for number, cell in enumerate(cells):
        end = start + len(cell)
        if start < last and end > first:
            head = citation.columns[number] if number < len(citation.columns) else ""
            said = [*name, *terms(head), *(terms(cell) if number else [])]
            yield _Unit(said, [set(said)])
        start = end + 1


def _carried(clause: str, before: list[str], sources: Sequence[_Source]) -> list[str]:
    """The terms of a clause that a source carries, ``before`` being those of the one before it."""
    asked = terms(clause)
    if says_nothing(asked):
        return before
    content = set(content_terms(asked))
    asked = [term for term in asked if term in content or term in _LIMITS]
    led = [] if _stands_alone(asked) else before
    if not _stands_alone(asked) and not before and any(map(_is_free, asked)):
        raise Unbound(f"“{' '.join(clause.split())}” is a figure of nothing")
    if any(source.carries(asked, led) for source in sources):
        return asked
    known = set().union(*(source.knows() for source in sources))
    for word in re.findall(r"\S+", clause):
        if strange := [term for term in terms(word) if term in asked and term not in known]:
            bare = word.strip(_EDGES)
            raise Unbound(f"“{bare or strange[0]}” stands in none of its quotations")
    raise Unbound(f"no quotation says “{' '.join(clause.split())}” in these words")


def _touched(sentence: str, first: int, last: int) -> list[str]:
    """Words of the clauses of a sentence that a quotation touches."""
    found: list[str] = []
    place = 0
    for clause in clauses(sentence):
        start = sentence.index(clause, place)
        place = start + len(clause)
        if start < last and place > first:
            found += clause.split()
    return found


def _in_order(asked: Sequence[str], said: Sequence[str]) -> bool:
    left = iter(said)
    return all(term in left for term in asked)


def _stands_alone(clause: Iterable[str]) -> bool:
    """Whether terms are enough of a clause to tell what a figure in it is of."""
    return sum(not _is_free(term) and not says_nothing([term]) for term in clause) > 1


def _is_free(term: str) -> bool:
    """Whether it may stand anywhere in its clause: a figure, or a month."""
    return term[0].isdigit() or term in _MONTHS


def _plain(character: str) -> str:
    return {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'}.get(
        character, "-" if character in "\u2010\u2011\u2013" else character
    )
