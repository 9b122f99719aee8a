"""Who may ask: under which names the service answers, and from where a form may be sent.

A page of somebody else's must neither be able to read answers (by giving its own name this
machine's address) nor to send a form in a reader's name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

_SAFE = ("GET", "HEAD", "OPTIONS")
_HOST = re.compile(r"(\[[0-9a-f:.%]+\]|[\w.-]+)(?::\d{0,5})?", re.ASCII)


def answered(host: str | None, names: frozenset[str]) -> bool:
    """Whether a request for this ``Host`` is answered.

    An address, and a name without a dot, are: nobody elsewhere can own them. Any other name must
    be one of ``names``, in lower case. A client without the header is no browser.
    """
    if host is None:
        return True
    name = _name(host)
    if not name:
        return False
    return "." not in name or name.endswith(".localhost") or name in names or _is_address(name)


def sent_from_here(method: str, headers: Mapping[str, str]) -> bool:
    """Whether what changes something was sent from a page of ours, or by no browser at all."""
    if method in _SAFE:
        return True
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site in ("same-origin", "none")
    # Over TLS a proxy may stand between: the scheme is not compared.
    return origin is None or urlsplit(origin).netloc.lower() == headers.get("host", "").lower()


def wanted_here(headers: Mapping[str, str]) -> bool:
    """Whether something that costs (a language model's time) was asked for on a page of ours, or by
    no browser at all: a picture on somebody else's page must not ask for it."""
    return sent_from_here("POST", headers)


def names_of(listed: str) -> frozenset[str]:
    """The names in a setting, parted by commas."""
    return frozenset(name.strip().lower().rstrip(".") for name in listed.split(",")) - {""}


def _name(host: str) -> str | None:
    """The name in ``name:port``, in lower case; an address of version 6 without its brackets."""
    found = _HOST.fullmatch(host.strip().lower())
    return found and found[1].strip("[]").rstrip(".")


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
