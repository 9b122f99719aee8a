"""From an archive to an index: the one list of what is done, in its order.

read (``indexer.readers``) → layout, structure, entities (``indexer.analyse``; once more for papers
of whose family the archive tells something) → near duplicates → embed → write. What did not change
is not done again.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.model import SourceFile, Understanding
from indexer import fingerprint
from indexer.analyse import understand
from indexer.changes import Plan, outside, plan
from indexer.embed import NOTHING_KNOWN, embed, known_of, texts_of
from indexer.entities.name_variants import as_printed, printed
from indexer.kept import vectors as kept_vectors
from indexer.kept.terms import KeptTerms
from indexer.layout import families
from indexer.ledger import sheets
from indexer.ledger.matters import Before, Ledger, follow
from indexer.progress import Progress, silent
from indexer.readers.archive import find_files, read_archive
from indexer.readers.endings import Reading
from indexer.report import BuildReport, FileLine
from indexer.structure.near_duplicates import group
from indexer.structure.sketches import Sketches
from search.encoding.encoder import Encoder, known_fingerprint, open_encoder
from search.index_writer import REPORT, EarlierBuild, Embedded, IndexWriter, open_writer
from search.settings import Settings

SKETCHES = "sketches.bin"
TERMS = "terms.bin"
SHEETS = "sheets.bin"
"""What is kept of the texts of passages, so that it is made of new ones only."""

NAMES = "names.json"
"""The names that papers print, of those whose names were made one with those of other papers."""

MADE_OF = "matters.json"
"""Of what each matter of the ledger was made."""

Known = Mapping[str, Sequence[str]]
"""By a file's path, what the archive knows of its family."""


def build_index(
    archive: Path,
    settings: Settings,
    *,
    ocr: bool = False,
    rebuild: bool = False,
    progress: Progress | None = None,
) -> BuildReport:
    """Bring the index at ``settings.index`` up to date with the files in ``archive``.

    What has not changed since the last build (a file, what shapes its text, the text of a passage)
    is taken from it; if nothing has, no build is written. With ``rebuild`` nothing is taken, and a
    damaged or older index is replaced. Whatever is raised, KeyboardInterrupt among it, the index
    that was there stays, and what was embedded until then is kept for the next build. Raises
    ArchiveMissing, IndexBusy, IndexUnusable, EncoderUnavailable, StorageFailed.
    """
    began = time.monotonic()
    progress = progress or silent
    progress("looking for files", 0, 0)
    sources = outside(find_files(archive), archive, settings.index)
    with open_writer(settings.index, rebuild) as writer:
        build = _Build(archive, settings, ocr, writer, progress, began)
        return build.run(plan(archive, sources, build.earlier, settings, ocr))


