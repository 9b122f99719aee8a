"""Count in whose papers each rule fires, and write the counts beside the rules.

Read is what lies in ``../shared`` and was published by somebody: the archive, the inspection
reports (as text; ``data/inspections`` holds the same as PDF), minutes and reports of other bodies,
the record of two parliaments. Not read: made cases, our specimen, files kept because they are
broken or scanned, and two retrieval sets that are sentences without their papers.

    python -m eval.training.witnesses --shared ../shared --record
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from corpus import dates
from corpus.model import SourceFile
from indexer.language import patterns, phrases
from indexer.language.phrases import Rule
from indexer.readers.archive import find_files, read_archive
from search.settings import Settings

Texts = Mapping[str, list[str]]
"""Publisher to the texts it published."""
Units = Mapping[str, Mapping[str, list[str]]]
"""Kind of unit to publisher to the units."""

ENOUGH = 2
"""Publishers that a rule must have been seen with."""

_NAMED: tuple[tuple[str, str], ...] = (
    # The county wrote these two itself and is one party of the contract; the society came after.
    ("suffolk__2011-", "suffolk-council"),
    ("suffolk__library-services-contract", "suffolk-council"),
    ("fohcl", "halesworth-friends"),
    ("suffolk__", "suffolk-libraries"),
    ("cssuob_", "cs-society"),
    ("parl__", "uk-parliament"),
    ("winnipeg__", "winnipeg"),
    ("legco__", "hong-kong-legco"),
    ("civicplus__", "alameda"),
)
"""What a file of ``data/files`` has in its name, and who published it; the first that fits."""
_COMMITTEES = {"committee/wales": "welsh-parliament", "committee/canada": "canada-commons"}
_PANEL = re.compile(r"Panel received|Police and Crime Panel\s+Agenda")

BREAK = re.compile(r"\n\s*\n|\n(?=\s*(?:[•●○▪·*–-]\s|\(?\w{1,4}[.)]\s))")
_STOP = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[A-Z“‘\"(•])")
_LEAD = re.compile(
    r"^[\s•●○▪·*–-]*(?:\(?(?:\d{1,3}(?:\.\d{1,3})*[.)]?|[a-zA-Z][.)]|[ivx]+[.)])\s+(?=\S))?"
)
_PUBLISHERS = re.compile(r"publishers = \{[^}]*\}")
_ENTRY = re.compile(r"(?:^|\{ )(?P<key>id|words) = \"(?P<value>[^\"]+)\"")


def read(shared: Path) -> Texts:
    """Every text in ``shared`` that counts, under its publisher."""
    texts: dict[str, list[str]] = defaultdict(list)
    for path in sorted((shared / "archive").glob("*.txt")):
        words = path.read_text("utf-8")
        panel = _PANEL.search(words[:4000])
        texts["west-mercia-panel" if panel else "west-mercia-opcc"].append(words)
    for path in sorted((shared / "gold" / "train" / "texts").glob("*.txt")):
        texts["joint-inspectorates"].append(path.read_text("utf-8"))
    files = shared / "data" / "files"
    named: dict[SourceFile, str] = {}
    for source in find_files(files):
        folder, _, name = source.path.partition("/")
        if folder in ("minutes", "docx", "html"):
            for mark, publisher in _NAMED:
                if mark in name:
                    named.setdefault(source, publisher)
    for reading in read_archive(files, list(named), Settings(file_seconds=60)):
        if reading.document is not None:
            texts[named[reading.source]].append(reading.document.text)
    for path in sorted((shared / "data" / "qmsum").glob("*.docs.jsonl")):
        for meeting in map(json.loads, path.read_text("utf-8").splitlines()):
            if meeting["domain"] in _COMMITTEES:
                turns = (f"{turn['speaker']}: {turn['content']}" for turn in meeting["turns"])
                texts[_COMMITTEES[meeting["domain"]]].append("\n\n".join(turns))
    return dict(texts)


def units(texts: Texts) -> Units:
    """The texts cut into what rules are tried on."""
    cutters = {"sentence": _sentences, "line": _lines, "heading": _headings, "date": _dates}
    return {
        kind: {who: [one for text in held for one in cut(text)] for who, held in texts.items()}
        for kind, cut in cutters.items()
    }


def count(rule: Rule, cut: Units) -> dict[str, int]:
    """In how many units of each publisher a rule fires; those with none are left out."""
    found = {who: sum(map(rule.fires, held)) for who, held in cut[rule.unit].items()}
    return {who: number for who, number in sorted(found.items()) if number}


def _sentences(text: str) -> Iterator[str]:
    for block in BREAK.split(text):
        for one in _STOP.split(" ".join(block.split())):
            if len(one) > 15:
                yield one


def _lines(text: str) -> Iterator[str]:
    """Lines without number and marks of emphasis; a row as one line, and its cells."""
    for line in text.split("\n"):
        bare = _LEAD.sub("", line, count=1).strip("*_ \r")
        if bare:
            yield " ".join(bare.split())
        if "\t" in bare:
            yield from (cell.strip() for cell in bare.split("\t") if cell.strip())


def _headings(text: str) -> Iterator[str]:
    """Short lines as headings are compared: without their number, in small letters."""
    for line in _lines(text):
        if len(line) < 90:
            yield patterns.words(line).rstrip(":. ")


def _dates(text: str) -> Iterator[str]:
    """What stands before a date in its line, and in the line above."""
    for one in dates.find(text):
        yield text[max(0, one.span.start - 120) : one.span.start]


def record(topic: str, counts: Mapping[str, Mapping[str, int]]) -> None:
    """Write the counts into a topic's file, line by line, so that all else stays as it is."""
    path = phrases.FOLDER / f"{topic}.toml"
    group, entry, made = "", "", []
    for line in path.read_text("utf-8").splitlines():
        head = re.match(r"\[\[(\w+)\]\]|(\w+) = \[$", line)
        group = (head[1] or head[2]) if head else group
        named = _ENTRY.search(line)
        entry = named["value"].replace(" ", "-") if named else entry
        found = counts.get(f"{topic}.{group}.{entry}", {})
        inner = ", ".join(f"{who} = {number}" for who, number in found.items())
        made.append(
            _PUBLISHERS.sub(f"publishers = {{ {inner} }}" if inner else "publishers = {}", line)
        )
    path.write_text("\n".join(made) + "\n", "utf-8")


def main() -> int:
    """Count, say what stands on one witness, and record the counts when asked to."""
    parser = argparse.ArgumentParser(prog="python -m eval.training.witnesses", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), metavar="DIR")
    parser.add_argument("--record", action="store_true", help="write the counts into the rules")
    options = parser.parse_args()
    cut = units(read(options.shared))
    for topic in phrases.topics():
        rules = [rule for group in phrases.every(topic).values() for rule in group]
        counts = {rule.id: count(rule, cut) for rule in rules}
        if options.record:
            record(topic, counts)
        for rule in rules:
            found = counts[rule.id]
            state = "on" if rule.on else "off"
            weak = rule.on and len(found) < ENOUGH and not rule.source
            told = ", ".join(f"{who} {number}" for who, number in found.items()) or "nobody"
            print(f"{'!' if weak else ' '} {state:3} {rule.id}: {told}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
