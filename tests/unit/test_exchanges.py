"""Questions and the replies that follow them, by whom."""

from __future__ import annotations

from corpus.model import Document, SourceFile, Understanding
from indexer.analyse import analyse
from indexer.entities.exchanges import exchanges

HEAD = """\
Minutes of the Harbour Panel

Tuesday, 4 June 2019

Present: Ada Quill (Chair), Bo Tamsin (Treasurer), Cyrus Penhale (Chief Constable)

1. Lanterns

"""


def read(words: str) -> Understanding:
    text = f"{HEAD}{words}\n\n2. Close\n\nThe meeting closed at noon.\n"
    return analyse(Document("a.txt", SourceFile("a.txt", "0" * 64, "text/plain", len(text)), text))


def told(words: str) -> list[tuple[str, str, list[tuple[str, str]]]]:
    held = read(words)
    text = held.document.text
    return [
        (
            one.question.speaker,
            text[one.question.span.start : one.question.span.end],
            [(two.speaker, text[two.span.start : two.span.end]) for two in one.replies],
        )
        for one in exchanges(held)
    ]


def test_two_speakers_of_one_passage_are_told_apart() -> None:
    asked = "The Treasurer asked why the lanterns were dark."
    said = "The Chief Constable replied that the oil had run out. More had been ordered."
    assert told(f"{asked} {said}") == [("Bo Tamsin", asked, [("Cyrus Penhale", said)])]


def test_a_second_question_ends_the_reply_to_the_first() -> None:
    found = told(
        "The Chair asked who lit them. The Treasurer said that nobody did. "
        "The Chief Constable asked when that would change. The Treasurer said in May."
    )
    assert [(who, [by for by, _ in replies]) for who, _, replies in found] == [
        ("Ada Quill", ["Bo Tamsin"]),
        ("Cyrus Penhale", ["Bo Tamsin"]),
    ]


def test_a_question_without_a_reply_has_none() -> None:
    assert told("The Treasurer asked why the lanterns were dark.")[0][2] == []


def test_the_reply_may_be_the_next_paragraph() -> None:
    asked, said = "The Chair asked for the cost of the oil.", "She was told that it was small."
    [(who, question, [(_, reply)])] = told(f"{asked}\n\n{said}")
    assert (who, question, reply) == ("Ada Quill", asked, said)


def test_words_that_ask_nothing_are_no_exchange() -> None:
    assert told("The Treasurer said that the lanterns were dark.") == []
