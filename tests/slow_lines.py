"""Lines crafted to make an expression slow, and whether they do."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from expressions import Expression

_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
KINDS = "aA1 \n\t.,;:-'’(£%/é>*_|<\"&=\\"
"""A character of each kind that expressions tell apart."""
_KINDS_OF_A_SET = 9
ENDS = ("\x00", "!\n")
"""What no repeat goes on over, so that all that could have been is tried."""


@dataclass(frozen=True)
class Attack:
    """``head``, then ``body`` as often as wanted, then ``end``."""

    head: str
    body: str
    end: str

    def line(self, length: int) -> str:
        return self.head + self.body * (length // len(self.body)) + self.end


def attacks(pattern: re.Pattern[Any]) -> set[Attack]:
    """Long runs of what the expression repeats, with and without what it wants before them, and
    near-matches of it one after the other. None for one whose repeats all have an end: how much
    it reads from one place does not grow with the line."""
    whole = pattern.pattern
    if isinstance(whole, bytes):
        whole = whole.decode("latin-1")
    tree = parser.parse(whole, pattern.flags & ~re.DEBUG)
    made: set[Attack] = set()
    for head, bodies in _repeats(tree, ""):
        for body in bodies:
            made |= {Attack(head, body, end) for end in ENDS}
            made |= {Attack("", one, ENDS[0]) for one in (body, head + body, head + body + " ")}
    sample = _sample(tree)
    if made and len(sample) > 1:
        made |= {Attack("", one, ENDS[0]) for one in (sample, sample[:-1], sample[:-1] + " ")}
    return made


def _repeats(tree: Any, head: str) -> Iterator[tuple[str, list[str]]]:
    """Each endless repeat of a parsed expression: a text that leads to it, and what it repeats."""
    for op, told in tree:
        if op in _REPEATS:
            _, most, inner = told
            if most is codes.MAXREPEAT:
                yield head, _bodies(inner)
            yield from _repeats(inner, head)
        elif op is codes.SUBPATTERN:
            yield from _repeats(told[-1], head)
        elif op is codes.ATOMIC_GROUP:
            yield from _repeats(told, head)
        elif op is codes.BRANCH:
            for branch in told[1]:
                yield from _repeats(branch, head)
        elif op in (codes.ASSERT, codes.ASSERT_NOT):
            yield from _repeats(told[1], head)
        head += _sample([(op, told)])


def _bodies(inner: Any) -> list[str]:
    """What a repeat may repeat: of one set of characters each kind that is in it."""
    if len(inner) == 1 and inner[0][0] in (codes.IN, codes.ANY, codes.NOT_LITERAL):
        held = [one for one in KINDS if _fits(inner[0], one)]
        ends = [one for one in held if not one.isalnum()]
        # A word and what ends it, both of the set: an expression may begin at every word.
        words = [one + ends[0] for one in held[:1] if one.isalnum() and ends]
        return [*held[:_KINDS_OF_A_SET], *words] or [_sample(inner) or "a"]
    return [one for one in {_sample(inner), _sample(inner, last=True)} if one] or ["a"]


def _sample(tree: Any, last: bool = False) -> str:
    """A text that the expression fits, as short as is easily found; its last branches if asked."""
    made = ""
    for op, told in tree:
        if op is codes.LITERAL:
            made += chr(told)
        elif op in (codes.IN, codes.ANY, codes.NOT_LITERAL):
            made += next((one for one in KINDS if _fits((op, told), one)), _first(told))
        elif op in _REPEATS:
            made += _sample(told[2], last) * max(told[0], 1 if last else 0)
        elif op is codes.SUBPATTERN:
            made += _sample(told[-1], last)
        elif op is codes.ATOMIC_GROUP:
            made += _sample(told, last)
        elif op is codes.BRANCH:
            made += _sample(told[1][-1 if last else 0], last)
    return made


def _first(told: Any) -> str:
    """Of a set in which no usual character is, the first that it names."""
    for op, value in told if isinstance(told, list) else []:
        if op is codes.LITERAL:
            return chr(value)
        if op is codes.RANGE:
            return chr(value[0])
    return "a"


_TELLS = {
    codes.CATEGORY_DIGIT: re.compile(r"\d"),
    codes.CATEGORY_NOT_DIGIT: re.compile(r"\D"),
    codes.CATEGORY_SPACE: re.compile(r"\s"),
    codes.CATEGORY_NOT_SPACE: re.compile(r"\S"),
    codes.CATEGORY_WORD: re.compile(r"\w"),
    codes.CATEGORY_NOT_WORD: re.compile(r"\W"),
}


def _fits(node: tuple[Any, Any], one: str) -> bool:
    op, told = node
    if op is codes.ANY:
        return one != "\n"
    if op is codes.NOT_LITERAL:
        return bool(chr(told) != one)
    turned = bool(told) and told[0][0] is codes.NEGATE
    held = any(
        (kind is codes.LITERAL and chr(value) == one)
        or (kind is codes.RANGE and value[0] <= ord(one) <= value[1])
        or (kind is codes.CATEGORY and bool(_TELLS[value].match(one)))
        for kind, value in told
    )
    return held != turned


_GLANCE, _LOOK, _SHORT, _LONG = 600, 1_800, 3_000, 12_000
_AT_ONCE = 0.0002
"""Seconds for a line of ``_GLANCE`` characters, under which no growth can be told or need be."""
_GROWTH = 9
"""Of time, from ``_SHORT`` to ``_LONG``: linear is 4, quadratic 16."""


class Hangs(BaseException):
    """The line takes longer than can be waited for."""


@contextmanager
def patience() -> Iterator[None]:
    """A line that takes a second of processor time is given up: ``re`` hears signals."""

    def end(*_: object) -> None:
        raise Hangs

    before = signal.signal(signal.SIGVTALRM, end)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def slow(expression: Expression) -> Attack | None:
    """A line on which the expression takes more than linear time, if one is found."""
    for attack in sorted(attacks(expression.pattern), key=str):
        signal.setitimer(signal.ITIMER_VIRTUAL, 3.0)
        try:
            if _grows(expression, attack):
                return attack
        except Hangs:
            return attack
    return None


def _grows(expression: Expression, attack: Attack) -> bool:
    """Looked at ever closer, as most lines are read in no time. The least time of several counts:
    what else the machine does only adds."""

    def least(length: int, times: int) -> float:
        line = expression.line(attack.line(length))
        return min(_taken(expression, line) for _ in range(times))

    glance = least(_GLANCE, 1)
    if glance < _AT_ONCE and (glance := least(_GLANCE, 2)) < _AT_ONCE:
        return False
    return least(_LOOK, 2) > 4.5 * glance and least(_LONG, 2) > _GROWTH * least(_SHORT, 3)


def _taken(expression: Expression, line: Any) -> float:
    began = time.thread_time()
    expression.tried(line)
    return time.thread_time() - began
