"""Every time a topic was discussed: all of it, in order of date, each hit saying why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from search.evidence import FEATURES, Evidence, gather
from search.index import Filter, Index, Vector
from search.line import Floats, Line, probability
from search.marks import moved
from search.names import Facet, Namer, Naming, added
from search.results import Asked, EveryResult, Hit, Hits, Name, Why
from search.tokens import terms_with_spans

_BELOW = 50
"""Passages under the line that are handed out; how many there are in all is told as well."""
_NEAR = 0.02
"""Probability under which a passage is not even near the line."""

Ints = NDArray[np.int64]


@dataclass(slots=True)
class _Found:
    """All candidates of all alternatives together; arrays of one length, ordinals ascending."""

    ordinals: Ints
    about: Floats
    discussed: Floats
    rows: Floats
    matched: dict[int, list[Naming]] = field(default_factory=dict)
    above: dict[int, list[Naming]] = field(default_factory=dict)


def every(
    index: Index,
    encode: Callable[[str], Vector],
    namer: Namer,
    line: Line,
    asked: Asked,
    *,
    names_off: Sequence[str] = (),
    names_added: Sequence[str] = (),
    at: float | None = None,
    marks: Mapping[str, bool] | None = None,
) -> EveryResult:
    """Everything about ``asked.topics`` (any of them) less ``asked.excluded``.

    ``at`` moves the line (0..1). ``marks`` are passages (by id) that a reader found right or
    wrong; they move the line for their like, and themselves go where the reader put them.
    """
    limit = line.at if at is None else at
    evidence: list[Evidence] = []
    names: dict[tuple[str, ...], Name] = {}
    for topic in asked.topics:
        alternatives = [(t, namer.facets(t, names_off)) for t in namer.alternatives(topic)]
        if names_added:
            alternatives += [(f.names[0].name.text, [f]) for f in added(names_added)]
        for text, facets in alternatives:
            gathered = gather(index, encode(text), text, facets, asked.where)
            evidence.append(gathered)
            _list_names(names, facets, gathered)
    found = _together(line, evidence)
    for topic in asked.excluded:
        _drop(index, encode, namer, found, topic, asked.where)
    marked = _marked(index, found, marks or {})
    if marked and len(found.ordinals):
        vectors = index.vectors(found.ordinals)
        found.about = moved(found.about, vectors, found.rows, marked)
    return _result(index, asked, found, list(names.values()), limit, marked)


def _list_names(
    names: dict[tuple[str, ...], Name], facets: Sequence[Facet], gathered: Evidence
) -> None:
    for facet in facets:
        if facet.weak:
            continue
        for n in facet.names:
            if n.terms not in names:
                names[n.terms] = Name(
                    n.name.text,
                    n.name.source,
                    n.name.origin,
                    gathered.counts.get(n.terms, 0),
                    n.name.on,
                )


def _together(line: Line, evidence: Sequence[Evidence]) -> _Found:
    """The union of the alternatives' candidates, each with the best that any alternative says."""
    if not evidence:
        nothing = np.zeros(0, dtype=np.float32)
        return _Found(
            np.zeros(0, np.int64), nothing, nothing, np.zeros((0, len(FEATURES)), np.float32)
        )
    ordinals = np.unique(np.concatenate([e.ordinals for e in evidence]))
    about = np.full(len(ordinals), -30.0, dtype=np.float32)
    discussed = about.copy()
    rows = np.zeros((len(ordinals), len(FEATURES)), dtype=np.float32)
    found = _Found(ordinals, about, discussed, rows)
    for gathered in evidence:
        places = np.searchsorted(ordinals, gathered.ordinals)
        about_, discussed_ = line.score(gathered.rows)
        better = about_ > about[places]
        about[places] = np.maximum(about[places], about_)
        discussed[places] = np.maximum(discussed[places], discussed_)
        rows[places[better]] = gathered.rows[better]
        for mine, theirs in ((found.matched, gathered.matched), (found.above, gathered.above)):
            for ordinal, namings in theirs.items():
                mine.setdefault(ordinal, []).extend(namings)
    return found


def _drop(
    index: Index,
    encode: Callable[[str], Vector],
    namer: Namer,
    found: _Found,
    topic: str,
    where: Filter,
) -> None:
    """Leave out what names the whole of an excluded topic."""
    named: set[int] = set()
    for text in namer.alternatives(topic):
        gathered = gather(index, encode(text), text, namer.facets(text), where)
        full = gathered.rows[:, FEATURES.index("full")] > 0
        named |= {int(o) for o in gathered.ordinals[full]}
    keep = np.array([int(o) not in named for o in found.ordinals], dtype=bool)
    for name in ("ordinals", "about", "discussed", "rows"):
        setattr(found, name, getattr(found, name)[keep])


