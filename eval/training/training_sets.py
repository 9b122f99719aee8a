"""The archives that people labelled to learn from, each indexed, with its labels beside it.

    python -m eval.training.training_sets --shared ../shared --work build/train

writes texts, labels and an index for each set under ``WORK``; what has not changed is not made
again. ``minuted eval learn --sets WORK`` learns the line from them, ``train_reader`` the reader.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import BadLabels
from eval.training import training_labels
from indexer.build import build_index
from search.settings import Settings

LABELS = {
    "train": (),
    "minutes": ("board", "council"),
    "committee": ("committee",),
    "papers": ("harrowmere", "oldfell", "tyneholm", "sarnshire"),
    "areas": ("brackwater", "dunmarsh", "hexworth", "kelderby", "stourmere"),
}
"""Texts that are indexed together, and our labels over them; ``train`` brings its own."""
TWICE_READ = ("train", "minutes", "committee", "papers")
"""Sets whose topics were read twice: the line of ``every`` learns from these alone."""


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """``labels`` are folders that ``eval.labels.gold`` reads, of one publisher each."""

    name: str
    index: Path
    labels: tuple[Path, ...]


def made(shared: Path, work: Path) -> Iterator[TrainingSet]:
    """Make the sets; raises BadLabels for labels of texts that are not there."""
    texts = work / "texts"
    training_labels.committee_texts(shared / "data/qmsum", texts / "committee")
    for name in training_labels.minutes_texts(shared / "data/files", texts / "minutes"):
        print(f"read {name}", file=sys.stderr)
    archives = {
        "train": shared / "gold/train/texts",
        "minutes": texts / "minutes",
        "committee": texts / "committee",
        "papers": training_labels.PAPERS,
        "areas": training_labels.AREAS,
    }
    for name, archive in archives.items():
        for labels in LABELS[name]:
            kept, lost = training_labels.cut(
                training_labels.LABELS / f"{labels}.jsonl", archive, _folder(work, name, labels)
            )
            print(f"{labels}: {kept} items, {lost} not found again", file=sys.stderr)
        settings = replace(Settings.from_environment(), index=work / "index" / name)
        settings.index.parent.mkdir(parents=True, exist_ok=True)
        build_index(archive, settings)
    for batch in sorted((shared / "gold/train").glob("batch*")):
        link = _folder(work, "train", batch.name)
        link.parent.mkdir(parents=True, exist_ok=True)
        if not link.exists():
            link.symlink_to(batch.resolve())
    yield from held(work)


def held(work: Path) -> Iterator[TrainingSet]:
    """The sets that were made in a folder; raises BadLabels where there are none."""
    for name in LABELS:
        folders = sorted(path.parent for path in (work / "labels" / name).glob("*/queries.jsonl"))
        if not folders:
            raise BadLabels(
                f"{work} holds no labels of {name}. Make them first: python -m "
                "eval.training.training_sets --shared ../shared --work FOLDER"
            )
        yield TrainingSet(name, work / "index" / name, tuple(folders))


def _folder(work: Path, name: str, labels: str) -> Path:
    return work / "labels" / name / labels


def main(arguments: Sequence[str] | None = None) -> int:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--shared", type=Path, required=True, help="where gold/train and data lie")
    parser.add_argument("--work", type=Path, required=True, help="for texts, labels and indexes")
    options = parser.parse_args(arguments)
    for one in made(options.shared, options.work):
        print(f"{one.name}: {', '.join(folder.name for folder in one.labels)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
