"""Citations for reference managers: RIS, BibTeX and CSL-JSON, one or a whole list of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import rispy

from api.export import citation_styles
from api.views.highlighting import quoted
from corpus.periods import year_of
from search.results import Citation

Linked = tuple[Citation, str]
"""A citation, and the permalink to its passage ('' where there is none)."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a list of citations is written, and as what it is handed out."""

    media_type: str
    lines: Callable[[Iterable[Linked]], Iterator[str]]


def _with_keys(cited: Iterable[Linked]) -> Iterator[tuple[Citation, str, str]]:
    """Each with a key that no other of the list has."""
    given: dict[str, int] = {}
    for citation, link in cited:
        key = citation_styles.key(citation)
        given[key] = given.get(key, 0) + 1
        yield citation, link, key if given[key] == 1 else f"{key}-{given[key]}"


def bibtex(cited: Iterable[Linked]) -> Iterator[str]:
    """One ``@misc`` entry each."""
    for citation, link, key in _with_keys(cited):
        yield citation_styles.bibtex(citation, link, key) + "\n"


def csl_json(cited: Iterable[Linked]) -> Iterator[str]:
    """One JSON list, written item by item."""
    before = "[\n"
    for citation, link, key in _with_keys(cited):
        item = citation_styles.csl(citation, link, key)
        yield before + json.dumps(item, ensure_ascii=False, indent=2)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def ris(cited: Iterable[Linked]) -> Iterator[str]:
    """One reference each, as RIS has it."""
    for citation, link, key in _with_keys(cited):
        yield rispy.dumps([_ris(citation, link, key)], implementation=_Writer) + "\n"


class _Writer(rispy.RisWriter):  # type: ignore[misc]
    """Without the number that the library puts before each reference: the format has none."""

    def set_header(self, count: int) -> str:
        return ""


def _ris(citation: Citation, link: str, key: str) -> dict[str, Any]:
    """A reference of type ``RPRT``; each value on one line, as the format wants it."""
    said = citation.said_on or ""
    date = said.partition("/")[0].split("-") if said else []
    values: dict[str, str] = {
        "type_of_reference": "RPRT",
        "id": key,
        "title": citation.part or citation.title or citation.document,
        "secondary_title": citation.title if citation.part else "",
        "publisher": citation.publisher,
        "year": year_of(citation.said_on) or "",
        "date": "/".join([*date, "", ""][:3]) + "/" if date else "",
        "start_page": citation.page_label or (str(citation.page) if citation.page else ""),
        "section": citation_styles.heading(citation),
        "abstract": quoted(citation.quote, citation.columns),
        "file_attachments1": citation.document,
    }
    told = {name: " ".join(value.split()) for name, value in values.items() if value.strip()}
    lists = {
        "authors": [citation.body],
        "urls": [one for one in (citation.url, link) if one],
        "notes": [citation_styles.said(citation)],
    }
    return told | {
        name: [" ".join(one.split()) for one in some] for name, some in lists.items() if any(some)
    }


FORMS = {
    "ris": Form("application/x-research-info-systems; charset=utf-8", ris),
    "bib": Form("application/x-bibtex; charset=utf-8", bibtex),
    "csl.json": Form("application/vnd.citationstyles.csl+json", csl_json),
}
"""By the ending of the file's name."""
