"""Mails and ZIP archives among the files: read as folders, whatever they hold, within limits."""

from __future__ import annotations

import asyncio
import io
import struct
import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from compound import compound, outlook
from made import FakeEncoder, build
from starlette.responses import Response

from api.web import source_files
from corpus.errors import DocumentMissing
from indexer.analyse import analyse, understand
from indexer.readers import archive
from indexer.readers.archive import find_files, holder, read_archive, taken_out
from indexer.readers.containers import room as rooms
from indexer.readers.endings import Reading
from search.settings import Settings

LIMITS = Settings(file_seconds=20, file_memory=700)


def packed(files: dict[str, bytes], **how: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how.get("method", zipfile.ZIP_DEFLATED)) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return made.getvalue()


def mail(subject: str, *files: tuple[str, bytes]) -> bytes:
    made = EmailMessage()
    made["From"], made["Subject"] = "clerk@vale.example", subject
    made["Date"] = "Wed, 12 Feb 2020 09:30:00 +0000"
    made.set_content(f"The words of {subject}.")
    for name, data in files:
        made.add_attachment(data, "application", "octet-stream", filename=name)
    return made.as_bytes()


def read(folder: Path, settings: Settings = LIMITS) -> dict[str, Reading]:
    found: dict[str, Reading] = {}
    for one in read_archive(folder, find_files(folder), settings):
        assert one.source.path not in found
        assert "\n" not in one.detail + one.cure
        found[one.source.path] = one
    return found


def statuses(found: dict[str, Reading]) -> dict[str, str]:
    return {path: one.status for path, one in found.items()}


def test_a_zip_is_a_folder(tmp_path: Path) -> None:
    files = {
        "papers/June/minutes.txt": b"The panel met in June.",
        "papers\\July\\minutes.txt": b"The panel met in July.",
        "__MACOSX/papers/._minutes.txt": b"\0",
        ".hidden": b"x",
        "papers/~$minutes.docx": b"x",
        "papers/mail.eml": mail("the question", ("answer.txt", b"It cost 40 pounds.")),
    }
    (tmp_path / "pack.zip").write_bytes(packed(files))
    found = read(tmp_path)
    assert statuses(found) == dict.fromkeys(
        [
            "pack.zip",
            "pack.zip/papers/June/minutes.txt",
            "pack.zip/papers/July/minutes.txt",
            "pack.zip/papers/mail.eml",
            "pack.zip/papers/mail.eml/answer.txt",
        ],
        "ok",
    )
    assert found["pack.zip"].detail == "3 files in it"
    assert found["pack.zip"].document is None
    assert {one.within for path, one in found.items() if "/" in path} == {"pack.zip"}


def test_a_mail_of_outlook_is_a_mail(tmp_path: Path) -> None:
    body = (
        "It cost £450.\r\n\r\nFrom: Bo\r\nSent: 4 March 2019 16:40\r\nSubject: S\r\n\r\nHow much?"
    )
    sent = datetime(2019, 3, 7, 10, tzinfo=UTC)
    made = outlook("Re: Café", body, sent, {"C:\\papers\\vans.txt": b"Twelve vans."})
    (tmp_path / "a.msg").write_bytes(made)
    found = read(tmp_path)
    assert statuses(found) == {"a.msg": "ok", "a.msg/vans.txt": "ok"}
    document = found["a.msg"].document
    assert document is not None
    assert (document.title, document.said_on) == ("Re: Café", "2019-03-07")
    told = [(one.said_on, one.text) for one in analyse(document).passages]
    assert told == [("2019-03-07", "It cost £450."), ("2019-03-04", "How much?")]


def test_an_hour_that_may_be_of_the_next_day_gives_no_day(tmp_path: Path) -> None:
    sent = datetime(2019, 7, 7, 23, 20, tzinfo=UTC)
    (tmp_path / "a.msg").write_bytes(outlook("S", "The panel met.", sent, {}))
    document = read(tmp_path)["a.msg"].document
    assert document is not None
    assert document.said_on is None


def _listed_larger(data: bytes, size: int) -> bytes:
    """A ZIP whose list tells another size of its first file."""
    at = data.index(b"PK\x01\x02") + 24
    return data[:at] + struct.pack("<I", size) + data[at + 4 :]


def _locked(data: bytes) -> bytes:
    """A ZIP whose files claim to be locked."""
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data = data[: at + 8] + b"\x01\x00" + data[at + 10 :]
        at += 4
    return data


def _overlapping() -> bytes:
    """Forty names for one stretch of bytes."""
    one = packed({"a.txt": b"The panel met. " * 10_000})
    at, end = one.index(b"PK\x01\x02"), one.index(b"PK\x05\x06")
    entry = one[at:end]
    entries = entry * 40
    tail = one[end:]
    tail = tail[:8] + struct.pack("<HHI", 40, 40, len(entries)) + tail[16:]
    return one[:at] + entries + tail


