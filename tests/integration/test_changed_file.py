"""A build after a change is the build from nothing: in what it answers and in what it holds."""

from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from made import FakeEncoder, build, lines_understood, ordinals, vector_of

from corpus.fields import FIELD_NAMES
from corpus.model import Document, Person
from indexer.analyse import Understood
from indexer.build import ABSTRACTS, TERMS
from indexer.check import check
from indexer.kept import abstracts
from indexer.kept.terms import KeptTerms
from indexer.layout import families
from indexer.papers import compare
from indexer.structure.sketches import Likenesses, sketched
from search.index import Index, open_index
from search.local import lexical_writer
from search.settings import Settings
from search.tokens import terms

SAID = (
    "The Panel heard that {} of the calls were answered within ten seconds by the force",
    "The Commissioner agreed to write to {} about the closing of the front desk at Oldmarsh",
    "Members asked whether the money set aside for {} had been spent by the end of the year",
    "It was noted that {} would bring a paper on the estate to the meeting after next",
)
NAMES = ("Deborah Vane", "the Ferry Trust", "body worn cameras", "91%", "the Chief Constable")
WORDS = ("calls", "written", "estate", "panel", "zebra")


def write_paper(path: Path, chance: random.Random) -> None:
    """Lines of which some are those of other papers, whole or nearly."""
    lines = [chance.choice(SAID).format(chance.choice(NAMES)) for _ in range(6)]
    changed = [line.replace("the", chance.choice(["the", "a"]), 1) for line in lines[:2]]
    path.write_text("\n".join([*lines, *changed, f"This is said in {path.name} alone.", "Short."]))


@pytest.fixture(scope="module")
def changing(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Settings]:
    folder = tmp_path_factory.mktemp("changing")
    archive = folder / "archive"
    archive.mkdir()
    chance = random.Random(7)
    for number in range(8):
        write_paper(archive / f"{number}.txt", chance)
    return archive, Settings(index=folder / "index", model="made-up")


def with_sketches(whole: Document, known: Sequence[str] = ()) -> Understood:
    return Understood(lines_understood(whole), family=families.digest(known))


def built(archive: Path, settings: Settings, **how: bool) -> None:
    quick: dict[str, Any] = {"compare": compare, "understand": with_sketches, **how}
    report = build(archive, settings, FakeEncoder(), **quick)
    assert report.written


def told(index: Index) -> list[object]:
    """All that an index answers, in one list, in which passages are counted from 0: documents are
    numbered with gaps, and these are others after a change."""
    found: list[object] = [index.document_ids(), index.understanding(index.document_ids()[0])]
    every = ordinals(index)
    place = {ordinal: n for n, ordinal in enumerate(every)}
    layout = index.layout(every)
    found += [index.fetch(every), [place[one] for one in layout.group.tolist()]]
    found += [layout.section.tolist(), [index.values(name) for name in FIELD_NAMES]]
    found += [layout.length.tolist(), layout.in_section.tolist(), layout.in_document.tolist()]
    found += [index.vectors(every).tobytes(), dict(index.facets(every)), list(index.definitions())]
    for word in WORDS:
        asked = terms(word)
        rankings = index.lexical(asked, 100), index.dense(vector_of(word), 100)
        found += [[(place[one.ordinal], one.score) for one in some] for some in rankings]
        found += [[place[one] for one in index.phrase(asked).tolist()], index.frequency(asked)]
    return found


def held_pieces(settings: Settings) -> dict[str, bytes]:
    """The files of the word index's segments in the live build."""
    folder = settings.index / (settings.index / "CURRENT").read_text().split()[0] / "words"
    return {path.name: path.read_bytes() for path in folder.glob("[0-9a-f]*.*")}


