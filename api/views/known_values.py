"""Filter values that an archive does not know are refused, with those that it does."""

from __future__ import annotations

from corpus.errors import BadFilter
from search.index import Filter, Index


def checked(index: Index, where: Filter) -> None:
    """Refuse a body or a document that the index does not hold; raises BadFilter."""
    if where.bodies:
        bodies = index.facets(range(index.meta.passages)).get("body", {})
        spelt = {body.casefold() for body in bodies}
        for body in where.bodies:
            if body.casefold() not in spelt:
                known = ", ".join(sorted(name for name in bodies if name)) or "none is named"
                raise BadFilter(f"No paper here is by {body[:80]!r}. The bodies are: {known}.")
    if where.documents:
        ids = set(index.document_ids())
        for document in where.documents:
            if document not in ids:
                raise BadFilter(
                    f"The index holds no document {document[:120]!r}. "
                    "Write its path as the archive has it."
                )