DEEP = b"The panel met."
for _ in range(9):
    DEEP = packed({"more.zip": DEEP} if DEEP[:2] == b"PK" else {"deep.txt": DEEP})

LOOP = mail("the innermost")
for n in range(12):
    LOOP = mail(f"round {n}", ("again.eml", LOOP))

HOSTILE_WHOLE = {
    "bomb.zip": packed({"zeros.txt": b"\0" * 60_000_000}),
    "many.zip": packed({f"{n}.txt": b"x" for n in range(9_000)}),
    "lies.zip": _listed_larger(packed({"a.txt": b"The panel met. " * 100}), 2**32 - 10),
    "locked.zip": _locked(packed({"a.txt": b"x", "b.txt": b"y"})),
    "upon one another.zip": _overlapping(),
    "cut.zip": packed({"a.txt": b"The panel met."})[:-30],
    "nothing.zip": packed({}),
    "only hidden.zip": packed({"__MACOSX/a": b"x", ".b": b"y"}),
    "noise.zip": b"PK\x03\x04" + bytes(range(256)) * 10,
    "noise.msg": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 20,
    "empty.msg": compound({"__properties_version1.0": b"\0" * 32}),
    "half.msg": outlook("S", "Words.", datetime(2019, 3, 7, tzinfo=UTC), {})[:1500],
    "nothing.eml": b"From: a@b.example\nSubject: nothing\nTo: c@d.example\n\n",
    "sealed.eml": b"From: a@b.example\nSubject: s\nContent-Type: application/pkcs7-mime\n\nMIAG",
    "nested.eml": b"From: a@b.example\nSubject: s\nMIME-Version: 1.0\n"
    + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(4_000)
    ),
    "parts.eml": b"From: a@b.example\nSubject: s\nContent-Type: multipart/mixed; boundary=b\n\n"
    + b"--b\nContent-Type: text/plain\n\nx\n" * 9_000,
}


def test_a_hostile_container_is_one_line(tmp_path: Path) -> None:
    for name, data in HOSTILE_WHOLE.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "minutes.txt").write_text("The panel met.")
    found = read(tmp_path)
    assert set(found) == {*HOSTILE_WHOLE, "minutes.txt"}
    for name in HOSTILE_WHOLE:
        assert found[name].status in ("failed", "empty"), name
        assert found[name].detail, name
        assert found[name].cure, name
    assert found["minutes.txt"].status == "ok"


