"""The kinds of document and of part: one declaration each, from which everything else is made.

A line here is a kind's name in JSON, what people call it, whether it tells what was said in a
meeting, and the words that ask for it in a query. What a page must say to be taken for one stands
with the rules of reading (``indexer.structure.part_boundaries``).
"""

from __future__ import annotations

from dataclasses import dataclass

Kind = str
"""The ``name`` of a DocumentKind."""


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """One kind. ``asked`` is a regular expression of the words that ask for it, '' for none;
    ``meeting`` says that its words were said, where those of other papers are dated."""

    name: str
    label: str
    meeting: bool = False
    asked: str = ""


DOCUMENT_KINDS = (
    DocumentKind(
        "holding_to_account_notes",
        "Holding to account notes",
        meeting=True,
        asked=r"holding[- ]to[- ]account (?:notes|meetings?)",
    ),
    DocumentKind(
        "panel_minutes",
        "Panel minutes",
        meeting=True,
        asked=r"panel minutes|minutes of the panel",
    ),
    DocumentKind("agenda_pack", "Agenda pack"),
    DocumentKind("agenda", "Agenda"),
    DocumentKind("covering_report", "Covering report", asked="covering reports?"),
    DocumentKind("annual_report", "Annual report", asked="annual reports?"),
    DocumentKind(
        "inspection_report",
        "Inspection report",
        asked="inspection reports?|inspectors['’] reports?",
    ),
    DocumentKind("letter", "Letter", asked="letters?"),
    DocumentKind("email", "E-mail", asked="e-?mails?"),
    DocumentKind(
        "performance_report",
        "Performance report",
        asked=r"performance (?:reports?|summar(?:y|ies))",
    ),
    DocumentKind(
        "performance_summary",
        "Performance summary",
        asked=r"performance (?:reports?|summar(?:y|ies))",
    ),
    DocumentKind("delivery_plan", "Delivery plan", asked="delivery plans?"),
    DocumentKind("glossary", "Glossary"),
    DocumentKind("minutes", "Minutes", meeting=True),
    DocumentKind("report", "Report"),
    DocumentKind("other", "Other"),
)
"""``minutes`` and ``report`` serve bodies outside policing."""

NAMES = tuple(kind.name for kind in DOCUMENT_KINDS)
MEETINGS = frozenset(kind.name for kind in DOCUMENT_KINDS if kind.meeting)
LABELS = {kind.name: kind.label for kind in DOCUMENT_KINDS}

ANY_MEETING = r"meeting minutes|(?<=the )minutes|(?<=all )minutes"
"""Words that ask for every kind of meeting; "in minutes" alone is how long something took."""


def asked_for() -> dict[str, tuple[str, ...]]:
    """Words that ask for kinds (a regular expression) to the names of the kinds."""
    found: dict[str, tuple[str, ...]] = {}
    for kind in DOCUMENT_KINDS:
        if kind.asked:
            found[kind.asked] = (*found.get(kind.asked, ()), kind.name)
    meetings = tuple(kind.name for kind in DOCUMENT_KINDS if kind.meeting)
    return found | {ANY_MEETING: meetings}
