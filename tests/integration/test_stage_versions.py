"""What is understood changes only together with the number of a stage.

An index keeps what was read and understood as long as the numbers in ``indexer.fingerprint`` stay;
who changes an outcome and forgets the number leaves old understanding in every reader's index.
Record anew: ``python tests/integration/test_stage_versions.py``.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import sys
from pathlib import Path

from indexer.analyse import analyse
from indexer.fingerprint import STAGES
from indexer.readers.archive import find_files, read_archive
from search.settings import Settings

ROOT = Path(__file__).parents[2]
RECORDED = Path(__file__).with_name("stage_versions.json")
STABLE = {"text/plain", "text/markdown", "text/html"}
"""Formats whose text does not depend on the version of a library's own heuristics."""


def outcomes() -> dict[str, str]:
    """The digests of what is read and of what is understood of the specimen's stable formats."""
    archive = ROOT / "corpus/documents"
    sources = [source for source in find_files(archive) if source.media_type in STABLE]
    read, understood = hashlib.sha256(), hashlib.sha256()
    for reading in read_archive(archive, sources, Settings()):
        assert reading.document is not None
        read.update(_plain(reading.document))
        understood.update(_plain(analyse(reading.document)))
    return {"reading": read.hexdigest(), "understanding": understood.hexdigest()}


def _plain(value: object) -> bytes:
    return json.dumps(dataclasses.asdict(value), sort_keys=True).encode()  # type: ignore[call-overload]


def test_an_outcome_that_changed_has_a_stage_whose_number_was_raised() -> None:
    held = json.loads(RECORDED.read_text("utf-8"))
    for stage, digest in outcomes().items():
        assert (held[stage]["number"], held[stage]["outcome"]) == (STAGES[stage], digest), (
            f"raise {stage!r} in indexer/fingerprint.py if its outcome changed, then record it: "
            "python tests/integration/test_stage_versions.py"
        )


if __name__ == "__main__":
    numbered = {
        stage: {"number": STAGES[stage], "outcome": digest} for stage, digest in outcomes().items()
    }
    RECORDED.write_text(json.dumps(numbered, indent=1) + "\n", encoding="utf-8")
    sys.exit(0)
