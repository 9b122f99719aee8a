"""TREC files, BEIR folders and QMSum: read loudly, written so that reading gives the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.errors import BadLabels
from eval.collections import trec
from eval.collections.beir import read_beir
from eval.collections.qmsum import Meeting, Turn, measure, read_qmsum, share_found, smoothed


def test_qrels_and_runs_come_back_as_they_were_written(tmp_path: Path) -> None:
    qrels = {"q1": {"d1": 1, "d2": 0}, "q2": {"d9": 2}}
    run = {"q1": {"a": 0.1, "b": 1 / 3, "c": 1 / 3}, "q2": {"x": -1e-17}}
    trec.write_qrels(tmp_path / "qrels", qrels)
    trec.write_run(tmp_path / "run", run)
    assert (tmp_path / "qrels").read_text().splitlines() == ["q1 0 d1 1", "q1 0 d2 0", "q2 0 d9 2"]
    assert trec.read_run(tmp_path / "run") == run
    first = (tmp_path / "run").read_text().splitlines()[0]
    assert first == "q1 Q0 c 1 0.3333333333333333 minuted"


def test_an_id_with_a_space_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(BadLabels, match="must hold no space"):
        trec.write_run(tmp_path / "run", {"q 1": {"a": 1.0}})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("q1 Q0 d1 1 0.5\n", "line 1: 5 columns"),
        ("q1 Q0 d1 1 0.5 t\nq1 Q0 d1 2 0.4 t\n", "line 2: 'd1' is returned twice"),
        ("q1 Q0 d1 1 nan t\n", "line 1: the score is 'nan'"),
        ("q1 Q0 d1 1 best t\n", "line 1: the score is 'best'"),
    ],
)
def test_wrong_runs_are_named_with_file_and_line(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "run"
    path.write_text(content)
    with pytest.raises(BadLabels) as caught:
        trec.read_run(path)
    assert words in str(caught.value)


def test_an_empty_trec_run_found_nothing(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("")
    assert trec.read_run(tmp_path / "run") == {}


def beir(
    folder: Path, corpus: list[dict[str, object]], queries: list[dict[str, object]], qrels: str
) -> Path:
    (folder / "qrels").mkdir(exist_ok=True)
    (folder / "corpus.jsonl").write_text("".join(json.dumps(row) + "\n" for row in corpus))
    (folder / "queries.jsonl").write_text("".join(json.dumps(row) + "\n" for row in queries))
    (folder / "qrels" / "test.tsv").write_text(qrels)
    return folder


ROWS: list[dict[str, object]] = [
    {"_id": "d1", "title": "Bees", "text": "Bees dance."},
    {"_id": "d2", "text": "Wasps do not."},
]
ASKED: list[dict[str, object]] = [{"_id": "q1", "text": "bees?"}, {"_id": "q2", "text": "flies?"}]
HEAD = "query-id\tcorpus-id\tscore\n"


def test_a_beir_folder_is_read_as_it_is(tmp_path: Path) -> None:
    found = read_beir(beir(tmp_path, ROWS, ASKED, HEAD + "q1\td1\t1\nq1 d2  0\n"))
    assert found.split == "test"
    assert [row.id for row in found.rows] == ["d1", "d2"]
    assert found.queries == {"q1": "bees?"}
    assert found.qrels == {"q1": {"d1": 1, "d2": 0}}


@pytest.mark.parametrize(
    ("corpus", "queries", "qrels", "words"),
    [
        ([{"text": "x"}], ASKED, HEAD, "corpus.jsonl, line 1: '_id' is missing"),
        ([*ROWS, ROWS[0]], ASKED, HEAD, "corpus.jsonl, line 3: the id 'd1' is there twice"),
        (ROWS, [{"text": "x"}], HEAD, "queries.jsonl, line 1: '_id' is missing"),
        (ROWS, [ASKED[0], ASKED[0]], HEAD, "queries.jsonl, line 2: the id 'q1' is there twice"),
        (ROWS, ASKED, HEAD + "q9\td1\t1\n", "test.tsv, line 2: the query 'q9' is not in"),
        (ROWS, ASKED, HEAD + "q1\td9\t1\n", "test.tsv, line 2: the document 'd9' is not in"),
        (ROWS, ASKED, HEAD + "q1\td1\n", "test.tsv, line 2: 2 columns"),
        (ROWS, ASKED, HEAD + "q1\td1\tx\n", "test.tsv, line 2: the score 'x'"),
        (ROWS, ASKED, HEAD + "q1\td1\t1\nq1\td1\t1\n", "line 3: 'd1' is judged twice"),
        (ROWS, ASKED, HEAD, "holds no judgement"),
    ],
)
def test_a_wrong_beir_folder_is_named_with_file_and_line(
    tmp_path: Path,
    corpus: list[dict[str, object]],
    queries: list[dict[str, object]],
    qrels: str,
    words: str,
) -> None:
    with pytest.raises(BadLabels) as caught:
        read_beir(beir(tmp_path, corpus, queries, qrels))
    assert words in str(caught.value)


def test_a_split_that_is_not_there_is_refused(tmp_path: Path) -> None:
    folder = beir(tmp_path, ROWS, ASKED, HEAD + "q1\td1\t1\n")
    with pytest.raises(BadLabels, match=r"no split 'dev'; there are: test"):
        read_beir(folder, "dev")
    (folder / "qrels" / "test.tsv").unlink()
    with pytest.raises(BadLabels, match=r"holds no \.tsv"):
        read_beir(folder)


def meeting(*words: int) -> Meeting:
    return Meeting("m", "committee/x", tuple(Turn("A", "word " * count) for count in words))


def test_a_third_of_a_meeting_read_worked_by_hand() -> None:
    # 60 words, so 20 may be read: the wrong turn takes 10 of them, the gold turn of 20 is cut
    # after 10. The other gold turn is not reached: 10 of 30 gold words are found.
    held = meeting(10, 20, 10, 20)
    assert share_found(held, [1, 2], [0, 1, 2]) == pytest.approx(10 / 30)
    assert share_found(held, [1], [1]) == 1.0
    # What a ranking leaves out is read last, in order.
    assert share_found(held, [0], []) == 1.0


def test_neighbours_lend_score_and_zero_width_lends_none() -> None:
    lent = smoothed([0.0, 0.0, 1.0, 0.0, 0.0], 1.0)
    assert lent[2] > lent[1] > lent[0] > 0
    assert lent[1] == pytest.approx(lent[3])
    assert smoothed([0.0, 1.0], 0.0) == [0.0, 1.0]
    assert smoothed([], 2.0) == []


def qmsum(folder: Path, spans: object, meeting_id: str = "m1") -> Path:
    document = {"id": "m1", "domain": "committee/x", "turns": [{"speaker": "A", "content": "b c"}]}
    query = {"id": "q", "meeting": meeting_id, "text": "b?", "spans": spans}
    (folder / "val.docs.jsonl").write_text(json.dumps(document) + "\n")
    (folder / "val.queries.jsonl").write_text(json.dumps(query) + "\n")
    return folder


def test_qmsum_is_read_and_measured(tmp_path: Path) -> None:
    meetings, queries = read_qmsum(qmsum(tmp_path, [[0, 0]]), "val", "committee")
    assert queries[0].gold == (0,)
    assert measure(meetings, queries, lambda held, text: [0]) == {"q": pytest.approx(1 / 3)}


@pytest.mark.parametrize(
    ("spans", "about", "words"),
    [
        ([[0, 1]], "m1", "turns 0..1 do not lie in a meeting of 1"),
        ([[1]], "m1", "is not [first turn, last turn]"),
        ([["a", "b"]], "m1", "is not [first turn, last turn]"),
        ([], "m1", "'spans' is empty"),
        ([[0, 0]], "m2", "the meeting 'm2' is not in"),
    ],
)
def test_wrong_qmsum_labels_are_named_with_file_and_line(
    tmp_path: Path, spans: object, about: str, words: str
) -> None:
    with pytest.raises(BadLabels) as caught:
        read_qmsum(qmsum(tmp_path, spans, about))
    assert "val.queries.jsonl, line 1: " in str(caught.value)
    assert words in str(caught.value)


def test_a_kind_of_meeting_without_queries_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadLabels, match="about a meeting of 'product'"):
        read_qmsum(qmsum(tmp_path, [[0, 0]]), "val", "product")
