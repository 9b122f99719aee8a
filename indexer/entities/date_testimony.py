"""What the words about a date say of it: this meeting's day, an older one's, a law's, a review's.

A date is heard in its sentence. A label names what it is ('Date of meeting: …'); a line may be the
date and nothing else; in a title it hangs on a noun ('minutes of …', 'meeting held on …') or stands
beside it ('Police Panel – …'); a sentence with a verb of its own tells of something that happened,
and only one that says when *this* meeting was held dates the paper. What no grammar vouches for is
said of something else.
"""

from __future__ import annotations

import re
from enum import Enum

from corpus import dates, periods
from corpus.sentences import starts
from indexer.language import lexicon, patterns, phrases


class Says(Enum):
    """What is said of a date; ``PUT_OUT`` is said of the printing, ``OTHER`` not of the paper."""

    LABELLED = "labelled"
    HELD = "held"
    BARE = "bare"
    TITLED = "titled"
    TOLD = "told"
    PUT_OUT = "put out"
    OTHER = "other"


_OWN = phrases.either("dates", "own")
_MEETING = phrases.either("dates", "meetings")
_PAPER = phrases.either("dates", "papers")
_BODY = phrases.either("dates", "bodies")
_CONVENED = phrases.either("dates", "convened")
_ANOTHER = phrases.either("dates", "another")
_DEALT_WITH = phrases.either("dates", "dealt_with")
_LAW = phrases.either("dates", "laws")
_PLANNED = phrases.either("dates", "planned")
_PERIOD = phrases.either("dates", "span_of_time")
_VERB = phrases.either("dates", "told")
_PUT_OUT = phrases.either("front_matter", "published")

_TIME = re.compile(
    r"\b\d{1,2}(?:[.:]\d\d)?\s?(?:[ap]\.?m\b\.?|hrs|hours|noon|o[’']clock)|\b\d{1,2}[.:]\d\d\b"
    r"(?:\s?(?:hrs|hours))?|\b(?:12 )?(?:noon|midday)\b|\b(?:[01]\d|2[0-3])[0-5]\d\s?(?:hrs|hours)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:^|[\n\t;|]|[ ]{3})\W*(?P<label>[^\n\t:;|]{2,70}?)\s*:(?P<rest>[^:\n]*)$")
