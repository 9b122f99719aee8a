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


def test_a_part_without_a_body_takes_that_of_its_document() -> None:
    assert cite_passage(UNDERSTOOD.passages[0], DOCUMENT).body == "B"
    assert cite_passage(UNDERSTOOD.passages[2], DOCUMENT).body == "A Panel"


def test_the_record_has_every_field_and_plain_values() -> None:
    record = cite_passage(UNDERSTOOD.passages[1], DOCUMENT).to_json()
    assert record["headings"] == ["Minutes"]
    assert record["matched"] == []
    assert list(record) == [
        "document", "title", "kind", "body", "part", "headings", "said_on", "published_on", "page",
        "page_label", "start", "end", "quote", "passage", "score", "matched", "url", "columns",
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
