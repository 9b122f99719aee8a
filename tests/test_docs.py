"""The README says what is so: commands, settings, errors and figures are those of the code."""

from __future__ import annotations

import argparse
import re
import shlex
from pathlib import Path

import pytest
from specimen_index import specimen_index

from api.cli.main import parser
from bench.readme import BLOCK, filled
from corpus import errors

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_what_commands_print_stands_in_the_readme_as_they_print_it() -> None:
    assert filled(README) == README, "run python -m bench.readme"


@pytest.mark.slow
def test_answers_shown_in_the_readme_are_those_given_today() -> None:
    assert filled(README, specimen_index()) == README, "run python -m bench.readme --index INDEX"


def test_every_command_in_the_readme_is_one() -> None:
    lines = re.findall(r"^\$ (minuted .+)$", README, re.MULTILINE)
    lines += re.findall(r"`(minuted [^`]*?)`", README)
    known = parser()
    commands = _choices(known)
    for line in lines:
        words = [w for w in shlex.split(line)[1:] if not w.startswith("--")]
        assert not words or words[0] in commands, line


def test_every_make_target_in_the_readme_is_one() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", README, re.MULTILINE)) <= targets


def test_every_error_is_listed() -> None:
    leaves = {
        name
        for name, kind in vars(errors).items()
        if isinstance(kind, type)
        and issubclass(kind, errors.MinutedError)
        and not kind.__subclasses__()
    }
    assert not {name for name in leaves if f"`{name}`" not in README}


def test_every_block_of_the_readme_is_closed() -> None:
    begun = len(re.findall(r"<!-- (?:made|eval): ", README))
    assert begun == len(BLOCK.findall(README))


def _choices(known: argparse.ArgumentParser) -> set[str]:
    return {
        name
        for action in known._actions
        if isinstance(action, argparse._SubParsersAction)
        for name in action.choices
    }
