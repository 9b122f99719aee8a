"""The requests that ``/v1`` understands, and the shapes of its answers for OpenAPI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from api.desk.ledger import LedgerWanted, from_pairs
from api.views import request
from api.views.request import MOST_NAMES, Wanted
from api.views.shows import Show
from corpus.fields import FIELD_NAMES, FIELDS
from corpus.ledger import Status
from search.results import Sort

MOST_VALUES = 1000
"""Values of one filter, names switched off, marks."""
Name = Annotated[str, Field(max_length=200)]

_DATE = "A year, month or day, inclusive: 2018, 2018-05, 2018-05-29, 2018/19 or Q4 2018/19."


class _Asked(BaseModel):
    """What every question has: the text and the dates."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field(
        description="The question, topic or words; a word must be in it.",
        examples=["999 performance"],
    )
    since: str | None = Field(None, description=_DATE, examples=["2018"], max_length=100)
    until: str | None = Field(None, description=_DATE, examples=["2020-12"], max_length=100)

    def wanted(self) -> Wanted:
        """The request as all doors understand it; raises BadFilter and BadQuery."""
        chosen = {name: list(map(request.clean, getattr(self, name))) for name in FIELD_NAMES}
        return Wanted(
            text=request.query(request.clean(self.q).strip()),
            where=request.where(self.since, self.until, chosen),
        )


_CHOICES: dict[str, Any] = {
    field.name: (
        list[str],
        Field([], description=f"{field.help[0].upper()}{field.help[1:]}.", max_length=MOST_VALUES),
    )
    for field in FIELDS
}

if TYPE_CHECKING:
    Filtered = _Asked
else:
    Filtered = create_model("Filtered", __base__=_Asked, **_CHOICES)


class SearchRequest(Filtered):
    """Passages, best first."""

    limit: int = Field(20, ge=1, le=200)
    offset: int = Field(0, ge=0, le=100_000)
    sort: Sort = Field("relevance", description="Of `oldest` another word is `date`.")


class AskRequest(Filtered):
    """An answer in the source's own words, or none."""

    limit: int = Field(10, ge=1, le=100, description="How many passages to show beside it.")
    written: bool = Field(
        False, description="Also an answer by the language model of the settings, if one is set."
    )


class EveryRequest(Filtered):
    """Every time, in order of date."""

    off: list[str] = Field(
        [], description="Names that are not to be looked for.", max_length=MOST_VALUES
    )
    add: list[Name] = Field([], description="Other names to look for.", max_length=MOST_NAMES)
    line: float | None = Field(
        None, ge=0, le=1, description="How sure a passage must be: lower shows more."
    )
    right: list[str] = Field([], description="Ids of passages that belong.", max_length=MOST_VALUES)
    wrong: list[str] = Field(
        [], description="Ids of passages that do not belong.", max_length=MOST_VALUES
    )
    sort: Sort = Field("oldest", description="`oldest` or `newest` first.")
    show: Show = Field(
        "all",
        description="All that is shown, of one level (discussed, named), of one standing (whole: "
        "names the topic; part of it; in the heading alone; meaning alone), or what may be about "
        "it (below).",
    )
    limit: int = Field(100, ge=1, le=1000)
    cursor: str | None = Field(None, description="`next` of the page before.")
    format: Literal["json", "jsonl", "csv"] = Field(
        "json", description="json is paged; jsonl and csv stream the whole list."
    )


class FiguresRequest(Filtered):
    """Figures as series."""

    limit: int = Field(1000, ge=1, le=10_000, description="Quotations of values.")
    offset: int = Field(0, ge=0, le=1_000_000)


class BriefRequest(Filtered):
    """A topic before a meeting."""

    day: str | None = Field(
        None,
        alias="for",
        description="The day of the meeting; what was said from then on is not read.",
        examples=["2024-11-12"],
        max_length=100,
    )


class ActionsRequest(BaseModel):
    """What was promised, and what became of it."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field("", description="A topic; empty for everything.", max_length=4000)
    owner: str = Field("", description="Who owes it: a person or an office.", max_length=400)
    body: str = Field("", description="Whose meeting or paper.", max_length=400)
    status: Literal["", "unfinished", Status] = Field(
        "", description="`unfinished`: nothing says that it is over."
    )
    kind: Literal["owed", "expectations"] = Field(
        "owed", description="Forecasts, which nobody owes, stand apart."
    )
    since: str | None = Field(None, description=_DATE, examples=["2018"], max_length=100)
    until: str | None = Field(None, description=_DATE, examples=["2020-12"], max_length=100)
    page: int = Field(1, ge=1, lt=10**6)

    def wanted(self) -> LedgerWanted:
        """The request as the page understands it; raises BadFilter."""
        return from_pairs((name, str(value)) for name, value in self if value not in (None, ""))


class Problem(BaseModel):
    """RFC 9457."""

    type: str = "about:blank"
    title: str = Field(examples=["A filter cannot be understood"])
    status: int = Field(examples=[400])
    detail: str = Field(
        examples=["since is 'tomorrow', which is no date. Write a year, a month or a day."]
    )


def answers(
    example: dict[str, Any] | None = None, *streams: str
) -> dict[int | str, dict[str, Any]]:
    """The answers of one address for OpenAPI: an example, other media types that it may stream,
    and the problems it can have."""
    content: dict[str, Any] = {"application/json": {"example": example} if example else {}}
    content |= {media: {"schema": {"type": "string"}} for media in streams}
    found: dict[int | str, dict[str, Any]] = {200: {"content": content}}
    for status, words in ((400, "Not understood"), (404, "Not there"), (503, "Not ready")):
        found[status] = {
            "description": words,
            "content": {"application/problem+json": {"schema": Problem.model_json_schema()}},
        }
    return found
