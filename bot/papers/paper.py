"""Paper and ink: what all pictures share: a sheet measured in pixels, its colours, and letters for any name.

Loads matplotlib, so that only the drawing process imports it.
"""

from __future__ import annotations

import importlib.util
import io
import logging
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final, Literal

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.patches import FancyBboxPatch
from matplotlib.patheffects import withStroke
from PIL import Image

PAPER, INK, QUIET, RULE = "#FBFAF6", "#22303A", "#66727B", "#DCDFDD"
TEAL, AMBER, BRICK, MIST = "#1B7F86", "#F0B23E", "#9E2B25", "#B9C1C8"
BLUE, ORANGE, NIGHT = "#2A78C2", "#DD7A1C", "#35424C"

LONGEST_SIDE = 3600
SHARPNESS = 2.0
LOGICAL_DPI = 100
POINT = 72 / LOGICAL_DPI
"""Of a pixel."""
MARGIN = 36.0
TITLE, BODY, SMALL_PRINT = 22.0, 15.0, 13.0
"""For sheets of some 700 pixels, which Discord shows at 550 on a screen and at 350 on a phone."""
BOX = "□"
REGULAR, BOLD = 400, 600
"""The weights that the two faces say they have."""
HALO: Final = [withStroke(linewidth=3, foreground=PAPER)]
INKS = 255
LONGEST_TAIL = 6
Point = tuple[float, float]
Side = Literal["left", "center", "right"]


def _fonts() -> tuple[Path, Path]:
    """The regular and the bold face. The package's own code needs what newer Pythons lack; it is not run."""
    found = importlib.util.find_spec("koreanize_matplotlib")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError("koreanize-matplotlib, which carries the letters, is not installed")
    folder = Path(found.submodule_search_locations[0]) / "fonts"
    return folder / "NanumGothic.ttf", folder / "NanumGothicBold.ttf"


def _set_up() -> tuple[FT2Font, FT2Font]:
    """Our letters, those of DejaVu for other scripts, and no formulas in anybody's name."""
    for path in _fonts():
        font_manager.fontManager.addfont(str(path))
    mpl.rcParams.update(
        {
            "font.family": ["NanumGothic", "DejaVu Sans"],
            "text.parse_math": False,
            "axes.unicode_minus": False,
            "path.simplify": True,
        }
    )
    other = font_manager.findfont("DejaVu Sans", fallback_to_default=False)
    return FT2Font(str(_fonts()[0])), FT2Font(str(other))


# A weight that one of the two families has not is no news to anybody.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
FACES: Final = _set_up()


@cache
def _width_of(letter: str) -> float:
    """In ems."""
    for face in FACES:
        if face.get_char_index(ord(letter)):
            glyph = face.load_char(ord(letter), flags=LoadFlags.NO_SCALE)
            return float(glyph.horiAdvance) / float(face.units_per_EM)
    return 0.0


def width(text: str, size: float) -> float:
    """How wide a line is, in pixels."""
    return sum(map(_width_of, text)) * size


def plain(text: str) -> str:
    """The text in one line of letters that we have: no marks piled up, no hidden turns of direction."""
    folded = " ".join(unicodedata.normalize("NFC", text).split())
    kept = (letter for letter in folded if unicodedata.category(letter)[0] not in "CM")
    return "".join(letter if letter == " " or _width_of(letter) else BOX for letter in kept)


def fit(text: str, room: float, size: float) -> str:
    """As much of the text as there is room for, in pixels."""
    line = plain(text[:400])
    if width(line, size) <= room:
        return line
    while line and width(f"{line}…", size) > room:
        line = line[:-1]
    return f"{line.rstrip(' -')}…"


def fit_name(name: str, room: float, size: float) -> str:
    """As much of a name as there is room for; the end of a student number behind its last dot stays."""
    first, dot, number = name.rpartition(" ·")
    if not first or len(number) > LONGEST_TAIL:
        return fit(name, room, size)
    tail = f" {plain(dot + number)}"
    return fit(first, room - width(tail, size), size) + tail


