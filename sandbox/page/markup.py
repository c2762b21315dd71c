"""Discord's markup as a small tree: paragraphs, headings, quotes, lists, code; inside them styled text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

DEEPEST = 6
"""So many styles inside each other; what lies deeper is shown as it was typed."""

INLINE = re.compile(
    r"\\(?P<escaped>[^0-9A-Za-z\s])"
    r"|(?P<ticks>`+)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)"
    r"|\*\*(?P<strong>(?:\\.|.)+?)\*\*(?!\*)"
    r"|__(?P<under>(?:\\.|.)+?)__(?!_)"
    r"|~~(?P<strike>(?:\\.|.)+?)~~"
    r"|\|\|(?P<spoiler>(?:\\.|.)+?)\|\|"
    r"|\*(?P<star>(?![\s*])(?:\\.|[^\\*])+?)\*"
    r"|\b_(?P<em>(?![\s_])(?:\\.|[^\\_])+?)_\b"
    r"|\[(?P<words>[^\[\]\n]+)\]\(<?(?P<to>https?://[^\s()<>]+)>?\)"
    r"|<(?P<quiet>https?://[^\s<>]+)>"
    r"|(?P<url>https?://[^\s<>]*[^\s<>.,:;!?\"')\]}*_~|])"
    r"|<t:(?P<time>-?\d{1,13})(?::(?P<style>[tTdDfFR]))?>"
    r"|<@&(?P<role>\d+)>|<@!?(?P<user>\d+)>|<#(?P<channel>\d+)>"
    r"|</(?P<command>[^:<>\n]+):\d+>"
    r"|<a?:(?P<emoji>\w+):\d+>"
    r"|(?P<all>@everyone|@here)",
    re.DOTALL,
)
STYLES = {
    "strong": "strong",
    "under": "u",
    "strike": "s",
    "spoiler": "spoiler",
    "star": "em",
    "em": "em",
}
TIME = re.compile(r"<t:(-?\d{1,13})(?::[tTdDfFR])?>")
BLOCK = re.compile(
    r"```(?:[\w+-]*\n)?(?P<fence>.+?)```\n?"
    r"|^>>> (?P<rest>.*)\Z"
    r"|^(?P<quote>> ?[^\n]*(?:\n> ?[^\n]*)*)\n?"
    r"|^(?P<marks>#{1,3}) (?P<heading>[^\n]+)\n?"
    r"|^-# (?P<small>[^\n]+)\n?"
    r"|^(?P<list>[ ]*(?:[-*]|\d+\.) [^\n]+(?:\n[ ]*(?:[-*]|\d+\.) [^\n]+)*)\n?",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True)
class Node:
    """A piece of text: `kind` says how it is drawn, `value` is what it points to."""

    kind: str
    text: str = ""
    inside: "tuple[Node, ...]" = ()
    value: str = ""


def blocks(text: str) -> Iterator[Node]:
    """The blocks of a text, in reading order."""
    at = 0
    for found in BLOCK.finditer(text):
        yield from _paragraph(text[at : found.start()])
        at = found.end()
        yield _block(found)
    yield from _paragraph(text[at:])


def _block(found: re.Match[str]) -> Node:
    if found["fence"] is not None:
        return Node("pre", found["fence"].strip("\n"))
    if found["rest"] is not None:
        return Node("blockquote", inside=tuple(inline(found["rest"])))
    if found["quote"] is not None:
        said = "\n".join(re.sub(r"^> ?", "", line) for line in found["quote"].split("\n"))
        return Node("blockquote", inside=tuple(inline(said)))
    if found["heading"] is not None:
        return Node("heading", inside=tuple(inline(found["heading"])), value=str(len(found["marks"])))
    if found["small"] is not None:
        return Node("small", inside=tuple(inline(found["small"])))
    lines = found["list"].split("\n")
    items = [re.sub(r"^ *(?:[-*]|\d+\.) ", "", line) for line in lines]
    kind = "ol" if lines[0].lstrip()[0].isdigit() else "ul"
    return Node(kind, inside=tuple(Node("li", inside=tuple(inline(one))) for one in items))


def _paragraph(text: str) -> Iterator[Node]:
    if text.strip("\n"):
        yield Node("p", inside=tuple(inline(text.strip("\n"))))


def inline(text: str, depth: int = 0) -> Iterator[Node]:
    """The runs of a text, each in one style."""
    at, plain = 0, ""
    for found in INLINE.finditer(text) if depth < DEEPEST else ():
        plain += text[at : found.start()]
        at = found.end()
        if found["escaped"]:
            plain += found["escaped"]
            continue
        if plain:
            yield Node("text", plain)
            plain = ""
        yield _token(found, depth)
    if plain + text[at:]:
        yield Node("text", plain + text[at:])


def _token(found: re.Match[str], depth: int) -> Node:
    kind = str(found.lastgroup if found.lastgroup != "style" else "time")
    if found["code"] is not None:
        return Node("code", found["code"].strip())
    if kind in STYLES:
        return Node(STYLES[kind], inside=tuple(inline(found[kind], depth + 1)))
    if found["to"]:
        return Node("link", found["words"], value=found["to"])
    if kind in ("quiet", "url"):
        return Node("link", found[kind], value=found[kind])
    if kind == "time":
        return Node("time", value=found["time"], text=found["style"] or "f")
    return Node(kind, found[kind])


def times(text: str) -> set[int]:
    """The moments that a text names, in seconds since 1970."""
    return {int(found) for found in TIME.findall(text)}
