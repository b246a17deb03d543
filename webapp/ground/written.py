"""How much of what somebody wrote can be read."""

import unicodedata


def letters_of(said: str) -> int:
    """Return how many letters and digits it has: marks of direction, blanks and dots say nothing.

    Vowel signs count, since some scripts write much with them.
    """
    return sum(unicodedata.category(each)[0] in "LMN" for each in said)
