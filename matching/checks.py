"""What a value must not be: the error that says what to mend, and the checks that raise it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

FRENCH_LEVELS = ("A0", "A1", "A2", "B1", "B2", "C1")

Point = tuple[float, float]


class ProblemError(ValueError):
    """The problem cannot be solved as it stands; the sentence says what to mend.

    Parameters
    ----------
    sentence
        What is wrong and what to do about it, in full.
    ids
        The parties, slots or farms concerned.
    """

    def __init__(self, sentence: str, *ids: str) -> None:
        super().__init__(sentence)
        self.ids = ids


class PinsClashError(ProblemError):
    """Pinned pairs that cannot hold: one of them has to give way.

    Parameters
    ----------
    pairs
        The pins to choose from, each a party and a slot.
    """

    def __init__(self, sentence: str, *pairs: tuple[str, str]) -> None:
        super().__init__(sentence, *sorted({each for pair in pairs for each in pair}))
        self.pairs = pairs


def check_id(given: str, what: str) -> None:
    """Reject an empty id."""
    if not given:
        raise ProblemError(f"{what} has an empty id: give it one of its own.")


def check_unique(what: str, ids: Iterable[str]) -> None:
    """Reject an id that two things have."""
    seen: set[str] = set()
    for given in ids:
        if given in seen:
            raise ProblemError(f"Two have the {what} id {given}: give each its own.", given)
        seen.add(given)


def check_counts(thing: object, given: str, name: str, fields: tuple[str, ...]) -> None:
    """Reject a negative number in one of these fields."""
    for counted in fields:
        if getattr(thing, counted) < 0:
            raise ProblemError(f"{name}: {counted} is negative: give 0 or more.", given)


def check_point(point: Point, name: str, given: str) -> None:
    """Reject what lies nowhere on Earth."""
    latitude, longitude = point
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ProblemError(
            f"{name} lies at {latitude}, {longitude}: give a latitude from -90 to 90 "
            "and a longitude from -180 to 180.",
            given,
        )


def check_french(level: str, name: str, given: str) -> None:
    """Reject a level that is none of the scale."""
    if level not in FRENCH_LEVELS:
        raise ProblemError(
            f"{name}: French level {level} is unknown: give one of {', '.join(FRENCH_LEVELS)}.",
            given,
        )


def check_limits(said: str, limits: Mapping[str, Iterable[int]]) -> None:
    """Reject limits of something below 0, and name whose they are."""
    for whose, each in limits.items():
        if min(each, default=0) < 0:
            raise ProblemError(f"{said} {whose} is negative: give 0 or more.", whose)
