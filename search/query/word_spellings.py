"""How else one word may be written: irregular forms, acts and who does them, British and other
spellings, numbers. The words stand in ``spellings.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from search.query.number_words import words_of


@dataclass(frozen=True, slots=True)
class Spelling:
    """Another way to write a name.

    ``capital``: it counts only where its capitals are written. ``exact``: a word that counts only
    as it is written, with a plural or possessive ending; by its stem, "authorized" is "author".
    """

    text: str
    capital: bool = False
    exact: bool = False


@lru_cache(maxsize=4096)
def words(written: str, alone: bool = True) -> tuple[Spelling, ...]:
    """Other spellings of one word; ``alone``: it is a whole name."""
    word = written.casefold().replace("’", "'")
    word = word.removesuffix("'s").removesuffix("'")
    found = [*_families().get(word, ()), *_across(word)]
    found += [Spelling(other, exact=True) for other in _men(word)]
    number = words_of(word)
    # "One" is a pronoun in every paper; "grade one" is not.
    found += [Spelling(number)] if number and not (alone and word in ("1", "one")) else []
    found += [Spelling("50%")] if word == "half" else []
    found += [Spelling("half", exact=True)] if word in _HALF else []
    return tuple(dict.fromkeys(other for other in found if other.text != word))


_HALF = ("50%", "50 per cent", "50 percent")


@cache
def table() -> dict[str, str]:
    return tomllib.loads(files("search.query").joinpath("spellings.toml").read_text("utf-8"))


@cache
def _families() -> dict[str, tuple[Spelling, ...]]:
    """Each spelling that is listed, and its other ones."""
    data = table()
    found: dict[str, dict[Spelling, None]] = {}

    def held(forms: Sequence[str], by_stem: str = "") -> None:
        for form in forms:
            others = [
                # A hyphen parts terms: two of them are no word that could be matched as written.
                Spelling(other, exact=other != by_stem and "-" not in other)
                for other in forms
                if other != form
            ]
            found.setdefault(form, {}).update(dict.fromkeys(others))

    for line in data["plurals"].splitlines():
        held(line.split())
    for forms in filter(None, map(str.split, data["verbs"].splitlines())):
        held(forms, by_stem=forms[0])
        for regular in _inflected(forms[0]):
            found.setdefault(regular, {}).update({Spelling(f, exact=True): None for f in forms[1:]})
    for forms in filter(None, map(str.split, data["agents"].splitlines())):
        held(forms)
        for agent in forms[1:]:
            found.setdefault(agent + "s", {}).update({Spelling(forms[0], exact=True): None})
    for line in data["spellings"].splitlines():
        held(line.split())
        held([form + "s" for form in line.split() if form[-1] not in "sy"])
    for british, other in (("our", "or"), ("re", "er"), ("ogue", "og")):
        for word in data[british].split():
            stem = word.removesuffix(british)
            for ending in _ENDINGS[british]:
                held([stem + british + ending, stem + other + ending])
    for british, other in (("centred", "centered"), ("centring", "centering")):
        held([british, other])
    return {form: tuple(others) for form, others in found.items()}


_ENDINGS = {
    "our": ("", "s", "ed", "ing", "al", "ful", "able", "hood", "hoods", "less", "ite", "er", "ers"),
    "re": ("", "s"),
    "ogue": ("", "s"),
}


def _inflected(verb: str) -> list[str]:
    """A verb's regular forms, its last consonant doubled where that is short."""
    double = re.search(r"(?<![aeiou])[aeiou][bdgmnpt]$", verb)
    stem = verb + verb[-1] if double else verb.removesuffix("e")
    return [f"{verb}s", f"{stem}ing"]


_ISE = re.compile(
    r"(?P<stem>[a-z]{3,})(?P<is>is|iz)(?P<end>e|ed|es|er|ers|ing|ation|ations|ational|able)$"
)
_YSE = re.compile(r"(?P<stem>anal|paral|catal)y(?P<s>[sz])(?P<end>e|ed|es|er|ing)$")
_DOUBLE_L = re.compile(r"(?P<stem>[a-z]{2,}[aeiou])(?P<l>ll?)(?P<end>ed|ing|er|ers|or|ors)$")
_NEVER_IZE = frozenset(
    """advertise advise arise comprise compromise devise disguise enterprise exercise expertise
    franchise improvise merchandise otherwise precise premise promise raise revise rise supervise
    surprise televise treatise apprise chastise circumcise demise despise excise incise
    """.split()
)


def _across(word: str) -> Iterator[Spelling]:
    """The British spelling of an American word and the other way round, by rule."""
    ise = _ISE.match(word)
    if ise and not any(word.startswith(never[:-1]) for never in _NEVER_IZE):
        other = "iz" if ise["is"] == "is" else "is"
        yield Spelling(ise["stem"] + other + ise["end"], exact=True)
    yse = _YSE.match(word)
    if yse:
        other = "z" if yse["s"] == "s" else "s"
        yield Spelling(f"{yse['stem']}y{other}{yse['end']}", exact=True)
    doubled = _DOUBLE_L.match(word)
    if doubled:
        other = "l" if doubled["l"] == "ll" else "ll"
        yield Spelling(doubled["stem"] + other + doubled["end"], exact=True)


def _men(word: str) -> Iterator[str]:
    """ "policeman" and "policemen"; "woman" and "women"."""
    if word in ("human", "german", "roman", "talisman", "ottoman", "shaman"):
        return
    if word.endswith("man") and len(word) > 4:
        yield word[:-2] + "en"
    elif word.endswith("men") and len(word) > 4:
        yield word[:-2] + "an"