def _marked(index: Index, found: _Found, marks: Mapping[str, bool]) -> dict[int, bool]:
    """Marks by place among the candidates; a marked passage that is none of them becomes one."""
    by_ordinal = {index.ordinal(passage): right for passage, right in marks.items()}
    missing = sorted(set(by_ordinal) - {int(o) for o in found.ordinals})
    if missing:
        ordinals = np.concatenate([found.ordinals, missing]).astype(np.int64)
        order = np.argsort(ordinals, kind="stable")
        low = np.full(len(missing), -5.0, dtype=np.float32)
        found.ordinals = ordinals[order]
        found.about = np.concatenate([found.about, low])[order]
        found.discussed = np.concatenate([found.discussed, low])[order]
        empty = np.zeros((len(missing), len(FEATURES)), dtype=np.float32)
        found.rows = np.concatenate([found.rows, empty])[order]
    return {
        place: by_ordinal[int(o)] for place, o in enumerate(found.ordinals) if int(o) in by_ordinal
    }


def _result(
    index: Index,
    asked: Asked,
    found: _Found,
    names: list[Name],
    limit: float,
    marked: Mapping[int, bool],
) -> EveryResult:
    about = probability(found.about)
    for place, right in marked.items():
        about[place] = 1.0 if right else 0.0
    layout = index.layout()
    group = layout.group[found.ordinals]
    # The same words are about the same thing: all copies stand where the best of them stands.
    best = np.zeros(int(group.max()) + 1 if len(group) else 1, dtype=np.float32)
    np.maximum.at(best, group, about)
    for place, right in marked.items():
        if not right:
            best[group[place]] = 0.0
    about = best[group]
    order = np.lexsort((found.ordinals, layout.first[found.ordinals]))
    _, first_of_group = np.unique(group[order], return_index=True)
    shown = order[np.sort(first_of_group)]
    copies: dict[int, list[int]] = {}
    for place in order:
        copies.setdefault(int(group[place]), []).append(int(place))
    over = about[shown] >= limit
    discussed = probability(found.discussed)[shown] >= 0.5
    under = shown[~over & (about[shown] >= _NEAR)]
    under = under[np.lexsort((found.ordinals[under], -about[under]))]

    def hits(places: Ints) -> Hits:
        def make(start: int, stop: int) -> list[Hit]:
            return _hits(index, found, about, group, copies, places[start:stop])

        return Hits(len(places), make, found.ordinals[places].tolist(), about[places].tolist())

    return EveryResult(
        asked=Asked(
            asked.text,
            asked.intent,
            asked.where,
            asked.topics,
            asked.excluded,
            asked.recognised,
            tuple(sorted(names, key=_by_source)),
        ),
        discussed=hits(shown[over & discussed]),
        named=hits(shown[over & ~discussed]),
        below=hits(under[:_BELOW]),
        below_total=len(under),
        line=limit,
        facets=index.facets(found.ordinals[shown[over]]),
        searched=len(index.allowed(asked.where)),
    )


def _by_source(name: Name) -> tuple[int, int, str]:
    return (("asked", "reader", "archive", "glossary").index(name.source), -name.count, name.text)


def _hits(
    index: Index,
    found: _Found,
    about: Floats,
    group: NDArray[np.int32],
    copies: Mapping[int, Sequence[int]],
    places: Ints,
) -> list[Hit]:
    wanted = [(int(p), [c for c in copies[int(group[p])] if c != p]) for p in places]
    ordinals = [int(found.ordinals[p]) for place, others in wanted for p in (place, *others)]
    passages = dict(zip(ordinals, index.fetch(ordinals), strict=True))
    made = []
    for place, others in wanted:
        ordinal = int(found.ordinals[place])
        passage = passages[ordinal]
        inside = found.matched.get(ordinal, [])
        over = found.above.get(ordinal, [])
        made.append(
            Hit(
                passage=passage,
                score=float(about[place]),
                why=_why(found.rows[place], inside, over),
                matched=tuple(dict.fromkeys(n.name.text for n in inside + over)),
                marks=marks_in(passage.text, passage.span.start, inside),
                copies=tuple(passages[int(found.ordinals[c])] for c in others),
            )
        )
    return made


def _why(row: Floats, inside: Sequence[Naming], over: Sequence[Naming]) -> tuple[Why, ...]:
    why: list[Why] = []
    if any(n.name.source == "asked" for n in inside):
        why.append("words")
    if any(n.name.source != "asked" for n in inside):
        why.append("name")
    if over:
        why.append("heading")
    if not why and row[FEATURES.index("near")] > 0:
        why.append("neighbour")
    return tuple(why) or ("meaning",)


def marks_in(text: str, offset: int, namings: Sequence[Naming]) -> tuple[tuple[int, int], ...]:
    """Where the names stand in a passage's text, in offsets of the document, merged."""
    tokens = terms_with_spans(text)
    sequence = tuple(term for term, _, _ in tokens)
    spans = [
        (tokens[i][1], tokens[i + len(terms_) - 1][2])
        for terms_ in {n.terms for n in namings}
        for i in range(len(sequence) - len(terms_) + 1)
        if sequence[i : i + len(terms_)] == terms_
    ]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple((offset + start, offset + end) for start, end in merged)
