"""A pack is cut into what it consists of; each part keeps the day on which its words were said."""

import pytest

from corpus.model import Document, SourceFile, Understanding
from indexer.analyse import analyse

PACK = """\
Harbour Police and Crime Panel

Agenda

**Tuesday, 15 June 2021, 1.30 pm
Harbour Hall**

Membership:

Cllr Ann Birch (Chairman)\tNorth Council
Cllr Carl Dean\tSouth Council

Item No\tSubject\tPage No
1\tWelcome and Introductions\t
2\tConfirmation of the Minutes To confirm the Minutes of 2 February 2021.\t1 - 4
3\tDraft Annual Report of the Commissioner for the Harbour\t5 - 9
4\tInspection Report on Lanterns and Quays\t10 - 20

Date of Issue: Monday, 7 June 2021

Harbour Police and Crime Panel

Tuesday, 2 February 2021, - 11.00 am

Minutes

Present:

Cllr Ann Birch (Chairman), Cllr Carl Dean, Mrs Effie Ford and Colonel Gus Hart OBE

Also attended:

Ada Quill, Harbour Police and Crime Commissioner
Ivo James (Senior Lamplighter),

Available Papers

The members had before them:

- A. The Minutes of the Meeting held on 30 November 2020 (previously circulated).

140 Welcome and Introductions

The Chairman welcomed everyone to the Meeting.

**141 Apologies and
Declarations of
Interest**

Apologies were received from Councillors Kerr and Lamb.

**142 Scrutiny of
the Old Crane**

The Panel was asked to scrutinise the sale of the old crane by the Commissioner.

- The Commissioner said that the crane had not

**143 Lantern Budget
2021/22 and Proposed
Precept**

been oiled, and would not be oiled again.
- A Member asked who had bought it.

The Report was noted.

The Commissioner gave a presentation on the lantern budget and the precept for 2021/22.

It was agreed that this would be confirmed to the Commissioner in writing.

The meeting ended at 2.50 pm

Chairman

**HARBOUR POLICE AND CRIME PANEL
15 JUNE 2021****DRAFT ANNUAL REPORT OF THE COMMISSIONER FOR THE HARBOUR**

Recommendation

- 1. Members of the Panel are asked to review the draft Annual Report.

Background

2. The draft Annual Report for 2020/21 is attached at Appendix 1 for consideration.

Supporting Information

Appendix 1 – Draft Annual Report 2020 – 2021.

Background Papers

In the opinion of the proper officer the following are the background papers to this report:

All agendas and minutes are available on the website [here](#)



Ada Quyll
Police and Crime Commissioner
The Harbour



Annual Report

2020-2021

Contents

Foreword.....\t3
Lanterns and people\t5

Foreword

My work over the last year has built on the foundations that were set out in the year before it.

Lanterns and people

Lanterns are lit by people, and people are paid for it, which is as it should be in any harbour.

This page is intentionally left blank

**HARBOUR POLICE AND CRIME PANEL
15 JUNE 2021****INSPECTION REPORT ON LANTERNS AND QUAYS**

Recommendation

1. Members of the Panel are invited to note this report.

Background

2. In March 2021 the Inspectorate of Lamps published what it had found on the quays.

AFI1. The harbour should ensure that its lamplighters count the lanterns they have lit.

3. Counting is now a significant part of the new interim model that was introduced in April 2021.

Background Papers

In the opinion of the proper officer the following are the background papers to this report:

All agendas and minutes are available on the website [here](#)

This page is intentionally left blank

Rt Hon Max North MP
Lamp Secretary
2 Quay Street

Our Ref: AQ/1

4th June 2021

Dear Max,

Inspection of Lanterns

I am writing to you in response to the inspection of lanterns, of which I accept nearly all.

Best Wishes



Ada Quill
Police & Crime Commissioner
The Harbour
"""


@pytest.fixture(scope="module")
def pack() -> Understanding:
    source = SourceFile("panel/pack.txt", "0" * 64, "text/plain", len(PACK))
    return analyse(Document("panel/pack.txt", source, PACK))


def path_of(found: Understanding, words: str) -> tuple[str, ...]:
    return next(one.section.headings for one in found.passages if words in one.text)


