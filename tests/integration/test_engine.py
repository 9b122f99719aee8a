"""The engine with the real encoder over the specimen archive, whatever is asked of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from made import FakeEncoder, Line, document, write
from specimen_index import specimen_index

from corpus.errors import BadInput, IndexMissing, ModelMismatch
from eval.labels.gold import Gold, GoldSpan, read_gold
from eval.measures.spans import finds, harmonic, is_right, wanted
from eval.run import RunHit, unfolded
from search import models
from search.engine import Engine
from search.every.adjustments import Adjustments
from search.index import NO_FILTER, Filter, open_index
from search.query.parse import LONGEST
from search.reader.reading import PassageReader, Reading
from search.results import EveryResult, Hit
from search.settings import Settings

LABELS = Path(__file__).parents[2] / "eval" / "specimen"
MODES = ("search", "every", "ask")


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    made = Engine.open(specimen_index(), Settings.from_environment())
    yield made
    made.close()


def hits_of(engine: Engine, mode: str, text: str, where: Filter = NO_FILTER) -> Sequence[Hit]:
    match mode:
        case "search":
            return engine.search(text, where, limit=5).hits
        case "ask":
            return engine.ask(text, where, limit=5).hits
        case _:
            found = engine.every(text, where)
            return [hit for hits in (found.discussed, found.named, found.below) for hit in hits[:5]]


ODD = (
    "", " ", "\n\t", "the", "not", "or", "and", "NOT", "OR OR OR", "999 AND", "AND 999",
    "x" * 2000, "victim withdrew support " * 84, "w" * (LONGEST + 1), ".*[a-z]+(?=x)$", "(((",
    "'; DROP TABLE passages; --", "SELECT * FROM x WHERE 1=1", '"', '"""', '" "', '"the"', "*",
    "field:x", "words:999", 'words:"999 calls"~2', "999*", "999^4", "[a TO z]", "\\", "+999 -101",
    "😀😀", "警察 不支持", "полиция", "الشرطة", "\ud800", "999 \ud800 calls", "\x00",
    "999\x00calls", "zxqv blorp",
    "since 31 February 2018", "999 since 2020 until 2018", '"unbalanced', "“half",
    "not hate crime", "NOT hate crime", "hate crime but not hate crime", ",,,;;;", "OC16 or",
    "²", "½", "①", "999 or " * 200, ", ".join(f"w{n}" for n in range(900)), "OC1 and " * 900,
    "all times" + " " * 9000 + "x", "since 2018 " * 200, "\u202e999\u202c", "e\u0301" * 900,
    "İSTANBUL", "<script>alert(1)</script>", "{{7*7}}", "../../etc/passwd", "%s%n", "\ue000 999",
    "\n\n999\n\nperformance\n", "in May 2018", "in the minutes", "2018",
)  # fmt: skip


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("text", ODD, ids=lambda text: ascii(text[:12]))
def test_whatever_is_asked_ends_in_cited_passages_or_in_one_clear_line(
    engine: Engine, mode: str, text: str
) -> None:
    try:
        hits = hits_of(engine, mode, text)
    except BadInput as refused:
        told = str(refused)
        assert told.endswith((".", " ".join(text[:40].split())))
        assert "\n" not in told
        return
    for hit in hits:
        citation = engine.cite(hit)
        whole = engine.index.document(citation.document).text
        assert whole[citation.start : citation.end] == citation.quote
        assert all(citation.start <= low < high <= citation.end for low, high in hit.marks)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "where",
    [Filter(since="soon"), Filter(since="2018-02-31"), Filter(since="2020", until="2018")],
    ids=["no date", "no such day", "turned round"],
)
def test_a_filter_that_cannot_be_is_refused_in_every_mode(
    engine: Engine, mode: str, where: Filter
) -> None:
    with pytest.raises(BadInput):
        hits_of(engine, mode, "999 performance", where)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "where",
    [Filter.of(kind=("nothing",)), Filter.of(person=("\ud800",)), Filter.of(document=("\x00",))],
    ids=["kind", "person", "document"],
)
def test_a_filter_that_nothing_satisfies_finds_nothing(
    engine: Engine, mode: str, where: Filter
) -> None:
    assert not hits_of(engine, mode, "999 performance", where)


def test_each_reason_of_a_search_is_true(engine: Engine) -> None:
    for text in ("999 performance", "OC16", "hate crime satisfaction", "who checks the cells"):
        for hit in engine.search(text, limit=50).hits:
            assert hit.why
            assert bool(hit.marks) == bool({"words", "name"} & set(hit.why))
            if "meaning" in hit.why:
                assert not hit.matched


