"""The hand-written labels of ``eval/training/labels``, cut into the spans that every tool reads.

A line is a question, a topic or something that nothing answers: ``text``, ``document``, ``units``
(paragraphs of the document, each by the digest of its words and its place in the file, with a
grade) and, for a question, ``sentence`` as offsets into one unit. No words of a document stand in
the labels: they are found again by their digest, so a reader of files may move them, and what is
found no more is told.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.errors import BadLabels
from eval.jsonl import json_rows, text_of

LABELS = Path(__file__).with_name("labels")
PAPERS = Path(__file__).with_name("papers")
AREAS = Path(__file__).with_name("areas")
"""Papers of further invented areas, indexed apart: the figures over ``PAPERS`` stay comparable."""


def units(text: str) -> list[tuple[int, int]]:
    """Spans of the lines that hold something."""
    return [found.span() for found in re.finditer(r"[^\n]+", text) if found.group().strip()]


def digest(text: str) -> str:
    """Of a unit's words, whatever stands between them."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def cut(labels: Path, texts: Path, into: Path) -> tuple[int, int]:
    """Write ``queries.jsonl``, ``spans.jsonl`` and ``answers.jsonl`` for one file of labels.

    ``texts`` holds the documents as text. Returns how many items were cut, and how many could not
    be found again. Raises BadLabels where not one document is held.
    """
    held = {path.name: path for path in texts.rglob("*.txt")}
    known: dict[str, tuple[str, dict[str, list[tuple[int, int]]]]] = {}
    kept: dict[str, list[Any]] = {"queries": [], "spans": [], "answers": []}
    lost = 0
    for row in json_rows(labels):
        item = row.values
        name = str(item["document"])
        if name not in held:
            lost += 1
            continue
        if name not in known:
            known[name] = _by_digest(held[name].read_bytes().decode("utf-8"))
        found = _item(item, *known[name])
        if found is None:
            lost += 1
            continue
        for kind, rows in found.items():
            kept[kind] += rows
    if not kept["queries"]:
        raise BadLabels(
            f"{texts} holds no document of {labels.name}; give the texts it was made of."
        )
    into.mkdir(parents=True, exist_ok=True)
    for kind, rows in kept.items():
        into.joinpath(f"{kind}.jsonl").write_text(text_of(rows), encoding="utf-8")
    return len(kept["queries"]), lost


def _by_digest(text: str) -> tuple[str, dict[str, list[tuple[int, int]]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for start, end in units(text):
        found.setdefault(digest(text[start:end]), []).append((start, end))
    return text, found


def _item(
    item: Any, text: str, held: dict[str, list[tuple[int, int]]]
) -> dict[str, list[Any]] | None:
    """One item's rows; None where a unit that answers stands in the text no more."""
    name, kind = item["id"], item["kind"]
    spans: list[Any] = []
    answers: list[Any] = []
    sentence = item.get("sentence")
    for unit in item.get("units", ()):
        places = held.get(unit["digest"])
        if not places:
            if unit["grade"] == 2:
                return None
            continue
        start, end = _nearest(places, unit["place"], text)
        # What comes near an unanswerable question answers nothing; and of two units that read alike
        # one may be gone, so that both are found at the other's place.
        if kind != "unanswerable" and start not in {span["start"] for span in spans}:
            spans.append({"query": name, "doc": item["document"], "start": start, "end": end,
                          "grade": unit["grade"], "quote": text[start:end]})  # fmt: skip
        if sentence and sentence["place"] == unit["place"]:
            at = [start + sentence["start"], start + sentence["end"]]
            answer = item.get("answer") or text[at[0] : at[1]]
            answers.append({"id": name, "answer": answer, "sentence": at,
                            "type": item.get("type", "")})  # fmt: skip
    query = {"id": name, "kind": kind, "text": item["text"], "document": item["document"]}
    return {"queries": [query], "spans": spans, "answers": answers}


def _nearest(places: list[tuple[int, int]], number: int, text: str) -> tuple[int, int]:
    """Of the places where the same words stand, the one nearest to the unit's own number."""
    if len(places) == 1:
        return places[0]
    order = {span: n for n, span in enumerate(units(text))}
    return min(places, key=lambda span: abs(order[span] - number))


def committee_texts(qmsum: Path, into: Path) -> None:
    """QMSum's committee meetings (train) as text, a turn a line: what ``committee`` was labelled
    over."""
    into.mkdir(parents=True, exist_ok=True)
    with (qmsum / "train.docs.jsonl").open(encoding="utf-8") as stream:
        for line in stream:
            meeting = json.loads(line)
            if meeting["domain"].startswith("committee"):
                turns = (f"{turn['speaker']}: {turn['content']}" for turn in meeting["turns"])
                words = "\n\n".join(re.sub(r"\s+", " ", turn).strip() for turn in turns)
                into.joinpath(f"{meeting['id'].replace('/', '_')}.txt").write_text(
                    words + "\n", encoding="utf-8"
                )


def minutes_texts(files: Path, into: Path) -> Iterator[str]:
    """Files of minutes, as our readers read them: what ``board`` and ``council`` were labelled
    over. Gives the names written."""
    from indexer.readers.archive import find_files, read_archive
    from search.settings import Settings

    into.mkdir(parents=True, exist_ok=True)
    for folder in (files / "minutes", files / "html", files / "docx"):
        for reading in read_archive(folder, find_files(folder), Settings()):
            name = Path(reading.source.path).stem + ".txt"
            if reading.document is not None and not name.startswith(("jtai__", "poi__", "cdp__")):
                into.joinpath(name).write_bytes(reading.document.text.encode("utf-8"))
                yield name
