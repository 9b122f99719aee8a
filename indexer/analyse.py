"""What a document is, when its words were said and who said them: all of it, in one call."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from corpus import languages
from corpus.model import Document, Part, Passage, Section, Span, Understanding
from indexer.entities import abbreviations, actions, speaker_attribution
from indexer.language import patterns
from indexer.layout import agenda_runs, families, heading_detection, native_blocks, rejoin
from indexer.layout.blocks import Piece
from indexer.structure import (
    agenda,
    beside,
    front_matter,
    marked_parts,
    near_duplicates,
    part_boundaries,
    part_kinds,
    parts,
    passages,
    sections,
    sketches,
)
from indexer.structure.parts import Draft
from indexer.structure.sketches import Rows


def analyse(document: Document, known: Collection[str] = ()) -> Understanding:
    """Parts, sections, passages, actions and definitions of ``document``; ``known`` is what the
    archive knows of its family (``layout.families``).

    Parts tile the text from its first word to its last, sections tile their part, every passage
    lies in one section. A text without words has no parts at all.
    """
    text = document.text
    document = replace(document, language=languages.of_document(text))
    made = laid_out(document, known)
    if not any(piece.role != "furniture" for piece in made):
        return Understanding(document, (), (), ())
    marked = marked_parts.drafts(document, made)
    drafts = marked or _drafts(document, made)
    given = document.body
    listed = heading_detection.contents(text, made)
    defined = abbreviations.definitions(document)
    if marked:
        held = marked_parts.assemble(document, drafts)
    else:
        document = _named(document, drafts)
        held = _given(document, parts.assemble(document, drafts))
    document = _told(document, held, given)
    held = [replace(part, document=document) for part in held]
    tree: list[Section] = []
    for part, draft in zip(held, drafts, strict=True):
        title = None if draft.head.crumbs else draft.head.title
        tree.extend(sections.sections(text, part, draft.made, listed, title))
    tree = [
        replace(section, number=number, kind=part_kinds.section_kind(section.headings))
        for number, section in enumerate(tree)
    ]
    offices = [speaker_attribution.Offices(part.people, defined) for part in held]
    personal = frozenset(part.number for part in held if _personal(text, part))
    doubts = [draft.doubt for draft in drafts]
    cut = passages.passages(document, tree, made)
    found = [_in_language(_spoken(_dated(one, doubts), offices, personal)) for one in cut]
    return Understanding(
        document,
        tuple(held),
        tuple(tree),
        tuple(found),
        tuple(actions.actions(text, found)),
        tuple(defined),
    )


@dataclass(frozen=True, slots=True)
class Understood:
    """What a build wants to know of a document: what is understood of it, what reads oddly in it
    ('' for nothing), the traces by which its family is known, of what family it was read, and by
    what its passages are compared (``structure.sketches``)."""

    understanding: Understanding
    remark: str = ""
    shown: str = ""
    family: str = ""
    rows: Rows | None = None


def understand(document: Document, known: Collection[str] = ()) -> Understood:
    """As ``analyse``, each passage for itself until the archive tells its group, with all else that
    is wanted of a document while it is at hand."""
    understood = near_duplicates.regrouped(analyse(document, known), {})
    remark = agenda_runs.missing(understood.sections)
    shown = " ".join(families.traces(document))
    rows = sketches.sketched([passage.text for passage in understood.passages])
    return Understood(understood, remark, shown, families.digest(known), rows)


def laid_out(document: Document, known: Collection[str] = ()) -> list[Piece]:
    """The blocks of layout of a document, headings told so, in order."""
    pieces = native_blocks.pieces(document, known)
    judged = heading_detection.judge(document, pieces, known)
    return rejoin.join(document.text, judged)


def _dated(passage: Passage, doubts: Sequence[int | None]) -> Passage:
    """The passage without its part's date, where another paper may have begun before it."""
    doubt = doubts[passage.part.number]
    return (
        passage if doubt is None or passage.span.start < doubt else replace(passage, said_on=None)
    )


