"""What anybody reads of a mark: its value by the scale of its day, and the comment."""

from __future__ import annotations

from bot.seminar.reviews import Mark, Review, ScaleKind
from bot.words.catalogues import Words
from bot.words.markup import Raw, escape


def mark_text(words: Words, mark: Mark) -> str:
    """The mark in one line, with what it is out of."""
    if mark.kind is ScaleKind.PASS_FAIL:
        return words.say(f"mark.{mark.value}")
    if mark.kind is ScaleKind.LETTER:
        return words.say("mark.letter", value=mark.value)
    total = words.say("mark.points", value=mark.value, most=mark.most)
    if not mark.parts:
        return total
    parts = (words.say("mark.part", name=one.name, value=given, most=one.most) for one, given in mark.parts)
    return words.say("mark.rubric", total=total, parts=Raw(" · ".join(parts)))


def review_lines(words: Words, review: Review) -> list[str]:
    """The mark, and the comment behind a quotation bar."""
    lines: list[str] = [words.say("review.mark", mark=Raw(mark_text(words, review.mark)))]
    if review.comment:
        lines += [f"> {escape(line)}" for line in review.comment.splitlines()]
    return lines
