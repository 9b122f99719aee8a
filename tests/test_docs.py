"""The pages for readers say what is so: commands, settings, errors, paths and figures are those of
the code."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from specimen_index import specimen_index
from starlette.routing import Match

from api.cli.main import parser
from api.export.lists import COLUMNS
from api.views.shows import SHOWS
from bench.readme import BLOCK, PAGES, ROOT, filled
from corpus import errors
from eval import recorded
from search.results import Answer, Sure
from search.settings import Settings

TEXTS = {page.relative_to(ROOT).as_posix(): page.read_text("utf-8") for page in PAGES}
README = TEXTS["README.md"]
FIGURES = TEXTS["eval/README.md"]

ALL = pytest.mark.parametrize("page", TEXTS)

FOLDERS = ("api", "bench", "corpus", "eval", "indexer", "search", "tests")


@ALL
def test_what_commands_print_stands_on_the_page_as_they_print_it(page: str) -> None:
    assert filled(TEXTS[page]) == TEXTS[page], "run python -m bench.readme"


@pytest.mark.slow
@ALL
def test_answers_shown_on_the_page_are_those_given_today(page: str) -> None:
    made = filled(TEXTS[page], specimen_index())
    assert made == TEXTS[page], "run python -m bench.readme --index INDEX"


@ALL
def test_every_block_of_the_page_is_closed(page: str) -> None:
    begun = len(re.findall(r"<!-- (?:made|eval): ", TEXTS[page]))
    assert begun == len(BLOCK.findall(TEXTS[page]))


@ALL
def test_every_command_on_the_page_is_one_with_its_options(page: str) -> None:
    known = parser(with_eval=True)
    for line in commands(TEXTS[page]):
        assert not unknown(known, shlex.split(line)[1:]), line


def test_a_command_or_an_option_that_is_none_is_seen() -> None:
    known = parser(with_eval=True)
    assert unknown(known, ["eval", "measure"]) == ["measure"]
    assert unknown(known, ["every", "OC16", "--formats", "csv"]) == ["--formats"]
    assert not unknown(known, ["eval", "learn", "--pair", "GOLD", "INDEX"])


@ALL
def test_every_module_that_the_page_runs_is_there(page: str) -> None:
    for module in re.findall(r"python -m ([\w.]+)", TEXTS[page]):
        assert ROOT.joinpath(*module.split(".")).with_suffix(".py").is_file(), module


@ALL
def test_every_make_target_on_the_page_is_one(page: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", TEXTS[page], re.MULTILINE)) <= targets


@ALL
def test_every_link_of_the_page_leads_somewhere(page: str) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", TEXTS[page]):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = (ROOT / page).parent / path if path else ROOT / page
        assert target.exists(), link
        if anchor:
            assert anchor in set(anchors(target.read_text("utf-8"))), link


@ALL
def test_every_path_named_on_the_page_is_there(page: str) -> None:
    for path in re.findall(r"`([\w./-]+)`", TEXTS[page]):
        if path.split("/")[0] in FOLDERS and "/" in path:
            assert (ROOT / path).exists(), path


def test_every_room_is_named_on_the_front_page() -> None:
    """A folder of the product is a row of "How it is built", or named in its floor's."""
    for floor in ("corpus", "search", "indexer", "eval", "api"):
        for room in ROOT.joinpath(floor).iterdir():
            if room.joinpath("__init__.py").is_file() and room.name != "specimen":
                assert f"`{floor}/{room.name}/`" in README or f"`{room.name}/`" in README, room


def test_every_address_on_the_front_page_is_answered(tmp_path: Path) -> None:
    from api.http.app import create_app

    app = create_app(lambda: pytest.fail("nothing is asked"), Settings(index=tmp_path))
    for address in re.findall(r"`(/[\w/{}.]+)`", README):
        asked = {"type": "http", "method": "GET", "path": address, "headers": []}
        assert any(route.matches(asked)[0] is Match.FULL for route in app.routes), address


def test_every_error_is_listed() -> None:
    leaves = {
        name
        for name, kind in vars(errors).items()
        if isinstance(kind, type)
        and issubclass(kind, errors.MinutedError)
        and not kind.__subclasses__()
    }
    assert not {name for name in leaves if f"`{name}`" not in README}


def test_what_an_answer_and_a_list_hold_is_told_to_scripts() -> None:
    answer = {field.name for field in fields(Answer)} | {"text", "abstained", "citations"}
    told = {*answer, *(field.name for field in fields(Sure)), *COLUMNS}
    assert not {name for name in told if f"`{name}`" not in README and f'"{name}":' not in README}
    assert set(SHOWS) <= set(re.findall(r"`(\w+)`", README))


def test_everything_measured_stands_under_the_command_that_measured_it() -> None:
    told = re.split(r"^## ", FIGURES, flags=re.MULTILINE)
    for section in recorded.load():
        (chapter,) = [one for one in told if f"<!-- eval: {section.name} -->" in one]
        before = chapter.partition(f"<!-- eval: {section.name} -->")[0]
        assert f"$ {section.command} " in before, section.name


def test_the_commands_beside_the_figures_are_those_of_make_eval() -> None:
    run = set(made_by_make())
    for line in re.findall(r"^\$ (minuted .+)$", FIGURES, re.MULTILINE):
        assert line in run, line


def commands(text: str) -> Iterator[str]:
    yield from re.findall(r"^\$ (minuted .+)$", text, re.MULTILINE)
    yield from re.findall(r"`(minuted [^`]*?)`", text)


def unknown(known: argparse.ArgumentParser, words: list[str]) -> list[str]:
    """The words that are no command where one is wanted, and no option where one stands."""
    options: set[str] = set(known._option_string_actions)
    wrong = []
    chosen: dict[str, argparse.ArgumentParser] = choices(known)
    for word in words:
        if word.startswith("-"):
            wrong += [word] if word not in options else []
        elif chosen:
            if word not in chosen:
                return [*wrong, word]
            options |= set(chosen[word]._option_string_actions)
            chosen = choices(chosen[word])
    return wrong


def choices(known: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    return {
        name: command
        for action in known._actions
        if isinstance(action, argparse._SubParsersAction)
        for name, command in action.choices.items()
    }


def anchors(text: str) -> Iterator[str]:
    """Of the headings, as the forges make them."""
    for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE):
        yield re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def made_by_make() -> Iterator[str]:
    """The lines of the Makefile that run ``minuted``, with its variables filled in."""
    text = (ROOT / "Makefile").read_text("utf-8")
    values = dict(re.findall(r"^(\w+)\s*[:?]?=\s*(.*)$", text, re.MULTILINE))
    for line in re.findall(r"^\t(.+)$", text, re.MULTILINE):
        full = line
        while match := re.search(r"\$\((\w+)\)", full):
            full = full.replace(match[0], values.get(match[1], ""))
        yield full.partition(" || ")[0].removeprefix(f"{values['VENV']}/bin/")
