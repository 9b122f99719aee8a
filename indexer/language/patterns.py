"""The shapes that lines take in papers: bullets, numbers, labels, notices, page numbers.

Every pattern is anchored and free of nested repetition, so a line costs time linear in its length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.language import phrases

BULLETS = "•●○◯▪▫◦‣▶►▸➢➤➔❖·∙■□◆◇◼◻◾✓✔✦★⚫⁃\uf0b7\uf0a7\uf02d\uf0d8"

BULLET = re.compile(rf"(?:[{BULLETS}]+[ \t\u00a0]*|[-–—*»>o][ \t]+)(?=\S)")

NUMBER = re.compile(
    r"(?P<open>\()?"
    r"(?P<label>"
    r"(?:[A-Z][.-]?)?\d{1,4}(?:[./]\d{1,3}){0,4}[a-z]?"  # 2, 2.1, 4a, A4.9, B.2, 12/18
    r"|(?:[ivx]{1,5}|[a-z]|[A-Z]|[IVX]{1,5})"  # a, iii, A, IV
    r")"
    r"\\?(?P<close>[.):]\)?)?"  # Markdown: '1\\.' begins no list
    r"(?:[ \t]+|[ \t]*\n|(?<=[).])(?=[A-Z“\"']))"
    r"(?=\S)"
)
"""A number or letter before a heading, a paragraph or an item, with its own brackets or stop."""

RUN_IN = re.compile(r"(?P<label>[A-Z][A-Za-z]{1,15}[ ]?\d{1,3})(?P<close>[.:])[ \t]+(?=\S)")
"""'AFI1. The force …', 'Recommendation 3: …': a name and number before the words themselves."""

HASHES = re.compile(r"(#{1,6})[ \t]+(?=\S)")
"""What Markdown puts before a heading; as many as its level."""

UNDERLINE = re.compile(r"={3,}$|-{3,}$")
"""A line under a line of text that makes a heading of it."""

POSTCODE = re.compile(r"(?<![\w-])[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][ABD-HJLNP-UW-Z]{2}(?![\w-])")
"""A British postcode: the end of an address."""

LABEL = re.compile(r"[A-Z][^\n:.;!?]{1,60}:$")

BLANK_NOTICE = phrases.either("trimmings", "blank")

RULE = re.compile(r"[-–—_=|:*\s]+$")

PAGE_NUMBER = re.compile(
    r"(?:page)?\s*(?:[-–|]\s*)?\d{1,4}\s*(?:[-–|]\s*)?(?:(?:of|/)\s*\d{1,4}\s*)?"
    r"(?:(?:\|\s*)?page)?$|"
    r"\d{1,4}\s*\|\s*p\s*a\s*g\s*e$|page\s+[ivxlc]{1,7}$",
    re.IGNORECASE,
)

PAGE_OF = re.compile(r"(?:page\s+\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|\d{1,4} of \d{1,4})$", re.I)

SLUG = phrases.either("trimmings", "slug")
"""What a printing works leaves at the edge of a page: file, day, hour and page."""

TRIMMINGS = phrases.either("trimmings", "trimmings")
"""What a web page brings along: links to settings, and the path to the page ('Home > Meetings')."""

TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,80}>")

ENDED = re.compile(r"[.?!:;][\"'”’)\]*_]*$")
"""The end of a line that is complete, closing quotes, brackets and emphasis included. Not only a
sentence ends it, a lead-in does too (':', ';'); sentences in running text are ``corpus.sentences``.
"""

NAME_LINE = re.compile(
    r"(?:(?:Cllr|Councillor|Mrs?|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Baroness|Prof(?:essor)?|Rev|Rt Hon|"
    r"Colonel|Col|PC|ACC|DCC|CC|Chief|The)\.?\s+)*"
    r"[A-Z][\w’'-]*(?:\.? [A-Z][\w’'-]*\.?){1,4}(?:,? [A-Z][a-z]?[A-Z][A-Za-z]{0,2}){0,6}$"
)
"""A name and nothing else, with its titles before it and its letters behind: 'Dr A. Quill, CBE'."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number read at the head of a line. ``style`` tells '2.' from '(2)' from '2.1' from 'b'."""

    label: str
    style: str
    length: int


def numbered(text: str) -> Numbered | None:
    """The number at the head of ``text``, with the count of characters up to the words after it."""
    match = NUMBER.match(text)
    if match is None:
        return None
    label = match["label"]
    opened, closed = bool(match["open"]), match["close"] or ""
    if opened and ")" not in closed:
        return None
    if not label[0].isdigit() and not any(map(str.isdigit, label)):
        kind = "i" if re.fullmatch(r"[ivx]{2,5}|[IVX]{2,5}", label) else "a"
        if label.isupper():
            kind = kind.upper()
        if kind in "AI" and not closed:
            return None
    elif label[0].isdigit():
        depth = len(re.findall(r"[./]", label))
        kind = "N" + ".N" * depth + ("a" if label[-1].isalpha() else "")
    else:
        depth = len(re.findall(r"\.", label))
        kind = "A" + ".N" * max(1, depth)
    style = ("(" if opened else "") + kind + closed.replace(":", "")
    return Numbered(label, style, match.end())


YEARS = re.compile(r"(?:19|20)\d\d(?:\s?[/–-]\s?\d{2,4})?")
"""A year, or two of them as one: '2018/19'."""

FIGURES = re.compile(r"\d+")


def unnumbered(text: str) -> str:
    """``text`` with each figure as '#', spaces one, in small letters: so lines that differ in their
    figures alone are told to be one."""
    return FIGURES.sub("#", " ".join(text.casefold().split()))


def words(text: str) -> str:
    """``text`` as compared: without marks of emphasis and tags, spaces one, in small letters."""
    return " ".join(
        TAG.sub(" ", text).replace("*", "").replace("_", " ").replace("’", "'").split()
    ).casefold()
