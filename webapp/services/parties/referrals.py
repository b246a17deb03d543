"""Referrals: sent from outside, counted state by state, and forgotten when they have served."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from webapp.ground.clock import PARIS, now
from webapp.ground.vocabulary import PRESCRIBERS, REFERRAL_REASONS
from webapp.models import Organisation, Party, Referral
from webapp.services.records import audit

KEPT_AFTER: Final = timedelta(days=90)
"""How long names are kept once a referral is over; the prescriber's page stays."""
KEPT_OPEN: Final = timedelta(days=365)
"""How long names are kept of a referral that nobody took up."""
STAGES: Final = ("oriented", "contacted", "interested", "enrolled")
"""How far a referral came, in order; each stage was reached by all further ones."""


def refer(session: Session, organisation: Organisation, **told: Any) -> Referral:
    """Keep a person whom a prescriber sends to an association."""
    sent = Referral(organisation_id=organisation.id, **told)
    session.add(sent)
    audit.record(session, "referral.received", sent, prescriber=sent.prescriber)
    return sent


def waiting(session: Session, organisation_id: int) -> int:
    """Count the referrals that nobody has called yet."""
    query = select(Referral.id).where(
        Referral.organisation_id == organisation_id, Referral.state == "oriented"
    )
    return len(session.scalars(query).all())


def enrol(session: Session, referral: Referral, party: Party) -> None:
    """Let a referral lead to the file that was made of it, with the telephone."""
    referral.enrol(party)
    if referral.phone and not party.phone:
        party.set_phone(referral.phone)
    audit.record(session, "referral.enrolled", referral)


@dataclass(frozen=True)
class Funnel:
    """How many referrals of a time came how far, by the kind of place that sent them.

    Parameters
    ----------
    reached
        How many came at least so far, by place and stage.
    ended
        How many are not pursued, by place and reason.
    open
        How many still are, by place.
    """

    reached: Counter[tuple[str, str]]
    ended: Counter[tuple[str, str]]
    open: Counter[str]

    def row(self, place: str) -> list[int]:
        """Return the counts of a place: each stage, then open, then each reason."""
        stages = [self.reached[place, stage] for stage in STAGES]
        return [*stages, self.open[place], *(self.ended[place, each] for each in REFERRAL_REASONS)]

    def total(self) -> list[int]:
        """Return the counts of all places together."""
        return [sum(column) for column in zip(*map(self.row, PRESCRIBERS), strict=True)]


def funnel(session: Session, organisation_id: int | None, first: date, last: date) -> Funnel:
    """Count the referrals that came in between two days, both included.

    Parameters
    ----------
    organisation_id
        The association; none: all that the session may see.
    """
    since = datetime.combine(first, time(), PARIS)
    until = datetime.combine(last + timedelta(days=1), time(), PARIS)
    query = select(Referral).where(Referral.created_at >= since, Referral.created_at < until)
    if organisation_id is not None:
        query = query.where(Referral.organisation_id == organisation_id)
    return _counted(session.scalars(query))


def _counted(found: Iterable[Referral]) -> Funnel:
    counted = Funnel(Counter(), Counter(), Counter())
    for each in found:
        instants = (each.created_at, each.contacted_at, each.interested_at, each.enrolled_at)
        for stage, at in zip(STAGES, instants, strict=True):
            counted.reached[each.prescriber, stage] += at is not None
        if each.reason:
            counted.ended[each.prescriber, each.reason] += 1
        counted.open[each.prescriber] += each.is_open
    return counted


def forget(session: Session) -> None:
    """Empty what names people in referrals that have served, or that nobody took up in a year."""
    over = or_(
        Referral.enrolled_at < now() - KEPT_AFTER,
        Referral.ended_at < now() - KEPT_AFTER,
        Referral.created_at < now() - KEPT_OPEN,
    )
    nothing = dict.fromkeys(("first_name", "last_name", "phone", "sent_by"))
    session.execute(update(Referral).where(over, Referral.first_name.is_not(None)).values(nothing))
