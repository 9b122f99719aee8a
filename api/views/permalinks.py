"""The address of a passage, which finds its words again also in a later build."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, urlencode

from corpus.model import Passage


def permalink(passage: Passage, base: str = "", more: Iterable[tuple[str, str]] = ()) -> str:
    """The reading page at a passage: ``base`` is the service's address, without it the path alone.

    The offset goes along, so that the address finds the nearest words when the passage is gone.
    """
    pairs = [("at", passage.id), ("o", str(passage.span.start)), *more]
    path = quote(passage.document.id, safe="/")
    return f"{base.rstrip('/')}/documents/{path}?{urlencode(pairs)}#p{passage.number}"
