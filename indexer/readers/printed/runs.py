"""Runs: neighbouring characters that a page draws as one object, with their look and place.

The only file beside ``pdf`` that knows pdfium. Its text comes with an index for each character;
what a character belongs to is asked for as few of them as tell where one object ends.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2.raw as raw

from corpus.model import Box


@dataclass(slots=True)
class Run:
    """Characters that are set alike, placed as a reader sees them: x to the right, y upwards.

    From the corner of the page that is its lower left one when the text runs to the right.

    ``shown`` is 'yes', 'white', 'clear' (drawn without ink) or 'no' (too small, off the page).
    ``first`` is the index of its first character, for whoever asks for single ones; ``turn`` is the
    angle that the text is turned by, in degrees.
    """

    text: str
    size: float = 0.0
    bold: bool = False
    font: str = ""
    x: float = 0.0
    y: float = 0.0
    right: float = 0.0
    shown: str = "yes"
    first: int = -1
    turn: int = 0

    def part(self, start: int, stop: int, x: float, right: float) -> Run:
        """The run of some of its characters, which stand between ``x`` and ``right``."""
        first = self.first + start if self.first >= 0 else -1
        return replace(self, text=self.text[start:stop], x=x, right=right, first=first)


Fonts = dict[int, tuple[str, bool]]
"""pdfium's handle of a face to its name and whether it is bold, for one document."""
UNREADABLE = 1.5
"""Points; nobody reads a face of this size."""
_WHITE = 250
_FRAGMENT = 4
"""Characters; a shorter run in the face of the one before it is shown as that is."""
_BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_SUBSET = re.compile(r"[A-Z]{6}\+")
_INKLESS = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)


