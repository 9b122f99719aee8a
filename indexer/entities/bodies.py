"""Bodies by name: whose meeting, report or letter it is, read from titles, heads and notices.

A body is named by its shape: capitalised words that end in what sort of body it is ('Wexmoor Joint
Audit Committee'), or begin with it ('Friends of Thornby Library'). 'The Committee' alone is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from corpus import dates
from indexer.language import lexicon, phrases
from indexer.layout.blocks import Piece

_SORTS = (
    "panel|committee|sub-committee|council|board|authority|cabinet|commission|forum|partnership|"
    "inspectorate|trust|association|assembly|executive|corporation|constabulary|service|society|"
    "union|federation|foundation|limited|ltd|police|group|tribunal|agency|ips|cic"
)
_WEAK = frozenset("police group service services executive limited ltd union ips cic".split())
"""Sorts that also end other names: alone they make a body only with two words before them."""

_SMALL = frozenset("of and the for & on upon with le cum y yr ar".split())
_SORT = re.compile(rf"(?:{_SORTS})s?", re.IGNORECASE)
_FIRST = re.compile(
    r"(?:friends|office|association|department|ministry|inspectorate|institute|society|"
    r"commission(?:er)?)$",
    re.IGNORECASE,
)
_GENERIC = frozenset(
    "the a this our joint local area full annual general special ordinary extraordinary monthly "
    "quarterly new draft public private main sub and of for parish town district borough county "
    "city community".split()
)
_AFTER = re.compile(r"(?:inspectorate|association|institute|department|ministry)$", re.IGNORECASE)
_PAPER = re.compile(
    r"\b(?:minutes|notes?|agenda|report|meetings?|letter|summary|record|proceedings|review|papers?|"
    r"response|inspection|statement|members?|trustees|specification|schedule|contract|held)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(r"\b(?:of|to|for|from|by|between)\s+(?:(?:the|a|an|its)\s+)?", re.IGNORECASE)
_REPORT = re.compile(r"report (?:of|to|by)\b", re.IGNORECASE)
_WELSH = frozenset("cyngor pwyllgor bwrdd heddlu".split())
"""Sorts of body that stand first in Welsh."""

_HOLDS = re.compile(rf"(?:{lexicon.OFFICE.pattern}) (?:of|for|to|at) (?:the )?", re.IGNORECASE)
"""An office and whose it is: 'Chair of the Wexmoor Ethics Board'."""

_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:(?:19|20)\d\d\s*)?(?P<who>[A-Z][\w’'&,. -]{1,80}?)"
    r"\s*(?:(?:19|20)\d\d|$|\.)",
    re.IGNORECASE,
)
_CROWN = re.compile(r"crown|copyright|all rights", re.IGNORECASE)
_INSPECTS = phrases.in_force("boundaries", "inspects")
_OF_WHOM = re.compile(r"\binspections? (?:of|at|into)\b", re.IGNORECASE)
_ENDS = re.compile(r"(?<!\s)\s*(?:[,;:(]|\s[-–—|]\s).*$", re.DOTALL)


def named(words: str) -> str:
    """The body that a line of a title, a head or a page header names; '' for none."""
    line = " ".join(words.replace("*", " ").replace("_", " ").split()).strip(" #-–—|")
    keyed = lexicon.KEYED.match(line)
    if not line or len(line) > 160 or (keyed and not _REPORT.match(line)):
        return ""
    best = ""
    for part in re.split(r"\s[-–—|]\s|,(?! Fire and )|[;:()\n]|\s{2,}", _without_dates(line)):
        for found in _names(part.split()):
            if len(found) > len(best):
                best = found
    return best


def whole(words: str) -> str:
    """The body that a line consists of, as a letter head's first line does; '' for any other."""
    line = _without_dates(" ".join(words.replace("*", " ").split())).strip(" #-–—|:,.")
    found = named(line)
    return found if found and len(found) >= len(line) - 4 else ""


def first(lines: Iterable[str]) -> str:
    """The body of the first line that is one, else the first that names one."""
    held = list(lines)
    found = next((name for line in held if (name := whole(line))), "")
    return found or next((name for line in held if (name := named(line))), "")


