"""Items and reports are cut at their headings, also in margins and on one line with their words."""

from corpus.model import Document, OutlineEntry, Page, SourceFile, Span
from indexer.analyse import analyse

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