def _personal(text: str, part: Part) -> bool:
    """Whether a letter is written by one person: it says 'I' more than 'we'."""
    words = text[part.span.start : part.span.end]
    singular = len(re.findall(r"\bI\b", words))
    plural = len(re.findall(r"\b[Ww]e\b", words))
    return part.kind == "letter" and singular > plural


def _in_language(passage: Passage) -> Passage:
    told = languages.tell(passage.text) or passage.document.language
    return replace(passage, language=told) if told else passage


def _spoken(
    passage: Passage, offices: Sequence[speaker_attribution.Offices], personal: frozenset[int]
) -> Passage:
    if passage.kind == "heading":
        return passage
    authors = {one.name for one in passage.part.people if one.attendance == "author"}
    if passage.part.number in personal and len(authors) == 1:
        return replace(passage, speaker=authors.pop())
    known = offices[passage.part.number]
    path = passage.section.headings
    leads = bool(path) and passage.text.startswith(path[-1])
    who, voice = ("", passage.voice) if leads else speaker_attribution.speaker(passage.text, known)
    if path and not who and (leads or passage.kind == "item"):
        # The words beside the heading and the points under it; a paragraph after them may be
        # anybody's.
        who, voice = speaker_attribution.headed(path[-1], known)
    return replace(passage, speaker=who, voice=voice) if who else passage


def _drafts(document: Document, made: list[Piece]) -> list[Draft]:
    text = document.text
    begun = part_boundaries.cuts(document, made)
    starts = [made[cut.first].outer for cut in begun]
    starts[0] = min(starts[0], made[0].outer)
    ends = [*starts[1:], max(piece.span.end for piece in made)]
    drafts = []
    stops = [*(cut.first for cut in begun[1:]), len(made)]
    for cut, stop, start, end in zip(begun, stops, starts, ends, strict=True):
        mine = made[0 if cut is begun[0] else cut.first : stop]
        apart = beside.apart(document) if cut is begun[0] else ()
        head = front_matter.read(text, mine, cut.form, cut.title, apart)
        doubt = made[cut.doubt].outer if cut.doubt is not None else None
        drafts.append(Draft(cut.form, Span(start, end), mine, head, cut.title, doubt))
    return drafts


def _named(document: Document, drafts: Sequence[Draft]) -> Document:
    """The document with its title, body and dates, as far as nobody else has given them."""
    text = document.text
    first = drafts[0]
    title = sections.clean(text, first.head.title) if first.head.title else ""
    issued, _ = agenda.issue(text, first.made)
    given = document.title
    if title and (patterns.TRIMMINGS.match(given) or given == first.head.crumbs):
        # The file's first line is no title where it belongs to the page and not to the paper.
        given = ""
    return replace(
        document,
        title=given or sections.shorten(title),
        body=document.body or first.head.body,
        # The keeper's list, then what the paper prints of itself, then what its page says of it.
        published_on=document.source.published_on or issued or document.published_on,
    )


def _told(document: Document, held: Sequence[Part], body: str) -> Document:
    """The document with its kind and day, and its title where it has none: those of its one part,
    or a pack's and its meeting's. ``body`` is what the keeper of the archive says of it; else the
    paper's own publisher is the one of its one part, whoever is named on its first page."""
    given = document.kind != "other"
    if len(held) == 1:
        kind = document.kind if given else held[0].kind
        title = document.title or held[0].title
        said_on = document.said_on or held[0].said_on
        body = body or held[0].body
        return replace(document, title=title, kind=kind, said_on=said_on, body=body)
    packed = held[0].kind == "agenda" or len(held) > 2
    kind = document.kind if given else "agenda_pack" if packed else held[0].kind
    return replace(document, kind=kind)


def _given(document: Document, held: list[Part]) -> list[Part]:
    """A single part takes the kind and day that a list beside the archive gives its document."""
    if len(held) != 1:
        return held
    part = held[0]
    if document.kind not in ("other", "agenda_pack"):
        part = replace(part, kind=document.kind)
    if document.said_on and part.said_on is None:
        part = replace(part, said_on=document.said_on, evidence="the archive's own list")
    return [part]
