"""Write the specimen archive from its sources: ``python -m corpus.specimen.build``."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from corpus.specimen.pdf import to_pdf
from corpus.specimen.scan import to_scan
from corpus.specimen.source import SOURCES, Source, read_sources
from corpus.specimen.web import to_html
from corpus.specimen.word import to_docx

DOCUMENTS = SOURCES.parent.parent / "documents"
TOOLS = SOURCES.parent / "tools.json"
LICENCE = "written for Minuted"

_WRITERS: dict[str, Callable[[Source], bytes]] = {
    "pdf": to_pdf,
    "docx": to_docx,
    "html": to_html,
    "txt": lambda source: source.verbatim.encode("utf-8"),
    "md": lambda source: source.verbatim.encode("utf-8"),
}


def render(source: Source) -> bytes:
    """One document's bytes."""
    writer = to_scan if source.matter.get("look") == "scan" else _WRITERS[source.suffix]
    return writer(source)


def tools() -> dict[str, str]:
    """The versions that the bytes of PDFs and Word documents depend on."""
    return {name: version(name) for name in ("reportlab", "python-docx", "pillow")}


def manifest_line(source: Source, data: bytes) -> dict[str, str | None]:
    """One line of ``manifest.jsonl``; README.md beside this file says what the fields mean."""
    return {
        "path": source.path,
        "title": source.matter["title"],
        "kind": source.matter["kind"],
        "body": source.matter["body"],
        "published_on": source.matter.get("published_on"),
        "url": None,
        "sha256": hashlib.sha256(data).hexdigest(),
        "licence": LICENCE,
    }


def build(folder: Path) -> list[dict[str, str | None]]:
    """Write every document and the manifest into ``folder``; the manifest's lines."""
    lines = []
    for source in read_sources():
        data = render(source)
        target = folder / source.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        lines.append(manifest_line(source, data))
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (folder / "manifest.jsonl").write_text(text, encoding="utf-8", newline="\n")
    return lines


def main(arguments: list[str] | None = None) -> int:
    """Build into ``corpus/documents``, or elsewhere with ``--into``."""
    parser = argparse.ArgumentParser(prog="python -m corpus.specimen.build", description=__doc__)
    parser.add_argument("--into", type=Path, default=DOCUMENTS, help="folder to write to")
    folder: Path = parser.parse_args(arguments).into
    lines = build(folder)
    if folder == DOCUMENTS:
        TOOLS.write_text(json.dumps(tools(), indent=1) + "\n", encoding="utf-8")
    print(f"{len(lines)} documents written to {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
