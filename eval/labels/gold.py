"""Labels: what the archive holds about a query, as spans of its texts, checked when read.

Because labels are spans they outlive every re-cutting of the passages. A folder of labels holds
``queries.jsonl`` (``id``, ``kind``, ``text``), ``spans.jsonl`` (``query``, ``doc``, ``start``,
``end``, ``grade``, ``quote``, ``said_on``; offsets are code points of the document's text) and,
for people, ``answers.jsonl`` (``id``, ``answer``). Anything that does not fit raises BadLabels
with file and line: a wrong label read in silence is a wrong figure published.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from corpus import periods
from corpus.errors import BadLabels
from corpus.model import Span
from eval.jsonl import Row, json_rows

QueryKind = Literal["mention", "question", "unanswerable"]
KINDS: tuple[str, ...] = get_args(QueryKind)

DISCUSSED = 2
NAMED = 1
GRADES: Mapping[int, str] = {
    DISCUSSED: "discusses the topic, or holds the answer",
    NAMED: "names the topic in passing, or is needed context",
}

Texts = Callable[[str], str | None]
"""The text of the document whose id ends with the name given, or None where it is not held."""


@dataclass(frozen=True, slots=True)
class Query:
    """One thing asked. ``reason`` says, for an unanswerable one, why nothing answers it.

    ``document`` names the one document that was labelled for it, where the rest of the archive
    was not; empty where the labels are of the whole archive.
    """

    id: str
    kind: QueryKind
    text: str
    reason: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """One labelled piece of text; ``said_on`` at the precision known, or None."""

    query: str
    document: str
    span: Span
    grade: int
    quote: str
    said_on: str | None
    part: str = ""


@dataclass(frozen=True, slots=True)
class Gold:
    """A folder of labels. ``unheld`` are documents named by labels that ``texts`` did not hold.

    ``digest`` is the sha256 of queries.jsonl and spans.jsonl: the identity of a set of labels.
    """

    folder: Path
    queries: tuple[Query, ...]
    spans: Mapping[str, tuple[GoldSpan, ...]]
    answers: Mapping[str, str]
    digest: str
    unheld: tuple[str, ...] = ()

    def only(self, prefixes: Sequence[str]) -> Gold:
        """The same labels for the queries whose id begins with one of ``prefixes``."""
        kept = tuple(q for q in self.queries if q.id.startswith(tuple(prefixes)))
        if not kept:
            raise BadLabels(f"No query of {self.folder} begins with {' or '.join(prefixes)}.")
        spans = {query.id: self.spans[query.id] for query in kept}
        return Gold(self.folder, kept, spans, self.answers, self.digest, self.unheld)

    def of_kind(self, kind: QueryKind) -> list[Query]:
        return [query for query in self.queries if query.kind == kind]


def read_queries(path: Path) -> tuple[Query, ...]:
    """Queries in the order of the file; raises BadLabels."""
    queries: dict[str, Query] = {}
    for row in json_rows(path):
        name, kind = row.text("id"), row.text("kind")
        if name in queries:
            row.bad(f"the query {name!r} is there twice; give each its own id.")
        if kind not in KINDS:
            row.bad(f"'kind' is {kind!r}; it must be one of {', '.join(KINDS)}.")
        reason = row.text("reason", empty=True) if "reason" in row.values else ""
        document = row.text("document") if row.values.get("document") else ""
        asked = row.text("text")
        queries[name] = Query(name, kind, asked, reason, document)  # type: ignore[arg-type]
    if not queries:
        raise BadLabels(f"{path} holds no query.")
    return tuple(queries.values())


def read_gold(folder: Path, texts: Texts | None = None) -> Gold:
    """Labels of a folder; with ``texts`` every quote is held against the text it is cut from."""
    if not folder.is_dir():
        raise BadLabels(f"{folder} is not a folder; give the one that holds queries.jsonl.")
    queries = read_queries(folder / "queries.jsonl")
    kinds = {query.id: query.kind for query in queries}
    spans: dict[str, list[GoldSpan]] = {query.id: [] for query in queries}
    seen: set[tuple[str, str, Span]] = set()
    read: dict[str, str | None] = {}
    for row in json_rows(folder / "spans.jsonl"):
        label = _span(row, kinds)
        if (label.query, label.document, label.span) in seen:
            row.bad(f"this span is labelled twice for {label.query!r}.")
        seen.add((label.query, label.document, label.span))
        if texts is not None:
            if label.document not in read:
                read[label.document] = texts(label.document)
            _check_quote(row, label, read[label.document])
        spans[label.query].append(label)
    for query in queries:
        if query.kind == "question" and not spans[query.id]:
            raise BadLabels(
                f"{folder / 'spans.jsonl'}: the question {query.id!r} has no span. "
                "Label what answers it, or make it unanswerable."
            )
    return Gold(
        folder,
        queries,
        {name: tuple(labels) for name, labels in spans.items()},
        _answers(folder / "answers.jsonl", kinds),
        digest_of([folder / "queries.jsonl", folder / "spans.jsonl"]),
        tuple(sorted(name for name, text in read.items() if text is None)),
    )


def digest_of(paths: Sequence[Path]) -> str:
    """sha256 over the bytes of files, each preceded by its name and length."""
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _span(row: Row, kinds: Mapping[str, str]) -> GoldSpan:
    query, grade = row.text("query"), row.whole("grade")
    start, end = row.whole("start"), row.whole("end")
    if query not in kinds:
        row.bad(f"the query {query!r} is not in queries.jsonl.")
    if kinds[query] == "unanswerable":
        row.bad(f"the query {query!r} is unanswerable, so no span can answer it.")
    if grade not in GRADES:
        meanings = "; ".join(f"{value}: {words}" for value, words in GRADES.items())
        row.bad(f"'grade' is {grade}; it must be one of {meanings}.")
    if not 0 <= start < end:
        row.bad(f"{start}..{end} is no span; 'start' must be at least 0 and below 'end'.")
    quote, said_on = row.text("quote"), row.values.get("said_on")
    if len(quote) != end - start:
        row.bad(f"{start}..{end} is {end - start} characters, the quote {len(quote)}.")
    if said_on is not None and not (isinstance(said_on, str) and periods.days(said_on)):
        row.bad(f"'said_on' is {said_on!r}; it must be YYYY, YYYY-MM, YYYY-MM-DD or null.")
    part = str(row.values.get("part") or "")
    return GoldSpan(query, row.text("doc"), Span(start, end), grade, quote, said_on, part)


def _check_quote(row: Row, label: GoldSpan, text: str | None) -> None:
    if text is None or text[label.span.start : label.span.end] == label.quote:
        return
    held = text[label.span.start : label.span.end][:60]
    where = text.find(label.quote)
    hint = f"the quote stands at {where}" if where >= 0 else "the quote stands nowhere in it"
    row.bad(
        f"{label.document} holds {held!r} at {label.span.start}..{label.span.end}, "
        f"not the quote {label.quote[:60]!r}; {hint}."
    )


def _answers(path: Path, kinds: Mapping[str, str]) -> dict[str, str]:
    """Answers in words, for people; the file may be absent."""
    if not path.is_file():
        return {}
    answers: dict[str, str] = {}
    for row in json_rows(path):
        name = row.text("id")
        if name not in kinds:
            row.bad(f"the query {name!r} is not in queries.jsonl.")
        answers[name] = row.text("answer")
    return answers
