"""Forms: short enough, one of its own at each opening, and read from Discord's own JSON."""

from __future__ import annotations

import pytest
from discord import ui

from bot.seminar.gates import GATES
from bot.seminar.reports import Header
from bot.words.catalogues import words_for
from cogs.corrections import CorrectForm
from cogs.extensions import GrantForm
from cogs.handin import ReportForm
from cogs.members import LinkForm
from cogs.policies import GatesForm, PartsForm
from cogs.reports import CheckForm, VerifyForm
from cogs.ui.forms import Form, filled_in

PARTS = (
    "Claim",
    "Evidence",
    "Example",
    "Objection",
    "Answer",
    "A part with a name of forty-five characters..",
)
WHOLE = Header(week=6, student_number="2031-00417", name="오나리", topic="길" * 300)
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
