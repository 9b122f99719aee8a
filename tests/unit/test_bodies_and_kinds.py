"""Whose paper it is and what kind: by names in titles and heads, and by what its words do."""

import time

import pytest

from corpus.model import Document, SourceFile, Understanding
from indexer.analyse import analyse
from indexer.entities import bodies
from indexer.structure.near_duplicates import group


def read(text: str, name: str = "a.txt") -> Understanding:
    source = SourceFile(name, "0" * 64, "text/plain", len(text))
    return analyse(Document(name, source, text))


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Wexmoor Joint Audit Committee", "Wexmoor Joint Audit Committee"),
        (
            "MINUTES OF THE WEXMOOR JOINT AUDIT COMMITTEE HELD ON 5 DECEMBER 2019",
            "Wexmoor Joint Audit Committee",
        ),
        (
            "Meeting: 10/12/2020 - Wexmoor Police and Crime Panel (Item 5)",
            "Wexmoor Police and Crime Panel",
        ),
        ("Minutes of the August Meeting of Thornby Parish Council", "Thornby Parish Council"),
        (
            "Thornby-on-Sea Town Council Meeting on September 30, 2015",
            "Thornby-on-Sea Town Council",
        ),
        ("LCS Committee Meeting - Minutes", "LCS Committee"),
        ("Minutes of the Trustees of The Friends of Quay Library", "Friends of Quay Library"),
        ("Notes of the Police, Fire and Crime Panel for Wexmoor", "Police, Fire and Crime Panel"),
        (
            "Office of the Police and Crime Commissioner for Wexmoor",
            "Office of the Police and Crime Commissioner for Wexmoor",
        ),
        ("Chair of the Wexmoor Ethics Board", "Wexmoor Ethics Board"),
        ("Chief Constable of Wexmoor Police", "Wexmoor Police"),
        (
            "WEXMOOR INDEPENDENT CUSTODY VISITING ASSOCIATION",
            "Wexmoor Independent Custody Visiting Association",
        ),
        ("Cyngor Sir Benfro", "Cyngor Sir Benfro"),
    ],
)
def test_a_body_is_named_inside_a_title_or_a_role(line: str, name: str) -> None:
    assert bodies.named(line) == name


@pytest.mark.parametrize(
    "line",
    [
        "The Committee",
        "Local Area Partnership report",
        "County Hall",
        "Venue: Wexmoor Borough Council Offices",
        "COUNCIL MEETING",
        "Ada Quill Police and Crime Commissioner",
        "Holding to Account Meeting Held at Police Headquarters",
        "Her Majesty’s Inspector of Constabulary",
        "Parish Council",
        "Quarterly Performance Report",
        "",
    ],
)
def test_what_names_no_body_is_none(line: str) -> None:
    assert bodies.named(line) == ""


def test_bodies_are_read_in_linear_time() -> None:
    for unit in ("Wexmoor Police and ", "Of The ", "Panel ", "a - ", "(("):
        spent = []
        for count in (500, 2000):
            began = time.process_time()
            bodies.named((unit * count)[:150])
            bodies.key(unit * count)
            spent.append(time.process_time() - began)
        assert spent[1] < 12 * spent[0] + 0.05


def test_one_body_under_several_spellings_is_one() -> None:
    minutes = (
        "{}\n\nMinutes of the meeting held on 4 June 2019\n\n1. Lamps\n\nLamps were discussed."
    )
    spellings = [
        "Wexmoor Police and Crime Panel",
        "WEXMOOR POLICE AND CRIME PANEL",
        "The Wexmoor Police & Crime Panel",
        "Wexmoor Police and Crime Panel",
    ]
    found = group([read(minutes.format(one), f"{at}.txt") for at, one in enumerate(spellings)])
    assert {one.parts[0].body for one in found} == {"Wexmoor Police and Crime Panel"}
    assert {one.document.body for one in found} == {"Wexmoor Police and Crime Panel"}
    assert {one.passages[-1].part.body for one in found} == {"Wexmoor Police and Crime Panel"}


ITEM = """\
{title}

Meeting: 10 December 2020 - Wexmoor {body} (Item 52)

To receive a report.

Minutes:

The Commissioner told the {body} that Thornby station was sold.

Decision:

That the report be noted.
"""


@pytest.mark.parametrize(
    ("title", "body", "kind"),
    [
        ("Sale of Thornby police station", "Police and Crime Panel", "panel_minutes"),
        ("Performance Report", "Police and Crime Panel", "panel_minutes"),
        ("Annual lamp count", "Audit Committee", "minutes"),
    ],
)
def test_a_page_of_one_item_that_reports_what_was_said_is_minutes(
    title: str, body: str, kind: str
) -> None:
    [part] = read(ITEM.format(title=title, body=body)).parts
    assert (part.kind, part.body) == (kind, f"Wexmoor {body}")


def test_a_paper_in_reported_speech_is_minutes_without_saying_so() -> None:
    text = (
        "Lamps of the north quay\n\n"
        "The Panel asked how many of the lamps of the north quay had been lit in the spring.\n\n"
        "The Commissioner responded that eleven of them had, and that two more would be soon.\n\n"
        "Cllr Quill said that this was fewer than she had been told a year before by the force.\n\n"
        "The Chief Constable acknowledged that it was, and gave his reasons at great length.\n"
    )
    assert read(text).parts[0].kind == "panel_minutes"


def test_a_paper_that_lists_who_was_present_records_a_meeting() -> None:
    text = (
        "Disposition of items\n\nWexmoor City Council, 4 June 2019\n\nPresent\n\nCouncillor Quill\n"
        "Councillor Tamsin\nCouncillor Penhale\n\n1. Lamps\n\nAdopted.\n"
    )
    [part] = read(text).parts
    assert (part.kind, part.body, len(part.people)) == ("minutes", "Wexmoor City Council", 3)


