"""The phrases in which people undertake, task, ask for and agree things, and who then owes them.

Order matters: the first phrase found tells the kind of the action.
"""

from __future__ import annotations

import re

_DOING = (
    r"(?:attach|bring|brought|circulat|provid|shar|send|sent|report|review|includ|updat|present|"
    r"confirm|pick|collat|monitor|follow|ask|arrang|writ|contact|consult|discuss|develop|produc|"
    r"publish|prepar|investigat|clarif|rais|request|invit|consider|introduc|establish|giv|undertak|"
    r"explor|ensur|address|refer|achiev|realis|deliver|expand|schedul|attend|feed|speak|liais|"
    r"chas|seek|sought|amend|draft|submit|check|identif|organis|complet)\w*"
    r"|tak\w* (?:this|that|it|up|forward|action)|look\w* into|made available|mak\w* projections|"
    r"hold|held|set up|put in(?:to)? place"
)
_SOMEBODY = (
    r"(?:he|she|they|I|we|PCC|DPCC|CC|ACC|DCC|(?:Deputy |Assistant |Vice[- ])?(?:Commissioner|"
    r"Constable|Chairman|Chair|Mayor|Leader)|officers?|force|Panel|Committee|Board|Council|Trust|"
    r"Director|Secretary|Clerk|Manager|team|(?-i:[A-Z]{2,5} [A-Z][a-z]+)|"
    r"meeting chaired by [\w ]{2,20})"
)
_NEWS = (
    r"(?:an? |that |the )?(?:further |written |fuller |any )?"
    r"(?:update|report|briefing|information|clarification|details?)"
)

_TASKING = (
    r"\b(?:has|have|had|was|were)(?: also)?(?: been)? tasked\b",
    r"\b(?:has|have|had) asked for (?:a|an|the|further)\b[^.]{0,80}\bto (?:be )?\w+",
    rf"\b(?:has|have) asked (?:the |his |her |their |its )?(?:\w+ ){{1,3}}to "
    rf"(?:carry out|{_DOING})\b",
)
_AGREED = (
    r"\b(?:it|this) was (?:also |further )?(?:agreed|resolved) (?:that|to)\b",
    rf"\bagreed (?:that|to)\b[^.]{{0,160}}?\b(?:would|will|to|can|could)\b[^.]{{0,60}}?"
    rf"\b(?:{_DOING}|built|govern\w*)\b",
    r"\bagreed in principle that\b[^.]{0,160}\bshould\b",
    r"^\W*(?:it was )?resolved\b\W{0,4}(?:unanimously )?(?:that|to)\b",
    r"\bproposed to (?:send|write|bring|ask|hold|set up)\b",
)
_ASKED = (
    rf"\b(?:requested|sought|asked for) {_NEWS}\b",
    r"\basked (?:that|for)\b[^.]{0,120}\bbe "
    r"(?:shared|provided|circulated|brought|sent|given|made|included|reported|printed|published|"
    r"attached|added|put)\b",
    r"\basked for (?:an?|the) (?:\w+ ){0,2}(?:plan|report|paper|briefing|breakdown|copy)\b"
    r"(?! (?:had|was|has)\b)",
    r"\bwould (?:like|wish|welcome|want)(?: to (?:see|have|receive|be))? (?:\w+ ){0,2}?"
    r"(?:further|more|advised|informed|an update|a report|statistics|information)\b",
)
_COMMITTED = (
    rf"\b(?:will|would)(?: also| then| now| in future| only| shortly){{0,2}} be (?:\w+ly )?"
    rf"(?:{_DOING})\b",
    r"\b(?:is|are|was|were) (?:leading on|committed to|taking forward)\b",
)
_PROMISED = (
    rf"\b{_SOMEBODY} (?:will|would)(?: also)? (?:{_DOING})\b",
    r"\b(?:is|are|was|were) confident (?:that )?[^.]{0,120}\b(?:will|would) be\b[^.]{0,120}\bby\b",
    r"\bconfident (?:that )?the \w+ would be able\b[^.]{0,120}\bby\b",
    r"\breiterated that\b[^.]{0,80}\bwill be\b",
    rf"\b{_SOMEBODY} (?:has )?promised (?!by\b)",
    rf"\b{_SOMEBODY} (?:will|would) see (?:that|to it)\b",
)
_TOOK = (r"\btook away an action\b|\bundertook to\b|\bpromised to\b",)

PHRASES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for kind, patterns in (
        ("tasking", _TASKING),
        ("agreement", _AGREED),
        ("request", _ASKED),
        ("commitment", _COMMITTED),
        ("promise", _PROMISED),
        ("action", _TOOK),
    )
    for pattern in patterns
)

NOT_DONE = re.compile(
    r"\b(?:would|could|should|will)(?:n[’']t| not| never)? have\b|\bif\b[^,.]{0,60}\bwould\b|"
    r"\b(?:would|will|wouldn[’']t) (?:not )?(?:be|have) (?:allowed|wiser|a |an |likely|"
    r"difficult|helpful|better|no )|\bat which it was agreed\b|"
    r"\bwhether\b[^.]{0,60}\b(?:would|will)\b|\bnext meeting (?:will|would) (?:be|take place)\b",
    re.IGNORECASE,
)
"""What would have been, might be, or is only asked about."""

OWNERS: tuple[re.Pattern[str], ...] = (
    re.compile(r"\btasked (?:the )?(?P<who>[A-Z][\w’'() ]{2,50}?) (?:with|to)\b"),
    re.compile(
        r"^[•*\s-]*(?:[Tt]he )?(?P<who>[A-Z][\w’'&]*(?: [A-Z][\w’'&]*){0,3}) "
        r"(?:has been|have been|was|were) tasked"
    ),
    re.compile(r"\bagreed that (?:the )?(?P<who>[A-Z][\w’'& ]{1,50}?) (?:would|will)\b"),
    re.compile(
        r"\b[Rr]esolved\W{1,4}that (?:the )?(?P<who>[A-Z][\w’'& ]{1,50}?) "
        r"(?:be (?:asked|requested|invited|authorised) to|to|will|would|should|shall|write|send|"
        r"ask)\b"
    ),
    re.compile(r"\bpicked up by (?:the )?(?P<who>[\w’' ]{2,50}?)(?:\.|,|$)"),
    re.compile(
        r"^[•*\s-]*(?:[Tt]he )?"
        r"(?P<who>[A-Z][\w’'&/-]*(?:(?:,| and|'s)? (?:[A-Z][\w’'&/-]*|of|for|the(?= [A-Z])|"
        r"(?:policy |commissioning |performance )?(?:team|office|officers?|staff))\b){0,5})"
        r" (?:to (?!be\b|the\b)|took|will|would|agreed|undertook|promised|has asked|"
        r"is leading)\b"
    ),
)
"""Who owes it, in the sentence's own words; the first that fits."""
