"""The API does what its own OpenAPI document says, whatever it is sent: Schemathesis makes the calls from it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import schemathesis
from hypothesis import HealthCheck, assume, settings
from schemathesis import CheckFunction
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from core.stores.memory.store import MemoryStudyStore
from tests.calls import Calls, context_over
from tests.doubles import service

# Any store that answers; the caller of Schemathesis is no loopback address.
STORE = MemoryStudyStore()
API = Calls(context_over(STORE, allow_remote=True))
SCHEMA = schemathesis.openapi.from_asgi("/api/openapi.json", API.app)
CHECKS: list[CheckFunction] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    allow_header_conformance,
    unsupported_method,
]


def check(case: schemathesis.Case) -> None:
    """The call as it was made up, and the same call on a session that is there."""
    # Starlette's `Mount` knows no path with a line feed, so that such a call never comes to the API.
    assume("%0A" not in "".join(map(str, (case.path_parameters or {}).values())))
    case.call_and_validate(checks=[*CHECKS, negative_data_rejection])
    if "session_id" in (case.path_parameters or {}):
        session = API.begin()
        case.path_parameters["session_id"] = session
        case.call_and_validate(checks=CHECKS)
        assert STORE.was_erased(session) or service(STORE).replay(session).is_same


def examples(count: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return settings(max_examples=count, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))


@SCHEMA.parametrize()
@examples(150)
def test_every_answer_is_as_documented(case: schemathesis.Case) -> None:
    check(case)


@pytest.mark.heavy
@pytest.mark.timeout(1800)
@SCHEMA.parametrize()
@examples(2000)
def test_every_answer_is_as_documented_at_length(case: schemathesis.Case) -> None:
    check(case)
