"""What the container installs is what ``pyproject.toml`` asks for, each with its digests."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKED = re.split(r"^(?=[A-Za-z0-9])", (ROOT / "deploy/requirements.lock").read_text(), flags=re.M)


def locked() -> dict[str, tuple[str, int]]:
    """Version and number of digests by name."""
    found = {}
    for entry in LOCKED:
        if named := re.match(r"([\w.-]+)==([^\s;]+)", entry):
            found[canonicalize_name(named[1])] = named[2], entry.count("--hash=sha256:")
    return found


def test_every_dependency_is_locked_at_a_version_that_is_asked_for() -> None:
    held = locked()
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    for one in map(Requirement, asked):
        version, _ = held[canonicalize_name(one.name)]
        assert one.specifier.contains(version), f"run make lock: {one} and {version}"


def test_every_locked_package_has_its_digests_and_none_is_torch() -> None:
    held = locked()
    assert len(held) > 30
    assert all(digests for _, digests in held.values())
    assert not {"torch", "sentence-transformers", "transformers"} & held.keys()
