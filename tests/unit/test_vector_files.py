"""What lies aside while an index is made, and vectors that are written part by part."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import pytest
from made import Line, document

from indexer import papers
from indexer.kept.texts import Texts
from search.local import faiss_files


def of_halves() -> Any:
    return faiss.IndexScalarQuantizer(8, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)


@pytest.mark.parametrize("empty", [lambda: faiss.IndexFlatIP(8), of_halves])
@pytest.mark.parametrize("size", [0, 1, 50])
def test_a_file_written_in_parts_is_the_one_that_faiss_writes(
    empty: Callable[[], Any], size: int, tmp_path: Path
) -> None:
    rows = np.random.default_rng(1).standard_normal((size, 8)).astype(np.float32)
    whole = empty()
    whole.add(rows)
    expected = faiss_files.write(whole, tmp_path / "whole")
    parted = faiss_files.FlatFile(empty(), size, tmp_path / "parted")
    for start in range(0, size, 7):
        parted.add(rows[start : start + 7])
    assert parted.finish() == expected
    assert (tmp_path / "parted").read_bytes() == (tmp_path / "whole").read_bytes()


def test_vectors_that_were_promised_and_did_not_come_are_missed(tmp_path: Path) -> None:
    file = faiss_files.FlatFile(faiss.IndexFlatIP(8), 3, tmp_path / "made")
    file.add(np.zeros((2, 8), dtype=np.float32))
    with pytest.raises(ValueError, match="1 vectors"):
        file.finish()


def test_a_text_is_laid_aside_once_and_read_as_it_was() -> None:
    told = ["", "Café", "a\ud800b", "Café", "x" * 3000]
    with Texts() as texts:
        numbers = [texts.number(one) for one in told]
        assert numbers == [0, 1, 2, 1, 3]
        assert [texts.text(number) for number in reversed(numbers)] == told[::-1]
        assert list(texts.lengths) == [0, 4, 3, 3000]
        assert len(texts) == len(texts.digests) == 4


def test_papers_lie_aside_and_few_are_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "_AT_HAND", 5)
    made = [document(f"{n}.txt", [Line(f"Said in {n}."), Line("Said.")]) for n in range(6)]
    with papers.Aside() as aside:
        held = [aside.add(one) for one in made]
        assert [read() for read in held] == made
        assert [read() for read in reversed(held)] == made[::-1]
        assert held[0]() is held[0]()
        assert len(aside._at_hand) == 2
