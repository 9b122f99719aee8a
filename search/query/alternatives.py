"""Where a text parts into topics of their own, and where "and" or a comma stands inside one.

"DVPNs and DVPOs" are two topics, "drug and alcohol services" is one, because the archive says it
in one breath; "burglary, robbery and fraud" are three, "hotels, taxis and other businesses in the
fight against crime" is one, because what follows the last comma is no name but goes on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from search.tokens import terms

AND = re.compile(r"(?<!\s)\s+(?:and|&|/)\s+", re.IGNORECASE)
"""What stands between two topics where both sides are names."""
DIVIDING = re.compile(r"[,;]|\bor\b", re.IGNORECASE)
"""What parts one topic from the next, where it does not stand inside a name."""
MOST_ALTERNATIVES = 20
"""More things than this in one breath are a text, not a list."""

_CLAUSE = re.compile(r";|\sor\s|$", re.IGNORECASE)
_COMMA = re.compile(r"(?<!\d),|,(?!\d)")
_LEAD = re.compile(r"^(?:.*:)?\s*(?:(?:the|a|an)\s+)?", re.IGNORECASE)
"""What stands before the first name of a list: what it lists, an article."""

_DONE = re.compile(r"(?:ing|ed)$", re.IGNORECASE)
_WHERE = frozenset("about at by for from in of on to under with".split())

IsName = Callable[[str], bool]


def sides(topic: str, is_name: IsName) -> list[str]:
    """What "and" parts, where all of it are names; else the topic."""
    found = AND.split(topic)
    known = 2 <= len(found) <= MOST_ALTERNATIVES and all(map(is_name, found))
    return found if known else [topic]


def phrases(text: str, is_name: IsName) -> Iterator[tuple[int, int]]:
    """Spans that are one phrase in spite of their commas: they list with "and" what goes on
    behind the list, or what is no name."""
    start = 0
    for clause in _CLAUSE.finditer(text):
        commas = [found.start() for found in _COMMA.finditer(text, start, clause.start())]
        edges = [start - 1, *commas[:MOST_ALTERNATIVES], clause.start()]
        pieces = [text[before + 1 : after] for before, after in pairwise(edges)]
        last = next((n for n, piece in enumerate(pieces) if n and AND.search(piece)), 0)
        listed = [_LEAD.sub("", one) for piece in pieces[: last + 1] for one in AND.split(piece)]
        if last and not all(is_name(one) for one in listed if terms(one)):
            yield start, edges[last + 1]
        if _within(text[start : clause.start()], text[clause.end() :], is_name):
            yield clause.start(), clause.end()
        start = clause.end()


def _within(before: str, after: str, is_name: IsName) -> bool:
    """Whether "or" joins what is done or where, inside one topic: "closing or selling stations",
    "at risk or in care"."""
    left, right = before.split()[-1:], _CLAUSE.split(after)[0].split()
    if not left or not right:
        return False
    if right[0].casefold() in _WHERE:
        return True
    done = _DONE.search(left[0]), _DONE.search(right[0])
    alike = done[0] is not None and done[1] is not None and done[0][0] == done[1][0]
    return alike and not (is_name(before.strip()) and is_name(" ".join(right)))
