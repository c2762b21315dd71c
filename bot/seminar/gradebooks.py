"""Gradebooks: the table that Canvas or Moodle exported, with one column filled and nothing else touched."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from bot.seminar.books import Book
from bot.seminar.refusals import ManyColumns, NotAGradebook, ReadOnlyColumn

NUMBERED = re.compile(r"(.*)\s\([0-9]+\)", re.DOTALL)
"""Canvas writes an assignment's id behind its title."""
OF_MOODLE = re.compile(r"(?:[^:]{1,40}: )?(.*?)(?: \((?P<kind>[^()]*)\))?", re.DOTALL)
"""Moodle writes the kind of activity before a title, and behind it what the column shows."""
REAL = frozenset({None, "real", "실제", "실점수", "점수"})
COMPUTED = re.compile(r"(Current|Final|Unposted \w+) (Score|Points|Grade)|Override (Score|Grade)")
NUMBER_NAMES = frozenset({"id number", "idnumber", "학번", "id 번호"})
NAME_NAMES = frozenset({"first name", "last name", "surname", "이름", "성"})
POINTS_POSSIBLE, READ_ONLY, EXCUSED = "Points Possible", "(read only)", "EX"
CANVAS_COLUMNS = 4


class System(StrEnum):
    """Where the table comes from and goes back to."""

    CANVAS = "canvas"
    MOODLE = "moodle"


