"""RTF to a Document, without Word and without LibreOffice.

striprtf was tried first: it reads hidden, struck and deleted words as if they were said, and
glues raised marks to figures ("vans¹" as "vans1"). So the groups and control words are read here;
what a file can do besides (pictures, objects, fields' own instructions) is skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus.errors import FileDamaged, FileEmpty, FileHostile
from corpus.model import Document, SourceFile
from indexer.readers.composer import COLUMNS_AT_MOST, Cell, Flow, Piece, Table
from indexer.readers.office.runs import Run, is_strong, joined
from indexer.readers.tables import heads
from indexer.readers.text_repair import one_line

BYTES_AT_MOST = 128 * 1024 * 1024
DEPTH_AT_MOST = 500

_SAVE = "open it in a word processor and save it as DOCX"
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+"
    rb"|([^\\{}\r\n]+)|\\"
)
_SKIPPED = frozenset(
    b"fonttbl colortbl stylesheet listtable listoverridetable rsidtbl generator info pict object "
    b"themedata colorschememapping datastore latentstyles xmlnstbl fldinst header headerl headerr "
    b"headerf footer footerl footerr footerf footnote annotation atnid atnauthor atntime atnref "
    b"atndate bkmkstart bkmkend filetbl revtbl private nonshppict shpinst tc xe pn "
    b"template operator company manager mmathPr objdata result".split()
)
"""Groups that hold no words of the text; a footnote's words are told at the end."""
_SIGNS = {
    b"tab": " ", b"line": "\n", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“",
    b"rdblquote": "”", b"bullet": "•", b"endash": "–", b"emdash": "—", b"enspace": " ",
    b"emspace": " ", b"page": "\n",
}  # fmt: skip
_SYMBOLS = {b"~": "\u00a0", b"_": "-", b"-": "", b"\n": "\n", b"\r": "\n"}
_PAGES = {
    10000: "mac_roman",
    65001: "utf-8",
    **{number: f"cp{number}" for number in (437, 850, *range(1250, 1259))},
}


@dataclass(frozen=True, slots=True)
class _Look:
    """What a group sets for the words in it."""

    bold: bool = False
    raised: bool = False
    gone: bool = False
    skipped: bool = False
    note: bool = False
    after_unicode: int = 1


@dataclass(slots=True)
class _State:
    look: _Look = field(default_factory=_Look)
    runs: list[Run] = field(default_factory=list)
    level: int = 0
    listed: bool = False
    in_table: bool = False
    cells: list[Cell] = field(default_factory=list)
    cell: list[Piece] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    note: str = ""
    codec: str = "cp1252"


def read_rtf(path: Path, source: SourceFile) -> Document:
    """Raises FileDamaged, FileEmpty or FileHostile."""
    data = path.read_bytes()
    if len(data) > BYTES_AT_MOST:
        raise FileHostile("it has more than 128 MiB", _SAVE)
    if not data.startswith(b"{\\rtf"):
        raise FileDamaged("it does not begin as RTF", _SAVE)
    flow = Flow()
    reader = _Reader()
    for block in reader.blocks(data):
        if isinstance(block, Piece):
            flow.add(block)
        else:
            heads.tell(flow, block)
    if not flow.text.strip():
        raise FileEmpty("the RTF holds no text", "if it shows pictures of pages, save it as PDF")
    first = next((one.span for one in flow.blocks if one.kind == "heading"), None)
    spans = [*([first] if first else []), *flow.emphasis[:1]]
    span = min(spans) if spans else flow.blocks[0].span
    title = one_line(flow.text[span.start : span.end]) if len(span) <= 200 else ""
    return Document(
        id=source.path,
        source=source,
        text=flow.text,
        title=title,
        blocks=tuple(flow.blocks),
        emphasis=tuple(flow.emphasis),
        references=tuple(flow.references),
        lines=tuple(flow.lines),
    )


def read(path: Path, source: SourceFile, ocr: str | None = None) -> Iterator[Document]:
    """The one step of this format: its document; raises as ``read_rtf``."""
    yield read_rtf(path, source)


