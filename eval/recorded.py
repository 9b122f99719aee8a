"""The last results: what ``minuted eval ... --record`` measured, kept for readers of the page.

One JSON file beside this module: ``{"sections": {name: {"title", "about", "command",
"measured_on", "labels", "tables": [Table...], "plots": [svg...]}}}``. It is written by a command
and never by hand.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.errors import BadLabels
from eval.report import Table

ABOUT = {
    "score": "What the product returns, against spans that people labelled.",
    "compare": "Two runs over the same labels, query by query.",
    "ablate": "The product without each of its parts, and what anyone would write in an afternoon.",
    "baselines": "What anyone would write in an afternoon.",
    "certainty": "How sure answers are, on questions that were not seen.",
    "learn": "The line between about a topic and not, on topics it has not seen.",
    "structure": "What was understood of documents, against labels made by hand.",
    "breadth": "Lists of common topics and faults of structure, over papers nobody labelled.",
    "packs": "Real papers merged into one file: where each begins, and what is dated wrongly.",
    "beir": "A public test collection, indexed and searched as it is.",
    "qmsum": "Public meetings: how much of what matters is read when a third is read.",
}
"""What each command measures, in a sentence for readers of the page."""
PLACE = Path(__file__).with_name("results.json")


@dataclass(frozen=True, slots=True)
class Section:
    """One thing measured. ``plots`` are whole SVG elements made by ``eval.plots``."""

    name: str
    title: str
    about: str
    command: str
    measured_on: str
    labels: str
    tables: tuple[Table, ...]
    plots: tuple[str, ...] = ()


def load(path: Path | None = None) -> tuple[Section, ...]:
    """What was recorded last, in the order first recorded; nothing where nothing was.

    Raises BadLabels when the file is not one that ``record`` wrote.
    """
    path = path or PLACE
    if not path.is_file():
        return ()
    try:
        held = json.loads(path.read_text(encoding="utf-8"))["sections"]
        return tuple(_section(name, of) for name, of in held.items())
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadLabels(
            f"{path} holds no results ({error!r}); delete it and measure again with --record."
        ) from None


def record(
    name: str,
    title: str,
    about: str,
    command: str,
    tables: Sequence[Table],
    plots: Sequence[str] = (),
    labels: str = "",
    path: Path | None = None,
) -> None:
    """Keep one section, in place of an older one of the same name."""
    path = path or PLACE
    held = {section.name: section for section in load(path)}
    today = datetime.now(UTC).date().isoformat()
    held[name] = Section(name, title, about, command, today, labels, tuple(tables), tuple(plots))
    sections = {section.name: _to_json(section) for section in held.values()}
    path.write_text(
        json.dumps({"sections": sections}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


def _to_json(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "about": section.about,
        "command": section.command,
        "measured_on": section.measured_on,
        "labels": section.labels,
        "tables": [table.to_json() for table in section.tables],
        "plots": list(section.plots),
    }


def _section(name: str, of: Mapping[str, Any]) -> Section:
    tables = tuple(
        Table(
            str(table["title"]),
            tuple(map(str, table["columns"])),
            tuple(tuple(map(str, row)) for row in table["rows"]),
            tuple(map(str, table["notes"])),
        )
        for table in of["tables"]
    )
    return Section(
        name,
        str(of["title"]),
        str(of["about"]),
        str(of["command"]),
        str(of["measured_on"]),
        str(of["labels"]),
        tables,
        tuple(map(str, of["plots"])),
    )
