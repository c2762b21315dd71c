"""Does what a row says as one person: as Discord lets them, and as one who forges what is not shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.words.catalogues import Hole, words_for
from demo.house import House
from sandbox.client import Answer, Channel, Message, Person, RefusedError
from sandbox.interactions import COMMAND, FORM_SUBMIT, Interaction
from sandbox.world import World
from tests.permissions.scene import ask
from tests.permissions.table import NOT_OFFERED, Row
from tests.permissions.ways import CHOICES, FIELDS, FILES, OPTIONS, STATE, custom_id, filled

BUTTON, STRING_SELECT, TEXT_INPUT, USER_SELECT, LABEL, RADIO = 2, 3, 4, 5, 18, 21
CHECKBOXES = 22
USER_FIELDS = {"members"}
BOXES = {"gates"}
PICKS = {"statement", "passages"}
LIKE_REFUSALS = ("notice.in_channel",)
"""Sentences that refuse, though no rule does: in a direct message Discord tells no roles."""


@dataclass(frozen=True)
class Option:
    """An option of a command, as Discord shows its name."""

    shown: str
    required: bool


@dataclass(frozen=True)
class Known:
    """What the bot has: commands with their options by name, custom ids' patterns, menus, and suggestions.

    Of a suggestion it is known to which command and to which of its options it belongs.
    """

    commands: Mapping[str, Mapping[str, Option]]
    parts: Mapping[str, str]
    menus: frozenset[str]
    suggestions: Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Walk:
    """The bot in its sandbox."""

    house: House
    world: World
    known: Known

    async def do(self, row: Row, person: Person, channel: Channel, facts: Mapping[str, Any]) -> str:
        """How it ended: `yes`, a refusal's code, `not offered`, or what went wrong."""
        if row.is_command and channel.guild_id is None:
            offered = await person.commands(channel)
            return "offered" if any(row.names(one["name"]) for one in offered) else NOT_OFFERED
        if row.name.startswith("/"):
            return await self._run(row, person, channel, facts)
        if row.name.startswith("suggest "):
            return await self._suggest(row, person, channel, facts)
        if row.name.startswith("menu "):
            return await self._use_menu(row, person, channel)
        if row.name.startswith("form "):
            return verdict(await self._submit(row, person, channel, facts))
        return await self._press(row, person, channel, facts)

    async def _run(self, row: Row, person: Person, channel: Channel, facts: Mapping[str, Any]) -> str:
        command = row.what.removeprefix("/")
        known = self.known.commands[row.what]
        wish = OPTIONS.get(row.name)
        if wish is None:
            wish = {name: f"${name}" for name, option in known.items() if option.required}
        options = {known[name].shown: value for name, value in filled(wish, facts).items()}
        try:
            return verdict(await person.run(channel, command, **options))
        except RefusedError as error:
            return str(error)

    async def _suggest(self, row: Row, person: Person, channel: Channel, facts: Mapping[str, Any]) -> str:
        """Types nothing yet: what is offered then is all there is. `another's` tells of a leak."""
        command, option = self.known.suggestions[row.name]
        found = await person.suggest(channel, command, option, "")
        sql = "SELECT course_id FROM claims WHERE claim_id = ?"
        courses = {row for one in found for row in ask(self.house, sql, one.value)}
        if courses - {(facts["course_id"],)}:
            return "another's"
        return "yes" if found else "nothing"

    async def _use_menu(self, row: Row, person: Person, channel: Channel) -> str:
        writer = person
        if row.name not in FILES or "else's" in row.name:
            writer = Person(person.wire, *self._somebody_else(person, channel))
        message = await writer.say(channel, "Here it is.", files=FILES[row.name])
        return verdict(await person.use_on(message, row.what.removeprefix("menu ")))

    def _somebody_else(self, person: Person, channel: Channel) -> tuple[str, str, str]:
        guild = self.world.channel(channel.id).guild
        assert guild is not None
        others = (one for one in self.world.persons.values() if one.user["id"] in guild.members)
        other = next(one for one in others if one.user["id"] != person.id)
        return other.user["id"], other.user["global_name"], other.key

    async def _press(self, row: Row, person: Person, channel: Channel, facts: Mapping[str, Any]) -> str:
        """Presses a button or picks in a select that the bot never showed to this person."""
        select = row.name.startswith("select ")
        made = self._custom_id(row, facts)
        part: dict[str, Any] = {"type": BUTTON, "style": 2, "label": "Forged", "custom_id": made}
        if select:
            value = str(filled({"value": CHOICES[row.name]}, facts)["value"])
            options = [{"label": "Forged", "value": value}]
            part = {"type": STRING_SELECT, "custom_id": made, "options": options}
        message = await self._planted(channel, part)
        if not select:
            return verdict(await person.press(message, made))
        answer = await person.pick(message, value)
        if answer == Answer():
            changed = await person.wait_for(lambda one: one.id == message.id and one.text != message.text)
            answer = Answer(changed)
        return verdict(answer)

    async def _planted(self, channel: Channel, part: dict[str, Any]) -> Message:
        """A message of the bot's own with this part in it."""
        path = f"/api/v10/channels/{channel.id}/messages"
        view = [{"type": 10, "content": "Forged"}, {"type": 1, "components": [part]}]
        headers = {"Authorization": f"Bot {self.house.application.token}"}
        body = {"flags": 1 << 15, "components": view}
        async with self.house.box.wire.http.post(
            self.house.box.url + path, json=body, headers=headers
        ) as sent:
            sent.raise_for_status()
            return Message(await sent.json())

    async def _submit(self, row: Row, person: Person, channel: Channel, facts: Mapping[str, Any]) -> Answer:
        """Submits a form that was never opened for this person."""
        fields = filled(FIELDS[row.name], facts)
        components = [
            {"type": LABEL, "id": at, "component": _part(at + 100, name, value)}
            for at, (name, value) in enumerate(fields.items(), 1)
        ]
        data: dict[str, Any] = {"custom_id": self._custom_id(row, facts), "components": components}
        if people := [one for name, value in fields.items() if name in USER_FIELDS for one in value]:
            data["resolved"] = {"users": {one: self.world.users[one] for one in people}}
        return await self._ask(person, channel, FORM_SUBMIT, data)

    def _custom_id(self, row: Row, facts: Mapping[str, Any]) -> str:
        wish = filled(STATE.get(row.name, {}), facts)
        return custom_id(self.known.parts[row.what], {**facts, **wish})

    async def _ask(self, person: Person, channel: Channel, kind: int, data: dict[str, Any]) -> Answer:
        place = self.world.channel(channel.id)
        who = (self.world, self._application, self._in_world(person), place)
        opener = Interaction(*who, COMMAND, {"type": 1}) if kind == FORM_SUBMIT else None
        made = Interaction(*who, kind, data, opener)
        made.start()
        raw = await made.answer
        message = Message(raw["message"]) if raw.get("message") else None
        return Answer(message, raw.get("form"), raw.get("failure"))

    @property
    def _application(self) -> Any:
        return self.world.applications[self.house.application.id]

    def _in_world(self, person: Person) -> Any:
        return self.world.by_key[person.key]


