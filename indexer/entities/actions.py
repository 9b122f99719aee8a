"""What was agreed to be done: by whom, by when, said when, each with its span.

An action is a row of a table of actions, a paragraph under a heading that says 'Action' or beside
an owner's mark, a sentence that begins with it, or one in which somebody undertakes, is tasked
with, or is asked for something. Letters and inspection reports hold what is due by a day. A plan
is not an agreement and is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus import dates
from corpus.kinds import MEETINGS
from corpus.model import Action, Part, Passage, Section, Span
from corpus.sentences import starts
from indexer.entities import (
    action_owners,
    action_records,
    action_rows,
    commitment_model,
    undertakings,
)
from indexer.entities.action_pairing import Path, Reading
from indexer.language import lexicon, patterns, phrases

_HEADING = phrases.either("actions", "headed")
_NO_HEADING = phrases.either("actions", "not_headed")
_NONE = re.compile(
    r"(?:none|nil|n/?a|no actions?|not applicable|there (?:were|was) no\b.*)\W*", re.IGNORECASE
)
_ITEM = re.compile(r"(?:\d[\d./]*[a-z]?|[a-z]|[A-Z]\.?\d[\d.]*)[.)]?\s+")
_NAME = 4
"""Words of a cell that is but a name."""
_TAG = re.compile(r"</?p>|<br ?/?>", re.IGNORECASE)


def actions(text: str, found: Sequence[Passage]) -> list[Action]:
    """The actions that passages hold, in order of the text; spans are disjoint."""
    made: list[Action] = []
    updates = action_records.updates(found)
    columns = _columns(found)
    read: Reading | None = None
    for passage in found:
        part = passage.part
        if part.kind in commitment_model.UNREAD:
            continue
        if read is None or read.part is not part:
            made.extend(read.close() if read is not None else ())
            read = Reading(text, part, columns.get(part.number, frozenset()), updates)
        _take(read, passage)
    made.extend(read.close() if read is not None else ())
    return _disjoint(made)


def _take(read: Reading, passage: Passage) -> None:
    """One passage more of a part."""
    meeting = read.part.kind in MEETINGS
    if passage.kind == "heading":
        if meeting:
            _bare(read, passage)
        return
    if action_rows.take(read, passage):
        return
    owner = action_owners.assigned(passage.text, read.people) if meeting else ""
    if owner:
        read.assign(passage, owner)
        return
    numbered = any(map(_ITEM.match, passage.section.headings))
    mark = meeting and numbered and passage.kind == "paragraph"
    if mark and action_owners.beside(passage.text, read.people):
        read.marks.append(passage.text.strip(" .;:*_()[]"))
        return
    if read.marks or read.leaves(passage):
        read.pair()
    below = _mark_below(read, passage) if meeting and numbered else 0
    read.add(passage, _passage(read, passage, below))
    mark_below = passage.text[-below:].strip(" .;:*_()[]\n") if below else ""
    if action_owners.beside(mark_below, read.people):
        read.marks.append(mark_below)
    last = action_rows.marked(read, passage) or action_owners.marked(passage.text, read.people)
    if meeting and last:
        read.own(passage, last)


def _bare(read: Reading, passage: Passage) -> None:
    """A numbered line without text below it, which under 'Actions' is one of them."""
    section = passage.section
    above = replace(section, headings=section.headings[:-1])
    if section.label and _headed(above, read.columns) and _do(passage):
        number = patterns.numbered(passage.text)
        start = passage.span.start + (number.length if number is not None else 0)
        one = read.record(passage, Span(start, passage.span.end), "action")
        read.made.append(_whose(read, one))


def _mark_below(read: Reading, passage: Passage) -> int:
    """The length of an owners' mark that is the last line of a paragraph, 0 without one."""
    _, line, mark = passage.text.rpartition("\n")
    return len(mark) if line and action_owners.only_owners(mark, read.people) else 0


def _passage(read: Reading, passage: Passage, below: int) -> list[Action]:
    """The actions of one paragraph, item, row or cell, but for its last ``below`` characters."""
    part = read.part
    meeting = part.kind in MEETINGS
    section = passage.section
    if passage.kind == "row" and section.label:
        # A numbered row heads itself: 'Calls to Action' is what was put to the vote.
        section = replace(section, headings=section.headings[:-1])
    if meeting and _headed(section, read.columns):
        return [read.record(passage, passage.span, "action")] if _do(passage) else []
    if passage.kind == "row" and _names(passage.text):
        return []
    made = []
    for span in sentences(read.text, Span(passage.span.start, passage.span.end - below)):
        words = " ".join(read.text[span.start : span.end].split())
        sure = undertakings.sure_kind(words, passage, read.people)
        kind = commitment_model.kind_of(words, passage, sure, undertakings.doubted(words))
        if kind:
            made.append(_whose(read, read.record(passage, span, kind)))
    return made


def _names(row: str) -> bool:
    """Whether a row only names its columns or things: 'Ref, What we will do, By when, Who'."""
    cells = row.split("\t")
    return len(cells) > 2 and not any(
        len(cell.split()) > _NAME or cell.rstrip().endswith(".") for cell in cells
    )


def _whose(read: Reading, one: Action) -> Action:
    """An action with the owner that its kind of sentence names, where its phrase named none."""
    words = " ".join(read.text[one.span.start : one.span.end].split())
    if one.kind == "promise" and read.part.kind == "letter":
        return replace(one, owner=_author(read.part))
    if one.kind == "duty":
        who = undertakings.in_duty(words)
        return replace(one, owner=who if action_owners.somebody(who, read.part) else None)
    return replace(one, owner=one.owner or undertakings.subject(words, read.people))


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


def _headed(section: Section, columns: frozenset[Path]) -> bool:
    """Whether the heading over a passage says 'Action', and no later one 'Update'."""
    path = section.headings
    for at in range(len(path) - 1, -1, -1):
        if _NO_HEADING.search(path[at]):
            return False
        if _HEADING.search(path[at]):
            return path[: at + 1] not in columns
        if section.label and _ITEM.match(path[at]):
            return False  # an item of its own, whose sentences tell
    return False


def _columns(found: Sequence[Passage]) -> dict[int, frozenset[Path]]:
    """Headings that are the head of a column beside the minutes, by part: the numbered items of a
    meeting's agenda stand under them, which are no actions."""
    made: dict[int, set[Path]] = {}
    for passage in found:
        path = passage.section.headings
        for at, (one, below) in enumerate(pairwise(path)):
            item = _ITEM.match(below)
            if item is None or not _HEADING.fullmatch(one.strip(" :")):
                continue
            if lexicon.KNOWN.fullmatch(patterns.words(below[item.end() :]).rstrip(":. ")):
                made.setdefault(passage.part.number, set()).add(path[: at + 1])
    return {part: frozenset(paths) for part, paths in made.items()}
