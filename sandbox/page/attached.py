"""Which file of a message a component means."""

from collections.abc import Iterator

from sandbox.seen import Json


def _urls(components: list[Json]) -> Iterator[str]:
    for part in components:
        for key in ("file", "media"):
            if key in part:
                yield part[key]["url"]
        yield from _urls(part.get("components") or [])
        yield from _urls(part.get("items") or [])
        yield from _urls([part["accessory"]] if part.get("accessory") else [])


def placed(components: list[Json], file: Json) -> bool:
    """Whether a component shows this file already."""
    return any(url in (file["url"], f"attachment://{file['filename']}") for url in _urls(components))


def attached(raw: Json, url: str) -> Json:
    for file in raw["attachments"]:
        if url in (file["url"], f"attachment://{file['filename']}"):
            found: Json = file
            return found
    return {"url": url, "filename": url.rpartition("/")[2], "size": 0}
