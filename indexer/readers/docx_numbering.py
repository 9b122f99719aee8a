"""What Word shows in front of a paragraph: heading levels, bullets, and numbers it counts itself.

The numbers stand nowhere in the text of a DOCX; they follow from numbering definitions and the
paragraphs before (ECMA-376 part 1, 17.9). What cannot be computed is left out, not guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from corpus.model import PassageKind
from indexer.language.roman_numerals import roman
from indexer.readers.text_repair import tidy

_DEEPEST = 9
_CHAIN_AT_MOST = 20
"""styles based on styles based on …"""


def name(element: Any) -> str:
    """An element's name without its namespace; '' for comments and instructions."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def child(element: Any, wanted: str) -> Any:
    """The first child of that name, ``None`` if there is none or no element."""
    if element is None:
        return None
    return next((found for found in element if name(found) == wanted), None)


def attribute(element: Any, wanted: str) -> str:
    """An attribute by its name without namespace, '' if absent."""
    if element is None:
        return ""
    for key, value in element.attrib.items():
        if key.rsplit("}", 1)[-1] == wanted:
            return str(value)
    return ""


def whole(element: Any, default: int) -> int:
    """The whole number in ``w:val``; the default where there is none or an absurd one."""
    value = attribute(element, "val")
    return int(value) if re.fullmatch(r"\d{1,4}", value) else default


def face(properties: Any) -> tuple[str | None, float | None]:
    """Font and size (points) that run properties set; ``None`` for what they leave open."""
    fonts = child(properties, "rFonts")
    font = attribute(fonts, "ascii") or attribute(fonts, "asciiTheme") or None
    half_points = whole(child(properties, "sz"), 0)
    return font, half_points / 2 if half_points else None


def is_on(flag: Any) -> bool:
    """Whether a toggle is there and not switched off."""
    return flag is not None and attribute(flag, "val") not in ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class RunLook:
    """How a run is set. ``unseen``: hidden, struck, white on nothing, or too small to be read."""

    bold: bool
    unseen: bool
    raised: bool
    font: str | None
    size: float | None


