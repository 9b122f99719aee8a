"""The house rules that a machine can hold: floors, owners of libraries, sizes, light doors."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from corpus import dates

ROOT = Path(__file__).parents[1]
TESTS = Path(__file__).parent

FLOORS = {
    "corpus": set[str](),
    "search": {"corpus"},
    "indexer": {"corpus", "search"},
    "eval": {"corpus", "search", "indexer"},
    "api": {"corpus", "search", "indexer", "eval"},
    "minuted": {"corpus", "search", "api"},
}
"""What each folder may import of ours. ``eval`` builds indexes of its own to measure them."""

OWNERS = {
    "pypdf": {"indexer/readers/pdf.py", "eval/collections/packs.py"},
    "pypdfium2": {"indexer/readers/pdf.py", "indexer/readers/printed/"},
    "sentence_transformers": {"search/encoding/"},
    "peft": {"eval/training/"},
    "torch": {"search/encoding/", "search/reader/export.py", "eval/training/"},
    "onnx": {"search/encoding/", "search/reader/"},
    "onnxruntime": {"search/encoding/", "search/reader/"},
    "tokenizers": {"search/encoding/", "search/reader/", "eval/training/"},
    "faiss": {"search/local/"},
    "tantivy": {"search/local/"},
    "sqlite3": {"search/local/"},
    "fastapi": {"api/"},
    "uvicorn": {"api/cli/server.py", "api/http/connection.py"},
    "h11": {"api/http/connection.py"},
    "prometheus_client": {"api/http/"},
    "starlette": {"api/"},
    "docx": {"indexer/readers/docx.py", "api/", "corpus/specimen/"},
    "rispy": {"api/export/"},
    "openpyxl": {"indexer/readers/office/"},
    "pptx": {"indexer/readers/office/"},
    "olefile": {"indexer/readers/office/"},
    "oxmsg": {"indexer/readers/containers/"},
    "email": {"indexer/readers/containers/"},
    "markdown_it": {"indexer/readers/website/"},
    "spellchecker": {"indexer/readers/printed/hyphens.py"},
    "reportlab": {"eval/collections/typeset.py", "corpus/specimen/"},
    "calendar": {"corpus/periods.py"},
    "mcp": {"api/mcp/"},
    "openai": {"search/writing/"},
}
"""The only places that may know a library."""

_NAMES = [f"[{n[0].upper()}{n[0]}]{n[1:]}" for n in dates.MONTHS if n != "may"] + ["May"]
_CAPITALS = [n.upper() for n in dates.MONTHS]
_MONTH = re.compile(
    rf"(?<![A-Za-z])(?:{'|'.join(_NAMES + _CAPITALS)})(?![A-Za-z]|\.? (?:19|20)\d\d)"
)
"""A month's name in a table or a pattern; in an example for readers its year stands behind it."""

LONGEST = 350


