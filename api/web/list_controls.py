"""What stands around a list: what was understood, how many more or fewer, its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from api.views import wording
from api.views.request import Wanted, from_pairs
from corpus.fields import FIELD_NAMES, FIELDS
from search.results import Asked, EveryResult, Hit, Hits

EVERY_PER_PAGE = 50


def shown_as(want: Wanted) -> str:
    """Which passages of a list of every time are its pages: what names the topic, unless other
    passages are asked for. What may be about it stands in folds below."""
    return "whole" if want.show == "all" else want.show


@dataclass(frozen=True, slots=True)
class Taken:
    """Something understood, in words, and the address of the same question without it."""

    kind: str
    text: str
    value: str
    without: str

    @property
    def told(self) -> str:
        """What was made of it: dates and kinds as people write them."""
        if self.kind == "kind":
            return wording.listed([wording.kind(name) for name in self.value.split(", ")], "or")
        if self.kind in ("phrase", "name", "without") or self.kind in FIELD_NAMES:
            return self.value
        return " to ".join(wording.date(day) for day in self.value.split(" to "))

    @property
    def name(self) -> str:
        """What kind of thing it is, as a reader would call it."""
        labels = {field.name: field.label for field in FIELDS}
        others = {"without": "Leaving out", "phrase": "Exactly", "between": "From"}
        word = labels.get(self.kind) or others.get(self.kind) or self.kind
        return wording.sentence(word)


def understood(asked: Asked, want: Wanted, mode: str = "") -> list[Taken]:
    """What was read out of the words and out of the filters; each can be taken back."""
    path = f"/{mode or asked.intent}"
    found = []
    for one in asked.recognised:
        left = " ".join(want.text.replace(one.text, " ", 1).split())
        changed = replace(want, text=left, page=1)
        without = changed.address(path) if left and left != want.text else ""
        found.append(Taken(one.kind, one.text, one.value, without))
    bare = replace(want, page=1)
    for pair in Wanted(where=want.where).pairs():
        left_over = [other for other in bare.pairs() if other != pair]
        found.append(Taken(pair[0], pair[0], pair[1], from_pairs(left_over).address(path)))
    return found


@dataclass(frozen=True, slots=True)
class Stop:
    """How many passages the list would show, from which score on; ``on`` where it does now."""

    line: float
    above: int
    on: bool = False


def line_stops(result: EveryResult) -> list[Stop]:
    """How many the list could show, fewest first, as far down as the result tells of passages."""
    below = _scores(result.below)
    above = [*_scores(result.discussed), *_scores(result.named)]
    lowest = min(below, default=1.0) if result.below_total > len(below) else 0.0
    stops = {len(above): Stop(result.line, len(above), True)}
    for tenth in range(9, 0, -1):
        number = sum(score >= tenth / 10 for score in (*above, *below))
        if number and tenth / 10 >= lowest:
            stops.setdefault(number, Stop(tenth / 10, number))
    return [stops[number] for number in sorted(stops)]


def _scores(hits: Sequence[Hit]) -> Sequence[float]:
    if isinstance(hits, Hits) and len(hits.scores) == len(hits):
        return hits.scores
    return [hit.score for hit in hits]


@dataclass(frozen=True, slots=True)
class Pages:
    """Paging: ``numbers`` are pages near this one with their addresses."""

    page: int
    last: int
    before: str
    after: str
    numbers: tuple[tuple[int, str], ...]


def pages(want: Wanted, path: str, total: int, size: int, build: str) -> Pages:
    """The pages of a list of ``total`` things; the addresses tell on which build it was begun."""
    last = max(1, -(-total // size))
    near = {1, last, *range(max(1, want.page - 2), min(last, want.page + 2) + 1)}

    def at(number: int) -> str:
        return replace(want, page=number).address(path, ("build", build))

    return Pages(
        page=want.page,
        last=last,
        before=at(want.page - 1) if 1 < want.page <= last else "",
        after=at(want.page + 1) if want.page < last else "",
        numbers=tuple((number, at(number)) for number in sorted(near)),
    )