def plain_function(function: Any, result: Any, *arguments: Any) -> Any:
    """A function of pdfium by its address: handles as numbers, a third of the time of objects."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.CFUNCTYPE(result, *arguments)(address)


_H, _I = ctypes.c_void_p, ctypes.c_int
_object_of = plain_function(raw.FPDFText_GetTextObject, _H, _H, _I)
_mode_of = plain_function(raw.FPDFTextObj_GetTextRenderMode, _I, _H)
_font_of = plain_function(raw.FPDFTextObj_GetFont, _H, _H)
_size_of = plain_function(raw.FPDFText_GetFontSize, ctypes.c_double, _H, _I)
_weight_of = plain_function(raw.FPDFText_GetFontWeight, _I, _H, _I)
_matrix_of = plain_function(raw.FPDFText_GetMatrix, _I, _H, _I, _H)
_origin_of = plain_function(raw.FPDFText_GetCharOrigin, _I, _H, _I, _H, _H)
_box_of = plain_function(raw.FPDFText_GetLooseCharBox, _I, _H, _I, _H)
_colour_of = plain_function(raw.FPDFText_GetFillColor, _I, _H, _I, _H, _H, _H, _H)
_name_of = plain_function(raw.FPDFText_GetFontInfo, ctypes.c_ulong, _H, _I, _H, ctypes.c_ulong, _H)


class Glyphs:
    """The characters of one page, asked through buffers that are made once."""

    def __init__(self, text_page: Any, fonts: Fonts, sheet: Box) -> None:
        """``fonts`` is filled with what is learnt of the document's faces; ``sheet`` is the page's
        left, bottom, right and top before it is turned."""
        self._sheet = sheet
        self._page = ctypes.cast(text_page.raw, ctypes.c_void_p).value
        self._raw = text_page.raw
        self._fonts = fonts
        self._matrix, self._rect = raw.FS_MATRIX(), raw.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._ink = [ctypes.c_uint() for _ in range(4)]
        self._at = [ctypes.addressof(one) for one in (self._matrix, self._rect, self._x, self._y)]
        self._inks = [ctypes.addressof(one) for one in self._ink]

    def runs(self, text: str, first: int) -> list[Run]:
        """The runs of a stretch of text whose first character stands at ``first`` in the text."""
        at = raw.FPDFText_GetCharIndexFromTextIndex(self._raw, first)
        if at < 0:
            return [Run(text)]
        found: list[Run] = []
        for start, stop, handle in self._objects(at, at + len(text)):
            words = text[start - at : stop - at]
            if handle:
                found.append(self._run(words, start, stop, handle, found[-1] if found else None))
            elif found:
                found[-1].text += words
            else:
                found.append(Run(words, first=start))
        return found

    def _objects(self, start: int, stop: int) -> Iterator[tuple[int, int, int]]:
        """Stretches of one object each; an object is taken to be one stretch of a line."""
        page, at = self._page, start
        while at < stop:
            here = _object_of(page, at)
            step, known = 1, at
            while known + step < stop and _object_of(page, known + step) == here:
                known += step
                step *= 2
            beyond = min(known + step, stop)
            while beyond - known > 1:
                middle = (known + beyond) // 2
                if _object_of(page, middle) == here:
                    known = middle
                else:
                    beyond = middle
            yield at, known + 1, here or 0
            at = known + 1

    def _run(self, text: str, start: int, stop: int, handle: int, before: Run | None) -> Run:
        page, matrix = self._page, self._matrix
        if not _matrix_of(page, start, self._at[0]):
            return Run(text, first=start)
        a, b = matrix.a, matrix.b
        length = math.hypot(a, b) if b else abs(a)
        size = _size_of(page, start) * math.hypot(matrix.c, matrix.d)
        size = round(size, 1) if 0 < size < 500 else 0.0
        font, bold = self._face(start, handle)
        last = stop - 1
        while last > start and text[last - start].isspace():
            last -= 1
        x, y, right, inside = self._place(start, last, a, b, length)
        turn = round(math.degrees(math.atan2(matrix.b, matrix.a))) if matrix.b else 0
        if not inside:
            shown = "no"
        elif before is not None and len(text) < _FRAGMENT and before.font is font:
            shown = before.shown
        else:
            shown = self._shown(start, handle, size)
        return Run(text, size, bold, font, x, y, right, shown, start, turn)

    def _place(
        self, start: int, last: int, a: float, b: float, length: float
    ) -> tuple[float, float, float, bool]:
        """Where a run begins and ends, turned so that text runs to the right, from the corner that
        is the lower left one then; and whether it begins on the page."""
        page, x, y = self._page, self._x, self._y
        if not length or not _origin_of(page, start, self._at[2], self._at[3]):
            return 0.0, 0.0, 0.0, True
        rect, sheet = self._rect, self._sheet
        inside = sheet[0] - 3 < x.value < sheet[2] + 3 and sheet[1] - 3 < y.value < sheet[3] + 3
        boxed = _box_of(page, last, self._at[1])
        if a > 0 and not b:
            left, right = x.value, rect.right if boxed else x.value
            return left - sheet[0], y.value - sheet[1], max(left, right) - sheet[0], inside
        along, across = a / length, b / length
        from_x = min(h * along + v * across for h in sheet[::2] for v in sheet[1::2])
        from_y = min(v * along - h * across for h in sheet[::2] for v in sheet[1::2])
        left = x.value * along + y.value * across
        low = y.value * along - x.value * across
        right = left
        if boxed:
            right = max(
                left,
                rect.left * along + rect.bottom * across,
                rect.right * along + rect.top * across,
            )
        return left - from_x, low - from_y, right - from_x, inside

    def edges(self, run: Run) -> list[tuple[float, float]]:
        """Left and right of each character of a run, as the page has it (not turned)."""
        found: list[tuple[float, float]] = []
        last = run.x
        for index in range(run.first, run.first + len(run.text)):
            if run.first >= 0 and _box_of(self._page, index, self._at[1]):
                last = self._rect.right - self._sheet[0]
                found.append((self._rect.left - self._sheet[0], last))
            else:
                found.append((last, last))
        return found

    def _face(self, at: int, handle: int) -> tuple[str, bool]:
        """The name of a character's face, and whether it is bold."""
        font = _font_of(handle) or 0
        known = self._fonts.get(font)
        if known is None or not font:
            buffer, flags = ctypes.create_string_buffer(96), ctypes.c_int()
            _name_of(self._page, at, ctypes.addressof(buffer), 96, ctypes.addressof(flags))
            name = buffer.value.decode("latin-1")
            bold = bool(_BOLD_NAME.search(name)) or _weight_of(self._page, at) >= 600
            known = self._fonts[font] = _SUBSET.sub("", name, count=1), bold
        return known

    def _shown(self, at: int, handle: int, size: float) -> str:
        if _mode_of(handle) in _INKLESS:
            return "clear"
        if 0 < size < UNREADABLE:
            return "no"
        if _colour_of(self._page, at, *self._inks):
            red, green, blue, alpha = (one.value for one in self._ink)
            if not alpha:
                return "clear"
            if min(red, green, blue) >= _WHITE:
                return "white"
        return "yes"
