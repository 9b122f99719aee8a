"""HTML to a Document: the page's own words, its headings, lists and tables as blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from corpus.errors import FileDamaged, FileEmpty, FileHostile
from corpus.model import Document, PassageKind, SourceFile
from indexer.language.roman_numerals import roman
from indexer.readers.composer import COLUMNS_AT_MOST, Cell, Flow, Piece, Table, flattened
from indexer.readers.main_content import is_raised, main_part, page_title, published_on
from indexer.readers.note_marks import raised
from indexer.readers.tables import heads
from indexer.readers.text import decode

BYTES_AT_MOST = 64 * 1024 * 1024
DEPTH_AT_MOST = 200
"""Elements within elements; what is deeper is told as plain text."""

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption "
    "figure footer form header hgroup hr html legend main p section summary tbody td tfoot th "
    "thead tr".split()
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""what lxml refuses to hold"""
_NEAR = 5
"""Elements and texts behind a raised mark that are looked at."""
_DECLARED = re.compile(
    rb"<meta[^>]{1,1000}charset\s*=\s*(?:[\"']\s*)?([a-zA-Z0-9_:.-]+)", re.IGNORECASE
)


def read(path: Path, source: SourceFile, ocr: str | None = None) -> Iterator[Document]:
    """The one step of this format: its document; raises as ``read_html``."""
    yield read_html(path, source)


def read_html(path: Path, source: SourceFile) -> Document:
    """Raises FileEmpty when the page shows no text, FileDamaged when it is no page at all."""
    data = path.read_bytes()
    if len(data) > BYTES_AT_MOST:
        raise FileHostile(f"it has {len(data):,} bytes of HTML", "split it into smaller files")
    declared = _DECLARED.search(data[:4096])
    text, note = decode(data, declared[1].decode("ascii") if declared else "")
    tree = parsed(text)
    published = published_on(tree)
    body = tree.find("body")
    main = main_part(tree if body is None else body)
    flow = Flow()
    for piece in walked(main):
        if isinstance(piece, Piece):
            flow.add(piece)
        else:
            heads.tell(flow, piece)
    if not flow.text.strip():
        raise FileEmpty("the page shows no text", "save the page again once it has loaded")
    return Document(
        id=source.path,
        source=source,
        text=flow.text,
        title=page_title(tree, main),
        published_on=published,
        blocks=tuple(flow.blocks),
        emphasis=tuple(flow.emphasis),
        references=tuple(flow.references),
        lines=tuple(flow.lines),
        notes=(note,) if note else (),
    )


