"""Invented people and visits, as a report finds them: so few that many a count is small."""

from datetime import date, timedelta
from random import Random

from webapp.models import (
    MISSED_CAUSES,
    MONTHS,
    OUTCOMES,
    VILLAGE_GRID,
    VILLAGE_GRIDS,
    Phase,
    Side,
    VisitState,
)
from webapp.models.assessments import ASSESSED, BEGINS, PRESENT_FARM_GRID, PRESENT_GRID
from webapp.services.after.comparing import CHANGES
from webapp.services.reports.facts import Facts, FarmFact, PersonFact, VisitFact, VoiceFact
from webapp.services.reports.indicators import WAYS_OUT
from webapp.services.reports.said import MissedFact

FIRST = date(2026, 1, 1)
FRENCH = ("A0", "A1", "A2", "B1")
STATES = (
    *[VisitState.EVALUATED] * 6, VisitState.COMPLETED, VisitState.CONFIRMED, VisitState.DECLINED,
    VisitState.NO_SHOW, VisitState.CANCELLED, VisitState.EXPIRED, VisitState.ENDED_EARLY,
)  # fmt: skip


def invented(rng: Random, households: int = 60) -> Facts:
    """Households of one to four, over a year, three associations, most of them on one visit."""
    people: list[PersonFact] = []
    visits: list[VisitFact] = []
    for _ in range(households):
        enrolled = FIRST + timedelta(days=rng.randrange(330))
        last = enrolled + timedelta(days=rng.randrange(20, 200))
        state, home = rng.choice(STATES), rng.randrange(1, 4)
        went = state in {VisitState.EVALUATED, VisitState.COMPLETED}
        prepared = enrolled + timedelta(days=9) if rng.random() < 0.7 else None
        members = tuple(
            PersonFact(
                len(people) + number, home, rng.choice(("woman", "man", "man")),
                rng.randrange(1950, 2015), rng.choice(FRENCH), enrolled, prepared,
                last if went else None,
                left_on=last + timedelta(days=40) if enrolled.day % 3 else None,
                way_out=WAYS_OUT[enrolled.day % len(WAYS_OUT)],
                fundable_until=enrolled + timedelta(days=100) if enrolled.day % 2 else None,
                back_on=last if went else None,
                changed=_answers(rng, last) if went else {},
            )
            for number in range(rng.choice((1, 1, 1, 2, 3, 4)))
        )  # fmt: skip
        people += members
        visits.append(_visit(rng, len(visits), home, enrolled, last, state, members))
    farms = tuple(_farm(rng, number) for number in range(households // 2))
    voices = tuple(
        _voice(rng, at, number) for at in range(6) for number in range(rng.randrange(4, 60))
    )
    return Facts(tuple(people), tuple(visits), farms=farms, voices=voices)


def _farm(rng: Random, number: int) -> FarmFact:
    last = FIRST + timedelta(days=rng.randrange(250))
    return FarmFact(number, last, _answers(rng, last, PRESENT_FARM_GRID))


def _voice(rng: Random, at: int, number: int) -> VoiceFact:
    """Somebody at one of a few gatherings, half of them before the first guests."""
    questions = VILLAGE_GRIDS[VILLAGE_GRID].items()
    said = {question: rng.choice(choices) for question, choices in questions}
    day = FIRST + timedelta(days=50 * at)
    return VoiceFact(1000 * at + number, day, at % 2 == 0, said if rng.random() < 0.8 else None)


def _answers(
    rng: Random, last: date, grid: str = PRESENT_GRID
) -> dict[Phase, tuple[date, dict[str, str]]]:
    """Most answered what they had answered before, once or more."""
    return {
        phase: (
            last + after + timedelta(days=rng.randrange(1, 30)),
            {question: rng.choice(CHANGES) for question in ASSESSED[grid]},
        )
        for phase, after in BEGINS.items()
        if rng.random() < 0.7
    }


def _visit(
    rng: Random,
    number: int,
    home: int,
    enrolled: date,
    last: date,
    state: VisitState,
    members: tuple[PersonFact, ...],
) -> VisitFact:
    told = {
        side: (last + timedelta(days=rng.randrange(1, 30)), rng.choice(("yes", "perhaps", "no")))
        for side in Side
        if rng.random() < 0.7
    }
    outcomes = {
        months: (last + timedelta(days=31 * months), rng.choice(OUTCOMES))
        for months in MONTHS
        if rng.random() < 0.6
    }
    met = last + timedelta(days=5) if rng.random() < 0.3 else None
    missed = MissedFact(dict.fromkeys(told, (last, MISSED_CAUSES[number % 5])))
    return VisitFact(
        number, home, enrolled, last, state, members, told, outcomes, met, str(number % 3), missed,
        commune=str(number % 6),
    )  # fmt: skip
