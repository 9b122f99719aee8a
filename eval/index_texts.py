"""What evaluation reads out of an index: texts to check labels by, and what identifies a corpus."""

from __future__ import annotations

import hashlib

from corpus.errors import BadLabels, IndexForeign
from corpus.ledger import Matter
from corpus.model import Understanding
from eval.labels.gold import Texts
from search.index import Filter, Index


def ending(index: Index, name: str) -> str | None:
    """The id of the document that a label names by the end of its path."""
    return next((held for held in index.document_ids() if held.endswith(name)), None)


def within(index: Index, document: str) -> Filter:
    """The filter that leaves the document of that name alone, be it text or what it was made of;
    raises BadLabels where the index does not hold it."""
    stem = document.rsplit(".", 1)[0]
    held = [name for name in index.document_ids() if name.rsplit(".", 1)[0].endswith(stem)]
    if not held:
        raise BadLabels(f"The index holds no {document}; give the index that the labels are of.")
    return Filter.of(document=held)


def index_texts(index: Index) -> Texts:
    """Texts as the index holds them: labels must fit these, whatever lies in the archive now."""

    def text(name: str) -> str | None:
        held = ending(index, name)
        return None if held is None else index.document(held).text

    return text


def understood(index: Index, name: str) -> Understanding | None:
    """All that was understood of a document named by the end of its path."""
    held = ending(index, name)
    return None if held is None else index.understanding(held)


def matters(index: Index, name: str) -> list[Matter]:
    """The records of the ledger that such a document prints; none where the index, built before
    there was a ledger, holds none."""
    held = ending(index, name)
    try:
        return list(index.matters_in(held)) if held else []
    except IndexForeign:
        return []


def all_texts(index: Index) -> dict[str, str]:
    """The text of every document, by id."""
    return {name: index.document(name).text for name in index.document_ids()}


def corpus_digest(index: Index) -> str:
    """The identity of what was indexed: the path and sha256 of every source file."""
    digest = hashlib.sha256()
    for name in sorted(index.document_ids()):
        source = index.document(name).source
        digest.update(f"{source.path}\0{source.sha256}\n".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
