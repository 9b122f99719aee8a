"""What a content system adds to the words of a page, told by structure and not by its words.

A label that says only how large a file is, a list of links beside the text, a heading over nothing
but links, the crumbs and menus above the page's own heading, and blocks that come again under
every item. A heading that holds an item's title stays, whatever stands below it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from typing import Any

from indexer.language import patterns
from indexer.readers.text_repair import one_line

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup legend li main menu ol p pre section "
    "summary table tbody td tfoot th thead tr ul".split()
)
_HEADS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CELLS = frozenset(("td", "th", "caption"))

_FORMATS = "pdf|docx?|xlsx?|pptx?|rtf|csv|od[tsp]|zip|html?|word|excel|powerpoint"
_SIZE = r"\d[\d.,]{0,8}\s?(?:[kmg]i?b|bytes)\b"
_NOTE = (
    rf"(?:(?:{_FORMATS})(?:\s(?:file|document|format|icon))?[\s,:;/–-]{{0,4}}{_SIZE}"
    rf"|{_SIZE}[\s,;/–-]{{0,4}}(?:{_FORMATS})?|opens in (?:a )?new (?:window|tab))"
)
_WHOLE = re.compile(rf"[\s(\[,–-]{{0,4}}{_NOTE}(?:[\s,;]{{0,3}}{_NOTE})?[\s)\],.]{{0,4}}", re.I)
"""words that say only of what format and size a file is, or how a link opens"""
_AT_END = re.compile(
    rf"(?:\s[(\[–-]\s?|,\s|[(\[])(?:{_NOTE}(?:[\s,;]{{0,3}}{_NOTE})?|(?<=[(\[])(?:{_FORMATS}))[\s)\]]{{0,3}}$"
    rf"|\s(?:{_FORMATS})[\s,:;/–-]{{1,4}}{_SIZE}$",
    re.IGNORECASE,
)
"""the same behind the name of a file, parted from it or with its format"""
_FORMAT_ALONE = re.compile(rf"[\s(\[]*(?:{_FORMATS})(?:\s(?:file|document|icon))?[\s)\]]*", re.I)
_RECORD = re.compile(r"\bminutes\b|\bcofnodion\b", re.IGNORECASE)
_NAMED = re.compile(
    r"\b(?:breadcrumbs?|share|sharing|social|navigation|menu|pagination|cookies?|related)\b", re.I
)
_SEPARATORS = re.compile(r"[\s>»›/|\\•·→-]*")
_CRUMBS = re.compile(r"\S\s*[>»›/|→]\s*\S")
_COOKIES = re.compile(r"\bcookies?\b", re.IGNORECASE)

_FILE = "data-of-a-file"
_SIDE_SHARE = 0.4
"""Of a page's words that links beside the text may be; where there are more, they are the page."""
_LONG = 60
"""Characters from which a block is text, and no label or link."""


@dataclass(slots=True)
class _Leaf:
    """A block and its own words, those of blocks inside it apart. Of their characters ``linked``
    are links, ``strong`` are bold, and ``signs`` part what stands beside them."""

    element: Any
    words: str = ""
    linked: int = 0
    strong: int = 0
    signs: int = 0
    key: str = field(default="")

    @property
    def is_head(self) -> bool:
        return self.element.tag in _HEADS

    @property
    def is_link(self) -> bool:
        """Nothing but links, or the name of a file in a list; and not a heading."""
        if self.element.tag == "li" and self.element.get(_FILE):
            return True
        bare = len("".join(self.words.split()))
        return bool(self.linked) and not self.is_head and self.linked + self.signs >= 0.9 * bare

    @property
    def is_label(self) -> bool:
        """A heading, or bold words, that end in a colon."""
        bold = self.strong + self.signs >= 0.9 * len("".join(self.words.split()))
        return self.words.endswith(":") and len(self.words) <= _LONG and (self.is_head or bold)


def trim(main: Any) -> None:
    """Takes the trimmings out of ``main``, in place."""
    _name(main)
    _drop_named(main)
    _unlabel(main)
    leaves = _leaves(main)
    whole = sum(len(leaf.words) for leaf in leaves)
    gone = [*_above(leaves, whole), *_again(leaves), *_beside(leaves, whole), *_empty(leaves)]
    for leaf in {id(leaf): leaf for leaf in gone}.values():
        _clear(leaf.element)