class DoubtKind(StrEnum):
    """What staff should look at before they hand the table back."""

    UNKNOWN = "unknown"
    NO_ROW = "no_row"
    TWICE = "twice"
    NO_NUMBER = "no_number"
    BLANK_ROW = "blank_row"
    NEW_COLUMN = "new_column"
    OTHER_MOST = "other_most"
    NOT_A_NUMBER = "not_a_number"
    ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class Person:
    """A student and what their cell is to hold: all of the points, none, or a text; None leaves it."""

    number: str | None
    name: str | None
    value: str | bool | None
    excused: bool = False
    most: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What does not match. `row` counts as spreadsheets do, from 1; `hint` is who may be meant."""

    kind: DoubtKind
    row: int = 0
    number: str = ""
    name: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """Where things stand: who a row is about, what is filled, and from which row on."""

    numbers: tuple[int, ...]
    names: tuple[int, ...]
    target: int
    is_new: bool
    first: int
    points: int | None


@dataclass
class Filling:
    """What would be written: texts by row and column, what is doubtful, and how many cells change."""

    column: str
    changes: dict[tuple[int, int], str] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    filled: int = 0
    left: int = 0


def fill(book: Book, system: System, title: str, people: Sequence[Person], full: str | None) -> Filling:
    """What is written into the column of this title, a new one where there is none, and what does not match.

    A student number decides; a name is a hint. `full` is what True counts for; None: what the table says.
    Raises NotAGradebook, ManyColumns, ReadOnlyColumn.
    """
    counts = Counter(key(one.number) for one in people if one.number)
    known = {key(one.number): one for one in people if one.number and counts[key(one.number)] == 1}
    if not book.rows:
        raise NotAGradebook(name=title)
    places = _of_canvas(book, title) if system is System.CANVAS else _of_moodle(book, title, known)
    filling = Filling(title if places.is_new else book.at(0, places.target))
    alike = [one for one in people if one.number and counts[key(one.number)] > 1]
    filling.doubts += [Doubt(DoubtKind.ALIKE, number=one.number or "", name=one.name or "") for one in alike]
    whole = full or _points(book, places) or ("1" if system is System.CANVAS else "100")
    rows = _students(book, places, known)
    _match(book, places, system, rows, known, filling, whole)
    _missing(people, rows, filling)
    _look_at_points(book, places, people, filling)
    if places.is_new:
        _add_column(book, places, title, whole, people, filling)
    texts = [one.value for one in people if isinstance(one.value, str)]
    if system is System.MOODLE and any(_number(text) is None for text in texts):
        filling.doubts.append(Doubt(DoubtKind.NOT_A_NUMBER))
    return filling


def key(number: str) -> str:
    """A student number as it is compared: NFKC, without blanks and hyphens.

    >>> key(" ２０２４-11027 ")
    '202411027'
    """
    return "".join(unicodedata.normalize("NFKC", number).split()).replace("-", "").casefold()


def same_name(one: str, other: str) -> bool:
    """Whether two names are made of the same words, in any order.

    >>> same_name("Kim, Minji", "Minji Kim")
    True
    """
    parts = [
        sorted(re.findall(r"\w+", unicodedata.normalize("NFKC", name).casefold())) for name in (one, other)
    ]
    return bool(parts[0]) and parts[0] == parts[1]


def _of_canvas(book: Book, title: str) -> Places:
    head = [cell.text.strip().lstrip("\ufeff") for cell in book.rows[0]]
    split = head[:2] == ["LastName", "FirstName"]
    is_one = "ID" in head and "Section" in head and (split or "Student" in head[0])
    numbers = tuple(head.index(name) for name in ("SIS User ID", "SIS Login ID") if name in head)
    if len(head) < CANVAS_COLUMNS or not is_one or not numbers:
        raise NotAGradebook(name=title)
    points = next((at for at in range(len(book.rows)) if POINTS_POSSIBLE in book.at(at, 0)), None)
    later = range(head.index("Section") + 1, len(head))
    found = [at for at in later if title in (head[at], _plain_title(head[at]))]
    target = _only(found, head, title)
    if target is not None and (
        COMPUTED.search(head[target]) or (points is not None and READ_ONLY in book.at(points, target))
    ):
        raise ReadOnlyColumn(column=head[target])
    first = 1 if points is None else points + 1
    names = (0, 1) if split else (0,)
    return Places(numbers, names, len(head) if target is None else target, target is None, first, points)


def _plain_title(head: str) -> str:
    found = NUMBERED.fullmatch(head)
    return found[1] if found else head


def _of_moodle(book: Book, title: str, known: Mapping[str, Person]) -> Places:
    head = [cell.text.strip().lstrip("\ufeff") for cell in book.rows[0]]
    if any(len(row) != len(head) for row in book.rows):
        # Moodle imports nothing at all of a table whose rows differ in length.
        raise NotAGradebook(name=title)
    number = _number_column(book, head, known)
    names = tuple(at for at, one in enumerate(head) if one.casefold() in NAME_NAMES)
    others = [at for at in range(len(head)) if at != number and at not in names]
    found = [at for at in others if head[at] == title] or [at for at in others if _is_real(head[at], title)]
    target = _only(found, head, title)
    return Places((number,), names, len(head) if target is None else target, target is None, 1, None)


def _number_column(book: Book, head: Sequence[str], known: Mapping[str, Person]) -> int:
    """The column that is called so, else the one with most of the course's numbers, in any language."""
    for at, name in enumerate(head):
        if name.casefold() in NUMBER_NAMES:
            return at
    hits = [
        sum(key(book.at(row, at)) in known for row in range(1, len(book.rows))) for at in range(len(head))
    ]
    if not hits or max(hits) == 0:
        raise NotAGradebook(name="")
    return hits.index(max(hits))


def _is_real(head: str, title: str) -> bool:
    found = OF_MOODLE.fullmatch(head)
    kind = found["kind"] if found else None
    return found is not None and found[1] == title and (kind and kind.casefold()) in REAL


def _only(found: Sequence[int], head: Sequence[str], title: str) -> int | None:
    if len(found) > 1:
        raise ManyColumns(column=title, columns=", ".join(head[at] for at in found))
    return found[0] if found else None


def _students(book: Book, places: Places, known: Mapping[str, Person]) -> list[tuple[int, str]]:
    """Every row of a student with its number, compared as numbers are; empty where it has none.

    The second column that may hold it, a log-in, counts only where the course knows it.
    """
    rows = []
    for row in range(places.first, len(book.rows)):
        is_blank = not any(cell.text.strip() for cell in book.rows[row])
        if not is_blank and POINTS_POSSIBLE not in book.at(row, 0):
            found = [key(book.at(row, at)) for at in places.numbers]
            rows.append((row, next((number for number in found if number in known), found[0])))
    return rows


