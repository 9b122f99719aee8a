"""How a long piece of work tells how far it has come; drawing it is left to the doors."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""``progress("reading", 12, 2300)``: of which step, how much is done, of how much in all."""


def silent(step: str, done: int, total: int) -> None:
    """For whoever does not want to know."""
