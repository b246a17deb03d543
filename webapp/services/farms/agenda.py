"""What a farm has to do next, and whom it expects."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from webapp.ground.at_once import Query
from webapp.models import HOLDING, Answer, Farm, Offer, OfferState, Side, Slot, Visit, VisitState
from webapp.services.after import feedback, follow_ups, relationships
from webapp.services.farms import offers
from webapp.services.visits.waiting import waits_for

PAPERS_SOON = timedelta(days=45)
"""How long before its end a paper is asked for again."""


@dataclass(frozen=True)
class Agenda:
    """A farm's to-do, the most pressing first."""

    answers: list[Visit]
    waiting: list[Visit]
    """To answer once the association has looked whether they can go on."""
    in_doubt: list[Slot]
    """Dates of which it must say whether they stay open: it said no to guests there."""
    guests: list[Visit]
    to_tell: list[Visit]
    """Visits that are over and of which it has not said how they went."""
    relationships: list[Visit]
    """Visits whose guests would like to stay in contact, and wait for its answer."""
    since: list[Visit]
    """Visits of some months ago, of which it is asked what has become of them."""
    missing_topics: list[str]
    missing_checks: list[str]
    ending_papers: list[tuple[str, date]]
    drafts: list[Offer]
    offers_without_dates: list[Offer]


@cache
def asks() -> dict[str, Query]:
    """Ask for what of an agenda hangs on no list that is read anyhow, by the name of its part."""
    return {
        "relationships": relationships.proposed_by_guests(),
        "since": follow_ups.farms_are_to_tell(),
    }


def agenda_of(session: Session, farm: Farm, on: date, parts: Collection[str] = ()) -> Agenda:
    """Return what a farm has to do on a day.

    Parameters
    ----------
    parts
        Those of `asks` of which there is something.
    """
    lately = func.upper(Visit.stay) > on - feedback.OPEN_FOR
    counts = Visit.state.in_(HOLDING) | lately
    visits = session.scalars(
        select(Visit).where(Visit.farm_id == farm.id, counts).order_by(Visit.stay)
    ).all()
    ahead = [slot for slot in offers.standing_slots(session, farm) if slot.arrival > on]
    dated = {slot.offer_id for slot in ahead}
    awaited = [visit for visit in visits if _awaits_the_farm(visit)]
    return Agenda(
        in_doubt=[slot for slot in ahead if slot.in_doubt_since],
        answers=[visit for visit in awaited if not waits_for(visit, Side.FARM)],
        waiting=[visit for visit in awaited if waits_for(visit, Side.FARM)],
        guests=[
            visit for visit in visits if visit.state in {VisitState.CONFIRMED, VisitState.UNDER_WAY}
        ],
        to_tell=[
            visit
            for visit in visits
            if feedback.may_be_given(visit)
            and feedback.told(session, visit, Side.FARM) in feedback.TO_TELL
        ],
        relationships=relationships.asked_of_farm(session, farm)
        if "relationships" in parts
        else [],
        since=follow_ups.open_for_farm(session, farm) if "since" in parts else [],
        missing_topics=farm.missing_topics,
        missing_checks=farm.missing_checks,
        ending_papers=ending_papers(farm, on),
        drafts=[offer for offer in farm.offers if offer.state is OfferState.DRAFT],
        offers_without_dates=[
            offer
            for offer in farm.offers
            if offer.state is OfferState.OPEN and offer.id not in dated
        ],
    )


def answers_awaited(session: Session, farm: Farm) -> int:
    """Return how many visits await the farm's answer now."""
    proposed = select(Visit).where(Visit.farm_id == farm.id, Visit.state == VisitState.PROPOSED)
    visits = session.scalars(proposed.options(selectinload(Visit.misfits)))
    return sum(_awaits_the_farm(visit) and not waits_for(visit, Side.FARM) for visit in visits)


def _awaits_the_farm(visit: Visit) -> bool:
    return visit.state is VisitState.PROPOSED and visit.farm_answer is Answer.AWAITED


def ending_papers(farm: Farm, on: date) -> list[tuple[str, date]]:
    """Return the papers of an approved farm that end soon or have ended, with their day."""
    days = {
        "insured_until": farm.insured_until,
        "approved_until": farm.approved_until,
        "hosts_until": farm.hosts_until,
    }
    return [(name, day) for name, day in days.items() if day and day <= on + PAPERS_SOON]
