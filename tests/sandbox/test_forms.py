"""Forms: every kind of field, what Discord's client checks, and forms that outlive their bot."""

import discord
import pytest
from discord import ui

from sandbox import rules
from sandbox.client import Answer, File, Form, RefusedError
from tests.sandbox.conftest import Bot, Classroom, Login


class ReportForm(ui.Modal):
    """A form with one field of every kind that fits."""

    def __init__(self) -> None:
        super().__init__(title="Report", custom_id="report:1")
        body = ui.TextInput[ReportForm](
            style=discord.TextStyle.paragraph, default="draft", min_length=3, custom_id="body"
        )
        self.body = ui.Label(text="Body", component=body)
        self.files: ui.Label[ReportForm] = ui.Label(
            text="Files", component=ui.FileUpload(required=False, min_values=1, max_values=2, custom_id="f")
        )
        states = [discord.RadioGroupOption(label=name, value=name[0]) for name in ("Draft", "Final")]
        self.state: ui.Label[ReportForm] = ui.Label(text="State", component=ui.RadioGroup(options=states))
        themes = [discord.CheckboxGroupOption(label=name, value=name) for name in ("Power", "Place", "Time")]
        self.themes: ui.Label[ReportForm] = ui.Label(
            text="Themes", component=ui.CheckboxGroup(options=themes, max_values=2)
        )
        self.quote: ui.Label[ReportForm] = ui.Label(text="May be quoted", component=ui.Checkbox())
        for item in (self.body, self.files, self.state, self.themes, self.quote):
            self.add_item(item)

    async def on_submit(self, interaction: discord.Interaction) -> None:
        parts = (self.body, self.files, self.state, self.themes, self.quote)
        body, files, state, themes, quote = (part.component for part in parts)
        assert isinstance(body, ui.TextInput)
        assert isinstance(files, ui.FileUpload)
        assert isinstance(state, ui.RadioGroup)
        assert isinstance(themes, ui.CheckboxGroup)
        assert isinstance(quote, ui.Checkbox)
        read = [(await one.read()).decode() for one in files.values]
        seen = [body.value, read, state.value, sorted(themes.values), quote.value]
        await interaction.response.send_message(str(seen), ephemeral=True)


def form_bot(form: type[ui.Modal] = ReportForm) -> Bot:
    bot = Bot()

    @bot.tree.command(name="report", description="Hand in")
    async def report(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(form())

    return bot


def opened(answer: Answer) -> Form:
    assert answer.form is not None, answer
    return answer.form


async def test_all_fields_arrive(room: Classroom, login: Login) -> None:
    async with login(form_bot(), room.app):
        form = opened(await room.minji.run(room.general, "report"))
        assert form.title == "Report"
        labels = [(one.label, one.required, one.value) for one in form.fields[:2]]
        assert labels == [("Body", True, "draft"), ("Files", False, "")]
        values = {
            "Body": "My report",
            "Files": [File("a.txt", b"one"), File("b.txt", b"two")],
            "State": "Final",
            "Themes": ["Time", "Power"],
            "May be quoted": True,
        }
        answer = await form.submit(values)
        assert answer.message is not None
        assert answer.message.text == "['My report', ['one', 'two'], 'F', ['Power', 'Time'], True]"
        assert answer.message.ephemeral
        assert await room.prof.sees(room.general) == []


async def test_untouched_fields_keep_what_they_were_opened_with(room: Classroom, login: Login) -> None:
    async with login(form_bot(), room.app):
        form = opened(await room.minji.run(room.general, "report"))
        answer = await form.submit({"State": "Draft", "Themes": ["Place"]})
        assert answer.message is not None
        assert answer.message.text == "['draft', [], 'D', ['Place'], False]"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"Body": ""}, "Body is required"),
        ({"Body": "ab"}, "length of Body"),
        ({"Body": "x" * 4001}, "length of Body"),
        ({"State": None}, "State is required"),
        ({"State": "Late"}, "not one of"),
        ({"Themes": ["Power", "Place", "Time"]}, "number of picks"),
        ({"Files": [File(f"{n}.txt", b"") for n in range(3)]}, "number of files"),
        ({"Files": "report.txt"}, "a file is expected"),
        ({"Files": File("big.bin", bytes(1001))}, "larger than"),
    ],
)
async def test_discords_client_holds_back_a_wrong_form(
    room: Classroom, login: Login, monkeypatch: pytest.MonkeyPatch, changed: dict[str, object], why: str
) -> None:
    monkeypatch.setattr(rules, "FILE_BYTES", 1000)
    async with login(form_bot(), room.app):
        form = opened(await room.minji.run(room.general, "report"))
        with pytest.raises(RefusedError, match=why):
            await form.submit({"State": "Draft", "Themes": ["Place"], **changed})


