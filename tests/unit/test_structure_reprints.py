"""The same words in two papers are one group; near words with other figures are not."""

from corpus.model import Document, SourceFile, Understanding
from indexer.analyse import analyse
from indexer.structure import near_duplicates

SAID = (
    "West Harbour has introduced an action plan approach to deal with lamps that nobody tends, and "
    "part of that process is a daily reassessment of all such lamps by the supervisors on the quay."
)
NEARLY = SAID.replace("introduced an action plan", "brought in an action plan")
OTHER = "In the year to March 2019 the number of lamps that were lit on the quay every day was {}."


def read(name: str, *paragraphs: str) -> Understanding:
    text = "\n\n".join(paragraphs)
    return analyse(Document(name, SourceFile(name, "0" * 64, "text/plain", len(text)), text))


def test_an_exact_copy_is_grouped_with_the_first_and_told_exact() -> None:
    first, second = near_duplicates.group(
        [read("a.txt", SAID), read("b.txt", "The letter is quoted below.", SAID)]
    )
    [one] = first.passages
    assert (one.group, one.copy) == (one.id, "")
    assert (second.passages[1].group, second.passages[1].copy) == (one.id, "exact")


def test_a_near_copy_is_told_near() -> None:
    first, second = near_duplicates.group([read("a.txt", SAID), read("b.txt", NEARLY)])
    assert (second.passages[0].group, second.passages[0].copy) == (first.passages[0].id, "near")


def test_the_same_form_with_another_figure_says_something_else() -> None:
    _, second = near_duplicates.group(
        [read("a.txt", OTHER.format("1,204")), read("b.txt", OTHER.format("1,198"))]
    )
    assert second.passages[0].group == second.passages[0].id
    assert not second.passages[0].copy


def test_what_is_said_at_every_meeting_is_no_reprint() -> None:
    first, second = near_duplicates.group(
        [read("a.txt", "The report was noted."), read("b.txt", "The report was noted.")]
    )
    assert first.passages[0].group != second.passages[0].group


def test_grouping_again_changes_nothing() -> None:
    once = near_duplicates.group([read("a.txt", SAID, NEARLY), read("b.txt", SAID)])
    assert near_duplicates.group(once) == once


def test_a_misspelt_name_in_the_same_office_is_one_person() -> None:
    head = (
        "Notes of the meeting\n\nPresent:\n\n{}, Police and Crime Commissioner (PCC)\n\n"
        "1. Lamps\n\n"
    )
    said = "The PCC said that the lamps would be lit."
    first, second, third = near_duplicates.group(
        [
            read("a.txt", head.format("Ada Quillon") + said),
            read("b.txt", head.format("Ada Quillan") + said),
            read("c.txt", head.format("Ada Quillon") + said),
        ]
    )
    assert [one.parts[0].people[0].name for one in (first, second, third)] == ["Ada Quillon"] * 3
    assert second.parts[0].people[0].written == "Ada Quillan"
    assert second.passages[-1].speaker == "Ada Quillon"
    assert second.passages[-1].part.people[0].name == "Ada Quillon"


def test_two_people_of_like_names_in_different_offices_stay_two() -> None:
    head = "Notes of the meeting\n\nPresent:\n\n{}\n\n1. Lamps\n\nNothing was said at all today."
    first, second = near_duplicates.group(
        [
            read("a.txt", head.format("Ada Quillon, Treasurer")),
            read("b.txt", head.format("Ada Quillan, Clerk")),
        ]
    )
    assert first.parts[0].people[0].name != second.parts[0].people[0].name
