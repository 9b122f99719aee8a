"""A mail: its messages as the parts of a document, its attachments as documents of their own.

Headers are data. Of several forms of one body the plain one is read, the page where there is no
other. A mail that is attached to a mail is an attachment like any other.
"""

from __future__ import annotations

import email
import email.errors
import email.message
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from email.header import decode_header
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from lxml import etree

from corpus.errors import FileEmpty, FileEncrypted, FileHostile
from corpus.model import Document, MarkedPart, Person, SourceFile, Span
from indexer.readers.composer import Flow, Piece, Table
from indexer.readers.containers import thread
from indexer.readers.containers.room import Member, Room
from indexer.readers.containers.thread import Head, Line, Turn
from indexer.readers.html import parsed, walked
from indexer.readers.main_content import GONE
from indexer.readers.tables import heads
from indexer.readers.text import decode
from indexer.readers.text_repair import one_line, tidy

BYTES_AT_MOST = 128 * 1024 * 1024
PARTS_AT_MOST = 5_000
TEXT_AT_MOST = 16 * 1024 * 1024

_NOT_READ = frozenset({"text/calendar", "text/x-vcard", "text/vcard", "message/delivery-status"})
"""Parts of type text that hold no words of the message."""
_SEALED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted")
_SHOWN = ("From", "To", "Cc", "Date", "Subject")
_STUB = 200
_NO_NAME = re.compile(r"[^\w .,()&'’-]+")


Mail = email.message.Message


@dataclass(slots=True)
class Opened:
    """What a mail holds, whatever its format: bodies in reading order, files beside them."""

    headers: tuple[tuple[str, str], ...] = ()
    bodies: list[tuple[str, str]] = field(default_factory=list)
    """``plain`` or ``html``, and the words"""
    notes: list[str] = field(default_factory=list)

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name.lower()), "")


def read(path: Path, source: SourceFile, room: Room) -> Iterator[Document | Member]:
    """The mail as a Document if it says anything, then its attachments.

    Raises FileEmpty, FileEncrypted or FileHostile.
    """
    if path.stat().st_size > BYTES_AT_MOST:
        raise FileHostile("it has more than 128 MiB", "save its attachments into the folder")
    message = email.message_from_bytes(_unboxed(path.read_bytes()))
    opened = Opened(tuple(_headers(message)))
    files: list[Mail] = []
    _sort(message, opened, files)
    members = (_laid(part, room) for part in files)
    yield from told(compose(source, opened), members, room, "leave it out")


def told(
    document: Document | None, members: Iterable[Member | None], room: Room, cure: str
) -> Iterator[Document | Member]:
    """What the mail says, then its attachments, each laid down when its turn comes.

    Raises FileEmpty, with this cure, for a mail that holds neither.
    """
    if document is not None:
        yield document
    attached = False
    for member in members:
        if member is not None:
            attached = True
            yield member
    if document is None and not attached and not room.only:
        raise FileEmpty("the mail says nothing", cure)


def compose(source: SourceFile, opened: Opened) -> Document | None:
    """The mail's messages as one Document; ``None`` where it holds no words."""
    title = one_line(opened.header("subject"))[:200]
    written = one_line(opened.header("date"))
    said_on = thread.sent_on(written)
    evidence = f"the mail's own header '{written}'" if said_on else ""
    own = Head(title, said_on, evidence, opened.header("from"))
    flow = Flow()
    marked: list[MarkedPart] = []
    for form, words in opened.bodies:
        if len(words) > TEXT_AT_MOST:
            raise FileHostile(
                f"its text has more than {TEXT_AT_MOST:,} characters", "save it as plain text"
            )
        body = _Page(words) if form == "html" else _Plain(words)
        for turn in thread.turns(body.lines, own):
            start = flow.length
            body.put(turn, flow)
            if flow.length > start:
                span = Span(start + 2 if start else 0, flow.length)
                marked.append(_part(span, turn.head, own))
    if not marked:
        return None
    return Document(
        id=source.path,
        source=source,
        text=flow.text,
        title=title,
        kind="email",
        said_on=said_on,
        blocks=tuple(flow.blocks),
        emphasis=tuple(flow.emphasis),
        references=tuple(flow.references),
        lines=tuple(flow.lines),
        notes=tuple(opened.notes),
        properties=opened.headers,
        marked=tuple(marked),
    )


