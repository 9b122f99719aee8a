"""Facts put as a person would write them: dates, kinds, reasons, counts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from corpus.kinds import LABELS, MEETINGS
from corpus.languages import LABELS as LANGUAGE_LABELS
from corpus.model import Document, Page, Passage
from corpus.periods import told, within
from search.results import APART, Asked, AskResult, EveryResult, Hit, SearchResult, Standing
from search.tokens import terms

if TYPE_CHECKING:
    from search.briefing.pieces import Briefing
    from search.writing.writer import Written


_OWN_NAMES = ("sheet ", "slide ")
"""How the label of a page begins that has a name of its own (``indexer.readers.office.paging``)."""


def date(iso: str | None) -> str:
    """``2018-02-06`` is "6 February 2018", ``2018-02`` "February 2018", ``None`` "undated"."""
    return told(iso) if iso else "undated"


def sentence(text: str) -> str:
    """With a capital at its beginning, and all others left as they are."""
    return text[:1].upper() + text[1:]


def kind(name: str) -> str:
    """``panel_minutes`` is "Panel minutes"."""
    return LABELS.get(name) or name.replace("_", " ").capitalize()


def count(number: int, one: str, many: str = "") -> str:
    """``count(1204, "passage")`` is "1,204 passages"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(things: Sequence[str], final: str = "and") -> str:
    """``a, b and c``."""
    if len(things) < 2:
        return "".join(things)
    return f"{', '.join(things[:-1])} {final} {things[-1]}"


def page(number: int | None, label: str | None) -> str:
    """The page as printed, and where that is in the file; a sheet or a slide by its own name, as
    its reader labels it; empty without pages."""
    if number is None:
        return ""
    if label and label.startswith(_OWN_NAMES):
        return label
    if label and label != str(number):
        return f"p. {label} (page {number} of the file)"
    return f"p. {number}"


def page_line(page_: Page) -> str:
    """What stands over a page's text: its number in the file, and what is printed on it."""
    label = page_.label
    if label and label.startswith(_OWN_NAMES):
        return sentence(label)
    return f"Page {page_.number}" + (
        f", printed {label}" if label and label != str(page_.number) else ""
    )


def silent(page_: Page) -> str:
    """Why no text stands under a page."""
    if page_.image_only:
        return "This page is a picture: no text could be read from it."
    if page_.start == page_.end:
        return "No text was read from this page."
    return "The text of this page stands under the page before, where it begins."


def papers(document: Document) -> str:
    """What a document is called in a sentence: "agenda pack", or "papers"."""
    return "papers" if document.kind == "other" else kind(document.kind).lower()


def verb(part_kind: str) -> str:
    """Minutes tell what was said; other papers are dated."""
    return "said" if part_kind in MEETINGS else "dated"


def when(passage: Passage) -> str:
    """When it was said; and of what stands in other papers than its own, in which."""
    document = passage.document
    printed = document.published_on or document.said_on
    said = passage.said_on
    if said is None:
        return f"undated, in the {papers(document)} of {date(printed)}" if printed else "undated"
    dated = f"{verb(passage.part.kind)} {date(said)}"
    own = document.said_on is not None and within(document.said_on, said)
    if own or not printed or within(printed, said):
        return dated
    return f"{dated}, printed in the {papers(document)} of {date(printed)}"


def denial(result: AskResult | EveryResult, topic: str = "it") -> str:
    """That nothing was found, and no more than is so: what is in another language than the question
    was not searched, and may well say it. ``topic`` is what was looked for, where it is told."""
    asks = isinstance(result, AskResult)
    if isinstance(result, AskResult) and result.unread:
        return "No answer yet"
    if not result.unsearched:
        return "The archive does not say" if asks else f"No passage names {topic}"
    if not result.searched:
        return "Not searched in this language"
    nothing = "Nothing answers it" if asks else f"No passage names {topic}"
    return f"{nothing} in the language of the question"


def missing(result: AskResult) -> str:
    """Which words of a question stand nowhere in what was searched, as a sentence; '' for none. An
    answer may say the same in others, or speak of something else."""
    measured = {word.casefold() for word in _MEASURED_BY.findall(result.asked.text)}
    words = [f"“{word}”" for word in result.meant.missing if word.casefold() not in measured]
    if not words:
        return ""
    told = words[:_MOST_MISSING]
    if len(words) > len(told):
        told.append(count(len(words) - len(told), "other word"))
    other = "" if result.answer.abstained else ": this may answer something else"
    the = "the word" if len(words) == 1 else "the words"
    return f"No passage searched has {the} {listed(told, 'or')}{other}."


def undated(found: Briefing) -> str:
    """That some of what a briefing read has no date, and where that leaves it out."""
    undated, they = ("is undated", "it is") if found.undated == 1 else ("are undated", "they are")
    return (
        f"{found.undated:,} of them {undated}: {they} not among what was said lately, found by "
        "inspectors or asked before."
    )


