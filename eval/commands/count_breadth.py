"""``minuted eval breadth``: lists of every time, and structure, over papers nobody labelled."""

from __future__ import annotations

import argparse

from eval.commands.common import index_option, output_options


def options(command: argparse.ArgumentParser) -> None:
    """What may be said of it."""
    index_option(command)
    output_options(command)


def run(options: argparse.Namespace) -> int:
    """Thirty topics against expressions for their words, and counts of faults of structure."""
    from eval.indexes import settings_of
    from eval.measures import breadth
    from eval.output import give
    from eval.report import Table, figure
    from search.engine import Engine

    settings = settings_of(options)
    engine = Engine.open(settings.index, settings)
    try:
        lists = list(breadth.lists(engine))
        index = engine.index
        counts = breadth.count(index.understanding(name) for name in index.document_ids())
        documents = index.meta.documents
    finally:
        engine.close()
    found = {
        "documents": documents,
        "topics": [one.to_json() for one in lists],
        "faults": counts,
    }
    tables = [
        Table(
            f"Every time, over {documents} documents",
            ("topic", "passages that match", "returned", "ratio", "naming it whole", "of matching"),
            tuple(
                (
                    one.topic,
                    f"{one.matching:,}",
                    f"{one.returned:,}",
                    figure(one.ratio),
                    f"{one.whole:,}",
                    figure(one.share_found),
                )
                for one in lists
            ),
        ),
        Table(
            "Faults of structure that the page does not have",
            ("fault", "number"),
            tuple((name.replace("_", " "), f"{number:,}") for name, number in counts.items()),
        ),
    ]
    give(options, tables, found, [], None)
    return 0
