"""Papers of a small archive that speak of cameras, outcomes and units under several names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from made import Line, document

from corpus.model import Definition, Span, Understanding
from search.results import EveryResult, Hit

OTHER = (
    "The fleet was renewed.",
    "Trees were planted in the car park of the station.",
    "The panel thanked the officers.",
    "Lunch was taken at noon.",
    "A new bridge was opened by the mayor.",
)


def filler(number: int, said_on: str | None) -> list[Line]:
    return [
        Line(f"{OTHER[n % 5]} Item {number}.{n}.", said_on, heading=f"Other business {n // 3}")
        for n in range(9)
    ]


def papers() -> list[Understanding]:
    made = [
        document(
            "2018.txt",
            [
                Line("Body worn video was issued to all.", "2018-02-06", "Ann Other", "Cameras"),
                Line("It records well at night.", "2018-02-06", "Bo Chief", "Cameras"),
                Line("Outcome 16 was used too often.", "2018-02-06", "Bo Chief", "Outcomes"),
                *filler(1, "2018-02-06"),
            ],
        ),
        document(
            "2019.txt",
            [
                *filler(2, "2019-05"),
                Line("Bodycam footage is kept a month.", "2019-05", "Ann Other", "Film"),
                Line("The BWV contract ends.", "2019-05", "", "Film"),
                Line("The Vale Nine Unit (VNU) was formed.", "2019-05", "", "Units"),
            ],
            kind="letter",
            body="Vale Force",
        ),
        document(
            "2020.txt",
            [
                *filler(3, "2020"),
                Line("Body worn video was issued to all.", "2018-02-06", "", "Reprint"),
                Line("The victim did not want a prosecution.", "2020", "", "Outcomes"),
                Line("The VNU met. Hate crime rose.", "2020", "", "Units"),
            ],
        ),
        document("undated.txt", [*filler(4, None), Line("Body worn video is liked.", None)]),
        document("old.txt", [*filler(5, "2001-01-02"), Line("A vnu is a bird.", "2001-01-02")]),
    ]
    first = made[0].passages[0].id
    reprint = [
        replace(p, group=first, copy="exact") if p.text.startswith("Body worn") else p
        for p in made[2].passages
    ]
    made[2] = replace(made[2], passages=tuple(reprint))
    defined = Definition("VNU", "Vale Nine Unit", "2019.txt", Span(0, 3))
    made[1] = replace(made[1], definitions=(defined,))
    return made


def texts(hits: Sequence[Hit]) -> list[str]:
    return [hit.passage.text for hit in hits]


def above(found: EveryResult) -> list[str]:
    return texts([*found.discussed, *found.named])


def ids(hits: Sequence[Hit]) -> set[str]:
    return {hit.passage.id for hit in hits}
