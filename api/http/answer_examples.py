"""What an answer of ``/v1`` looks like, for OpenAPI: each example has all that an answer has."""

from __future__ import annotations

from typing import Any

from corpus.ledger import STATUSES

Json = dict[str, Any]

CITATION: Json = {
    "document": "panel/2022-06-21.pdf",
    "title": "Agenda pack, 21 June 2022",
    "kind": "panel_minutes",
    "body": "Harrowdale Police and Crime Panel",
    "publisher": "Harrowdale Police and Crime Panel",
    "part": "Minutes of 8 February 2022",
    "headings": ["31 Call handling"],
    "said_on": "2022-02-08",
    "published_on": "2022-06-21",
    "page": 7,
    "page_label": "3",
    "start": 31872,
    "end": 31927,
    "quote": "Nine in ten 999 calls were answered within ten seconds.",
    "passage": "6f0c2c1f9a7e4b21",
    "score": 0.71,
    "matched": ["999 calls"],
    "url": "https://harrowdale.example/panel/2022-06-21.pdf",
    "columns": [],
}
_HIT = CITATION | {
    "why": ["words"],
    "marks": [[31884, 31893]],
    "ranks": {"bm25": 1, "vectors": 3},
    "speaker": "Ada Quill",
    "copies": [],
}
_LISTED = _HIT | {
    "level": "discussed",
    "standing": "whole",
    "permalink": "http://127.0.0.1:8000/documents/panel/2022-06-21.pdf?at=6f0c2c1f9a7e4b21#p41",
}
_ASKED = {
    "text": "999 performance",
    "intent": "search",
    "filter": {},
    "topics": ["999 performance"],
    "excluded": [],
    "recognised": [],
    "names": [],
}
_FACETS = {
    "year": {"2022": 1},
    "body": {"Harrowdale Police and Crime Panel": 1},
    "kind": {"panel_minutes": 1},
    "person": {"Ada Quill": 1},
    "language": {},
    "document": {"panel/2022-06-21.pdf": 1},
}
_HEAD = {"asked": _ASKED, "total": 1, "suggestions": [], "meant": [], "facets": _FACETS}
SEARCH = _HEAD | {"hits": [_HIT]}
EVERY = _HEAD | {
    "discussed": 1,
    "named": 0,
    "below": 12,
    "standings": {"whole": 1, "part": 0, "heading": 0, "meaning": 0},
    "line": 0.42,
    "measured": {
        "topics": 22,
        "recall": 0.9,
        "precision": 0.9,
        "recall_interval": [0.8, 1.0],
        "precision_interval": [0.8, 1.0],
    },
    "searched": 1204,
    "not_searched_in": {},
    "documents": [],
    "senses": [],
    "shown_of": 13,
    "next": "b2xk",
    "hits": [_LISTED],
}
ASK = {
    "asked": _ASKED | {"intent": "ask"},
    "answer": {
        "abstained": False,
        "confidence": 0.83,
        "text": CITATION["quote"],
        "kind": "how_many",
        "sure": {"level": "likely", "right": 33, "of": 40},
        "handover": {"to": "every", "topic": "999 calls", "since": ""},
        "statements": [
            {"text": CITATION["quote"], "point": [0, 11], "people": [], "citation": CITATION}
        ],
        "remarks": [],
        "citations": [CITATION],
    },
    "searched": 1204,
    "not_searched_in": {},
    "reader_loading": False,
    "hits": [_HIT],
}
_FIGURE = {
    "measure": "999 calls answered within 10 seconds",
    "named": "999 calls that were answered within ten seconds",
    "value": 92.9,
    "high": 93.5,
    "unit": "%",
    "change": 0,
    "written": "92.9%",
    "about": "about",
    "period": "2023/24",
    "period_first": "2023-04-01",
    "period_last": "2024-03-31",
    "period_from": "sentence",
    "area": "North Harrowdale",
    "role": "measured",
    "differs": False,
    "corrected_by": {
        "value": 91.8,
        "written": "91.8%",
        "document": "panel/2024-09-17.pdf",
        "passage": "0b7d51c2f3a9e846",
        "start": 2210,
        "end": 2297,
    },
    "sentence": CITATION["quote"],
    "at": [31872, 31883],
    "topic": True,
    **CITATION,
}
FIGURES = {"total": 1, "offset": 0, "figures": [_FIGURE]}
BRIEF = {
    "topics": ["999 calls"],
    "for": "2024-11-12",
    "read": 41,
    "lately": [],
    "series": [_FIGURE],
    "promised": [],
    "inspected": [],
    "asked": [],
    "drafts": [],
}
ACTIONS: Json = {
    "asked": {},
    "total": 0,
    "statuses": dict.fromkeys(STATUSES, 0),
    "actions": [],
}
