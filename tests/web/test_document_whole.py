"""The document page is whole: every passage stands at its anchor, in every archive at hand."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import lxml.html
import pytest
from lxml.etree import _Element

from api.web.reading import pagination, quoted_places
from corpus.model import (
    Document,
    Part,
    Passage,
    Section,
    SourceFile,
    Span,
    Understanding,
)
from indexer.analyse import analyse
from indexer.readers.archive import find_files, read_archive
from indexer.readers.printed.page_picture import GRAIN, Letters, PictureTask, work
from search.index import open_index
from search.settings import Settings

ROOT = Path(__file__).parents[2]
SPECIMEN = ROOT / "corpus" / "documents"
REAL = ROOT.parent / "shared" / "archive"
BREADTH = ROOT / "build" / "eval" / "breadth"
HEAVIEST = 150_000
"""Bytes of a page of ours, without the pictures that it asks for."""


@cache
def understood(archive: Path) -> list[Understanding]:
    if archive == BREADTH:
        if not (BREADTH / "CURRENT").is_file():
            pytest.skip("the index of the 107 files is not built: minuted eval breadth")
        index = open_index(BREADTH)
        return [index.understanding(name) for name in index.document_ids()]
    if not archive.is_dir():
        pytest.skip("the real archive is not beside this checkout")
    readings = read_archive(archive, find_files(archive), Settings())
    return [analyse(reading.document) for reading in readings if reading.document]


def pages(client: Any, one: Understanding, **asked: str) -> Iterator[Any]:
    for number in range(1, len(pagination.cut(one)) + 1):
        address = f"/documents/{quote(one.document.id)}"
        yield client.get(address, params={"leaf": str(number)} | asked)


def letters(text: str) -> str:
    """Without the tags that some sources print, which are shown as breaks."""
    plain = re.sub(r"</?(?:p|br|div)\s*/?>", "", text, flags=re.IGNORECASE)
    return "".join(filter(str.isalnum, plain)).casefold()


@pytest.mark.parametrize("archive", [SPECIMEN, REAL, BREADTH], ids=lambda path: path.name)
def test_each_passage_of_each_document_stands_at_its_anchor(
    archive: Path, client_over: Any
) -> None:
    lost: list[tuple[str, str]] = []
    with client_over(understood(archive), archive) as client:
        for one in understood(archive):
            at: dict[str, _Element] = {}
            for page in pages(client, one):
                assert page.status_code == 200
                assert len(page.content) < HEAVIEST, (one.document.id, len(page.content))
                tree = lxml.html.fromstring(page.text)
                ids = [str(found) for found in tree.xpath("//@id")]
                assert len(ids) == len(set(ids)), one.document.id
                at |= {
                    f"p{name[1:]}": tree.get_element_by_id(name) for name in ids if name[0] == "p"
                }
            for passage in one.passages:
                element = at.get(f"p{passage.number}")
                shown = letters(str(element.text_content())) if element is not None else ""
                if letters(passage.text) not in shown:
                    lost.append((one.document.id, passage.text[:80]))
    assert lost == []


@pytest.mark.parametrize("archive", [SPECIMEN, REAL, BREADTH], ids=lambda path: path.name)
def test_what_belongs_to_no_passage_is_shown_too(archive: Path, client_over: Any) -> None:
    with client_over(understood(archive), archive) as client:
        for one in understood(archive):
            text = one.document.text
            shown = "".join(
                letters(str(lxml.html.fromstring(page.text).text_content()))
                for page in pages(client, one)
            )
            place = 0
            for unit in sorted(pagination.units(one), key=lambda unit: unit.start):
                assert letters(text[place : unit.start]) in shown, one.document.id
                place = max(place, unit.end)
            assert letters(text[place:]) in shown, one.document.id


@pytest.mark.parametrize("archive", [SPECIMEN, REAL], ids=lambda path: path.name)
def test_a_heading_is_shown_once_over_what_stands_under_it(archive: Path) -> None:
    for one in understood(archive):
        heads = [unit for unit in pagination.units(one) if unit.heading and unit.section]
        for before, after in itertools.pairwise(heads):
            assert before.section is not None
            assert after.section is not None
            again = before.section.headings == after.section.headings
            assert not again or after.section.heading is not None, after.section.headings
    document = Document("m.txt", SourceFile("m.txt", "0", "text/plain", 1), "3 Fees\n3.1 All paid.")
    part = Part(document, 0, Span(0, 20), "Minutes", "minutes")
    first = Section(part, 0, Span(0, 7), ("3 Fees",), heading=Span(0, 6))
    second = Section(part, 1, Span(7, 20), ("3 Fees",))
    words = Passage("p", second, Span(11, 20))
    held = Understanding(document, (part,), (first, second), (words,))
    assert [unit.heading for unit in pagination.units(held) if unit.start < unit.end] == [
        True,
        False,
        False,
    ]


def printed(one: Understanding, page: int) -> Letters:
    made = next(work(PictureTask(str(SPECIMEN / one.document.source.path), page)))
    assert isinstance(made, Letters)
    return made


def test_the_words_of_each_passage_are_found_on_the_picture_of_its_page() -> None:
    import pypdfium2

    whole = 0
    for one in understood(SPECIMEN):
        if one.document.source.media_type != "application/pdf":
            continue
        file = pypdfium2.PdfDocument(SPECIMEN / one.document.source.path)
        for page in one.document.pages:
            told = printed(one, page.number)
            across, down = file[page.number - 1].get_size()
            on_page = file[page.number - 1].get_textpage()
            for passage in one.passages:
                start, end = max(passage.span.start, page.start), min(passage.span.end, page.end)
                if start >= end or not letters(one.document.text[start:end]):
                    continue
                found = quoted_places.find(
                    one.document.text[page.start : page.end],
                    start - page.start,
                    end - page.start,
                    told,
                )
                assert found.share >= quoted_places.WHOLE, passage.text
                # A second opinion: what the engine itself says that these boxes hold.
                held = "".join(
                    on_page.get_text_bounded(
                        left / GRAIN * across,
                        down - bottom / GRAIN * down,
                        right / GRAIN * across,
                        down - top / GRAIN * down,
                    )
                    for left, top, right, bottom in found.boxes
                )
                wanted = letters(one.document.text[start:end])
                assert letters(held).count(wanted[:20]) or len(wanted) < 20, (held, passage.text)
                whole += 1
    assert whole > 300
