"""A citation as people and reference managers write it: plain words, BibTeX, CSL-JSON."""

from __future__ import annotations

import re
from typing import Any

from api.views import wording
from api.views.highlighting import quoted
from corpus.periods import year_of
from search.results import Citation


def heading(citation: Citation) -> str:
    """The heading path on one line."""
    return " › ".join(" ".join(part.split()) for part in citation.headings)


def said(citation: Citation) -> str:
    """When the words were said and, if that is another day, published."""
    printed = citation.published_on
    said = f"{wording.verb(citation.kind)} {wording.date(citation.said_on)}"
    if citation.said_on and printed and not printed.startswith(citation.said_on):
        return f"{said}, published {wording.date(printed)}"
    if citation.said_on:
        return said
    return f"undated, published {wording.date(printed)}" if printed else "undated"


def source(citation: Citation) -> str:
    """Everything but the quotation, in the order a footnote has it."""
    pieces = [
        citation.body,
        citation.part or citation.title,
        container(citation),
        said(citation),
        heading(citation),
        wording.page(citation.page, citation.page_label),
        citation.document,
        citation.url or "",
    ]
    return ", ".join(" ".join(piece.split()) for piece in pieces if piece)


def container(citation: Citation) -> str:
    """The papers that a part stands in, and who published them if that is another."""
    if not citation.part or citation.part == citation.title:
        return ""
    other = citation.publisher if citation.publisher != citation.body else ""
    within = ", ".join(filter(None, [other, citation.title]))
    return f"in {within}" if within else ""


def text(citation: Citation) -> str:
    """One line a reader can paste into a paper."""
    return f"“{quoted(citation.quote, citation.columns)}” {source(citation)}."


def key(citation: Citation) -> str:
    """A BibTeX key, made of the document's name and the place in it."""
    stem = re.sub(r"[^A-Za-z0-9]+", "-", citation.document.rsplit(".", 1)[0]).strip("-")
    return f"{stem or 'document'}-{citation.start}"


def bibtex(citation: Citation, link: str = "", name: str = "") -> str:
    """A ``@misc`` entry; what BibTeX would read as its own is escaped. ``link`` is the passage's
    permalink, ``name`` the entry's key where its own is taken."""
    note = "; ".join(filter(None, [said(citation), heading(citation)]))
    rows = {
        "author": "{" + _tex(citation.body) + "}" if citation.body else "",
        "title": _tex(citation.part or citation.title or citation.document),
        "booktitle": _tex(citation.title) if citation.part else "",
        "publisher": _tex(citation.publisher),
        "year": year_of(citation.said_on),
        "date": citation.said_on or "",
        "pages": citation.page_label or (str(citation.page) if citation.page else ""),
        "note": _tex(note),
        "annote": _tex(quoted(citation.quote, citation.columns).replace("\n", " ")),
        "howpublished": _tex(citation.document),
        "url": citation.url or link,
    }
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in rows.items() if value)
    return f"@misc{{{name or key(citation)},\n{body}}}\n"


def csl(citation: Citation, link: str = "", name: str = "") -> dict[str, Any]:
    """A CSL-JSON item of type ``report``; ``link`` and ``name`` as for ``bibtex``."""
    item: dict[str, Any] = {
        "id": name or key(citation),
        "type": "report",
        "title": citation.part or citation.title or citation.document,
        "note": "; ".join(filter(None, [said(citation), quoted(citation.quote, citation.columns)])),
        "archive_location": citation.document,
    }
    if citation.body:
        item["author"] = [{"literal": citation.body}]
    if citation.publisher:
        item["publisher"] = citation.publisher
    if citation.part:
        item["container-title"] = citation.title
    if citation.headings:
        item["section"] = heading(citation)
    for name, iso in (("issued", citation.said_on), ("submitted", citation.published_on)):
        if iso:
            item[name] = {
                "date-parts": [[int(piece) for piece in day.split("-")] for day in iso.split("/")]
            }
    if citation.page is not None:
        item["page"] = citation.page_label or str(citation.page)
    if citation.url or link:
        item["URL"] = citation.url or link
    return item


_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "%": r"\%",
    "&": r"\&",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def _tex(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in text)
