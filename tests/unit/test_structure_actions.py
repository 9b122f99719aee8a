"""What was agreed to be done, and who owes it: the forms that minutes use, and those that fool."""

import pytest

from corpus.model import Action, Document, SourceFile
from indexer.analyse import analyse

HEAD = """\
Minutes of the Harbour Panel

Tuesday, 4 June 2019

Present: Ada Quill (Chair), Bo Tamsin (Treasurer), Cyrus Penhale (Chief Constable)

1. Lights

"""


def actions_of(words: str) -> list[tuple[str, Action]]:
    text = f"{HEAD}{words}\n\n2. Close\n\nThe meeting closed at noon.\n"
    found = analyse(Document("a.txt", SourceFile("a.txt", "0" * 64, "text/plain", len(text)), text))
    return [(text[one.span.start : one.span.end], one) for one in found.actions]


@pytest.mark.parametrize(
    ("words", "kind", "owner"),
    [
        ("Resolved: that the Chairman write to the harbour office.", "agreement", "Chairman"),
        ("Resolved: that the lamps be counted at every meeting.", "agreement", None),
        ("Action 1: Treasurer to publish the list of lamps twice a year.", "action", "Treasurer"),
        ("Action: the Chief Constable to report on the lamps.", "action", "Chief Constable"),
        ("The Chief Constable promised two patrols a month.", "promise", "Chief Constable"),
        ("The Panel asked for a report on the lamps of the quay.", "request", None),
        ("Action: Letters to the lamplighters to go out again.", "action", None),
        ("AGREED to pay the share when the bill for oil has come.", "agreement", None),
    ],
)
def test_an_action_is_read_in_the_forms_that_minutes_use(
    words: str, kind: str, owner: str | None
) -> None:
    [(quoted, one)] = actions_of(words)
    assert (quoted, one.kind, one.owner) == (words, kind, owner)


def test_a_pronoun_owes_as_the_subject_of_the_sentence_before_it() -> None:
    words = (
        "The Treasurer said that nothing was sold. He would ensure that the Panel was told first."
    )
    [(_, one)] = actions_of(words)
    assert one.owner == "Treasurer"


def test_a_pronoun_without_an_office_before_it_owes_nothing_to_nobody() -> None:
    [(_, one)] = actions_of("There was nothing else to sell. He would ensure that they were told.")
    assert one.owner is None


@pytest.mark.parametrize(
    "words",
    [
        "They were first promised for the end of last year, and nobody has seen them since.",
        "Cllr Penrose said that the Chief Executive had promised it before anything was sold.",
        "The next meeting will be held in the summer at the harbour office, as always.",
    ],
)
def test_what_was_promised_long_ago_is_no_action_of_this_meeting(words: str) -> None:
    assert actions_of(words) == []


def test_what_became_of_earlier_actions_is_no_action() -> None:
    text = HEAD.replace("1. Lights", "1. Actions from earlier meetings")
    text += "The sample of lamps asked for in May has been completed.\n\n2. Close\n\nAt noon.\n"
    source = SourceFile("a.txt", "0" * 64, "text/plain", len(text))
    assert analyse(Document("a.txt", source, text)).actions == ()