def test_an_agenda_that_only_asks_for_minutes_is_none() -> None:
    text = (
        "Wexmoor Panel\n\nAgenda\n\n1. Apologies\n\n2. Minutes\n\nTo approve the minutes of the "
        "last meeting, which were circulated.\n\n3. Lamps\n\nTo receive a report on the lamps.\n"
    )
    assert read(text).parts[0].kind == "agenda"


LETTER = """\
Ada Quill, Director of Lamps, Wexmoor Council
Bo Tamsin, Chief Constable, Wexmoor Police

14 July 2023

Dear Wexmoor partnership

{subject}

This letter tells of the findings of the joint inspection of lamps, which took place in the spring.

Yours sincerely

Cy Penhale
{office}

Di Vane OBE
{office}
"""


def test_an_inspection_in_the_form_of_a_letter_is_an_inspection_report() -> None:
    text = LETTER.format(
        subject="Joint inspection of the response to dark lamps in Wexmoor",
        office="His Majesty’s Inspector of Lamps",
    )
    [part] = read(text).parts
    assert part.kind == "inspection_report"
    assert [(one.name, one.attendance) for one in part.people] == [
        ("Cy Penhale", "author"),
        ("Di Vane", "author"),
        ("Ada Quill", "addressee"),
        ("Bo Tamsin", "addressee"),
    ]
    assert part.people[3].role == "Chief Constable, Wexmoor Police"


@pytest.mark.parametrize(
    ("subject", "office"),
    [
        ("Our response to the inspection of lamps in Wexmoor", "Inspector of Lamps"),
        ("Inspection of lamps in Wexmoor", "Police and Crime Commissioner"),
        ("Lamps in Wexmoor", "Chief Inspector of Lamps"),
    ],
)
def test_a_letter_about_an_inspection_stays_a_letter(subject: str, office: str) -> None:
    assert read(LETTER.format(subject=subject, office=office)).parts[0].kind == "letter"


def test_an_inspection_report_is_put_out_by_those_who_inspect() -> None:
    said = "Inspection of lamps in Wexmoor\n\n{}\n\nSummary\n\nThe lamps of the force were lit.\n"
    for words, body in (
        ("© Lampwatch 2019", "Lampwatch"),
        ("© Crown copyright 2019", ""),
        ("It was conducted by inspectors from Lampwatch, and by nobody else at all.", "Lampwatch"),
        ("Her Majesty’s Inspectorate of Lamps", "Her Majesty’s Inspectorate of Lamps"),
    ):
        [part] = read(said.format(words)).parts
        assert (part.kind, part.body) == ("inspection_report", body)


def test_sections_that_are_acted_upon_are_of_their_own_kind() -> None:
    text = (
        "Inspection report on lamps\n\nSummary\n\nThe lamps are good, and there are many.\n\n"
        "Recommendations\n\nThe force should count its lamps every year, and say so.\n\n"
        "Areas for improvement\n\nThe force should light its lamps earlier in the winter.\n\n"
        "Cause of concern\n\nThe lamps of the north quay are a danger to shipping by night.\n"
    )
    kinds = {one.headings[-1]: one.kind for one in read(text).sections if one.headings}
    assert kinds == {
        "Summary": "",
        "Recommendations": "recommendations",
        "Areas for improvement": "areas_for_improvement",
        "Cause of concern": "causes_of_concern",
    }


def test_the_writer_and_the_reader_of_a_letter_are_told_apart() -> None:
    text = (
        "Rt Hon Max North MP\nLamp Secretary\n2 Quay Street\nThornby TH1 2AB\n\n4 June 2021\n\n"
        "Dear Max\n\nThe north quay\n\nI am writing to tell you that the lamps of the north quay "
        "were lit again in the spring of the year.\n\nYours sincerely\n\nAda Quill\n"
        "Chair, Wexmoor Ethics Board\ncc Bo Tamsin, Clerk\n"
    )
    [part] = read(text).parts
    assert [(one.name, one.role, one.attendance) for one in part.people] == [
        ("Ada Quill", "Chair, Wexmoor Ethics Board", "author"),
        ("Max North", "Lamp Secretary", "addressee"),
    ]
    assert (part.kind, part.body) == ("letter", "Wexmoor Ethics Board")


def test_two_who_sign_side_by_side_are_two() -> None:
    text = LETTER.format(subject="Inspection of lamps in Wexmoor", office="").replace(
        "Cy Penhale\n\n\nDi Vane OBE\n\n",
        "Lampwatch\tQuay Commission\n"
        "Cy Penhale National Director, Lamps\tDi Vane Her Majesty’s Inspector of Lamps\n",
    )
    [part] = read(text).parts
    assert [(one.name, one.role) for one in part.people if one.attendance == "author"] == [
        ("Cy Penhale", "National Director, Lamps"),
        ("Di Vane", "Her Majesty’s Inspector of Lamps"),
    ]
    assert part.kind == "inspection_report"


def test_whom_a_letter_greets_by_title_is_its_reader() -> None:
    text = (
        "4 June 2021\n\nDear Councillor Hall\n\nThe north quay\n\nI am writing to tell you that "
        "the lamps of the north quay were lit again in the spring of the year.\n\n"
        "Yours sincerely\n\nAda Quill\n"
    )
    [part] = read(text).parts
    assert [(one.name, one.attendance) for one in part.people] == [
        ("Ada Quill", "author"),
        ("Hall", "addressee"),
    ]
