"""What a round may know of the past: a no, a cancellation and their reasons, until lifted by hand.

Rounds, free places and proposals by hand all ask here, so that what was refused does not come back.
"""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from webapp.ground.vocabulary import LEFT_REASONS, SWAPPED
from webapp.models import Party, Side, Slot, Visit, VisitState
from webapp.services.records import audit
from webapp.services.visits import safeguarding

PASSED = (
    VisitState.DECLINED, VisitState.EXPIRED, VisitState.CANCELLED, VisitState.ENDED_EARLY,
    VisitState.NO_SHOW,
)  # fmt: skip
"""How a visit that did not take its course ended."""

SPEAKS = (
    Visit.state.in_(PASSED),
    Visit.again_reason.is_(None),
    func.coalesce(Visit.end_reason, "").not_in((*LEFT_REASONS, SWAPPED)),
)
"""Which visits say something against a place; whoever left the programme, or
swapped, has said nothing of it."""

SAFETY = "safety"
ABOUT_THE_FARM = {"too-far", "production", "animals", "lodging", "not-alone"}
"""A party's reasons that hold on whatever days."""
ABOUT_THE_PLACE = {"busy", "family", "lodging-taken", "season", "farm-work", "lodging"}
"""A farm's reasons that are not about these people, but about the dates it had opened."""


class Scope(StrEnum):
    """How far what was said reaches."""

    SLOT = "slot"
    """These people are not proposed for this date again."""
    PAIR = "pair"
    """These people and this farm are not proposed to each other again."""


def scope_of(visit: Visit) -> Scope:
    """Return how far the end of a visit reaches; who did not say why meant these dates or people.

    A farm that says no without a word about its dates has said it to these people.
    """
    reason = visit.end_reason
    if reason == SAFETY:
        return Scope.PAIR
    if visit.ended_by is Side.PARTY:
        return Scope.PAIR if reason in ABOUT_THE_FARM else Scope.SLOT
    if visit.ended_by is Side.FARM and visit.state is VisitState.DECLINED:
        return Scope.SLOT if reason in ABOUT_THE_PLACE else Scope.PAIR
    return Scope.SLOT


@dataclass(frozen=True)
class PastAnswers:
    """Ended visits that still speak, by whom they keep apart."""

    of_slots: dict[tuple[int, int], Visit]
    """By party and slot, as numbers."""
    of_farms: dict[tuple[int, int], Visit]
    """By party and farm."""

    def against(self, party: Party, slot: Slot) -> Visit | None:
        """Return the visit that speaks against a pair, if one does."""
        found = self.of_farms.get((party.id, slot.farm_id))
        return found or self.of_slots.get((party.id, slot.id))


def past_answers(session: Session, *conditions: ColumnElement[bool]) -> PastAnswers:
    """Return what was said of earlier visits and was not lifted since; the newest counts.

    Parameters
    ----------
    conditions
        Which visits are asked for; the session sees every association.
    """
    query = select(Visit).where(*SPEAKS, *conditions)
    of_slots: dict[tuple[int, int], Visit] = {}
    of_farms: dict[tuple[int, int], Visit] = {}
    for visit in session.scalars(query.order_by(Visit.id)):
        of_slots[visit.party_id, visit.slot_id] = visit
        if scope_of(visit) is Scope.PAIR:
            of_farms[visit.party_id, visit.farm_id] = visit
    return PastAnswers(of_slots, of_farms)


def of_party(session: Session, party: Party) -> list[Visit]:
    """Return the ended visits of a party that still keep it from a place, the newest first."""
    query = select(Visit).where(Visit.party_id == party.id, *SPEAKS)
    return list(session.scalars(query.order_by(Visit.id.desc())))


def lift(session: Session, visit: Visit, reason: str) -> None:
    """Let a pair be proposed again, with a written reason."""
    visit.again_reason = safeguarding.written(reason)
    audit.record(session, "visit.may-be-proposed-again", visit)
