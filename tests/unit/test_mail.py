"""Mails: whose words, of which day, and what hangs on them. Names and places are made up."""

from __future__ import annotations

import base64
import time
from email.message import EmailMessage
from pathlib import Path

import pytest

from corpus.model import Document, SourceFile, Understanding
from indexer.analyse import analyse
from indexer.readers.archive import find_files, read_archive
from indexer.readers.containers import thread
from indexer.readers.containers.mail import decoded
from indexer.readers.endings import Reading
from search.settings import Settings


def readings(folder: Path, name: str, data: bytes) -> list[Reading]:
    (folder / name).write_bytes(data)
    return list(read_archive(folder, find_files(folder), Settings()))


def understood(folder: Path, name: str, data: bytes) -> Understanding:
    found = readings(folder, name, data)[0]
    assert found.document is not None, found
    return analyse(found.document)


def days(found: Understanding) -> list[tuple[str | None, str]]:
    return [(one.said_on, one.text) for one in found.passages]


def plain(body: str, date: str = "Thu, 7 Mar 2019 10:00:00 +0000", charset: str = "utf-8") -> bytes:
    head = f"From: Ann Orme <a@b.example>\nTo: c@d.example\nSubject: Visits\nDate: {date}\n"
    kind = f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: base64\n\n"
    return (head + kind).encode() + base64.encodebytes(body.encode(charset))


def test_headers_are_data_and_the_words_are_decoded(tmp_path: Path) -> None:
    found = understood(tmp_path, "a.eml", plain("It cost £450 a day.", charset="cp1252"))
    document = found.document
    assert (document.title, document.kind, document.said_on) == ("Visits", "email", "2019-03-07")
    assert days(found) == [("2019-03-07", "It cost £450 a day.")]
    assert dict(document.properties)["to"] == "c@d.example"
    assert [(one.name, one.attendance) for one in found.parts[0].people] == [("Ann Orme", "author")]


@pytest.mark.parametrize(
    ("quoted", "day"),
    [
        ("-----Original Message-----\nFrom: Bo\nSent: 4 March 2019 16:40\nSubject: S\n",
         "2019-03-04"),
        ("____________________\nFrom: Bo <b@c>\nSent: 04 March 2019 09:01\nTo: Ann\nCc: D;\n E\n"
         "Subject: S\n", "2019-03-04"),
        ("---------- Forwarded message ---------\nFrom: Bo <b@c>\nDate: Mon, 4 Mar 2019 at 16:40\n"
         "Subject: S\nTo: <a@b>\n", "2019-03-04"),
        ("Begin forwarded message:\n\nFrom: Bo\nSubject: S\nDate: 4 March 2019 at 16:40:11 GMT\n"
         "To: Ann\n", "2019-03-04"),
        ("*From:* Bo\n*Sent:* Monday, March 4, 2019 4:40 PM\n*To:* Ann\n*Subject:* S\n",
         "2019-03-04"),
        ("From: Bo\nDate: Mon, 04 Mar 2019 16:40:00 +0000\nTo: Ann\nSubject: S\n", "2019-03-04"),
        ("Oddi wrth: Bo\nAnfonwyd: 4 March 2019 16:40\nAt: Ann\nPwnc: S\n", "2019-03-04"),
        ("On 4 March 2019 at 16:40, Bo Marl <b@c.example> wrote:\n", "2019-03-04"),
        ("On Mon, 4 Mar 2019 at 16:40, Bo Marl, Clerk to the Panel\n<b@c.example> wrote:\n",
         "2019-03-04"),
        # Days that are none, or could be two, are not taken; nor is one after the mail itself.
        ("From: Bo\nSent: 2/5/2019 4:40 PM\nTo: Ann\nSubject: S\n", None),
        ("From: Bo\nSent: Tuesday, 4 March 2019\nTo: Ann\nSubject: S\n", None),
        ("From: Bo\nSent: 9 March 2019 16:40\nTo: Ann\nSubject: S\n", None),
        ("From: Bo\nTo: Ann\nSubject: S\n", None),
    ],
)  # fmt: skip
def test_a_quoted_message_is_a_part_with_the_day_of_its_own_header(
    tmp_path: Path, quoted: str, day: str | None
) -> None:
    body = (
        f"Dear Panel of Marlshire,\n\nWe made 19 visits in May.\n\n{quoted}\n"
        "How many visits did you make?\n"
    )
    assert days(understood(tmp_path, "a.eml", plain(body))) == [
        ("2019-03-07", "Dear Panel of Marlshire,"),
        ("2019-03-07", "We made 19 visits in May."),
        (day, "How many visits did you make?"),
    ]


