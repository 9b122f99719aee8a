"""TREC qrels and run files, in and out. Columns are parted by spaces, tabs or both."""

from __future__ import annotations

import math
from pathlib import Path
from typing import NoReturn

from corpus.errors import BadLabels
from eval.jsonl import numbered
from eval.measures.rankings import Qrels, Rankings, trec_order


def read_run(path: Path) -> dict[str, dict[str, float]]:
    """``query Q0 document rank score tag``; an empty file is a run that found nothing.

    The rank column is not read, as trec_eval does not: the score orders. Raises BadLabels on a
    document returned twice and on a score that is not a finite number.
    """
    run: dict[str, dict[str, float]] = {}
    for number, line in numbered(path):
        query, _, document, _, score, _ = _columns(path, number, line, 6)
        found = run.setdefault(query, {})
        if document in found:
            _bad(path, number, f"{document!r} is returned twice for query {query!r}.")
        try:
            value = float(score)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            _bad(path, number, f"the score is {score!r}; it must be a finite number.")
        found[document] = value
    return run


def write_qrels(path: Path, qrels: Qrels) -> None:
    """Judgements in the order given."""
    lines = [
        f"{query} 0 {document} {relevance}\n"
        for query, judged in qrels.items()
        for document, relevance in judged.items()
    ]
    _write(path, lines, [*qrels, *(name for judged in qrels.values() for name in judged)])


def write_run(path: Path, run: Rankings, tag: str = "minuted") -> None:
    """Documents best first, ranks from 1, scores as they are: reading gives the same run."""
    lines = [
        f"{query} Q0 {document} {rank} {float(found[document])!r} {tag}\n"
        for query, found in run.items()
        for rank, document in enumerate(trec_order(found), start=1)
    ]
    _write(path, lines, [*run, *(name for found in run.values() for name in found), tag])


def _write(path: Path, lines: list[str], names: list[str]) -> None:
    for name in names:
        if not name or name.split() != [name]:
            raise BadLabels(f"{name!r} cannot stand in a TREC file: ids must hold no space.")
    path.write_text("".join(lines), encoding="utf-8")


def _columns(path: Path, number: int, line: str, count: int) -> list[str]:
    columns = line.split()
    if len(columns) != count:
        _bad(path, number, f"{len(columns)} columns; a line of this file has {count}.")
    return columns


def _bad(path: Path, number: int, fact: str) -> NoReturn:
    raise BadLabels(f"{path}, line {number}: {fact}")
