"""What one person does and sees: messages, threads, commands, buttons, forms, and the stream of events."""

from aiohttp import web

from sandbox import forums, guilds, permissions, posting, reactions
from sandbox.clock import sse
from sandbox.errors import Json, PersonError
from sandbox.inputs import Desk
from sandbox.interactions import COMMAND, COMPONENT, FORM_SUBMIT, SUGGESTIONS, Interaction
from sandbox.people import Act, Outcome, act
from sandbox.seen import walk
from sandbox.world import Application, Channel, Message

ME = "/people/me"
CHANNEL = ME + "/channels/{channel}"
MESSAGE = CHANNEL + "/messages/{message}"


@act("GET", ME)
def me(act: Act) -> Outcome:
    return {**act.person.user, "locale": act.person.locale, "inbox": act.person.inbox}


@act("PATCH", ME)
def set_inbox(act: Act) -> Outcome:
    act.person.inbox = bool(act.body["inbox"])
    return None


@act("GET", ME + "/events")
async def events(act: Act) -> Outcome:
    person, past = act.person, act.request.query.get("past") == "1"

    async def follow(stream: web.StreamResponse) -> None:
        await act.world.feed.stream(person, stream, past=past)

    return await sse(act.request, follow)


@act("GET", ME + "/channels")
def channels(act: Act) -> Outcome:
    seen = [one for one in act.world.channels.values() if permissions.sees(one, act.person.user["id"])]
    return {"channels": [_shown(act, one) for one in seen]}


def _shown(act: Act, channel: Channel) -> Json:
    others = [act.world.users[one]["username"] for one in channel.people[1:]]
    return channel.raw if channel.guild else {**channel.raw, "name": ", ".join(others)}


@act("GET", CHANNEL)
def channel(act: Act) -> Outcome:
    return _shown(act, act.here())


@act("POST", ME + "/dms")
def open_direct(act: Act) -> Outcome:
    if act.body["recipient"] not in act.world.applications:
        raise PersonError("direct messages go to bots only", 501)
    return _shown(act, act.world.direct(act.person.user["id"], act.body["recipient"]))


# ---- messages and threads


@act("GET", CHANNEL + "/messages")
def messages(act: Act) -> Outcome:
    """The newest, oldest first, with the person's own ephemeral answers."""
    channel, me = act.here(permissions.READ_MESSAGE_HISTORY), act.person.user["id"]
    found = [one for one in channel.messages.values() if one.only_for in (None, me)]
    found.sort(key=lambda one: int(one.id))
    limit = int(act.request.query.get("limit", "100"))
    return {"messages": [reactions.shown(one, me) for one in found[-limit:]]}


@act("POST", CHANNEL + "/messages")
def say(act: Act) -> Outcome:
    channel = act.channel
    files = permissions.ATTACH_FILES if act.uploads else 0
    held = permissions.require(channel, act.person.user["id"], permissions.send_bit(channel) | files)
    if channel.parent and channel.raw["thread_metadata"]["locked"] and not held & permissions.MANAGE_THREADS:
        raise PersonError("the thread is locked", 403)
    if forums.is_forum(channel):
        raise PersonError("in a forum, open a post")
    message = posting.draft(act.world, channel, act.person.user)
    if act.body.get("reply_to"):
        posting.refer(act.world, message, act.body["reply_to"])
    _write(act, message)
    return posting.send(act.world, message).raw


def _write(act: Act, message: Message) -> None:
    if len(act.body.get("content") or "") > 2000:
        raise PersonError("a message has at most 2000 characters")
    if record := act.world.record:
        for upload in act.uploads:
            record.brought(upload.name, upload.data)
    posting.write(act.world, message, {"content": act.body.get("content")}, act.uploads)


def _message(act: Act, *, own: bool = False) -> Message:
    me = act.person.user["id"]
    message = act.world.message(act.here(), act.at("message"), me)
    if own and me != message.raw["author"]["id"]:
        raise PersonError("this is someone else's message", 403)
    return message


@act("PATCH", MESSAGE)
def edit(act: Act) -> Outcome:
    message = _message(act, own=True)
    _write(act, message)
    message.raw["edited_timestamp"] = act.world.clock.stamp()
    posting.announce(act.world, message)
    return message.raw


@act("DELETE", MESSAGE)
def delete(act: Act) -> Outcome:
    """Delete a message: one's own, with MANAGE_MESSAGES anyone's; an ephemeral one is dismissed."""
    message = _message(act)
    if act.person.user["id"] not in (message.raw["author"]["id"], message.only_for):
        act.here(permissions.MANAGE_MESSAGES)
    posting.delete(act.world, message)
    return None


@act("PUT", MESSAGE + "/reactions/{emoji}")
def react(act: Act) -> Outcome:
    reactions.add(act.world, _message(act), act.person.user["id"], act.at("emoji"))
    return None


@act("DELETE", MESSAGE + "/reactions/{emoji}")
def take_reaction(act: Act) -> Outcome:
    reactions.remove(act.world, _message(act), act.person.user["id"], act.at("emoji"))
    return None


@act("POST", CHANNEL + "/posts")
def post(act: Act) -> Outcome:
    """Open a post in a forum: {"name", "content", "tags": their ids}, and files."""
    channel = act.here()
    if not forums.is_forum(channel):
        raise PersonError("posts open in forums only")
    body = {"content": act.body.get("content")}
    wish = {"name": act.body["name"], "applied_tags": act.body.get("tags"), "message": body}
    return forums.post(act.world, channel, act.person.user, wish, act.uploads).channel.raw


@act("GET", ME + "/guilds/{guild}/events")
def scheduled_events(act: Act) -> Outcome:
    if act.person.user["id"] not in act.guild.members:
        raise PersonError("only members of the server see its events", 403)
    return {"events": list(act.guild.events.values())}