def wrap(text: str, room: float, size: float, most: int) -> list[str]:
    """The text in at most so many lines, broken at blanks where there are any."""
    lines: list[str] = []
    rest = plain(text[:400])
    while rest and len(lines) < most - 1 and width(rest, size) > room:
        end = next(n for n in range(len(rest), 0, -1) if n == 1 or width(rest[:n], size) <= room)
        blank = rest.rfind(" ", 1, end + 1)
        end = blank if blank > end / 2 else end
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*lines, fit(rest, room, size)]


class Sheet:
    """A rounded sheet of light paper, of so many pixels; (0, 0) is its upper left corner.

    It is as light on Discord's dark background as on its light one: nothing of it is transparent inside.
    """

    def __init__(self, width: float, height: float, title: str, about: str = "", large: float = 1) -> None:
        """`large` is how much larger than usual the title is."""
        self.width, self.height = width, height
        self._figure = Figure(figsize=(width / LOGICAL_DPI, height / LOGICAL_DPI), facecolor="none")
        self._canvas = FigureCanvasAgg(self._figure)
        self.axes: Axes = self._figure.add_axes((0, 0, 1, 1))
        self.axes.set_xlim(0, width)
        self.axes.set_ylim(height, 0)
        self.axes.set_axis_off()
        self.axes.add_patch(
            FancyBboxPatch(
                (18, 18), width - 36, height - 36, "round,pad=18,rounding_size=18", fc=PAPER, ec="none"
            )
        )
        room = width - 2 * MARGIN
        self.text(MARGIN, 46 * large, fit(title, room, TITLE * large), TITLE * large, bold=True)
        if about:
            self.text(MARGIN, 74 * large, fit(about, room, BODY * large), BODY * large, QUIET)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = BODY,
        colour: str = INK,
        *,
        side: Side = "left",
        bold: bool = False,
        turn: float = 0,
        halo: bool = False,
    ) -> None:
        """One line, whose middle lies at this height. `turn` is in degrees; a halo is of paper."""
        self.axes.text(
            x,
            y,
            text,
            fontsize=size * POINT,
            color=colour,
            ha=side,
            va="center_baseline",
            fontweight=BOLD if bold else REGULAR,
            rotation=turn,
            rotation_mode="anchor",
            path_effects=HALO if halo else None,
        )

    def shapes(self, corners: Sequence[Sequence[Point]], colour: str, edge: str = "none") -> None:
        """Many shapes of one colour, each given by its corners."""
        if corners:
            self.axes.add_collection(PolyCollection(corners, fc=colour, ec=edge, lw=1.1))

    def lines(
        self, ends: Sequence[Sequence[Point]], colour: str, thick: float = 1.0, dashes: str = "solid"
    ) -> None:
        """Many lines of one colour, each through its points; `thick` is in pixels."""
        if ends:
            drawn = LineCollection(ends, colors=colour, linewidths=thick * POINT, linestyles=dashes)
            drawn.set_capstyle("round")
            drawn.set_joinstyle("round")
            self.axes.add_collection(drawn)

    def mark(
        self, at: Sequence[Point], marker: str, colour: str, size: float, face: str | None = None
    ) -> None:
        """Many marks of one kind; `size` is their width in pixels."""
        if at:
            xs, ys = zip(*at, strict=True)
            area = (size * POINT) ** 2
            self.axes.scatter(
                xs, ys, s=area, marker=marker, c=face or colour, edgecolors=colour, linewidths=1.2, zorder=3
            )

    def png(self) -> bytes:
        """The picture."""
        self._figure.set_dpi(LOGICAL_DPI * min(SHARPNESS, LONGEST_SIDE / max(self.width, self.height)))
        self._canvas.draw()  # type: ignore[no-untyped-call]
        size = self._canvas.get_width_height(physical=True)
        pixels = self._canvas.buffer_rgba()  # type: ignore[no-untyped-call]
        drawn = Image.frombuffer("RGBA", size, pixels)
        paper = io.BytesIO()
        # Flat colours lose nothing by a palette, and the file becomes a third as long.
        drawn.quantize(INKS, method=Image.Quantize.FASTOCTREE).save(paper, "PNG")
        return paper.getvalue()


def box(x: float, y: float, wide: float, high: float) -> list[Point]:
    """The corners of a rectangle with this upper left one."""
    return [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)]
