"""An address, a request body and a command line are read alike, and fail alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.views.request import clean, from_pairs, iso, line, query, where
from corpus.errors import BadFilter, BadQuery


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2018", "2018"),
        ("2018-5", "2018-05"),
        ("2018-05-09", "2018-05-09"),
        ("29 May 2018", "2018-05-29"),
        ("29th may, 2018", "2018-05-29"),
        ("29TH MAY 2018", "2018-05-29"),
        ("May 2018", "2018-05"),
        ("3/4/2018", "2018-04-03"),
        ("  ", None),
        (None, None),
    ],
)
def test_dates_are_read_as_people_write_them_with_the_day_first(
    written: str | None, read: str | None
) -> None:
    assert iso(written) == read


@pytest.mark.parametrize("written", ["tomorrow", "2018-13", "31 February 2018", "0000", "x" * 500])
def test_what_is_no_date_is_refused_in_one_line(written: str) -> None:
    with pytest.raises(BadFilter) as refused:
        iso(written, "since")
    assert "\n" not in str(refused.value)
    assert "since" in str(refused.value)
    assert len(str(refused.value)) < 200


def test_a_kind_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(BadFilter, match="panel_minutes"):
        where(None, None, {"kind": ["leaflet"]})


def test_dates_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(BadFilter, match="Swap"):
        where("2019", "2018-05", {})
    assert where("2018-05", "2018", {}).since == "2018-05"


@pytest.mark.parametrize("name", ["page", "line", "sort", "show", "by"])
def test_a_value_that_a_parameter_cannot_have_is_refused(name: str) -> None:
    with pytest.raises(BadFilter, match=name):
        from_pairs([("q", "x"), (name, "<b>")])


def test_an_empty_question_is_refused() -> None:
    with pytest.raises(BadQuery):
        query(" \n")


def test_the_line_lies_between_nothing_and_one() -> None:
    assert line("0.5") == 0.5
    for bad in ("nan", "inf", "-1", "2", "one"):
        with pytest.raises(BadFilter):
            line(bad)


def test_what_is_read_from_an_address_writes_the_same_address() -> None:
    pairs = [
        ("q", "999 performance & <b>"),
        ("since", "2018-05"),
        ("until", "2020"),
        ("body", "A Panel"),
        ("kind", "letter"),
        ("kind", "minutes"),
        ("person", "Ada Quill"),
        ("off", "OCC"),
        ("add", "control room"),
        ("right", "a"),
        ("wrong", "b"),
        ("sort", "date"),
        ("line", "0.25"),
        ("show", "below"),
        ("by", "year"),
        ("page", "3"),
    ]
    assert from_pairs(pairs).pairs() == pairs


def test_a_passage_marked_twice_has_its_last_mark_as_right() -> None:
    assert from_pairs([("right", "a"), ("wrong", "a"), ("wrong", "b")]).marks == {
        "a": True,
        "b": False,
    }


@given(st.text())
def test_clean_text_can_always_be_sent(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert not any(ord(character) < 32 and character not in "\n\t" for character in cleaned)


def test_half_a_character_is_no_reason_to_fail() -> None:
    assert clean("a\ud800b\x00") == "a?b "