@dataclass(slots=True)
class _Build:
    """One build. ``run`` is the list; the methods below it stand in its order."""

    archive: Path
    settings: Settings
    ocr: bool
    writer: IndexWriter
    progress: Progress
    began: float
    before: EarlierBuild | None = field(init=False)
    opened: list[Encoder] = field(default_factory=list)
    taken: dict[str, Understanding] = field(default_factory=dict)
    unchanged: set[str] = field(default_factory=set)
    same: set[str] = field(default_factory=set)
    sketches: Sketches = field(init=False)
    terms: KeptTerms = field(init=False)
    names: dict[str, Any] = field(init=False)
    sheets: list[sheets.Sheet] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.before = self.writer.earlier
        self.sketches = Sketches(self.before.extra(SKETCHES) if self.before else b"")
        self.terms = KeptTerms(self.before.extra(TERMS) if self.before else b"")
        self.names = json.loads((self.before.extra(NAMES) if self.before else b"") or b"{}")

    @property
    def earlier(self) -> BuildReport | None:
        plain = self.before.report() if self.before else {}
        return BuildReport.from_json(plain) if plain else None

    def run(self, todo: Plan) -> BuildReport:
        facts = self._facts()
        if self.before and todo.nothing_to_do and facts.items() <= self.before.facts.items():
            return self._unchanged(todo, self.before)
        lines, fresh = self._read_and_analyse(todo)
        self._with_families(todo, lines, fresh)
        understood = self._with_those_kept(lines, fresh)
        if not understood:
            # A lost mount, or rights withdrawn: no reason to lose the index.
            return self._report(todo, lines, 0, 0)
        self.progress("looking for reprints", 0, 0)
        understood = self._grouped(understood)
        self.progress("following what was promised", 0, 0)
        self.unchanged = self._as_before(understood, facts)
        followed = self._followed(understood)
        embedded, new, kept = self._embed(understood, facts)
        return self._write(todo, lines, (understood, followed), embedded, (new, kept), facts)

    def _facts(self) -> dict[str, str | None]:
        """What the index is of, and what shapes it."""
        return {
            "model": self.settings.model,
            "archive": str(self.archive.resolve()),
            "shape": fingerprint.writing_shape(),
            "encoder": known_fingerprint(self.settings),
        }

    def _unchanged(self, todo: Plan, before: EarlierBuild) -> BuildReport:
        lines = {path: todo.kept[path] for path in sorted(todo.kept)}
        held = before.meta
        kept_vectors.forget(self.writer.kept)
        return self._report(
            todo, lines, held.documents, held.passages, reused=before.facts["windows"]
        )

    def _read_and_analyse(self, todo: Plan) -> tuple[dict[str, FileLine], dict[str, Understanding]]:
        """By path: a line for every file, and what is understood of those read now."""
        fresh: dict[str, Understanding] = {}
        lines = dict(todo.kept)
        for line, understanding in self._readings(todo, todo.unread, {}, "reading"):
            lines[line.path] = line
            if understanding is not None:
                fresh[line.path] = understanding
        return {path: lines[path] for path in sorted(lines)}, fresh

    def _readings(
        self, todo: Plan, sources: Sequence[SourceFile], known: Known, told: str
    ) -> Iterator[tuple[FileLine, Understanding | None]]:
        if not sources:
            return
        self.progress(told, 0, len(sources))
        done = 0
        for reading in read_archive(
            self.archive, sources, self.settings, self.ocr, understand, known
        ):
            line, understanding = self._line(reading)
            key = todo.keys[reading.within or line.path]
            done += not reading.within
            self.progress(told, done, len(sources))
            yield replace(line, key=key, limits=todo.limits, within=reading.within), understanding

    def _with_families(
        self, todo: Plan, lines: dict[str, FileLine], fresh: dict[str, Understanding]
    ) -> None:
        """Read and understand again the papers of whose family the archive now tells more, or less,
        than they were understood with."""
        known = families.of_papers({path: line.shown.split() for path, line in lines.items()})
        changed = {
            line.within or path
            for path, line in lines.items()
            if line.document is not None and line.family != families.digest(known.get(path, ()))
        }
        again = [source for source in todo.sources if source.path in changed]
        for line, understanding in self._readings(todo, again, known, "reading by family"):
            # What was understood before stands where a file can no longer be read.
            if understanding is not None:
                lines[line.path], fresh[line.path] = line, understanding

    def _with_those_kept(
        self, lines: Mapping[str, FileLine], fresh: Mapping[str, Understanding]
    ) -> list[Understanding]:
        """What is understood of every file that holds text, in the order of the lines."""
        understood: list[Understanding] = []
        for path, line in lines.items():
            if path in fresh:
                understood.append(fresh[path])
            elif self.before and line.document is not None:
                one = self.before.understanding(line.document)
                if line.document in self.names:
                    one = as_printed(one, self.names[line.document])
                else:
                    self.taken[line.document] = one
                understood.append(one)
        return understood

    def _grouped(self, understood: Sequence[Understanding]) -> list[Understanding]:
        """Reprints told, and names made one; what papers print themselves is kept beside."""
        made = group(understood, self.sketches)
        self.names = {
            before.document.id: names
            for before, after in zip(understood, made, strict=True)
            if after is not before and (names := printed(before)) != printed(after)
        }
        return made

    def _followed(self, understood: Sequence[Understanding]) -> Ledger:
        """The ledger, made anew where it is of what has changed."""
        kept = sheets.from_bytes(self.before.extra(SHEETS)) if self.before else {}
        papers = {one.document.id: one for one in understood}
        self.sheets = [
            kept[name] if name in self.unchanged and name in kept else sheets.sheet(one, self.terms)
            for name, one in papers.items()
        ]
        self.terms.keep(self.sketches.texts())
        made_of = json.loads((self.before.extra(MADE_OF) if self.before else b"") or b"{}")
        before = Before(made_of, self.unchanged)
        return follow(self.sheets, lambda name: papers[name].document.text, self.terms, before)

    def _line(self, reading: Reading) -> tuple[FileLine, Understanding | None]:
        line = FileLine(reading.source.path, reading.status, reading.detail, reading.cure)
        if reading.document is None:
            return line, None
        made = reading.made
        line = replace(
            line,
            document=reading.document.id,
            remark=made.remark,
            shown=made.shown,
            family=made.family,
        )
        return line, made.understanding

    def _embed(
        self, understood: Sequence[Understanding], facts: dict[str, Any]
    ) -> tuple[Embedded, int, int]:
        """Vectors of all that is not as the build before holds it."""
        before = self.before
        facts["encoder"] = facts["encoder"] or self._encoder().fingerprint
        earlier = 0
        while True:
            known = known_of(before, facts["encoder"]) if before else NOTHING_KNOWN
            self.same = set() if known is NOTHING_KNOWN else self.unchanged
            taken = texts_of(before, self.same) if before else set()
            passages = [
                passage
                for one in understood
                if one.document.id not in self.same
                for passage in one.passages
            ]
            made, new, kept = embed(
                passages, known, taken, self._encoder, self.progress, self.writer.kept
            )
            if not self.opened or self.opened[0].fingerprint == facts["encoder"]:
                return made, new + earlier, kept - earlier
            earlier += new
            # Exported anew: known vectors are not its own.
            facts["encoder"] = self.opened[0].fingerprint

    def _encoder(self) -> Encoder:
        if not self.opened:
            self.progress("opening the model", 0, 0)
            self.opened.append(open_encoder(self.settings))
        return self.opened[0]

    def _write(
        self,
        todo: Plan,
        lines: Mapping[str, FileLine],
        held: tuple[Sequence[Understanding], Ledger],
        embedded: Embedded,
        texts: tuple[int, int],
        facts: Mapping[str, Any],
    ) -> BuildReport:
        understood, followed = held
        passages = sum(len(one.passages) for one in understood)
        made = self._report(todo, lines, len(understood), passages, *texts, written=True)
        extras = {
            REPORT: made.to_json,
            SKETCHES: self.sketches.to_bytes,
            TERMS: self.terms.to_bytes,
            NAMES: lambda: json.dumps(self.names).encode(),
            SHEETS: lambda: sheets.to_bytes(self.sheets),
            MADE_OF: lambda: json.dumps(followed.made_of).encode(),
        }

        def told(done: int) -> None:
            self.progress("writing", done, passages)

        documents = [one.document.id if one.document.id in self.same else one for one in understood]
        build = self.writer.write(
            documents, embedded, facts, extras, followed.matters, told, self.terms
        )
        kept_vectors.forget(self.writer.kept)
        return replace(made, build=build, seconds=self._seconds())

    def _as_before(self, understood: Sequence[Understanding], facts: Mapping[str, Any]) -> set[str]:
        """What neither a new group nor a new spelling of a name has changed since it was taken from
        the build before, if that was written as this one is."""
        if self.before is None or self.before.facts.get("shape") != facts["shape"]:
            return set()
        return {one.document.id for one in understood if self.taken.get(one.document.id) is one}

    def _report(
        self,
        todo: Plan,
        lines: Mapping[str, FileLine],
        documents: int,
        passages: int,
        embedded: int = 0,
        reused: int = 0,
        written: bool = False,
    ) -> BuildReport:
        return BuildReport(
            build=self.before.meta.build if self.before and not written else "",
            written=written,
            files=tuple(lines.values()),
            removed=todo.gone,
            documents=documents,
            passages=passages,
            embedded=embedded,
            reused=reused,
            seconds=self._seconds(),
            ended=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            manifest=todo.faults,
        )

    def _seconds(self) -> float:
        return round(time.monotonic() - self.began, 3)
