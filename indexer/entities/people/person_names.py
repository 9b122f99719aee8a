"""What a person's name is: its titles, its rank, the name itself, the letters and office after it.

A name is told by its shape: capitalised words after a title, or two of them and more, none of
which is a word for an office, an organisation or the business of a meeting.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.language import lexicon, titles

_LONGEST = 60
_MOST_WORDS = 6

_ORGANISATION = frozenset(
    "council councils police panel committee board association service services office "
    "department trust authority road street room county city town parish district borough force "
    "team group agenda report meeting minutes item independent public national university "
    "school college page policy ward constabulary partnership forum house centre library church "
    "society club federation agency inspectorate probation health nhs commission cabinet "
    "assembly government ministry wales england britain kingdom union network unit hub division "
    "region area village memorial guild company rehabilitation care social local policing "
    "housing education children adults justice prison".split()
)
"""Words that no person's name holds, but for a surname after a title: 'Cllr Page'."""

_BUSINESS = frozenset(
    "the of and or is was be none nil apologies apology present action actions members member "
    "date time venue place absent attendance attendees officers councillors press staff all "
    "vacancy vacant welcome via teams zoom tbc n/a observers invited guests clerk residents "
    "chair also others other no not matters next previous declarations declaration in by for to "
    "from with on at into upon under following item items resolved agreed noted everyone "
    "everybody trustees directors dear yours signed copy draft ref our your tel email dated re "
    "subject road safety crime finance general annual monthly quarterly presennol "
    "ymddiheuriadau".split()
)
_ROLES = frozenset(
    "policy chief deputy assistant head director senior democratic staff police executive "
    "principal lead corporate governance scrutiny interim acting strategic service finance "
    "legal monitoring communications performance research business project programme community "
    "operations commissioning independent vice detective temporary joint managing non-executive "
    "co-opted parish town county district borough chairman chairwoman chairperson chair vice- "
    "vice-chairman vice-chairperson observer representative trustee governor volunteer "
    "consultant engineer accountant surveyor professional divisional regional neighbourhood "
    "safeguarding clinical nursing medical digital customer external internal minute note first "
    "second former substitute accountable returning presiding designated named".split()
)
"""Words that an office begins with or consists of."""

_EMPLOYERS = frozenset(
    "council police constabulary authority trust service services university partnership".split()
)
"""Of these, what no surname is: a body that somebody comes from."""

_PEERS = frozenset("lord lady baroness baron viscount earl".split())
_COUNCILS = frozenset("county district borough city town parish ward".split())

TURNED = re.compile(r"(?P<last>[A-Z][A-Z’'-]{2,20}), (?P<first>[A-Z][a-z]+(?: [A-Z]\.?)?)")
"""'QUILL, Ada': the surname in capitals before the first name."""

_WORD = re.compile(r"[^\W\d_][^\W\d_’'`.\-‐‑]*(?:[’'`.\-‐‑]+[^\W\d_]+)*[.’']?$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.){1,4}$|[A-Z]{1,2}$|[A-Z]-[A-Z]\.?$")


@dataclass(frozen=True, slots=True)
class Named:
    """A person as words name one. ``rank`` stands before the name, ``office`` after it or, written
    out in full, before it; ``titled`` says that a title or a rank tells that it is a person."""

    name: str
    rank: str = ""
    office: str = ""
    titled: bool = False
    plural: bool = False


def is_name(words: str) -> bool:
    """Whether words are a person's name and nothing else."""
    found = read(words)
    return found is not None and not found.office


def canonical(written: str) -> str:
    """A name without titles, rank and honours; words that are no name stay as they are."""
    found = read(written)
    return found.name if found is not None else " ".join(written.split())


def office_word(word: str) -> bool:
    """Whether a word belongs to an office: 'Senior', 'Clerk', 'Commissioner'."""
    bare = titles.plain(word)
    return bare in _ROLES or bool(lexicon.OFFICE.fullmatch(bare.rstrip("s") or bare))


def names_office(words: str) -> bool:
    """Whether words hold the name of an office: 'Head of Legal Services', 'Chair'."""
    return bool(lexicon.OFFICE.search(words)) or any(map(office_word, words.split()))


def organisation_word(word: str) -> bool:
    """Whether a word belongs to the name of an organisation: 'Council', 'Ward'."""
    return titles.plain(word) in _ORGANISATION


