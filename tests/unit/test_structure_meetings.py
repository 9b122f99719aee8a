"""Two meetings in one text: a second date under another title opens a part of its own."""

import pytest

from corpus.model import Document, SourceFile, Understanding
from indexer.analyse import analyse

BOARD = """\
{body}

{head}

1. Apologies

Nobody was away.

2. {topic}

{said}

3. Close

{end}
"""


def _understood(text: str) -> Understanding:
    source = SourceFile("notes.txt", "0" * 64, "text/plain", len(text))
    return analyse(Document("notes.txt", source, text))


def _minutes(body: str, head: str, topic: str, end: str = "There was no other business.") -> str:
    said = f"{topic} was discussed."
    return BOARD.format(body=body, head=head, topic=topic, said=said, end=end)


HEADS = [
    ("Lantern Board", "Minutes of the meeting held on {}"),
    ("QUAYSHIRE HARBOUR FORUM", "Notes of a meeting on {} at the Old Customs House"),
    ("Millbrook Parish Council", "Minutes of the Ordinary Meeting\n{}"),
    ("Joint Ferry Committee", "Meeting: {}, 10 am\n\nPresent: Ada Quill (Chair), Bo Tamsin"),
]


def _on(found: Understanding, words: str) -> str | None:
    return next(one.said_on for one in found.passages if words in one.text)


@pytest.mark.parametrize(("body", "head"), HEADS)
def test_a_second_meeting_in_one_text_has_its_own_date(body: str, head: str) -> None:
    found = _understood(
        _minutes(body, head.format("4 June 2019"), "Herring")
        + "\n"
        + _minutes(body, head.format("2 July 2019"), "Rope")
    )
    assert [part.said_on for part in found.parts] == ["2019-06-04", "2019-07-02"]
    assert _on(found, "Herring was") == "2019-06-04"
    assert _on(found, "Rope was") == "2019-07-02"


def test_each_of_four_meetings_in_one_text_is_a_part() -> None:
    days = ["4 June 2019", "2 July 2019", "6 August 2019", "3 September 2019"]
    text = "\n".join(_minutes("Lantern Board", f"Minutes of {day}", "Tar") for day in days)
    found = _understood(text)
    assert [part.said_on for part in found.parts] == [
        "2019-06-04",
        "2019-07-02",
        "2019-08-06",
        "2019-09-03",
    ]


@pytest.mark.parametrize(
    "end",
    [
        "The next meeting would be held on 2 July 2019.",
        "Date of next meeting: 2 July 2019",
        "Minutes of the meeting held on 7 May 2019 were agreed.",
    ],
)
def test_another_date_in_minutes_opens_no_part(end: str) -> None:
    found = _understood(
        _minutes("Lantern Board", "Minutes of the meeting held on 4 June 2019", "Tar", end)
    )
    assert [part.said_on for part in found.parts] == ["2019-06-04"]


def test_a_paper_without_a_date_behind_the_end_of_a_meeting_has_not_the_meetings() -> None:
    items = "\n\n".join(
        f"{number}. {name}\n\nThe wardens agreed that the {name.lower()} be looked at again before "
        "the winter of that year, and the clerk would write to all of them."
        for number, name in enumerate(("Lamps", "Ropes", "Nets", "Boats"), 1)
    )
    first, second, third = (
        f"Minutes of the Quay Board\n\nHeld on {day} in the old chandlery\n\n"
        f"Present: Ada Quill (Chair), Bo Hall, Cy Marsh\n\n{items}\n\n"
        "The meeting closed at nine.\n\nSigned ........ Date ........\n\n"
        for day in ("4 May 2021", "8 June 2021", "6 July 2021")
    )
    boxes = "\n\n".join(
        f"Box {number} asks for the balances of the harbour and for what was carried over."
        for number in range(1, 12)
    )
    form = f"Small harbours return\n\nPlease fill in this form in black ink.\n\n{boxes}\n\n"
    found = _understood(first + second + form + third)
    days = {one.said_on for one in found.passages if one.text.startswith("Box")}
    assert days == {None}
    assert {part.said_on for part in found.parts} == {"2021-05-04", "2021-06-08", "2021-07-06"}
