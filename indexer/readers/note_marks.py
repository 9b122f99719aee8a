"""Raised and lowered characters: which belong to the word, and which refer to a note.

"14th", "m2" and "CO2" are words whose last letters are set high or low; the "1" behind "47" is no
part of the figure. A reference leaves the text and is kept beside it, so that "47 seconds" reads
as it is printed. Until the text is fixed a reference travels in it between two noncharacters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.model import NoteReference

_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_MARK_AT_MOST = 12
"""What is raised and longer than this is text that somebody set small."""

_REFERENCE = re.compile(
    r"[\[(]?(?:\d{1,3}|[a-z]|[ivx]{1,4}|[*†‡§¶#^]{1,4})[\])]?"
    r"(?:(?:\s?[,;–-]\s?|\s|(?<=\])(?=\[))[\[(]?(?:\d{1,3}|[a-z]|[*†‡§¶]{1,4})[\])]?){0,3}"
)
_UNIT = re.compile(r"(?:^|[\d\s(/per])(?:[kcmdµ]?m|km|ft|yd|mi|in|miles?|met(?:re|er)s?)$")
_FORMULA = re.compile(r"(?:^|[^A-Za-z])(?:CO|NO|SO|CH|NH|H|N|O)$")
_NUMBER_SIGN = re.compile(r"(?:^|[^A-Za-z])N$")
_POWER = re.compile(r"[×x]\s?10$")
_RAISED = str.maketrans("0123456789-−+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁺")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_UNICODE = re.compile(r"(?<=[\w.,;:!?)\]’”\"'%])[⁰¹²³⁴-⁹]{1,3}(?:[,⸴][⁰¹²³⁴-⁹]{1,3}){0,3}")


def raised(before: str, mark: str, after: str = "") -> str:
    """What stands in the text for ``mark``, raised behind ``before``: itself or a reference.

    ``before`` and ``after`` are what stands beside it in its own paragraph; without anything
    before it the mark is the number of the note that follows.
    """
    words = mark.strip()
    if not words:
        return mark
    if len(words) > _MARK_AT_MOST or not _REFERENCE.fullmatch(words):
        return mark
    bare = words.strip("[]() ")
    if not before.strip():
        return f"[{bare}] " if after.strip() else mark
    if _belongs(before, words, after):
        return mark
    if _POWER.search(before.rstrip()[-6:]) and words.isdigit():
        return words.translate(_RAISED)
    if words.isdigit() and after.lstrip()[:1] in ("/", "⁄") and before[-1:].isdigit():
        return f" {words}"  # a fraction: 1 1/2
    return f"{_OPEN}{bare}{_CLOSE}" + (" " if mark[-1:].isspace() else "")


def _belongs(before: str, words: str, after: str) -> bool:
    """Whether raised characters are letters of the word that they follow."""
    near = before[-12:]
    if after.lstrip(" ")[:1] in ("/", "⁄") and not near[-1:].isalnum():
        return True
    if words.isdigit():
        return words in ("2", "3") and bool(_UNIT.search(near) or _FORMULA.search(near))
    if words.isalpha():
        number_sign = words in ("o", "os") and _NUMBER_SIGN.search(near)
        return bool(number_sign) or (near[-1:].isalpha() and after[:1].isalpha())
    return False


def referenced(text: str) -> str:
    """``text`` with raised figures of Unicode that follow a word as references ("47¹")."""

    if text.isascii():
        return text

    def seen(match: re.Match[str]) -> str:
        near = text[max(0, match.start() - 12) : match.start()]
        words = match[0].translate(_LOWERED)
        unit = words in ("2", "3") and (_UNIT.search(near) or _FORMULA.search(near))
        if unit or (near.endswith("10") and _POWER.search(near)):
            return match[0]
        if text[match.end() : match.end() + 1] in ("/", "⁄"):
            return match[0]
        return f"{_OPEN}{words}{_CLOSE}"

    return _UNICODE.sub(seen, text)


_HELD = re.compile(f"( ?){_OPEN}([^{_OPEN}{_CLOSE}]{{0,40}}){_CLOSE}")


def taken(text: str) -> tuple[str, list[tuple[int, str]]]:
    """``text`` without its references, and each reference with the place that it refers from."""
    if _OPEN not in text and _CLOSE not in text:
        return text, []
    chunks: list[str] = []
    found: list[tuple[int, str]] = []
    length = at = 0
    for match in _HELD.finditer(text):
        piece = text[at : match.start()]
        chunks.append(piece)
        length += len(piece)
        found.append((length, match[2]))
        after = text[match.end() : match.end() + 1]
        apart = match[1] and after not in ("", " ", "\n", ".", ",", ";", ":", ")", _OPEN)
        if apart or (not match[1] and after.isalpha() and text[match.start() - 1].isalnum()):
            chunks.append(" ")
            length += 1
        at = match.end()
    chunks.append(text[at:])
    whole = "".join(chunks)
    if _OPEN in whole or _CLOSE in whole:  # the file's own noncharacters, alone
        return whole.replace(_OPEN, "").replace(_CLOSE, ""), []
    return whole, found


def references(found: list[tuple[int, str]], at: int) -> Iterator[NoteReference]:
    """What ``taken`` found in words that stand at ``at`` in the document."""
    return (NoteReference(at + place, mark) for place, mark in found)
