"""Lists that leave: CSV for spreadsheets, JSON Lines for scripts. Both stream."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from api.views.highlighting import quoted
from api.views.serialise import Json

COLUMNS = (
    "said_on",
    "published_on",
    "body",
    "part",
    "headings",
    "quote",
    "page",
    "page_label",
    "level",
    "standing",
    "why",
    "matched",
    "speaker",
    "title",
    "kind",
    "document",
    "start",
    "end",
    "passage",
    "score",
    "url",
    "permalink",
    "also_in",
)
# A spreadsheet runs a cell that begins with one of these.
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cell(value: object) -> str:
    """A value as a spreadsheet may show it; what would run as a formula gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return str(value)
    text = str(value)
    # Space in front of a formula does not stop every spreadsheet.
    return f"'{text}" if text.lstrip(" \u00a0\ufeff").startswith(_ACTIVE) else text


def _row(record: Json) -> list[str]:
    values = dict(record)
    values["headings"] = " › ".join(record.get("headings", []))
    values["quote"] = quoted(str(record["quote"]), record.get("columns", ()))
    values["why"] = ", ".join(record.get("why", []))
    values["matched"] = "; ".join(record.get("matched", []))
    values["also_in"] = "; ".join(copy["document"] for copy in record.get("copies", []))
    return [cell(values.get(name)) for name in COLUMNS]


def csv_lines(records: Iterable[Json]) -> Iterator[str]:
    """CSV with a byte order mark, so that Excel reads the pounds right; CRLF as RFC 4180 has it.
    Under the heads it is nothing but rows."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    yield "\ufeff" + _taken(buffer)
    for record in records:
        writer.writerow(_row(record))
        yield _taken(buffer)


FIGURE_COLUMNS = (
    "measure",
    "named",
    "period",
    "period_first",
    "period_last",
    "value",
    "high",
    "unit",
    "change",
    "written",
    "about",
    "role",
    "area",
    "differs",
    "corrected_by",
    "said_on",
    "published_on",
    "sentence",
    "body",
    "part",
    "title",
    "document",
    "page",
    "page_label",
    "start",
    "end",
    "passage",
    "url",
    "topic",
)


def figure_lines(records: Iterable[Json]) -> Iterator[str]:
    """Figures as CSV, in the form of ``csv_lines``; what corrects a value is told as it is written,
    with its passage."""

    def told(record: Json) -> Json:
        right = record["corrected_by"]
        words = f"{right['written']} ({right['document']}, {right['passage']})" if right else ""
        return record | {"corrected_by": words}

    return table_lines(FIGURE_COLUMNS, map(told, records))


def table_lines(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Rows as CSV, in the form of ``csv_lines``; a column that a row lacks is empty."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    yield "\ufeff" + _taken(buffer)
    for row in rows:
        writer.writerow([cell(row.get(name)) for name in columns])
        yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def json_lines(records: Iterable[Json]) -> Iterator[str]:
    """One record a line."""
    for record in records:
        yield json.dumps(record, ensure_ascii=False) + "\n"


def label_lines(query: str, marks: dict[str, bool], records: Iterable[Json]) -> Iterator[str]:
    """A reader's marks as labels that ``minuted eval`` reads: spans with grade 2 or 0."""
    for record in records:
        if record["passage"] in marks:
            label = {
                "query": query,
                "doc": record["document"],
                "start": record["start"],
                "end": record["end"],
                "grade": 2 if marks[record["passage"]] else 0,
                "quote": record["quote"],
                "said_on": record["said_on"],
                "part": record["part"],
            }
            yield json.dumps(label, ensure_ascii=False) + "\n"