def test_pages_of_a_search_are_one_list_cut_up(engine: Engine) -> None:
    whole = engine.search("999 performance", limit=30)
    first = engine.search("999 performance", limit=12)
    rest = engine.search("999 performance", limit=18, offset=12)
    assert first.hits + rest.hits == whole.hits
    assert whole.total == first.total == rest.total
    scores = [hit.score for hit in whole.hits]
    assert scores == sorted(scores, reverse=True)
    assert engine.search("999 performance", limit=5, offset=10**6).hits == ()


def test_a_search_by_date_has_the_same_passages_undated_last(engine: Engine) -> None:
    found = engine.search("999 performance", limit=1000)
    by_date = engine.search("999 performance", limit=1000, sort="date")
    assert {h.passage.id for h in by_date.hits} == {h.passage.id for h in found.hits}
    dates = [hit.passage.said_on for hit in by_date.hits]
    dated = [date for date in dates if date]
    assert dates == dated + [None] * (len(dates) - len(dated))


def test_what_is_left_out_of_a_search_is_not_found(engine: Engine) -> None:
    found = engine.search("call handling NOT 101", limit=1000)
    assert found.asked.excluded == ("101",)
    assert not any("101" in hit.passage.text.split() for hit in found.hits)


def test_a_quoted_phrase_stands_in_each_passage_that_a_search_finds_or_over_it(
    engine: Engine,
) -> None:
    found = engine.search('"hate crime" reporting', limit=1000)
    held = set(engine.index.phrase(["hate", "crime"]).tolist())
    held |= set(engine.index.phrase(["hate", "crime"], heading=True).tolist())
    ordinals = {engine.index.ordinal(hit.passage.id) for hit in found.hits}
    assert ordinals
    assert ordinals <= held
    assert all("hate crime" in hit.matched for hit in found.hits)
    assert engine.search('"crime hate reporting"').hits == ()


def test_names_of_a_search_are_counted(engine: Engine) -> None:
    counts = {name.text: name.count for name in engine.search("OC16").asked.names}
    assert counts["OC16"] == engine.index.phrase_count(["oc16"])


def test_an_answer_says_only_what_the_passages_say(engine: Engine) -> None:
    result = engine.ask("Who bought the old station with the clock and what was paid?")
    for statement in result.answer.statements:
        source = engine.index.document(statement.citation.document).text
        assert statement.text in source[statement.citation.start : statement.citation.end]
    assert result.searched == engine.index.meta.passages


def test_eight_threads_asking_at_once_get_the_same_answers(engine: Engine) -> None:
    texts = ["999 performance", "OC16", "DVPNs and DVPOs", "hate crime but not disability"]

    def told(by: Engine, text: str) -> object:
        found = by.every(text)
        asked = by.ask(f"What was said about {text}?")
        return (
            [(h.passage.id, h.score, h.why, h.matched, h.marks) for h in found.discussed],
            [h.passage.id for h in (*found.named, *found.below)],
            found.asked,
            [(h.passage.id, h.score) for h in asked.hits],
            asked.answer,
        )

    alone = {text: told(engine, text) for text in texts}
    fresh = Engine.open(specimen_index(), Settings.from_environment())
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda n: (texts[n % 4], told(fresh, texts[n % 4])), range(24)))
    fresh.close()
    for text, answers in together:
        assert answers == alone[text]


def test_an_index_is_closed_when_those_who_ask_are_done_and_then_says_so(tmp_path: Path) -> None:
    lines = [Line(f"Body worn video {n}.", "2018") for n in range(300)]
    write(tmp_path, [document("a.txt", lines)])
    engine = Engine(open_index(tmp_path), Settings(), encoder=FakeEncoder())
    started, ends = threading.Barrier(5), []

    def ask() -> None:
        started.wait()
        try:
            while True:
                list(engine.every("body worn video").discussed)
        except IndexMissing as closed:
            ends.append(str(closed))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    started.wait()
    engine.close()
    for thread in threads:
        thread.join()
    assert len(ends) == 4
    assert "Open it again" in ends[0]


def test_an_index_of_another_export_of_the_model_is_refused_with_what_to_do(
    tmp_path: Path,
) -> None:
    write(tmp_path, [document("a.txt", [Line("Calls rose.")])])
    engine = Engine(open_index(tmp_path), Settings.from_environment())
    assert not engine.ready
    with pytest.raises(ModelMismatch, match="--rebuild"):
        engine.warm()
    engine.close()


