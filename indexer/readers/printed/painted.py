"""What a page paints beside its text, as pdfium lists it: strokes, dark grounds, pictures."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as raw

from corpus.model import Box
from indexer.readers.printed.runs import plain_function
from indexer.readers.printed.visible import Painted

OBJECTS_AT_MOST = 5_000
_THIN = 2.5
_WIDE = 4.0
_WHITE = 245

_H, _I = ctypes.c_void_p, ctypes.c_int
_count = plain_function(raw.FPDFPage_CountObjects, _I, _H)
_nth = plain_function(raw.FPDFPage_GetObject, _H, _H, _I)
_type = plain_function(raw.FPDFPageObj_GetType, _I, _H)
_bounds = plain_function(raw.FPDFPageObj_GetBounds, _I, _H, _H, _H, _H, _H)
_fill = plain_function(raw.FPDFPageObj_GetFillColor, _I, _H, _H, _H, _H, _H)
_mode = plain_function(raw.FPDFPath_GetDrawMode, _I, _H, _H, _H)


def painted(page: Any, sheet: Box) -> Painted:
    """The paint of one page, in points from its lower left corner; ``sheet`` as the file has it."""
    handle = ctypes.cast(page.raw, ctypes.c_void_p).value
    sides = [ctypes.c_float() for _ in range(4)]
    at = [ctypes.addressof(side) for side in sides]
    grounds: list[tuple[int, Box]] = []
    strokes: list[Box] = []
    from_x, from_y = sheet[0], sheet[1]
    area, picture = max((sheet[2] - from_x) * (sheet[3] - from_y), 1.0), 0.0
    for index in range(min(_count(handle), OBJECTS_AT_MOST)):
        item = _nth(handle, index)
        kind = _type(item)
        if kind == raw.FPDF_PAGEOBJ_TEXT or not _bounds(item, *at):
            continue
        left, bottom, right, top = (side.value for side in sides)
        box = (left - from_x, bottom - from_y, right - from_x, top - from_y)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            if top - bottom <= _THIN:
                if right - left >= _WIDE:
                    strokes.append(box)
            else:
                grounds.append((item, box))
            continue
        grounds.append((0, box))  # pictures, shades and forms: what they show is not looked at
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            picture = max(picture, (right - left) * (top - bottom) / area)
    return Painted(grounds, _is_dark, strokes, picture)


def _is_dark(path: int) -> bool:
    """Whether a shape is filled with anything but white; 0 is no shape, and taken to be dark."""
    if not path:
        return True
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not _mode(path, ctypes.addressof(fill), ctypes.addressof(stroke)) or not fill.value:
        return False
    ink = [ctypes.c_uint() for _ in range(4)]
    if not _fill(path, *(ctypes.addressof(one) for one in ink)):
        return True
    red, green, blue, alpha = (one.value for one in ink)
    return alpha > 0 and min(red, green, blue) < _WHITE
