"""How the sandbox says no: Discord's errors by name, and the loud 501 for what it does not know."""

from typing import Any

Json = dict[str, Any]

KNOWN = {
    0: (401, "401: Unauthorized"),
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10011: (404, "Unknown Role"),
    10013: (404, "Unknown User"),
    10014: (400, "Unknown Emoji"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    10070: (404, "Unknown Guild Scheduled Event"),
    10087: (404, "Unknown tag"),
    30010: (400, "Maximum number of reactions reached (20)"),
    30038: (400, "Maximum number of guild scheduled events reached (100)"),
    40003: (403, "You are opening direct messages too fast"),
    40005: (413, "Request entity too large"),
    40060: (400, "Interaction has already been acknowledged."),
    40067: (400, "A tag is required to create a forum post in this channel"),
    50001: (403, "Missing Access"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50008: (400, "Cannot send messages in a non-text channel"),
    50013: (403, "Missing Permissions"),
    50024: (400, "Cannot execute action on this channel type"),
    50027: (401, "Invalid Webhook Token"),
    50035: (400, "Invalid Form Body"),
    50083: (400, "This thread is archived"),
    50109: (400, "The request body contains invalid JSON."),
    50278: (403, "Cannot send messages to this user due to having no mutual guilds"),
    160002: (403, "Cannot reply without permission to read message history"),
    160004: (400, "A thread has already been created for this message"),
    160005: (403, "Thread is locked"),
    200000: (400, "Message was blocked by automatic moderation"),
}


class ApiError(Exception):
    """One of Discord's errors; `code` is a key of KNOWN, `errors` Discord's tree of what is wrong where."""

    def __init__(self, code: int, errors: Json | None = None) -> None:
        self.status, message = KNOWN[code]
        self.body: Json = {"message": message, "code": code}
        if errors:
            self.body["errors"] = errors
        super().__init__(f"{code} {message} {errors or ''}")


class NotServedError(Exception):
    """The sandbox does not know this, and never pretends: 501, and an entry in its log."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.body: Json = {"message": f"the sandbox does not serve {what}", "code": 0, "unserved": what}


class PersonError(Exception):
    """Discord's own client would not let a person do this."""

    def __init__(self, reason: str, status: int = 400) -> None:
        super().__init__(reason)
        self.status = status
