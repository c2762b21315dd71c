"""Forms that a bot opens, in a dialog: what Discord would refuse is said there, and nothing is lost."""

from typing import TYPE_CHECKING

import aiohttp

from sandbox.client import Form, RefusedError
from sandbox.page.elements import Said, button, form, set_attributes, tag
from sandbox.page.fields import Fields
from sandbox.seen import Json

if TYPE_CHECKING:
    from sandbox.page.visit import Visit


def open_form(visit: "Visit", asked: Form) -> None:
    """Shows a form until it is answered or closed."""
    say, fields = visit.words, Fields(visit)
    if visit.layer is None:
        return
    with visit.layer, tag("dialog", None, "form", data_modal=True) as dialog:
        dialog.on("close", dialog.delete, js_handler="() => emit()")

        async def sent(given: Json) -> None:
            refusal = await _send(visit, asked, fields.read(given))
            if refusal is None:
                dialog.delete()
            else:
                said.text = refusal

        with form(sent):
            heading = tag("h2", asked.title)
            fields.draw(asked.raw)
            said = Said()
            with tag("div", None, "row end"):
                button(say("form.cancel"), dialog.delete, "button quiet")
                tag("button", say("form.send"), "button primary", type="submit")
        set_attributes(dialog, aria_labelledby=heading.html_id)


async def _send(visit: "Visit", asked: Form, values: dict[str, object]) -> str | None:
    """Sends the form; what keeps it open, or None."""
    try:
        answer = await asked.submit(values)
    except RefusedError as error:
        return visit.words("form.refused", reason=error)
    except (aiohttp.ClientError, ConnectionError):
        return visit.words("gone")
    return answer.failure
