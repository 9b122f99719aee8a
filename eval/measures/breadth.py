"""Counts of what no paper has, over many papers that nobody labelled.

Each count is of a fault that a reader of the page would see at once: a number of the agenda that
the page has and the sections lack, a postcode for a heading, two actions over the same words, a
page number or a signature for a passage. What is counted here is told by patterns of its own, not
by those that the indexer reads with, so that both cannot be blind to the same thing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

from corpus.model import Part, Passage, Section, Span, Understanding
from search.engine import Engine

"""Passages that are read together."""
FEWEST_WORDS = 4
"""A passage of fewer words without a figure is a scrap."""

RUN = 3
"""From this many numbers in a row they are an agenda."""

WIDEST = 6
"""Numbers that at most may be missing between two; a larger step is another row of numbers."""

_POSTCODE = re.compile(r"(?<![\w-])[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}(?![\w-])")
_PAGE_NUMBER = re.compile(
    r"[-–—|(\[\s]*(?:p(?:age|\.)?\s*)?(?:\d{1,4}|[ivxl]{1,7})(?:\s*(?:of|/)\s*\d{1,4})?[-–—|)\]\s]*"
    r"|\d{1,4}\s*\|\s*p\s*a\s*g\s*e",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"(?:yours (?:sincerely|faithfully|truly|ever)|(?:kind|best|warm)(?:est)? (?:regards|wishes)"
    r"|regards|signed:?|[_.…\s-]*(?:signed|dated?)[_.…:\s-]*)[\s,.]*",
    re.IGNORECASE,
)
_ASSIGNED = re.compile(r"\W*actions?\b[^:\n]{0,24}:\s*\S", re.IGNORECASE)
"""'ACTION: AQ' is the record of who acts, however short."""
_LABEL = re.compile(r"\d{1,3}")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the document, the kind (a key of ``faults``' counts), its place, its words."""

    document: str
    kind: str
    span: Span
    words: str


KINDS = (
    "agenda_gaps",
    "postcode_headings",
    "overlapping_actions",
    "page_number_passages",
    "signature_passages",
    "scraps",
)
"""What ``count`` counts, in order."""


def count(understood: Iterable[Understanding]) -> dict[str, int]:
    """How many faults of each kind; every kind is a key, also where there is none."""
    totals = dict.fromkeys(KINDS, 0)
    for one in understood:
        for fault in faults(one):
            totals[fault.kind] += 1
    return totals


def faults(one: Understanding) -> list[Fault]:
    """Every fault in what was understood of one document, kind by kind, in order of the text."""
    found = [
        *(("agenda_gaps", span) for span in agenda_gaps(one)),
        *(("postcode_headings", span) for span in postcode_headings(one)),
        *(("overlapping_actions", span) for span in overlapping_actions(one)),
    ]
    for passage in one.passages:
        words = passage.text.strip()
        if _PAGE_NUMBER.fullmatch(words):
            found.append(("page_number_passages", passage.span))
        elif _SIGNATURE.fullmatch(words):
            found.append(("signature_passages", passage.span))
        elif _is_scrap(passage):
            found.append(("scraps", passage.span))
    text = one.document.text
    return [
        Fault(one.document.id, kind, span, " ".join(text[span.start : span.end].split())[:120])
        for kind, span in found
    ]


def agenda_gaps(one: Understanding) -> list[Span]:
    """Lines of the page that begin with a number missing from a row of numbered sections.

    A row is at least ``RUN`` sections of one part with plain numbers that rise. A number that the
    page does not print between its neighbours is the page's own gap, and no fault.
    """
    missing: list[Span] = []
    for part in one.parts:
        for run in _runs(_numbered(one.sections, part)):
            if len(run) < RUN:
                continue
            for (number, above), (after, below) in pairwise(run):
                text = one.document.text[above.span.start : below.span.start]
                for wanted in range(number + 1, after):
                    line = re.search(rf"^[ \t*#>]*{wanted}\\?[.):]?[ \t]+(?=[A-Z*])", text, re.M)
                    if line:
                        start = above.span.start + line.start()
                        end = one.document.text.find("\n", start + len(line.group()))
                        missing.append(Span(start, end if end > start else below.span.start))
    return missing


def _numbered(sections: Sequence[Section], part: Part) -> list[tuple[int, Section]]:
    return [
        (int(section.label), section)
        for section in sections
        if section.part.number == part.number
        and section.heading is not None
        and section.label is not None
        and _LABEL.fullmatch(section.label)
    ]


def _runs(numbered: Sequence[tuple[int, Section]]) -> list[list[tuple[int, Section]]]:
    """Rows of rising numbers; one that falls, or leaps over more than WIDEST, begins another."""
    runs: list[list[tuple[int, Section]]] = []
    for number, section in numbered:
        last = runs[-1][-1][0] if runs else None
        if last is not None and last < number <= last + 1 + WIDEST:
            runs[-1].append((number, section))
        elif number != last:
            runs.append([(number, section)])
    return runs


def postcode_headings(one: Understanding) -> list[Span]:
    """Headings that hold a postcode: they are the last line of an address."""
    text = one.document.text
    spans = {section.heading for section in one.sections if section.heading is not None}
    return sorted(span for span in spans if _POSTCODE.search(text, span.start, span.end))


def overlapping_actions(one: Understanding) -> list[Span]:
    """Actions that share words with one that begins before them."""
    reach = 0
    found: list[Span] = []
    for span in sorted(action.span for action in one.actions):
        if span.start < reach:
            found.append(span)
        reach = max(reach, span.end)
    return found


def _is_scrap(passage: Passage) -> bool:
    """Too few words to be quoted, and no figure among them; headings and rows name what is."""
    if passage.kind in ("heading", "row", "cell"):
        return False
    if _ASSIGNED.match(passage.text):
        return False
    words = _WORD.findall(passage.text)
    return len(words) < FEWEST_WORDS and not any(map(str.isdigit, passage.text))


@dataclass(frozen=True, slots=True)
class TopicList:
    """One topic's list against an expression for its words, both in passages without copies.

    ``both`` are returned and match.
    """

    topic: str
    matching: int
    returned: int
    whole: int
    both: int

    @property
    def ratio(self) -> float | None:
        """Returned over matching; None where nothing matches."""
        return self.returned / self.matching if self.matching else None

    @property
    def share_found(self) -> float | None:
        """Share of the matching passages that are returned."""
        return self.both / self.matching if self.matching else None

    def to_json(self) -> dict[str, object]:
        return {**asdict(self), "ratio": self.ratio, "share_found": self.share_found}


def lists(engine: Engine) -> Iterator[TopicList]:
    """Every topic of ``breadth_topics.toml`` over the whole index."""
    index = engine.index
    topics = tomllib.loads(Path(__file__).with_name("breadth_topics.toml").read_text("utf-8"))
    matching: dict[str, set[int]] = {name: set() for name in topics["topics"]}
    patterns = {name: re.compile(words, re.IGNORECASE) for name, words in topics["topics"].items()}
    for document in index.document_ids():
        ordinals = index.ordinals_of(document)
        groups = index.layout(ordinals).group.tolist()
        for group, passage in zip(groups, index.fetch(ordinals), strict=True):
            for name, pattern in patterns.items():
                if passage.kind != "heading" and pattern.search(passage.text):
                    matching[name].add(group)
    for name, wanted in matching.items():
        found = engine.every(name)
        hits = [index.ordinal(hit.passage.id) for hit in (*found.discussed, *found.named)]
        returned = set(index.layout(hits).group.tolist())
        whole = found.standings["whole"]
        yield TopicList(name, len(wanted), len(returned), whole, len(wanted & returned))