_DASHED = re.compile(r"(?:^|[\n\t;|])\W*(?P<label>[^\n\t:;|]{2,40}?)\s*(?:[\t|]|\s[-–—]+)\s*$")
_LEADING_IN = re.compile(
    r"\W*(?:(?:held|cynhaliwyd|commencing|starting|from|time|the)\W+)*"
    r"(?:(?:at|in)\s+(?P<place>[^.:\n]{2,90}?)[\s,]+)?(?:(?:on|ar)\W*)?(?:the\s+)?\W*$",
    re.IGNORECASE,
)
"""All that may stand before a date whose line is the date: an hour, a place, 'on'."""
_GOES_ON = re.compile(r"\s*\n\s*(?=[a-z]{2,}\s)")
_BELOW = re.compile(r"\s*(?:of|on|at|held|for|in|and|the|to|from|which|dated|convened)\s")
"""The head of a line that goes on with the one above."""
_OPEN = re.compile(r"\b(?:dated|held|convened|until|since|before|after|ended|ending)\W*$", re.I)
_NO_PLACE = re.compile(
    r"\b(?:from|to|by|under|since|until|invitation|behest|risk|least|force|effect|place)\b", re.I
)
_LEADING_OUT = re.compile(
    r"\W*(?:$|(?:at|in|from|to|until|commencing|starting|beginning|via|by|and|time|venue|location|"
    r"online|virtual|teams|zoom|am|pm)\b|[(\[–—|-])",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"(?:^|(?<=\W))(?P<word>on|ar|of|for|from|in|at|dated|by|until|till|to|since|before|after|under|between|"
    r"during|following|around|circa)\s+(?:the\s+|this\s+)?$",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:\w{2,}ed|born|sworn|given|taken|put|sent|made|written|laid|begun)\W*$", re.IGNORECASE
)
"""A participle as the last word: what was done on the day."""
_DONE_NEXT = re.compile(r"\W*(?!held|dated|convened)\w{2,}ed\b", re.IGNORECASE)
_DONE_FIRST = re.compile(
    r"\W*(?!held|dated|convened)\w{2,}ed\s+(?:by|at|in|on|to|from|under|with|for)\b", re.IGNORECASE
)
_STATUS = re.compile(
    r"\W*(?:(?:un)?(?:approved|confirmed|signed|adopted|agreed|ratified|draft|final|public|private|"
    r"official|formal|summary|action|record of(?: the)?|the)\W+){0,3}"
    r"(?=(?:minutes|notes|proceedings|transcript|agenda|record|decisions)\b)",
    re.IGNORECASE,
)
"""The head of a title that names a record, with the state it is in."""
_SEPARATOR = re.compile(r"(?:\s[-–—]+|[-–—]+\s|[,;:|(\[\n\t–—]|\s{3,})\W*$")
_SEGMENT = re.compile(r"\s[-–—]+\s|[,;|(\[\n\t–—]|\s{3,}")
_THIS_MEETING = re.compile(
    r"\W*(?:\d+\W+)?(?:this|the|an?)\s+(?:[\w’'&-]+\s+){0,8}?"
    r"(?:meeting|session|hearing|sitting|conference|assembly)\b(?:\s+[\w’'&,-]+){0,12}?\s+"
    r"(?:(?:was|were)\s+(?:duly\s+)?(?:held|convened|called|opened)|took place|opened|began|"
    r"commenced|met|sat|started)\b(?:\s+[\w’'&,-]+){0,12}?\W+(?:on|at|of)?\W*$",
    re.IGNORECASE,
)
_OF_ITSELF = re.compile(
    rf"\W*(?:(?:this|the|first|originally|date|document|paper|page|report|article|was)\s+){{0,4}}"
    rf"{_PUT_OUT.pattern}\W*(?:(?:online|on|in|by|at)\b\W*)?[^.\n]{{0,30}}$",
    re.IGNORECASE,
)
"""'This report was first published on': said of the paper, and of no other."""
_OF_ANOTHER = re.compile(
    rf"[\W_]*(?:(?:is|was|being|as|the|dates?|of|for)\s+)*(?!following){_ANOTHER.pattern}",
    re.IGNORECASE,
)
_AT_A_MEETING = re.compile(r"\W*(?:present\s+)?at\s+an?\b", re.IGNORECASE)
_WHO_WAS_THERE = re.compile(
    r"\b(?:present|in attendance|attended|chair|commenc|following (?:members|were))", re.IGNORECASE
)
_GOVERNED = re.compile(
    r"\b(?:to|from|since|following|after|before|at)\s+(?:the|our|an?|its)\b", re.IGNORECASE
)
_FIGURES = re.compile(
    r"\b(?:figures|data|statistics|performance|accounts|budget|spend|report|return|"
    r"crime (?!panel|commission))",
    re.IGNORECASE,
)
_ACTED = re.compile(r"\W*(?:The|This|A|An|Our|All|Both|No|Some) .*?\b(?!held)[a-z]{2,}ed\b")
"""'The Panel approved …': a subject and a verb in the past."""
_NUMBERED = re.compile(r"\W*\d{1,3}(?:\.\d{1,2})*[.)]?\s+(?=[A-Za-z])")
"""An item of the minutes."""
_THEIRS = re.compile(r"\b(?:your|our|their|his|her|my|re|subject|fw|fwd)\b", re.IGNORECASE)
_COUNTED = re.compile(r"\d\s*$")
"""A number before a date: a row of a list."""
_OF_PAPER = re.compile(r"\b(?:report|letter|paper|issue)\b", re.IGNORECASE)
_LONGEST = 31
"""Days that a meeting or a visit may last; what is longer is a period that is reported on."""


def hear(before: str, after: str, one: dates.Found, first: bool = False) -> Says:
    """What is said of ``one``, with what stands before and after it in its block.

    ``before`` may hold lines above; ``first`` says that the block is the head of the paper.
    """
    opening = _GOES_ON.sub(" ", after).partition("\n")[0]
    lead = _TIME.sub(" @ ", before[max(starts(before), default=0) :])
    tail = _TIME.sub(" ", opening[: next(starts(opening), len(opening))])
    if _too_long(one):
        return Says.OTHER
    labelled = _label(lead, tail)
    if labelled is not None:
        return labelled
    line = _line(lead)
    if _PUT_OUT.search(line[-60:]):
        itself = _OF_ITSELF.match(line) and not _PLANNED.search(line)
        return Says.PUT_OUT if itself else Says.OTHER
    if _ANOTHER.search(line) or _OF_ANOTHER.match(tail) or _PERIOD.search(line):
        return Says.OTHER
    if _is_bare(line, tail):
        return Says.OTHER if _foreign_above(lead, line) else Says.BARE
    if _tells(f"{line} {tail}") and not _names_record(line, tail):
        return _of_this_meeting(line, tail)
    return _in_title(line, tail, one, first)


