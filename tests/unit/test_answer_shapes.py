"""What of a sentence was asked for, which items belong to a list, what other papers say."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from made import Line, document, ordinals, write

from corpus.model import Document, Part, Passage, PassageKind, Person, Section, SourceFile, Span
from search.answer.latest import lately
from search.answer.listing import members
from search.answer.remarks import correction, differing, other_day
from search.answer.shapes import lists_people, people, point
from search.index import NO_FILTER, Filter, Index, open_index
from search.query.question_kind import QuestionKind
from search.results import Hit

PEOPLE = (
    Person("Ada Birch", "Chief Constable (CC)"),
    Person("Omar Finch", "Assistant Chief Constable, Crime (ACC)"),
    Person("Lena Quist", "Treasurer, OPCC"),
)


def passage(text: str, speaker: str = "") -> Passage:
    paper = Document("m.txt", SourceFile("m.txt", "0", "text/plain", 1), text)
    part = Part(paper, 0, Span(0, len(text)), "Minutes", "panel_minutes", people=PEOPLE)
    section = Section(part, 0, Span(0, len(text)))
    return Passage("p", section, Span(0, len(text)), speaker=speaker)


@pytest.mark.parametrize(
    ("kind", "question", "text", "words"),
    [
        ("how_many", "How many drones were bought?", "The force bought 12 drones for £9,000.",
         "12 drones"),
        ("how_many", "What did the drones cost?", "The force bought 12 drones for £9,000.",
         "£9,000"),
        ("how_many", "How many thefts were there in 2021/22?",
         "There were more thefts in 2021/2022 (310) than in 2020/2021 (288).", "310"),
        ("how_many", "What was drawn from reserves in 2021/22?",
         "£3.1m drawn from reserves in 2021/22 (set against £8.8m in 20/21)", "£3.1m"),
        ("how_many", "What was drawn from reserves in 2020/21?",
         "£3.1m drawn from reserves in 2021/22 (set against £8.8m in 20/21)", "£8.8m"),
        ("how_many", "How many thefts were there in 2019?", "Thefts came to 310 in 2018.", None),
        ("how_many", "How many thefts were there?", "Item 12 was noted in 2021.", None),
        ("when", "When did the hub open?", "The hub opened on 12 May 2021, as planned.",
         "12 May 2021"),
        ("where", "Where was the trial held?", "A trial was held in Port Elden last year.",
         "Port Elden"),
        ("where", "Where were thefts highest?", "Elden 12%, Marsh 30%, Upper Wold 7%.", "Marsh"),
        ("where", "Where were thefts lowest?", "Elden 12%, Marsh 30%, Upper Wold 7%.",
         "Upper Wold"),
        ("yes_no", "Did it open?", "It opened on 12 May 2021.", None),
    ],
)  # fmt: skip
def test_the_thing_asked_for_is_pointed_at(
    kind: QuestionKind, question: str, text: str, words: str | None
) -> None:
    found = point(kind, question, text)
    assert (text[slice(*found)] if found else None) == words


def test_of_a_row_the_cell_under_what_was_asked_for_is_pointed_at() -> None:
    row, heads = "Thefts\t310\t288", ("Measure", "2021/22", "2020/21")
    found = point("how_many", "How many thefts in 2020/21?", row, heads)
    assert found is not None
    assert row[slice(*found)] == "288"
    assert point("how_many", "How many thefts were there?", row, heads) is None


@pytest.mark.parametrize(
    ("question", "text", "names"),
    [
        ("Who ordered the audit?", "The CC ordered an audit after the ACC had asked for one.",
         ["Ada Birch", "Omar Finch"]),
        ("Who asked for an audit?", "The CC agreed to an audit, which the ACC asked for.",
         ["Omar Finch", "Ada Birch"]),
        ("Who bought the boat?", "The boat was sold to Mr Tarn.", ["Mr Tarn"]),
        ("Who was told by Ada Birch?", "Ada Birch told the Treasurer.", ["Lena Quist"]),
        ("Who welcomed it?", "It was welcomed.", []),
    ],
)  # fmt: skip
def test_who_did_it_is_a_person_by_name_however_the_paper_calls_them(
    question: str, text: str, names: list[str]
) -> None:
    assert [one.name for one in people(question, text, passage(text))] == names


def test_a_speaker_answers_who_said_it_and_not_who_did_it() -> None:
    said = passage("It would open in May.", speaker="Ada Birch")
    assert [one.name for one in people("Who said it would open?", said.text, said)] == ["Ada Birch"]
    assert people("Who opens it?", said.text, said) == ()


@pytest.fixture
def archive(tmp_path: Path) -> Index:
    first = document(
        "a.txt",
        [
            Line("The clear-up rate for burglary was 31.4% in the year.", "2021-03-02"),
            Line("The lease of Harbour House ended on 8 August 2021.", "2021-09-01"),
        ],
    )
    second = document(
        "b.txt",
        [
            Line(
                "The clear-up rate for burglary was given as 31.4%. The right figure is 28.9%.",
                "2021-11-02",
            ),
            Line("The lease of Harbour House ended on 11 August 2021.", "2021-09-01"),
            Line("The clear-up rate for burglary is now 28.9%, an error put right.", "2022-01-01"),
        ],
    )
    third = document(
        "c.txt", [Line("The clear-up rate for burglary was 33.0% in the year.", "2021-03-02")]
    )
    write(tmp_path, [first, second, third])
    return open_index(tmp_path)


def passages(index: Index, *numbers: int) -> list[Passage]:
    held = ordinals(index)
    return index.fetch([held[number] for number in numbers])


def test_a_figure_that_is_corrected_later_is_marked_with_what_corrects_it(archive: Index) -> None:
    wrong = archive.fetch([0])[0]
    found = correction(wrong.text, wrong, archive)
    assert found is not None
    by, sentence = found
    assert by.document.id == "b.txt"
    assert "28.9%" in sentence


def test_the_right_figure_and_the_correction_itself_are_not_marked(archive: Index) -> None:
    for right in passages(archive, 2, 4):
        assert correction(right.text, right, archive) is None


@pytest.mark.parametrize(
    "other",
    [
        # Another thing's figure, beside a word that may speak of a correction and does not.
        "In Elden 1.4% of residents and 31.4% of visitors were checked for burglary. Assurance on "
        "the correct use of the rate of checks was asked for.",
        # A correction, of something else that a long passage speaks of.
        "The clear-up rate for burglary was 31.4%. The hall was warm. Tea was served at noon. "
        "Bicycles: the right figure is 12.5%, not 13.1%.",
    ],
)
def test_a_word_of_correction_that_is_about_something_else_corrects_nothing(
    other: str, tmp_path: Path
) -> None:
    wrong = Line("The clear-up rate for burglary was 31.4% in the year.", "2021-03-02")
    later = Line(other, "2021-11-02")
    write(tmp_path, [document("a.txt", [wrong]), document("b.txt", [later])])
    index = open_index(tmp_path)
    (first,) = passages(index, 0)
    assert correction(first.text, first, index) is None


def test_two_papers_that_differ_about_one_thing_are_both_told(archive: Index) -> None:
    one, other = passages(archive, 0, 5)
    found = differing(one.text, Hit(one, 1.0), [(Hit(other, 0.9), other.text)])
    assert found is not None
    assert found[0].document.id == "c.txt"
    assert differing(one.text, Hit(one, 1.0), [(Hit(one, 0.9), one.text)]) is None


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("The clear-up rate for burglary was 33.0% in 2019/20.", "2021-03-02"),
        ("The clear-up rate for burglary was 33.0% in the year.", None),
        ("The clear-up rate for burglary was 33.0% in the year.", "2023-05-09"),
    ],
)
def test_figures_of_other_times_do_not_contradict(
    told: str, day: str | None, tmp_path: Path
) -> None:
    first = Line("The clear-up rate for burglary was 31.4% in the year.", "2021-03-02")
    write(tmp_path, [document("a.txt", [first]), document("b.txt", [Line(told, day)])])
    one, other = passages(open_index(tmp_path), 0, 1)
    assert differing(one.text, Hit(one, 1.0), [(Hit(other, 0.9), told)]) is None


def test_two_days_for_one_thing_are_both_told(archive: Index) -> None:
    one, other = passages(archive, 1, 3)
    question = "When did the lease of Harbour House end?"
    assert other_day(question, one.text, [(other, other.text)]) == (other, other.text)
    assert other_day(question, one.text, [(one, one.text)]) is None


def test_the_days_of_two_meetings_do_not_differ(archive: Index) -> None:
    one = archive.fetch([1])[0]
    question = "When does the board next meet?"
    said = "The first meeting of the new league of boards will be held at Marl on 12 May 2022."
    told = "To confirm the minutes of the meeting of the board held on 6 February 2022."
    assert other_day(question, said, [(one, told)]) is None


def test_lately_is_the_last_year_that_the_archive_holds(archive: Index) -> None:
    late = lately(archive, NO_FILTER)
    assert late is not None
    assert late.since == "2020-12-31"
    assert lately(archive, Filter(since="2020")) is None


def test_a_passage_that_leads_into_nothing_is_no_list(archive: Index) -> None:
    assert members("Which are the leases?", archive.fetch([1])[0], archive) == []


@pytest.mark.parametrize("kind", ["item", "paragraph"])
def test_a_heading_may_be_what_leads_into_a_list(tmp_path: Path, kind: PassageKind) -> None:
    paper = document("a.txt", [Line("Actions agreed:"), Line("Buy drones"), Line("Sell vans")])
    heading, *others = paper.passages
    kinds = (replace(heading, kind="heading"), *(replace(one, kind=kind) for one in others))
    write(tmp_path, [replace(paper, passages=kinds)])
    with closing(open_index(tmp_path)) as index:
        found = members("Which actions were agreed?", index.fetch(ordinals(index))[0], index)
    texts = ["Buy drones", "Sell vans"] if kind == "item" else []
    assert [one.text for one in found] == texts


def test_a_list_of_those_present_answers_nothing_but_who_was_there() -> None:
    row = "Ada Birch\tChief Constable (CC)"
    assert lists_people("Who leads the force after Ada Birch?", row, passage(row))
    assert not lists_people("Who was present?", row, passage(row))
    said = "The Chief Constable ordered an audit of every stop."
    assert not lists_people("Who ordered it?", said, passage(said))