def _part(at: int, name: str, value: object) -> dict[str, Any]:
    part = {"id": at, "custom_id": name}
    if isinstance(value, str):
        return {**part, "type": TEXT_INPUT, "value": value}
    if name in USER_FIELDS:
        return {**part, "type": USER_SELECT, "values": value}
    if name in PICKS:
        return {**part, "type": STRING_SELECT, "values": value}
    if name in BOXES:
        return {**part, "type": CHECKBOXES, "values": value}
    assert isinstance(value, list)
    return {**part, "type": RADIO, "value": value[0]}


def verdict(answer: Answer) -> str:
    """What an answer comes to."""
    if answer.failure is not None:
        return f"no answer: {answer.failure}"
    if answer.form is not None:
        return "yes"
    if answer.message is None:
        return "nothing"
    for code, pattern in _sentences():
        if pattern.fullmatch(answer.message.text):
            return code
    return "yes"


@cache
def _sentences() -> list[tuple[str, re.Pattern[str]]]:
    """Every sentence that refuses, the longest first, and what a failure says."""
    words = words_for("en")
    keys = [key for key in words.sentences if key.startswith("refusal.") or key in LIKE_REFUSALS]
    keys = [key for key in keys if not key.startswith("refusal.kept")] + ["failure.unexpected"]
    kept = f"(\n{_pattern('refusal.kept')})?"
    made = [(key.split(".", 1)[1], f"{_pattern(key)}{kept}") for key in keys]
    made.sort(key=lambda pair: -len(pair[1]))
    return [(code, re.compile(pattern, re.DOTALL)) for code, pattern in made]


def _pattern(key: str) -> str:
    forms = words_for("en").sentences[key].forms
    return "|".join(
        "".join(".*?" if isinstance(part, Hole) else re.escape(part) for part in form) for form in forms
    ).join(("(?:", ")"))
