"""One thing, several spellings: how else the words of a topic may be written.

Used when asking, never when indexing, so that an index holds what the paper says. A variant is a
text for the one function of terms (``search.tokens``); what has the same terms is no variant.

Known are irregular plurals and verbs, acts and who does them, British and other spellings, words
joined, hyphened or parted, letters with stops, numbers in words or figures, ordinals, amounts of
money, a half and fifty per cent. The words stand in ``spellings.toml``; what joins and parts words
needs the archive: a variant that stands nowhere is not worth looking for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import islice, product

from search.query.facets import Terms
from search.query.number_words import figures, words_of
from search.query.word_spellings import Spelling, table, words
from search.tokens import content_terms, terms, terms_with_spans

Token = tuple[str, int, int]
Counted = Callable[[Terms], int]
"""In how many passages of the archive terms follow each other."""

MOST = 24
"""Variants of one name; a name with more is a list of numbers."""
_LEAST_HALF = 3
"""Letters of each half of a word that is parted, but for the prefixes below."""
_PREFIXES = {"e": 4, "re": 5, "co": 5, "de": 5}
"""What is shorter and yet parted by a hyphen, "e-mail" and "re-offending", and how many letters
must follow it."""
_LONGEST_EXPRESSION = 8
"""Terms that one expression may have."""
_LONGEST = 120
"""Code points of a name; what is longer is a sentence, and is looked for as it stands."""
_TRIED = 64
"""Ways to respell the words of one name together that are tried."""
_CHOICES = 4
"""Spellings of one word of several that are tried with those of the others."""
_LETTERS = (2, 6)
"""Letters of a short form that may be written with stops."""


def variants(text: str, stands: Counted | None = None, joined: bool = True) -> list[Spelling]:
    """Other spellings of a name, the likeliest first, none with the terms of the name itself.

    With ``stands`` only what stands in the archive is given, and where ``joined`` words are also
    joined and parted: a word parted by chance stands nowhere.
    """
    if len(text) > _LONGEST:
        return []
    own = tuple(terms(text))
    found: dict[tuple[Terms, str], Spelling] = {}
    made = _made_and_joined(text) if stands and joined else _made(text)
    for spelling in made:
        key = tuple(terms(spelling.text))
        # Two words of one stem are two variants where each counts only as it is written.
        which = key, spelling.text if spelling.exact else ""
        if key and key != own and which not in found and (stands is None or stands(key)):
            found[which] = spelling
            if len(found) == MOST:
                break
    return list(found.values())


@lru_cache(maxsize=4096)
def by_rule(text: str) -> tuple[Spelling, ...]:
    """The variants that need no archive."""
    return tuple(variants(text))


def expression(text: str, tokens: Sequence[Token], at: int, stands: Counted) -> int:
    """How many terms from place ``at`` on are one expression by how they are written; at least 1.

    Hyphened words, letters with stops, a number with its unit, and two words that the archive
    writes as one. ``tokens`` are the terms of ``text`` with their spans.
    """
    tokens = tokens[at : at + _LONGEST_EXPRESSION]
    at = 0
    pieces = [text[start:end] for _, start, end in tokens]
    gaps = [text[tokens[n][2] : tokens[n + 1][1]] for n in range(len(tokens) - 1)]
    return max(
        _run(pieces, gaps, at, _hyphened),
        _run(pieces, gaps, at, _stopped),
        _run(pieces, gaps, at, _measured),
        _joined_in_archive(pieces, gaps, at, stands),
    )


_HYPHENS = ("-", "\u2010", "\u2011")


def _hyphened(before: str, gap: str, after: str) -> bool:
    return gap in _HYPHENS and not (before.isdigit() and after.isdigit())


def _stopped(before: str, gap: str, after: str) -> bool:
    return gap == "." and len(before) == len(after) == 1 and before.isalpha() and after.isalpha()


def _measured(before: str, gap: str, after: str) -> bool:
    """ "20 mph", "1.2 million", "A 417", "twenty six"."""
    if gap.strip():
        return False
    if before[0].isdigit():
        return after.casefold() in _UNITS
    if before.casefold() in _NUMBERED:
        return bool(words_of(after.casefold()))
    if after[0].isdigit():
        return len(before) == 1 and before.isupper()
    return figures((before, after)) is not None


_UNITS = frozenset(
    "mph kph km kg mg g m k bn mn million thousand billion gb mb tb kw kwh mm cm ml fte".split()
)

_NUMBERED = frozenset(
    "stage step phase tier level grade category band priority part lot wave cohort type".split()
)
"""What has a number behind it that is its name."""


def _run(
    pieces: Sequence[str], gaps: Sequence[str], at: int, one: Callable[[str, str, str], bool]
) -> int:
    end = at
    while end < len(gaps) and one(pieces[end], gaps[end], pieces[end + 1]):
        end += 1
    return end - at + 1


def _joined_in_archive(pieces: Sequence[str], gaps: Sequence[str], at: int, stands: Counted) -> int:
    if at >= len(gaps) or gaps[at].strip():
        return 1
    pair = pieces[at], pieces[at + 1]
    if not all(piece.isalpha() for piece in pair) or _is_stop(pair[0]) or _is_stop(pair[1]):
        return 1
    return 2 if stands(tuple(terms("".join(pair)))) else 1


def _made_and_joined(text: str) -> Iterator[Spelling]:
    yield from _made(text)
    yield from _joined(text)
    yield from _parted(text)


def _made(text: str) -> Iterator[Spelling]:
    """What rules and tables make of a name."""
    yield from _amounts(text)
    yield from _letters(text)
    yield from _glued(text)
    written = [text[start:end] for _, start, end in terms_with_spans(text)]
    if len(written) == 1:
        # A short form is no word: "SEND" was not sent.
        yield from () if written[0].isupper() and written[0].isalpha() else words(written[0])
        return
    yield from _counted_inwords(written)
    choices = [
        [word, *(other.text for other in words(word, alone=False))][:_CHOICES] for word in written
    ]
    for chosen in islice(product(*choices), _TRIED):
        yield Spelling(" ".join(chosen))


def _counted_inwords(written: Sequence[str]) -> Iterator[Spelling]:
    """ "twenty six officers" in figures."""
    for at in range(len(written) - 1):
        number = figures(written[at : at + 2])
        if number is not None:
            yield Spelling(" ".join([*written[:at], str(number), *written[at + 2 :]]))


_SHORT = re.compile(rf"[A-Z]{{{_LETTERS[0]},{_LETTERS[1]}}}(?=s?$)")
_WITH_STOPS = re.compile(r"(?:[A-Za-z]\.\s?){2,}[A-Za-z]?\.?")


def _letters(text: str) -> Iterator[Spelling]:
    """ "CCTV" and "C.C.T.V."; letters with stops are a short form, and stand in capitals."""
    bare = text.removesuffix("s")
    # Of two letters only what is typed as a short form: "so" is a word.
    short = _SHORT.fullmatch(bare if len(bare) == _LETTERS[0] else bare.upper())
    if short:
        yield Spelling(".".join(short[0]), capital=True)
    stops = _WITH_STOPS.fullmatch(text.strip())
    if stops:
        letters = re.sub(r"[^A-Za-z]", "", text).upper()
        if len(letters) >= _LETTERS[0]:
            yield Spelling(letters, capital=True)


_BOUNDARY = re.compile(r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
_GAP = re.compile(r"(?<=[A-Za-z])[\s-](?=\d)|(?<=\d)[\s-](?=[A-Za-z])")


def _glued(text: str) -> Iterator[Spelling]:
    """Letters and figures joined or parted: "20mph", "A 417", "Covid-19"."""
    for cut, sign in ((_BOUNDARY, " "), (_GAP, "")):
        other = cut.sub(sign, text)
        if other != text and not re.search(r"\d(?:st|nd|rd|th)\b", text + " " + other):
            yield Spelling(other)


_AMOUNT = re.compile(
    r"(?P<sign>[£$€]|GBP\s?)?(?P<number>\d[\d,]*(?:\.\d+)?)"
    r"(?:\s?(?P<unit>k|m|mn|bn|million|thousand|billion|mill))?(?![A-Za-z\d%])",
    re.IGNORECASE,
)
_WORTH = {
    "k": 1_000, "thousand": 1_000, "m": 1_000_000, "mn": 1_000_000, "mill": 1_000_000,
    "million": 1_000_000, "bn": 1_000_000_000, "billion": 1_000_000_000,
}  # fmt: skip
_LEAST_AMOUNT = 1_000


def _amounts(text: str) -> Iterator[Spelling]:
    """One amount in its other forms: "£450,000", "£450k", "£0.45 million"."""
    match = _AMOUNT.search(text)
    if not match or not (match["sign"] or match["unit"] or "," in match["number"]):
        return
    if match.start() and text[match.start() - 1].isalnum():
        return
    try:
        worth = Decimal(match["number"].replace(",", ""))
    except InvalidOperation:
        return
    worth *= _WORTH.get((match["unit"] or "").casefold(), 1)
    if worth < _LEAST_AMOUNT:
        return
    for form in _forms(worth):
        yield Spelling(text[: match.start()] + form + text[match.end() :])


def _forms(worth: Decimal) -> Iterator[str]:
    if worth == worth.to_integral_value():
        yield f"{int(worth):,}"
    for units in (("k", " thousand"), ("m", " million", "mn"), ("bn", " billion")):
        size = worth / _WORTH[units[0]]
        # Nobody writes "£0.00045bn" or "£45,000k"; "£0.45m" and "£1,250k" are written.
        if Decimal("0.1") <= size < 10_000 and size == size.quantize(Decimal("0.001")):
            number = f"{size.normalize():f}"
            yield from (number + unit for unit in units)


def _joined(text: str) -> Iterator[Spelling]:
    """Two neighbours as one word: "post code", "e-mail", "body worn", "by-law"."""
    tokens = terms_with_spans(text)
    written = [text[start:end] for _, start, end in tokens]
    for at in range(len(written) - 1):
        left, right = written[at : at + 2]
        hyphened = text[tokens[at][2] : tokens[at + 1][1]] in _HYPHENS
        words_only = left.isalpha() and right.isalpha()
        if words_only and (hyphened or not (_is_stop(left) or _is_stop(right))):
            yield Spelling(" ".join([*written[:at], left + right, *written[at + 2 :]]))


def _parted(text: str) -> Iterator[Spelling]:
    """One word as two: "postcode", "email", "bodyworn". Both halves must be words of the archive
    that follow each other, so that the count decides."""
    written = [text[start:end] for _, start, end in terms_with_spans(text)]
    never = table()["never_parted"].split()
    for at, word in enumerate(written):
        for left, right in _halves(word) if word.casefold() not in never else ():
            yield Spelling(" ".join([*written[:at], left, right, *written[at + 1 :]]))


def _halves(word: str) -> Iterator[tuple[str, str]]:
    if not word.isalpha():
        return
    for cut in range(1, len(word) - 1):
        left, right = word[:cut], word[cut:]
        if len(right) < _LEAST_HALF and right.casefold() != "up":
            continue
        short = len(right) >= _PREFIXES.get(left.casefold(), len(word))
        if (short or cut >= _LEAST_HALF) and not (_is_stop(left) or _is_stop(right)):
            yield left, right


def _is_stop(word: str) -> bool:
    """A word that says nothing, or only "not"; "e" of "e-mail" says something."""
    return word.casefold() == "not" or content_terms(["content", *terms(word)]) == ["content"]
