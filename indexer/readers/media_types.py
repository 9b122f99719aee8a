"""What a file is, told by its bytes. Its name is only compared with them, never believed."""

from __future__ import annotations

import re

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML = "text/html"
TEXT = "text/plain"
MARKDOWN = "text/markdown"
ZIP = "application/zip"
EML = "message/rfc822"
MSG = "application/vnd.ms-outlook"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
OPENDOCUMENT = "application/vnd.oasis.opendocument"
RTF = "application/rtf"
OLD_OFFICE = "application/x-ole-storage"
EMPTY = "application/x-empty"

HEAD = 4096
"""bytes from the start of a file that decide"""
TAIL = 65536
"""bytes from its end that are looked at as well: a ZIP lists its names there"""

_SAVE_AS = "open it in the program that made it and save it as PDF or DOCX"

REFUSED: dict[str, tuple[str, str]] = {
    "application/x-ole-encrypted": (
        "an Office file that wants a password",
        "save a copy without the password",
    ),
    "application/epub+zip": ("an EPUB book", "save it as PDF or HTML"),
    "application/gzip": ("a compressed archive", "unpack it and put its documents into the folder"),
    "image": ("an image", "save it as PDF and build again with --ocr"),
    "multipart/related": ("a web page saved as one MHTML file", "save it as HTML or PDF"),
    "text/xml": ("an XML file", "save it as HTML, PDF or plain text"),
    "application/octet-stream": ("not a document Minuted knows", _SAVE_AS),
}
"""media type → (what it is, what to do) for what is recognised but not read"""

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", RTF),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/gzip"),
    (b"\xfd7zXZ", "application/gzip"),
    (b"7z\xbc\xaf", "application/gzip"),
    (b"Rar!", "application/gzip"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"BM", "image"),
    (b"\x00\x00\x01\x00", "image"),
)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body|title|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_FRAGMENT = re.compile(
    rb"\s*<(?:div|p|h[1-6]|table|ul|ol|section|article|main|center)\b[^>]*>", re.I
)
_CLOSING = re.compile(rb"</(?:div|p|h[1-6]|table|ul|ol|li|td|tr|a|span)>", re.I)
_FIELD = re.compile(rb"(?:[!-9;-~]+[ \t]*:|[ \t]+\S|\r?$)")
"""a line of a mail's header, or the rest of the one above"""
_OF_MAIL = frozenset({b"from", b"to", b"subject", b"date", b"received", b"message-id"})
_ZIP_NAMES: tuple[tuple[bytes, str], ...] = (
    (b"word/document", DOCX),
    (b"xl/workbook", XLSX),
    (b"ppt/presentation", PPTX),
    (b"application/vnd.oasis.opendocument", OPENDOCUMENT),
    (b"application/epub+zip", "application/epub+zip"),
)


def media_type(head: bytes, tail: bytes, name: str) -> str:
    """The media type of a file from its first ``HEAD`` and last ``TAIL`` bytes.

    ``name`` tells Markdown from plain text, which no byte does, a fragment of HTML from a
    Markdown file that begins with a tag, and a mail from a text that prints one; nothing else.
    """
    if not head:
        return EMPTY
    page = _PAGE.match(_plain(head))
    if not page and (
        b"%PDF-" in head[:1024] or (b"startxref" in tail and b"endobj" in head + tail)
    ):
        return PDF
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _zip_kind(head, tail)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        sealed = "EncryptedPackage".encode("utf-16-le")
        if sealed in head + tail:
            return "application/x-ole-encrypted"
        return MSG if _is_outlook(head, tail, name) else OLD_OFFICE
    for magic, kind in _MAGIC:
        if head.startswith(magic) and (kind != "image" or magic != b"BM" or b"\x00" in head[:64]):
            return kind
    if head[4:12] in (b"ftypheic", b"ftypavif") or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "image"
    if page:
        return HTML
    if not head.startswith(_BOMS) and b"\x00" in head:
        return "application/octet-stream"
    return _kind_of_text(_plain(head), name.lower())


def _zip_kind(head: bytes, tail: bytes) -> str:
    """By the names that the package lists itself; those of a document inside a ZIP are not its own.

    Where the list is torn or too long, a name anywhere will do.
    """
    listed = _listed(tail)
    if listed is None:
        return next((kind for mark, kind in _ZIP_NAMES if mark in head or mark in tail), ZIP)
    for mark, kind in _ZIP_NAMES:
        # OpenDocument and EPUB say what they are in their first file, which is not packed.
        told = head[30:38] == b"mimetype" and mark in head[38:200]
        if told or any(name.startswith(mark) for name in listed):
            return kind
    return OPENDOCUMENT if {b"content.xml", b"META-INF/manifest.xml"} <= set(listed) else ZIP


