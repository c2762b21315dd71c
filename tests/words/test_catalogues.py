"""The catalogues say the same things in both languages, and every value has its words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from bot.seminar.claims import Stance
from bot.seminar.courses import Role
from bot.seminar.deliveries import Kind, Reason, State
from bot.seminar.participation import Presence
from bot.seminar.refusals import leaves
from bot.words.catalogues import (
    DOMAIN,
    LANGUAGES,
    LOCALES,
    BadCatalogue,
    Hole,
    Sentence,
    read_catalogue,
    words_for,
)

VALUES: dict[str, type[StrEnum]] = {
    "role": Role,
    "presence": Presence,
    "stance": Stance,
    "delivery.kind": Kind,
    "delivery.line": State,
    "reason": Reason,
}
FINAL_DEPENDENT = re.compile(
    r"\}(?:은|는|이|가|을|를|과|와|으로|로|아|야|이나|나|이라|라)(?![가-힣])|[은이을]\([가는를]\)|\([이으]\)"
)


def source(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def names(holes: Iterable[Hole]) -> set[str]:
    return {hole.name for hole in holes}


def write(folder: Path, *entries: str) -> Path:
    path = folder / "colloquy.po"
    path.write_text("\n\n".join(['msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"', *entries]))
    return path


def test_the_languages_are_those_that_have_a_folder() -> None:
    assert sorted(LANGUAGES) == sorted(path.name for path in LOCALES.iterdir())


def test_both_languages_have_the_same_keys() -> None:
    assert words_for("en").sentences.keys() == words_for("ko").sentences.keys()


def test_both_languages_ask_for_the_same_facts() -> None:
    korean = words_for("ko").sentences
    for key, sentence in words_for("en").sentences.items():
        assert names(sentence.holes) == names(korean[key].holes), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_is_finished_and_said_once(language: str) -> None:
    text = source(language).read_text()
    with source(language).open("rb") as file:
        catalogue = read_po(file, locale=language, abort_invalid=True)

    assert [message.id for message in catalogue if message.fuzzy and message.id] == []
    assert not catalogue.obsolete
    assert len(re.findall(r'^msgid "[^"]', text, flags=re.M)) == len(catalogue)


@pytest.mark.parametrize(("language", "forms"), [("en", 2), ("ko", 1)])
def test_a_sentence_that_counts_has_its_forms(language: str, forms: int) -> None:
    text = source(language).read_text()
    for key in re.findall(r'^msgid_plural "(.+)"', text, flags=re.M):
        sentence = words_for(language).sentences[key]
        assert len(sentence.forms) == forms, key
        assert "count" in names(sentence.holes), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_has_its_sentence(language: str) -> None:
    sentences = words_for(language).sentences
    said = {key.removeprefix("refusal.") for key in sentences if key.startswith("refusal.")}
    assert said == {leaf.code for leaf in leaves()} | {"kept", "kept_long"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_asks_only_for_facts_that_it_has(language: str) -> None:
    for leaf in leaves():
        promised = set(re.findall(r"\w+", (leaf.__doc__ or "").removeprefix("Facts:")))
        asked = names(words_for(language).sentences[f"refusal.{leaf.code}"].holes)
        assert asked <= promised, leaf


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("prefix", VALUES)
def test_every_value_has_its_words(language: str, prefix: str) -> None:
    said = words_for(language).sentences.keys()
    assert {f"{prefix}.{value}" for value in VALUES[prefix]} <= said


def test_no_korean_particle_depends_on_the_end_of_a_fact() -> None:
    for key, sentence in words_for("ko").sentences.items():
        for form in sentence.forms:
            text = "".join(part if isinstance(part, str) else "{" + part.name + "}" for part in form)
            assert not FINAL_DEPENDENT.search(text), f"{key}: {text}"


@pytest.mark.parametrize(
    "text",
    [
        "{name.__class__}",
        "{names[0]}",
        "{0}",
        "{}",
        "{name!r}",
        "{name:>20}",
        "{Name}",
        "<{name}>",
        "@{name}",
        "\\\\{name}",
        " ",
        "",
    ],
)
def test_a_sentence_that_cannot_be_said_is_found_at_the_start(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadCatalogue, match=r"odd\.key"):
        read_catalogue(write(tmp_path, f'msgid "odd.key"\nmsgstr "{text}"'), "en")


def test_braces_can_be_said(tmp_path: Path) -> None:
    read = read_catalogue(write(tmp_path, 'msgid "set"\nmsgstr "{{{name}}}"'), "en")
    assert read == {"set": Sentence((("{", Hole("name", ""), "}"),))}
