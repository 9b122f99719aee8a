"""What is read out of a query, and what is left as words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadFilter, BadInput, BadQuery
from search.index import NO_FILTER, Filter
from search.query.filters import narrow
from search.query.parse import LONGEST, intent_of, read
from search.results import Asked


def every(text: str, where: Filter = NO_FILTER) -> Asked:
    return read(text, "every", where)


def recognised(asked: Asked) -> list[tuple[str, str, str]]:
    return [(one.kind, one.text, one.value) for one in asked.recognised]


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("every time 999 performance or OC16 was discussed", ("999 performance", "OC16")),
        ("Find me every mention of body worn video.", ("body worn video",)),
        ("all discussions about the precept", ("the precept",)),
        ("when was hate crime last discussed?", ("hate crime",)),
        ("How often has the Quay Street station been mentioned?", ("the Quay Street station",)),
        ("the precept was raised", ("the precept",)),
        ("999 performance", ("999 performance",)),
        ("each time", ("each time",)),
    ],
)
def test_the_topic_is_read_out_of_the_sentence_around_it(
    text: str, topics: tuple[str, ...]
) -> None:
    assert every(text).topics == topics


@pytest.mark.parametrize(
    ("text", "topic", "since", "until"),
    [
        ("every time 999 was discussed since 2018", "999", "2018", None),
        ("999 since 6 February 2018", "999", "2018-02-06", None),
        ("999 after May 2018", "999", "2018-06-01", None),
        ("999 before 2018-05-29", "999", None, "2018-05-28"),
        ("999 until 2018", "999", None, "2018"),
        ("when was 999 discussed in Feb. 2018?", "999", "2018-02", "2018-02"),
        ("when was 999 discussed in Sept. 2018?", "999", "2018-09", "2018-09"),
        ("999 between March 2018 and 2019", "999", "2018-03", "2019"),
        ("999 from 2018 to 2020", "999", "2018", "2020"),
        ("999 since 2017 in 2018", "999", "2018", "2018"),
        ("999 in 2017/18", "999", "2017-04", "2018-03"),
        ("999 since FY 2022-23", "999", "2022-04", None),
        ("999 before Q4 2022/23", "999", None, "2022-12-31"),
        ("999 after Q4 2022/23", "999", "2023-04-01", None),
        ("999 during the first quarter of 2022/23", "999", "2022-04", "2022-06"),
        ("999 between 2020/21 and Q2 2022/23", "999", "2020-04", "2022-09"),
        ("999 from 2020 to 2022/23", "999", "2020", "2023-03"),
        ("999 in 2017/19", "999 in 2017/19", None, None),
        ("999 in 2017-2018", "999 in 2017-2018", None, None),
        ("the budget for 2022/23", "the budget for 2022/23", None, None),
        ("precept for 2018-19", "precept for 2018-19", None, None),
    ],
)
def test_dates_are_read_as_precisely_as_they_are_written(
    text: str, topic: str, since: str | None, until: str | None
) -> None:
    asked = every(text)
    assert asked.topics == (topic,)
    assert (asked.where.since, asked.where.until) == (since, until)


def test_a_kind_of_document_is_a_filter_and_how_long_something_took_is_none() -> None:
    asked = every("body worn video in letters")
    assert asked.topics == ("body worn video",)
    assert asked.where["kind"] == ("letter",)
    assert recognised(asked) == [("kind", "in letters", "letter")]
    assert "panel_minutes" in every("burglary in the minutes").where["kind"]
    assert every("response times in minutes").where == NO_FILTER


def test_what_stands_in_quotation_marks_is_only_words() -> None:
    for quoted in (
        '"hate crime since 2018"',
        "“vetting, or clearance but not renewals in letters”",
    ):
        asked = every(f"{quoted} or OC16")
        assert asked.topics == (quoted, "OC16")
        assert asked.where == NO_FILTER
        assert asked.excluded == ()
        assert recognised(asked) == [("phrase", quoted, quoted[1:-1])]


def test_an_unbalanced_quotation_mark_is_no_quotation() -> None:
    assert every('"hate crime since 2018').where.since == "2018"
    assert every('since 2018 "hate" crime"').topics == ('"hate" crime"',)


@pytest.mark.parametrize(
    ("text", "topics", "excluded"),
    [
        ("999 NOT 101", ("999",), ("101",)),
        ("999 but not 101 or OC16", ("999",), ("101", "OC16")),
        ("every time 999 was discussed except for 101", ("999",), ("101",)),
        ("999, OC16 excluding “body worn video”", ("999", "OC16"), ("“body worn video”",)),
        ("hate crime but not since 2018", ("hate crime but not",), ()),
        ("not proven", ("not proven",), ()),
        ("999 NOT", ("999 NOT",), ()),
    ],
)
def test_what_is_left_out_stands_after_but_not_except_or_capitals(
    text: str, topics: tuple[str, ...], excluded: tuple[str, ...]
) -> None:
    asked = every(text)
    assert (asked.topics, asked.excluded) == (topics, excluded)
    assert any(one.kind == "without" for one in asked.recognised) == bool(excluded)


def test_nothing_is_left_out_by_a_long_piece_of_prose() -> None:
    prose = "The force met its target except " + "where the calls came in at night " * 4
    assert every(prose).excluded == ()


def test_what_was_recognised_stands_in_the_query_so_that_it_can_be_taken_back() -> None:
    text = 'every time "call handling" but not 101 came up in letters since May 2018'
    asked = every(text)
    assert {one.kind for one in asked.recognised} == {"since", "kind", "phrase", "without"}
    assert all(one.text in text for one in asked.recognised)


def test_commas_and_or_divide_topics_but_not_numbers_or_names() -> None:
    assert every("1,250 officers, 999; OC16 or precept, ").topics == (
        "1,250 officers",
        "999",
        "OC16",
        "precept",
    )
    name = "Evidential difficulties; victim does not support police action"

    def undivided(text: str) -> list[tuple[int, int]]:
        at = text.find(name)
        return [(at, at + len(name))] if at >= 0 else []

    asked = read(f"999, {name} or OC16", "every", NO_FILTER, undivided)
    assert asked.topics == ("999", name, "OC16")


def test_a_text_with_many_commas_is_prose_and_one_topic() -> None:
    prose = ", ".join(f"word{n}" for n in range(40))
    assert every(prose).topics == (prose,)


def test_words_that_would_be_nothing_but_a_filter_are_the_topic() -> None:
    assert every("since 2018").topics == ("since 2018",)
    assert every("in letters").where == NO_FILTER


def test_a_question_keeps_its_dates_as_words() -> None:
    asked = read("What was said in May 2018 or since?", "ask", NO_FILTER)
    assert asked.topics == ("What was said in May 2018 or since?",)
    assert asked.where == NO_FILTER


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("every time OC16 was discussed", "every"),
        ("every time OC16 was discussed since 2018", "every"),
        ("When was hate crime discussed in 2018?", "every"),
        ("find all mentions of 101 but not 999", "every"),
        ("how many 999 calls were answered within ten seconds in 2017/18?", "ask"),
        ("who bought the station", "ask"),
        ("OC16", "search"),
        ("NOT OC16", "search"),
        ("999 since 31 February 2018", "search"),
        ("", "search"),
    ],
)
def test_what_a_person_means_is_guessed_from_how_they_ask(text: str, intent: str) -> None:
    assert intent_of(text) == intent


@pytest.mark.parametrize(
    "text", ["", "  \n", "?!", "😀😀", "((( *", '"', "\ud800", "\x00", "²", "w" * (LONGEST + 1)]
)
@pytest.mark.parametrize("intent", ["search", "every", "ask"])
def test_what_holds_no_word_or_too_many_is_refused_with_what_to_do(text: str, intent: str) -> None:
    with pytest.raises(BadQuery, match=r"(Type|Ask) "):
        read(text, intent, NO_FILTER)  # type: ignore[arg-type]


@pytest.mark.parametrize("date", ["31 February 2018", "2018-02-30", "99 May 2018", "0 May 2018"])
def test_a_date_that_no_calendar_has_is_refused_and_words_in_quotation_marks_are_not(
    date: str,
) -> None:
    with pytest.raises(BadQuery, match="no such day"):
        every(f"999 since {date}")
    assert every(f'999 "since {date}"').where == NO_FILTER


def test_only_what_to_leave_out_is_no_query() -> None:
    with pytest.raises(BadQuery, match="what to look for"):
        every("NOT hate crime")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("999 since 2020 until 2018", NO_FILTER),
        ("999 since 2020", Filter(until="2018-05")),
        ("999 in 2018", Filter(since="2018-05", until="2018-04")),
        ("999 in letters", Filter.of(kind=("panel_minutes",))),
    ],
)
def test_filters_that_leave_nothing_are_refused(text: str, where: Filter) -> None:
    with pytest.raises(BadFilter, match="Nothing"):
        every(text, where)


def test_a_filter_outside_the_words_holds_as_well() -> None:
    asked = every("999 since 2018", Filter.of(since="2017", until="2018-05", body=("A",)))
    assert asked.where == Filter.of("2018", "2018-05", body=("A",))
    assert every("999 until 2018", Filter(until="2018-05")).where.until == "2018-05"
    assert every("999 until 2018-05", Filter(until="2018")).where.until == "2018-05"


dates = st.builds(
    lambda year, month, day: "-".join([str(year), *month, *(day if month else ())]),
    st.integers(1990, 2030),
    st.lists(st.integers(1, 12).map("{:02d}".format), max_size=1),
    st.lists(st.integers(1, 28).map("{:02d}".format), max_size=1),
)
filters = st.builds(
    Filter.of,
    since=st.none() | dates,
    until=st.none() | dates,
    kind=st.sampled_from([(), ("letter",), ("letter", "report"), ("report",)]),
)


@given(filters, filters)
def test_narrowing_is_the_same_both_ways_and_twice_is_once(one: Filter, other: Filter) -> None:
    try:
        both = narrow(one, other)
    except BadFilter:
        with pytest.raises(BadFilter):
            narrow(other, one)
        return
    again = narrow(other, one)
    assert (again.since, again.until, set(again["kind"])) == (
        both.since,
        both.until,
        set(both["kind"]),
    )
    assert narrow(both, one) == narrow(both, both) == both


# Pieces that mean something to some language, so that chance brings them together.
pieces = st.sampled_from(
    [
        "999", "or", "OR", "NOT", "but not", "except", ",", ";", '"', "“", "”", "since", "between",
        "2018", "31 February 2018", "2018-13", "in letters", "every time", "was discussed", "?",
        "(", "*", "field:x", "\ud800", "\x00", "\ue000", "\ue001", "😀", "の", "½", "victim's",
    ]
)  # fmt: skip


@given(st.lists(pieces | st.text(max_size=8), max_size=12).map(" ".join))
def test_any_text_is_understood_or_refused_and_no_sign_of_ours_is_left(text: str) -> None:
    intent_of(text)
    for intent in ("search", "every", "ask"):
        try:
            asked = read(text, intent, NO_FILTER)  # type: ignore[arg-type]
        except BadInput:
            continue
        assert asked.topics
        if intent != "ask":
            written = "".join((*asked.topics, *asked.excluded))
            assert not any("\ue000" <= c <= "\ue3e8" for c in written)
        assert all(c.isprintable() or c.isspace() or c not in "\ud800" for c in asked.text)
