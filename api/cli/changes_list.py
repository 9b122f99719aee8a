"""What is new since a day, in a terminal."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence

from api.cli.terminal import wrapped
from api.desk import changes, ledger
from api.views import coverage, request
from api.views.wording import count, date
from corpus.ledger import Matter


def told(engine: changes.Telling, options: argparse.Namespace) -> Iterator[str]:
    """JSON on one line, or text. Raises BadFilter, BadQuery."""
    since = request.iso(options.since, "since") or ""
    held = coverage.read(engine.index)
    found = changes.changes(engine, held, since, options.body or "", options.text)
    if options.json:
        yield json.dumps(changes.record(engine, found), ensure_ascii=False)
        return
    yield f"{count(len(found.papers), 'new paper')} since {date(since)}."
    for paper in found.papers:
        yield from wrapped(f"  {date(paper.document.date)}  {paper.document.title}")
        for part in paper.parts if len(paper.parts) > 1 else ():
            again = " (printed before)" if part.reprint else ""
            yield from wrapped(f"    {part.title or part.kind}, {date(part.said_on)}{again}")
    if options.text:
        yield f"{count(found.hits_total, 'passage')} on {options.text}."
        for hit in found.hits:
            quote = f"“{' '.join(hit.passage.text.split())}”"
            yield from wrapped(f"  {date(hit.passage.said_on)}  {quote}")
    yield f"Came due and not said to be over: {found.due_total}."
    yield from _matters(found.due)
    yield f"Promised, agreed or asked for: {found.promised_total}."
    yield from _matters(found.promised)


def _matters(matters: Sequence[Matter]) -> Iterator[str]:
    for one in matters:
        facts = [date(one.said_on), one.owner or "", f"due {one.due}" if one.due else ""]
        yield from wrapped(f"  {' · '.join(filter(None, facts))} · {ledger.status_line(one)}")
        yield from wrapped(f"    “{one.words}”")
