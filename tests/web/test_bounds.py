"""Whatever is asked, a page stays one that a browser can show."""

from typing import Any
from urllib.parse import urlencode

import pytest

from api.views.request import LONGEST_ADDRESS, from_pairs
from corpus.errors import BadFilter, BadQuery
from search.query.parse import LONGEST, MOST_WORDS, read

LARGEST = 1_500_000
"""Bytes of a page."""
LONG = {
    "emoji": [("q", "999 calls " + "\U0001f600" * 640)],
    "words": [("q", " ".join(f"word{n}" for n in range(190)))],
    "quotations": [("q", " ".join(f'"w{n}"' for n in range(150)))],
    "names": [("q", "999 calls"), *(("off", f"another name of it {n}") for n in range(50))],
    "added": [("q", "999 calls"), *(("add", f"another name {n}") for n in range(50))],
    "marks": [("q", "999 calls"), *(("wrong", f"6f0c2c1f9a7e{n:04}") for n in range(300))],
    "bodies": [("q", "999 calls"), ("body", "Wexmoor Police and Crime Panel " * 100)],
}


@pytest.mark.parametrize("mode", ["search", "every", "ask"])
@pytest.mark.parametrize("pairs", LONG.values(), ids=LONG)
def test_a_page_is_small_however_long_the_question(
    client: Any, pairs: list[tuple[str, str]], mode: str
) -> None:
    address = urlencode(pairs)
    assert len(address) > LONGEST_ADDRESS / 8
    response = client.get(f"/{mode}?{address}")
    assert response.status_code in (200, 400)
    assert len(response.content) < LARGEST


def test_a_longer_address_is_refused_with_its_length(client: Any) -> None:
    response = client.get("/every", params={"q": "crime " + "\U0001f600" * 700})
    assert response.status_code == 400
    assert "8,000" in response.text
    with pytest.raises(BadQuery, match="fewer words, names or marks"):
        from_pairs([("q", "x"), *(("right", f"{n:032}") for n in range(300))])
    with pytest.raises(BadFilter, match="at most 50"):
        from_pairs([("q", "x"), *(("add", str(n)) for n in range(51))])


@pytest.mark.parametrize("intent", ["search", "every", "ask"])
def test_more_different_words_than_can_be_looked_for_are_refused(intent: Any) -> None:
    from search.index import NO_FILTER

    several = " ".join(f"word{n}" for n in range(MOST_WORDS + 1))
    with pytest.raises(BadQuery, match="different words"):
        read(several, intent, NO_FILTER)
    repeated = "knife crime " * (LONGEST // 12)
    assert read(repeated, intent, NO_FILTER).topics
    assert read("knife" + " " * 100_000 + "crime", intent, NO_FILTER).text == "knife crime"
