"""The same questions before and after: who is asked now, what they say, and what has changed."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from webapp.ground.clock import today
from webapp.ground.database import seeing_everyone
from webapp.ground.errors import RuleBroken
from webapp.models import (
    Assessment,
    Event,
    FileChange,
    PartyState,
    Person,
    Phase,
    Visit,
    VisitState,
)
from webapp.models.assessments import AGREEMENT, ASSESSED, BEGINS, PRESENT_GRID, phase_on
from webapp.models.persons import ADULT_AGE
from webapp.services.after import comparing
from webapp.services.records import audit, parts

WENT: Final = frozenset(
    {VisitState.UNDER_WAY, VisitState.COMPLETED, VisitState.EVALUATED, VisitState.ENDED_EARLY}
)
"""States of a visit on which somebody is, or was."""


def phase_of(session: Session, person: Person) -> Phase | None:
    """Return in which phase an adult is today; none for a child, who is asked nothing."""
    if not person.may_be_adult(today()):
        return None
    days_of = select(func.lower(Visit.stay), func.upper(Visit.stay) - 1)
    theirs = days_of.join(Person, Person.party_id == Visit.party_id).where(Person.id == person.id)
    went = theirs.where(Visit.state.in_(WENT), _was_in_the_file())
    first = went.order_by(Visit.stay).limit(1)
    with seeing_everyone(session):  # behind their link guests see no visit but that of its page
        days = session.execute(first).first()
    return phase_on(today(), *(days or (None, None)))


def answered(session: Session, person: Person) -> dict[Phase, Assessment]:
    """Return what somebody answered, by phase."""
    query = select(Assessment).where(Assessment.person_id == person.id).order_by(Assessment.id)
    return {each.phase: each for each in session.scalars(query)}


def is_asked(session: Session, person: Person) -> bool:
    """Whether somebody can be asked now, and has not answered in this phase."""
    here = person.party.state is not PartyState.LEFT and parts.uses(session, "before-after")
    phase = phase_of(session, person) if here else None
    return phase is not None and phase not in answered(session, person)


def answer(
    session: Session, person: Person, answers: Mapping[str, str], *, by_link: bool
) -> Assessment:
    """Keep what somebody answers in the phase in which they are; said anew, it is put right.

    Later phases ask the grid of the first answers, so that the same is compared.

    Raises
    ------
    RuleBroken
        They are a child or on a visit, or nothing was answered.
    """
    session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    phase = phase_of(session, person)
    if phase is None:
        child = not person.may_be_adult(today())
        raise RuleBroken("asked-of-adults") if child else RuleBroken("asked-once-back")
    before = answered(session, person)
    grid = before[Phase.BEFORE].grid if Phase.BEFORE in before else PRESENT_GRID
    said = {name: answers[name] for name in ASSESSED[grid] if answers.get(name) in AGREEMENT}
    if not said:
        raise RuleBroken("answer-missing")
    made = before.get(phase)
    if made is None:
        made = Assessment(party_id=person.party_id, person_id=person.id, grid=grid, phase=phase)
        session.add(made)
    made.answers, made.answered_on, made.by_link = said, today(), by_link
    told = {"person": person.id, "phase": phase.value, "by_link": by_link}
    audit.record(session, "party.assessed", person.party, **told)
    return made


def compare(session: Session, phase: Phase) -> comparing.Compared:
    """Compare a phase with before, over everybody who could have answered both."""
    told = by_phase(session)
    came = {
        number for number, last in first_back(session).items() if today() > last + BEGINS[phase]
    }
    return comparing.compared(told[Phase.BEFORE], told[phase], PRESENT_GRID, came)


def by_phase(session: Session) -> dict[Phase, dict[int, Assessment]]:
    """Return what everybody answered last in each phase, by the person's number."""
    told: dict[Phase, dict[int, Assessment]] = {phase: {} for phase in Phase}
    for each in session.scalars(select(Assessment).order_by(Assessment.id)):
        told[each.phase][each.person_id] = each
    return told


def first_back(session: Session) -> dict[int, date]:
    """Return on which day each adult's first visit ended, by the person's number.

    Of nobody who was on none, or was added to the file after it.
    """
    last_day = func.min(func.upper(Visit.stay) - 1)
    ended = Visit.state.in_(WENT - {VisitState.UNDER_WAY}), _was_in_the_file()
    may_be_adult = Person.birth_year <= today().year - ADULT_AGE
    query = select(Person.id, last_day).join(Visit, Visit.party_id == Person.party_id)
    rows = session.execute(query.where(*ended, may_be_adult).group_by(Person.id))
    return dict(rows.all())


def _was_in_the_file() -> ColumnElement[bool]:
    """Say of somebody and a visit of their file that they were in it when the visit began.

    Who is added to a file is a first name in its history that nothing was before. Nobody is while
    a farm expects it, so whoever came later was not on the visit.
    """
    theirs = FileChange.party_id == Person.party_id, FileChange.person_id == Person.id
    added = FileChange.fact == "first_name", FileChange.before.is_(None)
    later = func.date(Event.at) > func.lower(Visit.stay)
    came = select(FileChange.id).join(Event, Event.id == FileChange.event_id)
    return ~came.where(*theirs, *added, later).exists()
