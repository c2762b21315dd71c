"""What the course does in its week: each act moves the clock where it must, and returns what is seen."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import aclosing

from demo.course import NAME, NUMBER, PRESENTER, QUESTIONS, STUDENTS, TOPIC, ZONE, Course, report
from sandbox.client import Channel, File, Form, Message, Person

LOCAL = "%Y-%m-%d %H:%M"
READ = ("Read: ", "읽은 내용: ")
"""How the line begins that a receipt gains once the report has been read."""

KEY_CLAIMS = 5
"""So many threads open: more claims are shared, and a week gives a thread to the five most shared."""

TALK = (
    (
        "nothing can be found",
        (
            (
                "minji",
                "agree",
                "Our club's drive is exactly that: 30,000 files, and we ask each other instead.",
            ),
            (
                "sora",
                "disagree",
                "Search finds things that nobody has sorted. Isn't this an argument from paper?",
            ),
            ("sora", "unsure", "Fair: who looks for a face has to hope that somebody wrote a name down."),
        ),
    ),
    (
        "scan",
        (
            (
                "junho",
                "agree",
                "I tried it with my own photos last night. An hour of notes, and I found eleven people.",
            ),
            (
                "daniel",
                "unsure",
                "What if the page is gone before anyone has described it? A scan is at least a page.",
            ),
        ),
    ),
)
"""By a word of the claim: who takes which stance, and says what."""


async def set_up(course: Course) -> Message:
    """The instructor makes the channel the home of the course."""
    await course.house.box.clock.to(course.moment(0, "08:50"))
    roles = course.roles
    answer = await course.ask(
        lambda: course.instructor.run(
            course.channel,
            "setup course",
            name=NAME,
            instructors=roles["Instructor"],
            moderators=roles["Moderator"],
            students=roles["Student"],
            zone=ZONE,
            language="en",
        )
    )
    return _message(answer.message)


async def plan(course: Course) -> Message:
    """The instructor plans week 6."""
    return await plan_as(course, NUMBER, TOPIC, PRESENTER, QUESTIONS)


async def plan_as(course: Course, number: int, topic: str, presenter: str, questions: str) -> Message:
    """The instructor plans a week."""
    answer = await course.ask(
        lambda: course.instructor.run(
            course.channel,
            "week add",
            number=number,
            topic=topic,
            opens=f"{course.opens:{LOCAL}}",
            due=f"{course.due:{LOCAL}}",
            presenter=presenter,
            prompt=questions,
        )
    )
    return _message(answer.message)


async def open_week(course: Course, prompts: int = 1) -> Message:
    """The hour comes, and the prompt with it, the course's `prompts`-th."""
    await course.house.box.clock.to(course.opens)
    return (await seen(course.instructor, lambda message: is_prompt(course, message), prompts))[-1]


async def link(course: Course, key: str) -> tuple[Form, Message]:
    """A student says who they are."""
    person, part = course.students[key], STUDENTS[key]
    form = (await course.ask(lambda: person.run(course.channel, "me link"))).form
    opened = _form(form)
    answer = await course.ask(lambda: opened.submit({"number": part.number, "name": part.name}))
    return opened, _message(answer.message)


async def type_in(course: Course, key: str, prompt: Message) -> tuple[Form, Message]:
    """A student presses the prompt's first button and types the report; the receipt, once it was read."""
    person = course.students[key]
    form = _form((await course.ask(lambda: person.press(prompt, prompt.buttons[0].label))).form)
    answer = await course.ask(lambda: form.submit({"body": report(key)}))
    return form, await was_read(person, _message(answer.message))


async def send_file(course: Course, key: str, file: File, **week: int) -> Message:
    """A student hands a file in with the command, for a `week` or the next; the receipt, once it was read."""
    person = course.students[key]
    answer = await course.ask(lambda: person.run(course.channel, "report submit", file=file, **week))
    return await was_read(person, _message(answer.message))


async def was_read(person: Person, receipt: Message) -> Message:
    """The receipt with what was read."""
    return await person.wait_for(lambda message: message.id == receipt.id and _tells_reading(message))


async def remind(course: Course, key: str, days: int, clock: str, count: int) -> Message:
    """The clock reaches a reminder's hour; the student's newest of `count` direct messages."""
    person = course.students[key]
    await course.house.box.clock.to(course.moment(days, clock))
    inbox = await person.dm(course.house.application)
    return (await seen(person, lambda message: message.channel_id == inbox.id, count))[-1]


async def fall_due(course: Course, claims: int = KEY_CLAIMS, number: int = NUMBER) -> list[Message]:
    """The deadline comes: the cards of the week's key claims, each with its thread."""
    await course.house.box.clock.to(course.due)

    def is_card(message: Message) -> bool:
        return message.thread is not None and offers(message, "agree") and f"of week {number}" in message.text

    return await seen(course.students["minji"], is_card, claims)


async def discuss(course: Course, card: Message, key: str, stance: str, words: str) -> Message:
    """A student says something in a claim's thread and takes a stance; what the press answered."""
    person = course.students[key]
    await person.say(thread_of(card), words)
    return _message((await course.ask(lambda: person.press(card, stance))).message)


async def look(course: Course, person: Person, command: str) -> Message:
    """Somebody looks at the week."""
    answer = await course.ask(lambda: person.run(course.channel, command, week=NUMBER))
    return _message(answer.message)


async def show(course: Course, key: str) -> Message:
    """A student reads again what they handed in."""
    person = course.students[key]
    return _message((await course.ask(lambda: person.run(course.channel, "report show"))).message)


def card_about(cards: list[Message], word: str) -> Message:
    """The card of the claim whose text holds this word. Raises StopIteration."""
    return next(card for card in cards if word in card.text)


def is_prompt(course: Course, message: Message) -> bool:
    """Whether this is a prompt in the course's channel; a reminder offers the same button."""
    return message.channel_id == course.channel.id and offers(message, "Submit report")


def offers(message: Message, label: str) -> bool:
    """Whether a message has a button of this label."""
    return any(button.label == label for button in message.buttons)


def thread_of(card: Message) -> Channel:
    """The thread of a claim's card. Raises LookupError."""
    if card.thread is None:
        raise LookupError("the card has no thread")
    return card.thread


async def seen(person: Person, match: Callable[[Message], bool], count: int) -> list[Message]:
    """Waits until the person has seen so many messages that match; each as it was last seen."""
    found: dict[str, Message] = {}
    async with aclosing(person.watch(past=True)) as events:
        async for event in events:
            if event.message and match(event.message):
                found[event.message.id] = event.message
                if len(found) == count:
                    return list(found.values())
    raise ConnectionError("the sandbox ended the stream")


def _tells_reading(message: Message) -> bool:
    return any(line.startswith(READ) for line in message.text.splitlines())


def _message(message: Message | None) -> Message:
    if message is None:
        raise LookupError("a message was expected for an answer")
    return message


def _form(form: Form | None) -> Form:
    if form is None:
        raise LookupError("a form was expected for an answer")
    return form