def _match(
    book: Book,
    places: Places,
    system: System,
    rows: Sequence[tuple[int, str]],
    known: Mapping[str, Person],
    filling: Filling,
    whole: str,
) -> None:
    numbers = Counter(number for _, number in rows)
    there, comma = set(numbers), _writes_commas(book, places)
    for row, number in rows:
        name = " ".join(book.at(row, at) for at in places.names).strip()
        if not number:
            if system is System.MOODLE:
                filling.doubts.append(Doubt(DoubtKind.BLANK_ROW, row + 1, name=name))
        elif number not in known:
            hint = _hint(name, known, there)
            filling.doubts.append(Doubt(DoubtKind.UNKNOWN, row + 1, number, name, hint))
        elif numbers[number] > 1:
            filling.doubts.append(Doubt(DoubtKind.TWICE, row + 1, number, name))
        else:
            text = _text(known[number], system, whole)
            if text is None:
                filling.left += 1
            elif not _says_the_same(book.at(row, places.target), text):
                filling.changes[row, places.target] = text.replace(".", ",") if comma else text
                filling.filled += 1
            else:
                filling.filled += 1


def _hint(name: str, known: Mapping[str, Person], there: set[str]) -> str:
    """The number of a student of that name whom no row is about."""
    others = (one for number, one in known.items() if number not in there)
    return next((one.number or "" for one in others if one.name and same_name(one.name, name)), "")


def _text(one: Person, system: System, whole: str) -> str | None:
    if one.excused:
        return EXCUSED if system is System.CANVAS else None
    if isinstance(one.value, bool):
        return whole if one.value else "0"
    return one.value


def _missing(people: Sequence[Person], rows: Sequence[tuple[int, str]], filling: Filling) -> None:
    there = {number for _, number in rows}
    for one in people:
        if one.value is None:
            continue
        if one.number is None:
            filling.doubts.append(Doubt(DoubtKind.NO_NUMBER, name=one.name or ""))
        elif key(one.number) not in there:
            filling.doubts.append(Doubt(DoubtKind.NO_ROW, number=one.number, name=one.name or ""))


def _points(book: Book, places: Places) -> str | None:
    if places.points is None or places.is_new:
        return None
    said = book.at(places.points, places.target).replace(",", ".")
    return said if _number(said) else None


def _look_at_points(book: Book, places: Places, people: Sequence[Person], filling: Filling) -> None:
    """A mark out of another maximum than the table's would count for more or less than it says."""
    there = _number(_points(book, places) or "")
    outs = {one.most for one in people if one.most and isinstance(one.value, str)}
    for most in sorted(outs):
        if there is not None and _number(most) != there:
            filling.doubts.append(Doubt(DoubtKind.OTHER_MOST, number=most, hint=f"{there.normalize():f}"))


def _add_column(
    book: Book, places: Places, title: str, whole: str, people: Sequence[Person], filling: Filling
) -> None:
    filling.doubts.append(Doubt(DoubtKind.NEW_COLUMN, name=title))
    filling.changes[0, places.target] = title
    most = next((one.most for one in people if one.most), whole)
    for row in range(1, len(book.rows)):
        if any(cell.text for cell in book.rows[row]) or len(book.rows[row]) > 1:
            text = most if row == places.points else ""
            filling.changes.setdefault((row, places.target), text)


def _writes_commas(book: Book, places: Places) -> bool:
    """Whether decimals have a comma in this table."""
    if book.delimiter == ",":
        return False
    found = (cell.text for row in book.rows[places.first :] for cell in row)
    return any(re.fullmatch(r"[0-9]+,[0-9]+", text.strip()) for text in found)


def _says_the_same(there: str, text: str) -> bool:
    numbers = _number(there.replace(",", ".")), _number(text)
    return there == text or (numbers[0] is not None and numbers[0] == numbers[1])


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
