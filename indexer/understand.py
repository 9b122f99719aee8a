"""What a document is, when its words were said and who said them: all of it, in one call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.model import Document, Part, Section, Span, Understanding
from indexer import blocks, dates, headings, joins, parts, passages, sections
from indexer.blocks import Piece


def understand(document: Document) -> Understanding:
    """Parts, sections and passages of ``document``. Never raises: less is understood instead.

    Parts tile the text from its first word to its last, sections tile their part, every passage
    lies in one section. A text without words has no parts at all.
    """
    text = document.text
    made = headings.judge(document, blocks.pieces(document))
    made = joins.join(text, made)
    if not any(piece.role != "furniture" for piece in made):
        return Understanding(document, (), (), ())
    listed = headings.contents(text, made)
    begun = parts.cuts(document, made, listed)
    bounds = [made[cut.first].outer for cut in begun]
    bounds[0] = min(bounds[0], made[0].outer)
    ends = [*bounds[1:], max(piece.span.end for piece in made)]
    held: list[Part] = []
    tree: list[Section] = []
    for number, (cut, start, end) in enumerate(zip(begun, bounds, ends, strict=True)):
        title = parts.title_of(text, made, cut)
        mine = [one for one in made[cut.first :] if start <= one.outer < end]
        head = " ".join(text[one.outer : one.span.end] for one in mine[:8])[:3000]
        said_on, evidence = _said_on(text, mine, cut.form)
        part = Part(
            document,
            number,
            Span(start, end),
            sections.clean(text, title) if title else document.title,
            parts.kind_of(head, cut.form),
            document.body,
            said_on,
            evidence,
        )
        held.append(part)
        tree.extend(sections.sections(text, part, mine, listed, title))
    tree = [replace(section, number=number) for number, section in enumerate(tree)]
    found = passages.passages(document, tree, made)
    return Understanding(document, tuple(held), tuple(tree), tuple(found))


def _said_on(text: str, mine: Sequence[Piece], form: str) -> tuple[str | None, str]:
    head = [one for one in mine[:14] if one.role in ("heading", "paragraph")]
    for piece in head:
        words = text[piece.outer : piece.span.end]
        if len(words) > 400:
            break
        for found in dates.find(words):
            if found.iso and (len(found.iso) == 10 or form == "titled"):
                return found.iso, f"heading '{words[found.span.start : found.span.end]}'"
    return None, ""
