"""A forum: its posts, and the form that opens one."""

from typing import TYPE_CHECKING

from sandbox.client import Channel
from sandbox.page.elements import button, form, set_attributes, tag
from sandbox.page.fields import Choice, checks
from sandbox.seen import Json

if TYPE_CHECKING:
    from sandbox.page.visit import Visit

FORUM = 15


def is_forum(channel: Channel | None) -> bool:
    return channel is not None and channel.raw["type"] == FORUM


def draw_posts(visit: "Visit", forum: Channel) -> None:
    """Every post with its tags, the newest first."""
    posts = [one for one in visit.channels.values() if one.parent_id == forum.id]
    names = {key: name for name, key in forum.tags.items()}
    if not posts:
        tag("p", visit.words("forum.none"), "nothing")
    with tag("ul", None, "posts"):
        for post in sorted(posts, key=lambda one: -int(one.id)):
            with tag("li"):
                _post(visit, post, [names[one] for one in post.applied_tags if one in names])


def _post(visit: "Visit", post: Channel, tags: list[str]) -> None:
    with button("", lambda: visit.go(post.id), "thread", data_close=True, data_focus=f"post/{post.id}"):
        tag("strong", post.name)
        for one in tags:
            tag("span", one, "badge")
        tag("span", visit.words("chat.thread.count", count=post.raw.get("message_count", 0)))


def draw_post_form(visit: "Visit", forum: Channel) -> None:
    """A title, a text, tags and files; what Discord refuses is said and stays in the form."""
    say = visit.words

    async def sent(given: Json) -> None:
        names = {key: name for name, key in forum.tags.items()}
        tags = [names[one] for one in given.get("tags", []) if one in names]
        files = visit.hall.take(given.get("files"))
        opening = visit.person.post(forum, str(given["title"]), str(given["text"]), tags=tags, files=files)
        thread = await visit.attempt(opening)
        if thread:
            visit.channels[thread.id] = thread
            await visit.go(thread.id)

    with form(sent, "ask", data_met=True, aria_label=say("forum.open")):
        for key, shape, name in (("forum.title", "input", "title"), ("forum.text", "textarea", "text")):
            with tag("div", None, "field"):
                label = tag("label", say(key))
                made = tag(shape, None, name=name, rows="3" if shape == "textarea" else None)
                set_attributes(label, _for=made.html_id)
        if forum.tags:
            with tag("fieldset", None, "field tags"):
                tag("legend", say("forum.tags"))
                checks("tags", [Choice(key, name) for name, key in forum.tags.items()])
        with tag("div", None, "row"):
            tag("input", None, type="file", name="files", multiple=True, aria_label=say("write.files"))
            tag("button", say("forum.open"), "button primary", type="submit")
