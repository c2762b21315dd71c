"""Quotes: where one's own words stand, objecting to that, and letting a reflection be quoted."""

from __future__ import annotations

from bot.actions import quotes
from bot.actions.quotes import MyQuotes, Quoted
from bot.seminar.claims import one_line
from bot.seminar.quotes import fingerprint
from bot.words.catalogues import Words
from bot.words.markup import Raw
from cogs.answers import UnpostedSelect, unposted_line
from cogs.ui.answers import answer, answer_at_length
from cogs.ui.buttons import Button
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.selects import PAGE, Select, pages

SHOWN = 160


class ConsentButton(Button, template=r"quote:(?P<act>let|not):(?P<course_id>[0-9]+):(?P<week>[0-9]+)"):
    """Lets the own reflection of a week be quoted, or no longer."""

    @classmethod
    def of(cls, course_id: int, week: int, words: Words, *, lets: bool) -> ConsentButton:
        label = words.say("button.quote_not" if lets else "button.quote_let")
        return cls(f"quote:{'not' if lets else 'let'}:{course_id}:{week}", label)

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        house, words, allow = house_of(interaction), words_of(interaction), facts["act"] == "let"
        ask, number = ask_of(interaction, int(facts["course_id"])), int(facts["week"])
        week = await quotes.let_quote(house.store, ask, number, allow=allow)
        house.wake()
        said = words.say("quotes.let" if allow else "quotes.not_let", week=week.number)
        back = ConsentButton.of(int(facts["course_id"]), week.number, words, lets=allow)
        await answer(interaction, said, back)


class QuoteSelect(Select, template=r"quote:object:(?P<course_id>[0-9]+)" + PAGE):
    """Takes the own words out of a thread."""

    async def chosen(self, interaction: Interaction, value: str, **facts: str) -> None:
        house, words = house_of(interaction), words_of(interaction)
        claim_id, _, quote = value.partition(":")
        ask = ask_of(interaction, int(facts["course_id"]))
        refused = await quotes.object_to(house.store, ask, int(claim_id), quote)
        house.wake()
        await answer(interaction, words.say("quotes.gone", words=one_line(refused.quote.text, SHOWN)))


async def show_quotes(interaction: Interaction) -> None:
    """Answers with where the person's own words stand."""
    mine = await quotes.my_quotes(house_of(interaction).store, ask_of(interaction))
    words = words_of(interaction)
    lines = quote_lines(words, mine)
    course_id, selects = mine.course.course_id, list[Select]()
    for custom_id, options in pages(f"quote:object:{course_id}", _options(mine.quoted)):
        selects.append(QuoteSelect(custom_id, words.say("quotes.choose"), options))
    if mine.unposted:
        selects.append(UnpostedSelect.of(course_id, mine.unposted, words))
    await answer_at_length(interaction, "\n".join(lines), *selects)


def quote_lines(words: Words, mine: MyQuotes) -> list[str]:
    """The threads in which a person is quoted, with the words, and answers that no thread took."""
    lines: list[str] = [words.say("quotes.title" if mine.quoted else "quotes.none", course=mine.course.name)]
    for one in mine.quoted:
        thread = Raw(f"<#{one.claim.thread_xid}>")
        said = one_line(one.quote.text, SHOWN)
        lines.append(words.say("quotes.line", week=one.week.number, thread=thread, words=said))
    for unposted in mine.unposted:
        lines.append(unposted_line(words, unposted))
        lines.append(words.say("quotes.unposted", text=one_line(unposted.answer.text or "", SHOWN)))
    return lines


def _options(quoted: list[Quoted]) -> list[tuple[str, str]]:
    """Labels and values: the claim, and the words by their fingerprint, as others may stand there by then."""
    values = {f"{one.claim.claim_id}:{fingerprint(one.quote.text)}": one.quote.text for one in quoted}
    return [(one_line(text), value) for value, text in values.items()]
