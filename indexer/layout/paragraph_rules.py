"""Whether a line goes on with the paragraph above it: rules in order, the first that holds
decides."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.model import Document, Span
from indexer.language import lexicon, patterns
from indexer.layout.lines import Line

_BARE_NUMBER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,2})*|[a-z]|[ivx]{1,4})[.)]")
_MOST_STRONG = 16
"""Lines after which an emphasis that never closes no longer holds a paragraph together."""


@dataclass(frozen=True)
class _Joint:
    """The lines of a paragraph so far, and the line below them."""

    sofar: Sequence[Line]
    line: Line
    width: int | None
    document: Document

    @property
    def first(self) -> str:
        return self.sofar[0].text

    @property
    def last(self) -> str:
        return self.sofar[-1].text

    @cached_property
    def ended(self) -> bool:
        return bool(patterns.ENDED.search(self.last))

    @cached_property
    def number(self) -> patterns.Numbered | None:
        return patterns.numbered(self.line.text)

    @cached_property
    def strong_above(self) -> bool:
        return _strong(self.document, self.sofar[-1])

    @cached_property
    def strong_below(self) -> bool:
        return _strong(self.document, self.line)

    def fills(self, length: int, share: float) -> bool:
        """Whether so many letters take up that share of the width."""
        return self.width is not None and length >= share * self.width


def goes_on(sofar: Sequence[Line], line: Line, width: int | None, document: Document) -> bool:
    """Whether ``line`` belongs to the paragraph of the lines before it."""
    joint = _Joint(sofar, line, width, document)
    return next((verdict for holds, verdict in _RULES if holds(joint)), False)


def _apart(joint: _Joint) -> bool:
    """Furniture, below an empty line, marked as a heading, or set in columns."""
    marked = patterns.HASHES.match(joint.line.text) and not joint.document.pages
    return joint.line.furniture or bool(joint.line.gap or marked) or "\t" in joint.line.text


def _item_under_list(joint: _Joint) -> bool:
    """A list of those present has closed, and the first item begins straight under it."""
    if not (joint.last.endswith((")", ".")) and lexicon.KEYED.match(joint.first)):
        return False
    return joint.number is not None and joint.line.text[joint.number.length].isupper()


def _emphasis_open(joint: _Joint) -> bool:
    """What was opened in bold has not closed yet."""
    opened = sum(one.text.count("**") for one in joint.sofar) % 2 == 1
    return opened and len(joint.sofar) < _MOST_STRONG


def _number_alone(joint: _Joint) -> bool:
    """A number on a line of its own numbers the words below it."""
    alone = len(joint.sofar) == 1 and _BARE_NUMBER.fullmatch(joint.last)
    return bool(alone) and joint.line.text[:1].isupper()


def _bullet(joint: _Joint) -> bool:
    """A bullet begins an item; a star may be emphasis."""
    return bool(patterns.BULLET.match(joint.line.text)) and joint.line.text[0] != "*"


def _bold_line_above(joint: _Joint) -> bool:
    """A line that is bold from end to end is a title."""
    return joint.last.startswith("**") and joint.last.endswith("**")


def _title_breaks_off(joint: _Joint) -> bool:
    """A title set strong breaks off, and the strong line below ends it."""
    if not (joint.strong_below and joint.strong_above):
        return False
    return joint.last.endswith(",") or lexicon.dangling(joint.last)


def _title_above(joint: _Joint) -> bool:
    """A numbered title set strong, and plain words under it."""
    title = joint.strong_above and not joint.strong_below
    return title and patterns.numbered(joint.first) is not None


def _sentence_goes_on(joint: _Joint) -> bool:
    """A small letter after an open sentence."""
    small = joint.line.text[:1].islower()
    return small and not joint.ended and not _letter(joint.line.text)


def _whole_above(joint: _Joint) -> bool:
    """Where lines do not wrap each is a paragraph, and a label always is one."""
    return joint.width is None or bool(patterns.LABEL.match(joint.last))


def _next_number(joint: _Joint) -> bool:
    """The number after the one that the paragraph begins with."""
    return joint.number is not None and _next(joint.first, joint.number.label)


def _number_begins(joint: _Joint) -> bool:
    """A number with a stop, brackets or parts; a date or a reference may fall there ('1/2')."""
    number = joint.number
    if number is None or number.style in ("N", "a"):
        return False
    return not (_long(joint) and not joint.ended and "/" in number.label)


def _number_under_short(joint: _Joint) -> bool:
    """A bare number opens a paragraph where the line above was broken early."""
    return joint.number is not None and not joint.fills(len(joint.last), 0.7)


def _weight_changes(joint: _Joint) -> bool:
    """From strong to plain, or back."""
    return joint.strong_below != joint.strong_above


def _full(joint: _Joint) -> bool:
    """The first word below had no room in the line above."""
    word = joint.line.text.split(maxsplit=1)[0]
    return joint.fills(len(joint.last) + len(word), 0.92)


def _ended(joint: _Joint) -> bool:
    """The sentence above has its stop, and there was room for more."""
    return joint.ended


def _long(joint: _Joint) -> bool:
    """The line above is near the width at which lines wrap."""
    return joint.fills(len(joint.last), 0.75)


_RULES: tuple[tuple[Callable[[_Joint], bool], bool], ...] = (
    (_apart, False),
    (_item_under_list, False),
    (_emphasis_open, True),
    (_number_alone, True),
    (_bullet, False),
    (_bold_line_above, False),
    (_title_breaks_off, True),
    (_title_above, False),
    (_sentence_goes_on, True),
    # From here on the width at which lines wrap is known, and counts.
    (_whole_above, False),
    (_next_number, False),
    (_number_begins, False),
    (_number_under_short, False),
    (_weight_changes, False),
    (_full, True),
    (_ended, False),
    (_long, True),
)


def _next(text: str, label: str) -> bool:
    """Whether ``label`` is the number after the one that a paragraph begins with."""
    first = patterns.numbered(text)
    if first is None or not (first.label.isdigit() and label.isdigit()):
        return False
    return int(label) == int(first.label) + 1


def _letter(text: str) -> bool:
    """'b Satisfaction' begins an item though its first letter is small."""
    number = patterns.numbered(text)
    return number is not None and number.style == "a" and text[number.length].isupper()


def _strong(document: Document, line: Line) -> bool:
    at = bisect_left(document.emphasis, Span(line.start, line.start + 1))
    near = document.emphasis[max(0, at - 1) : at + 1]
    return any(
        span.overlap(Span(line.start, line.end)) * 2 > line.end - line.start for span in near
    )
