"""What the reader is shown in training: items, their candidates, and the token ids of a pair.

Pairs are laid out by ``search.reader.pairs``, as when the reader is asked. This module and
``reader_training`` need no more of the project than that, so that they run where only torch is
installed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from search.reader.pairs import MOST_TOKENS, PLACE_TOKENS, QUESTION_TOKENS, laid_out, room

FOLDS = 5
HELD_OUT = "sarnshire"
"""Labels over an area that nothing is ever trained on."""
ENCODER_FOLD = 0
"""Documents of this fold the encoder was not trained on."""
LEAST_LEFT = 8
"""Tokens of a passage that must be left when a sentence is taken out of it."""


@dataclass(slots=True)
class Item:
    """A question or topic with its candidates: (passage, grade, sentence or None)."""

    name: str
    of: str
    kind: str
    text: str
    fold: int
    candidates: list[tuple[int, int, tuple[int, int] | None]]


@dataclass(slots=True)
class Data:
    """Items and passages; ``ids`` are passage ids in the order of ``place`` and ``text``."""

    items: list[Item] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    place: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


def fold_of(document: str) -> int:
    """The fold of a document; all papers of one place (the name before ``__``) share it."""
    key = document.rsplit("/", 1)[-1].split("__")[0]
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % FOLDS


def taught(name: str, fold: int) -> bool:
    """Whether the encoder was trained on an item of that name, over a document of that fold."""
    return fold != ENCODER_FOLD and not name.startswith(f"{HELD_OUT}-")


def read(folders: Sequence[Path], data: Data | None = None) -> Data:
    """All sets of labels together; behind those of ``data``, where it is given."""
    data = data or Data()
    for folder in folders:
        first = len(data.ids)
        numbers: dict[str, int] = {}
        with (folder / "passages.jsonl").open(encoding="utf-8") as stream:
            for line in stream:
                row = json.loads(line)
                numbers[row["id"]] = first + len(numbers)
                data.ids.append(row["id"])
                data.place.append(row["place"])
                data.text.append(row["text"])
        with (folder / "groups.jsonl").open(encoding="utf-8") as stream:
            for line in stream:
                row = json.loads(line)
                candidates = [
                    (numbers[name], grade, tuple(at) if at else None)
                    for name, grade, _, at in row["candidates"]
                ]
                fold = fold_of(row["document"] or row["id"])
                data.items.append(
                    Item(row["id"], row["of"], row["kind"], row["text"], fold, candidates)
                )
    return data


def opened_tokenizer(path: Path) -> Any:
    """A tokeniser that gives all tokens of a text, and no more."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def device_of(asked: str) -> str:
    """Where to train: what is asked for, else a GPU where there is one."""
    import torch

    return asked or ("cuda" if torch.cuda.is_available() else "cpu")


class Inputs:
    """Token ids of questions, places and passages, each tokenised once."""

    def __init__(self, tokenizer: Any, data: Data, most: int = MOST_TOKENS) -> None:
        """``most`` tokens in a row; fewer than the reader reads are quicker to train on."""
        self._less = MOST_TOKENS - most
        plain = {"add_special_tokens": False}
        first, parting = tokenizer.encode("").ids
        self._edges = first, parting
        texts = sorted({item.text for item in data.items})
        encoded = tokenizer.encode_batch(texts, **plain)
        self._questions = {
            text: one.ids[:QUESTION_TOKENS] for text, one in zip(texts, encoded, strict=True)
        }
        places = tokenizer.encode_batch(data.place, **plain)
        self._places = [one.ids[:PLACE_TOKENS] for one in places]
        passages = tokenizer.encode_batch(data.text, **plain)
        self._passages = [(one.ids, one.offsets) for one in passages]

    def row(
        self, text: str, passage: int, sentence: tuple[int, int] | None, window: int = 0
    ) -> tuple[list[int], int, list[int]]:
        """Ids, where the second segment begins, and a mark for each id: 1 in the sentence, 0 in
        the passage beside it, -1 elsewhere.

        ``window`` counts pieces of a long passage; with a sentence, the piece that holds it.
        """
        question, place = self._questions[text], self._places[passage]
        ids, offsets = self._passages[passage]
        space = self._room(question, place)
        start = window * space
        if sentence is not None:
            at = next((n for n, (_, end) in enumerate(offsets) if end > sentence[0]), 0)
            start = at // space * space
        mine = ids[start : start + space]
        inside = [
            int(sentence is not None and begin < sentence[1] and end > sentence[0])
            for begin, end in offsets[start : start + space]
        ]
        found, second, begins = laid_out(self._edges, question, place, mine)
        return found, second, [-1] * begins + inside + [-1]

    def twin(
        self, text: str, passage: int, sentence: tuple[int, int]
    ) -> tuple[list[int], int, list[int]] | None:
        """The passage without the sentence that answers: it is about the same, and answers no
        more. None where too little is left to read."""
        question, place = self._questions[text], self._places[passage]
        ids, offsets = self._passages[passage]
        left = [
            one
            for one, (begin, end) in zip(ids, offsets, strict=True)
            if end <= sentence[0] or begin >= sentence[1]
        ][: self._room(question, place)]
        if len(left) < LEAST_LEFT:
            return None
        found, second, _ = laid_out(self._edges, question, place, left)
        return found, second, [-1] * len(found)

    def windows(self, text: str, passage: int) -> int:
        """How many pieces a passage is read in."""
        space = self._room(self._questions[text], self._places[passage])
        return max(1, -(-len(self._passages[passage][0]) // space))

    def _room(self, question: list[int], place: list[int]) -> int:
        return max(LEAST_LEFT, room(question, place) - self._less)
