"""The bot itself: who it is, which gateway it uses, its direct messages."""

from sandbox import rules, shapes
from sandbox.errors import ApiError, Json
from sandbox.rest.routes import Call, route


@route("GET", "/users/@me")
def me(call: Call) -> Json:
    private = {"mfa_enabled": False, "locale": "en-US", "verified": True, "email": None}
    return {**call.bot.user, **private}


@route("GET", "/oauth2/applications/@me")
def my_application(call: Call) -> Json:
    guilds = [guild for guild in call.world.guilds.values() if call.bot.id in guild.members]
    owner = shapes.user(call.bot.id, "Owner")
    return shapes.application(call.bot.user, owner, len(guilds))


@route("GET", "/gateway", needs_token=False)
def gateway(call: Call) -> Json:
    return {"url": call.world.gateway_url}


@route("GET", "/gateway/bot")
def gateway_bot(call: Call) -> Json:
    limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
    return {"url": call.world.gateway_url, "shards": 1, "session_start_limit": limit}


@route("POST", "/users/@me/channels", body=rules.DM)
def open_direct(call: Call) -> Json:
    recipient = str(call.body["recipient_id"])
    if recipient not in call.world.persons:
        raise ApiError(50007 if recipient in call.world.users else 50035)
    channel = call.world.direct(recipient, call.bot.id)
    return {**channel.raw, "recipients": [call.world.users[recipient]]}


@route("GET", "/users/{user}")
def user(call: Call) -> Json:
    if call.at("user") not in call.world.users:
        raise ApiError(10013)
    return call.world.users[call.at("user")]
