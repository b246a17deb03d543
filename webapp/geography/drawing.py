"""The map of the départements, drawn on the server: it needs no script and no tile server."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from markupsafe import Markup

from webapp.geography.outlines import Outline, Ring, department_outlines, project
from webapp.geography.point import Point
from webapp.geography.sheet import Sheet, whole_country, window_around

_DOT = 7
_LABEL_GAP = 6
# Attributes of presentation, which any rule of the stylesheet overrides, keep the map readable
# without it.
_FRAME = Markup(
    '<svg class="map" role="img" viewBox="0 0 {width} {height}" fill="none"'
    ' stroke="currentColor" stroke-linejoin="round" aria-labelledby="{identity}-title"'
    ' aria-describedby="{identity}-description"><title id="{identity}-title">{title}</title>'
    '<desc id="{identity}-description">{description}</desc>{drawn}</svg>'
)


class MapKind(StrEnum):
    """What a point on the map stands for; each has a shape of its own, not only a colour."""

    HOME = "home"
    FARM = "farm"


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A point to draw, with the words beside it (empty: the dot alone)."""

    point: Point
    kind: MapKind
    label: str = ""


@dataclass(frozen=True, slots=True)
class MapLine:
    """A line between two points, such as a party's home and the farm of its visit."""

    start: Point
    end: Point
    label: str = ""


def draw_map(
    points: Sequence[MapPoint] = (),
    highlight: Collection[str] = (),
    *,
    title: str,
    description: str = "",
    lines: Sequence[MapLine] = (),
    crop: bool = False,
    identity: str = "map",
) -> Markup:
    """Draw the map as an SVG element to put into a page.

    Parameters
    ----------
    points
        Homes and farms.
    highlight
        Codes of the départements to bring out.
    title, description
        What the map shows and says, for those who do not see it.
    lines
        Lines drawn beneath the points.
    crop
        Whether to show only the surroundings of the points, lines and highlighted départements.
    identity
        Start of the ids within the element; must differ between two maps of a page.

    """
    sheet = _sheet(points, highlight, lines) if crop else whole_country()
    land = [
        _department(outline, sheet, outline.code in highlight)
        for outline in department_outlines().values()
        if sheet.shows(outline.box)
    ]
    marks = [_line(line, sheet) for line in lines] + [_point(point, sheet) for point in points]
    return _FRAME.format(
        width=sheet.width,
        height=sheet.height,
        identity=identity,
        title=title,
        description=description or _in_words(points),
        drawn=Markup("").join(land + marks),
    )


def _sheet(
    points: Sequence[MapPoint], highlight: Collection[str], lines: Sequence[MapLine]
) -> Sheet:
    """Choose the part of the country with everything that is to be seen."""
    spots = [project(point.point) for point in points]
    spots += [project(end) for line in lines for end in (line.start, line.end)]
    for code in highlight:
        left, top, right, bottom = department_outlines()[code].box
        spots += [(left, top), (right, bottom)]
    return window_around(spots) if spots else whole_country()


def _department(outline: Outline, sheet: Sheet, is_highlighted: bool) -> Markup:
    path = "".join(_path(ring, sheet) for ring in outline.rings)
    if not path:
        return Markup("")
    kind = "map-department map-highlight" if is_highlighted else "map-department"
    return Markup('<path class="{}" d="{}"/>').format(kind, path)


def _path(ring: Ring, sheet: Sheet) -> str:
    """Write a ring in whole units and steps; a ring too small to be seen gives nothing."""
    corners: list[tuple[int, int]] = []
    for spot in ring:
        x, y = sheet.place(spot)
        if not corners or corners[-1] != (x, y):
            corners.append((x, y))
    if len(corners) < 3:
        return ""
    return f"M{corners[0][0]} {corners[0][1]}l{' '.join(_steps(corners))}z"


def _steps(corners: list[tuple[int, int]]) -> Iterator[str]:
    for (ax, ay), (bx, by) in pairwise(corners):
        yield f"{bx - ax} {by - ay}"


def _line(line: MapLine, sheet: Sheet) -> Markup:
    (ax, ay), (bx, by) = sheet.place(project(line.start)), sheet.place(project(line.end))
    return Markup('<line class="map-line" x1="{}" y1="{}" x2="{}" y2="{}">{}</line>').format(
        ax, ay, bx, by, _hint(line.label)
    )


def _point(point: MapPoint, sheet: Sheet) -> Markup:
    spot = sheet.place(project(point.point))
    return Markup('<g class="map-point map-{}">{}{}{}</g>').format(
        point.kind.value, _hint(point.label), _shape(point.kind, spot), _label(point.label, spot)
    )


def _shape(kind: MapKind, spot: tuple[int, int]) -> Markup:
    x, y = spot
    if kind is MapKind.HOME:
        return Markup('<circle cx="{}" cy="{}" r="{}"/>').format(x, y, _DOT)
    side = 2 * _DOT
    return Markup('<rect x="{}" y="{}" width="{}" height="{}"/>').format(
        x - _DOT, y - _DOT, side, side
    )


def _label(label: str, spot: tuple[int, int]) -> Markup:
    if not label:
        return Markup("")
    # Centred above the dot: the same place in a page written from right to left.
    return Markup(
        '<text x="{}" y="{}" text-anchor="middle" fill="currentColor" stroke="none">{}</text>'
    ).format(spot[0], spot[1] - _DOT - _LABEL_GAP, label)


def _hint(label: str) -> Markup:
    return Markup("<title>{}</title>").format(label) if label else Markup("")


def _in_words(points: Sequence[MapPoint]) -> str:
    return ", ".join(point.label for point in points if point.label)