class _Reader:
    """Goes through the tokens; a paragraph or a row is told when it ends."""

    def __init__(self) -> None:
        self._now = _State()
        self._stack: list[_Look] = []
        self._bytes = bytearray()  # characters of the file's code page that come in a row
        self._ignorable = False  # after \*: a group of which a reader need not know

    def blocks(self, data: bytes) -> Iterator[Piece | Table]:
        skip = 0
        at = 0
        while match := _TOKEN.match(data, at):
            at = match.end()
            word, number, code, symbol, brace, plain = match.groups()
            if word == b"bin":
                at += max(0, int(number or 0))
            if skip and (code or plain or symbol):
                if plain and len(plain) > skip:
                    plain, skip = plain[skip:], 0
                else:
                    skip -= len(plain) if plain else 1
                    continue
            if code:
                self._bytes.append(int(code, 16))
                continue
            if plain:
                self._bytes += plain
                continue
            self._spell()
            if brace == b"{":
                self._open()
            elif brace == b"}":
                skip = 0
                self._close()
            elif symbol == b"*":
                self._ignorable = True
            elif symbol is not None:
                self._say(_SYMBOLS.get(symbol, symbol.decode("latin-1")))
            elif word == b"u":
                self._say(_character(int(number or 0)))
                skip = self._now.look.after_unicode
            elif word:
                yield from self._control(word, None if number is None else int(number))
        self._spell()
        yield from self._paragraph()
        yield from self._table()
        yield from (Piece(note) for note in self._now.notes)

    def _open(self) -> None:
        self._stack.append(self._now.look)
        self._ignorable = False
        if len(self._stack) > DEPTH_AT_MOST:
            raise FileHostile("its groups are nested too deeply", _SAVE)

    def _close(self) -> None:
        before = self._now.look
        self._now.look = self._stack.pop() if self._stack else _Look()
        if before.note and not self._now.look.note and self._now.note.strip():
            number = len(self._now.notes) + 1
            self._now.notes.append(f"[{number}] {one_line(self._now.note)}")
            self._now.note = ""
            if not (self._now.look.skipped or self._now.look.gone):
                self._now.runs.append(Run(f"[{number}]", self._now.look.bold, raised=True))

    def _control(self, word: bytes, number: int | None) -> Iterator[Piece | Table]:
        now, on = self._now, number != 0
        if word == b"footnote" and not now.look.skipped:
            now.look = replace(now.look, note=True)
        elif word in _SKIPPED or (self._ignorable and word not in (b"shptxt", b"shprslt")):
            now.look = replace(now.look, skipped=True)
        elif word == b"shptxt":
            now.look = replace(now.look, skipped=False)
        elif word in _SIGNS:
            self._say(_SIGNS[word])
        elif word in (b"par", b"sect"):
            yield from self._paragraph()
        elif word in (b"cell", b"nestcell"):
            self._end_cell()
        elif word in (b"row", b"nestrow"):
            now.rows.append(now.cells)
            now.cells = []
        elif word == b"ansicpg":
            now.codec = _PAGES.get(number or 0, "cp1252")
        elif word in (b"mac", b"pc", b"pca"):
            now.codec = {b"mac": "mac_roman", b"pc": "cp437"}.get(word, "cp850")
        else:
            self._format(word, number, on)
        self._ignorable = False

    def _format(self, word: bytes, number: int | None, on: bool) -> None:
        now = self._now
        if word == b"b":
            now.look = replace(now.look, bold=on)
        elif word == b"super" or (word == b"up" and number != 0):
            now.look = replace(now.look, raised=on)
        elif word in (b"nosupersub", b"sub", b"up"):
            now.look = replace(now.look, raised=False)
        elif word in (b"v", b"strike", b"striked", b"deleted"):
            now.look = replace(now.look, gone=on)
        elif word == b"plain":
            kept = now.look
            now.look = _Look(False, False, False, kept.skipped, kept.note, kept.after_unicode)
        elif word == b"uc":
            now.look = replace(now.look, after_unicode=max(0, min(number or 0, 10)))
        elif word == b"pard":
            now.level, now.listed, now.in_table = 0, False, False
        elif word == b"outlinelevel":
            now.level = min((number or 0) + 1, 6)
        elif word in (b"ls", b"pnlvlblt", b"pnlvlbody"):
            now.listed = on
        elif word == b"intbl":
            now.in_table = True

    def _spell(self) -> None:
        if self._bytes:
            self._say(bytes(self._bytes).decode(self._now.codec, "replace"))
            self._bytes.clear()

    def _say(self, text: str) -> None:
        now, look = self._now, self._now.look
        if look.skipped or look.gone or not text:
            return
        if look.note:
            now.note += text
        else:
            now.runs.append(Run(text, look.bold, look.raised))

    def _piece(self) -> Piece | None:
        now = self._now
        words, strong = joined(now.runs).strip(), is_strong(now.runs)
        now.runs.clear()
        if not words:
            return None
        if now.level:
            return Piece(words, "heading", now.level, strong)
        return Piece(words, "item", 1) if now.listed else Piece(words, strong=strong)

    def _paragraph(self) -> Iterator[Piece | Table]:
        if self._now.look.note:
            self._now.note += " "
            return
        piece = self._piece()
        if self._now.in_table:
            if piece is not None:
                self._now.cell.append(piece)
            return
        if self._now.rows:
            yield from self._table()
        if piece is not None:
            yield piece

    def _end_cell(self) -> None:
        now = self._now
        piece = self._piece()
        pieces = [*now.cell, *([piece] if piece is not None else [])]
        now.cell = []
        if len(now.cells) >= COLUMNS_AT_MOST:  # more than a table has: a row of its own
            now.rows.append(now.cells)
            now.cells = []
        head = bool(pieces) and all(one.strong for one in pieces)
        now.cells.append(Cell(tuple(pieces), len(now.cells), head))

    def _table(self) -> Iterator[Table]:
        now = self._now
        if now.cells:
            now.rows.append(now.cells)
            now.cells = []
        if now.rows:
            yield now.rows
            now.rows = []


def _character(number: int) -> str:
    """A character of Unicode as RTF numbers it: negative above 32,767; half a pair is dropped."""
    code = number + 65536 if number < 0 else number
    return chr(code) if 0 < code < 0xD800 or 0xE000 <= code < 0x110000 else ""
