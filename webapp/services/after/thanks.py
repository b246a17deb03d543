"""Cards of thanks: sent by guests, read by the farm, taken back whenever they like."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session, joinedload

from webapp.ground.at_once import at
from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import SHUT_OUT, Farm, ThanksCard, Visit, VisitState
from webapp.services.after.feedback import TOOK_PLACE
from webapp.services.records import audit
from webapp.services.visits import proposing

OPEN_FOR: Final = timedelta(days=90)
"""So long after the last day guests may send a card."""
NEW_FOR: Final = timedelta(days=14)
"""So long a card stands first on the page of the farm."""


def may_be_sent(visit: Visit) -> bool:
    """Whether guests were there, lately, and the farm still takes part."""
    was_there = visit.state in {*TOOK_PLACE, VisitState.ENDED_EARLY}
    lately = today() <= visit.departure + OPEN_FOR
    return was_there and lately and visit.farm.state not in SHUT_OUT


def of_visit(session: Session, visit: Visit) -> ThanksCard | None:
    """Return the card of a visit, if one was sent."""
    return session.scalar(select(ThanksCard).where(ThanksCard.visit_id == visit.id))


def new_cards() -> Select[ThanksCard]:
    """Ask for the cards that were sent lately."""
    return select(ThanksCard).where(ThanksCard.sent_at > at(lambda: now() - NEW_FOR))


def new_at(session: Session, farm: Farm) -> Sequence[ThanksCard]:
    """Return the cards that came to a farm lately, the newest first."""
    query = new_cards().join(ThanksCard.visit).where(Visit.farm_id == farm.id)
    whole = joinedload(ThanksCard.visit)
    return session.scalars(query.options(whole).order_by(ThanksCard.sent_at.desc())).all()


def names_under(visit: Visit) -> list[str]:
    """Return the first names of the adults who were there, as their attestations know them."""
    there = {each.name for each in visit.attestations if each.withdrawn_at is None}
    adults = [each for each in visit.party.persons if each.may_be_adult(visit.arrival)]
    return [each.first_name for each in adults if each.name in there]


def send(session: Session, visit: Visit, sentences: list[str], *, with_names: bool) -> None:
    """Send a card, or another one in its place."""
    proposing.lock(session, visit)
    if not may_be_sent(visit):
        raise RuleBroken("thanks-closed")
    card = of_visit(session, visit) or ThanksCard(visit_id=visit.id, sent_at=now())
    card.say(sentences, "\n".join(names_under(visit)) or None if with_names else None)
    session.add(card)
    session.flush()
    audit.record(session, "visit.thanked", visit)


def take_back(session: Session, visit: Visit) -> None:
    """Take a card back: nobody reads it any more."""
    proposing.lock(session, visit)
    gone = delete(ThanksCard).where(ThanksCard.visit_id == visit.id).returning(ThanksCard.id)
    if session.scalar(gone) is not None:
        audit.record(session, "visit.thanks-taken-back", visit)
