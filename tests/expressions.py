"""Every regular expression of the code, and lines crafted to make each of them slow.

An expression is gathered with where it stands and how it is tried there (``search``, ``match``,
``finditer``). One that a function puts together from what it was given is left out; those that it
puts together from the module's own data are not.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
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
