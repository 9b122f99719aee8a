"""A server that stays up: descriptors, half requests, bursts, panics, and what ends a process."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPResponse
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.request import urlopen

import httpx
import made
import pytest
from made import Line, document, write
from specimen_index import specimen_index

from api.cli import server
from api.http import connection, load
from api.http.load import Load
from api.http.vitals import Meter
from bench.soak import child_of, served, soak, told
from search.settings import DEFAULT_MODEL


@pytest.fixture
def index(tmp_path: Path) -> Path:
    place = tmp_path / "index"
    lines = [Line(f"The Panel noted report {n} on 999 calls.") for n in range(40)]
    # Of the default model, but of another export of it: nothing is loaded or fetched.
    with patch.dict(made.FACTS, model=DEFAULT_MODEL):
        write(place, [document(f"notes/{n}.txt", lines) for n in range(6)])
    return place


def status(address: str) -> int:
    """Of an answer on a connection of its own."""
    with urlopen(address, timeout=60) as answer:
        return int(answer.status)


def settled(process: int) -> int:
    """Its open files, once the connections that were ended are closed."""
    counts = []
    for _ in range(20):
        counts.append(len(os.listdir(f"/proc/{process}/fd")))
        time.sleep(0.02)
    return min(counts)


on_linux = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="looks into /proc")


@on_linux
@pytest.mark.slow
def test_twenty_bursts_of_forty_under_few_descriptors_are_all_answered(index: Path) -> None:
    with served(index) as (process, address, _):
        paths = [
            f"{address}/v1/documents/notes/{n % 6}.txt/text" if n % 2 else f"{address}/v1/documents"
            for n in range(40)
        ]
        statuses: Counter[int] = Counter()
        open_after: list[int] = []
        with ThreadPoolExecutor(40) as pool:
            for _ in range(20):
                statuses.update(pool.map(status, paths))
                open_after.append(settled(child_of(process)))
    assert statuses == {200: 800}
    assert max(open_after) <= open_after[0] + 10, open_after  # the connections to the store


@on_linux
@pytest.mark.slow
def test_a_soak_of_some_minutes_leaves_nothing_behind() -> None:
    """``MINUTED_SOAK`` is how many minutes, 5 being enough to tell."""
    if "MINUTED_SOAK" not in os.environ:
        pytest.skip("soaking takes minutes: MINUTED_SOAK=5 does it")
    minutes = float(os.environ["MINUTED_SOAK"])
    with served(specimen_index()) as (process, address, _):
        found = soak(process, address, minutes * 60)
    assert not found.faults, told(found, minutes)
    assert not found.restarted
    assert found.leaked() <= 4, found.descriptors
    assert found.growth() < 0.05, found.memory


@on_linux
@pytest.mark.slow
@pytest.mark.parametrize("end", [signal.SIGBUS, signal.SIGSEGV, signal.SIGKILL])
def test_a_server_that_a_signal_ends_is_started_again(index: Path, end: signal.Signals) -> None:
    with served(index, "--access-log") as (process, address, said):
        assert httpx.get(f"{address}/healthz").status_code == 200
        before = child_of(process)
        os.kill(before, end)
        # Who asks meanwhile waits: the socket stays open.
        assert httpx.get(f"{address}/v1/documents?limit=1", timeout=60).status_code == 200
        assert child_of(process) != before
        assert f"ended by {end.name}; it is started again" in said.read_text()
        httpx.get(f"{address}/v1/passages/none", params={"q": "a private question"}, timeout=60)
        deadline = time.monotonic() + 20  # a request is told once its answer is on its way
        while "GET /v1/passages/none 404" not in (log := said.read_text()):
            assert time.monotonic() < deadline, log
            time.sleep(0.05)
        assert "private" not in log


@on_linux
@pytest.mark.slow
@pytest.mark.parametrize(("end", "code"), [(signal.SIGTERM, -15), (signal.SIGINT, 130)])
def test_who_stops_it_stops_both_processes(index: Path, end: signal.Signals, code: int) -> None:
    with served(index) as (process, address, _):
        inner = child_of(process)
        process.send_signal(end)
        assert process.wait(30) == code
        assert not Path(f"/proc/{inner}").exists()
        with pytest.raises(httpx.TransportError):
            httpx.get(f"{address}/healthz")


@on_linux
@pytest.mark.slow
def test_the_serving_process_does_not_outlive_the_one_that_started_it(index: Path) -> None:
    with served(index) as (process, _, _):
        inner = child_of(process)
        assert b"MALLOC_ARENA_MAX=" in Path(f"/proc/{inner}/environ").read_bytes()
        process.kill()
        process.wait()
        deadline = time.monotonic() + 20
        while Path(f"/proc/{inner}").exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not Path(f"/proc/{inner}").exists()


def test_memory_that_nothing_uses_is_given_back_again_and_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Enough(Exception):
        pass

    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            raise Enough

    monkeypatch.setattr(server.time, "sleep", sleep)
    with pytest.raises(Enough):
        server._give_back()


@pytest.fixture
def address(client: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    """The app behind its own protocol, with little patience."""
    import uvicorn

    monkeypatch.setattr(connection, "ARRIVES", 1.5)
    made = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        client.app, http=connection.TimedProtocol, log_level="critical", lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [made]})
    thread.start()
    yield made.getsockname()
    server.should_exit = True
    thread.join(10)


HALF = {
    "nothing": b"",
    "half a line": b"GET /heal",
    "half the headers": b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nx: y\r\n",
    "half a body": b"POST /v1/search HTTP/1.1\r\nhost: localhost\r\ncontent-type: "
    b"application/json\r\ncontent-length: 900\r\n\r\n{",
}


@pytest.mark.parametrize("sent", HALF.values(), ids=HALF)
def test_half_a_request_is_not_waited_for_for_ever(address: tuple[str, int], sent: bytes) -> None:
    with socket.create_connection(address, timeout=10) as half:
        half.sendall(sent)
        began = time.monotonic()
        answer = half.recv(1000)
        assert 0.3 < time.monotonic() - began < 8
        assert answer == b"" or answer.startswith(b"HTTP/1.1 408")


def test_a_request_that_arrives_slowly_but_in_time_is_answered(address: tuple[str, int]) -> None:
    with socket.create_connection(address, timeout=10) as slow:
        for piece in (b"GET /healthz HT", b"TP/1.1\r\nhost: loc", b"alhost\r\n\r\n"):
            slow.sendall(piece)
            time.sleep(0.05)
        assert status_of(slow) == 200
        time.sleep(2)  # longer than a request may take: now nothing is asked
        slow.sendall(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n")
        assert status_of(slow) == 200


def status_of(connection: socket.socket) -> int:
    """Of a reply that is read to its end: its head and its body may arrive one after the other."""
    with HTTPResponse(connection) as reply:
        reply.begin()
        reply.read()
        return reply.status


def test_more_connections_than_can_be_held_are_told_to_come_again(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "most_connections", lambda: 0)
    with socket.create_connection(address, timeout=10) as one_more:
        answer = one_more.recv(1000)
    assert answer.startswith(b"HTTP/1.1 503")
    assert b"retry-after" in answer


def asked_at_once(paths: list[str]) -> list[int]:
    """The statuses of requests that all arrive before the first is answered."""

    async def all_of_them() -> list[int]:
        together = asyncio.Event()
        statuses: list[int] = []

        async def app(scope: Any, receive: Any, send: Any) -> None:
            await together.wait()
            await send({"type": "http.response.start", "status": 200, "headers": []})

        limited = Load(app, Meter())

        async def one(path: str) -> None:
            async def send(message: Any) -> None:
                if message["type"] == "http.response.start":
                    statuses.append(message["status"])

            scope = {"type": "http", "method": "GET", "path": path, "query_string": b""}
            await limited(scope, None, send)  # type: ignore[arg-type]

        asking = asyncio.gather(*(one(path) for path in paths))
        await asyncio.sleep(0.2)
        together.set()
        await asking
        return statuses

    return asyncio.run(all_of_them())


def test_more_requests_than_can_be_answered_are_told_to_come_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(load, "MOST_UNDER_WAY", 3)
    assert Counter(asked_at_once(["/ask"] * 5)) == {200: 3, 503: 2}
    assert Counter(asked_at_once(["/ask"] * 3 + ["/healthz", "/metrics"])) == {200: 5}


def test_whole_lists_wait_for_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "PATIENCE", 0.1)
    assert Counter(asked_at_once(["/every.docx"] * 5)) == {200: 2, 503: 3}


class Panic(BaseException):
    """What a library in Rust raises when it panics: no Exception."""


def test_a_panic_is_a_fault_of_one_answer(client: Any, engine: Any) -> None:
    def panics(*_: Any, **__: Any) -> Any:
        raise Panic("secret")

    engine.search = panics
    for path in ("/v1/search?q=x", "/search?q=x"):
        answer = client.get(path)
        assert answer.status_code == 500
        assert "secret" not in answer.text
    assert client.get("/v1/documents").status_code == 200


def test_the_metrics_count_what_was_answered_and_never_say_what_was_asked(client: Any) -> None:
    for _ in range(3):
        client.get("/v1/search", params={"q": "a private question"})
    client.get("/documents/notes/2021-01.txt")
    told = client.get("/metrics").text
    assert 'minuted_requests_total{method="GET",route="/v1/search",status="200"} 3.0' in told
    assert "minuted_index_age_seconds" in told
    assert "private" not in told
    assert "2021-01" not in told


@on_linux
def test_readiness_tells_descriptors_memory_and_the_age_of_the_build(client: Any) -> None:
    told = client.get("/readyz").json()
    assert 0 < told["descriptors"] < told["most_descriptors"]
    assert told["memory_bytes"] > 10_000_000
    assert told["age_seconds"] > 0