def read(words: str, surnames: bool = False, proven: bool = False) -> Named | None:
    """The one person that ``words`` name, ``None`` where they name nobody or hold more.

    With ``surnames`` one capitalised word is enough, as after 'Cllrs'; ``proven`` says that
    initials beside the words are theirs, so that a surname may be any word.
    """
    bare = " ".join(words.strip(" \t\n,.;:*_•-–—").split())
    if not bare or len(bare) > 160:
        return None
    turned = TURNED.fullmatch(bare)
    tokens = [turned["first"], turned["last"].title()] if turned is not None else bare.split()
    lettered = [one.rstrip(",") for one in tokens]
    held = ""
    while len(lettered) > 2 and titles.honour(lettered[-1]) and not bare.isupper():
        last = lettered.pop()
        held = last if titles.rank(last) else held  # 'Ada Quill PCC'
    if len(lettered) < len(tokens) and "," not in " ".join(lettered):
        tokens = lettered
    at, rank, plural = _prefix(tokens)
    titled = at > 0
    stop = _core(tokens, at, titled, proven or (titled and not rank))
    if not _holds(tokens[at:stop], titled or surnames):
        return None if titled and not rank else _after_office(tokens)
    employed = titled and stop - at > 2 and titles.plain(tokens[-1]) in _EMPLOYERS
    stop = at + 2 if employed else stop  # 'Cllr Ada Quill Wexmoor Council': two columns
    name = _cased(tokens[at:stop])
    if len(name) > _LONGEST:
        return None
    rest = tokens[stop:]
    if (
        len(rest) > 1
        and rest[0] == "of"
        and any(titles.plain(one) in _PEERS for one in tokens[:at])
    ):
        name, rest = f"{name} {' '.join(rest)}", []
    while rest and titles.honour(rest[0]) and not _inspects(rest):
        rest = rest[1:]
    belongs = rest and titles.honour(tokens[-len(rest) - 1]) and organisation_word(rest[0])
    belongs = belongs or _inspects(rest) or employed
    if rest and not belongs and not _opens_office(rest):
        return None if not rank and not titled else _after_office(tokens)
    if held and not rest and not rank:
        rest = [held]
    return Named(name, rank, " ".join(rest), titled, plural)


def _inspects(rest: Sequence[str]) -> bool:
    """Whether words after a name are a rank and whose it is: 'HMI Constabulary and …'."""
    return len(rest) > 1 and titles.rank(rest[0]) and organisation_word(rest[1])


def _prefix(tokens: Sequence[str]) -> tuple[int, str, bool]:
    """How many words before the name are titles and ranks, the rank, and whether it is plural."""
    at, plural = 0, False
    ranked: list[str] = []
    while at < len(tokens) - 1:
        word = tokens[at]
        if titles.plain(word) in ("the", "y") and at + 2 < len(tokens):
            after = tokens[at + 1]
            if not (titles.title(after) or titles.rank(after)):
                break
        elif titles.plain(word) in _COUNCILS and titles.title(tokens[at + 1]):
            ranked += tokens[at : at + 2]  # 'County Cllr Quill'
            at += 1
        elif titles.title(word):
            plural = plural or titles.plain(word) in titles.PLURAL
        else:
            last = at
            while last < len(tokens) - 2 and titles.grade(tokens[last]) and len(tokens[last]) > 0:
                last += 1
            if not titles.rank(tokens[last]):
                break
            ranked += tokens[at : last + 1]
            at = last
            if last + 2 < len(tokens) and tokens[last + 1].isdigit():
                at += 1  # the number on an officer's shoulder
        at += 1
    return at, " ".join(ranked), plural


