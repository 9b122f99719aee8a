"""What kind of question it is: the shape that its answer has, and what it is about.

The kinds are told by how a question is put, in an order that matters: "by when was it promised"
wants a date, "which promises are still open" the ledger. What no rule knows is ``other`` and is
answered as any passage of prose is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

QuestionKind = Literal[
    "how_many",
    "who",
    "when",
    "where",
    "why",
    "yes_no",
    "latest",
    "changed",
    "promised",
    "still_open",
    "list",
    "every_time",
    "other",
]


@dataclass(frozen=True, slots=True)
class Question:
    """``topic`` is what it is about, without the words that say what is asked; empty where it is
    about everything. ``latest``: what was said last is wanted, whatever the kind. ``since``: the
    words that say since when, of a question for what changed."""

    kind: QuestionKind
    topic: str
    latest: bool = False
    since: str = ""


_WAS = r"was|were|is|are|has been|have been|came up|got"
_SAID = r"discussed|mentioned|raised|said|talked about|brought up"
_EVER = r"(?:ever|first|last|previously)"
SAID_OF_IT = re.compile(
    rf"(?<!\s)\s+(?:{_WAS})\s+(?:{_EVER}\s+)?(?:{_SAID})[ ?.!]*$", re.IGNORECASE
)
"""What is said to have been done with a topic: "was ever discussed"."""
_PLACES = (
    r"(?:times?|mentions?|discussions?|references?|occasions?|instances?|passages?|paragraphs?|"
    r"places?|papers?|meetings?|debates?)"
)
_THAT = r"(?: that| which| when| where| of| to| about| on| with)?"
_SPEAKS = r"(?: (?:discuss|mention|name|concern|deal with|talk about|refer to|cover)(?:e?s|ed)?)?"
_EVERY_FRAMES = tuple(
    re.compile(frame, re.IGNORECASE)
    for frame in (
        r"(?:please )?(?:find|list|show|give)? ?(?:me |us )?(?:every|each|all(?: of)?(?: the)?) "
        rf"{_PLACES}{_THAT}{_SPEAKS} "
        rf"(?P<topic>.+?)(?: (?:{_WAS})(?: {_EVER})?(?: (?:{_SAID}))?)?$",
        rf"(?:when|where) (?:was|were|is|are|did|has|have) (?P<topic>.+?)(?: {_EVER})? "
        r"(?:been )?(?:discussed|mentioned|raised|brought up|come up|talked about)$",
        r"how (?:often|many times) (?:was|were|is|are|did|does|has|have) (?P<topic>.+?)"
        rf"(?: {_EVER})? (?:been )?(?:discussed|mentioned|raised|brought up|come up|talked about)$",
    )
)

_TASKS = (
    r"(?:action(?: point| item)?|promise|undertaking|commitment|pledge|recommendation|"
    r"assurance|outstanding matter|agreed task|area for improvement)s?"
)
_DONE = (
    r"(?:done|kept|complete[d]?|closed|finished|carried out|delivered|met|honoured|fulfilled|"
    r"implemented|discharged|dealt with|followed up|returned to)"
)
_OPEN = (
    r"(?:(?:still|remain(?:s|ing)?|yet|left) )?(?:open|outstanding|overdue|pending|unresolved|"
    r"unfinished|incomplete|unfulfilled|unmet|undone)"
    rf"|(?:not|never|n't)(?: yet)?(?: been)?(?: yet)? {_DONE}(?: yet)?"
    rf"|(?:still|yet) to be {_DONE}|left (?:to do|over)"
)
_STILL_OPEN = (
    re.compile(rf"\b(?P<task>{_TASKS})\b.{{0,200}}?\b(?P<open>{_OPEN})\b", re.IGNORECASE),
    re.compile(rf"\b(?P<open>{_OPEN}) (?P<task>{_TASKS})\b", re.IGNORECASE),
    re.compile(rf"^what(?:'s| is| are| remains?)? (?:still )?(?P<open>{_OPEN})\b", re.IGNORECASE),
    re.compile(
        rf"^(?:has|have|was|were|is|are) .*?\b(?P<task>{_TASKS})\b.{{0,200}}?\b(?P<open>{_DONE})\b",
        re.IGNORECASE,
    ),
)
_SINCE = re.compile(
    r"^what(?:'s| is| are| was| has| have)?(?: been)? (?:new|changed|different|happened)"
    r"(?: (?:in|with|about|on|to|for|at) (?P<topic>.+?))?"
    r"(?: (?:since|after) (?P<since>.{1,200}?))?(?<![ ?.!])[ ?.!]*$",
    re.IGNORECASE,
)
_HAPPENED = re.compile(r"^what\b.{0,12}? happened\b", re.IGNORECASE)
_MOVED = (
    r"(?:chang(?:e|ed|ing)|develop(?:ed|ing)?|evolv(?:e|ed|ing)|mov(?:e|ed|ing)|ris(?:e|en|ing)|"
    r"fall(?:en|ing)?|gr(?:ow|own|owing)|improv(?:e|ed|ing)|worsen(?:ed|ing)?|var(?:y|ied|ying)|"
    r"progress(?:ed|ing)?|fluctuat(?:e|ed|ing)|(?:gone|going|go) (?:up|down))(?!-)"
)
_CHANGED = (
    re.compile(
        r"^how (?:has|have|had|did|do|does|is|are|was|were) (?P<topic>.+?) "
        rf"(?:been )?{_MOVED}\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:what|which|show|is|are|how)\b.*?\btrends? (?:in|of|for) (?P<topic>.+?)"
        r"(?<![ ?.!])[ ?.!]*$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:what|which|how|show)\b(?P<topic>.+?) (?:over time|over the years|year (?:on|by|after)"
        r" year|from year to year|from \d{4}\S* to \d{4}\S*)[ ?.!]*$",
        re.IGNORECASE,
    ),
)
_LATEST = re.compile(
    r"\b(?:the )?(?:latest|newest|most recent(?:ly)?|more recently)\b"
    r"|\blast (?:said|heard|reported|mentioned|known|discussed|told|published|stated)\b"
    r"|\b(?:the )?last (?:reported |known |published )?(?:figure|update|word|news|report)s?\b"
    r"|\b(?:current|currently|nowadays|at present|at the moment|as of (?:now|today)|these days)\b",
    re.IGNORECASE,
)
_PROMISED = re.compile(
    r"\b(?:promis(?:e|es|ed|ing)|undert(?:ake|aken|ook|akings?)|commit(?:ted|ments?)|"
    r"pledge[ds]?|vow(?:ed)?|agreed? to|assur(?:ed|ances?)|said (?:he|she|they|it) would|"
    r"agreed (?:action|task)s?|to do next)\b",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    r"\bhow (?:many|much|big|large|long|often|far|likely|likelier|old|short|high|low|fast|"
    r"quick(?:ly)?|soon|small|strong|wide|deep|large)\b"
    r"|\b(?:what|which) (?:[\w'-]+ ){0,3}?(?:percentage|proportion|share|number|rate|price|cost|"
    r"total|figure|amount|increase|decrease|rise|fall|sum|average|fraction|grant|budget)\b"
    r"|\bwhat (?:did|does|do|was|were|will|would) .{1,200}? (?:cost|sell for|paid for|pay for|"
    r"worth|fetch|spend on|amount to|come to)\b|\bfor how much\b|\bat what (?:price|cost|rate)\b"
    r"|^(?:the )?(?:share|proportion|percentage|number|cost|price|amount|rate|size) of\b",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"^(?:(?:and|by|to|from|with|of) )?(?:who|whom|whose|who's)\b"
    r"|^(?:which|what) (?:person|officer|member|councillor|people|official|chief|minister)\b"
    r"|^name the (?:person|officer|member)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"^(?:(?:and|by|since|from|until) )?when\b|\b(?:by|on|from|until) (?:what|which) "
    r"(?:date|day|month|year|time)\b|^(?:what|which) (?:year|month|date|day|quarter)\b"
    r"|^what (?:is|was|are|were) the (?:[\w'-]+ ){0,3}?(?:date|deadline|closing date)s?\b",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"^(?:(?:and|from|to|in) )?where\b|^(?:in |at |from |to )?(?:which|what) (?:[\w'-]+ )?"
    r"(?:area|place|town|city|village|station|district|county|region|ward|venue|location|building|"
    r"part of|end of|neighbourhood|borough|division|policing area|lpa)\b",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"^(?:and )?why\b|\bhow come\b|^for what reasons?\b"
    r"|^what (?:is|was|are|were|caused|led to|explains?|explained|made|reasons?|causes?)\b"
    r".{0,40}?\b(?:reasons?|causes?|caused|explanations?|explain(?:s|ed)?|behind)\b"
    r"|^what (?:caused|led to|explain(?:s|ed)|lies behind|made)\b|^what reasons?\b",
    re.IGNORECASE,
)
_VERBS = (
    r"(?:(?:do|does|did|is|are|was|were|has|have|had|can|could|should|would|will|may|might|must|"
    r"this|its|happens|becomes|makes|stops|goes|comes|counts|keeps|lies|stands|causes|explains|"
    r"makes|means|needs|of)\b|\w+'s\b)"
)
_LISTING = re.compile(
    r"^(?:please )?(?:list|name|enumerate|give (?:me )?(?:the|all|a list)|tell me (?:the|all))\b"
    r"|^(?:what|which) (?:are|were) (?:the|all|some)?\b"
    rf"|^(?:what|which) (?:(?!{_VERBS})[\w'-]+ ){{0,2}}?(?!{_VERBS})[a-z-]+[^s\W\d]s\b",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    r"^(?:and |so )?(?:is|are|was|were|do|does|did|has|have|had|can|could|should|would|will|may|"
    r"must|might|isn't|aren't|wasn't|weren't|don't|doesn't|didn't|hasn't|haven't|won't)\b",
    re.IGNORECASE,
)

_ANY = re.compile(r"\b(?:any|there)\b", re.IGNORECASE)

_CLAUSE = re.compile(r"(?<=[.:;!?,]) +|(?:^|\s)(?:wonder|ask|know|tell me|say) +", re.IGNORECASE)
_FRAMED = re.compile(
    r"^(?:please |can you |could you )?(?:(?:what|which|who|whom|whose|when|where|why|how|"
    r"list|name|show(?: me)?|tell me|give me|find)\b ?)?(?:'s )?"
    r"(?:(?:is|are|was|were|do|does|did|has|have|had|been|the|an?|many|much|often|there|any|all|"
    r"figures?|numbers?|word|news|update|on|about|for|of|said|to|in|by|will|would)\b ?)*",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:about|on|regarding|concerning|with|in respect of|in relation to|for|to|in|of|from)\b"
    r" (?P<topic>.+?)(?<![ ?.!])[ ?.!]*$",
    re.IGNORECASE,
)


def framed_topic(text: str) -> str | None:
    """The topic in "every time ... was discussed"; None where there is no such frame."""
    bare = text.strip(" ?.!")
    for frame in _EVERY_FRAMES:
        if found := frame.match(bare):
            return found["topic"]
    return None


@lru_cache(maxsize=256)
def recognise(text: str) -> Question:
    """The kind of a question, by how it is put.

    It is kept, because every sentence that may answer is held to it.
    """
    line = " ".join(text.split()).strip(" ?.!")
    if (topic := framed_topic(line)) is not None:
        return Question("every_time", topic)
    handed = _still_open(line) or _changed(line)
    if handed is not None:
        return handed
    latest = _LATEST.search(line) is not None
    kind = _by_first_words(line)
    if kind in ("other", "list") and _PROMISED.search(line) and not latest:
        return Question("promised", _after(_PROMISED, line))
    if latest and kind in ("how_many", "other", "list"):
        return Question("latest", _bare(_LATEST.sub(" ", line)), latest=True)
    if kind == "yes_no" and _PROMISED.search(line):
        return Question("promised", _after(_PROMISED, line))
    return Question(kind, _bare(line), latest)


def _by_first_words(line: str) -> QuestionKind:
    rules: tuple[tuple[re.Pattern[str], QuestionKind], ...] = (
        (_WHO, "who"),
        (_WHEN, "when"),
        (_WHERE, "where"),
        (_WHY, "why"),
        (_HOW_MANY, "how_many"),
        (_LISTING, "list"),
        (_YES_NO, "yes_no"),
    )
    # "As a clerk I wonder: who pays?" asks with its last clause that asks at all.
    for clause in (line, *reversed(_CLAUSE.split(line))):
        if kind := next((kind for rule, kind in rules if rule.search(clause)), None):
            return kind
    return "other"


def asks_whether(text: str) -> bool:
    """Whether it is put as a question of yes or no about one thing: 'Has the plan been done?'."""
    return _YES_NO.search(text) is not None and _ANY.search(text) is None


def _still_open(line: str) -> Question | None:
    for rule in _STILL_OPEN:
        if found := rule.search(line):
            groups = [found.span(name) for name in rule.groupindex if found.start(name) >= 0]
            rest = line
            for start, end in sorted(groups, reverse=True):
                rest = f"{rest[:start]} , {rest[end:]}"
            return Question("still_open", _about(rest))
    return None


def _about(rest: str) -> str:
    """What tasks are about: the words behind a preposition, else what is left of the sentence."""
    bare = " ".join(_bare(rest).replace(",", " ").split())
    if found := _ABOUT.search(rest.replace(" , ", " ").strip()):
        topic = " ".join(found["topic"].split())
        return _bare(re.sub(r"(?: (?:that|which|is|are|was|were|has|have|been)){1,9}$", "", topic))
    return re.sub(
        r"\b(?:still|yet|been|be|have|has|are|is|were|was|that|which|remain(?:s|ing)?|not|there)\b",
        " ",
        bare,
        flags=re.IGNORECASE,
    ).strip()


def _changed(line: str) -> Question | None:
    found = _SINCE.match(line)
    if found and (found["since"] or not _HAPPENED.match(line)):
        return Question("changed", _bare(found["topic"] or ""), since=found["since"] or "")
    for rule in _CHANGED:
        if found := rule.search(line):
            since = re.search(r"\bsince (?P<since>.+)$", line, re.IGNORECASE)
            return Question("changed", _bare(found["topic"]), since=since["since"] if since else "")
    return None


def _after(rule: re.Pattern[str], line: str) -> str:
    """What a promise is about: behind "about", "on", "to" after the word that promises."""
    found = rule.search(line)
    rest = line[found.end() :] if found else line
    about = re.search(
        r"\b(?:about|on|regarding|concerning|to do about|to do for|to|for|with)\b (?P<topic>.+)$",
        rest,
        re.IGNORECASE,
    )
    topic = about["topic"] if about else rest
    topic = re.sub(r"^(?:do|be done|happen)\b ?(?:about|on|for|with)?", "", topic.strip())
    return _bare(topic) or _bare(line)


def _bare(text: str) -> str:
    """Without the words that only ask."""
    line = " ".join(text.split()).strip(" ?.!,")
    return _FRAMED.sub("", line, count=1).strip(" ,?.!") or ""
