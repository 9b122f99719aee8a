"""The corpus types as JSON and back. Written for what ``corpus.model`` holds, whatever is added.

Fields that have their default value are left out, so that a field added later reads as its
default from an index built before. A span is ``[start, end]``; a tuple is a list.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import MISSING, fields, is_dataclass
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from corpus.model import Span

Made = TypeVar("Made")


def dump(value: Any, without: Collection[str] = (), **extra: Any) -> str:
    """A value as JSON in ASCII: lone surrogates survive. ``without`` names fields left out."""
    plain = _plain(value, without)
    if extra:
        plain = {**plain, **extra}
    return json.dumps(plain, separators=(",", ":"))


def build(kind: type[Made], plain: dict[str, Any], **given: Any) -> Made:
    """A dataclass from what ``json.loads`` gave; ``given`` are fields that were left out."""
    values = dict(given)
    for name, convert in _converters(cast(Any, kind)):
        if name in plain and name not in given:
            value = plain[name]
            values[name] = convert(value) if convert else value
    return kind(**values)


def _plain(value: Any, without: Collection[str] = ()) -> Any:
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if is_dataclass(value):
        plain: dict[str, Any] = {}
        for name, default in _defaults(cast(Any, type(value))):
            if name not in without:
                held = getattr(value, name)
                if held is not default and (default is MISSING or held != default):
                    plain[name] = _plain(held)
        return plain
    return value


@lru_cache(maxsize=64)
def _defaults(kind: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, field.default) for field in fields(kind))


@lru_cache(maxsize=64)
def _converters(kind: Any) -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
    hints = get_type_hints(kind)
    return tuple((field.name, _converter(hints[field.name])) for field in fields(kind))


def _converter(hint: Any) -> Callable[[Any], Any] | None:
    """How a field's JSON becomes its value; ``None`` where the two are the same."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint is Span:
        return lambda plain: Span(*plain)
    if is_dataclass(hint) and isinstance(hint, type):
        return lambda plain: build(hint, plain)
    if origin in (Union, UnionType):
        inner = [_converter(each) for each in arguments if each is not NoneType]
        if len(inner) == 1 and inner[0] is not None:
            convert = inner[0]
            return lambda plain: None if plain is None else convert(plain)
        if not any(inner):
            return None
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        each = _converter(arguments[0])
        return tuple if each is None else lambda plain: tuple(each(one) for one in plain)
    if origin is tuple:
        parts = [_converter(one) for one in arguments]
        return lambda plain: tuple(
            convert(one) if convert else one for convert, one in zip(parts, plain, strict=True)
        )
    if hint in (str, int, float, bool) or origin is Literal:
        return None
    raise TypeError(f"no way is known to keep a {hint} in an index")
