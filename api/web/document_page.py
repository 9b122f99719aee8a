"""The reading page: the document as it is structured, with the cited passage marked."""

from __future__ import annotations

import difflib
from dataclasses import replace
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from api.export import citation_styles, references
from api.http.live_index import Snapshot
from api.http.serving import address_of, snapshots
from api.views import wording
from api.views.permalinks import permalink
from api.views.request import Wanted, clean, from_pairs
from api.web import hit_navigation, rendering, source_files
from api.web.reading import blocks, document_view, find_in_document, page_images, pagination
from api.web.reading.document_view import Addresses, Picture
from corpus.errors import BadFilter, DocumentMissing, PassageMissing
from corpus.model import Passage, Understanding
from search.results import Hit

router = APIRouter()

_FORMS = {"bibtex": "bib", "csl": "csl.json", "ris": "ris"}
"""What a form is asked for by, and the ending of its files."""


@router.get("/original/{document:path}")
def original(request: Request, document: str) -> Response:
    """The file as it lies in the archive."""
    with snapshots(request).use() as snapshot:
        index = snapshot.engine.index
        return source_files.response(index.document(document), index.meta.archive)


@router.get("/cite/{passage:path}")
def cite(request: Request, passage: str, form: str = "plain") -> Response:
    """One citation as text: plain, bibtex, csl or ris."""
    with snapshots(request).use() as snapshot:
        index = snapshot.engine.index
        passage_ = index.fetch([index.ordinal(passage)])[0]
        found = snapshot.engine.cite(Hit(passage_, 1.0))
        if form == "plain":
            return PlainTextResponse(citation_styles.text(found))
        if form not in _FORMS:
            known = ", ".join(["plain", *_FORMS])
            raise BadFilter(f"form is {form[:20]!r}; it must be one of {known}.")
        wanted = references.FORMS[_FORMS[form]]
        link = permalink(passage_, address_of(request))
        # Shown as text, so that it can be read and copied.
        media = "application/json" if form == "csl" else "text/plain"
        return PlainTextResponse("".join(wanted.lines([(found, link)])), media_type=media)


@router.get("/documents/{document:path}")
def read(request: Request, document: str) -> Response:
    """A leaf of the document: the one with the passage ``at``, the one with the ``n``-th place that
    says what is to be found in it, or the one asked for."""
    with snapshots(request).use() as snapshot:
        parameters = request.query_params
        want = from_pairs(p for p in parameters.multi_items() if p[0] != "document")
        mode = parameters.get("mode", "")
        try:
            understanding = snapshot.engine.index.understanding(document)
        except DocumentMissing:
            return _gone(request, snapshot, document, want)
        whole = understanding.document
        leaves = pagination.cut(understanding)
        wanted = clean(parameters.get("find", ""))
        finding = find_in_document.find(whole.text, wanted, leaves)
        number = finding.number(parameters.get("n"))
        at = None if number else parameters.get("at")
        cited, moved = _cited(snapshot, understanding, at, parameters.get("o"))
        leaf = _leaf(parameters.get("leaf"), len(leaves))
        if cited:
            leaf = pagination.leaf_of(leaves, cited)
        elif number and "leaf" not in parameters:
            leaf = finding.leaves[number - 1]
        listed = hit_navigation.find(snapshot, want, mode, understanding)
        marking = hit_navigation.marking(listed, whole.id, cited)
        marking.found = finding.on(leaf)
        if number and "leaf" not in parameters:
            marking.here = finding.spans[number - 1]
        archive = snapshot.engine.index.meta.archive
        sheets = blocks.sheets(understanding, leaves[leaf - 1], marking)
        looked = document_view.looked_at(cited, marking.here)
        sheets = document_view.with_marked_pages(whole, sheets, looked)
        there = source_files.unchanged(whole, archive)
        pictures: list[Picture | None] = [None] * len(sheets)
        if there:
            images = page_images.images(request)
            pictures = document_view.pictures(images, whole, archive, sheets, looked)
        addresses = Addresses(whole.id, want, mode, snapshot.build, finding.text)
        return rendering.render(
            request,
            "document.html",
            snapshot,
            status=400 if finding.error else 200,
            want=want,
            mode=mode,
            understanding=understanding,
            document=whole,
            when=wording.when(cited) if cited else _dated(understanding),
            cited=cited,
            citation=snapshot.engine.cite(Hit(cited, 1.0)) if cited else None,
            moved=moved,
            contents=pagination.contents(leaves, leaf),
            sheets=list(zip(sheets, pictures, strict=True)),
            pictured=any(pictures),
            lost=not there and page_images.drawable(whole),
            leaf=leaf,
            turning=document_view.turning(leaves, leaf, addresses) if len(leaves) > 1 else None,
            addresses=addresses,
            finding=finding,
            found=document_view.found(whole, finding, number, addresses),
            around=hit_navigation.around(listed, cited, want, mode),
            original=_original(snapshot, understanding, cited),
            picked=set(rendering.picked(request)),
        )


def _dated(understanding: Understanding) -> str:
    document = understanding.document
    if document.said_on:
        return wording.date(document.said_on)
    return (
        f"published {wording.date(document.published_on)}" if document.published_on else "undated"
    )


def _cited(
    snapshot: Snapshot, understanding: Understanding, at: str | None, offset: str | None
) -> tuple[Passage | None, bool]:
    """The passage asked for, or the one nearest to its old place (then the second is true)."""
    if not at:
        return None, False
    index = snapshot.engine.index
    try:
        passage = index.fetch([index.ordinal(clean(at))])[0]
        if passage.document.id == understanding.document.id:
            return passage, False
    except PassageMissing:
        pass
    passages = understanding.passages
    if not passages:
        return None, True
    place = int(offset) if offset and offset.isascii() and offset[:12].isdigit() else 0
    return min(passages, key=lambda p: abs(p.span.start - place)), True


def _leaf(written: str | None, last: int) -> int:
    if written and written.isascii() and written.isdigit():
        return min(max(1, int(written[:6])), last)
    return 1


def _original(snapshot: Snapshot, understanding: Understanding, cited: Passage | None) -> str:
    document = understanding.document
    if not source_files.there(document, snapshot.engine.index.meta.archive):
        return ""
    href = f"/original/{quote(document.id, safe='/')}"
    page = cited.page if cited else None
    return f"{href}#page={page}" if page else href


def _gone(request: Request, snapshot: Snapshot, document: str, want: Wanted) -> Response:
    """A permalink into a document that is no longer held: say so, and offer the nearest."""
    held = snapshot.holdings.documents
    names = {one.id: one for one in held}
    near = difflib.get_close_matches(clean(document), names, n=5, cutoff=0.4)
    return rendering.render(
        request,
        "gone.html",
        snapshot,
        status=404,
        document=clean(document)[:300],
        near=[names[name] for name in near],
        want=replace(want, page=1),
    )
