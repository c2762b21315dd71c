"""What people put into commands, selects and forms: checked as Discord's client does, made into data."""

from sandbox import permissions, posting, rules, shapes
from sandbox.errors import Json, PersonError
from sandbox.posting import Upload
from sandbox.world import Application, Channel, Person, World

STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, ATTACHMENT = 3, 4, 5, 6, 7, 8, 11
ENTITY_OF_SELECT = {5: USER, 6: ROLE, 8: CHANNEL}
TEXT_INPUT, UPLOAD, RADIO, CHECKBOX = 4, 19, 21, 23


class Desk:
    """Collects one person's input in one channel, and the objects that it names."""

    def __init__(
        self, world: World, application: Application, person: Person, channel: Channel, files: list[Upload]
    ) -> None:
        self._world, self._application, self._person = world, application, person
        self._channel, self._files = channel, files
        self._resolved: Json = {}
        self._focus: Json = {}

    def entity(self, kind: int, value: object, types: list[int] | None = None) -> str:
        """The id of a person, role, or channel of these types that the person can name here."""
        guild, name = self._channel.guild, str(value)
        if kind == USER and name in self._world.users:
            self._add("users", name, self._world.users[name])
            if guild and name in guild.members:
                kept = shapes.without(guild.members[name], "user", "mute", "deaf")
                bits = permissions.in_channel(self._channel, name)
                self._add("members", name, {**kept, "permissions": str(bits)})
        elif kind == CHANNEL and guild and name in guild.channels:
            raw = guild.channels[name].raw
            if types and raw["type"] not in types:
                raise PersonError(f"{raw['name']} is not a channel of the types {types}")
            seen = permissions.in_channel(guild.channels[name], self._person.user["id"])
            keys = [
                key
                for key in ("id", "name", "type", "parent_id", "thread_metadata")
                if raw.get(key) is not None
            ]
            self._add("channels", name, {**{key: raw[key] for key in keys}, "permissions": str(seen)})
        elif kind == ROLE and guild and name in guild.roles:
            self._add("roles", name, guild.roles[name])
        else:
            raise PersonError(f"nothing here has the id {name}")
        return name

    def upload(self, value: object) -> str:
        """The id of a file that came with the request."""
        if not isinstance(value, dict) or not 0 <= value.get("file", -1) < len(self._files):
            raise PersonError("a file is expected")
        upload = self._files[value["file"]]
        if len(upload.data) > rules.FILE_BYTES:
            raise PersonError(f"{upload.name} is larger than {rules.FILE_BYTES} bytes", 413)
        if self._world.record:
            self._world.record.brought(upload.name, upload.data)
        made = posting.keep(self._world, upload, f"ephemeral-attachments/{self._application.id}")
        self._add("attachments", made["id"], {**made, "ephemeral": True})
        return str(made["id"])

    def _add(self, noun: str, key: str, value: Json) -> None:
        self._resolved.setdefault(noun, {})[key] = value

    def named(self) -> Json:
        """The `resolved` part of the data."""
        return {"resolved": self._resolved} if self._resolved else {}

    # ---- commands

    def command(self, command: Json, path: list[str], given: Json) -> Json:
        """The data of a slash command; `path` leads to a subcommand, `given` are its options by name."""
        options = self._descend(command, path, given)
        return {**_named(command), **({"options": options} if options else {}), **self.named()}

    def typing(self, command: Json, path: list[str], given: Json, option: str, typed: str) -> Json:
        """The data while an option is being typed; the others are what is filled in so far."""
        self._focus = {"name": option, "value": typed, "focused": True}
        return {**_named(command), "options": self._descend(command, path, given), **self.named()}

    def target(self, command: Json, target: str) -> Json:
        """The data of a command on a message or a person."""
        if command["type"] == 2:
            self.entity(USER, target)
        else:
            message = self._world.message(self._channel, target, self._person.user["id"])
            self._add("messages", target, message.raw)
        return {**_named(command), "target_id": target, **self.named()}

    def _descend(self, node: Json, path: list[str], given: Json) -> list[Json]:
        known = {option["name"]: option for option in node.get("options") or []}
        if path:
            child = known.get(path[0])
            if child is None or child["type"] not in (1, 2):
                raise PersonError(f"/{node['name']} has no subcommand {path[0]!r}", 404)
            inner = self._descend(child, path[1:], given)
            return [{"name": child["name"], "type": child["type"], "options": inner}]
        if any(option["type"] in (1, 2) for option in known.values()):
            raise PersonError(f"/{node['name']} needs one of its subcommands: {', '.join(known)}")
        focus = [self._focus] if self._focus else []
        unknown = {*given, *(one["name"] for one in focus)} - set(known)
        if unknown:
            raise PersonError(f"/{node['name']} has no option {', '.join(sorted(unknown))}")
        for name, option in known.items():
            if option.get("required") and given.get(name) is None and not focus:
                raise PersonError(f"the option {name} is required")
        if focus and not known[focus[0]["name"]].get("autocomplete"):
            raise PersonError(f"the option {focus[0]['name']} suggests nothing")
        filled = [
            {"name": name, "type": known[name]["type"], "value": self._option(known[name], value)}
            for name, value in given.items()
            if value is not None
        ]
        return filled + [{**one, "type": known[one["name"]]["type"]} for one in focus]

    def _option(self, option: Json, value: object) -> object:
        kind, name = option["type"], option["name"]
        if kind in (USER, CHANNEL, ROLE):
            return self.entity(kind, value, option.get("channel_types"))
        if kind == ATTACHMENT:
            return self.upload(value)
        wanted: type = {STRING: str, INTEGER: int, BOOLEAN: bool}[kind]
        if type(value) is not wanted:
            raise PersonError(f"the option {name} takes {wanted.__name__}, not {value!r}")
        choices = option.get("choices") or []
        if choices:
            by_name = {choice["name"]: choice["value"] for choice in choices}
            if value not in (*by_name, *by_name.values()):
                raise PersonError(f"the option {name} is one of {', '.join(map(str, by_name))}")
            return by_name.get(str(value), value)
        if isinstance(value, str):
            _within(
                f"the length of {name}", len(value), option.get("min_length"), option.get("max_length", 6000)
            )
        elif isinstance(value, int):
            _within(name, value, option.get("min_value"), option.get("max_value"))
        return value

    # ---- selects and forms

    def picked(self, part: Json, values: object) -> list[str]:
        """The values of a select, in a message or a form."""
        if not isinstance(values, list):
            raise PersonError("a select takes a list of values")
        if values or part.get("required", True):
            _within("the number of picks", len(values), part.get("min_values", 1), part.get("max_values", 1))
        if part["type"] in ENTITY_OF_SELECT:
            kind, types = ENTITY_OF_SELECT[part["type"]], part.get("channel_types")
            return [self.entity(kind, value, types) for value in values]
        known = {one[key]: one["value"] for one in part["options"] for key in ("label", "value")}
        for value in values:
            if value not in known:
                raise PersonError(
                    f"{value!r} is not one of {', '.join(one['label'] for one in part['options'])}"
                )
        return [str(known[value]) for value in values]

    def form(self, form: Json, given: Json) -> Json:
        """The data of a submitted form; what is not given keeps what the form was opened with."""
        components = []
        for row in form["components"]:
            sent = {"type": row["type"], "id": row["id"]}
            if "component" in row:
                sent["component"] = self._field(row["component"], given, row["label"])
            if "components" in row:
                sent["components"] = [self._field(part, given, part["label"]) for part in row["components"]]
            components.append(sent)
        return {"custom_id": form["custom_id"], "components": components, **self.named()}

    def _field(self, part: Json, given: Json, label: str) -> Json:
        kind = part["type"]
        sent: Json = {"type": kind, "id": part["id"], "custom_id": part["custom_id"]}
        value = given[part["custom_id"]] if part["custom_id"] in given else _opened_with(part)
        needed = part.get("required", True)
        if kind == CHECKBOX:
            return {**sent, "value": bool(value)}
        if not value and needed and part.get("min_values") != 0:
            raise PersonError(f"{label} is required")
        if kind == TEXT_INPUT:
            return {**sent, "value": _typed(part, str(value or ""), label)}
        if kind == RADIO:
            return {**sent, "value": self.picked(part, [value])[0] if value else None}
        values = value if isinstance(value, list) else [value] if value else []
        if kind != UPLOAD:
            return {**sent, "values": self.picked(part, values)}
        if values or needed:
            _within(
                f"the number of files for {label}",
                len(values),
                part.get("min_values", 1),
                part.get("max_values", 1),
            )
        return {**sent, "values": [self.upload(one) for one in values]}


def _named(command: Json) -> Json:
    data: Json = {"id": command["id"], "name": command["name"], "type": command["type"]}
    return {**data, "guild_id": command["guild_id"]} if command.get("guild_id") else data


def _opened_with(part: Json) -> object:
    """What a field holds before the person touches it."""
    if part["type"] == TEXT_INPUT:
        return part.get("value", "")
    if part["type"] == CHECKBOX:
        return part.get("default", False)
    chosen = [one["value"] for one in part.get("options", []) if one.get("default")]
    if part["type"] == RADIO:
        return chosen[0] if chosen else None
    return chosen or [one["id"] for one in part.get("default_values", [])]


def _typed(part: Json, text: str, label: str) -> str:
    if text or part.get("required", True):
        _within(f"the length of {label}", len(text), part.get("min_length", 0), part.get("max_length", 4000))
    return text


def _within(what: str, size: int, low: int | None, high: int | None) -> None:
    if (low is not None and size < low) or (high is not None and size > high):
        raise PersonError(f"{what} must be {low or 0} to {high}, not {size}")
