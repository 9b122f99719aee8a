"""Whether one line is a heading: rules in order, the first that holds decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from indexer.language import lexicon, patterns
from indexer.layout.amounts import amount, figures, without_years
from indexer.layout.blocks import Piece

ASSIGNED = re.compile(r"actions?\b[^:\n]{0,24}:\s*\S", re.IGNORECASE)
_LONG = 150
_STRONG = 300
_APART = 3
_HOLDER = re.compile(
    rf"(?:[A-Z][\w’'.-]*[ ]){{1,3}}[A-Z][\w’'-]+,[ ](?!the|a|an|and|of)(?:[\w’'&-]+[ ]){{0,4}}?"
    rf"(?i:{lexicon.OFFICE.pattern})"
)
"""'Mr Bo Hall, Ofsted lead inspector': somebody with an office."""

_TWO_SENTENCES = re.compile(r"[a-z]{3}[.?!] [A-Z]")
_NEXT_MEETING = re.compile(
    r"(?:(?:date|day|time|place|venue)s?(?:,? | and |/)){1,3}of (?:the |our )?next meetings?\b"
    r"[^\d\n]{0,60}\d",
    re.IGNORECASE,
)
"""'Date of next meeting 26th January 2016': the line says it, and heads nothing."""

_NOTHING = frozenset(
    ["none", "n/a", "nil", "yes", "no", "tbc", "noted", "agreed", "not applicable"]
)


@dataclass(frozen=True, slots=True)
class Page:
    """What the whole document says about any one line of it."""

    text: str
    listed: frozenset[str]
    confirmed: frozenset[str]
    quiet: frozenset[int]
    addresses: frozenset[int]
    spaced: bool
    marked: bool


@dataclass(frozen=True)
class Candidate:
    """A piece that may be a heading, the pieces on either side of it, and its place."""

    page: Page
    piece: Piece
    name: str
    before: Piece | None
    after: Piece | None
    at: int

    @cached_property
    def words(self) -> str:
        return self.page.text[self.piece.span.start : self.piece.span.end]

    @cached_property
    def bare(self) -> str:
        return self.words.strip("*_ \n")

    @property
    def small_after(self) -> bool:
        return self.after is not None and self.page.text[self.after.span.start].islower()

    @property
    def numbered(self) -> bool:
        return bool(self.piece.label and self.piece.style)


def is_heading(one: Candidate) -> bool:
    """What the first rule that holds says; no heading where none does."""
    return next((verdict for holds, verdict in _RULES if holds(one)), False)


def _runs_on(one: Candidate) -> bool:
    """The paragraph after it begins small: the line is the start of a broken sentence."""
    after = one.after
    if after is None or after.role != "paragraph" or after.label or one.piece.label:
        return False
    return one.small_after and not patterns.ENDED.search(one.words)


def _known(one: Candidate) -> bool:
    """One of the words under which papers of this kind are ordered."""
    known = lexicon.KNOWN.fullmatch(one.name.rstrip(":. "))
    return bool(known) and len(one.words) < 60 and not one.words.endswith(".")


def _entry_or_action(one: Candidate) -> bool:
    """An entry of a table of contents, a footnote, an action given to somebody."""
    return one.piece.style in ("entry", "note") or bool(ASSIGNED.match(one.bare))


def _figures(one: Candidate) -> bool:
    """It ends in figures; a plain line may hold no amount at all."""
    plain = not one.piece.strong and not one.piece.label and not one.page.listed
    return figures(one.bare) or (plain and amount(one.bare))


def _address(one: Candidate) -> bool:
    """It ends in a postcode, or stands close above a line that does."""
    return one.at in one.page.addresses


def _column_heads(one: Candidate) -> bool:
    """The heads of a table's columns name its cells, not what follows."""
    return not one.piece.label and bool(lexicon.COLUMNS.match(one.bare))


def _unlike_a_title(one: Candidate) -> bool:
    """Too long or without a name, a 'Key: value', or a link."""
    if not _short(one.piece, one.words) or not one.name:
        return True
    told = not one.piece.label and _NEXT_MEETING.match(one.bare)
    return bool(told or lexicon.KEYED.match(one.bare)) or "](" in one.words


