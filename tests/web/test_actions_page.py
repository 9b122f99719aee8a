"""The lists of the desk say what they hold, and the one box reaches them."""

from __future__ import annotations

import re
from typing import Any


def test_the_count_says_what_the_list_holds_and_what_stands_beside_it(client: Any) -> None:
    whole = client.get("/actions").text
    total = re.search(r'class="m-total"[^>]*>(\d+) records?', whole)
    assert total is not None
    done = client.get("/actions?status=done").text
    assert re.search(r'class="m-total"[^>]*>0 records done\.', done)
    assert f"{total[1]} no later mention found" in re.sub(r"<[^>]+>", "", done)
    assert "show every status" in done


def test_a_question_from_the_last_meeting_asks_for_its_day(client: Any) -> None:
    answer = client.get(
        "/go", params={"q": "what has changed since the last meeting?"}, follow_redirects=False
    )
    assert answer.headers["location"] == "/changes?since=2021-06-12"


def test_the_address_for_scripts_tells_what_the_page_tells(client: Any) -> None:
    page, told = client.get("/actions.json").json(), client.get("/v1/actions").json()
    assert told == page
    done = client.get("/v1/actions?status=done&q=999").json()
    assert (done["total"], done["asked"]) == (0, {"q": "999", "status": "done"})
    assert client.get("/v1/actions?status=forgotten").status_code == 400
