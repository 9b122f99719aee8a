"""What anyone would write in an afternoon: rank_bm25, a model, and both, over windows of words.

The second opinion that every figure of Minuted stands beside. It needs texts and an encoder, no
index: nothing of the product helps it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.model import Span
from eval.gold import Query
from eval.run import RunHit, RunLine
from search.fuse import best_first, reciprocal_rank
from search.index import Ranked, Vector

WINDOW, OVERLAP = 200, 40
SHORTEST = 25
"""Paragraphs of fewer characters are page numbers and the like."""
TOPIC_HITS, QUESTION_HITS = 20, 10
DEPTH = 200
"""How far each ranking is read before the two are fused."""
RANKINGS = ("BM25", "vectors", "RRF")

Encode = Callable[[Sequence[str]], Vector]
"""Texts to vectors of length 1, shape (n, d)."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a document."""

    document: str
    span: Span
    text: str


def windows(texts: Mapping[str, str], size: int = WINDOW, overlap: int = OVERLAP) -> list[Chunk]:
    """Every ``size`` words of each text, each window ``overlap`` words into the one before."""
    chunks: list[Chunk] = []
    for name, text in texts.items():
        words = [match.span() for match in re.finditer(r"\S+", text)]
        for first in range(0, len(words), size - overlap):
            last = min(first + size, len(words)) - 1
            span = Span(words[first][0], words[last][1])
            chunks.append(Chunk(name, span, text[span.start : span.end]))
            if last == len(words) - 1:
                break
    return chunks


def paragraphs(texts: Mapping[str, str], shortest: int = SHORTEST) -> list[Chunk]:
    """What stands between blank lines, without the white space around it."""
    chunks: list[Chunk] = []
    for name, text in texts.items():
        found = re.finditer(r"\S(?:.*?\S)??(?=[^\S\n]*\n\s*\n|\s*\Z)", text, re.DOTALL)
        chunks.extend(
            Chunk(name, Span(*match.span()), match.group())
            for match in found
            if len(match.group()) >= shortest
        )
    return chunks


def words(text: str) -> list[str]:
    """Lower-cased runs of letters and digits; no stemming, no stop words."""
    return re.findall(r"\w+", text.lower())


def rankings(
    chunks: Sequence[Chunk], queries: Sequence[str], encode: Encode
) -> dict[str, list[list[Ranked]]]:
    """For each of RANKINGS, the chunks ranked for each query."""
    from rank_bm25 import BM25Okapi

    okapi = BM25Okapi([words(chunk.text) for chunk in chunks])
    vectors = encode([chunk.text for chunk in chunks])
    asked = encode(queries)
    found: dict[str, list[list[Ranked]]] = {name: [] for name in RANKINGS}
    for text, vector in zip(queries, asked, strict=True):
        parts = {
            "BM25": _ranked(okapi.get_scores(words(text))),
            "vectors": _ranked(vectors @ vector),
        }
        for name, ranking in parts.items():
            found[name].append(ranking)
        tops = {name: ranking[:DEPTH] for name, ranking in parts.items()}
        found["RRF"].append(best_first(reciprocal_rank(tops, dict.fromkeys(tops, 1.0))))
    return found


def _ranked(scores: np.ndarray[tuple[int], np.dtype[np.floating]]) -> list[Ranked]:
    order = np.argsort(-np.asarray(scores), kind="stable")
    return [Ranked(int(place), float(scores[place])) for place in order]


def runs(
    chunks: Sequence[Chunk], queries: Sequence[Query], encode: Encode
) -> dict[str, dict[str, RunLine]]:
    """A run for each of RANKINGS: 20 hits for a topic, 10 for anything else, no answer, no date."""
    found = rankings(chunks, [query.text for query in queries], encode)
    return {
        name: {
            query.id: RunLine(
                query.id,
                "search",
                tuple(
                    RunHit(chunks[entry.ordinal].document, chunks[entry.ordinal].span)
                    for entry in ranked[: TOPIC_HITS if query.kind == "mention" else QUESTION_HITS]
                ),
            )
            for query, ranked in zip(queries, of, strict=True)
        }
        for name, of in found.items()
    }
