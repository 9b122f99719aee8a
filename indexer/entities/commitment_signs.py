"""What speaks for and against a sentence being something that somebody has agreed to do.

A sign is a way of speaking, not a phrase of one paper: the modal and the verb behind it, who is
its subject, a day by which, where in the paper it stands. ``commitment_model`` weighs them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from corpus import dates
from corpus.kinds import MEETINGS
from corpus.model import Passage

_ADVERB = r"(?:\w{2,14}ly|also|then|now|again|still|therefore|both|each|all|once|in future|next)"
_NP = r"(?:[\w’'&/-]+ ){1,7}?"
_DAY = (
    rf"(?:\d{{1,2}}\b|(?:{dates.MONTH_IN_FULL})\b|20\d\d|end of|next|\w+ (?:days?|weeks?|months?))"
)
_STATE = (
    r"(?:not|have|be (?:the|a|an|no|able|available|likely|needed|required)|cost|mean|need|like|"
    r"depend|rise|fall|cover|remain|raise|take (?:time|place)|wish|want|prefer|know|think|see|help|"
    r"lead to|result|allow|enable|apply|become|seem)"
)
_EVENT = (
    r"(?:take place|be (?:held|open|closed|later|there)|start|begin|open|close|end|run|go live|"
    r"come (?:in|into)|arrive|meet|attend|retire|leave|join|last|finish|fall|rise|continue)"
)
_DO = (
    r"(?:send|provid|circulat|report|review|bring|writ|shar|updat|present|rais|prepar|contact|"
    r"arrang|publish|ask|consider|discuss|check|look|includ|monitor|investigat|produc|develop|"
    r"ensur|draft|amend|submit|speak|talk|chas|sent|brought|given|made|added|set|taken|put|tak|giv|"
    r"mak|add|approach|compil|collat|explor|establish|organis|work|train|pay|employ|replac|keep|"
    r"kept|met|built|build|return|reply|respond|answer|decid|seek|sought|carr|complet|address|"
    r"collect|tabl|obtain|visit|pass|us)"
)

_PATTERNS: Mapping[str, str] = {
    "agreed_first": (
        r"^\W*(?:\d[\d.]*\s*)?(?:it (?:was|is) |was |unanimously )*(?i:agreed|resolved|decided)\b"
    ),
    "agreed_last": r"\b(?i:agreed|resolved)\W*$",
    "agreed_to": (
        r"\b(?:agreed|decided|resolved)(?: \w+ly)? (?:to|for)\b|\bagreed (?:that|we|she|he)\b"
    ),
    "agreed_done": r"\b(?:agreed|resolved|decided)\b.{0,160}?\b(?:would|should|will|to|be|must)\b",
    "only_noted": (
        r"\b(?:minutes|report|update|notes)\b[^.;]{0,60}\b(?:be noted|noted|correct|accurate|"
        r"true record|were agreed|approved)"
    ),
    "was_asked_to": (
        r"\b(?:was|were|is|are|been|be)(?: \w+)? (?:asked|requested|invited|urged|tasked|"
        r"instructed|directed|required|encouraged)(?: to| if| with)\b"
    ),
    "asked_to": (
        rf"\b(?:asked|asks?|requested|invited|urged|tasked|instructed|directed|wants?|wanted|"
        rf"like) {_NP}(?:to|with) [a-z]+"
    ),
    "asked_that": (
        r"\b(?:asked|requested|sought|proposed|recommended|suggested)(?: that\b|"
        r" for\b)[^.]{0,160}?\bbe\b|\b(?:asked|requested) that\b"
    ),
    "asked_for": r"\b(?:asked|requested|asks|calls?) (?:for|to see|to have|sight of)\b",
    "asked_about": (
        r"\b(?:asked|queried|enquired|wondered|questioned|wished to know|"
        r"wanted to know)\b[^.]{0,12}\b(?:what|why|how|if|whether|when|who|where|which|about)\b|"
        r"\?"
    ),
    "had_asked": (
        r"\b(?:had|have|has) (?:\w+ )?(?:asked|promised|agreed|requested|been asked|"
        r"recommended)\b"
    ),
    "undertook": (
        r"\b(?:undertook|undertakes?|promis(?:ed|es?)|pledged|offered|volunteered|committed|"
        r"commits?|undertaking|elected|vowed|guarantee[sd]?)\b(?: \w+)? (?:to|that)\b"
    ),
    "promised": r"\b(?:promised?|undertook|assured|pledged|commitment)\b",
    "intends": (
        r"\b(?:intends?|plans?|aims?|propos(?:es?|ing)|planning|intention is|decision:|"
        r"going) to\b"
    ),
    "owed": r"\b(?:should|must|ought to|needs? to)\b(?! not)",
    "recommends": r"\brecommend(?:s|ed|ation)?\b",
    "asked_board": (
        r"\b(?:Board|Panel|Committee|Members|Cabinet|Council) (?:is|are) (?:asked|invited|"
        r"recommended)\b"
    ),
    "to_do_first": (
        r"^\W*(?:\w[\w/.-]*[):] ?)?(?:The )?(?:[A-Z][\w/&’'.-]*[ ,]+(?:and |of |for |"
        r"the )?){1,6}(?:also |then )?to [a-z]+"
    ),
    "that_be": r"^\W*(?:\(?[a-z\d]\)? ?)?[Tt]hat\b.{0,120}?\bbe [a-z]+",
    "will_do": rf"\b(?:will|would|shall)(?: {_ADVERB})? {_DO}\w*\b",
    "will_be_done": rf"\b(?:will|would|shall)(?: {_ADVERB})? be (?:\w+ly )?{_DO}\w*\b",
    "be_done": rf"\b(?:to|should|must|will|would) be (?:\w+ly )?{_DO}\w*\b",
    "to_do": rf"\bto (?:\w+ly )?{_DO}\w*\b",
    "will": r"\b(?:will|shall)\b",
    "would": r"\bwould\b",
    "somebody_will": (
        r"\b(?:I|[Ww]e|[Hh]e|[Ss]he|[Tt]hey|[A-Z]{2,5}|[A-Z][a-z]+) (?:also |then |now |"
        r"both )?(?:will|would|shall)\b"
    ),
    "mine": r"\b(?:I|[Ww]e) (?:will|shall|intend|have (?:asked|agreed)|propose|plan)\b",
    "thing_will": (
        r"\b(?:[Tt]his|[Tt]hat|[Ii]t|[Tt]here|[Tt]hese|which) (?:\w+ )?(?:will|would|shall)\b"
    ),
    "state": rf"\b(?:will|would|should|shall) {_STATE}\b",
    "event": rf"\b(?:will|would|shall) (?:\w+ )?{_EVENT}\b",
    "progressive": r"\b(?:will|would) be \w+ing\b",
    "expects": (
        r"\b(?:expect\w*|anticipat\w*|forecast\w*|likely|predict\w*|estimat\w*|hop(?:e[sd]?|"
        r"ing)|hopefully|foreseen|assumed|probably)\b"
    ),
    "if": r"\b(?:if|unless|whether|could|might|may|would have|were to|had not)\b",
    "not": r"\b(?:not|no|never|nobody|cannot|neither|nor)\b",
    "by_day": rf"\b(?:by|before|within|no later than|until|for) (?:the )?{_DAY}",
    "at_next": (
        r"\b(?:next|following|future|coming|forthcoming|monthly|"
        r"quarterly) (?:\w+ )?(?:meeting|report|session|AGM)\b|\b(?:in due course|shortly|"
        r"as soon as|ASAP|in future|outside the meeting|in writing)\b"
    ),
    "month": rf"\b(?:{dates.MONTH_IN_FULL})\b",
    "figures": r"\d[\d,.]{0,20}(?:%| per cent|m\b| million|p\b)|£\d",
    "many_figures": r"(?<!\d)(?:\d++\D++){4}",
    "past": r"\b(?:was|were|had|did)\b",
    "present": r"\b(?:is|are|has|have|does|do)\b",
    "said": (
        r"\b(?:said|stated|advised|explained|replied|confirmed|reported|answered|noted|"
        r"stressed)\b"
    ),
    "under_way": (
        r"\b(?:under ?way|in hand|leading on|taking forward|ongoing|work(?:ing)? (?:is|to|"
        r"with))\b"
    ),
    "named_first": (
        r"^\W*(?:[A-Z]{2,5}|[A-Z][a-z]+ [A-Z][a-z]+|(?:Cllr|Mr|Mrs|Ms|Dr|Councillor) \w+|"
        r"The [A-Z])\b"
    ),
    "verb_first": (
        r"^\W*(?!The |A |An |In |On |At |It |This |There |By |For |From |With |As |No |"
        r"All )[A-Z][a-z]{2,}(?: out| up| with| to)? (?:the|a|an|all|any|about|whether|how|with|"
        r"to)\b"
    ),
    "small_first": r"^\W*[a-z]",
    "led": r"^\W*(?i:action)s?\b[^:.]{0,30}[:–]",
    "opinion": (
        r"\b(?:suggest(?:s|ed|ing)?|believ(?:es?|ed)|felt|feels?|thought|thinks?|argued|claimed|"
        r"in (?:his|her|their|my|our) view|concern(?:s|ed)|considered that)\b"
    ),
    "to_note": (
        r"\b(?:to|be|was|were) (?:note|noted|receive|received|endorse|approve|approved|"
        r"review(?= (?:the|this) )|support)\b"
    ),
    "statute": (
        r"\b(?:[Ss]ection \d+|Acts? (?:19|20)\d\d|[Rr]egulations?|statut\w+|under the|"
        r"[Aa]greement|clause)\b"
    ),
    "habit": r"\b(?:each|every|always|usually|normally|typically|often|regularly|when(?:ever)?)\b",
    "try": r"\b(?:will|would) (?:try|seek|look|continue|aim|work|support|help|strive)\b",
    "closed": r"\b(?i:closed|complete|completed|done|carried forward|discharged|implemented)\b",
}
_CASED = frozenset(
    ["to_do_first", "somebody_will", "mine", "named_first", "verb_first", "small_first", "led",
     "asked_board", "statute", "agreed_first", "agreed_last", "that_be", "thing_will", "month"]
)  # fmt: skip
_SIGNS = {
    name: re.compile(pattern, 0 if name in _CASED else re.IGNORECASE)
    for name, pattern in _PATTERNS.items()
}
_ASKS_HEADING = re.compile(
    r"\b(?:recommend|action|decision|improv|next steps|what (?:i|we) ask|resol|agreed)\w*",
    re.IGNORECASE,
)
_KINDS = ("promise", "commitment", "agreement", "action", "request", "tasking", "duty")
_REPORTS = frozenset(["inspection_report", "report", "covering_report", "performance_report"])

NAMES: tuple[str, ...] = (
    *_SIGNS,
    "meeting", "letter", "report", "asks", "row", "long", "no_verb", "owed_in_report",
    *(f"rule_{kind}" for kind in _KINDS),
)  # fmt: skip
"""The signs in the order of the weights."""

_FINITE = re.compile(
    r"\b(?:was|were|is|are|has|have|had|will|would|shall|should|must|can|could|may|might|did|does|"
    r"do|said|asked|agreed|noted|\w{3,}ed)\b"
)
_MAY_BE = re.compile(
    r"\b(?:will|would|shall|should|must|ought|needs?|agreed?|asked|asks?|request\w*|recommend\w*|"
    r"actions?|under(?:take|took)\w*|promis\w*|commit\w*|task\w*|resolv\w*|decid\w*|decision|"
    r"propos\w*|inten[dt]\w*|plan\w*|aim\w*|offer\w*|invited|to|be|require\w*|under ?way|"
    r"lead(?:ing)?|assured|confident|welcomed|volunteer\w*)\b|^\W*[A-Z][a-z]+ (?:the|a|an|all)\b",
    re.IGNORECASE,
)


def may_be(words: str) -> bool:
    """Whether a sentence is worth weighing: it holds some word of doing, asking or owing."""
    return _MAY_BE.search(words) is not None


def signs(words: str, passage: Passage, rule: str) -> list[float]:
    """The signs of one sentence, in the order of ``NAMES``; ``rule`` is what kind of action the
    phrases and the grammar take it for, '' for none."""
    kind = passage.part.kind
    headings = passage.section.headings
    held = {name: float(pattern.search(words) is not None) for name, pattern in _SIGNS.items()}
    report = kind in _REPORTS
    place = (
        kind in MEETINGS,
        kind == "letter",
        report,
        bool(headings) and _ASKS_HEADING.search(headings[-1]) is not None,
        passage.kind in ("row", "cell"),
    )
    return [
        *held.values(),
        *map(float, place),
        min(len(words.split()), 60) / 60,
        float(_FINITE.search(words) is None),
        float(bool(held["owed"]) and not place[0]),
        *(float(rule == one) for one in _KINDS),
    ]
