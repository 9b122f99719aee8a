"""Labels are read loudly: every fault names its file and line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from reading import folder_texts

from corpus.errors import BadLabels
from eval.labels.gold import read_gold, read_queries

TEXT = "The force met the standard. It will be reviewed in May."
QUOTE = "The force met the standard."


def span(**changes: object) -> dict[str, object]:
    return {
        "query": "Q1", "doc": "a.txt", "start": 0, "end": len(QUOTE), "grade": 2,
        "quote": QUOTE, "said_on": "2018-05", "part": "Notes",
    } | changes  # fmt: skip


def folder(
    tmp_path: Path, spans: list[object], queries: list[dict[str, object]] | None = None
) -> Path:
    asked = queries or [
        {"id": "Q1", "kind": "question", "text": "Was it met?"},
        {"id": "U1", "kind": "unanswerable", "text": "Who sang?", "reason": "nobody sings"},
    ]
    (tmp_path / "queries.jsonl").write_text("".join(json.dumps(row) + "\n" for row in asked))
    lines = (row if isinstance(row, str) else json.dumps(row) for row in spans)
    (tmp_path / "spans.jsonl").write_text("".join(line + "\n" for line in lines))
    return tmp_path


def texts(name: str) -> str | None:
    return TEXT if name == "a.txt" else None


def test_good_labels_are_read_with_their_grades_dates_and_reasons(tmp_path: Path) -> None:
    gold = read_gold(folder(tmp_path, [span()]), texts)
    (label,) = gold.spans["Q1"]
    assert (label.grade, label.said_on, label.quote) == (2, "2018-05", QUOTE)
    assert gold.of_kind("unanswerable")[0].reason == "nobody sings"
    assert gold.spans["U1"] == ()
    assert gold.unheld == ()


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (span(query="Q9"), "'Q9' is not in queries.jsonl"),
        (span(query="U1"), "unanswerable, so no span"),
        (span(grade=3), "'grade' is 3; it must be one of 2: discusses"),
        (span(grade="2"), "must be a whole number"),
        (span(start=30, end=20), "30..20 is no span"),
        (span(start=-1), "no span"),
        (span(quote="short"), "is 27 characters, the quote 5"),
        (span(said_on="May 2018"), "must be YYYY, YYYY-MM"),
        (span(said_on="2018-13"), "must be YYYY, YYYY-MM"),
        (span(said_on="2018-02-30"), "must be YYYY, YYYY-MM"),
        (span(start=4, end=4 + len(QUOTE)), "the quote stands at 0"),
        ({"query": "Q1"}, "'grade' is missing"),
        ("[1]", "must be an object"),
        ("{", "not JSON"),
    ],
)
def test_a_wrong_label_is_named_with_file_and_line(
    tmp_path: Path, fault: object, words: str
) -> None:
    with pytest.raises(BadLabels) as caught:
        read_gold(folder(tmp_path, [span(), fault]), texts)
    assert "spans.jsonl, line 2: " in str(caught.value)
    assert words in str(caught.value)


def test_a_label_written_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadLabels, match=r"line 2: .*labelled twice"):
        read_gold(folder(tmp_path, [span(), span()]), texts)


def test_a_question_without_a_span_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadLabels, match="'Q1' has no span"):
        read_gold(folder(tmp_path, []), texts)


def test_a_document_that_is_not_held_is_told_and_not_hidden(tmp_path: Path) -> None:
    gold = read_gold(folder(tmp_path, [span(), span(doc="b.txt")]), texts)
    assert gold.unheld == ("b.txt",)


def test_quotes_are_taken_on_trust_only_where_no_text_is_at_hand(tmp_path: Path) -> None:
    moved = span(start=4, end=4 + len(QUOTE))
    assert read_gold(folder(tmp_path, [moved])).spans["Q1"][0].span.start == 4


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"id": "Q1", "kind": "riddle", "text": "?"}, "'kind' is 'riddle'"),
        ({"id": "Q1", "kind": "question", "text": " "}, "'text' is empty"),
        ({"id": 7, "kind": "question", "text": "x"}, "must be a string"),
        ({"kind": "question", "text": "x"}, "'id' is missing"),
    ],
)
def test_a_wrong_query_is_named_with_file_and_line(
    tmp_path: Path, row: dict[str, object], words: str
) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_text("\n" + json.dumps(row) + "\n")
    with pytest.raises(BadLabels) as caught:
        read_queries(path)
    assert "queries.jsonl, line 2: " in str(caught.value)
    assert words in str(caught.value)


def test_a_query_id_used_twice_an_empty_file_and_a_missing_one_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "queries.jsonl"
    row = json.dumps({"id": "Q1", "kind": "question", "text": "x"})
    path.write_text(f"{row}\n{row}\n")
    with pytest.raises(BadLabels, match=r"line 2: .*'Q1' is there twice"):
        read_queries(path)
    path.write_text("")
    with pytest.raises(BadLabels, match="holds no query"):
        read_queries(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadLabels, match="not UTF-8"):
        read_queries(path)
    with pytest.raises(BadLabels, match="cannot be read"):
        read_queries(tmp_path / "absent.jsonl")
    with pytest.raises(BadLabels, match="not a folder"):
        read_gold(tmp_path / "absent")


def test_a_moved_label_changes_the_digest(tmp_path: Path) -> None:
    before = read_gold(folder(tmp_path, [span()])).digest
    assert read_gold(folder(tmp_path, [span()])).digest == before
    assert read_gold(folder(tmp_path, [span(start=1, end=1 + len(QUOTE))])).digest != before


def test_labels_can_be_cut_down_to_some_queries(tmp_path: Path) -> None:
    gold = read_gold(folder(tmp_path, [span()]))
    assert [query.id for query in gold.only(["U"]).queries] == ["U1"]
    with pytest.raises(BadLabels, match="begins with X"):
        gold.only(["X"])


def test_the_labels_beside_the_project_fit_their_archive() -> None:
    shared = Path(__file__).parents[2] / "../shared"
    if not (shared / "gold/dev").is_dir():
        pytest.skip("../shared/gold/dev is not beside the project")
    gold = read_gold(shared / "gold/dev", folder_texts(shared / "archive"))
    assert gold.unheld == ()
    assert len(gold.of_kind("mention")) == 12
