"""What in a sentence was asked for: the figure, the date, the place, who did it.

It is pointed at only where there is one such thing, or one that is plainly nearer to what was
asked than the others. Nothing is written that the sentence does not hold, but for the full name of
somebody whom the paper itself lists under the office or initials that stand there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from corpus import dates
from corpus.model import Passage, Person
from search.query.amounts import Amount, amounts, asked_for
from search.query.capitals import OFFICES
from search.query.expected_answer import COMPARED, LEAST, MOST, of_another_period, periods, places
from search.query.question_kind import QuestionKind
from search.tokens import content_terms, terms, terms_with_spans

_CLEARLY = 1.25
"""How much nearer to the question's words one amount must stand than the next, to be pointed at."""
_FIGURES = ("share", "money", "count")
"""What a figure is where the question does not tell of what kind."""
_UNIT = re.compile(
    r"(?:\s(?!(?:and|or|of|in|to|for|at|by|on|as|with|from|than|per|were|was|are|is|had|have|has|"
    r"that|which|who|the|a|an|but|over|under|between|during|since|until|when|while|not|will|"
    r"would|could|up|down|out)\b)[a-z][a-z'’-]*){1,2}"
)
_SAYING = frozenset(
    terms(
        "said say says told tell reported report asked ask explained explain promised promise "
        "undertook warned confirmed agreed noted commented raised suggested thought believed "
        "advised admitted apologised named described accepted stated answered replied"
    )
)
_THERE = frozenset(
    terms(
        "present attendance attended attending attend apologies absent chaired capacity membership "
        "members"
    )
)
"""Words of lists of those who were there, and of questions for them."""
_BEHIND = 3
"""Words behind a name among which a verb of the question is what that person did."""
_LISTED = 0.8
"""Share of a sentence's words that are names and offices of its paper, if it only lists them."""
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Prof|Professor|Cllr|Councillor|Canon|Rev)\.? "
    r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?"
)
_DESCRIBED = re.compile(
    r"(?<![\w-])(?P<name>[A-Z][a-z'’-]+(?: [A-Z]\.)? [A-Z][\w'’-]+)"
    r"(?= \([A-Z]|, (?:(?i:the|an?) )?[\w'’ -]{3,60}, )"
)
"""A name with an office behind it: "Ann Lee (Treasurer)", "Ann Lee, the Treasurer, said"."""
_INITIALS = re.compile(r"\b[A-Z]{2,4}\b")
_OFFICES_IN_SHORT = frozenset(
    "CC DCC ACC PCC DPCC CE CEO CEX CFO MP MPS AM MS HR IT PC DC DS DI DCI CI SI PS TV AV UK EU US "
    "CPS NHS ICT OK".split()
)
"""What is no person's initials, whoever is there."""
_BREAKS = re.compile(r"[();]|,\s")
_SHORT = re.compile(r"\(([A-Z][A-Za-z ]{0,6}[A-Za-z])\)")


def point(
    kind: QuestionKind, question: str, text: str, columns: Sequence[str] = ()
) -> tuple[int, int] | None:
    """Where in ``text`` the thing asked for stands, if that can be told; ``columns`` are the heads
    of a row's cells, as many as tabs part."""
    if kind in ("how_many", "latest", "changed"):
        return _figure(question, text, columns)
    if kind == "when":
        days = [
            (
                one.span.start,
                one.span.start + len(text[one.span.start : one.span.end].rstrip(" .,")),
            )
            for one in dates.find(text)
        ]
        return _nearest(question, text, days)
    if kind == "where":
        if ranked := highest_of(question, text):
            return ranked
        told = [(start, end) for start, end, sure in places(question, text) if sure]
        return told[0] if len(told) == 1 else None
    return None


def highest_of(question: str, text: str) -> tuple[int, int] | None:
    """Of names with a figure each the one with the highest, or lowest, where that is asked."""
    best = max if MOST.search(question) else min if LEAST.search(question) else None
    named = list(COMPARED.finditer(text))
    if best is None or len(named) < 2:
        return None
    values = [float(one["value"].replace(",", "")) for one in named]
    found = best(values)
    return named[values.index(found)].span("name") if values.count(found) == 1 else None


def _figure(question: str, text: str, columns: Sequence[str]) -> tuple[int, int] | None:
    cells = text.split("\t")
    if len(cells) > 1:
        return _cell(question, cells, columns)
    wanted = asked_for(question)
    held = [amount for amount in amounts(text) if amount.kind in (wanted or _FIGURES)]
    if asked := periods(question):
        # "4 in 2018/19 (7 in 17/18)": what its own clause gives to another year answers nothing.
        held = [one for one in held if not of_another_period(asked, _clause(text, one))]
    found = _nearest(question, text, [(amount.start, amount.end) for amount in held])
    if found is None:
        return None
    counted = next(amount for amount in held if amount.start == found[0])
    return _with_unit(text, counted)


def _clause(text: str, amount: Amount) -> str:
    """What stands around an amount up to the next comma, semicolon or bracket."""
    before = [match.end() for match in _BREAKS.finditer(text, 0, amount.start)]
    after = _BREAKS.search(text, amount.end)
    return text[before[-1] if before else 0 : after.start() if after else len(text)]


def _with_unit(text: str, amount: Amount) -> tuple[int, int]:
    """A count with what is counted: "1,150 cameras"."""
    unit = _UNIT.match(text, amount.end) if amount.kind == "count" else None
    return amount.start, unit.end() if unit else amount.end


