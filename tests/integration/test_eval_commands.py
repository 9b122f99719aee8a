"""``minuted eval`` from its door: every command on something small, and its errors in one line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from api.cli.main import main
from eval import recorded
from eval.collections.beir import Row
from eval.collections.collection_adapters import from_row, write_index
from search.encoding.encoder import Encoder, open_encoder
from search.settings import Settings

ROWS = [
    Row("bees.txt", "", "The bees of the northern hives danced all summer, and honey rose by 12%."),
    Row("wasps.txt", "", "Wasps were counted in August; nobody was stung at the town fair."),
    Row("roads.txt", "Roads", "Potholes in Mill Lane are to be filled before the winter frost."),
    Row("empty.txt", "", "  "),
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return open_encoder(Settings.from_environment())


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    location = tmp_path_factory.mktemp("eval") / "index"
    write_index(location, [u for row in ROWS if (u := from_row(row))], encoder, "rows")
    return location


def lines(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    lines(
        folder / "queries.jsonl",
        [
            {"id": "M1", "kind": "mention", "text": "bees"},
            {"id": "Q1", "kind": "question", "text": "Which street has holes in it?"},
            {"id": "U1", "kind": "unanswerable", "text": "Who won the boat race?"},
        ],
    )
    spans = [("M1", ROWS[0]), ("Q1", ROWS[2])]
    lines(
        folder / "spans.jsonl",
        [
            {"query": query, "doc": row.id, "start": 0, "end": len(row.text), "grade": 2,
             "quote": row.text, "said_on": None}
            for query, row in spans
        ],
    )  # fmt: skip
    return folder


def told(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    assert main(["eval", *map(str, words)]) == 0
    return capsys.readouterr().out


def test_a_run_is_made_scored_and_compared(
    index: Path, gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = tmp_path / "run.jsonl"
    queries = gold / "queries.jsonl"
    said = told(capsys, "run", "--queries", queries, "--index", index, "--out", run, "--top", 2)
    assert said == f"3 queries asked; the run is in {run}.\n"
    made = [json.loads(line) for line in run.read_text().splitlines()]
    assert [(line["query"], line["mode"]) for line in made] == [
        ("M1", "every"),
        ("Q1", "ask"),
        ("U1", "ask"),
    ]
    assert len(made[1]["hits"]) == 2
    for line in made:
        for hit in line["hits"]:
            (row,) = (row for row in ROWS if row.id == hit["document"])
            assert row.text[hit["start"] : hit["end"]] == hit["quote"]
    drawn = tmp_path / "curve.svg"
    scored = json.loads(
        told(capsys, "score", "--run", run, "--gold", gold, "--index", index, "--json",
             "--svg", drawn)
    )  # fmt: skip
    assert set(scored["means"]) >= {"every.recall", "question.success@1", "answer.kept"}
    assert scored["per_query"]["Q1"]["rank"] == 1
    ElementTree.parse(drawn)
    empty = lines(tmp_path / "empty.jsonl", [])
    compared = told(capsys, "compare", empty, run, "--gold", gold)
    assert "run against empty" in compared
    assert "Q1  Which street has holes in it?" in compared
    assert "+ roads.txt 0 Potholes in Mill Lane" in compared


def test_an_ablation_shows_the_product_its_parts_and_the_baselines(
    index: Path, gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = told(capsys, "ablate", "--gold", gold, "--index", index, "--markdown")
    for name in ("Minuted", "BM25 alone", "vectors alone", "without neighbours", "plain 200 words"):
        assert f"| {name}" in shown
    runs = gold.parent / "runs"
    words = ("--gold", gold, "--index", index, "--json", "--runs", runs)
    plain = json.loads(told(capsys, "baselines", *words))
    assert len(plain["rows"]) == 6
    pair = [runs / f"plain-200-words-3-{name}.jsonl" for name in ("bm25", "rrf")]
    assert "plain-200-words-3-rrf against plain-200-words-3-bm25" in told(
        capsys, "compare", *pair, "--gold", gold
    )


def test_a_beir_folder_is_indexed_scored_and_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, runs, kept = tmp_path / "insects", tmp_path / "runs", tmp_path / "index"
    (folder / "qrels").mkdir(parents=True)
    lines(folder / "corpus.jsonl", [{"_id": r.id, "title": r.title, "text": r.text} for r in ROWS])
    lines(folder / "queries.jsonl", [{"_id": "q1", "text": "honey"}, {"_id": "q2", "text": "fair"}])
    (folder / "qrels/test.tsv").write_text(
        "query-id\tcorpus-id\tscore\nq1\tbees.txt\t1\nq2\twasps.txt\t1\n"
    )
    place = tmp_path / "results.json"
    monkeypatch.setattr(recorded, "PLACE", place)
    shown = told(capsys, "beir", folder, "--index", kept, "--runs", runs, "--record")
    assert "insects (test): 4 rows, 2 queries" in shown
    assert "hybrid against" in shown
    assert len(list(runs.iterdir())) == 5
    (section,) = recorded.load(place)
    assert section.name == "beir-insects"
    words = ["--most", 1, "--held-out", "--packaged", tmp_path / "packaged"]
    again = json.loads(told(capsys, "beir", folder, "--index", kept, *words, "--json"))
    assert again["means"]["hybrid"]["nDCG@10"] == 1.0
    assert again["means"]["the packaged encoder"]["nDCG@10"] == 1.0
    assert (tmp_path / "packaged/CURRENT").is_file()
    assert main(["eval", "qmsum", str(qmsum(tmp_path)), "--index", str(kept)]) == 2
    assert "holds an index of insects, not of qmsum" in capsys.readouterr().err


def qmsum(folder: Path) -> Path:
    turns = [{"speaker": "Chair", "content": row.text} for row in ROWS]
    lines(folder / "val.docs.jsonl", [{"id": "m", "domain": "committee/x", "turns": turns}])
    query = {"id": "q", "meeting": "m", "text": "What was said of the bees?", "spans": [[0, 0]]}
    lines(folder / "val.queries.jsonl", [query])
    return folder


def test_meetings_are_read_in_the_order_of_each_ranking(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = told(capsys, "qmsum", qmsum(tmp_path), "--packaged", tmp_path / "packaged")
    assert "QMSum, val, committee" in shown
    assert "both, neighbours against the packaged encoder, both, neighbours" in shown
    assert "both, neighbours" in shown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["score", "--run", "{}/none.jsonl", "--gold", "{}/gold"], "cannot be read"),
        (["score", "--run", "{}/bad.jsonl", "--gold", "{}/gold"], "bad.jsonl, line 1: the query"),
        (["score", "--run", "{}/bad.jsonl", "--gold", "{}"], "queries.jsonl cannot be read"),
        (["structure", "--gold", "{}", "--index", "{index}"], "holds no parts.jsonl"),
        (["beir", "{}"], "corpus.jsonl cannot be read"),
        (["gate", "--floors", "{}/none.toml", "--gold", "{}/gold", "--index", "{index}"], "none"),
    ],
)
def test_bad_input_is_one_line_and_status_2(
    words: list[str], said: str, index: Path, gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = gold.parent
    lines(folder / "bad.jsonl", [{"query": "Z9", "hits": []}])
    given = [word.replace("{index}", str(index)).format(folder) for word in words]
    assert main(["eval", *given]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert len(error.splitlines()) == 1


def test_a_label_that_does_not_fit_the_index_is_refused(
    index: Path, gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = gold / "spans.jsonl"
    path.write_text(path.read_text().replace("The bees", "Der bees"))
    run = lines(tmp_path / "run.jsonl", [])
    words = ["eval", "score", "--run", str(run), "--gold", str(gold), "--index", str(index)]
    assert main(words) == 2
    assert "spans.jsonl, line 1: bees.txt holds 'The bees" in capsys.readouterr().err