def publisher(text: str, made: Sequence[Piece], head: Sequence[str]) -> str:
    """Who put out an inspection report: by its copyright line, by who it says inspects, by the
    inspectorate at its head; '' where it does not say."""
    ends = [*made[:60], *made[-40:]] if len(made) > 100 else made
    for piece in ends:
        words = text[piece.outer : piece.span.end]
        notice = _COPYRIGHT.search(words) if len(words) < 400 else None
        if notice and not _CROWN.search(notice["who"]):
            return " ".join(notice["who"].split()).strip(" ,.")
    for line in head:
        if "inspectorate" in (name := named(line)).casefold():
            return name
    said = [" ".join(text[one.span.start : one.span.end].split()) for one in ends]
    for rule in _INSPECTS:
        found = next((held for one in said if (held := rule.pattern.search(one))), None)
        who = found["who"] if found is not None else ""
        if who:
            return _ENDS.sub("", who).strip(" .")
    return ""


def key(name: str) -> str:
    """A body's name as it is compared: '&' is 'and', without 'the', stops and apostrophes."""
    bare = name.replace("&", " and ").replace("’", "'").casefold()
    words = re.findall(r"\w+", bare.replace("'", ""))
    return " ".join(one for one in words if one != "the")


def of_whom(line: str) -> bool:
    """Whether a line names whom an inspection is of, and so not whose report it is."""
    return bool(_OF_WHOM.search(line))


def _without_dates(line: str) -> str:
    for one in reversed(dates.find(line)):
        line = f"{line[: one.span.start]}, {line[one.span.end :]}"
    return line


def _names(tokens: Sequence[str]) -> list[str]:
    """The bodies in a stretch without commas."""
    found: list[str] = []
    at = 0
    while at < len(tokens):
        stop = _run(tokens, at)
        if stop == at:
            at += 1
            continue
        found.extend(_within(list(tokens[at:stop])))
        at = stop
    return found


def _run(tokens: Sequence[str], at: int) -> int:
    """Where the capitalised words that begin at ``at`` end, small words among them."""
    if not tokens[at][:1].isupper():
        return at
    stop = at + 1
    while stop < len(tokens):
        word = tokens[stop]
        if word.casefold() in _SMALL and stop + 1 < len(tokens):
            stop += 1
            continue
        if not word[:1].isupper():
            break
        stop += 1
    while stop > at and tokens[stop - 1].casefold() in _SMALL:
        stop -= 1
    return stop


def _within(run: list[str]) -> list[str]:
    """The body in a run of capitalised words: without the paper's own name before or after it."""
    words = " ".join(run)
    office = _HOLDS.search(words)
    if office and not _FIRST.match(run[0]):
        return _within(words[office.end() :].split())
    paper = list(_PAPER.finditer(words))
    if paper:
        lead = _LEAD.search(words, paper[0].start())
        before = words[: paper[0].start()].strip()
        parts = [before, *([words[lead.end() :]] if lead else [])]
        return [one for part in parts if part for one in _within(part.split())]
    folded = [one.casefold().strip(".,’'") for one in run]
    for at, (one, after) in enumerate(pairwise(folded)):
        if after in ("of", "for") and (_FIRST if at == 0 else _AFTER).match(one):
            return [_cased(words)]
    if len(run) > 1 and folded[0] in _WELSH:
        return [_cased(words)]
    while folded and folded[0] in ("the", "a", "and", "of", "for"):
        folded, run = folded[1:], run[1:]
    last = max((at for at, one in enumerate(folded) if _SORT.fullmatch(one)), default=-1)
    if last < 1:
        return []
    if lexicon.OFFICE.search(" ".join(run[last + 1 :])):
        return []  # 'Ada Quill Police and Crime Commissioner'
    kept = folded[: last + 1]
    proper = [one for one in kept[:-1] if one not in _GENERIC and not _SORT.fullmatch(one)]
    if not proper or (kept[-1] in _WEAK and len(kept) < 2 + (kept[-1] != "police")):
        return []
    return [_cased(" ".join(run[: last + 1]))]


def _cased(words: str) -> str:
    """A name set in capitals in small letters, as it is otherwise printed."""
    words = words.strip(" .,")
    if not words.isupper():
        return words
    titled = re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)?", lambda one: one[0].capitalize(), words)
    return re.sub(r"\b(?:And|Of|The|For|In|To|On|Upon|With)\b", lambda one: one[0].lower(), titled)
