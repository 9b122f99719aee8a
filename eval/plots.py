"""Plots as SVG made here: no script, no font, no network; the figures stand in the text too."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise

WIDTH, HEIGHT = 640, 320
LEFT, RIGHT, TOP, BOTTOM = 56, 150, 24, 44
COLOURS = ("#1f5fa8", "#b3541e", "#2f7d4f", "#7a3e9d", "#8a6d00", "#555555")

BARS = 120

Curve = Sequence[tuple[float, float]]


def curves(title: str, across: str, up: str, series: Mapping[str, Curve]) -> str:
    """Lines over a logarithmic axis of counts (from 1) against 0..1; one label a line."""
    points = [x for curve in series.values() for x, _ in curve]
    top = max([2.0, *points])
    body = [_frame(across, up)]
    for tick in _counts(top):
        x = _across(math.log(tick), math.log(top))
        body.append(_text(x, HEIGHT - BOTTOM + 16, f"{tick:g}", "middle"))
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = _up(share)
        body.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke-opacity=".2"/>')
        body.append(_text(LEFT - 6, y + 4, f"{share:.2f}", "end"))
    told: list[str] = []
    taken: list[float] = []
    for place, (name, curve) in enumerate(series.items()):
        if not curve:
            continue
        colour = COLOURS[place % len(COLOURS)]
        path = " ".join(
            f"{'M' if first == 0 else 'L'}{_across(math.log(x), math.log(top)):.1f} {_up(y):.1f}"
            for first, (x, y) in enumerate(curve)
        )
        body.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        y = _apart(_up(curve[-1][1]), taken)
        body.append(_text(WIDTH - RIGHT + 8, y + 4, name, "start", colour))
        told.append(f"{name}: " + ", ".join(f"{y:.2f} after {x:g}" for x, y in curve))
    return _svg(title, "; ".join(told), body)


def differences(title: str, up: str, values: Mapping[str, float]) -> str:
    """One bar a query, from the greatest loss to the greatest gain, in -1..1.

    Of more than ``BARS`` queries, neighbours in that order share a bar: their mean.
    """
    ordered = _bars(sorted(values.items(), key=lambda pair: pair[1]))
    body = [_frame("queries", up)]
    middle = _up(0.5)
    for share in (-1.0, -0.5, 0.0, 0.5, 1.0):
        y = _up((share + 1) / 2)
        body.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke-opacity=".2"/>')
        body.append(_text(LEFT - 6, y + 4, f"{share:+.1f}", "end"))
    step = (WIDTH - LEFT - RIGHT) / max(len(ordered), 1)
    for place, (name, value) in enumerate(ordered):
        y = _up((max(-1.0, min(1.0, value)) + 1) / 2)
        colour = COLOURS[2] if value > 0 else COLOURS[1]
        height = max(abs(y - middle), 1.0)
        body.append(
            f'<rect x="{LEFT + place * step:.1f}" y="{min(y, middle):.1f}" '
            f'width="{max(step * 0.8, 1):.1f}" height="{height:.1f}" fill="{colour}" '
            f'stroke="none"><title>{escape(name)}: {value:+.3f}</title></rect>'
        )
    return _svg(title, ", ".join(f"{name} {value:+.2f}" for name, value in ordered), body)


def _bars(ordered: Sequence[tuple[str, float]]) -> Sequence[tuple[str, float]]:
    if len(ordered) <= BARS:
        return ordered
    edges = [len(ordered) * bar // BARS for bar in range(BARS + 1)]
    shared = [ordered[first:last] for first, last in pairwise(edges)]
    return [(f"{len(of)} queries", sum(value for _, value in of) / len(of)) for of in shared]


def _svg(title: str, told: str, body: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="12" fill="currentColor" stroke="currentColor">'
        f"<title>{escape(title)}</title><desc>{escape(told)}</desc>{''.join(body)}</svg>"
    )


def _frame(across: str, up: str) -> str:
    middle = (LEFT + WIDTH - RIGHT) / 2
    return _text(middle, HEIGHT - 8, across, "middle") + _text(LEFT, TOP - 8, up, "middle")


def _text(x: float, y: float, words: str, anchor: str, colour: str = "currentColor") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" stroke="none">'
        f"{escape(words)}</text>"
    )


def _across(value: float, top: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * value / top


def _up(share: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share


def _counts(top: float) -> list[int]:
    steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000]
    return [step for step in steps if step <= top]


def _apart(y: float, taken: list[float]) -> float:
    """A height for a label that stands on no other."""
    while any(abs(y - other) < 14 for other in taken):
        y += 14
    taken.append(y)
    return y
