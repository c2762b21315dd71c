"""Settings from the environment and .env, checked once, into one frozen object."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values

from bot.store.seal import Seal

DISCORD_API_URL = "https://discord.com/api/v10"
MEGABYTE = 1_000_000

ENVIRONMENT = {
    "DISCORD_TOKEN": "The bot's token, from Discord's developer portal. Required to run.",
    "DISCORD_API_URL": "Where the Discord protocol is spoken, up to /api/v10. Default: Discord's own.",
    "DATABASE_URL": "The database. Default: a SQLite file in data/.",
    "SEAL_KEY": "The key that seals names, numbers and reports. Default: made once, beside the database.",
    "BACKUP_FOLDER": "Where backups go, daily and before a migration. Default: backups/ beside the database.",
    "BACKUPS_KEPT": "How many daily backups are kept; 0 makes none. Default: 14.",
    "CLOCK_URL": "A clock that can be moved, for trying things out. Default: the system's clock.",
    "MODEL_URL": "A language model that may propose labels of claims: its address, up to /v1. Default: none.",
    "MODEL_NAME": "What the model is called there.",
    "MODEL_KEY": "The key to that address, where it asks for one.",
    "MEANING": "A sentence encoder's folder, to compare passages by meaning, too: .meaning. Default: none.",
    "FILE_LIMIT_MB": "The largest file that a student may hand in, in megabytes. Default: 8.",
    "LOG_LEVEL": "How much is logged: DEBUG, INFO, WARNING or ERROR. Default: INFO.",
}
"""Each setting's name, and what it is for; .env.example says the same."""


class BadSettings(Exception):
    """A setting that cannot be used; the message is one line for whoever runs the bot."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What whoever runs the bot has chosen. `seal_key` is None where the one beside the database is meant."""

    token: str
    api_url: str
    database_url: str
    seal_key: str | None
    backup_folder: Path | None
    backups_kept: int
    clock_url: str | None
    file_limit: int
    log_level: str
    model_url: str | None = None
    model_name: str = ""
    model_key: str = ""
    meaning: Path | None = None

    @property
    def is_discord_itself(self) -> bool:
        """Whether the bot talks to Discord's own servers."""
        return self.api_url == DISCORD_API_URL

    def __repr__(self) -> str:
        return f"Settings(api_url={self.api_url!r}, database_url=..., clock_url={self.clock_url!r})"


def load(environment: Mapping[str, str] | None = None, env_file: Path = Path(".env")) -> Settings:
    """Reads the settings; the environment outranks the file. Raises BadSettings."""
    given = _given(environment, env_file)
    return Settings(
        token=given.get("DISCORD_TOKEN", "").strip(),
        api_url=_address("DISCORD_API_URL", given.get("DISCORD_API_URL", DISCORD_API_URL)),
        database_url=_database(given.get("DATABASE_URL", "sqlite:///data/colloquy.db")),
        seal_key=_seal_key(given.get("SEAL_KEY")),
        backup_folder=Path(given["BACKUP_FOLDER"]) if given.get("BACKUP_FOLDER") else None,
        backups_kept=_number(given.get("BACKUPS_KEPT", "14")),
        clock_url=_address("CLOCK_URL", given["CLOCK_URL"]) if given.get("CLOCK_URL") else None,
        file_limit=_megabytes(given.get("FILE_LIMIT_MB", "8")),
        log_level=_level(given.get("LOG_LEVEL", "INFO")),
        model_url=_model(given.get("MODEL_URL"), given.get("MODEL_NAME")),
        model_name=given.get("MODEL_NAME", "").strip(),
        model_key=given.get("MODEL_KEY", "").strip(),
        meaning=_folder(given.get("MEANING", "")),
    )


def load_meaning(environment: Mapping[str, str] | None = None, env_file: Path = Path(".env")) -> Path | None:
    """The folder of the sentence encoder alone, whatever the other settings are worth."""
    return _folder(_given(environment, env_file).get("MEANING", ""))


def _given(environment: Mapping[str, str] | None, env_file: Path) -> dict[str, str]:
    given = {name: value for name, value in dotenv_values(env_file).items() if value}
    return given | {name: value for name, value in (environment or os.environ).items() if value}


def _folder(given: str) -> Path | None:
    return Path(given.strip()) if given.strip() else None


def _address(name: str, given: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", given.strip()):
        raise BadSettings(f"{name} is not an http address.")
    return given.strip().rstrip("/")


def _model(url: str | None, name: str | None) -> str | None:
    if url is None:
        return None
    if not name:
        raise BadSettings("MODEL_URL is set without MODEL_NAME.")
    return _address("MODEL_URL", url)


def _database(given: str) -> str:
    if not given.startswith("sqlite:///"):
        raise BadSettings("DATABASE_URL must begin with sqlite:/// and name a file.")
    return given


def _seal_key(given: str | None) -> str | None:
    if given is None:
        return None
    try:
        Seal(given)
    except ValueError:
        raise BadSettings("SEAL_KEY is not 32 bytes in URL-safe base64.") from None
    return given


def _megabytes(given: str) -> int:
    try:
        limit = float(given)
    except ValueError:
        limit = 0.0
    if not 0 < limit <= 100:
        raise BadSettings("FILE_LIMIT_MB must be a number above 0 and up to 100.")
    return int(limit * MEGABYTE)


def _number(given: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", given.strip()):
        raise BadSettings("BACKUPS_KEPT must be a whole number, 0 or more.")
    return int(given)


def _level(given: str) -> str:
    level = given.strip().upper()
    if level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise BadSettings("LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR.")
    return level
