"""Values of a spreadsheet's cells as the sheet shows them: 0.701 set as "0.0%" reads "70.1%".

What shows is what people saw and quote. A format that is not understood (a fraction, a text of
its own) leaves the bare value, which is right as well, only less round.
"""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from corpus.periods import told

_QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.')
_BRACKETED = re.compile(r"\[(?:\$([^\]-]{0,80})(?:-[^\]]{0,80})?|[^\]]{0,80})\]")
_PLACES = re.compile(r"[#0?][#0?,]*(?:\.([#0?]+))?(,*)")
_DAYS = re.compile(r"d|h|s", re.IGNORECASE)
_LONGEST = 300


def shown(value: object, code: str) -> str:
    """A cell's value as its format shows it; '' for an empty one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime.datetime | datetime.date):
        return _day(value, code)
    if isinstance(value, datetime.time | datetime.timedelta):
        return str(value)
    if isinstance(value, int | float):
        return _number(value, code[:_LONGEST])
    return str(value)


def _day(value: datetime.datetime | datetime.date, code: str) -> str:
    """A day in words, which no reader turns round; a month alone where only that is shown."""
    plain = _QUOTED.sub("", _BRACKETED.sub("", code))
    if "y" in plain.lower() and "m" in plain.lower() and not _DAYS.search(plain):
        return told(f"{value:%Y-%m}")
    day = told(value.strftime("%Y-%m-%d"))
    timed = isinstance(value, datetime.datetime) and (value.hour or value.minute)
    return f"{day} {value:%H:%M}" if timed else day


def _number(value: int | float, code: str) -> str:
    bare = _bare(value)
    sections = code.split(";")
    section = sections[0]
    if value < 0 and len(sections) > 1:
        section, value = sections[1], -value
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    literals: list[str] = []

    def keep(words: str) -> str:
        literals.append(words)
        return chr(0xE000 + len(literals) - 1)

    section = _BRACKETED.sub(lambda one: keep(one[1] or ""), section)
    section = _QUOTED.sub(lambda one: keep(one[1] or one[2] or " "), section)
    places = _PLACES.findall(section)
    odd = re.search(r"[Ee][+-]|[?#0]/|General|@|[dmyhs]", section)
    if len(places) != 1 or odd or len(literals) > 50:
        return bare
    match = _PLACES.search(section)
    if match is None:
        return bare
    try:
        exact = Decimal(repr(value))
        exact *= 100 if "%" in section else 1
        exact /= Decimal(1000) ** min(len(match[2]), 4)
        digits = min(len(match[1] or ""), 15)
        rounded = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    except (InvalidOperation, ValueError, OverflowError):
        return bare
    words = f"{rounded:,f}" if "," in match[0].rstrip(",") else f"{rounded:f}"
    optional = len((match[1] or "").rstrip("#?")) if match[1] else 0
    if "." in words and optional < digits:
        whole, _, part = words.partition(".")
        part = part[:optional] + part[optional:].rstrip("0")
        words = f"{whole}.{part}" if part else whole
    text = section[: match.start()] + words + section[match.end() :]
    for number, literal in enumerate(literals):
        text = text.replace(chr(0xE000 + number), literal)
    return " ".join(text.split())


def _bare(value: int | float) -> str:
    """A number without a format: whole ones without a point, others to ten figures."""
    if isinstance(value, int) or (value == value and abs(value) < 1e15 and value == int(value)):
        return str(int(value))
    return f"{value:.10g}"
