"""A pack is cut into what it consists of; each part keeps the day on which its words were said."""

import pytest

from corpus.model import Document, OutlineEntry, Page, SourceFile, Span, Understanding
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


MARGIN = """\
Minutes of the Harbour Panel, 4 June 2019

12 Apologies and
welcome Apologies were received from Cllr Penrose.

13 Declarations
None.

14 Lamps and
lanterns The Panel counted the lamps of the quay.

15 Next meeting
Tuesday, 17 September 2019.
"""


def test_a_heading_in_a_narrow_margin_holds_its_second_line() -> None:
    source = SourceFile("a.txt", "0" * 64, "text/plain", len(MARGIN))
    bold = [line for line in MARGIN.split("\n") if line[:2].isdigit()]
    emphasis = tuple(Span(MARGIN.index(line), MARGIN.index(line) + len(line)) for line in bold)
    found = analyse(Document("a.txt", source, MARGIN, emphasis=emphasis))
    held = {one.text: one.section.headings for one in found.passages if one.kind != "heading"}
    assert held["Apologies were received from Cllr Penrose."] == ("12 Apologies and welcome",)
    assert held["The Panel counted the lamps of the quay."] == ("14 Lamps and lanterns",)


def test_items_that_begin_with_their_name_stand_beside_those_that_are_no_more_than_one() -> None:
    text = (
        "Harbour Society, Annual General Meeting\n\nThursday, 29 September 2016\n\n"
        "1. Welcome and apologies\n\n"
        "2. **Annual Report:** To receive the report of the Board for the year just gone.\n\n"
        "3. **Accounts:** To receive the accounts of the Society for the year just gone.\n\n"
        "4. **Auditor:** To appoint the auditor of the Society for the year to come.\n\n"
        "5. Closing remarks\n"
    )
    found = analyse(Document("a.txt", SourceFile("a.txt", "0" * 64, "text/plain", 9), text))
    depths = {one.label: len(one.headings) for one in found.sections if one.label}
    assert depths == {"1": 1, "2": 1, "3": 1, "4": 1, "5": 1}


OUTLINED = (
    "Harbour Panel\n\nAgenda\n\nTuesday, 17 September 2019\n\n"
    "1 Apologies\n\n2 Inspection of the lamps: response\n\n3 Delivery plan: progress\n",
    "INSPECTION OF THE LAMPS: RESPONSE\n\nRecommendation\n\n"
    "1. The Panel is asked to note what the Commissioner answered to the inspectors.\n\n"
    "Background\n\n2. Every harbour is inspected, and every Commissioner has to answer "
    "within the eight weeks that the law allows for it.\n\n3. The inspectors looked at all lamps "
    "of the quay, by day and by night, and found that they were lit. They asked for a list.\n",
    "Delivery plan: progress at August 2019\n\nAim A: Light the quay\n\nRef Commitment Progress\n\n"
    "A lamp has been bought for each of the steps that lead down to the water.\n",
)


def test_a_report_without_a_day_is_dated_by_the_agenda_and_a_plan_without_one_is_not() -> None:
    text = "\n".join(OUTLINED)
    starts = [text.index(one) for one in OUTLINED]
    ends = [*starts[1:], len(text)]
    pages = tuple(
        Page(at + 1, start, end) for at, (start, end) in enumerate(zip(starts, ends, strict=True))
    )
    outline = tuple(
        OutlineEntry(title, page, 1)
        for page, title in (
            (1, "Agenda"),
            (2, "Inspection of the lamps: response"),
            (3, "Delivery plan: progress"),
        )
    )
    source = SourceFile("a.pdf", "0" * 64, "application/pdf", len(text))
    found = analyse(Document("a.pdf", source, text, pages=pages, outline=outline))
    assert [(one.kind, one.said_on) for one in found.parts][1:] == [
        ("covering_report", "2019-09-17"),
        ("other", None),
    ]
    [lamp] = [one for one in found.passages if "has been bought" in one.text]
    assert lamp.section.headings == ("Aim A: Light the quay",)


def test_paragraphs_counted_through_a_report_stand_under_its_headings() -> None:
    text = (
        "Report on the harbour\n\nIntroduction\n\n1. The harbour is large and it is well lit.\n\n"
        "Lighting the quay\n\n"
        "2. **Lamps** – the lamps of the quay have been counted twice this year.\n\n"
        "3. **Oil** – the oil for the lamps of the quay has been bought for a year to come.\n\n"
        "Keeping the peace\n\n"
        "4. **Patrols** – the quay has been walked by day and by night in turn.\n"
    )
    found = analyse(Document("a.txt", SourceFile("a.txt", "0" * 64, "text/plain", 9), text))
    paths = [one.section.headings for one in found.passages if " – the " in one.text]
    assert paths == [
        ("Lighting the quay", "2 Lamps"),
        ("Lighting the quay", "3 Oil"),
        ("Keeping the peace", "4 Patrols"),
    ]
