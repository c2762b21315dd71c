"""What the bot knows of itself: when it was last at work, and whether it may open inboxes, in SQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.store.tables import installation


class Watch:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def seen_at(self) -> datetime | None:
        return self._connection.execute(select(installation.c.seen_at)).scalar()

    def seen(self, at: datetime) -> None:
        self._connection.execute(update(installation).values(seen_at=at))

    def openings_resume_at(self) -> datetime | None:
        """Until when no new direct message channel is opened, as Discord wants it."""
        return self._connection.execute(select(installation.c.openings_resume_at)).scalar()

    def pause_openings(self, until: datetime) -> None:
        self._connection.execute(update(installation).values(openings_resume_at=until))
