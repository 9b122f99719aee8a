"""The ledger in a terminal."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator

from api.cli.terminal import wrapped
from api.desk import ledger
from api.desk.ledger import Asking, LedgerWanted
from api.export import lists
from api.views.wording import count, date
from corpus.ledger import RELATIONS, STATUSES, Matter
from search.index import Index
from search.ledger import Matters

_QUOTED = 200


def wanted(options: argparse.Namespace) -> LedgerWanted:
    """What the command line asks for; raises BadFilter."""
    names = ("owner", "body", "status", "since", "until")
    pairs = [("q", options.text), *((name, getattr(options, name) or "") for name in names)]
    return ledger.from_pairs([*pairs, ("kind", "expectations" if options.expectations else "")])


def exported(engine: Asking, want: LedgerWanted, form: str) -> Iterator[bytes]:
    """All records as CSV or JSON Lines."""
    records = (ledger.matter(engine.index, one) for one in ledger.everything(engine, want))
    csv = form == "csv"
    made = lists.table_lines(ledger.COLUMNS, ledger.rows(records)) if csv else None
    return (text.encode() for text in made or lists.json_lines(records))


def told(engine: Asking, want: LedgerWanted, limit: int, as_json: bool) -> Iterator[str]:
    """The first records: JSON on one line, or text."""
    if as_json:
        return iter([json.dumps(ledger.listing(engine, want, limit), ensure_ascii=False)])
    return lines(engine.index, ledger.find(engine, want, limit))


def lines(index: Index, found: Matters) -> Iterator[str]:
    """How many there are by status, then each record with what returns to it."""
    held = [(found.counts.get(name, 0), words) for name, words in STATUSES.items()]
    told = [f"{number} {words}" for number, words in held if number]
    yield f"{count(found.total, 'record')}{': ' if told else ''}{', '.join(told)}."
    for number, one in enumerate(found.matters, 1):
        yield ""
        yield from _record(index, one, number)
    if found.total > len(found.matters):
        yield ""
        yield f"Shown are {len(found.matters)} of {found.total}; --limit shows more."


def _record(index: Index, one: Matter, number: int) -> Iterator[str]:
    facts = [date(one.said_on), one.body, f"owed by {one.owner}" if one.owner else ""]
    facts.append(f"due {one.due}" if one.due else "")
    yield from wrapped(f"{number}. {ledger.status_line(one)}: {' · '.join(filter(None, facts))}")
    yield from (f"     {line}" for line in wrapped(f"“{one.words}”"))
    yield f"   {one.document} {one.span.start}-{one.span.end}"
    for back in one.returns:
        words = ledger.quoted(index, back.document, back.span, _QUOTED)
        told = f"{date(back.said_on)}, {RELATIONS[back.relation]}: “{words}”"
        yield from (f"   > {line}" for line in wrapped(told))
