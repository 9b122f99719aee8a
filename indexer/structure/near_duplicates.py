"""The same words printed twice: found, grouped, exact told from near, counted once.

MinHash over runs of three words (datasketch) proposes earlier passages; an alignment of the words
(longest common subsequence, rapidfuzz) decides. Passages whose numbers differ are never one: a
form filled in with another figure says something else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus.model import Understanding
from indexer.entities import name_variants
from indexer.language import patterns

LEAST_WORDS = 8
"""A passage of fewer words is no reprint of another: 'The report was noted.' is said every time."""

LEAST_NEAR = 14
"""Near copies need more: one word of ten can turn 'incidents' into 'crimes'."""

ALIKE = 0.8
"""The share of the longer passage's words that an alignment must find in the other, in order."""

_PROPOSED = 0.5
_PERMUTATIONS = 64
_RUN = 3
_CANDIDATES = 24
_MOST_WORDS = 1500
_FIGURE = re.compile(r"[\d.,/]+")
_WORD = re.compile(r"[^\W_]+(?:['’.,/-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class _First:
    """The first passage of a group: what later ones are held against."""

    id: str
    words: tuple[str, ...]


def group(understandings: Sequence[Understanding]) -> list[Understanding]:
    """The same understandings, in order, with ``Passage.group`` and ``.copy`` set.

    The first of a group, in the order given, has ``copy == ""`` and its own id as ``group``. The
    spellings of one person's name are made one across the archive.
    """
    from datasketch import MinHash, MinHashLSH

    lsh = MinHashLSH(threshold=_PROPOSED, num_perm=_PERMUTATIONS)
    exact: dict[tuple[str, ...], str] = {}
    firsts: dict[str, _First] = {}
    result: list[Understanding] = []
    for one in understandings:
        found = []
        for passage in one.passages:
            words = spoken(passage.text)
            if len(words) < LEAST_WORDS:
                found.append(replace(passage, group=passage.id, copy=""))
                continue
            if words in exact:
                found.append(replace(passage, group=exact[words], copy="exact"))
                continue
            sketch = MinHash(num_perm=_PERMUTATIONS)
            sketch.update_batch(_runs(words))
            near = _nearest(lsh, sketch, words, firsts) if len(words) >= LEAST_NEAR else None
            if near is None:
                firsts[passage.id] = _First(passage.id, words)
                exact[words] = passage.id
                if passage.id not in lsh.keys:
                    lsh.insert(passage.id, sketch)
                found.append(replace(passage, group=passage.id, copy=""))
            else:
                found.append(replace(passage, group=near, copy="near"))
        result.append(replace(one, passages=tuple(found)))
    return name_variants.unify(result)


def spoken(text: str) -> tuple[str, ...]:
    """The words of a passage as compared: without tags, marks and capitals."""
    bare = patterns.TAG.sub(" ", text).casefold().replace("’", "'")
    return tuple(_WORD.findall(bare)[:_MOST_WORDS])


def _runs(words: Sequence[str]) -> list[bytes]:
    runs = {" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
    return [run.encode(errors="surrogatepass") for run in runs]


def _nearest(
    lsh: Any, sketch: Any, words: tuple[str, ...], firsts: dict[str, _First]
) -> str | None:
    """The group whose first passage prints nearly the same words, the likest of those proposed."""
    best: tuple[float, str] | None = None
    for name in sorted(lsh.query(sketch))[:_CANDIDATES]:
        likeness = aligned(words, firsts[name].words)
        if likeness >= ALIKE and (best is None or likeness > best[0]):
            best = (likeness, name)
    return best[1] if best else None


def aligned(first: Sequence[str], second: Sequence[str]) -> float:
    """The share (0..1) of the longer one's words that stand in both in the same order; 0 where
    the numbers of the two differ."""
    from rapidfuzz.distance import LCSseq

    longer = max(len(first), len(second))
    if min(len(first), len(second)) < ALIKE * longer:
        return 0.0
    if _figures(first) != _figures(second):
        return 0.0
    return LCSseq.similarity(first, second) / longer


def _figures(words: Sequence[str]) -> list[str]:
    return sorted(word for word in words if _FIGURE.fullmatch(word))
