"""Which Minuted this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed


def version() -> str:
    """The version that is installed; "0" where the modules lie about without being installed."""
    try:
        return installed("minuted")
    except PackageNotFoundError:
        return "0"
