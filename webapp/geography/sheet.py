"""The part of the map that is shown, and where things land on it."""

from dataclasses import dataclass

from webapp.geography.outlines import SHEET_HEIGHT, SHEET_WIDTH, Spot

DRAWN_SIZE = 640
MARGIN = 0.12
SMALLEST_SPAN = 70.0
FLATTEST, TALLEST = 1.6, 0.8


@dataclass(frozen=True, slots=True)
class Sheet:
    """A window on the map of the country, and its scale."""

    left: float
    top: float
    across: float
    down: float

    @property
    def scale(self) -> float:
        """Drawn units for one unit of the map: the longer side is always as long."""
        return DRAWN_SIZE / max(self.across, self.down)

    @property
    def width(self) -> int:
        """Drawn width."""
        return round(self.across * self.scale)

    @property
    def height(self) -> int:
        """Drawn height."""
        return round(self.down * self.scale)

    def place(self, spot: Spot) -> tuple[int, int]:
        """Where a spot is drawn, in whole units: about a pixel."""
        x, y = spot
        return round((x - self.left) * self.scale), round((y - self.top) * self.scale)

    def shows(self, box: tuple[float, float, float, float]) -> bool:
        """Whether any part of a box (left, top, right, bottom) can be seen."""
        left, top, right, bottom = box
        return (
            left < self.left + self.across
            and right > self.left
            and top < self.top + self.down
            and bottom > self.top
        )


def whole_country() -> Sheet:
    """Show every département."""
    return Sheet(0.0, 0.0, SHEET_WIDTH, SHEET_HEIGHT)


def window_around(spots: list[Spot]) -> Sheet:
    """Show these spots with room around them, neither too near nor too flat or tall."""
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    across = max((max(xs) - min(xs)) * (1 + 2 * MARGIN), SMALLEST_SPAN)
    down = max((max(ys) - min(ys)) * (1 + 2 * MARGIN), SMALLEST_SPAN)
    across, down = max(across, down * TALLEST), max(down, across / FLATTEST)
    middle_x, middle_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return Sheet(middle_x - across / 2, middle_y - down / 2, across, down)
