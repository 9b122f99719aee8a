"""What a reader changes about a list of every time: names, the line, and marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.errors import BadFilter, BadQuery

_MOST_ADDED = 50
_LONGEST_ADDED = 200
_MOST_MARKS = 2000


@dataclass(frozen=True, slots=True)
class Adjustments:
    """One request's changes to what ``every`` would find by itself.

    ``names_off`` are names not to look for, ``names_added`` others to look for, ``line`` moves the
    line (0..1), ``marks`` are passages (by id) that a reader found right or wrong.
    """

    names_off: tuple[str, ...] = ()
    names_added: tuple[str, ...] = ()
    line: float | None = None
    marks: Mapping[str, bool] = field(default_factory=dict)

    def check(self) -> None:
        """Raises BadFilter or BadQuery for what cannot be done."""
        if self.line is not None and not 0.0 <= self.line <= 1.0:
            raise BadFilter(f"The line is at {self.line}; it must be a number from 0 to 1.")
        if len(self.names_added) > _MOST_ADDED:
            raise BadQuery(
                f"{len(self.names_added):,} names were added; at most {_MOST_ADDED} are looked for "
                "at once. Leave some out."
            )
        for text in self.names_added:
            if len(text) > _LONGEST_ADDED:
                raise BadQuery(
                    f"A name that was added is {len(text):,} characters long; the longest that is "
                    f"looked for is {_LONGEST_ADDED}. Add a shorter one."
                )
        if len(self.marks) > _MOST_MARKS:
            raise BadQuery(
                f"{len(self.marks):,} passages are marked; at most {_MOST_MARKS:,} are learnt from "
                "at once. Send fewer."
            )


UNCHANGED = Adjustments()