def names_a_body(words: str) -> bool:
    """Whether words of a title name who meets, and not what is reported on."""
    return bool(_BODY.search(words)) and not _FIGURES.search(words)


def _too_long(one: dates.Found) -> bool:
    """Whether a stretch is too long to be the time of anything but a report's figures."""
    may_mean = periods.days(one.iso) if one.stretch else None
    return may_mean is not None and (may_mean[1] - may_mean[0]).days > _LONGEST


def _label(lead: str, tail: str) -> Says | None:
    """What the name before a date says it is; ``None`` where no name stands before it."""
    found = _LABEL.search(_on_line_below(lead))
    rest = found["rest"] if found else ""
    if found is None:
        above, _, bare = _on_line_below(lead).rpartition("\n")
        bare = bare.strip("*_ \t")
        if bare and _OWN.fullmatch(bare) and (bare[0].isupper() or not above.strip()):
            return Says.LABELLED
        found = _DASHED.search(lead)
        if found is None or not (_OWN.fullmatch(found["label"]) or _PLANNED.search(found["label"])):
            return None
    label = " ".join(found["label"].split()).strip("*_ ")
    own = _OWN.fullmatch(label)
    plain = _LEADING_IN.match(f"{rest} ")
    if not plain and (not own or _tells(rest) or _foreign(rest) or len(rest) > 50):
        return None
    if own:
        return Says.BARE if _OF_PAPER.search(label) else Says.LABELLED
    if _PUT_OUT.search(label) and not _PLANNED.search(label):
        return Says.PUT_OUT
    if _foreign(label) or _tells(label):
        return Says.OTHER
    named = _MEETING.search(label) or _STATUS.match(label) or _BODY.search(label)
    return Says.TITLED if named and not _THEIRS.search(label) else Says.OTHER


def _on_line_below(lead: str) -> str:
    """``lead`` up to the line above, where a date stands alone below its name."""
    above, parted, line = lead.rpartition("\n")
    above = above.rstrip()
    named = above.endswith(":") or _OWN.fullmatch(above.rpartition("\n")[2].strip("*_ \t"))
    return above if parted and not line.strip("*_ \t") and named else lead


def _is_bare(line: str, tail: str) -> bool:
    """Whether a line is the date, with at most an hour and a place."""
    plain = _LEADING_IN.match(line)
    if plain is None or not _LEADING_OUT.match(tail) or len(tail) > 120:
        return False
    place = plain["place"] or ""
    told = any(_tells(words) or _LAW.search(words) for words in (place, tail))
    return not (told or _NO_PLACE.search(place) or _DONE.search(place) or _DEALT_WITH.search(tail))


def _foreign_above(lead: str, line: str) -> bool:
    """Whether the short line above a bare date says that it is not the paper's."""
    above = lead.rstrip().removesuffix(line.strip()).rstrip().rpartition("\n")[2]
    short = 0 < len(above.split()) < 9
    rules = (_ANOTHER, _PLANNED, _PERIOD, _DEALT_WITH, _PUT_OUT)
    return short and (bool(_DONE_FIRST.match(above)) or any(rule.search(above) for rule in rules))


def _foreign(words: str) -> bool:
    """Whether words name another meeting, a law, a plan or a period, or deal with a record."""
    rules = (_ANOTHER, _PLANNED, _PERIOD, _LAW, _DEALT_WITH, _VERB)
    return bool(_DONE_FIRST.match(words)) or any(rule.search(words) for rule in rules)


def _line(lead: str) -> str:
    """The words before a date on its line, with the line above where that goes on into it."""
    above, parted, line = lead.rpartition("\n")
    while parted and above.strip():
        rest, parted, last = above.rpartition("\n")
        open_ended = lexicon.dangling(last) or _OPEN.search(last)
        goes_on = open_ended or _BELOW.match(line) or len(last) > 60
        if not (goes_on and not patterns.ENDED.search(last)):
            break
        line, above = f"{last.strip()} {line.lstrip()}", rest
    return line


def _tells(words: str) -> bool:
    """Whether words hold a verb or a person of the grammar: a sentence, not a title."""
    return lexicon.tells(words) or bool(_VERB.search(words) or _ACTED.match(words))


