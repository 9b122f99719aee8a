"""Notes of one meeting: lines that wrap, bullets, lettered items, columns that came out apart."""

import pytest

from corpus.model import Document, SourceFile, Understanding
from indexer.analyse import analyse

NOTES = """\
 Harbour Assurance Meeting May 2021 – Meeting Notes\x20
\x20
Date: Tuesday 25 May 2021 @ 10:30\x20

Chair: Ada Quill\x20

Minutes: Bo Tamsin, Policy Officer, OPCC\x20

 Name: Capacity:\x20

Attendance:\x20

Ada Quill\x20

Cyrus Penhale\x20

Police and Crime Commissioner (PCC)\x20

Chief Constable (CC)\x20

Apologies: Dora Vane\x20

Deputy Chief Constable (DCC)\x20

1.1 OUTSTANDING MATTERS\x20

Action arising from the December 2020 meeting:\x20

Agenda item 4: Harbour lights\x20

The lights on the quay will be counted before the next quarter.\x20

Update:\x20

• The lights have been counted, and there are fewer than there were when\x20
they were counted last.\x20

• The PCC asked why the count had been so slow and was told that it had been\x20
declining, \x20
 despite being a key area.  The CC responded that it would be quicker.\x20

2. HOLDING TO ACCOUNT\x20

a Confidence\x20

The latest data shows a general decline in performance across the whole\x20
harbour area in the last quarter of\x20
2020/21 as was expected.\x20

1. Can the CC explain the decline?\x20

Findings:\x20

• The force has no explanation for it that would satisfy anybody at all.\x20

Actions arising:\x20

The CC to share the plans with the PCC before the July meeting.\x20

 b Satisfaction\x20

Nothing was said about it that has not been said already in this room.\x20
"""


@pytest.fixture(scope="module")
def notes() -> Understanding:
    source = SourceFile("notes.txt", "0" * 64, "text/plain", len(NOTES))
    return analyse(Document("notes.txt", source, NOTES))


def path_of(found: Understanding, words: str) -> tuple[str, ...]:
    return next(one.section.headings for one in found.passages if words in one.text)


def test_notes_of_a_commissioner_and_a_chief_constable_hold_to_account(
    notes: Understanding,
) -> None:
    [part] = notes.parts
    assert part.kind == "holding_to_account_notes"
    assert (part.said_on, part.title) == (
        "2021-05-25",
        "Harbour Assurance Meeting May 2021 – Meeting Notes",
    )


def test_two_columns_that_came_out_one_after_the_other_are_paired(notes: Understanding) -> None:
    assert [(one.name, one.role, one.attendance) for one in notes.parts[0].people] == [
        ("Ada Quill", "Police and Crime Commissioner (PCC), Chair", "present"),
        ("Bo Tamsin", "Policy Officer, OPCC", "minutes"),
        ("Cyrus Penhale", "Chief Constable (CC)", "present"),
        ("Dora Vane", "Deputy Chief Constable (DCC)", "apologies"),
    ]


def test_wrapped_lines_are_one_bullet_also_over_a_page_break(notes: Understanding) -> None:
    [bullet] = [one for one in notes.passages if "so slow" in one.text]
    assert bullet.kind == "item"
    assert bullet.text.startswith("The PCC asked")
    assert bullet.text.endswith("it would be quicker.")


def test_a_line_that_begins_with_a_year_goes_on_with_the_sentence(notes: Understanding) -> None:
    [whole] = [one for one in notes.passages if "general decline" in one.text]
    assert whole.text.endswith("2020/21 as was expected.")


def test_the_path_holds_item_letter_and_label(notes: Understanding) -> None:
    assert path_of(notes, "no explanation for it") == (
        "2 HOLDING TO ACCOUNT",
        "a Confidence",
        "Findings",
    )
    assert path_of(notes, "Nothing was said about it") == (
        "2 HOLDING TO ACCOUNT",
        "b Satisfaction",
    )


def test_offices_are_the_people_who_held_them_at_this_meeting(notes: Understanding) -> None:
    bullet = next(one for one in notes.passages if "so slow" in one.text)
    assert (bullet.speaker, bullet.voice) == ("Ada Quill", "asked")


def test_an_action_of_an_older_meeting_keeps_its_date_and_its_update(notes: Understanding) -> None:
    old = notes.actions[0]
    assert NOTES[old.span.start : old.span.end].startswith("The lights on the quay")
    assert old.said_on == "2020-12"
    assert [NOTES[one.start : one.start + 19] for one in old.followed_up] == [
        "The lights have bee",
        "The PCC asked why t",
    ]


def test_an_action_says_who_owes_it_and_by_when(notes: Understanding) -> None:
    new = notes.actions[-1]
    assert (new.kind, new.owner, new.due_on, new.said_on) == (
        "action",
        "CC",
        "2021-07",
        "2021-05-25",
    )


def test_a_question_and_its_answer_are_headings_and_say_who_speaks() -> None:
    text = (
        "Holding to account, notes\n\nTuesday 25 May 2021\n\n"
        "Present: Ada Quill (Commissioner), Cyrus Penhale (Chief Constable)\n\n"
        "6 Lamps 2021/22\n\n"
        "Question from the Commissioner\n\n• How many lamps are there on the quay this year?\n\n"
        "Response of the Chief Constable\n\n• There are as many of them as last year.\n\n"
        "Action 1: Chief Constable to count the lamps of the quay again in a year.\n\n"
        "7 Close\n\nThe meeting closed at noon.\n"
    )
    found = analyse(Document("a.txt", SourceFile("a.txt", "0" * 64, "text/plain", 9), text))
    assert path_of(found, "How many") == ("6 Lamps 2021/22", "Question from the Commissioner")
    told = {one.text[:20]: (one.speaker, one.voice) for one in found.passages}
    assert told["How many lamps are t"] == ("Ada Quill", "asked")
    assert told["There are as many of"] == ("Cyrus Penhale", "said")
    assert told["Action 1: Chief Cons"] == ("", "written")
    assert [one.owner for one in found.actions] == ["Chief Constable"]


def test_those_present_stand_under_their_own_word_and_nothing_else_does() -> None:
    text = (
        "Minutes of the Harbour Panel\n\nTuesday 25 May 2021\n\n"
        "Present: Ada Quill (Commissioner), Cyrus Penhale (Chief Constable), Bo Tamsin (Clerk)\n\n"
        "This was the last meeting before the summer, and nobody wished to prolong it for long.\n\n"
        "1 Lamps\n\nThe lamps were lit again.\n\n2 Close\n\nThe meeting closed at noon.\n"
    )
    found = analyse(Document("a.txt", SourceFile("a.txt", "0" * 64, "text/plain", 9), text))
    assert path_of(found, "Cyrus Penhale") == ("Present",)
    assert path_of(found, "last meeting before") == ()
    assert [one.name for one in found.parts[0].people] == [
        "Ada Quill",
        "Cyrus Penhale",
        "Bo Tamsin",
    ]


def test_a_count_behind_a_bullet_is_no_number_of_the_item() -> None:
    text = (
        "Notes of the Ferry Board\n\nDate: Tuesday 4 June 2019\n\n1. Orders\n\nFindings:\n"
        "• 58 orders were made in 2018/19, up from 41.\n• 2.1 of the plan was read.\n"
    )
    source = SourceFile("a.txt", "0" * 64, "text/plain", len(text))
    held = [one.text.strip() for one in analyse(Document("a.txt", source, text)).passages]
    assert "58 orders were made in 2018/19, up from 41." in held
