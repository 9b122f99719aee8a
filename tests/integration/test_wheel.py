"""What is installed is whole: every module of the wheel can be imported, its data lie beside it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = (
    "corpus/glossary.toml",
    *(path.relative_to(ROOT).as_posix() for path in ROOT.glob("corpus/things/*.toml")),
    "search/query/spellings.toml",
    "search/every/threshold.json",
    "search/answer/abstention.json",
    "search/reader/weights.safetensors",
    "search/encoding/model/model.safetensors",
    "search/encoding/model/1_Pooling/config.json",
    "indexer/language/rules/commitments.toml",
    "eval/floors.toml",
    "api/web/templates/base.html",
)
IMPORT_ALL = """
import importlib, pathlib, sys
root = pathlib.Path(sys.argv[1])
for floor in ("corpus", "search", "indexer", "eval", "api", "minuted"):
    for path in sorted((root / floor).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        module = importlib.import_module(name)
        assert str(root) in str(module.__file__), (name, module.__file__)
print("ok")
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built of what git knows, or could: editable metadata and build folders of the working tree
    must not find their way into it."""
    place = tmp_path_factory.mktemp("wheel")
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    if tracked.returncode:
        pytest.skip("the sources are no checkout of git")
    source = place / "source"
    for name in filter(None, tracked.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    if (ROOT / "api/web/vendor").is_dir():  # as fetched here, so that no test fetches it
        shutil.copytree(ROOT / "api/web/vendor", source / "api/web/vendor")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
         "--disable-pip-version-check", "-w", str(place), str(source)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    (made,) = place.glob("*.whl")
    return made


@pytest.mark.slow
def test_the_wheel_holds_every_module_and_their_data(wheel: Path, tmp_path: Path) -> None:
    source = wheel.with_name("source")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
        packed.extractall(installed)
    assert [name for name in DATA if name not in names] == []
    for floor in ("corpus", "search", "indexer", "eval", "api", "minuted"):
        for path in (source / floor).rglob("*.py"):
            assert path.relative_to(source).as_posix() in names
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL, str(installed)],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(installed), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.stdout.strip() == "ok", done.stderr[-2000:]


@pytest.mark.slow
@pytest.mark.skipif(
    not (ROOT / "api/web/vendor/swagger-ui.js").is_file(), reason="the pages' look is not fetched"
)
def test_the_wheel_carries_styles_and_the_page_that_tries_addresses_out(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
    assert {f"api/web/vendor/{name}" for name in ("govuk-frontend.css", "swagger-ui.js")} <= names


@pytest.mark.slow
def test_what_is_installed_in_an_environment_of_its_own_answers_a_question(
    wheel: Path, tmp_path: Path
) -> None:
    venv.create(tmp_path / "own", with_pip=True)
    python = tmp_path / "own/bin/python"
    quiet = ["-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check"]
    subprocess.run([python, *quiet, wheel], check=True, capture_output=True, cwd=tmp_path)
    # What it needs is lent by this environment; its editable installation of Minuted is not.
    inside = next((tmp_path / "own/lib").glob("python*/site-packages"))
    (inside / "lent.pth").write_text(sysconfig.get_path("purelib"))
    papers = tmp_path / "papers"
    papers.mkdir()
    said = "The Panel heard that 91% of 999 calls were answered within ten seconds."
    (papers / "notes.txt").write_text(f"Notes of the meeting of 3 March 2021\n\n{said}\n")
    own = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "MINUTED_CACHE": str(tmp_path / "kept")}
    for words in (
        ["index", "papers", "--index", "index"],
        ["ask", "How many 999 calls were answered within ten seconds?", "--index", "index"],
    ):
        done = subprocess.run(
            [tmp_path / "own/bin/minuted", *words],
            cwd=tmp_path, env=own, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
    assert "91%" in done.stdout
