"""What ``deploy/`` says against what there is: no container is run here."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from search.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"


def locked() -> dict[str, list[str]]:
    """By package, in lower case, the versions that the lock holds."""
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", lock(), re.MULTILINE):
        found.setdefault(name.lower().replace("_", "-"), []).append(version)
    return found


def lock() -> str:
    return (DEPLOY / "requirements.lock").read_text("utf-8")


def needed() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [Requirement(line) for line in project["dependencies"]]


@pytest.mark.parametrize("one", needed(), ids=lambda one: one.name)
def test_the_lock_holds_each_dependency_as_it_is_asked_for(one: Requirement) -> None:
    versions = locked()[one.name.lower().replace("_", "-")]
    assert all(one.specifier.contains(version) for version in versions)


def test_what_is_locked_is_needed_by_something() -> None:
    """A package that only tests need, or that nothing needs any more, is not shipped."""
    told = re.findall(r"^([\w.-]+)==[^\n]*(?:\n +[^#\n]+)*\n((?:    #[^\n]*\n?)+)", lock(), re.M)
    direct = {name for name, via in told if "minuted (pyproject.toml)" in via}
    assert direct == {one.name.lower().replace("_", "-") for one in needed()}


def test_every_package_of_the_lock_has_its_digests() -> None:
    entries = re.split(r"^(?=[\w.-]+==)", lock(), flags=re.MULTILINE)[1:]
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)


def test_the_container_names_only_what_there_is() -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    named = set(re.findall(r"(?:-r|-f) (deploy/\S+)", text))
    assert named == {"deploy/requirements.lock", "deploy/Containerfile"}
    assert all((ROOT / name).exists() for name in named)
    modules = re.findall(r"python -m (?!venv)([\w.]+)", text)
    assert all(ROOT.joinpath(*name.split(".")).with_suffix(".py").exists() for name in modules)


@pytest.mark.parametrize("name", ["Containerfile", "minuted.service", "Caddyfile"])
def test_settings_in_the_files_are_settings(name: str) -> None:
    text = (DEPLOY / name).read_text("utf-8")
    known = {f"MINUTED_{field.upper()}" for field in Settings.__slots__} | {"MINUTED_CACHE"}
    assert set(re.findall(r"MINUTED_[A-Z]+", text)) <= known


def test_what_git_ignores_does_not_go_into_the_container() -> None:
    left_out = (ROOT / ".dockerignore").read_text("utf-8").split("\n")
    assert {".git", ".venv", "build", "api/web/vendor"} <= set(left_out)
