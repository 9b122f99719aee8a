"""Counting where the names of the glossary stand in texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.glossary import parse
from eval.training.glossary_check import Finder, count, lines, main, summary

GLOSSARY = parse(
    {
        "weak": [],
        "thing": [
            {
                "names": ["harbour watch", "HW"],
                "narrower": ["pier patrol"],
                "lay": ["boat people"],
                "short": ["watch"],
                "beside": ["lighthouse"],
                "source": "made up",
            },
            {"names": ["pier patrol", "patrol of the pier"], "source": "made up"},
        ],
    }
)
TEXTS = [
    ("a", "The harbour watch (HW) met.\n\nPier patrols grew. Nothing else did.\n\n- hw is nothing"),
    ("b", "The boat people of the lighthouse.\n\nA watch was lost."),
]


def test_a_name_is_counted_by_unit_and_by_whether_it_stands_alone() -> None:
    uses = count(Finder(GLOSSARY), TEXTS, samples=1)
    together = uses[0, "names", "harbour watch"]
    assert (together.units, together.alone) == (1, 0)
    alone = uses[0, "narrower", "pier patrol"]
    assert (alone.units, alone.alone, alone.documents) == (1, 1, {"a"})
    assert alone.samples == ["a: Pier patrols grew."]
    assert alone.written == {"pier patrols": 1}
    assert uses[1, "names", "pier patrol"].units == 1


def test_a_short_form_counts_in_capitals_and_what_lies_beside_is_not_counted() -> None:
    uses = count(Finder(GLOSSARY), TEXTS)
    assert uses[0, "names", "HW"].units == 1
    assert uses[0, "lay", "boat people"].units == 1
    assert uses[0, "short", "watch"].units == 2
    assert not [key for key in uses if key[2] == "lighthouse"]


def test_the_report_has_a_line_for_each_name_and_a_summary() -> None:
    uses = count(Finder(GLOSSARY), TEXTS, samples=1)
    told = "\n".join(lines(GLOSSARY.things, uses))
    assert "\nharbour watch\n" in told
    assert "a: Pier patrols grew." in told
    assert "patrol of the pier" not in told
    assert summary(GLOSSARY.things, uses).startswith("2 things, 2 of them named in these texts; ")
    assert not list(lines(GLOSSARY.things, uses, only="nothing of that name"))


def test_it_reads_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "one.txt").write_text("The force uses stop and search.", encoding="utf-8")
    assert main(["--texts", str(tmp_path), "--thing", "stop and search"]) == 0
    printed = capsys.readouterr().out
    assert "stop and search" in printed
    assert "things," in printed
