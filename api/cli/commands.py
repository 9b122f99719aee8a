"""What each command does. Results go to stdout, everything else to stderr."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, is_dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from api.cli import terminal
from api.views import known_values, request, serialise, wording
from api.views.hit_list import Listed
from api.views.permalinks import permalink
from api.views.request import Wanted
from api.views.statuses import SOME_FILES_UNREAD
from corpus import extras
from corpus.errors import BadFilter, BadSetting, StorageFailed
from corpus.fields import FIELD_NAMES
from search import home
from search.every.adjustments import Adjustments
from search.settings import Settings


def run(options: argparse.Namespace) -> int:
    """Do one command; returns its exit code. Raises MinutedError."""
    settings = Settings.from_environment()
    if options.index:
        settings = replace(settings, index=Path(options.index))
    if options.command == "index":
        settings = replace(settings, index=home.place_for(settings, options.archive))
    elif options.command != "doctor":
        settings = replace(settings, index=home.located(settings, options.archive))
    commands: dict[str, Callable[[argparse.Namespace, Settings], int]] = {
        "index": index,
        "search": search,
        "every": every,
        "ask": ask,
        "figures": figures,
        "brief": brief,
        "actions": actions,
        "changes": changes,
        "show": show,
        "serve": serve,
        "mcp": mcp,
        "check": check,
        "doctor": doctor,
    }
    return commands[options.command](options, settings)


def index(options: argparse.Namespace, settings: Settings) -> int:
    """Build; the exit code says whether every file could be read."""
    from api.cli.progress_bar import Progress
    from indexer.build import build_index

    _told_of_replacing(options.archive, settings.index)
    with Progress() as progress:
        report = build_index(
            options.archive, settings, ocr=options.ocr, rebuild=options.rebuild, progress=progress
        )
    if options.json:
        _print(json.dumps(_plain(report), ensure_ascii=False))
    else:
        _lines(text for line in report.lines() for text in terminal.wrapped(line))
        if report.build:
            _print(f"The index of {options.archive} lies in {settings.index}.")
    return 0 if report.complete else SOME_FILES_UNREAD


def _told_of_replacing(archive: Path, location: Path) -> None:
    """Say before it is done that the index of another archive will be replaced."""
    before = home.held_at(location)
    if before and archive.is_dir() and before.archive != str(archive.resolve()):
        print(
            f"minuted: the index at {location} is of another archive, {before.archive} "
            f"({wording.count(before.documents, 'document')}). It is replaced once the index of "
            f"{archive} is whole; Ctrl-C until then keeps it. --index DIR builds elsewhere.",
            file=sys.stderr,
            flush=True,
        )


def _engine(settings: Settings, where: Any = None, patient: bool = True) -> Any:
    from search.engine import Engine

    engine = Engine.open(settings.index, settings, patient)
    if where is not None:
        known_values.checked(engine.index, where)
    return engine


def _want(options: argparse.Namespace) -> Wanted:
    return Wanted(
        text=request.query(request.clean(options.text).strip()),
        where=request.where(
            options.since,
            options.until,
            {name: getattr(options, name) for name in FIELD_NAMES},
        ),
    )


def search(options: argparse.Namespace, settings: Settings) -> int:
    """Passages, best first."""
    want = _want(options)
    engine = _engine(settings, want.where)
    result = engine.search(want.text, want.where, options.limit, 0, options.sort)
    if options.json:
        return _print(json.dumps(serialise.search(engine, result), ensure_ascii=False))
    return _lines(terminal.search(engine, result, terminal.ORDERS[options.sort]))


def ask(options: argparse.Namespace, settings: Settings) -> int:
    """The answer, or that the archive does not say."""
    want = _want(options)
    engine = _engine(settings, want.where)
    result = engine.ask(want.text, want.where, max(options.limit, 5))
    written = None
    if options.written:
        from search.writing import writer

        written = writer.write(settings, want.text, result.hits, engine.cite)
    result = replace(result, hits=result.hits[: options.limit])
    if options.json:
        more = {"written": serialise.written(written)} if written else {}
        _print(json.dumps(serialise.ask(engine, result) | more, ensure_ascii=False))
    else:
        if written:
            _lines([*terminal.written(written), ""])
        _lines(terminal.ask(engine, result, globals()))
        if options.explain:
            _lines(terminal.order(result))
    return 0


def every(options: argparse.Namespace, settings: Settings) -> int:
    """All of it, by date: as text, JSON, CSV, JSON Lines or DOCX."""
    want = _want(options)
    if options.format == "docx" and options.out is None:
        raise BadSetting("A DOCX cannot be shown here. Say where to write it: --out FILE.")
    if set(options.right) & set(options.wrong):
        raise BadFilter("A passage is said both to belong and not to. Say one of the two.")
    marks = dict.fromkeys(options.wrong, False) | dict.fromkeys(options.right, True)
    line = request.line(options.line)
    adjust = Adjustments(tuple(options.off), tuple(options.add), line, marks)
    engine = _engine(settings, want.where)
    result = engine.every(want.text, want.where, adjust)
    rows = Listed(engine.index, result, options.show, options.sort == "newest")
    base = settings.address or settings.served_at
    made_of = serialise.every(engine, rows, base)
    names = [name.text for name in result.asked.names if name.on]
    if options.format == "docx":
        from api.export import docx_export

        cited = ((level, engine.cite(hit), permalink(hit.passage, base)) for level, hit in rows)
        body = docx_export.every_document(f"Every time: {want.text}", names, cited)
        return _write(options.out, [body])
    if options.format:
        from api.export import lists

        made = lists.csv_lines(made_of) if options.format == "csv" else lists.json_lines(made_of)
        return _write(options.out, (text.encode() for text in made))
    if options.json:
        head = serialise.every_head(result) | {"hits": list(made_of)}
        return _print(json.dumps(head, ensure_ascii=False))
    return _lines(terminal.every(engine, result, rows, options.show))


def figures(options: argparse.Namespace, settings: Settings) -> int:
    """The figures of a topic: as text, JSON, CSV or JSON Lines."""
    from api.cli import figure_lists
    from api.desk import figure_records
    from api.export import lists
    from search.figures.collect import figures_of

    want = _want(options)
    engine = _engine(settings, want.where)
    found = figures_of(engine.index, engine.every(want.text, want.where))
    made_of = figure_records.records(engine, found)
    if options.format:
        made = lists.figure_lines(made_of) if options.format == "csv" else lists.json_lines(made_of)
        return _write(options.out, (text.encode() for text in made))
    if options.json:
        head = {"topics": list(found.asked.topics), "read": found.read, "left": found.left}
        return _print(json.dumps(head | {"figures": list(made_of)}, ensure_ascii=False))
    return _lines(figure_lists.figures(engine, found))


def brief(options: argparse.Namespace, settings: Settings) -> int:
    """What to know of a topic before a meeting, and what may be asked."""
    from api.cli import briefing_lists
    from api.desk import briefing_records
    from search.briefing.collect import before
    from search.briefing.collect import brief as made_of

    want = _want(options)
    day = briefing_records.meeting_day(options.meeting)
    engine = _engine(settings, want.where)
    found = made_of(engine.index, engine.every(want.text, before(want.where, day)), day)
    if options.json:
        return _print(json.dumps(briefing_records.record(engine, found), ensure_ascii=False))
    return _lines(briefing_lists.briefing(engine, found))


def actions(options: argparse.Namespace, settings: Settings) -> int:
    """The ledger: as text, JSON, CSV or JSON Lines."""
    from api.cli import ledger_list

    engine, want = _engine(settings), ledger_list.wanted(options)
    if options.format:
        return _write(options.out, ledger_list.exported(engine, want, options.format))
    return _lines(ledger_list.told(engine, want, options.limit, options.json))


def changes(options: argparse.Namespace, settings: Settings) -> int:
    """New papers, what they promise, what came due: as text or JSON."""
    from api.cli import changes_list

    return _lines(changes_list.told(_engine(settings), options))


def show(options: argparse.Namespace, settings: Settings) -> int:
    """The tree of one document."""
    from api.views import document_tree
    from search.index import open_index

    held = open_index(settings.index)
    understanding = held.understanding(options.document)
    if options.json:
        return _print(
            json.dumps(document_tree.tree(understanding, options.passages), ensure_ascii=False)
        )
    return _lines(terminal.tree(understanding, options.passages))


def check(options: argparse.Namespace, settings: Settings) -> int:
    """Whether the index is whole, and what its last build could not read."""
    from api.cli.progress_bar import Progress
    from indexer.check import check as check_index
    from search.encoding.model_cache import check as check_encoder

    with Progress() as progress:
        found = check_index(settings.index, progress)
    check_encoder(settings)
    if options.json:
        return _print(json.dumps(_plain(found), ensure_ascii=False))
    return _lines(terminal.checked(_plain(found), str(settings.index)))


def mcp(options: argparse.Namespace, settings: Settings) -> int:
    """Answer one client of the Model Context Protocol until it hangs up."""
    extras.needed("mcp")
    from api.mcp.server import server

    server(_engine(settings)).run()
    return 0


def doctor(options: argparse.Namespace, settings: Settings) -> int:
    """Settings, model, index and what is missing; the exit code is that of the first trouble."""
    from api.cli import doctor as examination

    found = examination.examined(settings, options.archive)
    if options.json:
        _print(json.dumps(found.to_json(), ensure_ascii=False))
    else:
        _lines(text for line in found.lines() for text in terminal.wrapped(line))
    return found.exit


def serve(options: argparse.Namespace, settings: Settings) -> int:
    """Serve until stopped. The page is up at once; the encoder loads behind it."""
    from api.cli import server

    settings = replace(
        settings,
        host=options.host or settings.host,
        port=settings.port if options.port is None else options.port,
    )
    if options.socket is None:
        return server.serve(settings, options)
    return server.serve_here(settings, options, partial(_engine, patient=False))


def _write(path: Path | None, pieces: Iterable[bytes]) -> int:
    if path is None:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return 0
    try:
        with path.open("wb") as file:
            file.writelines(pieces)
    except OSError as error:
        reason = (error.strerror or "it cannot be written").lower()
        raise StorageFailed(f"{path} could not be written: {reason}.") from None
    print(f"Written to {path}.", file=sys.stderr)
    return 0


def _print(text: str) -> int:
    return _lines([text])


def _lines(lines: Iterable[str]) -> int:
    for text in lines:
        sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()
    return 0


def _plain(value: Any) -> Any:
    """A report as JSON holds it."""
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)
