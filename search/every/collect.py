"""Every time a topic was discussed: all of it, in order of date, each hit saying why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from search.every.adjustments import UNCHANGED, Adjustments
from search.every.explain import counted, reasons, sought
from search.every.features import FEATURES, Evidence, beside, gather, standing_of
from search.every.relevance_feedback import moved
from search.every.threshold import Floats, Line, probability
from search.index import Filter, Index, Ints, Vector
from search.query.facets import STRENGTH_TOGETHER, Naming, added
from search.query.filters import narrow
from search.query.name_matches import Standing, naming_whole
from search.query.other_languages import searched_documents, unsearched
from search.query.query_expansion import Namer
from search.query.suggestions import meant
from search.ranking.document_choice import Choice
from search.results import STANDINGS, Asked, EveryResult, Hit, Hits, Recognised

_BELOW = 50
"""Passages under the line that are handed out; how many there are in all is told as well."""
_NEAR = 0.02
"""Probability under which a passage is not even near the line."""
_NOWHERE = -30.0
"""Logit of a passage for which nothing speaks."""
_UNNAMED = -3.0
"""Logit of what is near to a topic of which no word and no name stands anywhere."""
_UNFOUND = -5.0
"""Logit of a marked passage that nothing proposed."""

Encode = Callable[[str], Vector]
Place = Callable[[str], Choice | None]
"""The documents that are about an area or body that a topic names: ``DocumentChooser.place``."""


@dataclass(slots=True)
class _Found:
    """All candidates of all alternatives together; arrays of one length, ordinals ascending.

    ``about`` and ``discussed`` are logits, ``rows`` the evidence, ``marks`` the reader's:
    1 right, 0 wrong, -1 none.
    """

    ordinals: Ints
    about: Floats
    discussed: Floats
    rows: Floats
    marks: NDArray[np.int8]

    def only(self, kept: NDArray[np.bool_] | Ints) -> _Found:
        """Those of these places."""
        return _Found(
            self.ordinals[kept],
            self.about[kept],
            self.discussed[kept],
            self.rows[kept],
            self.marks[kept],
        )


def every(
    index: Index,
    encode: Encode,
    namer: Namer,
    place: Place,
    line: Line,
    asked: Asked,
    adjust: Adjustments = UNCHANGED,
) -> EveryResult:
    """Everything about ``asked.topics`` (any of them) less ``asked.excluded``.

    Marks move the marked passages' like, and themselves go where the reader put them. Raises
    BadQuery or BadFilter for what cannot be looked for, PassageMissing for a mark on no passage.
    """
    adjust.check()
    limit = line.at if adjust.line is None else adjust.line
    standing = Standing(index, asked.where)
    gathered = evidence(standing, encode, namer, place, asked.topics, adjust.names_off)
    for facet in added(adjust.names_added):
        text = facet.names[0].name.text
        gathered.append(gather(standing, encode(text), text, [facet]))
    found = _together(line, gathered)
    if adjust.marks:
        found = _marked(index, found, adjust.marks)
        ordinals = found.ordinals
        by_place = {int(p): bool(found.marks[p] > 0) for p in np.flatnonzero(found.marks >= 0)}
        found.about = moved(
            found.about, found.rows, by_place, lambda places: index.vectors(ordinals[places])
        )
        found = found.only(index.satisfying(found.ordinals, asked.where))
    if asked.excluded:
        found = found.only(~np.isin(found.ordinals, left_out(standing, namer, asked.excluded)))
    facets = [facet for one in gathered for facet in one.facets]
    asked = replace(
        asked,
        names=counted(standing, facets),
        recognised=(*asked.recognised, *_areas(gathered)),
    )
    senses = [sense for topic in asked.topics for sense in namer.senses(topic)]
    return _result(index, asked, found, sought(facets), limit, tuple(senses))


def evidence(
    standing: Standing,
    encode: Encode,
    namer: Namer,
    place: Place,
    topics: Sequence[str],
    off: Sequence[str] = (),
) -> list[Evidence]:
    """The evidence for each alternative of the topics.

    Where a topic names an area or a body, the documents about it are searched for the rest of the
    topic, and the others for passages that name the whole of it themselves.
    """
    found = []

    def gathered(text: str, standing: Standing) -> Evidence:
        return gather(standing, encode(text), text, namer.facets(text, off))

    for topic in topics:
        chosen = place(topic)
        inside = None if chosen is None else _inside(standing, chosen.documents)
        if chosen is None or inside is None:
            found += [gathered(text, standing) for text in namer.alternatives(topic)]
            continue
        several = namer.alternatives(chosen.rest)
        for text in several:
            found.append(replace(gathered(text, inside), area=chosen))
            with_it = ", ".join((text, *chosen.names)) if len(several) > 1 else topic
            whole = gathered(with_it, standing)
            elsewhere = ~standing.index.satisfying(whole.ordinals, inside.where)
            found.append(whole.only(elsewhere & whole.full))
    return found


def _areas(gathered: Sequence[Evidence]) -> Iterator[Recognised]:
    """The areas and bodies by which documents were chosen, as the asker wrote them."""
    for area in dict.fromkeys(one.area for one in gathered if one.area is not None):
        number = len(area.documents)
        about = f"{number:,} document{'' if number == 1 else 's'} about it"
        for name in area.names:
            yield Recognised("area", name, f"{name} ({about})")


def _inside(standing: Standing, documents: Sequence[str]) -> Standing | None:
    """The same search in these documents alone; None where the filter holds none of them."""
    allowed = standing.where["document"]
    kept = [name for name in documents if name in allowed] if allowed else documents
    if not kept:
        return None
    return Standing(standing.index, narrow(standing.where, Filter.of(document=kept)))


def left_out(standing: Standing, namer: Namer, excluded: Sequence[str]) -> Ints:
    """Passages that name the whole of any of these topics."""
    named = [
        naming_whole(standing, namer.facets(text), STRENGTH_TOGETHER)
        for topic in excluded
        for text in namer.alternatives(topic)
    ]
    return np.unique(np.concatenate(named)) if named else np.zeros(0, dtype=np.int64)


def _together(line: Line, evidence: Sequence[Evidence]) -> _Found:
    """The union of the alternatives' candidates, each with the best that any alternative says."""
    nothing = np.zeros(0, dtype=np.int64)
    ordinals = np.unique(np.concatenate([nothing, *(e.ordinals for e in evidence)]))
    found = _nowhere(ordinals, _NOWHERE)
    for gathered in evidence:
        places = np.searchsorted(ordinals, gathered.ordinals)
        about, discussed = line.score(gathered.rows)
        if not gathered.known:
            # What no passage names is not discussed, however near something comes to it.
            about = np.minimum(about, _UNNAMED)
        better = about > found.about[places]
        found.rows[places[better]] = gathered.rows[better]
        found.about[places] = np.maximum(found.about[places], about)
        found.discussed[places] = np.maximum(found.discussed[places], discussed)
    return found


