"""Figures as series: what measures the same thing, under whatever name, stands together by period.

Two papers that differ about one period are both kept and marked; a figure that a later paper
corrects is kept too, and names what corrects it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.periods import closing, days, opening
from search.figures.amounts import Role, Unit
from search.figures.corrections import Correction
from search.figures.reading import Figure
from search.figures.same_measure import alike, words_of

ALIKE = 0.6
"""Likeness of two measures, in 0..1, from which on they are one."""
_NEAR = 1e-6


@dataclass(frozen=True, slots=True)
class Point:
    """One value for one period, and everything that says so, the earliest said first.

    ``differs`` marks a period for which papers give different values; ``corrected_by`` is the
    figure that a paper gives in place of this one.
    """

    period: str | None
    value: float
    role: Role
    said: tuple[Figure, ...]
    differs: bool = False
    corrected_by: Figure | None = None

    @property
    def papers(self) -> frozenset[tuple[str, int]]:
        """The parts of documents that say so."""
        return frozenset((f.passage.document.id, f.passage.part.number) for f in self.said)

    @property
    def first(self) -> Figure:
        return self.said[0]


@dataclass(frozen=True, slots=True)
class Series:
    """What one measure came to, by period; points without one come last, by when they were said.

    ``names`` are the ways the papers call it, ``measure`` the one they use most.
    """

    measure: str
    unit: Unit
    change: bool
    area: str
    names: tuple[str, ...]
    points: tuple[Point, ...]

    @property
    def plotted(self) -> tuple[Point, ...]:
        """The points that a line may join: of a period, as measured, and not corrected."""
        return tuple(p for p in self.points if p.period and p.role == "" and not p.corrected_by)


@dataclass(slots=True)
class _Group:
    unit: Unit
    change: bool
    area: frozenset[str]
    words: list[frozenset[str]]
    figures: list[Figure] = field(default_factory=list)
    told: dict[tuple[str, str | None, Role], float] = field(default_factory=dict)

    def parts(self, one: Figure) -> bool:
        """Whether the passage of a figure gives this measure another value for the same period:
        then it speaks of two things, though their words are alike."""
        return self.told.get((one.passage.id, one.period, one.role), one.value) != one.value

    def add(self, one: Figure) -> None:
        self.figures.append(one)
        self.told[one.passage.id, one.period, one.role] = one.value


def series(figures: Sequence[Figure], corrections: Sequence[Correction] = ()) -> list[Series]:
    """Figures as series, those with most periods first."""
    rights = _rights(figures, corrections)
    known = set(rights.values())
    groups: list[_Group] = []
    by_word: dict[str, list[_Group]] = {}
    for one in sorted((rights.get(one, one) for one in figures), key=_said):
        words = words_of(one.measure)
        area = words_of(one.area) - words if one.area else frozenset()
        near = {id(group): group for word in words for group in by_word.get(word, ())}
        scored = (
            (max(alike(words, own) for own in group.words), -n, group)
            for n, group in enumerate(near.values())
            if (group.unit, group.change, group.area) == (one.unit, one.change != 0, area)
            and (one in known or not group.parts(one))
        )
        likeness, _, group = max(scored, key=lambda of: of[:2], default=(0.0, 0, None))
        if group is None or likeness < ALIKE:
            group = _Group(one.unit, one.change != 0, area, [])
            groups.append(group)
        group.add(one)
        if words not in group.words:
            group.words.append(words)
        for word in words:
            if not any(group is held for held in by_word.setdefault(word, [])):
                by_word[word].append(group)
    made = [_made(group, corrections) for group in groups]
    return sorted(made, key=lambda one: (-_periods(one), -len(one.points), one.measure.casefold()))


def _rights(figures: Sequence[Figure], corrections: Sequence[Correction]) -> dict[Figure, Figure]:
    """What is right as a figure of the measure that it corrects, whatever its paper calls it."""
    told: dict[Figure, Figure] = {}
    for correction in corrections:
        wrong = [one for one in figures if correction.corrects(one)]
        first = min(wrong, key=_said, default=None)
        right = correction.right
        if first is not None:
            told[right] = replace(
                right, measure=first.measure, area=first.area, period=right.period or first.period
            )
    return told


def _periods(one: Series) -> int:
    return len({point.period for point in one.points if point.period})


def _made(group: _Group, corrections: Sequence[Correction]) -> Series:
    points: dict[tuple[str | None, float, Role], list[Figure]] = {}
    for one in group.figures:
        key = one.period, round(one.value, 6), one.role
        # What is said twice without a period is one point only where it is said on the same day.
        points.setdefault(key, []).append(one)
    held = [
        Point(period, value, role, tuple(said), corrected_by=_corrected(said, corrections))
        for (period, value, role), said in points.items()
    ]
    held = [replace(one, differs=_differs(one, held)) for one in held]
    held.sort(key=_place)
    names = Counter(one.measure for one in group.figures)
    ordered = sorted(names, key=lambda name: (-names[name], len(name), name))
    area = Counter(one.area for one in group.figures).most_common(1)[0][0]
    return Series(ordered[0], group.unit, group.change, area, tuple(ordered), tuple(held))


def _said(one: Figure) -> tuple[bool, str, str, int]:
    said = one.said_on
    return not said, opening(said) if said else "", one.passage.document.id, one.at.start


def _place(one: Point) -> tuple[bool, str, str, bool, tuple[bool, str, str, int]]:
    period = one.period
    held = days(period)
    last = held[1].isoformat() if held else ""
    return not period, last, closing(period or ""), one.role != "", _said(one.first)


def _corrected(said: Sequence[Figure], corrections: Sequence[Correction]) -> Figure | None:
    """The figure that a paper gives in place of one of these."""
    for one in said:
        for correction in corrections:
            if correction.corrects(one):
                return correction.right
    return None


def _differs(one: Point, others: Sequence[Point]) -> bool:
    """Whether another value is given for the same period, that is not the same one rounded."""
    if not one.period or one.role != "" or one.corrected_by:
        return False
    return any(
        other.role == ""
        and not other.corrected_by
        and days(other.period) == days(one.period)
        and not _same(one, other)
        and other.papers.isdisjoint(one.papers)
        for other in others
        if other is not one and other.period
    )


def _same(one: Point, other: Point) -> bool:
    if abs(one.value - other.value) <= _NEAR * max(abs(one.value), abs(other.value), 1):
        return True
    coarse = min(_places(one.first), _places(other.first))
    rounded = abs(round(one.value, coarse) - round(other.value, coarse)) <= 10.0**-9
    said = f"{one.first.about} {other.first.about}".strip()
    return rounded or (bool(said) and abs(one.value - other.value) <= 0.05 * abs(one.value))


def _places(one: Figure) -> int:
    """Decimal places that a figure is written with, counted at its own size: "£8.2m" has -5."""
    digits = one.written.partition(".")[2]
    count = len(digits) - len(digits.lstrip("0123456789"))
    if one.unit == "GBP" and abs(one.value) >= 1000 and count:
        power = len(str(int(abs(one.value)))) - len(one.written.partition(".")[0].strip("£+-– "))
        return count - power
    return count
