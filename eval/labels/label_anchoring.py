"""Labels kept as quotations, and cut into offsets.

``python -m eval.labels.label_anchoring --index INDEX`` cuts them.

Whoever labels writes what a document says, not where: offsets move whenever a reader of files
becomes better. ``quotes/`` in a folder of labels holds the quotations (``spans.jsonl`` with
``query``, ``doc``, ``quote``, ``grade``, ``said_on``, ``part`` and, where needed, ``occurrence``
and ``page``; ``parts.jsonl``, ``sections.jsonl``, ``actions.jsonl`` and ``figures.jsonl`` for the
structure). This command looks them up in the texts of an index and writes ``spans.jsonl`` and
``structure/``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from corpus.errors import DocumentMissing, MinutedError
from corpus.model import Document, Span
from eval.jsonl import Row, json_rows, text_of
from search.index import open_index

SPECIMEN = Path(__file__).parents[1] / "specimen"
FURNITURE_AT_MOST = 200
"""Characters of running heads and page numbers that may stand inside a quotation."""
HEAD_AT_MOST = 60
"""Characters of a running head that may stand between a page's top and a part's first words."""

Documents = Callable[[str], Document | None]
_SIGNS = frozenset("|•*#_–")


class Searcher:
    """One text, searched without regard to line breaks, bullets, table rules and emphasis."""

    def __init__(self, text: str) -> None:
        self.places = [n for n, char in enumerate(text) if _counts(char)]
        self.kept = "".join(text[n] for n in self.places)

    def find(self, quote: str, occurrence: int = 1, after: int = 0) -> Span | None:
        """Where the n-th occurrence of ``quote`` from the offset ``after`` on stands.

        A quotation that goes on over a page may hold the foot of one page and the head of the
        next; the span then holds them too. ``None`` when it is not there.
        """
        wanted = "".join(char for char in quote if _counts(char))
        if not wanted:
            return None
        start = next((n for n, place in enumerate(self.places) if place >= after), None)
        for _ in range(occurrence if start is not None else 0):
            found = self.kept.find(wanted, start)
            if found < 0:
                return self._broken(wanted, after) if occurrence == 1 else None
            start = found + 1
        return None if start is None else self._span(start - 1, start - 1 + len(wanted))

    def _broken(self, wanted: str, after: int) -> Span | None:
        """The quotation in two pieces with a little between them."""
        for length in range(len(wanted) - 1, max(len(wanted) // 20, 7), -1):
            first = self.kept.find(wanted[:length])
            if first < 0 or self.places[first] < after:
                continue
            rest = wanted[length:]
            limit = first + length + FURNITURE_AT_MOST + len(rest)
            second = self.kept.find(rest, first + length, limit)
            if second >= 0:
                return self._span(first, second + len(rest))
        return None

    def _span(self, first: int, last: int) -> Span:
        return Span(self.places[first], self.places[last - 1] + 1)


def _counts(char: str) -> bool:
    return not char.isspace() and char not in _SIGNS


class Texts:
    """The documents that labels speak of, each searched through one Searcher."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._held: dict[str, tuple[Document, Searcher]] = {}

    def of(self, row: Row) -> tuple[Document, Searcher]:
        """The row's document; raises BadLabels where it is not held."""
        name = row.text("doc")
        if name not in self._held:
            document = self._documents(name)
            if document is None:
                row.bad(f"the document {name!r} is not held.")
            self._held[name] = document, Searcher(document.text)
        return self._held[name]


def resolve_spans(path: Path, documents: Documents) -> list[dict[str, Any]]:
    """Quotations of answers as labelled spans; raises BadLabels with the line that fails."""
    texts = Texts(documents)
    found = []
    for row in json_rows(path):
        document, span = _quoted(texts, row)
        page = document.page_at(span.start)
        wanted = row.values.get("page")
        if wanted is not None and (page is None or page.number != wanted):
            row.bad(f"the quote stands on page {page.number if page else None}, not {wanted}.")
        found.append(_placed(row, document, span, drop=("occurrence", "page")))
    return sorted(found, key=lambda one: (one["query"], one["doc"], one["start"], one["end"]))


def resolve_parts(path: Path, documents: Documents) -> list[dict[str, Any]]:
    """Parts from the words they ``begin`` with to the beginning of the next one."""
    texts = Texts(documents)
    found: list[dict[str, Any]] = []
    for row in json_rows(path):
        document, searcher = texts.of(row)
        before = found[-1] if found and found[-1]["doc"] == row.text("doc") else None
        span = searcher.find(row.text("begins"), after=before["start"] + 1 if before else 0)
        if span is None:
            row.bad(f"{document.id} has no part that begins {row.text('begins')[:80]!r}.")
        start, page = span.start, document.page_at(span.start)
        if page is not None and span.start - page.start <= HEAD_AT_MOST:
            start = page.start
        if before is not None:
            before["end"] = start
        entry = {key: value for key, value in row.values.items() if key != "begins"}
        found.append({**entry, "start": start, "end": len(document.text.rstrip())})
    return found


