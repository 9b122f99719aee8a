"""How good the answers are, in sentences for readers; the tables with every figure stand behind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eval.recorded import Section

_SETS = {
    "dev": "Five real papers",
    "specimen": "The papers that come with Minuted",
}
"""The labelled sets by the folder that they lie in, as a reader would call them."""
_KINDS = {
    "score": "Answers and lists",
    "structure": "What was understood of the papers",
    "compare": "Against what anyone would write in an afternoon",
    "ablate": "What each part is worth",
    "baselines": "What anyone would write in an afternoon",
    "learn": "Topics and questions that it had not seen",
    "breadth": "Common topics, over papers that nobody labelled",
    "packs": "Where papers begin and end in one file",
    "beir": "A public test collection",
    "qmsum": "Public meetings",
}
_COLLECTIONS = {
    "val-committee": "committees of two parliaments",
    "conditionalqa-passages": "questions about public services, over the pages that answer them",
    "vaswani": "questions about electronics, over abstracts",
}
"""Other people's test sets, by what is asked of what."""
_ASKED = "-asked"
"""Ends the name of a set of questions of twelve kinds."""
_ABOUT = {"learn": "What decides which passages belong, tried on topics that it had not seen."}
_DROPPED = re.compile(
    r",? (?:at the line [\d.]+|\(from [\d.]+\))(?:, learnt with each topic and without it)?"
)
"""Thresholds in the titles of tables: they say nothing to a reader."""


@dataclass(frozen=True, slots=True)
class Told:
    """Sentences about one set of labelled questions and topics."""

    title: str
    sentences: tuple[str, ...]
    measured_on: str


def told(sections: Sequence[Section]) -> list[Told]:
    """What was measured on each labelled set; nothing where nothing was."""
    found: list[Told] = []
    for section in sections:
        kind, _, name = section.name.partition("-")
        rows = {row[0]: row for table in section.tables for row in table.rows}
        if kind == "score":
            name = name.removesuffix(_ASKED)
            title = _SETS.get(name, f"The papers of “{name}”")
            sentences = (*_scored(rows), *_asked(rows))
        elif kind == "learn":
            title = _KINDS[kind]
            sentences = tuple(_unseen(rows, len(section.tables[0].rows) - 1))
        else:
            continue
        if sentences and (same := next((one for one in found if one.title == title), None)):
            last = max(same.measured_on, section.measured_on)
            found[found.index(same)] = Told(title, same.sentences + sentences, last)
        elif sentences:
            found.append(Told(title, sentences, section.measured_on))
    return found


def title(section: Section) -> str:
    """The heading of a section's tables."""
    kind, _, name = section.name.partition("-")
    words = _KINDS.get(kind)
    if words is None:
        return section.title
    if name.endswith(_ASKED):
        words, name = "Questions of twelve kinds", name.removesuffix(_ASKED)
    of = _SETS.get(name) or _COLLECTIONS.get(name) or name.replace("-", " ")
    return f"{words}: {of[:1].lower()}{of[1:]}" if of else words


def about(section: Section) -> str:
    """What a section measures, in a sentence."""
    return _ABOUT.get(section.name.partition("-")[0], section.about)


def caption(text: str) -> str:
    """The title of a table without thresholds and short names."""
    return _DROPPED.sub("", text).replace("set by a line learnt on", "learnt on")


Rows = dict[str, tuple[str, ...]]


def _scored(rows: Rows) -> Iterator[str]:
    refused = _counted(rows, "unanswerable.abstained")
    if refused:
        number, total = refused
        answered = (
            "" if number == total else f", and gave an answer to {total - number} all the same"
        )
        yield f"Of {total} questions that the papers cannot answer it refused {number}{answered}."
    right, wrong = _counted(rows, "answer.right"), _counted(rows, "answer.wrong")
    if right and wrong:
        left = right[1] - right[0] - wrong[0]
        yield (
            f"Of {right[1]} questions that they do answer it answered {right[0]} rightly and "
            f"{wrong[0]} wrongly, and refused {left}."
        )
    first = _counted(rows, "question.success@10")
    if first:
        yield (
            f"For {first[0]} of {first[1]} questions a passage that answers stood among the first "
            "ten."
        )
    recall, precision = rows.get("every.recall"), rows.get("every.precision")
    if recall and precision:
        yield (
            f"Of every 100 passages that people had marked for {recall[3]} topics the lists of "
            f"every time held {_hundred(recall[1])}; of every 100 that the lists showed "
            f"{_hundred(precision[1])} belonged."
        )
    if date := rows.get("every.date"):
        yield f"Of every 100 passages found {_hundred(date[1])} had the date that people read."


def _asked(rows: Rows) -> Iterator[str]:
    told = rows.get("all")
    if told is None or len(told) != 6:
        return
    number = int(told[1])
    right, handed, refused, sure = (round(float(share) * number) for share in told[2:])
    yield (
        f"Of {number} questions of the kinds that panel members ask (who, when, how many, why, "
        f"what is still open) it answered {right - handed} rightly and gave {handed} to the list "
        f"that answers them; it refused {refused} and answered {number - right - refused} wrongly, "
        f"and called {sure or 'none'} of those probably right."
    )


def _unseen(rows: Rows, topics: int) -> Iterator[str]:
    mean = rows.get("mean")
    if mean and len(mean) == 5:
        yield (
            f"On {topics} topics, each left out while it learnt, the lists held "
            f"{_hundred(mean[3])} of every 100 passages that belong, and {_hundred(mean[4])} of "
            "every 100 shown belonged."
        )
    if asked := rows.get("unanswerable"):
        total = int(asked[1])
        answered = round(float(asked[2]) * total)
        yield (
            f"Of {total} questions without an answer in the papers, each left out while it learnt, "
            f"it refused {total - answered}."
        )


def _counted(rows: Rows, measure: str) -> tuple[int, int] | None:
    """How many of how many: a mean of noughts and ones over its number."""
    row = rows.get(measure)
    if row is None or not row[3].isdigit():
        return None
    return round(float(row[1]) * int(row[3])), int(row[3])


def _hundred(mean: str) -> str:
    return f"{100 * float(mean):.0f}"
