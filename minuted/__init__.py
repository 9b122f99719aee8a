"""Minuted for scripts and notebooks::

    import minuted

    papers = minuted.open("build/indexes/documents")   # or the archive's own folder
    papers.every("OC16").to_pandas()
    papers.ask("How often are body worn cameras switched on?").text
    [found.quote for found in papers.search("999 performance", since="2019", kind="letter")]

Every quotation is read again in the source before it is given.
"""

from __future__ import annotations

from minuted.archive import Answer, Archive, Passages, open
from search.results import Citation

__all__ = ["Answer", "Archive", "Citation", "Passages", "open"]