@act("POST", CHANNEL + "/threads")
def open_thread(act: Act) -> Outcome:
    private = bool(act.body.get("private"))
    bit = permissions.CREATE_PRIVATE_THREADS if private else permissions.CREATE_PUBLIC_THREADS
    channel, me = act.here(bit), act.person.user["id"]
    if channel.parent or channel.guild is None or forums.is_forum(channel):
        raise PersonError("threads open in text channels only")
    source = act.world.message(channel, act.body["message"], me) if act.body.get("message") else None
    wish = {"name": act.body["name"], "type": 12 if private else 11}
    return posting.open_thread(act.world, channel, me, wish, source).raw


@act("PUT", CHANNEL + "/members/{person}")
def add_to_thread(act: Act) -> Outcome:
    thread = act.here()
    if thread.parent is None or thread.guild is None or act.at("person") not in thread.guild.members:
        raise PersonError("only members of the server join its threads")
    posting.join(act.world, thread, act.at("person"))
    return None


@act("DELETE", CHANNEL)
def delete_channel(act: Act) -> Outcome:
    channel = act.here(permissions.MANAGE_THREADS if act.channel.parent else permissions.MANAGE_CHANNELS)
    guilds.remove_channel(act.world, channel)
    return None


# ---- commands, buttons, selects, forms


def _offered(act: Act, channel: Channel) -> list[tuple[Application, Json]]:
    """The commands that Discord lists for this person here."""
    me, guild = act.person.user["id"], channel.guild
    if guild and not permissions.in_channel(channel, me) & permissions.USE_APPLICATION_COMMANDS:
        return []
    bots = guild.members if guild else channel.people
    found = []
    for application in (act.world.applications[one] for one in bots if one in act.world.applications):
        scopes = ("", guild.raw["id"]) if guild else ("",)
        for command in (one for scope in scopes for one in application.commands.get(scope, {}).values()):
            contexts = command["contexts"] or ([0, 1] if command["dm_permission"] else [0])
            bits = command["default_member_permissions"]
            held = permissions.in_channel(channel, me)
            lacks = guild and bits is not None and (held & int(bits) != int(bits) or bits == "0")
            if (0 if guild else 1) in contexts and (not lacks or held == permissions.EVERYTHING):
                found.append((application, command))
    return found


@act("GET", CHANNEL + "/commands")
def commands(act: Act) -> Outcome:
    return {"commands": [command for _, command in _offered(act, act.here())]}


def _find(act: Act, name: str, *kinds: int) -> tuple[Desk, Application, Json]:
    """The command that Discord offers here, and a desk to fill it in."""
    channel = act.here()
    for application, command in _offered(act, channel):
        if command["name"] == name and command["type"] in kinds:
            return Desk(act.world, application, act.person, channel, act.uploads), application, command
    raise PersonError(f"Discord does not offer {'/' if 1 in kinds else ''}{name} here", 404)


@act("POST", CHANNEL + "/commands")
async def run(act: Act) -> Outcome:
    """A slash command with its options, or a command on a `target`: a message or a person."""
    if act.body.get("target"):
        kind = 3 if act.body["target"] in act.channel.messages else 2
        desk, application, command = _find(act, act.body["command"], kind)
        data = desk.target(command, act.body["target"])
    else:
        name, *path = act.body["command"].split()
        desk, application, command = _find(act, name, 1)
        data = desk.command(command, path, act.body.get("options", {}))
    return await _ask(Interaction(act.world, application, act.person, act.channel, COMMAND, data))


@act("POST", CHANNEL + "/suggestions")
async def suggest(act: Act) -> Outcome:
    """What the bot suggests for `option` of a slash command, of which `typed` has been typed."""
    name, *path = act.body["command"].split()
    desk, application, command = _find(act, name, 1)
    given = {key: one for key, one in act.body.get("options", {}).items() if key != act.body["option"]}
    data = desk.typing(command, path, given, act.body["option"], act.body["typed"])
    return await _ask(Interaction(act.world, application, act.person, act.channel, SUGGESTIONS, data))


@act("POST", MESSAGE + "/use")
async def use(act: Act) -> Outcome:
    """Press a button or pick from a select, by its custom id."""
    message = _message(act)
    application = act.world.applications.get(message.raw["author"]["id"])
    custom_id, values = act.body["custom_id"], act.body.get("values")
    parts = [one for one in walk(message.raw["components"]) if one.get("custom_id") == custom_id]
    if application is None or not parts:
        raise PersonError("the message has no such component", 404)
    if parts[0].get("disabled"):
        raise PersonError("the component is disabled")
    data = {"custom_id": custom_id, "component_type": parts[0]["type"]}
    if parts[0]["type"] != 2:
        desk = Desk(act.world, application, act.person, message.channel, act.uploads)
        data = {**data, "values": desk.picked(parts[0], values), **desk.named()}
    made = Interaction(act.world, application, act.person, message.channel, COMPONENT, data, message)
    return await _ask(made)


@act("POST", ME + "/forms/{interaction}")
async def submit(act: Act) -> Outcome:
    """Send a form; it stays open until the bot has answered, as in Discord."""
    opener = act.world.interactions.get(act.at("interaction"))
    if opener is None or opener.form is None or opener.person is not act.person:
        raise PersonError("no such form is open", 404)
    desk = Desk(act.world, opener.application, act.person, opener.channel, act.uploads)
    data = desk.form(opener.form, act.body.get("values", {}))
    made = Interaction(act.world, opener.application, act.person, opener.channel, FORM_SUBMIT, data, opener)
    return await _ask(made)


async def _ask(interaction: Interaction) -> Outcome:
    interaction.start()
    return await interaction.answer