_MEASURED_BY = re.compile(r"\bhow ([a-z]+)", re.IGNORECASE)
"""What a question measures by ("how often"): no answer needs the word."""
_MOST_MISSING = 4


def found(result: SearchResult) -> str:
    """How many passages a search found, as a sentence without its full stop; none is said so."""
    if result.total:
        return count(result.total, "passage")
    if result.hits:
        return "0 passages have these words. The nearest in meaning are below"
    return "0 passages found"


def unsearched(result: AskResult | EveryResult) -> str:
    """Which passages could not be found for their language, as a sentence; '' for none."""
    if not result.unsearched:
        return ""
    told = [
        f"{count(number, 'passage')} in {LANGUAGE_LABELS.get(code, code)}"
        for code, number in result.unsearched.items()
    ]
    was = "was" if sum(result.unsearched.values()) == 1 else "were"
    if isinstance(result, EveryResult) and (result.discussed or result.named):
        return f"{listed(told)} {was} looked through for the same words only"
    return f"{listed(told)} {was} not searched in this language: ask in theirs"


def why(hit: Hit, asked: Asked | None = None) -> str:
    """Why a passage was found, as clauses that have the passage for their subject; '' for nothing.

    ``asked`` tells the words that were typed from the other names that were looked for.
    """
    typed = (
        {name.text.casefold() for name in asked.names if name.source == "asked"} if asked else set()
    )
    words = [name for name in hit.matched if name.casefold() in typed or "name" not in hit.why]
    names = [name for name in hit.matched if name not in words]
    reasons = []
    if "words" in hit.why:
        said = [named(word, hit) for word in words]
        reasons.append(f"says {listed(list(dict.fromkeys(said)))}" if said else "says it")
    if "name" in hit.why:
        # What stands apart in a sentence is seen in the quotation, where it is marked.
        whole = [f"“{name}”" for name in names if APART not in name]
        same = "says the same in other words"
        reasons.append(f"{same}: {listed(whole)}" if whole else same)
    if "heading" in hit.why:
        reasons.append(f"its heading matches{' too' if reasons else ''}")
    if "neighbour" in hit.why:
        reasons.append("stands beside words that match")
    if "meaning" in hit.why:
        reasons.append("close in meaning")
    return "; ".join(reasons)


STANDING: dict[Standing, str] = {
    "whole": "names it",
    "part": "names only part of it",
    "heading": "only its heading names it",
    "meaning": "close to it in meaning",
}
"""How much of a topic a passage names."""


def named(name: str, hit: Hit | None = None) -> str:
    """A name that was looked for, in quotation marks; one in pieces as the words that it needs.

    Of what a ``hit`` says each piece is written as it stands there: "hunt", not "hunting".
    """
    pieces = [f"“{_standing(piece, hit) if hit else piece}”" for piece in name.split(APART)]
    return pieces[0] if len(pieces) == 1 else f"{listed(pieces)} in one sentence"


def _standing(name: str, hit: Hit) -> str:
    """A name as the passage writes it, where that is with another ending or mark; else the name."""
    if not hit.marks:
        return name
    key, text, first = terms(name), hit.passage.text, hit.passage.span.start
    marked = [text[start - first : end - first] for start, end in hit.marks]
    written = [words for words in marked if terms(words) == key]
    same = any(words.casefold() == name.casefold() for words in written)
    return name if same or not written else written[0]


def above(standings: Mapping[Standing, int]) -> list[tuple[Standing, str]]:
    """How many passages of a list of every time name how much of it, each as a clause."""
    told: list[tuple[Standing, str]] = []
    for standing, number in standings.items():
        if number:
            things = f"{number:,} more" if told else count(number, "passage")
            told.append((standing, f"{things} {_COUNTED[standing][number == 1]}"))
    return told


_COUNTED: dict[Standing, tuple[str, str]] = {
    "whole": ("name it", "names it"),
    "part": ("name only part of it", "names only part of it"),
    "heading": ("stand under a heading that names it", "stands under a heading that names it"),
    "meaning": ("are close to it in meaning", "is close to it in meaning"),
}


def maybe(number: int, shown: int = 1, kept: int | None = None) -> str:
    """What stands below the ``shown`` passages of a list of every time, and may belong there; of it
    ``kept`` can be read, the likeliest."""
    what = f"{number:,} more" if shown else count(number, "passage")
    likeliest = "" if kept is None or kept >= number else f"the {kept:,} likeliest of "
    return f"{likeliest}{what} that may be about it"


def nothing_written(found: Written) -> str:
    """Why a language model's answer has no sentence, where there was no trouble."""
    if found.dropped:
        return f"Nothing that {found.model} wrote is shown, as no quotation carries it."
    return f"{found.model} found no answer in the passages."


def left_out(found: Written) -> str:
    """How many sentences of a language model are not shown as part of its answer."""
    return f"{count(len(found.dropped), 'sentence')} left out, which no quotation carries"