def test_who_is_not_patient_is_answered_without_the_reader_while_it_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [Line("Calls rose by 5 per cent in May."), Line("Calls fell in June.")]
    write(tmp_path, [document("a.txt", lines)])
    begun, loaded = threading.Event(), threading.Event()

    class Backwards:
        def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
            return [Reading(float(n), 0.0, 0.0) for n in range(len(passages))]

    def slow(settings: Settings) -> PassageReader:
        begun.set()
        assert loaded.wait(30)
        return Backwards()

    monkeypatch.setattr(models, "open_reader", slow)
    index, question = open_index(tmp_path), "Did calls rise in May?"
    engine = Engine(index, Settings(), encoder=FakeEncoder(), patient=False)
    patient = Engine(index, Settings(), encoder=FakeEncoder())
    loading = threading.Thread(target=engine.warm)
    loading.start()
    assert begun.wait(30)
    first = engine.ask(question)
    assert first.unread
    assert not any("reader" in hit.ranks for hit in first.hits)
    loaded.set()
    loading.join()
    loaded.clear()
    begun.clear()
    assert not engine.ask("Did calls fall?").unread
    assert not begun.is_set()  # it is looked for once: many who ask at once must not miss it
    loaded.set()
    for again in (engine.ask(question), patient.ask(question)):
        assert not again.unread
        assert all("reader" in hit.ranks for hit in again.hits)


def test_a_topic_of_every_passage_is_found_whole(tmp_path: Path) -> None:
    lines = [Line(f"Body worn video number {n}.", f"20{n % 20:02d}") for n in range(3000)]
    write(tmp_path, [document(f"{n}.txt", lines[n : n + 100]) for n in range(0, 3000, 100)])
    engine = Engine(open_index(tmp_path), Settings(), encoder=FakeEncoder())
    found = engine.every("body worn video")
    assert len(found.discussed) + len(found.named) == 3000
    longer = max(found.discussed, found.named, key=len)
    page = longer[1000:1003]
    assert [hit.passage.text for hit in page] == [
        hit.passage.text for n, hit in enumerate(longer) if 1000 <= n < 1003
    ]
    engine.close()


class Reader:
    """Marks what stands nearest to the line, as the labels say."""

    def __init__(self, engine: Engine, gold: Gold, topic: str) -> None:
        self.engine = engine
        (self.query,) = [query for query in gold.queries if query.id == topic]
        self.labels = gold.spans[topic]
        self.marks: dict[str, bool] = {}

    def found(self) -> EveryResult:
        return self.engine.every(self.query.text, adjust=Adjustments(marks=self.marks))

    def mark(self) -> None:
        found = self.found()
        hits = [*found.discussed, *found.named, *found.below]
        unmarked = [hit for hit in hits if hit.passage.id not in self.marks]
        nearest = min(unmarked, key=lambda hit: (abs(hit.score - found.line), hit.passage.id))
        self.marks[nearest.passage.id] = is_right(_run_hit(nearest), self.labels)

    def f1(self) -> float:
        hits = [_run_hit(hit) for hit in unfolded(self.found())]
        want: list[GoldSpan] = wanted(self.labels)
        recall = sum(any(finds(hit, label) for hit in hits) for label in want) / len(want)
        precision = sum(is_right(hit, self.labels) for hit in hits) / len(hits)
        return harmonic(recall, precision)


def _run_hit(hit: Hit) -> RunHit:
    return RunHit(hit.passage.document.id, hit.passage.span, hit.passage.said_on)


def test_ten_marks_of_a_reader_raise_the_worst_topic_and_lower_none(engine: Engine) -> None:
    gold = read_gold(LABELS)
    before, after = {}, {}
    for query in gold.of_kind("mention"):
        reader = Reader(engine, gold, query.id)
        before[query.id] = reader.f1()
        for _ in range(10):
            reader.mark()
        after[query.id] = reader.f1()
    worst = min(before, key=lambda topic: before[topic])
    assert after[worst] > before[worst]
    assert all(after[topic] > before[topic] - 0.01 for topic in before)
    assert sum(after.values()) > sum(before.values()) + 0.01 * len(before)


@pytest.mark.parametrize("text", ["zxqvwk", "qwrtzpl xkcdvb"])
def test_letters_that_are_no_word_find_nothing_in_the_specimen(engine: Engine, text: str) -> None:
    found = engine.every(text)
    assert not found.discussed
    assert not found.named
    assert engine.search(text).total == 0
