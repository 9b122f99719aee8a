"""A long story is found by its meaning: most of its words are beside the point."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from made import Line, document, vector_of, write

from search.index import NO_FILTER, open_index
from search.ranking.hybrid import rank
from search.ranking.weights import Ranking


def test_the_words_of_a_long_query_weigh_less_than_those_of_a_short_one(tmp_path: Path) -> None:
    write(
        tmp_path,
        [
            document(
                "a.txt",
                [
                    Line("the garage was burgled at night"),
                    Line("compensation for stolen goods"),
                    Line("parking"),
                ],
            )
        ],
    )
    index = open_index(tmp_path)
    near_second = np.asarray(vector_of("compensation for stolen goods"))
    story = " ".join(f"chapter{number} garage burgled night" for number in range(30))
    ranking = Ranking(bm25=0.6, vectors=0.4, names=0, heading=0, neighbours=0)

    def first(text: str) -> int:
        return rank(index, text, near_second, (), NO_FILTER, ranking).fused[0].ordinal

    assert first("garage burgled night") == 0
    assert first(story) == 1
    index.close()
