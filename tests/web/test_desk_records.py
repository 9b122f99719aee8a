"""Questions typed into the one box reach the lists of the desk with the right records.

The records were checked against the papers by reading them. The specimen is asked through its
index; the labelled archive beside the project is read anew, with its ledger in memory.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from small_engine import SmallEngine, SmallIndex
from specimen_index import specimen_index

from api.desk import ledger as desk
from api.desk.asked_before import asked_before
from api.desk.changes import changes
from api.views import coverage
from api.views.coverage import Holdings
from api.views.request import Wanted, from_pairs
from api.web.desk import handed_over
from corpus.model import Document, SourceFile, Understanding
from indexer.analyse import analyse
from indexer.ledger.matters import ledger
from indexer.structure import near_duplicates
from search.engine import Engine
from search.figures.collect import figures_of
from search.ledger import MatterFilter, Matters
from search.local import matters
from search.settings import Settings

ARCHIVE = Path(__file__).parents[2] / "../shared/archive"


class LedgerIndex(SmallIndex):
    """The small index with the ledger of its documents as it is kept on disk."""

    def __init__(self, held: list[Understanding]) -> None:
        super().__init__(held)
        self._kept = sqlite3.connect(":memory:")
        self._kept.executescript(matters.SCHEMA)
        matters.write(self._kept, ledger(near_duplicates.group(held)))

    def matters(self, where: MatterFilter, limit: int, offset: int = 0) -> Matters:
        return matters.read(self._rows, where, limit, offset)

    def _rows(self, query: str, values: Sequence[Any]) -> list[Any]:
        return self._kept.execute(query, values).fetchall()


@cache
def read() -> list[Understanding]:
    """The labelled archive as it is understood."""
    made = []
    for path in sorted(ARCHIVE.glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        source = SourceFile(path.name, "0" * 64, "text/plain", len(text))
        made.append(analyse(Document(path.name, source, text)))
    return made


@pytest.fixture(scope="module")
def specimen() -> Iterator[tuple[Engine, Holdings]]:
    made = Engine.open(specimen_index(), Settings.from_environment())
    yield made, coverage.read(made.index)
    made.close()


@pytest.fixture(scope="module")
def real() -> tuple[Any, Holdings]:
    if not ARCHIVE.is_dir():
        pytest.skip("../shared/archive is not beside the project")
    made = SmallEngine(read())
    made.index = LedgerIndex(read())
    return made, coverage.read(made.index)  # type: ignore[arg-type]


def answered(held: tuple[Any, Holdings], text: str) -> tuple[str, list[str]]:
    """The path that a question leads to, and what stands there: one line a record."""
    engine, known = held
    address = handed_over.address(Wanted(text), lambda: known)
    assert address is not None
    path, pairs = urlsplit(address).path, parse_qsl(urlsplit(address).query)
    if path == "/actions":
        found = desk.everything(engine, desk.from_pairs(pairs))
        return path, [f"{one.status}: {one.words}" for one in found]
    want = from_pairs(pairs)
    if path == "/figures":
        series = figures_of(engine.index, engine.every(want.text, want.where)).series
        return path, [
            f"{point.period} {point.first.value:g} {one.unit}"
            for one in series
            for point in one.points
        ]
    if path == "/changes":
        new = changes(engine, known, want.where.since or "", topic=want.text)
        return path, [paper.document.id for paper in new.papers]
    return path, [put.words for put in asked_before(engine, want.text)]


SPECIMEN: list[tuple[str, str, list[str], list[str]]] = [
    (
        "which actions are still open?",
        "/actions",
        [
            "CC to publish a review of the policing of the disorder",
            "DCC to bring a full business case in March 2025",
            "open: Action: Chief Constable to report weekly to the PCC on 999 answering",
            "open: Action: Chief Constable to bring a plan for the victims' code",
        ],
        ["expired clearances to nil", "DCC to rewrite the letter", "two early patrols"],
    ),
    (
        "What is outstanding from the last meeting?",
        "/actions",
        ["full business case", "review of the policing", "officer for Lingmoor North"],
        ["options for the future of the records system", "school liaison"],
    ),
    (
        "Which actions on vetting have been completed?",
        "/actions",
        ["done: Action: Head of Vetting to bring the number of expired clearances to nil"],
        ["transferees", "bring a plan within"],
    ),
    (
        "what did the chief constable promise about 999?",
        "/actions",
        ["report weekly to the PCC on 999 answering", "with the corrected 999 figure"],
        ["DCC", "victims' code"],
    ),
    (
        "What has the DCC undertaken on the records system?",
        "/actions",
        ["options for the future of the records system", "full business case"],
        ["vetting", "rewrite the letter"],
    ),
    (
        "did the chief constable promise anything about motorcycles?",
        "/actions",
        ["done: The Chief Constable promised two early patrols a month from Easter."],
        ["yearly letter"],
    ),
    (
        "how has the answering of 999 calls changed?",
        "/figures",
        ["2018-04/2019-03 87.4 %", "2020-04/2021-03 91.8 %", "2023-04/2024-03 92.9 %"],
        [],
    ),
    (
        "How have DVPNs changed over the years?",
        "/figures",
        ["2018-04/2019-03 41 count", "2020-04/2021-03 97 count", "2022-04/2023-03 142 count"],
        [],
    ),
    (
        "is victim satisfaction going up or down?",
        "/figures",
        ["2019-04/2020-03 74.2 %", "2021-04/2022-03 69.2 %", "2022-04/2023-03 71.5 %"],
        [],
    ),
    (
        "what is new since 1 June 2024?",
        "/changes",
        [
            "commissioner/2024-06-25-accountability-meeting.md",
            "commissioner/2024-10-22-accountability-meeting.docx",
        ],
        ["panel/2024-02-06-minutes.pdf"],
    ),
    (
        "What has changed since the last meeting?",
        "/changes",
        ["commissioner/2024-10-22-accountability-meeting.docx"],
        ["commissioner/2024-06-25-accountability-meeting.md"],
    ),
    (
        "Has anyone asked about people who hang up on 101?",
        "/asked",
        ["A member asked about people who hang up on 101."],
        [],
    ),
]

REAL: list[tuple[str, str, list[str], list[str]]] = [
    (
        "which actions are still open?",
        "/actions",
        [
            "DCC to review diary appointments metric",
            "carried_forward: Hate crime satisfaction performance levels will be reviewed",
            "CC to share rationale for change in victim satisfaction reporting",
        ],
        ["The ACC to provide an update in May on the multi-agency safeguarding approach"],
    ),
    (
        "Which actions have been completed?",
        "/actions",
        ["done: The ACC to provide an update in May on the multi-agency safeguarding approach"],
        ["diary appointments", "Hate crime satisfaction performance levels"],
    ),
    (
        "what did the chief constable promise about victim satisfaction?",
        "/actions",
        ["CC to share rationale for change in victim satisfaction reporting practices"],
        ["DVPNs", "hot debrief"],
    ),
    (
        "what was the CC asked to do about DVPNs?",
        "/actions",
        ["CC to update on ‘what good looks like’ in terms of volumes of DVPNs and DVPOs."],
        ["victim satisfaction"],
    ),
    (
        "what did ACC Jones say she would do about 101?",
        "/actions",
        ["The meeting chaired by ACC Jones will review 101 data"],
        ["ACC Cooper"],
    ),
    (
        "What was agreed about the Local Policing Charter?",
        "/actions",
        ["It was agreed that an expanded section on the operation of the Local Policing Charter"],
        ["outcome of this review"],
    ),
    (
        "did the DCC agree to anything about diary appointments?",
        "/actions",
        ["DCC to review diary appointments metric for inclusion"],
        ["tackle perceptions about roles"],
    ),
    (
        "which actions on hate crime satisfaction are outstanding?",
        "/actions",
        ["carried_forward: Hate crime satisfaction performance levels will be reviewed"],
        ["DVPNs"],
    ),
    ("how has TRC changed since 2022?", "/figures", ["2022-04/2023-03 9 %"], []),
    ("has homicide gone up or down?", "/figures", ["21 count", "19 count"], []),
    (
        "what is new since October 2020?",
        "/changes",
        ["001_c5ae1d4a76f6248d.txt", "002_14974b61bc18f194.txt"],
        ["000_19ed544fbccc6967.txt"],
    ),
    (
        "What's new since the last meeting?",
        "/changes",
        ["001_c5ae1d4a76f6248d.txt"],
        ["002_14974b61bc18f194.txt", "000_19ed544fbccc6967.txt"],
    ),
]


def held_to(
    held: tuple[Any, Holdings], text: str, path: str, there: Sequence[str], not_there: Sequence[str]
) -> None:
    reached, found = answered(held, text)
    assert reached == path
    missing = [one for one in there if not any(one in line for line in found)]
    assert not missing, f"{missing} not in {found[:20]}"
    extra = [line for line in found if any(one in line for one in not_there)]
    assert not extra


@pytest.mark.parametrize(("text", "path", "there", "not_there"), SPECIMEN)
def test_a_question_to_the_specimen_reaches_its_records(
    specimen: Any, text: str, path: str, there: list[str], not_there: list[str]
) -> None:
    held_to(specimen, text, path, there, not_there)


@pytest.mark.parametrize(("text", "path", "there", "not_there"), REAL)
def test_a_question_to_the_labelled_archive_reaches_its_records(
    real: Any, text: str, path: str, there: list[str], not_there: list[str]
) -> None:
    held_to(real, text, path, there, not_there)


def test_twelve_questions_are_put_to_each_archive() -> None:
    for asked in (SPECIMEN, REAL):
        assert len({text for text, *_ in asked}) >= 12
        assert {path for _, path, *_ in asked} >= {"/actions", "/figures", "/changes"}
