"""Results as the records that scripts read: the one spelling of CLI, HTTP and exports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Protocol

from api.views.highlighting import quoted
from api.views.permalinks import permalink
from api.views.published_quality import measured
from corpus.model import Passage
from search.index import Filter
from search.results import (
    Asked,
    AskResult,
    Citation,
    EveryResult,
    Hit,
    SearchResult,
    Statement,
    when,
)

if TYPE_CHECKING:
    from search.writing.binding import Quotation
    from search.writing.writer import Written

Json = dict[str, Any]


class Citing(Protocol):
    """What can turn a hit into a checked citation: the engine."""

    def cite(self, hit: Hit) -> Citation: ...


def hit(engine: Citing, found: Hit, level: str = "", base: str = "") -> Json:
    """A citation, plus why the passage was found and where the same words stand again.

    ``marks`` are offsets into the document, as ``start`` and ``end`` are; ``base`` is the address
    of the service, for the permalink of a record that leaves it. Raises QuoteMismatch.
    """
    record = engine.cite(found).to_json()
    if base:
        record["permalink"] = permalink(found.passage, base)
    record["why"] = list(found.why)
    record["marks"] = [list(mark) for mark in found.marks]
    record["ranks"] = dict(found.ranks)
    record["speaker"] = found.passage.speaker or None
    record["copies"] = [copy(passage) for passage in found.copies]
    if level:
        record["level"] = level
        record["standing"] = found.standing
    return record


def said(statement: Statement) -> str:
    """A statement's words, a row of a table with the heads of its columns."""
    columns = statement.citation.columns
    whole = statement.text == statement.citation.quote or len(columns) == 1
    return quoted(statement.text, columns if whole else ())


def statement(one: Statement) -> Json:
    """A sentence of an answer. ``point`` is where in ``text`` that stands which was asked for, null
    where no one thing was; ``people`` are who did it, where that was asked."""
    return {
        "text": one.text,
        "point": list(one.point) if one.point else None,
        "people": [{"name": person.name, "role": person.role} for person in one.people],
        "citation": one.citation.to_json(),
    }


def copy(passage: Passage) -> Json:
    """Where the same words are printed again; ``copy`` tells exact from near."""
    return {
        "passage": passage.id,
        "document": passage.document.id,
        "part": passage.part.title,
        **when(passage.said_on),
        "page": passage.page,
        "start": passage.span.start,
        "end": passage.span.end,
        "copy": passage.copy,
    }


def where(filter_: Filter) -> Json:
    """A filter; only what it asks for."""
    values = {"since": filter_.since, "until": filter_.until}
    chosen = {name: list(asked) for name, asked in filter_.chosen}
    return {name: value for name, value in values.items() if value} | chosen


def asked(understood: Asked) -> Json:
    """What was understood of the query."""
    return {
        "text": understood.text,
        "intent": understood.intent,
        "filter": where(understood.where),
        "topics": list(understood.topics),
        "excluded": list(understood.excluded),
        "recognised": [
            {"kind": r.kind, "text": r.text, "value": r.value} for r in understood.recognised
        ],
        "names": [
            {
                "text": n.text,
                "source": n.source,
                "origin": n.origin,
                "count": n.count,
                "on": n.on,
                "beside": n.beside,
            }
            for n in understood.names
        ],
    }


def facets(counts: Any) -> Json:
    """Counts by year and by each field that can be filtered by."""
    return {name: dict(values) for name, values in counts.items()}


def search(engine: Citing, result: SearchResult) -> Json:
    """A page of passages, best first."""
    return {
        "asked": asked(result.asked),
        "total": result.total,
        "suggestions": list(result.meant.words),
        "meant": list(result.meant.texts),
        "facets": facets(result.facets),
        "hits": [hit(engine, found) for found in result.hits],
    }


def ask(engine: Citing, result: AskResult) -> Json:
    """The answer with its citations, and the passages it was chosen from."""
    return {
        "asked": asked(result.asked),
        "answer": {
            "abstained": result.answer.abstained,
            "confidence": round(result.answer.confidence, 4),
            "text": " ".join(
                said(one) if one.citation.columns else one.text for one in result.answer.statements
            ),
            "kind": result.answer.kind,
            "sure": asdict(result.answer.sure) if result.answer.sure else None,
            "handover": asdict(result.answer.handover) if result.answer.handover else None,
            "statements": [statement(one) for one in result.answer.statements],
            "remarks": [
                {"kind": one.kind, "of": one.of, "by": statement(one.by)}
                for one in result.answer.remarks
            ],
            "citations": [s.citation.to_json() for s in result.answer.statements],
        },
        "searched": result.searched,
        "not_searched_in": dict(result.unsearched),
        "reader_loading": result.unread,
        "hits": [hit(engine, found) for found in result.hits],
    }


def written(found: Written) -> Json:
    """What a language model wrote: its sentences with the quotations that carry them, as citations
    no longer than the words quoted; and what was dropped, with the reason."""
    return {
        "model": found.model,
        "sentences": [
            {"text": one.text, "citations": [quotation(each) for each in one.quotations]}
            for one in found.sentences
        ],
        "dropped": [{"text": text, "why": why} for text, why in found.dropped],
        "trouble": found.trouble or None,
    }


def quotation(found: Quotation) -> Json:
    """The citation of a passage, cut to the words that are quoted of it."""
    words = {"start": found.start, "end": found.start + len(found.words), "quote": found.words}
    return found.citation.to_json() | words


def every_head(result: EveryResult) -> Json:
    """All of the answer to "every time" but the passages themselves.

    ``documents`` are those searched, told where nothing was found, and ``not_searched_in`` how many
    passages are in other languages than the topic. ``measured`` is the recall and
    precision on labelled topics, of the line as it comes.
    """
    figures = measured()
    return {
        "asked": asked(result.asked),
        "total": len(result.discussed) + len(result.named),
        "discussed": len(result.discussed),
        "named": len(result.named),
        "below": result.below_total,
        "standings": result.standings,
        "line": round(result.line, 4),
        "measured": figures.to_json() if figures else None,
        "searched": result.searched,
        "not_searched_in": dict(result.unsearched),
        "documents": list(result.documents),
        "senses": list(result.senses),
        "suggestions": list(result.meant.words),
        "meant": list(result.meant.texts),
        "facets": facets(result.facets),
    }


def every(engine: Citing, rows: Iterable[tuple[str, Hit]], base: str = "") -> Iterator[Json]:
    """The passages, one record at a time, so that a long list is never held as text."""
    for level, found in rows:
        yield hit(engine, found, level, base)
