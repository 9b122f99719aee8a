"""Faults that no paper has are counted by patterns of their own."""

from dataclasses import replace

from corpus.model import Action, Document, Part, Passage, Section, SourceFile, Span, Understanding
from eval.measures import breadth

TEXT = """\
1. Welcome
All were welcome.
2. Lamps
They were lit.
3. Oil
There was none.
4. Bells
They rang.
Harbour Office, QX4 7ZD
7
Yours sincerely
Old lighthouse
"""


def _understood(labels: str = "124") -> Understanding:
    source = SourceFile("a.txt", "0" * 64, "text/plain", len(TEXT))
    document = Document("a.txt", source, TEXT)
    part = Part(document, 0, Span(0, len(TEXT)), "Minutes", "panel_minutes")
    starts = [TEXT.index(f"{label}. ") for label in labels]
    sections = [
        Section(part, n, Span(start, end), (label,), label, 1, Span(start, start + 6))
        for n, (start, end, label) in enumerate(
            zip(starts, [*starts[1:], len(TEXT)], labels, strict=True)
        )
    ]
    passages = [
        Passage(words, sections[-1], Span(TEXT.index(words), TEXT.index(words) + len(words)))
        for words in ("They were lit.", "\n7\n", "Yours sincerely", "Old lighthouse")
    ]
    return Understanding(document, (part,), tuple(sections), tuple(passages))


def test_a_number_that_the_page_prints_and_the_sections_lack_is_a_gap() -> None:
    [gap] = breadth.agenda_gaps(_understood("124"))
    assert TEXT[gap.start : gap.end] == "3. Oil"
    assert not breadth.agenda_gaps(_understood("1234"))


def test_a_number_that_the_page_lacks_too_is_no_fault() -> None:
    found = _understood("124")
    text = TEXT.replace("3. Oil", "xx Oil")
    document = replace(found.document, text=text)
    assert not breadth.agenda_gaps(replace(found, document=document))


def test_postcodes_overlaps_page_numbers_signatures_and_scraps_are_counted() -> None:
    found = _understood("1234")
    place = TEXT.index("Harbour Office")
    address = replace(found.sections[0], heading=Span(place, place + 23))
    actions = (Action(Span(10, 30), 0, "action"), Action(Span(20, 40), 0, "action"))
    found = replace(found, sections=(*found.sections, address), actions=actions)
    assert breadth.count([found]) == {
        "agenda_gaps": 0,
        "postcode_headings": 1,
        "overlapping_actions": 1,
        "page_number_passages": 1,
        "signature_passages": 1,
        "scraps": 2,
    }
    words = {fault.kind: fault.words for fault in breadth.faults(found)}
    assert words["signature_passages"] == "Yours sincerely"


def test_every_kind_is_a_key_where_nothing_was_understood() -> None:
    assert breadth.count([]) == dict.fromkeys(breadth.KINDS, 0)
