"""A facet's names under the other spellings that the archive writes them in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from search.query.facets import STRENGTH_LAY, Facet, Naming, is_short
from search.query.spelling_variants import Counted, Token, variants
from search.results import Name
from search.tokens import terms

_SPELT = "another spelling of "


def written_as_one(text: str, tokens: Sequence[Token]) -> Facet:
    """Words that their writing makes one: hyphened, with stops, a number with its unit."""
    start, end = tokens[0][1], tokens[-1][2]
    start -= text[:start].endswith(("£", "$", "€"))
    key = tuple(term for term, _, _ in tokens)
    return Facet(key, (Naming(Name(text[start:end], "asked", "the words asked for"), (key,)),))


def respelled(facet: Facet, stands: Counted) -> Facet:
    """With those other spellings of its names that stand in the archive."""
    names = {(naming.pieces, naming.exact): naming for naming in facet.names}
    for naming in () if facet.exact else facet.names:
        if not _respellable(naming):
            continue
        # Words are joined and parted only for what was typed: a thing has many names.
        typed = naming.name.source == "asked"
        for spelling in variants(naming.name.text, stands, joined=typed):
            key = (tuple(terms(spelling.text)),)
            name = replace(naming.name, text=spelling.text, origin=_SPELT + naming.name.text)
            exact = spelling.exact and len(key[0]) == 1
            other = replace(naming, name=name, pieces=key, capital=spelling.capital, exact=exact)
            held = names.get((key, exact))
            if held is None or held.strength < other.strength:
                names[key, exact] = other
    return replace(facet, names=tuple(names.values()))


def _respellable(naming: Naming) -> bool:
    """Not what lies beside, nor what is said apart or is a proper name."""
    proper = naming.capital and not is_short(naming.name.text)
    whole = len(naming.pieces) == 1 and not naming.documents
    return whole and naming.name.on and naming.strength >= STRENGTH_LAY and not proper
