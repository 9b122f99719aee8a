"""The gate over the specimen archive: it holds as things are, and falls when something breaks."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from specimen_index import specimen_index

from corpus.errors import BadLabels
from eval import gate
from eval.ablate import without_names
from eval.index_texts import corpus_digest, index_texts
from eval.labels.gold import Gold, read_gold
from eval.labels.label_anchoring import SPECIMEN
from eval.run import RunLine, as_run, run_queries
from search.encoding.encoder import Encoder, open_encoder
from search.engine import Engine
from search.ranking.weights import DEFAULT
from search.settings import Settings


@dataclass(frozen=True)
class Held:
    """The specimen's index, its labels, and what it returned to every query of them."""

    engine: Engine
    encoder: Encoder
    settings: Settings
    gold: Gold
    run: dict[str, RunLine]
    corpus: str

    def failures(self, run: dict[str, RunLine], gold: Gold | None = None) -> list[str]:
        labels = gold or self.gold
        means = gate.of_run(labels, run)
        return gate.failures(gate.read_floors(), means, labels.digest, self.corpus)


@pytest.fixture(scope="module")
def held() -> Iterator[Held]:
    settings = replace(Settings.from_environment(), index=specimen_index())
    encoder = open_encoder(settings)
    engine = Engine.open(settings.index, settings)
    gold = read_gold(SPECIMEN, index_texts(engine.index))
    run = as_run(run_queries(engine, gold.queries, gate.TOP))
    yield Held(engine, encoder, settings, gold, run, corpus_digest(engine.index))
    engine.close()


def test_the_specimen_archive_scores_what_its_floors_say(held: Held) -> None:
    assert held.failures(held.run) == []


def test_every_label_of_the_specimen_stands_in_its_index(held: Held) -> None:
    assert held.gold.unheld == ()


def test_questions_ranked_without_their_meaning_fail_the_gate(held: Held) -> None:
    """Without their words they would not: a tuned encoder finds as much here by itself."""
    weights = replace(DEFAULT, vectors=0.0)
    engine = Engine(held.engine.index, held.settings, weights, held.encoder)
    asked = [query for query in held.gold.queries if query.kind != "mention"]
    broken = held.run | as_run(run_queries(engine, asked, gate.TOP))
    assert any("question." in line for line in held.failures(broken))


def test_lists_without_other_names_fail_the_gate(held: Held) -> None:
    ask = without_names(held.engine)
    topics = {query.id: ask(query) for query in held.gold.of_kind("mention")}
    assert any(line.startswith("every.recall") for line in held.failures(held.run | topics))


def test_dates_shifted_by_a_year_fail_the_gate(held: Held) -> None:
    def later(said_on: str | None) -> str | None:
        return said_on and f"{int(said_on[:4]) + 1}{said_on[4:]}"

    shifted = {
        name: replace(line, hits=tuple(replace(h, said_on=later(h.said_on)) for h in line.hits))
        for name, line in held.run.items()
    }
    assert any(
        line.startswith("every.date is 0.0000, below its floor") for line in held.failures(shifted)
    )


def moved(folder: Path, quote: bool) -> Path:
    """The specimen's labels with one span ten characters further on, its quote with it or not."""
    shutil.copytree(SPECIMEN, folder, dirs_exist_ok=True)
    path = folder / "spans.jsonl"
    first, *rest = path.read_text(encoding="utf-8").splitlines()
    label = json.loads(first)
    label["start"] += 10
    if quote:
        label["quote"] = label["quote"][10:]
    else:
        label["end"] += 10
    path.write_text("\n".join([json.dumps(label), *rest]) + "\n", encoding="utf-8")
    return folder


def test_one_span_label_moved_is_refused_with_file_and_line(held: Held, tmp_path: Path) -> None:
    with pytest.raises(BadLabels, match=r"spans\.jsonl, line 1: .* not the quote"):
        read_gold(moved(tmp_path, quote=False), index_texts(held.engine.index))


def test_one_span_label_moved_with_its_quote_fails_the_gate(held: Held, tmp_path: Path) -> None:
    gold = read_gold(moved(tmp_path, quote=True), index_texts(held.engine.index))
    assert any(line.startswith("The labels (") for line in held.failures(held.run, gold))


def test_shaken_vectors_stay_as_near_to_the_true_ones_as_promised(held: Held) -> None:
    texts = ["999 performance", "hate crime"]
    true, shaken = held.encoder.encode(texts), gate.Shaken(held.encoder, 1).encode(texts)
    assert (true * shaken).sum(axis=1) == pytest.approx([gate.FIDELITY] * 2, abs=1e-3)
