"""What the tools of the MCP server take: the requests of ``/v1``, sized for a model's memory."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from api.http.schemas import Filtered, SearchRequest
from api.views.shows import Show


class SearchTool(SearchRequest):
    """Passages, best first."""

    limit: int = Field(10, ge=1, le=50)


class EveryTool(Filtered):
    """Every time, in order of date."""

    off: list[str] = Field([], description="Names that are not to be looked for.")
    add: list[str] = Field([], description="Other names to look for.")
    show: Show = Field(
        "all", description="all of the list; whole: what names the topic; below: what may be it."
    )
    limit: int = Field(40, ge=1, le=100)
    offset: int = Field(0, ge=0, le=1_000_000)


class AskTool(Filtered):
    """An answer, or none."""

    limit: int = Field(5, ge=1, le=20, description="How many passages to give beside it.")


class ReadTool(BaseModel):
    """A stretch of one document."""

    model_config = ConfigDict(extra="forbid")

    document: str = Field(description="A document's path as a citation gives it.")
    start: int = Field(0, ge=0, description="Where to begin: a code point of the text.")
    length: int = Field(8000, ge=1, le=40_000, description="How many code points at most.")
