"""Actions in rows and cells: tables of actions, and minutes with a column for them."""

from __future__ import annotations

from dataclasses import replace

from corpus import dates
from corpus.kinds import MEETINGS
from corpus.model import Action, Passage, Span
from indexer.entities import action_owners, action_records, action_tables, undertakings
from indexer.entities.action_pairing import Reading

_NEAR = 200
"""Characters from an action's cell to the cells of its row that say whose it is and when due."""


def take(read: Reading, passage: Passage) -> bool:
    """Whether a passage was a row or a cell of a table of actions, and is dealt with."""
    if passage.kind == "cell":
        return _cell(read, passage)
    if passage.kind != "row":
        return False
    cells = passage.text.split("\t")
    head = action_tables.head(cells)
    if head is not None:
        read.table = head
        return True
    if len(cells) > 1 and max(map(len, cells)) < 30 and action_tables.column(cells[-1]) == "action":
        read.heads = tuple(cells)
        return True
    heads = tuple(passage.columns.split(" | ")) if passage.columns else ()
    table = (action_tables.head(list(heads)) if heads else None) or read.table
    kept = action_tables.row(table, cells) if table is not None else None
    if kept is None and len(cells) == 2 and action_owners.beside(cells[1], read.people):
        # A mark on the line of what is to be done, in a column of its own.
        told = undertakings.kind_of(" ".join(cells[0].split()), read.people)
        kept = action_tables.Kept(cells[1].strip(), None) if told or read.columns else None
    if kept is not None:
        one = read.record(passage, passage.span, "action")
        read.made.append(_owed(one, kept.owner, kept.due))
        return True
    return _last(read, passage, cells, heads or read.heads)


def marked(read: Reading, passage: Passage) -> str:
    """Whom the last cell of a row names, under 'Action', as owner of what the row says; ''."""
    if passage.kind != "row":
        return ""
    cells = passage.text.split("\t")
    heads = tuple(passage.columns.split(" | ")) if passage.columns else read.heads
    if not heads or len(cells) < len(heads) or action_tables.column(heads[-1]) != "action":
        return ""
    return cells[-1].strip() if action_owners.only_owners(cells[-1], read.people) else ""


def _last(read: Reading, passage: Passage, cells: list[str], heads: tuple[str, ...]) -> bool:
    """A row of minutes whose last column, headed 'Action', says what is to be done."""
    if not heads or len(cells) < len(heads) or action_tables.column(heads[-1]) != "action":
        return False
    last = cells[-1]
    start = passage.span.end - len(last)
    if len(last.split()) < 2 or action_owners.only_owners(last, read.people):
        return False
    read.made.append(read.record(passage, Span(start, passage.span.end), "action"))
    return True


def _cell(read: Reading, passage: Passage) -> bool:
    """A long row comes cell by cell: what is to be done, then by whom and when."""
    what = action_tables.column(passage.columns)
    words = " ".join(passage.text.split()).strip(" .")
    made = read.made
    if what in ("owner", "due") and made and passage.span.start - made[-1].span.end < _NEAR:
        if what == "owner" and len(words) < 80:
            made[-1] = _owed(made[-1], words, None)
        elif what == "due" and len(words) < 60:
            made[-1] = _owed(made[-1], None, words)
        return True
    if what != "action" or passage.part.kind not in MEETINGS:
        return False
    if action_owners.only_owners(words, read.people):
        told = read.loose[-1] if read.loose else None
        if told is not None and told[1] and passage.span.start - told[0].span.end < _NEAR:
            read.own(told[0], words)
    elif len(words) > 7 and not dates.find(words[:12]):
        made.append(read.record(passage, passage.span, "action"))
    return True


def _owed(one: Action, owner: str | None, due: str | None) -> Action:
    """An action with the owner and the day that a table gives it."""
    due_on = action_records.due_on(due, one.said_on) if due else one.due_on
    return replace(one, owner=owner or one.owner, due=due or one.due, due_on=due_on)
