"""Words that papers of public bodies are ordered by, and words that a heading does not hold.

General vocabulary only: no document, body or person is known here by name.
"""

from __future__ import annotations

import re

_KNOWN = (
    "abbreviations|action|action arising|actions|actions arising|agenda|also attended|also "
    "present|also in attendance|annex|any other business|any urgent business|aob|apologies|"
    "apologies for absence|appendices|appendix|areas for improvement|attendance|available papers|"
    "background|background documents|background papers|cause of concern|causes of concern|"
    "conclusion|conclusions|confirmation of minutes|consultation|contact|contact officer|contact "
    "points|contact points for the report|contents|date of next meeting|decision|decisions|"
    "declarations of interest|declarations of interests|discussion|disclosure of interests|"
    "equality implications|executive summary|finance implications|financial implications|findings|"
    "foreword|glossary|human resources implications|implications|in attendance|introduction|"
    "judgments|key findings|legal implications|matters arising|members present|membership|"
    "methodology|minutes|minutes of the last meeting|minutes of the previous meeting|next meeting|"
    "next steps|notes|officers present|options considered|other options considered|outcome|"
    "outcomes|overview|preamble|present|public participation|public questions|purpose|purpose of "
    "report|purpose of the report|question|questions|reasons for decision|reason for decision|"
    "recommendation|recommendations|resolved|resource implications|risk implications|risks|"
    "specific contact points for this report|summary|supporting documents|supporting information|"
    "terms of reference|update|updates|urgent business|welcome and introductions"
)
KNOWN = frozenset(_KNOWN.split("|"))
"""Headings under which papers of this kind are ordered, in small letters."""

_CLOSING = (
    "background documents|background papers|contact|contact officer|contact points|contact points "
    "for the report|specific contact points for this report|supporting documents|supporting "
    "information|appendices"
)
CLOSING = frozenset(_CLOSING.split("|"))
"""Headings that close a report: under them stand names, addresses and lists of papers."""

_OPENING = (
    "recommendation|recommendations|purpose|purpose of report|purpose of the report|summary|"
    "background|introduction|executive summary|decision required|reason for report|report summary|"
    "key points|purpose of this report|summary of report|1 purpose|1. purpose|1. purpose of report"
)
OPENING = frozenset(_OPENING.split("|"))
"""Headings that open a report, straight under its title."""

ATTENDANCE = re.compile(
    r"(?:(?:\w+ ){0,2}attendance|names?:?\s+(?:capacity|role|title)s?:?|attendees|present|"
    r"in the chair|also (?:present|attended|attending|in attendance)|in attendance|membership|"
    r"(?:panel |committee )?members(?: present)?|officers(?: present)?|apologies)\b.{0,40}$",
    re.IGNORECASE,
)
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

ASKS = re.compile(
    r"(?:questions?|response|reply|answer|statement|comments?) (?:from|of|by) (?:the )?"
    r"[A-Z][^:.;?!\n]{2,60}:(?=\s+[A-Z0-9“‘'\"])|"
    r"(?:(?:also |members )?present|(?:also )?in attendance|(?:also )?attended(?: by)?|apologies)"
    r":(?=\s+[A-Z][^:]{60})",
    re.IGNORECASE,
)
"""'Question from the Treasurer: …': whose words follow, one such line is enough."""

COLUMNS = re.compile(
    r"(?:ref(?:erence)?|item(?: no)?|no|code|measure|indicator|objective)\b[^.:;?]{0,80}\b"
    r"(?:pages?(?: nos?)?|progress|status|owner|lead|meaning|who|when|direction|target|update)$",
    re.IGNORECASE,
)
"""The heads of a table's columns, come out as one line: 'Ref Commitment Activity Progress'."""

SIGNED = re.compile(
    r"(?:yours (?:sincerely|faithfully|truly|ever)|(?:best|kind|warm)(?:est)? (?:wishes|regards)|"
    r"regards|signed)\b",
    re.IGNORECASE,
)

OFFICE = re.compile(
    r"\b(?:commissioner|chair|chairman|chairperson|chairwoman|officer|secretary|director|manager|"
    r"constable|executive|treasurer|minister|leader|head of|superintendent|inspector|councillor|"
    r"mayor|clerk|solicitor|member|auditor|analyst|lawyer|monitoring officer|intern|advisor|"
    r"adviser|coordinator|co-ordinator|practitioner|assistant|president|governor|registrar)\b",
    re.IGNORECASE,
)
"""A word that names an office."""

_VERB = re.compile(
    r"\b(?:was|were|is|are|has|have|had|will|would|should|shall|can|could|may|might|must|be|been|"
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
