"""An answer in words: what was understood, how sure it is, what other papers say, who knows better.

How often answers were right is counted, never guessed: ``search.answer.certainty``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from api.views import wording
from corpus import typed_dates
from corpus.model import Person
from search.query.question_kind import QuestionKind
from search.results import Answer, Handover, HandoverTo, Remark, Statement, Sure

_TYPED = re.compile(typed_dates.TYPED, re.IGNORECASE)

HEADINGS: Mapping[QuestionKind, str] = {
    "changed": "How it went, oldest first, in the words of the source",
    "latest": "The latest that was said, in the words of the source",
    "promised": "What was promised or agreed, in the words of the source",
    "list": "The list, in the words of the source",
    "yes_no": "What the papers say: whether it is a yes or a no is for you to judge",
}
HEADING = "Answer, in the words of the source"

_LISTS: Mapping[HandoverTo, tuple[str, str]] = {
    "every": ("This asks for a list.", "Every time {topic} was discussed"),
    "figures": ("How it changed is seen best in its figures.", "Figures for {topic} over time"),
    "actions": ("What was promised is kept in a list of its own.", "Actions and promises{about}"),
    "changes": ("This asks what is new.", "What changed{about}{since}"),
}


def heading(answer: Answer) -> str:
    """What stands over the sentences of an answer."""
    return HEADINGS.get(answer.kind, HEADING)


def sure(of: Sure | None) -> str:
    """How sure an answer is, and how often answers like it were right, as sentences."""
    if of is None or not of.of:
        return ""
    counted = (
        f"Of {wording.count(of.of, 'answer')} like this one that were checked, "
        f"{of.right:,} {'was' if of.right == 1 else 'were'} right"
    )
    if of.level == "likely":
        return f"Probably right. {counted}."
    return f"Not sure. {counted}: read the passage before you rely on it."


def remark(one: Remark) -> str:
    """What another paper does to a statement, before its own words are quoted."""
    day = one.by.citation.said_on
    when = f", {wording.date(day)}" if day else ""
    return f"Corrected by another passage{when}" if one.kind == "corrects" else (
        f"Another passage says otherwise{when}"
    )  # fmt: skip


def handover(over: Handover) -> tuple[str, str]:
    """Why a list answers better, and what the link to it says."""
    why, link = _LISTS[over.to]
    topic = f"“{over.topic}”" if over.topic else ""
    return why, link.format(
        topic=topic or "it",
        about=f" about {topic}" if topic else "",
        since=f" since {over.since}" if over.since else "",
    )


def since(over: Handover) -> str | None:
    """The day from which on what changed is asked, as an ISO date of any precision."""
    typed = _TYPED.search(over.since)
    return typed_dates.read(typed.group()) if typed else None


def point(statement: Statement) -> str:
    """What was asked for where the words alone do not show it: who stands behind an office, which
    cell of a row; '' where they do."""
    if statement.people:
        return wording.listed([person(one) for one in statement.people], "or")
    if statement.point is None or "\t" not in statement.text:
        return ""
    start, end = statement.point
    cells = statement.text.split("\t")
    place = statement.text[:start].count("\t")
    heads = statement.citation.columns
    head = f" ({heads[place]})" if len(heads) == len(cells) and heads[place] else ""
    return f"{cells[0]}: {statement.text[start:end]}{head}"


def person(one: Person) -> str:
    """A person with the office that the paper lists."""
    return f"{one.name}, {one.role}" if one.role else one.name
