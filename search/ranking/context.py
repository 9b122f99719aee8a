"""Where a passage stands, in words: put in front of it for the index, never in a quotation.

"It fell to 71%" says nothing by itself; under "Minutes of 6 February 2018, 999 performance" it
does. The vector is made of the place and the passage; BM25 keeps the place in a field of its own.
"""

from __future__ import annotations

from functools import lru_cache

from corpus.model import Passage
from corpus.periods import told
from corpus.sentences import sentences
from search.tokens import terms

BREAK = "¶"
"""Stands between the pieces of a place, so that no phrase runs over their borders.

No text has it as a term: the tokeniser never returns it.
"""

_LONGEST_PIECE = 160
"""Code points of one title or heading: the rest of a longer one is a paragraph gone astray."""


def placed_text(passage: Passage) -> str:
    """The passage with its place in front: what is embedded. Two lines, or one without a place."""
    place = place_in_words(passage)
    return f"{place}\n{passage.text}" if place else passage.text


def place_in_words(passage: Passage) -> str:
    """Where a passage stands on one line, '' where nothing is known of it."""
    return " › ".join(place_of(passage))


def embedded_texts(passage: Passage) -> tuple[str, ...]:
    """What vectors are made of: the passage in its place, and its words alone.

    The place tells "it fell to 71%" what fell; alone, a long place does not drown a short
    passage. A query is as near to a passage as to the nearer of the two.
    """
    place, alone = place_in_words(passage), _bare(passage.text)
    return (f"{place}\n{passage.text}", alone) if place else (alone,)


def embedded_sentences(passage: Passage) -> tuple[str, ...]:
    """The passage's sentences, each embedded too: which of them answers is told by its own."""
    return tuple(_bare(passage.text[start:end]) for start, end in sentences(passage.text))


def heading_terms(passage: Passage) -> list[str]:
    """The terms of the place, for BM25 and phrases; pieces are parted by ``BREAK``."""
    found: list[str] = []
    for piece in place_of(passage):
        if found:
            found.append(BREAK)
        found.extend(_terms_of_piece(piece))
    return found


def place_of(passage: Passage) -> list[str]:
    """Kind, date, title of the part, heading path, column heads: what there is of them.

    A heading does not repeat itself: the innermost one is left out of its own passage's place.
    """
    part, headings = passage.part, passage.section.headings
    if passage.kind == "heading" and headings and _bare(headings[-1]) == _bare(passage.text):
        headings = headings[:-1]
    return list(_pieces(part.kind, passage.said_on, part.title, headings, passage.columns))


@lru_cache(maxsize=4096)
def _pieces(
    kind: str, said_on: str | None, title: str, headings: tuple[str, ...], columns: str
) -> tuple[str, ...]:
    """Many passages stand in one place."""
    pieces = [
        "" if kind == "other" else kind.replace("_", " "),
        told(said_on) if said_on else "",
        title,
        *headings,
        columns,
    ]
    return tuple(cut for piece in pieces if (cut := _bare(piece)[:_LONGEST_PIECE]))


@lru_cache(maxsize=4096)
def _terms_of_piece(piece: str) -> tuple[str, ...]:
    return tuple(terms(piece))


def _bare(text: str) -> str:
    return " ".join(text.split())
