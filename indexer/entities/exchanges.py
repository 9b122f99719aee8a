"""Who asked and who answered: the questions of a paper with the replies that follow them.

A passage may hold several speakers in order: it is read sentence by sentence, and a sentence that
names nobody is the last speaker's. A question printed in the notes of a meeting that holds somebody
to account is put by the one who does, and the findings under it are the reply.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.kinds import MEETINGS
from corpus.model import Part, Passage, Span, Understanding
from corpus.sentences import sentences
from indexer.entities.item_paths import item_path
from indexer.entities.speaker_attribution import Offices, speaker
from indexer.language import lexicon

_PRINTED = re.compile(r"\?[\"”’)]*\s*$")
_HOLDER = re.compile(r"\b(?:commissioner|mayor)\b", re.IGNORECASE)
_TOLD = re.compile(
    r"\b(?:was|were) (?:told|advised|informed|assured)\b|\bin (?:reply|response|answer)\b|"
    r"\b(?:the )?(?:reply|answer|response) (?:was|is)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\W*(?:He|She|They|In (?:reply|response|answer)) \w+")
_MOST = 12
"""Passages of a reply that stands apart from its question."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Words of one speaker at a place: ``speaker`` is a name, else an office, '' for nobody told.

    ``passage`` is the place of the (first) passage among those of the document.
    """

    span: Span
    speaker: str
    passage: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and the replies that follow it; none where the paper gives none."""

    question: Turn
    replies: tuple[Turn, ...] = ()


def exchanges(held: Understanding) -> list[Exchange]:
    """The questions of all meetings in a document, in order."""
    offices = {one.number: Offices(one.people, held.definitions) for one in held.parts}
    found: list[Exchange] = []
    for at, passage in enumerate(held.passages):
        if passage.kind != "heading" and passage.part.kind in MEETINGS:
            found.extend(_in_passage(held, at, offices[passage.part.number]))
    return found


def _in_passage(held: Understanding, at: int, offices: Offices) -> Iterator[Exchange]:
    """The questions of one passage, each with what is said after it up to the next."""
    passage = held.passages[at]
    open_: Turn | None = None
    replies: list[Turn] = []
    last = ""
    for span, words in _sentences(passage):
        who, voice = speaker(words, offices)
        if _PRINTED.search(words) or (voice == "asked" and who):
            if open_ is not None:
                yield Exchange(open_, tuple(replies))
            asker = who if voice == "asked" else "" if who else _holder(passage.part)
            open_, replies, last = Turn(span, asker, at), [], ""
        elif open_ is not None and (who or replies or _TOLD.search(words)):
            last = who or last
            if replies and replies[-1].speaker == last:
                replies[-1] = Turn(Span(replies[-1].span.start, span.end), last, at)
            else:
                replies.append(Turn(span, last, at))
    if open_ is not None:
        yield Exchange(open_, tuple(replies) or _apart(held, at) or _next(held, at, offices))


def _sentences(passage: Passage) -> Iterator[tuple[Span, str]]:
    text = passage.text
    for start, end in sentences(text):
        base = passage.span.start
        yield Span(base + start, base + end), " ".join(text[start:end].split())


def _apart(held: Understanding, at: int) -> tuple[Turn, ...]:
    """The findings under the item of a printed question; for a question that is told, nothing."""
    passage = held.passages[at]
    if not _PRINTED.search(" ".join(passage.text.split())):
        return ()
    item, below = _item(passage), list[int]()
    for place in range(at + 1, len(held.passages)):
        other = held.passages[place]
        if _item(other) != item or len(below) == _MOST:
            break
        path = other.section.headings
        if other.kind != "heading" and path and lexicon.RETURNS.match(path[-1]):
            below.append(place)
        elif below:
            break
    if not below:
        return ()
    first, last = held.passages[below[0]], held.passages[below[-1]]
    return (Turn(Span(first.span.start, last.span.end), "", below[0]),)


def _next(held: Understanding, at: int, offices: Offices) -> tuple[Turn, ...]:
    """The paragraph after a question, where it begins with the words of somebody else."""
    for place in range(at + 1, min(at + 2, len(held.passages))):
        passage = held.passages[place]
        if passage.kind == "heading" or passage.section.number != held.passages[at].section.number:
            return ()
        _, words = next(_sentences(passage), (passage.span, ""))
        who, voice = speaker(words, offices)
        if (who and voice == "said") or _GOES_ON.match(words):
            return (Turn(passage.span, who, place),)
    return ()


def _item(passage: Passage) -> tuple[int, Sequence[str]]:
    return passage.part.number, item_path(passage)


def _holder(part: Part) -> str:
    """Who holds to account in the meeting of a part: the one commissioner or mayor it lists."""
    if part.kind != "holding_to_account_notes":
        return ""
    present = [one for one in part.people if one.attendance == "present"]
    held = [one for one in present if _HOLDER.search(one.role)]
    chief = [one for one in held if "deputy" not in one.role.casefold()] or held
    return chief[0].name if len(chief) == 1 else ""
