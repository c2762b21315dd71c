"""The house keeps its promises: sentences, settings, commands and documents match what is there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from bot.actions.participation import Asked
from bot.cli import parser
from bot.papers import ledgers
from bot.papers.tables import COLUMNS, SCORE, UNREACHABLE
from bot.seminar.claims import Stance
from bot.seminar.courses import RemindBy, Role
from bot.seminar.decisions import ActKind, ProposalSource, Verdict
from bot.seminar.deliveries import Kind, Note, Notice, Reason, State
from bot.seminar.gates import GATES
from bot.seminar.gradebooks import DoubtKind
from bot.seminar.hints import HintKind
from bot.seminar.lateness import LateKind
from bot.seminar.participation import Presence
from bot.seminar.refusals import leaves
from bot.seminar.reminders import Why
from bot.seminar.reports import FindingKind, Speaker
from bot.seminar.reviews import FAIL, PASS, ScaleKind
from bot.seminar.roster import QuestionKind
from bot.seminar.scores import ScoreKind, Way
from bot.seminar.trail import ACTS, word
from bot.seminar.weeks import WeekState
from bot.settings import ENVIRONMENT
from bot.words.catalogues import LANGUAGES, words_for
from cogs.courses import NEEDED
from tests.keys import Used, used_in

ROOT = Path(__file__).parents[1]
COMPOSED: dict[str, Iterable[str]] = {
    "asked.": Asked,
    "delivery.kind.": Kind,
    "delivery.line.": State,
    "delivery.state.": State,
    "doubt.": DoubtKind,
    "finding.": FindingKind,
    "gate.kind.": GATES,
    "help.": ("title", "student", "staff", "instructor", "manager"),
    "hint.": HintKind,
    "history.": ("withdraw", "restore"),
    "ledger.": ledgers.COLUMNS,
    "link.remind_": RemindBy,
    "mark.": (PASS, FAIL),
    "permission.": NEEDED,
    "plan.part_": ("opens", "due", "cutoff", "topic", "presenters", "prompt"),
    "policy.": LateKind,
    "picture.interest.": ("early", "answered", "wrote"),
    "picture.replies.": ("both", "answers", "answered"),
    "presence.": Presence,
    "reading.by_": Speaker,
    "reason.": Reason,
    "receipt.late_": LateKind,
    "refusal.": [leaf.code for leaf in leaves()],
    "remind_by.": RemindBy,
    "role.": Role,
    "roster.": QuestionKind,
    "scale.": ScaleKind,
    "score.": ScoreKind,
    "stance.": Stance,
    "status.": Presence,
    "table.": (*COLUMNS, UNREACHABLE, SCORE),
    "trail.act.": [*map(word, ACTS), "other"],
    "way.": Way,
    "week.": WeekState,
    "why.": Why,
    "notice.": Notice,
    "claim.did.": ActKind,
    "note.": Note,
    "proposal.": ("accept", "reject", "again"),
    "proposal.by_": ProposalSource,
    "verdict.": Verdict,
    "command.": (),
    "option.": (),
}
"""Every beginning of a key that the source composes, with the endings that no other call names."""
COMMAND = re.compile(r"`/([^`]+)`")


@pytest.fixture(scope="module")
def used() -> Used:
    return used_in([path for room in ("bot", "cogs") for path in sorted((ROOT / room).rglob("*.py"))])


def composed() -> set[str]:
    return {beginning + ending for beginning, endings in COMPOSED.items() for ending in endings}


def commands(language: str) -> set[str]:
    """Every command as Discord shows it to somebody who reads this language."""
    words = words_for(language)
    names = [key.split(".")[1] for key in words.sentences if re.fullmatch(r"command\..+\.name", key)]
    shown = set()
    for name in names:
        group, _, _ = name.partition("_")
        own = words.say(f"command.{name}.name")
        shown.add(own if group == name else f"{words.say(f'command.{group}.name')} {own}")
    return shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_that_is_said_is_in_the_catalogue(used: Used, language: str) -> None:
    assert sorted((used.said | composed()) - words_for(language).sentences.keys()) == []


def test_every_sentence_in_the_catalogue_is_said(used: Used) -> None:
    assert sorted(words_for("en").sentences.keys() - used.said - used.strings - composed()) == []


def test_every_composed_key_is_known(used: Used) -> None:
    assert used.begun == set(COMPOSED)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_names_only_commands_that_exist(language: str) -> None:
    for key, sentence in words_for(language).sentences.items():
        for form in sentence.forms:
            named = {found for part in form if isinstance(part, str) for found in COMMAND.findall(part)}
            assert named <= commands(language), key


def test_the_example_of_settings_is_whole() -> None:
    blocks = (ROOT / ".env.example").read_text().split("\n\n")[1:]
    found = [re.fullmatch(r"# (.+)\n([A-Z_]+)=\n*", block) for block in blocks]
    assert [(one[2], one[1]) for one in found if one] == list(ENVIRONMENT.items())
    assert all(found)


def test_the_settings_read_what_the_example_names() -> None:
    read = set(
        re.findall(r'"([A-Z][A-Z_]+)"', (ROOT / "bot/settings.py").read_text().partition("def load")[2])
    )
    assert read >= set(ENVIRONMENT)


def targets() -> set[str]:
    """What can be made."""
    return set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), flags=re.M))


def shell_commands() -> set[str]:
    """What `python -m bot` does."""
    listed = re.search(r"\{(.+)\}", parser().format_usage())
    return set(listed[1].split(",")) if listed else set()


def test_every_target_is_phony_and_explained() -> None:
    phony = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(), flags=re.M)
    assert phony
    assert set(phony[1].split()) == targets()


DOCUMENTS = [path for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")] if path.is_file()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_document_names_only_what_exists(document: Path) -> None:
    text = document.read_text()
    assert set(re.findall(r"`make ([a-z-]+)", text)) <= targets()
    assert set(re.findall(r"python -m bot ([a-z]+)", text)) <= shell_commands()
    for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert (document.parent / link).exists(), link
    for path in re.findall(
        r"`((?:bot|cogs|tests|migrations|sandbox|demo|docs|locales|benchmarks)/[\w./*-]*)", text
    ):
        assert list(ROOT.glob(path)), path
