"""Which implementation an index is of: the one place that knows what there is.

A folder is an index of ``search.local``. Another implementation is one more case here, and a module
with the same functions as ``search.local.implementation``.
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from corpus.errors import IndexMissing


def implementation(location: str | Path) -> tuple[ModuleType, Path]:
    """The module that answers for a location, and the location as it knows it.

    Raises IndexMissing for a kind of place that there is not.
    """
    text = str(location)
    scheme, separator, rest = text.partition("://")
    match scheme if separator else "file":
        case "file":
            from search.local import implementation as local

            return local, Path(rest if separator else text)
        case other:
            raise IndexMissing(
                f"No index can be opened at {text!r}: {other!r} is not a kind of place that "
                "Minuted knows. Give a folder."
            )
