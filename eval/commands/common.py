"""Options that several commands have, and what they mean."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from eval.labels.gold import Gold
    from eval.report import Table
    from search.index import Index
    from search.settings import Settings


def index_option(
    command: argparse.ArgumentParser, words: str = "where the index lies", required: bool = True
) -> None:
    command.add_argument(
        "--index",
        type=Path,
        metavar="DIR",
        help=f"{words} (MINUTED_INDEX, else the only one there is)" if required else words,
    )


def gold_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--gold", type=Path, required=True, metavar="DIR", help="queries.jsonl and spans.jsonl"
    )
    command.add_argument(
        "--only", action="append", default=[], metavar="PREFIX", help="queries whose id begins so"
    )


def pair_option(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--pair",
        action="append",
        nargs=2,
        type=Path,
        required=True,
        metavar=("GOLD", "INDEX"),
        help="labels and the index they are of",
    )


def packaged_option(command: argparse.ArgumentParser, of: str) -> None:
    command.add_argument(
        "--packaged",
        type=Path,
        metavar="DIR",
        help=f"{of} index by the packaged encoder (MINUTED_MODEL=all-MiniLM-L6-v2)",
    )


def output_options(command: argparse.ArgumentParser, plot: str = "") -> None:
    form = command.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="for scripts")
    form.add_argument("--markdown", action="store_true", help="for a README")
    if plot:
        command.add_argument("--svg", type=Path, metavar="FILE", help=f"draw {plot}")
    command.add_argument(
        "--record", action="store_true", help="keep it as the last result, for the page"
    )


def count(text: str) -> int:
    try:
        value = int(text)
    except ValueError:
        value = 0
    if not 1 <= value <= 1_000_000:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to 1,000,000")
    return value


def labels(options: argparse.Namespace, index: Index | None = None) -> Gold:
    """Labels, checked against the texts of the index where there is one to check by."""
    from eval import index_texts
    from eval.labels.gold import read_gold
    from search.index import open_index

    opened = open_index(options.index) if index is None and options.index else None
    against = index or opened
    try:
        gold = read_gold(options.gold, index_texts.index_texts(against) if against else None)
    finally:
        if opened is not None:
            opened.close()
    return gold.only(options.only) if options.only else gold


def known_queries(options: argparse.Namespace, gold: Gold) -> list[str] | None:
    """The queries a run may answer; with ``--only`` it may answer others too."""
    return None if options.only else [query.id for query in gold.queries]


def baseline_rows(gold: Gold, index: Index, settings: Settings) -> list[Any]:
    """What anyone would write, with the model that is set as its makers run it: in 32 bits."""
    from eval import ablate as ablation
    from eval import baselines as plain
    from eval import index_texts
    from eval.output import tell
    from search.encoding.encoder import open_encoder

    encoder = open_encoder(replace(settings, passage_bits=32))
    texts = index_texts.all_texts(index)
    found = []
    for cut, chunks in (
        ("200 words", plain.windows(texts)),
        ("paragraphs", plain.paragraphs(texts)),
    ):
        tell(f"plain, {cut}")
        for name, search in plain.searchers(chunks, plain.cutting(encoder)).items():
            ask = plain.asking(chunks, search)
            found.append(ablation.measured(f"plain {cut} ({len(chunks)}): {name}", gold, ask))
    return found


def give_rows(options: argparse.Namespace, gold: Gold, found: Sequence[Any], table: Table) -> None:
    from eval import ablate as ablation
    from eval import plots
    from eval.output import give, slug
    from eval.run import write_run

    drawn = plots.curves(
        "Recall against passages read", "passages read", "recall", ablation.curves(gold, found)
    )
    payload = {
        "rows": {
            row.name: {"means": row.scores.means, "milliseconds": round(row.milliseconds, 1)}
            for row in found
        },
        "labels": gold.digest,
    }
    if options.runs:
        for row in found:
            path = options.runs / f"{slug(row.name)}.jsonl"
            write_run(path, (line.to_json() for line in row.run.values()))
    give(options, [table], payload, [drawn], gold)
