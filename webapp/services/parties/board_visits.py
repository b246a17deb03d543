"""Which visits wait for a caseworker: by their kind, their numbers in one question."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import Boolean, ColumnElement, exists, false, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session, aliased

from webapp.ground.at_once import Query, at
from webapp.ground.clock import now, today
from webapp.models import (
    HOLDING,
    Answer,
    Farm,
    LocalReferent,
    Party,
    PartyState,
    ThreadLine,
    User,
    Visit,
    VisitState,
)
from webapp.services.parties import referents
from webapp.services.records import staff
from webapp.services.visits import consent, threads
from webapp.services.visits.freed import FOLLOWED_FOR, FREED_BY
from webapp.services.visits.open import misfit, no_sign
from webapp.services.visits.safeguarding import are_alone

SOON = timedelta(days=10)
SETS_OUT = timedelta(days=1)
"""Whoever leaves home within so long needs a journey that is ready."""


def numbers(session: Session, whose: str, values: Mapping[str, int]) -> dict[str, list[int]]:
    """Return the numbers of the visits of each kind, in order, asked for all at once."""
    found = session.execute(_asked(whose), values).one()._mapping
    return {str(kind): list(those or ()) for kind, those in found.items()}


@cache
def _asked(whose: str) -> Query:
    files, [own, *_by] = referents.asked_of(whose)
    columns = [
        func.array_agg(aggregate_order_by(Visit.id, by, Visit.id)).filter(of_it).label(kind)
        for kind, (of_it, by) in _kinds().items()
    ]
    lately = Visit.state.in_(FREED_BY) & (Visit.ended_at > at(lambda: now() - FOLLOWED_FOR))
    query = select(*columns).select_from(Visit).join(Visit.party).join(Visit.farm)
    return query.where(own, *files, Visit.state.in_(HOLDING) | lately)


def _kinds() -> dict[str, tuple[ColumnElement[bool], Any]]:
    """Say of each kind which visits are of it, and by what they are sorted."""
    first_day = func.lower(Visit.stay)
    proposed, confirmed = Visit.state == VisitState.PROPOSED, Visit.state == VisitState.CONFIRMED
    by_call = (Visit.party_answer == Answer.AWAITED) & (Party.channel == "phone-call")
    unready = Visit.journey_ready_at.is_(None) | _awaits_the_farm()
    unready &= first_day <= at(lambda: today() + SETS_OUT)
    late = threads.that_are_late().with_only_columns(ThreadLine.visit_id)  # each stands there alone
    return {
        "no_sign": (no_sign() & Visit.id.not_in(late), Visit.stay),
        "unsafe": (_without_a_lift(), Visit.stay),
        "misfits": (misfit(), Visit.stay),
        "setting_out": (confirmed & unready, Visit.stay),
        "to_call": (proposed & by_call, Visit.answer_by),
        "awaited": (proposed & ~by_call, Visit.answer_by),
        "to_place": (_without_a_place(), Visit.ended_at),
        "parted": ((proposed | confirmed) & Visit.parted_at.is_not(None), Visit.stay),
        "soon": (confirmed & ~unready & (first_day <= at(lambda: today() + SOON)), Visit.stay),
        "nobody_near": (_without_a_local_referent(), Visit.stay),
    }


def _awaits_the_farm() -> ColumnElement[bool]:
    """Say that the farm is counted on to fetch its guests, and has not said yes to that."""
    agrees = Visit.farm_shown.op("?")(consent.FETCHED).cast(Boolean)
    return func.coalesce(Visit.ticket_from == "farm", false()) & ~func.coalesce(agrees, false())


def _without_a_place() -> ColumnElement[bool]:
    """Say which visits ended lately before they began, with nothing newer for the party."""
    newer = aliased(Visit)
    later = exists().where(
        newer.party_id == Visit.party_id, or_(newer.id > Visit.id, newer.state.in_(HOLDING))
    )
    ended = Visit.state.in_(FREED_BY) & (Visit.ended_at > at(lambda: now() - FOLLOWED_FOR))
    return ended & (Party.state == PartyState.READY) & ~later


def _without_a_local_referent() -> ColumnElement[bool]:
    """Say which visits nobody looks after near the farm, where somebody could."""
    stands = Visit.state == VisitState.UNDER_WAY
    soon = (Visit.state == VisitState.CONFIRMED) & (
        func.lower(Visit.stay) <= at(lambda: today() + SOON)
    )
    could = exists().where(LocalReferent.user_id == User.id, *staff.can_come_in())
    return (stands | soon) & Visit.local_referent_id.is_(None) & could


def _without_a_lift() -> ColumnElement[bool]:
    """Say which standing visits bring someone alone to a host alone, with no written reason."""
    alone = or_(Farm.adults.is_(None), Farm.adults == 1)
    return Visit.state.in_(HOLDING) & Visit.lift_reason.is_(None) & alone & are_alone()
