"""Answering interactions: the callback, and what follows through the interaction's token."""

from sandbox import rules
from sandbox.errors import ApiError, Json
from sandbox.interactions import Interaction
from sandbox.rest.routes import Call, route

HOOK = "/webhooks/{application}/{token}"
MESSAGE = HOOK + "/messages/{message}"


@route(
    "POST",
    "/interactions/{interaction}/{token}/callback",
    body=rules.CALLBACK,
    query=("with_response",),
    needs_token=False,
)
def callback(call: Call) -> Json | None:
    interaction = call.world.interactions.get(call.at("interaction"))
    if interaction is None or interaction.token != call.at("token"):
        raise ApiError(10062)
    kind = call.body["type"]
    interaction.respond(kind, call.body.get("data") or {}, call.uploads)
    wanted = call.request.query.get("with_response", "0") in ("1", "true")
    return interaction.callback_body(kind) if wanted else None


def _interaction(call: Call) -> Interaction:
    interaction = call.world.by_hook.get(call.at("token"))
    if interaction is None or interaction.application.id != call.at("application"):
        raise ApiError(10015)
    interaction.check_token()
    return interaction


@route("POST", HOOK, body=rules.ANSWER, query=("wait", "with_components"), needs_token=False)
def follow_up(call: Call) -> Json:
    return _interaction(call).follow_up(call.body, call.uploads).raw


@route("GET", MESSAGE, needs_token=False)
def get_answer(call: Call) -> Json:
    return _interaction(call).find(call.at("message")).raw


@route("PATCH", MESSAGE, body=rules.EDIT, query=("with_components",), needs_token=False)
def edit_answer(call: Call) -> Json:
    interaction = _interaction(call)
    return interaction.change(interaction.find(call.at("message")), call.body, call.uploads).raw


@route("DELETE", MESSAGE, needs_token=False)
def delete_answer(call: Call) -> None:
    interaction = _interaction(call)
    interaction.remove(interaction.find(call.at("message")))
