"""What one types in a shell: run, check, read, migrate, backup, restore, rekey."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import zoneinfo
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.settings import BadSettings, Settings, load, load_meaning

TROUBLE = 2
BAR = 40
LOG_FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit status. What cannot work is said in one line."""
    zoneinfo.reset_tzpath(to=[])  # the pinned tzdata, not the machine's: the same hours everywhere
    asked = parser().parse_args(arguments)
    try:
        if asked.command == "read":
            return _read(asked.files, as_json=asked.json)
        settings = load()
        logging.basicConfig(
            level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
        )
        for library in ("discord", "apscheduler", "alembic"):
            # What they tell at INFO is nobody's news.
            logging.getLogger(library).setLevel(max(logging.WARNING, logging.getLogger().level))
        if asked.command == "check":
            return _check(settings, asked)
        if asked.command == "backup":
            return _backup(settings, asked.file)
        if asked.command == "restore":
            return _restore(settings, asked.file, replace=asked.replace)
        if asked.command == "rekey":
            return _rekey(settings, asked.to)
        commands = {"run": _run, "migrate": _migrate}
        return commands[asked.command](settings)
    except BadSettings as error:
        return _fail(str(error))


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m bot", description="Seminar courses inside Discord.")
    commands = made.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="the bot; settings from the environment and .env")
    check = commands.add_parser(
        "check", help="what is wrong with the settings, the database and the permissions"
    )
    check.add_argument(
        "--live", type=int, metavar="GUILD", help="also whether Discord behaves as assumed, in this server"
    )
    check.add_argument("--with-me", action="store_true", help="with --live: you press a button when asked")
    check.add_argument(
        "--closed-inbox", type=int, metavar="USER", help="with --live: somebody who takes no direct messages"
    )
    commands.add_parser("migrate", help="bring the database to the newest schema")
    backup = commands.add_parser("backup", help="copy the database, also while the bot runs")
    backup.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="default: a new one in BACKUP_FOLDER"
    )
    restore = commands.add_parser("restore", help="check a backup, and put it in the database's place")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--replace", action="store_true", help="also where a database is; it is put aside")
    rekey = commands.add_parser("rekey", help="seal the database with a new key, while no bot runs")
    rekey.add_argument(
        "--to", type=Path, metavar="FILE", help="where SEAL_KEY is set: the file that receives the new key"
    )
    read = commands.add_parser("read", help="what Colloquy reads in reports, and the claims that they share")
    read.add_argument("files", nargs="+", metavar="FILE", help="a file, or a folder of files")
    read.add_argument("--json", action="store_true", help="one JSON object, as the documents describe it")
    return made


def _run(settings: Settings) -> int:
    from bot.bootstrap import CannotStart, run

    try:
        asyncio.run(run(settings))
    except CannotStart as error:
        return _fail(str(error))
    return 0


def _check(settings: Settings, asked: argparse.Namespace) -> int:
    from bot.health import check

    worst = 0
    for remark in asyncio.run(check(settings)):
        print(remark)
        worst = max(worst, remark.gravity)
    return max(worst, _check_live(settings, asked)) if asked.live and settings.token else worst


def _check_live(settings: Settings, asked: argparse.Namespace) -> int:
    from bot.bootstrap import CannotStart
    from bot.live import Asked, check_live

    wanted = Asked(asked.live, asked.with_me, asked.closed_inbox)
    try:
        return asyncio.run(check_live(settings, wanted, lambda finding: print(finding, flush=True)))
    except CannotStart as error:
        return _fail(str(error))


def _migrate(settings: Settings) -> int:
    from bot.bootstrap import CannotStart, before_migration, explained
    from bot.keys import seal_for
    from bot.store.engine import SqliteStore
    from bot.store.lock import only_one
    from bot.store.migrate import migrate

    try:
        with explained(), only_one(settings.database_url):
            engine = SqliteStore(settings.database_url, seal_for(settings)).engine
            before, after = migrate(engine, before_migration(settings))
    except CannotStart as error:
        return _fail(str(error))
    print(
        f"The schema is at {after}."
        if before == after
        else f"The schema went from {before or 'nothing'} to {after}."
    )
    return 0


