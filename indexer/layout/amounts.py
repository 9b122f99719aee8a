"""Whether a line holds an amount, and whether it ends in figures as a row does; a year is none."""

from __future__ import annotations

import re

_YEARS = re.compile(r"\b(?:19|20)\d\d(?:/\d\d(?:\d\d)?)?\b")
_AMOUNT = re.compile(r"[£$€]\s?\d|\d\s?%|(?<![\d,])\d{1,3}(?:,\d{3})+(?!\d)")
_AMOUNT_LAST = re.compile(
    r"(?:[£$€]\s?\d[\d,.]{0,15}\s?(?:k|m|bn|million|thousand)?|\d\s?%|(?<![\d,])\d{1,3}(?:,\d{3})+)\)?$",
    re.IGNORECASE,
)
_ROW_LAST = re.compile(r"(?:(?<=\s)[+<>~−–-]?\d[\d.,]{0,15}\)?%?(?:\s+|$)){2}$")


def figures(words: str) -> bool:
    """Whether a line ends in an amount, a share or several figures: it is a row, not a title."""
    told = _YEARS.sub("year", words.rstrip("*_ ."))
    return bool(_AMOUNT_LAST.search(told) or _ROW_LAST.search(told))


def amount(words: str) -> bool:
    """Whether words tell an amount or a share."""
    return bool(_AMOUNT.search(_YEARS.sub("year", words)))


def without_years(words: str) -> str:
    """The words with each year, which is no amount, as a word."""
    return _YEARS.sub("year", words)
