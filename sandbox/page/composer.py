"""Where somebody writes: text and files, and commands from a list that filters as they type."""

from typing import TYPE_CHECKING, Any

from nicegui.element import Element

from sandbox.client import File
from sandbox.page.commands import Command, commands_of
from sandbox.page.elements import button, form, set_attributes, tag
from sandbox.page.forum import draw_post_form, is_forum
from sandbox.page.options import Options
from sandbox.seen import Json, Message

if TYPE_CHECKING:
    from sandbox.page.visit import Visit

LISTED = 12


class Composer:
    """The place to write at the foot of the chat."""

    def __init__(self, visit: "Visit") -> None:
        self._visit = visit
        self._say = visit.words
        self._foot: Element | None = None
        self._above: Element | None = None
        self._list: Element | None = None
        self._input: Element | None = None
        self._reply: Message | None = None
        self._commands: list[Command] = []

    def place(self) -> None:
        self._foot = tag("div", None, "foot")

    def draw(self) -> None:
        """The place to write in the channel that is looked at."""
        visit, say = self._visit, self._say
        if self._foot is None:
            return
        self._reply, self._commands = None, commands_of(visit.offered, visit.locale)
        self._foot.clear()
        with self._foot:
            visit.draw_notices()
            if visit.here is None:
                return
            if is_forum(visit.here):
                draw_post_form(visit, visit.here)
                return
            if visit.here.archived:
                tag("p", say("chat.archived"), "small")
            self._above = tag("div", None, "above")
            self._draw_input(visit.here.name)

    def _draw_input(self, channel: str) -> None:
        say = self._say
        with form(self._sent, "write"):
            self._list = tag("div", None, "commands", role="listbox", id="commands", hidden=True)
            set_attributes(self._list, aria_label=say("write.commands"))
            with tag("label", None, "files"):
                tag("span", "+", aria_hidden="true")
                tag("input", None, type="file", name="files", multiple=True, aria_label=say("write.files"))
            button("/", None, "slash", aria_label=say("write.commands"), data_slash=True)
            self._input = tag(
                "textarea",
                None,
                rows="1",
                name="text",
                placeholder=say("write.hint"),
                aria_label=say("write", channel=channel),
                role="combobox",
                aria_expanded="false",
                aria_controls="commands",
                aria_autocomplete="list",
                data_enter=True,
            )
            self._input.on("input", self._typed, js_handler="(event) => page.typed(event, emit)")
            tag("button", say("write.send"), "button primary send", type="submit")

    # ---- text

    async def _sent(self, given: Json) -> None:
        text = str(given.get("text", ""))
        if text.startswith("/"):
            found = self._matching(text)
            if found:
                self._open(found[0])
            else:
                self._visit.notice(self._say("write.none"))
            return
        files = self._visit.hall.take(given.get("files"))
        if (text.strip() or files) and await self._visit.say(text, files, self._reply):
            self.clear()
            self._close()

    def clear(self) -> None:
        if self._input:
            self._visit.run(f"page.reset('{self._input.html_id}')")

    def _close(self) -> None:
        """Puts away what stands above the input."""
        self._reply = None
        if self._above:
            self._above.clear()

    def answer(self, message: Message) -> None:
        """The next text answers this message."""
        self._close()
        self._reply = message
        if self._above:
            with self._above, tag("p", None, "replying"):
                tag("span", self._say("chat.replying", name=message.author))
                button("×", self._close, "link", aria_label=self._say("close"))
        if self._input:
            self._visit.run(f"page.focus('{self._input.html_id}')")

    def name_thread(self, message: Message) -> None:
        """Asks for the name of a thread that opens from this message."""

        async def named(given: Json) -> None:
            here = self._visit.here
            if here is None:
                return
            opening = self._visit.person.thread(here, str(given["name"]), message=message)
            thread = await self._visit.attempt(opening)
            if thread:
                self._visit.channels[thread.id] = thread
                await self._visit.go(thread.id)

        self._ask("chat.thread.name", "chat.thread.open", message.text[:60].replace("\n", " "), named)

    def rewrite(self, message: Message) -> None:
        """Asks for the new text of one's own message."""

        async def changed(given: Json) -> None:
            if await self._visit.attempt(self._visit.person.edit(message, str(given["name"]))):
                self._close()

        self._ask("chat.edit", "chat.edit.save", message.raw["content"], changed)

    def _ask(self, label: str, do: str, value: str, sent: Any) -> None:
        self._close()
        if self._above is None:
            return
        with self._above, form(sent, "ask"):
            named = tag("label", self._say(label))
            made = tag("input", None, type="text", name="name", data_value=value, data_first=True)
            set_attributes(named, _for=made.html_id)
            with tag("div", None, "row"):
                tag("button", self._say(do), "button primary", type="submit")
                button(self._say("option.cancel"), self._close, "button quiet")

    # ---- commands

    def _matching(self, text: str) -> list[Command]:
        """The commands that what was typed may mean, the likeliest first."""
        wanted = text.removeprefix("/").casefold().strip()
        found = [one for one in self._commands if wanted in f"{one.name}\n{one.shown.casefold()}"]
        return sorted(found, key=lambda one: not f"{one.name}\n{one.shown.casefold()}".startswith(wanted))

    def _typed(self, event: Any) -> None:
        """Lists the commands, while a command is typed."""
        text, listed = str(event.args), self._list
        if listed is None or self._input is None:
            return
        listed.clear()
        shows = text.startswith("/")
        set_attributes(listed, hidden=not shows)
        set_attributes(self._input, aria_expanded="true" if shows else "false")
        if not shows:
            return
        found = self._matching(text)
        with listed:
            for number, one in enumerate(found[:LISTED]):
                self._draw_command(number, one)
            if not found:
                tag("p", self._say("write.none"), "small", role="option", aria_disabled="true")

    def _draw_command(self, number: int, one: Command) -> None:
        chosen = "true" if number == 0 else "false"
        with tag("div", None, "command", role="option", id=f"command{number}", aria_selected=chosen) as made:
            made.on("click", lambda: self._open(one), js_handler="() => emit()")
            tag("strong", f"/{one.shown}")
            tag("span", one.hint)

    def _open(self, command: Command) -> None:
        """Asks for the options of a command."""
        self.clear()
        self._close()
        if self._list:
            self._list.clear()
            set_attributes(self._list, hidden=True)
        if self._input:
            set_attributes(self._input, aria_expanded="false")
        if self._above is None:
            return
        options = Options(self._visit, command.name, command.options)

        async def run(given: Json) -> None:
            files: list[File] = []
            body = {"command": command.name, "options": options.read(given, files)}
            here = self._visit.here
            path = f"/channels/{here.id if here else ''}/commands"
            if await self._visit.perform(self._visit.person.act("POST", path, body, files)):
                self._close()

        with self._above, form(run, "ask") as made:
            set_attributes(made, aria_label=f"/{command.shown}")
            tag("strong", f"/{command.shown}")
            tag("p", command.hint, "small")
            options.draw()
            with tag("div", None, "row"):
                tag("button", self._say("option.run"), "button primary", type="submit", data_last=True)
                button(self._say("option.cancel"), self._close, "button quiet")