def _nowhere(ordinals: Ints, logit: float) -> _Found:
    """Passages for which nothing speaks yet."""
    logits = np.full(len(ordinals), logit, dtype=np.float32)
    rows = np.zeros((len(ordinals), len(FEATURES)), dtype=np.float32)
    marks = np.full(len(ordinals), -1, dtype=np.int8)
    return _Found(ordinals, logits, logits.copy(), rows, marks)


def _marked(index: Index, found: _Found, marks: Mapping[str, bool]) -> _Found:
    """With the reader's marks; a marked passage that is no candidate becomes one."""
    by_ordinal = {index.ordinal(passage): right for passage, right in marks.items()}
    ordinals = np.array(sorted(by_ordinal), dtype=np.int64)
    missing = _nowhere(np.setdiff1d(ordinals, found.ordinals), _UNFOUND)
    both = _Found(
        np.concatenate([found.ordinals, missing.ordinals]),
        np.concatenate([found.about, missing.about]),
        np.concatenate([found.discussed, missing.discussed]),
        np.concatenate([found.rows, missing.rows]),
        np.concatenate([found.marks, missing.marks]),
    )
    both = both.only(np.argsort(both.ordinals, kind="stable"))
    both.marks[np.searchsorted(both.ordinals, ordinals)] = [by_ordinal[int(o)] for o in ordinals]
    return both


