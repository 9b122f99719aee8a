"""How well documents were understood: parts, dates, headings and actions held against labels.

A folder of labels holds ``parts.jsonl`` (``doc``, ``start``, ``end``, ``kind``, ``dated``) and, as
far as labelled, ``sections.jsonl`` (``heading_start``, ``heading_end``, ``number``, ``type``) and
``actions.jsonl`` (``start``, ``end``, ``recorded_in``) and ``figures.jsonl``
(``eval.measures.figures``). Only documents and ranges that the labelled
parts cover count; what was understood outside them is neither right nor wrong.

*Parts*: one is found when a part of the same kind begins within 40 characters of it. *Dates*: of
the characters of passages inside labelled parts, the share whose date is the labelled one or more
precise (right), another (wrong), or missing or less precise (null); where the label is null, no
date is right. *Headings*: found when half of a heading's characters are those of a heading
understood that is not twice as long, or when a section of the same number begins within 40
characters; paragraphs numbered but without a heading are left out on both sides. *Actions*: found
when the two overlap by half of the shorter; records of papers that are not of a meeting
(``recorded_in``) may be found but need not, and what is found in a paper of such a kind is not
counted where it is not labelled: those papers are not labelled whole. Forecasts are no actions.
Matching is one to one, in order of the text. *Follow-ups*: of every labelled action, the labelled
passages that return to it later. One is found when a return of the action found for it covers half
of the shorter of the two; a return is right when it covers a passage labelled for its action, and
returns outside the labelled documents and ranges are not counted. A return may be several
paragraphs under one 'Update', and then finds each of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.errors import BadLabels
from corpus.ledger import EXPECTATION, Matter
from corpus.model import Section, Span, Understanding
from eval.jsonl import Row, json_rows
from eval.measures import figures, follow_ups

NEAR = 40
"""Characters by which a boundary may differ and still be the same."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """What stands on both sides of a comparison: labelled, understood, and the two matched."""

    labelled: list[Row]
    understood: list[tuple[Span, str]]
    matched: int
    missed: list[Row]
    extra: list[tuple[Span, str]]


def score_structure(
    gold: Path,
    understandings: Callable[[str], Understanding | None],
    matters: Callable[[str], Sequence[Matter]] = lambda name: (),
) -> dict[str, Any]:
    """Figures and misses: ``parts``, ``headings``, ``actions``, ``follow_ups`` with ``precision``,
    ``recall``, ``f1``, ``labelled``, ``understood``; ``figures`` with ``period`` and ``measure``
    beside these, where figures are labelled; ``said_on`` with ``right``, ``wrong``, ``null``; under
    ``misses`` one line of words for every miss; ``unheld`` names documents that are not there.

    ``understandings`` gives what was understood of the document whose id ends with the name given,
    or ``None``; ``matters`` the records of the ledger that it prints. A document not held counts
    with everything labelled in it missed.
    """
    if not (gold / "parts.jsonl").is_file():
        raise BadLabels(f"{gold} holds no parts.jsonl; give the folder with labels of structure.")
    parts = _by_document(gold / "parts.jsonl")
    sections = _by_document(gold / "sections.jsonl")
    actions = _by_document(gold / "actions.jsonl")
    amounts = _by_document(gold / "figures.jsonl")
    held = {name: understandings(name) for name in parts}
    read = figures.Tally()
    ranges_of = {name: _ranges(rows) for name, rows in parts.items()}
    apart = {row.values.get("recorded_in") for rows in actions.values() for row in rows}
    tallies: dict[str, list[_Pair]] = {"parts": [], "headings": [], "actions": []}
    dates: dict[str, int] = {"right": 0, "wrong": 0, "null": 0}
    misses: dict[str, list[str]] = defaultdict(list)
    for name, rows in parts.items():
        found = held[name]
        ranges = ranges_of[name]
        unlabelled = [
            Span(row.whole("start"), row.whole("end"))
            for row in rows
            if row.values.get("kind") in apart
        ]
        for topic, pair in (
            ("parts", _parts(rows, found, ranges)),
            ("headings", _headings(sections.get(name, []), found, ranges)),
            ("actions", _actions(actions.get(name, []), found, ranges, unlabelled)),
        ):
            tallies[topic].append(pair)
            misses[topic] += [_line(name, "missed", _span(row), _told(row)) for row in pair.missed]
            misses[topic] += [_line(name, "extra", span, what) for span, what in pair.extra]
        if name in amounts:
            tally, lines = figures.score(amounts[name], found)
            read.add(tally)
            misses["figures"] += [f"{name} {line}" for line in lines]
        for row in rows:
            _dates(row, found, dates, misses["said_on"])
    result: dict[str, Any] = {topic: _figures(pairs) for topic, pairs in tallies.items()}
    if amounts:
        result["figures"] = read.figures()
    result["follow_ups"] = follow_ups.score(actions, ranges_of, matters, misses["follow_ups"])
    total = sum(dates.values())
    result["said_on"] = {name: count / total if total else 0.0 for name, count in dates.items()}
    result["said_on"]["characters"] = total
    result["misses"] = {
        topic: misses[topic]
        for topic in ("parts", "said_on", "headings", "actions", "follow_ups", "figures")
    }
    result["unheld"] = sorted(name for name, found in held.items() if found is None)
    return result


def _by_document(path: Path) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = defaultdict(list)
    if path.is_file():
        for row in json_rows(path):
            if row.whole("end") <= row.whole("start") or row.whole("start") < 0:
                row.bad("'start' must be at least 0 and below 'end'.")
            rows[row.text("doc")].append(row)
    return dict(rows)


def _span(row: Row) -> Span:
    start, end = row.values.get("heading_start"), row.values.get("heading_end")
    if isinstance(start, int) and isinstance(end, int) and end > start:
        return Span(start, end)
    return Span(row.whole("start"), row.whole("end"))


def _told(row: Row) -> str:
    words = row.values.get("heading_clean") or row.values.get("quote") or row.values.get("title")
    return f"{row.values.get('kind') or row.values.get('type') or ''} {words or ''}".strip()


def _line(name: str, what: str, span: Span, words: str) -> str:
    return f"{name} {span.start}-{span.end} {what}: {' '.join(words.split())[:120]}"


def _ranges(rows: Sequence[Row]) -> list[Span]:
    """The stretches that the parts of one document cover, those within reach of each other one."""
    joined: list[Span] = []
    for span in sorted(Span(row.whole("start"), row.whole("end")) for row in rows):
        if joined and span.start - joined[-1].end <= NEAR:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _inside(span: Span, ranges: Sequence[Span]) -> bool:
    return any(one.start - NEAR <= span.start and span.start < one.end - 2 for one in ranges)


def _match(
    labelled: Iterable[Row],
    understood: Iterable[tuple[Span, str]],
    same: Callable[[Row, Span, str], bool],
    optional: Callable[[Row], bool] = lambda row: False,
) -> _Pair:
    rows = sorted(labelled, key=lambda row: (_span(row), optional(row)))
    free = sorted(understood)
    everything = list(free)
    missed: list[Row] = []
    matched = 0
    for row in rows:
        found = next((one for one in free if same(row, *one)), None)
        if found is not None:
            free.remove(found)
            if not optional(row):
                matched += 1
            else:
                everything.remove(found)
        elif not optional(row):
            missed.append(row)
    wanted = [row for row in rows if not optional(row)]
    return _Pair(wanted, everything, matched, missed, free)


def _parts(rows: Sequence[Row], found: Understanding | None, ranges: Sequence[Span]) -> _Pair:
    made = [(part.span, part.kind) for part in found.parts] if found else []
    made = [(span, kind) for span, kind in made if _inside(span, ranges)]
    return _match(
        rows,
        made,
        lambda row, span, kind: (
            abs(span.start - row.whole("start")) <= NEAR and kind == row.values.get("kind")
        ),
    )


def _headings(rows: Sequence[Row], found: Understanding | None, ranges: Sequence[Span]) -> _Pair:
    labelled = [
        row
        for row in rows
        if row.values.get("type") != "numbered_paragraph"
        and _inside(_span(row), ranges)
        and row.values.get("heading_start") != row.values.get("heading_end")
    ]
    held: dict[Span, Section] = {}
    for section in found.sections if found else ():
        if section.heading is not None and _inside(section.heading, ranges):
            held.setdefault(section.heading, section)

    def same(row: Row, span: Span, words: str) -> bool:
        wanted = _span(row)
        if 2 * wanted.overlap(span) >= len(wanted) and len(span) <= 2 * len(wanted) + NEAR:
            return True
        label = _bare(held[span].label)
        near = abs(min(held[span].span.start, span.start) - row.whole("start")) <= NEAR
        return bool(label) and near and label == _bare(row.values.get("number"))

    made = [
        (span, section.headings[-1] if section.headings else "") for span, section in held.items()
    ]
    return _match(labelled, made, same)


def _bare(label: object) -> str:
    """A number as compared: 'A.1', '(A1)' and 'A1' are one, '2.1 a' ends in 'a'."""
    words = str(label or "").split()
    return "".join(char for char in words[-1] if char.isalnum()).casefold() if words else ""


def _actions(
    rows: Sequence[Row],
    found: Understanding | None,
    ranges: Sequence[Span],
    unlabelled: Sequence[Span],
) -> _Pair:
    labelled = [
        row for row in rows if _inside(_span(row), ranges) and row.values.get("kind") != EXPECTATION
    ]
    made = [(one.span, one.kind) for one in found.actions] if found else []
    made = [(span, kind) for span, kind in made if _inside(span, ranges) and kind != EXPECTATION]
    pair = _match(
        labelled,
        made,
        lambda row, span, kind: 2 * _span(row).overlap(span) >= min(len(_span(row)), len(span)),
        lambda row: bool(row.values.get("recorded_in")),
    )
    beside = [one for one in pair.extra if any(part.overlap(one[0]) for part in unlabelled)]
    return replace(
        pair,
        understood=[one for one in pair.understood if one not in beside],
        extra=[one for one in pair.extra if one not in beside],
    )


def _dates(row: Row, found: Understanding | None, dates: dict[str, int], misses: list[str]) -> None:
    part = Span(row.whole("start"), row.whole("end"))
    wanted = row.values.get("dated")
    if found is None:
        dates["null"] += len(part)
        return
    tally: dict[tuple[str, str | None], int] = defaultdict(int)
    for passage in found.passages:
        shared = passage.span.overlap(part)
        if shared:
            tally[_verdict(wanted, passage.said_on), passage.said_on] += shared
    for (verdict, given), count in sorted(tally.items(), key=str):
        dates[verdict] += count
        if verdict != "right":
            words = f"{count} characters dated {given}, labelled {wanted}"
            misses.append(_line(str(row.values["doc"]), verdict, part, words))


def _verdict(wanted: object, given: str | None) -> str:
    if not isinstance(wanted, str):
        return "right" if given is None else "wrong"
    if given is None or (wanted.startswith(given) and wanted != given):
        return "null"
    return "right" if given.startswith(wanted) else "wrong"


def _figures(pairs: Sequence[_Pair]) -> Mapping[str, float | int]:
    labelled = sum(len(pair.labelled) for pair in pairs)
    understood = sum(len(pair.understood) for pair in pairs)
    matched = sum(pair.matched for pair in pairs)
    precision = matched / understood if understood else 0.0
    recall = matched / labelled if labelled else 0.0
    both = precision + recall
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / both if both else 0.0,
        "labelled": labelled,
        "understood": understood,
    }