def _core(tokens: Sequence[str], start: int, titled: bool, sure: bool) -> int:
    """Where the name that begins at ``start`` ends."""
    at = start
    caps = all(one.isupper() for one in tokens[start : start + 2])
    while at < len(tokens) and at - start < _MOST_WORDS:
        word = tokens[at]
        bare = titles.plain(word)
        small = bare in titles.PARTICLES and at > start and at + 1 < len(tokens)
        if small and word[:1].islower():
            after = tokens[at + 1]
            # 'van' of 'van der Berg' is followed by another of its kind.
            if not after[:1].isupper() and titles.plain(after) not in titles.PARTICLES:
                break
            at += 1
            continue
        if at > start and titles.title(word) and bare not in titles.HONOURS:
            break
        if at - start > 1 and at + 1 < len(tokens) and tokens[at + 1] == "of":
            break  # 'Ada Quill Friends of Quay Library'
        if not word[:1].isupper() or not _WORD.match(word) or word.endswith(("’s", "'s")):
            break
        if at - start >= 2 and titles.honour(word) and (not caps or bare in titles.HONOURS):
            break
        if at - start == 1 and titled and titles.honour(word) and not caps and len(bare) < 5:
            break
        whole = at - start >= 2 and office_word(word)  # 'Cllr Ada Quill Co-opted'
        last = at + 1 == len(tokens) and not whole
        if _common(word) and not (last and _may_be_surname(word, sure)):
            break
        at += 1
    return at


def _common(word: str) -> bool:
    """Whether a word is one of an office, an organisation or a meeting's business."""
    return titles.plain(word) in _BUSINESS or office_word(word) or organisation_word(word)


def _may_be_surname(word: str, sure: bool) -> bool:
    return sure and titles.plain(word) not in _BUSINESS and word[:1].isupper()


def _holds(core: Sequence[str], titled: bool) -> bool:
    """Whether words make a whole name: a surname after a title, else two words and more."""
    if not core or (len(core) < 2 and not titled):
        return False
    last = core[-1].strip(".’'")
    if len(last) < 2 or (_INITIALS.match(core[-1]) and len(core) > 1):
        return False
    mixed = not all(one.isupper() for one in core)
    if not titled and mixed and last.isupper() and len(last) < 5:
        return False  # 'Durham CCG'
    if not titled and (core[0].casefold() in titles.QUARTERS or last.casefold().endswith("shire")):
        return False
    if all(map(_INITIALS.match, core)):
        return False
    return titled or any(len(one.strip(".")) > 2 for one in core)


def _opens_office(rest: Sequence[str]) -> bool:
    """Whether words after a name are an office that needs no comma: 'Peter Kay Parish Clerk'."""
    first = rest[0]
    if first[:1].islower():
        return False
    if titles.plain(first) in ("her", "his") and any(map(office_word, rest[1:4])):
        return True  # 'Ada Quill Her Majesty’s Inspector of Lamps'
    if len(rest) > 2 and rest[1] == "of" and any(map(organisation_word, rest[2:])):
        return True
    if len(rest) > 1 and organisation_word(first) and office_word(rest[1]):
        return True  # 'Ada Quill National Director Lamps'
    return office_word(first) or (len(rest) > 1 and office_word(rest[-1]) and len(rest) < 5)


def _after_office(tokens: Sequence[str]) -> Named | None:
    """'Parish Clerk Peter Kay', 'Deputy Police and Crime Commissioner Tracey Onslow'."""
    last = max(
        (at for at, one in enumerate(tokens) if _ends_office(tokens, at, titles.plain(one))),
        default=-1,
    )
    if last < 0 or last + 1 >= len(tokens) or tokens[last].endswith((",", ";")):
        return None
    office, rest = tokens[: last + 1], tokens[last + 1 :]
    small = ("and", "of", "for", "the", "&", "to", "member")
    if not all(one[:1].isupper() or one in small for one in office):
        return None
    named = read(" ".join(rest))
    if named is None or named.office or (len(rest) < 2 and not named.titled):
        return None
    return Named(named.name, named.rank, " ".join(office), True)


def _ends_office(tokens: Sequence[str], at: int, word: str) -> bool:
    """Whether an office may end in a word: 'Clerk', and 'member' where it says of what sort."""
    sort = at > 0 and word == "member" and titles.plain(tokens[at - 1]) in _ROLES
    return sort or bool(lexicon.OFFICE.fullmatch(word))


def _cased(core: Sequence[str]) -> str:
    """A name in capitals and small letters; initials and what is mixed stays as it is."""
    name = " ".join(one.rstrip(",;:") for one in core)
    long = [one for one in core if len(one.strip(".")) > 2]
    if not long or not all(one.isupper() for one in long):
        return name
    return re.sub(
        r"(?P<mc>\bMC)?(?P<first>[^\W\d_])(?P<rest>[^\W\d_]{2,})",
        lambda one: (one["mc"] or "").title() + one["first"] + one["rest"].lower(),
        name,
    )
