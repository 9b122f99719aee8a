"""``minuted eval structure``: what was understood of the documents, against labels."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from eval.commands.common import index_option, output_options


def options(command: argparse.ArgumentParser) -> None:
    """What may be said of it."""
    command.add_argument(
        "--gold", type=Path, required=True, metavar="DIR", help="labels of structure"
    )
    index_option(command)
    output_options(command)


def run(options: argparse.Namespace) -> int:
    """What was understood of the documents."""
    from eval import index_texts
    from eval.indexes import settings_of
    from eval.measures.structure import score_structure
    from eval.output import give
    from eval.report import Table, figure
    from search.index import open_index

    index = open_index(settings_of(options).index)
    try:
        found = score_structure(
            options.gold,
            lambda name: index_texts.understood(index, name),
            lambda name: index_texts.matters(index, name),
        )
    finally:
        index.close()
    known = ("parts", "headings", "actions", "follow_ups", "figures")
    names = [name for name in known if name in found]
    rows = [
        (name, *(figure(found[name][of]) for of in ("precision", "recall", "f1"))) for name in names
    ]
    dates = found["said_on"]
    tables = [
        Table("Structure", ("what", "precision", "recall", "F1"), tuple(rows)),
        Table(
            "Dates, share of labelled characters",
            ("right", "wrong", "null"),
            (tuple(figure(dates[of]) for of in ("right", "wrong", "null")),),
        ),
    ]
    if "figures" in found:
        shares = tuple(figure(found["figures"][of]) for of in ("period", "measure"))
        tables.append(Table("Of the figures found, right in", ("period", "measure"), (shares,)))
    name = options.gold.resolve().parent.name
    give(options, tables, found, [], None, after="\n".join(_misses(found)), name=name)
    return 0


def _misses(found: Mapping[str, Any]) -> Iterator[str]:
    for what, lines in found.get("misses", {}).items():
        yield f"{what}:"
        yield from (f"  {line}" for line in lines)
