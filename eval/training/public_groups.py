"""Groups out of public sets, to begin training with: ConditionalQA (train) and QMSum (train).

ConditionalQA asks of guidance in long stories and marks the sentences that are evidence; its
negatives are other sentences of the same page and what BM25 puts forward. QMSum marks the turns
of a meeting that answer; its negatives are other turns of that meeting. Neither test split is
touched; a fold of the questions is never trained on by the encoder.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np

from eval.collections.beir import BeirSet, read_beir
from eval.collections.qmsum import read_qmsum
from eval.training.reader_inputs import fold_of, taught
from search.tokens import content_terms, terms

BESIDE = 15
"""Negatives of each of two kinds."""
_SHORTEST = 8
"""Words of a turn; a shorter one says nothing by itself."""


def conditionalqa(folder: Path, chance: random.Random) -> tuple[list[Any], list[dict[str, Any]]]:
    """Passages and groups of the split ``train``."""
    from rank_bm25 import BM25Okapi

    found: BeirSet = read_beir(folder, "train")
    rows = list(found.rows)
    number = {row.id: n for n, row in enumerate(rows)}
    by_title: dict[str, list[int]] = {}
    for n, row in enumerate(rows):
        by_title.setdefault(row.title, []).append(n)
    words = BM25Okapi([terms(row.text) or [""] for row in rows])
    passages = [
        {"id": f"cqa/{row.id}", "document": row.title, "place": row.title, "text": row.text}
        for row in rows
        if row.text.strip()
    ]
    held = {one["id"] for one in passages}
    groups = []
    for name, text in found.queries.items():
        right = [number[one] for one, grade in found.qrels[name].items() if grade and one in number]
        scores = words.get_scores(content_terms(terms(text)))
        best = np.argsort(-scores)[: 3 * BESIDE].tolist()
        page = [n for of in {rows[n].title for n in right} for n in by_title[of]]
        others = chance.sample(page, min(BESIDE, len(page))) + best
        wrong = list(dict.fromkeys(n for n in others if n not in right))[: 2 * BESIDE]
        candidates = [(n, 2) for n in right] + [(n, 0) for n in wrong]
        groups.append(_group(_named(name), "question", text, [
            (f"cqa/{rows[n].id}", grade) for n, grade in candidates
            if f"cqa/{rows[n].id}" in held
        ]))  # fmt: skip
    return passages, groups


def _named(query: str) -> str:
    return f"cqa-{query}"


def public_taught(query: str) -> bool:
    """Whether the encoder was trained on that question of ConditionalQA, train."""
    return taught(_named(query), fold_of(_named(query)))


def qmsum(folder: Path, chance: random.Random) -> tuple[list[Any], list[dict[str, Any]]]:
    """Passages and groups of the split ``train``: what is asked is a topic of its meeting."""
    meetings, queries = read_qmsum(folder, "train", "")
    passages, told = [], {}
    for name, meeting in meetings.items():
        for n, turn in enumerate(meeting.turns):
            if len(turn.text.split()) >= _SHORTEST:
                told[name, n] = f"qmsum/{name}/{n}"
                passages.append({"id": told[name, n], "document": name, "place": turn.speaker,
                                 "text": turn.text})  # fmt: skip
    groups = []
    for query in queries:
        mine = [n for of, n in told if of == query.meeting]
        right = set(query.gold) & set(mine)
        wrong = [n for n in mine if n not in right]
        taken = [(n, 2) for n in chance.sample(sorted(right), min(10, len(right)))]
        taken += [(n, 0) for n in chance.sample(wrong, min(2 * BESIDE, len(wrong)))]
        rows = [(told[query.meeting, n], grade) for n, grade in taken]
        groups.append(_group(f"qmsum-{query.id}", "mention", query.text, rows))
    return passages, groups


def _group(name: str, kind: str, text: str, rows: list[tuple[str, int]]) -> dict[str, Any]:
    candidates = [[passage, grade, None, None] for passage, grade in rows]
    return {"id": name, "of": "public", "kind": kind, "text": text, "document": name,
            "candidates": candidates}  # fmt: skip


def public(shared: Path, seed: int = 1) -> tuple[list[Any], list[dict[str, Any]]]:
    """Both sets together."""
    chance = random.Random(seed)
    passages, groups = conditionalqa(shared / "data/conditionalqa_passages", chance)
    more, others = qmsum(shared / "data/qmsum", chance)
    return passages + more, groups + others
