"""What was agreed to be done: by whom, by when, said when, each with its span.

An action is a row of a table of actions, a paragraph under a heading that says 'Action' or beside
an owner's mark, a sentence that begins with it, or one in which somebody undertakes, is tasked
with, or is asked for something. Letters and inspection reports hold what is due by a day. A plan
is not an agreement and is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from corpus import dates
from corpus.kinds import MEETINGS
from corpus.model import Action, Part, Passage, Section, Span
from corpus.sentences import starts
from indexer.entities import action_owners, action_records, action_tables, undertakings
from indexer.entities.action_owners import Known
from indexer.entities.action_records import Updates
from indexer.entities.action_tables import Table
from indexer.language import lexicon, patterns, phrases

_DUTIES = frozenset(["letter", "inspection_report"])

_HEADING = phrases.either("actions", "headed")
_NO_HEADING = phrases.either("actions", "not_headed")
_NONE = re.compile(
    r"(?:none|nil|n/?a|no actions?|not applicable|there (?:were|was) no\b.*)\W*", re.IGNORECASE
)
_ITEM = re.compile(r"(?:\d[\d./]*[a-z]?|[a-z]|[A-Z]\.?\d[\d.]*)[.)]?\s+")
_Path = tuple[str, ...]

_TAG = re.compile(r"</?p>|<br ?/?>", re.IGNORECASE)


@dataclass(slots=True)
class _Read:
    """What is known while the passages of one part are read, in order.

    ``loose`` are the paragraphs of the item at hand that no owner's mark has followed yet, with
    the actions found in each; ``marks`` the owners' marks that wait to be paired with them.
    """

    part: Part
    people: Known
    columns: frozenset[_Path]
    table: Table | None = None
    loose: list[tuple[Passage, list[Action]]] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    before: Passage | None = None


def actions(text: str, found: Sequence[Passage]) -> list[Action]:
    """The actions that passages hold, in order of the text; spans are disjoint."""
    made: list[Action] = []
    updates = action_records.updates(found)
    columns = _columns(found)
    read: _Read | None = None
    for passage in found:
        part = passage.part
        if (
            passage.kind == "heading"
            or part.kind not in MEETINGS | action_records.TELLING | _DUTIES
        ):
            continue
        if read is None or read.part is not part:
            _pair(text, read, made, updates)
            read = _Read(part, action_owners.known(part), columns.get(part.number, frozenset()))
        meeting = part.kind in MEETINGS
        if _row(text, passage, read, made, updates):
            continue
        owner = action_owners.assigned(passage.text, read.people) if meeting else ""
        if owner:
            _assign(text, passage, owner, read, made, updates)
            continue
        numbered = any(map(_ITEM.match, passage.section.headings))
        marks = passage.kind == "paragraph" and numbered
        if meeting and marks and action_owners.beside(passage.text, read.people):
            read.marks.append(passage.text.strip(" .;:*_()[]"))
            continue
        if read.marks or (
            read.before and action_records.item(read.before) != action_records.item(passage)
        ):
            _pair(text, read, made, updates)
        fresh = _passage(text, passage, read, updates)
        made.extend(fresh)
        read.loose.append((passage, fresh))
        read.before = passage
    _pair(text, read, made, updates)
    return _disjoint(made)


def _passage(text: str, passage: Passage, read: _Read, updates: Updates) -> list[Action]:
    """The actions of one paragraph, item or cell."""
    part = passage.part
    meeting = part.kind in MEETINGS
    if meeting and _headed(passage.section, read.columns):
        return (
            [action_records.record(text, passage, passage.span, "action", updates)]
            if _do(passage)
            else []
        )
    made = []
    for span in sentences(text, passage.span):
        words = " ".join(text[span.start : span.end].split())
        kind = ""
        if meeting or part.kind in action_records.TELLING:
            kind = undertakings.kind_of(words, read.people, told=not meeting)
        if not kind and part.kind in _DUTIES:
            kind = undertakings.kind_in_writing(words, part.kind == "letter")
        if kind:
            one = action_records.record(text, passage, span, kind, updates)
            if kind == "promise" and part.kind == "letter":
                one = replace(one, owner=_author(part))
            elif kind == "duty":
                who = undertakings.in_duty(words)
                one = replace(one, owner=who if action_owners.somebody(who, part) else None)
            elif one.owner is None:
                one = replace(one, owner=undertakings.subject(words, read.people))
            made.append(one)
    return made


def _author(part: Part) -> str | None:
    """Who promises in a letter that one person signs."""
    signs = [one.name for one in part.people if one.attendance == "author"]
    return signs[0] if len(signs) == 1 else None


def _do(passage: Passage) -> bool:
    """Whether words under 'Action' say anything to be done: no date, no 'None', no figures."""
    words = passage.text.strip()
    if _NONE.fullmatch(words) or len(words) < 8:
        return False
    if passage.kind == "row" and not any(len(one.split()) > 2 for one in words.split("\t")):
        return False
    dated = dates.find(words)
    return not dated or len(words) - sum(len(one.span) for one in dated) > 12


def _row(
    text: str,
    passage: Passage,
    read: _Read,
    made: list[Action],
    updates: Updates,
) -> bool:
    """Whether a passage is a row or a cell of a table of actions; its action is put to ``made``."""
    if passage.kind == "cell":
        return _table_cell(text, passage, read, made, updates)
    if passage.kind != "row":
        return False
    cells = passage.text.split("\t")
    head = action_tables.head(cells)
    if head is not None:
        read.table = head
        return True
    heads = passage.columns.split(" | ") if passage.columns else []
    table = (action_tables.head(heads) if heads else None) or read.table
    kept = action_tables.row(table, cells) if table is not None else None
    if kept is None and len(cells) == 2 and action_owners.beside(cells[1], read.people):
        # A mark on the line of what is to be done, in a column of its own.
        told = undertakings.kind_of(" ".join(cells[0].split()), read.people)
        kept = action_tables.Kept(cells[1].strip(), None) if told or read.columns else None
    if kept is None:
        return False
    one = action_records.record(text, passage, passage.span, "action", updates)
    made.append(_owed(one, kept.owner, kept.due))
    return True


def _table_cell(
    text: str,
    passage: Passage,
    read: _Read,
    made: list[Action],
    updates: Updates,
) -> bool:
    """A long row comes cell by cell: what is to be done, then by whom and when."""
    what = action_tables.column(passage.columns)
    near = made and made[-1].part == passage.part.number
    if what in ("owner", "due") and near and passage.span.start - made[-1].span.end < 200:
        words = " ".join(passage.text.split()).strip(" .")
        if what == "owner" and len(words) < 80:
            made[-1] = _owed(made[-1], words, None)
        elif what == "due" and len(words) < 60:
            made[-1] = _owed(made[-1], None, words)
        return True
    if what == "action" and passage.part.kind in MEETINGS:
        if action_owners.only_owners(passage.text, read.people) or not _do(passage):
            return True
        made.append(action_records.record(text, passage, passage.span, "action", updates))
        return True
    return False


def _owed(one: Action, owner: str | None, due: str | None) -> Action:
    """An action with the owner and the day that a table gives it."""
    due_on = action_records.due_on(due, one.said_on) if due else None
    return replace(
        one, owner=owner or one.owner, due=due or one.due, due_on=due_on if due else one.due_on
    )


def _assign(
    text: str,
    passage: Passage,
    owner: str,
    read: _Read,
    made: list[Action],
    updates: Updates,
) -> None:
    """'ACTION: MS' owns what the paragraph above it in its item says, else the item's heading."""
    before = read.before
    if before is not None and action_records.item(before) == action_records.item(passage):
        _own(text, before, owner, read, made, updates)
    elif (
        heading := passage.section.heading
    ) is not None and heading.start >= passage.part.span.start:
        made.append(
            replace(action_records.record(text, passage, heading, "action", updates), owner=owner)
        )
    read.loose.clear()
    read.marks.clear()


