"""What eval/README.md shows is what was recorded, and what was recorded can be measured again."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from eval import recorded
from eval.ablate import COLUMNS
from eval.report import Table
from search.answer.answer import judge
from search.every.threshold import line

ROOT = Path(__file__).parents[2]
SHARED = ROOT / "../shared"
SHOWN = re.compile(r"<!-- eval: (?P<name>[^>]+?) -->\n(?P<table>.*?)<!-- end -->", re.DOTALL)
AGAIN = 0.03
"""How far a figure may fall apart on another processor: one question of the 45, and a little."""


def kept() -> dict[str, recorded.Section]:
    return {section.name: section for section in recorded.load()}


def test_the_page_of_figures_shows_all_that_was_recorded_and_as_it_was() -> None:
    sections = kept()
    found = list(SHOWN.finditer((ROOT / "eval/README.md").read_text(encoding="utf-8")))
    assert sorted(shown["name"] for shown in found) == sorted(sections)
    for shown in found:
        tables = [table.markdown() for table in sections[shown["name"]].tables]
        assert shown["table"].strip() == "\n\n".join(tables).strip(), (
            f"minuted eval, {shown['name']}"
        )


def test_what_ships_is_what_was_published() -> None:
    """The weights beside the code are those that the recorded tables were measured with."""
    learnt = kept()["learn"]
    titles = " ".join(table.title for table in learnt.tables)
    shipped_line, shipped_judge = line().at, judge().at
    assert f"line {shipped_line:g}," in titles, titles
    assert f"(from {shipped_judge:g})" in titles, titles
    assert all(weight != 0.0 for weight in judge().weights), "a weight of 0 is not computed"
    unseen = line().learnt["unseen"]
    mean = next(row for row in learnt.tables[0].rows if row[0] == "mean")
    assert mean[3:] == (f"{unseen['recall']:.3f}", f"{unseen['precision']:.3f}")


def test_what_is_recorded_says_how_it_was_measured() -> None:
    for section in kept().values():
        assert section.tables
        assert section.command.startswith("minuted eval ")
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", section.measured_on)
        for drawn in section.plots:
            assert drawn.startswith("<svg ")
            assert "<script" not in drawn


@pytest.mark.slow
def test_the_development_tables_come_out_again(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    if not (SHARED / "gold/dev").is_dir():
        pytest.skip("../shared/gold/dev is not beside the project")
    if "MINUTED_EVAL" not in os.environ:
        pytest.skip("measuring takes minutes: make eval does it")
    from api.cli.main import main
    from indexer.build import build_index
    from search.settings import Settings

    location = ROOT / "build/tests/real"
    location.parent.mkdir(parents=True, exist_ok=True)
    build_index(SHARED / "archive", replace(Settings.from_environment(), index=location))
    gold = str(SHARED / "gold/dev")
    where = ["--gold", gold, "--index", str(location), "--json"]
    assert main(["eval", "ablate", *where, "--runs", str(tmp_path)]) == 0
    again = json.loads(capsys.readouterr().out)["rows"]
    (table,) = kept()["ablate-dev"].tables
    assert [row[0] for row in table.rows] == list(again)
    for row in table.rows:
        for measure, name in COLUMNS.items():
            value = again[row[0]]["means"].get(measure)
            assert value == pytest.approx(figure(table, row, name), abs=AGAIN), (row[0], name)
    (compared,) = kept()["compare-dev"].tables
    plain, ours = (tmp_path / f"{name}.jsonl" for name in compared.columns[1:3])
    assert main(["eval", "compare", str(plain), str(ours), *where]) == 0
    changes = json.loads(capsys.readouterr().out)["measures"]
    for row in compared.rows:
        found = changes[row[0]]["change"]
        assert found == pytest.approx(figure(compared, row, "change"), abs=AGAIN), row[0]


def figure(table: Table, row: tuple[str, ...], column: str) -> float:
    return float(row[table.columns.index(column)])
