"""Pages of several content systems without what those add, and with all that is theirs."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from corpus.model import SourceFile
from indexer.readers.html import read_html


def page(folder: Path, body: str, title: str = "Page") -> tuple[str, list[str]]:
    """The title and the lines of a page."""
    path = folder / "page.html"
    path.write_text(
        f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>",
        encoding="utf-8",
    )
    found = read_html(path, SourceFile("page.html", "0" * 64, "text/html", path.stat().st_size))
    return found.title, [line for line in found.text.split("\n") if line]


LISTED = """
<ol class="crumbtrail"><li><a href="/">Home</a></li><li><a href="/c">Committees</a></li></ol>
<p>You may change how we use <a href="/k">cookies</a> at any time.</p>
<h1>Agenda and minutes</h1>
<h2>Netherby Fire Panel - Monday, 4 March 2019 2.00 pm</h2>
<table>
<tr><td><p>1.</p></td><td><p>Apologies</p><ul><li><a href="#s">Share this item</a></li></ul>
<p>Apologies came from Mr Oak.</p></td></tr>
<tr><td><p>2.</p></td><td><p>Smoke alarms <a href="a.pdf">PDF 1.4 MB</a></p>
<ul><li><a href="#s">Share this item</a></li></ul><p>The Officer reported 412 fittings.</p>
<h3>Attachments:</h3><ul><li><a href="b.pdf">Appendix A</a> <span>PDF 214 KB</span></li></ul>
<p><b>Minutes:</b></p><p>The Panel noted the report.</p></td></tr>
<tr><td><p>3.</p></td><td><p>Hydrants</p><ul><li><a href="#s">Share this item</a></li></ul>
<p>Nine were mended.</p><h3>Attachments:</h3><p><b>Minutes:</b></p><p>Agreed.</p></td></tr>
</table>
<h2>Related pages</h2><ul><li><a href="x.pdf">Agenda frontsheet</a> (PDF, 90KB)</li>
<li><a href="y.pdf">Reports pack (opens in new window)</a></li></ul>
"""


def test_a_list_of_items_keeps_the_items_and_loses_the_rest(tmp_path: Path) -> None:
    title, lines = page(
        tmp_path,
        LISTED,
        "Agenda and minutes - Netherby Fire Panel - Monday, 4 March 2019 2.00 pm",
    )
    assert title == "Netherby Fire Panel - Monday, 4 March 2019 2.00 pm"
    assert lines == [
        "Agenda and minutes",
        "Netherby Fire Panel - Monday, 4 March 2019 2.00 pm",
        "1.\tApologies",
        "Apologies came from Mr Oak.",
        "2.\tSmoke alarms",
        "The Officer reported 412 fittings.",
        "Minutes:",
        "The Panel noted the report.",
        "3.\tHydrants",
        "Nine were mended.",
        "Minutes:",
        "Agreed.",
    ]


@pytest.mark.parametrize(
    ("sort", "site"),
    [("Agenda item", "Netherby Council"), ("Issue details", "Vale"), ("Decision details", "Vale")],
)
def test_what_a_page_is_about_is_its_title(tmp_path: Path, sort: str, site: str) -> None:
    body = f"<h1>{sort}</h1><h2>Closing of the old depot</h2><p>The depot was closed in May.</p>"
    title, lines = page(tmp_path, body, f"{sort} - Closing of the old depot - {site}")
    assert title == "Closing of the old depot"
    assert lines == ["Closing of the old depot", "The depot was closed in May."]


@pytest.mark.parametrize(
    "title",
    ["Netherby Council", "Depots | Netherby", "Netherby - Closing of the old depot", "Depots"],
)
def test_a_heading_that_is_the_title_stays_the_title(tmp_path: Path, title: str) -> None:
    body = "<h1>Depots</h1><h2>Closing of the old depot</h2><p>The depot was closed in May.</p>"
    found, lines = page(tmp_path, body, title)
    assert found == "Depots"
    assert lines[0] == "Depots"


@pytest.mark.parametrize(
    ("link", "left"),
    [
        ('Report of the clerk <a href="a.pdf">PDF 135 KB</a>', "Report of the clerk"),
        ('Report of the clerk <a href="a.pdf"><img alt=""> PDF, 1.2MB</a>', "Report of the clerk"),
        ('<a href="a.pdf">Report of the clerk (PDF 135 KB)</a>', "Report of the clerk"),
        ('<a href="a.docx">Report of the clerk [DOCX, 96kb]</a>', "Report of the clerk"),
        ('<a href="a.pdf">Report of the clerk</a> (135 KB)', "Report of the clerk"),
        ('<a href="a.pdf">Report of the clerk (opens in new window)</a>', "Report of the clerk"),
        ('<a href="a.pdf">Report of the clerk (PDF)</a>', "Report of the clerk"),
        ('<a href="a.pdf">Report of the clerk - 1,024 bytes</a>', "Report of the clerk"),
        ('<a href="a.pdf">Report on PDF</a>', "Report on PDF"),
        ("The file was 135 KB.", "The file was 135 KB."),
        ('The limit of <b>5 MB</b> was raised.', "The limit of 5 MB was raised."),
        ('<a href="a">A plan for 12 kb</a>', "A plan for 12 kb"),
        ('<a href="a">A picture</a> of <small>5 MB</small>', "A picture of 5 MB"),
    ],
)  # fmt: skip
def test_labels_of_files_go_and_names_stay(tmp_path: Path, link: str, left: str) -> None:
    body = f"<h1>Papers of the panel</h1><p>It met.</p><p>{link}</p><p>It closed.</p>"
    assert page(tmp_path, body)[1] == ["Papers of the panel", "It met.", left, "It closed."]


SYSTEMS = {
    "titles in paragraphs, files in lists": (
        "<p class='mgAiTitleTxt'>{title} <a href='a.pdf'>PDF 135 KB</a></p>"
        "<ul><li><a href='x'>View the background to item {n}</a></li></ul>"
        "<p>{words}</p><h3>Additional documents:</h3><ul><li>Appendix A <a href='b.pdf'>PDF 1 MB"
        "</a></li><li>Appendix B <a href='c.pdf'>PDF 2 MB</a></li></ul>"
    ),
    "titles in headings, files under a bold label": (
        "<h3>{title}</h3><p>{words}</p><p><strong>Supporting files:</strong></p>"
        "<ul><li><a href='b.pdf'>Annex (PDF, 90KB)</a></li></ul>"
        "<p><a href='#top'>Up again</a></p>"
    ),
    "titles in cells, controls in spans": (
        "<table><tr><td>{title}</td></tr><tr><td><p>{words}</p><div aria-label='Share'>Post it"
        "</div><p><a href='m'>Ask about this</a></p></td></tr></table>"
    ),
    "definition lists": (
        "<dl><dt>{title}</dt><dd>{words}</dd><dd><a href='b.pdf'>Download</a></dd></dl>"
    ),
}


@pytest.mark.parametrize("system", SYSTEMS)
def test_items_of_several_systems_are_their_titles_and_words(tmp_path: Path, system: str) -> None:
    items = (
        ("Smoke alarms", "The Officer reported 412 fittings."),
        ("Hydrants", "Nine were mended in the winter."),
        ("Boats", "The boat was sold at Thornby."),
    )
    body = "".join(
        SYSTEMS[system].format(title=title, words=words, n=n)
        for n, (title, words) in enumerate(items, 1)
    )
    lines = page(tmp_path, f"<h1>Notes of the fire panel</h1>{body}")[1]
    told = [line for pair in items for line in pair]
    assert lines == ["Notes of the fire panel", *told]


MENUS = {
    "a list": "<ul><li><a href='/'>Home</a></li><li><a href='/n'>News</a></li></ul>",
    "crumbs": "<p><a href='/'>Home</a> &gt; <a href='/c'>Panels</a> &gt; Minutes</p>",
    "crumbs with bars": "<div><a href='/'>Hafan</a> | <a href='/c'>Paneli</a> | Cofnodion</div>",
    "a banner": "<div>This site uses cookies. <a href='#'>Accept</a> <a href='#'>Reject</a></div>",
    "by role": "<div role='navigation'>Home Panels</div>",
}


@pytest.mark.parametrize("menu", MENUS)
def test_menus_above_the_heading_go(tmp_path: Path, menu: str) -> None:
    body = f"{MENUS[menu]}<h1>Minutes of the panel</h1><p>The panel met on the hill.</p>"
    assert page(tmp_path, body)[1] == ["Minutes of the panel", "The panel met on the hill."]


def test_words_above_the_heading_stay(tmp_path: Path) -> None:
    body = "<p>Netherby Panel</p><h1>Minutes of the panel</h1><p>The panel met.</p>"
    assert page(tmp_path, body)[1][0] == "Netherby Panel"


def test_links_that_are_the_page_stay(tmp_path: Path) -> None:
    items = "".join(f"<li><a href='{n}.pdf'>Report {n} of the clerk</a></li>" for n in range(6))
    body = f"<h1>Papers</h1><p>For the meeting.</p><h2>Reports</h2><ul>{items}</ul>"
    assert len(page(tmp_path, body)[1]) == 9


def test_titles_of_items_over_links_stay(tmp_path: Path) -> None:
    items = "".join(
        f"<h3>{name}</h3><p><a href='{name}.pdf'>Report of the officer</a></p>"
        for name in ("Hydrants", "Alarms", "Boats")
    )
    text = "<p>The panel will meet in the hall, and all are welcome to come and to listen.</p>"
    lines = page(tmp_path, f"<h1>Agenda of the panel</h1>{text * 4}{items}")[1]
    assert {"Hydrants", "Alarms", "Boats"} <= set(lines)


def test_headings_that_speak_for_themselves_stay(tmp_path: Path) -> None:
    body = (
        "<h1>Votes of the panel</h1><h3>Outcome of vote: carried</h3><h3>Against (0)</h3>"
        "<p>None.</p><h3>Outcome of vote: carried</h3><h3>Against (1)</h3><p>Mr Oak.</p>"
    )
    assert page(tmp_path, body)[1].count("Outcome of vote: carried") == 2


def test_what_comes_again_and_is_no_link_stays(tmp_path: Path) -> None:
    body = "<h1>Minutes of the panel</h1>" + "".join(
        f"<h3>{n}. Item of business</h3><ul><li>Noted</li></ul>" for n in range(1, 5)
    )
    assert page(tmp_path, body)[1].count("• Noted") == 4


def test_crafted_pages_take_time_in_proportion(tmp_path: Path) -> None:
    crafted = [
        "<p><a href=x>PDF</a></p>" * 20_000,
        "<h3>a:</h3>" * 20_000,
        "<h3>a</h3><ul><li><a href=x>b</a></li></ul>" * 10_000,
        "<a href=x>" + "(PDF 1 KB" * 20_000 + "</a>",
        "<a href=x>" + "1 " * 60_000 + "</a>",
        "<p>" + "a > " * 60_000 + "</p><h1>x</h1>",
        "<b>" * 150 + "x" * 100_000,
    ]
    for body in crafted:
        began = time.process_time()
        page(tmp_path, f"<p>words</p>{body}")
        assert time.process_time() - began < 4, body[:20]