def _name(main: Any) -> None:
    """Where the page's one ``h1`` tells only of what sort it is ('Agenda item') and the heading
    below it what it is about, that one is the page's: the page's <title> gives both, in order."""
    titles = main.getroottree().iter("title")
    written = one_line(next((title.text or "" for title in titles), ""))
    heads = [one for one in main.iter(*_HEADS) if "".join(one.itertext()).strip()]
    if len(heads) < 2 or [one.tag for one in heads[:2]].count("h1") != 1 or heads[0].tag != "h1":
        return
    first, second = (one_line("".join(one.itertext())) for one in heads[:2])
    rest = written.partition(first)[2] if len(second) >= 8 else ""
    parted = re.match(r"\s*[-–—|:·•»>]+\s*", rest)
    if parted and rest[parted.end() :].startswith(second):
        heads[1].tag = "h1"
        if _RECORD.search(first):
            heads[0].tag = "p"  # what sort it is says that its words were said in a meeting
        else:
            heads[0].drop_tree()


def _drop_named(main: Any) -> None:
    """Parts that tell programs that read aloud what they are: menus, crumbs, share buttons."""
    for element in list(main.iter("div", "section", "ul", "ol", "p", "span", "aside")):
        named = element.get("aria-label") or ""
        inside = element is not main and element.getparent() is not None
        if inside and _NAMED.search(named) and next(element.iter("h1"), None) is None:
            element.drop_tree()


