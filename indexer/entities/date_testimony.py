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
from indexer.language import lexicon, patterns
from indexer.language.date_words import (
    ACTED,
    ANOTHER,
    AS_ITEM,
    AT_A_MEETING,
    AT_AN_HOUR,
    BELOW,
    BODY,
    BYLINE,
    CONVENED,
    COUNTED,
    DASHED,
    DEALT_WITH,
    DONE,
    DONE_FIRST,
    DONE_NEXT,
    DRAWN_UP,
    FIGURES,
    GOES_ON,
    GOVERNED,
    ITEM_OF,
    LABEL,
    LAW,
    LEADING_IN,
    LEADING_OUT,
    MEETING,
    NO_PLACE,
    NUMBERED,
    OF_ANOTHER,
    OF_ITSELF,
    OF_PAPER,
    OPEN,
    OWN,
    PAPER,
    PERIOD,
    PLANNED,
    PREPOSITION,
    PUT_OUT,
    SEGMENT,
    SEPARATOR,
    STATUS,
    THEIRS,
    THIS_MEETING,
    TIME,
    VERB,
    WHO_WAS_THERE,
)


class Says(Enum):
    """What is said of a date; ``PUT_OUT`` is said of the printing, ``OTHER`` not of the paper."""

    LABELLED = "labelled"
    HELD = "held"
    BARE = "bare"
    TITLED = "titled"
    TOLD = "told"
    DRAWN_UP = "drawn up"
    AGREED = "agreed"
    SIGNED = "signed"
    PUT_OUT = "put out"
    OTHER = "other"


_REACH = 400
"""Characters on each side in which a date's sentence is looked for."""
_SPACES = re.compile(r"\s{2,}")
_LONGEST = 31
"""Days that a meeting or a visit may last; what is longer is a period that is reported on."""


def hear(before: str, after: str, one: dates.Found, first: bool = False) -> Says:
    """What is said of ``one``, with what stands before and after it in its block.

    ``before`` may hold lines above; ``first`` says that the block is the head of the paper.
    """
    before, after = _squeezed(before[-_REACH:]), _squeezed(after[:_REACH])
    opening = GOES_ON.sub(" ", after).partition("\n")[0]
    lead = TIME.sub(" @ ", before[max(starts(before), default=0) :])
    tail = TIME.sub(" ", opening[: next(starts(opening), len(opening))])
    if _too_long(one):
        return Says.OTHER
    labelled = _label(lead)
    if labelled is not None:
        return labelled
    line = _line(lead)
    if ITEM_OF.match(line) and AS_ITEM.match(tail):
        return Says.LABELLED
    if PUT_OUT.search(line[-60:]):
        itself = OF_ITSELF.match(line) and not PLANNED.search(line)
        return Says.PUT_OUT if itself else Says.OTHER
    if (drawn := DRAWN_UP.match(line)) and not MEETING.search(line):
        return Says.DRAWN_UP if drawn["drawn"] else Says.AGREED
    another = OF_ANOTHER.match(tail) and not dates.find(tail)
    if ANOTHER.search(line) or another or PERIOD.search(line):
        return Says.OTHER
    if _is_bare(line, tail):
        return Says.OTHER if _foreign_above(lead, line) else Says.BARE
    if _tells(f"{line} {tail}") and not _names_record(line, tail):
        return _of_this_meeting(line, tail)
    return _in_title(line, tail, one, first)


def _squeezed(words: str) -> str:
    """Words with white space that is no longer than it need be to part lines, cells and columns."""
    return _SPACES.sub(
        lambda gap: "\n" if "\n" in gap[0] else "\t" if "\t" in gap[0] else gap[0][:3], words
    )


def names_a_body(words: str) -> bool:
    """Whether words of a title name who meets, and not what is reported on."""
    return bool(BODY.search(words)) and not FIGURES.search(words)


def _too_long(one: dates.Found) -> bool:
    """Whether a stretch is too long to be the time of anything but a report's figures."""
    may_mean = periods.days(one.iso) if one.stretch else None
    return may_mean is not None and (may_mean[1] - may_mean[0]).days > _LONGEST


