"""The latest that was said: of what answers, the newest first.

A ranking by likeness does not know of dates, so the newest passages that name the topic are read
beside it, and among those that answer about as well as the best the date decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from search.index import NO_DAY, Filter, Index, Ranked
from search.ranking.hybrid import Ranks
from search.reader.reading import Reading
from search.results import EveryResult, standings_of
from search.results import Hits as Found

_NEWEST = 12
"""Passages of the topic, newest first, that are read beside the ranking."""
_LATE = 8
"""Passages of the archive's last year that are read beside them, best first."""
_YEAR = 366
_AS_GOOD = 2.5
"""How far below the best of them (a logit) a passage may lie and still answer."""
_STEP = 0.25
"""By how much the score falls from each to the next older: more than a sentence can make up."""


def with_newest(
    found: EveryResult, late: Sequence[int], ranks: Ranks, folded: list[list[int]], index: Index
) -> tuple[Ranks, list[list[int]]]:
    """The ranking with the newest dated passages that name the whole topic before it, and with
    ``late``, the best of what was said lately."""
    if not isinstance(found.discussed, Found):
        return ranks, folded
    whole = [
        ordinal
        for ordinal, standing in zip(
            found.discussed.ordinals, standings_of(found.discussed), strict=True
        )
        if standing == "whole"
    ]
    days = zip(whole, index.layout(whole).first.tolist(), strict=True)
    named = [(ordinal, day) for ordinal, day in days if day < NO_DAY]
    newest = [ordinal for ordinal, _ in sorted(named, key=lambda pair: -pair[1])[:_NEWEST]]
    newest = list(dict.fromkeys([*newest, *late[:_LATE]]))
    held = {ordinal for group in folded for ordinal in group}
    new = [[int(ordinal)] for ordinal in newest if ordinal not in held]
    before = [group for group in folded if not held.isdisjoint(newest) and set(group) & set(newest)]
    rest = [group for group in folded if group not in before]
    scored = {entry.ordinal for entry in ranks.fused}
    least = min((entry.score for entry in ranks.fused), default=0.0)
    added = [Ranked(group[0], least) for group in new if group[0] not in scored]
    return Ranks([*ranks.fused, *added], ranks.parts), [*new, *before, *rest]


def lately(index: Index, where: Filter) -> Filter | None:
    """The last year of what the archive holds, within a filter; None where that sets dates."""
    last = None if where.since or where.until else index.last_day()
    if last is None:
        return None
    return replace(where, since=date.fromordinal(last - _YEAR).isoformat())


def newest_first(
    ranks: Ranks, folded: list[list[int]], readings: Mapping[int, Reading], index: Index
) -> tuple[Ranks, list[list[int]]]:
    """What answers about as well as the best, newest first and undated last; then the others."""
    if not readings:
        return ranks, folded
    # A model that does not tell whether a passage answers tells how well it fits.
    sure = {n: one.rank if one.answers is None else one.answers for n, one in readings.items()}
    bar = max(sure.values()) - _AS_GOOD
    good = [group for group in folded if group[0] in sure and sure[group[0]] >= bar]
    days = index.layout([group[0] for group in good]).first.tolist()
    day = {
        group[0]: 1 if first == NO_DAY else -first for group, first in zip(good, days, strict=True)
    }
    good.sort(key=lambda group: day[group[0]])
    kept = {group[0] for group in good}
    rest = [group for group in folded if group[0] not in kept]
    scores = {group[0]: max(0.0, 1.0 - _STEP * place) for place, group in enumerate(good)}
    fused = [Ranked(ordinal, score) for ordinal, score in scores.items()]
    fused += [Ranked(group[0], 0.0) for group in rest]
    return Ranks(fused, ranks.parts), [*good, *rest]