def test_a_pack_is_cut_into_agenda_minutes_reports_and_letter(pack: Understanding) -> None:
    assert [part.kind for part in pack.parts] == [
        "agenda",
        "panel_minutes",
        "covering_report",
        "annual_report",
        "covering_report",
        "letter",
    ]
    assert pack.document.kind == "agenda_pack"


def test_minutes_reprinted_in_a_pack_keep_their_own_date(pack: Understanding) -> None:
    minutes = pack.parts[1]
    assert minutes.said_on == "2021-02-02"
    assert "2 February 2021" in minutes.evidence
    spoken = next(one for one in pack.passages if "welcomed everyone" in one.text)
    assert spoken.said_on == "2021-02-02"


def test_every_part_is_dated_by_the_place_of_its_date(pack: Understanding) -> None:
    agenda, _, covering, annual, inspection, letter = pack.parts
    assert agenda.said_on == "2021-06-07"
    assert agenda.evidence.startswith("Date of Issue")
    assert covering.said_on == inspection.said_on == "2021-06-15"
    assert letter.said_on == "2021-06-04"
    # The draft has no date of its own: it is as old as the agenda it was issued with.
    assert annual.said_on == "2021-06"


def test_parts_know_their_item_and_pages_on_the_agenda(pack: Understanding) -> None:
    assert [(part.agenda_item, part.page_range) for part in pack.parts] == [
        (None, None),
        ("2", "1-4"),
        ("3", "5-9"),
        ("3", "5-9"),
        ("4", "10-20"),
        ("4", "10-20"),
    ]


def test_a_heading_in_the_margin_does_not_cut_the_sentence_it_lands_in(pack: Understanding) -> None:
    [whole] = [one for one in pack.passages if "would not be oiled again" in one.text]
    assert whole.text.startswith("The Commissioner said that the crane had not")
    assert whole.section.headings == ("142 Scrutiny of the Old Crane",)
    assert whole.section.label == "142"


def test_the_item_before_goes_on_until_the_words_of_the_margin_heading_are_taken_up(
    pack: Understanding,
) -> None:
    assert path_of(pack, "who had bought it") == ("142 Scrutiny of the Old Crane",)
    assert path_of(pack, "The Report was noted") == ("142 Scrutiny of the Old Crane",)
    [budget] = path_of(pack, "gave a presentation on the lantern budget")
    assert budget.startswith("143 Lantern Budget")


def test_numbered_paragraphs_stand_under_their_headings(pack: Understanding) -> None:
    section = next(one.section for one in pack.passages if "Counting is now" in one.text)
    assert section.headings == ("Background", "AFI1")
    assert section.label == "3"


def test_the_agendas_rows_are_items(pack: Understanding) -> None:
    labels = [section.label for section in pack.sections if section.part.number == 0]
    assert [label for label in labels if label] == ["1", "2", "3", "4"]


def test_no_furniture_is_a_passage(pack: Understanding) -> None:
    assert not [one for one in pack.passages if "intentionally left blank" in one.text]


def test_people_are_listed_as_each_meeting_lists_them(pack: Understanding) -> None:
    minutes = {person.name: person for person in pack.parts[1].people}
    assert minutes["Ann Birch"].role == "Chairman"
    assert minutes["Gus Hart"].written == "Colonel Gus Hart OBE"
    assert minutes["Ivo James"].role == "Senior Lamplighter"
    assert minutes["Kerr"].attendance == "apologies"
    members = {person.name: person.attendance for person in pack.parts[0].people}
    assert members == {"Ann Birch": "membership", "Carl Dean": "membership"}


def test_whoever_signs_a_letter_speaks_in_it(pack: Understanding) -> None:
    assert [(one.name, one.role, one.attendance) for one in pack.parts[5].people] == [
        ("Ada Quill", "Police & Crime Commissioner", "author"),
        ("Max North", "Lamp Secretary", "addressee"),
    ]
    assert {one.speaker for one in pack.passages if one.part.number == 5} == {"Ada Quill"}


def test_a_chapter_of_the_contents_is_a_heading_of_the_report(pack: Understanding) -> None:
    assert path_of(pack, "Lanterns are lit by people") == ("Lanterns and people",)


def test_an_agreement_is_an_action_of_the_meeting_it_was_made_in(pack: Understanding) -> None:
    [action] = [one for one in pack.actions if one.part == 1]
    assert PACK[action.span.start : action.span.end].startswith("It was agreed that this")
    assert (action.kind, action.said_on) == ("agreement", "2021-02-02")
