"""How much of what somebody wrote can be read."""

import re
import unicodedata
from typing import Final

STEERING: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
"""Signs that nobody sees, and that turn round what stands beside them; the two joiners of Persian
and Bengali names are letters to their readers, and not among them."""


def seen_only(said: str) -> str:
    """Return a text without signs that only steer it: what is shown is what is kept."""
    return STEERING.sub("", said)


def letters_of(said: str) -> int:
    """Return how many letters and digits it has: marks of direction, blanks and dots say nothing.

    Vowel signs count, since some scripts write much with them.
    """
    return sum(unicodedata.category(each)[0] in "LMN" for each in said)