def _own(
    text: str, passage: Passage, owner: str, read: _Read, made: list[Action], updates: Updates
) -> None:
    """Of a paragraph's actions those that name its owner are the owner's, else the last of them;
    where it holds none, it is one itself."""
    held = [at for at, one in enumerate(made) if one.span.overlap(passage.span)]
    mine = [
        at
        for at in held
        if action_owners.names(text[made[at].span.start : made[at].span.end], owner, read.people)
    ]
    for at in mine or held[-1:]:
        made[at] = replace(made[at], owner=owner)
    if not held:
        one = action_records.record(text, passage, passage.span, "action", updates)
        made.append(replace(one, owner=owner))


def _pair(text: str, read: _Read | None, made: list[Action], updates: Updates) -> None:
    """Owners' marks of a column beside an item, each with the paragraph that names its owner.

    Without a head that says 'Action' a mark only owns what is known to be an action of nobody.
    """
    if read is None:
        return
    free = [one for one in read.loose if all(two.owner is None for two in one[1])]
    for marks in read.marks:
        named = [one for one in free if action_owners.names(one[0].text, marks, read.people)]
        told = [one for one in named if one[1]]
        if not told and read.columns:
            told = named[:1]
        if not told and len(read.marks) == 1 and sum(bool(one[1]) for one in read.loose) == 1:
            told = [one for one in free if one[1]]
        if told:
            free.remove(told[0])
            _own(text, told[0][0], marks, read, made, updates)
    read.loose.clear()
    read.marks.clear()


