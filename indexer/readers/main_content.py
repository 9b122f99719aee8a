"""What of a web page is the page: its main content, without what every page of the site repeats.

Council and commissioner sites name their parts in few ways, so the main part is looked for by
element, role and id first; what is left is rid of menus, banners, crumbs and the like by element,
by role, and by the words of class and id, unless it holds the heading or most of the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import islice
from typing import Any

from corpus.dates import stamped
from indexer.readers.note_marks import raised, taken
from indexer.readers.text_repair import one_line
from indexer.readers.website.trimmings import trim

GONE = frozenset(
    "script style noscript template svg canvas iframe object embed audio video map head nav footer "
    "button select input textarea datalist dialog math link meta del s strike".split()
)
"""elements that never hold words of a document, or words that it takes back"""
_ROLES = frozenset(
    "navigation banner contentinfo search alert alertdialog dialog menu menubar".split()
)
_MAIN_IDS = frozenset(
    "content main maincontent contentmain maincontentarea pagecontent bodycontent primary "
    "articlecontent contentarea maincol mgcontent".split()
)
_SURE_WORDS = re.compile(
    r"(?:^|[-_\s])(?:cookies?|breadcrumbs?|crumbs|navbar|mega-?menu|skip-?links?|"
    r"skip-?to-?(?:main-?)?content|share|sharing|pagination|footer|masthead|newsletter|"
    r"back-?to-?top|sr-only|visually-?hidden|screen-?reader(?:-text)?)(?=$|[-_\s])",
    re.IGNORECASE,
)
"""words of a class or id, alone or among others, that name what every page of a site repeats"""
_WEAK_WORDS = re.compile(
    r"(?:mg-)?(?:site|page|main|global|top|left|right|side|secondary|local|sub)?[-_]?"
    r"(?:header|banner|nav|navigation|menu|side-?bar|search|search-?(?:box|form)|related|social|"
    r"toolbar|feedback|translate|accessibility|print|login|popup|modal|consent|pager|aside)",
    re.IGNORECASE,
)
"""words that do so only as a whole class or id, on an element without a table"""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SKIP_LINK = re.compile(r"\s*(?:accessibility settings\s*)?skip to (?:main |the )?content\s*", re.I)
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|"
    r"text-decoration[^;{}]{0,80}line-through|(?<![\w-])opacity\s*:\s*0(?:\.0*)?\s*(?:;|$|!)|"
    r"font-size\s*:\s*(?:0(?:\.0*)?(?:\s*(?:px|pt|r?em|%))?|[01](?:\.\d*)?\s*(?:px|pt))\s*(?:;|$|!)",
    re.IGNORECASE,
)
"""what a style says of words that are not shown, or are shown struck out"""
_WHITE = re.compile(
    r"(?<![\w-])color\s*:\s*"
    r"(?:white\b|#fff(?:fff)?\b|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\)|transparent\b)",
    re.IGNORECASE,
)
_CLASS = re.compile(r"[a-z0-9]*\.([\w-]+)", re.IGNORECASE)
_STYLES_AT_MOST = 1_000_000
_ABOVE = 50


def main_part(body: Any) -> Any:
    """The element that holds the page's own words, rid in place of what does not belong to it."""
    _drop_plain(body)
    whole = _weight(body)
    chosen = body
    for found in _mains(body):
        if _weight(found) >= 0.25 * whole:
            chosen = found
            break
    _drop_by_words(chosen)
    trim(chosen)
    return chosen


def _mains(body: Any) -> Iterator[Any]:
    """Candidates, the surest first."""
    yield from body.iter("main")
    yield from body.xpath('.//*[@role="main"]')
    for element in body.iter("div", "section", "td", "article"):
        if re.sub(r"[^a-z]", "", (element.get("id") or "").lower()) in _MAIN_IDS:
            yield element
    articles = list(body.iter("article"))
    if len(articles) == 1:
        yield articles[0]


def _weight(element: Any) -> int:
    return sum(len(text.strip()) for text in element.itertext())


def _drop_plain(body: Any) -> None:
    unseen = _hiding_classes(body)
    for element in list(body.iter()):
        if element is not body and (
            not isinstance(element.tag, str)  # comments and instructions
            or element.tag in GONE
            or (element.get("role") or "").lower() in _ROLES
            or "hidden" in element.attrib
            or _HIDING.search(element.get("style") or "")
            or _is_white(element)
            or not unseen.isdisjoint((element.get("class") or "").split())
            or (element.tag == "a" and _SKIP_LINK.fullmatch("".join(element.itertext())))
        ):
            _drop(element)


