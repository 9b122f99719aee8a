"""The fetched look carries no crest, no font of GOV.UK, and reaches for nothing."""

from __future__ import annotations

import subprocess

import pytest

from api import fetch_assets

CSS = (
    '@charset "UTF-8";@font-face{font-family:GDS Transport;src:url(/assets/fonts/bold.woff2)}'
    ".a{font-family:GDS Transport,arial,sans-serif;color:red}"
    ".b{background:url(/assets/images/govuk-crest.svg) 0}\n/*# sourceMappingURL=x.css.map */"
)


def test_fonts_and_crest_are_taken_out_of_the_styles() -> None:
    found = fetch_assets.own_styles(CSS)
    assert "GDS" not in found
    assert "url(" not in found
    assert "sourceMapping" not in found
    assert ".a{font-family:system-ui" in found
    assert "color:red" in found


def test_a_machine_without_npm_is_told_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: object
) -> None:
    monkeypatch.setattr(fetch_assets, "FOLDER", tmp_path)
    monkeypatch.setattr(fetch_assets.shutil, "which", lambda *args, **more: None)
    assert fetch_assets.main([]) == 0
    assert "Minuted works without it" in capsys.readouterr().err


def test_another_package_than_the_one_pinned_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    from pathlib import Path

    def packed(command: list[str], cwd: str, **more: object) -> None:
        assert "--ignore-scripts" in command
        (Path(cwd) / "govuk-frontend.tgz").write_bytes(b"something else")

    monkeypatch.setattr(subprocess, "run", packed)
    with pytest.raises(ValueError, match="not the package that was pinned"):
        fetch_assets.fetch(fetch_assets.STYLES, "npm", Path(str(tmp_path)))
