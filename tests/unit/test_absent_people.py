"""Who was not there, and what names nobody."""

import pytest
from reading import listed

ABSENCES = {
    "a sentence under a number": (
        "Present: Ada Quill, Bo Tamsin\n\n1. Apologies for absence\n\n"
        "Apologies were received from Cllr C. Penhale (Ward Member) and Mrs D. Vane.",
        ["Ada Quill", "Bo Tamsin", "apologies: C. Penhale | Ward Member", "apologies: D. Vane"],
    ),
    "a list under a number, with places": (
        "Present: Ada Quill, Bo Tamsin\n\n1. Welcome\n\nThe Chair welcomed everybody.\n\n"
        "2. Apologies for Absence\n\nCy Penhale – Thornby, Di Vane - Wexmoor Market, Ed Orme",
        [
            "Ada Quill",
            "Bo Tamsin",
            "apologies: Cy Penhale | Thornby",
            "apologies: Di Vane | Wexmoor Market",
            "apologies: Ed Orme",
        ],
    ),
    "bullets under a number": (
        "Attendees: Ada Quill (AQ), Bo Tamsin (BT)\n\n1 Apologies received from\n"
        "• Cy Penhale\n• Di Vane",
        ["Ada Quill | AQ", "Bo Tamsin | BT", "apologies: Cy Penhale", "apologies: Di Vane"],
    ),
    "on the line of the number": (
        "Present: Ada Quill, Bo Tamsin\n\n1. Apologies: Cy Penhale, Di Vane\n\n2. Minutes"
        "\n\nAgreed.",
        ["Ada Quill", "Bo Tamsin", "apologies: Cy Penhale", "apologies: Di Vane"],
    ),
    "who sent them stands first": (
        "Present: Ada Quill, Bo Tamsin\n\n1. Apologies\n\n"
        "Cllrs Penhale and Vane had sent their apologies. Mr Ed Orme was absent.",
        [
            "Ada Quill",
            "Bo Tamsin",
            "apologies: Penhale",
            "apologies: Vane",
            "absent: Ed Orme",
        ],
    ),
    "absent by a key of its own": (
        "Present: Ada Quill, Bo Tamsin\nApologies: Cy Penhale\nAbsent without apologies: Di Vane",
        ["Ada Quill", "Bo Tamsin", "apologies: Cy Penhale", "absent: Di Vane"],
    ),
    "observers": (
        "Present: Ada Quill (Chair)\nObservers: Bo Tamsin, Cy Penhale (Observer, Wexmoor Council)",
        ["Ada Quill | Chair", "observer: Bo Tamsin", "observer: Cy Penhale | Wexmoor Council"],
    ),
    "none": ("Present: Ada Quill\nApologies: None", ["Ada Quill"]),
    "none in a sentence": (
        "Present: Ada Quill\n\n1. Apologies\n\nThere were no apologies for absence.",
        ["Ada Quill"],
    ),
}


@pytest.mark.parametrize("name", ABSENCES)
def test_who_was_not_there_is_not_among_those_who_were(name: str) -> None:
    text, right = ABSENCES[name]
    assert listed(text) == right


@pytest.mark.parametrize(
    "text",
    [
        "Present: The Chair and eleven members of the public",
        "Attendees: Directors, Members and Staff of the Society (for a list write to the Clerk)",
        "Members of the Board are reminded that meetings are filmed by Thornby Media.",
        "Attendance at the Harbour Light had risen, and Marlow Court was full.",
        "Officers: Road Safety, Public Protection, Neighbourhood Watch",
        "Present: County Hall, Thornby",
        "MINUTES OF THORNBY PARISH COUNCIL MEETING",
    ],
)
def test_what_names_nobody_lists_nobody(text: str) -> None:
    assert listed(text) == []
