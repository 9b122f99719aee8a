"""Text to terms: the one function used when building the index and when asking it.

A term is a word of the text in lower case, without accents, without a possessive, stemmed as
English (Snowball). Hyphens and slashes part words, so that "holding-to-account" is found by
"holding to account" and "2017/18" by "2017-18". A code or a number is one term as it is written:
``oc16``, ``b2.6``, ``1250`` for "1,250", ``12.5%`` for "12.5%", "12.5 %" and "12.5 per cent".
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

TOKENISER = "minuted-2 snowball-english"
"""Changes whenever the terms of any text change: an index built with another is not usable."""

LONGEST_TERM = 64
"""Code points. What is longer is words run together or an address, and is cut, never lost."""
_LONGEST_READ = 4 * LONGEST_TERM

_ACCENTS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
# Vowel signs and points that belong to the word in other scripts, where \w does not hold them.
_SIGNS = (
    "\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0903\u093a-\u094f\u0951-\u0957"
    "\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a03\u0a3c-\u0a4d\u0a81-\u0a83\u0abc-\u0acd"
    "\u0b82\u0bbe-\u0bcd\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u3099\u309a"
)
_INVISIBLE = "\u00ad\u200c\u200d\u2060\ufeff"  # soft hyphens and joiners inside a word
_RAISED = "\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089"  # the number of a footnote
_SINGLY = "\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # no spaces between
_QUOTES = "'\u2019\u2018\u02bc\uff07"
# Without regard to case each of 27,000 characters is looked at when the expression is made.
_FIRST = rf"(?-i:[^\W_{_RAISED}{_SINGLY}\u02bc])"
_W = rf"(?:{_FIRST}|[{_ACCENTS}{_SIGNS}{_INVISIBLE}])"

_TOKEN = re.compile(
    rf"""
      (?-i:[{_SINGLY}])[{_ACCENTS}{_SIGNS}]*
    | {_FIRST}{_W}*
      (?: (?<=[^\W\d_])[{_QUOTES}](?=[^\W\d_]) {_W}+        # victim's, O'Brien
        | (?<=\d)\.(?=\d) {_W}+                             # 12.5, b2.6, 12.02.2018
        | (?<=\d),(?=\d\d\d(?!\d)) {_W}+                    # 1,250
      )*
      (?: (?<=\d) (?: \s?% | \s per \s? cent \b | \s percent \b ) )?
    | &
    """,
    re.VERBOSE | re.IGNORECASE,
)

_BREAK = re.compile(r"[ \t]{0,8}\r?\n[ \t]{0,40}")
_DROPPED = re.compile(f"[{_ACCENTS}{_INVISIBLE}]+")
_RUN_OF_SIGNS = re.compile(f"([{_SIGNS}]{{4}})[{_SIGNS}]+")
_POSSESSIVE = re.compile(f"[{_QUOTES}]s$", re.IGNORECASE)
_QUOTE = re.compile(f"[{_QUOTES}]")
_PER_CENT = re.compile(r"\s?%$|(?<!\s)\s+per\s?cent$", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d)")
_PLURAL_OF_ACRONYM = re.compile(r"[A-Z]{2,}s")
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"}
)

TermsOf = Callable[[str], Sequence[str]]
"""``terms``, or what gives the same sooner."""

_HYPHENS = ("-", "\u2010")
_local = threading.local()


def terms(text: str) -> list[str]:
    """The terms of a text in order; empty for a text without a letter or digit."""
    return [term for term, _, _ in terms_with_spans(text)]


def terms_with_spans(text: str) -> list[tuple[str, int, int]]:
    """The same terms, each with the code points ``text[start:end]`` that it was made of."""
    found: list[tuple[str, int, int]] = []
    before: re.Match[str] | None = None
    hyphened = any(hyphen in text for hyphen in _HYPHENS)
    for match in _TOKEN.finditer(text):
        term = _term(match[0][:_LONGEST_READ])
        if term:
            found.append((term, match.start(), match.end()))
        if (
            hyphened
            and before is not None
            and text[before.end() : before.end() + 1] in _HYPHENS
            and _is_broken(text, before, match)
        ):
            whole = _term((before[0] + match[0])[:_LONGEST_READ])
            found.append((whole, before.start(), match.end()))
        before = match
    return found


def content_terms(asked: Sequence[str]) -> list[str]:
    """The terms without stop words; all of them where nothing else would be left.

    Used for BM25 only: a phrase keeps every word.
    """
    kept = [term for term in asked if term not in _stop_words()]
    return kept or list(asked)


def says_nothing(asked: Sequence[str]) -> bool:
    """Whether there is nothing but stop words."""
    return all(term in _stop_words() for term in asked)


def _is_broken(text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    """Whether two tokens with a hyphen behind the first are the halves of a word that is broken at
    the end of a line: it is found whole too, as a text file's own characters stay as they are."""
    if not _BREAK.fullmatch(text, first.end() + 1, second.start()):
        return False
    halves = first[0].isalpha() and second[0].isalpha() and second[0][0].islower()
    return halves and _term(second[0]) not in _stop_words()


@lru_cache(maxsize=1 << 17)
def _term(written: str) -> str:
    """One term, or nothing for a token that folds away."""
    if _PLURAL_OF_ACRONYM.fullmatch(written):
        return written[:-1].lower()[:LONGEST_TERM]
    if written == "&":
        return "and"
    word = written
    if word[-1] in "%tT":
        word, per_cent = _PER_CENT.subn("", word)
    else:
        per_cent = 0
    if not word.isascii():
        word = _folded(word)
    word = _QUOTE.sub("", _POSSESSIVE.sub("", word)).casefold()
    word = _THOUSANDS.sub("", word)[:LONGEST_TERM]
    if per_cent:
        return word + "%"
    return _stem(word) if word.isalpha() and word.isascii() else word


def _folded(word: str) -> str:
    """Without accents and in one form for what Unicode spells in several.

    Runs of marks are cut before anything is normalised: ordering them takes time that grows with
    the square of their number.
    """
    bare = _RUN_OF_SIGNS.sub(r"\1", _DROPPED.sub("", word))
    apart = _DROPPED.sub("", unicodedata.normalize("NFKD", bare))
    whole = unicodedata.normalize("NFC", apart).casefold().translate(_LETTERS)
    return "".join(character for character in whole if not character.isspace())


def _stem(word: str) -> str:
    stemmer = getattr(_local, "stemmer", None)
    if stemmer is None:
        import Stemmer

        # A stemmer keeps a buffer of its own and is not to be shared between threads.
        stemmer = _local.stemmer = Stemmer.Stemmer("english", 0)
    return str(stemmer.stemWord(word))


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    return frozenset(_term(word) for word in _STOP_WORDS.split())


# Words that say nothing about a topic. "no", "not" and "may" are not among them: "no further
# action" and "May 2018" are topics.
_STOP_WORDS = """
a an and any are as at be been being but by can could did do does doing for from had has have
having he her hers him his how i if in into is it its just me my of on or our ours she should so
some such than that the their theirs them then there these they this those to too us very was we
were what when where which while who whom whose why will with would you your yours
"""
