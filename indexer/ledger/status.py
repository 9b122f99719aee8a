"""What a passage says has become of a matter: done, carried forward, moved, superseded.

The words are those in which any register of actions is kept; a colour counts as its board defines
it everywhere: blue is complete, red is overdue, amber has moved, green is on track.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Set
from itertools import pairwise

from corpus import dates
from corpus.ledger import Status
from corpus.sentences import starts
from search.tokens import terms

_DONE_BY = (
    r"sent|circulated|published|provided|received|shared|issued|agreed|approved|completed|supplied|"
    r"delivered|implemented|arranged|appointed|produced|submitted|installed|introduced|set up|"
    r"carried out|paid|written|presented|finali[sz]ed|resolved|achieved|attached|included"
)
_SUPERSEDED = re.compile(
    r"\b(?:superseded|withdrawn|no longer (?:required|needed|relevant|proceed\w*)|overtaken by|"
    r"abandoned|cancelled|merged with|replaced by)\b",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"\b(?:date|deadline|target|completion)? ?(?:has been |was |had been |is |been )?"
    r"(?:revised|moved|put back|deferred|postponed|extended|rescheduled|re-arranged|slipped)\b"
    r"(?: \w+){0,3} (?:to|until|till|for)\b"
    rf"|\b(?:now|then) (?:due )?(?:by |in |on )?(?:\d{{1,2}} )?(?:{dates.MONTH_IN_FULL}|"
    rf"{'|'.join(dates.MONTH_ABBREVIATIONS)})\b|\bnew (?:date|deadline)\b|\bput back\b",
    re.IGNORECASE,
)
_CARRIED = re.compile(
    r"\b(?:carried forward|carry forward|held over|rolled (?:over|forward)|remain(?:s|ed)? "
    r"(?:open|outstanding|on the)|outstanding|not yet (?:been )?\w+|still (?:to|open|outstanding|"
    r"waiting|awaited|in progress|work)|in progress|overdue|no progress|awaited|not been achieved|"
    r"on ?going)\b|^\W*(?:RED|AMBER|GREEN)\b|\| (?:RED|AMBER|GREEN|Open|On track)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:completed?|done|closed|discharged|actioned|fulfilled|signed off)\b(?! (?:by|in|until)\b)"
    rf"|\b(?:has|have|had) (?:\w+ )?(?:been |now )?(?:\w+ly )?(?:{_DONE_BY})\b"
    rf"|\bwas (?:\w+ly )?(?:{_DONE_BY})\b|\bas promised\b"
    r"|^\W*(?:BLUE)\b|\| (?:BLUE|Done|Complete)\b",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:not|never|no|yet to be|to be|until|when|once|if|will be|would be|should be|must be|"
    r"in|being|nearly|almost|partly|part|half|before)\b\W*(?:\w+ )?$",
    re.IGNORECASE,
)
_OF_ITSELF = re.compile(
    r"\b(?:action|matter|item|recommendation) (?:is|was|has been|had been|remains?|can be)\b",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"\W*(?:(?i:actions?|update|status|progress)\W*)?(?i:complete[d]?|done|closed|carried forward|"
    r"discharged|ongoing|outstanding|in progress|open)\b"
)


_TO_DO = re.compile(r"\bto (?:\w+ly |also )?(?P<verb>[a-z]{2,})\b")
_PAST = {
    "send": "sent", "bring": "brought", "give": "gave", "write": "wrote", "find": "found",
    "meet": "met", "tell": "told", "make": "made", "speak": "spoke", "hold": "held",
}  # fmt: skip
_THIS = re.compile(
    r"\W*(?:The|This|That) (?:action|matter|item|recommendation)\b|\W*It (?:is|was)\b"
)
_SHORT = 5
"""Words of a sentence that is about what stands before it: 'Done.', 'Action complete.'."""


def kept(action: str, words: str) -> Status | None:
    """``done`` where words tell in the past what an action was to do: 'to confirm', 'confirmed'."""
    verb = _TO_DO.search(action)
    if verb is None or told(words) not in (None, "done"):
        return None
    stem = verb["verb"]
    past = _PAST.get(stem) or (stem[:-1] + "ied" if stem.endswith("y") else stem.rstrip("e") + "ed")
    found = re.search(rf"\b{past}\b", words)
    if found is None or _NOT.search(words, max(0, found.start() - 40), found.start()):
        return None
    return "done"


def about(
    wanted: Set[Hashable], words: str, terms_of: Callable[[str], Iterable[Hashable]] = terms
) -> str:
    """The sentence that says most of the terms wanted, and what follows it about the same."""
    cuts = sorted({0, *starts(words), len(words)})
    pieces = [words[first:last] for first, last in pairwise(cuts)]
    if len(pieces) < 2:
        return words
    shared = [len(wanted & set(terms_of(piece))) for piece in pieces]
    at = shared.index(max(shared))
    last = at + 1
    while last < len(pieces) and (_THIS.match(pieces[last]) or len(pieces[last].split()) <= _SHORT):
        last += 1
    return "".join(pieces[at:last])


def told(words: str) -> Status | None:
    """The status that a passage tells, ``None`` where it tells none."""
    if _SUPERSEDED.search(words):
        return "superseded"
    if _MOVED.search(words):
        return "moved"
    if _CARRIED.search(words):
        return "carried_forward"
    for found in _DONE.finditer(words):
        if not _NOT.search(words, max(0, found.start() - 40), found.start()):
            return "done"
    return None


def is_line(words: str) -> bool:
    """Whether a paragraph begins as a line of status: 'Action complete', 'Carried forward …'."""
    return _LINE.match(words) is not None


def of_action(words: str) -> Status | None:
    """The status that a paragraph tells of the action that it is: 'The action is complete'."""
    return told(words) if _OF_ITSELF.search(words) else None


def of_row(words: str) -> Status | None:
    """The status that the last cells of a row tell, for a register that holds action and status
    side by side."""
    cells = re.split(r"\t| \| ", words)
    for cell in reversed(cells[2:]):
        if (found := told(cell)) is not None:
            return found
    return None
