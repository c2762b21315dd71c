"""An interaction's life: sent to the bot, answered within 3 seconds or dead, usable for 15 minutes."""

import asyncio
import secrets
from typing import Any, Literal

from sandbox import permissions, posting, rules
from sandbox.errors import ApiError, Json
from sandbox.posting import Upload
from sandbox.world import Application, Channel, Message, Person, World

COMMAND, COMPONENT, SUGGESTIONS, FORM_SUBMIT = 2, 3, 4, 5
SILENT = "The application did not respond"
REASONS = {SUGGESTIONS: "Loading options failed", FORM_SUBMIT: "Something went wrong. Try again."}
KEPT_SECONDS = 2 * rules.TOKEN_SECONDS
State = Literal["pending", "answered", "dead"]


class Interaction:
    """One act of a person that a bot has to answer; `answer` is what the person gets."""

    def __init__(
        self,
        world: World,
        application: Application,
        person: Person,
        channel: Channel,
        kind: int,
        data: Json,
        source: "Message | Interaction | None" = None,
    ) -> None:
        self.id = world.snowflake()
        self.token = secrets.token_urlsafe(48)
        self.application, self.person, self.channel = application, person, channel
        self.kind, self.data = kind, data
        self.source: Message | None
        self.opener = source if isinstance(source, Interaction) else None
        self.source = source if isinstance(source, Message) else self.opener.source if self.opener else None
        self.state: State = "pending"
        self.form: Json | None = None
        self.original: Message | None = None
        self.answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self.born = asyncio.get_running_loop().time()
        self._world = world

    def start(self) -> None:
        """Send it to the bot; a bot that is not connected has failed at once."""
        self._forget_old()
        self._world.interactions[self.id] = self._world.by_hook[self.token] = self
        if not self._world.gateway.hears(self.application.id):
            self.fail()
            return
        self._timer = asyncio.get_running_loop().call_later(rules.ANSWER_SECONDS, self.fail)
        self._world.gateway.tell(self.application.id, "INTERACTION_CREATE", self._payload())

    def _forget_old(self) -> None:
        """Drop the oldest interactions, which nothing can use any more; open forms may still be sent."""
        held = self._world.interactions
        while held:
            oldest = next(iter(held.values()))
            if oldest.form or self.born - oldest.born < KEPT_SECONDS:
                return
            del held[oldest.id], self._world.by_hook[oldest.token]

    def fail(self) -> None:
        """The bot has not answered in time, or cannot."""
        if self.state == "pending":
            self.state = "dead"
            reason = REASONS.get(self.kind, SILENT)
            self._resolve({"failure": reason})
            failure = {"interaction": self.id, "failure": reason}
            self._world.feed.add("failure", failure, self.channel, self.person.user["id"])

    def _resolve(self, outcome: Json) -> None:
        if not self.answer.done():
            self.answer.set_result({"interaction": self.id, **outcome})

    def _payload(self) -> Json:
        channel, user = self.channel, self.person.user
        held = permissions.in_channel(channel, user["id"])
        payload: Json = {
            "id": self.id,
            "application_id": self.application.id,
            "type": self.kind,
            "token": self.token,
            "version": 1,
            "data": self.data,
            "channel_id": channel.id,
            "channel": channel.raw,
            "app_permissions": str(permissions.in_channel(channel, self.application.id)),
            "locale": self.person.locale,
            "entitlements": [],
            "authorizing_integration_owners": self._owners(),
            "context": 0 if channel.guild else 1,
            "attachment_size_limit": rules.FILE_BYTES,
        }
        if channel.guild:
            guild = channel.guild.raw
            payload["guild_id"] = guild["id"]
            payload["guild"] = {"id": guild["id"], "locale": guild["preferred_locale"], "features": []}
            payload["guild_locale"] = guild["preferred_locale"]
            payload["member"] = {**channel.guild.members[user["id"]], "permissions": str(held)}
        else:
            payload["user"] = user
        if self.source:
            payload["message"] = self.source.raw
        return payload

    def _owners(self) -> Json:
        return {"0": self.channel.guild.raw["id"] if self.channel.guild else "0"}

    # ---- the bot's first answer

    def respond(self, kind: int, data: Json, uploads: list[Upload]) -> None:
        """Take a callback: 4 message, 5 deferred message, 6 deferred update, 7 update, 8 choices, 9 form."""
        if self.state == "answered":
            raise ApiError(40060)
        if self.state == "dead":
            raise ApiError(10062)
        if not self._takes(kind):
            problem = {"code": "BASE_TYPE_CHOICES", "message": f"{kind} cannot answer this interaction"}
            raise ApiError(50035, {"type": {"_errors": [problem]}})
        self._first(kind, data, uploads)
        self.state = "answered"
        self._timer.cancel()
        if self.opener:
            self.opener.form = None

    def _takes(self, kind: int) -> bool:
        """What may answer what."""
        if self.kind == SUGGESTIONS or kind == 8:
            return self.kind == SUGGESTIONS and kind == 8
        return self.source is not None if kind in (6, 7) else (kind, self.kind) != (9, FORM_SUBMIT)

    def _first(self, kind: int, data: Json, uploads: list[Upload]) -> None:
        if kind == 9:
            self.form = {
                **data,
                "components": posting.settle(self._world, data["components"], [], drop=())[0],
            }
            self._resolve({"form": self.form})
            opened = {"interaction": self.id, "form": self.form}
            self._world.feed.add("form", opened, self.channel, self.person.user["id"])
        elif kind == 8:
            self._resolve({"choices": data.get("choices") or []})
        elif kind in (6, 7):
            self.original = self.source
            if kind == 7 and self.source:
                posting.edit(self._world, self.source, data, uploads)
            self._resolve({"message": dict(self.source.raw)} if kind == 7 and self.source else {})
        else:
            self.original = message = self._draft(bool((data.get("flags") or 0) & rules.EPHEMERAL))
            if kind == 5:
                message.raw["flags"] |= rules.LOADING
            else:
                posting.write(self._world, message, data, uploads)
            posting.send(self._world, message)
            if kind == 4:
                self._resolve({"message": dict(message.raw)})

    def _draft(self, ephemeral: bool) -> Message:  # noqa: FBT001
        self._world.channel(self.channel.id)  # which may be gone by now
        only_for = self.person.user["id"] if ephemeral else None
        message = posting.draft(self._world, self.channel, self.application.user, only_for)
        raw = message.raw
        raw["flags"] |= rules.EPHEMERAL if ephemeral else 0
        raw["application_id"] = raw["webhook_id"] = self.application.id
        raw["interaction_metadata"] = self._metadata()
        reply_to = self.original or self.source
        if reply_to:
            raw["type"] = 19
            reference = {"type": 0, "channel_id": self.channel.id, "message_id": reply_to.id}
            guild = {"guild_id": self.channel.guild.raw["id"]} if self.channel.guild else {}
            raw["message_reference"] = {**reference, **guild}
        elif self.kind == COMMAND:
            raw["type"] = 20 if self.data["type"] == 1 else 23
        return message

    def _metadata(self) -> Json:
        made = {
            "id": self.id,
            "type": self.kind,
            "user": self.person.user,
            "authorizing_integration_owners": self._owners(),
        }
        if self.kind == COMMAND and self.data["type"] == 3:
            made["target_message_id"] = self.data["target_id"]
        if self.kind == COMMAND and self.data["type"] == 2:
            made["target_user"] = self._world.users[self.data["target_id"]]
        if self.kind == COMPONENT and self.source:
            made["interacted_message_id"] = self.source.id
        if self.opener:
            made["triggering_interaction_metadata"] = self.opener._metadata()
        return made

    # ---- what follows, through the interaction's token

    def check_token(self) -> None:
        """Raise 10015 before the first answer, 50027 when the token is too old."""
        if asyncio.get_running_loop().time() - self.born > rules.TOKEN_SECONDS:
            raise ApiError(50027)
        if self.state != "answered" or self.kind == SUGGESTIONS:
            raise ApiError(10015)

    def follow_up(self, data: Json, uploads: list[Upload]) -> Message:
        """A further message; after a deferral the first of them takes the place of the waiting one."""
        if self.original and self.original.raw["flags"] & rules.LOADING:
            return self.change(self.original, data, uploads)
        message = self._draft(bool((data.get("flags") or 0) & rules.EPHEMERAL))
        posting.write(self._world, message, data, uploads)
        return posting.send(self._world, message)

    def change(self, message: Message, data: Json, uploads: list[Upload]) -> Message:
        """Edit the first answer or a follow-up; resolves a deferral."""
        changed = posting.edit(self._world, message, data, uploads)
        self._resolve({"message": dict(changed.raw)})
        return changed

    def remove(self, message: Message) -> None:
        posting.delete(self._world, message)
        self._resolve({})

    def find(self, message_id: str) -> Message:
        """One of this interaction's messages; "@original" is the first answer. Raises 10008 for others."""
        message = self.original if message_id == "@original" else self.channel.messages.get(message_id)
        if message is None or message.id not in self.channel.messages:
            raise ApiError(10008)
        if message is not self.original and message.raw.get("webhook_id") != self.application.id:
            raise ApiError(10008)
        return message

    def callback_body(self, kind: int) -> Json:
        """What Discord answers to a callback."""
        told: dict[str, Any] = {"id": self.id, "type": self.kind, "channel_id": self.channel.id}
        if self.channel.guild:
            told["guild_id"] = self.channel.guild.raw["id"]
        body: Json = {"interaction": told}
        if self.original and kind in (4, 5, 7):
            flags = self.original.raw["flags"]
            told["response_message_id"] = self.original.id
            told["response_message_loading"] = bool(flags & rules.LOADING)
            told["response_message_ephemeral"] = bool(flags & rules.EPHEMERAL)
            body["resource"] = {"type": kind, "message": self.original.raw}
        return body
