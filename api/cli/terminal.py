"""Answers laid out for a terminal: plain text, as wide as the window up to 100 columns."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from api.export import citation_styles
from api.views import answer_words, wording
from api.views.highlighting import quoted
from api.views.hit_list import Row
from api.views.serialise import Citing, said
from corpus.model import Part, Understanding
from corpus.periods import holding, is_stretch, told
from search.results import (
    Asked,
    AskResult,
    Citation,
    EveryResult,
    Handover,
    Hit,
    SearchResult,
    Sort,
)

if TYPE_CHECKING:
    from search.writing.writer import Written

ORDERS: dict[Sort, str] = {
    "relevance": "best first",
    "newest": "newest first",
    "oldest": "oldest first",
    "date": "oldest first",
}
_LISTED = 20
"""Documents named where nothing was found in any of them."""


def width() -> int:
    """Columns to fill."""
    return max(40, min(100, shutil.get_terminal_size((92, 24)).columns)) - 2


def safe(text: str) -> str:
    """The text without what would steer a terminal."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def wrapped(text: str, indent: str = "") -> list[str]:
    """Lines no wider than the window; line ends in the text are kept."""
    found = []
    for line in safe(text).split("\n"):
        found += textwrap.wrap(
            line, width(), initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
        ) or [""]
    return found


def understood(asked: Asked) -> Iterator[str]:
    """What was read out of the query, where it was anything."""
    read = [f"{one.kind} {one.value}" for one in asked.recognised]
    if read:
        yield from wrapped("Understood: " + ", ".join(read))


def looked_for(asked: Asked) -> Iterator[str]:
    """The names that it was found by, each with how many passages hold it; none that none does."""
    found = [name for name in asked.names if name.on and name.count]
    names = [f"{wording.named(name.text)} {name.count:,}" for name in found]
    if names:
        yield from wrapped(f"Looked for (passages with each): {'; '.join(names)}.")


def place(citation: Citation) -> str:
    """Meeting, heading and page of a citation on one line."""
    name = citation.part or citation.title or citation.document
    pieces = [
        name,
        citation_styles.heading(citation),
        wording.page(citation.page, citation.page_label),
    ]
    return safe(" · ".join(" ".join(piece.split()) for piece in pieces if piece))


def hit(engine: Citing, found: Hit, number: int, asked: Asked, dated: bool = True) -> Iterator[str]:
    """One passage: when and where, the quote, why."""
    citation = engine.cite(found)
    when = wording.when(found.passage)
    head = f"{number}. " + (f"{wording.sentence(when)} · " if dated else "") + place(citation)
    first, *rest = textwrap.wrap(head, width(), subsequent_indent="   ", break_on_hyphens=False)
    yield from (first, *rest)
    yield from wrapped(quoted(citation.quote, citation.columns), "     ")
    foot = [citation.document]
    if reason := wording.why(found, asked):
        foot.append(reason)
    if found.copies:
        foot.append(f"printed again in {wording.count(len(found.copies), 'place')}")
    yield from wrapped(" · ".join(foot), "   ")
    yield ""


def _meant(result: SearchResult | AskResult | EveryResult) -> Iterator[str]:
    """What the words may be meant to be, where one of them stands nowhere."""
    if texts := result.meant.texts:
        yield from wrapped(f"Did you mean {wording.listed([f'“{t}”' for t in texts], 'or')}?")


def search(engine: Citing, result: SearchResult, order: str = "best first") -> Iterator[str]:
    """Passages, in their order."""
    yield from understood(result.asked)
    yield f"{wording.found(result)}{f', {order}' if result.total > 1 else ''}."
    yield from _meant(result)
    yield ""
    for number, found in enumerate(result.hits, 1):
        yield from hit(engine, found, number, result.asked)


