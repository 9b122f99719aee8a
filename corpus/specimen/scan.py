"""A source to a scanned page: its words drawn into a picture, a little crooked and dirty."""

from __future__ import annotations

import io
import random
from pathlib import Path

import reportlab
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from corpus.specimen.source import Source

WIDTH, HEIGHT, LEFT = 1240, 1754, 150


def to_scan(source: Source) -> bytes:
    """A PDF of one page that holds a picture and no text at all."""
    picture = io.BytesIO()
    _page(source).save(picture, "JPEG", quality=45)
    picture.seek(0)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=0)
    canvas.setTitle(source.matter["title"])
    canvas.drawImage(ImageReader(picture), 0, 0, A4[0], A4[1])
    canvas.save()
    return out.getvalue()


def _page(source: Source) -> Image.Image:
    face = str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")
    font = ImageFont.truetype(face, 24, layout_engine=ImageFont.Layout.BASIC)
    page = Image.new("L", (WIDTH, HEIGHT), 250)
    draw = ImageDraw.Draw(page)
    y = 140
    for block in source.blocks:
        if block.kind == "directive":
            continue
        for line in _wrapped(block.text, font):
            draw.text((LEFT, y), line, fill=45, font=font)
            y += 36
        y += 20
    page = page.rotate(0.7, fillcolor=246, resample=Image.Resampling.BICUBIC)
    dice = random.Random(1911)
    dots = page.load()
    assert dots is not None
    for _ in range(2600):
        x, row = dice.randrange(WIDTH), dice.randrange(HEIGHT)
        dots[x, row] = dice.choice((70, 140, 200, 255))
    for row in range(HEIGHT):
        dots[WIDTH - 9, row] = dots[WIDTH - 8, row] = 175
    return page.filter(ImageFilter.GaussianBlur(0.6))


def _wrapped(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if font.getlength(longer) > WIDTH - 2 * LEFT and line:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line]
