"""Web pages keep their own words, headings, lists and tables, and lose what the site repeats."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import FileEmpty, FileHostile
from corpus.model import Document, SourceFile
from indexer.language.roman_numerals import roman
from indexer.readers.html import read_html

COUNCIL = """<!DOCTYPE html>
<html lang="en"><head><title>Notes of 5 June 2023 | Police Commissioner</title>
<meta property="article:published_time" content="2023-07-01T09:00:00+00:00">
<style>p {color: red}</style><script>var title = "<p>not words</p>";</script></head>
<body class="has-sidebar page-template">
<a href="#main">Skip to main content</a>
<header><p>Your Commissioner</p><nav><ul><li>Home</li><li>News</li></ul></nav></header>
<div id="cookie-banner"><p>We use cookies.</p></div>
<main id="main"><ol class="breadcrumb"><li>Home</li><li>Meetings</li></ol>
<h1>Holding to account, June 2023</h1>
<p>The PCC welcomed
 everyone.<br>He thanked the <b>force</b>.<br><br>A second paragraph.</p>
<h2>Actions</h2>
<ol start="3"><li>CC to write<ul><li>to the panel</li></ul></li><li><p>CC to report</p></li></ol>
<table><tr><th>Measure</th><th>Target</th></tr>
<tr><td>999 calls</td><td>90%</td></tr><tr><td></td><td>85%<br>by March</td></tr></table>
<p><strong>Any other business</strong></p>
<div class="share">Share on social media</div></main>
<aside class="related">Related news</aside>
<footer><p>© 2023</p></footer></body></html>"""


def read(tmp_path: Path, page: str | bytes) -> Document:
    path = tmp_path / "page.html"
    path.write_bytes(page if isinstance(page, bytes) else page.encode())
    return read_html(path, SourceFile("page.html", "", "text/html", 1))


def told(document: Document) -> list[tuple[str, int, str, str]]:
    return [
        (b.kind, b.level, b.header, document.text[b.span.start : b.span.end])
        for b in document.blocks
    ]


def test_a_commissioners_page_keeps_its_words_and_loses_its_navigation(tmp_path: Path) -> None:
    document = read(tmp_path, COUNCIL)
    assert told(document) == [
        ("heading", 1, "", "Holding to account, June 2023"),
        ("paragraph", 0, "", "The PCC welcomed everyone.\nHe thanked the force."),
        ("paragraph", 0, "", "A second paragraph."),
        ("heading", 2, "", "Actions"),
        ("item", 1, "", "3. CC to write"),
        ("item", 2, "", "• to the panel"),
        ("item", 1, "", "4. CC to report"),
        ("row", 1, "", "Measure\tTarget"),
        ("cell", 0, "", "Measure"),
        ("cell", 0, "", "Target"),
        ("row", 0, "Measure | Target", "999 calls\t90%"),
        ("cell", 0, "Measure", "999 calls"),
        ("cell", 0, "Target", "90%"),
        ("row", 0, "Target", "85%\nby March"),
        ("cell", 0, "Target", "85%\nby March"),
        ("paragraph", 0, "", "Any other business"),
    ]
    assert document.title == "Holding to account, June 2023"
    assert document.published_on == "2023-07-01"
    bold = [document.text[span.start : span.end] for span in document.emphasis]
    assert "Any other business" in bold


def test_blocks_stand_in_order_with_an_empty_line_between_them(tmp_path: Path) -> None:
    document = read(tmp_path, COUNCIL)
    outer = [block.span for block in document.blocks if block.kind != "cell"]
    for above, below in pairwise(outer):
        assert document.text[above.end : below.start].strip("\t") == "\n\n"


def test_minutes_set_as_a_table_are_told_paragraph_by_paragraph(tmp_path: Path) -> None:
    long = "<p>" + "The panel noted the report. " * 8 + "</p><ul><li>It asked for more.</li></ul>"
    page = f"<table><tr><th>No</th><th>Minute</th></tr><tr><td>247</td><td>{long}</td></tr></table>"
    kinds = [(kind, header) for kind, _, header, _ in told(read(tmp_path, page))[3:]]
    assert kinds == [("cell", "No"), ("cell", "Minute"), ("item", "Minute")]


def test_merged_and_nested_cells_are_told_once(tmp_path: Path) -> None:
    page = """<table><tr><th>Area</th><th colspan=2>Calls</th></tr>
    <tr><td rowspan=2>North</td><td>10</td><td>20</td></tr>
    <tr><td>11</td><td><table><tr><td>in</td><td>ner</td></tr></table></td></tr></table>"""
    rows = [(header, text) for kind, _, header, text in told(read(tmp_path, page)) if kind == "row"]
    assert rows == [
        ("", "Area\tCalls"),
        ("Area | Calls | Calls", "North\t10\t20"),
        ("North › Calls | North › Calls", "11\tin ner"),
    ]


def test_a_class_name_never_takes_the_heading_or_most_of_the_page(tmp_path: Path) -> None:
    page = """<body><div class="site-header"><h1>Panel minutes</h1></div>
    <div class="menu"><p>This is nearly all that the page says, whatever its class is.</p></div>
    <div class="nav"><a>Home</a></div></body>"""
    texts = [text for _, _, _, text in told(read(tmp_path, page))]
    assert texts == [
        "Panel minutes",
        "This is nearly all that the page says, whatever its class is.",
    ]


def test_hidden_text_and_comments_do_not_count_but_their_surroundings_do(tmp_path: Path) -> None:
    page = "<p>one <!-- two --> three <span style='display:none'>four</span> five</p>"
    assert read(tmp_path, page).text == "one three five"


def test_the_encoding_is_the_pages_own_and_said_so(tmp_path: Path) -> None:
    page = "<html><meta charset=windows-1252><p>It cost £1,250</p>".encode("cp1252")
    document = read(tmp_path, page)
    assert document.text == "It cost £1,250"
    assert document.notes == ("decoded as windows-1252, as it declares",)


def test_scripts_in_text_stay_text(tmp_path: Path) -> None:
    assert read(tmp_path, "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>").text == (
        "<script>alert(1)</script>"
    )


@pytest.mark.parametrize("page", ["<html><body><nav>Home</nav></body></html>", "<html>"])
def test_a_page_without_words_is_empty(tmp_path: Path, page: str) -> None:
    with pytest.raises(FileEmpty):
        read(tmp_path, page)


def test_pages_nested_without_end_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileHostile):
        read(tmp_path, "<html><body>" + "<div>" * 5000 + "deep")


def test_a_table_of_absurd_spans_is_only_a_table(tmp_path: Path) -> None:
    cell = "<td rowspan=99999999 colspan=99999999>a</td>"
    document = read(tmp_path, f"<table><tr>{cell * 50}</tr><tr><td>b</td></tr></table>")
    assert document.text.endswith("b")


tags = st.sampled_from("p div ul ol li table tr td th h2 b br span nav header aside pre".split())
markup = st.lists(
    st.one_of(
        tags.map(lambda tag: f"<{tag}>"),
        tags.map(lambda tag: f"</{tag}>"),
        st.text(alphabet="ab1 \n\t<&é\u0301", max_size=6),
    ),
    max_size=40,
)


@given(markup)
def test_blocks_of_any_markup_lie_in_the_text_in_order(pieces: list[str]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        try:
            document = read(Path(folder), "<html><body><p>x</p>" + "".join(pieces))
        except FileEmpty:
            return
    starts = [(block.span.start, -block.span.end) for block in document.blocks]
    assert starts == sorted(starts)
    for block in document.blocks:
        words = document.text[block.span.start : block.span.end]
        assert words.strip()
        assert words == words.strip()


def test_roman_figures() -> None:
    assert [roman(number) for number in (1, 4, 9, 14, 1999)] == ["I", "IV", "IX", "XIV", "MCMXCIX"]
