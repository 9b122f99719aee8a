"""How a measurement is handed out: printed, drawn, and kept for the page."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from eval import recorded
from eval.labels.gold import Gold
from eval.report import Table


def give(
    options: argparse.Namespace,
    tables: Sequence[Table],
    payload: Mapping[str, Any],
    drawn: Sequence[str],
    gold: Gold | None,
    after: str = "",
    name: str = "",
) -> None:
    """Print in the form asked for, draw, and keep it for the page where that is asked."""
    if options.json:
        print(json.dumps(payload, ensure_ascii=False, allow_nan=False))
    else:
        told = [table.markdown() if options.markdown else table.terminal() for table in tables]
        print("\n\n".join([*told, *([after] if after else [])]))
    if getattr(options, "svg", None) and drawn:
        options.svg.write_text(drawn[0] + "\n", encoding="utf-8")
    if options.record:
        of = name or (gold.folder.resolve().name if gold else "")
        recorded.record(
            slug(options.measure, of),
            tables[0].title,
            recorded.ABOUT[options.measure],
            f"minuted eval {options.measure}",
            tables,
            drawn,
            gold.digest if gold else "",
        )


def tell(name: str) -> None:
    """What is being measured, for whoever waits."""
    if sys.stderr.isatty():
        print(f"measuring: {name}", file=sys.stderr)


def slug(*names: str) -> str:
    """A name that can stand in an address: ``ablate-dev``."""
    return re.sub(r"[^a-z0-9]+", "-", " ".join(names).lower()).strip("-")
