"""The latest that was said: of what answers, the newest first.

A ranking by likeness does not know of dates, so the newest passages that name the topic are read
beside it, and among those that answer about as well as the best the date decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import date

from search.answer.signs import held, rarities
from search.index import NO_DAY, Filter, Index, Ranked
from search.query.amounts import amounts
from search.query.expected_answer import asks_for_figure
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
_STILL_GOOD = 5.0
"""The same for what names the whole topic, and holds a figure where one is asked for."""
_NEARLY = 0.8
"""Share of a topic's words, by rarity, that names it too."""
_STEP = 0.25
"""By how much the score falls from each to the next older: more than a sentence can make up."""


def with_newest(
    found: EveryResult, late: Sequence[int], ranks: Ranks, folded: list[list[int]], index: Index
) -> tuple[Ranks, list[list[int]], list[int]]:
    """The ranking with the newest dated passages that name the whole topic before it, and with
    ``late``, the best of what was said lately; and which name the whole topic, newest first."""
    if not isinstance(found.discussed, Found):
        return ranks, folded, []
    whole = [
        ordinal
        for ordinal, standing in zip(
            found.discussed.ordinals, standings_of(found.discussed), strict=True
        )
        if standing == "whole"
    ]
    days = zip(whole, index.layout(whole).first.tolist(), strict=True)
    named = [(ordinal, day) for ordinal, day in days if day < NO_DAY]
    naming = [ordinal for ordinal, _ in sorted(named, key=lambda pair: -pair[1])[:_NEWEST]]
    newest = list(dict.fromkeys([*naming, *late[:_LATE]]))
    held = {ordinal for group in folded for ordinal in group}
    new = [[int(ordinal)] for ordinal in newest if ordinal not in held]
    before = [group for group in folded if not held.isdisjoint(newest) and set(group) & set(newest)]
    rest = [group for group in folded if group not in before]
    scored = {entry.ordinal for entry in ranks.fused}
    least = min((entry.score for entry in ranks.fused), default=0.0)
    added = [Ranked(group[0], least) for group in new if group[0] not in scored]
    naming += _naming(" ".join(found.asked.topics), late[:_LATE], index)
    return Ranks([*ranks.fused, *added], ranks.parts), [*new, *before, *rest], naming


def _naming(topic: str, late: Sequence[int], index: Index) -> list[int]:
    """Of passages those that hold nearly all words of a topic, if not as one name."""
    rare = rarities(topic, index)
    return [
        ordinal
        for ordinal, passage in zip(late, index.fetch(late), strict=True)
        if held(rare, passage.text) >= _NEARLY
    ]


def saying(naming: Sequence[int], question: str, index: Index) -> frozenset[int]:
    """Of passages that name the topic those that may say it: all, or where a figure is asked for
    those that hold one."""
    if not naming or not asks_for_figure(question):
        return frozenset(naming)
    held = zip(naming, index.fetch(naming), strict=True)
    return frozenset(ordinal for ordinal, passage in held if amounts(passage.text))


def lately(index: Index, where: Filter) -> Filter | None:
    """The last year of what the archive holds, within a filter; None where that sets dates."""
    last = None if where.since or where.until else index.last_day()
    if last is None:
        return None
    return replace(where, since=date.fromordinal(last - _YEAR).isoformat())


def newest_first(
    ranks: Ranks,
    folded: list[list[int]],
    readings: Mapping[int, Reading],
    index: Index,
    naming: Set[int] = frozenset(),
) -> tuple[Ranks, list[list[int]]]:
    """What answers about as well as the best, newest first and undated last; then the others.

    Of ``naming``, which surely speak of what is asked, less is wanted.
    """
    if not readings:
        return ranks, folded
    # A model that does not tell whether a passage answers tells how well it fits.
    sure = {n: one.rank if one.answers is None else one.answers for n, one in readings.items()}
    best = max(sure.values())

    def answers(group: list[int]) -> bool:
        far = _STILL_GOOD if not naming.isdisjoint(group) else _AS_GOOD
        return group[0] in sure and sure[group[0]] >= best - far

    good = [group for group in folded if answers(group)]
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
