"""Ways to write a date, and sentences whose date is not the paper's: how many are read right.

A list of forms is lines of ``form<TAB>right`` ('None' for no date at all), a list of sentences one
a line; more columns are ignored and so is the first line, the head. Each form is put into the four
places where papers print their day, each sentence near the top of papers of four sorts that have
no date of their own.

    PYTHONPATH=.:tests python -m date_lists ../shared/data/cases
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus import periods
from corpus.model import Document, SourceFile
from indexer.analyse import analyse

OWN = Path(__file__).parent / "dates"

PLACES = {
    "title": (
        "Harbour Assurance Meeting – {} – Notes",
        "Minutes of the Harbour Ethics Board, {}",
        "Quayshire Police and Crime Panel {}",
    ),
    "held on": ("Harbour Assurance Meeting\n\nHeld on {}", "Minutes of the meeting held on {}"),
    "Date:": (
        "Harbour Assurance Meeting\n\nDate: {}",
        "Quayshire Joint Committee\n\nMeeting date: {}",
    ),
    "at … on": (
        "Minutes of the Harbour Panel meeting held at the Guildhall on {}",
        "Harbour Assurance Meeting\n\nat Police Headquarters, Quay Road on {}",
    ),
}  # fmt: skip
BELOW = "\n\nPresent: Ada Quill (Chair), Cyrus Penhale\n\n1. Lamps\n\nThe lamps were counted.\n"

CARRIERS = {
    "notes": "Harbour Assurance Meeting\n\nNotes\n\n{}" + BELOW,
    "minutes": "Minutes of the Harbour Ethics Board\n\nHeld at the Guildhall\n\n{}" + BELOW,
    "report": "Report of the Harbour Master\n\n{}\n\n1. Lamps\n\nThe lamps were counted.\n",
    "page": "# Lamps of the harbour\n\n{}\n\nThere are 47 lamps on the quay, as everybody knows.\n",
}


@dataclass(frozen=True)
class Outcome:
    """One text that was read: ``verdict`` is right, wrong or none."""

    verdict: str
    place: str
    words: str
    wanted: str | None
    got: str | None


def said_on(text: str) -> str | None:
    """The date that a plain text is given, as scripts are given it."""
    source = SourceFile("a.txt", "0" * 64, "text/plain", len(text))
    return periods.holding(analyse(Document("a.txt", source, text)).parts[0].said_on)


def rows(path: Path) -> Iterator[list[str]]:
    """The lines of a list, without its head."""
    for line in path.read_text("utf-8").split("\n")[1:]:
        if line.strip():
            yield line.split("\t")


def forms(path: Path) -> Iterator[Outcome]:
    """Every form in every place."""
    for written, right, *_ in rows(path):
        form = str(ast.literal_eval(written))
        wanted = None if right == "None" else right
        for place, texts in PLACES.items():
            for text in texts:
                got = said_on(text.format(form) + BELOW)
                verdict = "right" if got == wanted else "none" if got is None else "wrong"
                yield Outcome(verdict, place, written, wanted, got)


def sentences(path: Path) -> Iterator[Outcome]:
    """Every sentence in every carrier: a date is wrong."""
    for words, *_ in rows(path):
        for place, text in CARRIERS.items():
            got = said_on(text.format(words.replace("\\n", "\n")))
            yield Outcome("right" if got is None else "wrong", place, words, None, got)


def main() -> int:
    """Print the counts of each list, and each text that was not read right."""
    folders = [OWN, *map(Path, sys.argv[1:])]
    for folder in folders:
        for name, read in (("date-forms.tsv", forms), ("not-the-date.tsv", sentences)):
            found = list(read(folder / name))
            for one in found:
                if one.verdict != "right":
                    told = f"{one.words} ({one.place}): {one.got}, not {one.wanted}"
                    print(f"  {one.verdict}: {told}")
            counts = Counter(one.verdict for one in found)
            lines = len({one.words for one in found})
            print(f"{folder.name}/{name}: {lines} lines, " + ", ".join(
                f"{verdict} {counts[verdict]}" for verdict in ("right", "wrong", "none")
            ))  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
