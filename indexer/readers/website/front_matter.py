"""The block of data at the head of a Markdown file ("front matter"): about the paper, not of it.

Site generators put it there between two lines of ``---`` (YAML) or ``+++`` (TOML). People write it
by hand, with colons and quotes that no strict parser takes, so it is read line by line: keys at
the margin with the text behind them, list items and indented lines as the value of the key above.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import dates
from corpus.model import Span

LINES_AT_MOST = 400
"""A longer block is text between two rules."""

PUBLISHED = ("date", "published", "publishdate", "pubdate", "published_on", "published_date")
"""What front matter calls the day a page was put out: never when it was said."""
MET = ("meeting_date", "meeting-date", "meetingdate", "date_of_meeting", "held_on", "held")
"""What it calls the day of a meeting."""

_KEY = re.compile(r"([A-Za-z_][\w .-]{0,60}?)\s*[:=](?:\s+(.*)|)$")
_ITEM = re.compile(r"\s*-(?:\s+(.*)|)$")
_BLOCK_SCALAR = re.compile(r"[|>][+-]?\d?")
_QUOTED = re.compile(r"""(["'])(.*)\1(?:\s+#.*)?""")
_COMMENT = re.compile(r"\s#\s")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """``span`` is the block with its two rules; ``fields`` are its keys in lower case and their
    values as written, several ones of a list joined by ``", "``."""

    span: Span
    fields: tuple[tuple[str, str], ...]

    def get(self, *names: str) -> str:
        """The value of the first of these keys that has one, '' for none."""
        held = dict(reversed(self.fields))
        return next((held[name] for name in names if held.get(name)), "")


def front_matter(text: str) -> FrontMatter | None:
    """The block at the very start of ``text``; ``None`` where there is none.

    What holds a line that is neither key, list item nor the rest of a value is a text between two
    rules, and no block of data.
    """
    lead = len(text) - len(text.lstrip("\ufeff \t\r\n"))
    rule = text[lead : lead + 3]
    if rule not in ("---", "+++"):
        return None
    at = _line_end(text, lead)
    if text[lead:at].strip() != rule:
        return None
    values: dict[str, list[str]] = {}
    key = ""
    for _ in range(LINES_AT_MOST):
        start = at + 1
        if start > len(text):
            return None
        at = _line_end(text, start)
        line = text[start:at].rstrip()
        if line in (rule, "...") and values:
            fields = tuple((name, ", ".join(held)) for name, held in values.items())
            return FrontMatter(Span(lead, start + len(line)), fields)
        if not line or line.lstrip().startswith("#"):
            continue
        found = _KEY.match(line)
        if found:
            key = found[1].strip().lower()
            values.setdefault(key, [])
            _take(values[key], found[2] or "")
        elif key and (line[0] in " \t" or _ITEM.match(line)):
            item = _ITEM.match(line)
            _take(values[key], (item[1] or "") if item else line.strip())
        else:
            return None
    return None


def day(fields: Sequence[tuple[str, str]], names: Sequence[str]) -> str | None:
    """The day in the first of ``fields`` of these names that gives one."""
    held = dict(reversed(fields))
    for name in names:
        value = held.get(name, "")
        found = [one.iso for one in dates.find(value) if one.day and not one.stretch]
        if told := dates.stamped(value) or (found[0] if len(found) == 1 else None):
            return told
    return None


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _take(values: list[str], written: str) -> None:
    words = written.strip()
    if _BLOCK_SCALAR.fullmatch(words):
        return
    quoted = _QUOTED.fullmatch(words)
    words = quoted[2] if quoted else _COMMENT.split(words, maxsplit=1)[0].strip()
    if words:
        values.append(words)
