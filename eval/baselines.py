"""What anyone would write in an afternoon: rank_bm25, a model, and both, over windows of words.

The second opinion that every figure of Minuted stands beside. It needs texts and an encoder, no
index: nothing of the product helps it. Beside it stands what the product was before its encoder was
tuned.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from corpus.model import Span
from eval.labels.gold import Query
from eval.run import RunHit, RunLine
from search.encoding.encoder import Encoder
from search.index import Ranked, Vector
from search.ranking.fusion import best_first, reciprocal_rank
from search.ranking.weights import DEFAULT

WINDOW, OVERLAP = 200, 40
SHORTEST = 25
"""Paragraphs of fewer characters are page numbers and the like."""
TOPIC_HITS, QUESTION_HITS = 20, 10
DEPTH = 200
"""How far each ranking is read before the two are fused."""
RANKINGS = ("BM25", "vectors", "RRF")
UNTUNED = "the packaged encoder"
PACKAGED_WEIGHTS = replace(DEFAULT, bm25=0.35, vectors=0.65)
"""What words and meaning weighed before the encoder was tuned."""

Encode = Callable[[Sequence[str]], Vector]
"""Texts to vectors of length 1, shape (n, d)."""
Search = Callable[[str], list[Ranked]]
"""A query's text to chunks, best first; ordinals are places in the list of chunks."""


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


def searchers(chunks: Sequence[Chunk], encode: Encode) -> dict[str, Search]:
    """For each of RANKINGS, how it ranks all chunks for a query."""
    from rank_bm25 import BM25Okapi

    okapi = BM25Okapi([words(chunk.text) for chunk in chunks])
    vectors = encode([chunk.text for chunk in chunks])

    def lexical(text: str) -> list[Ranked]:
        return _ranked(okapi.get_scores(words(text)))

    def dense(text: str) -> list[Ranked]:
        return _ranked(vectors @ encode([text])[0])

    def both(text: str) -> list[Ranked]:
        tops = {"BM25": lexical(text)[:DEPTH], "vectors": dense(text)[:DEPTH]}
        return best_first(reciprocal_rank(tops, dict.fromkeys(tops, 1.0)))

    return dict(zip(RANKINGS, (lexical, dense, both), strict=True))


def _ranked(scores: np.ndarray[Any, np.dtype[np.floating]]) -> list[Ranked]:
    order = np.argsort(-np.asarray(scores), kind="stable")
    return [Ranked(int(place), float(scores[place])) for place in order]


def asking(chunks: Sequence[Chunk], search: Search) -> Callable[[Query], RunLine]:
    """20 hits for a topic, 10 for anything else; no answers, no dates: this knows neither."""

    def ask(query: Query) -> RunLine:
        ranked = search(query.text)[: TOPIC_HITS if query.kind == "mention" else QUESTION_HITS]
        found = [chunks[entry.ordinal] for entry in ranked]
        hits = tuple(RunHit(chunk.document, chunk.span) for chunk in found)
        return RunLine(query.id, "search", hits)

    return ask


def cutting(encoder: Encoder) -> Encode:
    """Encode as a plain script does: of a text that does not fit the model, the rest is lost."""

    def encode(texts: Sequence[str]) -> Vector:
        return encoder.encode([_fitting(encoder, text) for text in texts])

    return encode


def _fitting(encoder: Encoder, text: str) -> str:
    """As many words from the beginning as the model takes at once."""
    if len(encoder.windows(text)) < 2:
        return text
    pieces = text.split()
    fitting, too_many = 1, len(pieces)
    while too_many - fitting > 1:
        middle = (fitting + too_many) // 2
        if len(encoder.windows(" ".join(pieces[:middle]))) < 2:
            fitting = middle
        else:
            too_many = middle
    return " ".join(pieces[:fitting])
