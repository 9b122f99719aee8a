"""Builds that are killed, each looked at afterwards; run by test_kills.py in a process of its own.

Every build and every look is a fork of this process, which itself does nothing but fork and wait:
so one costs milliseconds and not the imports. Prints what it saw as JSON.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

# Loaded before the first fork, so that no build spends its time on it.
import faiss  # noqa: F401
import Stemmer  # noqa: F401
import tantivy  # noqa: F401
from made import build, ordinals, vector_of

from search.index import open_index
from search.ranking.context import placed_text
from search.settings import Settings


def forked(work: Callable[[], int]) -> int:
    """Start ``work`` in a process of its own."""
    child = os.fork()
    if child == 0:
        try:
            os._exit(work())
        except BaseException:
            traceback.print_exc()
            os._exit(255)
    return child


def ended(child: int) -> int:
    """Exit code; negative for a signal."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def write_archive(archive: Path, version: int) -> None:
    """Four files in which every line says which version of the archive it is from."""
    archive.mkdir(exist_ok=True)
    for name in range(4):
        lines = [f"line {line} of file {name} in v{version}" for line in range(3)]
        (archive / f"{name}.txt").write_text("\n".join(lines))


def look(settings: Settings) -> int:
    """The version that the index holds, if all of it is of one version."""
    index = open_index(settings.index, model="made-up")
    held = ordinals(index)
    passages = index.fetch(held)
    versions = {int(passage.text.rsplit("v", 1)[1]) for passage in passages}
    assert len(versions) == 1, versions
    [version] = versions
    assert len(passages) == 12
    assert index.phrase([f"v{version}"]).tolist() == held
    assert not any(index.frequency([f"v{version - 1}", f"v{version + 1}"]).values())
    for number in (0, 11):
        [best] = index.dense(vector_of(placed_text(passages[number])), 1)
        assert best.score > 0.999
    return version


def main(folder: Path, kills: int, seed: int) -> None:
    archive, settings = folder / "archive", Settings(index=folder / "index", model="made-up")
    chance = random.Random(seed)

    def build_once() -> int:
        return 0 if build(archive, settings).written else 1

    spent = []
    for version in range(3):
        write_archive(archive, version)
        began = time.monotonic()
        assert ended(forked(build_once)) == 0
        spent.append(time.monotonic() - began)
    held, version, seen, latest = 2, 2, Counter[str](), max(spent)
    while seen["killed"] < kills:
        version = (version + 1) % 250  # an exit code holds no more
        write_archive(archive, version)
        child = forked(build_once)
        time.sleep(chance.uniform(0, latest))
        os.kill(child, signal.SIGKILL)
        code = ended(child)
        found = ended(forked(lambda: look(settings)))
        if found not in (held, version):
            seen["mixed or lost"] += 1
        elif code == 0:
            seen["ended" if found == version else "acknowledged and lost"] += 1
            latest *= 0.93  # so that the kills fall all over a build, however busy the machine is
        else:
            seen["killed"] += 1
            latest *= 1.02
            seen["the new one" if found == version else "the old one"] += 1
        held = found
    left = sum(path.is_dir() for path in settings.index.iterdir())
    write_archive(archive, 251)
    assert ended(forked(build_once)) == 0
    assert ended(forked(lambda: look(settings))) == 251
    remains = sum(path.is_dir() for path in settings.index.iterdir())
    print(json.dumps({**seen, "folders before": left, "folders after": remains}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
