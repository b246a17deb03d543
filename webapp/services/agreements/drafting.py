"""Drafts of agreements: begun with an open contact or an offer, written, cancelled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from webapp.models import (
    NEEDED,
    Agreement,
    AgreementState,
    Farm,
    FarmState,
    Offer,
    OfferState,
    Party,
    Person,
    Prescriber,
    Purpose,
    Relationship,
    RelationshipState,
    Site,
    Slot,
    User,
    Visit,
)
from webapp.services.after import relationships
from webapp.services.agreements import standing
from webapp.services.records import audit

WITH_NAMES = (joinedload(Agreement.person), joinedload(Agreement.farm))


@dataclass(frozen=True)
class Base:
    """What an agreement may begin with: an open contact of a visit, or an offer."""

    farm: Farm
    visit: Visit | None = None
    offer: Offer | None = None

    @property
    def stands_at(self) -> Farm | Site:
        """Where the immersion would take place."""
        if self.offer is not None:
            return self.offer.stands_at
        return self.visit.slot.stands_at if self.visit else self.farm

    @property
    def code(self) -> str:
        """By what a form names it."""
        kind, thing = ("visit", self.visit) if self.visit else ("offer", self.offer)
        return f"{kind}-{thing.id if thing else 0}"


def bases(session: Session, party: Party) -> list[Base]:
    """Return with what an immersion of these people may begin, open contacts first.

    Not with a farm that they or it do not wish to be paired with, nor with one that is stopped.
    """
    refused = {refusal.farm_id for refusal in party.refusals}
    contacts = select(Visit).join(Relationship, Relationship.visit_id == Visit.id)
    is_open = Relationship.state == RelationshipState.OPEN
    contacts = contacts.options(joinedload(Visit.slot).joinedload(Slot.offer))
    met = session.scalars(contacts.where(Relationship.party_id == party.id, is_open)).all()
    found = [Base(visit.farm, visit=visit) for visit in met if relationships.may_begin(visit)]
    offers = select(Offer).join(Offer.farm).options(contains_eager(Offer.farm))
    offered = Offer.frame == "immersion", Offer.state == OfferState.OPEN
    approved = Farm.state == FarmState.APPROVED, Farm.on_hold_since.is_(None)
    for offer in session.scalars(offers.where(*offered, *approved).order_by(Farm.name, Offer.id)):
        found.append(Base(offer.farm, offer=offer))
    return [each for each in found if each.farm.id not in refused]


def begin(
    session: Session,
    person: Person,
    base: Base,
    purpose: Purpose,
    days: tuple[date, date],
    by: User,
) -> Agreement:
    """Begin a draft; what the farm and the offer say already is written into it."""
    made = Agreement(
        party_id=person.party_id,
        person_id=person.id,
        farm_id=base.farm.id,
        visit_id=base.visit.id if base.visit else None,
        offer_id=base.offer.id if base.offer else None,
        state=AgreementState.DRAFT,
        purpose=purpose,
        first_day=days[0],
        last_day=days[1],
        made_by_id=by.id,
    )
    known = {"trade": base.offer.title if base.offer else "", "tutor_phone": base.farm.phone or ""}
    made.say(**known)
    session.add(made)
    session.flush()
    audit.record(session, "agreement.begun", made)
    return made


def write(
    session: Session,
    agreement: Agreement,
    terms: Mapping[str, str],
    columns: Mapping[str, object] | None = None,
) -> None:
    """Write some of a draft."""
    hold(session, agreement)
    agreement.say(**terms)
    for name, value in (columns or {}).items():
        setattr(agreement, name, value)
    audit.record(session, "agreement.changed", agreement)


def cancel(session: Session, agreement: Agreement, reason: str) -> None:
    """End it."""
    hold(session, agreement)
    standing.tell_signers(session, agreement)
    agreement.cancel(reason)
    audit.record(session, "agreement.cancelled", agreement)


def call_off(session: Session, agreement: Agreement, reason: str, first: date) -> None:
    """Say that what was accepted does not take place from a day on, and tell whoever signed."""
    hold(session, agreement)
    agreement.call_off(reason, first)
    standing.tell_signers(session, agreement)
    audit.record(session, "agreement.called-off", agreement, first=first.isoformat())


def hold(session: Session, agreement: Agreement) -> None:
    """Keep an agreement as it is, and read it anew: nobody else changes it now."""
    session.refresh(agreement, with_for_update={"of": Agreement})


def missing(agreement: Agreement) -> list[str]:
    """Return what nobody can sign without, by name."""
    terms = agreement.terms
    found = [name for name in NEEDED if not terms[name]]
    return [*found, *(["prescriber"] if agreement.prescriber_id is None else [])]


def of_organisation(
    session: Session, organisation_id: int, states: Sequence[AgreementState] = ()
) -> Sequence[Agreement]:
    """Return the agreements of an association's people, the first day last."""
    query = select(Agreement).join(Agreement.party).where(Party.organisation_id == organisation_id)
    query = query.where(Agreement.state.in_(states)) if states else query
    whole = contains_eager(Agreement.party), *WITH_NAMES
    by_day = Agreement.first_day.desc(), Agreement.id.desc()
    return session.scalars(query.options(*whole).order_by(*by_day)).all()


def of_party(session: Session, party: Party) -> Sequence[Agreement]:
    """Return the agreements of a file, the newest first."""
    query = select(Agreement).where(Agreement.party_id == party.id)
    return session.scalars(query.options(*WITH_NAMES).order_by(Agreement.id.desc())).all()


def prescribers(session: Session) -> Sequence[Prescriber]:
    """Return who prescribes, by name."""
    return session.scalars(select(Prescriber).order_by(Prescriber.name)).all()
