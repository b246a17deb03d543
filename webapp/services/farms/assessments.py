"""The same questions to a farm before its first guests and after: when, what, and what changed."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import Farm, FarmAssessment, Phase, User, Visit
from webapp.models.assessments import AGREEMENT, ASSESSED, BEGINS, PRESENT_FARM_GRID, phase_on
from webapp.models.states import BEEN_AWAY
from webapp.services.after.comparing import Compared, compared
from webapp.services.farms import first_guests
from webapp.services.records import audit, parts


def phase_of(session: Session, farm: Farm) -> Phase | None:
    """Return in which phase a farm is today; none while its first guests are there."""
    days = select(func.lower(Visit.stay), func.upper(Visit.stay) - 1)
    first = days.where(Visit.farm_id == farm.id, Visit.state.in_(BEEN_AWAY)).order_by(Visit.stay)
    found = session.execute(first.limit(1)).first()
    return phase_on(today(), *(found or (None, None)))


def answered(session: Session, farm: Farm) -> dict[Phase, FarmAssessment]:
    """Return what a farm answered, by phase."""
    theirs = select(FarmAssessment).where(FarmAssessment.farm_id == farm.id)
    return {each.phase: each for each in session.scalars(theirs)}


def is_asked(session: Session, farm: Farm) -> bool:
    """Whether a farm that may receive can be asked now, and has not answered in this phase."""
    asks = farm.is_approved and parts.uses(session, "before-after")
    phase = phase_of(session, farm) if asks else None
    return phase is not None and phase not in answered(session, farm)


def answer(session: Session, farm: Farm, answers: Mapping[str, str], by: User) -> FarmAssessment:
    """Keep what a farm answers in the phase in which it is; said anew, it is put right.

    Later phases ask the grid of the first answers, so that the same is compared.

    Raises
    ------
    RuleBroken
        Its first guests are there, or nothing was answered.
    """
    session.execute(select(Farm.id).where(Farm.id == farm.id).with_for_update(key_share=True))
    phase = phase_of(session, farm)
    if phase is None:
        raise RuleBroken("asked-once-alone")
    before = answered(session, farm)
    grid = before[Phase.BEFORE].grid if Phase.BEFORE in before else PRESENT_FARM_GRID
    said = {name: answers[name] for name in ASSESSED[grid] if answers.get(name) in AGREEMENT}
    if not said:
        raise RuleBroken("answer-missing")
    made = before.get(phase) or FarmAssessment(farm_id=farm.id, grid=grid, phase=phase)
    made.answers, made.answered_on, made.by_id = said, today(), by.id
    session.add(made)
    session.flush()
    audit.record(session, "farm.assessed", farm, phase=phase.value)
    return made


def compare(session: Session, phase: Phase) -> Compared:
    """Compare a phase with before, over every farm that could have answered both."""
    told = by_phase(session)
    came = {
        number
        for number, last in first_guests.ended(session).items()
        if today() > last + BEGINS[phase]
    }
    return compared(told[Phase.BEFORE], told[phase], PRESENT_FARM_GRID, came)


def by_phase(session: Session) -> dict[Phase, dict[int, FarmAssessment]]:
    """Return what every farm answered in each phase, by its number."""
    told: dict[Phase, dict[int, FarmAssessment]] = {phase: {} for phase in Phase}
    for each in session.scalars(select(FarmAssessment)):
        told[each.phase][each.farm_id] = each
    return told