def _unlabel(main: Any) -> None:
    """Labels of files leave the links and the words beside them."""
    for element in list(main.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None or element is main:
            continue
        if element.tag == "a":
            _unlabel_link(element)
        elif _is_label_of_a_file(element):
            element.drop_tree()


def _unlabel_link(link: Any) -> None:
    words = one_line("".join(link.itertext()))
    if link.tail and _WHOLE.fullmatch(link.tail.strip()):
        link.tail = " "
    if _WHOLE.fullmatch(words) or _FORMAT_ALONE.fullmatch(words):
        link.getparent().set(_FILE, "1")  # what stands beside it is the name of a file
        link.drop_tree()
        return
    kept = _AT_END.sub("", words[:500]).rstrip(" (,[–-") + words[500:]
    if kept != words and kept:
        for child in list(link):
            link.remove(child)
        link.text = kept


def _is_label_of_a_file(element: Any) -> bool:
    """A block of its own, or words behind a link, that say only how large a file is."""
    if len(element) > 4 or any(len(child) for child in element) or element.tag in _CELLS:
        return False
    words = one_line("".join(element.itertext()))
    before = element.getprevious()
    behind = before is not None and before.tag == "a"
    beside = element.tag in _BLOCKS or (behind and _SEPARATORS.fullmatch(before.tail or ""))
    return bool(beside and _WHOLE.fullmatch(words))


def _leaves(main: Any) -> list[_Leaf]:
    """The blocks with words of their own, in the order in which those begin."""
    held: dict[Any, _Leaf] = {}
    found: list[_Leaf] = []

    def say(block: Any, words: str | None, linked: bool, strong: bool) -> None:
        if not words or not words.strip():
            return
        leaf = held.get(block)
        if leaf is None:
            leaf = held[block] = _Leaf(block)
            found.append(leaf)
        leaf.words += words
        bare = len("".join(words.split()))
        if _SEPARATORS.fullmatch(words):
            leaf.signs += bare
            return
        leaf.linked += bare if linked else 0
        leaf.strong += bare if strong else 0

    waiting: list[tuple[Any, Any, bool, bool, bool]] = [(main, main, False, False, False)]
    while waiting:
        element, block, linked, strong, tail = waiting.pop()
        if tail:
            say(block, element.tail, linked, strong)
            continue
        if not isinstance(element.tag, str):
            continue
        inner = element if element.tag in _BLOCKS else block
        links = linked or element.tag == "a"
        bold = strong or element.tag in ("b", "strong", *_HEADS)
        say(inner, element.text, links, bold)
        for child in reversed(element):
            waiting.append((child, inner, links, bold, True))
            waiting.append((child, inner, links, bold, False))
    for leaf in found:
        leaf.words = one_line(leaf.words)
        leaf.key = re.sub(r"\d+", "#", leaf.words.casefold()).rstrip(":")
    return [leaf for leaf in found if leaf.words]


def _above(leaves: Sequence[_Leaf], whole: int) -> Iterator[_Leaf]:
    """Menus, crumbs and notices of cookies above the page's own heading."""
    top = next((at for at, leaf in enumerate(leaves) if leaf.element.tag == "h1"), 0)
    above = leaves[:top]
    found = [leaf for leaf in above if _is_menu(leaf) or _is_crumbs(leaf) or _is_notice(leaf)]
    kept = sum(len(leaf.words) for leaf in above) - sum(len(leaf.words) for leaf in found)
    if kept <= _SIDE_SHARE * whole:
        yield from found


def _is_menu(leaf: _Leaf) -> bool:
    """An entry of a list of links, or several links on one line; a card that links is neither."""
    several = sum(1 for _ in leaf.element.iter("a")) > 1
    return leaf.is_link and (leaf.element.tag == "li" or several)


def _is_crumbs(leaf: _Leaf) -> bool:
    return bool(leaf.linked) and len(leaf.words) < 300 and bool(_CRUMBS.search(leaf.words))


def _is_notice(leaf: _Leaf) -> bool:
    return len(leaf.words) < 600 and bool(_COOKIES.search(leaf.words))


def _again(leaves: Sequence[_Leaf]) -> Iterator[_Leaf]:
    """Links that come again under one item after another, and what a page's own controls are
    called. A list in which they stand side by side is no such thing."""
    places: dict[str, set[Any]] = {}
    for leaf in leaves:
        if leaf.is_link and len(leaf.words) < _LONG and any(map(str.isalpha, leaf.words)):
            places.setdefault(leaf.key, set()).add(leaf.element.getparent())
    for leaf in leaves:
        control = not leaf.is_head and len(leaf.words) < _LONG
        again = leaf.is_link and len(places.get(leaf.key, ())) > 2
        if again or (control and patterns.TRIMMINGS.match(leaf.words)):
            yield leaf


def _beside(leaves: Sequence[_Leaf], whole: int) -> Iterator[_Leaf]:
    """Headings over nothing but links, with those: what is attached, what is related.

    Only one that is not numbered, and that comes again or stands behind the text with a list; and
    none where such lists are most of the page, or most headings of that level are like it.
    """
    times = Counter(leaf.key for leaf in leaves if leaf.is_head or leaf.is_label)
    groups: list[tuple[_Leaf, list[_Leaf], bool]] = []
    for at, leaf in enumerate(leaves):
        if leaf.is_head or leaf.is_label:
            below = (leaves[n] for n in range(at + 1, len(leaves)))
            links = list(takewhile(lambda one: one.is_link and _is_listed(one), below))
            groups.append((leaf, links, at + 1 + len(links) == len(leaves)))
    levels = Counter(head.element.tag for head, _, _ in groups)
    alike = Counter(head.element.tag for head, links, _ in groups if links)
    found: list[_Leaf] = []
    for head, links, last in groups:
        tag, again = head.element.tag, times[head.key] > 1
        if not links or head.linked or patterns.numbered(head.words) is not None:
            continue
        if again or (last and not 2 * alike[tag] > levels[tag] > 1):
            found += [head, *links]
    if sum(len(leaf.words) for leaf in found) <= _SIDE_SHARE * whole:
        yield from found


def _is_listed(leaf: _Leaf) -> bool:
    """Whether a link has a name and stands where lists have their entries."""
    named = any(map(str.isalpha, leaf.words))
    return named and leaf.element.tag in ("li", "p", "dd", "dt", "div", "td")


def _empty(leaves: Sequence[_Leaf]) -> Iterator[_Leaf]:
    """Headings of fields that are empty: a label that ends in a colon stands right below them. A
    heading without a colon says something by itself ('Outcome of vote: carried'), and stays."""
    for leaf, after in pairwise(leaves):
        if leaf.is_head and leaf.element.tag != "h1" and leaf.is_label and after.is_label:
            yield leaf


def _clear(element: Any) -> None:
    """Takes a block's own words away; blocks inside it stay."""
    parent = element.getparent()
    if parent is None:
        return
    if not any(
        isinstance(one.tag, str) and one.tag in _BLOCKS for one in element.iterdescendants()
    ):
        element.drop_tree()
        return
    element.text = None
    for child in list(element):
        child.tail = None
        held = isinstance(child.tag, str) and child.tag in _BLOCKS
        if not held and not any(
            isinstance(one.tag, str) and one.tag in _BLOCKS for one in child.iterdescendants()
        ):
            element.remove(child)