def _hiding_classes(body: Any) -> frozenset[str]:
    """The classes that the page's own style sheet hides or strikes, whatever the medium."""
    found: set[str] = set()
    for sheet in body.getroottree().iter("style"):
        depth = 0
        for rule in (sheet.text or "")[:_STYLES_AT_MOST].split("}"):
            selectors, opened, said = rule.partition("{")
            if opened and not depth and "{" not in said and _HIDING.search(said):
                names = (_CLASS.fullmatch(one.strip()) for one in selectors.split(","))
                found.update(name[1] for name in names if name)
            depth = max(0, depth + rule.count("{") - 1)
    return frozenset(found)


def _is_white(element: Any) -> bool:
    """Whether words are white with nothing dark behind them that the page itself tells of."""
    if not _WHITE.search(element.get("style") or ""):
        return False
    return not any(
        "background" in (one.get("style") or "") or {"bgcolor", "class", "id"} & set(one.attrib)
        for one in (element, *islice(element.iterancestors(), _ABOVE))
    )


def _drop_by_words(main: Any) -> None:
    whole = max(_weight(main), 1)
    named = main.iter("div", "section", "ul", "ol", "p", "aside", "header", "span", "form")
    for element in list(named):
        if element is main or element.getparent() is None:
            continue
        names = _CAMEL.sub("-", f"{element.get('class') or ''} {element.get('id') or ''}")
        sure = bool(_SURE_WORDS.search(names))
        weak = element.tag == "aside" or any(map(_WEAK_WORDS.fullmatch, names.split()))
        if not sure and (not weak or next(element.iter("table"), None) is not None):
            continue
        # The words of a class are a hint: never let one take the heading or most of the page.
        if next(element.iter("h1"), None) is None and _weight(element) < 0.4 * whole:
            _drop(element)


def _drop(element: Any) -> None:
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail or ""
    if tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent.remove(element)


_RAISING = re.compile(r"vertical-align\s*:\s*(?:super|text-top)", re.IGNORECASE)
_RAISED_NAMES = frozenset("sup super superscript footnote-ref footnote-reference noteref".split())
_NOTE_LINK = re.compile(r"\s*(?:\[\w{1,3}\]|\d{1,3}|[*†‡]{1,3})\s*")


def is_raised(element: Any) -> bool:
    """Whether an element's words are set high, or link to a note from right behind a word."""
    if element.tag == "sup":
        return True
    if element.tag not in ("span", "a", "small", "font"):
        return False
    names = (element.get("class") or "").lower().split()
    if _RAISING.search(element.get("style") or "") or not _RAISED_NAMES.isdisjoint(names):
        return True
    if element.tag != "a" or not (element.get("href") or "").startswith("#"):
        return False
    before = element.getprevious()
    words = before.tail if before is not None else element.getparent().text
    return (words or " ")[-1:].strip() != "" and bool(
        _NOTE_LINK.fullmatch("".join(element.itertext())[:20])
    )


def _words(heading: Any) -> str:
    """A heading's words on one line, without marks of notes."""
    copy = deepcopy(heading)
    for element in [one for one in copy.iter() if isinstance(one.tag, str) and is_raised(one)]:
        before = element.getprevious()
        words = before.tail if before is not None else element.getparent().text
        mark = raised(words or "", "".join(element.itertext()), element.tail or "")
        if not taken(mark)[0]:
            _drop(element)
    return one_line("".join(copy.itertext()))


def page_title(tree: Any, main: Any) -> str:
    """The page's heading, else its <title> without the site's name; '' if it has neither."""
    heads = [_words(head) for head in main.iter("h1")]
    heads = [head for head in heads if head]
    written = one_line(next((title.text or "" for title in tree.iter("title")), ""))
    if len(heads) == 1 or (heads and not written):
        return heads[0][:200]
    parts = [part for part in re.split(r"(?<!\s)\s+(?:[|•»·–—-]|::)\s+", written) if len(part) >= 8]
    longest = max(parts, key=len, default=written)
    return longest[:200] if longest else (heads[0][:200] if heads else "")


_DATE_NAMES = frozenset(
    "article:published_time date dc.date dcterms.date dc.date.issued dcterms.issued "
    "dcterms.created published publication_date publish-date datepublished pubdate".split()
)


def published_on(tree: Any) -> str | None:
    """The day of publication as the page's own metadata gives it (ISO only), else ``None``."""
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name in _DATE_NAMES and (day := _iso(meta.get("content"))):
            return day
    for time in tree.iter("time"):
        marked = (time.get("itemprop") or "").lower() == "datepublished" or "pubdate" in time.attrib
        if marked and (day := _iso(time.get("datetime"))):
            return day
    for script in tree.iter("script"):
        linked = (script.get("type") or "").lower() == "application/ld+json"
        if linked and (day := _iso(_published_in(script.text or ""))):
            return day
    return None


def _published_in(text: str) -> object:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    rows = data if isinstance(data, list) else [data]
    return next(
        (row["datePublished"] for row in rows if isinstance(row, dict) and "datePublished" in row),
        None,
    )


def _iso(value: object) -> str | None:
    return stamped(value) if isinstance(value, str) else None