def _cell(question: str, cells: Sequence[str], columns: Sequence[str]) -> tuple[int, int] | None:
    """The cell of a row under the period asked for, or its only amount."""
    starts = [sum(len(cell) + 1 for cell in cells[:n]) for n in range(len(cells))]
    spans = [(start, start + len(cell)) for start, cell in zip(starts, cells, strict=True)]
    figures = [n for n, cell in enumerate(cells) if n and amounts(cell)]
    if len(columns) == len(cells):
        asked = set(terms(question))
        of = {n: len(asked & set(terms(columns[n]))) for n in figures}
        best = [n for n in figures if of[n] and of[n] == max(of.values())]
        if len(best) == 1:
            return spans[best[0]]
    return spans[figures[0]] if len(figures) == 1 else None


def _nearest(question: str, text: str, spans: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Of several things the one that stands nearest to the words of the question."""
    if len(spans) < 2:
        return spans[0] if spans else None
    asked = set(terms(question))
    anchors = [(start, end) for term, start, end in terms_with_spans(text) if term in asked]
    # A period that is asked for tells its figure from those of others; the words stand by all.
    anchors = [match for period in periods(question) for match in period.named(text)] or anchors

    def nearness(span: tuple[int, int]) -> float:
        apart = (
            max(0, start - span[1], span[0] - end)
            for start, end in anchors
            if not (start < span[1] and end > span[0])
        )
        return sum(1 / (10 + distance) for distance in apart)

    first, second, *_ = sorted(spans, key=lambda span: -nearness(span))
    return first if nearness(first) > _CLEARLY * nearness(second) else None


def people(question: str, text: str, passage: Passage) -> tuple[Person, ...]:
    """Who may have done it, likeliest first: who stands right before a verb of the question, then
    in order of the text. Whom the question names is not asked for.

    A passage's speaker answers who said something, where the sentence itself names nobody.
    """
    found = _told(question, text, passage)
    if not found:
        return _speaker(question, text, passage)
    found.sort(key=lambda one: not one[1])
    return tuple({person.name: person for person, _ in found}.values())


def doers(question: str, text: str, passage: Passage) -> tuple[Person, ...]:
    """Those of ``people`` of whom the sentence says that they did what is asked after, in the
    question's own verb, or who said it."""
    found = _told(question, text, passage)
    if not found:
        return _speaker(question, text, passage)
    return tuple({person.name: person for person, does in found if does}.values())


def _told(question: str, text: str, passage: Passage) -> list[tuple[Person, bool]]:
    """Who is named in a sentence and not in the question, in order, and whether a word of the
    question stands right behind the name."""
    asked = terms(question)
    verbs = set(content_terms(asked))
    return [
        (person, bool(verbs & set(terms(text[end:])[:_BEHIND])))
        for _, end, person in sorted(_mentioned(text, passage.part.people), key=lambda one: one[0])
        if not _named(person, asked)
    ]


def _speaker(question: str, text: str, passage: Passage) -> tuple[Person, ...]:
    """Whose words a passage reports, where somebody's words are asked for and the sentence itself
    does not give them to somebody whom the paper does not list."""
    verbs = _SAYING & set(content_terms(terms(question)))
    if not passage.speaker or not verbs:
        return ()
    if any(verbs & set(terms(text[one.end() :])[:_BEHIND]) for one in _INITIALS.finditer(text)):
        return ()
    known = (one for one in passage.part.people if passage.speaker in (one.name, one.role))
    return (next(known, Person(passage.speaker)),)


def lists_people(question: str, text: str, passage: Passage) -> bool:
    """Whether a sentence only lists who was there: it answers no question but for that."""
    asked, words = set(terms(question)), terms(text)
    if asked & _THERE or not words:
        return False
    listed = {t for one in passage.part.people for t in terms(f"{one.name} {one.role}")}
    return bool(listed) and sum(w in listed or w in _THERE for w in words) >= _LISTED * len(words)


def _named(person: Person, asked: Sequence[str]) -> bool:
    own = [term for term in terms(person.name) if len(term) > 1]
    return bool(own) and own[-1] in asked


def _mentioned(text: str, listed: Sequence[Person]) -> Iterator[tuple[int, int, Person]]:
    """Where somebody stands in a text: whom the paper lists, and whom a title tells."""
    taken: list[tuple[int, int]] = []
    for start, end, person in sorted(
        _listed(text, listed), key=lambda one: (one[0], one[0] - one[1])
    ):
        if all(end <= low or start >= high for low, high in taken):
            taken.append((start, end))
            yield start, end, person
    for rule in (_TITLED, _DESCRIBED):
        for match in rule.finditer(text):
            free = all(match.end() <= low or match.start() >= high for low, high in taken)
            if free and (rule is _TITLED or OFFICES.isdisjoint(terms(match.group()))):
                taken.append(match.span())
                yield match.start(), match.end(), Person(match.group())


def _listed(text: str, listed: Sequence[Person]) -> Iterator[tuple[int, int, Person]]:
    """By name, by surname or initials where one person has them, by office or its short form where
    one holds it."""
    keys = [(person, list(_keys(person))) for person in listed]
    count = Counter(key for _, own in keys for key in dict.fromkeys(own))
    for person, own in keys:
        for key in own:
            if key == person.name or count[key] == 1:
                for match in re.finditer(rf"(?<![\w-]){re.escape(key)}(?![\w-])", text):
                    yield match.start(), match.end(), person


def _keys(person: Person) -> Iterable[str]:
    yield person.name
    yield from person.name.split()[-1:]
    yield from _SHORT.findall(person.role)
    initials = "".join(word[0] for word in person.name.split() if word[0].isupper())
    if 1 < len(initials) < 5 and initials not in _OFFICES_IN_SHORT:
        yield initials
    office = re.split(r"[(,;]", person.role)[0].strip()
    if len(office) > 2 and not any(c.isdigit() for c in office):
        yield office
