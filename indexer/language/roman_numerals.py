"""Roman figures, in which lists and front pages are numbered."""

from __future__ import annotations


def roman(number: int) -> str:
    """A number from 1 to 3999 in Roman figures."""
    steps = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
    out = ""
    for value, letters in steps:
        while number >= value:
            out, number = out + letters, number - value
    return out
