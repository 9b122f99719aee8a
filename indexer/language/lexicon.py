"""Words that papers of public bodies are ordered by, and words that a heading does not hold.

What stands here is general vocabulary; what was learnt from papers is a rule with witnesses
(``rules/headings.toml``, ``rules/lines.toml``). No document, body or person is known by name.
"""

from __future__ import annotations

import re

from indexer.language import phrases

CLOSING = phrases.either("headings", "closing")
"""Headings that close a report: under them stand names, addresses and lists of papers."""

PAPERS = phrases.either("headings", "papers")
"""Headings over a list of papers: what stands below is named, and neither said nor decided."""

KNOWN = re.compile(
    "|".join([phrases.either("headings", "known").pattern, CLOSING.pattern, PAPERS.pattern]), re.I
)
"""Headings under which papers of this kind are ordered: all of a heading, in small letters."""

OPENING = phrases.either("headings", "opening")
"""Headings that open a report, straight under its title."""

RETURNS = phrases.either("actions", "returns")
"""Headings over what came back to an item: 'Update', 'Response', 'Findings'."""

PRESENT = phrases.either("boundaries", "present")
"""How a list of those present begins, as minutes print it under their own head."""

ATTENDANCE = phrases.either("lines", "attendance")
"""A line that begins a list of those present, absent or members."""

KEYED = re.compile(
    r"(?:(?i:date(?: of (?:meeting|issue|next meeting))?|meeting date|chair(?:man|person|ed by)?|"
    r"minutes|minute taker|notes? taken by|clerk|secretary|venue|time|location|place|cc|"
    r"report (?:of|to|by|author)|author|contact(?: officer)?|our ref|your ref|ref|reference|"
    r"lead (?:officer|member)|apologies|present|quorum|source|twitter|facebook|instagram|website|"
    r"tel|telephone|phone|mobile|fax|e-?mail|web|isbn|to|from|attendees|in attendance|members|"
    r"attending|duration|proposed|proposer|seconded|seconder|subject)[ ]?[:;.]"
    r"|(?i:venue|chair|tel|isbn|cc|dear)[ ]+(?=[A-Z0-9(+l])|www\.|https?:)"
    r"[ ]*(?=\S)"
)
"""'Date: …', 'Chair: …', 'Tel: …': a name and its value on one line, never a heading."""

ASKS = phrases.either("lines", "asks")
"""'Present: …': whose words or names follow, one such line is enough."""

COLUMNS = phrases.either("lines", "columns")
"""The heads of a table's columns, come out as one line: 'Ref Commitment Activity Progress'."""

_COLUMN_WORDS = (
    "ref reference no number item action actions agreed required owner owners lead leads officer "
    "officers responsible responsibility responsibilities by whom when who due date dates deadline "
    "target timescale timescales completion status progress update updates comment comments note "
    "notes outcome outcomes name names role roles title position organisation post body area force "
    "district ward measure measures indicator indicators type category description detail details "
    "subject topic issue risk risks impact likelihood score rating rag priority objective response "
    "recommendation recommendations decision month year period quarter total change variance "
    "budget actual forecast amount cost costs value percentage count page pages payee"
)
COLUMN = re.compile(
    rf"(?:(?:{_COLUMN_WORDS.replace(' ', '|')})[.:]?(?:[ /]+(?:(?:and|of|for|&)[ /]*)?|$)){{1,4}}",
    re.IGNORECASE,
)
"""All of a cell that names a column: 'Ref', 'Action agreed', 'Lead officer', 'By when'."""

SIGNED = phrases.either("lines", "signed")

OFFICE = re.compile(
    r"\b(?:commissioner|chair|chairman|chairperson|chairwoman|officer|secretary|director|manager|"
    r"constable|executive|treasurer|minister|leader|head of|superintendent|inspector|councillor|"
    r"mayor|clerk|solicitor|member|auditor|analyst|lawyer|monitoring officer|intern|advisor|"
    r"adviser|coordinator|co-ordinator|practitioner|assistant|president|governor|registrar)\b",
    re.IGNORECASE,
)
"""A word that names an office."""

CHAIR = re.compile(r"(?:the )?(?:in the )?chair(?:man|woman|person|ing)?\b", re.IGNORECASE)
"""The chair of a meeting, as an office."""

_VERB = re.compile(
    r"\b(?:was|were|is|are|has|have|had|will|would|should|shall|can|could|"
    r"(?<!\d )may(?! \d)|might|must|be|been|"
    r"does|did|do|include|includes|included|follow|follows|made|make|shown|said|asked|agreed|noted|"
    r"confirmed|highlighted|closed|ended|opened|adjourned|concluded|received|resolved|reported|"
    r"advised|looked|wanted|attended|met|gave|told|reviewed|considered|introduced|presented)\b",
    re.IGNORECASE,
)
_SENTENCE_WORDS = (
    "the a an it there he she they i we this that these in on at as following during given if when "
    "although where by please for to since until after before under with our"
)
_SENTENCE = frozenset(_SENTENCE_WORDS.split())
_DANGLING = re.compile(
    r"\b(?:the|a|an|of|to|and|or|for|with|by|in|on|at|from|that|which|its|his|her|their|was|were|"
    r"is|are|be|been|as|into|than)$",
    re.IGNORECASE,
)
DOCUMENT_WORD = re.compile(
    r"\b(?:report|minutes?|notes|agenda|plan|review|strategy|inspection|policy|statement|summary|"
    r"protocol|framework|assessment|audit|evaluation|guidance|accounts|decisions?|disposition|"
    r"schedule|meeting|survey|update|briefing|charter|code|form)\b",
    re.IGNORECASE,
)
"""A word that names a kind of paper."""


def tells(words: str) -> bool:
    """Whether words hold a verb: a sentence, not a list of names and places."""
    return bool(_VERB.search(words))


def dangling(words: str) -> bool:
    """Whether a line breaks off: its last word cannot end a heading or a sentence."""
    return bool(_DANGLING.search(words.rstrip(" *_")))


def sentence(words: str) -> bool:
    """Whether a short line reads as a sentence or a lead-in and not as a heading."""
    bare = words.strip("*_ ").casefold()
    first = bare.split(maxsplit=1)[0].rstrip(",") if bare else ""
    count = len(bare.split())
    verb = bool(_VERB.search(bare))
    if first in _SENTENCE:
        return (
            (verb and count > 3)
            or count > 9
            or (bare.endswith(":") and count > 2 and first != "to")
        )
    return verb and count > 9