def _result(
    index: Index,
    asked: Asked,
    found: _Found,
    names: Sequence[Naming],
    limit: float,
    senses: tuple[str, ...],
) -> EveryResult:
    about = probability(found.about)
    about[found.marks == 1] = 1.0
    layout = index.layout(found.ordinals)
    groups = _Groups(found.ordinals, layout.group, layout.first)
    # The same words are about the same thing: all copies stand where the best of them stands,
    # unless the reader has found one of them wrong.
    about = groups.greatest(about) * ~groups.any(found.marks == 0)
    discussed = (probability(found.discussed) >= 0.5) | groups.any(found.marks == 1)
    shown = groups.first
    over = about[shown] >= limit
    under = shown[~over & (about[shown] >= _NEAR)]
    under = under[np.lexsort((found.ordinals[under], -about[under]))]

    def hits(places: Ints) -> Hits:
        def make(start: int, stop: int) -> list[Hit]:
            return _hits(index, found, names, about, groups, places[start:stop])

        return Hits(
            len(places),
            make,
            found.ordinals[places].tolist(),
            about[places].tolist(),
            [STANDINGS[standing] for standing in standing_of(found.rows[places])],
        )

    foreign = unsearched(index, asked.where, asked.text)
    documents: tuple[str, ...] = ()
    if not over.any():
        held = index.facets(asked.where)["document"]
        documents = searched_documents(index, asked.where, held, foreign)
    return EveryResult(
        asked=asked,
        discussed=hits(shown[over & discussed[shown]]),
        named=hits(shown[over & ~discussed[shown]]),
        below=hits(under[:_BELOW]),
        below_total=len(under),
        line=limit,
        facets=index.facets(found.ordinals[shown[over]]),
        searched=index.count(asked.where) - (0 if over.any() else sum(foreign.values())),
        documents=documents,
        meant=meant(index, asked.text, asked.topics, asked.where),
        senses=senses,
        unsearched=foreign,
    )


class _Groups:
    """Passages that print the same words, as places among the candidates.

    ``first`` are the places of those that stand for their group, in order of date and place,
    undated last.
    """

    def __init__(self, ordinals: Ints, group: Ints, day: NDArray[np.int32]) -> None:
        self._number = np.unique(group, return_inverse=True)[1].reshape(-1)
        in_order = np.lexsort((ordinals, day))
        # Stable: within a group the order of date stays.
        self._members = in_order[np.argsort(self._number[in_order], kind="stable")]
        sizes = np.bincount(self._number)
        self._ends = np.cumsum(sizes)
        self._starts = self._ends - sizes
        stands = np.zeros(len(ordinals), dtype=np.bool_)
        stands[self._members[self._starts]] = True
        self.first: Ints = in_order[stands[in_order]]

    def greatest(self, values: Floats) -> Floats:
        """For each place the greatest value in its group."""
        best = np.zeros(len(self._starts), dtype=values.dtype)
        np.maximum.at(best, self._number, values)
        return best[self._number]

    def any(self, of: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """For each place whether any of its group is so."""
        return self.greatest(of.astype(np.float32)) > 0

    def others(self, place: int) -> list[int]:
        """The rest of its group, in order."""
        number = self._number[place]
        members = self._members[self._starts[number] : self._ends[number]]
        return [int(member) for member in members if member != place]


def _hits(
    index: Index,
    found: _Found,
    names: Sequence[Naming],
    about: Floats,
    groups: _Groups,
    places: Ints,
) -> list[Hit]:
    wanted = [(int(place), groups.others(int(place))) for place in places]
    ordinals = found.ordinals[[p for place, others in wanted for p in (place, *others)]].tolist()
    passages = dict(zip(ordinals, index.fetch(ordinals), strict=True))
    made = []
    for place, others in wanted:
        passage = passages[int(found.ordinals[place])]
        because = reasons(passage, names, beside=beside(found.rows[place]))
        made.append(
            Hit(
                passage=passage,
                score=float(about[place]),
                why=because.why,
                matched=because.matched,
                marks=because.marks,
                copies=tuple(passages[int(found.ordinals[other])] for other in others),
                standing=STANDINGS[standing_of(found.rows[place : place + 1])[0]],
            )
        )
    return made
