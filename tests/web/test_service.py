"""``/v1``: one spelling, true totals, problems instead of tracebacks."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest

from api.http.live_index import Snapshots
from corpus.errors import IndexForeign, IndexMissing

CITATION = (
    "document title kind body part headings said_on published_on page page_label start end quote "
    "passage score matched url"
).split()


def test_a_hit_has_every_field_of_the_contract_and_its_words_stand_in_the_text(client: Any) -> None:
    hits = client.get("/v1/search", params={"q": "999 calls"}).json()["hits"]
    assert hits
    for hit in hits:
        assert set(CITATION) <= set(hit)
        text = client.get(
            f"/v1/documents/{hit['document']}/text",
            params={"start": hit["start"], "end": hit["end"]},
        ).json()
        assert text["text"] == hit["quote"]
        for low, high in hit["marks"]:
            assert hit["start"] <= low < high <= hit["end"]


def test_an_answer_is_made_of_quotations(client: Any) -> None:
    body = client.get("/v1/ask", params={"q": "999 calls?"}).json()
    assert body["answer"]["abstained"] is False
    for statement in body["answer"]["statements"]:
        assert statement["text"] in statement["citation"]["quote"]
    assert client.get("/v1/ask", params={"q": "zebra?"}).json()["answer"]["abstained"] is True


def test_every_is_paged_by_cursor_under_a_true_total(client: Any) -> None:
    seen: list[str] = []
    cursor = None
    while True:
        params = {"q": "999 calls", "limit": 2} | ({"cursor": cursor} if cursor else {})
        body = client.get("/v1/every", params=params).json()
        assert body["total"] == 6
        seen += [hit["passage"] for hit in body["hits"]]
        cursor = body["next"]
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 6


def test_every_comes_in_order_of_date_with_the_undated_last(client: Any) -> None:
    hits = client.get("/v1/every", params={"q": "999 calls"}).json()["hits"]
    dates = [hit["said_on"] for hit in hits]
    assert dates[:-1] == sorted(dates[:-1])
    assert dates[-1] is None


def test_the_streams_hold_what_the_pages_hold(client: Any) -> None:
    paged = client.get("/v1/every", params={"q": "999 calls"}).json()["hits"]
    lines = client.get("/v1/every", params={"q": "999 calls", "format": "jsonl"}).text
    assert [json.loads(line) for line in lines.splitlines()] == paged
    rows = client.get("/v1/every", params={"q": "999 calls", "format": "csv"}).text
    assert rows.count("\r\n") >= len(paged) + 1


@pytest.mark.parametrize("cursor", ["x", "!!!", "W10", "Wzk5LDFd", "é"])
def test_a_cursor_that_is_not_one_is_refused(client: Any, cursor: str) -> None:
    response = client.get("/v1/every", params={"q": "999 calls", "cursor": cursor})
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"


def test_a_cursor_of_another_question_is_refused(client: Any) -> None:
    cursor = client.get("/v1/every", params={"q": "999 calls", "limit": 1}).json()["next"]
    response = client.get("/v1/every", params={"q": "Panel", "cursor": cursor})
    assert "another question" in response.json()["detail"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/search", 400),
        ("/v1/search?q=x&nonsense=1", 400),
        ("/v1/search?q=x&limit=many", 400),
        ("/v1/search?q=x&limit=-1", 400),
        ("/v1/search?q=x&kind=leaflet", 400),
        ("/v1/search?q=x&since=soon", 400),
        ("/v1/search?q=x&body=Nobody", 400),
        ("/v1/every?q=x&line=nan", 400),
        ("/v1/every?q=x&right=a&wrong=a", 400),
        ("/v1/documents/none.pdf", 404),
        ("/v1/documents/none.pdf/text", 404),
        ("/v1/documents/notes/2021-01.txt/text?start=9999", 400),
        ("/v1/passages/none", 404),
        ("/v1/nothing", 404),
    ],
)
def test_what_cannot_be_answered_is_a_problem_of_one_line(
    client: Any, path: str, status: int
) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status
    assert body["detail"]
    assert "\n" not in body["detail"]


@pytest.mark.parametrize(
    "body",
    [
        b'{"q": "\\ud800 999"}',
        b'{"q": NaN}',
        b'{"line": Infinity, "q": "x"}',
        b'{"q": {"\\udfff": 1}}',
        b"[" * 5000,
        b"\xff\xfe",
        b"",
        b"null",
    ],
)
def test_a_body_with_half_characters_or_no_numbers_is_never_a_fault(
    client: Any, body: bytes
) -> None:
    for path in ("/v1/search", "/v1/every", "/v1/ask"):
        response = client.post(path, content=body, headers={"content-type": "application/json"})
        assert response.status_code in (200, 400, 422)
        response.json()


def test_a_body_that_is_too_large_is_refused(client: Any) -> None:
    response = client.post("/v1/search", json={"q": "x" * 2_000_000})
    assert response.status_code == 413


def test_the_same_question_may_be_sent_as_json(client: Any) -> None:
    sent = client.post("/v1/search", json={"q": "999 calls", "kind": ["panel_minutes"]}).json()
    asked = client.get("/v1/search?q=999 calls&kind=panel_minutes").json()
    assert sent == asked
    assert sent["total"] == 1


def test_a_document_tells_its_parts_people_sections_and_actions(client: Any) -> None:
    tree = client.get("/v1/documents/notes/2021-01.txt?passages=true").json()
    part = tree["parts"][0]
    assert part["said_on"] == "2021-01-12"
    assert part["people"][1]["attendance"] == "apologies"
    assert part["sections"][0]["headings"] == ["2.1 Call handling"]
    assert len(part["sections"][0]["passages"]) == 2
    assert part["actions"][0]["owner"] == "CC"


def test_a_passage_has_its_citation_and_its_neighbours(client: Any, engine: Any) -> None:
    first, second = engine.index.passages[:2]
    body = client.get(f"/v1/passages/{first.id}").json()
    assert body["citation"]["quote"] == first.text
    assert body["before"] is None
    assert body["after"]["passage"] == second.id


def test_the_description_has_an_example_for_every_question(client: Any) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for path in ("/v1/search", "/v1/ask", "/v1/every"):
        for method in ("get", "post"):
            answer = paths[path][method]["responses"]["200"]["content"]["application/json"]
            assert answer["example"]["asked"]["text"]


def test_the_health_of_the_process_is_not_the_readiness_of_answers(
    client: Any, engine: Any
) -> None:
    engine.ready = False
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
    assert client.get("/").status_code == 200
    assert "Answers will be ready" in client.get("/").text
    engine.ready = True
    assert client.get("/readyz").json()["status"] == "ready"


@pytest.mark.parametrize(
    "path",
    ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "/etc/passwd", "notes/../../x", "notes", ""],
)
def test_only_files_that_the_index_lists_are_handed_out(client: Any, path: str) -> None:
    assert client.get(f"/original/{path}").status_code in (404, 307)


def test_an_original_is_handed_out_so_that_nothing_in_it_runs(client: Any) -> None:
    response = client.get("/original/notes/2021-03.txt")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain")
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in response.headers["content-security-policy"]
    paged = client.get("/original/panel/2021-06-21.pdf")
    assert paged.headers["content-type"] == "application/pdf"


def test_an_original_that_has_changed_or_is_a_link_is_not_handed_out(
    client: Any, tmp_path: Any
) -> None:
    path = tmp_path / "archive" / "notes" / "2021-01.txt"
    path.write_text("other words")
    response = client.get("/original/notes/2021-01.txt")
    assert response.status_code == 404
    assert "has changed" in response.text
    path.unlink()
    path.symlink_to("/etc/hostname")
    assert client.get("/original/notes/2021-01.txt").status_code == 404


def test_a_fault_is_told_without_a_traceback(client: Any, engine: Any) -> None:
    def broken(*args: object, **more: object) -> None:
        raise RuntimeError("secret")

    engine.search = broken
    for path in ("/v1/search?q=x", "/search?q=y"):
        response = client.get(path)
        assert response.status_code == 500
        assert "secret" not in response.text
        assert "fault in the program" in response.text


def test_every_answer_carries_the_security_headers(client: Any) -> None:
    for path in ("/", "/v1/search?q=x", "/nowhere", "/static/minuted.css"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


def test_a_newer_build_takes_over_while_the_old_one_is_read(tmp_path: Any, engine: Any) -> None:
    newer = type(engine)(list(engine.index.held.values()), engine.index.meta.archive, "b2")
    builds = {"b1": engine, "b2": newer}
    pointer = tmp_path / "CURRENT"
    pointer.write_text("b1")
    held = Snapshots(lambda: builds[pointer.read_text()], tmp_path)
    with held.use() as before:
        pointer.write_text("b2")
        held.move()
        assert before.build == "b1"
        assert not engine.closed
        with held.use() as after:
            assert after.build == "b2"
    assert engine.closed
    assert not newer.closed
    held.close()


def test_a_build_that_cannot_be_opened_leaves_the_old_one_answering(engine: Any) -> None:
    tries = iter([engine, IndexMissing("There is no index.")])

    def opened() -> Any:
        found = next(tries)
        if isinstance(found, Exception):
            raise found
        return found

    held = Snapshots(opened)
    with held.use():
        pass
    held.move()
    assert isinstance(held.trouble, IndexMissing)
    with held.use() as still:
        assert still.build == "b1"


def test_a_server_never_moves_to_another_archive_by_itself(engine: Any) -> None:
    other = type(engine)(list(engine.index.held.values()), "/elsewhere", "b2")
    tries = iter([engine, other])
    held = Snapshots(lambda: next(tries))
    with held.use():
        pass
    held.move()
    assert isinstance(held.trouble, IndexForeign)
    assert "/elsewhere" in str(held.trouble)
    assert other.closed
    with held.use() as still:
        assert still.build == "b1"


def test_many_askers_of_one_question_share_its_answer(engine: Any) -> None:
    held = Snapshots(lambda: engine)
    worked = []

    def work() -> int:
        worked.append(1)
        return len(worked)

    with held.use() as snapshot:
        threads = [
            threading.Thread(target=snapshot.remember, args=("same", work)) for _ in range(40)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(worked) == 1


def test_a_service_without_an_index_says_how_to_get_one(tmp_path: Any) -> None:
    from fastapi.testclient import TestClient

    from api.http.app import create_app

    def missing() -> Any:
        raise IndexMissing("There is no index at build/index; build one: minuted index ARCHIVE.")

    with TestClient(create_app(missing), raise_server_exceptions=False) as client:
        for path in ("/", "/v1/search?q=x", "/readyz"):
            response = client.get(path)
            assert response.status_code == 503
            assert "minuted index" in response.text
