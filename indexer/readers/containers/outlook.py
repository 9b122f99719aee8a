"""A mail as Outlook keeps it (.msg): opened here, and then read as any other mail.

python-oxmsg knows the format; it lets errors of every kind through on broken files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.errors import FileDamaged, FileHostile
from corpus.model import Document, SourceFile
from indexer.readers.containers.mail import BYTES_AT_MOST, Opened, compose, told
from indexer.readers.containers.room import Member, Room
from indexer.readers.text_repair import one_line

_SAVE = "open it in Outlook and save it as .eml, HTML or text"


def read(path: Path, source: SourceFile, room: Room) -> Iterator[Document | Member]:
    """The mail as a Document if it says anything, then its attachments.

    Raises FileDamaged, FileEmpty or FileHostile.
    """
    if path.stat().st_size > BYTES_AT_MOST:
        raise FileHostile("it has more than 128 MiB", "save its attachments into the folder")
    try:
        from oxmsg import Message

        message = Message.load(str(path))
        opened = _opened(message)
        attached = list(message.attachments)
    except (MemoryError, RecursionError):
        raise
    except Exception as error:
        raise FileDamaged(f"it cannot be read as a mail ({type(error).__name__})", _SAVE) from None
    members = (_laid(attachment, room) for attachment in attached)
    yield from told(compose(source, opened), members, room, _SAVE)


def _opened(message: Any) -> Opened:
    """Subject, sender and day as fields of a mail's header; the day by the sender's clock where
    the mail kept the header it came with, else by that of Greenwich, but for the hour in which
    summer time has the next day."""
    kept = {str(name).lower(): str(value) for name, value in message.message_headers.items()}
    sent = message.sent_date
    sure = sent is not None and sent.hour < 23
    written = kept.get("date") or (sent.strftime("%d %B %Y %H:%M UTC") if sure else "")
    fields = {
        "from": message.sender or "",
        "to": kept.get("to", ""),
        "date": written,
        "subject": message.subject or "",
    }
    headers = tuple((name, one_line(value)[:2_000]) for name, value in fields.items() if value)
    plain = message.body or ""
    page = "" if plain.strip() else message.html_body or ""
    bodies = [(form, words) for form, words in (("plain", plain), ("html", page)) if words.strip()]
    return Opened(headers, bodies)


def _laid(attachment: Any, room: Room) -> Member | None:
    """An attachment as a file; one that is kept elsewhere, or is itself a mail, is named."""
    try:
        name = attachment.file_name or "attachment"
        data = attachment.file_bytes
    except Exception as error:  # as above
        name, data = f"attachment ({type(error).__name__})", None
    label = room.label(re.split(r"[/\\]", one_line(name))[-1])
    if label is None:
        return None
    if not isinstance(data, bytes) or not data:
        return Member(label, "", "it cannot be taken out of the mail", "save it from Outlook")
    return room.lay(label, (data,))
