"""How people are addressed: titles, ranks, honours, and the small words inside a name.

General vocabulary of Britain and its councils; words are compared in small letters, without stops.
"""

from __future__ import annotations

TITLES = frozenset(
    "cllr cllrs councillor councillors mr messrs mrs ms miss mx dr sir dame lord lady baroness "
    "baron professor prof rev revd reverend canon rt right hon honourable colonel col lt "
    "lieutenant major maj captain capt brigadier alderman ald judge hhj honour his her their "
    "worship excellency cyng cynghorydd cynghorwyr parch parchedig athro".split()
)
"""What stands before a name and is no office: 'Cllr', 'Rt Hon', in Welsh 'Cynghorydd'."""

PLURAL = frozenset("cllrs councillors messrs cynghorwyr".split())
"""Titles that every surname of the list after them shares."""

RANKS = frozenset(
    "sgt sergeant insp inspector supt superintendent constable commander cdr cmdr commissioner "
    "mayor mayoress provost speaker sheriff lord-lieutenant maer".split()
)
"""Offices that are said before a name: 'Supt Lowe', 'Mayor Bowman'."""

SHORT_RANKS = frozenset(
    "pc ps acc dcc cc pcc dpcc apcc pfcc aco pcso dc ds di dci dsu dcs ci cs hmi".split()
)
"""Those that are written in capitals: 'DI Lowe', and not 'Di Lowe'."""

GRADES = frozenset(
    "chief ch c deputy dep assistant asst acting actg temporary temp interim detective det "
    "special t a d former lord".split()
)
"""What stands before a rank: 'T/ACC', 'Ch Supt', 'Acting Chief Constable'."""

HONOURS = frozenset(
    "obe mbe cbe mp qpm kpm jp dl qc kc ms as am ma ba bsc msc phd mba frsa frcp rn esq gm td "
    "mla msp mep dbe kbe kcb cb cmg lvo mvo bem aelod".split()
)
"""Letters after a name."""

PARTICLES = frozenset("de da di du del van von der den ter la le ap ab ferch bin al el y".split())
"""Small words inside a name: 'van der Berg', 'ap Gwilym'."""

QUARTERS = frozenset(
    "north south east west mid central greater upper lower northern southern eastern western "
    "new inner outer isle".split()
)
"""First words of places, which no person's name begins with."""


def plain(word: str) -> str:
    """A word as it is looked up here."""
    return word.strip(".,;:’'").casefold()


def title(word: str) -> bool:
    """Whether a word is a title."""
    return plain(word) in TITLES


def rank(word: str) -> bool:
    """Whether a word is a rank, with its grade before a stroke or without: 'ACC', 'T/ACC'."""
    *grades, last = [plain(one) for one in word.split("/")]
    known = last in RANKS or (last in SHORT_RANKS and word.rsplit("/", 1)[-1].isupper())
    return known and all(one in GRADES for one in grades)


def grade(word: str) -> bool:
    """Whether a word is a grade that a rank follows: 'Ch', 'Acting', 'T/Ch'."""
    return all(plain(one) in GRADES for one in word.split("/"))


def honour(word: str) -> bool:
    """Whether a word is letters after a name: listed here, or two capitals among few letters."""
    bare = word.strip(".,;()")
    if plain(bare) in HONOURS and bare[:1].isupper() and (bare.isupper() or len(bare) > 2):
        return True
    capitals = sum(map(str.isupper, bare))
    return capitals >= 2 and len(bare) <= 6 and bare.isalpha() and not bare[-2:].islower()
