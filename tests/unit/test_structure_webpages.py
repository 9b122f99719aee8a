"""Pages of the web, saved as text: what belongs to the page is not the paper's title."""

import pytest

from corpus.model import Document, SourceFile, Understanding
from indexer.analyse import analyse
from indexer.language import patterns

ITEM = """\
Meetings and Papers - Agenda item

Agenda item

Harbour lights: monitoring of the quay

Minutes:

The Panel received an update on the lights of the quay, which have been counted twice this year.

Supporting documents:
"""

NOTES = """\
Accessibility Settings Skip to main content

Date: Tuesday 25 May 2021

Chair: PCC Ada Quill

  • Ada Quill, Police and Crime Commissioner (PCC)
  • Cyrus Penhale, Chief Constable (CC)

Quarter 4 Harbour Meeting Notes

1. Lights

The lights on the quay were counted again, and there were as many as there had been before.
"""


def _understood(text: str, title: str) -> Understanding:
    source = SourceFile("page.txt", "0" * 64, "text/plain", len(text))
    return analyse(Document("page.txt", source, text, title=title))


def test_the_page_of_one_item_is_called_by_the_item_and_its_words_stand_under_it() -> None:
    found = _understood(ITEM, "Meetings and Papers - Agenda item")
    name = "Harbour lights: monitoring of the quay"
    assert (found.document.title, found.parts[0].title) == (name, name)
    [update] = [one for one in found.passages if "counted twice" in one.text]
    assert update.section.headings == (name, "Minutes")


def test_a_link_to_settings_is_no_title_and_the_chair_is_one_person() -> None:
    found = _understood(NOTES, "Accessibility Settings Skip to main content")
    assert found.document.title == "Quarter 4 Harbour Meeting Notes"
    assert [(one.name, one.role) for one in found.parts[0].people] == [
        ("Ada Quill", "Police and Crime Commissioner (PCC), Chair"),
        ("Cyrus Penhale", "Chief Constable (CC)"),
    ]


@pytest.mark.parametrize(
    "line",
    ["Skip to main content", "Cookie settings", "Home > Meetings > 4 June", "You are here: Home"],
)
def test_what_a_web_page_brings_along_is_furniture(line: str) -> None:
    assert patterns.TRIMMINGS.match(line)


@pytest.mark.parametrize("line", ["Home visits", "Cookies and cakes were served", "Home"])
def test_words_of_a_paper_are_no_furniture(line: str) -> None:
    assert not patterns.TRIMMINGS.match(line)