def _listed(tail: bytes) -> list[bytes] | None:
    """The names in a ZIP's own list, where all of the list lies in ``tail``."""
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22:
        return None
    at = end - int.from_bytes(tail[end + 12 : end + 16], "little")
    if at < 0:
        return None
    found = []
    while at < end:
        if tail[at : at + 4] != b"PK\x01\x02":
            return None
        name, extra, note = (int.from_bytes(tail[at + n : at + n + 2], "little") for n in _LENGTHS)
        found.append(tail[at + 46 : at + 46 + name])
        at += 46 + name + extra + note
    return found


_LENGTHS = (28, 30, 32)
"""where an entry of a ZIP's list tells the lengths of its name, extra field and comment"""


def _kind_of_text(head: bytes, name: str) -> str:
    markdown = name.endswith((".md", ".markdown"))
    if _is_mail(head, name):
        return EML
    if b"multipart/related" in head[:1024] and b"MIME-Version:" in head[:1024]:
        return "multipart/related"
    if not markdown and not name.endswith(".txt"):
        if _FRAGMENT.match(head) and len(_CLOSING.findall(head)) >= 2:
            return HTML
        if head.lstrip().startswith(b"<?xml"):
            return "text/xml"
    return MARKDOWN if markdown else TEXT


_OUTLOOK = "__substg1.0_".encode("utf-16-le")


def _is_outlook(head: bytes, tail: bytes, name: str) -> bool:
    """Whether a compound file holds a mail: by the names in it, which may lie anywhere."""
    return _OUTLOOK in head or _OUTLOOK in tail or name.lower().endswith(".msg")


def _is_mail(head: bytes, name: str) -> bool:
    """Whether it begins with a mail's header; a text that quotes one is a text."""
    block = re.split(rb"\r?\n\r?\n", head.lstrip(b"\r\n"), maxsplit=1)[0]
    lines = block.split(b"\n")
    if lines and lines[0].startswith(b"From "):  # a mailbox's own line above the first mail
        lines = lines[1:]
    if not lines or not all(_FIELD.match(line) for line in lines[:-1] or lines):
        return False
    fields = {line.split(b":", 1)[0].lower() for line in lines if b":" in line}
    if b"snapshot-content-location" in fields or name.endswith((".mht", ".mhtml")):
        return False
    if name.endswith(".eml"):
        return bool(fields & _OF_MAIL)
    routed = fields & {b"message-id", b"received", b"mime-version", b"return-path"}
    return b"from" in fields and bool(routed) and not name.endswith((".txt", ".md", ".markdown"))


def _plain(head: bytes) -> bytes:
    """The head without byte order mark, UTF-16 thinned to its ASCII, for looking at tags."""
    if head.startswith(b"\xef\xbb\xbf"):
        return head[3:]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[2:].replace(b"\x00", b"")
    return head


_ENDINGS = {
    PDF: (".pdf",),
    DOCX: (".docx", ".docm", ".dotx"),
    HTML: (".html", ".htm", ".xhtml", ".aspx", ".php", ".asp", ".jsp"),
    XLSX: (".xlsx", ".xlsm", ".xltx"),
    PPTX: (".pptx", ".pptm", ".ppsx", ".potx"),
    OPENDOCUMENT: (".odt", ".ods", ".odp", ".ott"),
    RTF: (".rtf",),
    ZIP: (".zip",),
    EML: (".eml",),
    MSG: (".msg",),
}
_SHORT = {
    PDF: "PDF",
    DOCX: "DOCX",
    HTML: "HTML",
    TEXT: "plain text",
    MARKDOWN: "Markdown",
    XLSX: "XLSX",
    PPTX: "PPTX",
    OPENDOCUMENT: "OpenDocument",
    RTF: "RTF",
    OLD_OFFICE: "an Office file of before 2007",
    ZIP: "a ZIP archive",
    EML: "a mail",
    MSG: "a mail of Outlook",
}


def misnamed(kind: str, name: str) -> str:
    """A remark where the name's ending promises another format than the bytes are, else ''."""
    ending = "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""
    promised = next((k for k, endings in _ENDINGS.items() if ending in endings), None)
    if promised is None and ending in (".txt", ".md", ".markdown") and kind in (PDF, DOCX, HTML):
        promised = TEXT
    if promised is None or promised == kind or kind not in _SHORT:
        return ""
    return f"named {ending}, is {_SHORT[kind]}"
