"""Statements and groups in seminars that were not learned from, and in the sealed ones."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.claims.meant import encoder, encoders, meant, taught_by
from benchmarks.claims.measures import Tally, b_cubed, kappa, matches
from benchmarks.claims.peers import PEERS, Told
from bot.reading import learned
from bot.reading.clusters import clusters
from bot.reading.matching import LIKELY, SURE, likeness
from bot.reading.report import read
from bot.seminar.grouping import group
from bot.seminar.reports import Speaker
from training.__main__ import write_matching, write_statements
from training.corpus import CORPUS, Labelled, labelled, reports

FOLDS = 4
LANGUAGES = ("ko", "en")


def ours(text: str) -> Told:
    return [(one.start, one.end, one.by) for one in read(text).statements]


@contextmanager
def taught(found: Sequence[Labelled]) -> Iterator[None]:
    """The reading with models that these reports alone made."""
    kept = learned.STATEMENTS, learned.MATCHING
    with tempfile.TemporaryDirectory() as folder:
        learned.STATEMENTS, learned.MATCHING = Path(folder, "statements.bin"), Path(folder, "matching.json")
        write_statements(learned.STATEMENTS, found, {})
        write_matching(learned.MATCHING, found, {})
        _forget()
        try:
            yield
        finally:
            learned.STATEMENTS, learned.MATCHING = kept
            _forget()


def _forget() -> None:
    learned.chain.cache_clear()
    learned.kinships.cache_clear()


def folds(found: Sequence[Labelled]) -> Iterator[Sequence[Labelled]]:
    """Each part of the seminars, while the reading knows only the other parts."""
    seminars = sorted({one.seminar for one in found})
    for fold in range(FOLDS):
        held = set(seminars[fold::FOLDS])
        with taught([one for one in found if one.seminar not in held]):
            yield [one for one in found if one.seminar in held]


def taught_meaning(found: Sequence[Labelled], held: Sequence[Labelled]) -> list[float] | None:
    """The encoder's weights from all seminars but those held back; None where there is no encoder."""
    away = {one.seminar for one in held}
    known = encoders()
    return taught_by(known, [report for report in found if report.seminar not in away]) if known else None


class Measured:
    """What is counted over reports, fold by fold."""

    def __init__(self) -> None:
        self.tallies: dict[tuple[str, str, Speaker], Tally] = {}
        self.cubes: dict[tuple[str, str], list[tuple[float, float, float]]] = {}

    def add(self, found: Sequence[Labelled], weights: Sequence[float] | None = None) -> None:
        """Counts reports; `weights` are those of the encoder, None for those of the repository."""
        for report in found:
            for name, way in {**PEERS, "learned": ours}.items():
                told = way(report.text)
                for by in Speaker:
                    tally = self.tallies.setdefault((name, report.language, by), Tally())
                    tally.add(told, report.passages, by)
        for seminar in sorted({one.seminar for one in found}):
            own = [one for one in found if one.seminar == seminar]
            for level, cube in grouped(own).items():
                self.cubes.setdefault((level, own[0].language), []).append(cube)
            if (one := encoder(seminar)) is not None:
                with meant(one, weights):
                    cubes = grouped(own)
                for level, cube in cubes.items():
                    self.cubes.setdefault((f"{level}, encoder", own[0].language), []).append(cube)

    def print(self) -> None:
        print(f"{'statements':<26}{'ko F1':>8}{'en F1':>8}{'S ko':>8}{'S en':>8}{'S>P ko':>9}{'S>P en':>9}")
        for name in (*PEERS, "learned"):
            cells = [self.tallies[name, language, Speaker.PRESENTER] for language in LANGUAGES]
            students = [self.tallies[name, language, Speaker.STUDENT] for language in LANGUAGES]
            line = "".join(f"{one.f1:8.3f}" for one in (*cells, *students))
            print(f"{name:<26}{line}" + "".join(f"{one.mistaken_share:9.1%}" for one in cells))
        print(f"\n{'groups, B-cubed':<26}{'ko P':>8}{'R':>8}{'F1':>8}{'en P':>8}{'R':>8}{'F1':>8}")
        for level in dict.fromkeys(level for level, _ in self.cubes):
            means = [
                sum(column) / len(column)
                for language in LANGUAGES
                for column in zip(*self.cubes[level, language], strict=True)
            ]
            print(f"{level:<26}" + "".join(f"{one:8.3f}" for one in means))


