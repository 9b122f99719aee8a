"""``minuted eval gate``: hold the specimen archive to its floors, or pin them anew."""

from __future__ import annotations

import argparse
from pathlib import Path

from eval.commands.common import index_option

SPECIMEN = Path(__file__).parents[1] / "specimen"


def options(command: argparse.ArgumentParser) -> None:
    """What may be said of it."""
    command.add_argument("action", nargs="?", choices=("check", "repin"), default="check")
    command.add_argument("--reason", default="", metavar="WORDS", help="why a floor may fall")
    command.add_argument("--gold", type=Path, metavar="DIR", help="labels (those of the specimen)")
    command.add_argument("--floors", type=Path, metavar="FILE", help="floors (eval/floors.toml)")
    index_option(command, "of the specimen archive")
    command.add_argument("--json", action="store_true", help="for scripts")


def run(options: argparse.Namespace) -> int:
    """Hold or pin the floors; status 1 when they do not hold."""
    import json

    from eval import gate as gates
    from eval import index_texts
    from eval.indexes import opened, settings_of
    from eval.labels.gold import read_gold
    from eval.run import counter
    from search.engine import Engine

    settings = settings_of(options)
    path = options.floors or gates.PLACE
    with opened(settings) as (index, encoder):
        gold = read_gold(options.gold or SPECIMEN, index_texts.index_texts(index))
        corpus = index_texts.corpus_digest(index)
        found = [gates.measure(Engine(index, settings, encoder=encoder), gold, counter("queries"))]
        if options.action == "repin":
            for seed in range(gates.TIMES):
                shaken = Engine(index, settings, encoder=gates.Shaken(encoder, seed))
                found.append(gates.measure(shaken, gold, counter("queries, shaken")))
            old = gates.read_floors(path) if path.is_file() else None
            floors = gates.repinned(
                old, found, gold.digest, corpus, options.reason, gates.one_answer
            )
            gates.write_floors(floors, path)
    floors = gates.read_floors(path)
    failed = gates.failures(floors, found[0], gold.digest, corpus)
    if options.json:
        print(json.dumps(gates.as_json(floors, found[0], failed), ensure_ascii=False))
    else:
        print(gates.table(floors, found[0]).terminal())
        print("\n".join(["", *failed]) if failed else "\nThe floors hold.")
    return 1 if failed else 0
