"""The page's own words, in both languages; a sentence of a person or a bot never passes through here."""

import tomllib
from functools import cache
from pathlib import Path

LANGUAGES = ("ko", "en")


class Words:
    """One language's words by key."""

    def __init__(self, language: str, said: dict[str, str]) -> None:
        self.language = language
        self._said = said

    def __call__(self, key: str, **facts: object) -> str:
        """The sentence with its facts filled in. Raises KeyError."""
        return self._said[key].format(**facts)


@cache
def words_for(language: str) -> Words:
    """The words of a language that the page has. Raises KeyError for another."""
    if language not in LANGUAGES:
        raise KeyError(language)
    return Words(language, read(language))


def read(language: str) -> dict[str, str]:
    path = Path(__file__).with_name(f"{language}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def language_of(wish: str | None, accepted: str) -> str:
    """The language that was chosen, else the first of the browser's that the page has, else English."""
    if wish in LANGUAGES:
        return str(wish)
    for part in accepted.lower().split(","):
        if part.strip()[:2] in LANGUAGES:
            return part.strip()[:2]
    return "en"
