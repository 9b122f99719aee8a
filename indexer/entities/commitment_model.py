"""How likely a sentence is something that somebody has agreed to do: one logistic model.

``commitments.json`` is written by ``python -m eval.training.commitment_training``, which prints how
the model does on the sentences of publishers that it has not seen. What the phrases and the grammar
of ``undertakings`` are sure of needs no model; the model finds what other publishers say otherwise.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corpus.kinds import MEETINGS
from corpus.model import Passage
from indexer.entities import commitment_signs
from indexer.entities.commitment_signs import NAMES

UNREAD = frozenset(["agenda", "glossary", "delivery_plan", "performance_summary"])
"""Kinds of paper in which nobody undertakes anything: a plan's rows are no agreements."""

_OWING = frozenset(["inspection_report", "letter"])
_EXPECTS = re.compile(
    r"\b(?:is|are|was|were|be|been|now|she|he|they|we|I) (?:\w+ly |now |not )?"
    r"(?:expect(?:ed|s)?|anticipat(?:ed|es?)|forecast|predicted|likely|hop(?:ed?|es|ing))\b"
    r"|\b(?:anticipates|forecasts?|predicts|expects)\b"
    r"|\b(?:expected|anticipated|predicted|hoped) (?:that|to|the|it|this)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:will|would|shall|to|that|by|in|next|from)\b.{0,80}", re.IGNORECASE | re.DOTALL
)
_TAKES_PLACE = re.compile(
    r"\b(?:will|would|is to|are to)(?: \w+ly)? (?:take place|be (?:held|opened|launched|published)|"
    r"begin|start|open|close|end|go live|come into (?:force|effect)|commence|continue)\b"
    r".{0,60}?\b(?:on|in|at|by|from|until|during|for)\b",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Model:
    """``weights`` in the order of ``NAMES``, the ``constant``, and from which probability on a
    sentence is one: in what a meeting said (``meeting``), and in any other paper (``paper``)."""

    weights: tuple[float, ...]
    constant: float
    meeting: float
    paper: float

    def probability(self, signs: list[float]) -> float:
        """0..1 for the signs of one sentence."""
        pairs = zip(self.weights, signs, strict=True)
        logit = self.constant + sum(weight * sign for weight, sign in pairs)
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))


@cache
def model() -> Model:
    """The model that ships."""
    held = json.loads(files(__package__).joinpath("commitments.json").read_text("utf-8"))
    weights = tuple(held["weights"].get(name, 0.0) for name in NAMES)
    return Model(weights, held["constant"], held["meeting"], held["paper"])


def kind_of(words: str, passage: Passage, sure: str, doubted: bool) -> str:
    """What kind of record a sentence is, '' for none, 'expectation' for a forecast.

    ``sure`` is what phrases and grammar take it for; ``doubted`` says that it is told as a
    condition or as something that was not done, which no likelihood outweighs.
    """
    if sure or not commitment_signs.may_be(words):
        return sure
    signs = commitment_signs.signs(words, passage, sure)
    told = dict(zip(NAMES, signs, strict=True))
    kind = _kind(told)
    part = passage.part.kind
    ours = model()
    owed_elsewhere = kind == "duty" and part not in _OWING
    if not doubted and part not in UNREAD and not owed_elsewhere:
        at = ours.meeting if part in MEETINGS else ours.paper
        if ours.probability(signs) >= at:
            return kind
    return "expectation" if not doubted and _forecast(words, told) else ""


def _kind(told: dict[str, float]) -> str:
    if told["agreed_first"] or told["agreed_last"] or told["agreed_to"]:
        return "agreement"
    if told["was_asked_to"] or told["asked_to"] or told["asked_that"] or told["asked_for"]:
        return "request"
    if told["led"] or told["to_do_first"]:
        return "action"
    if told["owed"]:
        return "duty"
    return "promise"


def _forecast(words: str, told: dict[str, float]) -> bool:
    """Whether a sentence says what is expected to come, or to take place on some day."""
    if told["asked_about"] or told["if"]:
        return False
    expects = _EXPECTS.search(words)
    if expects is not None and _AHEAD.search(words, expects.end()):
        return True
    return _TAKES_PLACE.search(words) is not None
