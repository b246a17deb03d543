"""The facts of reports are read from rows that exist for the work itself, and for no report."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Final

from sqlalchemy import Date, and_, cast, func, null, select
from sqlalchemy.orm import Session

from webapp.geography import find_commune
from webapp.ground.clock import PARIS
from webapp.models import (
    SHUT_OUT,
    UNKNOWN,
    WORKSHOP_FUNDERS,
    Event,
    Farm,
    FarmState,
    Offer,
    OfferState,
    Party,
    PartyState,
    Person,
    Referral,
    Seat,
    SeatState,
    Series,
    Site,
    Sitting,
    Slot,
    SlotState,
    Visit,
    Workshop,
    WorkshopKind,
)
from webapp.services.after.feedback import TOOK_PLACE
from webapp.services.farms import first_guests
from webapp.services.parties import assessments
from webapp.services.parties.leaving import BY_MISTAKE
from webapp.services.reports import of_villages, said
from webapp.services.reports.facts import (
    Facts,
    FarmFact,
    PersonFact,
    PlaceFact,
    ReferralFact,
    SittingFact,
    VisitFact,
)
from webapp.services.reports.said import NOTHING_SAID, first

MOST_BEDS: Final = 1000
"""More beds than one date has."""


def load(session: Session, *, titles: bool = False) -> Facts:
    """Read the facts of the whole programme, in a handful of questions.

    Parameters
    ----------
    titles
        Whether somebody pays for people with a first title: else nothing asks for these days.
    """
    visits = session.execute(_VISITS).all()
    visited: dict[int, date] = {}
    for row in visits:
        if row.state in TOOK_PLACE:
            visited[row.party_id] = min(row.last, visited.get(row.party_id, row.last))
    by_party = _people(session, visited, titles=titles)
    again, outcomes, contacts = said.again(session), said.outcomes(session), said.contacts(session)
    missed = said.missed(session)
    return Facts(
        people=tuple(each for people in by_party.values() for each in people),
        visits=tuple(
            VisitFact(
                row.id, row.organisation_id, row.created_at.astimezone(PARIS).date(), row.last,
                row.state,
                people=tuple(by_party.get(row.party_id, ())),
                again=again.get(row.id, {}),
                outcomes=outcomes.get(row.id, {}),
                department=lies.department if (lies := find_commune(row.commune)) else "",
                commune=lies.code if lies else "",
                in_contact_on=contacts.get(row.id),
                missed=missed.get(row.id, NOTHING_SAID),
            )
            for row in visits
        ),
        referrals=_referrals(session),
        places=_places(session),
        sittings=_sittings(session),
        farms=_farms(session),
        voices=of_villages.voices(session),
    )  # fmt: skip


_VISITS: Final = (
    select(
        Visit.id,
        Visit.party_id,
        Visit.organisation_id,
        Visit.created_at,
        cast(func.upper(Visit.stay) - 1, Date).label("last"),
        Visit.state,
        func.coalesce(Site.commune, Farm.commune).label("commune"),
    )
    .join(Farm, Farm.id == Visit.farm_id)
    .join(Visit.slot)
    .join(Slot.offer)
    .outerjoin(Offer.site)
    .order_by(Visit.id)
)


def _people(
    session: Session, visited: Mapping[int, date], *, titles: bool
) -> dict[int, list[PersonFact]]:
    """Return who is in each file that was not merged into another."""
    columns = Person.id, Person.party_id, Person.sex, Person.birth_year, Person.french
    sealed = Person.written_fundable_until if titles else null().label("written_fundable_until")
    files = Party.organisation_id, Party.created_at, Party.state, Party.outcome
    query = (
        select(*columns, sealed, *files).join(Person.party).where(Party.merged_into_id.is_(None))
    )
    query = query.where(Party.outcome.is_distinct_from(BY_MISTAKE))
    prepared, gone = _prepared(session), _gone(session)
    back, changes = assessments.first_back(session), said.changes(session)
    found: dict[int, list[PersonFact]] = defaultdict(list)
    for row in session.execute(query.order_by(Person.id)):
        left, until = row.state is PartyState.LEFT, row.written_fundable_until
        found[row.party_id].append(
            PersonFact(
                row.id, row.organisation_id, row.sex, row.birth_year, row.french,
                enrolled_on=row.created_at.astimezone(PARIS).date(),
                prepared_on=prepared.get(row.id),
                visited_on=visited.get(row.party_id),
                left_on=gone.get(row.party_id) if left else None,
                way_out=row.outcome or UNKNOWN,
                fundable_until=date.fromisoformat(until) if until else None,
                back_on=back.get(row.id),
                changed=changes.get(row.id, {}),
            )
        )  # fmt: skip
    return found


def _gone(session: Session) -> dict[int, date]:
    """Return the day on which each file ended last."""
    last = func.max(Event.at).label("at")
    query = select(Event.subject_id, last).where(Event.act == "party.left")
    rows = session.execute(query.group_by(Event.subject_id))
    return {row.subject_id: row.at.astimezone(PARIS).date() for row in rows}


def _referrals(session: Session) -> tuple[ReferralFact, ...]:
    settled = func.coalesce(Referral.enrolled_at, Referral.ended_at).label("settled")
    query = select(Referral.id, Referral.organisation_id, Referral.created_at, settled)
    return tuple(
        ReferralFact(
            row.id, row.organisation_id, row.created_at.astimezone(PARIS).date(),
            row.settled.astimezone(PARIS).date() if row.settled else None,
        )
        for row in session.execute(query.order_by(Referral.id))
    )  # fmt: skip


def _places(session: Session) -> tuple[PlaceFact, ...]:
    """Return each free bed, by the number of its date and its own among those."""
    is_open = and_(Offer.state == OfferState.OPEN, Farm.state == FarmState.APPROVED).label("open")
    free = Slot.beds - Slot.people_held
    query = select(Slot.id, Slot.arrival, Slot.created_at, free.label("free"), is_open)
    query = query.join(Slot.offer).join(Farm, Farm.id == Slot.farm_id)
    query = query.where(Slot.state == SlotState.OPEN, Offer.state != OfferState.CLOSED)
    return tuple(
        PlaceFact(
            row.id * MOST_BEDS + number, row.arrival, row.created_at.astimezone(PARIS).date(),
            row.open,
        )
        for row in session.execute(query.where(Farm.state.not_in(SHUT_OUT)).order_by(Slot.id))
        for number in range(row.free)
    )  # fmt: skip


def _sittings(session: Session) -> tuple[SittingFact, ...]:
    payers: dict[int, set[int]] = defaultdict(set)
    for row in session.execute(select(WORKSHOP_FUNDERS)):
        payers[row.workshop_id].add(row.funder_id)
    query = select(Sitting.id, Sitting.day, Workshop.kind, Workshop.id.label("workshop"))
    query = query.join(Sitting.series).join(Series.workshop).where(Sitting.cancelled_at.is_(None))
    return tuple(
        SittingFact(row.id, row.day, row.kind.value, frozenset(payers.get(row.workshop, ())))
        for row in session.execute(query.order_by(Sitting.id))
    )


def _farms(session: Session) -> tuple[FarmFact, ...]:
    changes = said.farm_changes(session)
    ended = sorted(first_guests.ended(session).items())
    return tuple(FarmFact(number, last, changes.get(number, {})) for number, last in ended)


def _prepared(session: Session) -> dict[int, date]:
    last = func.max(Sitting.day).label("last")
    query = (
        select(Seat.person_id, last)
        .join(Series, Series.id == Seat.series_id)
        .join(Series.workshop)
        .join(Sitting, Sitting.series_id == Series.id)
        .where(
            Workshop.kind == WorkshopKind.GUESTS,
            Workshop.counts,
            Seat.state == SeatState.ATTENDED,
            Seat.person_id.is_not(None),
            Sitting.cancelled_at.is_(None),
        )
        .group_by(Seat.id)
    )
    return first((row.person_id, row.last) for row in session.execute(query))