def resolve_sections(path: Path, documents: Documents) -> list[dict[str, Any]]:
    """Headings in the order of the text; a section ends where one of its own level begins."""
    texts = Texts(documents)
    found: list[dict[str, Any]] = []
    for row in json_rows(path):
        document, searcher = texts.of(row)
        before = found[-1] if found and found[-1]["doc"] == row.text("doc") else None
        after = before["heading_end"] if before else 0
        span = searcher.find(row.text("heading"), int(row.values.get("occurrence", 1)), after)
        if span is None:
            row.bad(f"{document.id} has no further heading {row.text('heading')[:80]!r}.")
        for other in found:
            same = other["doc"] == row.text("doc") and "end" not in other
            if same and other["level"] >= row.whole("level"):
                other["end"] = span.start
        place = {"start": span.start, "heading_start": span.start, "heading_end": span.end}
        entry = {key: value for key, value in row.values.items() if key != "occurrence"}
        found.append({**entry, **place, "heading": document.text[span.start : span.end]})
    for other in found:
        held = documents(other["doc"])
        other.setdefault("end", len(held.text.rstrip()) if held else 0)
    return found


def resolve_actions(path: Path, documents: Documents) -> list[dict[str, Any]]:
    """Actions, or figures, as records with the span of their words; what returns to an action
    (``followed_up``: document, quote, relation) with its own."""
    texts = Texts(documents)
    found = []
    for row in json_rows(path):
        document, span = _quoted(texts, row)
        entry = _placed(row, document, span, drop=("occurrence", "followed_up"))
        if "followed_up" in row.values:
            later = (Row(row.path, row.line, one) for one in row.values["followed_up"])
            entry["followed_up"] = [_return(texts, one) for one in later]
        found.append(entry)
    return found


def _return(texts: Texts, row: Row) -> dict[str, Any]:
    """A passage that returns to an action: document, offsets, relation."""
    _, span = _quoted(texts, row)
    place = {"doc": row.text("doc"), "start": span.start, "end": span.end}
    return place | {"relation": row.text("relation")}


def _quoted(texts: Texts, row: Row) -> tuple[Document, Span]:
    """Where a label's quote stands; raises BadLabels where its document does not hold it."""
    document, searcher = texts.of(row)
    span = searcher.find(row.text("quote"), int(row.values.get("occurrence", 1)))
    if span is None:
        row.bad(f"{document.id} does not hold {row.text('quote')[:80]!r}.")
    return document, span


def _placed(row: Row, document: Document, span: Span, drop: tuple[str, ...]) -> dict[str, Any]:
    """The row with offsets, and with the words as the document prints them."""
    kept = {key: value for key, value in row.values.items() if key not in drop}
    words = document.text[span.start : span.end]
    return {**kept, "start": span.start, "end": span.end, "quote": words}


def resolve_all(folder: Path, documents: Documents) -> dict[str, list[dict[str, Any]]]:
    """Everything that ``folder/quotes`` holds, by the name of the file it belongs into."""
    quotes = folder / "quotes"
    made = {"spans.jsonl": resolve_spans(quotes / "spans.jsonl", documents)}
    for name, resolve in (
        ("parts", resolve_parts),
        ("sections", resolve_sections),
        ("actions", resolve_actions),
        ("figures", resolve_actions),
    ):
        if (quotes / f"{name}.jsonl").is_file():
            made[f"structure/{name}.jsonl"] = resolve(quotes / f"{name}.jsonl", documents)
    return made


def main(arguments: list[str] | None = None) -> int:
    """Write the offsets of a folder of labels; 2 when a quotation cannot be found."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.labels.label_anchoring", description=__doc__
    )
    parser.add_argument("--index", required=True, help="index of the archive that is labelled")
    parser.add_argument("--labels", type=Path, default=SPECIMEN, help="folder of the labels")
    given = parser.parse_args(arguments)
    try:
        index = open_index(given.index)

        def held(name: str) -> Document | None:
            try:
                return index.document(name)
            except DocumentMissing:
                return None

        made = resolve_all(given.labels, held)
    except MinutedError as error:
        print(error, file=sys.stderr)
        return 2
    for name, rows in made.items():
        (given.labels / name).parent.mkdir(exist_ok=True)
        (given.labels / name).write_text(text_of(rows), encoding="utf-8", newline="\n")
        print(f"{name}: {len(rows)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