def _cut_off(one: Candidate) -> bool:
    """It breaks off within its words or its brackets, or is set in columns."""
    whole = not one.small_after and not lexicon.sentence(one.bare)
    kept = bool(one.piece.label) and (one.piece.strong or whole)
    if lexicon.dangling(one.bare.rstrip(":")) and not kept:
        return True
    return "  " in one.bare or one.bare.count(")") != one.bare.count("(")


def _colon(one: Candidate) -> bool:
    """Any other line with a colon introduces what stands below it."""
    return one.bare.endswith(":")


def _label(one: Candidate) -> bool:
    """A few words and a colon, outside a list of people, are the label of what follows."""
    if not _colon(one) or one.after is None or one.at in one.page.quiet:
        return False
    if lexicon.sentence(one.bare):
        return False
    count = sum(word[0].isalpha() for word in one.bare.split())
    return count <= 9 and (one.bare[:1].isupper() or bool(one.piece.label))


def _one_of_items(one: Candidate) -> bool:
    """An item with the same form of number follows: both are items of one list."""
    after = one.after
    if not one.numbered or after is None:
        return False
    return after.style == one.piece.style and after.role == "item"


def _numbered_question(one: Candidate) -> bool:
    """Questions put to somebody are numbered too, and head nothing."""
    plain = one.numbered and not one.piece.strong
    return plain and one.bare.endswith("?") and one.piece.style.startswith("N")


def _numbered_title(one: Candidate) -> bool:
    """A number before a title; a plain number before a whole sentence is a paragraph's, and so is
    any before two of them."""
    if not one.numbered or (not one.piece.strong and _TWO_SENTENCES.search(one.bare)):
        return False
    title = not lexicon.sentence(one.bare) or one.piece.strong
    return title or one.piece.style not in ("N.", "N")


def _numbered(one: Candidate) -> bool:
    """Any other number is a paragraph's own: how the line looks says no more."""
    return one.numbered


def _heads_nothing(one: Candidate) -> bool:
    """Among names and addresses, at the end, or above a 'Key: value'."""
    if one.at in one.page.quiet or one.after is None:
        return True
    return bool(lexicon.KEYED.match(_opening(one.page.text, one.after)))


def _aside(one: Candidate) -> bool:
    """A remark in brackets, or a long quotation."""
    return one.bare[0] in "(“‘\"'" and (one.bare[0] == "(" or len(one.bare) > 60)


def _in_contents(one: Candidate) -> bool:
    """The table of contents names it."""
    return one.name in one.page.listed


def _one_of_names(one: Candidate) -> bool:
    """A name set strong beside another name, or over an office, is a line of a list of people."""
    text = one.page.text
    if not _strong_title(one):
        return False
    if _HOLDER.match(one.bare):
        return True
    if not _person(text, one.piece):
        return False
    office = one.after is not None and bool(lexicon.OFFICE.search(_opening(text, one.after)))
    return office or _person(text, one.before) or _person(text, one.after)


def _strong_title(one: Candidate) -> bool:
    """Set in bold or larger type, and no sentence."""
    return one.piece.strong and not lexicon.sentence(one.bare)


def _strong_question(one: Candidate) -> bool:
    """A question set strong: what stands below it answers."""
    return one.piece.strong and one.bare.endswith("?")


def _comes_again(one: Candidate) -> bool:
    """The same words were a heading elsewhere in the document."""
    if one.name not in one.page.confirmed or "," in one.bare:
        return False
    return not patterns.NAME_LINE.match(one.bare)


def _unmarked(one: Candidate) -> bool:
    """Where a document marks its headings, a plain line is none."""
    return one.page.marked and not one.bare.isupper()


def _loose_or_sentence(one: Candidate) -> bool:
    """Far from all before it, a sentence, or unspaced where the document spaces its blocks."""
    if one.piece.gap >= _APART or lexicon.sentence(one.bare):
        return True
    return one.page.spaced and not one.piece.gap and one.at > 0