def grouped(found: Sequence[Labelled]) -> dict[str, tuple[float, float, float]]:
    """B-cubed of a seminar's labelled arguments, by the level from which passages are joined."""
    said: list[str] = []
    origins: list[str] = []
    places: list[int | None] = []
    gold: list[str] = []
    for report in found:
        told = [(start, end) for start, end, by in ours(report.text) if by is Speaker.PRESENTER]
        labels = [one for one in report.passages if one.kind == "P"]
        pairs = {to: at for at, to in matches(told, [(one.start, one.end) for one in labels]).items()}
        for at, one in enumerate(labels):
            places.append(len(said) + pairs[at] if at in pairs else None)
            # An argument that makes no key point is like no other.
            gold.append(f"{one.point}" if one.point else f"{report.name} {one.start}")
        said += [report.text[start:end] for start, end in told]
        origins += [report.name] * len(told)
    table = likeness(said, said, topic=found[0].topic)
    ways: dict[str, Callable[[], list[int]]] = {
        f"joined from {SURE} (sure)": lambda: group(table, sure=SURE),
        f"joined from {LIKELY} (likely)": lambda: group(table, sure=LIKELY),
        "proposed all at once": lambda: clusters(said, topic=found[0].topic, origins=origins),
    }
    cubes = {}
    for name, way in ways.items():
        numbers = way()
        cubes[name] = b_cubed([None if at is None else numbers[at] for at in places], gold)
    return cubes


def statements_table() -> None:
    """Out of fold, by seminar: no report is read with a model that has seen its seminar."""
    measured = Measured()
    found = [*reports()]
    for held in folds(found):
        measured.add(held, taught_meaning(found, held))
    print(
        f"corpus/seminars, {FOLDS} folds by seminar (S: the student's claims; S>P: taken for the presenter's)"
    )
    measured.print()
    agreement()


def sealed_table() -> None:
    """The sealed seminars, read with the models of the repository."""
    measured = Measured()
    measured.add([*reports(CORPUS / "sealed")])
    print("corpus/sealed, read with the models of the repository")
    measured.print()


def agreement() -> None:
    """How far the two labellings of thirty reports agree: the ceiling."""
    for language in LANGUAGES:
        tallies = {by: Tally() for by in Speaker}
        kinds: tuple[list[str], list[str]] = ([], [])
        points: tuple[list[int], list[int]] = ([], [])
        for report in reports():
            path = CORPUS / "second" / f"{report.name}.txt"
            if report.language != language or not path.exists():
                continue
            _, second = labelled(path)
            for by, kind in ((Speaker.PRESENTER, "P"), (Speaker.STUDENT, "S")):
                told = [(one.start, one.end, by) for one in second if one.kind == kind]
                tallies[by].add(told, report.passages, by)
            spans = [(one.start, one.end) for one in second]
            for at, to in matches(spans, [(one.start, one.end) for one in report.passages]).items():
                kinds[0].append(second[at].kind)
                kinds[1].append(report.passages[to].kind)
                if second[at].kind == report.passages[to].kind == "P":
                    points[0].append(second[at].point)
                    points[1].append(report.passages[to].point)
        same = sum(map(int.__eq__, *points)) / max(1, len(points[0]))
        print(
            f"two labellings, {language}: P F1 {tallies[Speaker.PRESENTER].f1:.3f}, "
            f"S F1 {tallies[Speaker.STUDENT].f1:.3f}, S>P {tallies[Speaker.PRESENTER].mistaken_share:.1%}, "
            f"kappa of six kinds {kappa(*kinds):.3f} over {len(kinds[0])} passages, same key point {same:.1%}"
        )
