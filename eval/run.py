"""Questions to a run: what an index answered to each query, one JSON line a query.

``{"query", "mode": "every"|"ask"|"search", "hits": [Citation...], "answer": {"abstained",
"confidence", "text", "citations": [Citation...]}}``. A ``mention`` goes through ``every`` (all
of it, no cut-off), the others through ``ask``; the kind never reaches the ranking beyond that.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import BadLabels
from corpus.model import Span
from eval.jsonl import Row, json_rows
from eval.labels.gold import Query

if TYPE_CHECKING:
    from search.engine import Engine
    from search.results import EveryResult, Hit, Statement

MODES = ("every", "ask", "search")


@dataclass(frozen=True, slots=True)
class RunHit:
    """A piece of text that was returned. ``score`` is None where the run does not say it."""

    document: str
    span: Span
    said_on: str | None = None
    score: float | None = None
    quote: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class RunAnswer:
    """What was answered; ``confidence`` in 0..1 that the archive holds an answer at all.

    ``statements`` are the sentences alone, where their citations hold more; ``people`` who is named
    as having done it, likeliest first; ``handover`` who answers better and about what, both empty
    for none; ``sure`` the level that is told to a reader, '' for none.
    """

    abstained: bool
    confidence: float
    text: str
    citations: tuple[RunHit, ...]
    statements: tuple[RunHit, ...] = ()
    people: tuple[str, ...] = ()
    handover: tuple[str, str] = ("", "")
    sure: str = ""


@dataclass(frozen=True, slots=True)
class RunLine:
    """All that was returned for one query, in the order it was returned."""

    query: str
    mode: str
    hits: tuple[RunHit, ...]
    answer: RunAnswer | None = None

    def to_json(self) -> dict[str, Any]:
        """The hits of a run that was never asked of the product; answers are not kept."""
        hits = [
            {"document": hit.document, "start": hit.span.start, "end": hit.span.end,
             "said_on": hit.said_on, "score": hit.score, "quote": hit.quote}
            for hit in self.hits
        ]  # fmt: skip
        return {"query": self.query, "mode": self.mode, "hits": hits, "answer": None}


def read_run(path: Path, known: Iterable[str] | None = None) -> dict[str, RunLine]:
    """A run by query id. An empty file is a run that found nothing.

    Raises BadLabels on a query that comes twice, on one that is not among ``known`` and on a hit
    that is returned twice for one query: it would be read once and counted twice.
    """
    names = None if known is None else set(known)
    run: dict[str, RunLine] = {}
    for row in json_rows(path):
        line = _line(row)
        if line.query in run:
            row.bad(f"the query {line.query!r} is answered twice.")
        if names is not None and line.query not in names:
            row.bad(f"the query {line.query!r} has no labels; score this run on its own labels.")
        run[line.query] = line
    return run


def as_run(lines: Iterable[dict[str, Any]]) -> dict[str, RunLine]:
    """Lines that were never on disk, as ``read_run`` gives them."""
    read = (_line(Row(Path("run"), number, line)) for number, line in enumerate(lines, start=1))
    return {line.query: line for line in read}


def _line(row: Row) -> RunLine:
    query, mode = row.text("query"), str(row.values.get("mode", "search"))
    if mode not in MODES:
        row.bad(f"'mode' is {mode!r}; it must be one of {', '.join(MODES)}.")
    hits = tuple(_hit(item) for item in row.rows("hits"))
    places = {(hit.document, hit.span) for hit in hits}
    if len(places) < len(hits):
        row.bad(f"{len(hits) - len(places)} of the hits for {query!r} are returned twice.")
    return RunLine(query, mode, hits, _answer(row))


def _hit(row: Row) -> RunHit:
    start, end = row.whole("start"), row.whole("end")
    if not 0 <= start < end:
        row.bad(f"{start}..{end} is no span; 'start' must be at least 0 and below 'end'.")
    said_on = row.values.get("said_on")
    score = row.number("score") if row.values.get("score") is not None else None
    return RunHit(
        row.text("document"),
        Span(start, end),
        None if said_on is None else str(said_on),
        score,
        str(row.values.get("quote") or ""),
        str(row.values.get("part") or row.values.get("title") or ""),
    )


def _answer(row: Row) -> RunAnswer | None:
    value = row.values.get("answer")
    if value is None:
        return None
    if not isinstance(value, dict):
        row.bad(f"'answer' is {value!r}; it must be an object.")
    inner = Row(row.path, row.line, value)
    abstained = value.get("abstained", False)
    if not isinstance(abstained, bool):
        row.bad(f"'abstained' is {abstained!r}; it must be true or false.")
    confidence = inner.number("confidence") if "confidence" in value else float(not abstained)
    if not 0.0 <= confidence <= 1.0:
        row.bad(f"'confidence' is {confidence}; it must lie in 0..1.")
    citations = tuple(_hit(item) for item in inner.rows("citations"))
    over = value.get("handover") or {}
    return RunAnswer(
        abstained,
        confidence,
        str(value.get("text") or ""),
        citations,
        tuple(_hit(item) for item in inner.rows("statements")),
        tuple(str(name) for name in value.get("people") or ()),
        (str(over.get("to", "")), str(over.get("topic", ""))),
        str(value.get("sure") or ""),
    )


def answer_query(engine: Engine, query: Query, top: int) -> dict[str, Any]:
    """One line of a run, in the contract's spelling. Raises QuoteMismatch on a wrong quote."""
    if query.kind == "mention":
        found = engine.every(query.text)
        return {
            "query": query.id,
            "mode": "every",
            "hits": _cited(engine, unfolded(found)),
            "answer": None,
        }
    result = engine.ask(query.text, limit=top)
    answer = result.answer
    return {
        "query": query.id,
        "mode": "ask",
        "hits": _cited(engine, result.hits),
        "answer": {
            "abstained": answer.abstained,
            "confidence": answer.confidence,
            "text": " ".join(statement.text for statement in answer.statements),
            "citations": [statement.citation.to_json() for statement in answer.statements],
            "kind": answer.kind,
            "statements": [_said(statement) for statement in answer.statements],
            "people": [person.name for s in answer.statements for person in s.people],
            "handover": asdict(answer.handover) if answer.handover else None,
            "sure": answer.sure.level if answer.sure else "",
        },
    }


