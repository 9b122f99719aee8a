"""Why a passage was found, as a reader is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from made import Line, document, write

from corpus.model import Passage
from search.every.explain import counted, mere_words, reasons, sought
from search.index import NO_FILTER, open_index
from search.query.facets import Facet, Naming
from search.query.name_matches import Standing
from search.results import Name
from search.tokens import terms


def naming(text: str, source: str = "glossary", strength: float = 1.0) -> Naming:
    pieces = tuple(tuple(terms(piece)) for piece in text.split(" … "))
    return Naming(Name(text, source), pieces, strength)  # type: ignore[arg-type]


def passage(text: str, heading: str = "") -> Passage:
    return document("a.txt", [Line("First."), Line(text, heading=heading)]).passages[1]


def test_what_was_typed_is_words_and_any_other_name_is_a_name() -> None:
    text = passage("OC16 is outcome 16.")
    typed, other = naming("OC16", "asked"), naming("Outcome 16")
    assert reasons(text, [typed]).why == ("words",)
    assert reasons(text, [other]).why == ("name",)
    both = reasons(text, [typed, other])
    assert (both.why, both.matched) == (("words", "name"), ("OC16", "Outcome 16"))
    assert [text.document.text[a:b] for a, b in both.marks] == ["OC16", "outcome 16"]


def test_a_name_over_the_passage_is_a_reason_and_no_mark() -> None:
    said = reasons(passage("It fell to 71%.", "Call handling"), [naming("call handling")])
    assert (said.why, said.matched, said.marks) == (("heading",), ("call handling",), ())


def test_a_single_word_beside_the_thing_says_nothing_over_a_passage() -> None:
    placed = passage("It fell to 71%.", "Attendance times")
    assert reasons(placed, [naming("attendance", strength=0.5)]).why == ("meaning",)
    assert reasons(placed, [naming("attendance times", strength=0.5)]).why == ("heading",)


def test_without_any_name_it_is_what_stands_beside_or_meaning() -> None:
    assert reasons(passage("It fell."), [naming("OC16")], beside=True).why == ("neighbour",)
    assert reasons(passage("It fell."), [naming("OC16")]).why == ("meaning",)


def test_single_words_are_told_only_where_no_name_stands() -> None:
    assert [one.name.text for one in mere_words("e-mail scams")] == ["mail", "scam"]
    assert [one.name.text for one in mere_words("e")] == ["e"]
    words = mere_words("the hate crime rate")
    assert [word.name.text for word in words] == ["hate", "crime", "rate"]
    named = reasons(passage("Hate crime rates"), [naming("hate crime", "asked")], words)
    assert named.matched == ("hate crime",)
    assert reasons(passage("Crime rates"), [naming("hate crime")], words).matched == (
        "crime",
        "rate",
    )
    assert reasons(passage("It fell.", "Crime"), [naming("hate crime")], words).why == ("heading",)


@pytest.mark.parametrize(
    ("text", "names", "told"),
    [
        ("999 call handling", ["999 call", "999 call handling", "call handling"], [1]),
        ("call handling and 999 call handling", ["call handling", "999 call handling"], [0, 1]),
        ("the victim withdrew support", ["victim … withdrew", "victim … withdrew … support"], [1]),
        ("a protection notice", ["protection … notice", "protection notice"], [1]),
    ],
)
def test_a_name_inside_a_longer_one_is_not_told_twice(
    text: str, names: list[str], told: list[int]
) -> None:
    said = reasons(passage(text), [naming(name) for name in names])
    assert said.matched == tuple(names[n] for n in told)


def test_what_was_typed_is_told_also_inside_a_longer_name() -> None:
    said = reasons(passage("999 call handling"), [naming("999", "asked"), naming("999 call")])
    assert said.matched == ("999", "999 call")


FACETS = [
    Facet(("dvpn",), (naming("DVPNs", "asked"), naming("DVPO"), naming("order … breach"))),
    Facet(("dvpo",), (naming("DVPOs", "asked"), naming("DVPN"), naming("breach … order"))),
    Facet(("perform",), (naming("performance", "asked"),), weak=True),
]


def test_names_that_are_one_to_the_index_are_one_and_the_typed_one_stands_for_them() -> None:
    assert [n.name.text for n in sought(FACETS) if len(n.pieces) == 1] == ["DVPNs", "DVPOs"]
    assert "performance" in [n.name.text for n in sought(FACETS, weak=True)]


def test_names_are_counted_and_those_that_add_nothing_are_not_listed(tmp_path: Path) -> None:
    lines = [Line("A DVPN, no order."), Line("DVPNs and a DVPO: a breach of the order.")]
    write(tmp_path, [document("a.txt", lines)])
    index = open_index(tmp_path)
    names = counted(Standing(index, NO_FILTER), FACETS)
    assert [(name.text, name.count) for name in names] == [
        ("DVPNs", 2),
        ("DVPOs", 1),
    ]
    index.close()
