"""Search, every, ask: what the doors call. One engine holds one build of one index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal

import numpy as np

from search.answer.answer import PASSAGES, Found, judge, look
from search.answer.cite import cite
from search.answer.latest import lately, newest_first, saying, with_newest
from search.answer.reply import reply
from search.encoding.encoder import Encoder
from search.every.adjustments import UNCHANGED, Adjustments
from search.every.collect import every, evidence, left_out
from search.every.explain import counted
from search.every.features import NEAR_IN_MEANING, Evidence
from search.every.threshold import line as line_of_the_product
from search.index import NO_FILTER, Filter, Index, Ranked, in_time, open_index
from search.known_names import known
from search.models import Models
from search.query.capitals import TYPED_AS_NAME, share
from search.query.facets import Facet
from search.query.filters import narrow
from search.query.name_matches import Standing
from search.query.other_languages import unsearched
from search.query.parse import intent_of, read
from search.query.query_expansion import Namer
from search.query.question_kind import recognise
from search.query.suggestions import meant
from search.ranking.document_choice import DocumentChooser
from search.ranking.hits import hits_of
from search.ranking.hybrid import Ranks, rank
from search.ranking.weights import DEFAULT, Ranking
from search.reader.reading import PassageReader, Reading
from search.reader.rerank import READ, reread
from search.results import Asked, AskResult, Citation, EveryResult, Hit, SearchResult, Sort
from search.settings import Settings
from search.tokens import terms

Intent = Literal["search", "every", "ask"]

_NEAREST = 10
"""Passages that are offered where none holds a word of what is searched."""


class Engine:
    """Safe to share between threads. The encoder is loaded when it is first needed."""

    def __init__(
        self,
        index: Index,
        settings: Settings,
        ranking: Ranking = DEFAULT,
        encoder: Encoder | None = None,
        patient: bool = True,
    ) -> None:
        """``patient``: whether an answer waits for a reader that is being loaded; else it does
        without, and says so."""
        self.index = index
        self.ranking = ranking
        self._models = Models(settings, index.meta, encoder, patient)
        held = known(settings.cache_folder)
        self._namer = Namer(
            held.glossary, index.definitions(), self._together, self._proper, held.terms
        )
        self._chooser = DocumentChooser(index)
        self._people = partial(index.values, "person")

    @classmethod
    def open(cls, location: str | Path, settings: Settings, patient: bool = True) -> Engine:
        """Open the live build; raises what ``open_index`` raises."""
        index = open_index(location, settings.model, settings.exact)
        return cls(index, settings, patient=patient)

    @property
    def ready(self) -> bool:
        """Whether the encoder is loaded: answers come at once."""
        return self._models.ready

    def warm(self) -> None:
        """Load the encoder and the reader; raises EncoderUnavailable, or ModelMismatch when the
        encoder is another than the index was built with."""
        self._models.warm()

    def close(self) -> None:
        self.index.close()

    def intent(self, text: str) -> Intent:
        """What a person means who types this into the one box."""
        return intent_of(text)

    def understand(self, text: str, intent: Intent, where: Filter = NO_FILTER) -> Asked:
        """What would be looked for, without looking; raises BadQuery."""
        asked = self._read(text, intent, where)
        facets = [
            facet
            for topic in asked.topics
            for one in (self._namer.alternatives(topic) if intent == "every" else [topic])
            for facet in self._namer.facets(one)
        ]
        return replace(asked, names=counted(Standing(self.index, asked.where), facets))

    def search(
        self,
        text: str,
        where: Filter = NO_FILTER,
        limit: int = 20,
        offset: int = 0,
        sort: Sort = "relevance",
    ) -> SearchResult:
        """Passages that words or meaning find, best first; copies of one passage are folded.

        What stands in quotation marks must stand in a passage or over it.
        ``total`` counts those that hold a word or a name of it, or are near to it in meaning;
        where none does, the nearest few are given all the same. Raises BadQuery.
        """
        asked = self._read(text, "search", where)
        query = asked.topics[0]
        facets = self._namer.facets(query)
        standing = Standing(self.index, asked.where)
        ranks = self._rank(query, facets, standing)
        dropped = set(left_out(standing, self._namer, asked.excluded).tolist())
        for facet in facets:
            if facet.exact:
                where_it_stands = (standing.said(facet.names[0]), standing.over(facet.names[0]))
                dropped |= ranks.ordinals - set(np.concatenate(where_it_stands).tolist())
        folded = self._folded(ranks, dropped)
        matching = _matching(ranks)
        matched = [group for group in folded if not matching.isdisjoint(group)]
        total = len(matched)
        folded = matched or folded[:_NEAREST]
        if sort != "relevance":
            firsts = [group[0] for group in folded]
            days = in_time(self.index.layout(firsts).first, sort == "newest")
            day = dict(zip(firsts, days.tolist(), strict=True))
            folded.sort(key=lambda group: (day[group[0]], group[0]))
        hits = self._hits(folded[offset : offset + limit], ranks, query, facets)
        return SearchResult(
            asked=replace(asked, names=counted(standing, facets)),
            hits=tuple(hits),
            total=total,
            facets=self.index.facets([group[0] for group in matched]),
            meant=meant(self.index, asked.text, asked.topics, asked.where),
        )

    def every(
        self,
        text: str,
        where: Filter = NO_FILTER,
        adjust: Adjustments = UNCHANGED,
    ) -> EveryResult:
        """Every time a topic was discussed: see ``search.every.collect``. Raises BadQuery."""
        return every(
            self.index,
            self._models.vector,
            self._namer,
            self._chooser.place,
            line_of_the_product(),
            self._read(text, "every", where),
            adjust,
        )

    def evidence(self, text: str, where: Filter = NO_FILTER) -> list[Evidence]:
        """What ``every`` weighs, before any line: one for each alternative of the topics."""
        asked = self._read(text, "every", where)
        return evidence(
            Standing(self.index, asked.where),
            self._models.vector,
            self._namer,
            self._chooser.place,
            asked.topics,
        )

    def ask(self, text: str, where: Filter = NO_FILTER, limit: int = 10) -> AskResult:
        """The best passages, and their own sentences as an answer, or none. Raises BadQuery."""
        asked = self._read(text, "ask", where)
        standing = Standing(self.index, asked.where)
        facets, hits, found, unread = self._look(asked, standing, limit)
        given = reply(asked.topics[0], found, self.index, self.cite, judge())
        silent = given.abstained and not given.handover
        foreign = unsearched(self.index, asked.where, text) if silent else {}
        return AskResult(
            asked=replace(asked, names=counted(standing, facets)),
            answer=given,
            hits=tuple(hits),
            searched=self.index.count(asked.where) - sum(foreign.values()),
            unsearched=foreign,
            meant=meant(self.index, asked.text, asked.topics, asked.where),
            unread=unread,
        )

    def candidates(self, text: str, where: Filter = NO_FILTER, limit: int = 50) -> list[Hit]:
        """The passages that ``ask`` would read, in the order of the ranking alone."""
        asked = self._read(text, "ask", where)
        standing = Standing(self.index, asked.where)
        facets = self._namer.facets(topic := asked.topics[0])
        ranks = self._rank_chosen(topic, facets, standing)
        return self._hits(self._folded(ranks)[:limit], ranks, topic, facets)

    def signs(self, text: str) -> Mapping[str, float] | None:
        """What would speak for an answer to this question, before any judgement."""
        asked = self._read(text, "ask", NO_FILTER)
        found = self._look(asked, Standing(self.index, NO_FILTER), PASSAGES)[2]
        return found.signs if found else None

    def _read(self, text: str, intent: Intent, where: Filter) -> Asked:
        self.index.count(where)  # raises BadFilter before anything is made of a wrong date
        asked = read(text, intent, where, self._namer.undivided, self._people)
        return replace(asked, topics=self._chooser.joined(asked.topics))

    def _look(
        self, asked: Asked, standing: Standing, limit: int
    ) -> tuple[list[Facet], list[Hit], Found | None, bool]:
        text, where, naming = asked.topics[0], asked.where, list[int]()
        vector, encode = self._models.vector(text), self._models.encode
        facets = self._namer.facets(text)
        ranks = self._rank_chosen(text, facets, standing)
        folded = self._folded(ranks)[: max(limit, PASSAGES, READ)]
        if (question := recognise(text)).latest and question.topic:
            ranks, folded, naming = self._with_newest(question.topic, where, facets, ranks, folded)
        reader, unread = self._models.reader() if self.ranking.read else (None, False)
        ranks, folded, readings = self._reread(reader, text, ranks, folded)
        if question.latest:
            speaking = saying(naming, text, self.index)
            ranks, folded = newest_first(ranks, folded, readings, self.index, speaking)
        hits = self._hits(folded[: max(limit, PASSAGES)], ranks, text, facets)
        if not hits:
            return facets, [], None, unread
        said = list(readings.values())
        found = look(text, vector, hits, facets, self.index, encode, said)
        return facets, hits[:limit], found, unread

    def _with_newest(
        self,
        topic: str,
        where: Filter,
        facets: Sequence[Facet],
        ranks: Ranks,
        folded: list[list[int]],
    ) -> tuple[Ranks, list[list[int]], list[int]]:
        """The ranking with what was said last of its topic before it, and what names the topic."""
        late = lately(self.index, where)
        said = self._rank(topic, facets, Standing(self.index, late)).fused if late else []
        recent = [entry.ordinal for entry in said]
        return with_newest(self.every(topic, where), recent, ranks, folded, self.index)

    def _reread(
        self,
        reader: PassageReader | None,
        text: str,
        ranks: Ranks,
        folded: list[list[int]],
    ) -> tuple[Ranks, list[list[int]], dict[int, Reading]]:
        """The head of the ranking in the order of the reader and the ranking together, the rest
        behind it; and what was read, by the first of each group."""
        if reader is None or not folded:
            return ranks, folded, {}
        head, tail = folded[:READ], folded[READ:]
        scores = {entry.ordinal: entry.score for entry in ranks.fused}
        passages = self.index.fetch([group[0] for group in head])
        order = reread(reader, text, passages, [scores[group[0]] for group in head])
        fused = [Ranked(head[n][0], score) for n, score, _ in order]
        before = {group[0]: place for place, group in enumerate(folded, start=1)}
        places = {head[n][0]: place for place, (n, _, _) in enumerate(order, start=1)}
        least = min((score for _, score, _ in order), default=0.0)
        behind = [Ranked(group[0], least * scores[group[0]]) for group in tail]
        return (
            Ranks([*fused, *behind], {**ranks.parts, "ranking": before, "reader": places}),
            [*(head[n] for n, _, _ in order), *tail],
            {head[n][0]: reading for n, _, reading in order},
        )

    def cite(self, hit: Hit) -> Citation:
        """The citation of a hit, its quote read again from the source; raises QuoteMismatch."""
        return cite(hit, self.index.document(hit.passage.document.id))

    def _rank(self, text: str, facets: Sequence[Facet], standing: Standing) -> Ranks:
        vector, where = self._models.vector(text), standing.where
        return rank(self.index, text, vector, facets, where, self.ranking, standing)

    def _rank_chosen(self, text: str, facets: Sequence[Facet], standing: Standing) -> Ranks:
        """As ``_rank``; where the question's names choose documents, the rest of it ranks in them,
        and what other documents hold comes after."""
        everywhere = self._rank(text, facets, standing)
        free = self.ranking.choose and not standing.where["document"]
        choice = self._chooser.choose(text) if free else None
        if choice is None:
            return everywhere
        chosen = Standing(self.index, narrow(standing.where, Filter.of(document=choice.documents)))
        inside = self._rank(choice.rest, self._namer.facets(choice.rest), chosen)
        return inside.before(everywhere)

    def _folded(self, ranks: Ranks, dropped: Set[int] = frozenset()) -> list[list[int]]:
        """The ranking as groups of copies, each at the place of its best member."""
        kept = [entry.ordinal for entry in ranks.fused if entry.ordinal not in dropped]
        groups: dict[int, list[int]] = {}
        for ordinal, group in zip(kept, self.index.layout(kept).group.tolist(), strict=True):
            groups.setdefault(group, []).append(ordinal)
        return list(groups.values())

    def _hits(
        self, folded: Sequence[Sequence[int]], ranks: Ranks, text: str, facets: Sequence[Facet]
    ) -> list[Hit]:
        return hits_of(self.index, folded, ranks, text, facets)

    def _together(self, sequence: Sequence[str]) -> int:
        return self.index.phrase_count(sequence)

    def _proper(self, word: str) -> bool:
        """Whether the archive writes a word, typed with a capital, as a name."""
        term = terms(word)
        capitals = share(self.index, term[0], word) if len(term) == 1 else None
        return capitals is not None and capitals >= TYPED_AS_NAME


def _matching(ranks: Ranks) -> set[int]:
    """Of what is ranked, the passages that hold a word or a name, or are near in meaning."""
    close = {ordinal for ordinal, cosine in ranks.cosines.items() if cosine >= NEAR_IN_MEANING}
    return close | ranks.parts["bm25"].keys()
