"""Questions that a list of the desk answers and no passage does.

Which actions are open, who promised what (``actions``), how a figure went (``figures``), what is
new since a day (``changes``), whether a question was put before (``asked``). What a question is
about, and of which kind it is, ``question_kind`` tells; here is read what a list needs besides:
whose promise, since when, and the frames that only a list can answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from search.query import question_kind
from search.tokens import says_nothing, terms

LONGEST = 300
"""Code points; more is a passage that somebody pasted."""

ListOf = Literal["actions", "figures", "changes", "asked"]


@dataclass(frozen=True, slots=True)
class DeskQuestion:
    """The list ``of`` what answers, and what is asked of it.

    ``topic`` is '' for everything. Of actions: ``status`` ('' for any) and ``owner``. Of changes
    and figures: ``since``, the words that say since when; 'the last meeting' where it is that.
    """

    of: ListOf
    topic: str = ""
    status: Literal["", "unfinished", "done"] = ""
    owner: str = ""
    since: str = ""


LAST_MEETING = "the last meeting"

_PROMISED = (
    r"(?:promise[ds]?|undert(?:ake|aken|ook)|pledge[ds]?|commit(?:ted|s)?(?: (?:itself|himself|"
    r"herself|themselves|to))*|guarantee[ds]?|vow(?:ed|s)?|volunteer(?:ed|s)?|"
    r"offer(?:ed|s)? to(?= do)|"
    r"agree[ds]? (?:to )?(?:do)?|(?:asked|told|tasked|requested|instructed|invited|required|"
    r"directed|supposed|due|meant) (?:to do|with)|going to do|owe[ds]?|"
    r"(?:says?|said) (?:that )?(?:he|she|they|it|we) (?:would|will)(?: do)?)"
)
_GAVE = r"(?:give|gave|given|make|made|enter(?:ed)? into|sign(?:ed)? up to)"
_AUX = r"(?:did|has|have|had|does|do|is|was|were|are)"
_WHO = r"(?P<who>(?!it\b)[\w’'.-]+(?: [\w’'.&-]+){0,7}?)"
_NOUN = (
    r"(?:actions?(?: points?| items?| log| tracker)?|undertakings?|promises?|commitments?|pledges?|"
    r"assurances?|agreements?|tasks?|recommendations?|matters arising)"
)
_OWED_NOUN = _NOUN.replace("|recommendations?", "")
"""A recommendation is made by one and owed by another."""
_NOUN_SAID = re.compile(rf"\b{_NOUN}\b", re.IGNORECASE)
_LIST = (
    r"(?:which|what|list|show|give|tell|are there(?: any)?|is there an?|find|see|"
    r"do (?:we|they|i) (?:still )?have|any|all|the|me|us|of|are|is)"
)
_DONE = r"(?:done|complete[d]?|closed|finished|discharged|kept|implemented|delivered)"
_TASK_DONE = re.compile(
    rf"^\W*(?:{_LIST} )+(?:[\w’'-]+ )??{_NOUN}\b(?P<about>.*?) ?\b(?:are|is|have|has|were|was) "
    rf"(?:(?:been|already|now) )*{_DONE}\b(?P<rest>.*)$"
    rf"|^\W*(?:{_LIST} )*(?:closed|completed|finished|done) {_NOUN}\b(?P<behind>.*)$",
    re.IGNORECASE,
)
_LEFT_TO_DO = re.compile(
    r"^\W*what(?:['’]s| is| are| was| remains?| still| has| have| had)*\W*"
    r"(?:still |yet |been |that )*"
    r"(?:(?:outstanding|overdue|unfinished|left (?:to (?:do|be done)|over)|to be done|"
    r"not (?:yet )?(?:been )?done|undone|pending|(?:needs?|needing) (?:doing|to be done))\b"
    r"|n[o’']t (?:yet )?(?:been )?done\b)(?P<rest>.*)$"
    r"|^\W*what (?:did|have|had) (?:we|they) (?:agree|agreed|promise|promised|say|said)\b.*?"
    r"\b(?:not|never|n['’]t)\b.*?\bdone\b(?P<behind>.*)$"
    r"|^\W*(?:has|have|was|were|is|are) (?:everything|all)\b.*?\b(?:promised|agreed|asked for)\b"
    r".*?\bdone\b(?P<else>.*)$",
    re.IGNORECASE,
)
_BY_SOMEBODY = (
    re.compile(
        rf"^\W*(?:what|which \w+) {_AUX} (?:the )?{_WHO} (?:(?:ever|already|also|now) )?"
        rf"{_PROMISED}\b(?: to)?(?: do)?\b(?P<rest>.*)$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^\W*(?:what|which|list|show(?: me)?)(?: the| all| of)* {_OWED_NOUN} {_AUX} "
        rf"(?:the )?{_WHO} (?:ever |already )?(?:{_GAVE}|{_PROMISED})\b(?P<rest>.*)$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^\W*(?:did|has|have|had) (?:the )?{_WHO} (?:ever )?(?:{_PROMISED}|{_GAVE} "
        rf"(?:an?y?|some) {_OWED_NOUN})\b(?: ?(?:to do )?(?:anything|something))?(?P<rest>.*)$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^\W*(?:{_LIST} )*{_OWED_NOUN} (?:by|from|owed by|assigned to|for|of|on|made by|given by|"
        rf"given to) (?:the )?{_WHO}(?P<rest>(?: (?:about|on|regarding|concerning|in relation to|"
        r"with regard to)\b.*)?)(?<![\s?.!])[\s?.!]*$",
        re.IGNORECASE,
    ),
)
_BY_NOBODY = re.compile(
    r"^\W*what (?:was|were|is|has been|had been) "
    r"(?:promised|undertaken|pledged|agreed(?: to be done)?)\b(?P<rest>.*)$"
    rf"|^\W*(?:what|which|list|show(?: me)?)(?: the| all)* {_NOUN} (?:was|were|has been|have been|"
    r"had been) (?:made|given|agreed|entered into|offered)\b(?P<behind>.*)$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"^\W*(?:with regard to|in relation to|with respect to|regarding|concerning|about|on|for|"
    r"to do about|to|over|in respect of|around|at)\b\s*+(?P<topic>.+?)(?<![\s?.!])[\s?.!]*$",
    re.IGNORECASE,
)
_NOBODY = frozenset(
    "you we they i it he she that this there anybody anyone somebody someone people".split()
)
_DROPPED = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_MEETING = re.compile(
    r"\b(?:from|at|of|in|since) (?:the |our |their )*(?P<which>last|latest|previous|most recent) "
    r"(?:\w+ ){0,3}?meeting\b",
    re.IGNORECASE,
)

_ASKED_BEFORE = re.compile(
    r"^\W*(?:has|was|have|had|did) (?:this|it|the (?:following )?question|anybody|anyone|somebody|"
    r"someone|(?:they|we)|(?:the |an?y? ?)?(?:panel|committee|board|members?|commissioner|PCC))"
    r"(?: ever| already)*(?: been)? ask(?:ed)?(?: before| already)?\b\W*"
    r"(?:about|whether|that)?\b\W*(?P<draft>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_BEFORE = re.compile(r"(?<!\s)\s+(?:before|already|previously|in the past)\W*$", re.IGNORECASE)

_ASIDE = r"(?: (?:on|about|for|in|with|to|at) (?P<topic>.{1,200}?))?"
_NEW_SINCE = re.compile(
    r"^\W*(?:(?:what(?:['’]s| is| was| has(?: been)?| have)?|anything|show(?: me)?(?: what is| "
    r"everything)?|list|is there anything|has anything) (?:been )?"
    r"(?:new|changed|different|happened|come in|came in|added|published|arrived)"
    r"(?: papers?| documents?)?"
    rf"{_ASIDE}|(?:the |any |all |what |which )*(?:new|latest|recent) "
    r"(?:papers?|documents?|minutes|reports?|things?)"
    r"(?: (?:are there|came|have come|were added|published))?(?: in)?"
    r"(?: (?:on|about|for) (?P<other>.{1,200}?))?) (?P<how>since|after|from) (?P<day>.{1,200}?)"
    r"(?: (?:on|about|for|in) (?P<behind>[^\d].{1,200}?))?(?<![\s?.!])[\s?.!]*$",
    re.IGNORECASE,
)

_SINCE = r"(?: (?:since|after|from) (?P<since>.+?))?"
_SPANNING = r"(?: (?:over|in|during|between|at|this|last|compared)\b.*)?$"
_TRENDS = tuple(
    re.compile(frame, re.IGNORECASE)
    for frame in (
        r"how (?:has|have|did|does|do|is|are) (?P<topic>.+?) (?:been )?(?:changed?|changing|moved?|"
        r"moving|develop(?:ed|ing)?|fared?|gone|evolv(?:ed?|ing)|improv(?:ed?|ing)|worsen(?:ed|ing)?"
        rf"|perform(?:ed|ing)?|progress(?:ed|ing)?){_SINCE}{_SPANNING}",
        r"(?:show (?:me )?|give me )?(?:the )?(?:trends?|figures?|numbers|series|statistics) "
        r"(?:in|of|for|on|about) (?P<topic>.+)$",
        rf"(?:is|are|has|have) (?P<topic>.+?) (?:been )?(?:going|getting|gone|got) "
        rf"(?:up|down|better|worse)(?: or (?:up|down|better|worse))?{_SINCE}{_SPANNING}",
        rf"(?:is|are|has|have) (?P<topic>.+?) (?:been )?"
        rf"(?:ris(?:ing|en)|fall(?:ing|en)|improv(?:ing|ed)|worsen(?:ing|ed)|"
        rf"increas(?:ing|ed)|decreas(?:ing|ed))(?: or (?:rising|falling|"
        rf"improving|worsening|fallen|risen|worsened|decreas(?:ed|ing)))?{_SINCE}{_SPANNING}",
        r"what (?:has happened to|is the trend (?:in|of|for)|are the (?:figures|numbers) "
        rf"(?:for|on)) (?P<topic>.+?){_SINCE}{_SPANNING}",
        r"(?:the )?(?P<topic>.+?) (?:over time|over the (?:last |past )?years|year (?:on|by|after) "
        r"year)$",
    )
)


def desk_question(text: str) -> DeskQuestion | None:
    """The list that a question asks for; ``None`` for a question that the passages answer."""
    bare = " ".join(text.split())
    if draft := _draft(text):
        return DeskQuestion("asked", draft)
    if len(bare) > LONGEST:
        return None
    return _new(bare) or _owed(bare) or _trend(bare)


def _draft(text: str) -> str:
    """The draft behind 'Has this been asked: …'; '' where a text asks for something else."""
    found = _ASKED_BEFORE.match(text.strip())
    draft = _BEFORE.sub("", found["draft"]).strip() if found is not None else ""
    return draft if terms(draft) else ""


def _new(bare: str) -> DeskQuestion | None:
    found = _NEW_SINCE.match(bare)
    if found is None:
        return None
    topic = found["topic"] or found["other"] or found["behind"] or ""
    day = LAST_MEETING if re.search(r"\bmeeting$", found["day"], re.IGNORECASE) else found["day"]
    return DeskQuestion("changes", topic, since=day)


def _trend(bare: str) -> DeskQuestion | None:
    line = bare.strip(" ?.!")
    for frame in _TRENDS:
        found = frame.match(line)
        if found and terms(found["topic"]) and not says_nothing(terms(found["topic"])):
            return DeskQuestion(
                "figures", found["topic"], since=found.groupdict().get("since") or ""
            )
    return None


def _owed(bare: str) -> DeskQuestion | None:
    """What is asked of the ledger."""
    told = _MEETING.search(bare)
    since = LAST_MEETING if told else ""
    line = f"{bare[: told.start()]}{bare[told.end() :]}" if told else bare
    if found := _TASK_DONE.search(line):
        return DeskQuestion("actions", _topics(found), "done", since=since)
    if found := _LEFT_TO_DO.search(line):
        return DeskQuestion("actions", _topics(found), "unfinished", since=since)
    kind = question_kind.recognise(line)
    if kind.kind == "still_open" and _NOUN_SAID.search(line):
        # Whether one was done, the list of all statuses tells.
        asks = question_kind.asks_whether(line)
        return DeskQuestion("actions", kind.topic, "" if asks else "unfinished", since=since)
    for rule in _BY_SOMEBODY:
        found = rule.search(bare)
        owner = _DROPPED.sub("", found["who"]).strip() if found else ""
        who = terms(owner)
        if found and who and not says_nothing(who) and owner.split()[0].casefold() not in _NOBODY:
            return DeskQuestion("actions", _topic(found["rest"]), "", owner)
    found = _BY_NOBODY.search(bare)
    topic = _topics(found) if found else ""
    return DeskQuestion("actions", topic) if topic else None


def _topics(found: re.Match[str]) -> str:
    """The first topic that a group of a match holds."""
    held = (_topic(words) for words in found.groupdict().values() if words)
    return next((topic for topic in held if topic), "")


def _topic(rest: str) -> str:
    """The topic behind 'about', 'on' or 'for'; '' where there is none."""
    found = _ABOUT.match(rest)
    if found is None or says_nothing(terms(found["topic"])):
        return ""
    return found["topic"].strip()
