"""The corpus types as JSON and back, also when the types have grown since."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from made import Line, document, everything, write

from corpus import model
from corpus.model import Action, Block, Part, Span
from search.local.codec import build, dump

ROOT = Path(__file__).parents[2]


def instances(value: Any, seen: set[int]) -> Iterator[Any]:
    if id(value) in seen:
        return
    seen.add(id(value))
    if is_dataclass(value):
        yield value
        for field in fields(value):
            yield from instances(getattr(value, field.name), seen)
    elif isinstance(value, tuple):
        for one in value:
            yield from instances(one, seen)


def test_the_round_trip_of_an_index_tries_every_field_there_is() -> None:
    """A field added to the model must get a value in ``made.everything``, which goes round."""
    tried = {
        (type(one).__name__, field.name)
        for one in instances(everything(), set())
        for field in fields(one)
        if field.default is MISSING or getattr(one, field.name) != field.default
    }
    types = [kind for kind in vars(model).values() if isinstance(kind, type) and is_dataclass(kind)]
    assert {(kind.__name__, field.name) for kind in types for field in fields(kind)} == tried


def test_what_is_left_out_reads_as_its_default() -> None:
    assert build(Block, {"span": [1, 2], "kind": "row"}) == Block(Span(1, 2), "row")
    assert json.loads(dump(Block(Span(1, 2), "row"))) == {"span": [1, 2], "kind": "row"}


def test_what_is_not_known_any_more_is_passed_over() -> None:
    assert build(Block, {"span": [1, 2], "kind": "row", "colour": "red"}).level == 0


def test_optional_and_nested_values_come_back() -> None:
    action = Action(Span(0, 1), 0, "agreed", due_on=None, followed_up=(Span(2, 3), Span(4, 5)))
    assert build(Action, json.loads(dump(action))) == action


def test_a_type_that_cannot_be_kept_is_refused_at_once() -> None:
    @dataclass
    class Odd:
        values: set[int]

    Odd.__annotations__["values"] = set[int]
    with pytest.raises(TypeError, match="no way is known"):
        build(Odd, {"values": [1]})


def test_parts_leave_out_their_document() -> None:
    part = everything().parts[0]
    assert (
        build(Part, json.loads(dump(part, without=("document",))), document=part.document) == part
    )


def test_words_are_answered_without_the_vector_library_or_a_model(tmp_path: Path) -> None:
    write(tmp_path / "index", [document("a.txt", [Line("some words")])])
    code = (
        "import sys; from search.index import open_index; i = open_index(sys.argv[1]);"
        "assert i.lexical(['word'], 5); assert i.phrase(['word']).tolist() == [0]; i.fetch([0]);"
        "heavy = {'faiss', 'torch', 'sentence_transformers', 'onnxruntime', 'scipy'};"
        "sys.exit(' '.join(heavy & set(sys.modules)) or 0)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "index")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
