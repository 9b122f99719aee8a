"""How the archive writes a word: as a name, with a capital inside a sentence, or as any word."""

from __future__ import annotations

import re

import numpy as np

from search.index import Index
from search.tokens import terms, terms_with_spans

NAME = 0.8
"""Share of a term's places inside sentences with a capital, if it is a name."""
TYPED_AS_NAME = 0.5
"""The same for a word that is typed with a capital itself, among places with its very letters."""
OFFICES = frozenset(
    t
    for word in (
        "police policing force constabulary crime panel commissioner constable chief council "
        "county city borough district committee board authority service office partnership "
        "inspectorate government assembly department meeting minutes agenda report inspection "
        "area local joint"
    ).split()
    for t in terms(word)
)
"""Words of offices and papers: capitals, in every title, and what papers are about all the same."""
_LOOKED_AT = 16
"""Passages in which it is looked up."""
_BEGINS = re.compile(r"(?:^|[.!?:•]\s*)$")


def share(index: Index, term: str, written: str = "") -> float | None:
    """Share of a term's places inside sentences that have a capital; None where there is none.

    With ``written`` only places with these letters count, whatever their case: "drives" is not
    "Drive".
    """
    said = index.phrase([term])
    places = np.linspace(0, len(said) - 1, min(_LOOKED_AT, len(said))).astype(int)
    capitals = seen = 0
    for passage in index.fetch(said[places]):
        text = passage.text
        for other, start, end in terms_with_spans(text):
            if other != term or _BEGINS.search(text, max(0, start - 6), start):
                continue
            if not written or text[start:end].partition("’")[0].casefold() == written.casefold():
                seen += 1
                capitals += text[start].isupper()
    return capitals / seen if seen else None
