"""Every time a topic was discussed, over a small archive that is wholly known."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from cameras import above, filler, ids, papers, texts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import FakeEncoder, Line, document, ordinals, write

from corpus.errors import BadFilter, BadQuery, PassageMissing
from search.engine import Engine
from search.every.adjustments import Adjustments
from search.index import Filter, open_index
from search.settings import Settings


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    location = tmp_path_factory.mktemp("every")
    write(location, papers())
    made = Engine(open_index(location), Settings(), encoder=FakeEncoder())
    yield made
    made.close()


TOPICS = ("body worn video", "OC16", "VNU", "hate crime, body worn video or VNU", "station")


def test_a_thing_is_found_under_all_its_names_and_each_hit_says_which(engine: Engine) -> None:
    found = engine.every("body worn video")
    by_text = {hit.passage.text: hit for hit in (*found.discussed, *found.named)}
    assert by_text["The BWV contract ends."].matched == ("BWV",)
    assert by_text["The BWV contract ends."].why == ("name",)
    assert by_text["Body worn video was issued to all."].why == ("words",)
    outcome = engine.every("OC16")
    by_text = {hit.passage.text: hit for hit in (*outcome.discussed, *outcome.named)}
    assert by_text["Outcome 16 was used too often."].matched == ("Outcome 16",)
    said = by_text["The victim did not want a prosecution."]
    assert said.matched == ("victim … not … want … prosecution",)
    assert said.why == ("name",)


def test_marks_are_the_matched_words_in_the_document(engine: Engine) -> None:
    for topic in TOPICS:
        for hit in (*(found := engine.every(topic)).discussed, *found.named, *found.below):
            whole = engine.index.document(hit.passage.document.id).text
            for (_, end), (start, _) in pairwise([(0, hit.passage.span.start), *hit.marks]):
                assert end <= start
            assert all(whole[start:end].strip() for start, end in hit.marks)
            assert not hit.marks or {"words", "name"} & set(hit.why)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_passage_stands_in_one_list_only_and_each_is_in_its_order(
    engine: Engine, topic: str
) -> None:
    found = engine.every(topic, adjust=Adjustments(line=0.3))
    assert len(ids(found.discussed) | ids(found.named) | ids(found.below)) == len(
        [*found.discussed, *found.named, *found.below]
    )
    for hits in (found.discussed, found.named):
        dates = [hit.passage.said_on for hit in hits]
        dated = [date for date in dates if date]
        assert dates == dated + [None] * (len(dates) - len(dated))
        assert [date[:4] for date in dated] == sorted(date[:4] for date in dated)
    scores = [hit.score for hit in found.below]
    assert scores == sorted(scores, reverse=True)
    assert len(found.below) <= found.below_total
    assert all(0 <= hit.score <= 1 for hit in (*found.discussed, *found.named, *found.below))


def test_undated_passages_come_last(engine: Engine) -> None:
    assert texts(engine.every("body worn video").discussed)[-1] == "Body worn video is liked."


def test_the_same_words_are_counted_once_with_their_other_places(engine: Engine) -> None:
    found = engine.every("body worn video")
    assert above(found).count("Body worn video was issued to all.") == 1
    (hit,) = [h for h in found.discussed if h.passage.text.startswith("Body worn video was")]
    assert hit.passage.document.id == "2018.txt"
    assert [copy.document.id for copy in hit.copies] == ["2020.txt"]


@pytest.mark.parametrize("topic", TOPICS)
def test_moving_the_line_up_never_adds(engine: Engine, topic: str) -> None:
    before: set[str] | None = None
    for line in (0.0, 0.05, 0.2, 0.45, 0.7, 0.9, 1.0):
        found = engine.every(topic, adjust=Adjustments(line=line))
        shown = ids(found.discussed) | ids(found.named)
        assert before is None or shown <= before
        assert all(hit.score >= line for hit in (*found.discussed, *found.named))
        assert all(hit.score < line for hit in found.below)
        before = shown


def test_names_switched_off_find_nothing_and_stay_listed(engine: Engine) -> None:
    found = engine.every("body worn video", adjust=Adjustments(names_off=("bwv", "BODYCAM")))
    assert not {"BWV", "bodycam"} & {name for hit in found.discussed for name in hit.matched}
    assert {n.text for n in found.asked.names if not n.on and not n.beside} == {"BWV", "bodycam"}
    assert all(not n.on for n in found.asked.names if n.beside)
    everything = [name.text for name in engine.every("body worn video").asked.names]
    nothing = engine.every("body worn video", adjust=Adjustments(names_off=tuple(everything)))
    assert not nothing.discussed
    assert all(not hit.matched and not hit.marks for hit in (*nothing.named, *nothing.below))


def test_a_name_that_a_reader_adds_finds(engine: Engine) -> None:
    assert "Lunch was taken at noon. Item 1.3." not in above(engine.every("hate crime"))
    found = engine.every("hate crime", adjust=Adjustments(names_added=("lunch", "  ")))
    hit = next(h for h in found.discussed if h.passage.text == "Lunch was taken at noon. Item 1.3.")
    assert hit.matched == ("lunch",)
    assert hit.why == ("name",)
    (name,) = [name for name in found.asked.names if name.source == "reader"]
    assert name.count == 10


def test_names_are_listed_once_with_the_passages_that_hold_them(engine: Engine) -> None:
    names = engine.every("body worn videos").asked.names
    assert names[0].text == "body worn videos"
    assert names[0].source == "asked"
    counts = {name.text: name.count for name in names}
    assert counts["body worn videos"] == 3
    assert counts["BWV"] == 1
    assert "body worn video" not in counts
    assert engine.understand("body worn videos", "every").names == names


def test_a_short_form_counts_where_it_is_written_in_capitals(engine: Engine) -> None:
    found = engine.every("Vale Nine Unit")
    assert "The VNU met. Hate crime rose." in above(found)
    assert "A vnu is a bird." not in above(found)


def test_several_topics_are_looked_for_at_once(engine: Engine) -> None:
    both = engine.every("hate crime or OC16")
    assert both.asked.topics == ("hate crime", "OC16")
    assert {"The VNU met. Hate crime rose.", "Outcome 16 was used too often."} <= set(above(both))


def test_what_is_left_out_is_not_found_nor_listed_below(engine: Engine) -> None:
    found = engine.every("body worn video but not BWV or bodycam", adjust=Adjustments(line=0.01))
    assert found.asked.excluded == ("BWV", "bodycam")
    left = texts([*found.discussed, *found.named, *found.below])
    assert not any("BWV" in text or "Bodycam" in text or "Body worn" in text for text in left)
    phrase = engine.every('body worn video NOT "is liked"')
    assert "Body worn video is liked." not in above(phrase)
    assert "Body worn video was issued to all." in above(phrase)


def test_a_quoted_phrase_is_found_only_as_it_stands(engine: Engine) -> None:
    assert "Body worn video was issued to all." in texts(engine.every('"was issued to"').discussed)
    assert not any("words" in hit.why for hit in engine.every('"issued was to"').discussed)


@pytest.mark.parametrize(
    "where",
    [
        Filter(since="2019"),
        Filter(until="2018"),
        Filter.of(kind=("letter",)),
        Filter.of(body=("vale force",)),
        Filter.of(document=("2018.txt",)),
        Filter.of(person=("Ann Other",)),
        Filter.of(kind=("report",)),
    ],
)
def test_filters_narrow_to_what_satisfies_them(engine: Engine, where: Filter) -> None:
    free = engine.every("body worn video", adjust=Adjustments(line=0.0))
    found = engine.every("body worn video", where, adjust=Adjustments(line=0.0))
    for hits in (found.discussed, found.named, found.below):
        held = [engine.index.ordinal(hit.passage.id) for hit in hits]
        assert engine.index.satisfying(held, where).all()
    assert found.searched == engine.index.count(where) < free.searched


def test_a_marked_passage_goes_where_the_reader_put_it_and_its_copies_with_it(
    engine: Engine,
) -> None:
    found = engine.every("body worn video")
    wrong = next(h for h in found.discussed if h.copies)
    right = engine.index.fetch([ordinals(engine.index)[5]])[0]
    marks = {wrong.passage.id: False, right.id: True}
    marked = engine.every("body worn video", adjust=Adjustments(marks=marks))
    assert right.id in ids(marked.discussed)
    everywhere = ids(marked.discussed) | ids(marked.named) | ids(marked.below)
    assert not {wrong.passage.id, *(copy.id for copy in wrong.copies)} & everywhere
    (hit,) = [h for h in marked.discussed if h.passage.id == right.id]
    assert hit.score == 1.0


def test_a_mark_is_learnt_from_but_not_shown_where_the_filter_leaves_it_out(
    engine: Engine,
) -> None:
    other = engine.index.fetch([ordinals(engine.index)[5]])[0]
    found = engine.every(
        "body worn video",
        Filter.of(document=("2019.txt",)),
        adjust=Adjustments(marks={other.id: True}),
    )
    assert {h.passage.document.id for h in (*found.discussed, *found.named)} == {"2019.txt"}


def test_what_cannot_be_looked_for_is_refused_with_what_to_do(engine: Engine) -> None:
    for line in (-0.1, 1.1, float("nan")):
        with pytest.raises(BadFilter, match="from 0 to 1"):
            engine.every("OC16", adjust=Adjustments(line=line))
    with pytest.raises(BadQuery, match="Leave some out"):
        engine.every("OC16", adjust=Adjustments(names_added=("x",) * 51))
    with pytest.raises(BadQuery, match="shorter"):
        engine.every("OC16", adjust=Adjustments(names_added=("x" * 201,)))
    many = dict.fromkeys(map(str, range(2001)), True)
    with pytest.raises(BadQuery, match="Send fewer"):
        engine.every("OC16", adjust=Adjustments(marks=many))
    with pytest.raises(PassageMissing):
        engine.every("OC16", adjust=Adjustments(marks={"gone": True}))
    with pytest.raises(BadFilter, match="no date"):
        engine.every("OC16", Filter(since="soon"))


def test_a_topic_that_names_nothing_says_what_was_looked_for_and_where(engine: Engine) -> None:
    found = engine.every("Zanzibar trade")
    assert not found.discussed
    assert not found.named
    assert [(name.text, name.count) for name in found.asked.names] == [
        ("Zanzibar", 0),
        ("trade", 0),
    ]
    assert found.searched == engine.index.meta.passages


def test_counts_of_facets_are_those_of_what_is_shown(engine: Engine) -> None:
    found = engine.every("body worn video or VNU")
    total = len(found.discussed) + len(found.named)
    assert sum(found.facets["year"].values()) == total
    assert sum(found.facets["document"].values()) == total


words = st.sampled_from(
    ["body", "worn", "video", "VNU", "station", "the", "or", "NOT", "performance", '"BWV"', "16"]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(words, min_size=1, max_size=6).map(" ".join), st.floats(0, 1))
def test_whatever_is_asked_the_lists_part_what_was_found(
    engine: Engine, text: str, line: float
) -> None:
    try:
        found = engine.every(text, adjust=Adjustments(line=line))
    except BadQuery:
        return
    groups = [
        hit.passage.group for hits in (found.discussed, found.named, found.below) for hit in hits
    ]
    assert len(groups) == len(set(groups))
    for hit in (*found.discussed, *found.named, *found.below):
        citation = engine.cite(hit)
        source = engine.index.document(citation.document).text
        assert source[citation.start : citation.end] == citation.quote
        assert hit.why


def test_letters_that_are_no_word_find_nothing(engine: Engine) -> None:
    found = engine.every("zxqvwk")
    assert not found.discussed
    assert not found.named
    assert found.meant.words == ()
    searched = engine.search("zxqvwk")
    assert (searched.total, searched.meant.words) == (0, ())


@pytest.mark.parametrize("typed", ["bodycm", "bodycamm", "Bodycqm"])
def test_a_word_that_stands_nowhere_is_corrected_by_the_archive(engine: Engine, typed: str) -> None:
    assert "bodycam" in engine.every(typed).meant.words
    assert "bodycam" in engine.search(typed).meant.words
    assert engine.every("bodycam").meant.words == ()
    # Of passages that a filter leaves out nothing is offered.
    assert engine.every(typed, Filter(until="1900")).meant.words == ()


@pytest.mark.parametrize("text", ["the", "of the", "What was it"])
def test_small_words_alone_are_refused_and_in_quotation_marks_found(
    engine: Engine, text: str
) -> None:
    with pytest.raises(BadQuery, match="Add a word"):
        engine.every(text)
    assert engine.every('"the"').discussed or engine.every('"the"').named


def test_standings_tell_how_much_of_a_topic_is_named(engine: Engine) -> None:
    found = engine.every("body worn video", adjust=Adjustments(line=0.0))
    hits = {h.passage.text: h for h in (*found.discussed, *found.named)}
    assert hits["Body worn video was issued to all."].standing == "whole"
    assert hits["The BWV contract ends."].standing == "whole"
    assert sum(found.standings.values()) == len(found.discussed) + len(found.named)


def test_a_mark_wrong_never_makes_a_list_longer(engine: Engine) -> None:
    for topic in TOPICS:
        plain = engine.every(topic, adjust=Adjustments(line=0.1))
        before = ids(plain.discussed) | ids(plain.named)
        wrong: dict[str, bool] = {}
        for passage in sorted(before)[:6]:
            wrong[passage] = False
            found = engine.every(topic, adjust=Adjustments(line=0.1, marks=wrong))
            after = ids(found.discussed) | ids(found.named)
            assert after <= before - {passage}
            before = after


def test_a_part_of_a_name_is_short_for_it_near_the_whole_and_nowhere_else(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    where = tmp_path_factory.mktemp("short")
    said = [
        Line("Victim satisfaction fell in the north."),
        Line("Satisfaction comes back in November."),
        *filler(1, None),
        Line("Staff told of their satisfaction with the canteen."),
    ]
    write(where, [document("one.txt", said), document("two.txt", [Line("Satisfaction is high.")])])
    engine = Engine(open_index(where), Settings(reranker="none"), encoder=FakeEncoder())
    try:
        (found,) = engine.evidence("victim satisfaction")
        covers = dict(zip(found.ordinals.tolist(), found.rows[:, 0].tolist(), strict=True))
        here = {
            p.text: covers[o] for o, p in zip(covers, engine.index.fetch(list(covers)), strict=True)
        }
    finally:
        engine.close()
    assert here["Victim satisfaction fell in the north."] == 1.0
    assert here["Satisfaction comes back in November."] == pytest.approx(0.7)
    assert here["Staff told of their satisfaction with the canteen."] == 0.0
    assert here["Satisfaction is high."] == 0.0
