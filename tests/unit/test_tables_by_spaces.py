"""A plain text's tables whose columns are set by spaces have rows, cells and heads."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from corpus.model import Passage, SourceFile
from indexer.analyse import analyse
from indexer.readers.tables.spaced import told
from indexer.readers.text import read_text


def passages(tmp_path: Path, text: str) -> list[Passage]:
    path = tmp_path / "paper.txt"
    path.write_text(text, encoding="utf-8")
    document = read_text(path, SourceFile("paper.txt", "0" * 64, "text/plain", len(text)))
    assert len(document.text) == len(text)
    return list(analyse(document).passages)


def rows(found: list[Passage]) -> dict[str, str]:
    return {one.text: one.columns for one in found if one.kind in ("row", "cell")}


FIGURES = """QUAY BOARD

Report on lamps

The lamps of each ward follow.

Ward            Lamps     Median    Within target
North Quay      1,204     12.4      81.2%
East Quay         987     15.1      74.0%
Mole End        2,310      9.8      90.3%

The Board noted the figures.
"""

ACTIONS = """QUAY BOARD
Minutes of the meeting held on 4 March 2020

ACTIONS

Ref   Action                                    Owner          Due
---   ----------------------------------------  -------------  --------
A1    Bring a revised lamp plan to the          Chief Officer  June 2020
      Board
A2    Publish the quay strategy                 Clerk          May 2020
A3    Write to the Minister about lamps         Chair          April 2020
"""

YEARS = """Lamps by year:

                                   2020/21     2021/22     Change
Lit                                  412         388         -24
Dark                                  61          70          +9
Broken                               102         133         +31
"""

UNITS = """Budget of the Quay Board

  Head                            Budget    Actual   Variance
                                  £000      £000     £000
  ==============================  ========  =======  ========
  Pay                             41,200    41,050       (150)
  Premises                         3,100     3,390        290
  Transport                        1,020     1,011         (9)
"""

RISKS = """Register of the Quay Board

Risk no.   Description                   Score   Trend
R1         Loss of the lamp room         20      up
R2         Industrial action             12      level
R3         Failure of the lamp system    9       down
"""


@pytest.mark.parametrize(
    ("text", "row", "columns"),
    [
        (FIGURES, "East Quay\t987\t15.1\t74.0%", "Ward | Lamps | Median | Within target"),
        (
            ACTIONS,
            "A1\tBring a revised lamp plan to the Board\tChief Officer\tJune 2020",
            "Ref | Action | Owner | Due",
        ),
        (YEARS, "Dark\t61\t70\t+9", " | 2020/21 | 2021/22 | Change"),
        (
            UNITS,
            "Premises\t3,100\t3,390\t290",
            "Head | Budget £000 | Actual £000 | Variance £000",
        ),
        (RISKS, "R2\tIndustrial action\t12\tlevel", "Risk no. | Description | Score | Trend"),
    ],
)
def test_a_row_has_its_cells_and_the_heads_over_them(
    tmp_path: Path, text: str, row: str, columns: str
) -> None:
    assert rows(passages(tmp_path, text))[row] == columns


def test_what_stands_around_a_table_keeps_its_place(tmp_path: Path) -> None:
    found = passages(tmp_path, FIGURES)
    after = next(one for one in found if one.text.startswith("The Board"))
    assert FIGURES[after.span.start : after.span.end] == "The Board noted the figures."


@pytest.mark.parametrize(
    "text",
    [
        "Contents\n\nIntroduction        3\nLamps              12\nQuays              20\n",
        "           Quay House\n           Quay Q1 2AB\n\nMs A Quill      By hand\n",
        "1.   Apologies\n2.   Minutes\n3.   Lamps\n4.   Any other business\n",
        "It was late.  The lamp failed.  Nobody\nsaw it.  The Board will ask.  It waits\n"
        "for an answer.  None came.  It was dark.\n",
        "Cllr T Vane            Chair\nCllr P Ode             Vice\nMs R Lund              Clerk\n",
        "Ref\tAction\nA1\tLamps\nA2\tQuays\n",
    ],
)
def test_lists_letters_and_prose_are_no_tables(text: str) -> None:
    assert told(text) == (text, ())


def test_spaces_take_time_in_proportion() -> None:
    began = time.process_time()
    for unit in ("a  1  2\n", "a  ", "  \n", "-  ---\n", " " * 150 + "1\n", "Ref  Name\na  b\n"):
        text = unit * (50_000 // len(unit))
        assert len(told(text)[0]) == len(text)
    assert time.process_time() - began < 5