async def test_a_form_outlives_its_bot_and_is_sent_once(room: Classroom, login: Login) -> None:
    async with login(form_bot(), room.app):
        form = opened(await room.minji.run(room.general, "report"))
    values = {"State": "Draft", "Themes": ["Place"]}
    assert (await form.submit(values)).failure == "Something went wrong. Try again."

    class Recovering(Bot):
        async def on_interaction(self, interaction: discord.Interaction) -> None:
            if interaction.type is discord.InteractionType.modal_submit:
                await interaction.response.send_message("recovered")

    async with login(Recovering(), room.app):
        answer = await form.submit(values)
        assert answer.message is not None
        assert answer.message.text == "recovered"
        with pytest.raises(RefusedError, match="no such form"):
            await form.submit(values)


async def test_no_form_answers_a_form(room: Classroom, login: Login) -> None:
    errors: list[discord.HTTPException] = []

    class Greedy(ui.Modal, title="First"):
        name = ui.Label[ui.Modal](text="Name", component=ui.TextInput())

        async def on_submit(self, interaction: discord.Interaction) -> None:
            # discord.py would not send this; the sandbox has to refuse it by itself
            adapter = discord.webhook.async_.async_context.get()
            params = discord.webhook.async_.interaction_response_params(9, ReportForm().to_dict())
            try:
                await adapter.create_interaction_response(
                    interaction.id,
                    interaction.token,
                    session=interaction._session,
                    params=params,
                )
            except discord.HTTPException as error:
                errors.append(error)
            await interaction.response.send_message("no second form")

    async with login(form_bot(Greedy), room.app):
        form = opened(await room.minji.run(room.general, "report"))
        answer = await form.submit({"Name": "Minji"})
    assert answer.message is not None
    assert errors[0].code == 50035


class SetUp(ui.Modal, title="Set up"):
    """A form with one select of each kind."""

    who: ui.Label["SetUp"] = ui.Label(text="Who", component=ui.UserSelect(max_values=2, required=True))
    staff: ui.Label["SetUp"] = ui.Label(text="Staff", component=ui.RoleSelect(required=False))
    place: ui.Label["SetUp"] = ui.Label(
        text="Place", component=ui.ChannelSelect(channel_types=[discord.ChannelType.text])
    )
    zone: ui.Label["SetUp"] = ui.Label(
        text="Zone",
        component=ui.Select(
            options=[
                discord.SelectOption(label="Seoul", value="Asia/Seoul", default=True),
                discord.SelectOption(label="Berlin", value="Europe/Berlin"),
            ]
        ),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        parts = [label.component for label in (self.who, self.staff, self.place, self.zone)]
        names = [
            [str(getattr(value, "display_name", value)) for value in part.values]
            for part in parts
            if isinstance(part, ui.UserSelect | ui.RoleSelect | ui.ChannelSelect | ui.Select)
        ]
        await interaction.response.send_message(str(names))


async def test_selects_in_a_form(room: Classroom, login: Login) -> None:
    forum = await room.guild.forum("claims")
    async with login(form_bot(SetUp), room.app):
        form = opened(await room.prof.run(room.general, "report"))
        with pytest.raises(RefusedError, match="Who is required"):
            await form.submit({"Place": [room.general]})
        with pytest.raises(RefusedError, match="number of picks"):
            await form.submit({"Who": [room.minji, room.prof, room.minji], "Place": [room.general]})
        with pytest.raises(RefusedError, match="not a channel of the types"):
            await form.submit({"Who": [room.minji], "Place": [forum]})
        answer = await form.submit({"Who": [room.minji, room.prof], "Place": [room.general]})
        assert answer.message is not None
        expected = "[['Minji', 'Han Seo-yeon'], [], ['seminar'], ['Asia/Seoul']]"
        assert answer.message.text == expected
        again = opened(await room.prof.run(room.general, "report"))
        values = {"Who": room.minji, "Place": room.general, "Zone": "Berlin"}
        answer = await again.submit({**values, "Staff": await room.guild.role("Instructor")})
        assert answer.message is not None
        assert answer.message.text == "[['Minji'], ['Instructor'], ['seminar'], ['Europe/Berlin']]"
