"""BM25 of the word index against the formula, and its order against rank_bm25.

rank_bm25 takes log((N - n + 0.5) / (n + 0.5)) for a term in n of N passages, Tantivy the same
with 1 added inside the logarithm; and Tantivy keeps lengths above 40 terms in one byte, in steps
that grow with them. So one-word queries must rank alike up to there, several rare words nearly so.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from made import Line, document, write
from rank_bm25 import BM25Okapi
from scipy.stats import spearmanr

from search.index import Index, open_index

K1, B = 1.2, 0.75
WORDS = [f"w{n}" for n in range(300)]
Corpus = tuple[Index, list[list[str]]]


def corpus_of(seed: int, lengths: tuple[int, int], location: Path) -> Corpus:
    """400 passages of words that are as unevenly frequent as those of a language."""
    chance = random.Random(seed)
    cumulated = list(itertools.accumulate(1 / (n + 3) for n in range(len(WORDS))))
    texts = [
        chance.choices(WORDS, cum_weights=cumulated, k=chance.randint(*lengths)) for _ in range(400)
    ]
    write(location, [document("a.txt", [Line(" ".join(text)) for text in texts])])
    return open_index(location), texts


@pytest.fixture(scope="module", params=[1, 2, 3])
def short(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Corpus]:
    made = corpus_of(request.param, (3, 40), tmp_path_factory.mktemp("short") / "index")
    yield made
    made[0].close()


def formula(texts: list[list[str]], query: list[str]) -> dict[int, float]:
    mean = sum(map(len, texts)) / len(texts)
    scores: dict[int, float] = {}
    for term in query:
        holding = [n for n, text in enumerate(texts) if term in text]
        idf = math.log(1 + (len(texts) - len(holding) + 0.5) / (len(holding) + 0.5))
        for n in holding:
            count = texts[n].count(term)
            norm = K1 * (1 - B + B * len(texts[n]) / mean)
            scores[n] = scores.get(n, 0) + idf * count * (K1 + 1) / (count + norm)
    return scores


def test_scores_are_those_of_the_formula(short: Corpus) -> None:
    index, texts = short
    chance = random.Random(9)
    for _ in range(40):
        query = chance.choices(WORDS, k=chance.randint(1, 6))
        found = {one.ordinal: one.score for one in index.lexical(query, 400, heading=0)}
        assert found == pytest.approx(formula(texts, query), abs=2e-3)


def test_one_word_ranks_as_rank_bm25_ranks_it(short: Corpus) -> None:
    index, texts = short
    other = BM25Okapi(texts, k1=K1, b=B)
    for word in WORDS[5::7]:
        scores = other.get_scores([word])
        holding = [n for n, text in enumerate(texts) if word in text]
        expected = sorted(holding, key=lambda n: (-round(scores[n], 4), n))
        found = [one.ordinal for one in index.lexical([word], 400, heading=0)]
        assert [round(scores[n], 3) for n in found] == [round(scores[n], 3) for n in expected]


def test_several_rare_words_rank_nearly_as_in_rank_bm25(short: Corpus) -> None:
    index, texts = short
    other = BM25Okapi(texts, k1=K1, b=B)
    chance = random.Random(4)
    for _ in range(30):
        query = chance.sample(WORDS[30:], k=4)
        found = index.lexical(query, 400, heading=0)
        scores = other.get_scores(query)
        ordinals = [one.ordinal for one in found]
        assert scores[ordinals[0]] == pytest.approx(max(scores), rel=0.02)
        agreement = spearmanr([one.score for one in found], [scores[n] for n in ordinals])
        assert agreement.statistic > 0.97


def test_long_passages_differ_only_by_the_steps_of_their_length(tmp_path: Path) -> None:
    index, texts = corpus_of(5, (41, 400), tmp_path / "index")
    for word in WORDS[:60:7]:
        expected = formula(texts, [word])
        for one in index.lexical([word], 400, heading=0):
            assert one.score == pytest.approx(expected[one.ordinal], rel=0.06)
    index.close()
