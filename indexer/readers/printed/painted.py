"""What a page paints beside its text, as pdfium lists it: strokes, dark grounds, pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as raw

from corpus.model import Box
from indexer.readers.printed.runs import plain_function
from indexer.readers.printed.visible import Painted

OBJECTS_AT_MOST = 1_500
"""A page of more shapes is a drawing; what its later ones do to words is not looked at."""
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
    count = _count(handle)
    for index in range(min(count, OBJECTS_AT_MOST)):
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
        if kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM):  # scans come in strips
            picture += (right - left) * (top - bottom) / area
    if count > OBJECTS_AT_MOST:
        grounds.append((0, (0.0, 0.0, sheet[2] - from_x, sheet[3] - from_y)))
    strokes += _struck_by_notes(page, from_x, from_y)
    return Painted(grounds, _is_dark, strokes, picture)


def _struck_by_notes(page: Any, from_x: float, from_y: float) -> Iterator[Box]:
    """The strokes of annotations that strike words out, through the middle of small letters."""
    quad = raw.FS_QUADPOINTSF()
    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), OBJECTS_AT_MOST)):
        note = raw.FPDFPage_GetAnnot(page.raw, index)
        if not note:
            continue
        if raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_STRIKEOUT:
            for place in range(min(raw.FPDFAnnot_CountAttachmentPoints(note), OBJECTS_AT_MOST)):
                if raw.FPDFAnnot_GetAttachmentPoints(note, place, quad):
                    across = sorted((quad.x1, quad.x2, quad.x3, quad.x4))
                    low, *_, high = sorted((quad.y1, quad.y2, quad.y3, quad.y4))
                    middle = low + 0.43 * (high - low) - from_y
                    yield across[0] - from_x, middle - 0.3, across[-1] - from_x, middle + 0.3
        raw.FPDFPage_CloseAnnot(note)


def rules(page: Any, sheet: Box) -> list[Box]:
    """Lines, and the frames of what is drawn with an outline, placed as ``painted`` places them.

    A ground without an outline is no rule: words are often set on one, line by line.
    """
    handle = ctypes.cast(page.raw, ctypes.c_void_p).value
    sides = [ctypes.c_float() for _ in range(4)]
    at = [ctypes.addressof(side) for side in sides]
    found: list[Box] = []
    for index in range(min(_count(handle), OBJECTS_AT_MOST)):
        item = _nth(handle, index)
        if _type(item) == raw.FPDF_PAGEOBJ_PATH and _bounds(item, *at):
            left, bottom, right, top = (side.value for side in sides)
            thin = min(right - left, top - bottom) <= _THIN
            if thin or _is_outlined(item):
                found.append((left - sheet[0], bottom - sheet[1], right - sheet[0], top - sheet[1]))
    return found


def _is_outlined(path: int) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    told = _mode(path, ctypes.addressof(fill), ctypes.addressof(stroke))
    return bool(told and stroke.value)


def _is_dark(path: int) -> bool:
    """Whether a shape is filled, or drawn as a thick line, with anything but white; 0 is no shape,
    and taken to be dark."""
    if not path:
        return True
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not _mode(path, ctypes.addressof(fill), ctypes.addressof(stroke)) or not fill.value:
        return bool(stroke.value)
    ink = [ctypes.c_uint() for _ in range(4)]
    if not _fill(path, *(ctypes.addressof(one) for one in ink)):
        return True
    red, green, blue, alpha = (one.value for one in ink)
    return alpha > 0 and min(red, green, blue) < _WHITE
