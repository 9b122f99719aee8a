"""On the page of a question: an answer by the language model of the settings, if asked for."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import Request

from api.http.live_index import Snapshot
from api.http.origin import wanted_here
from api.http.serving import written_of
from api.views.request import Wanted
from api.web import hit_view
from corpus.model import Passage
from search.results import AskResult
from search.writing.binding import Quotation
from search.writing.writer import PASSAGES, Written, configured


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """The offer to have an answer written, or what was written.

    ``model`` is sent the question and ``given`` passages at ``host``; ``links`` lead from each
    quotation to its place, one list for each sentence.
    """

    model: str
    host: str
    given: int
    ask: str
    found: Written | None = None
    links: tuple[tuple[tuple[Quotation, str], ...], ...] = ()


def offered(
    request: Request, snapshot: Snapshot, want: Wanted, result: AskResult
) -> WrittenAnswer | None:
    """``None`` where no language model is set, or there is nothing it could write from."""
    settings = request.app.state.settings
    if not configured(settings) or not result.hits:
        return None
    offer = WrittenAnswer(
        settings.llm_model,
        urlsplit(settings.llm_url).hostname or "",
        min(PASSAGES, len(result.hits)),
        want.address("/ask", ("written", "1")),
    )
    if request.query_params.get("written") != "1" or not wanted_here(request.headers):
        return offer
    found = written_of(snapshot, want, settings, result.hits)
    passages = {hit.passage.id: hit.passage for hit in result.hits}
    links = tuple(
        tuple((one, _link(passages[one.citation.passage], want)) for one in sentence.quotations)
        for sentence in found.sentences
    )
    return WrittenAnswer(offer.model, offer.host, offer.given, offer.ask, found, links)


def _link(passage: Passage, want: Wanted) -> str:
    return hit_view.address(passage, want, "ask")
