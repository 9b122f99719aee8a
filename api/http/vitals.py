"""How the process itself is: open files, memory, and what of its work is counted."""

from __future__ import annotations

import os
import resource
import time
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

_DESCRIPTORS = Path("/proc/self/fd")
_PAGES = Path("/proc/self/statm")
_METHODS = ("GET", "HEAD", "POST")


def descriptors() -> int | None:
    """Open files and connections; None where the system does not tell."""
    try:
        return len(os.listdir(_DESCRIPTORS))
    except OSError:
        return None


def most_descriptors() -> int:
    """How many this process may have open."""
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def memory() -> int | None:
    """Resident memory in bytes; None where the system does not tell."""
    try:
        return int(_PAGES.read_text().split()[1]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return None


class Meter:
    """What Prometheus reads of one service. No text of a reader is ever a label."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._answered = Counter(
            "minuted_requests", "Requests answered", ["method", "route", "status"],
            registry=self.registry,
        )  # fmt: skip
        self._took = Histogram(
            "minuted_request_seconds", "Time to answer", ["route"], registry=self.registry
        )
        self.under_way = Gauge(
            "minuted_requests_under_way", "Requests not yet answered", registry=self.registry
        )
        self.refused = Counter(
            "minuted_refused", "Requests refused for want of room", registry=self.registry
        )
        self.age = Gauge(
            "minuted_index_age_seconds", "Age of the build served", registry=self.registry
        )

    def answered(self, scope: Any, status: int, began: float) -> None:
        """Count one answer; ``began`` is of ``time.monotonic``."""
        route = getattr(scope.get("route"), "path", "") or "other"
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._answered.labels(method, route, str(status)).inc()
        self._took.labels(route).observe(time.monotonic() - began)
