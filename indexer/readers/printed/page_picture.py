"""One page of a PDF as a picture, and where on it each of its characters stands.

Work for a process of its own with limits (``indexer.readers.sandbox``): a page may hold anything.
"""

from __future__ import annotations

import ctypes
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

PIXELS_AT_MOST = 6_000_000
SIDE_AT_MOST = 6_000
"""Pixels; a page of absurd size is drawn smaller."""
CHARACTERS_AT_MOST = 30_000
GRAIN = 10_000
"""Places are told in this many parts of the page's width and height."""
_QUALITY = 45


@dataclass(frozen=True, slots=True)
class PictureTask:
    """``page`` counts from 1; ``width`` is in pixels, 0 asks where the characters stand instead."""

    path: str
    page: int
    width: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as WebP."""

    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Letters:
    """The characters of a page in the file's order, a space between words; of each other left, top,
    right and bottom in parts of ``GRAIN``, from the upper left corner of the page as it is shown.
    """

    text: str = ""
    boxes: tuple[tuple[int, int, int, int], ...] = ()


def work(task: PictureTask) -> Iterator[Picture | Letters]:
    """Yields the one thing asked for; raises what pdfium raises."""
    document = pypdfium2.PdfDocument(task.path)
    page = document[task.page - 1]
    yield _picture(page, task.width) if task.width else _letters(page)


def scale_for(width: float, height: float, wanted: int) -> float:
    """By how much a page of ``width`` to ``height`` points is enlarged to be ``wanted`` pixels
    wide, within what a picture may take."""
    width, height = max(width, 1.0), max(height, 1.0)
    return min(
        wanted / width,
        SIDE_AT_MOST / max(width, height),
        math.sqrt(PIXELS_AT_MOST / (width * height)),
    )


def _picture(page: Any, wanted: int) -> Picture:
    across, down = page.get_size()
    image = page.render(scale=scale_for(across, down, wanted)).to_pil()
    if image.mode not in ("RGB", "L"):
        image = image.convert("RGB")
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=_QUALITY, method=2)
    return Picture(buffer.getvalue(), image.width, image.height)


def _letters(page: Any) -> Letters:
    text_page = page.get_textpage()
    rect, x, y = raw.FS_RECTF(), ctypes.c_int(), ctypes.c_int()
    text: list[str] = []
    boxes: list[tuple[int, int, int, int]] = []
    for index in range(min(text_page.count_chars(), CHARACTERS_AT_MOST)):
        code = raw.FPDFText_GetUnicode(text_page, index)
        if code <= 32:  # the engine's own ends of lines, and spaces
            text.append(" ")
            boxes.append((0, 0, 0, 0))
            continue
        if not raw.FPDFText_GetLooseCharBox(text_page, index, rect) or code >= 0x110000:
            continue
        corners = []
        for across, up in ((rect.left, rect.top), (rect.right, rect.bottom)):
            raw.FPDF_PageToDevice(page, 0, 0, GRAIN, GRAIN, 0, across, up, x, y)
            corners.append((x.value, y.value))
        (left, right), (top, bottom) = (sorted(pair) for pair in zip(*corners, strict=True))
        if right < 0 or left > GRAIN or bottom < 0 or top > GRAIN:
            continue  # beside the page
        text.append(chr(code))
        boxes.append((left, top, right, bottom))
    return Letters("".join(text), tuple(boxes))
