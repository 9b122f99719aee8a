"""Whether passages in fewer bits answer as well, and what they cost:
``python -m bench.encoder_forms --shared ../shared``.

Questions are always asked in 32 bits, of vectors alone, which is where a form shows most: of the
development labels, of the inspection reports that the encoder was not trained on, and of two
collections of other people's. nDCG@10 and recall@100 of each form, and what is lost against 32 bits
by a paired test over the questions. Then processor time for 1,000 texts on one core, in turns;
OpenVINO and sentence-transformers where they are installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

from corpus.model import Passage
from eval.collections.beir import read_beir
from eval.collections.collection_adapters import from_row
from eval.labels.gold import Gold, read_gold
from eval.measures.rankings import means, ordered, ranking
from eval.measures.statistics import paired
from eval.report import Table, figure
from eval.training.reader_inputs import ENCODER_FOLD, fold_of
from search.encoding import bert_graph, default_model
from search.encoding.encoder import OnnxEncoder, open_encoder
from search.encoding.session import batches, open_tokenizer
from search.encoding.vectors import Vectors, unit
from search.ranking.context import embedded_texts
from search.settings import PACKAGED_MODEL, Settings

Encode = Callable[[Sequence[str]], Vectors]

EXACT, EIGHT = "32 bits", "8 bits"
MEASURES = ("nDCG@10", "R@100")
DEEP = 100
SETS = ("dev", "train", "vaswani", "conditionalqa_passages")
ROUNDS = 3
"""The texts are timed in so many parts, each form in turn, so that other work falls on all."""


@dataclass(frozen=True, slots=True)
class Questions:
    """Passages by id, each with the texts that it is embedded as; what is asked and found right."""

    name: str
    passages: Mapping[str, Sequence[str]]
    asked: Mapping[str, str]
    qrels: Mapping[str, Mapping[str, int]]


def of_labels(name: str, archive: Path, labels: Sequence[Gold], fold: int | None) -> Questions:
    """What is labelled in an archive, read now; with ``fold`` only over documents of that one."""
    by_document: dict[str, list[Passage]] = {}
    for passage in _read(archive):
        by_document.setdefault(passage.document.id, []).append(passage)
    asked: dict[str, str] = {}
    qrels: dict[str, dict[str, int]] = {}
    for gold in labels:
        for query in gold.queries:
            if fold is not None and fold_of(query.document) != fold:
                continue
            found: dict[str, int] = {}
            for label in gold.spans[query.id]:
                for one in by_document.get(label.document, ()):
                    if one.span.start < label.span.end and label.span.start < one.span.end:
                        found[one.id] = max(label.grade, found.get(one.id, 0))
            if any(found.values()):
                asked[query.id], qrels[query.id] = query.text, found
    passages = {one.id: embedded_texts(one) for held in by_document.values() for one in held}
    return Questions(name, passages, asked, qrels)


def _read(archive: Path) -> Iterator[Passage]:
    from indexer.analyse import understand
    from indexer.readers.archive import find_files, read_archive

    for reading in read_archive(archive, find_files(archive), Settings(), then=understand):
        if reading.made is not None:
            yield from reading.made.understanding.passages


def of_collection(folder: Path) -> Questions:
    """All of a collection that has words."""
    held = read_beir(folder)
    understood = [made for row in held.rows if (made := from_row(row))]
    passages = {one.document.id: embedded_texts(one.passages[0]) for one in understood}
    return Questions(folder.name, passages, held.queries, held.qrels)


def thinned(held: Questions, rows: int, queries: int) -> Questions:
    """So many of its questions, over what answers them and so many passages more; 0 takes all."""
    chance = random.Random(5)
    asked = dict(held.asked)
    if queries and queries < len(asked):
        asked = dict(chance.sample(sorted(asked.items()), queries))
    wanted = {one for query in asked for one, grade in held.qrels[query].items() if grade > 0}
    rest = [one for one in held.passages if one not in wanted]
    kept = wanted | set(chance.sample(rest, min(rows, len(rest))) if rows else rest)
    passages = {one: texts for one, texts in held.passages.items() if one in kept}
    return Questions(held.name, passages, asked, {query: held.qrels[query] for query in asked})


def sets_of(shared: Path, names: Sequence[str]) -> Iterator[Questions]:
    """Those that lie in ``shared``; of the others it is said that they do not."""
    where = {
        "dev": (shared / "archive", shared / "gold/dev"),
        "train": (shared / "gold/train/texts", shared / "gold/train"),
    }
    for name in names:
        archive, labels = where.get(name, (shared / "data" / name,) * 2)
        if not archive.is_dir() or not labels.is_dir():
            _tell(f"{name}: {archive if not archive.is_dir() else labels} is not there")
        elif name == "dev":
            yield of_labels("gold/dev", archive, [read_gold(labels)], None)
        elif name == "train":
            gold = [read_gold(one) for one in sorted(labels.glob("batch*"))]
            yield of_labels(f"gold/train, fold {ENCODER_FOLD}", archive, gold, ENCODER_FOLD)
        else:
            yield of_collection(archive)


def judged(held: Questions, exact: OnnxEncoder, forms: Mapping[str, Encode]) -> Table:
    """A row for each form; ``exact`` embeds the questions, and the first form is compared with."""
    owners, texts = [], []
    for place, of_one in enumerate(held.passages.values()):
        pieces = [piece for text in of_one for piece in exact.windows(text) or [text]]
        texts += pieces
        owners += [place] * len(pieces)
    asked = exact.encode(list(held.asked.values()), query=True)
    found: dict[str, Any] = {}
    lines, notes = [], []
    vectors: dict[str, Vectors] = {}
    for form, encode in forms.items():
        _tell(f"{held.name}: {len(texts)} texts in {form}")
        vectors[form] = encode(texts)
        found[form] = _measured(held, np.array(owners), vectors[form], asked)
    first = next(iter(forms))
    for form, values in found.items():
        cells = [figure(means(values)[measure]) for measure in MEASURES]
        cosines = (vectors[first] * vectors[form]).sum(axis=1)
        lines.append((form, *cells, f"{cosines.mean():.4f}", f"{cosines.min():.4f}"))
        for measure in MEASURES if form != first else ():
            change = paired(found[first][measure], values[measure])
            notes.append(
                f"{form} against {first}: {measure} {change.mean:+.4f} "
                f"({change.low:+.4f} to {change.high:+.4f}), p = {change.p:.3f}, "
                f"won {change.won}, lost {change.lost} of {change.n}."
            )
    title = f"{held.name}: {len(held.asked)} questions, {len(held.passages):,} passages"
    return Table(title, ("passages", *MEASURES, "cosine", "least"), tuple(lines), tuple(notes))


def _measured(held: Questions, owners: Any, vectors: Vectors, asked: Vectors) -> Any:
    """The measures of the ranking by the nearest vector of each passage."""
    names = list(held.passages)
    run = {}
    for query, vector in zip(held.asked, asked, strict=True):
        nearest = np.full(len(names), -2, np.float32)
        np.maximum.at(nearest, owners, vectors @ vector)
        best = np.argsort(-nearest, kind="stable")[:DEEP]
        run[query] = ordered([names[place] for place in best], query)
    return ranking(held.qrels, run, MEASURES)


def timed(texts: Sequence[str], forms: Mapping[str, Encode | None]) -> Table:
    """Processor time of each form, the median of ``ROUNDS`` parts; None is not installed."""
    spent: dict[str, list[float]] = {form: [] for form in forms}
    for start in range(ROUNDS):
        part = texts[start::ROUNDS]
        for form, encode in forms.items():
            if encode is None:
                continue
            if not spent[form]:
                encode(part[:2])
            began = time.process_time()
            encode(part)
            spent[form].append(1000 * (time.process_time() - began) / len(part))
    first = statistics.median(next(iter(spent.values())))
    lines = []
    for form, each in spent.items():
        middle = statistics.median(each) if each else 0.0
        told = (f"{middle:.1f}", f"{first / middle:.1f}") if each else ("not installed", "")
        lines.append((form, *told))
    title = f"Seconds for 1,000 texts on one core ({len(texts)} of the first set)"
    return Table(title, ("passages", "seconds", f"times {next(iter(forms))}"), tuple(lines), ())


class _Stored(bert_graph.Graph):
    """Weights in eight bits that are told to be so, which OpenVINO multiplies as it likes."""

    def __init__(self, weights: Mapping[str, Any], **_: Any) -> None:
        super().__init__(weights, eight=True)

    def product(self, states: str, weights: bert_graph.Array) -> str:
        steps = np.maximum(np.abs(weights).max(axis=0) / 127, 1e-12).astype(np.float32)
        whole = self.constant(np.rint(weights / steps).astype(np.int8))
        nothing = self.constant(np.zeros(len(steps), np.int8))
        return self.add(
            "MatMul",
            states,
            self.add("DequantizeLinear", whole, self.constant(steps), nothing, axis=1),
        )


def openvino(model: str, eight: bool) -> Encode | None:
    """The same encoder run by OpenVINO on one core; None where that is not installed.

    In eight bits its own way: weights by column, 64 numbers of a token's states at a time.
    """
    if importlib.util.find_spec("openvino") is None:
        return None
    import openvino as runtime

    folder = default_model.model_folder()
    with mock.patch.object(bert_graph, "Graph", _Stored if eight else bert_graph.Graph):
        made = default_model.graph(folder, default_model.ADAPTERS[model])
    told = {"INFERENCE_NUM_THREADS": 1, "NUM_STREAMS": 1, "INFERENCE_PRECISION_HINT": "f32"}
    told["DYNAMIC_QUANTIZATION_GROUP_SIZE"] = 64 if eight else 0
    core = runtime.Core()
    compiled = core.compile_model(core.read_model(made.SerializeToString()), "CPU", told)
    tokenizer = open_tokenizer(folder / "tokenizer.json")
    tokenizer.no_truncation()
    tokenizer.no_padding()

    def encode(texts: Sequence[str]) -> Vectors:
        out = np.zeros((len(texts), made.graph.output[0].type.tensor_type.shape.dim[1].dim_value))
        jobs = [(place, tokenizer.encode(text).ids) for place, text in enumerate(texts)]
        jobs.sort(key=lambda job: len(job[1]))
        for batch in batches(jobs, lambda job: len(job[1]), 512):
            tokens = np.zeros((len(batch), len(batch[-1][1])), np.int64)
            for row, (_, ids) in enumerate(batch):
                tokens[row, : len(ids)] = ids
            mask = (np.arange(tokens.shape[1]) < [[len(ids)] for _, ids in batch]).astype(np.int64)
            given = compiled({"input_ids": tokens, "attention_mask": mask})
            out[[place for place, _ in batch]] = next(iter(given.values()))
        return unit(out.astype(np.float32))

    return encode


def sentence_transformers() -> Encode | None:
    """The packaged model, which costs what the tuned one does, as its makers run it."""
    if importlib.util.find_spec("sentence_transformers") is None:
        return None
    from search.encoding.model_cache import locate
    from search.encoding.torch_loading import load

    model, _ = load(locate(PACKAGED_MODEL), 1)
    return lambda texts: model.encode(list(texts), batch_size=32, show_progress_bar=False)


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the tables; exit status 0, or 1 where no set is there."""
    parser = argparse.ArgumentParser(prog="python -m bench.encoder_forms", description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="where archive, gold, data lie")
    parser.add_argument("--sets", default=",".join(SETS), help="which, parted by commas")
    parser.add_argument("--rows", type=int, default=0, help="passages beside what answers; 0: all")
    parser.add_argument("--queries", type=int, default=0, help="asked of a set; 0: all")
    parser.add_argument("--texts", type=int, default=240, help="that are timed")
    given = parser.parse_args(arguments)
    names = given.sets.split(",")
    if odd := [name for name in names if name not in SETS]:
        parser.error(f"no set is called {odd[0]!r}; there are {', '.join(SETS)}")
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    settings = replace(Settings.from_environment(), threads=1)
    exact, eight = (open_encoder(replace(settings, passage_bits=bits)) for bits in (32, 8))
    if not isinstance(exact, OnnxEncoder) or exact.fingerprint == eight.fingerprint:
        parser.error(f"{settings.model} has no form in 8 bits; leave MINUTED_MODEL unset")
    texts: list[str] = []
    for whole in sets_of(given.shared, names):
        held = thinned(whole, given.rows, given.queries)
        if not texts:
            every = [text for of_one in held.passages.values() for text in of_one]
            short = [text for text in dict.fromkeys(every) if len(exact.windows(text)) == 1]
            texts = random.Random(3).sample(short, min(given.texts, len(short)))
            _tell(f"timing {len(texts)} texts")
            running = {
                f"ONNX, {EXACT}": exact.encode,
                f"ONNX, {EIGHT} (used)": eight.encode,
                f"OpenVINO, {EXACT}": openvino(settings.model, eight=False),
                f"OpenVINO, {EIGHT}": openvino(settings.model, eight=True),
                "sentence-transformers": sentence_transformers(),
            }
            print(timed(texts, running).markdown(), end="\n\n", flush=True)
        forms = {EXACT: exact.encode, EIGHT: eight.encode}
        print(judged(held, exact, forms).markdown(), end="\n\n", flush=True)
    return 0 if texts else 1


if __name__ == "__main__":
    sys.exit(main())
