"""Forms: short enough, one of its own at each opening, and read from Discord's own JSON."""

from __future__ import annotations

import pytest
from discord import ui

from bot.seminar.gates import GATES
from bot.seminar.reports import Header
from bot.words.catalogues import words_for
from cogs.confirming import MarkForm
from cogs.corrections import CorrectForm
from cogs.extensions import GrantForm
from cogs.handin import ReportForm
from cogs.members import LinkForm
from cogs.passages import PAGE, PassagesForm, part_buttons
from cogs.policies import GatesForm, PartsForm
from cogs.reports import CheckForm, VerifyForm
from cogs.ui.forms import Form, filled_in
from tests.factories import passage

PARTS = (
    "Claim",
    "Evidence",
    "Example",
    "Objection",
    "Answer",
    "A part with a name of forty-five characters..",
)
WHOLE = Header(week=6, student_number="2031-00417", name="오나리", topic="길" * 300)
SAID = [passage(statement_id=number, text=f"{number} " + "길 " * 400) for number in range(1, 251)]
FORMS = [
    ReportForm(3, 6),
    ReportForm(3, None),
    ReportForm(3, 6, text="x" * 9000),
    ReportForm(3, 6, PARTS[:4], "## Claim\n\nx"),
    ReportForm(3, 6, PARTS, page=1, earlier_xid=2**63),
    LinkForm(3),
    CorrectForm(3, 2**40, WHOLE),
    CheckForm(),
    VerifyForm("CQ1-6-1-1-1-" + "a" * 24),
    GrantForm(3, 6),
    PartsForm(3, PARTS),
    GatesForm(3, tuple(GATES.values())),
    *(PassagesForm(3, 5, into_id, SAID[:60]) for into_id in (0, 6)),
    PassagesForm(3, 5, 0, SAID, 100),
    MarkForm(3, 6, SAID[:60]),
]


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.state())
def test_a_form_fits_discords_limits(form: Form, language: str) -> None:
    words = words_for(language)
    assert len(form.title(words)) <= 45
    parts = list(form.parts(words))
    assert 1 <= len(parts) <= 5
    for part in parts:
        assert isinstance(part, ui.Label)
        assert len(part.text) <= 45
        assert len(part.description or "") <= 100


def selects_of(form: Form) -> list[ui.Select[ui.Modal]]:
    labels = [part for part in form.parts(words_for("en")) if isinstance(part, ui.Label)]
    return [one.component for one in labels if isinstance(one.component, ui.Select)]


@pytest.mark.parametrize("count", [1, 25, 26, 60, 100, 101, 250])
def test_every_passage_of_a_claim_can_be_chosen(count: int) -> None:
    said = SAID[:count]
    buttons = part_buttons(3, 5, 0, count)
    offered = []
    for page in range(len(buttons)):
        selects = selects_of(PassagesForm(3, 5, 0, said, page * PAGE))
        assert all(select.max_values == len(select.options) <= 25 for select in selects)
        assert len({select.custom_id for select in selects}) == len(selects)
        assert [select.required for select in selects] == [len(selects) == 1] * len(selects)
        offered += [int(one.value) for select in selects for one in select.options]
    assert offered == [one.statement_id for one in said]
    last = buttons[-1].item.label or ""
    assert last.endswith(f"–{count}")


def test_a_student_marks_one_sentence_wherever_it_stands() -> None:
    selects = selects_of(MarkForm(3, 6, SAID[:60]))
    assert [(len(one.options), one.max_values) for one in selects] == [(25, 1), (25, 1), (10, 1)]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.state())
def test_a_submission_is_known_by_its_custom_id_alone(form: Form) -> None:
    knows = [kind for kind in Form.kinds if kind.template.fullmatch(f"{form.state()}:1234567890")]
    assert knows == [type(form)]


def test_what_was_filled_in_is_read_by_its_parts() -> None:
    filled = filled_in(
        {
            "components": [
                {"type": 18, "component": {"type": 4, "custom_id": "body", "value": "text"}},
                {"type": 18, "component": {"type": 19, "custom_id": "file", "values": ["9"]}},
                {"type": 18, "component": {"type": 21, "custom_id": "remind", "value": "direct"}},
                {"type": 18, "component": {"type": 3, "custom_id": "kinds", "values": ["a", "b"]}},
                {"type": 10, "id": 4},
            ],
            "resolved": {
                "attachments": {"9": {"id": "9", "filename": "a.md", "size": 4, "url": "http://x/a.md"}}
            },
        }
    )
    assert filled.text("body") == "text"
    assert filled.choice("remind") == "direct"
    assert filled.choices["kinds"] == ["a", "b"]
    upload = filled.file("file")
    assert upload is not None
    assert (upload.xid, upload.name, upload.size) == (9, "a.md", 4)
    assert filled.text("missing") == ""
    assert filled.file("missing") is None
