"""Abbreviations as documents define them, and people however they are listed."""

import pytest

from corpus.model import Document, SourceFile
from indexer.analyse import analyse
from indexer.entities import abbreviations
from indexer.entities.people import person_names
from indexer.language import patterns


def document(text: str) -> Document:
    return Document("a.txt", SourceFile("a.txt", "0" * 64, "text/plain", len(text)), text)


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("the Police and Crime Commissioner (PCC) said", "PCC", "Police and Crime Commissioner"),
        ("the Office of the Counties’ Coroner (OCC) is", "OCC", "Office of the Counties’ Coroner"),
        ("several organised crime groups (OCGs) were", "OCG", "organised crime groups"),
        ("a multi-agency safeguarding hub (MASH) is", "MASH", "multi-agency safeguarding hub"),
        ("Fire & Rescue Services (FRS) came", "FRS", "Fire & Rescue Services"),
        (
            "the local SOCU (Serious Organised Crime Unit) is",
            "SOCU",
            "Serious Organised Crime Unit",
        ),
        ("the superintendents (Supts) and", "Supt", "superintendents"),
        ("Home Office data hub (HODH) on", "HODH", "Home Office data hub"),
        ("Victims' Code of Practice (VCoP) and", "VCoP", "Victims' Code of Practice"),
        ("an Assistant Chief Constable (ACC Jones) was", "ACC", "Assistant Chief Constable"),
    ],
)
def test_a_definition_is_read_in_either_order(text: str, short: str, long: str) -> None:
    [found] = abbreviations.definitions(document(text))
    assert (found.short, found.long) == (short, long)
    assert long in text[found.span.start : found.span.end]


@pytest.mark.parametrize(
    "text",
    [
        "(Copies of documents A and B are attached)",
        "the meeting (TBC) is",
        "Overview of lamps (see Appendix)",
        "a report on it (XYZ) was",
        "(PCC)",
        "the year (2018) was",
    ],
)
def test_a_bracket_that_defines_nothing_is_no_definition(text: str) -> None:
    assert abbreviations.definitions(document(text)) == []


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("The records system, Beacon, had gone live.", "Beacon", "records system"),
        ("The lamp counting scheme (Beacon) had begun.", "Beacon", "lamp counting scheme"),
        ("and the crime recording system, LampLog, by", "LampLog", "crime recording system"),
        ("for a new reporting app called ‘Harbour Light’, which", "Harbour Light", "reporting app"),
        ("of our victim support\nhub known as Haven.", "Haven", "victim support hub"),
    ],
)
def test_a_thing_has_the_name_that_stands_beside_it(text: str, short: str, long: str) -> None:
    [found] = abbreviations.definitions(document(text))
    assert (found.short, found.long) == (short, long)
    assert short in text[found.span.start : found.span.end]


@pytest.mark.parametrize(
    "text",
    [
        "a new system called Beacon is",
        "the head of the system, Beacon, said",
        "the referral centre, Harlow, was opened",
        "the records system, Clive Smith, said",
        "the grant scheme, June, was",
        "the records system Beacon was",
    ],
)
def test_a_name_beside_too_little_or_too_much_is_none(text: str) -> None:
    assert abbreviations.definitions(document(text)) == []


def listed(text: str) -> list[tuple[str, str, str]]:
    found = analyse(document(f"Notes of the meeting\n\n{text}\n\n1. Welcome\n\nAll were welcome."))
    return [(one.name, one.role, one.attendance) for one in found.parts[0].people]


def test_pairs_on_a_line_are_read() -> None:
    assert listed("Present:\n\nAda Quill, Chief Executive\nBo Hall, Treasurer, Harbour Office") == [
        ("Ada Quill", "Chief Executive", "present"),
        ("Bo Hall", "Treasurer, Harbour Office", "present"),
    ]


def test_a_run_on_list_with_roles_in_brackets_is_read_over_its_lines() -> None:
    text = (
        "Attendees: Ada Quill (AQ) (Chairing), Bo Hall (BH), Cyrus\nPenhale (CP)\n\n"
        "Apologies; Dora Vane"
    )
    assert listed(text) == [
        ("Ada Quill", "Chairing (AQ)", "present"),
        ("Bo Hall", "BH", "present"),
        ("Cyrus Penhale", "CP", "present"),
        ("Dora Vane", "", "apologies"),
    ]


def test_rows_of_names_and_roles_are_read() -> None:
    assert listed("\tName:\tCapacity:\nAttendance:\tAda Quill\tClerk (CL)\n\tBo Hall\tMayor") == [
        ("Ada Quill", "Clerk (CL)", "present"),
        ("Bo Hall", "Mayor", "present"),
    ]


def test_an_observer_is_told_so() -> None:
    assert listed("Present:\n\n• Ada Quill (Observer), Head of Lamps (AQ)") == [
        ("Ada Quill", "Head of Lamps (AQ)", "observer")
    ]


@pytest.mark.parametrize("words", ["County Hall", "Harbour Council", "Chief Constable", "The"])
def test_places_and_offices_are_no_names(words: str) -> None:
    assert not person_names.is_name(words)


def test_titles_and_honours_are_no_part_of_a_name() -> None:
    assert person_names.canonical("Colonel Tony Marsh OBE") == "Tony Marsh"
    assert person_names.canonical("PCC Ada Quill") == "Ada Quill"


def test_a_number_is_read_with_its_form() -> None:
    styles = {one: patterns.numbered(one + " Words") for one in ("2.", "2.1", "(iv)", "b", "B2.6")}
    assert {one: found.style for one, found in styles.items() if found} == {
        "2.": "N.",
        "2.1": "N.N",
        "(iv)": "(i)",
        "b": "a",
        "B2.6": "A.N",
    }


def test_a_list_of_those_present_ends_where_the_minutes_begin() -> None:
    assert listed(
        "Present: Ada Quill (Chair), Bo Tamsin (Treasurer)\n"
        "104. Apologies\nThere were no apologies, and nobody asked for any."
    ) == [("Ada Quill", "Chair", "present"), ("Bo Tamsin", "Treasurer", "present")]


def test_names_with_their_initials_go_on_over_a_line() -> None:
    assert listed(
        "Attendees: Ada Quill (AQ) (Chairing), Bo Tamsin (BT) (Minuting), Cyrus\n"
        "Penhale (CP), Dora Vane (DV)"
    ) == [
        ("Ada Quill", "Chairing (AQ)", "present"),
        ("Bo Tamsin", "Minuting (BT)", "present"),
        ("Cyrus Penhale", "CP", "present"),
        ("Dora Vane", "DV", "present"),
    ]
