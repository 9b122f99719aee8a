"""One index, opened: search, every, ask and the texts themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self, overload

from api.views import known_values, request, serialise, wording
from api.views.answering import Answering
from api.views.hit_list import Listed, Row
from api.views.serialise import Json
from api.views.shows import Show
from corpus import extras
from corpus.errors import BadSetting, IndexMissing
from corpus.fields import FIELD_NAMES
from search import home
from search.every.adjustments import Adjustments
from search.index import Filter
from search.results import Answer as Given
from search.results import Citation, Handover, Remark, Sort, Sure
from search.settings import Settings
from search.writing import writer
from search.writing.writer import Written

Chosen = str | Sequence[str]
"""One value of a filter, or several of which a passage must have one."""


def open(path: str | Path) -> Archive:
    """The index in a folder, or the one that was built of the archive in a folder.

    Raises IndexMissing with the command that makes one, and what opening an index raises.
    """
    from search.engine import Engine

    settings = Settings.from_environment()
    folder = Path(path).expanduser()
    location = folder if home.is_index(folder) else home.located(settings, folder)
    if not home.is_index(location):
        raise IndexMissing(
            f"{folder} is no index, and there is none of an archive in that folder at {location}. "
            f"Make one: minuted index {folder}"
        )
    settings = replace(settings, index=location)
    return Archive(Engine.open(location, settings), settings)


class Passages(Sequence[Citation]):
    """What was found, as citations that are made where they are read; a list in a fixed order.

    ``total`` is how many there are in all, ``names`` what was looked for.
    """

    def __init__(
        self, engine: Answering, rows: Sequence[Row], total: int, names: Sequence[str] = ()
    ) -> None:
        self._engine = engine
        self._rows = rows
        self.total = total
        self.names = tuple(names)

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Citation: ...
    @overload
    def __getitem__(self, at: slice) -> list[Citation]: ...
    def __getitem__(self, at: int | slice) -> Citation | list[Citation]:
        if isinstance(at, slice):
            return [self._engine.cite(hit) for _, hit in self._rows[at]]
        return self._engine.cite(self._rows[at][1])

    def __iter__(self) -> Iterator[Citation]:
        return (self._engine.cite(hit) for _, hit in self._rows)

    def __repr__(self) -> str:
        return f"<{len(self):,} of {self.total:,} passages>"

    def records(self) -> Iterator[Json]:
        """The records of ``minuted every --format jsonl``, one at a time. Raises QuoteMismatch."""
        return serialise.every(self._engine, self._rows)

    def to_pandas(self) -> Any:
        """A pandas.DataFrame, a row for each passage; raises PartMissing without the extra."""
        return _frame(self.records())


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in the papers' own sentences. ``abstained``: the archive does not say.

    ``remarks`` are what other papers say to the sentences (a correction, another figure), ``sure``
    how often such answers were right; with ``handover`` a list answers better than sentences do.

    ``passages`` are those it was chosen from, best first; ``searched`` how many there were;
    ``written`` what a language model made of them, where that was asked for.
    """

    statements: tuple[str, ...]
    citations: tuple[Citation, ...]
    confidence: float
    passages: Passages
    searched: int
    written: Written | None = None
    remarks: tuple[Remark, ...] = ()
    sure: Sure | None = None
    handover: Handover | None = None

    @property
    def abstained(self) -> bool:
        return not self.statements and self.handover is None

    @property
    def text(self) -> str:
        """The sentences; empty where the archive does not say."""
        return " ".join(self.statements)

    def to_pandas(self) -> Any:
        """A pandas.DataFrame, a row for each sentence with what it cites; raises PartMissing."""
        pairs = zip(self.statements, self.citations, strict=True)
        return _frame(
            ({"statement": text} | cited.to_json() for text, cited in pairs), ("statement",)
        )


