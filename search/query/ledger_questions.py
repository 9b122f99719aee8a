"""Questions that the ledger answers and no passage does: what is open, who promised what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from search.tokens import content_terms, says_nothing, terms

_THINGS = (
    r"(?:actions?(?: points?)?|undertakings?|promises?|commitments?|agreements?|tasks|"
    r"action items?|recommendations?|matters arising|action log|action tracker)"
)
_OPEN = (
    r"(?:(?:still|not yet|yet|currently|now|remain(?:s|ing)?|left|been|being) )*"
    r"(?:open|outstanding|unfinished|pending|undone|incomplete|not (?:been )?(?:done|complete|"
    r"completed|finished|closed|kept)|to (?:be )?(?:do|done|complete|completed)|overdue|due|owed|"
    r"live|left)"
)
_DONE = r"(?:(?:been|already|now) )*(?:done|complete[d]?|closed|finished|discharged|kept)"
_LIST = (
    r"(?:which|what|list|show|give|tell|are there(?: any)?|is there an?|how many|find|"
    r"do (?:we|they|i) (?:still )?have|any|all|the)"
)
_STATE = re.compile(
    rf"^\W*{_LIST}\b.*?\b{_THINGS}\b(?P<about>.*?)\b(?:are|is|have|has|remain|were|was)?\s*"
    rf"(?:(?P<open>{_OPEN})|(?P<done>{_DONE}))\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(
    rf"^\W*(?:{_LIST} )?(?:\w+ )??(?:(?:me|us|all|any|of|the|are|is) )*"
    rf"(?P<state>open|outstanding|overdue|unfinished|closed|completed|done) "
    rf"{_THINGS}\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_PROMISED = re.compile(
    r"^\W*(?:what|which \w+) (?:did|has|have|had|does|do|is|was|were|are) (?P<who>.+?) "
    r"(?:promise[ds]?|undert(?:ake|aken|ook)|pledge[d]?|commit(?:ted)?(?: itself| himself| herself|"
    r" themselves)?(?: to)?|agree[ds]? (?:to )?(?:do)?|asked to do|tasked with|going to do|"
    r"owe[ds]?)"
    r"\b(?: to)?(?: do)?(?P<rest>.*)$",
    re.IGNORECASE,
)
_WAS_PROMISED = re.compile(
    r"^\W*what (?:was|were|is|has been|had been) "
    r"(?:promised|undertaken|pledged|agreed to be done)\b"
    r"(?P<rest>.*)$",
    re.IGNORECASE,
)
_OWED_BY = re.compile(
    rf"^\W*(?:{_LIST} )?(?:(?:me|us|all|any|of|the|are|is) )*{_THINGS} (?:for|of|by|from|owed by|"
    r"assigned to|on) (?P<who>(?:the )?[\w’' -]{2,60})$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"^\W*(?:with regard to|in relation to|regarding|concerning|about|on|for|to do about|"
    r"to|over|in respect of|around)\b\s*(?P<topic>.+?)[\s?.!]*$",
    re.IGNORECASE,
)
_NOBODY = frozenset(
    "you we they i it he she that this there anybody anyone somebody someone people".split()
)
_DROPPED = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)


_ASKED_BEFORE = re.compile(
    r"^\W*(?:has|was|have|had) (?:this|it|the (?:following )?question|anybody|anyone|somebody|"
    r"someone|(?:they|we))(?: ever| already)*(?: been)? asked(?: before| already)?\b\W*"
    r"(?:about|whether|that)?\b\W*(?P<draft>.*)$",
    re.IGNORECASE | re.DOTALL,
)


def asked_before(text: str) -> str:
    """The draft behind 'Has this been asked: …', '' where a text asks for something else."""
    found = _ASKED_BEFORE.match(text.strip())
    return found["draft"].strip() if found is not None else ""


_NEW_SINCE = re.compile(
    r"^\W*what(?:['’]s| is| was| has(?: been)?| have)? "
    r"(?:new|changed|happened|come in|added|published)"
    r"(?: (?:on|about|for) (?P<topic>.+?))? since (?P<day>.+?)[\s?.!]*$",
    re.IGNORECASE,
)


def new_since(text: str) -> tuple[str, str] | None:
    """The day and the topic of 'What is new since May 2024?', ``None`` for anything else."""
    found = _NEW_SINCE.match(" ".join(text.split()))
    return (found["day"], found["topic"] or "") if found is not None else None


@dataclass(frozen=True, slots=True)
class LedgerQuestion:
    """What is asked of the ledger: a ``status`` ('' for any), an ``owner`` and a ``topic``."""

    status: Literal["", "unfinished", "done"] = ""
    owner: str = ""
    topic: str = ""


def asked(text: str) -> LedgerQuestion | None:
    """The question of the ledger that a text asks, ``None`` where it asks for something else."""
    bare = " ".join(text.split())
    if len(bare) > 300:
        return None
    for found, done in (
        (_STATE.search(bare), None),
        (_ADJECTIVE.search(bare), ("closed", "completed", "done")),
    ):
        if found is None:
            continue
        over = found["state"].casefold() in done if done else bool(found["done"])
        words = found.groupdict()
        topic = _topic(words["rest"]) or _topic(words.get("about") or "")
        return LedgerQuestion("done" if over else "unfinished", "", topic)
    promised = _PROMISED.search(bare)
    if promised is not None:
        owner = _DROPPED.sub("", promised["who"]).strip()
        who = terms(owner)
        if who and not says_nothing(who) and owner.casefold() not in _NOBODY and len(who) < 8:
            return LedgerQuestion("", owner, _topic(promised["rest"]))
    passive = _WAS_PROMISED.search(bare)
    if passive is not None and (topic := _topic(passive["rest"])):
        return LedgerQuestion("", "", topic)
    owed = _OWED_BY.search(bare.strip(" ?.!"))
    if owed is not None and content_terms(terms(owed["who"])):
        return LedgerQuestion("", _DROPPED.sub("", owed["who"]).strip(), "")
    return None


def _topic(rest: str) -> str:
    """The topic behind 'about', 'on' or 'for'; '' where there is none."""
    found = _ABOUT.match(rest)
    if found is None or says_nothing(terms(found["topic"])):
        return ""
    return found["topic"].strip()
