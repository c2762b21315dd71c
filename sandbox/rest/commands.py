"""Registering slash commands, for everyone or for one server."""

from typing import Any, NoReturn

from sandbox import command_rules, shapes
from sandbox.errors import ApiError, Json
from sandbox.rest.routes import Call, route


def _scope(call: Call) -> str:
    """The server whose commands are meant; "" means all."""
    if call.at("application") != call.bot.id:
        raise ApiError(50001)
    guild_id = call.request.match_info.get("guild", "")
    if guild_id and call.bot.id not in call.world.guild(guild_id).members:
        raise ApiError(50001)
    return guild_id


@route("GET", "/applications/{application}/commands", query=("with_localizations",))
@route("GET", "/applications/{application}/guilds/{guild}/commands", query=("with_localizations",))
def list_commands(call: Call) -> list[Json]:
    return list(call.bot.commands.get(_scope(call), {}).values())


@route("PUT", "/applications/{application}/commands", body=command_rules.COMMANDS)
@route("PUT", "/applications/{application}/guilds/{guild}/commands", body=command_rules.COMMANDS)
def replace_commands(call: Call) -> list[Json]:
    """Replace all commands; those that keep their type and name keep their id."""
    scope, body = _scope(call), call.body
    wishes: list[dict[str, Any]] = list(body)  # type: ignore[arg-type]  # this route's body is a list
    names = [_name(wish) for wish in wishes]
    if len(set(names)) < len(names):
        _wrong("APPLICATION_COMMANDS_DUPLICATE_NAME", "Command names must be unique")
    kinds = [kind for kind, _ in names]
    if any(kinds.count(kind) > most for kind, most in command_rules.COUNTS.items()):
        _wrong("BASE_TYPE_BAD_LENGTH", "There are too many commands of this type")
    ids = {_name(command): command["id"] for command in call.bot.commands.get(scope, {}).values()}
    made = [
        shapes.command(
            ids.get(_name(wish)) or call.world.snowflake(), call.bot.id, call.world.snowflake(), wish, scope
        )
        for wish in wishes
    ]
    call.bot.commands[scope] = {command["id"]: command for command in made}
    return made


def _name(command: Json) -> tuple[int, str]:
    return command.get("type") or 1, command["name"]


def _wrong(code: str, message: str) -> NoReturn:
    raise ApiError(50035, {"_errors": [{"code": code, "message": message}]})
