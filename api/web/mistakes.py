"""What of an address could not be understood, told at its field; what could be is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from fastapi import Request
from starlette.responses import Response

from api.http.live_index import Snapshot
from api.http.serving import snapshots
from api.views import known_values
from api.views.request import Wanted, clean, from_pairs, query
from api.web import rendering
from corpus.errors import BadFilter, BadQuery
from corpus.fields import FIELD_NAMES
from search.index import NO_FILTER, Filter, Index

PATIENCE = 4.0
"""Seconds that a question waits for the encoder before the page says that it is not ready."""
_FIELDS = ("q", "since", "until")
"""Parameters with a field of their own on a page; the others are chosen, never typed."""
Pairs = Sequence[tuple[str, str]]
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Mistake:
    """``name`` is the parameter, ``typed`` what stood there, ``text`` what is wrong and a cure;
    ``field`` the id of its field, on a page that has others than the results."""

    name: str
    typed: str
    text: str
    field: str = ""

    @property
    def anchor(self) -> str:
        """The id of what a reader has to change."""
        return self.field or (self.name if self.name in _FIELDS else "filters")


def placed(found: Iterable[Mistake], fields: Mapping[str, str], other: str) -> list[Mistake]:
    """The same on a page with fields of its own: their ids by parameter, and that of the field to
    lead to where a parameter has none."""
    return [replace(one, field=fields.get(one.name, other)) for one in found]


def read(index: Index, pairs: Iterable[tuple[str, str]]) -> tuple[Wanted, list[Mistake]]:
    """The request without what cannot be understood in it, and what that was."""
    want, found = understood(list(pairs), from_pairs)
    where, unknown = _known(index, want.where)
    return replace(want, where=where), [*found, *unknown]


def understood(pairs: Pairs, parse: Callable[[Pairs], Read]) -> tuple[Read, list[Mistake]]:
    """What ``parse`` makes of the pairs without those that it refuses, and what those were.

    ``parse`` must take no pairs at all, and raise BadFilter for what it refuses.
    """
    kept, found = [], []
    for name, value in pairs:
        try:
            parse([(name, value)])
            kept.append((name, value))
        except BadFilter as error:
            found.append(_mistake(name, value, error))
    want, together = _together(kept, parse)
    return want, [*found, *together]


def _mistake(name: str, value: str, error: Exception) -> Mistake:
    return Mistake(name, clean(value).strip()[:200], str(error))


def _together(pairs: Pairs, parse: Callable[[Pairs], Read]) -> tuple[Read, list[Mistake]]:
    """The request of pairs that are right alone, without those that are wrong beside others."""
    try:
        return parse(pairs), []
    except BadFilter as error:
        for dropped in (("until",), ("off", "add")):
            kept = [pair for pair in pairs if pair[0] not in dropped]
            try:
                want = parse(kept)
            except BadFilter:
                continue
            typed = [value for name, value in pairs if name in dropped]
            return want, [_mistake(dropped[0], typed[-1], error)]
        raise


def _known(index: Index, where: Filter) -> tuple[Filter, list[Mistake]]:
    """The filter without values that the archive does not have."""
    try:
        known_values.checked(index, where)
        return where, []
    except BadFilter:
        pass
    chosen: dict[str, list[str]] = {name: [] for name in FIELD_NAMES}
    found = []
    for name in FIELD_NAMES:
        for value in where[name]:
            try:
                known_values.checked(index, Filter.of(None, None, **{name: (value,)}))
                chosen[name].append(value)
            except BadFilter as error:
                found.append(Mistake(name, value, str(error)))
    return Filter.of(where.since, where.until, **chosen), found


def contradicted(want: Wanted, error: BadFilter) -> tuple[Wanted, Mistake]:
    """The request without its filters, which its words contradict."""
    dated = "until" if want.where.until else "since" if want.where.since else "filters"
    typed = getattr(want.where, dated, None) or ""
    return replace(want, where=NO_FILTER), Mistake(dated, typed, str(error))


@dataclass(frozen=True, slots=True)
class Question:
    """What a page is asked, as far as it could be understood."""

    want: Wanted
    mistakes: list[Mistake]

    @property
    def status(self) -> int:
        return 400 if self.mistakes else 200


def not_ready(request: Request, snapshot: Snapshot, want: Wanted, mode: str) -> Response | None:
    """The page of a question that waits for the encoder; ``None`` when answers are ready."""
    if snapshot.wait(PATIENCE):
        return None
    return rendering.render(request, "waiting.html", snapshot, status=503, want=want, mode=mode)


def answered(
    request: Request,
    mode: str,
    page: Callable[[Request, Snapshot, Question], Response],
) -> Response:
    """A page of results, with what could not be understood told at its field.

    Where the words themselves cannot be looked for, the page says so and has no results.
    """
    with snapshots(request).use() as snapshot:
        want, found = read(snapshot.engine.index, request.query_params.multi_items())
        try:
            query(want.text)
            if waiting := not_ready(request, snapshot, want, mode):
                return waiting
            return page(request, snapshot, Question(want, found))
        except BadQuery as error:
            found.append(Mistake("q", want.text, str(error)))
        except BadFilter as error:
            want, contradiction = contradicted(want, error)
            return page(request, snapshot, Question(want, [*found, contradiction]))
        return rendering.render(
            request,
            "unasked.html",
            snapshot,
            status=400,
            want=want,
            mode=mode,
            mistakes=found,
        )
