"""Who owes an action: by the words of its sentence, by an owner's mark beside it, by a part's list.

'Letters to go out' and 'In July' name nobody: without an owner is better than with a wrong one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.model import Part
from corpus.sentences import starts
from indexer.entities.people import people_lists, person_names
from indexer.language import lexicon, phrases, titles

LED = re.compile(
    r"\b(?:ACTIONS?|Actions?)\b(?: [Pp]oints?)?(?: [\w/+&’'-]{1,20}){0,3}\s?"
    r"(?::|[–-](?=\s))\s*(?=\S)"
)
"""'Action:', 'ACTION 3 –': what follows is to be done."""

_LED_BY = re.compile(
    r"(?:ACTIONS?|Actions?)\b(?: [Pp]oints?)?(?: for| by)?\s*(?P<who>[^:\d]{0,50}):"
)
_OWNERS = phrases.in_force("commitments", "owners")
_EVERYBODY = frozenset(
    "all trustees members chair chairman clerk secretary treasurer officers everyone".split()
)
_NOBODY = frozenset(
    "it this that he she they there we i these those who agreed resolved noted approved decided "
    "recommended carried action".split()
)
"""Words that owe nothing, those that tell a decision in capitals among them: 'AGREED to pay'."""
_PRONOUN = frozenset("he she they i we".split())
_BODY = re.compile(
    r"\b(?:panel|committee|board|council|force|team|office|trust|police|service|friends|trustees|"
    r"members|officers|staff|supts?|superintendents|inspectors|treasurer|group|partnership|unit|"
    r"authority|authorities|everyone|everybody|all)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"[\W_]*(?:[Tt]he )?(?P<who>[A-Z][\w’'&/-]*(?: (?:[A-Z][\w’'&/-]*|of(?: the)?(?= [A-Z]))){0,5})"
    r" (?:also |then |had |has )?[a-z]{3,}"
)
_MARK = re.compile(
    r"[\[(]\s*action(?:s|ed)?(?:\s*(?:by|for|[:–-]))*\s+(?P<who>[^\])\[(]{2,40})[\])]\W*$",
    re.IGNORECASE,
)
_PARTED = re.compile(r"[\s/&,;+]+|\band\b")


@dataclass(frozen=True, slots=True)
class Known:
    """The people of one part as its minutes speak of them: ``initials`` as printed, ``words`` of
    names and offices in small letters."""

    initials: frozenset[str]
    words: frozenset[str]

    def lists(self, word: str) -> bool:
        """Whether a word stands for one of them: initials, more than two of them in any letters,
        a first name or a surname."""
        if word in self.initials or word.casefold() in self.words:
            return True
        return len(word) > 2 and word.casefold() in {one.casefold() for one in self.initials}


def known(part: Part) -> Known:
    """The initials and the words of names and offices that a part's own list gives."""
    initials: set[str] = set()
    words: set[str] = set()
    for person in part.people:
        names = person.name.split()
        words.update(one.casefold() for one in names if len(one.strip(".")) > 1)
        letters = "".join(one[0] for one in re.split(r"[\s-]+", person.name) if one[:1].isupper())
        if len(letters) > 1:
            initials.update((letters, letters[0] + letters[-1]))
        capitals = "".join(one[0] for one in re.findall(r"\b[A-Z]\w+", person.role.split("(")[0]))
        # The PCC, for the Police and Crime Commissioner of wherever.
        initials.update(capitals[at:] for at in range(len(capitals)) if 3 <= len(capitals) - at < 6)
        initials.update([capitals] if len(capitals) == 2 else [])
        for one in re.split(r"[(),]\s*", person.role):
            if people_lists.initials_of(person.name, one.strip()):
                initials.add(one.strip())
            elif person_names.names_office(one):
                words.add(one.strip().casefold())
            elif 1 < len(one) < 6 and one.isupper():
                initials.add(one)
    return Known(frozenset(initials), frozenset(words))


def only_owners(words: str, people: Known) -> bool:
    """Whether words are the marks of owners and nothing else: 'MH', 'AB/CD', 'All', 'Cllr Quill'.

    Unlisted initials count where they are two capitals and more.
    """
    bare = words.strip(" .;:*_()[]")
    if not bare or len(bare) > 40:
        return False
    tokens = [one for one in _PARTED.split(bare) if one]
    return bool(tokens) and all(
        people.lists(one)
        or one.casefold() in _EVERYBODY
        or titles.title(one)
        or (len(one) < 6 and sum(map(str.isupper, one)) > 1 and one.isalpha())
        for one in tokens
    )


def beside(words: str, people: Known) -> bool:
    """Whether a paragraph is but the mark of owners in a column: the initials or names of people
    whom the part lists."""
    if not only_owners(words, people):
        return False
    tokens = [one for one in _PARTED.split(words.strip(" .;:*_()[]")) if one]
    return len(tokens) < 6 and any(map(people.lists, tokens))


def assigned(words: str, people: Known) -> str:
    """'ACTION: MS' says who owes what the paragraph above tells; '' for any other words."""
    words = words.strip("()[] ")
    led = LED.match(words)
    named = _LED_BY.match(words)
    rest = words[led.end() :].strip(" .") if led else ""
    if not rest or (named and named["who"].strip()):
        return ""
    return rest if only_owners(rest, people) else ""


def marked(words: str, people: Known) -> str:
    """The owners in a bracket that ends a paragraph: '… [Action BT]'; '' without one."""
    mark = _MARK.search(words)
    return mark["who"].strip() if mark and only_owners(mark["who"], people) else ""


def names(words: str, marks: str, people: Known) -> bool:
    """Whether words name one of the owners that stand beside them, by initials or name."""
    wanted = {one for one in _PARTED.split(marks) if one and people.lists(one)}
    small = {one.casefold() for one in wanted if len(one) > 2}
    tokens = re.findall(r"[\w’'-]+", words)
    return any(one in wanted or one.casefold() in small for one in tokens)


def owner(words: str, part: Part, before: str) -> str | None:
    """Who owes it; ``before`` is the passage up to the sentence, which says who 'he' is."""
    led = LED.match(words)
    named = _LED_BY.match(words)
    if named and named["who"].strip() and named["who"].strip()[:1].isupper():
        return named["who"].strip()
    bare = words[led.end() :] if led else words
    for rule in _OWNERS:
        match = rule.pattern.search(bare)
        who = match["who"].strip(" ,") if match else ""
        if not 0 < len(who) < 60:
            continue
        first = who.split()[0].casefold()
        if first in _PRONOUN:
            return meant(before, part)
        if first not in _NOBODY:
            return who if somebody(who, part) else None
    return None


def somebody(who: str, part: Part) -> bool:
    """Whether words name a person or an office: by their form, their words, or those present."""
    if person_names.is_name(who) or lexicon.OFFICE.search(who) or _BODY.search(who):
        return True
    tokens = re.findall(r"[\w’'/]+", who)
    short = any(sum(map(str.isupper, one)) > 1 for one in tokens)
    return short or (bool(tokens) and tokens[0].casefold() in known(part).words)


def meant(before: str, part: Part) -> str | None:
    """Whom a pronoun means: the subject of the nearest sentence before it that names one."""
    end = len(before)
    for start in reversed([0, *starts(before)]):
        subject = _SUBJECT.match(before, start, end)
        end = start
        if subject is None:
            return None
        who = subject["who"]
        if who.split()[0].casefold() not in _NOBODY:
            return who if somebody(who, part) else None
    return None