def test_a_file_in_a_container_that_cannot_be_read_is_one_line_of_its_own(tmp_path: Path) -> None:
    files = {
        "../../etc/cron.d/evil": b"The panel met.",
        "/etc/passwd.txt": b"The panel met outside.",
        "C:\\Windows\\a.txt": b"The panel met on a drive.",
        "bomb.zip": packed({"zeros.txt": b"\0" * 60_000_000}),
        "bad.pdf": b"%PDF-1.7",
        "a" * 900 + ".txt": b"A long name.",
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, data in files.items():
            package.writestr(name, data)
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        package.writestr(link, "/etc/passwd")
    data = made.getvalue()
    place = data.index(b"The panel met on a drive.")
    damaged = data[:place] + b"XXX" + data[place + 3 :]  # a checksum that does not agree
    (tmp_path / "pack.zip").write_bytes(damaged)
    found = statuses(read(tmp_path))
    assert found == {
        "pack.zip": "ok",
        "pack.zip/(up)/(up)/etc/cron.d/evil": "failed",
        "pack.zip/etc/passwd.txt": "ok",
        "pack.zip/Windows/a.txt": "failed",
        "pack.zip/bomb.zip": "failed",
        "pack.zip/bad.pdf": "failed",
        f"pack.zip/{'a' * 196}.txt": "ok",
        "pack.zip/link.txt": "failed",
    }
    assert [path.name for path in tmp_path.iterdir()] == ["pack.zip"]


@pytest.mark.parametrize(("name", "data"), [("deep.zip", DEEP), ("loop.eml", LOOP)])
def test_containers_in_containers_end(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    found = read(tmp_path)
    assert len(found) == rooms.DEPTH_AT_MOST + 2
    deepest = max(found.values(), key=lambda one: one.source.path.count("/"))
    assert deepest.status == "failed"
    assert "deep" in deepest.detail


def test_a_file_that_holds_itself_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = packed({"papers/a.txt": b"The panel met."})
    (tmp_path / "r.zip").write_bytes(whole)
    real = archive.isolate

    def quine(work, tasks, limits, preload):  # type: ignore[no-untyped-def]
        for task, outcome in zip(tasks, real(work, tasks, limits, preload), strict=True):
            if task.read.room is not None:
                copy = task.read.room.folder / "copy"
                copy.write_bytes(whole)
                again = rooms.Member("r.zip", str(copy))
                outcome = type(outcome)((*outcome.steps, again))
            yield outcome

    monkeypatch.setattr(archive, "isolate", quine)
    found = read(tmp_path)
    assert statuses(found) == {"r.zip": "ok", "r.zip/papers/a.txt": "ok", "r.zip/r.zip": "failed"}


def test_what_one_file_holds_in_all_is_limited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "Budget", lambda: rooms.Budget(files=5))
    inner = {f"{n}.zip": packed({f"{m}.txt": b"x" for m in range(4)}) for n in range(4)}
    (tmp_path / "a.zip").write_bytes(packed(inner))
    found = read(tmp_path)
    assert sum(one.status == "ok" for one in found.values()) <= 7
    assert any("more than" in one.detail for one in found.values())


def test_only_what_changed_is_read_again(tmp_path: Path) -> None:
    folder, index = tmp_path / "archive", tmp_path / "index"
    folder.mkdir()
    (folder / "a.eml").write_bytes(mail("one", ("x.txt", b"Words of x."), ("y.txt", b"Of y.")))
    (folder / "b.txt").write_text("Words of b.")
    settings = Settings(index=index)
    seen: list[str] = []

    def counted(root, sources, *how):  # type: ignore[no-untyped-def]
        seen.extend(source.path for source in sources)
        yield from read_archive(root, sources, *how)

    def run():  # type: ignore[no-untyped-def]
        seen.clear()
        return build(folder, settings, FakeEncoder(), read_archive=counted, understand=understand)

    first = run()
    assert [line.path for line in first.files] == ["a.eml", "a.eml/x.txt", "a.eml/y.txt", "b.txt"]
    assert first.documents == 4
    again = run()
    assert not again.written
    assert (seen, len(again.files), again.removed) == ([], 4, ())
    (folder / "a.eml").write_bytes(mail("one", ("x.txt", b"Other words of x.")))
    changed = run()
    assert seen == ["a.eml"]
    assert [line.path for line in changed.files] == ["a.eml", "a.eml/x.txt", "b.txt"]
    (folder / "a.eml").unlink()
    gone = run()
    assert gone.removed == ("a.eml", "a.eml/x.txt")
    assert gone.documents == 1


def test_a_file_in_a_container_can_be_taken_out_again(tmp_path: Path) -> None:
    inner = packed({"deep/answer.txt": b"It cost 40 pounds.", "other.txt": b"Not this."})
    (tmp_path / "post").mkdir()
    (tmp_path / "post/a.eml").write_bytes(mail("one", ("pack.zip", inner), ("x.txt", b"Of x.")))
    (tmp_path / "link.eml").symlink_to(tmp_path / "post/a.eml")
    for path, words in {
        "post/a.eml/x.txt": b"Of x.",
        "post/a.eml/pack.zip/deep/answer.txt": b"It cost 40 pounds.",
    }.items():
        held = holder(tmp_path, path)
        assert held is not None
        out = taken_out(*held, tmp_path / f"out{len(path)}", LIMITS)
        assert out is not None
        assert out.read_bytes() == words
    for path in ("post/a.eml/pack.zip/../x.txt", "post/a.eml/none.txt", "post/a.eml/x.txt/y"):
        held = holder(tmp_path, path)
        assert held is not None
        assert taken_out(*held, tmp_path / "none", LIMITS) is None
    for path in ("link.eml/x.txt", "../post/a.eml/x.txt", "post", "post/b.eml/x.txt", "/etc/hosts"):
        assert holder(tmp_path, path) is None


def _sent(response: Response) -> bytes:
    """What a browser gets of a response."""
    sent: list[bytes] = []

    async def send(message: Any) -> None:
        sent.append(message.get("body", b""))

    async def receive() -> Any:
        await asyncio.sleep(60)

    asyncio.run(response({"type": "http", "method": "GET", "headers": []}, receive, send))
    return b"".join(sent)


def test_a_citation_into_a_container_leads_to_the_file_itself(tmp_path: Path) -> None:
    words = b"It cost 40 pounds."
    (tmp_path / "pack.zip").write_bytes(packed({"mail.eml": mail("one", ("answer.txt", words))}))
    found = read(tmp_path)["pack.zip/mail.eml/answer.txt"].document
    assert found is not None
    assert source_files.there(found, str(tmp_path))
    response = source_files.response(found, str(tmp_path))
    assert _sent(response) == words
    assert response.headers["content-length"] == str(len(words))
    assert "answer.txt" in response.headers["content-disposition"]
    changed = mail("one", ("answer.txt", b"It cost 50 pounds."))
    (tmp_path / "pack.zip").write_bytes(packed({"mail.eml": changed}))
    with pytest.raises(DocumentMissing, match="has changed"):
        source_files.response(found, str(tmp_path))
    (tmp_path / "pack.zip").write_bytes(packed({"other.txt": b"x"}))
    with pytest.raises(DocumentMissing, match="no longer"):
        source_files.response(found, str(tmp_path))