def _label(lead: str) -> Says | None:
    """What the name before a date says it is; ``None`` where no name stands before it."""
    found = LABEL.search(_on_line_below(lead))
    rest = found["rest"] if found else ""
    if found is None:
        above, _, bare = _on_line_below(lead).rpartition("\n")
        bare = bare.strip("*_ \t")
        if bare and OWN.fullmatch(bare) and (bare[0].isupper() or not above.strip()):
            return Says.LABELLED
        found = DASHED.search(lead)
        if found is None or not (OWN.fullmatch(found["label"]) or PLANNED.search(found["label"])):
            return None
        rest = found["rest"]
    label = " ".join(found["label"].split()).strip("*_ ")
    own = OWN.fullmatch(label)
    plain = LEADING_IN.match(f"{rest} ")
    if not plain and (not own or _tells(rest) or _foreign(rest) or len(rest) > 50):
        return None
    if own:
        return Says.BARE if OF_PAPER.search(label) else Says.LABELLED
    if PUT_OUT.search(label) and not PLANNED.search(label):
        return Says.PUT_OUT
    if _foreign(label) or _tells(label):
        return Says.OTHER
    named = MEETING.search(label) or STATUS.match(label) or BODY.search(label)
    return Says.TITLED if named and not THEIRS.search(label) else Says.OTHER


def _on_line_below(lead: str) -> str:
    """``lead`` up to the line above, where a date stands alone below its name."""
    above, parted, line = lead.rpartition("\n")
    above = above.rstrip()
    named = above.endswith(":") or OWN.fullmatch(above.rpartition("\n")[2].strip("*_ \t"))
    return above if parted and not line.strip("*_ \t") and named else lead


def _is_bare(line: str, tail: str) -> bool:
    """Whether a line is the date, with at most an hour and a place."""
    plain = LEADING_IN.match(line)
    if plain is None or not LEADING_OUT.match(tail) or len(tail) > 120:
        return False
    place = plain["place"] or ""
    told = any(_tells(words) or LAW.search(words) for words in (place, tail))
    return not (told or NO_PLACE.search(place) or DONE.search(place) or DEALT_WITH.search(tail))


def _foreign_above(lead: str, line: str) -> bool:
    """Whether the short line above a bare date says that it is not the paper's."""
    above = lead.rstrip().removesuffix(line.strip()).rstrip().rpartition("\n")[2]
    short = 0 < len(above.split()) < 9
    rules = (
        ANOTHER,
        PLANNED,
        PERIOD,
        DEALT_WITH,
        PUT_OUT,
    )
    return short and (bool(DONE_FIRST.match(above)) or any(rule.search(above) for rule in rules))


def _foreign(words: str) -> bool:
    """Whether words name another meeting, a law, a plan or a period, or deal with a record."""
    rules = (
        ANOTHER,
        PLANNED,
        PERIOD,
        LAW,
        DEALT_WITH,
        VERB,
    )
    return bool(DONE_FIRST.match(words)) or any(rule.search(words) for rule in rules)


def _line(lead: str) -> str:
    """The words before a date on its line, with the line above where that goes on into it."""
    above, parted, line = lead.rpartition("\n")
    while parted and above.strip():
        rest, parted, last = above.rpartition("\n")
        open_ended = lexicon.dangling(last) or OPEN.search(last)
        goes_on = open_ended or BELOW.match(line) or len(last) > 60
        if not (goes_on and not patterns.ENDED.search(last)):
            break
        line, above = f"{last.strip()} {line.lstrip()}", rest
    return line


def _tells(words: str) -> bool:
    """Whether words hold a verb or a person of the grammar: a sentence, not a title."""
    return lexicon.tells(words) or bool(VERB.search(words) or ACTED.match(words))


def _names_record(line: str, tail: str) -> bool:
    """Whether a line is a record's title, also with 'at which were present' behind the date."""
    record = STATUS.match(line)
    return record is not None and not (
        re.match(r"\W*(?:was|were|is|are|be|been|has|have|had|being)\b", tail, re.IGNORECASE)
        or _tells(CONVENED.sub(" ", line[record.end() :]))
    )


