"""A list of people cut at its separators: each piece with the separator before it and the brackets
after it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from indexer.entities.people import person_names
from indexer.language import titles

_BREAK = re.compile(
    r"(?P<bracket>\s{0,40}\((?:[^()]|\([^()]{0,60}\)){0,160}\)|\s{0,40}\[[^\[\]]{1,40}\])"
    r"|(?P<between>[ \t]{0,40}[;,|\n\t•●▪◦·]+[ \t]*|\s{1,40}[-–—/]+\s+|[–—]\s*|(?<=\w)-\s+"
    r"|\s{0,40}:[\s–—-]*|(?:\s{1,40}|(?<=\s))(?:and|And|AND|&|ac|a)\s+(?=[A-Z])|(?<=[^\W_]{3})\.\s+(?=[A-Z0-9])"
    r"|[ ]{3,})"
)
_LONGEST = 300
_WITH = re.compile(r"(?:together )?(?:with|plus|and)\s+", re.IGNORECASE)


@dataclass(slots=True)
class Piece:
    """A piece between separators: ``sep`` is the one before it, ``brackets`` those after it."""

    sep: str
    start: int
    end: int
    brackets: list[str] = field(default_factory=list)
    last: int = 0


def pieces(text: str) -> list[Piece]:
    """The pieces of a list in order; none of them is blank."""
    made: list[Piece] = []
    sep, at = "", 0
    for match in _BREAK.finditer(text):
        if match["bracket"] is not None:
            if made and made[-1].last == at and not text[at : match.start()].strip(" .,"):
                made[-1].brackets.append(match["bracket"].strip())
                made[-1].last = at = match.end()
                continue
            _add(made, text, sep, at, match.start())
            if made:
                made[-1].brackets.append(match["bracket"].strip())
                made[-1].last = match.end()
            sep, at = " ", match.end()
            continue
        added = _add(made, text, sep, at, match.start())
        found = match["between"].strip(" ") or " "
        # An empty piece keeps the stronger of the two separators around it: '(CC) – Chair'.
        sep = found if added or sep in ("", " ", ",") else sep
        at = match.end()
    _add(made, text, sep, at, len(text))
    return [part for one in _turned(text, made) for part in _parted(text, one)]


def _parted(text: str, atom: Piece) -> list[Piece]:
    """A piece that names several people with nothing between but their titles, as many."""
    if atom.end - atom.start > _LONGEST:
        return [atom]
    tokens = [*re.finditer(r"\S+", text[atom.start : atom.end])]
    for at in range(2, len(tokens) - 1):
        word = tokens[at].group()
        opens = titles.title(word) and titles.plain(word) not in ("his", "her", "their")
        if not opens or titles.title(tokens[at - 1].group()):
            continue
        end = atom.start + tokens[at - 1].end()
        if person_names.read(text[atom.start : end]) is not None:
            rest = Piece(" ", atom.start + tokens[at].start(), atom.end, atom.brackets, atom.last)
            return [Piece(atom.sep, atom.start, end, [], end), *_parted(text, rest)]
    return [atom]


def _turned(text: str, atoms: list[Piece]) -> list[Piece]:
    """The pieces of a list that gives surnames first, 'QUILL, Ada', each pair made one."""
    if len(atoms) < 2 or not person_names.TURNED.fullmatch(text[atoms[0].start : atoms[1].end]):
        return atoms
    made: list[Piece] = []
    for atom in atoms:
        before = made[-1] if made else None
        if before is not None and atom.sep == "," and not before.brackets:
            whole = text[before.start : atom.end]
            if person_names.TURNED.fullmatch(whole):
                made[-1] = Piece(before.sep, before.start, atom.end, atom.brackets, atom.last)
                continue
        made.append(atom)
    return made


def _add(made: list[Piece], text: str, sep: str, start: int, end: int) -> bool:
    while start < end and text[start] in " \t\n.*_•":
        start += 1
    while end > start and text[end - 1] in " \t\n*_":
        end -= 1
    joins = _WITH.match(text, start, end)
    start = joins.end() if joins else start
    if start >= end or not any(map(str.isalnum, text[start:end])):
        return False
    if made and not made[-1].brackets and _only_titles(text[made[-1].start : made[-1].end]):
        # 'Cllr. Quill', 'Mr and Mrs Quill': the stop ends no entry.
        made[-1].end = made[-1].last = end
        return True
    made.append(Piece(sep, start, end, last=end))
    return True


def _only_titles(words: str) -> bool:
    """Whether a stop ends no entry: 'Cllr. Quill', 'Clerk Mrs. Quill', 'Mr and Mrs Quill'."""
    tokens = words.split()
    if titles.title(tokens[-1]) and (len(tokens) == 1 or not titles.title(tokens[0])):
        return len(words) < 40 and words[:1].isupper()
    return all(titles.title(one) or titles.grade(one) for one in tokens) and words[:1].isupper()