def _signature(one: Candidate) -> bool:
    """An office under a name, or alone at the end of minutes: somebody signs."""
    if re.fullmatch(r"(?:vice.)?(?:chair|chairman|chairperson|clerk|signed|mayor)", one.bare, re.I):
        return True
    if one.before is None or not lexicon.OFFICE.search(one.bare):
        return False
    above = one.page.text[one.before.span.start : one.before.span.end]
    return bool(patterns.NAME_LINE.match(above.strip("*_ ")))


def _enumerates(one: Candidate) -> bool:
    """Long, with commas: a list within a sentence."""
    return len(one.bare) > 90 and one.bare.count(",") > 1


def _capitals(one: Candidate) -> bool:
    """Set in capitals; a few of them may be no more than an abbreviation."""
    return one.bare.isupper() and len(one.bare) > 5


def _above_body(one: Candidate) -> bool:
    """What stands below is what stands under a heading."""
    return one.after is not None and _body(one.page.text, one.after)


_RULES: tuple[tuple[Callable[[Candidate], bool], bool], ...] = (
    (_runs_on, False),
    (_known, True),
    # Whatever number or type it has, this is no title.
    (_entry_or_action, False),
    (_figures, False),
    (_address, False),
    (_column_heads, False),
    (_unlike_a_title, False),
    (_cut_off, False),
    # A line with a colon.
    (_label, True),
    (_colon, False),
    # A line with a number.
    (_one_of_items, False),
    (_numbered_question, False),
    (_numbered_title, True),
    (_numbered, False),
    # A line with neither: what the document says of it.
    (_heads_nothing, False),
    (_aside, False),
    (_in_contents, True),
    (_one_of_names, False),
    (_signature, False),
    (_strong_title, True),
    (_strong_question, True),
    (_comes_again, True),
    # A plain line: only its look and what follows it are left.
    (_unmarked, False),
    (_loose_or_sentence, False),
    (_enumerates, False),
    (_capitals, True),
    (_above_body, True),
)


def _person(text: str, piece: Piece | None) -> bool:
    """Whether a piece is a name and nothing else: names one after the other are a list."""
    if piece is None or len(piece.span) > 60:
        return False
    return bool(patterns.NAME_LINE.match(text[piece.span.start : piece.span.end].strip("*_ ")))


def _opening(text: str, piece: Piece) -> str:
    return text[piece.outer : min(piece.span.end, piece.outer + 60)]


def _short(piece: Piece, words: str) -> bool:
    if len(words) > (_STRONG if piece.strong else _LONG) or "\t" in words:
        return False
    if not piece.strong and words.count("\n") > 2:
        return False
    bare = words.strip("*_ \n")
    if (
        len(bare) < 3
        or bare.count("), ") > 1
        or bare.casefold() in _NOTHING
        or (bare[-1] in ".;," and (not piece.strong or len(bare) > 80))
    ):
        return False
    if (bare.endswith("?") and len(bare) > 80 and not piece.strong) or bare.count(". ") > 1:
        return False
    told = without_years(bare)
    if (
        2 * sum(map(str.isalpha, told)) < sum(not char.isspace() for char in told)
        or bare[-1] == ","
    ):
        return False
    first = next((char for char in bare if char.isalnum()), "")
    return bool(first) and not first.islower() and not (first.isdigit() and not piece.label)


def _body(text: str, piece: Piece) -> bool:
    """Whether a piece is what stands under a heading: sentences, items, a table, a heading."""
    if piece.role in ("item", "row"):
        return True
    if piece.role == "heading":
        if piece.label:
            return piece.label in ("1", "A", "a", "1.1") and piece.style not in ("a", "N")
        return piece.gap < _APART
    words = text[piece.span.start : piece.span.end]
    ended = bool(patterns.ENDED.search(words)) and len(words.split()) > 3
    columns = bool(lexicon.COLUMNS.match(words))
    return len(words) > 100 or bool(piece.label) or ended or columns
