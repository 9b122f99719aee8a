"""What an amount measures, in the source's own words: the words around it, shorn of what frames it.

"90% of 999 calls answered within 10 seconds" measures "999 calls answered within 10 seconds",
"Recorded crime has risen by 5%" the change of "Recorded crime".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Span
from search.figures.amounts import Amount
from search.tokens import content_terms, terms

LONGEST = 14
"""Words of a measure."""

_BREAK = re.compile(
    r"[;:\t]|\s[–—-]\s|,(?!\d)|\b(?:whilst|while|but|however|although|whereas|compared|which|"
    r"because|due\sto|meaning|leaving|providing|so\sthat|as\sa\sresult|if)\b|\.\s|\n\s*\n",
    re.IGNORECASE,
)
_AND = re.compile(r"\band\b", re.IGNORECASE)
VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|be|been|being|stood|stands|stand|remain(?:s|ed)?|"
    r"ros?e|risen|rises|fell|fallen|falls|drop(?:ped|s)?|increas(?:ed|es)|decreas(?:ed|es)|"
    r"declin(?:ed|es)|reduc(?:ed|es)|improv(?:ed|es)|reach(?:ed|es)|total(?:led|s)|saw|seen|shows?|"
    r"showed|amount(?:ed|s)|averag(?:ed|es)|received|recorded|would|will|can|could|may|should|"
    r"did|do|does|cost|costs|took|takes|went|came|includ(?:ed|es)|made|makes|gave|held|"
    r"dealt|completed|achieved|met|exceeded|account(?:ed|s)|compris(?:ed|es)|equat(?:ed|es))\b",
    re.IGNORECASE,
)
_CHANGE_NOUN = (
    r"(?P<down>reduc|decreas|drop|fall|declin|cut\b)|(?P<up>increas|ris(?:e|ing)\b|growth|uplift)"
)
_CHANGE_AFTER = re.compile(
    rf"\s*(?:\([^()]{{1,24}}\)\s?)?(?:(?:in[\s-])?(?!(?:of|by|to|and)\b)[\w’'-]+\s){{0,4}}?(?:{_CHANGE_NOUN})\w*|"
    r"\s(?:(?P<up2>higher|more|up|above\slast)|(?P<down2>lower|fewer|down|below\slast))\b(?!\slikely)",
    re.IGNORECASE,
)
_CHANGE_BEFORE = re.compile(
    r"(?:(?P<down>reduc\w{1,20}|decreas\w{1,20}|drop(?:ped|s)?|fall(?:en|s|ing)?|fell|declin\w{1,20}|"
    r"down|cut)|"
    r"(?P<up>increas\w{1,20}|ris(?:en|es?|ing)|rose|grow\w{0,20}|grew|up|uplift|rais(?:e|ed|es|ing)))"
    r"(?:\s(?:\w+\s){0,2}?(?:of|by)(?:\s[\w]+){0,3}?|\s(?:in|to|the)\s(?:[\w/’'-]+\s){1,9}?(?:of|by)|\s(?:nearly|almost|around|about|over|just))?\s?$",
    re.IGNORECASE,
)
_TO_LEVEL = re.compile(r"\bto\s(?:\w+\s){0,2}$", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:[\s\W]*\b(?:the|a|an|it|there|this|that|these|those|we|he|she|they|i|its|their|his|her|my|our|of|in|"
    r"for|to|at|on|by|as|and|or|from|over|under|around|about|approximately|almost|nearly|just|more|less|than|"
    r"up|down|some|only|also|now|currently|further|additional|another|other|total|overall|total\sof|been|"
    r"is|are|was|were|be|being|has|have|had|will|would|noted|reported|confirmed|advised|stated|said|"
    r"explained|agreed|added|showed|shows|shown|suggested|predicted|whom|average|against|per|so|then|"
    r"since|during|when|where|what|latest|well[\s-]known|statistic|reference|made|graph)\b)+[\s\W]*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?<!\W)(?:\W*\b(?:the|a|an|of|in|for|to|at|on|by|as|and|or|from|with|over|under|around|about|just|approximately|"
    r"almost|nearly|more|than|less|up|down|is|are|was|were|be|been|has|have|had|will|would|which|who|that|"
    r"this|stood|stands|during|per|compared|currently|now|since|until|between|excess|both|also|only|"
    r"remained|stable|reached|rose|risen|fell|fallen|increased|decreased|dropped|further|within|seen|saw)\b){1,20}\W*$",
    re.IGNORECASE,
)
_WEAK = frozenset(terms(
    "figure quarter month year period rate share number proportion percentage average median total "
    "expectation increase decrease rise fall reduction level time same half cent amount previous "
    "right wrong correct actual true revised given first target standard goal promise"
))  # fmt: skip
"""Words that name no thing: what is measured was named before."""
_PRONOUN = re.compile(
    r"^\W*(?:of\s)?(?:this|it|these|they|those|which|that|both|he|she|we|i)\b", re.I
)
_RELATIVE = re.compile(r"^\W*(?:which|who|that)\b")
_REACH = 400
"""Characters before and behind an amount among which stands what it measures."""
_AT_ONCE = 8
"""Characters behind an amount in which nothing breaks off: "80% of which", "3.94% (£7.47)"."""
_BEFORE_PERIOD = re.compile(
    r"\b(?:in|during|for|at|by|to|since|of|up\sto|from|between)\s(?:the\s(?:period\s)?)?$"
)
_FROM_TO = re.compile(r"\bfrom\s[^.;]{1,60}?\bto\s(?:\w+\s)?$", re.IGNORECASE)
_SAME_TIME = re.compile(
    r"\b(?:(?:when\s)?compared\s(?:to|with)|from|on|than|over|in|at|by|as)\s(?:the\s|this\s)?(?:(?:same|previous|"
    r"last|past|preceding|prior|corresponding|current|end\sof\sthe|coming)\s)+"
    r"(?:(?:financial|calendar|reporting)\s)?(?:time|period|year|quarter|month|week)s?\b(?:\slast\syear)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Measured:
    """``words`` of the source joined by single spaces; ``change`` +1 or -1 where the amount is a
    rise or a fall, else 0; ``own`` says whether the sentence itself names the thing."""

    words: str
    change: int = 0
    own: bool = True


def measured(text: str, amount: Amount, others: Sequence[Amount], gone: Sequence[Span]) -> Measured:
    """What ``amount`` measures in its sentence. ``others`` are all amounts there, ``gone`` what is
    no part of a measure: periods, and the words that say how it is known."""
    first = max(0, amount.span.start - _REACH)
    text = text[: amount.span.end + _REACH]
    others = [one for one in others if first <= one.span.start and one.span.end <= len(text)]
    gone = [*gone, *(Span(*match.span()) for match in _SAME_TIME.finditer(text, first))]
    start, end = _clause(text, amount, others, first)
    change = _change(text, amount, start, end)
    before = _shorn(text, start, amount.span.start - len(amount.about) - bool(amount.about), gone)
    after = _shorn(text, amount.span.end, end, gone)
    subject, predicate = _parted(before)
    lone = _PRONOUN.match(before) is not None
    if change:
        words = _of_change(text[amount.span.end : end], after) or _before_change(before) or subject
    elif amount.unit == "%" and re.match(r"\s?of\b", text[amount.span.end : end]):
        words = after
    elif amount.unit == "GBP":
        words = subject if predicate is not None and _says(subject, 1) and not lone else after
        if lone and predicate is not None:
            words = _joined(after, predicate)
    elif amount.unit == "count" or not predicate:
        words = after if _says(after, 3) else _joined(after, subject)
    else:
        words = after if lone else subject
    if not _says(words, 2):
        words = _joined(words, after if words != after else before, before)
    words = _bare(words)
    return Measured(_cut(words), change, _names(words) and not (lone and not _says(words, 2)))


def _clause(text: str, amount: Amount, others: Sequence[Amount], start: int) -> tuple[int, int]:
    """The stretch that speaks of this amount: to the next break, or the next amount."""
    end, at = len(text), amount.span.start
    opening = text.rfind("(", start, at)
    if opening > text.rfind(")", start, at):
        start = opening + 1
        end = text.find(")", amount.span.end)
        end = len(text) if end < 0 else end
    for match in _BREAK.finditer(text, start, end):
        if match.end() <= amount.span.start:
            relative = _RELATIVE.match(match.group()) or _RELATIVE.match(text[match.end() :])
            if not relative and _says(text[match.end() : amount.span.start], 1):
                start = match.end()
        elif match.start() >= amount.span.end + _AT_ONCE:
            end = match.start()
            break
    for other in others:
        if other.span == amount.span:
            continue
        if amount.span.end + _AT_ONCE <= other.span.start < end:
            ands = [m.start() for m in _AND.finditer(text, amount.span.end, other.span.start)]
            end = ands[-1] if ands else other.span.start
        elif start < other.span.end <= amount.span.start:
            if _FROM_TO.search(text[max(0, other.span.start - 24) : amount.span.start]):
                continue
            ands = [m.end() for m in _AND.finditer(text, other.span.end, amount.span.start)]
            start = ands[-1] if ands else other.span.end
    return start, end


def _change(text: str, amount: Amount, start: int, end: int) -> int:
    if amount.unit not in ("%", "percentage points", "GBP", "count"):
        return 0
    before = text[start : amount.span.start]
    before = before[: len(before) - len(amount.about)].rstrip() + " " if amount.about else before
    found = _CHANGE_BEFORE.search(before)
    if found and not _TO_LEVEL.search(before):
        return 1 if found["up"] else -1
    if amount.unit in ("%", "percentage points"):
        after = _CHANGE_AFTER.match(text, amount.span.end, end)
        if after:
            return 1 if after["up"] or after["up2"] else -1
    return 0


def _of_change(raw: str, after: str) -> str:
    """The thing in "6% increase in residential burglaries" and "3.94% council tax increase"."""
    found = re.match(
        rf"\s*(?P<first>(?:[\w’'-]+\s){{0,4}}?)(?:{_CHANGE_NOUN})\w*\s(?:in|of|to)\s", raw, re.I
    )
    if found:
        rest = after[-len(raw) + found.end() :] if len(after) == len(raw) else raw[found.end() :]
        return _joined(rest, found["first"])
    found = re.match(rf"\s*(?P<first>(?:[\w’'-]+\s){{1,4}}?)(?:{_CHANGE_NOUN})\w*", raw, re.I)
    if found and _says(found["first"], 1):
        return found["first"]
    found = re.match(r"\s?(?:in|on|for|of)\s(?!the\s(?:last|past|previous))(?P<rest>[a-z].+)", raw)
    return found["rest"] if found and _says(found["rest"], 1) else ""


def _before_change(before: str) -> str:
    """The thing in "the council tax increase of 4%": what stands right before the change."""
    found = _CHANGE_BEFORE.search(f"{before} ")
    if found is None:
        return ""
    lead = before[: found.start()]
    verbs = [m.end() for m in VERB.finditer(lead)]
    words = lead[verbs[-1] :] if verbs else lead
    return " ".join(words.split()[-6:]) if _says(words, 1) else ""


def _shorn(text: str, start: int, end: int, gone: Sequence[Span]) -> str:
    """Words of a stretch without the periods in it."""
    kept, at = [], start
    for span in sorted(gone):
        if span.start >= end or span.end <= at:
            continue
        kept.append(_BEFORE_PERIOD.sub(" ", text[at : max(at, span.start)]))
        at = span.end
    kept.append(text[at : max(at, end)])
    return " ".join(" ".join(kept).split())


def _parted(before: str) -> tuple[str, str | None]:
    """Subject and predicate of what stands before an amount; ``None`` where there is no verb."""
    before = re.sub(r"^.{0,120}?\b(?:that|whether)\s", "", before)
    verbs = [m for m in VERB.finditer(before) if m.start() > 0]
    held = [m for m in verbs if _says(before[: m.start()], 1)]
    if held:
        return before[: held[-1].start()], before[held[-1].start() :]
    alone = VERB.search(before)
    return (before, None) if alone is None else (before[: alone.start()], before[alone.start() :])


def _says(words: str, least: int) -> bool:
    return len(content_terms(terms(_bare(words)))) >= least


def _names(words: str) -> bool:
    return any(term not in _WEAK for term in content_terms(terms(_bare(words))))


def _bare(words: str) -> str:
    words = _TAIL.sub("", _LEAD.sub("", words))
    return words.strip(" \t\n.,;:–—-•·*()[]'\"“”‘’|£%")


def _joined(*pieces: str) -> str:
    return " ".join(dict.fromkeys(bare for piece in pieces if (bare := _bare(piece))))


def _cut(words: str) -> str:
    return " ".join(words.split()[:LONGEST])
