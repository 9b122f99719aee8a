"""Whether a server stays up: bursts of ordinary and hostile requests, and what they leave behind.

    python -m bench.soak --index DIR [--minutes 60] [--descriptors 160] [--pause 0]

Starts ``minuted serve`` on a port of its own, under few descriptors, and sends bursts of forty
requests at once: searches, lists, questions and documents; queries made to be slow or to break
something; names as long as the limits and longer; filters that there are not; methods, bodies and
addresses that no browser sends; connections that end in the middle. Prints how many were answered
with which status, what of it was a fault (5xx but 503), how long answers took, and descriptors and
memory of the serving process when it had warmed up and at the end. SIGTERM ends it early, and what
was seen until then is printed.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import resource
import signal
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

ROOT = Path(__file__).parents[1]
AT_ONCE = 40
DESCRIPTORS = 160
COMING_UP = 300
"""Seconds that a server may take to come up on a machine with other work."""
WARM = 0.25
"""Share of the time after which a server has seen everything once and holds what it will hold."""


@dataclass
class Soak:
    """What was seen. ``statuses`` by number, 'aborted' where we hung up, 'closed' where it did."""

    statuses: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    descriptors: list[int] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    restarted: bool = False

    def growth(self) -> float:
        """Of memory, from when it had warmed up to the end, as a share."""
        warm = int(len(self.memory) * WARM)
        few = max(1, len(self.memory) // 10)
        before = statistics.median(self.memory[warm : warm + few])
        return statistics.median(self.memory[-few:]) / before - 1

    def leaked(self) -> int:
        """Descriptors at rest, at the end, over those when it had warmed up."""
        warm = int(len(self.descriptors) * WARM)
        few = max(1, len(self.descriptors) // 10)
        return min(self.descriptors[-few:]) - min(self.descriptors[warm : warm + few])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, required=True, help="a built index")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--descriptors", type=int, default=DESCRIPTORS)
    parser.add_argument("--pause", type=float, default=0, help="seconds between two bursts")
    options = parser.parse_args()
    with served(options.index, descriptors=options.descriptors) as (process, address, _):
        began = time.monotonic()
        found = soak(process, address, options.minutes * 60, options.pause)
        minutes = (time.monotonic() - began) / 60
    print(told(found, minutes))
    sys.exit(bool(found.faults or found.restarted))


def told(found: Soak, minutes: float) -> str:
    """A table in the form of bench/README.md."""
    by_status = ", ".join(f"{name}: {count:,}" for name, count in sorted(found.statuses.items()))
    seconds = sorted(found.seconds) or [0.0]
    p95 = seconds[int(len(seconds) * 0.95)]
    rows = [
        ("requests", f"{sum(found.statuses.values()):,} in {minutes:.0f} minutes"),
        ("by status", by_status),
        ("faults (5xx but 503)", str(len(found.faults))),
        ("median and p95 of an answer", f"{statistics.median(seconds):.2f} s, {p95:.2f} s"),
        ("descriptors at rest, most", f"{min(found.descriptors)}, {max(found.descriptors)}"),
        ("descriptors at the end over those when warm", f"{found.leaked():+d}"),
        ("memory when warm to the end", f"{found.growth():+.1%}"),
        ("memory at the end", f"{found.memory[-1] / 1e6:.0f} MB"),
        ("started again", "yes" if found.restarted else "no"),
    ]
    lines = ["| what | |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in rows)]
    return "\n".join([*lines, *(f"fault: {one}" for one in found.faults[:20])])


@contextmanager
def served(
    index: Path, *more: str, descriptors: int = DESCRIPTORS
) -> Iterator[tuple[subprocess.Popen[bytes], str, Path]]:
    """``minuted serve`` in processes of its own: the outer one, its address, and what it says."""

    def few() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))

    command = [sys.executable, "-m", "api.cli.main", "serve", "--index", str(index), "--port", "0"]
    with tempfile.TemporaryDirectory(prefix="minuted-served-") as folder:
        said = Path(folder) / "said"
        with said.open("wb") as log:
            process = subprocess.Popen(
                [*command, *more], cwd=ROOT, stderr=log, preexec_fn=few,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )  # fmt: skip
        try:
            deadline = time.monotonic() + COMING_UP
            while not (found := re.search(r"http://\S+:\d+", said.read_text())):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"The server did not come up: {said.read_text()}")
                time.sleep(0.1)
            yield process, found.group().rstrip(","), said
        finally:
            process.terminate()
            process.wait(30)


def child_of(process: subprocess.Popen[bytes]) -> int:
    """The serving process: the first child of the one that keeps it up."""
    told = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return int(told[0])


def soak(process: subprocess.Popen[bytes], address: str, seconds: float, pause: float = 0) -> Soak:
    """Burst upon burst until the time is over."""
    found = Soak()
    place = urlsplit(address)
    where = (str(place.hostname), int(place.port or 80))
    _until_ready(where)
    serving = child_of(process)
    chance = random.Random(14)
    documents = _documents(where)
    over = time.monotonic() + seconds
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while time.monotonic() < over and not stopped.is_set():
            burst = [_request(chance, documents) for _ in range(AT_ONCE)]
            for status, took, request in pool.map(lambda one: _sent(where, one), burst):
                found.statuses[status] += 1
                if took is not None:
                    found.seconds.append(took)
                if status.startswith("5") and status != "503":
                    found.faults.append(f"{status} {request.method} {request.target[:200]}")
            _sample(serving, found)
            stopped.wait(pause)
        found.restarted = child_of(process) != serving
    return found


def _sample(serving: int, found: Soak) -> None:
    """At rest: once the connections of a burst are closed."""
    try:
        counts = []
        for _ in range(10):
            counts.append(len(os.listdir(f"/proc/{serving}/fd")))
            time.sleep(0.02)
        pages = int(Path(f"/proc/{serving}/statm").read_text().split()[1])
    except OSError:
        return  # it was ended: another one serves, which is told
    found.descriptors.append(min(counts))
    found.memory.append(pages * resource.getpagesize())


@dataclass(frozen=True)
class Request:
    """``target`` goes out as it stands. ``stop`` is where we hang up: '' for nowhere."""

    target: str
    method: str = "GET"
    body: bytes = b""
    media: str = ""
    stop: str = ""


_TOPICS = (
    "body worn video", "999 calls", "OC16", "domestic abuse", "knife crime", "precept",
    "stop and search", "victims", "neighbourhood policing", "custody", "speeding", "the",
)  # fmt: skip
_QUESTIONS = (
    "How often are body worn cameras switched on?",
    "What was said about the time it takes to answer 999 calls?",
    "Who chaired the meeting in March?",
    "What did the Commissioner promise on knife crime?",
    "How many times was a Taser fired in 2023?",
)
_HOSTILE = (
    "", " ", "\x00", "\u202e", "😀" * 300, "a" * 4000, "a" * 4001, "a" * 20_000, "“" * 2000,
    '"' * 1999, "(" * 3000, "word " * 3000, ", ".join(f"w{n}" for n in range(600)),
    " OR ".join(["x y"] * 400), "NOT " * 300, "1," * 1900, "when was : " * 300, "?" * 3999,
    "' OR 1=1 --", "<script>alert(1)</script>", "../../etc/passwd", "%s%n%x", "{{7*7}}", "*:*",
    "text:[* TO *]", "\u0430\u0301" * 900, "since since since " * 200, "between 1 and 2 and " * 150,
    "what new in " + "." * 3900, "\t" * 1500 + "was", "A A'" * 900, "éàü ßſ ﬁ ǅ İ",
)  # fmt: skip
_FILTERS = (
    "since=2020-13-45", "since=yesterday", "kind=nothing", "kind=" + "k" * 3000, "limit=-1",
    "limit=99999999999", "offset=-5", "offset=1e9", "cursor=AAAA", "cursor=" + "z" * 2000,
    "since=2024&until=2019", "sort=worst", "body=%ff%fe", "page=0", "page=99999", "said_on=%00",
    "since=2019&since=2020", "kind=letter&kind=minutes", "document=%2e%2e%2f",
)  # fmt: skip
_DOORS = ("/v1/search", "/v1/every", "/v1/ask", "/search", "/every", "/ask", "/every.csv",
          "/actions", "/figures", "/changes", "/brief", "/asked", "/timeline")  # fmt: skip
_ADDRESSES = (
    "/", "/help", "/evaluation", "/archive", "/scripts", "/openapi.json", "/metrics", "/healthz",
    "/readyz", "/nothing", "/" + "a" * 8000, "/documents/" + "../" * 50 + "etc/passwd",
    "/documents/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/v1/passages/" + "p" * 3000, "//", "/%00",
    "/v1/documents/\u00e9", "/static/../app.py", "/v1/documents?limit=1", "/sheet",
)  # fmt: skip
_METHODS = ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "HEAD", "BREW")


def _request(chance: random.Random, documents: list[str]) -> Request:
    """Half of all is what readers do; the rest is not."""
    topic, question = chance.choice(_TOPICS), chance.choice(_QUESTIONS)
    kind = chance.random()
    if kind < 0.2:
        return Request(f"{chance.choice(_DOORS)}?q={quote(topic)}")
    if kind < 0.3:
        return Request(f"{chance.choice(('/ask', '/v1/ask'))}?q={quote(question)}")
    if kind < 0.5:
        name = quote(chance.choice(documents))
        return Request(chance.choice((f"/documents/{name}", f"/v1/documents/{name}/text")))
    if kind < 0.7:
        words = quote(chance.choice(_HOSTILE), safe="", errors="surrogatepass")
        return Request(f"{chance.choice(_DOORS)}?q={words}")
    if kind < 0.8:
        return Request(f"{chance.choice(_DOORS)}?q={quote(topic)}&{chance.choice(_FILTERS)}")
    if kind < 0.87:
        return Request(quote(chance.choice(_ADDRESSES), safe="/%?=.&"))
    if kind < 0.93:
        method = chance.choice((*_METHODS, "POST"))
        body = chance.choice((b"", b"{", b"\xff" * 900, b'{"q": ' + b"[" * 5000, b"q=x&q=y" * 900))
        media = chance.choice(("application/json", "text/plain", "multipart/form-data", ""))
        return Request(f"{chance.choice(_DOORS)}?q={quote(topic)}", method, body, media)
    stop = chance.choice(("at once", "half", "unread", "reset"))
    return Request(f"{chance.choice(_DOORS)}?q={quote(topic)}", stop=stop)


def _sent(where: tuple[str, int], request: Request) -> tuple[str, float | None, Request]:
    """Its status, and seconds until all of it was read."""
    began = time.monotonic()
    try:
        if request.stop:
            _aborted(where, request)
            return "aborted", None, request
        connection = http.client.HTTPConnection(*where, timeout=120)
        try:
            headers = {"content-type": request.media} if request.media else {}
            connection.request(request.method, request.target, request.body or None, headers)
            answer = connection.getresponse()
            answer.read()
            return str(answer.status), time.monotonic() - began, request
        finally:
            connection.close()
    except (OSError, http.client.HTTPException):
        return "closed", None, request


def _aborted(where: tuple[str, int], request: Request) -> None:
    """Hang up in the middle."""
    whole = f"GET {request.target} HTTP/1.1\r\nhost: {where[0]}:{where[1]}\r\n\r\n".encode()
    with socket.create_connection(where, timeout=30) as made:
        if request.stop == "at once":
            return
        made.sendall(whole[: len(whole) // 2] if request.stop == "half" else whole)
        if request.stop == "reset":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif request.stop == "unread":
            made.recv(1)


def _until_ready(where: tuple[str, int]) -> None:
    """Wait until answers come at once."""
    deadline = time.monotonic() + 300
    while _sent(where, Request("/readyz"))[0] != "200" and time.monotonic() < deadline:
        time.sleep(0.5)


def _documents(where: tuple[str, int]) -> list[str]:
    connection = http.client.HTTPConnection(*where, timeout=120)
    connection.request("GET", "/v1/documents")
    told = json.loads(connection.getresponse().read())
    connection.close()
    return [str(one["document"]) for one in told["documents"]]


if __name__ == "__main__":
    main()
