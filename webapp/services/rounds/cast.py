"""The rows behind the engine's ids: who and what a page may name."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from webapp.models import Party, Slot, User
from webapp.services.engine.ids import is_party, numbers_of, party_id, slot_id


@dataclass(frozen=True)
class Cast:
    """Parties and slots by the engine's ids; a party that the reader may not see is missing."""

    parties: dict[str, Party]
    slots: dict[str, Slot]

    def code(self, engine_id: str) -> str | None:
        """Return a party's code; none for someone of another association."""
        party = self.parties.get(engine_id)
        return party.code if party else None


def farms_with_an_account(session: Session, farms: Iterable[int]) -> set[int]:
    """Return which of these farms someone can receive an e-mail for."""
    reached = User.farm_id.in_(list(farms)), User.suspended_at.is_(None)
    return {each for each in session.scalars(select(User.farm_id).where(*reached)) if each}


def find_cast(session: Session, parties: Iterable[str], slots: Iterable[str]) -> Cast:
    """Look up the rows behind ids; guests of standing visits (`v56`) stay unnamed."""
    party_ids = numbers_of(filter(is_party, parties))
    people = (
        select(Party)
        .where(Party.id.in_(party_ids))
        .options(selectinload(Party.persons), selectinload(Party.engagements))
    )
    found = {party_id(each.id): each for each in session.scalars(people)}
    return Cast(found, find_slots(session, slots))


def find_slots(session: Session, slots: Iterable[str]) -> dict[str, Slot]:
    """Look up slots by the engine's ids, with their offers and farms."""
    places = select(Slot).where(Slot.id.in_(numbers_of(slots)))
    loaded = places.options(joinedload(Slot.offer), joinedload(Slot.farm))
    return {slot_id(each.id): each for each in session.scalars(loaded)}
