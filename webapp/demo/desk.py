"""What desks of a demonstration have to mind: centres, civic days, children, files handed over."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.demo.earlier import earlier
from webapp.ground.clock import today
from webapp.models import (
    HOLDING,
    Centre,
    Farm,
    FarmState,
    Organisation,
    Party,
    PartyState,
    Slot,
    Transfer,
    User,
    Visit,
)
from webapp.services.parties import alike, transfers

CENTRES: Final = (("CADA des Tilleuls", 3, 8, 15), ("CPH du Canal", 2, 5, 10))
"""Their names, days of notice, from how many nights on an absence is long, days of notice then."""
HOUSED: Final = 6
"""Of so many households one lives in a centre."""
CIVIC: Final = (16, 23, 37, 44)
"""So many days from now the four days of the integration contract are, for one of so many."""
AT_HOME: Final = ("relative", "organised", "household", "not-solved")

WAITING: Final = (PartyState.ENROLLED, PartyState.READY, PartyState.PAUSED)
SPELT_TWICE: Final = (("Yousef", "Rahimi", 1994), ("یوسف", "رحیمی", 1995))


def mind(session: Session, parties: Sequence[Party]) -> None:
    """Let some who wait live in a centre, have civic days to come, or children who stay at home."""
    centres = [
        Centre(name=name, notice_days=days, long_nights=long, long_notice_days=long_days)
        for name, days, long, long_days in CENTRES
    ]
    session.add_all(centres)
    session.flush()
    waiting = [each for each in parties if not any(visit.holds for visit in each.visits)]
    for number, party in enumerate(waiting):
        if number % HOUSED == 0:
            party.centre = centres[number // HOUSED % len(centres)]
        if number % len(CIVIC) == 1:
            party.keep_civic_days([today() + timedelta(days=each) for each in CIVIC])
    alone = [each for each in waiting if each.people == 1]
    for party, care in zip(alone[1::3], AT_HOME, strict=False):
        party.childcare = care
    session.flush()


def quieten(session: Session, farms: Sequence[Farm]) -> None:
    """Let one farm, of those that receive, have neither dates to come nor guests.

    So the programme has somebody to ask whether they are still interested.
    """
    busy = set(session.scalars(select(Visit.farm_id).where(Visit.state.in_(HOLDING))))
    visited = set(session.scalars(select(Visit.slot_id)))
    for farm in reversed(farms):
        ahead = [slot for slot in farm_slots(session, farm) if slot.arrival > today()]
        if farm.state is not FarmState.APPROVED or farm.id in busy or not farm.users:
            continue
        if not any(slot.id in visited for slot in ahead):
            for slot in ahead:
                session.delete(slot)
            break
    session.flush()


def farm_slots(session: Session, farm: Farm) -> Sequence[Slot]:
    """Return the dates of a farm."""
    return session.scalars(select(Slot).where(Slot.farm_id == farm.id)).all()


def change_hands(session: Session, parties: Sequence[Party], claire: User, mehdi: User) -> None:
    """Let a file be proposed by one association, and two by another: one of these is taken on.

    They are of people who were on no visit yet; an association that has none proposes none.
    """
    for party in _to_give(session, parties, claire)[-1:]:
        _ask(session, party, claire, mehdi, 1)
    for party, ago in zip(_to_give(session, parties, mehdi), (4, 2), strict=False):
        asked = _ask(session, party, mehdi, claire, ago)
        with earlier(session, mehdi, today() - timedelta(days=ago - 1), 15):
            transfers.say(session, asked, mehdi, yes=True)
        if ago > 2:
            with earlier(session, claire, today() - timedelta(days=1)):
                transfers.accept(session, asked)
            session.get_one(Party, party.id).referent_id = claire.id
    session.flush()


def record_twice(session: Session, parties: Sequence[Party], by: User) -> None:
    """Let one man stand in two files of an association, whose name two offices spelt."""
    own = [each for each in parties if each.organisation_id == by.organisation_id]
    men = [each for each in own if [person.sex for person in each.persons] == ["man"]]
    unmet = [each.persons[0] for each in men if not each.visits and each.state in WAITING]
    for person, spelt in zip(unmet[-3:-1], SPELT_TWICE, strict=False):
        person.first_name, person.last_name, person.birth_year = spelt
    session.flush()
    for organisation in session.scalars(select(Organisation.id)).all():
        alike.compare(session, organisation)


def _to_give(session: Session, parties: Sequence[Party], by: User) -> list[Party]:
    own = [each for each in parties if each.organisation_id == by.organisation_id]
    quiet = [each for each in own if not each.visits]
    return [each for each in quiet if transfers.what_forbids(session, each) is None]


def _ask(session: Session, party: Party, by: User, to: User, ago: int) -> Transfer:
    with earlier(session, by, today() - timedelta(days=ago), 11):
        home = session.get_one(Organisation, to.organisation_id)
        return transfers.ask(session, party, home, by)
