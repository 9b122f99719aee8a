"""Tables, plots, comparisons and the results that the page shows."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from corpus.errors import BadLabels
from corpus.model import Span
from eval import plots, recorded
from eval.compare import compare
from eval.labels.gold import Gold, GoldSpan, Query
from eval.report import Table, recall_curve, report
from eval.run import RunAnswer, RunHit, RunLine


def label(query: str, start: int, end: int) -> GoldSpan:
    return GoldSpan(query, "a.txt", Span(start, end), 2, f"words at {start}", "2018-05")


GOLD = Gold(
    Path("labels"),
    (
        Query("M1", "mention", "bees"),
        Query("Q1", "question", "how many bees?"),
        Query("U1", "unanswerable", "who sang?"),
    ),
    {"M1": (label("M1", 0, 10), label("M1", 50, 60)), "Q1": (label("Q1", 0, 10),), "U1": ()},
    {},
    "d" * 64,
    ("b.txt",),
)


def hit(start: int, end: int, score: float | None = None) -> RunHit:
    return RunHit("a.txt", Span(start, end), "2018-05-01", score, f"quote at {start}")


WEAK = {"M1": RunLine("M1", "every", (hit(0, 10),)), "Q1": RunLine("Q1", "ask", (hit(90, 95),))}
STRONG = {
    "M1": RunLine("M1", "every", (hit(0, 10, 0.2), hit(50, 60, 0.9))),
    "Q1": RunLine("Q1", "ask", (hit(0, 10),), RunAnswer(False, 0.9, "12", (hit(0, 10),))),
    "U1": RunLine("U1", "ask", (), RunAnswer(True, 0.1, "", ())),
}


def test_a_table_reads_the_same_in_a_terminal_and_in_markdown() -> None:
    table = Table("Bees", ("what", "n"), (("a|b", "1"), ("long name", "10")), ("A note.",))
    assert table.terminal() == "Bees\n\nwhat        n\na|b         1\nlong name  10\n\nA note."
    assert table.markdown().splitlines()[2:6] == [
        "| what | n |",
        "| --- | ---: |",
        "| a\\|b | 1 |",
        "| long name | 10 |",
    ]


def test_a_report_keeps_the_span_measures_apart_from_its_own() -> None:
    told = report(GOLD, STRONG)
    found = told.to_json()
    assert found["means"]["every.recall"] == 1.0
    assert set(found["means"]) & set(found["more"]) == set()
    assert found["more"]["answer.auroc"] == 1.0
    assert found["more"]["answer.right"] == 1.0
    assert found["intervals"]["every.recall"] == {"low": 1.0, "high": 1.0, "n": 1}
    assert found["per_query"]["Q1"] == {"text": "how many bees?", "rank": 1}
    assert "Not in the index, so never found: b.txt." in told.table().notes
    assert json.loads(json.dumps(found, allow_nan=False)) is not None


def test_an_empty_run_is_scored_on_every_query_and_answers_nothing() -> None:
    told = report(GOLD, {})
    assert told.scores.means["every.recall"] == told.scores.means["question.success@10"] == 0.0
    assert told.area is None
    assert dict(told.curve)[200] == 0.0


def test_the_curve_reads_the_best_scored_first() -> None:
    # M1: 0.9 finds one of two after 1 passage, both after 2; Q1: its one after 1.
    assert recall_curve(GOLD, STRONG, (1, 2)) == ((1, 0.75), (2, 1.0))


def test_a_comparison_names_the_queries_won_and_the_passages_that_won_them() -> None:
    found = compare(GOLD, WEAK, STRONG, ("weak", "strong"))
    assert [change.query.id for change in found.changes] == ["M1", "Q1"]
    assert found.differences["every.recall"].won == 1
    told = found.queries()
    assert "+ a.txt 50 words at 50" in told
    assert "first instead: a.txt 90 quote at 90" in told
    assert found.table().columns[1:3] == ("weak", "strong")
    assert compare(GOLD, STRONG, WEAK).changes[0].gone
    assert compare(GOLD, WEAK, WEAK).queries() == "No query changed."
    assert json.dumps(found.to_json(), allow_nan=False)


def test_plots_are_svg_without_script_and_say_their_figures_in_words() -> None:
    drawn = plots.curves(
        "Recall <b>", "passages", "recall", {"one & two": [(1, 0.25), (100, 1.0)], "none": []}
    )
    tree = ElementTree.fromstring(drawn)
    names = {element.tag.split("}")[1] for element in tree.iter()}
    assert names == {"svg", "title", "desc", "text", "path"}
    assert "one & two: 0.25 after 1, 1.00 after 100" in "".join(tree.itertext())
    bars = ElementTree.fromstring(plots.differences("Change", "F1", {"Q1": 0.5, "Q2": -2.0}))
    assert "Q2 -2.00, Q1 +0.50" in "".join(bars.itertext())
    ElementTree.fromstring(plots.differences("Change", "F1", {}))
    many = plots.differences("Change", "F1", {f"Q{n}": n / 1000 for n in range(1000)})
    assert many.count("<rect ") == plots.BARS
    assert "9 queries: +0.995" in many


def test_results_are_kept_by_section_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    assert recorded.load(path) == ()
    table = Table("T", ("a", "b"), (("x", "1"),), ("n",))
    recorded.record("dev", "Dev", "About.", "minuted eval score", [table], ["<svg/>"], "l", path)
    recorded.record("beir", "Beir", "About.", "minuted eval beir", [table], path=path)
    recorded.record("dev", "Dev again", "About.", "minuted eval score", [table], path=path)
    held = recorded.load(path)
    assert [(section.name, section.title) for section in held] == [
        ("dev", "Dev again"),
        ("beir", "Beir"),
    ]
    assert held[0].tables == (table,)


def test_a_file_that_holds_no_results_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    for content in ("", "[]", '{"sections": {"a": {}}}'):
        path.write_text(content)
        with pytest.raises(BadLabels, match="holds no results"):
            recorded.load(path)
