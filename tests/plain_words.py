"""The words of the workshop that stand on no page and in no terminal, for tests to look for."""

from __future__ import annotations

import re
from html.parser import HTMLParser

OLD = {
    r"\b(?:the|its?) line (?:at|is|as|by|had|learnt|\(?0)|\bline \(?0\.\d": "fewer or more",
    r"\bbelow the line\b|\babove the line\b": "more that may be about it",
    r"\banother name\b|\bother name of it\b": "says the same in other words",
    r"\w … \w": "“victim” and “support” in one sentence",
    r"\bno body\b": "Body not stated",
    r"\bportions?\b": "pages, headings",
    r"\b(?:answer|every|question|unanswerable)\.[a-z]+\b": "a sentence with a count",
    r"\bmade[_ ]up\b": "answered all the same",
    r"(?<![\w-])(?:Right|Wrong)(?![\w-])|\bmarked (?:right|wrong)\b": "Belongs here / Does not",
    r"\bcharacters? \d+[–-]\d": "page and heading",
    r"\[\d+:\d+\]": "page and heading",
    r"\bfound by (?:the words|meaning|another)\b": "says …; close in meaning",
    r"\bUnderstood as\b|\bRecognised\b": "Every time … was discussed",
    r"\bswitch(?:ed)? (?:off|on)\b": "leave out, look for it again",
}
"""What stood on pages and in the terminal, as patterns, and what stands there now."""


class Words(HTMLParser):
    """What of a page, or of a template, a person reads or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [v or "" for name, v in attrs if name in ("aria-label", "alt", "title")]


def words(html: str) -> str:
    parser = Words()
    parser.feed(html)
    return " ".join(" ".join(parser.found).split())


def old(text: str) -> list[tuple[str, str]]:
    """The old words in a text, each with what should stand there."""
    return [
        (found.group(), new) for pattern, new in OLD.items() for found in re.finditer(pattern, text)
    ]
