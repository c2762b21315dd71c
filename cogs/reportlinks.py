"""The reports that state a claim, shown privately to staff."""

from __future__ import annotations

from collections.abc import Sequence

from bot.actions import discussions
from bot.seminar.claims import Passage, one_line
from bot.seminar.courses import Member
from bot.words.catalogues import Words
from bot.words.markup import Raw
from cogs.ui.answers import answer, text_file
from cogs.ui.buttons import Button
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.selects import MOST_OPTIONS, Select

MOST_SELECTS = 10
PASSAGE_LIMIT = 60


class ReportsButton(Button, template=r"claim:reports:(?P<course_id>[0-9]+):(?P<claim_id>[0-9]+)"):
    """Shows staff who states a claim."""

    @classmethod
    def of(cls, course_id: int, claim_id: int, words: Words) -> ReportsButton:
        return cls(f"claim:reports:{course_id}:{claim_id}", words.say("button.reports"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        words, course_id, claim_id = words_of(interaction), int(facts["course_id"]), int(facts["claim_id"])
        store, ask = house_of(interaction).store, ask_of(interaction, course_id)
        found = await discussions.reports_on(store, ask, claim_id)
        if not found:
            await answer(interaction, words.say("reports.none"))
            return
        selects = report_selects(words, found, course_id, claim_id)
        await answer(interaction, words.say("reports.which", count=len(found)), *selects)


class ReportSelect(
    Select, template=r"claim:report:(?P<course_id>[0-9]+):(?P<claim_id>[0-9]+):(?P<page>[0-9])"
):
    """Shows staff the report that they choose."""

    async def chosen(self, interaction: Interaction, value: str, **facts: str) -> None:
        words, ask = words_of(interaction), ask_of(interaction, int(facts["course_id"]))
        store, claim_id = house_of(interaction).store, int(facts["claim_id"])
        member, version = await discussions.report_of(store, ask, claim_id, int(value))
        said = words.say(
            "reports.shown",
            member=Raw(f"<@{member.user_xid}>"),
            number=member.student_number or "",
            name=member.name or "",
            version=version.number,
            at=version.received_at,
        )
        await answer(interaction, said, file=text_file(f"report-{version.version_id}.md", version.text))


def report_selects(
    words: Words, found: Sequence[tuple[Member, Passage]], course_id: int, claim_id: int
) -> list[ReportSelect]:
    """Selects of so many reports as fit into one each."""
    named = [
        (
            f"{member.student_number or ''} {member.name or ''} · {one_line(passage.text, PASSAGE_LIMIT)}",
            f"{member.member_id}",
        )
        for member, passage in found
    ]
    pages = [named[start : start + MOST_OPTIONS] for start in range(0, len(named), MOST_OPTIONS)]
    return [
        ReportSelect(f"claim:report:{course_id}:{claim_id}:{page}", words.say("reports.choose"), options)
        for page, options in enumerate(pages[:MOST_SELECTS])
    ]