def _said(statement: Statement) -> dict[str, Any]:
    """The sentence of a statement alone, with its own offsets."""
    citation = statement.citation
    start = citation.start + citation.quote.index(statement.text)
    return {
        "document": citation.document,
        "start": start,
        "end": start + len(statement.text),
        "quote": statement.text,
        "said_on": citation.said_on,
    }


def _cited(engine: Engine, hits: Iterable[Hit]) -> list[dict[str, Any]]:
    """Citations in order, each place once: a row and its only cell may be the same words."""
    cited = (engine.cite(hit).to_json() for hit in hits)
    return list({(of["document"], of["start"], of["end"]): of for of in cited}.values())


def unfolded(found: EveryResult) -> Iterator[Hit]:
    """All that was found, each followed by the other places that print the same words.

    A reader sees them as one; a label may stand at any of them.
    """
    for hit in (*found.discussed, *found.named):
        yield hit
        for copy in hit.copies:
            yield replace(hit, passage=copy, marks=(), copies=())


def run_queries(
    engine: Engine,
    queries: Sequence[Query],
    top: int,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[dict[str, Any]]:
    """Lines of a run, one a query in their order; ``top`` hits for what is asked."""
    for done, query in enumerate(queries, start=1):
        yield answer_query(engine, query, top)
        if progress is not None:
            progress(done, len(queries))


def write_run(path: Path, lines: Iterable[dict[str, Any]]) -> int:
    """Write a run whole or not at all; the number of lines. Raises BadLabels."""
    written = 0
    beside = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("w", encoding="utf-8") as stream:
            for line in lines:
                stream.write(json.dumps(line, ensure_ascii=False, allow_nan=False) + "\n")
                written += 1
        beside.replace(path)
    except OSError as error:
        raise BadLabels(f"{path} cannot be written ({error.strerror}); check the path.") from None
    finally:
        beside.unlink(missing_ok=True)
    return written


def counter(what: str) -> Callable[[int, int], None] | None:
    """Counts with a rate on stderr, one line rewritten; None when it is not a terminal."""
    if not sys.stderr.isatty():
        return None
    began = time.monotonic()

    def show(done: int, total: int) -> None:
        rate = done / max(time.monotonic() - began, 1e-9)
        end = "\n" if done == total else ""
        print(f"\r{done} of {total} {what}, {rate:.1f}/s ", end=end, file=sys.stderr, flush=True)

    return show