def _part(span: Span, head: Head, own: Head) -> MarkedPart:
    """A message as a part; a quoted one without a subject is called by the mail's."""
    name, address = parseaddr(head.sender)
    sender = one_line(name or head.sender.partition("<")[0]) or address
    people = (Person(sender, "", "author", one_line(head.sender)),) if sender else ()
    title = one_line(head.title)[:200] or own.title
    return MarkedPart(span, title, "email", head.said_on, one_line(head.evidence), people)


class _Plain:
    """A body of plain text: its lines are read as those of a text file are."""

    def __init__(self, words: str) -> None:
        self.lines = [thread.unquoted(line.rstrip()) for line in tidy(words).split("\n")]

    def put(self, turn: Turn, flow: Flow) -> None:
        flow.loose("\n".join(self.lines[number].text for number in turn.lines).strip("\n"))


class _Page:
    """A body that is a page: blocks as the page marks them, each line of them looked at singly."""

    def __init__(self, words: str) -> None:
        tree = parsed(words)
        for element in list(tree.iter(*GONE)):
            if element.getparent() is not None:
                element.drop_tree()
        for quoted in tree.iter("blockquote"):
            names = f"{quoted.get('type') or ''} {quoted.get('class') or ''}"
            if _QUOTING.search(names):
                # Marks that no page can hold: private characters, gone before anything is kept.
                quoted.addprevious(_sign(_DEEPER))
                quoted.addnext(_sign(_BACK))
        self.lines: list[Line] = []
        self._blocks: list[tuple[Piece | Table, int]] = []  # each with the number of its lines
        depth = 0
        for block in walked(tree):
            if isinstance(block, Piece) and block.text.strip() in (_DEEPER, _BACK):
                depth += 1 if block.text.strip() == _DEEPER else -1
                continue
            number = len(self._blocks)
            found = [Line("", depth, number, solid=True)]
            if isinstance(block, Piece):
                found = [Line(line, depth, number) for line in block.text.split("\n")]
            self._blocks.append((block, len(found)))
            self.lines += found

    def put(self, turn: Turn, flow: Flow) -> None:
        wanted = frozenset(turn.lines)
        at = 0
        for block, count in self._blocks:
            kept = [number for number in range(at, at + count) if number in wanted]
            at += count
            if not kept:
                continue
            if isinstance(block, Piece):
                words = "\n".join(self.lines[number].text for number in kept)
                flow.add(replace(block, text=words))
            else:
                heads.tell(flow, block)


_QUOTING = re.compile(r"\bcite\b|quote", re.IGNORECASE)
_DEEPER, _BACK = "\ue0f1", "\ue0f2"


def _sign(mark: str) -> Any:
    element = etree.Element("p")
    element.text = mark
    return element


def _headers(message: Mail) -> Iterator[tuple[str, str]]:
    """The fields that people see, decoded, names in small letters."""
    for name in _SHOWN:
        value = message.get(name)
        if value is not None:
            yield name.lower(), one_line(decoded(str(value)))[:2_000]


def decoded(value: str) -> str:
    """A header's words, encoded ones among them; what cannot be decoded stays as it is."""
    try:
        pieces = decode_header(value[:20_000])
    except (email.errors.HeaderParseError, ValueError):
        return value
    words = []
    for piece, charset in pieces:
        if isinstance(piece, bytes):
            words.append(decode(piece, charset or "")[0])
        else:
            words.append(piece)
    return "".join(words)