def _of_this_meeting(line: str, tail: str) -> Says:
    """What a sentence says: only of the meeting it is about can it say when it was held."""
    if AT_A_MEETING.match(line) and MEETING.search(line) and WHO_WAS_THERE.search(tail):
        return Says.HELD
    deals = DEALT_WITH.search(f"{line} {tail}")
    verb = re.match(r"\W*(?:was|were|is|are|had|has|have)\b", tail, re.IGNORECASE)
    return Says.TOLD if THIS_MEETING.match(line) and not deals and not verb else Says.OTHER


def _in_title(line: str, tail: str, one: dates.Found, first: bool) -> Says:
    """What a date in a title belongs to: the noun it hangs on, or the words it stands beside."""
    if NUMBERED.match(line):
        return Says.OTHER
    line = AT_AN_HOUR.sub(", ", line)
    record = STATUS.match(line) or (STATUS.match(SEGMENT.split(line)[-1]) if first else None)
    bare = line[record.end() :] if record else line
    if DEALT_WITH.search(f"{bare} {tail}"):
        return Says.OTHER
    stamped = first and record and len(tail.split()) < 3
    if (DONE_NEXT.match(tail) or DONE.search(tail)) and not stamped:
        return Says.OTHER
    other = _of_another_kind(line) and not (first and MEETING.search(line))
    if DONE_FIRST.match(line) or other:
        return Says.OTHER
    found = PREPOSITION.search(line)
    if found:
        return _hung(line[: found.start()].rstrip(), found["word"].casefold(), bool(record), one)
    beside = SEGMENT.split(SEPARATOR.sub("", line))[-1]
    if PLANNED.search(beside) or (_ends_in(LAW, beside) and not record):
        return Says.OTHER
    if CONVENED.search(line[-12:]) or re.search(r"\bdated\W*$", line, re.IGNORECASE):
        return Says.HELD
    if DONE.search(beside):
        return Says.OTHER
    around = f"{line} {' '.join(tail.split()[:2])}"
    named = any(rule.search(around) for rule in (MEETING, BODY, PAPER))
    if COUNTED.search(line) or PLANNED.search(" ".join(tail.split()[:2])):
        return Says.OTHER
    if SEPARATOR.search(line):
        if first or named:
            return Says.TITLED
        return Says.SIGNED if BYLINE.search(line) else Says.OTHER
    return Says.TITLED if named or (first and not line.strip("*_# ")) else Says.OTHER


def _of_another_kind(line: str) -> bool:
    """Whether a title begins with a name that no meeting and no record has: 'Photograph: …'."""
    named = re.match(r"\W*(?P<label>[^:\n]{2,40}):\s", line)
    if named is None or re.search(r"\b(?:title|name|event)\b", named["label"], re.IGNORECASE):
        return False
    return not any(rule.search(named["label"]) for rule in (MEETING, BODY, PAPER))


def _hung(head: str, word: str, record: bool, one: dates.Found) -> Says:
    """What a noun and its preposition say of the date behind them."""
    if word in ("on", "ar", "in", "at", "of") and CONVENED.search(head):
        known = record or MEETING.search(head) or BODY.search(head)
        alone = LEADING_IN.match(head)
        return Says.HELD if known or alone else Says.OTHER
    if word == "dated":
        return Says.HELD if not head.strip("*_ \n") else Says.OTHER
    if DONE.search(head) and word != "in":
        return Says.OTHER
    if not record and GOVERNED.search(head):
        return Says.OTHER
    if word == "of":
        ends = _ends_in(MEETING, head) or _ends_in(BODY, head)
        return Says.HELD if record or ends else Says.OTHER
    if word == "on":
        at = re.search(r"\bat\s+[^.:]{2,90}$", head, re.IGNORECASE)
        body = _ends_in(BODY, head) or (at and BODY.search(head[: at.start()]))
        return Says.HELD if record or MEETING.search(head) or body else Says.OTHER
    if word in ("for", "from", "in"):
        month = one.day is None
        held = record or MEETING.search(head)
        return Says.TITLED if held and (word != "in" or month) else Says.OTHER
    return Says.OTHER


def _ends_in(rule: re.Pattern[str], words: str) -> bool:
    """Whether the last word, or words, are of a rule."""
    last = words[-32:]
    found = list(rule.finditer(last))
    return bool(found) and not re.search(r"\w", last[found[-1].end() :])
