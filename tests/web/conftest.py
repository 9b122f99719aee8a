"""The small archive behind the doors of the real application, and a real browser."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from served import PAPERS, served
from small_archive import OFFICE, archive, printed, understand
from small_engine import SmallEngine

from corpus.model import (
    Understanding,
)


@pytest.fixture
def engine(tmp_path: Path) -> SmallEngine:
    """The small archive, its files written where the index says they are."""
    held = archive()
    for one in held:
        path = tmp_path / "archive" / one.document.source.path
        path.parent.mkdir(parents=True, exist_ok=True)
        text = one.document.text
        pages = [text[page.start : page.end] for page in one.document.pages[:-1]]
        path.write_bytes(printed(pages) if pages else text.encode())
    return SmallEngine(held, str(tmp_path / "archive"))


@pytest.fixture
def engine_of(tmp_path: Path) -> Callable[[Sequence[tuple[str | None, str]]], SmallEngine]:
    """An engine over papers of one passage each: the day it was said, or none, and the words."""

    def made(papers: Sequence[tuple[str | None, str]]) -> SmallEngine:
        kind = "holding_to_account_notes"
        held = [
            understand(
                f"notes/{day}.txt",
                kind,
                f"Notes of {day}",
                OFFICE,
                (day, day),
                [(f"Notes of {day}", kind, day, [("1. Calls", [text])])],
            )
            for day, text in papers
        ]
        return SmallEngine(held, str(tmp_path))

    return made


@pytest.fixture
def client(engine: SmallEngine, tmp_path: Path) -> Iterator[Any]:
    """The app over the small engine, as httpx sees it."""
    from fastapi.testclient import TestClient

    from api.http.app import create_app
    from search.settings import Settings

    app = create_app(engine, Settings(index=tmp_path / "index", cache=tmp_path / "cache"))
    with TestClient(app, raise_server_exceptions=False) as found:
        with app.state.snapshots.use() as snapshot:
            assert snapshot.holdings.documents  # read now, and not while a test looks
        yield found


@pytest.fixture
def client_over(tmp_path: Path) -> Any:
    """Makes the app over any understandings, their files in a folder, as httpx sees it."""
    from fastapi.testclient import TestClient

    from api.http.app import create_app
    from search.settings import Settings

    def made(held: Sequence[Understanding], folder: Path) -> Any:
        settings = Settings(index=tmp_path / "index", cache=tmp_path / "cache")
        return TestClient(create_app(SmallEngine(list(held), str(folder)), settings))

    return made


ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A real browser with a profile of its own; skipped where there is none.

    Its driver keeps an event loop running, in which no other test of this process can run its own:
    it ends with this file.
    """
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("there is no Chromium on this machine")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def small(engine: Any, tmp_path: Path) -> Iterator[str]:
    """The small archive, served."""
    from api.http.app import create_app
    from search.settings import Settings

    settings = Settings(index=tmp_path / "index", cache=tmp_path / "cache")
    app = create_app(engine, settings)
    for address in served(app):
        with app.state.snapshots.use() as snapshot:
            # Read now, and not while a test looks: the first page shows examples once it has them.
            for _ in range(400):
                if snapshot.examples:
                    break
                time.sleep(0.05)
            assert snapshot.examples
        yield address


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Four papers of the specimen archive, indexed and served as they would be by `make run`."""
    from api.http.app import create_app
    from indexer.build import build_index
    from search.engine import Engine
    from search.settings import Settings

    folder = tmp_path_factory.mktemp("archive")
    for name in PAPERS:
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / "corpus" / "documents" / name, folder / name)
    settings = Settings(index=tmp_path_factory.mktemp("index") / "index", page_cache=0)
    build_index(folder, settings)
    yield from served(create_app(lambda: Engine.open(settings.index, settings), settings))
