"""What the doors ask of an engine; tests put a quick one in its place."""

from __future__ import annotations

from typing import Literal, Protocol

from search.every.adjustments import UNCHANGED, Adjustments
from search.index import NO_FILTER, Filter, Index
from search.results import Asked, AskResult, Citation, EveryResult, Hit, SearchResult, Sort


class Answering(Protocol):
    """What the doors call: ``search.engine.Engine``, or a small one in a test."""

    @property
    def index(self) -> Index: ...
    @property
    def ready(self) -> bool: ...
    def warm(self) -> None: ...
    def intent(self, text: str) -> Literal["search", "every", "ask"]: ...
    def understand(
        self, text: str, intent: Literal["search", "every", "ask"], where: Filter = NO_FILTER
    ) -> Asked: ...
    def search(
        self,
        text: str,
        where: Filter = NO_FILTER,
        limit: int = 20,
        offset: int = 0,
        sort: Sort = "relevance",
    ) -> SearchResult: ...
    def every(
        self,
        text: str,
        where: Filter = NO_FILTER,
        adjust: Adjustments = UNCHANGED,
    ) -> EveryResult: ...
    def ask(self, text: str, where: Filter = NO_FILTER, limit: int = 10) -> AskResult: ...
    def cite(self, hit: Hit) -> Citation: ...
    def close(self) -> None: ...