def _disjoint(made: Sequence[Action]) -> list[Action]:
    """Actions in order of the text; of two that overlap the one with an owner, else the first."""
    kept: list[Action] = []
    for one in sorted(made, key=lambda one: (one.span.start, one.span.end)):
        if kept and kept[-1].span.overlap(one.span):
            if one.owner and not kept[-1].owner:
                kept[-1] = one
            continue
        kept.append(one)
    return kept


def sentences(text: str, span: Span) -> Iterator[Span]:
    """The sentences of a passage; 'Action:' inside one begins another."""
    start = span.start
    cuts = [*starts(text, span.start, span.end)]
    cuts += [tag.end() for tag in _TAG.finditer(text, span.start, span.end)]
    cuts += [led.start() for led in action_owners.LED.finditer(text, span.start, span.end)]
    for cut in [*sorted(set(cuts) - {start}), span.end]:
        first, last = start, cut
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if last - first > 15:
            yield Span(first, last)
        start = cut


def _headed(section: Section, columns: frozenset[_Path]) -> bool:
    """Whether the heading over a passage says 'Action', and no later one 'Update'."""
    path = section.headings
    for at in range(len(path) - 1, -1, -1):
        if _NO_HEADING.search(path[at]):
            return False
        if _HEADING.search(path[at]):
            return path[: at + 1] not in columns
    return False


def _columns(found: Sequence[Passage]) -> dict[int, frozenset[_Path]]:
    """Headings that are the head of a column beside the minutes, by part: the numbered items of a
    meeting's agenda stand under them, which are no actions."""
    made: dict[int, set[_Path]] = {}
    for passage in found:
        path = passage.section.headings
        for at, (one, below) in enumerate(pairwise(path)):
            item = _ITEM.match(below)
            if item is None or not _HEADING.fullmatch(one.strip(" :")):
                continue
            if lexicon.KNOWN.fullmatch(patterns.words(below[item.end() :]).rstrip(":. ")):
                made.setdefault(passage.part.number, set()).add(path[: at + 1])
    return {part: frozenset(paths) for part, paths in made.items()}
