"""Whose words are wanted: "said by Ada Quill" as a filter, where the archive knows the person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from search.index import Filter
from search.query.capitals import OFFICES
from search.query.filters import Read
from search.results import Recognised
from search.tokens import terms

People = Callable[[], Iterable[str]]
"""Gives everybody whose words the archive reports, as it spells them."""
_BY = re.compile(
    r"\b(?:(?:as|was|were|been|being|what is|things) )?(?:said|raised|mentioned|asked|stated|"
    r"explained|told|put|spoken|words|remarks|comments|answers|questions) (?:of|by|from) "
    r"|\bin the words of |\baccording to ",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_][\w.'’-]*")
_TITLE = re.compile(
    r"^(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Prof|Professor|Cllr|Councillor|Canon|Rev|CC|DCC|"
    r"ACC|PCC|DPCC|Superintendent|Supt|Ch Supt|Chief Constable|Commissioner)\.? )+",
    re.IGNORECASE,
)
_LONGEST = 6
"""Words of a name, its title among them."""


def voices(text: str, people: People) -> Iterator[Read]:
    """Where a text asks for the words of somebody by name. Whom the archive does not know as one
    person (an office, a surname that two have) stays words."""
    for match in _BY.finditer(text):
        rest = list(_NAME.finditer(text, match.end()))[:_LONGEST]
        for last in reversed(rest):
            name = text[match.end() : last.end()]
            if values := _known(name, people()):
                told = Recognised("person", text[match.start() : last.end()], ", ".join(values))
                yield Read(match.start(), last.end(), told, Filter.of(person=values))
                break


def _known(name: str, people: Iterable[str]) -> tuple[str, ...]:
    """All spellings of the one person who is so called; none where that is not told."""
    bare = _TITLE.sub("", name).casefold()
    held = {one: _TITLE.sub("", one).casefold() for one in people}
    full = [one for one, own in held.items() if own == bare and " " in own and _somebody(own)]
    if full or " " in bare or bare == name.casefold():
        return tuple(full)
    # A surname behind a title.
    whole = {own for own in held.values() if own.split()[-1:] == [bare] and " " in own}
    if len(whole) > 1:
        return ()
    return tuple(one for one, own in held.items() if own in whole or own == bare)


def _somebody(name: str) -> bool:
    return OFFICES.isdisjoint(terms(name))
