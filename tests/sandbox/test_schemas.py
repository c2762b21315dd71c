"""The check against Discord's published schemas bites; the `server` fixture applies it to every test."""

from typing import Any

import pytest

from sandbox import shapes
from sandbox.clock import Clock
from tests.sandbox import schemas

pytestmark = pytest.mark.skipif(not schemas.present(), reason=schemas.MISSING)
PATH = "/channels/{channel}/messages/{message}"


def a_message() -> dict[str, Any]:
    return shapes.message("1" * 18, "2" * 18, shapes.user("3" * 18, "Minji"), Clock().stamp())


def test_a_right_message_passes() -> None:
    assert schemas.rest_problems("GET", PATH, "200", a_message()) == []


@pytest.mark.parametrize(
    ("change", "named"),
    [({"invented": 1}, "invented"), ({"flags": "none"}, "flags"), ({"author": None}, "author")],
)
def test_invented_and_wrong_fields_are_found(change: dict[str, object], named: str) -> None:
    (problem,) = schemas.rest_problems("GET", PATH, "200", {**a_message(), **change})
    assert named in problem


def test_a_missing_field_is_found() -> None:
    lacking = {key: one for key, one in a_message().items() if key != "mention_roles"}
    frame = {"op": 0, "s": 1, "t": "MESSAGE_CREATE", "d": lacking}
    assert "mention_roles" in schemas.dispatch_problems(frame)[0]


def test_unknown_routes_and_events_are_found() -> None:
    assert schemas.rest_problems("GET", "/no/such/route", "200", {}) != []
    assert schemas.dispatch_problems({"op": 0, "s": 1, "t": "NO_SUCH_EVENT", "d": {}}) != []