def test_an_index_after_changes_is_the_index_from_nothing(
    changing: tuple[Path, Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, settings = changing
    monkeypatch.setattr(lexical_writer, "_LEAST", 10)  # a paper or two in a piece
    chance = random.Random(11)
    built(archive, settings)
    copied: set[tuple[str, bytes]] = set()
    for turn in range(5):
        pieces = held_pieces(settings)
        write_paper(archive / f"{chance.randrange(8)}.txt", chance)
        if turn == 1:
            write_paper(archive / "00.txt", chance)
        if turn == 2:  # the first of many groups goes
            (archive / "0.txt").unlink()
        built(archive, settings)
        copied |= pieces.items() & held_pieces(settings).items()
        fresh = replace(settings, index=settings.index.with_name(f"fresh{turn}"))
        built(archive, fresh)
        with closing(open_index(settings.index)) as one, closing(open_index(fresh.index)) as other:
            assert told(one) == told(other)
            copies = [passage.copy for passage in one.fetch(ordinals(one))]
            assert {"", "exact", "near"} <= set(copies)
    assert copied  # a piece in which nothing has changed is as it was
    check(settings.index)


def test_only_new_texts_are_sketched_and_cut_and_the_rest_is_kept(
    changing: tuple[Path, Settings],
) -> None:
    archive, settings = changing
    built(archive, settings, rebuild=True)
    live = settings.index / (settings.index / "CURRENT").read_text().split()[0]
    rows = [one.rows for one in abstracts.from_bytes((live / ABSTRACTS).read_bytes()).values()]
    kept = KeptTerms((live / TERMS).read_bytes())
    with closing(open_index(settings.index)) as index:
        texts = [passage.text for passage in index.fetch(ordinals(index))]
    assert np.array_equal(np.concatenate(rows), sketched(texts))
    assert [kept(text) for text in (*texts, "A new text.")] == [
        terms(text) for text in (*texts, "A new text.")
    ]
    assert kept.made == 1


@pytest.mark.parametrize("text", ["", "…", "a\ud800b it", "Café 12.5 % of £1,250", "x " * 3000])
def test_kept_terms_are_those_that_are_made(text: str) -> None:
    kept = KeptTerms()
    kept(text)
    again = KeptTerms(kept.to_bytes())
    assert list(again(text)) == terms(text)
    assert again.made == 0


def test_what_another_version_kept_is_as_nothing() -> None:
    kept, likenesses = KeptTerms(), Likenesses()
    kept("The panel met.")
    assert likenesses.of(b"a" * 16, b"b" * 16, lambda: 0.5) == 0.5
    for one in (KeptTerms(b"x" + kept.to_bytes()), KeptTerms(b""), KeptTerms(b"\n")):
        assert one("The panel met.") == ["the", "panel", "met"]
        assert one.made == 1
    for told, made in ((likenesses.to_bytes(), 0), (b"x" + likenesses.to_bytes(), 1)):
        other = Likenesses(told)
        assert other.of(b"a" * 16, b"b" * 16, lambda: 0.5) == 0.5
        assert other.made == made


PEOPLE = {
    "0.txt": ("Kathryn Hollis", "the Vale Panel"),
    "1.txt": ("Kathryn Holliss", "Vale Panel"),
    "2.txt": ("Kathryn Hollis", "Vale Panel"),
    "3.txt": ("Kathryn Holliss", "the Vale Panel"),
}
"""Whose spelling is the commoner hangs on which papers there are."""


def with_people(whole: Document, known: Sequence[str] = ()) -> Understood:
    made = lines_understood(whole)
    name, body = PEOPLE[whole.id]
    people = (Person(name, "Chair"), Person("Ann Other"))
    [part] = (replace(one, people=people, body=body) for one in made.parts)
    sections = tuple(replace(one, part=part) for one in made.sections)
    passages = tuple(
        replace(one, section=sections[one.section.number], speaker=name) for one in made.passages
    )
    one = replace(made, parts=(part,), sections=sections, passages=passages)
    return Understood(one, family=families.digest(known))


def test_names_are_made_one_as_if_from_nothing(tmp_path: Path) -> None:
    archive, settings = tmp_path / "archive", Settings(index=tmp_path / "index", model="made-up")
    archive.mkdir()
    spelt: list[tuple[set[str], set[str]]] = []
    for turn, there in enumerate((("0.txt", "1.txt", "2.txt"), ("1.txt", "2.txt", "3.txt"))):
        for path in archive.iterdir():
            path.unlink()
        for name in there:
            (archive / name).write_text(f"Said in {name}.\nAnd once more.\n")
        for place in (settings.index, tmp_path / f"fresh{turn}"):
            chosen = replace(settings, index=place)
            build(archive, chosen, understand=with_people, compare=compare)
            with closing(open_index(place)) as index:
                held = [index.understanding(name) for name in there]
            people = {one.name for made in held for part in made.parts for one in part.people}
            spelt.append((people, {part.body for made in held for part in made.parts}))
            spoken = {passage.speaker for made in held for passage in made.passages}
            assert spoken <= people
    assert spelt[0] == spelt[1] == ({"Kathryn Hollis", "Ann Other"}, {"Vale Panel"})
    assert spelt[2] == spelt[3] == ({"Kathryn Holliss", "Ann Other"}, {"Vale Panel"})