def modules() -> list[Path]:
    return sorted(path for folder in FLOORS for path in (ROOT / folder).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Top-level names of everything a module imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def strings(path: Path) -> Iterator[str]:
    """Every string of a module but its docstrings and the words under a name."""
    tree = ast.parse(path.read_text("utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", modules(), ids=relative)
def test_a_folder_imports_only_folders_to_its_left(path: Path) -> None:
    folder = relative(path).split("/")[0]
    ours = {name.split(".")[0] for name in imported(path)} & FLOORS.keys()
    assert ours <= FLOORS[folder] | {folder}


ROOMS = {
    "language": set[str](),
    "readers": {"language"},
    "layout": {"language"},
    "entities": {"language", "readers", "layout"},
    "structure": {"language", "readers", "layout", "entities"},
    "ledger": {"language", "readers", "layout", "entities", "structure"},
    "kept": {"language", "readers", "layout", "entities", "structure", "ledger"},
}
"""What each room of ``indexer`` may import of it; the list of building stands above them all."""


def misplaced(path: str, names: Iterable[str]) -> set[str]:
    """The rooms of ``indexer`` that a module in ``path`` imports and may not."""
    room = path.split("/")[1]
    rooms = {name.split(".")[1] for name in names if name.startswith("indexer.")}
    if room not in ROOMS:
        return set()
    return rooms - ROOMS[room] - {room}


@pytest.mark.parametrize("path", modules(), ids=relative)
def test_a_room_of_reading_imports_only_rooms_below_it(path: Path) -> None:
    if relative(path).startswith("indexer/"):
        assert not misplaced(relative(path), imported(path))


def test_a_wrong_import_between_rooms_is_seen() -> None:
    assert misplaced("indexer/layout/blocks.py", ["indexer.structure.parts"]) == {"structure"}
    assert misplaced("indexer/readers/pdf.py", ["indexer.build", "corpus.model"]) == {"build"}
    assert not misplaced("indexer/structure/parts.py", ["indexer.layout.blocks"])
    assert not misplaced("indexer/analyse.py", ["indexer.structure.parts"])


def graph() -> dict[str, set[str]]:
    """Module to the modules of ours that it imports, also inside functions."""
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in modules()}
    found: dict[str, set[str]] = {}
    for name, path in names.items():
        wanted: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                wanted |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
            elif isinstance(node, ast.Import):
                wanted |= {one.name for one in node.names}
        found[name] = wanted & names.keys() - {name}
    return found


def test_no_module_needs_itself_but_the_protocol_and_what_it_opens() -> None:
    needed = graph()
    # The one opener of indexes knows an implementation, and that one the protocol.
    needed["search.opener"] -= {"search.local", "search.local.implementation"}
    order = TopologicalSorter(needed)
    order.prepare()  # raises CycleError, which names the circle


def test_who_asks_or_makes_an_index_does_not_know_how_it_is_kept() -> None:
    knowing = {
        name
        for name, needed in graph().items()
        if not name.startswith("search.local")
        and any(one == "search.local" or one.startswith("search.local.") for one in needed)
    }
    assert knowing == {"search.opener"}


def test_rooms_are_small_and_the_corridor_short() -> None:
    counts = Counter(path.parent.relative_to(ROOT).as_posix() for path in modules())
    assert counts["indexer"] <= 10
    assert max(counts.values()) <= 20, counts.most_common(3)


@pytest.mark.parametrize("path", modules(), ids=relative)
def test_a_library_is_known_only_where_it_is_at_home(path: Path) -> None:
    for name in imported(path):
        homes = OWNERS.get(name.split(".")[0])
        assert homes is None or relative(path).startswith(tuple(homes)), f"{name} in {path.name}"


@pytest.mark.parametrize("path", modules(), ids=relative)
def test_a_module_is_short_enough_to_be_read_at_once(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


def test_a_file_of_tests_is_no_longer() -> None:
    lines = {path: len(path.read_text("utf-8").splitlines()) for path in TESTS.rglob("*.py")}
    assert not {relative(path): count for path, count in lines.items() if count > LONGEST}


@pytest.mark.parametrize("path", modules(), ids=relative)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


@pytest.mark.parametrize("path", modules(), ids=relative)
def test_months_are_named_in_one_place(path: Path) -> None:
    if relative(path) == "corpus/dates.py":
        return
    words = (text for text in strings(path) if not re.fullmatch(r"[0-9a-f]{64,}", text))  # digests
    assert not [text for text in words if _MONTH.search(text)]


@pytest.mark.parametrize(
    "words", ["january|february", r"\b(?:March", "May|June", "MAY", "sept|oct", "Dec", "july 4"]
)
def test_a_pattern_that_names_a_month_is_seen(words: str) -> None:
    assert _MONTH.search(words)


@pytest.mark.parametrize("words", ["29 May 2018", "March 2018", "may|might", "decide", "junction"])
def test_an_example_of_a_date_names_no_month(words: str) -> None:
    assert not _MONTH.search(words)


def loaded_by(code: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after running ``code``."""
    script = f"{code}\nimport sys\nprint('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stdout.split())


def test_help_imports_neither_a_model_nor_an_index() -> None:
    code = "from api.cli.main import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass"
    heavy = {"torch", "sentence_transformers", "transformers", "onnxruntime", "faiss", "numpy"}
    assert not loaded_by(code) & heavy


def test_the_engine_imports_neither_torch_nor_sentence_transformers() -> None:
    assert not loaded_by("import search.engine") & {
        "torch",
        "sentence_transformers",
        "transformers",
    }


def test_no_generated_or_foreign_bundle_is_kept() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], capture_output=True, text=True, cwd=ROOT, check=False
    ).stdout.split()
    assert not [name for name in tracked if "/vendor/" in name or name.endswith((".onnx", ".pkl"))]
