"""The command line. Nothing heavy is imported before it is known what is asked."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from api.views.shows import SHOWS
from api.views.statuses import FAULT, INTERRUPTED, outcome
from corpus.errors import MinutedError
from corpus.fields import FIELDS

_BAD_INPUT = 2
_VERSION = "show program's version number and exit"
_SPAN = "a year, month or day, inclusive: 2018, 2018-05, 2018-05-29, 2018/19, Q4 2018/19"


_BRIEF = frozenset(("search", "every", "ask", "figures", "brief", "actions", "changes", "show"))
"""Commands that read an index, print and end."""


class _Version(argparse.Action):
    """Says which Minuted this is; to find that out takes longer than all else of ``--help``."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from api.views.version import version

        print(f"Minuted {version()}")
        parser.exit()


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, with exit code 2."""

    def error(self, message: str) -> NoReturn:
        self.exit(_BAD_INPUT, f"{self.prog}: {message}. See {self.prog} --help.\n")


def parser(with_eval: bool = False) -> Parser:
    """All commands. ``with_eval`` fills in the evaluation's own, which costs an import."""
    root = Parser(
        prog="minuted",
        description="Search and cited answers over archives of public scrutiny papers.",
        epilog="Exit codes: 0 fine, 2 not understood, 3 some files could not be read, "
        "4 not there, 5 an index that cannot be used, 6 busy, 7 storage, 8 the model, "
        "9 a quotation that its source does not hold, 10 an optional part that is not "
        "installed, 11 an index that cannot be reached.",
        allow_abbrev=False,
    )
    root.add_argument("--version", action=_Version, nargs=0, help=_VERSION)
    root.add_argument("--debug", action="store_true", help="show where an error comes from")
    commands = root.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _index(_command(commands, "index", "read an archive and build its index"))
    search = _command(commands, "search", "passages, best first")
    search.add_argument("--limit", type=_number(1, 1000), default=10, help="how many (default 10)")
    search.add_argument(
        "--sort",
        choices=("relevance", "newest", "oldest", "date"),
        default="relevance",
        help="date is oldest",
    )
    _every(_command(commands, "every", "every time it was discussed, in order of date"))
    ask = _command(commands, "ask", "an answer in the source's own words, or none")
    ask.add_argument("--limit", type=_number(1, 100), default=5, help="how many passages beside it")
    ask.add_argument(
        "--written", action="store_true", help="and as a language model writes it, if one is set"
    )
    ask.add_argument("--explain", action="store_true", help="say how the passages were ordered")
    figures = _command(commands, "figures", "what was measured, as series by period")
    figures.add_argument("--format", choices=("csv", "jsonl"), help="instead of plain text")
    figures.add_argument("--out", type=Path, metavar="FILE", help="write there")
    brief = _command(commands, "brief", "a topic before a meeting, with draft questions")
    brief.add_argument("--for", dest="meeting", metavar="DAY", help="the day of the meeting")
    actions = _command(commands, "actions", "what was promised and what became of it")
    _actions(actions)
    changes = _command(commands, "changes", "what is new since a day")
    changes.add_argument("text", metavar="TEXT", nargs="?", default="", help="a topic, or nothing")
    changes.add_argument("--since", metavar="DATE", required=True, help=_SPAN)
    changes.add_argument("--body", metavar="BODY", help="whose meetings and papers")
    for command in (search, commands.choices["every"], ask, figures, brief):
        command.add_argument("text", metavar="TEXT", help="a question, a topic or words")
        _filters(command)
    show = _command(commands, "show", "what was understood of a document, as a tree")
    show.add_argument("document", metavar="DOCUMENT", help="its path in the archive")
    show.add_argument("--passages", action="store_true", help="list the passages too")
    serve = _command(commands, "serve", "the pages and the HTTP service")
    serve.add_argument("--host", help="address to serve on (default 127.0.0.1)")
    serve.add_argument("--port", type=_number(0, 65535), help="port to serve on (default 8000)")
    serve.add_argument(
        "--access-log", action="store_true", help="say each request on stderr, not what was asked"
    )
    # What the process that was started passes to the one that serves.
    serve.add_argument("--socket", type=_number(0, 1_000_000), help=argparse.SUPPRESS)
    serve.add_argument("--again", action="store_true", help=argparse.SUPPRESS)
    mcp = _command(commands, "mcp", "a server of the Model Context Protocol, on stdin and stdout")
    check = _command(commands, "check", "compare the index with its checksums")
    doctor = _command(commands, "doctor", "settings, model, index, and what is missing")
    printing = (search, commands.choices["every"], ask, figures, brief, actions, changes)
    for command in (*printing, show, check, doctor):
        command.add_argument("--json", action="store_true", help="for scripts")
    for command in (
        search,
        commands.choices["every"],
        ask,
        figures,
        brief,
        actions,
        changes,
        show,
        serve,
        mcp,
        check,
        doctor,
    ):
        _location(command)
        command.add_argument(
            "--archive", metavar="FOLDER", type=_folder, help="the archive whose own index is meant"
        )
    evaluation = commands.add_parser("eval", help="measure how good the answers are")
    if with_eval:
        from eval.commands.register import register

        register(evaluation)
    return root


