"""Every regular expression of the code, and lines crafted to make each of them slow.

An expression is gathered with where it stands and how it is tried there (``search``, ``match``,
``finditer``). One that a function puts together from what it was given is left out; those that it
puts together from the module's own data are not.
"""

from __future__ import annotations

import ast
import importlib
import re
import signal
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any, TypeGuard

from indexer.language import phrases

ROOT = Path(__file__).parents[1]
FOLDERS = ("corpus", "search", "indexer")

_WAYS = frozenset("match fullmatch search finditer findall sub subn split".split())
_REPEATED = frozenset("finditer findall sub subn split".split())
"""How an expression is tried: at one place, once, or from each match on to the next."""


@dataclass(frozen=True)
class Expression:
    """``way`` is 'match', 'fullmatch', 'search' or 'finditer', which stands for all that go on."""

    place: str
    pattern: re.Pattern[Any]
    way: str

    def tried(self, line: Any) -> None:
        """Let it do on a line what the code has it do."""
        if self.way == "finditer":
            for _ in self.pattern.finditer(line):
                pass
        else:
            getattr(self.pattern, self.way)(line)

    def line(self, text: str) -> Any:
        return text.encode("latin-1", "replace") if self._bytes else text

    @property
    def _bytes(self) -> bool:
        return isinstance(self.pattern.pattern, bytes)


def gathered() -> list[Expression]:
    """All of them, each way that each is tried once."""
    modules = dict(_modules())
    trees = {name: ast.parse(Path(str(one.__file__)).read_text()) for name, one in modules.items()}
    ways = _ways(trees)
    found: dict[tuple[Any, int, str], Expression] = {}

    def put(place: str, pattern: re.Pattern[Any], how: frozenset[str]) -> None:
        for way in sorted({"finditer" if one in _REPEATED else one for one in how}):
            found.setdefault((pattern.pattern, pattern.flags, way), Expression(place, pattern, way))

    for name, module in modules.items():
        for constant, value in vars(module).items():
            for pattern in _held(value):
                where = name if constant.startswith("_") else ""
                put(f"{name}.{constant}", pattern, ways[where, constant] or frozenset({"search"}))
        for line, pattern, way in _called(trees[name], module):
            if (pattern.pattern, pattern.flags) not in {key[:2] for key in found}:
                put(f"{name}:{line}", pattern, frozenset({way}))
    at = {"start": "match", "whole": "fullmatch"}
    for topic in phrases.topics():
        for rules in phrases.every(topic).values():
            for rule in rules:
                put(rule.id, rule.pattern, frozenset({at.get(rule.at, "search")}))
    return list(found.values())


def _modules() -> Iterator[tuple[str, ModuleType]]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            if not name.endswith(("__init__", "__main__")):
                yield name, importlib.import_module(name)


def _held(value: object, depth: int = 4) -> Iterator[re.Pattern[Any]]:
    """The expressions in a module's constant, however deep in tables and tuples."""
    if isinstance(value, re.Pattern):
        yield value
    elif not depth or isinstance(value, type | ModuleType):
        return
    elif isinstance(value, Mapping):
        for pair in value.items():
            yield from _held(pair, depth - 1)
    elif isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from _held(one, depth - 1)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _held(getattr(value, field.name, None), depth - 1)


def _ways(trees: Mapping[str, ast.Module]) -> Mapping[tuple[str, str], frozenset[str]]:
    """How a constant is tried: ``_LINE.match(…)`` in its own module, ``patterns.TAG.sub`` anywhere.

    One that is handed on is not among them: it is taken to be searched for.
    """
    ways: dict[tuple[str, str], frozenset[str]] = defaultdict(frozenset)
    for module, tree in trees.items():
        looped = dict(_looped(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in _WAYS:
                owner = node.value
                name = getattr(owner, "id", getattr(owner, "attr", ""))
                name = looped.get(name, name)
                ways[module if name.startswith("_") else "", name] |= {node.attr}
    return ways


def _looped(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Names that take their values from a constant one by one, and that constant's."""
    for node in ast.walk(tree):
        if isinstance(node, ast.For | ast.comprehension):
            source = node.iter.func.value if _is_items(node.iter) else node.iter
            for one in ast.walk(node.target):
                if isinstance(one, ast.Name) and isinstance(source, ast.Name | ast.Attribute):
                    yield one.id, getattr(source, "id", getattr(source, "attr", ""))


def _is_items(node: ast.expr) -> TypeGuard[Any]:
    """Whether it is a table's items or values."""
    return isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("items", "values")


def _called(tree: ast.Module, module: ModuleType) -> Iterator[tuple[int, re.Pattern[Any], str]]:
    """The expressions that functions of the module hand to ``re`` where they use them."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if getattr(node.func.value, "id", "") != "re" or not node.args:
            continue
        if node.func.attr not in _WAYS | {"compile"}:
            continue
        flags = [one.value for one in node.keywords if one.arg == "flags"]
        flags += [one for one in node.args[1:] if "re." in ast.unparse(one)]
        try:
            pattern, *flag = (_valued(one, module) for one in [node.args[0], *flags])
            compiled = re.compile(pattern, *flag)
        except (NameError, AttributeError, KeyError, TypeError):
            continue
        yield node.lineno, compiled, node.func.attr if node.func.attr in _WAYS else "search"


def _valued(node: ast.expr, module: ModuleType) -> Any:
    return eval(compile(ast.Expression(node), "<pattern>", "eval"), dict(vars(module)))


_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)

# Lines ------------------------------------------------------------------------------------------

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


# Times ------------------------------------------------------------------------------------------

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
