"""``minuted eval``: the commands that measure. What each one does is in ``eval.measuring``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

Handler = Callable[[argparse.Namespace], int]


def register(parser: argparse.ArgumentParser) -> None:
    """Give ``minuted eval`` its commands. Each sets ``run`` (and ``handler``): options to status.

    Handlers print to stdout and raise MinutedError.
    """
    parser.set_defaults(run=None)
    commands = parser.add_subparsers(metavar="MEASURE", dest="measure")

    def command(name: str, words: str, handler: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
        made.set_defaults(run=_later(handler), handler=_later(handler))
        return made

    run = command("run", "ask the queries of a file and write down what was returned", "run")
    run.add_argument("--queries", type=Path, required=True, metavar="FILE", help="queries.jsonl")
    run.add_argument("--out", type=Path, required=True, metavar="FILE", help="the run, JSON Lines")
    run.add_argument(
        "--top", type=_count, default=20, metavar="N", help="hits for a question (default 20)"
    )
    _index(run)

    score = command("score", "score a run against labelled spans", "score")
    score.add_argument("--run", type=Path, required=True, metavar="FILE", dest="run_file",
                       help="what minuted eval run wrote")  # fmt: skip
    _gold(score)
    _index(score, "whose texts the labels are checked against", required=False)
    _output(score, plot="recall against passages read")

    compare = command("compare", "which queries the second of two runs won and lost", "compare")
    compare.add_argument("before", type=Path, metavar="A", help="a run")
    compare.add_argument("after", type=Path, metavar="B", help="another")
    _gold(compare)
    _index(compare, "whose texts the labels are checked against", required=False)
    _output(compare, plot="the difference of each query")

    ablate = command(
        "ablate", "what each part of the ranking is worth, and what it costs", "ablate"
    )
    _gold(ablate)
    _index(ablate)
    _output(ablate, plot="recall against passages read, for each row")

    ablate.add_argument("--runs", type=Path, metavar="DIR", help="write the run of each row there")

    baselines = command("baselines", "score what anyone would write in an afternoon", "baselines")
    _gold(baselines)
    _index(baselines, "whose texts are cut into windows and paragraphs")
    _output(baselines, plot="recall against passages read, for each row")

    baselines.add_argument(
        "--runs", type=Path, metavar="DIR", help="write the run of each row there"
    )

    structure = command("structure", "score parts, dates, headings and actions", "structure")
    structure.add_argument(
        "--gold", type=Path, required=True, metavar="DIR", help="labels of structure"
    )
    _index(structure)
    _output(structure)

    beir = command("beir", "index and score a BEIR folder as it is", "beir")
    beir.add_argument("folder", type=Path, metavar="DIR", help="corpus, queries and qrels")
    beir.add_argument("--split", metavar="NAME", help="which qrels (test, else dev, else train)")
    beir.add_argument("--most", type=_count, metavar="N", help="only the first N queries")
    beir.add_argument("--index", type=Path, metavar="DIR", help="keep the index there")
    beir.add_argument("--runs", type=Path, metavar="DIR", help="write TREC runs and qrels there")
    _output(beir, plot="the hybrid against the better of its parts, by query")

    qmsum = command("qmsum", "how soon a reader of a meeting has read what was asked", "qmsum")
    qmsum.add_argument("folder", type=Path, metavar="DIR", help="SPLIT.docs.jsonl and queries")
    qmsum.add_argument("--split", default="val", metavar="NAME", help="default val")
    qmsum.add_argument(
        "--domain", default="committee", metavar="NAME", help="kind of meeting (committee)"
    )
    qmsum.add_argument("--index", type=Path, metavar="DIR", help="keep the index there")
    _output(qmsum)

    gate = command("gate", "hold the specimen archive to its floors, or pin them anew", "gate")
    gate.add_argument("action", nargs="?", choices=("check", "repin"), default="check")
    gate.add_argument("--reason", default="", metavar="WORDS", help="why a floor may fall")
    gate.add_argument("--gold", type=Path, metavar="DIR", help="labels (those of the specimen)")
    gate.add_argument("--floors", type=Path, metavar="FILE", help="floors (eval/floors.toml)")
    _index(gate, "of the specimen archive")
    gate.add_argument("--json", action="store_true", help="for scripts")

    learn = command(
        "learn", "learn the line of every and the judge of ask, and score them unseen", "learn"
    )
    learn.add_argument(
        "--pair",
        action="append",
        nargs=2,
        type=Path,
        required=True,
        metavar=("GOLD", "INDEX"),
        help="labels and the index they are of",
    )
    learn.add_argument("--write", action="store_true", help="keep what was learnt in search/")
    learn.set_defaults(index=None)
    _output(learn)


def _later(name: str) -> Handler:
    """The handler, imported when it is called: ``minuted --help`` measures nothing."""

    def handler(options: argparse.Namespace) -> int:
        from eval import measuring

        return int(getattr(measuring, name)(options))

    return handler


def _index(
    command: argparse.ArgumentParser, words: str = "where the index lies", required: bool = True
) -> None:
    command.add_argument(
        "--index",
        type=Path,
        metavar="DIR",
        help=f"{words} (MINUTED_INDEX or build/index)" if required else words,
    )


def _gold(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--gold", type=Path, required=True, metavar="DIR", help="queries.jsonl and spans.jsonl"
    )
    command.add_argument(
        "--only", action="append", default=[], metavar="PREFIX", help="queries whose id begins so"
    )


def _output(command: argparse.ArgumentParser, plot: str = "") -> None:
    form = command.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="for scripts")
    form.add_argument("--markdown", action="store_true", help="for a README")
    if plot:
        command.add_argument("--svg", type=Path, metavar="FILE", help=f"draw {plot}")
    command.add_argument(
        "--record", action="store_true", help="keep it as the last result, for the page"
    )


def _count(text: str) -> int:
    try:
        value = int(text)
    except ValueError:
        value = 0
    if not 1 <= value <= 1_000_000:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to 1,000,000")
    return value