def ask(engine: Citing, result: AskResult, commands: Container[str] = ("every",)) -> Iterator[str]:
    """The answer in the source's words, then the passages it was chosen from. ``commands`` are
    those that a question can be handed over to."""
    yield from _meant(result)
    answer = result.answer
    if answer.handover:
        yield from handed(answer.handover, commands)
    elif answer.abstained:
        yield f"{wording.denial(result)}."
        yield f"Searched {wording.count(result.searched, 'passage')}."
        if told := wording.unsearched(result):
            yield from wrapped(f"{told}.")
    for number, statement in enumerate(answer.statements, 1):
        yield from wrapped(f"“{said(statement)}” [{number}]")
        if shown := answer_words.point(statement):
            yield from wrapped(shown, "  ")
        for remark in answer.remarks:
            if remark.of == number - 1:
                by = f"{answer_words.remark(remark)}: “{said(remark.by)}”"
                yield from wrapped(f"{by} {citation_styles.source(remark.by.citation)}", "  ")
    if told := answer_words.sure(answer.sure):
        yield ""
        yield from wrapped(told)
    if told := wording.missing(result):
        yield from wrapped(told)
    yield ""
    for number, statement in enumerate(answer.statements, 1):
        yield from wrapped(f"[{number}] {citation_styles.source(statement.citation)}", "  ")
    if result.hits:
        yield ""
        yield "Nearest passages:" if result.answer.abstained else "Passages it was chosen from:"
        yield ""
    for number, found in enumerate(result.hits, 1):
        yield from hit(engine, found, number, result.asked)


def handed(over: Handover, commands: Container[str]) -> Iterator[str]:
    """Who answers better, as a command where there is one for it."""
    why, link = answer_words.handover(over)
    command = over.to if over.to in commands else "every"
    day = answer_words.since(over)
    words = [f'"{over.topic}"' if over.topic else "", f"--since {day}" if day else ""]
    told = " ".join(("minuted", command, *(word for word in words if word)))
    whole = over.topic or over.to in commands
    yield from wrapped(f"{why} {link}: {told}" if whole else f"{why} {link}.")


def written(found: Written) -> Iterator[str]:
    """What a language model wrote, each sentence over its quotations, and what was left out."""
    if found.trouble:
        yield from wrapped(found.trouble)
    elif found.sentences:
        yield from wrapped(f"Written by {found.model}. Check each sentence by what it quotes:")
    else:
        yield from wrapped(wording.nothing_written(found))
    for sentence in found.sentences:
        yield ""
        yield from wrapped(sentence.text)
        for one in sentence.quotations:
            yield from wrapped(f"“{one.words}” {citation_styles.source(one.citation)}", "    ")
    if found.dropped:
        yield ""
        yield from wrapped(f"{wording.left_out(found)}:")
        for text, why in found.dropped:
            yield from wrapped(f"{text} ({why})", "    ")


def order(result: AskResult) -> Iterator[str]:
    """How the passages of an answer came to their places: by words, by meaning, by both, and when
    they were read with the question; ``-`` where one did not find it."""
    parts = {"bm25": "words", "vectors": "meaning", "ranking": "both", "reader": "read"}
    yield f"{'passage':>7} " + " ".join(f"{name:>8}" for name in parts.values())
    for number, found in enumerate(result.hits, 1):
        places = (str(found.ranks.get(part, "-")) for part in parts)
        yield f"{number:>7} " + " ".join(f"{place:>8}" for place in places)
    yield f"How sure the answer is: {result.answer.confidence:.2f}"


def every(
    engine: Citing, result: EveryResult, rows: Iterable[Row], show: str = "all"
) -> Iterator[str]:
    """All of it under the days it was said on."""
    yield from understood(result.asked)
    if result.senses:
        yield from wrapped(
            f"It stands for {len(result.senses)} things here: {wording.listed(result.senses)}. "
            "Each is found alone under its full name."
        )
    if not result.discussed and not result.named and show != "below":
        searched = wording.count(result.searched, "passage")
        tried = wording.listed([wording.named(n.text) for n in result.asked.names if n.on], "or")
        yield from wrapped(f"{wording.denial(result, tried or result.asked.text)}.")
        yield from _meant(result)
        if result.below_total:
            yield f"--show below lists {wording.maybe(result.below_total, 0, len(result.below))}."
        yield f"Searched {searched} of:"
        yield from (f"  {document}" for document in sorted(result.documents)[:_LISTED])
        if len(result.documents) > _LISTED:
            yield f"  and {len(result.documents) - _LISTED:,} more documents"
        if told := wording.unsearched(result):
            yield from wrapped(f"{told}.")
    else:
        yield from _meant(result)
        counts = [told for _, told in wording.above(result.standings)]
        if result.named:
            counts.append(f"{len(result.named):,} of them in passing")
        if counts:
            yield from wrapped(f"{', '.join(counts)}.")
        if result.below_total and show != "below":
            above = len(result.discussed) + len(result.named)
            told = wording.maybe(result.below_total, above, len(result.below))
            yield f"--show below lists {told}."
        if foreign := wording.unsearched(result):
            yield from wrapped(f"{foreign}.")
    day: str | None = ""
    for number, (level, found) in enumerate(rows, 1):
        if show != "below" and found.passage.said_on != day:
            day = found.passage.said_on
            name = wording.date(day)
            yield ""
            yield wording.sentence(name)
            yield "-" * len(name)
        lines = list(hit(engine, found, number, result.asked, dated=show == "below"))
        if level == "named":
            lines[-2] += " · named in passing"
        if show == "all" and found.standing != "whole":
            lines[-2] += f" · {wording.STANDING[found.standing]}"
        yield from lines
    yield from looked_for(result.asked)


