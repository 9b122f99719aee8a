"""What was understood of a document, as records: the tree behind ``show`` and ``/v1/documents``."""

from __future__ import annotations

from typing import Any

from api.views.answering import Answering
from api.views.coverage import HeldDocument
from api.views.serialise import Json
from corpus.model import Action, Part, Passage, Section, Understanding
from search.results import Hit, when


def held(document: HeldDocument) -> Json:
    """One line of the list of documents."""
    return {
        "document": document.id,
        "title": document.title,
        "kind": document.kind,
        "body": document.body,
        **when(document.said_on),
        "published_on": document.published_on,
        "pages": document.pages,
        "pages_without_text": list(document.silent),
        "passages": document.passages,
        "parts": len(document.parts),
        "notes": list(document.notes),
    }


def tree(understanding: Understanding, passages: bool = False) -> Json:
    """The whole understanding; ``passages`` adds each passage under its section."""
    document = understanding.document
    sections: dict[int, list[Json]] = {}
    inside: dict[tuple[int, int], list[Passage]] = {}
    for passage_ in understanding.passages:
        place = (passage_.part.number, passage_.section.number)
        inside.setdefault(place, []).append(passage_)
    for section_ in understanding.sections:
        found = inside.get((section_.part.number, section_.number), [])
        record = section(section_, len(found))
        if passages:
            record["passages"] = [_passage(one) for one in found]
        sections.setdefault(section_.part.number, []).append(record)
    actions: dict[int, list[Json]] = {}
    for action_ in understanding.actions:
        actions.setdefault(action_.part, []).append(action(action_, document.text))
    return {
        "document": document.id,
        "title": document.title,
        "kind": document.kind,
        "body": document.body,
        **when(document.said_on),
        "published_on": document.published_on,
        "sha256": document.source.sha256,
        "media_type": document.source.media_type,
        "length": len(document.text),
        "pages": [
            {
                "number": page.number,
                "label": page.label,
                "start": page.start,
                "end": page.end,
                "image_only": page.image_only,
            }
            for page in document.pages
        ],
        "notes": list(document.notes),
        "parts": [
            part(one)
            | {"sections": sections.get(one.number, []), "actions": actions.get(one.number, [])}
            for one in understanding.parts
        ],
        "definitions": [
            {"short": d.short, "long": d.long, "start": d.span.start, "end": d.span.end}
            for d in understanding.definitions
        ],
    }


def part(found: Part) -> Json:
    """A meeting, report or letter; ``evidence`` is what its date was read from."""
    return {
        "number": found.number,
        "title": found.title,
        "kind": found.kind,
        "body": found.body,
        **when(found.said_on),
        "evidence": found.evidence,
        "agenda_item": found.agenda_item,
        "page_range": found.page_range,
        "start": found.span.start,
        "end": found.span.end,
        "people": [
            {
                "name": person.name,
                "role": person.role,
                "attendance": person.attendance,
                "written": person.written,
            }
            for person in found.people
        ],
    }


def section(found: Section, passages: int) -> Json:
    """A heading path and where it holds."""
    return {
        "number": found.number,
        "label": found.label,
        "headings": list(found.headings),
        "kind": found.kind,
        "level": found.level,
        "start": found.span.start,
        "end": found.span.end,
        "count": passages,
    }


def action(found: Action, text: str) -> Json:
    """Something agreed to be done, in its own words."""
    return {
        "kind": found.kind,
        "owner": found.owner,
        "due": found.due,
        "due_on": found.due_on,
        **when(found.said_on),
        "start": found.span.start,
        "end": found.span.end,
        "quote": text[found.span.start : found.span.end],
        "followed_up": [[span.start, span.end] for span in found.followed_up],
    }


def _passage(found: Passage) -> Json:
    return {
        "passage": found.id,
        "kind": found.kind,
        "start": found.span.start,
        "end": found.span.end,
        "page": found.page,
        "page_label": found.page_label,
        **when(found.said_on),
        "speaker": found.speaker or None,
        "columns": found.columns,
        "group": found.group,
        "copy": found.copy,
    }


def passage(engine: Answering, passage_id: str) -> Json:
    """One passage: its citation, its neighbours, the copies of it. Raises PassageMissing."""
    index = engine.index
    ordinal = index.ordinal(passage_id)
    found = index.fetch([ordinal])[0]
    same = index.ordinals_of(found.document.id)
    beside: dict[str, Any] = {}
    for name, place in (("before", ordinal - 1), ("after", ordinal + 1)):
        near = index.fetch([place])[0] if place in same else None
        beside[name] = {"passage": near.id, "text": near.text} if near else None
    return _passage(found) | {
        "citation": engine.cite(Hit(found, 1.0)).to_json(),
        "part": part(found.part),
        "text": found.text,
        **beside,
    }
