"""Draws messages from Discord's JSON, as elements and text: markup, files and components."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from nicegui.element import Element

from sandbox.page.attached import attached, placed
from sandbox.page.commands import message_commands
from sandbox.page.elements import button, form, tag, web_address
from sandbox.page.fields import checks, entities
from sandbox.page.markup import Node, blocks
from sandbox.page.reactions import draw_picker
from sandbox.seen import LOADING, SELECTS, Json, Message

if TYPE_CHECKING:
    from sandbox.page.visit import Visit

STYLES = {1: "primary", 2: "quiet", 3: "good", 4: "bad", 5: "quiet"}
TAGS = {"strong": "strong", "u": "u", "s": "s", "em": "em", "blockquote": "blockquote"}
LISTS = {"ul": "ul", "ol": "ol", "li": "li", "p": "p"}


def avatar(name: str, person_id: str) -> Element:
    """A round sign with the first letter of a name; hidden from those who hear the page."""
    return tag(
        "span", name.strip()[:1].upper() or "?", f"avatar hue{int(person_id) // 7 % 8}", aria_hidden="true"
    )


def moment(at: float, style: str) -> Element:
    """A time that the browser writes in its own zone, and moves where it is relative."""
    return tag("time", None, data_at=f"{at}", data_style=style)


def sent_at(message: Message) -> float:
    """When it was sent, from its id: seconds since 1970."""
    return ((int(message.id) >> 22) + 1_420_070_400_000) / 1000


class Pen:
    """Draws for one visit, into the current place."""

    def __init__(self, visit: "Visit") -> None:
        self._visit = visit
        self._say = visit.words
        self._drawn: dict[int, Callable[[Message, Json], object]] = {
            1: self._row,
            2: self._button,
            9: self._section,
            10: lambda _, part: self.text(part["content"]),
            11: lambda _, part: self._picture(part["media"], part.get("description")),
            12: self._gallery,
            13: lambda message, part: self.file(attached(message.raw, part["file"]["url"])),
            14: lambda _, part: tag("hr", None, "" if part.get("divider", True) else "plain"),
            17: self._container,
        }

    # ---- text

    def text(self, text: str) -> None:
        """A text with its markup."""
        with tag("div", None, "text"):
            for block in blocks(text):
                self._node(block)

    def _node(self, node: Node) -> None:
        if node.kind in ("code", "pre", "text"):
            tag(
                "span" if node.kind == "text" else node.kind,
                node.text,
                tabindex="0" if node.kind == "pre" else None,
            )
        elif node.kind == "link":
            tag("a", node.text, href=web_address(node.value), target="_blank", rel="noopener noreferrer")
        elif node.kind == "time":
            moment(int(node.value), node.text)
        elif node.kind == "spoiler":
            with tag("details", None, "spoiler"):
                tag("summary", self._say("chat.spoiler"))
                self._inside(node)
        elif node.kind == "heading":
            with tag("p", None, f"heading h{node.value}"):
                self._inside(node)
        elif node.kind == "small":
            with tag("p", None, "small"):
                self._inside(node)
        elif node.kind in TAGS or node.kind in LISTS:
            with tag(node.kind):
                self._inside(node)
        else:
            tag("span", self._mention(node), "mention me" if self._means_me(node) else "mention")

    def _inside(self, node: Node) -> None:
        for one in node.inside:
            self._node(one)

    def _mention(self, node: Node) -> str:
        if node.kind == "user":
            return "@" + self._visit.crowd.names.get(node.text, node.text)
        if node.kind == "role":
            return "@" + self._visit.crowd.roles.get(node.text, node.text)
        if node.kind == "channel":
            channel = self._visit.channels.get(node.text)
            return "#" + (channel.name if channel else node.text)
        return {"command": f"/{node.text}", "emoji": f":{node.text}:"}.get(node.kind, node.text)

    def _means_me(self, node: Node) -> bool:
        return node.kind == "all" or (node.kind == "user" and node.text == self._visit.person.id)

    # ---- a message

    def message(self, message: Message, *, grouped: bool) -> None:
        """A message with its head, unless it goes on from the one above; then what can be done with it."""
        raw = message.raw
        self._source(raw)
        if not grouped:
            self._head(message)
        with tag("div", None, "body"):
            if raw.get("flags", 0) & LOADING:
                tag("p", self._say("chat.thinking", name=message.author), "thinking", role="status")
            if raw["content"]:
                self.text(raw["content"])
            self.parts(message, raw["components"])
            for file in raw["attachments"]:
                if not placed(raw["components"], file):
                    self.file(file)
            if message.ephemeral:
                self._private(message)
            here = self._visit.here
            if message.thread and not (here and here.id == message.thread.id):
                self._thread(message)
        if not message.ephemeral:
            self._tools(message)

    def _source(self, raw: Json) -> None:
        source = raw.get("referenced_message")
        if source:
            named = Message(source)
            text = (named.text or "…").replace("\n", " ")[:80]
            tag("p", self._say("chat.replies", name=named.author, text=text), "source")
        elif raw.get("interaction_metadata") and raw["type"] == 20:
            user = raw["interaction_metadata"]["user"]
            name = user.get("global_name") or user["username"]
            tag("p", self._say("chat.ran", name=name), "source")

    def _head(self, message: Message) -> None:
        with tag("div", None, "head"):
            avatar(message.author, message.author_id)
            tag("strong", message.author, "author")
            if message.raw["author"].get("bot"):
                tag("span", self._say("chat.bot"), "badge")
            moment(sent_at(message), "short")
            if message.raw["edited_timestamp"]:
                tag("span", self._say("chat.edited"), "edited")

    def _private(self, message: Message) -> None:
        with tag("p", None, "private"):
            tag("span", self._say("chat.ephemeral"))
            button(self._say("chat.dismiss"), lambda: self._visit.delete(message), "link")

    def _thread(self, message: Message) -> None:
        thread = message.thread
        if thread:
            known = self._visit.channels.get(thread.id, thread)
            with button("", lambda: self._visit.go(thread.id), "thread", data_close=True):
                tag("strong", known.name)
                tag("span", self._say("chat.thread.count", count=known.raw.get("message_count", 0)))

    def _tools(self, message: Message) -> None:
        visit, say, where = self._visit, self._say, self._visit.here
        with tag("div", None, "tools"):
            draw_picker(visit, message)
            self._tool(say("chat.reply"), message, lambda: visit.composer.answer(message))
            if where and where.parent_id is None and where.guild_id and not message.thread:
                self._tool(say("chat.thread"), message, lambda: visit.composer.name_thread(message))
            if message.author_id == visit.person.id:
                self._tool(say("chat.edit"), message, lambda: visit.composer.rewrite(message))
                self._tool(say("chat.delete"), message, lambda: visit.delete(message))
            for name, shown in message_commands(visit.offered, visit.locale).items():
                self._tool(shown, message, partial(visit.use_on, message, name))

    def _tool(self, label: str, message: Message, click: Callable[[], object]) -> None:
        said = f"{label}: {message.text[:40] or message.author}"
        button(label, click, aria_label=said)  # type: ignore[arg-type]

    # ---- files

    def file(self, file: Json) -> None:
        """A picture as it is, anything else by its name."""
        url = self._own(file["url"])
        if url and str(file.get("content_type", "")).startswith("image/"):
            label = self._say("chat.picture", name=file.get("description") or file["filename"])
            tag("img", None, "picture", src=url, alt=label, loading="lazy")
        else:
            size = max(1, file["size"] // 1024)
            label = self._say("chat.file", name=file["filename"], size=size)
            tag("a", label, "file", href=url, download=file["filename"], target="_blank", rel="noopener")

    def _own(self, url: object) -> str | None:
        """The address, where it is the sandbox's; nothing is loaded from elsewhere."""
        text = web_address(url) or ""
        return text if text.startswith(self._visit.hall.box.url + "/") else None

    def _picture(self, media: Json, description: str | None) -> None:
        url = self._own(media["url"])
        if url:
            tag("img", None, "picture", src=url, alt=description or "", loading="lazy")
        else:
            address = web_address(media["url"])
            tag(
                "a",
                self._say("chat.outside"),
                "file",
                href=address,
                target="_blank",
                rel="noopener noreferrer",
            )

    # ---- components

    def parts(self, message: Message, components: list[Json]) -> None:
        for part in components:
            self._part(message, part)

    def _part(self, message: Message, part: Json) -> None:
        kind = part["type"]
        if kind in SELECTS:
            self._select(message, part)
        elif kind in self._drawn:
            self._drawn[kind](message, part)
        else:
            tag("p", self._say("chat.unknown", kind=kind), "small")

    def _row(self, message: Message, part: Json) -> None:
        with tag("div", None, "row"):
            self.parts(message, part["components"])

    def _section(self, message: Message, part: Json) -> None:
        with tag("div", None, "section"):
            with tag("div"):
                self.parts(message, part["components"])
            self._part(message, part["accessory"])

    def _gallery(self, message: Message, part: Json) -> None:
        with tag("div", None, "gallery"):
            for item in part["items"]:
                self._picture(item["media"], item.get("description"))

    def _container(self, message: Message, part: Json) -> None:
        colour = part.get("accent_color")
        with tag("div", None, "card") as made:
            if colour is not None:
                made.style["border-left-color"] = f"#{int(colour):06x}"
            self.parts(message, part["components"])

    def _button(self, message: Message, part: Json) -> None:
        emoji = (part.get("emoji") or {}).get("name") or ""
        label = f"{emoji} {part.get('label', '')}".strip()
        style = f"button {STYLES.get(part.get('style', 2), 'quiet')}"
        if part.get("url"):
            tag("a", label, style, href=web_address(part["url"]), target="_blank", rel="noopener noreferrer")
            return
        custom_id = part.get("custom_id", "")
        focus = f"{message.id}/{custom_id}"
        use = lambda: self._visit.use(message, custom_id)  # noqa: E731
        button(label, use, style, disabled=part.get("disabled", False), data_focus=focus)

    def _select(self, message: Message, part: Json) -> None:
        many = part.get("max_values", 1) > 1 or part.get("min_values", 1) == 0
        options = entities(self._visit, part)
        label = part.get("placeholder") or self._say("pick")
        if part.get("disabled"):
            button(label, None, "button quiet", disabled=True)
            return
        with tag("details", None, "pick"):
            tag("summary", label, "button quiet", data_focus=f"{message.id}/{part['custom_id']}")
            if many:

                async def picked(values: Json) -> None:
                    await self._visit.use(message, part["custom_id"], values.get("picked", []))

                with form(picked, "options"):
                    checks("picked", options)
                    tag("button", self._say("pick"), "button primary", type="submit")
                return
            with tag("div", None, "options"):
                for one in options:
                    self._option(message, part["custom_id"], one.value, one.label, one.hint)

    def _option(self, message: Message, custom_id: str, value: str, label: str, hint: str) -> None:
        with button("", lambda: self._visit.use(message, custom_id, [value]), "option"):
            tag("span", label)
            if hint:
                tag("small", hint)