class Numbering:
    """Counts through a document's paragraphs in order; ask once for each, first to last."""

    def __init__(self, opened: Any) -> None:
        self._styles = _styles(opened)
        self._levels, self._starts = _definitions(opened)
        self._default = next(
            (key for key, (_, one) in self._styles.items() if _is_default(one)), ""
        )
        self._sheets: dict[str, list[Any]] = {}
        self._counts: dict[str, list[int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def look(self, paragraph: Any) -> tuple[PassageKind, int, str, bool]:
        """Kind, level, what stands in front of it ("2.1 ", "• ", ""), and whether it is bold."""
        properties = child(paragraph, "pPr")
        style = attribute(child(properties, "pStyle"), "val")
        level, bold = self._heading(style), self._is_bold(style)
        outline = child(properties, "outlineLvl")
        if not level and outline is not None and whole(outline, 9) < 6:
            level = whole(outline, 9) + 1
        number, depth = self._number_of(properties, style)
        marker = self._marker(number, depth) if number else ""
        if level:
            return "heading", level, "" if marker == "• " else marker, bold
        if marker or re.match(r"list\b", self._name(style), re.IGNORECASE):
            return "item", depth + 1, marker, bold
        return "paragraph", 0, "", bold

    def _name(self, style: str) -> str:
        return self._styles[style][0] if style in self._styles else ""

    def _chain(self, style: str) -> list[tuple[str, Any]]:
        """A style and those it is based on, nearest first."""
        chain: list[tuple[str, Any]] = []
        while style in self._styles and len(chain) < _CHAIN_AT_MOST:
            label, element = self._styles[style]
            chain.append((label, element))
            style = attribute(child(element, "basedOn"), "val")
        return chain

    def _heading(self, style: str) -> int:
        for label, element in self._chain(style):
            found = re.fullmatch(r"heading ([1-9])", label.strip(), re.IGNORECASE)
            if found:
                return min(int(found[1]), 6)
            if label.strip().lower() == "title":
                return 1
            outline = child(child(element, "pPr"), "outlineLvl")
            if outline is not None:
                return whole(outline, 9) + 1 if whole(outline, 9) < 6 else 0
        return 0

    def _is_bold(self, style: str) -> bool:
        for _, element in self._chain(style):
            bold = child(child(element, "rPr"), "b")
            if bold is not None:
                return attribute(bold, "val") not in ("0", "false", "off")
        return False

    def face(self, paragraph: Any) -> tuple[str | None, float | None]:
        """Font and size (points) that a paragraph's style, or those it is based on, set."""
        style = attribute(child(child(paragraph, "pPr"), "pStyle"), "val") or self._default
        font: str | None = None
        size: float | None = None
        for _, element in self._chain(style):
            theirs = face(child(element, "rPr"))
            font, size = font or theirs[0], size or theirs[1]
        return font, size

    def look_of_run(self, run: Any, style: str) -> RunLook:
        """How a run of a paragraph in ``style`` is set, by itself or by its styles."""
        own = child(run, "rPr")
        sheets = [own] if own is not None else []
        for wanted in dict.fromkeys((attribute(child(own, "rStyle"), "val"), style)):
            sheets += self._run_sheets(wanted)
        if not sheets:
            return _PLAIN
        told = {
            key: next((one for sheet in sheets if (one := child(sheet, key)) is not None), None)
            for key in _TOLD
        }
        font, size = face(own)
        unseen = any(is_on(told[key]) for key in ("vanish", "strike", "dstrike"))
        unseen = unseen or (size is not None and size <= _UNREADABLE)
        unseen = unseen or (attribute(told["color"], "val").upper() == "FFFFFF" and _on_paper(run))
        lift = attribute(told["position"], "val")
        raised = attribute(told["vertAlign"], "val") == "superscript"
        raised = raised or (lift.isdigit() and int(lift) >= _LIFTED)
        return RunLook(is_on(child(own, "b")), unseen, raised, font, size)

    def _run_sheets(self, style: str) -> list[Any]:
        """The run properties of a style and of those it is based on."""
        if style not in self._sheets:
            found = (child(element, "rPr") for _, element in self._chain(style))
            self._sheets[style] = [one for one in found if one is not None]
        return self._sheets[style]

    def _number_of(self, properties: Any, style: str) -> tuple[str, int]:
        """The list (numId) a paragraph is in and its depth from 0; '' for none."""
        own = child(properties, "numPr")
        found = [own] if own is not None else []
        for _, element in self._chain(style):
            theirs = child(child(element, "pPr"), "numPr")
            if theirs is not None:
                found.append(theirs)
        number = next(
            (value for one in found if (value := attribute(child(one, "numId"), "val"))), ""
        )
        levels = [child(one, "ilvl") for one in found]
        depth = next((whole(level, 0) for level in levels if level is not None), 0)
        return ("" if number == "0" else number), min(depth, _DEEPEST - 1)

    def _marker(self, number: str, depth: int) -> str:
        levels = self._levels.get(number)
        if not levels or depth not in levels:
            return ""
        form, pattern, start, family = levels[depth]
        counts = self._counts.setdefault(family, [0] * _DEEPEST)
        if (number, depth) not in self._begun:
            self._begun.add((number, depth))
            if (number, depth) in self._starts:  # a list that begins again
                counts[depth] = 0
                start = self._starts[number, depth]
        counts[depth] = counts[depth] + 1 if counts[depth] else start
        counts[depth + 1 :] = [0] * (_DEEPEST - depth - 1)
        if form == "bullet":
            return "• "
        if form == "none" or not pattern:
            return ""

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            their_form, _, their_start, _ = levels.get(at, ("decimal", "", 1, ""))
            return _counted(counts[at] or their_start, their_form)

        marker = tidy(re.sub(r"%([1-9])", shown, pattern)).strip()
        return f"{marker} " if marker else ""


_TOLD = ("vanish", "strike", "dstrike", "color", "position", "vertAlign")
_UNREADABLE = 1.5
"""Points; nobody reads a face of this size."""
_LIFTED = 4
"""Half points above the line from which a run is raised."""
_PLAIN = RunLook(False, False, False, None, None)


def _on_paper(run: Any) -> bool:
    """Whether nothing coloured lies behind a run: no shading, no table, no text box."""
    own = child(run, "rPr")
    if child(own, "shd") is not None or child(own, "highlight") is not None:
        return False
    for above in run.iterancestors():
        if name(above) in ("tbl", "txbxContent"):
            return False
        if name(above) == "p" and child(child(above, "pPr"), "shd") is not None:
            return False
    return True


def _is_default(style: Any) -> bool:
    """Whether a style is that of paragraphs which name none."""
    return attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true")


_Level = tuple[str, str, int, str]
"""number format, pattern ("%1.%2"), first number, the abstract list whose counters it uses"""


def _styles(opened: Any) -> dict[str, tuple[str, Any]]:
    """Style id → its name and element."""
    try:
        root = opened.styles.element
    except Exception:  # a document without usable styles still has words
        return {}
    return {
        attribute(style, "styleId"): (attribute(child(style, "name"), "val"), style)
        for style in root
        if name(style) == "style"
    }


def _definitions(opened: Any) -> tuple[dict[str, dict[int, _Level]], dict[tuple[str, int], int]]:
    """numId → depth → level; and the numbers from which lists begin again."""
    try:
        root = opened.part.numbering_part.element
    except Exception:
        return {}, {}
    abstracts = {attribute(e, "abstractNumId"): e for e in root if name(e) == "abstractNum"}
    levels: dict[str, dict[int, _Level]] = {}
    starts: dict[tuple[str, int], int] = {}
    for num in root:
        if name(num) != "num":
            continue
        number = attribute(num, "numId")
        family = attribute(child(num, "abstractNumId"), "val")
        found = _levels_of(abstracts.get(family), family)
        for override in num:
            if name(override) != "lvlOverride":
                continue
            depth = (
                int(attribute(override, "ilvl") or 0)
                if attribute(override, "ilvl").isdigit()
                else 0
            )
            if (begin := child(override, "startOverride")) is not None:
                starts[number, depth] = whole(begin, 1)
            if (level := child(override, "lvl")) is not None:
                found[depth] = _level(level, family)
        levels[number] = found
    return levels, starts


def _levels_of(abstract: Any, family: str) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for level in abstract if abstract is not None else ():
        depth = attribute(level, "ilvl")
        if name(level) == "lvl" and depth.isdigit() and int(depth) < _DEEPEST:
            found[int(depth)] = _level(level, family)
    return found


def _level(level: Any, family: str) -> _Level:
    form = attribute(child(level, "numFmt"), "val") or "decimal"
    pattern = attribute(child(level, "lvlText"), "val")
    return form, pattern, whole(child(level, "start"), 1), family


def _counted(number: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        return roman(number).lower() if form == "lowerRoman" else roman(number)
    return f"{number:02d}" if form == "decimalZero" else str(number)
