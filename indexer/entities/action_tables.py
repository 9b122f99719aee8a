"""Actions kept in tables: what each column is by its head, and what a row says in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ACTION = re.compile(
    r"(?:agreed |required )?(?:actions?|tasks?)"
    r"(?: (?:required|agreed|points?|items?|needed|to be taken|description))?|what|"
    r"(?:decision|recommendation)s? (?:and|or|/) actions?|details? of actions?",
    re.IGNORECASE,
)
_OWNER = re.compile(
    r"(?:action )?(?:owners?|leads?|lead (?:officer|person|member)|by whom|who|whom|"
    r"responsib(?:le|ility)(?: (?:officer|person|of|for))?|assigned(?: to)?|allocated to|"
    r"action by|officers?|person|by|person responsible|officer responsible|lead name|initials|"
    r"actioned by)",
    re.IGNORECASE,
)
_DUE = re.compile(
    r"(?:due|due (?:date|by)|date due|deadline|(?:by )?when|timescales?|time ?frame|"
    r"target(?: date)?|"
    r"completion(?: date)?|complete by|to be completed(?: by)?|date for completion|by)",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"(?:ref(?:erence)?|no\.?|number|item|minute(?: (?:no\.?|ref|number))?|#|id|"
    r"date(?: (?:raised|of meeting))?|meeting(?: date)?|status|progress|updates?|comments?|"
    r"notes?|rag|subject|topic|issue|"
    r"priority|outcome|closed|open|complete[d]?)",
    re.IGNORECASE,
)

_SAID = re.compile(
    r"(?:discussions?|minutes?|notes?|details?|summary|description|points?)"
    r"(?: (?:of|and) (?:the )?(?:discussions?|points?|decisions?|meeting|outcomes?))?",
    re.IGNORECASE,
)
"""The head of the column that tells what was said: 'Discussion', 'Notes of discussion'."""


@dataclass(frozen=True, slots=True)
class Table:
    """The places of the columns of a table of actions; ``owner`` and ``due`` -1 where none is.
    With ``marked`` only the rows that have an owner are actions: minutes with a column beside."""

    count: int
    action: int
    owner: int = -1
    due: int = -1
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """One row: whose it is and when it is due, as printed, ``None`` where it does not say."""

    owner: str | None
    due: str | None


def head(cells: list[str]) -> Table | None:
    """The table that a row of heads opens; ``None`` where they are not those of actions."""
    bare = [" ".join(cell.split()).strip(" :*") for cell in cells]
    found = [at for at, cell in enumerate(bare) if _ACTION.fullmatch(cell)]
    owners = [at for at, cell in enumerate(bare) if _OWNER.fullmatch(cell) and at not in found]
    due = [
        at for at, cell in enumerate(bare) if _DUE.fullmatch(cell) and at not in [*found, *owners]
    ]
    named = len(found) + len(owners) + len(due)
    named += sum(bool(_OTHER.fullmatch(cell)) for cell in bare)
    last = len(bare) - 1
    told = last == 1 or (last == 2 and _OTHER.fullmatch(bare[0]) and _SAID.fullmatch(bare[1]))
    if not found and told and owners == [last] and "action" in bare[last].casefold():
        return Table(last + 1, last - 1, last, marked=True)
    if not found or not (owners or due) or named < len([cell for cell in bare if cell]):
        return None
    return Table(len(cells), found[0], owners[0] if owners else -1, due[0] if due else -1)


def row(table: Table, cells: list[str]) -> Kept | None:
    """What a row of a table of actions says; ``None`` where it holds no action."""
    if len(cells) != table.count or len(cells[table.action].strip()) < 3:
        return None
    if not re.search(r"[A-Za-z]{3}", cells[table.action]):
        return None
    owner = _cell(cells, table.owner)
    return None if table.marked and not owner else Kept(owner, _cell(cells, table.due))


def column(name: str) -> str:
    """What a column holds by its head alone: 'action', 'owner', 'due' or ''."""
    bare = " ".join(name.split()).strip(" :*")
    for what, pattern in (("action", _ACTION), ("owner", _OWNER), ("due", _DUE)):
        if pattern.fullmatch(bare):
            return what
    return ""


def _cell(cells: list[str], at: int) -> str | None:
    words = " ".join(cells[at].split()).strip(" .") if at >= 0 else ""
    return words or None