def _command(
    commands: argparse._SubParsersAction[Parser], name: str, words: str
) -> argparse.ArgumentParser:
    return commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")


def _location(command: argparse.ArgumentParser) -> None:
    command.add_argument("--index", metavar="DIR", help="where the index lies (build/indexes/NAME)")


def _index(command: argparse.ArgumentParser) -> None:
    command.add_argument("archive", metavar="ARCHIVE", type=_folder, help="a folder of documents")
    command.add_argument("--ocr", action="store_true", help="read scanned pages with OCRmyPDF")
    command.add_argument("--rebuild", action="store_true", help="read everything again")
    command.add_argument("--json", action="store_true", help="the build's report, for scripts")
    _location(command)


def _every(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--off", action="append", default=[], metavar="NAME", help="words not to look for"
    )
    command.add_argument(
        "--add", action="append", default=[], metavar="NAME", help="other words to look for too"
    )
    command.add_argument("--line", metavar="0..1", help="how sure: lower shows more")
    command.add_argument(
        "--right", action="append", default=[], metavar="ID", help="a passage that belongs"
    )
    command.add_argument(
        "--wrong", action="append", default=[], metavar="ID", help="a passage that does not"
    )
    command.add_argument(
        "--show",
        choices=SHOWS,
        default="all",
        help="all of the list; what is discussed, or named in passing; by how much of the topic is "
        "named: the whole, part, in the heading alone, close in meaning alone; or below: the "
        "likeliest of what may be about it",
    )
    command.add_argument("--sort", choices=("oldest", "newest"), default="oldest")
    command.add_argument("--format", choices=("csv", "jsonl", "docx"), help="instead of plain text")
    command.add_argument("--out", type=Path, metavar="FILE", help="write there (docx needs it)")


def _actions(command: argparse.ArgumentParser) -> None:
    command.add_argument("text", metavar="TEXT", nargs="?", default="", help="a topic, or nothing")
    command.add_argument("--status", metavar="STATUS", help="open, done, … or unfinished")
    command.add_argument("--owner", metavar="NAME", help="who owes it: a person or an office")
    command.add_argument("--body", metavar="BODY", help="whose meeting or paper")
    command.add_argument("--since", metavar="DATE", help=_SPAN)
    command.add_argument("--until", metavar="DATE", help=_SPAN)
    command.add_argument(
        "--expectations", action="store_true", help="forecasts, which nobody owes, instead"
    )
    command.add_argument("--limit", type=_number(1, 1000), default=20, help="how many (default 20)")
    command.add_argument("--format", choices=("csv", "jsonl"), help="all of them, not as text")
    command.add_argument("--out", type=Path, metavar="FILE", help="write there")


def _filters(command: argparse.ArgumentParser) -> None:
    group = command.add_argument_group("filters")
    group.add_argument("--since", metavar="DATE", help=_SPAN)
    group.add_argument("--until", metavar="DATE", help=_SPAN)
    for field in FIELDS:
        group.add_argument(
            f"--{field.name}",
            action="append",
            default=[],
            metavar=field.name.upper(),
            help=field.help,
        )


def _folder(text: str) -> Path:
    """A folder, with ``~`` resolved also where no shell has done so."""
    return Path(text).expanduser()


def _number(least: int, most: int):  # type: ignore[no-untyped-def]
    """A whole number within bounds, for argparse."""

    def number(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = least - 1
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is no number from {least} to {most}")
        return value

    return number


def run() -> NoReturn:
    """The process ``minuted``. One that only prints an answer neither looks for garbage nor takes
    its memory apart at the end: both together take a fifth of its time."""
    brief = _command_of(sys.argv[1:]) in _BRIEF
    if brief:
        gc.disable()
    code = main()
    if brief:
        with suppress(BrokenPipeError):
            sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _command_of(given: Sequence[str]) -> str:
    return next((word for word in given if not word.startswith("-")), "")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. An expected error is one line on stderr."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = parser(_command_of(given) == "eval").parse_args(given)
    try:
        return _run(options)
    except MinutedError as error:
        if options.debug:
            raise
        print(f"minuted: {one_line(error)}", file=sys.stderr)
        return outcome(error).exit
    except KeyboardInterrupt:
        print("minuted: stopped; what was built before is untouched.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has had enough; say nothing more, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a panic of the libraries in Rust is no Exception
        if options.debug:
            raise
        what = f"{type(error).__name__}: {error}"
        print(
            f"minuted: a fault in Minuted itself ({one_line(what)}). "
            "Run it again as `minuted --debug ...` to see where.",
            file=sys.stderr,
        )
        return FAULT


def _run(options: argparse.Namespace) -> int:
    if options.command == "eval":
        run = getattr(options, "run", None)
        if run is None:
            print("minuted eval: say what to measure. See minuted eval --help.", file=sys.stderr)
            return _BAD_INPUT
        return int(run(options) or 0)
    from api.cli import commands

    return commands.run(options)


def one_line(error: object) -> str:
    """A message without line ends or control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in str(error)).split())


if __name__ == "__main__":
    run()
