"""Which passages of a list of every time are shown."""

from __future__ import annotations

from typing import Literal, get_args

Show = Literal["all", "discussed", "named", "whole", "part", "heading", "meaning", "below"]
SHOWS: tuple[Show, ...] = get_args(Show)
"""All above the line, of one level or one standing, or what stands below it."""
