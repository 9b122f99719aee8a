"""What is asked of the ledger is told from what is asked of the passages."""

from __future__ import annotations

import pytest

from search.query.ledger_questions import LedgerQuestion, asked


@pytest.mark.parametrize(
    ("text", "status", "owner", "topic"),
    [
        ("which actions are still open?", "unfinished", "", ""),
        ("Which actions remain outstanding on vetting?", "unfinished", "", "vetting"),
        ("list the open actions", "unfinished", "", ""),
        (
            "outstanding recommendations about missing children",
            "unfinished",
            "",
            "missing children",
        ),
        ("what undertakings have not been completed", "unfinished", "", ""),
        ("which actions have been completed?", "done", "", ""),
        ("are there any overdue actions?", "unfinished", "", ""),
        ("What did the chief constable promise about 101?", "", "chief constable", "101"),
        ("what has the commissioner undertaken on rural crime", "", "commissioner", "rural crime"),
        ("What did Ali agree to do about the blinds?", "", "Ali", "the blinds"),
        ("what was promised about body worn video?", "", "", "body worn video"),
        ("actions for the treasurer", "", "treasurer", ""),
    ],
)
def test_a_question_about_what_was_promised_reaches_the_ledger(
    text: str, status: str, owner: str, topic: str
) -> None:
    assert asked(text) == LedgerQuestion(status, owner, topic)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "what action was taken on speeding?",
        "999 performance",
        "how many officers are there?",
        "what is action fraud?",
        "Has the front counter been closed?",
        "Which police stations are still open?",
        "what did the inspection find?",
        "no further action",
        "what happened to the drone?",
        "What did you promise?",
        "action" * 200,
    ],
)
def test_any_other_question_is_left_to_the_passages(text: str) -> None:
    assert asked(text) is None
