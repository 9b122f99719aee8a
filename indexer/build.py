"""The order of the steps from an archive to an index; what did not change is not done again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import IndexMissing
from corpus.model import Document, SourceFile, Understanding
from indexer import fingerprint
from indexer.changes import Plan, outside, plan
from indexer.embed import NOTHING_KNOWN, embed, known_of
from indexer.progress import Progress, silent
from indexer.readers.archive import Reading, find_files, read_archive
from indexer.report import BuildReport, FileLine
from search.encoding.encoder import Encoder, known_fingerprint, open_encoder
from search.local import snapshot
from search.local.reader import REPORT, LocalIndex
from search.local.writer import Embedded, write_build
from search.settings import Settings


def _understand(document: Document) -> Understanding:
    from indexer.analyse import analyse

    return analyse(document)


def _group(understood: list[Understanding]) -> list[Understanding]:
    from indexer.structure.near_duplicates import group

    return group(understood)


@dataclass(frozen=True, slots=True)
class Steps:
    """What a build is made of. Tests put quick ones in the place of those that take long."""

    find: Callable[[Path], Sequence[SourceFile]] = find_files
    read: Callable[[Path, Sequence[SourceFile], Settings, bool], Iterator[Reading]] = read_archive
    understand: Callable[[Document], Understanding] = _understand
    group: Callable[[list[Understanding]], list[Understanding]] = _group
    fingerprint: Callable[[Settings], str | None] = known_fingerprint
    encoder: Callable[[Settings], Encoder] = open_encoder


def build_index(
    archive: Path,
    settings: Settings,
    *,
    ocr: bool = False,
    rebuild: bool = False,
    progress: Progress | None = None,
    steps: Steps | None = None,
) -> BuildReport:
    """Bring the index at ``settings.index`` up to date with the files in ``archive``.

    What has not changed since the last build (a file, what shapes its text, the text of a passage)
    is taken from it; if nothing has, no build is written. With ``rebuild`` nothing is taken, and a
    damaged or older index is replaced. Whatever is raised, KeyboardInterrupt among it, the index
    that was there stays. Raises ArchiveMissing, BadManifest, IndexBusy, IndexUnusable,
    EncoderUnavailable, StorageFailed.
    """
    began = time.monotonic()
    steps, progress = steps or Steps(), progress or silent
    progress("looking for files", 0, 0)
    sources = outside(steps.find(archive), archive, settings.index)
    with snapshot.building(settings.index):
        before = None if rebuild else _before(settings.index)
        try:
            work = _Work(archive, settings, ocr, before, progress, steps, began)
            made = work.run(plan(archive, sources, work.earlier, settings, ocr))
        finally:
            if before is not None:
                before.close()
        with suppress(OSError):  # the build before, which only this process held until now
            snapshot.sweep(settings.index)
    return made


def _before(location: Path) -> LocalIndex | None:
    """The live build. One whose words were made by another version will do: they are made anew."""
    try:
        return LocalIndex(snapshot.hold(location))
    except IndexMissing:
        return None


@dataclass(slots=True)
class _Work:
    """One build."""

    archive: Path
    settings: Settings
    ocr: bool
    before: LocalIndex | None
    progress: Progress
    steps: Steps
    began: float
    opened: list[Encoder] = field(default_factory=list)

    @property
    def earlier(self) -> BuildReport | None:
        plain = self.before.report() if self.before else {}
        return BuildReport.from_json(plain) if plain else None

    def run(self, todo: Plan) -> BuildReport:
        encoding = self.steps.fingerprint(self.settings)
        facts = {
            "model": self.settings.model,
            "archive": str(self.archive.resolve()),
            "shape": fingerprint.writing_shape(),
            "encoder": encoding,
        }
        before = self.before
        if before and todo.nothing_to_do and facts.items() <= before.facts.items():
            lines = [todo.kept[source.path] for source in todo.sources]
            held = before.meta
            return self._report(
                todo, lines, held.documents, held.passages, reused=before.facts["windows"]
            )
        lines, understood = self._understood(todo)
        passages = sum(len(one.passages) for one in understood)
        if not understood:
            # A lost mount, or rights withdrawn: no reason to lose the index.
            return self._report(todo, lines, 0, 0)
        embedded, fresh, reused = self._embedded(understood, encoding)
        facts["encoder"] = self.opened[0].fingerprint if self.opened else encoding
        made = self._report(todo, lines, len(understood), passages, fresh, reused, written=True)
        extras = {REPORT: made.to_json()}

        def told(done: int) -> None:
            self.progress("writing", done, passages)

        build = write_build(self.settings.index, understood, embedded, facts, extras, told)
        return replace(made, build=build, seconds=self._seconds())

    def _understood(self, todo: Plan) -> tuple[list[FileLine], list[Understanding]]:
        """A line for every file, and what is understood of those that hold text, by path."""
        fresh: dict[str, Understanding] = {}
        lines = dict(todo.kept)
        if unread := todo.unread:
            self.progress("reading", 0, len(unread))
            readings = self.steps.read(self.archive, unread, self.settings, self.ocr)
            for done, reading in enumerate(readings, 1):
                path = reading.source.path
                line, understanding = self._line(reading)
                lines[path] = replace(line, key=todo.keys[path], limits=todo.limits)
                if understanding is not None:
                    fresh[path] = understanding
                self.progress("reading", done, len(unread))
        understood: list[Understanding] = []
        for path in sorted(lines):
            if path in fresh:
                understood.append(fresh[path])
            elif self.before and (document := lines[path].document) is not None:
                understood.append(_ungrouped(self.before.understanding(document)))
        self.progress("looking for reprints", 0, 0)
        return [lines[path] for path in sorted(lines)], self.steps.group(understood)

    def _line(self, reading: Reading) -> tuple[FileLine, Understanding | None]:
        line = FileLine(reading.source.path, reading.status, reading.detail, reading.cure)
        if reading.document is None:
            return line, None
        try:
            understood = self.steps.understand(reading.document)
        except Exception as error:  # one document must not end the build of all the others
            fact = f"it could not be understood ({type(error).__name__}: {error})"
            return replace(line, status="failed", detail=fact, cure=_TELL), None
        return replace(line, document=reading.document.id), understood

    def _embedded(
        self, understood: Sequence[Understanding], encoding: str | None
    ) -> tuple[Embedded, int, int]:
        passages = [passage for one in understood for passage in one.passages]
        before = self.before
        expected = encoding or self._encoder().fingerprint
        while True:
            known = known_of(before, expected) if before else NOTHING_KNOWN
            made = embed(passages, known, self._encoder, self.progress)
            if not self.opened or self.opened[0].fingerprint == expected:
                return made
            expected = self.opened[0].fingerprint  # exported anew: known vectors are not its own

    def _encoder(self) -> Encoder:
        if not self.opened:
            self.opened.append(self.steps.encoder(self.settings))
        return self.opened[0]

    def _report(
        self,
        todo: Plan,
        lines: Sequence[FileLine],
        documents: int,
        passages: int,
        embedded: int = 0,
        reused: int = 0,
        written: bool = False,
    ) -> BuildReport:
        return BuildReport(
            build=self.before.meta.build if self.before and not written else "",
            written=written,
            files=tuple(lines),
            removed=todo.gone,
            documents=documents,
            passages=passages,
            embedded=embedded,
            reused=reused,
            seconds=self._seconds(),
            ended=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        )

    def _seconds(self) -> float:
        return round(time.monotonic() - self.began, 3)


_TELL = "report it to the makers of Minuted, with the file"


def _ungrouped(understood: Understanding) -> Understanding:
    """Without the groups of the build before, in which other documents took part."""
    return replace(
        understood,
        passages=tuple(
            replace(passage, group="", copy="") if passage.group or passage.copy else passage
            for passage in understood.passages
        ),
    )
