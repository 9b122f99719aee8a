"""What is installed is whole: every module of the wheel can be imported, its data lie beside it."""

from __future__ import annotations

import subprocess
import sys
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


@pytest.mark.slow
def test_the_wheel_holds_every_module_and_their_data(tmp_path: Path) -> None:
    # Editable metadata and build folders of the working tree must not find their way into it.
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    if tracked.returncode:
        pytest.skip("the sources are no checkout of git")
    source = tmp_path / "source"
    for name in filter(None, tracked.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
         "--disable-pip-version-check", "-w", str(tmp_path), str(source)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    (wheel,) = tmp_path.glob("*.whl")
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
