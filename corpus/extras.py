"""What is installed only when it is wanted: the extras of ``pyproject.toml``, by package."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from corpus.errors import PartMissing

EXTRAS = {
    "mcp": "minuted mcp",
    "models": "any model but the one that comes with Minuted",
    "openai": "an answer written by a language model",
    "pandas": "to_pandas()",
}
"""Extra, and what needs it."""

_PACKAGES = {"models": "sentence_transformers"}
"""The package of an extra that has not its name."""


def installed(extra: str) -> bool:
    """Whether the package of an extra is there, without importing it."""
    return find_spec(_PACKAGES.get(extra, extra)) is not None


def cure(extra: str) -> str:
    """How to install it."""
    return f"in the folder of Minuted: {sys.executable} -m pip install -e '.[{extra}]'"


def needed(extra: str, module: str = "") -> Any:
    """The package of an extra, or a module of it; raises PartMissing naming the extra."""
    try:
        return import_module(module or _PACKAGES.get(extra, extra))
    except ImportError as error:
        if installed(extra):
            raise
        raise PartMissing(
            f"The extra {extra!r} of Minuted is not installed; {EXTRAS[extra]} needs it. "
            f"Install it {cure(extra)}"
        ) from error
