"""Measures as people call them: results keep short names for gates, pages and terminal do not."""

from __future__ import annotations

import re

_NAMES = {
    "answer.right": "questions answered rightly",
    "answer.wrong": "questions answered wrongly",
    "answer.kept": "questions answered, of those the papers answer",
    "answer.cites_gold": "questions answered with a passage that answers",
    "answer.wrongly_refused": "questions refused, of those the papers answer",
    "answer.made_up": "questions answered, of those the papers do not answer",
    "answer.auroc": "how well its sureness tells the two apart (AUROC)",
    "unanswerable.abstained": "questions refused, of those the papers do not answer",
    "every.recall": "every time: of what belongs, found (recall)",
    "every.precision": "every time: of what is shown, belongs (precision)",
    "every.f1": "every time: both together (F1)",
    "every.date": "every time: found with the right date",
    "question.mrr@10": "how early the first passage that answers stands (MRR@10)",
}
_SUCCESS = re.compile(r"question\.success@(\d+)")
_READ = re.compile(r"question\.recall@(\d+)chars")


def plain(name: str) -> str:
    """The measure in words; what is no measure's name comes back as it is."""
    if found := _SUCCESS.fullmatch(name):
        place = "in the first place" if found[1] == "1" else f"among the first {found[1]}"
        return f"questions with a passage that answers {place}"
    if found := _READ.fullmatch(name):
        return f"of what answers, read within {int(found[1]):,} characters"
    return _NAMES.get(name, name)