def test_answers_between_the_lines_keep_both_days(tmp_path: Path) -> None:
    body = (
        "Hello,\n\nOn 5 March 2019, Bo wrote:\n\n> How many visits were there in all?\n\n"
        "There were 19 visits.\n\n> And what did they cost us?\n>> An older question of mine.\n\n"
        "They cost £450.\n"
    )
    assert days(understood(tmp_path, "a.eml", plain(body))) == [
        ("2019-03-07", "Hello,"),
        ("2019-03-05", "How many visits were there in all?"),
        ("2019-03-07", "There were 19 visits."),
        ("2019-03-05", "And what did they cost us?"),
        (None, "An older question of mine."),
        ("2019-03-07", "They cost £450."),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "The next meeting:\n\nDate: 4 June 2018\nTime: 10:00\nVenue: Town Hall",
        "We said on 5 May 2018 the following:\n\nnothing at all.",
        "To: be agreed\nSubject: the precept",
        "From 4 June 2018 the office is closed.",
        "--------\nA rule above these words.",
    ],
)
def test_words_that_look_like_a_header_stay_words_of_the_mail(tmp_path: Path, words: str) -> None:
    found = understood(tmp_path, "a.eml", plain(words))
    assert len(found.parts) == 1
    for line in words.split("\n"):
        assert line in found.document.text


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Tue, 05 Nov 2019 09:12:33 +0000", "2019-11-05"),
        ("Tue, 5 Nov 2019 23:59:00 -0800", "2019-11-05"),
        ("5 Nov 2019 09:12 GMT", "2019-11-05"),
        ("Mon, 05 Nov 2019 09:12:33 +0000", None),
        ("Thu, 01 Jan 1970 00:00:00 +0000", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_the_day_of_a_mail_is_the_one_its_sender_saw(written: str, day: str | None) -> None:
    assert thread.sent_on(written) == day


def page(body: str) -> bytes:
    mail = EmailMessage()
    mail["From"] = "Clerk <clerk@vale.example>"
    mail["Subject"] = "Re: Rural crime"
    mail["Date"] = "Wed, 12 Feb 2020 23:30:00 +0000"
    mail.set_content(f"<html><head><style>p {{}}</style></head><body>{body}</body></html>", "html")
    return mail.as_bytes()


GMAIL = (
    "<div><p>Members will wish to see this.</p><ul><li>Nine officers were there.</li></ul></div>"
    '<div class="gmail_quote"><div class="gmail_attr">On Mon, 10 Feb 2020 at 09:14, Ruth Dale '
    '&lt;<a href="mailto:r@f.example">r@f.example</a>&gt; wrote:<br></div>'
    '<blockquote class="gmail_quote"><div>The team found 14 quad bikes.</div>'
    "<table><tr><th>Month</th><th>Thefts</th></tr><tr><td>December</td><td>41</td></tr></table>"
    "</blockquote></div>"
)
OUTLOOK = (
    "<p>Members will wish to see this.</p><p>• Nine officers were there.</p>"
    "<div style='border-top:solid'>"
    "<p><b>From:</b> Dale, Ruth<br><b>Sent:</b> 10 February 2020 09:14<br><b>To:</b> Clerk<br>"
    "<b>Subject:</b> Rural crime</p></div><p>The team found 14 quad bikes.</p>"
    "<table><tr><th>Month</th><th>Thefts</th></tr><tr><td>December</td><td>41</td></tr></table>"
)


@pytest.mark.parametrize("body", [GMAIL, OUTLOOK])
def test_a_body_that_is_a_page_keeps_its_blocks_and_its_messages(tmp_path: Path, body: str) -> None:
    found = understood(tmp_path, "a.eml", page(body))
    assert [(day, " ".join(text.split())) for day, text in days(found)] == [
        ("2020-02-12", "Members will wish to see this."),
        ("2020-02-12", "Nine officers were there."),
        ("2020-02-10", "The team found 14 quad bikes."),
        ("2020-02-10", "December 41"),
    ]
    assert found.passages[-1].columns == "Month | Thefts"


def test_a_law_quoted_by_the_author_is_no_message(tmp_path: Path) -> None:
    body = "<p>The Act says:</p><blockquote>A panel must meet.</blockquote><p>We agree.</p>"
    assert len(understood(tmp_path, "a.eml", page(body)).parts) == 1


def attached(*files: tuple[str, bytes]) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@b.example", "Papers"
    mail["Date"] = "Wed, 12 Feb 2020 09:30:00 +0000"
    mail.set_content("Papers attached.")
    for name, data in files:
        mail.add_attachment(data, "application", "octet-stream", filename=name)
    return mail


def test_attachments_are_documents_of_their_own(tmp_path: Path) -> None:
    mail = attached(
        ("vans.txt", b"Minutes of 3 March 2019\n\nTwelve vans were stopped."),
        ("../../up.txt", b"A name with a path is a name."),
        ("vans.txt", b"Another file of one name."),
        ("logo.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40),
        ("Thumbs.db", b"left out"),
    )
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "c@d.example", "Drones / draft"
    inner["Date"] = "Tue, 4 Feb 2020 10:00:00 +0000"
    inner.set_content("The inner words.")
    mail.add_attachment(inner)
    found = {one.source.path: one for one in readings(tmp_path, "m.eml", mail.as_bytes())}
    assert {path: one.status for path, one in found.items()} == {
        "m.eml": "ok",
        "m.eml/vans.txt": "ok",
        "m.eml/up.txt": "ok",
        "m.eml/vans (2).txt": "ok",
        "m.eml/logo.png": "failed",
        "m.eml/Drones draft.eml": "ok",
    }
    assert {one.within for one in found.values()} == {"", "m.eml"}
    document = found["m.eml/Drones draft.eml"].document
    assert isinstance(document, Document)
    assert (document.title, document.said_on) == ("Drones / draft", "2020-02-04")
    vans = found["m.eml/vans.txt"].document
    assert vans is not None
    assert vans.source.size == 50
    assert vans.said_on is None  # told by what it says, not by the mail


def test_of_two_forms_of_the_words_one_is_read(tmp_path: Path) -> None:
    mail = attached()
    mail.add_alternative("<p>Papers attached.</p>", subtype="html")
    assert [text for _, text in days(understood(tmp_path, "a.eml", mail.as_bytes()))] == [
        "Papers attached."
    ]


def test_a_line_that_the_program_shows_no_pages_is_no_form_of_the_words(tmp_path: Path) -> None:
    mail = attached()
    mail.set_content("See the page.")
    mail.add_alternative(f"<p>{'The panel met again. ' * 40}</p>", subtype="html")
    (told,) = days(understood(tmp_path, "a.eml", mail.as_bytes()))
    assert told[1].startswith("The panel met")


def test_an_encoded_header_is_decoded_and_a_broken_one_stays() -> None:
    assert decoded("=?utf-8?Q?caf=C3=A9?= =?iso-8859-1?Q?s=E9?=") == "cafésé"
    assert decoded("=?nonsense?B?4pyT?=")
    assert decoded("=?utf-8?B?!!?= x")


def test_crafted_bodies_take_time_in_proportion() -> None:
    own = thread.Head("t", "2020-01-01")
    crafted = [
        "> " * 40_000,
        "On 4 March 2019 " * 20_000,
        "\n".join(["From:"] * 30_000),
        "\n".join(["On 4 March 2019"] * 30_000),
        "\n".join("> " * (n % 3) + "From: x" for n in range(30_000)),
        "-" * 200_000 + "x",
        "*" * 100_000 + "From:",
        "\n".join(["-----", ""] * 20_000),
    ]
    for body in crafted:
        began = time.process_time()
        thread.turns([thread.unquoted(line) for line in body.split("\n")], own)
        assert time.process_time() - began < 2, body[:20]


def test_a_text_that_prints_a_mail_is_a_text(tmp_path: Path) -> None:
    words = b"From: Bo\nTo: Ann\nSubject: S\nMIME-Version: 1.0\n\nHow many?\n"
    (found,) = readings(tmp_path, "letter.txt", words)
    assert found.source == SourceFile("letter.txt", found.source.sha256, "text/plain", len(words))
