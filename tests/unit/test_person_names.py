"""A name is told from the titles, ranks and offices beside it."""

import pytest

from indexer.entities.people import people_lists, person_names


@pytest.mark.parametrize(
    ("words", "name", "rank"),
    [
        ("Rt. Hon. Professor Ada Quill AM", "Ada Quill", ""),
        ("T/ACC Bo Hall", "Bo Hall", "T/ACC"),
        (
            "Temporary Assistant Chief Constable Bo Hall",
            "Bo Hall",
            "Temporary Assistant Chief Constable",
        ),
        ("Her Worship Mayor Quill", "Quill", "Mayor"),
        ("HHJ Ada Quill KC", "Ada Quill", ""),
        ("Wyn Rees, CBE", "Wyn Rees", ""),
        ("Dr Ada O’Quill BSc MB ChB FRCP", "Ada O’Quill", ""),
        ("MRS A. QUILL-HAY", "A. Quill-Hay", ""),
        ("Lord-Lieutenant Bo Hall", "Bo Hall", "Lord-Lieutenant"),
    ],
)
def test_titles_ranks_and_letters_are_told_from_the_name(words: str, name: str, rank: str) -> None:
    found = person_names.read(words)
    assert found is not None
    assert (found.name, found.rank) == (name, rank)


def test_an_inspector_s_office_of_several_words_is_kept_behind_the_name() -> None:
    for words, role in (
        (
            "Bo Hall HMI Constabulary and Fire & Rescue Services",
            "HMI Constabulary and Fire & Rescue",
        ),
        ("Ada Quill CBE HMI Probation", "HMI Probation"),
    ):
        (found,) = people_lists.read(words, "author", lines=True)
        assert found.role.startswith(role)


@pytest.mark.parametrize(
    "words",
    [
        "West Wexmoor",
        "Thornbyshire Rangers Thornbyshire",
        "Chief Constable",
        "The Speaker",
        "Matters Arising",
        "Next Meeting",
        "Joint Audit Committee",
        "Mike B",
        "ACC",
        "Dr",
        "",
        "Road Safety",
        "Acting Chief Constable of Wexmoor",
    ],
)
def test_what_is_no_name_is_none(words: str) -> None:
    assert person_names.read(words) is None
