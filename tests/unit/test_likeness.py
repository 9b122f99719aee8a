"""How like a question sentences are: by what the index holds of them, or by what is made now."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from made import Line, document, embedded_of, ordinals, vector_of, write

from search.answer.likeness import likeness
from search.index import open_index
from search.index_writer import Sentences

SAID = "The queue fell.  It rose in May.\n\nNobody knows why."
EACH = ("The queue fell.", "It rose in May.", "Nobody knows why.")


@pytest.mark.parametrize("ends", [None, [1, 4], [1, 3]])
def test_only_sentences_that_the_index_does_not_hold_as_they_are_cut_are_encoded(
    tmp_path: Path, ends: Sequence[int] | None
) -> None:
    papers = [document("a.txt", [Line("Nothing else."), Line(SAID)])]
    rows = np.array([vector_of(text) for text in ("Nothing else.", *EACH)], dtype=np.float16)
    held = None if ends is None else Sentences(rows[: ends[-1]], np.array(ends))
    write(tmp_path, papers, replace(embedded_of(papers), sentences=held))
    encoded: list[str] = []

    def encode(texts: Sequence[str]) -> np.ndarray:
        encoded.extend(texts)
        return np.array([vector_of(text) for text in texts])

    asked = vector_of("Why it rose")
    with closing(open_index(tmp_path)) as index:
        passage = index.fetch(ordinals(index))[1]
        found = likeness([(passage, 2), (passage, 0)], asked, index, encode)
    expected = [float(vector_of(EACH[place]) @ asked) for place in (2, 0)]
    assert found == pytest.approx(expected, abs=1e-3)
    assert encoded == ([] if ends == [1, 4] else list(EACH))
