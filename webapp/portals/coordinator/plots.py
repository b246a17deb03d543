"""Where the bars of a small plot stand, drawn in the page beside the table that says the same."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 320, 120
"""Units of the picture, which grows with the page."""
GAP = 10


@dataclass(frozen=True)
class Bar:
    """A bar: its left and upper edge, its width and height, and the share it stands for."""

    x: float
    y: float
    width: float
    height: float
    share: int


def bars(rows: Sequence[tuple[int | None, int]]) -> list[Bar]:
    """Lay out a bar for each share, from 0 to 100, side by side in the order given."""
    width = (WIDTH - GAP * (len(rows) - 1)) / max(1, len(rows))
    return [
        Bar(
            x=round(place * (width + GAP), 1),
            y=round(HEIGHT * (1 - share / 100), 1),
            width=round(width, 1),
            height=round(HEIGHT * share / 100, 1),
            share=share,
        )
        for place, (_, share) in enumerate(rows)
    ]