def parsed(text: str) -> Any:
    """The page as a tree. Raises FileDamaged, FileHostile, and MemoryError."""
    text = _CONTROLS.sub("", re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    try:
        # libxml2's own limits cut a page short without a word; ours are the worker's.
        parser = lxml_html.HTMLParser(no_network=True, huge_tree=True)
        tree = lxml_html.document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        if any(entry.type_name == "ERR_NO_MEMORY" for entry in getattr(error, "error_log", ())):
            raise MemoryError from None
        raise FileDamaged(f"it cannot be read as HTML ({error})", "save the page again") from None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise FileHostile("its elements are nested too deeply to be read", "save it as PDF")
    return tree


def walked(element: Any) -> list[Piece | Table]:
    """What an element shows, as pieces and tables in reading order."""
    walker = _Walker()
    walker.walk(element, 0)
    return walker.done()


class _Walker:
    """Collects pieces and tables in reading order; inline text gathers until a block ends it."""

    def __init__(self) -> None:
        self._out: list[Piece | Table] = []
        self._inline: list[str] = []
        self._bold = 0  # elements that make bold, around the text that comes next
        self._plain = False  # whether any of the gathered text is not bold
        self._kind: PassageKind = "paragraph"
        self._level = 0
        self._marker = ""
        self._lists: list[_List] = []

    def done(self) -> list[Piece | Table]:
        self._flush()
        return self._out

    def walk(self, element: Any, depth: int) -> None:
        tag = element.tag
        if depth > DEPTH_AT_MOST:
            self._say("".join(element.itertext()))
        elif tag == "br":
            self._inline.append("\n")
        elif tag == "table":
            self._flush()
            self._out.append(_rows(element, depth))
        elif tag in ("ul", "ol", "menu"):
            self._list(element, depth)
        elif tag == "li":
            self._item(element, depth)
        elif tag in _HEADINGS:
            self._block(element, depth, "heading", _HEADINGS[tag])
        elif tag in _BLOCKS:
            self._block(element, depth, self._kind, self._level)
        elif tag in ("b", "strong"):
            self._bold += 1
            self._inside(element, depth)
            self._bold -= 1
        elif is_raised(element):
            self._raised(element)
        elif tag == "pre":
            self._flush()
            self._plain = True
            self._inline.append("".join(element.itertext()))
            self._flush()
        else:
            self._inside(element, depth)

    def _inside(self, element: Any, depth: int) -> None:
        self._say(element.text)
        for child in element:
            if isinstance(child.tag, str):
                self.walk(child, depth + 1)
            self._say(child.tail)

    def _raised(self, element: Any) -> None:
        """What is raised: a letter of the word before it, or a reference to a note."""
        before, words = "".join(self._inline[-8:]), "".join(element.itertext())
        after = element.tail or ""
        if words.strip() and not before.strip() and not after.strip():
            following = islice(element.itersiblings(), _NEAR)
            after = "".join("".join(islice(one.itertext(), _NEAR)) for one in following)
        self._say(raised(before, words, after))

    def _block(self, element: Any, depth: int, kind: PassageKind, level: int) -> None:
        self._flush()
        outer = self._kind, self._level
        self._kind, self._level = kind, level
        self._inside(element, depth)
        self._flush()
        self._kind, self._level = outer

    def _list(self, element: Any, depth: int) -> None:
        self._flush()
        self._lists.append(_List(element))
        self._inside(element, depth)
        self._flush()
        self._lists.pop()

    def _item(self, element: Any, depth: int) -> None:
        self._flush()
        self._marker = self._lists[-1].next(element) if self._lists else "• "
        self._block(element, depth, "item", max(len(self._lists), 1))
        self._marker = ""

    def _say(self, text: str | None) -> None:
        if text:
            self._plain = self._plain or bool(not self._bold and text.strip())
            self._inline.append(re.sub(r"[ \t\r\n\f]+", " ", text))

    def _flush(self) -> None:
        """What was gathered becomes a piece; two breaks in a row part two."""
        text, strong = "".join(self._inline), not self._plain
        self._inline.clear()
        self._plain = False
        for part in re.split(r"\n[ \u00a0]*(?:\n[ \u00a0]*)+", text):
            words = part.strip("\n \u00a0")
            if words:
                self._out.append(Piece(self._marker + words, self._kind, self._level, strong))
                self._marker = ""


class _List:
    """Counts the items of one list as a browser would."""

    def __init__(self, element: Any) -> None:
        self._style = element.get("type") or "1" if element.tag == "ol" else ""
        self._number = _whole(element.get("start"), 1) - 1

    def next(self, item: Any) -> str:
        if not self._style:
            return "• "
        self._number = _whole(item.get("value"), self._number + 1)
        return f"{_counted(self._number, self._style)}. "


def _whole(text: str | None, default: int) -> int:
    """A small whole number as an attribute gives it, else the default."""
    return int(text) if text and re.fullmatch(r"\s*-?\d{1,6}\s*", text) else default


def _counted(number: int, style: str) -> str:
    if style in ("a", "A") and 1 <= number <= 26:
        return chr(ord(style) + number - 1)
    if style in ("i", "I") and 0 < number < 400:
        return roman(number).lower() if style == "i" else roman(number)
    return str(number)


def _rows(table: Any, depth: int) -> Table:
    """The table's rows; a cell knows its column, counted past merged cells above and beside it."""
    rows: Table = []
    taken: dict[int, int] = {}  # column → rows for which a cell from above still fills it
    caption = table.find("caption")
    if caption is not None:
        walker = _Walker()
        walker._inside(caption, depth + 1)
        words = [part for piece in walker.done() for part in flattened(piece)]
        rows.append([Cell(tuple(words), 0)])
    for tr in _own(table, "tr"):
        cells: list[Cell] = []
        column = 0
        below: dict[int, int] = {}
        for td in tr:
            if td.tag not in ("td", "th"):
                continue
            column = _past(cells, taken, column)
            walker = _Walker()
            walker._inside(td, depth + 1)
            pieces = [part for piece in walker.done() for part in flattened(piece)]
            head = td.tag == "th" or _in_head(tr) or _is_bold(td)
            span = min(max(_whole(td.get("colspan"), 1), 1), COLUMNS_AT_MOST)
            cells.append(Cell(tuple(pieces), column, head, span))
            down = min(max(_whole(td.get("rowspan"), 1), 1), 10_000)
            for place in range(column, min(column + span, COLUMNS_AT_MOST)):
                below[place] = down
            column = min(column + span, COLUMNS_AT_MOST)
        _past(cells, taken, column)
        taken = {place: left - 1 for place, left in {**taken, **below}.items() if left > 1}
        rows.append(cells)
    return rows


def _past(cells: list[Cell], taken: Mapping[int, int], column: int) -> int:
    """The first column from ``column`` on that no cell from above fills; those are put in."""
    while taken.get(column, 0) and column < COLUMNS_AT_MOST:
        cells.append(Cell((), column, merged=True))
        column += 1
    return column


def _own(table: Any, tag: str) -> list[Any]:
    """The table's rows in order of place, not those of tables inside it."""
    found: list[Any] = []
    for child in table:
        if child.tag == tag:
            found.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            found += [row for row in child if row.tag == tag]
    return found


def _in_head(row: Any) -> bool:
    parent = row.getparent()
    return parent is not None and parent.tag == "thead"


def _is_bold(cell: Any) -> bool:
    """Whether all words of a cell are bold: a head in the tables of word processors."""
    words = "".join(cell.itertext()).strip()
    bold = "".join("".join(b.itertext()) for b in cell.iter("b", "strong") if not _within_bold(b))
    return bool(words) and "".join(bold.split()) == "".join(words.split())


def _within_bold(element: Any) -> bool:
    return next(element.iterancestors("b", "strong"), None) is not None