def _backup(settings: Settings, file: Path | None) -> int:
    from bot.caretaker import backups_for
    from bot.store.backup import CannotBackUp, back_up

    backups = backups_for(settings)
    if backups is None:
        return _fail("DATABASE_URL names no file.")
    try:
        target = (
            file or backups.folder / f"{backups.database.stem}-by-hand-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.db"
        )
        back_up(backups.database, target)
    except CannotBackUp as error:
        return _fail(str(error))
    print(f"{target}: {target.stat().st_size:,} bytes, checked.")
    if settings.seal_key is None:
        print(f"The key is not in it: keep a copy of {backups.database}.key, and in another place.")
    else:
        print("The key is not in it: keep a copy of SEAL_KEY, and in another place.")
    return 0


def _restore(settings: Settings, file: Path, *, replace: bool) -> int:
    from bot.bootstrap import CannotStart, explained, opened_clock
    from bot.caretaker import backups_for
    from bot.keys import found_seal
    from bot.store.backup import CannotBackUp, restore
    from bot.store.lock import only_one

    async def now() -> datetime:
        async with opened_clock(settings) as clock:
            return clock.now()

    backups = backups_for(settings)
    if backups is None:
        return _fail("DATABASE_URL names no file.")
    try:
        with explained(), only_one(settings.database_url):
            aside = restore(file, backups.database, found_seal(settings), asyncio.run(now()), replace=replace)
    except (CannotStart, CannotBackUp) as error:
        return _fail(str(error))
    print(f"{backups.database} is now what {file} holds.")
    if aside:
        print(f"What was there before lies in {aside}.")
    return 0


def _rekey(settings: Settings, target: Path | None) -> int:
    from bot.bootstrap import CannotStart, explained
    from bot.caretaker import backups_for
    from bot.keys import found_seal, key_file, prepared_key_file, write_secret
    from bot.store.backup import CannotBackUp
    from bot.store.lock import only_one
    from bot.store.rekey import rekey
    from bot.store.seal import Seal

    backups = backups_for(settings)
    if backups is None or not backups.database.exists():
        return _fail("DATABASE_URL names no file that exists.")
    if settings.seal_key is not None and target is None:
        return _fail("SEAL_KEY is set: name a file that receives the new key with --to, and set it then.")
    prepared = target or prepared_key_file(backups.database)
    try:
        with explained(), only_one(settings.database_url):
            old, key = found_seal(settings), Seal.new_key()
            write_secret(prepared, key)
            rekey(backups.database, old, Seal(key))
            if target is None:
                prepared.replace(key_file(backups.database))
    except FileExistsError:
        return _fail(f"{prepared} exists; a key overwrites nothing.")
    except (CannotStart, CannotBackUp) as error:
        prepared.unlink(missing_ok=True)
        return _fail(str(error))
    where = target or key_file(backups.database)
    print(f"{backups.database} is sealed anew; the key lies in {where}: keep a copy of it in another place.")
    print(
        "Backups from before open with the old key alone: keep it as long as them. Roster codes have ended."
    )
    return 0


def _read(names: Sequence[str], *, as_json: bool) -> int:
    from bot.reading import meaning
    from bot.shell import as_text, files_in, read_files, to_json

    names = files_in(names)
    shown = len(names) > 1 and sys.stderr.isatty()
    found, unreadable = read_files(names, _progress) if shown else read_files(names)
    for name, why in unreadable:
        print(f"{name}: {why}", file=sys.stderr)
    shape = to_json if as_json else as_text
    told, fault = meaning.tried(load_meaning(), lambda: shape(found))
    if fault:
        print(f"passages are compared by words alone: {fault}", file=sys.stderr)
    print(told)
    return 1 if unreadable else 0


def _progress(done: int, of: int) -> None:
    """A bar on standard error, which goes when all is done."""
    filled = BAR * done // of
    line = f"\r[{'#' * filled}{'.' * (BAR - filled)}] {done} of {of}"
    print(line if done < of else f"\r{' ' * len(line)}\r", end="", file=sys.stderr, flush=True)


def _fail(line: str) -> int:
    print(line, file=sys.stderr)
    return TROUBLE
