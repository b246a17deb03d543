"""How a count is told outside the house: by a multiple of five, drawn by lot from who is counted.

The lot follows from the people or visits themselves and a key that stays here. The same ones give
the same figure in every table, report and year, so that asking again adds nothing; one more or one
less draws anew, so that no difference of two figures is a number of people. A lot reaches
`FURTHEST` either way, so that figures, however many, leave more than one number possible.
Why so, and what else there was: docs/decisions/0030-counts-told-by-lot.md.
"""

import math
from array import array
from collections.abc import Iterable
from hashlib import blake2b
from typing import Final

BASE: Final = 5
"""What every figure is a multiple of."""
RATIO: Final = 2 / 3
"""How much rarer each step away from the count is than the one before: no figure makes a number
more than half again as likely beside the next one as it was. With a half, a reader of two reports
who takes nine figures of one person together was sure of it now and then."""
FURTHEST: Final = 100
"""Steps from the count; the last one is drawn once in more than 10^17 times."""
SHARES_FROM: Final = 30
"""No share is told of a smaller figure, nor of fewer: the lot would weigh more than what is
counted."""
DIGEST: Final = 8


class Rounding:
    """Tells counts by lot.

    Parameters
    ----------
    key
        Of the programme; whoever has it can draw the lots again.
    """

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def tell(self, unit: str, members: Iterable[int]) -> int:
        """Return the figure for a set.

        Parameters
        ----------
        unit
            What is counted, `person` or `visit`.
        members
            Their numbers, each once, in any order. None of them is told as 0.
        """
        counted = array("q", sorted(members))
        if not counted:
            return 0
        drawn = blake2b(counted.tobytes(), digest_size=DIGEST, key=self._key, person=unit.encode())
        return told(len(counted), int.from_bytes(drawn.digest()) / 2 ** (8 * DIGEST))

    def tell_voices(self, what: str, count: int) -> int:
        """Return the figure for so many of whom nothing is kept, not even a number.

        Parameters
        ----------
        what
            What they said, and where. One more of them, or one less, draws anew.
        """
        said = f"{what}:{count}".encode()
        drawn = blake2b(said, digest_size=DIGEST, key=self._key, person=b"voices")
        return told(count, int.from_bytes(drawn.digest()) / 2 ** (8 * DIGEST)) if count else 0


def told(count: int, lot: float) -> int:
    """Return the figure for a count above 0, by a lot from 0 to below 1."""
    return max(0, BASE * ((count + _step(lot) + BASE // 2) // BASE))


def _step(lot: float) -> int:
    """Return how far from the count: 0 most often, and each next step `RATIO` as often."""
    side, depth = (1, 2 * lot - 1) if lot >= 0.5 else (-1, 1 - 2 * lot)
    nearest = (1 - RATIO) / (1 + RATIO)
    if depth < nearest:
        return 0
    left = (1 - depth) / (1 - nearest)
    return side * (1 + math.floor(math.log(max(left, RATIO ** (FURTHEST - 1)), RATIO)))


def share(part: int, of: int) -> int | None:
    """Return a share of two figures in whole per cent; none where one is below `SHARES_FROM`."""
    return min(100, round(100 * part / of)) if min(part, of) >= SHARES_FROM else None
