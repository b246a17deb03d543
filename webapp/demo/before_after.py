"""What people, farms and villages of a demonstration answered before and after, over a year."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.demo import village
from webapp.ground.clock import today
from webapp.models import (
    NOT_SAID,
    VILLAGE_GRID,
    VILLAGE_GRIDS,
    Assessment,
    FarmAssessment,
    Party,
    Phase,
    Role,
    User,
    Visit,
)
from webapp.models.assessments import ASSESSED, PRESENT_FARM_GRID, PRESENT_GRID
from webapp.services.parties import assessments

SAID: Final = ("no", "rather-no", "rather-yes", "yes")
MOVES: Final = (1, 1, 0, 2, 1, 0, -1)
"""How far answers go after a visit: most are more of a yes, some stay, some are less of one."""
BEFORE: Final = 12
"""So many days before their first visit people were asked, and farms a few more."""
ASKED_AFTER: Final = {Phase.AFTER: 5, Phase.MONTH_3: 75, Phase.MONTH_6: 160, Phase.MONTH_12: 273}
"""So many days after its last one they were asked again."""
NOT_REACHED: Final = {Phase.AFTER: 3, Phase.MONTH_3: 4, Phase.MONTH_6: 5, Phase.MONTH_12: 9}
"""Of so many one was not reached; of all of them one in seven not before."""
EVENINGS: Final = (
    (-18, 28, (8, ((1, 2, 5), (1, 3, 4), (3, 4, 1))), (17, ((2, 3, 12), (2, 7, 8), (7, 7, 3)))),
    (24, 36, (9, ((2, 3, 4), (3, 4, 2), (5, 3, 1))), (21, ((3, 7, 11), (5, 9, 7), (11, 7, 3)))),
    (96, 31, (7, ((2, 3, 2), (3, 3, 1), (4, 2, 1))), (18, ((4, 7, 7), (6, 7, 5), (11, 5, 2)))),
    (182, 52, (14, ((4, 6, 4), (7, 6, 1), (11, 3, 0))),
     (30, ((9, 12, 9), (14, 12, 4), (22, 6, 2)))),
    (300, 44, (12, ((4, 5, 3), (7, 4, 1), (9, 3, 0))), (26, ((9, 10, 7), (13, 9, 4), (19, 5, 2)))),
)  # fmt: skip
"""How many days after a village's first guests, how many came, and what they answered to each
question, the most first, by telephone and on paper."""


def answer_questions(
    session: Session, parties: Sequence[Party], left: Mapping[int, date] | None = None
) -> None:
    """Let most of those who were on a visit have answered before it, and as long as they are there.

    Parameters
    ----------
    left
        On which day those who have left did so, by their number.
    """
    for number, party in enumerate(parties):
        went = [each for each in party.visits if each.state in assessments.WENT]
        if not went or number % 7 == 3:
            continue
        first = min(went, key=lambda each: each.arrival)
        until = (left or {}).get(party.id, today())
        for later, (phase, day) in enumerate(_days(number, first.arrival, first.departure)):
            if day >= until:
                break
            answers = {
                question: _answer(number, place, later=bool(later)) if (number + place) % 7
                else NOT_SAID
                for place, question in enumerate(ASSESSED[PRESENT_GRID])
            }  # fmt: skip
            of = {"party_id": party.id, "person_id": party.persons[0].id, "grid": PRESENT_GRID}
            told = {"phase": phase, "answers": answers, "answered_on": day}
            session.add(Assessment(**of, **told, by_link=bool(number % 2)))


def _days(number: int, arrival: date, departure: date) -> list[tuple[Phase, date]]:
    """Return in which phases somebody was asked, and on which days."""
    later = [
        (phase, departure + timedelta(days=days + number % 4))
        for phase, days in ASKED_AFTER.items()
        if number % NOT_REACHED[phase]
    ]
    return [(Phase.BEFORE, arrival - timedelta(days=BEFORE)), *later]


def _answer(number: int, place: int, *, later: bool) -> str:
    """Return what somebody answers to the question of a place."""
    moved = MOVES[(2 * number + place) % len(MOVES)] if later else 0
    return SAID[max(0, min(3, (number + place) % 3 + moved))]


def answer_as_farms(session: Session) -> None:
    """Let most farms that had guests have answered before them, and after."""
    went = Visit.state.in_(assessments.WENT)
    days = func.min(func.lower(Visit.stay)), func.min(func.upper(Visit.stay) - 1)
    account = select(User.id).where(User.role == Role.COORDINATOR).order_by(User.id).limit(1)
    by = session.scalars(account).one()
    first = select(Visit.farm_id, *days).where(went).group_by(Visit.farm_id)
    for number, (farm_id, arrival, departure) in enumerate(
        session.execute(first.order_by(Visit.farm_id))
    ):
        for later, (phase, day) in enumerate(_days(number + 1, arrival, departure)):
            if day > today():
                continue
            answers = {
                question: _answer(number, place, later=bool(later))
                for place, question in enumerate(ASSESSED[PRESENT_FARM_GRID])
            }
            of = {"farm_id": farm_id, "grid": PRESENT_FARM_GRID, "by_id": by}
            session.add(FarmAssessment(**of, phase=phase, answers=answers, answered_on=day))


def invite_over_a_year(session: Session, went: Sequence[Visit]) -> None:
    """Let a village have been asked before its first guests, and at each time after them."""
    first = min(went, key=lambda each: each.arrival, default=None)
    if first is None:
        return
    where = {**village.IN_A_HALL, "commune": first.slot.stands_at.commune}
    for days, came, by_telephone, on_paper in EVENINGS:
        day = (first.departure if days > 0 else first.arrival) + timedelta(days=days)
        if day >= today():
            continue
        held = village.announced(day=day, **where)
        held.came = came
        session.add(held)
        session.flush()
        village.let_speak(session, held, _said(by_telephone), _said(on_paper))


def _said(told: tuple[int, tuple[tuple[int, ...], ...]]) -> village.Said:
    voices, given = told
    grid = VILLAGE_GRIDS[VILLAGE_GRID]
    answers = {
        question: dict(zip(choices, counts, strict=True))
        for (question, choices), counts in zip(grid.items(), given, strict=True)
    }
    return voices, answers
