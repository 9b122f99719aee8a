"""What ``/openapi.json`` says is so: schemathesis makes requests of it, with all its checks on."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.config import SchemathesisConfig
from schemathesis.generation import GenerationMode

from api.http import answer_examples

CALLS = 25
"""Made-up requests of each address, of those that keep to the description and of those that do
not."""
# A request may be well formed and yet ask for nothing: for no word, or for a day that is none.
CONFIG = SchemathesisConfig.from_dict(
    {"checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", 400, 404, 503]}}}
)
ADDRESSES = [
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/v1/search"),
    ("POST", "/v1/search"),
    ("GET", "/v1/ask"),
    ("POST", "/v1/ask"),
    ("GET", "/v1/every"),
    ("POST", "/v1/every"),
    ("GET", "/v1/figures"),
    ("GET", "/v1/brief"),
    ("GET", "/v1/actions"),
    ("GET", "/v1/documents"),
    ("GET", "/v1/documents/{document}"),
    ("GET", "/v1/documents/{document}/text"),
    ("GET", "/v1/passages/{passage}"),
]


def test_every_address_that_is_described_is_tried(client: Any) -> None:
    told = client.get("/openapi.json").json()["paths"]
    described = {(method.upper(), path) for path, one in told.items() for method in one}
    assert described == set(ADDRESSES)


@pytest.mark.parametrize(
    ("path", "example"),
    [
        ("/v1/search?q=999 calls", answer_examples.SEARCH),
        ("/v1/every?q=999 calls", answer_examples.EVERY),
        ("/v1/ask?q=999 calls?", answer_examples.ASK),
        ("/v1/figures?q=999 calls", answer_examples.FIGURES),
        ("/v1/brief?q=999 calls", answer_examples.BRIEF),
        ("/v1/actions", answer_examples.ACTIONS),
    ],
)
def test_an_example_has_all_that_an_answer_has_and_nothing_else(
    client: Any, path: str, example: dict[str, Any]
) -> None:
    alike(client.get(path).json(), example, "")


def alike(real: Any, shown: Any, where: str) -> None:
    """The same fields at every place that both have, but for those that hang on what was found."""
    if isinstance(real, dict) and isinstance(shown, dict):
        assert real.keys() == shown.keys(), where
        for name in real.keys() - {"facets", "ranks"}:
            alike(real[name], shown[name], f"{where}.{name}")
    elif isinstance(real, list) and isinstance(shown, list) and real and shown:
        alike(real[0], shown[0], f"{where}[]")


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
@pytest.mark.parametrize(("method", "path"), ADDRESSES)
def test_an_address_keeps_to_what_is_said_of_it(
    client: Any, method: str, path: str, mode: GenerationMode
) -> None:
    schema = schemathesis.openapi.from_asgi("/openapi.json", client.app, config=CONFIG)
    cases = schema[path][method].as_strategy(generation_mode=mode)

    @settings(
        max_examples=CALLS,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def tried(case: Any) -> None:
        case.call_and_validate()

    with suppress(Unsatisfiable):  # of an address without parameters there is no wrong request
        tried()