def _names_record(line: str, tail: str) -> bool:
    """Whether a line is a record's title, also with 'at which were present' behind the date."""
    record = _STATUS.match(line)
    return record is not None and not (
        re.match(r"\W*(?:was|were|is|are|be|been|has|have|had|being)\b", tail, re.IGNORECASE)
        or _tells(_CONVENED.sub(" ", line[record.end() :]))
    )


def _of_this_meeting(line: str, tail: str) -> Says:
    """What a sentence says: only of the meeting it is about can it say when it was held."""
    if _AT_A_MEETING.match(line) and _MEETING.search(line) and _WHO_WAS_THERE.search(tail):
        return Says.HELD
    deals = _DEALT_WITH.search(f"{line} {tail}")
    verb = re.match(r"\W*(?:was|were|is|are|had|has|have)\b", tail, re.IGNORECASE)
    return Says.TOLD if _THIS_MEETING.match(line) and not deals and not verb else Says.OTHER


def _in_title(line: str, tail: str, one: dates.Found, first: bool) -> Says:
    """What a date in a title belongs to: the noun it hangs on, or the words it stands beside."""
    if _NUMBERED.match(line):
        return Says.OTHER
    record = _STATUS.match(line)
    bare = line[record.end() :] if record else line
    if _DEALT_WITH.search(f"{bare} {tail}"):
        return Says.OTHER
    stamped = first and record and len(tail.split()) < 3
    if (_DONE_NEXT.match(tail) or _DONE.search(tail)) and not stamped:
        return Says.OTHER
    other = _of_another_kind(line) and not (first and _MEETING.search(line))
    if _DONE_FIRST.match(line) or other:
        return Says.OTHER
    found = _PREPOSITION.search(line)
    if found:
        return _hung(line[: found.start()].rstrip(), found["word"].casefold(), bool(record), one)
    beside = _SEGMENT.split(_SEPARATOR.sub("", line))[-1]
    if _PLANNED.search(beside) or (_ends_in(_LAW, beside) and not record):
        return Says.OTHER
    if _CONVENED.search(line[-12:]) or re.search(r"\bdated\W*$", line, re.IGNORECASE):
        return Says.HELD
    if _DONE.search(beside):
        return Says.OTHER
    around = f"{line} {' '.join(tail.split()[:2])}"
    named = any(rule.search(around) for rule in (_MEETING, _BODY, _PAPER))
    if _COUNTED.search(line) or _foreign(" ".join(tail.split()[:2])):
        return Says.OTHER
    if _SEPARATOR.search(line):
        return Says.TITLED if first or named else Says.OTHER
    return Says.TITLED if named or (first and not line.strip("*_# ")) else Says.OTHER


def _of_another_kind(line: str) -> bool:
    """Whether a title begins with a name that no meeting and no record has: 'Photograph: …'."""
    named = re.match(r"\W*(?P<label>[^:\n]{2,40}):\s", line)
    if named is None or re.search(r"\b(?:title|name|event)\b", named["label"], re.IGNORECASE):
        return False
    return not any(rule.search(named["label"]) for rule in (_MEETING, _BODY, _PAPER))


def _hung(head: str, word: str, record: bool, one: dates.Found) -> Says:
    """What a noun and its preposition say of the date behind them."""
    if word in ("on", "ar", "in", "at", "of") and _CONVENED.search(head):
        known = record or _MEETING.search(head) or _BODY.search(head)
        alone = _LEADING_IN.match(head)
        return Says.HELD if known or alone else Says.OTHER
    if word == "dated":
        return Says.HELD if not head.strip("*_ \n") else Says.OTHER
    if _DONE.search(head) and word != "in":
        return Says.OTHER
    if not record and _GOVERNED.search(head):
        return Says.OTHER
    if word == "of":
        ends = _ends_in(_MEETING, head) or _ends_in(_BODY, head)
        return Says.HELD if record or ends else Says.OTHER
    if word == "on":
        at = re.search(r"\bat\s+[^.:]{2,90}$", head, re.IGNORECASE)
        body = _ends_in(_BODY, head) or (at and _BODY.search(head[: at.start()]))
        return Says.HELD if record or _MEETING.search(head) or body else Says.OTHER
    if word in ("for", "from", "in"):
        month = one.day is None
        held = record or _MEETING.search(head)
        return Says.TITLED if held and (word != "in" or month) else Says.OTHER
    return Says.OTHER


def _ends_in(rule: re.Pattern[str], words: str) -> bool:
    """Whether the last word, or words, are of a rule."""
    last = words[-32:]
    found = list(rule.finditer(last))
    return bool(found) and not re.search(r"\w", last[found[-1].end() :])
