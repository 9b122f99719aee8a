"""A letter is dated by itself, and a paper by nothing that a list of other papers names."""

from __future__ import annotations

import pytest

from corpus.model import Document, SourceFile, Understanding
from indexer.analyse import analyse
from indexer.language import lexicon


def read(text: str) -> Understanding:
    source = SourceFile("paper.txt", "0" * 64, "text/plain", len(text))
    return analyse(Document(id="paper.txt", source=source, text=text))


BODY = (
    "Lamps on the quay\n\nThank you for your letter of 2 October 2019 about the lamps. The Board "
    "met on 4 October 2019 and asks that they are lit by 10 January 2020.\n\n"
)


@pytest.mark.parametrize(
    ("head", "end"),
    [
        (
            "                    Quay House\n                    14 November 2019\n\n",
            "Yours sincerely\n\nA Quill",
        ),
        (
            "Ms R Lund\nClerk\n\nDate: 14 November 2019\nOur ref: Q/3\n\n",
            "Kind regards\n\nA Quill",
        ),
        ("", "Yours sincerely,\n\nCllr Ada Quill\nChair, Quay Board\n\n14 November 2019"),
        (
            "Quay Board\n\n",
            "Yours truly\nA Quill\nDated: 14 November 2019\n\nEncl. 3 May 2019",
        ),
    ],
)
def test_a_letter_is_of_its_own_date_wherever_that_stands(head: str, end: str) -> None:
    (part,) = read(f"{head}Dear Ms Lund\n\n{BODY}{end}\n").parts
    assert (part.kind, part.said_on) == ("letter", "2019-11-14")


@pytest.mark.parametrize(
    "end",
    [
        "Yours sincerely\n\nAda Quill\n\nEnc: Report on lamps, 3 May 2019",
        "Yours sincerely\n\nAda Quill\nChair\n\ncc: Members of the Board of 3 May 2019",
        "Yours sincerely\n\nAda Quill\n3 May 2019\n\n5 June 2019",
        "Yours sincerely\n\nAda Quill\n\nReply by 3 May 2019",
    ],
)
def test_a_date_of_something_else_below_a_letter_does_not_date_it(end: str) -> None:
    (part,) = read(f"Dear Ms Lund\n\n{BODY}{end}\n").parts
    assert (part.kind, part.said_on) == ("letter", None)


@pytest.mark.parametrize(
    "heading",
    [
        "Available Papers",
        "Papers available",
        "Attached documents:",
        "MEETING DOCUMENTS",
        "Enclosures",
    ],
)
def test_a_list_of_papers_at_the_head_tells_nothing_of_the_paper(heading: str) -> None:
    found = read(
        "Quay Safety Board\n\n"
        f"{heading}\n\nAnnual report 2017\nInspection of lamps, 5 March 2019\n\n"
        "Minutes of the meeting held on 9 May 2019\n\n"
        "Present: Ada Quill, Tom Reeve\n\n"
        "1. Lamps\n\nMs Quill said that eleven lamps had failed in April.\n"
    )
    (part,) = found.parts
    assert (part.kind, part.said_on) == ("minutes", "2019-05-09")
    assert "nnual" not in part.title
    assert [one.name for one in part.people] == ["Ada Quill", "Tom Reeve"]


def test_the_heading_of_such_a_list_is_nobody_who_was_there() -> None:
    found = read(
        "Notes of the Quay Forum, 9 May 2019\n\nPresent: Ada Quill, Tom Reeve\nAvailable Papers\n\n"
        "Ms Quill said that eleven lamps had failed in April.\n"
    )
    assert [one.name for one in found.parts[0].people] == ["Ada Quill", "Tom Reeve"]


@pytest.mark.parametrize("words", ["reports received", "papers on lamps", "the documents say so"])
def test_an_item_about_papers_is_no_list_of_them(words: str) -> None:
    assert not lexicon.PAPERS.fullmatch(words)
