"""Speakers' names as headings: under their topic, and until the chair takes the floor again."""

from corpus.model import Document, SourceFile, Understanding
from indexer.analyse import analyse

MINUTES = """\
Minutes of the Harbour Panel

Tuesday, 4 June 2019

12 Public Participation

Sale of the Old Lighthouse

The Chairman said that each speaker would have three minutes.

Ada Quill (retired lighthouse keeper)

Mrs Quill said that the lamp had burned for a hundred years and that nobody had asked her.

Bo Tamsin

He believed that the tower could have fetched a great deal more at an open auction.

Cyrus Penhale

Mr Penhale asked who had valued the tower, and on what day, and for how much.

The Chairman thanked the speakers and said that the Panel would come back to the matter.

The record of the sale lies open at the harbour office until the end of the month.

13 Street Lighting

The Panel noted that the lamps of the quay had been counted.
"""


def _understood(text: str) -> Understanding:
    source = SourceFile("notes.txt", "0" * 64, "text/plain", len(text))
    return analyse(Document("notes.txt", source, text))


def _path(found: Understanding, words: str) -> tuple[str, ...]:
    return next(one.section.headings for one in found.passages if words in one.text)


def test_speakers_names_stand_under_the_topic_they_speak_to() -> None:
    found = _understood(MINUTES)
    over = ("12 Public Participation", "Sale of the Old Lighthouse")
    assert _path(found, "a hundred years") == (*over, "Ada Quill (retired lighthouse keeper)")
    assert _path(found, "fetched a great deal") == (*over, "Bo Tamsin")
    assert _path(found, "who had valued") == (*over, "Cyrus Penhale")


def test_a_speakers_turn_ends_when_the_chair_speaks_again() -> None:
    found = _understood(MINUTES)
    over = ("12 Public Participation", "Sale of the Old Lighthouse")
    assert _path(found, "thanked the speakers") == over
    assert _path(found, "record of the sale lies") == over


def test_two_words_in_capitals_are_no_speaker_without_a_person_in_evidence() -> None:
    text = MINUTES.replace("Mrs Quill said", "It was said").replace(
        "Mr Penhale asked", "They asked"
    )
    text = text.replace("Ada Quill (retired lighthouse keeper)", "Call Handling")
    assert _path(_understood(text), "who had valued") == (
        "12 Public Participation",
        "Cyrus Penhale",
    )
