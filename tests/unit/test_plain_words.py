"""Pages and terminal speak plain English: the words of the workshop stand on neither."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from plain_words import old, words

from api.cli import terminal
from api.views import wording
from api.web import rendering
from corpus.model import Span
from search.index import NO_FILTER
from search.results import Asked, Hit, Name

TEMPLATES = sorted((rendering.HERE / "templates").glob("*.html"))


def test_old_words_are_seen_where_they_stand() -> None:
    for text in (
        "64 passages, 30 below the line (0.33)",
        "found by another name, “Outcome Code 16”",
        "victim … support … police action (10)",
        "Portion 3 of 5".lower(),
        "answer.made_up 0.333",
        "Right or Wrong",
        "panel.pdf, characters 3374–3499",
        "panel.pdf [3374:3499]",
    ):
        assert old(text), text
    assert not old("It was 98.05% of the right calls in line 3, p. 7: “…the force”")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_has_none_of_the_old_words(template: Path) -> None:
    text = template.read_text("utf-8")
    spoken = words(re.sub(r"\{[%#].*?[%#]\}|\{\{.*?\}\}", " ", text, flags=re.DOTALL))
    strings = re.findall(r"\{[{%].*?[%}]\}", text, re.DOTALL)
    literal = " · ".join(s for code in strings for s in re.findall(r'"([^"]*)"', code))
    assert old(spoken) + old(literal) == []


PASSAGE = SimpleNamespace(text="The Panel asked why the victim gave no support.")


def reasons() -> Iterator[str]:
    asked = Asked("OC16", "every", NO_FILTER, names=(Name("OC16", "asked", count=3),))
    for why, matched in (
        (("words",), ("OC16",)),
        (("words", "heading"), ("OC16",)),
        (("name",), ("Outcome Code 16",)),
        (("name", "heading"), ("victim … support",)),
        (("words", "name"), ("OC16", "victim … support", "Outcome Code 16")),
        (("heading",), ("OC16",)),
        (("neighbour",), ()),
        (("meaning",), ()),
    ):
        passage: Any = PASSAGE
        yield wording.why(Hit(passage, 0.5, why, matched), asked)  # type: ignore[arg-type]


def test_a_reason_is_told_in_plain_words() -> None:
    told = list(reasons())
    assert [one for text in told for one in old(text)] == []
    assert told[0] == "says “OC16”"
    assert told[2] == "says the same in other words: “Outcome Code 16”"
    assert told[3] == "says the same in other words; its heading matches too"
    assert told[-1] == "close in meaning"


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("hunting", "says “hunt”"),
        ("costs of 2018 19", "says “Costs of 2018/19”"),
        ("the Panel", "says “the Panel”"),
        ("badgers", "says “badgers”"),
    ],
)
def test_what_a_passage_says_is_written_as_it_stands_there(asked: str, says: str) -> None:
    text = "To the panel: the hunt case. Costs of 2018/19."
    marks = tuple(
        (7 + text.index(words), 7 + text.index(words) + len(words))
        for words in ("the panel", "hunt", "Costs of 2018/19")
    )
    passage: Any = SimpleNamespace(text=text, span=Span(7, 7 + len(text)))
    hit = Hit(passage, 0.5, ("words",), (asked,), marks)
    assert wording.why(hit) == says


def test_counts_begin_the_sentence_and_what_is_none_is_not_told() -> None:
    told = wording.above({"whole": 40, "part": 0, "heading": 1, "meaning": 0})
    assert [words for _, words in told] == [
        "40 passages name it",
        "1 more stands under a heading that names it",
    ]
    assert wording.above({"whole": 0, "part": 0, "heading": 0, "meaning": 2})[0][1] == (
        "2 passages are close to it in meaning"
    )
    assert wording.maybe(92) == "92 more that may be about it"
    assert wording.maybe(92, kept=92) == wording.maybe(92)
    assert wording.maybe(92, kept=50) == "the 50 likeliest of 92 more that may be about it"


def test_names_that_no_passage_holds_are_not_told_and_pieces_are_words() -> None:
    names = (
        Name("OC16", "asked", count=10),
        Name("OC 16", "glossary", count=0),
        Name("victim … support", "glossary", count=3),
    )
    told = " ".join(terminal.looked_for(Asked("OC16", "every", NO_FILTER, names=names)))
    assert "OC 16" not in told
    assert "“victim” and “support” in one sentence 3" in told
    assert old(told) == []
    assert list(terminal.looked_for(Asked("x", "every", NO_FILTER, names=names[1:2]))) == []
