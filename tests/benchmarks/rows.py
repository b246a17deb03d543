"""The rounds that are measured, and how long each may take."""

from dataclasses import dataclass

from tests.benchmarks.rounds import Shape


@dataclass(frozen=True)
class Row:
    """A round to measure.

    Parameters
    ----------
    seconds
        Time limit of each method.
    methods
        Those that make sense at this size: a Boolean a pair does not at a million pairs.
    workers
        Processes for the neighbourhoods of a large round.
    rooms
        The beds of each room of every farm, where all are alike; none leaves them as invented.
    variant
        What else is changed in it, by its name (`variants.py`); nothing if empty.
    """

    shape: Shape
    seconds: float
    methods: tuple[str, ...]
    workers: int = 0
    rooms: tuple[int, ...] = ()
    variant: str = ""


ALL = ("greedy", "cp-sat", "highs", "engine")
ROWS = {
    "60x50": Row(Shape(60, 50, 1.6), 30, ALL),
    "250x240": Row(Shape(250, 240, 1.07), 60, ALL),
    "250x240-contended": Row(
        Shape(250, 240, 1.07, families=True, crowding=0.5), 60, ("highs", "engine")
    ),
    "1000x1200": Row(Shape(1_000, 1_200, 1.13), 60, ALL),
    "1000x1200-contended": Row(
        Shape(1_000, 1_200, 1.13, families=True, crowding=0.5), 60, ("highs", "engine")
    ),
    "1000x1200-holidays": Row(
        Shape(1_000, 1_200, 1.13, families=True, crowding=1.0), 60, ("highs", "engine")
    ),
    "1000x1200-moves": Row(
        Shape(1_000, 1_200, 1.13, families=True, crowding=0.5),
        60,
        ("highs", "engine"),
        variant="moves",
    ),
    "1000x1200-companions": Row(
        Shape(1_000, 1_200, 1.13, families=True, crowding=0.5),
        60,
        ("highs", "engine"),
        variant="companions",
    ),
    "2000x500-limits": Row(
        Shape(2_000, 500, 0.7, families=True, crowding=0.5),
        60,
        ("highs", "engine"),
        variant="limits",
    ),
    "500x125-eight-beds": Row(
        Shape(500, 125, 1.0, families=True, crowding=0.5),
        60,
        ("highs", "engine"),
        rooms=(2, 2, 2, 1, 1),
    ),
    "2000x500-eight-beds": Row(
        Shape(2_000, 500, 0.7, families=True, crowding=0.5),
        60,
        ("highs", "engine"),
        rooms=(2, 2, 2, 1, 1),
    ),
    "2000x500": Row(Shape(2_000, 500, 0.7, families=True, crowding=0.5), 60, ALL),
    "5000x1250": Row(Shape(5_000, 1_250, 0.67, families=True, crowding=0.5), 90, ALL),
    "20000x5000": Row(
        Shape(20_000, 5_000, 0.66, families=True, crowding=0.3), 600, ("greedy", "engine"), 2
    ),
    "100000x20000": Row(
        Shape(100_000, 20_000, 0.66, families=True, crowding=0.3), 1_700, ("greedy", "engine"), 2
    ),
    "unit-400x400": Row(Shape(400, 400, 3.0), 60, ("scipy", "engine"), rooms=(1,)),
}
"""``unit-400x400``: parties of one, slots of one bed and no limits, so that it is an assignment."""
