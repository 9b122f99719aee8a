"""Learn what a sentence that binds somebody looks like, on labelled sentences of many publishers.

    python -m eval.training.commitment_training --shared ../shared [--write]

``commitments/sentences.jsonl`` holds ``publisher``, ``document``, ``digest`` (of the sentence's
words, so that none of them stands here) and ``kind``: promise, action, agreement, request, duty,
expectation, or '' for none of them. The papers of our own pen are read from ``papers``, the rest
from ``shared/data``. Every publisher's sentences are judged once by a model that did not see them:
those figures are the ones to believe.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import BadLabels
from corpus.kinds import MEETINGS
from corpus.model import Understanding
from eval.jsonl import json_rows
from eval.measures.spans import harmonic
from eval.training.threshold_training import Floats, Model, fit
from eval.training.training_labels import PAPERS, digest
from indexer.analyse import analyse
from indexer.entities import action_owners, actions, commitment_signs, undertakings
from indexer.readers.archive import find_files, read_archive
from search.settings import Settings

LABELS = Path(__file__).with_name("commitments") / "sentences.jsonl"
TARGET = Path(__file__).parents[2] / "indexer" / "entities" / "commitments.json"
RIDGE = 10.0
AT = {"meeting": 0.65, "paper": 0.75}
"""From which probability on a sentence is one: laid where unseen publishers keep four of five
right, and higher in papers that no meeting said, where most 'will' is no promise to anybody."""

FOLDERS = ("files/minutes", "inspections")


@dataclass(frozen=True, slots=True)
class Sentences:
    """``rows`` (n, signs), ``wanted`` (n,) 0 or 1, ``sure`` (n,) what the phrases alone say,
    ``publishers`` and ``meeting`` (n,)."""

    rows: NDArray[np.float32]
    wanted: Floats
    sure: NDArray[np.bool_]
    publishers: NDArray[np.str_]
    meeting: NDArray[np.bool_]


def understandings(shared: Path, names: frozenset[str]) -> Iterator[Understanding]:
    """What is understood of the labelled documents."""
    folders = [*sorted(path for path in PAPERS.iterdir() if path.is_dir())]
    folders += [shared / "data" / folder for folder in FOLDERS]
    for folder in folders:
        wanted = [one for one in find_files(folder) if Path(one.path).name in names]
        for reading in read_archive(folder, wanted, Settings(file_seconds=60)):
            if reading.document is not None:
                yield analyse(reading.document)


def sentences(held: Iterator[Understanding], labels: Path = LABELS) -> tuple[Sentences, int]:
    """The labelled sentences with their signs, and how many were not found again.

    Raises BadLabels where not one was found.
    """
    rows = {
        (str(row.values["document"]), str(row.values["digest"])): row.values
        for row in json_rows(labels)
    }
    left = dict(rows)
    found: list[tuple[list[float], bool, bool, str, bool]] = []
    for one in held:
        name = Path(one.document.id).name
        for passage in one.passages:
            if passage.kind == "heading":
                continue
            people = action_owners.known(passage.part)
            for span in actions.sentences(one.document.text, passage.span):
                words = " ".join(one.document.text[span.start : span.end].split())
                label = left.pop((name, digest(words)), None)
                if label is None:
                    continue
                sure = undertakings.sure_kind(words, passage, people)
                signs = commitment_signs.signs(words, passage, sure)
                wanted = label["kind"] not in ("", "expectation")
                meeting = passage.part.kind in MEETINGS
                found.append((signs, wanted, bool(sure), str(label["publisher"]), meeting))
    if not found:
        raise BadLabels(f"No sentence of {labels.name} was found; give the folder 'shared'.")
    signs_, wanted_, sure_, publishers, meetings = zip(*found, strict=True)
    made = Sentences(
        np.array(signs_, dtype=np.float32),
        np.array(wanted_, dtype=np.float64),
        np.array(sure_),
        np.array(publishers),
        np.array(meetings),
    )
    return made, len(left)


def unseen(held: Sentences) -> Floats:
    """The probability (n,) that a model gives that has not seen the sentence's publisher."""
    made = np.zeros(len(held.wanted))
    for publisher in sorted(set(held.publishers)):
        out = held.publishers == publisher
        made[out] = _probability(learnt(held, ~out), held.rows[out])
    return made


def learnt(held: Sentences, among: NDArray[np.bool_]) -> Model:
    return fit(held.rows[among], held.wanted[among], np.ones(int(among.sum())), RIDGE)


def _probability(model: Model, rows: NDArray[np.float32]) -> Floats:
    found: Floats = 1 / (1 + np.exp(-(rows @ model.weights + model.constant)))
    return found


def figures(held: Sentences, said: NDArray[np.bool_]) -> dict[str, float]:
    """Precision, recall and F1 of what is said to be one."""
    right = float((said & (held.wanted > 0)).sum())
    precision, recall = right / max(1, said.sum()), right / max(1, held.wanted.sum())
    return {
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(harmonic(recall, precision), 3),
    }


def report(held: Sentences) -> dict[str, object]:
    """Figures of the phrases alone, and of phrases and model, on publishers not seen."""
    at = np.where(held.meeting, AT["meeting"], AT["paper"])
    said = held.sure | (unseen(held) >= at)
    by = {}
    for publisher in sorted(set(held.publishers)):
        mine = held.publishers == publisher
        part = Sentences(
            held.rows[mine], held.wanted[mine], held.sure[mine], held.publishers[mine],
            held.meeting[mine],
        )  # fmt: skip
        by[publisher] = figures(part, said[mine])
    return {
        "sentences": len(held.wanted),
        "binding": int(held.wanted.sum()),
        "publishers": dict(Counter(held.publishers.tolist())),
        "phrases_alone": figures(held, held.sure),
        "unseen": figures(held, said),
        "unseen_by_publisher": by,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn, print the figures, and keep the model when asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--shared", type=Path, required=True, metavar="DIR")
    parser.add_argument("--write", action="store_true", help="keep what was learnt")
    options = parser.parse_args(arguments)
    names = frozenset(str(row.values["document"]) for row in json_rows(LABELS))
    held, lost = sentences(understandings(options.shared, names))
    if lost:
        print(f"{lost} labelled sentences were not found again", file=sys.stderr)
    model = learnt(held, np.ones(len(held.wanted), dtype=np.bool_))
    told = report(held)
    print(json.dumps(told, indent=1))
    if options.write:
        weights = {
            name: round(float(weight), 4)
            for name, weight in zip(commitment_signs.NAMES, model.weights, strict=True)
        }
        kept = {"weights": weights, "constant": round(model.constant, 4), **AT, "learnt": told}
        TARGET.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
