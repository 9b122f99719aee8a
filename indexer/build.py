"""From an archive to an index: the one list of what is done, in its order.

read (``indexer.readers``) → layout, structure, entities (``indexer.analyse``; once more for papers
of whose family the archive tells something) → near duplicates → ledger → embed → write. What did
not change is not done again.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from corpus.model import SourceFile
from indexer import fingerprint
from indexer.analyse import understand
from indexer.changes import Plan, outside, plan
from indexer.embed import NOTHING_KNOWN, embed, known_of, texts_of
from indexer.kept import abstracts
from indexer.kept import vectors as kept_vectors
from indexer.kept.abstracts import Abstract
from indexer.kept.terms import KeptTerms
from indexer.layout import families
from indexer.ledger import sheets
from indexer.ledger.matters import Before, Ledger, follow
from indexer.papers import Aside, Paper, compare
from indexer.progress import Progress, silent
from indexer.readers.archive import find_files, read_archive
from indexer.readers.endings import Reading
from indexer.report import BuildReport, FileLine
from indexer.structure.sketches import Likenesses
from search.encoding.encoder import Encoder, known_fingerprint, open_encoder
from search.index_writer import REPORT, EarlierBuild, IndexWriter, Streamed, Unread, open_writer
from search.settings import Settings

ABSTRACTS = "abstracts.bin"
LIKENESSES = "likenesses.bin"
TERMS = "terms.bin"
SHEETS = "sheets.bin"
"""What is kept of papers and of the texts of passages, so that it is made of new ones only."""

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
    aside: Aside = field(init=False)
    abstracts: dict[str, Abstract] = field(default_factory=dict)
    opened: list[Encoder] = field(default_factory=list)
    unchanged: set[str] = field(default_factory=set)
    same: set[str] = field(default_factory=set)
    likenesses: Likenesses = field(init=False)
    terms: KeptTerms = field(init=False)
    sheets: list[sheets.Sheet] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.before = self.writer.earlier

    def _extra(self, name: str) -> bytes:
        return self.before.extra(name) if self.before else b""

    @property
    def earlier(self) -> BuildReport | None:
        plain = self.before.report() if self.before else {}
        return BuildReport.from_json(plain) if plain else None

    def run(self, todo: Plan) -> BuildReport:
        facts = self._facts()
        if self.before and todo.nothing_to_do and facts.items() <= self.before.facts.items():
            return self._unchanged(todo, self.before)
        todo = self._with_what_is_known(todo)
        with Aside() as self.aside:
            lines, fresh = self._read_and_analyse(todo)
            self._with_families(todo, lines, fresh)
            papers = self._with_those_kept(lines, fresh)
            if not papers:
                # A lost mount, or rights withdrawn: no reason to lose the index.
                return self._report(todo, lines, 0, 0)
            self.progress("looking for reprints", 0, 0)
            papers = compare(papers, self.likenesses)
            self.unchanged = self._as_before(papers, facts)
            self.progress("following what was promised", 0, 0)
            followed = self._followed(papers)
            embedded, new, kept = self._embed(papers, facts)
            return self._write(todo, lines, (papers, followed), embedded, (new, kept), facts)

    def _with_what_is_known(self, todo: Plan) -> Plan:
        """Where the build before does not tell all that is wanted of its papers, these are read."""
        self.likenesses = Likenesses(self._extra(LIKENESSES))
        self.terms = KeptTerms(self._extra(TERMS))
        self.abstracts = abstracts.from_bytes(self._extra(ABSTRACTS))
        held = {line.document for line in todo.kept.values() if line.document is not None}
        return todo if held <= self.abstracts.keys() else replace(todo, kept={})

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

    def _read_and_analyse(self, todo: Plan) -> tuple[dict[str, FileLine], dict[str, Paper]]:
        """By path: a line for every file, and the papers that are read now."""
        fresh: dict[str, Paper] = {}
        lines = dict(todo.kept)
        for line, paper in self._readings(todo, todo.unread, {}, "reading"):
            lines[line.path] = line
            if paper is not None:
                fresh[line.path] = paper
        return {path: lines[path] for path in sorted(lines)}, fresh

    def _readings(
        self, todo: Plan, sources: Sequence[SourceFile], known: Known, told: str
    ) -> Iterator[tuple[FileLine, Paper | None]]:
        if not sources:
            return
        self.progress(told, 0, len(sources))
        done = 0
        for reading in read_archive(
            self.archive, sources, self.settings, self.ocr, understand, known
        ):
            line, paper = self._line(reading)
            key = todo.keys[reading.within or line.path]
            done += not reading.within
            self.progress(told, done, len(sources))
            yield replace(line, key=key, limits=todo.limits, within=reading.within), paper

    def _with_families(
        self, todo: Plan, lines: dict[str, FileLine], fresh: dict[str, Paper]
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
        for line, paper in self._readings(todo, again, known, "reading by family"):
            # What was understood before stands where a file can no longer be read.
            if paper is not None:
                lines[line.path], fresh[line.path] = line, paper

    def _with_those_kept(
        self, lines: Mapping[str, FileLine], fresh: Mapping[str, Paper]
    ) -> list[Paper]:
        """Every paper that holds text, in the order of the lines."""
        papers: list[Paper] = []
        for path, line in lines.items():
            if path in fresh:
                papers.append(fresh[path])
            elif self.before and line.document is not None:
                known = self.abstracts[line.document]
                read = partial(self.before.understanding, line.document)
                held = partial(self.aside.at_hand, line.document, read)
                papers.append(Paper(known, held, known))
        return papers

    def _followed(self, papers: Sequence[Paper]) -> Ledger:
        """The ledger, made anew where it is of what has changed."""
        kept = sheets.from_bytes(self._extra(SHEETS))
        known = {one.id: one for one in papers}
        self.sheets = [
            kept[name]
            if name in self.unchanged and name in kept
            else sheets.sheet(one.read(), self.terms)
            for name, one in known.items()
        ]
        self.terms.keep(text for one in papers for text in one.abstract.rows["text"].tolist())
        made_of = json.loads(self._extra(MADE_OF) or b"{}")
        before = Before(made_of, self.unchanged)
        return follow(
            self.sheets, lambda name: known[name].held().document.text, self.terms, before
        )

    def _line(self, reading: Reading) -> tuple[FileLine, Paper | None]:
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
        one = made.understanding
        return line, Paper(abstracts.abstract(one, made.rows), self.aside.add(one))

    def _embed(self, papers: Sequence[Paper], facts: dict[str, Any]) -> tuple[Streamed, int, int]:
        """Vectors of all that is not as the build before holds it."""
        before = self.before
        facts["encoder"] = facts["encoder"] or self._encoder().fingerprint
        earlier = 0
        while True:
            known = known_of(before, facts["encoder"]) if before else NOTHING_KNOWN
            self.same = set() if known is NOTHING_KNOWN else self.unchanged
            made, new, kept = embed(
                [(one.id, one.passages) for one in papers if one.id not in self.same],
                known,
                texts_of(before, self.same) if before else (),
                self._encoder,
                self.progress,
                self.writer.kept,
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
        held: tuple[Sequence[Paper], Ledger],
        embedded: Streamed,
        texts: tuple[int, int],
        facts: Mapping[str, Any],
    ) -> BuildReport:
        papers, followed = held
        passages = sum(one.count for one in papers)
        made = self._report(todo, lines, len(papers), passages, *texts, written=True)
        extras = {
            REPORT: made.to_json,
            ABSTRACTS: lambda: abstracts.to_bytes([one.abstract for one in papers]),
            LIKENESSES: self.likenesses.to_bytes,
            TERMS: self.terms.to_bytes,
            SHEETS: lambda: sheets.to_bytes(self.sheets),
            MADE_OF: lambda: json.dumps(followed.made_of).encode(),
        }

        def told(done: int) -> None:
            self.progress("writing", done, passages)

        documents = [
            one.id if one.id in self.same else Unread(one.id, one.count, one.read) for one in papers
        ]
        build = self.writer.write(
            documents, embedded, facts, extras, followed.matters, told, self.terms
        )
        kept_vectors.forget(self.writer.kept)
        return replace(made, build=build, seconds=self._seconds())

    def _as_before(self, papers: Sequence[Paper], facts: Mapping[str, Any]) -> set[str]:
        """What neither a new group nor a new spelling of a name has changed since it was taken from
        the build before, if that was written as this one is."""
        if self.before is None or self.before.facts.get("shape") != facts["shape"]:
            return set()
        return {one.id for one in papers if one.same}

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
