"""Numbers below a hundred, hundreds, and days of a month in words and in figures."""

from __future__ import annotations

from collections.abc import Sequence

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_OF = {word: number for number, word in enumerate(_ONES)}
_OF.update({word: 20 + 10 * place for place, word in enumerate(_TENS)})
_ORDINAL_OF = {word: number for number, word in enumerate(_ORDINALS, 1)} | {"thirtieth": 30}


def _suffixed(number: int) -> str:
    special = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if 10 < number < 20 else special}"


_FIGURES = {str(number): word for word, number in _OF.items() if number}
_FIGURES |= {
    str(number): f"{_TENS[number // 10 - 2]} {_ONES[number % 10]}"
    for number in range(21, 100)
    if number % 10
}
_FIGURES |= {str(100 * number): f"{_ONES[number]} hundred" for number in range(1, 10)}
_FIGURES |= {_suffixed(number): word for word, number in _ORDINAL_OF.items()}
_FIGURES |= {
    _suffixed(tens + number): f"{'twenty' if tens == 20 else 'thirty'} {_ORDINALS[number - 1]}"
    for tens in (20, 30)
    for number in range(1, 10)
}
_WORDS = {word: figure for figure, word in _FIGURES.items()}


def words_of(word: str) -> str:
    """The other form of one number or ordinal: "14" for "fourteen", "first" for "1st"; else ""."""
    return _FIGURES.get(word) or _WORDS.get(word, "")


def figures(words: Sequence[str]) -> str | None:
    """The figures of a number in two words, "26" of ("twenty", "six"); None for other words."""
    return _WORDS.get(" ".join(words).casefold()) if len(words) == 2 else None
