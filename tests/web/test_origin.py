"""Under which names the service answers, and from where a form is taken."""

import csv
import io
import zipfile
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.http.app import create_app
from api.http.origin import answered, names_of, sent_from_here
from corpus.errors import BadSetting
from search.settings import Settings

OWN = names_of("Minuted.Example.org, papers.example.org")


@pytest.mark.parametrize(
    "host",
    ["localhost:8000", "127.0.0.1:8000", "192.168.3.7", "[::1]:8000", "office-pc:8000",
     "minuted.example.org", "MINUTED.example.org:443", "papers.example.org.", "a.localhost", None],
)  # fmt: skip
def test_its_own_names_and_addresses_are_answered(host: str | None) -> None:
    assert answered(host, OWN)


@pytest.mark.parametrize(
    "host",
    ["evil.example", "minuted.example.org.evil.example", "evil.example:8000", "", " ", "a b.c",
     "127.0.0.1.nip.io", "minuted.example.org@evil.example", "localhost/evil.example",
     "evil.example#localhost", "[::1].evil.example", "127.0.0.1:port", "xn--.evil", "user:pw@x.y"],
)  # fmt: skip
def test_any_other_name_is_not(host: str) -> None:
    assert not answered(host, OWN)


HERE = {"host": "office-pc:8000"}
FORMS = {
    "a page of ours, over TLS": ({"sec-fetch-site": "same-origin", "origin": "null"}, True),
    "typed by the reader": ({"sec-fetch-site": "none"}, True),
    "another site": ({"sec-fetch-site": "cross-site", "origin": "https://evil.example"}, False),
    "another name of one site": ({"sec-fetch-site": "same-site"}, False),
    "an old browser here": ({"origin": "http://office-pc:8000"}, True),
    "behind a proxy that speaks TLS": ({"origin": "https://office-pc:8000"}, True),
    "an old browser elsewhere": ({"origin": "http://evil.example"}, False),
    "another port": ({"origin": "http://office-pc:8001"}, False),
    "a page without an origin": ({"origin": "null"}, False),
    "a script": ({}, True),
}


@pytest.mark.parametrize(("headers", "taken"), FORMS.values(), ids=FORMS)
def test_a_form_is_taken_from_pages_of_ours_alone(headers: dict[str, str], taken: bool) -> None:
    assert sent_from_here("POST", HERE | headers) is taken
    assert sent_from_here("GET", HERE | headers)


def test_another_name_is_refused_with_the_setting_that_adds_it(client: Any) -> None:
    for path in ("/", "/v1/search?q=crime", "/healthz", "/static/minuted.css"):
        response = client.get(path, headers={"host": "evil.example"})
        assert response.status_code == 421
        assert "MINUTED_HOSTS" in response.json()["detail"]
        assert "evil" not in response.text


def test_a_name_that_is_set_is_answered(engine: Any) -> None:
    app = create_app(engine, Settings(hosts="minuted.example.org"))
    with TestClient(app, base_url="https://minuted.example.org") as client:
        assert client.get("/healthz").status_code == 200


def test_links_in_files_begin_with_the_address_that_is_set_else_as_the_page_was_asked(
    engine: Any,
) -> None:
    plain, reached = Settings(), Settings(address="https://minuted.example.org/")
    for settings, host, address in (
        (plain, "papers", "http://papers/documents/"),
        (reached, "papers", "https://minuted.example.org/documents/"),
        (reached, "minuted.example.org", "https://minuted.example.org/documents/"),
    ):
        with TestClient(create_app(engine, settings), base_url=f"http://{host}") as client:
            rows = csv.DictReader(io.StringIO(client.get("/every.csv?q=999 calls").text))
            assert all(row["permalink"].startswith(address) for row in rows)
            held = zipfile.ZipFile(io.BytesIO(client.get("/every.docx?q=999 calls").content))
            assert address in held.read("word/_rels/document.xml.rels").decode()
    with pytest.raises(BadSetting, match="must begin with http"):
        Settings.from_environment({"MINUTED_ADDRESS": "minuted.example.org"})


@pytest.mark.parametrize("form", ["/sheet/add", "/sheet/keep", "/sheet.docx"])
def test_another_site_cannot_replace_a_readers_sheet(client: Any, form: str) -> None:
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}):
        response = client.post(form, data={"p": "x"}, headers=headers, follow_redirects=False)
        assert response.status_code == 403
        assert "set-cookie" not in response.headers
    mine = {"sec-fetch-site": "same-origin"}
    assert client.post(
        "/sheet/add", data={"p": "x"}, headers=mine, follow_redirects=False
    ).is_redirect
