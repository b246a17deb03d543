"""Days on which somebody is on an immersion: their household goes on no visit elsewhere."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from webapp.models import Agreement, Slot, Visit
from webapp.models.agreements import SIGNED_OR_ASKED
from webapp.services.engine.ids import pair_ids

ON_AN_IMMERSION = "immersion"
"""The rule that a visit breaks on days on which one of its guests works at a farm."""


class Immersions:
    """The immersions of some parties for which signatures are asked, or were given."""

    def __init__(self, agreements: Iterable[Agreement]) -> None:
        self._of: defaultdict[int, list[Agreement]] = defaultdict(list)
        for agreement in agreements:
            self._of[agreement.party_id].append(agreement)

    def shut_out(self, visit: Visit) -> bool:
        """Whether somebody is on an immersion while this visit lasts."""
        return self._shut(visit.party_id, visit.slot)

    def overlap(self, other: Agreement) -> Agreement | None:
        """Return the first by which somebody would be on two immersions on one day, if any."""
        theirs = self._of.get(other.party_id, ())
        return next((each for each in theirs if _are_at_once(each, other)), None)

    def shut(self, slots: Collection[Slot]) -> frozenset[tuple[str, str]]:
        """Return the pairs of a party and a slot that it keeps from each other, as rounds do."""
        shut = [(party, slot) for party in self._of for slot in slots if self._shut(party, slot)]
        return frozenset(pair_ids(party, slot.id) for party, slot in shut)

    def _shut(self, party: int, slot: Slot) -> bool:
        return any(
            each.first_day <= slot.departure and slot.arrival <= each.last_day_there
            for each in self._of.get(party, ())
            if not _is_its_stay(each, slot)
        )


def _are_at_once(one: Agreement, other: Agreement) -> bool:
    are_theirs = one.id != other.id and one.person_id == other.person_id
    return are_theirs and one.first_day <= other.last_day and other.first_day <= one.last_day_there


def _is_its_stay(agreement: Agreement, slot: Slot) -> bool:
    """Whether a stay may be the immersion's own: its agreement is the paper of such a visit."""
    return slot.offer.frame == "immersion" and slot.farm_id == agreement.farm_id


def immersions_of(session: Session, parties: Collection[int]) -> Immersions:
    """Look up the immersions of parties that take place on a day at least."""
    takes_place = or_(
        Agreement.called_off_on.is_(None), Agreement.called_off_on > Agreement.first_day
    )
    asked = Agreement.party_id.in_(parties), Agreement.state.in_(SIGNED_OR_ASKED), takes_place
    return Immersions(session.scalars(select(Agreement).where(*asked).order_by(Agreement.id)))