def _sort(message: Mail, opened: Opened, files: list[Mail]) -> None:
    """Parts that are read as the mail's words, and parts that are files of their own."""
    waiting = [message]
    seen = 0
    while waiting:
        part = waiting.pop()
        seen += 1
        if seen > PARTS_AT_MOST:
            raise FileHostile(f"it has more than {PARTS_AT_MOST:,} parts", "save it as text")
        kind = part.get_content_type()
        if kind in _SEALED:
            raise FileEncrypted(
                "the mail is sealed", "save it from the mail program as a plain one"
            )
        attached = part.get_content_disposition() == "attachment"
        inner = _inner(part)
        if kind == "message/rfc822" or (attached and not inner):
            files.append(part)
        elif inner:
            if kind == "multipart/alternative":
                inner = _chosen(inner)
            waiting.extend(reversed(inner))
        elif kind in ("text/plain", "text/html") and not (part.get_filename() and opened.bodies):
            words = _words(part)
            if words.strip():
                opened.bodies.append(("html" if kind == "text/html" else "plain", words))
        elif kind not in _NOT_READ and part.get_filename() and not _shown_in_text(part):
            files.append(part)


def _inner(part: Mail) -> list[Mail]:
    """The parts of a part; none for one that is words or a file."""
    held = part.get_payload() if part.is_multipart() else ()
    return [one for one in held if isinstance(one, Mail)]


def _shown_in_text(part: Mail) -> bool:
    """A picture that the text shows where it stands: a crest, a signature."""
    return part.get_content_maintype() == "image" and bool(part.get("Content-ID"))


def _chosen(forms: Sequence[Mail]) -> list[Mail]:
    """Of several forms of the same words the plain one, if it says anything; else the last."""
    longest = max((len(str(part.get_payload())) for part in forms[-1:]), default=0)
    for part in forms:
        words = _words(part).strip() if part.get_content_type() == "text/plain" else ""
        # A line that says only that the mail program cannot show pages is no form of the words.
        if words and (len(words) > _STUB or longest < 10 * len(words)):
            rest = [one for one in forms if one.get_content_maintype() == "multipart"]
            return [part, *_files_of(rest)]
    return list(forms[-1:])


def _files_of(forms: Sequence[Mail]) -> list[Mail]:
    """What hangs on a form that is not read: its attachments are the mail's."""
    return [
        part
        for form in forms
        for part in _inner(form)
        if part.get_content_maintype() not in ("text", "image", "multipart")
    ]


def _words(part: Mail) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    declared = str(part.get_content_charset() or "")
    if declared.startswith(("iso-2022", "hz")):  # seven bits, and so good UTF-8 as well
        try:
            return data.decode(declared)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, declared)[0]


def _laid(part: Mail, room: Room) -> Member | None:
    """An attachment as a file; a mail without a name is called by its subject."""
    name = decoded(part.get_filename() or "")
    inner = _inner(part)
    is_mail = part.get_content_type() == "message/rfc822" and bool(inner)
    if is_mail and not name.lower().endswith(".eml"):
        subject = one_line(decoded(str(inner[0].get("Subject") or "")))
        name = f"{one_line(_NO_NAME.sub(' ', name or subject)) or 'message'}.eml"
    elif not name:
        name = "attachment"
    label = room.label(re.split(r"[/\\]", name)[-1])
    if label is None:
        return None
    try:
        data = inner[0].as_bytes() if is_mail else part.get_payload(decode=True)
    except (ValueError, LookupError, KeyError, TypeError, AttributeError) as error:
        fact = f"it cannot be taken out of the mail ({type(error).__name__})"
        return Member(label, "", fact, "save it from the mail program")
    if not isinstance(data, bytes) or not data:
        return Member(label, "", "it is empty", "leave it out")
    return room.lay(label, (data,))


def _unboxed(data: bytes) -> bytes:
    """Without the line a mailbox puts above a mail."""
    return data.partition(b"\n")[2] if data.startswith(b"From ") else data.lstrip(b"\r\n")
