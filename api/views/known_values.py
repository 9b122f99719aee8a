"""Filter values that an archive does not know are refused, with those that it does."""

from __future__ import annotations

from corpus.errors import BadFilter
from corpus.fields import FIELDS, Field
from search.index import Filter, Index

_MOST_KNOWN = 20
"""Of the values there are so many are told; a large archive has thousands of documents."""


def checked(index: Index, where: Filter) -> None:
    """Refuse a value that the index does not hold, where its field says so; raises BadFilter."""
    for field in FIELDS:
        wanted = where[field.name]
        if wanted and field.refused:
            _check(index, field, wanted)


def _check(index: Index, field: Field, wanted: tuple[str, ...]) -> None:
    known = index.values(field.name)
    spelt = {value.casefold() for value in known}
    for value in wanted:
        if value.casefold() not in spelt:
            told = ", ".join(name for name in known[:_MOST_KNOWN] if name) or "none is named"
            more = f" and {len(known) - _MOST_KNOWN:,} more" if len(known) > _MOST_KNOWN else ""
            raise BadFilter(
                f"{field.refused.format(repr(value[:120]))}. Those that there are: {told}{more}."
            )
