"""Whose words a passage reports, where the text says so: 'The CC responded …'.

An office is resolved within its part to the one person the part lists in it; where two hold it,
or nobody is listed, the office itself is given. A passage that names nobody has no speaker.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.model import Definition, Person, Voice
from indexer.entities.people import person_names
from indexer.language import phrases

_SAID = (
    r"said|stated|responded|replied|answered|explained|confirmed|commented|reported|advised|noted|"
    r"observed|acknowledged|reiterated|suggested|highlighted|reminded|informed|felt|believed|"
    r"agreed|added|clarified|assured|emphasised|stressed|outlined|expressed|welcomed|introduced|"
    r"accepted|pointed out|set out|went on|gave|provided|raised concerns?|shared|flagged|"
    r"identified|referred|argued|claimed|recounted|challenged|thanked|presented|recognised|"
    r"concluded|considered|told|warned|urged|proposed|promised|undertook|indicated|described|"
    r"was clear|was confident|was concerned|was reassured|was pleased|was satisfied"
)
_ASKED = (
    r"asked|queried|questioned|enquired|inquired|wondered|requested|raised(?: a question)?|sought|"
    r"challenged whether"
)
_NAME = (
    r"(?:(?:Cllr|Councillor|Mrs?|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Professor|Colonel)\.? )?"
    r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}"
)
_OFFICE = (
    r"[Tt]he (?:(?:Acting|Deputy|Assistant|Vice[- ]|Senior|Interim|Temporary|Lead|Chief|Head|Joint|"
    r"Independent) ?){0,3}[A-Z][\w’'&-]*(?: (?:and|of|for|the|to|&|[A-Z][\w’'&-]*)){0,7}"
)
_MEMBER = phrases.either("attendance", "members")
_REPORTED = re.compile(
    r"(?:^|(?<=[.!?;,:”\"] )|(?<=\bthat ))"
    rf"(?P<who>{_OFFICE}|[A-Z]{{2,5}}(?: [A-Z][a-z]+|[a-z]{{1,3}})?|{_NAME}|"
    rf"{_MEMBER.pattern}|Members?)"
    r"(?: also| then| again| further| subsequently| therefore| had| has| have| however,?)?"
    rf" (?:(?P<asked>{_ASKED})|(?P<said>{_SAID}))\b"
)
_RESPONSE = phrases.either("attendance", "response")
_PRONOUNS = frozenset(
    [
        "he",
        "she",
        "they",
        "it",
        "we",
        "i",
        "this",
        "that",
        "there",
        "who",
        "which",
        "report",
        "reports",
    ]
)
_DROP = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)


class Offices:
    """The people of one part by name, by office and by the abbreviation of the office."""

    def __init__(self, listed: Sequence[Person], definitions: Sequence[Definition]) -> None:
        self._long = {one.short.casefold(): one.long for one in definitions}
        self._held: dict[str, set[str]] = {}
        for person in listed:
            surname = person.name.split()[-1].casefold()
            for key in {person.name.casefold(), surname, *keys(person.role)}:
                self._held.setdefault(key, set()).add(person.name)

    def who(self, words: str) -> str:
        """The person that ``words`` mean in this part, else the office; '' for nobody certain."""
        bare = _DROP.sub("", words).strip()
        folded = bare.casefold()
        if folded in _PRONOUNS:
            return ""
        if _MEMBER.fullmatch(f"A {bare}") or re.fullmatch("members?", folded):
            return "Member"
        for key in (folded, person_names.canonical(bare).casefold()):
            held = self._held.get(key, set())
            if len(held) == 1:
                return next(iter(held))
        long = self._long.get(folded)
        if long:
            held = self._held.get(long.casefold(), set())
            return next(iter(held)) if len(held) == 1 else long
        for form in person_names.canonical(bare).split()[-1:] if person_names.is_name(bare) else []:
            held = self._held.get(form.casefold(), set())
            if len(held) == 1:
                return next(iter(held))
        if person_names.is_name(bare) and not bare.isupper():
            return person_names.canonical(bare) if " " in bare else bare
        return bare[:1].upper() + bare[1:]


@lru_cache(maxsize=4096)
def keys(role: str) -> frozenset[str]:
    """The short ways of naming an office: its abbreviation, its words without the place."""
    found: set[str] = set()
    for bracket in re.findall(r"\(([^)]{1,300})\)", role):
        found.add(bracket.strip().casefold())
    bare = re.sub(r"\([^)]{0,300}\)", "", role).split(",")[0].strip()
    if not bare:
        return frozenset(found)
    found.add(bare.casefold())
    words = bare.split()
    initials = "".join(word[0] for word in words if word[0].isupper())
    if 2 <= len(initials) <= 5:
        found.add(initials.casefold())
    if not re.search(r"\b(?:deputy|assistant|acting)\b", bare, re.IGNORECASE):
        for office in phrases.in_force("attendance", "offices"):
            named = office.pattern.search(bare)
            if named and named.end() == len(bare):
                found.update((named.group().casefold(), *office.kind.split()))
    if re.fullmatch(r"(?:the )?chair(?:man|woman|person)?\b.*", bare, re.IGNORECASE):
        found.update(("chair", "chairman", "chairwoman", "chairperson"))
    return frozenset(found)


def speaker(words: str, offices: Offices) -> tuple[str, Voice]:
    """Who speaks first in a passage and how; ``('', 'written')`` where the text names nobody."""
    flat = " ".join(words[:1200].split())
    lead = _RESPONSE.match(flat)
    found = _REPORTED.search(flat, lead.end() if lead else 0)
    if lead and found is None:
        found = _REPORTED.search(flat)
    who = offices.who(found["who"]) if found else ""
    if found is not None and who:
        return who, "asked" if found["asked"] else "said"
    return "", "written"


_HEADED = re.compile(
    r"(?:(?P<asked>[Qq]uestions?)|[Rr]esponse|[Rr]eply|[Aa]nswer|[Ss]tatement) (?:from|of|by) "
    r"(?P<who>[Tt]he [A-Z].{2,60}|[A-Z].{2,60})"
)


def headed(heading: str, offices: Offices) -> tuple[str, Voice]:
    """Who speaks under 'Response of the Treasurer'; ``('', 'written')`` under any other heading."""
    found = _HEADED.fullmatch(heading)
    who = offices.who(found["who"]) if found else ""
    if found is None or not who:
        return "", "written"
    return who, "asked" if found["asked"] else "said"
