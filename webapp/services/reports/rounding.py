"""How parts of a whole are told outside the house: near their count, drawn by lot, fitted to it.

Each part of a division is moved by two lots. One follows from who is in the part, so that asking
again and again never comes to the count; one from the whole division, so that whoever comes or
goes anywhere draws every part anew, and no figure tells by its change where somebody went. What
comes out is fitted to the total, which is known, and told as a multiple of five.
Why so, and what else there was: docs/decisions/0034-totals-told-parts-drawn.md.
"""

import math
from array import array
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from hashlib import blake2b
from typing import Final

BASE: Final = 5
"""What every figure of a part is a multiple of."""
RATIO: Final = 0.5
"""How much rarer each step of a lot away from the count is than the one before."""
WIDE: Final = 2 / 3
"""The same of the single lot by which a count is told that is no part of a known total."""
FURTHEST: Final = 100
"""Steps of a lot; the last one is drawn once in more than 10^17 times."""
PARTS_FROM: Final = 20
"""A whole of fewer is not divided: the lots would weigh more than what is counted."""
SHARES_FROM: Final = 30
"""No share is told of a smaller figure that was drawn, nor of fewer."""
BAND: Final = BASE
"""Nineteen of twenty figures lie no further from their count."""
DIGEST: Final = 8

Parts = Mapping[str, AbstractSet[int]]


class Rounding:
    """Tells counts by lot.

    Parameters
    ----------
    key
        Of the programme; whoever has it can draw the lots again.
    """

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def divide(
        self, what: str, whole: AbstractSet[int], parts: Parts, total: float
    ) -> dict[str, float]:
        """Return near how many each part is told to be; all together they are the total.

        Parameters
        ----------
        what
            What is counted, and by what it is divided.
        whole
            Among whom the parts were looked for: who comes or goes there draws anew.
        total
            What is told of all parts together.
        """
        told = fitted([*self.moved(what, whole, parts).values()], total)
        return dict(zip(parts, told, strict=True))

    def moved(self, what: str, whole: AbstractSet[int], parts: Parts) -> dict[str, int]:
        """Return each part's count as its two lots have moved it."""
        division = b"|".join(_numbers(each) for each in (whole, *parts.values()))
        return {
            part: len(members)
            + step(self._lot(b"part", f"{what}={part}", _numbers(members)), RATIO)
            + step(self._lot(b"division", f"{what}={part}", division), RATIO)
            for part, members in parts.items()
        }

    def tell(self, unit: str, members: Iterable[int]) -> int:
        """Return the figure for a set that stands alone, from who is in it; none is told as 0."""
        counted = set(members)
        drawn = self._lot(unit.encode(), "", _numbers(counted))
        return max(0, rounded(len(counted) + step(drawn, WIDE))) if counted else 0

    def tell_voices(self, what: str, count: int) -> int:
        """Return the figure for so many of whom nothing is kept, not even a number.

        Parameters
        ----------
        what
            What they said, and where. One more of them, or one less, draws anew.
        """
        drawn = self._lot(b"voices", "", f"{what}:{count}".encode())
        return max(0, rounded(count + step(drawn, WIDE))) if count else 0

    def _lot(self, kind: bytes, what: str, of: bytes) -> float:
        said = what.encode() + b":" + of if what else of
        drawn = blake2b(said, digest_size=DIGEST, key=self._key, person=kind)
        return float(int.from_bytes(drawn.digest()) / 2 ** (8 * DIGEST))


def _numbers(members: Iterable[int]) -> bytes:
    return array("q", sorted(members)).tobytes()


def step(lot: float, ratio: float) -> int:
    """Return how far a lot from 0 to below 1 moves: 0 most often, each step `ratio` as often."""
    side, depth = (1, 2 * lot - 1) if lot >= 0.5 else (-1, 1 - 2 * lot)
    nearest = (1 - ratio) / (1 + ratio)
    if depth < nearest:
        return 0
    left = (1 - depth) / (1 - nearest)
    return side * (1 + math.floor(math.log(max(left, ratio ** (FURTHEST - 1)), ratio)))


def fitted(moved: list[int], total: float) -> list[float]:
    """Return the numbers nearest to these of which none is below 0, and whose sum is the total."""
    falling, over, count = sorted(moved, reverse=True), 0.0, 0
    for number in falling:
        if (over + number - total) / (count + 1) < number:
            over, count = over + number, count + 1
        else:
            break
    lower = (over - total) / count if count else max(moved, default=0)
    return [max(0.0, each - lower) for each in moved]


def rounded(number: float) -> int:
    """Return the multiple of `BASE` that is nearest."""
    return BASE * math.floor(number / BASE + 0.5)


def share(part: int, of: int) -> int | None:
    """Return a share of two figures in whole per cent; none where one is below `SHARES_FROM`."""
    return min(100, round(100 * part / of)) if min(part, of) >= SHARES_FROM else None
