"""Sentences in which somebody undertakes something, is told to do it, or owes it by a day.

What the phrases of ``rules/commitments.toml`` say is read first; then the grammar: somebody whom
the part itself lists, 'will' or 'would' or 'to' with adverbs around it, and a verb of doing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.kinds import MEETINGS
from corpus.model import Passage
from indexer.entities.action_owners import LED, Known
from indexer.language import phrases, titles

_PHRASES = phrases.in_force("commitments", "phrases")
_NOT_DONE = phrases.either("commitments", "not_done")
_DUTIES = phrases.either("commitments", "duties")

_ADVERB = (
    r"(?:\w{2,14}ly|also|then|now|soon|again|still|therefore|both|each|all|once more|in turn|"
    r"in future|in due course|as well|thereafter|next)"
)
_NAMED = r"[A-Z][\w’'/.-]{0,40}"
_WILL = re.compile(
    rf"(?P<who>{_NAMED}(?:(?:,| and| &)? (?:{_NAMED}|of|for|the)){{0,5}}),?"
    rf"(?: {_ADVERB}){{0,2}} (?:will|would|shall|is to|are to|was to|were to)"
    rf"(?:,? {_ADVERB},?){{0,2}} (?P<verb>[a-z]{{2,}})\b"
)
_TO = re.compile(
    rf"(?:^|(?<=[:;–—-] ))\W{{0,20}}(?:The )?"
    rf"(?P<who>{_NAMED}(?:(?:,| and| &)? (?:{_NAMED}|of|for|the)){{0,5}})"
    rf"(?: {_ADVERB}){{0,2}} to(?: {_ADVERB}){{0,2}} (?P<verb>[a-z]{{2,}})\b"
)
_AND_WILL = re.compile(
    rf"^\W*(?:The )?(?P<who>{_NAMED}(?: (?:{_NAMED}|of|for|the)){{0,5}})"
    rf"(?: {_ADVERB})?(?: (?:had|has|have|was|is|will|would))* [a-z]+(?:ed|t|d|n|k|w)\b"
    rf"[^.;:]{{0,240}}?"
    rf",? and(?: {_ADVERB})? (?:will|would|shall)(?: {_ADVERB})? (?P<verb>[a-z]{{2,}})\b"
)
"""'The Clerk had read the list and would send it': the subject stands before the first verb."""

_OWES = re.compile(
    r"\W*(?:[Tt]he )?(?P<who>\w[\w’'&]*(?: [\w’'&]+){0,7}?) (?:should|must|shall|is|are|needs?)\b"
)
_ONLY_IF = re.compile(
    r"\b(?:which|whom|if|when|whenever|until|before|after|whether|unless|where|once|than|what|how|"
    r"why|whatever)"
    r"(?: (?:the|a|an))?,? $",
    re.IGNORECASE,
)
"""Before a subject: what follows is told of, and not undertaken."""

_MINE = re.compile(
    rf"^\W*(?:I|We)(?: {_ADVERB}){{0,2}} (?:will|shall)"
    rf"(?: {_ADVERB}){{0,2}} (?P<verb>[a-z]{{2,}})\b"
)
_STATES = frozenset(
    "be have not never no like need want wish prefer expect hope welcome know think feel believe "
    "remain become seem appear require depend mean cost benefit love find agree say suggest argue "
    "add and or the a an his her their its what sooner rather regard".split()
)
"""After 'would': how somebody is or thinks, which is nothing to be done."""


_SPOKEN = frozenset("find agree say suggest argue add".split())
"""Of these, what somebody can be told to do: 'AQ to find two more'."""

TELLING = frozenset(["covering_report", "performance_report", "report"])
"""Kinds of paper that tell of older meetings."""

DUTIES = frozenset(["letter", "inspection_report"])
"""Kinds of paper that hold what is owed by a day."""

_CONDITION = frozenset("if when unless until once whether while although should".split())


def sure_kind(words: str, passage: Passage, people: Known) -> str:
    """What the phrases and the grammar take a sentence for where it stands; '' for nothing."""
    part = passage.part.kind
    meeting = part in MEETINGS
    kind = kind_of(words, people, told=not meeting) if meeting or part in TELLING else ""
    return kind or (kind_in_writing(words, part == "letter") if part in DUTIES else "")


def doubted(words: str) -> bool:
    """Whether a sentence is told as a condition, or as something that is not to be done."""
    return _NOT_DONE.search(words) is not None


def kind_of(words: str, people: Known, told: bool = False) -> str:
    """What kind of action a sentence is, '' when none; ``told`` marks a paper that only tells of
    meetings: it holds their agreements and requests."""
    led = LED.search(words)
    if led and led.start() < 4:
        return "action"
    if _NOT_DONE.search(words):
        return ""
    for rule in _PHRASES:
        if rule.pattern.search(words):
            if told and rule.kind not in ("agreement", "request"):
                continue
            return rule.kind
    return "" if told else _undertaken(words, people)


def kind_in_writing(words: str, letter: bool) -> str:
    """What a sentence of a letter or an inspection report is: a 'duty' that is owed by a day, in a
    letter a 'promise' of its writer; '' for any other."""
    if _NOT_DONE.search(words):
        return ""
    if _DUTIES.search(words):
        return "duty"
    if letter and any(rule.kind == "agreement" and rule.pattern.search(words) for rule in _PHRASES):
        return "agreement"
    mine = _MINE.search(words) if letter else None
    return "promise" if mine and mine["verb"] not in _STATES else ""


def in_duty(words: str) -> str:
    """The subject of a duty: 'local authority' of 'The local authority should send …'."""
    owes = _OWES.match(words)
    return owes["who"] if owes is not None else ""


def _undertaken(words: str, people: Known) -> str:
    return next((kind for kind, _ in _subjects(words, people)), "")


def subject(words: str, people: Known) -> str | None:
    """Whom the part lists and the sentence says will do it; ``None`` for nobody."""
    return next((who for _, who in _subjects(words, people)), None)


def _subjects(words: str, people: Known) -> Iterator[tuple[str, str]]:
    """The kind and the subject of everything that somebody listed is to do or will do."""
    to = _TO.search(words)
    if to and to["verb"] not in _STATES - _SPOKEN and _listed(to["who"], people):
        yield "action", to["who"]
    also = _AND_WILL.search(words)
    if also and also["verb"] not in _STATES and _listed(also["who"], people):
        yield "promise", also["who"]
    for will in _WILL.finditer(words):
        if (
            _ONLY_IF.search(words, max(0, will.start() - 40), will.start())
            or will["verb"] in _STATES
        ):
            continue
        if _listed(will["who"], people):
            yield "promise", will["who"]


def _listed(who: str, people: Known) -> bool:
    """Whether the last words of a subject are somebody whom the part lists."""
    tokens = [one.strip(".,") for one in who.split()]
    last = tokens[-1]
    if tokens[0].casefold() in _CONDITION:
        return False
    if all(map(people.lists, last.split("/"))) and not titles.title(last):
        return True
    folded = " ".join(tokens).casefold().removeprefix("the ")
    return folded in people.words or any(
        " " in one and folded.endswith(one) for one in people.words
    )
