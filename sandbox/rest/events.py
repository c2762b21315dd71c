"""Scheduled events of a server that take place somewhere else than in a voice channel."""

from datetime import datetime
from typing import NoReturn

from sandbox import permissions, place_rules, shapes
from sandbox.errors import ApiError, Json
from sandbox.rest.routes import Call, route
from sandbox.world import Guild

EVENTS = "/guilds/{guild}/scheduled-events"
EVENT = EVENTS + "/{event}"
INTENT = 1 << 16


def _guild(call: Call) -> Guild:
    guild = call.world.guild(call.at("guild"))
    if call.bot.id not in guild.members:
        raise ApiError(50001)
    return guild


def _event(call: Call) -> Json:
    if call.at("event") not in _guild(call).events:
        raise ApiError(10070)
    return _guild(call).events[call.at("event")]


def _shown(event: Json) -> Json:
    return {**event, "guild_scheduled_event_exceptions": []}  # which the gateway leaves out


def _tell(call: Call, what: str, event: Json) -> None:
    call.world.gateway.tell_guild(_guild(call), f"GUILD_SCHEDULED_EVENT_{what}", event, INTENT)


def _wrong(field: str, code: str, message: str) -> NoReturn:
    raise ApiError(50035, {field: {"_errors": [{"code": code, "message": message}]}})


def _check_times(call: Call, event: Json) -> None:
    start, end = (datetime.fromisoformat(event[f"scheduled_{one}_time"]) for one in ("start", "end"))
    if "scheduled_start_time" in call.body and start.timestamp() < call.world.clock.now():
        _wrong("scheduled_start_time", "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", "Cannot begin in the past")
    if end <= start:
        _wrong(
            "scheduled_end_time", "GUILD_SCHEDULED_EVENT_END_TIME_BEFORE_START", "Must end after it begins"
        )


def _manage(call: Call, event: Json) -> None:
    """One's own event takes CREATE_EVENTS, another's MANAGE_EVENTS."""
    held = permissions.in_guild(_guild(call), call.bot.id)
    own = event["creator_id"] == call.bot.id and held & permissions.CREATE_EVENTS
    if not (own or held & permissions.MANAGE_EVENTS):
        raise ApiError(50013)


@route("GET", EVENTS, query=("with_user_count",))
def list_events(call: Call) -> list[Json]:
    return [_shown(one) for one in _guild(call).events.values()]


@route("GET", EVENT, query=("with_user_count",))
def get(call: Call) -> Json:
    return _shown(_event(call))


@route("POST", EVENTS, body=place_rules.EVENT)
def create(call: Call) -> Json:
    guild = _guild(call)
    if not permissions.in_guild(guild, call.bot.id) & permissions.CREATE_EVENTS:
        raise ApiError(50013)
    if sum(one["status"] in (1, 2) for one in guild.events.values()) >= place_rules.EVENTS:
        raise ApiError(30038)
    event = shapes.event(call.world.snowflake(), guild.raw["id"], call.bot.user, call.body)
    _check_times(call, event)
    guild.events[event["id"]] = event
    _tell(call, "CREATE", event)
    return _shown(event)


@route("PATCH", EVENT, body=place_rules.CHANGE_EVENT)
def change(call: Call) -> Json:
    event = _event(call)
    _manage(call, event)
    changed = {**event, **{key: one for key, one in call.body.items() if one is not None}}
    _check_times(call, changed)
    if changed["status"] not in (event["status"], *place_rules.NEXT_STATUS[event["status"]]):
        _wrong("status", "GUILD_SCHEDULED_EVENT_INVALID_STATUS", "The status cannot become that")
    event.update(changed)
    _tell(call, "UPDATE", event)
    return _shown(event)


@route("DELETE", EVENT)
def delete(call: Call) -> None:
    event = _event(call)
    _manage(call, event)
    del _guild(call).events[event["id"]]
    _tell(call, "DELETE", event)
