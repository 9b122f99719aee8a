"""Text set on pages, as a word processor prints it: how Word files and web pages come in packs."""

from __future__ import annotations

import io
import random

from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

_FACES = (
    ("Helvetica", "Helvetica-Bold"),
    ("Times-Roman", "Times-Bold"),
    ("Courier", "Courier-Bold"),
)


def typeset(text: str, seed: str) -> bytes:
    """A PDF of ``text``: blank lines part its paragraphs, short ones are bold; page numbers below.

    Face, size, paper and margin are drawn from ``seed``. Letters outside Latin-1 become '?'.
    """
    dice = random.Random(seed)
    plain, bold = dice.choice(_FACES)
    size = dice.choice((9.5, 10, 11, 12))
    width, height = dice.choice((A4, A4, LETTER))
    margin = dice.choice((54, 64, 72, 85))
    numbered = dice.random() < 0.5
    step = size * 1.2
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(width, height), invariant=True)
    y, page = height - margin, 1
    for paragraph in text.split("\n\n"):
        words = paragraph.replace("\t", "    ").encode("latin-1", "replace").decode("latin-1")
        face = bold if len(words) < 60 and not words.rstrip().endswith((".", ";", ",")) else plain
        for line in simpleSplit(words, face, size, width - 2 * margin):
            if y < margin + step:
                _number(canvas, page, width, numbered)
                canvas.showPage()
                y, page = height - margin, page + 1
            canvas.setFont(face, size)
            canvas.drawString(margin, y, line)
            y -= step
        y -= step * 0.8
    _number(canvas, page, width, numbered)
    canvas.save()
    return file.getvalue()


def _number(canvas: Canvas, page: int, width: float, numbered: bool) -> None:
    if numbered:
        canvas.setFont("Helvetica", 8)
        canvas.drawCentredString(width / 2, 30, str(page))
