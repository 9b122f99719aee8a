"""The build a server answers from, and how it moves to a newer one while people read.

A request takes the snapshot once and keeps it to its end. When the pointer of the index names
another build, that build is opened and warmed beside the old one and then takes its place; the old
one is closed when the last request that uses it is done.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from api.views import examples
from api.views.answering import Answering
from api.views.coverage import Holdings, read
from api.views.examples import Example
from corpus.errors import IndexForeign, MinutedError

log = logging.getLogger("minuted")

_REMEMBERED = 8
_LOOK_EVERY = 1.0
_GLANCE = 0.05
_TRY_AGAIN = 30.0
"""Seconds after which a build that was refused is tried again: a disk may have been busy."""


class Snapshot:
    """One opened build: its engine, what it holds, and the last few results worked out on it."""

    def __init__(self, engine: Answering) -> None:
        self.engine = engine
        self.build = engine.index.meta.build
        self.trouble: MinutedError | None = None
        self.examples: tuple[Example, ...] = ()
        self._holdings: Holdings | None = None
        self._warmed = threading.Event()
        self._reading = threading.Lock()
        self._results: OrderedDict[Hashable, _Slot] = OrderedDict()
        self._lock = threading.Lock()

    def age(self) -> float:
        """Seconds since the build was made."""
        made = datetime.fromisoformat(self.engine.index.meta.built_at)
        made = made if made.tzinfo else made.replace(tzinfo=UTC)
        return round((datetime.now(UTC) - made).total_seconds(), 1)

    @property
    def ready(self) -> bool:
        """Whether answers can be given at once."""
        return self.engine.ready

    def wait(self, seconds: float) -> bool:
        """Wait that long at most for ``ready``; raises the trouble that keeps it from coming."""
        over = time.monotonic() + seconds
        # The encoder is loaded before the reader, which is not waited for.
        while not self.ready and not self._warmed.is_set() and time.monotonic() < over:
            self._warmed.wait(_GLANCE)
        if self.trouble:
            raise self.trouble
        return self.ready

    @property
    def known(self) -> Holdings | None:
        """The holdings if they have been read already: for pages that must not wait."""
        return self._holdings

    @property
    def holdings(self) -> Holdings:
        """What is held; read at the first use, which ``warm`` makes in the background."""
        with self._reading:
            if self._holdings is None:
                self._holdings = read(self.engine.index)
            return self._holdings

    def warm(self) -> None:
        """Load what answers need. A model that cannot be used is kept as ``trouble``."""
        try:
            self.engine.warm()
        except MinutedError as error:
            self.trouble = error
        self._warmed.set()
        held = self.holdings
        if not self.trouble:
            self.examples = tuple(examples.chosen(self.engine, held))

    def remember(self, key: Hashable, work: Callable[[], Any]) -> Any:
        """The result of ``work``, kept for the last few keys; many askers share one computing."""
        with self._lock:
            slot = self._results.get(key)
            if slot is None:
                slot = self._results[key] = _Slot()
                while len(self._results) > _REMEMBERED:
                    self._results.popitem(last=False)
            self._results.move_to_end(key)
        with slot.lock:
            if not slot.done:
                slot.value = work()
                slot.done = True
            return slot.value


class _Slot:
    __slots__ = ("done", "lock", "value")

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.done = False
        self.value: Any = None


class Snapshots:
    """The live snapshot of one location. ``open_engine`` opens whatever is live there now."""

    def __init__(self, open_engine: Callable[[], Answering], location: str | Path = "") -> None:
        self._open = open_engine
        self._pointer = Path(location) / "CURRENT" if location else None
        self._live: Snapshot | None = None
        self._users: dict[int, int] = {}
        self._lock = threading.Lock()
        self._opening = threading.Lock()
        self._looked = float("-inf")
        self._moving = threading.Lock()
        self._served: str | None = None
        self._refused: tuple[str | None, float] = None, 0.0
        self._archive: str | None = None
        self.trouble: MinutedError | None = None

    @property
    def live(self) -> Snapshot | None:
        """The live snapshot if it is open, to be looked at and not kept."""
        return self._live

    @contextmanager
    def use(self) -> Iterator[Snapshot]:
        """The live snapshot, held open until the block ends. Raises what opening it raises."""
        snapshot = self._taken()
        try:
            yield snapshot
        finally:
            self._given_back(snapshot)

    def _taken(self) -> Snapshot:
        self._look()
        with self._opening:
            if self._live is None:
                self._served = self._pointed()
                self._live = Snapshot(self._open())
                self._archive = self._live.engine.index.meta.archive
                _in_background(self._live.warm)
        with self._lock:
            snapshot = self._live
            assert snapshot is not None
            self._users[id(snapshot)] = self._users.get(id(snapshot), 0) + 1
            return snapshot

    def _given_back(self, snapshot: Snapshot) -> None:
        with self._lock:
            self._users[id(snapshot)] -= 1
            idle = not self._users[id(snapshot)] and snapshot is not self._live
            if not self._users[id(snapshot)]:
                del self._users[id(snapshot)]
        if idle:
            snapshot.engine.close()

    def _pointed(self) -> str | None:
        try:
            return self._pointer.read_text(encoding="utf-8").strip() if self._pointer else None
        except OSError:
            return None

    def _look(self) -> None:
        """Once a second at most, see whether the pointer has moved; then open the new build."""
        now = time.monotonic()
        if self._pointer is None or self._live is None or now - self._looked < _LOOK_EVERY:
            return
        self._looked = now
        pointed = self._pointed()
        refused, again = self._refused
        if pointed and pointed != self._served and (pointed != refused or now >= again):
            _in_background(self.move)

    def move(self) -> None:
        """Open and warm what is live now, then let it take the old one's place; again, where the
        pointer has moved on meanwhile. One at a time: who comes second has nothing to do.

        A build that cannot be opened, or is of another archive than the one that people read, is
        kept as ``trouble`` and tried again later; the old one goes on answering.
        """
        if not self._moving.acquire(blocking=False):
            return
        try:
            pointed = self._pointed()
            while self._moved_to(pointed) and pointed != (pointed := self._pointed()):
                pass
        finally:
            self._moving.release()

    def _moved_to(self, pointed: str | None) -> bool:
        self._refused = pointed, time.monotonic() + _TRY_AGAIN
        try:
            fresh = Snapshot(self._open())
        except MinutedError as error:
            self.trouble = error
            return False
        archive = fresh.engine.index.meta.archive
        if self._archive is not None and archive != self._archive:
            fresh.engine.close()
            self.trouble = IndexForeign(
                f"The index is now of another archive, {archive}. This server goes on with the "
                f"build it has, of {self._archive}; start it again to serve the other."
            )
            log.warning("%s", self.trouble)
            return False
        fresh.warm()
        with self._lock:
            old, self._live = self._live, fresh
            self._served, self._refused = pointed, (None, 0.0)
            idle = old is not None and id(old) not in self._users
        self.trouble = None
        if idle and old is not None:
            old.engine.close()
        return True

    def close(self) -> None:
        """Close the live snapshot; nothing is served after this."""
        with self._lock:
            old, self._live = self._live, None
        if old is not None:
            old.engine.close()


def _in_background(work: Callable[[], None]) -> None:
    """Do it aside; a fault there is logged and ends nothing else."""

    def guarded() -> None:
        try:
            work()
        except BaseException:  # a panic of the libraries in Rust is no Exception
            log.exception("work in the background failed")

    threading.Thread(target=guarded, daemon=True).start()
