"""A citation is what the source says, or there is none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made import everything

from corpus.errors import QuoteMismatch
from corpus.model import Span
from search.answer.cite import cite, cite_passage
from search.results import Hit, Statement

UNDERSTOOD = everything()
DOCUMENT = UNDERSTOOD.document


def test_a_quote_is_the_text_at_its_span_and_the_rest_is_what_a_reader_needs() -> None:
    for passage in UNDERSTOOD.passages:
        citation = cite(Hit(passage, 0.1234567, matched=("OC16",)), DOCUMENT)
        assert citation.quote == DOCUMENT.text[citation.start : citation.end] == passage.text
        assert citation.document == DOCUMENT.id
        assert citation.part == passage.part.title
        assert citation.headings == passage.section.headings
        assert citation.said_on == passage.said_on
        assert (citation.page, citation.page_label) == (passage.page, passage.page_label)
        assert citation.score == 0.123457
        assert citation.matched == ("OC16",)


def test_a_part_names_its_own_publisher_and_never_who_bound_it_into_a_pack() -> None:
    own, letter = (cite_passage(UNDERSTOOD.passages[n], DOCUMENT) for n in (0, 2))
    assert (own.body, own.publisher) == ("B", "A Panel")
    assert (letter.body, letter.publisher) == ("", "A Panel")


@pytest.mark.parametrize("alike", [True, False], ids=["of one kind", "the whole file"])
def test_what_is_the_file_itself_is_by_who_published_the_file(alike: bool) -> None:
    passage = UNDERSTOOD.passages[2]
    part = (
        replace(passage.part, kind="agenda_pack")
        if alike
        else replace(passage.part, span=Span(0, len(DOCUMENT.text)))
    )
    of_it = replace(passage, section=replace(passage.section, part=part))
    assert cite_passage(of_it, DOCUMENT).body == "A Panel"


def test_the_record_has_every_field_and_plain_values() -> None:
    record = cite_passage(UNDERSTOOD.passages[1], DOCUMENT).to_json()
    assert record["headings"] == ["Minutes"]
    assert record["matched"] == []
    assert list(record) == [
        "document", "title", "kind", "body", "part", "headings", "said_on", "published_on", "page",
        "page_label", "start", "end", "quote", "passage", "score", "matched", "url", "columns",
        "publisher",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "changed",
    [
        replace(DOCUMENT, text=DOCUMENT.text.replace("£5", "£6")),
        replace(DOCUMENT, text="x" + DOCUMENT.text),
        replace(DOCUMENT, text=DOCUMENT.text[:10]),
        replace(DOCUMENT, text=""),
        replace(DOCUMENT, id="another.pdf"),
    ],
    ids=["another word", "moved", "cut off", "empty", "another document"],
)
def test_a_quote_that_the_source_does_not_hold_is_refused(changed) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(QuoteMismatch, match="minuted index"):
        cite(Hit(UNDERSTOOD.passages[1], 1.0), changed)


def test_a_quote_of_nothing_but_white_space_is_refused() -> None:
    blank = replace(UNDERSTOOD.passages[0], span=Span(7, 8))
    with pytest.raises(QuoteMismatch):
        cite_passage(blank, DOCUMENT)


def test_a_statement_must_be_part_of_what_it_cites() -> None:
    citation = cite_passage(UNDERSTOOD.passages[1], DOCUMENT)
    assert Statement("The CC said", citation).text == "The CC said"
    with pytest.raises(ValueError, match="part of what it cites"):
        Statement("The CC denied", citation)