def _iso(date: str) -> str:
    """A date as scripts are given it; a stretch of days with its first and last in words."""
    if not is_stretch(date):
        return date
    return " ".join(filter(None, [holding(date), f"({told(date)})"]))


_LISTS = {
    "present": "People",
    "minutes": "Minutes",
    "observer": "Observers",
    "membership": "Members",
    "apologies": "Apologies",
    "absent": "Absent",
    "author": "Signed",
    "addressee": "To",
}


def _people(part: Part) -> Iterator[str]:
    """A part's people, those of one list on a line: who was absent is not among those present."""
    for attendance, label in _LISTS.items():
        listed = [one for one in part.people if one.attendance == attendance]
        names = (f"{one.name}, {one.role}" if one.role else one.name for one in listed)
        if listed:
            yield from wrapped(f"{label}: {'; '.join(names)}", "   ")


def _pages(understanding: Understanding, part: Part) -> str:
    """On which pages of the file a part stands, where the file has pages."""
    held = [p.page for p in understanding.passages if p.part.number == part.number and p.page]
    if not held:
        return ""
    first, last = min(held), max(held)
    return f" (page {first})" if first == last else f" (pages {first} to {last})"


def tree(understanding: Understanding, passages: bool = False) -> Iterator[str]:
    """Parts, sections and actions of a document."""
    document = understanding.document
    yield safe(document.title or document.id)
    facts = [
        wording.kind(document.kind),
        document.body,
        wording.count(len(document.text), "character"),
    ]
    if document.pages:
        facts.append(wording.count(len(document.pages), "page"))
    for name, value in (("said", document.said_on), ("published", document.published_on)):
        if value:
            facts.append(f"{name} {_iso(value)}")
    yield "  " + safe(" · ".join(fact for fact in facts if fact))
    for note in document.notes:
        yield from wrapped(note, "  ! ")
    for part in understanding.parts:
        yield ""
        yield safe(f"{part.number + 1}. {part.title or 'untitled'}{_pages(understanding, part)}")
        said = _iso(part.said_on) if part.said_on else "no date"
        proof = f" ({part.evidence})" if part.evidence else ""
        yield safe(
            f"   {said}{proof} · {wording.kind(part.kind)} · {part.body or 'body not stated'}"
        )
        if part.people:
            yield from _people(part)
        for section in understanding.sections:
            if section.part.number != part.number:
                continue
            inside = [p for p in understanding.passages if p.section.number == section.number]
            indent = "   " + "  " * max(1, len(section.headings))
            name = " ".join(section.headings[-1].split()) if section.headings else "(no heading)"
            yield safe(f"{indent}{name} · {wording.count(len(inside), 'passage')}")
            for passage in inside if passages else ():
                words = " ".join(passage.text.split())[:72]
                if passage.columns:
                    words = quoted(passage.text, passage.columns.split(" | "))
                page = wording.page(passage.page, passage.page_label)
                yield safe(f"{indent}  {words}" + (f" ({page})" if page else ""))
        for action in understanding.actions:
            if action.part == part.number:
                words = " ".join(document.text[action.span.start : action.span.end].split())
                facts = [fact for fact in (action.owner, action.due) if fact]
                yield from wrapped(f"Action ({', '.join(facts) or action.kind}): {words}", "   ")


def checked(found: Mapping[str, Any], location: str) -> Iterator[str]:
    """What a check found to agree, and what the last build could not read."""
    yield f"The index at {location} is whole."
    for name, value in found.items():
        if isinstance(value, int | float):
            yield f"  {name.replace('_', ' ')}: {value:,}"
        elif isinstance(value, str):
            yield f"  {name.replace('_', ' ')}: {safe(value)}"
    unread = found.get("unread", ())
    if unread:
        yield "Not read whole when it was built:"
        for line in unread:
            yield from wrapped(str(line), "  ")