class Archive:
    """An opened index. It answers from the build that it opened; closed by ``with`` or ``close``.

    ``filters`` are those of the command line: body, kind, document, person, language. Dates are
    years, months or days, inclusive. What cannot be understood raises BadQuery or BadFilter.
    """

    def __init__(self, engine: Answering, settings: Settings | None = None) -> None:
        self._engine = engine
        self._settings = settings or Settings()

    def search(
        self,
        text: str,
        *,
        limit: int = 20,
        sort: Sort = "relevance",
        since: str | None = None,
        until: str | None = None,
        **filters: Chosen,
    ) -> Passages:
        """Passages that hold the words or are near in meaning, best first."""
        where = self._where(since, until, filters)
        found = self._engine.search(_query(text), where, _count(limit), 0, sort)
        return Passages(self._engine, [("", hit) for hit in found.hits], found.total)

    def every(
        self,
        text: str,
        *,
        show: Show = "all",
        off: Sequence[str] = (),
        add: Sequence[str] = (),
        line: float | None = None,
        since: str | None = None,
        until: str | None = None,
        **filters: Chosen,
    ) -> Passages:
        """Every time a topic was discussed, in order of date; all of it.

        ``off`` and ``add`` are names not to look for and to look for as well, ``line`` moves the
        line of what is listed, ``show="below"`` lists what stands under it.
        """
        where = self._where(since, until, filters)
        adjust = Adjustments(tuple(off), tuple(add), line)
        found = self._engine.every(_query(text), where, adjust)
        rows = Listed(self._engine.index, found, show)
        names = [name.text for name in found.asked.names if name.on]
        return Passages(self._engine, rows, len(rows), names)

    def ask(
        self,
        text: str,
        *,
        limit: int = 10,
        written: bool = False,
        since: str | None = None,
        until: str | None = None,
        **filters: Chosen,
    ) -> Answer:
        """An answer in the papers' own sentences, or none.

        With ``written`` also one by the language model of the settings (``MINUTED_LLM_URL``);
        raises BadSetting where none is set and PartMissing without the extra.
        """
        where = self._where(since, until, filters)
        found = self._engine.ask(_query(text), where, _count(limit))
        given: Given = found.answer
        by_model = None
        if written:
            by_model = writer.write(self._settings, text, found.hits, self._engine.cite)
        return Answer(
            statements=tuple(one.text for one in given.statements),
            citations=tuple(one.citation for one in given.statements),
            confidence=given.confidence,
            passages=Passages(self._engine, [("", hit) for hit in found.hits], len(found.hits)),
            searched=found.searched,
            written=by_model,
            remarks=given.remarks,
            sure=given.sure,
            handover=given.handover,
        )

    def documents(self) -> list[str]:
        """The paths of all documents in the archive, in order."""
        return list(self._engine.index.document_ids())

    def read(self, document: str) -> str:
        """The text of a document, in which citations have their offsets; raises DocumentMissing."""
        return self._engine.index.document(document).text

    def close(self) -> None:
        """Give back what is held open; nothing can be asked after that."""
        self._engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        meta = self._engine.index.meta
        documents = wording.count(meta.documents, "document")
        return f"<{documents}, {wording.count(meta.passages, 'passage')} of {meta.archive}>"

    def _where(self, since: str | None, until: str | None, filters: Mapping[str, Chosen]) -> Filter:
        if unknown := sorted(filters.keys() - set(FIELD_NAMES)):
            raise TypeError(f"no filter {unknown[0]!r}; there are {', '.join(FIELD_NAMES)}")
        chosen = {
            name: (value,) if isinstance(value, str) else tuple(value)
            for name, value in filters.items()
        }
        where = request.where(since, until, chosen)
        known_values.checked(self._engine.index, where)
        return where


def _query(text: str) -> str:
    return request.query(request.clean(text).strip())


def _count(limit: int) -> int:
    if limit < 1:
        raise BadSetting(f"limit is {limit}; it must be 1 or more.")
    return limit


def _frame(records: Iterator[Json], before: Sequence[str] = ()) -> Any:
    """The contract's columns first, in its order, those of ``before`` in front of them; those that
    only some records have, last. A frame without rows has the same columns."""
    frame = extras.needed("pandas").DataFrame.from_records(list(records))
    wanted = [*before, *Citation.__slots__]
    first = [name for name in wanted if name in frame.columns]
    if not first:
        return frame.reindex(columns=wanted)
    return frame[[*first, *(name for name in frame.columns if name not in first)]]
