"""Draft questions, each made from a pattern of evidence. Without evidence there is none.

What a draft says in Minuted's own words can be read off the quotations beside it: which came later,
which is larger, that nothing found returns to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus import reporting_periods
from corpus.periods import closing, days, months_between, told
from search.briefing.exchanges import unanswered
from search.briefing.pieces import Draft, Exchange, Owed, Own, Quoted
from search.briefing.promises import unfinished
from search.figures.reading import Figure
from search.figures.same_measure import words_of
from search.figures.series import Point, Series

MOST = 8
"""Drafts of one briefing."""
_EACH = 2
"""Drafts of one pattern."""
_LATE = 24
"""Months before the meeting from which on a figure is old news."""
_FORGOTTEN = 60
"""Months after which nobody is asked for a promise any more."""
_NOTHING = "No later passage that returns to it was found."
_PATIENCE = 3
"""Months in which nobody need have returned to a promise without a date."""

_LESS_IS_BETTER = re.compile(
    r"\b(?:abandon|wait|overdue|outstanding|backlog|complain|sick|absence|vacan|time to|delay|"
    r"expired|lost|unanswered|late|missed|cancel|gap|overspen|deficit|harm|killed|injur|turnover|"
    r"attendance time|response time|queue|silent|error|breach|not\b)",
    re.IGNORECASE,
)


def drafts(
    series: Sequence[Series],
    promised: Sequence[Owed],
    inspected: Sequence[Quoted],
    exchanges: Sequence[Exchange],
    day: str,
) -> list[Draft]:
    """The drafts for a meeting on ``day`` (ISO, '' for none): at most two of each pattern."""
    made: list[Draft] = []
    counts: dict[str, int] = {}
    for one in (
        *_promised(promised, day),
        *_moved(series, day),
        *_found(inspected, promised),
        *_asked(exchanges),
    ):
        if counts.get(one.pattern, 0) < _EACH:
            counts[one.pattern] = counts.get(one.pattern, 0) + 1
            made.append(one)
    return made[:MOST]


def _promised(promised: Sequence[Owed], day: str) -> Iterator[Draft]:
    held = [one for one in promised if unfinished(one) and _months(_said(one), day) <= _FORGOTTEN]
    for one in held:
        if one.due_on and day and closing(one.due_on) < closing(day):
            due = told(one.due_on)
            after = (Own("The last that was found of it:"), one.last) if one.last else ()
            yield Draft(
                "overdue",
                (
                    one.quoted,
                    Own(f"Its date was {due}. {'' if after else _NOTHING}".strip()),
                    *after,
                ),
                f"This was to be done by {due}, and no paper that was found says that it is done. "
                "Has it been done, and if not, when will it be?",
            )
    for one in held:
        silent = one.status == "no_later_mention" and not one.due_on
        if silent and _said(one) and _months(_said(one), day) >= _PATIENCE:
            yield Draft(
                "no_return",
                (one.quoted, Own(_NOTHING)),
                f"This was recorded {_on(_said(one))}, and no later paper that was found returns "
                "to it. What came of it?",
            )


def _said(one: Owed) -> str:
    return one.quoted.passage.said_on or ""


def _moved(series: Sequence[Series], day: str) -> Iterator[Draft]:
    """The last two values of like periods, where the later is worse; and values short of theirs."""
    for one in series:
        pair = _last_two(one)
        if pair is None or not _recent(pair[1], day):
            continue
        first, second = pair
        less = bool(_LESS_IS_BETTER.search(" ".join(one.names)))
        rose = second.value > first.value
        if rose == less and first.value != second.value:
            verb = "rose" if rose else "fell"
            moved = (
                f"Between {_period(first)} and {_period(second)} “{one.measure}” {verb} from "
                f"{_written(first.first)} to {_written(second.first)}."
            )
            yield Draft(
                "rose" if rose else "fell",
                (*_both(first.first, second.first), Own(moved)),
                f"{moved} What explains it, and is it expected to go on?",
            )
        yield from _short(second, one, less)


def _short(last: Point, one: Series, less: bool) -> Iterator[Draft]:
    """A last value that misses the standard which its own paper names beside it."""
    for figure in last.said:
        for target in one.points:
            beside = [f for f in target.said if f.passage.id == figure.passage.id]
            missed = target.value < last.value if less else target.value > last.value
            if target.role == "target" and beside and missed:
                yield Draft(
                    "standard",
                    (
                        _quoted(figure),
                        Own(
                            f"{_written(figure)} is {'above' if less else 'below'} "
                            f"{_written(beside[0])}."
                        ),
                    ),
                    f"The figure was {_written(figure)} and the standard {_written(beside[0])}. "
                    "When will it be met, and what stands in its way?",
                )
                return


def _found(inspected: Sequence[Quoted], promised: Sequence[Owed]) -> Iterator[Draft]:
    for one in inspected:
        said = one.passage.said_on
        acted = one.passage.section.kind or re.search(r"\bshould\b", one.text)
        later = any(_after(owed.quoted.passage.said_on, said) for owed in promised)
        if said and acted and not later:
            yield Draft(
                "finding",
                (one, Own("No action on it was found in later papers.")),
                f"The inspectors found this {_on(said)}, and no action on it was found in later "
                "papers. What has been done about it?",
            )


def _asked(exchanges: Sequence[Exchange]) -> Iterator[Draft]:
    for one in exchanges:
        if unanswered(one):
            evidence = (one.asked, one.reply) if one.reply else (one.asked,)
            own = "" if one.reply else "No reply was found below it."
            yield Draft(
                "unanswered",
                (*evidence, *([Own(own)] if own else [])),
                f"This was asked {_on(str(one.asked.passage.said_on))}, and no answer was found "
                "in the record. What is the answer?",
            )


def _last_two(one: Series) -> tuple[Point, Point] | None:
    """The last two values of periods of the same length that do not overlap."""
    plotted = sorted(one.plotted, key=lambda point: closing(point.period or ""))
    if not plotted or one.change:
        return None
    # Only what the papers call the same, word for word, is said to have risen or fallen.
    plotted = [p for p in plotted if _thing(p) == _thing(plotted[-1])]
    last = plotted[-1]
    held = days(last.period)
    for point in reversed(plotted[:-1]):
        other = days(point.period)
        if held and other and other[1] < held[0] and abs(_length(held) - _length(other)) <= 5:
            return None if point.differs or last.differs else (point, last)
    return None


def _thing(point: Point) -> tuple[frozenset[str], str]:
    return words_of(point.first.measure), point.first.area


def _length(held: tuple) -> int:  # type: ignore[type-arg]
    return int((held[1] - held[0]).days)


def _recent(point: Point, day: str) -> bool:
    held = days(point.period)
    return not day or held is None or _months(held[1].isoformat(), day) <= _LATE


def _months(said: str, day: str) -> int:
    """Whole months from one date to another; a year alone is its first month."""
    first, second = (days(iso) for iso in (said, day))
    if first is None or second is None:
        return 0
    return months_between(first[1].isoformat()[:7], second[1].isoformat()[:7])


def _after(one: str | None, other: str | None) -> bool:
    return bool(one and other) and closing(str(one)) > closing(str(other))


def _on(iso: str) -> str:
    return f"on {told(iso)}" if len(iso) == 10 else f"in {told(iso)}"


def _period(point: Point) -> str:
    return reporting_periods.name(point.period or "")


def _written(one: Figure) -> str:
    written = " ".join(one.written.split())
    return f"{written}%" if one.unit == "%" and written[-1].isdigit() else written


def _both(one: Figure, other: Figure) -> tuple[Quoted, ...]:
    """What gives two values; one quotation where it is the same row or sentence."""
    return tuple(dict.fromkeys([_quoted(one), _quoted(other)]))


def _quoted(one: Figure) -> Quoted:
    return Quoted(one.passage, one.span)
